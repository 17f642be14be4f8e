"""Where the texts of many pairs have the same shingles, and the runs of words that they anchor.

Places are columns of numbers, a row for each place of each pair, so that thousands of pairs take a few
operations on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.corpus.shingles import SIZE, Rows, Words, shingles

Marks = NDArray[np.bool_]


class Runs(NamedTuple):
    """Runs of words that both texts of a pair have: where they start in each, and how many words."""

    pair: Rows
    start_a: Rows
    start_b: Rows
    words: Rows


@dataclass(frozen=True)
class Read:
    """The shingles of some texts that occur twice or more, numbered; those of text ``i`` from ``starts[i]``.

    ``place`` is the word a shingle opens with; ``first`` marks the first of its kind in a text, ``after`` is
    where the next one is listed, -1 where there is none. ``distinct`` counts all shingles of each text.
    """

    number: Rows
    place: Rows
    first: Marks
    after: Rows
    starts: Rows
    stops: Rows
    distinct: Rows
    count: int

    @classmethod
    def of(cls, words: Words) -> Read:
        """Give equal shingles of the texts one number."""
        runs = [shingles(words[row]) for row in range(len(words))]
        sizes = np.array([len(run) for run in runs], dtype=np.int64)
        text = np.repeat(np.arange(len(runs)), sizes)
        values, number, often = np.unique(np.concatenate(runs), return_inverse=True, return_counts=True)
        again = often[number] > 1
        number, place, text = number[again], ranges(0 * sizes, sizes)[again], text[again]
        order = np.lexsort((place, number, text))
        same = (np.diff(number[order]) == 0) & (np.diff(text[order]) == 0)
        first, after = np.ones(len(number), dtype=np.bool_), np.full(len(number), -1)
        first[order[1:][same]] = False
        after[order[:-1][same]] = order[1:][same]
        bounds = np.searchsorted(text, np.arange(len(runs) + 1))
        repeats = np.bincount(text[~first], minlength=len(runs))
        return cls(number, place, first, after, bounds[:-1], bounds[1:], sizes - repeats, len(values))


@dataclass(frozen=True)
class Pairs:
    """Pairs of texts, by their rows in `words` and `read`; those of one first text follow each other.

    ``number`` are the words of ``words.flat`` as small numbers, ``double`` each taken together with the next.
    """

    words: Words
    number: Rows
    double: Rows
    read: Read
    one: Rows
    two: Rows

    @classmethod
    def of(cls, words: Words, one: Rows, two: Rows) -> Pairs:
        """Read the texts of the pairs, each once; `one` is in order."""
        rows, at = np.unique(np.concatenate([one, two]), return_inverse=True)
        flat = words.flat[ranges(words.starts[rows], words.stops[rows])]
        stops = np.cumsum(words.lengths[rows])
        chosen = Words(flat, stops - words.lengths[rows], stops)
        values, number = np.unique(flat, return_inverse=True)
        double = np.unique(number[:-1] * len(values) + number[1:], return_inverse=True)[1]
        return cls(chosen, number, double, Read.of(chosen), at[: len(one)], at[len(one) :])

    def chosen(self, rows: Rows) -> Pairs:
        """Return some of the pairs, in order."""
        return Pairs(self.words, self.number, self.double, self.read, self.one[rows], self.two[rows])

    @property
    def lengths(self) -> tuple[Rows, Rows]:
        """Words of the first and of the second text of each pair."""
        return self.words.lengths[self.one], self.words.lengths[self.two]


@dataclass(frozen=True)
class Met:
    """Where the texts of pairs have the same shingles, in order of pair and place.

    A row of ``pair_a``, ``at_a``, ``there``: a place of the first text, and where its shingle is first in the
    second. A row of ``pair_b``, ``at_b``: a place of the second text whose shingle the first has. ``common``
    counts the different shingles that each pair shares.
    """

    pair_a: Rows
    at_a: Rows
    there: Rows
    pair_b: Rows
    at_b: Rows
    common: Rows

    @classmethod
    def of(cls, pairs: Pairs) -> Met:
        """Look the shingles of the second texts up in those of the first, one first text at a time."""
        read, table = pairs.read, np.full(pairs.read.count, -1)
        opens = np.flatnonzero(np.diff(pairs.one, prepend=-1))
        found = []
        for begin, end in zip(opens, [*opens[1:], len(pairs.one)], strict=True):
            own = np.arange(read.starts[pairs.one[begin]], read.stops[pairs.one[begin]])
            own = own[read.first[own]]
            table[read.number[own]] = own
            starts, stops = (side[pairs.two[begin:end]] for side in (read.starts, read.stops))
            cells = ranges(starts, stops)
            there = table[read.number[cells]]
            hit = np.flatnonzero(there >= 0)
            pair = begin + np.searchsorted(np.cumsum(stops - starts), hit, "right")
            found.append((pair, there[hit], cells[hit]))
            table[read.number[own]] = -1
        pair, one, two = (np.concatenate(column) for column in zip(*found, strict=True))
        head = read.first[two]
        common = np.bincount(pair[head], minlength=len(pairs.one))
        pair_a, at_a, there = _every_place(read, pair[head], one[head], two[head])
        return cls(pair_a, at_a, there, pair, read.place[two], common)

    def chosen(self, kept: Rows) -> Met:
        """Return what some of the pairs share, the pairs numbered anew."""
        one, two = (renumbered(pair, kept, len(self.common)) for pair in (self.pair_a, self.pair_b))
        first, second = one >= 0, two >= 0
        there, common = self.there[first], self.common[kept]
        return Met(one[first], self.at_a[first], there, two[second], self.at_b[second], common)

    def anchors(self) -> Runs:
        """Return the runs of shared shingles, as words."""
        opens = np.ones(len(self.at_a), dtype=np.bool_)
        opens[1:] = np.diff(self.pair_a) != 0
        for place in (self.at_a, self.there):
            opens[1:] |= np.diff(place) != 1
        starts = np.flatnonzero(opens)
        words = np.diff(starts, append=len(opens)) + SIZE - 1
        return Runs(self.pair_a[starts], self.at_a[starts], self.there[starts], words)

    def covered(self, pairs: Pairs) -> tuple[Rows, Rows]:
        """Count the words of the first and of the second text of each pair that are in shared shingles."""
        lengths_a, lengths_b = pairs.lengths
        return _covered(self.pair_a, self.at_a, lengths_a), _covered(self.pair_b, self.at_b, lengths_b)


def ranges(starts: Rows, stops: Rows) -> Rows:
    """Return the whole numbers from each start to before its stop, end to end.

    Examples
    --------
    >>> ranges(np.array([3, 0]), np.array([5, 1])).tolist()
    [3, 4, 0]
    """
    sizes = stops - starts
    out: Rows = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    return out


def renumbered(pair: Rows, kept: Rows, count: int) -> Rows:
    """Return the new numbers of pairs of which some are kept; -1 for the others.

    Examples
    --------
    >>> renumbered(np.array([0, 1, 2]), np.array([1, 2]), 3).tolist()
    [-1, 0, 1]
    """
    number = np.full(count, -1)
    number[kept] = np.arange(len(kept))
    return number[pair]


def _every_place(read: Read, pair: Rows, one: Rows, two: Rows) -> tuple[Rows, Rows, Rows]:
    """Return pair, place in the first text and in the second, where the first has a shingle again too."""
    out = [(pair, one, two)]
    while len(one):
        again = read.after[one] >= 0
        pair, one, two = pair[again], read.after[one[again]], two[again]
        out.append((pair, one, two))
    pair, one, two = (np.concatenate(column) for column in zip(*out, strict=True))
    order = np.argsort(pair * (read.place.max(initial=0) + 1) + read.place[one], kind="stable")
    return pair[order], read.place[one[order]], read.place[two[order]]


def _covered(pair: Rows, at: Rows, lengths: Rows) -> Rows:
    """Count the words of each text from its places, each of which is five words or as many as are left."""
    own = np.minimum(lengths[pair] - at, SIZE)
    own[:-1] = np.where(np.diff(pair) == 0, np.minimum(np.diff(at), own[:-1]), own[:-1])
    words: Rows = np.bincount(pair, own, len(lengths)).astype(np.int64)
    return words

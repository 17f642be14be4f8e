"""What texts have in common, word by word: the measure behind every duplicate and copied passage.

Shared shingles anchor the comparison. Between two anchors that follow each other in both texts, the words
that are equal in place, or in runs of two or more, count as shared too: an edited word then costs one word
and not the five shingles it occurs in. Many pairs of texts are measured at once, as columns of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.corpus.anchors import Marks, Met, Pairs, ranges
from toolkit.corpus.equal_words import Stretches, equal_words
from toolkit.corpus.shingles import SIZE, Ids, Rows, Words

AT_ONCE = 4_000_000  # words of second texts that are compared together; some 200 MB

Floats = NDArray[np.float64]


class Overlap(NamedTuple):
    """How much two texts share, seen from each of them.

    ``words_*`` mark the words that occur in the other text; ``containment_*`` are shares of shingles.
    """

    words_a: Marks
    words_b: Marks
    containment_a: float
    containment_b: float

    @property
    def share_a(self) -> float:
        """Share of the first text's words that occur in the second, 0 to 1."""
        return float(self.words_a.mean()) if len(self.words_a) else float("nan")

    @property
    def share_b(self) -> float:
        """Share of the second text's words that occur in the first, 0 to 1."""
        return float(self.words_b.mean()) if len(self.words_b) else float("nan")


class Measured(NamedTuple):
    """Pairs that share enough, a row each: their place among those given, and how much they share."""

    pair: Rows
    share_a: Floats
    share_b: Floats
    containment_a: Floats
    containment_b: Floats
    shared_words: Rows


def overlap(a: Ids, b: Ids) -> Overlap:
    """Measure what two texts share.

    Parameters
    ----------
    a, b : arrays of uint64
        Their words, as `toolkit.corpus.shingles.read_words` numbers them.

    Examples
    --------
    >>> from toolkit.corpus.shingles import read_words
    >>> words = read_words(["one two three four five six", "zero one two three four five"])
    >>> found = overlap(words[0], words[1])
    >>> round(found.share_a, 2), found.containment_a
    (0.83, 0.5)
    """
    cut = np.array([0, len(a), len(a) + len(b)])
    words = Words(np.concatenate([a, b]), cut[:-1], cut[1:])
    pairs = Pairs.of(words, np.array([0]), np.array([1]))
    met = Met.of(pairs)
    runs = equal_words(pairs, Stretches.of(pairs, met.anchors()))
    marks_a = _marked(met.pair_a, met.at_a, words.lengths[:1], (runs.pair, runs.start_a, runs.words))
    marks_b = _marked(met.pair_b, met.at_b, words.lengths[1:], (runs.pair, runs.start_b, runs.words))
    common = float(met.common[0])
    one, two = (max(int(count), 1) for count in pairs.read.distinct)
    return Overlap(marks_a, marks_b, common / one, common / two)


def measure(words: Words, first: Rows, second: Rows, least: float = 0.0) -> Iterator[Measured]:
    """Measure what the texts of many pairs share; yield those that share a shingle and so many words.

    The words between two anchors are compared one by one, which takes most of the time. A pair that would
    stay under `least` even if all of them were equal that can be is left out before that.

    Parameters
    ----------
    words : Words
    first, second : arrays of int
        The rows of each pair, in any order.
    least : float
        Least share, 0 to 1, of the words of one of the two.

    Examples
    --------
    >>> from toolkit.corpus.shingles import read_words
    >>> words = read_words(["one two three four five six", "zero one two three four five", "none"])
    >>> found = list(measure(words, np.array([0, 0]), np.array([1, 2]), 0.5))
    >>> found[0].pair.tolist(), found[0].shared_words.tolist()
    ([0], [5])
    """
    if not len(first):
        return
    order = np.argsort(first, kind="stable")
    every = Pairs.of(words, first[order], second[order])
    batch = np.cumsum(words.lengths[second[order]]) // AT_ONCE
    for part in np.split(np.arange(len(order)), np.flatnonzero(np.diff(batch)) + 1):
        pairs = every.chosen(part)
        met = Met.of(pairs)
        stretches = Stretches.of(pairs, met.anchors())
        number = order[part]
        for closely in (False, True):  # a bound that takes no time, then one that takes some
            most = stretches.most(pairs) if closely else stretches.shorter
            kept = _reaching(pairs, met, np.bincount(stretches.pair, most, len(number)), least)
            number, met, stretches = number[kept], met.chosen(kept), stretches.chosen(kept, len(number))
            pairs = pairs.chosen(kept)
        if len(number):
            found = _measured(number, pairs, met, stretches)
            enough = np.maximum(found.share_a, found.share_b) >= least
            yield Measured._make(column[enough] for column in found)


def _reaching(pairs: Pairs, met: Met, more: Rows, least: float) -> Rows:
    """Return the pairs that share a shingle and, with so many words more, enough words."""
    enough = np.zeros(len(pairs.one), dtype=np.bool_)
    for words, lengths in zip(met.covered(pairs), pairs.lengths, strict=True):
        enough |= words + more >= least * lengths
    return np.flatnonzero(enough & (met.common > 0))


def _measured(number: Rows, pairs: Pairs, met: Met, stretches: Stretches) -> Measured:
    """Compare word by word.

    In the first text no stretch meets an anchor or another stretch, so that words can be added up; in the
    second they may, where a passage was moved.
    """
    lengths_a, lengths_b = pairs.lengths
    runs = equal_words(pairs, stretches)
    words_a = met.covered(pairs)[0] + np.bincount(runs.pair, runs.words, len(number))
    marks = _marked(met.pair_b, met.at_b, lengths_b, (runs.pair, runs.start_b, runs.words))
    words_b = np.add.reduceat(marks, np.cumsum(lengths_b) - lengths_b, dtype=np.int64)
    one, two = (met.common / pairs.read.distinct[side] for side in (pairs.one, pairs.two))
    return Measured(number, words_a / lengths_a, words_b / lengths_b, one, two, words_b)


def _marked(pair: Rows, at: Rows, lengths: Rows, runs: tuple[Rows, Rows, Rows]) -> Marks:
    """Mark the words of texts that are in shared shingles or in runs: pair, start, words; text after text."""
    opens = np.cumsum(lengths) - lengths
    marks = np.zeros(lengths.sum(), dtype=np.bool_)
    for shift in range(SIZE):
        marks[opens[pair] + np.minimum(at + shift, lengths[pair] - 1)] = True
    begin = opens[runs[0]] + runs[1]
    marks[ranges(begin, begin + runs[2])] = True
    return marks

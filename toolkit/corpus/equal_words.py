"""The words that are equal between the anchors of two texts, in many pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.corpus.anchors import Pairs, Runs, ranges, renumbered
from toolkit.corpus.shingles import Rows

GAP = 100  # words between two anchors that are still compared one by one
CLOSE = 12  # words of a stretch in which a lone equal word counts
STILL = 0.4  # share of equal words in place that shows an exchange of single words

Run = tuple[int, int, int]


@dataclass(frozen=True)
class Stretches:
    """Words between two anchors that follow each other in both texts, and before and after the anchors."""

    pair: Rows
    start_a: Rows
    stop_a: Rows
    start_b: Rows
    stop_b: Rows

    @classmethod
    def of(cls, pairs: Pairs, anchors: Runs) -> Stretches:
        """Find the stretches that are short enough to be compared."""
        first = np.diff(anchors.pair, prepend=-1) != 0
        lengths_a, lengths_b = pairs.lengths
        start_a, stop_a = _edges(anchors, anchors.start_a, lengths_a, first)
        start_b, stop_b = _edges(anchors, anchors.start_b, lengths_b, first)
        pair = np.concatenate([anchors.pair[first], anchors.pair])
        wide, high = stop_a - start_a, stop_b - start_b
        near = np.flatnonzero((np.minimum(wide, high) > 0) & (np.maximum(wide, high) <= GAP))
        return cls(pair[near], start_a[near], stop_a[near], start_b[near], stop_b[near])

    def chosen(self, kept: Rows, count: int) -> Stretches:
        """Return those of some of so many pairs, the pairs numbered anew."""
        pair = renumbered(self.pair, kept, count)
        row = np.flatnonzero(pair >= 0)
        return Stretches(pair[row], self.start_a[row], self.stop_a[row], self.start_b[row], self.stop_b[row])

    @property
    def shorter(self) -> Rows:
        """Words of the shorter side of each stretch."""
        words: Rows = np.minimum(self.stop_a - self.start_a, self.stop_b - self.start_b)
        return words

    def inside(self, pairs: Pairs) -> tuple[Rows, Rows, Rows, Rows]:
        """Return the edges of the sides in the words of all texts."""
        one, two = (pairs.words.starts[side[self.pair]] for side in (pairs.one, pairs.two))
        return self.start_a + one, self.stop_a + one, self.start_b + two, self.stop_b + two

    def most(self, pairs: Pairs) -> Rows:
        """Return how many words of each stretch can be equal, without a look at where.

        In a long stretch a run has two words or more, so that a word of it opens or closes two words that
        stand together in the other text as well.
        """
        start_a, stop_a, start_b, stop_b = self.inside(pairs)
        sizes = np.where(stop_a - start_a == stop_b - start_b, stop_a - start_a, 0)
        still = np.bincount(_in_place(pairs.number, start_a, start_b, sizes)[0], minlength=len(sizes))
        long = np.flatnonzero((self.shorter > CLOSE) & (still == 0))
        words = np.where(still > 0, still, self.shorter)
        doubles = _doubles(pairs, pairs.two[self.pair[long]], start_a[long], stop_a[long] - 1)
        words[long] = np.minimum(words[long], 2 * doubles)
        return words


def _edges(anchors: Runs, start: Rows, lengths: Rows, first: Rows) -> tuple[Rows, Rows]:
    """Return start and stop in one of the texts: before the first anchors, then behind each anchor."""
    before, behind = start[first], start + anchors.words
    last = np.append(first[1:], True)[: len(first)]
    end = np.where(last, np.minimum(behind + GAP, lengths[anchors.pair]), np.roll(start, -1))
    starts: Rows = np.concatenate([np.maximum(before - GAP, 0), behind])
    stops: Rows = np.concatenate([before, end])
    return starts, stops


def equal_words(pairs: Pairs, stretches: Stretches) -> Runs:
    """Return the runs of equal words of stretches.

    Where two fifths are equal in place, words were exchanged one for one, and those in place count. Else runs
    count as the longest match of difflib finds them, the longest first; in stretches of more than twelve
    words a lone word is chance, and only runs of two and more do.
    """
    pair = stretches.pair
    start_a, stop_a, start_b, stop_b = stretches.inside(pairs)
    wide, high = stop_a - start_a, stop_b - start_b
    still, place = _in_place(pairs.number, start_a, start_b, np.where(wide == high, wide, 0))
    moved = np.maximum(wide, high) > 1
    moved[still] = False
    rest = np.flatnonzero(moved)
    spans = np.stack([start_a, stop_a, start_b, stop_b], axis=1)[rest]
    number, from_a, from_b, words = np.array(_in_runs(pairs, spans), dtype=np.int64).reshape(-1, 4).T
    row = np.concatenate([still, rest[number]])
    at_a = stretches.start_a[row] + np.concatenate([place, from_a])
    at_b = stretches.start_b[row] + np.concatenate([place, from_b])
    return Runs(pair[row], at_a, at_b, np.concatenate([np.ones_like(place), words]))


def _doubles(pairs: Pairs, text: Rows, starts: Rows, stops: Rows) -> Rows:
    """Count in each range the places where two words follow each other that do so in some other text too."""
    table = np.zeros(pairs.double.max(initial=0) + 1, dtype=np.bool_)
    count = np.zeros(len(text), dtype=np.int64)
    order = np.argsort(text, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(text[order])) + 1) if len(order) else ():
        own = slice(pairs.words.starts[text[rows[0]]], pairs.words.stops[text[rows[0]]] - 1)
        table[pairs.double[own]] = True
        held = table[pairs.double[ranges(starts[rows], stops[rows])]]
        sizes = stops[rows] - starts[rows]
        count[rows] = np.add.reduceat(held, np.cumsum(sizes) - sizes, dtype=np.int64)
        table[pairs.double[own]] = False
    return count


def _in_place(number: Rows, start_a: Rows, start_b: Rows, sizes: Rows) -> tuple[Rows, Rows]:
    """Return the stretches whose words were exchanged one for one, and the places that are equal in them."""
    row = np.repeat(np.arange(len(sizes)), sizes)
    place = ranges(0 * sizes, sizes)
    equal = number[start_a[row] + place] == number[start_b[row] + place]
    enough = np.bincount(row[equal], minlength=len(sizes)) >= STILL * sizes
    kept = np.flatnonzero(equal & enough[row])
    return row[kept], place[kept]


def _in_runs(pairs: Pairs, spans: Rows) -> list[tuple[int, int, int, int]]:
    """Return the number of a stretch, and where a run starts in either of its sides, and its words.

    Copies of one report differ in the same places: two sides that come again are compared once.
    """
    known: dict[tuple[bytes, bytes], list[Run]] = {}
    found = []
    for number, (start_a, stop_a, start_b, stop_b) in enumerate(spans.tolist()):
        alone = min(stop_a - start_a, stop_b - start_b) <= CLOSE
        units, more = (pairs.number, 0) if alone else (pairs.double, 1)
        one, two = units[start_a : stop_a - more], units[start_b : stop_b - more]
        sides = one.tobytes(), two.tobytes()
        if sides not in known:
            known[sides] = _runs(one.tolist(), two.tolist(), more)
        found += [(number, *run) for run in known[sides]]
    return found


def _runs(one: list[int], two: list[int], more: int) -> list[Run]:
    """Return the runs of two lists of words, or of words and those behind them, the longest first."""
    common = set(one).intersection(two)
    if not common:
        return []
    diagonals = _diagonals(one, two, common)
    out, parts = [], [(0, len(one), 0, len(two))]
    while parts:
        low_a, high_a, low_b, high_b = parts.pop()
        inside = (
            (min(stop, high_a, high_b - shift) - begin, -begin, -shift)
            for shift, start, stop in diagonals
            if (begin := max(start, low_a, low_b - shift)) < high_a
        )
        size, at_a, shift = max(inside, default=(0, 0, 0))
        if size > 0:
            at_a, at_b = -at_a, -at_a - shift
            out.append((at_a, at_b, size + more))
            parts.append((low_a, at_a - more, low_b, at_b - more))
            parts.append((at_a + size + more, high_a, at_b + size + more, high_b))
    return out


def _diagonals(one: list[int], two: list[int], common: set[int]) -> list[Run]:
    """Return the longest runs: shift of the second list against the first, start and stop in the first."""
    places: dict[int, list[int]] = {}
    for place, unit in enumerate(two):
        if unit in common:
            places.setdefault(unit, []).append(place)
    met = [(at - place, place) for place, unit in enumerate(one) if unit in common for at in places[unit]]
    out: list[Run] = []
    for shift, place in sorted(met):
        if out and out[-1][0] == shift and out[-1][2] == place:
            out[-1] = shift, out[-1][1], place + 1
        else:
            out.append((shift, place, place + 1))
    return out

"""What two texts have in common, word by word: the measure behind every duplicate and copied passage.

Shared shingles anchor the comparison. Between two anchors that follow each other in both texts, the words
that are equal in place, or in runs of two or more, count as shared too: an edited word then costs one word
and not the five shingles it occurs in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from toolkit.corpus.shingles import SIZE, Ids, Rows, shingles

GAP = 100  # words between two anchors that are still compared one by one
CLOSE = 12  # words of a stretch in which a lone equal word counts
STILL = 0.4  # share of equal words in place that shows an exchange of single words


class Overlap(NamedTuple):
    """How much two texts share, seen from each of them.

    ``words_*`` mark the words that occur in the other text; ``containment_*`` are shares of shingles.
    """

    words_a: NDArray[np.bool_]
    words_b: NDArray[np.bool_]
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


@dataclass(frozen=True)
class Read:
    """A text ready to be compared: its words, its shingles, and their order, worked out once."""

    words: Ids
    shingles: Ids
    order: Rows
    ranked: Ids
    distinct: Ids

    @classmethod
    def of(cls, words: Ids) -> Read:
        """Work out the shingles of a text."""
        runs = shingles(words)
        order = np.argsort(runs, kind="stable")
        ranked = runs[order]
        first = np.ones(len(ranked), dtype=np.bool_)
        first[1:] = ranked[1:] != ranked[:-1]
        return cls(words, runs, order, ranked, ranked[first])


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
    return cast(Overlap, overlap_from(Read.of(a), Read.of(b)))


def overlap_from(one: Read, two: Read, least: float = 0.0) -> Overlap | None:
    """Measure what two texts share, or return None where neither can share so much with the other.

    The words between two anchors are compared one by one, which takes most of the time. A pair that would
    stay under `least` even if all of them were equal is left out before that.

    Examples
    --------
    >>> from toolkit.corpus.shingles import read_words
    >>> words = read_words(["one two three four five six", "zero one two three four five"])
    >>> overlap_from(Read.of(words[0]), Read.of(words[1]), 0.99) is None
    True
    """
    a, b = one.words, two.words
    if len(a) == len(b) and bool((a == b).all()):
        whole = np.ones(len(a), dtype=np.bool_)
        return Overlap(whole, whole.copy(), 1.0, 1.0)
    at_a, in_b = _places(one.shingles, two), _places(two.shingles, one)
    anchors = _anchors(at_a)
    marks = _covered(at_a >= 0, len(a)), _covered(in_b >= 0, len(b))
    stretches = list(_stretches(anchors, len(a), len(b)))
    open_words = sum(min(stop - start, end - begin) for start, stop, begin, end in stretches)
    if all(mark.sum() + open_words < least * len(mark) for mark in marks):
        return None
    for stretch in stretches:
        _bridge(a, b, stretch, marks)
    common = int(np.count_nonzero(_places(one.distinct, two) >= 0))
    return Overlap(*marks, common / max(len(one.distinct), 1), common / max(len(two.distinct), 1))


def _places(own: Ids, other: Read) -> Rows:
    """Return where each shingle first is in the other text, -1 where it is not."""
    if not len(other.ranked):
        return np.full(len(own), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(other.ranked, own), len(other.ranked) - 1)
    found: Rows = np.where(other.ranked[place] == own, other.order[place], -1)
    return found


def _covered(held: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """Mark the words that are in a shingle of the other text."""
    covered = np.zeros(length + SIZE, dtype=np.bool_)
    for shift in range(SIZE):
        covered[shift : shift + len(held)] |= held
    return covered[:length]


def _anchors(at: Rows) -> list[tuple[int, int, int]]:
    """Return the shared runs of shingles as (start in a, start in b, words)."""
    at_a = np.flatnonzero(at >= 0)
    if not len(at_a):
        return []
    at_b = at[at_a]
    breaks = np.flatnonzero((np.diff(at_a) != 1) | (np.diff(at_b) != 1)) + 1
    starts = np.concatenate([[0], breaks])
    ends = np.concatenate([breaks, [len(at_a)]])
    sizes = ends - starts + SIZE - 1
    return list(zip(at_a[starts].tolist(), at_b[starts].tolist(), sizes.tolist(), strict=True))


def _stretches(
    runs: list[tuple[int, int, int]], length_a: int, length_b: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches between anchors that follow each other, and before and after them."""
    if not runs:
        return
    for left, right in pairwise([None, *runs, None]):
        start_a, start_b = (left[0] + left[2], left[1] + left[2]) if left else (0, 0)
        stop_a, stop_b = right[:2] if right else (length_a, length_b)
        if left is None:
            start_a, start_b = max(stop_a - GAP, 0), max(stop_b - GAP, 0)
        if right is None:
            stop_a, stop_b = min(start_a + GAP, stop_a), min(start_b + GAP, stop_b)
        wide, high = stop_a - start_a, stop_b - start_b
        if min(wide, high) > 0 and max(wide, high) <= GAP:
            yield start_a, stop_a, start_b, stop_b


def _bridge(
    a: Ids,
    b: Ids,
    stretch: tuple[int, int, int, int],
    marks: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> None:
    """Mark, in place, the equal words of one stretch."""
    start_a, stop_a, start_b, stop_b = stretch
    for from_a, from_b, length in _equal(a[start_a:stop_a], b[start_b:stop_b]):
        marks[0][start_a + from_a :][:length] = True
        marks[1][start_b + from_b :][:length] = True


def _equal(a: Ids, b: Ids) -> list[tuple[int, int, int]]:
    """Return the runs of equal words of two short stretches; in longer ones a lone word is chance."""
    if len(a) == len(b):
        in_place = np.flatnonzero(a == b)
        if len(in_place) >= STILL * len(a):  # words were exchanged one for one
            return [(int(place), int(place), 1) for place in in_place]
    least = 1 if min(len(a), len(b)) <= CLOSE else 2
    one, two = a.tolist(), b.tolist()
    if not _meet(one, two, least):
        return []
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size >= least]


def _meet(one: list[int], two: list[int], least: int) -> bool:
    """Tell whether two stretches have a run of so many words, one or two, in common at all."""
    if least == 1:
        return not set(one).isdisjoint(two)
    return not set(pairwise(one)).isdisjoint(pairwise(two))

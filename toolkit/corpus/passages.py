"""What two texts have in common, word by word: the measure behind every duplicate and copied passage.

Shared shingles anchor the comparison. Between two anchors that follow each other in both texts, the words
that are equal in place, or in runs of two or more, count as shared too: an edited word then costs one word
and not the five shingles it stands in.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.corpus.shingles import SIZE, Ids, Rows, shingles

GAP = 100  # words between two anchors that are still compared one by one
CLOSE = 12  # words of a stretch in which a lone equal word counts
STILL = 0.4  # share of equal words in place that shows an exchange of single words


class Overlap(NamedTuple):
    """How much two texts share, seen from each of them.

    ``words_*`` mark the words that stand in the other text; ``containment_*`` are shares of shingles.
    """

    words_a: NDArray[np.bool_]
    words_b: NDArray[np.bool_]
    containment_a: float
    containment_b: float

    @property
    def share_a(self) -> float:
        """Share of the first text's words that stand in the second, 0 to 1."""
        return float(self.words_a.mean()) if len(self.words_a) else float("nan")

    @property
    def share_b(self) -> float:
        """Share of the second text's words that stand in the first, 0 to 1."""
        return float(self.words_b.mean()) if len(self.words_b) else float("nan")


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
    if len(a) == len(b) and bool((a == b).all()):
        whole = np.ones(len(a), dtype=np.bool_)
        return Overlap(whole, whole.copy(), 1.0, 1.0)
    of_a, of_b = shingles(a), shingles(b)
    in_a, in_b = _cover(of_a, of_b, len(a)), _cover(of_b, of_a, len(b))
    _bridge(a, b, of_a, of_b, in_a, in_b)
    distinct_a, distinct_b = np.unique(of_a), np.unique(of_b)
    common = len(np.intersect1d(distinct_a, distinct_b, assume_unique=True))
    return Overlap(in_a, in_b, common / max(len(distinct_a), 1), common / max(len(distinct_b), 1))


def _cover(own: Ids, other: Ids, length: int) -> NDArray[np.bool_]:
    """Mark the words that stand in a shingle of the other text."""
    steps = np.zeros(length + SIZE + 1, dtype=np.int64)
    at = np.flatnonzero(np.isin(own, other))
    np.add.at(steps, at, 1)
    np.add.at(steps, at + SIZE, -1)
    covered: NDArray[np.bool_] = np.cumsum(steps)[:length] > 0
    return covered


def _anchors(of_a: Ids, of_b: Ids) -> list[tuple[int, int, int]]:
    """Return the shared runs of shingles as (start in a, start in b, words)."""
    order = np.argsort(of_b, kind="stable")
    place = np.searchsorted(of_b[order], of_a)
    place[place == len(of_b)] = 0
    at_b: Rows = order[place]
    at_a = np.flatnonzero(of_b[at_b] == of_a) if len(of_b) else np.empty(0, np.int64)
    if not len(at_a):
        return []
    at_b = at_b[at_a]
    breaks = np.flatnonzero((np.diff(at_a) != 1) | (np.diff(at_b) != 1)) + 1
    starts = np.concatenate([[0], breaks])
    ends = np.concatenate([breaks, [len(at_a)]])
    return [(int(at_a[s]), int(at_b[s]), int(e - s) + SIZE - 1) for s, e in zip(starts, ends, strict=True)]


def _bridge(a: Ids, b: Ids, of_a: Ids, of_b: Ids, in_a: NDArray[np.bool_], in_b: NDArray[np.bool_]) -> None:
    """Mark, in place, the equal words between anchors that follow each other, and before and after them."""
    runs = _anchors(of_a, of_b)
    for left, right in pairwise([None, *runs, None]):
        start_a, start_b = (left[0] + left[2], left[1] + left[2]) if left else (0, 0)
        stop_a, stop_b = right[:2] if right else (len(a), len(b))
        if left is None:
            start_a, start_b = max(stop_a - GAP, 0), max(stop_b - GAP, 0)
        if right is None:
            stop_a, stop_b = min(start_a + GAP, stop_a), min(start_b + GAP, stop_b)
        wide, high = stop_a - start_a, stop_b - start_b
        if runs and min(wide, high) > 0 and max(wide, high) <= GAP:
            for from_a, from_b, length in _equal(a[start_a:stop_a], b[start_b:stop_b]):
                in_a[start_a + from_a :][:length] = True
                in_b[start_b + from_b :][:length] = True


def _equal(a: Ids, b: Ids) -> list[tuple[int, int, int]]:
    """Return the runs of equal words of two short stretches; in longer ones a lone word is chance."""
    if len(a) == len(b):
        in_place = np.flatnonzero(a == b)
        if len(in_place) >= STILL * len(a):  # words were exchanged one for one
            return [(int(place), int(place), 1) for place in in_place]
    blocks = SequenceMatcher(None, a.tolist(), b.tolist(), autojunk=False).get_matching_blocks()
    least = 1 if min(len(a), len(b)) <= CLOSE else 2
    return [(block.a, block.b, block.size) for block in blocks if block.size >= least]

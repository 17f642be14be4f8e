"""How many articles of either side hold a word: a test that knows how long the articles are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from toolkit.stats.clusters import Floats
from toolkit.stats.sides import Side

TIES: tuple[tuple[float, Literal["left", "right"]], ...] = ((-1e-7, "left"), (1e-7, "right"))  # rounding
GRID = 64  # counts that are looked at first, of over four times as many possible ones
NEVER = 750  # logarithm of a chance, below the greatest, that is zero as a float
RATES = np.exp(np.linspace(-20, 3, 1500))  # uses per word; between them the odds are interpolated


def presence_test(
    a: Side,
    b: Side,
    lengths: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    *,
    mid: bool = True,
) -> Floats:
    """Return two-sided p-values for the number of articles that hold each word.

    Parameters
    ----------
    a, b : Side
    lengths : two array-likes, optional
        Words of each article of either side. Longer articles hold more of every word; with the lengths,
        the odds that they alone bring about are the null hypothesis (Fisher's noncentral hypergeometric
        distribution). With equal lengths, and without `lengths`, the test is Fisher's exact test.
    mid : bool
        Whether what is as likely as the observed number counts by half (mid-p; Lancaster 1961, Agresti 2013,
        3.5.5). Without, and without `lengths`, p equals that of `scipy.stats.fisher_exact` on
        ``[[with_a, without_a], [with_b, without_b]]``.

    Notes
    -----
    So few articles can hold a word in few ways, so that the exact p is under .01 far less often than in one
    null case in a hundred. The mid-p is about as often under a level as the level says.

    The odds ratio of length is that of ``1 - exp(-r n_d)``, the chance that an article of n_d words holds
    a word of rate r, with the one r that gives the observed number of articles in all. It depends on that
    number only, so the test is computed once for each pair of counts.
    """
    return _presence(a, b, lengths, mid=mid)[0]


def presence_tests(
    a: Side, b: Side, lengths: tuple[npt.ArrayLike, npt.ArrayLike] | None = None
) -> tuple[Floats, Floats]:
    """Return `presence_test`, and the smallest p-value that each word could have.

    That is the one with all its articles on one side. It depends on the number of articles that hold the word
    on both sides together, which says nothing of the side; so a family of tests may leave out words that
    could never differ (Tarone 1990).
    """
    return _presence(a, b, lengths, mid=True)


def _presence(
    a: Side, b: Side, lengths: tuple[npt.ArrayLike, npt.ArrayLike] | None, *, mid: bool
) -> tuple[Floats, Floats]:
    with_a = a.articles.astype(np.int64)
    both = with_a + b.articles.astype(np.int64)
    p, least = np.empty(len(both)), np.empty(len(both))
    totals, place = np.unique(both, return_inverse=True)
    order = np.argsort(place, kind="stable")
    opens = np.searchsorted(place[order], np.arange(len(totals) + 1))
    for number, row in enumerate(_nulls(totals, lengths)):
        known, own = _p_values(a.n, b.n, *row, mid=mid), order[opens[number] : opens[number + 1]]
        p[own], least[own] = known.of(with_a[own]), known.least
    return p, least


class _Distribution(NamedTuple):
    """P-values of each possible number of articles on side a, from `low` up; zero beyond them."""

    low: int
    p: Floats
    least: float

    def of(self, held: npt.NDArray[np.int64]) -> Floats:
        """Return the p-values of some numbers of articles."""
        at = held - self.low
        there = (at >= 0) & (at < len(self.p))
        return np.where(there, self.p[np.where(there, at, 0)], 0.0)


def _nulls(
    totals: npt.NDArray[np.int64], lengths: tuple[npt.ArrayLike, npt.ArrayLike] | None
) -> Iterator[tuple[int, float]]:
    """Yield each number of articles that hold a word, with the odds that lengths alone bring about."""
    odds = length_odds(*lengths, totals) if lengths else np.ones(len(totals))
    yield from zip(totals.tolist(), odds.tolist(), strict=True)


def _p_values(n_a: int, n_b: int, total: int, odds: float, *, mid: bool) -> _Distribution:
    low, chance = _hypergeometric(n_a, n_b, total, odds)
    ordered = np.sort(chance)
    below = np.concatenate([[0.0], np.cumsum(ordered)])
    rarer, up_to = (below[np.searchsorted(ordered, chance * (1 + tie), side)] for tie, side in TIES)
    p = np.minimum(1.0, (rarer + up_to) / 2 if mid else up_to)
    possible = min(total, n_a) - max(0, total - n_b) + 1
    return _Distribution(low, p, float(p.min()) if len(p) == possible else 0.0)


def length_odds(a: npt.ArrayLike, b: npt.ArrayLike, totals: npt.NDArray[np.intp]) -> Floats:
    """Return the odds ratio of holding a word that article lengths alone bring about.

    Parameters
    ----------
    a, b : array-like
        Words of each article of either side.
    totals : ndarray of int
        Numbers of articles, of both sides, that hold the word.

    Examples
    --------
    >>> length_odds([100, 100], [100, 100], np.array([1, 3])).round(6).tolist()
    [1.0, 1.0]
    >>> bool(length_odds([300] * 9, [100] * 9, np.array([2]))[0] > 2.5)
    True
    """
    side_a, side_b = (np.asarray(x, dtype=np.float64) for x in (a, b))
    side_a, side_b = side_a[side_a > 0], side_b[side_b > 0]
    held_a, held_b = _held(side_a), _held(side_b)
    held = len(side_a) * held_a + len(side_b) * held_b
    limit = 1 - 1e-12
    held_a, held_b = np.minimum(held_a, limit), np.minimum(held_b, limit)
    if not len(side_a) or not len(side_b):
        return np.ones(len(totals))
    log_odds = np.log(held_a) + np.log1p(-held_b) - np.log(held_b) - np.log1p(-held_a)
    wanted = np.clip(totals, 0.5, len(side_a) + len(side_b) - 0.5).astype(np.float64)
    return np.asarray(np.exp(np.interp(wanted, held, log_odds)), dtype=np.float64)


def _held(words: Floats) -> Floats:
    """Return the share of a side's articles that hold a word, for each rate of the grid."""
    counted = pd.Series(words).value_counts(sort=False).sort_index()  # without sorting all articles
    sizes, share = counted.index.to_numpy(), counted.to_numpy() / len(words)
    return np.array([-np.expm1(-rate * sizes) @ share for rate in RATES], dtype=np.float64)


def _hypergeometric(n_a: int, n_b: int, total: int, odds: float) -> tuple[int, Floats]:
    """Return the least count on side a that is at all likely, and the chance of each count from there up."""

    def logs(x: npt.NDArray[np.intp]) -> Floats:
        return np.asarray(_choose(n_a, x) + _choose(n_b, total - x) + x * np.log(odds), dtype=np.float64)

    low, high = max(0, total - n_b), min(total, n_a)
    if high - low > 4 * GRID:  # logarithms rise to one peak and fall, so that few points tell where it is
        points = np.unique(np.append(np.arange(low, high, -(-(high - low) // GRID)), high))
        heights = logs(points)
        likely = np.flatnonzero(heights > heights.max() - NEVER)
        low, high = int(points[max(likely[0] - 1, 0)]), int(points[min(likely[-1] + 1, len(points) - 1)])
    each = logs(np.arange(low, high + 1))
    chance = np.exp(each - each.max())
    return low, np.asarray(chance / chance.sum(), dtype=np.float64)


def _choose(n: int, k: npt.NDArray[np.intp]) -> Floats:
    return np.asarray(
        special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1), dtype=np.float64
    )

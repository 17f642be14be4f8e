"""How many articles of either side hold a word: an exact test that knows how long the articles are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from toolkit.stats.clusters import Floats
from toolkit.stats.sides import Side

RATES = np.exp(np.linspace(-20, 3, 1500))  # uses per word; between them the odds are interpolated


def presence_test(a: Side, b: Side, lengths: tuple[npt.ArrayLike, npt.ArrayLike] | None = None) -> Floats:
    """Return exact two-sided p-values for the number of articles that hold each word.

    Parameters
    ----------
    a, b : Side
    lengths : two array-likes, optional
        Words of each article of either side. Longer articles hold more of every word; with the lengths,
        the odds that they alone bring about are the null hypothesis (Fisher's noncentral hypergeometric
        distribution). With equal lengths, and without `lengths`, the test is Fisher's exact test:
        equal to `scipy.stats.fisher_exact` on ``[[with_a, without_a], [with_b, without_b]]``.

    Notes
    -----
    The odds ratio of length is that of ``1 - exp(-r n_d)``, the chance that an article of n_d words holds
    a word of rate r, with the one r that gives the observed number of articles in all. It depends on that
    number only, so the test is computed once for each pair of counts.
    """
    with_a = a.articles.astype(np.int64)
    both = with_a + b.articles.astype(np.int64)
    pairs, back = np.unique(both * (a.n + 1) + with_a, return_inverse=True)
    out = np.ones(len(pairs))
    totals, first = np.unique(pairs // (a.n + 1), return_index=True)
    odds = length_odds(*lengths, totals) if lengths else np.ones(len(totals))
    ends = np.append(first, len(pairs))[1:]
    for total, ratio, rows in zip(totals, odds, map(slice, first, ends), strict=True):
        low, chance = _hypergeometric(a.n, b.n, int(total), float(ratio))
        ordered = np.sort(chance)
        own = chance[pairs[rows] % (a.n + 1) - low]
        last = np.searchsorted(ordered, own * (1 + 1e-7), side="right") - 1
        out[rows] = np.minimum(1.0, np.cumsum(ordered)[last])
    return out[back]


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
    sizes, counts = np.unique(words, return_counts=True)
    share = counts / counts.sum()
    return np.array([-np.expm1(-rate * sizes) @ share for rate in RATES], dtype=np.float64)


def _hypergeometric(n_a: int, n_b: int, total: int, odds: float) -> tuple[int, Floats]:
    """Return the least possible count on side a, and the chance of each count from there up."""
    low, high = max(0, total - n_b), min(total, n_a)
    x = np.arange(low, high + 1)
    logs = _choose(n_a, x) + _choose(n_b, total - x) + x * np.log(odds)
    chance = np.exp(logs - logs.max())
    return low, np.asarray(chance / chance.sum(), dtype=np.float64)


def _choose(n: int, k: npt.NDArray[np.intp]) -> Floats:
    return np.asarray(
        special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1), dtype=np.float64
    )

"""How strongly words keep company with another: logDice, pointwise mutual information and G2."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from toolkit.settings import LEAST
from toolkit.stats.clusters import Floats, quantile_t

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

DICE_TOP = 14.0  # Rychlý (2008): the value of two words that are never apart


class Association(NamedTuple):
    """Strength of association, one value a word.

    Attributes
    ----------
    expected : ndarray
        Uses near the node, were the word as frequent there as in all words counted.
    log_dice : ndarray
        ``14 + log2(2 O / (f + C))`` for O uses near the node, C in all, and f uses of the node.
    pmi, low, high : ndarray
        ``log2(O / expected)`` with its 95 % interval, whole articles drawn.
    g2 : ndarray
        Log-likelihood ratio of the word and the window (all four cells), negative where it keeps away.
    """

    expected: Floats
    log_dice: Floats
    pmi: Floats
    low: Floats
    high: Floats
    g2: Floats


def association(
    near: csr_matrix,
    every: csr_matrix,
    windows: npt.ArrayLike,
    words: npt.ArrayLike,
    nodes: int,
    *,
    clusters: npt.ArrayLike | None = None,
) -> Association:
    """Return how strongly words keep company with a node.

    Parameters
    ----------
    near, every : csr_matrix, shape (articles, features)
        Uses of each word within the windows, and in all words counted (windows included, nodes not).
    windows, words : array-like, shape (articles,)
        Words of each article within the windows, and in all.
    nodes : int
        Uses of the node.
    clusters : array-like of int, optional
        Story of each article; by default each is its own.

    Notes
    -----
    Rychlý (2008) for logDice; Church & Hanks (1990) and Evert (2008) for PMI against the size of the
    windows; Dunning (1993) for G2. The variance of the natural logarithm of ``O N / (R C)`` is linearised
    over the K articles, ``K / (K - 1) sum_d (o_d / O - r_d / R - c_d / C + n_d / N)^2``, at least that of
    independent uses, ``1 / O - 1 / C``; t with one degree less than articles that have a window. Under five
    of these there is no interval. In simulation (10 to 60 articles whose rates are gamma distributed, shape
    .8 and 3) it covers 94 to 97 %.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> found = association(csr_matrix([[2], [2]]), csr_matrix([[2], [3]]), [10, 10], [50, 50], nodes=3)
    >>> [round(float(part[0]), 2) for part in (found.expected, found.log_dice, found.pmi, found.g2)]
    [1.0, 14.0, 2.0, 8.94]
    """
    r, n = (np.asarray(size, dtype=np.float64) for size in (windows, words))
    o, c = (np.asarray(counts.sum(axis=0), dtype=np.float64).ravel() for counts in (near, every))
    expected = c * r.sum() / n.sum() if n.sum() else np.zeros_like(c)
    with np.errstate(divide="ignore", invalid="ignore"):
        dice = DICE_TOP + np.log2(2 * o / (nodes + c))
        pmi = np.log2(o / expected)
        half = _half(*_gathered(near, every, r, n, clusters))
    return Association(expected, dice, pmi, pmi - half, pmi + half, _g2(o, c, float(r.sum()), float(n.sum())))


def _gathered(
    near: csr_matrix, every: csr_matrix, r: Floats, n: Floats, clusters: npt.ArrayLike | None
) -> tuple[csr_matrix, csr_matrix, Floats, Floats]:
    """Return the same sums by cluster."""
    if clusters is None:
        return near, every, r, n
    from scipy.sparse import csr_matrix as matrix  # noqa: PLC0415 - SciPy is slow to load

    codes = np.unique(np.asarray(clusters), return_inverse=True)[1]
    shape = (int(codes.max(initial=-1)) + 1, len(codes))
    member = matrix((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=shape)
    return member @ near, member @ every, np.asarray(member @ r), np.asarray(member @ n)


def _half(near: csr_matrix, every: csr_matrix, r: Floats, n: Floats) -> Floats:
    """Return half the width of the interval of PMI."""
    used, held = int((n > 0).sum()), int((r > 0).sum())
    a, b = near.astype(np.float64), every.astype(np.float64)
    o, c = (np.asarray(part.sum(axis=0)).ravel() for part in (a, b))
    if held < LEAST or used < 2:
        return np.full(len(o), np.nan)
    size = r / r.sum() - n / n.sum()

    def crossed(one: csr_matrix, other: csr_matrix) -> Floats:
        return np.asarray(one.multiply(other).sum(axis=0), dtype=np.float64).ravel()

    squares = crossed(a, a) / o**2 - 2 * crossed(a, b) / (o * c) + crossed(b, b) / c**2
    mixed = a.T @ size / o - b.T @ size / c
    variance = used / (used - 1) * (squares - 2 * mixed + float(size @ size))
    spread = np.sqrt(np.maximum(variance, 1 / o - 1 / c))
    return np.asarray(quantile_t(0.975, held - 1) * spread / np.log(2), dtype=np.float64)


def _g2(o: Floats, c: Floats, r: float, n: float) -> Floats:
    """Return the signed log-likelihood ratio of uses near and elsewhere, and of all other words."""
    observed = (o, c - o, r - o, n - r - c + o)
    share = (c * r, c * (n - r), (n - c) * r, (n - c) * (n - r))
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [
            special.xlogy(x, np.where(x > 0, x * n / e, 1.0)) for x, e in zip(observed, share, strict=True)
        ]
    return np.asarray(np.where(o * n >= c * r, 2.0, -2.0) * sum(parts), dtype=np.float64)

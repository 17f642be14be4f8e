"""Weights that compare two sides with controls held equal, and the differences they give.

One weighted least-squares fit serves shares, rates and means: the mark of the first side, beside the
controls. Its coefficient is a weighted sum of the outcomes, so that one `Balance` serves any number of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from toolkit.stats.clusters import (
    Floats,
    Ints,
    cluster_codes,
    effective_number,
    quantile_t,
    together,
    too_few,
    two_sided_p,
)
from toolkit.stats.columns import beside, members, orthonormal_of, scaled

ZERO = 0.5  # uses added to both sides of a word that one lacks (Hardie 2014)
_TINY = 1e-9
_AT_ONCE = 4096  # articles whose rows of the basis are made together
_FEW, _ROWS = 64, 65_536  # columns that are made whole, and their rows at once: 34 MB


class Left(NamedTuple):
    """What columns leave of outcomes, times a factor an article, summed within clusters.

    Attributes
    ----------
    factor : ndarray
        Of each article's residual, in the unit of the outcome.
    products : ndarray, shape (columns, columns)
        Of the clusters' sums of the columns and the mark of the first side, times factor and size.
    """

    factor: Floats
    products: Floats


@dataclass(frozen=True, eq=False)
class Balance:
    """Weights that compare two sides with controls held equal, for any number of outcomes.

    Attributes
    ----------
    weights : ndarray
        One an article: positive on the first side, negative on the second. Times the sizes they add up
        to `total` and to ``-total``.
    total : float
        Zero where the controls tell the sides apart fully.
    columns : csr_matrix, shape (articles, controls)
        A column of ones and the controls.
    back : ndarray, shape (controls, rank)
        What makes the columns, times the root of the sizes, orthonormal: ``columns @ back``. That product is
        never made whole: marks of strata are nearly all zero.
    size : ndarray
        What a rate or share of each article is of.
    first : ndarray of bool
    clusters : ndarray of int
        Codes from 0.
    effective : tuple of float
        Kish's effective number of clusters of either side.
    """

    weights: Floats
    total: float
    columns: csr_matrix
    back: Floats
    size: Floats
    first: npt.NDArray[np.bool_]
    clusters: Ints
    effective: tuple[float, float]

    @property
    def df(self) -> float:
        """Welch's degrees of freedom, from the effective numbers; NaN where one is 1."""
        if min(self.effective) <= 1 + _TINY:
            return float("nan")
        parts = [(1 / n, n - 1) for n in self.effective]
        return sum(v for v, _ in parts) ** 2 / sum(v**2 / free for v, free in parts)

    @property
    def is_fair(self) -> bool:
        """Whether enough articles can be compared for an interval."""
        return self.total > _TINY and too_few(min(self.effective)) is None

    @cached_property
    def member(self) -> csr_matrix | None:
        """Ones of clusters by articles; None where each article is its own cluster."""
        made = members(self.clusters)
        return None if made.shape[0] == made.shape[1] else made

    @cached_property
    def lefts(self) -> tuple[Left, Left]:
        """What the controls leave, and what the controls and the mark of the first side leave.

        Residuals are divided by the root of one less their leverage (HC2, MacKinnon & White 1985), so that
        strata of two articles do not seem surer than they are.
        """
        parts = [self.columns[low : low + _AT_ONCE] for low in range(0, len(self.size), _AT_ONCE)]
        leverage = self.size * np.concatenate([((part @ self.back) ** 2).sum(axis=1) for part in parts])
        return self._left(leverage), self._left(leverage + self.size * self.mark**2)

    @cached_property
    def mark(self) -> Floats:
        """What the columns leave of the mark of the first side; times the root of the sizes of length 1."""
        return self.weights / np.sqrt(self.total) if self.total else np.zeros(len(self.size))

    def _left(self, leverage: Floats) -> Left:
        factor = self.weights / np.sqrt(np.maximum(1 - leverage, _TINY))
        return Left(factor, _products(self.columns, factor * self.size, self.clusters, self.mark))


def balance(
    first: npt.ArrayLike,
    size: npt.ArrayLike,
    controls: Floats | csr_matrix,
    clusters: npt.ArrayLike | None = None,
) -> Balance:
    """Return the weights with which two sides are compared.

    Parameters
    ----------
    first : array-like of bool
        Articles of the first side; the others are the second.
    size : array-like
        What a rate or share of each article is of (words, quotations), above zero; ones for means.
    controls : ndarray or csr_matrix, shape (n, c)
        What is held equal; a column of ones is added.
    clusters : array-like, optional
        Story or outlet of each article.

    Examples
    --------
    >>> made = balance([True, True, False, True, False], np.ones(5), np.array([[0], [0], [0], [1], [1]]))
    >>> made.weights.round(2).tolist(), round(made.total, 2)
    ([0.33, 0.33, -0.67, 0.5, -0.5], 1.17)
    """
    side, sizes = np.asarray(first, dtype=bool), np.asarray(size, dtype=np.float64)
    codes = np.unique(cluster_codes(clusters, len(side)), return_inverse=True)[1].astype(np.intp)
    return balance_of(side, sizes, beside(np.ones((len(side), 1)), controls), codes)


def balance_of(side: npt.NDArray[np.bool_], sizes: Floats, columns: csr_matrix, codes: Ints) -> Balance:
    """Return the weights of `balance` from columns with ones among them, and codes of clusters from 0."""
    root = np.sqrt(sizes)
    back = orthonormal_of(_products(columns, root, np.arange(len(side))))
    marked = root * side
    rest = marked
    for _ in range(2):  # once more for what rounding has left
        rest = rest - root * (columns @ (back @ (back.T @ (columns.T @ (root * rest)))))
    rest[np.abs(rest) <= _TINY * root] = 0.0  # what rounding leaves of an article that the controls tell
    total = float(rest @ rest)
    if total <= _TINY * max(float(marked @ marked), 1.0):
        rest, total = np.zeros(len(side)), 0.0
    heavy = np.abs(rest) * root
    effective = tuple(effective_number(heavy[which], codes[which]) for which in (side, ~side))
    return Balance(rest / root, total, columns, back, sizes, side, codes, (effective[0], effective[1]))


def _products(columns: csr_matrix, factor: Floats, codes: Ints, mark: Floats | None = None) -> Floats:
    """Return products with each other of the clusters' sums of columns, and a mark, times a factor."""
    wide = columns.shape[1] + (mark is not None)
    made = np.zeros((wide, wide))
    for rows, at in together(codes, _ROWS):
        some = scaled(factor[rows], columns[rows])
        if mark is not None:
            some = beside(some, (factor * mark)[rows][:, None])
        if at[-1] + 1 < len(at):
            some = members(at) @ some
        made += (some.T @ some).toarray()
    return made


class _Sums(NamedTuple):
    """Weighted outcome of either side, and the variance of their difference under none and as found."""

    first: Floats
    second: Floats
    null: Floats
    found: Floats
    rounding: Floats  # of the variances, where the strata account for every article exactly


def _sums(held: Balance, y: csr_matrix) -> _Sums:
    """Return what estimates and tests of outcomes need (articles by outcomes).

    Residuals of an orthonormal basis, ``z - basis @ basis.T @ z``, are not made, since nearly all of `y` is
    zero: with sums S of the clusters' outcomes and D of their columns, and P the part of each column, the
    squares of S - DP are those of S, less twice S times DP, plus those of DP.
    """
    null, found = held.lefts
    parts = held.back @ (held.back.T @ _crossed(held.columns, y))
    return _Sums(
        *outcomes(held, y),
        _squares(held, null, y, np.vstack([parts, np.zeros(y.shape[1])])),
        _squares(held, found, y, np.vstack([parts, held.mark @ y])),
        _TINY * (held.weights**2 @ y.power(2)),
    )


def outcomes(held: Balance, y: csr_matrix) -> tuple[Floats, Floats]:
    """Return the weighted outcome of either side."""
    up, down = ((held.weights * side) @ y for side in (held.first, ~held.first))
    return np.asarray(up), np.asarray(-down)


def _squares(held: Balance, left: Left, y: csr_matrix, parts: Floats) -> Floats:
    """Return the sum over clusters of squares of what is left, times G / (G - 1) where articles share."""
    sums, sizes = _summed(held, scaled(left.factor, y)), left.factor * held.size
    mark = _cluster_sums(held, sizes * held.mark) @ sums
    crossed = np.vstack([_crossed_sums(held, sizes, sums), mark])
    squares = _lengths(sums) - 2 * (crossed * parts).sum(0) + ((left.products @ parts) * parts).sum(0)
    return _spread(held, squares)


def _crossed_sums(held: Balance, factor: Floats, sums: csr_matrix) -> Floats:
    """Return the products of the clusters' sums of columns, times a factor, with those of outcomes.

    Each article is given the sum of its cluster, so that nothing is made of the columns; where clusters are
    large that is more than the clusters' sums of the columns.
    """
    if held.member is None:
        return _crossed(held.columns, scaled(factor, sums))
    if np.diff(held.member.indptr) @ np.diff(sums.indptr) > held.columns.nnz + 2 * sums.nnz:
        return _crossed(csr_matrix(held.member @ scaled(factor, held.columns)), sums)
    return _crossed(held.columns, scaled(factor, csr_matrix(held.member.T @ sums)))


def _summed(held: Balance, y: csr_matrix) -> csr_matrix:
    """Return sums over the articles of each cluster."""
    return y if held.member is None else csr_matrix(held.member @ y)


def _lengths(y: csr_matrix) -> Floats:
    return np.asarray(y.power(2).sum(axis=0), dtype=np.float64).ravel()


def _spread(held: Balance, squares: Floats) -> Floats:
    groups = len(held.size) if held.member is None else held.member.shape[0]
    factor = 1.0 if held.member is None else groups / max(groups - 1, 1)
    return np.asarray(factor * np.maximum(squares, 0.0), dtype=np.float64)


def _crossed(columns: csr_matrix, y: csr_matrix) -> Floats:
    """Return ``columns.T @ y``; of few columns they are made whole, some rows at a time: much the faster."""
    if columns.shape[1] > _FEW:
        return np.asarray((columns.T @ y).toarray(), dtype=np.float64)
    made = np.zeros((y.shape[1], columns.shape[1]))
    for low in range(0, y.shape[0], _ROWS):
        made += y[low : low + _ROWS].T @ columns[low : low + _ROWS].toarray()
    return np.ascontiguousarray(made.T)


class Found(NamedTuple):
    """Estimates of a balance with their intervals and p-values, one an outcome."""

    estimate: Floats
    low: Floats
    high: Floats
    p: Floats


def difference(held: Balance, y: Any, *, shares: bool = False) -> Found:
    """Return differences of rates or means, first side less second, with their 95 % intervals.

    Parameters
    ----------
    held : Balance
    y : ndarray, shape (articles, outcomes)
        Uses (rate times size) of each article.
    shares : bool
        Whether `y` counts a part of the size, so that rates lie between 0 and 1.

    Notes
    -----
    The p-value is of a score test: the variance is that under no difference, which a side without any use
    does not make zero. The variance of the interval is at least that of shares where one more article would
    have chosen otherwise. t with `Balance.df`.

    Examples
    --------
    >>> uses = np.array([[1.0], [1], [0], [1], [0], [1], [1], [0], [0], [0], [1], [0]])
    >>> found = difference(balance(np.arange(12) < 6, np.ones(12), np.zeros((12, 1))), uses)
    >>> round(float(found.estimate[0]), 2), round(float(found.p[0]), 2)
    (0.33, 0.29)
    """
    if not held.total:
        return _undefined(y.shape[1])
    made = _sums(held, csr_matrix(y, dtype=np.float64))
    estimate = (made.first - made.second) / held.total
    variance = made.found / held.total**2
    if shares:
        variance = np.maximum(variance, _one_more(held, made))
    return _fair(held, estimate, variance, _score_p(held, made, 0.0))


def log_ratio(held: Balance, y: Any) -> Found:
    """Return log2 ratios of rates of use, first side over second, with their 95 % intervals.

    Parameters
    ----------
    held : Balance
        Its sizes are words.
    y : ndarray or csr_matrix, shape (articles, outcomes)
        Uses of each article.

    Notes
    -----
    Mantel-Haenszel ratio; its variance is that of the two logarithms, linearised over articles or clusters,
    at least that of independent uses. Half a use is added to both sides where one has none. The p-value is
    that of `difference`.
    """
    if not held.total:
        return _undefined(y.shape[1])
    y = csr_matrix(y, dtype=np.float64)
    made = _sums(held, y)
    estimate, variance = _log_ratio(held, y, made)
    return _fair(held, estimate, variance / np.log(2) ** 2, _score_p(held, made, held.weights**2 @ y))


def _log_ratio(held: Balance, y: csr_matrix, made: _Sums) -> tuple[Floats, Floats]:
    """Return log2 ratios, and the variance of their natural logarithms."""
    lacking = (made.first <= 0) | (made.second <= 0)
    uses, variance = uses_of(held, made.first, made.second), np.zeros_like(made.first)
    for up, side in zip(uses, (held.first, ~held.first), strict=True):
        one = _weight(held, side)
        own = held.weights * side
        sums, sizes, share = (
            _summed(held, scaled(own, y)),
            _cluster_sums(held, own * held.size),
            up / held.total,
        )
        apart = _spread(held, _lengths(sums) - 2 * share * (sizes @ sums) + share**2 * (sizes @ sizes))
        least = (own**2) @ y + np.where(lacking, ZERO * one**2, 0.0)
        variance += np.fmax(apart, least) / up**2
    return np.log2(uses[0] / uses[1]), variance


def uses_of(held: Balance, first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return the weighted uses of either side, with half a use more on both where one has none."""
    more = np.where((first <= 0) | (second <= 0), ZERO, 0.0)
    both = zip((first, second), (held.first, ~held.first), strict=True)
    up, down = (np.maximum(sums, 0.0) + more * _weight(held, side) for sums, side in both)
    return up, down


def _cluster_sums(held: Balance, values: Floats) -> Floats:
    return values if held.member is None else np.asarray(held.member @ values)


def _weight(held: Balance, side: npt.NDArray[np.bool_]) -> float:
    """Return the weight of a use on one side."""
    return held.total / float(held.size[side].sum())


def _fair(held: Balance, estimate: Floats, variance: Floats, p: Floats) -> Found:
    """Return estimates with their intervals, without them and p-values where too few articles bear them."""
    if not held.is_fair:
        return _undefined(len(p))._replace(estimate=estimate)
    half = quantile_t(0.975, held.df) * np.sqrt(variance)
    return Found(estimate, estimate - half, estimate + half, p)


def _undefined(n: int) -> Found:
    return Found(*(np.full(n, np.nan) for _ in range(4)))


def _score_p(held: Balance, made: _Sums, least: Floats | float) -> Floats:
    """Return p of no difference; 1 where neither side has any, and where the strata leave nothing."""
    variance = np.maximum(made.null, least)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(variance > made.rounding, (made.first - made.second) / np.sqrt(variance), 0.0)
    return two_sided_p(t, held.df)


def _one_more(held: Balance, made: _Sums) -> Floats:
    """Return the variance of a difference of shares, were one more article on each side undecided."""
    variance = np.zeros_like(made.first)
    for sums, n in zip((made.first, made.second), held.effective, strict=True):
        share = (np.clip(sums / held.total, 0, 1) * n + 0.5) / (n + 1)
        variance += share * (1 - share) / (n + 1)
    return variance

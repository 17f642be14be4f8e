"""Permutation of whole articles, or whole stories, between groups, all draws at once.

Words and choices of one article stay together, and with `clusters` the articles of one story in one group.
Every p-value is (1 + at least as extreme) / (1 + draws), never zero (Phipson & Smyth 2010). Where few draws
are as extreme, more are drawn until the p-value is settled (Besag & Clifford 1991), so that a table with many
tests can still call a clear difference certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from toolkit.settings import LEAST
from toolkit.stats.clusters import Floats, Sums, gathered, residual_squares

PERMUTATIONS = 999
MOST = 19_999  # permutations where fewer than ENOUGH of the first are as extreme
ENOUGH = 10  # draws as extreme as the observed one that settle a p-value (Besag & Clifford 1991)
FIRST = 199  # permutations that settle the clear cases
DOUBT = (0.015, 0.12)  # p-values after them that call for all permutations
DEALT = 40_000_000  # articles dealt in all where there are very many
TINY = 1e-24  # least variance, so that sides without any are told apart all the same
MANY = 12  # groups, from which it pays to add up each draw's numbers by themselves
ROWS = 50_000  # articles whose numbers are added up at once
CELLS = 5_000_000  # cells of a table of draws held at once: 40 MB, and a few such tables
TIE = 1e-9  # part of a statistic that is rounding: a draw so near the observed value is as extreme

Statistic = Callable[[npt.NDArray[Any]], Floats]


def deals(
    groups: npt.NDArray[Any],
    permutations: int,
    rng: np.random.Generator,
    *,
    strata: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Return the groups dealt anew to the articles, one row a permutation.

    Parameters
    ----------
    groups : ndarray
        Group of each article, or whether it is the target's.
    permutations : int
        Number of rows.
    strata : ndarray of int, optional
        Story, period or subject of each article: articles change places within theirs only.

    Examples
    --------
    >>> dealt = deals(np.array([0, 0, 1, 1]), 3, np.random.default_rng(1), strata=np.array([0, 1, 0, 1]))
    >>> dealt.shape, sorted(dealt[0].tolist())
    ((3, 4), [0, 0, 1, 1])
    """
    if strata is None:
        return rng.permuted(np.tile(groups, (permutations, 1)), axis=1)
    codes = np.unique(strata, return_inverse=True)[1]
    drawn = np.argsort(codes + rng.random((permutations, len(groups))), axis=1)
    out = np.empty((permutations, len(groups)), dtype=groups.dtype)
    out[:, np.argsort(codes, kind="stable")] = groups[drawn]
    return out


def permuted_p(
    statistic: Statistic,
    groups: npt.NDArray[Any],
    permutations: int,
    rng: np.random.Generator,
    *,
    strata: npt.NDArray[Any] | None = None,
    cells: int = 1,
    most: int = 0,
) -> Floats:
    """Return the p-values of statistics, higher being more extreme, under permutations of the groups.

    Parameters
    ----------
    statistic : callable
        From deals (draws by articles) to draws by statistics.
    groups, permutations, strata
        As in `deals`.
    cells : int
        Numbers one draw takes up, beside the deal itself.
    most : int
        Draws in all where a statistic was reached by fewer than ten of the first; 0 for no more.
    """
    observed = statistic(groups[None, :])[0]
    extreme, drawn = np.zeros(observed.shape), 0
    for stop in (permutations, most):
        if stop > drawn and not (drawn and extreme.min() >= ENOUGH):
            for moved in _batches(groups, stop - drawn, rng, strata, len(groups) + cells):
                extreme += (statistic(moved) >= observed * (1 - TIE)).sum(axis=0)
            drawn = stop
    return np.asarray((1 + extreme) / (1 + drawn), dtype=np.float64)


def _batches(
    groups: npt.NDArray[Any],
    permutations: int,
    rng: np.random.Generator,
    strata: npt.NDArray[Any] | None,
    cells: int,
) -> Iterator[npt.NDArray[Any]]:
    """Yield the deals in parts that fit the memory; their number changes nothing."""
    step = max(1, CELLS // max(1, cells))
    for start in range(0, permutations, step):
        yield deals(groups, min(step, permutations - start), rng, strata=strata)


def omnibus_shares(
    counts: np.ndarray,
    group: np.ndarray,
    *,
    least: int = LEAST,
    permutations: int | None = None,
    seed: int = 1,
    clusters: np.ndarray | None = None,
) -> float:
    """Return the p-value of any difference in choices between groups, by permuting whole articles.

    Parameters
    ----------
    counts : ndarray
        Articles by choices.
    group : ndarray of int
        Group of each article; -1 for none.
    least : int
        Groups with fewer articles that make any choice are left out; NaN where fewer than two are left.
    permutations : int, optional
        Number of draws; by default 999, and 19,999 where fewer than ten of these are as extreme.
    seed : int
    clusters : ndarray of int, optional
        Story of each article: those of one story in one group change places together.

    Notes
    -----
    The statistic is ``sum_gl y_gl^2 / (n_g y_l)``: Pearson's chi-square of groups by choices up to a
    factor and a term that no permutation changes.
    """
    used, codes = _compared(group, counts.sum(axis=1) > 0, least)
    y = counts[used][:, counts[used].sum(axis=0) > 0].astype(np.float64)
    n_groups = len(np.unique(codes))
    if n_groups < 2 or y.shape[1] < 2:
        return float("nan")
    if clusters is not None:
        y, codes = gathered(y, clusters[used], codes)

    def statistic(moved: npt.NDArray[Any]) -> Floats:
        found = np.zeros(len(moved))
        for index in range(n_groups):
            sums = (moved == index) @ y
            found += (sums**2 / sums.sum(axis=1, keepdims=True) / y.sum(axis=0)).sum(axis=1)
        return found[:, None]

    rng, (draws, most) = np.random.default_rng(seed), _draws(permutations)
    return float(permuted_p(statistic, codes, draws, rng, cells=y.shape[1], most=most)[0])


def _draws(permutations: int | None) -> tuple[int, int]:
    """Return how many permutations are drawn at first, and at most."""
    return (PERMUTATIONS, MOST) if permutations is None else (permutations, 0)


def omnibus_rates(
    y: np.ndarray,
    words: np.ndarray,
    group: np.ndarray,
    *,
    least: int = LEAST,
    permutations: int | None = None,
    seed: int = 1,
    clusters: np.ndarray | None = None,
) -> float:
    """Return the p-value of any difference in rate between groups, by permuting whole articles or stories.

    The statistic is ``sum_g y_g^2 / n_g`` (uses and words of group g). NaN with fewer than two groups of
    at least `least` articles, and where nothing is used.
    """
    used, codes = _compared(group, words > 0, least)
    if len(np.unique(codes)) < 2 or not y[used].sum():
        return float("nan")
    columns = np.column_stack([y[used], words[used]]).astype(np.float64)
    if clusters is not None:
        columns, codes = gathered(columns, clusters[used], codes)
    rng, (draws, most) = np.random.default_rng(seed), _draws(permutations)
    return float(rates_p(columns[:, :1], columns[:, 1], codes, draws, rng, most=most)[0])


def _compared(group: np.ndarray, usable: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which articles are in groups large enough, and the number of each one's group."""
    used = usable & (group >= 0)
    sizes = np.bincount(group[used], minlength=1)
    used &= np.isin(group, np.flatnonzero(sizes >= least))
    return used, np.unique(group[used], return_inverse=True)[1]


def rates_p(
    counts: Any,
    words: npt.NDArray[Any],
    codes: npt.NDArray[Any],
    permutations: int,
    rng: np.random.Generator,
    *,
    strata: npt.NDArray[Any] | None = None,
    most: int = 0,
) -> Floats:
    """Return the p-value of any difference in rate between groups, for each of many words.

    Parameters
    ----------
    counts : ndarray or csr_matrix, shape (articles, words counted)
        Uses.
    words : ndarray
        Words of each article, above zero.
    codes : ndarray of int
        Group of each article, from 0.
    permutations, rng, strata, most
        As in `permuted_p`.

    Notes
    -----
    The statistic is ``sum_g y_g^2 / n_g``: Pearson's chi-square for rates up to a factor that no
    permutation changes.
    """
    n_groups = int(codes.max(initial=0)) + 1
    size, uses = float(words.sum()), np.asarray(counts.sum(axis=0), dtype=np.float64).ravel()

    def statistic(moved: npt.NDArray[Any]) -> Floats:
        found = np.zeros((len(moved), counts.shape[1]))
        rest, rest_words = np.tile(uses, (len(moved), 1)), np.full(len(moved), size)
        each = np.array([np.bincount(groups, words, n_groups) for groups in moved])
        for own, own_words in zip(
            sums(moved), each.T, strict=False
        ):  # the last group is what the others leave
            found += own**2 / np.maximum(own_words, 1.0)[:, None]
            rest -= own
            rest_words -= own_words
        return np.asarray(found + rest**2 / np.maximum(rest_words, 1.0)[:, None])

    sums = _sums_of_many(counts, n_groups) if n_groups > MANY else _sums_of_few(counts, n_groups)
    cells = counts.shape[1] * n_groups
    return permuted_p(statistic, codes, permutations, rng, strata=strata, cells=cells, most=most)


def _sums_of_few(counts: Any, n_groups: int) -> Callable[[npt.NDArray[Any]], Iterator[Floats]]:
    """Return a function from deals to draws by columns for each group but the last: what the others leave."""

    def sums(moved: npt.NDArray[Any]) -> Iterator[Floats]:
        for index in range(n_groups - 1):
            yield np.asarray((counts.T @ (moved == index).astype(np.float64).T).T)

    return sums


def _sums_of_many(counts: Any, n_groups: int) -> Callable[[npt.NDArray[Any]], Iterator[Floats]]:
    """Return what `_sums_of_few` does: each number is looked at once a draw, not once for each group."""
    each = csr_array(counts)
    shape = n_groups, each.shape[1]
    edges = [*range(0, each.shape[0], ROWS), each.shape[0]]

    def sums(moved: npt.NDArray[Any]) -> Iterator[Floats]:
        drawn = np.zeros((len(moved), shape[0] * shape[1]))
        for first, last in pairwise(edges):
            rows = each[first:last]
            row = np.repeat(np.arange(first, last), np.diff(rows.indptr))
            for draw, groups in enumerate(moved):
                at = groups[row] * shape[1] + rows.indices
                drawn[draw] += np.bincount(at, rows.data, drawn.shape[1])
        yield from drawn.reshape(-1, *shape).transpose(1, 0, 2)[:-1]

    return sums


def screened_rates_p(
    counts: Any,
    words: npt.NDArray[Any],
    codes: npt.NDArray[Any],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
    strata: npt.NDArray[Any] | None = None,
) -> Floats:
    """Return what `rates_p` returns, with all permutations only where the first 199 leave doubt about .05."""
    rng = np.random.default_rng(seed)
    first = min(FIRST, permutations)
    p = rates_p(counts, words, codes, first, rng, strata=strata)
    doubtful = np.flatnonzero((p > DOUBT[0]) & (p < DOUBT[1]))
    if permutations > first and len(doubtful):
        p[doubtful] = rates_p(counts[:, doubtful], words, codes, permutations, rng, strata=strata)
    return p


def rate_difference_p(
    uses: npt.NDArray[Any],
    words: npt.NDArray[Any],
    target: npt.NDArray[np.bool_],
    permutations: int,
    rng: np.random.Generator,
    *,
    strata: npt.NDArray[Any] | None = None,
) -> float:
    """Return the two-sided p-value of a difference in rate between two sides by permuting articles.

    Parameters
    ----------
    uses, words : ndarray
        Uses and words of each article.
    target : ndarray of bool
        Articles of the target.

    Notes
    -----
    The statistic is the difference of the two rates over its article-clustered standard error, so that
    sides of different spread are tested too (Janssen 1997).
    """
    y, n = uses.astype(np.float64), words.astype(np.float64)
    columns = np.column_stack([np.ones(len(y)), y, n, y * y, y * n, n * n])

    def statistic(moved: npt.NDArray[Any]) -> Floats:
        return _studentised(moved.astype(np.float64), columns)[:, None]

    return float(permuted_p(statistic, target, permutations, rng, strata=strata, cells=len(columns))[0])


def mean_differences_p(
    values: npt.NDArray[Any],
    target: npt.NDArray[np.bool_],
    *,
    weights: npt.NDArray[Any] | None = None,
    clusters: npt.NDArray[Any] | None = None,
    controls: npt.NDArray[Any] | None = None,
    seed: int = 1,
) -> Floats:
    """Return two-sided p-values of differences in weighted means between two sides by permuting articles.

    Parameters
    ----------
    values : ndarray, shape (articles, measures)
    target : ndarray of bool
        Articles of the target; the others are the reference. NaN where one of the two has none.
    weights : ndarray, optional
        Weight of each article; 1 by default.
    clusters : ndarray of int, optional
        Story of each article: those of one story on one side change places together.
    controls : ndarray, shape (articles, columns), optional
        What is held equal: values are then what a fit of these columns leaves of them (Freedman & Lane 1983).
    seed : int

    Notes
    -----
    The statistic is the difference over its standard error with the variance of each side its own, as in
    Welch's test: the permutation is then valid where sides of unequal size also differ in spread (Janssen
    1997), and with the skewed shares of topics, where Welch's t is not. 999 permutations, and up to 19,999
    where fewer than ten of these are as extreme; fewer of them where articles are very many.

    Examples
    --------
    >>> values = np.array([[0.9], [0.8], [0.9], [0.1], [0.2], [0.1], [0.2], [0.1]])
    >>> bool(mean_differences_p(values, np.arange(8) < 3)[0] < 0.05)
    True
    """
    y = np.asarray(values, dtype=np.float64)
    if target.all() or not target.any():
        return np.full(y.shape[1], np.nan)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    if controls is not None:
        y = _left_by(y, np.column_stack([np.ones(len(y)), controls]), w)
    each, side = np.column_stack([w, w[:, None] * y]), target
    if clusters is not None:
        each, side = gathered(each, clusters, target)
    if side.all() or not side.any():
        return np.full(y.shape[1], np.nan)
    w, y = each[:, 0], each[:, 1:]
    columns = np.column_stack([w, w * w, y, w[:, None] * y, y * y])

    def statistic(moved: npt.NDArray[Any]) -> Floats:
        inside = moved.astype(np.float64) @ columns
        means, spreads = [], []
        for part in (inside, columns.sum(axis=0) - inside):
            y, ym, yy = np.split(part[:, 2:], 3, axis=1)  # a weighted mean is a ratio of sums
            sums = Sums(None, y, part[:, :1], yy, ym, part[:, 1:2])
            means.append(sums.y / sums.m)
            spreads.append(residual_squares(sums, means[-1]) / sums.m**2)
        return np.asarray(np.abs(means[0] - means[1]) / np.sqrt(np.maximum(sum(spreads), TINY)))

    most = int(np.clip(DEALT // max(len(w), 1), PERMUTATIONS, MOST))
    rng = np.random.default_rng(seed)
    return permuted_p(statistic, side, PERMUTATIONS, rng, cells=columns.shape[1], most=most)


def _left_by(values: Floats, columns: Floats, weights: Floats) -> Floats:
    """Return what a weighted fit of some columns leaves of values."""
    root = np.sqrt(weights)[:, None]
    return np.asarray(values - columns @ (np.linalg.pinv(columns * root) @ (values * root)))


def _studentised(member: Floats, columns: Floats) -> Floats:
    """Return the absolute difference of rates in standard errors for each division of the articles.

    The variance of a side is that of the ratio estimator times the squared words, at least its uses.
    """
    rates, variances = [], []
    for chosen in (member, 1 - member):
        sums = Sums(*(chosen @ columns).T)
        rate = sums.y / sums.m
        rates.append(rate)
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = sums.n / (sums.n - 1) * residual_squares(sums, rate)
        variances.append(np.fmax(spread, sums.y) / sums.m**2)
    error = np.sqrt(variances[0] + variances[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(error > 0, np.abs(rates[0] - rates[1]) / error, 0.0))

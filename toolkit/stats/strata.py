"""Two sides compared with strata held equal: what is left of a difference within the same subject and time.

One weighted least-squares fit serves shares, rates and means: the mark of the first side, beside a mark for
each stratum. With one way of stratifying, its coefficient is the difference of Mantel & Haenszel (1959):
each stratum counts by its overlap, ``n_a n_b / (n_a + n_b)``, so that one which only one side has counts
nothing. With two (subject and period) the effects are added, which needs far fewer articles than a cell for
each pair of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.linalg import block_diag
from scipy.sparse import csr_matrix

from toolkit.stats.clusters import (
    Floats,
    Ints,
    cluster_codes,
    effective_number,
    quantile_t,
    too_few,
    two_sided_p,
)
from toolkit.stats.columns import beside, orthonormal, scaled
from toolkit.stats.families import benjamini_hochberg

LEVEL = 0.05  # false discovery rate at which an adjusted difference holds
REMOVED = 0.5  # part of the crude difference that is left, under which the strata account for it
ZERO = 0.5  # uses added to both sides of a word that one lacks (Hardie 2014)
NO_OVERLAP = "no overlap"
COLUMNS = ("adjusted", "adjusted_low", "adjusted_high", "adjusted_p", "overlap", "explained_by")
_TINY = 1e-9
_AT_ONCE = 4096  # articles whose rows of the basis are made together
_FEW, _ROWS = 64, 65_536  # columns that are made whole, and their rows at once: 34 MB
_WORDS = 16_384  # words that are compared together: 13 MB for a hundred strata
_NUMBERS = 2_000_000  # articles' uses of them, of which some ten copies are made


class Adjusted(NamedTuple):
    """Differences with strata held equal, one value an outcome.

    Attributes
    ----------
    estimate, low, high : ndarray
        First side less second, in the unit of the outcome, or the log2 of their ratio; 95 % interval.
    p : ndarray
        Two-sided, of no difference within strata.
    overlap : float
        Share (0 to 1) of the smaller side's articles in strata that both sides have.
    cause : ndarray of str
        What accounts for the crude difference where the adjusted one does not hold: names of the strata,
        "subject and time", or ``no overlap`` where too few articles can be compared to tell; empty where
        there is no crude difference.
    """

    estimate: Floats
    low: Floats
    high: Floats
    p: Floats
    overlap: float
    cause: npt.NDArray[Any]


@dataclass(frozen=True)
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
        A column of ones and the controls, times the root of the sizes.
    back : ndarray, shape (controls, rank)
        What makes the columns orthonormal: ``columns @ back``. That product is never made whole: marks of
        strata are nearly all zero.
    root : ndarray
        Root of the sizes.
    first : ndarray of bool
    clusters : ndarray of int
    effective : tuple of float
        Kish's effective number of clusters of either side.
    """

    weights: Floats
    total: float
    columns: csr_matrix
    back: Floats
    root: Floats
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
    side, root = np.asarray(first, dtype=bool), np.sqrt(np.asarray(size, dtype=np.float64))
    columns = scaled(root, beside(np.ones((len(side), 1)), controls))
    back = orthonormal(columns)
    marked = root * side
    rest = marked
    for _ in range(2):  # once more for what rounding has left
        rest = rest - columns @ (back @ (back.T @ (columns.T @ rest)))
    total = float(rest @ rest)
    if total <= _TINY * max(float(marked @ marked), 1.0):
        rest, total = np.zeros(len(side)), 0.0
    codes = np.unique(cluster_codes(clusters, len(side)), return_inverse=True)[1].astype(np.intp)
    heavy = np.abs(rest) * root
    effective = tuple(effective_number(heavy[which], codes[which]) for which in (side, ~side))
    return Balance(rest / root, total, columns, back, root, side, codes, (effective[0], effective[1]))


class _Sums(NamedTuple):
    """Weighted outcome of either side, and the variance of their difference under none and as found."""

    first: Floats
    second: Floats
    null: Floats
    found: Floats
    rounding: Floats  # of the variances, where the strata account for every article exactly


def _sums(held: Balance, y: csr_matrix) -> _Sums:
    """Return what estimates and tests of outcomes need (articles by outcomes).

    Residuals are divided by the root of one less their leverage (HC2, MacKinnon & White 1985), so that
    strata of two articles do not seem surer than they are, and summed within clusters.
    """
    root, scores = held.root, held.weights * held.root
    z = scaled(1 / root, y)
    mark = scores / np.sqrt(held.total) if held.total else np.zeros(len(root))
    leverage = _leverage(held)
    whole, back = beside(held.columns, mark[:, None]), block_diag(held.back, np.ones((1, 1)))
    return _Sums(
        *_outcomes(held, y),
        _squares(held, scores * _studied(leverage), z, held.columns, held.back),
        _squares(held, scores * _studied(leverage + mark**2), z, whole, back),
        _TINY * (scores**2 @ z.power(2)),
    )


def _outcomes(held: Balance, y: csr_matrix) -> tuple[Floats, Floats]:
    """Return the weighted outcome of either side."""
    up, down = ((held.weights * side) @ y for side in (held.first, ~held.first))
    return np.asarray(up), np.asarray(-down)


def _leverage(held: Balance) -> Floats:
    """Return the leverage of each article, some thousand at a time."""
    parts = [held.columns[low : low + _AT_ONCE] for low in range(0, held.columns.shape[0], _AT_ONCE)]
    return np.concatenate([((part @ held.back) ** 2).sum(axis=1) for part in parts])


def _studied(leverage: Floats) -> Floats:
    return np.asarray(1 / np.sqrt(np.maximum(1 - leverage, _TINY)), dtype=np.float64)


def _squares(held: Balance, factor: Floats, z: csr_matrix, columns: csr_matrix, back: Floats) -> Floats:
    """Return the sum over clusters of squared residuals times a factor, and G / (G - 1) where articles share.

    Residuals of an orthonormal basis, ``columns @ back``, are ``z - basis @ basis.T @ z``. They are not made,
    since nearly all of `z` is zero: with sums S of the clusters' outcomes and D of their columns, and P the
    part of each column, the squares of S - DP are those of S, less twice S times DP, plus those of DP.
    """
    parts = back @ (back.T @ _crossed(columns, z))
    return _squares_less(held, scaled(factor, z), scaled(factor, columns), parts)


def _squares_less(held: Balance, y: csr_matrix, columns: csr_matrix, parts: Floats) -> Floats:
    """Return the sum over clusters of squares of ``y - columns @ parts``."""
    groups, n = int(held.clusters.max(initial=-1)) + 1, y.shape[0]
    if groups < n:
        member = csr_matrix((np.ones(n), (held.clusters, np.arange(n))), shape=(groups, n))
        y, columns = csr_matrix(member @ y), csr_matrix(member @ columns)
    both = (_crossed(columns, y) * parts).sum(axis=0)
    own = (((columns.T @ columns) @ parts) * parts).sum(axis=0)
    squares = np.maximum(np.asarray(y.power(2).sum(axis=0)).ravel() - 2 * both + own, 0)
    return np.asarray((groups / max(groups - 1, 1) if groups < n else 1.0) * squares, dtype=np.float64)


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
    uses, variance = _uses(held, made.first, made.second), np.zeros_like(made.first)
    for up, side in zip(uses, (held.first, ~held.first), strict=True):
        one = _weight(held, side)
        own = held.weights * side
        columns = csr_matrix((own * held.root**2)[:, None])
        apart = _squares_less(held, scaled(own, y), columns, (up / held.total)[None])
        least = (own**2) @ y + np.where(lacking, ZERO * one**2, 0.0)
        variance += np.fmax(apart, least) / up**2
    return np.log2(uses[0] / uses[1]), variance


def _uses(held: Balance, first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return the weighted uses of either side, with half a use more on both where one has none."""
    more = np.where((first <= 0) | (second <= 0), ZERO, 0.0)
    both = zip((first, second), (held.first, ~held.first), strict=True)
    up, down = (np.maximum(sums, 0.0) + more * _weight(held, side) for sums, side in both)
    return up, down


def _weight(held: Balance, side: npt.NDArray[np.bool_]) -> float:
    """Return the weight of a use on one side."""
    return held.total / float((held.root[side] ** 2).sum())


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


def marks(codes: npt.ArrayLike) -> Floats:
    """Return a column of marks for each stratum but the first.

    Examples
    --------
    >>> marks([0, 1, 1, 2]).tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    return np.asarray(sparse_marks(codes).toarray(), dtype=np.float64)


def sparse_marks(codes: npt.ArrayLike) -> csr_matrix:
    """Return `marks` as a sparse matrix: one number an article."""
    known, at = np.unique(np.asarray(codes), return_inverse=True)
    shape = len(at), len(known)
    return csr_matrix((np.ones(len(at)), (np.arange(len(at)), at.ravel())), shape=shape)[:, 1:]


def in_both(codes: npt.ArrayLike, first: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Tell which articles are in a stratum that has articles of both sides.

    Examples
    --------
    >>> in_both([0, 0, 1, 2], [True, False, True, False]).tolist()
    [True, True, False, False]
    """
    at, side = np.asarray(codes), np.asarray(first, dtype=bool)
    return np.asarray(np.isin(at, np.intersect1d(at[side], at[~side])), dtype=bool)


def overlap(strata: Mapping[str, Ints], first: npt.ArrayLike) -> tuple[float, npt.NDArray[np.bool_]]:
    """Return the share of the smaller side whose strata the other side has too, and all such articles.

    Examples
    --------
    >>> share, kept = overlap({"time": np.array([1, 1, 2, 3, 3])}, [True, False, True, False, False])
    >>> share, kept.tolist()
    (0.5, [True, True, False, False, False])
    """
    side = np.asarray(first, dtype=bool)
    kept = np.ones(len(side), dtype=bool)
    for codes in strata.values():
        kept &= in_both(codes, side)
    smaller = side if side.sum() <= (~side).sum() else ~side
    return (float(kept[smaller].mean()) if smaller.any() else 0.0), kept


def adjusted(
    y: Any,
    size: npt.ArrayLike,
    first: npt.ArrayLike,
    strata: Mapping[str, npt.NDArray[Any]],
    *,
    controls: Mapping[str, Floats] | None = None,
    clusters: npt.ArrayLike | None = None,
    measure: str = "share",
) -> Adjusted:
    """Compare two sides with strata held equal, and say what accounts for a difference that is not left.

    Parameters
    ----------
    y : ndarray or csr_matrix, shape (articles, outcomes)
        Uses of each article; its mean for means.
    size : array-like
        What they are of: choices, words; ones for means. Articles of size zero are left out.
    first : array-like of bool
    strata : mapping of str to ndarray
        Name and codes of each way of stratifying, ``subject`` and ``time``; or numbers (floats) that are
        held equal, ``length``.
    controls : mapping of str to ndarray, shape (articles, columns), optional
        What else is held equal, in columns.
    clusters : array-like, optional
        Story or outlet of each article.
    measure : {"share", "rate", "mean", "log_ratio"}

    Returns
    -------
    Adjusted
        Intervals and p-values are NaN where fewer than five effective articles of a side can be compared.

    Notes
    -----
    The cause is found by holding each way of stratifying equal alone: those that leave less than half of
    the crude difference are named; all, where only together they do. Of words two tests are made, as in
    keyness: of their rate, and of the share of articles that hold them, with length held equal; the smaller
    p-value is doubled.
    """
    sizes, side = np.asarray(size, dtype=np.float64), np.asarray(first, dtype=bool)
    used = np.flatnonzero(sizes > 0)
    y, sizes, side = y[used], sizes[used], side[used]
    codes = cluster_codes(clusters, len(np.asarray(first)))[used]
    split = {name: np.asarray(at)[used] for name, at in strata.items() if np.asarray(at).dtype.kind != "f"}
    numbers = {name: np.asarray(at)[:, None] for name, at in strata.items() if name not in split}
    others = {name: np.asarray(at)[used] for name, at in {**numbers, **(controls or {})}.items()}

    def kept(*names: str) -> tuple[float, Sides]:
        share, kept = overlap({name: split[name] for name in names if name in split}, side)
        at = np.flatnonzero(kept)
        ways = [sparse_marks(split[name][at]) if name in split else others[name][at] for name in names]
        return share, Sides(at, sizes[at], side[at], beside(np.empty((len(at), 0)), *ways), codes[at])

    names = (*split, *others)
    share, all_equal = kept(*names)
    found = _compared(y, all_equal, measure)
    # too few articles: no cause is asked for
    crude = found if np.isnan(found.p).all() else _compared(y, kept()[1], measure)
    asked = _asked(crude, found)
    some = y[:, asked]
    alone = {name: _estimates(some, kept(name)[1], measure) for name in names} if len(asked) else {}
    return Adjusted(*found, share, _cause(crude, found, asked, alone))


class Sides(NamedTuple):
    """The articles of a comparison: which they are, their sizes and sides, what is held equal, clusters."""

    at: Ints
    size: Floats
    first: npt.NDArray[np.bool_]
    controls: csr_matrix
    codes: Ints


def _compared(y: Any, sides: Sides, measure: str) -> Found:
    """Return differences or ratios with their intervals and p-values."""
    at, size, first, controls, codes = sides
    held = balance(first, size, controls, codes)
    if measure != "log_ratio":
        return difference(held, y[at], shares=measure == "share")
    long = beside(controls, np.log(size)[:, None])  # longer articles hold more of every word
    by = balance(first, np.ones(len(size)), long, codes)
    some = [_of_words(held, by, y[:, low:high][at]) for low, high in pairwise(_edges(csr_matrix(y)))]
    return Found(*map(np.concatenate, zip(*some, strict=True)))


def _estimates(y: Any, sides: Sides, measure: str) -> Floats:
    """Return the estimates of `_compared` alone, which take a fraction of the time."""
    held = balance(sides.first, sides.size, sides.controls, sides.codes)
    if not held.total:
        return np.full(y.shape[1], np.nan)
    first, second = _outcomes(held, csr_matrix(y[sides.at], dtype=np.float64))
    if measure != "log_ratio":
        return (first - second) / held.total
    up, down = _uses(held, first, second)
    return np.log2(up / down)


def _edges(y: csr_matrix) -> list[int]:
    """Return where words that are compared together begin and end."""
    uses = np.bincount(y.indices, minlength=y.shape[1]) + _NUMBERS // _WORDS
    return [0, *(np.flatnonzero(np.diff(np.cumsum(uses) // _NUMBERS)) + 1).tolist(), y.shape[1]]


def _of_words(held: Balance, by: Balance, y: csr_matrix) -> Found:
    """Return log ratios of rates, with the p-value of rates and presence together."""
    found, presence = log_ratio(held, y), difference(by, (y > 0) * 1.0)
    same = np.sign(presence.estimate) == np.sign(found.estimate)
    p = np.minimum(1.0, 2 * np.fmin(found.p, np.where(same, presence.p, 1.0)))
    return found._replace(p=np.where(np.isnan(found.p), np.nan, p))


def _asked(crude: Found, found: Found) -> Ints:
    """Return the outcomes whose crude difference needs a cause, should it fail within strata."""
    return np.flatnonzero((crude.p < LEVEL) & ~np.isnan(found.p))


def _cause(crude: Found, found: Found, asked: Ints, alone: Mapping[str, Floats]) -> npt.NDArray[Any]:
    """Return what accounts for each crude difference that is asked about, were it to fail within strata.

    `alone` has the estimates with each way of stratifying held equal alone, of those outcomes only.
    """
    cause = np.full(len(crude.p), "", dtype=object)
    cause[np.isnan(found.p)] = NO_OVERLAP  # too few articles, or outlets, to tell
    for place, at in enumerate(asked):
        left = {name: float(part[place] / crude.estimate[at]) for name, part in alone.items()}
        names = [name for name, share in left.items() if share < REMOVED] or list(left)
        removed = found.estimate[at] / crude.estimate[at] < REMOVED
        cause[at] = _listed(names) if removed else NO_OVERLAP
    return cause


def _listed(names: Sequence[str]) -> str:
    """Return names in a row: "subject", "subject and time", "subject, time and length"."""
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])


def explained(p: npt.ArrayLike, cause: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return what accounts for each difference of a table: empty where it holds within strata.

    Parameters
    ----------
    p : array-like
        p-values within strata, one family (Benjamini & Hochberg 1995).
    cause : array-like of str
        From `adjusted`.

    Examples
    --------
    >>> explained([0.001, 0.2, float("nan")], ["subject", "subject", "no overlap"]).tolist()
    ['', 'subject', 'no overlap']
    """
    holds = benjamini_hochberg(p) < LEVEL
    return np.where(holds, "", np.asarray(cause, dtype=object))

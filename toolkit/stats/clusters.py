"""Shared statistics: clustered intervals, permutation, false discovery rate, detectable differences.

The article is the unit; where articles share a story, an author or a wire text, those groups are the
clusters and the variance is summed over them. Effect sizes and the bootstrap are in
`toolkit.stats.effects`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from toolkit.errors import ToolkitError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


class Estimate(NamedTuple):
    """An estimate with its number of articles and clusters, its interval, and why it is undefined."""

    n: int
    clusters: int
    estimate: float
    low: float
    high: float
    reason: str | None


@dataclass(frozen=True)
class Fit:
    """Least squares with a cluster-robust covariance: coefficients, covariance, degrees of freedom."""

    coefficients: Floats
    covariance: Floats
    df: int


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Return q-values of one family of p-values (Benjamini & Hochberg 1995, step-up).

    Parameters
    ----------
    p : array-like of float
        One-dimensional; NaN (no test was made) stays NaN and does not count in the family.

    Returns
    -------
    array of float
        The smallest false discovery rate at which each hypothesis is rejected, in the input's order.

    Raises
    ------
    ToolkitError
        If a p-value lies outside 0 to 1.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, float("nan"), 0.03]).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    values = np.asarray(p, dtype=np.float64).ravel()
    tested = ~np.isnan(values)
    family = values[tested]
    if np.any((family < 0) | (family > 1)):
        raise ToolkitError("a p-value lies outside 0 to 1")
    order = np.argsort(family)
    ranked = family[order] * len(family) / np.arange(1, len(family) + 1)
    q = np.empty_like(family)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    out = np.full(values.shape, np.nan)
    out[tested] = q
    return out


def cluster_codes(clusters: npt.ArrayLike | pd.Series | None, n: int) -> Ints:
    """Return a code from 0 for each row's cluster; rows without one stand alone.

    Examples
    --------
    >>> cluster_codes(["a", None, "a", None], 4).tolist()
    [0, 1, 0, 2]
    """
    if clusters is None:
        return np.arange(n, dtype=np.intp)
    labels = pd.Series(list(pd.Series(clusters)), dtype="object")
    if len(labels) != n:
        raise ToolkitError(f"{len(labels)} clusters for {n} values; give one for each value")
    keys = [(0, value) if pd.notna(value) else (1, row) for row, value in enumerate(labels)]
    return np.asarray(pd.factorize(pd.Series(keys, dtype="object"))[0], dtype=np.intp)


def clustered_mean(
    values: npt.ArrayLike,
    clusters: npt.ArrayLike | pd.Series | None = None,
    *,
    level: float = 0.95,
) -> Estimate:
    """Return a mean with a cluster-robust interval (CR1 variance, t with clusters - 1 degrees).

    Parameters
    ----------
    values : array-like of float
        One value an article; NaN values are left out.
    clusters : array-like, optional
        Story, author or syndication group of each article; null stands alone. Without it each
        article is its own cluster and the interval is the ordinary t interval.
    level : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        NaN with a reason for no article, and for the interval of a single cluster.

    Notes
    -----
    Liang & Zeger (1986) with the small-sample factor G / (G - 1); t(G - 1) after Cameron, Gelbach &
    Miller (2008). In simulation with intra-cluster correlation .25 it covers 93 to 97 % from 8 clusters.

    Examples
    --------
    >>> clustered_mean([1, 2, 3, 4], ["a", "a", "b", "b"])
    Estimate(n=4, clusters=2, estimate=2.5, low=-10.2..., high=15.2..., reason=None)
    """
    array = np.asarray(values, dtype=np.float64).ravel()
    codes = cluster_codes(clusters, len(array))
    kept = ~np.isnan(array)
    array, codes = array[kept], codes[kept]
    groups = len(np.unique(codes))
    if not len(array):
        return Estimate(0, 0, np.nan, np.nan, np.nan, "no articles")
    mean = float(array.mean())
    if groups < 2:
        reason = "one article: no interval" if len(array) == 1 else "one cluster: no interval"
        return Estimate(len(array), groups, mean, np.nan, np.nan, reason)
    fit = clustered_fit(array, np.ones((len(array), 1)), codes)
    half = quantile_t(0.5 + level / 2, fit.df) * float(np.sqrt(fit.covariance[0, 0]))
    return Estimate(len(array), groups, mean, mean - half, mean + half, None)


def clustered_fit(y: npt.ArrayLike, x: npt.ArrayLike, clusters: npt.ArrayLike | pd.Series | None) -> Fit:
    """Fit least squares with the CR1 covariance of Liang & Zeger (1986), t with clusters - 1 degrees.

    Parameters
    ----------
    y : array-like, shape (n,)
    x : array-like, shape (n, k)
        Columns as they are; add a column of ones for the intercept.
    clusters : array-like or None
        Cluster of each row.

    Returns
    -------
    Fit

    Raises
    ------
    ToolkitError
        If there are fewer than two clusters, or not more rows than columns.
    """
    outcome, design = np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
    n, k = design.shape
    codes = np.unique(cluster_codes(clusters, n), return_inverse=True)[1]
    groups = int(codes.max(initial=-1)) + 1
    if groups < 2 or n <= k:
        raise ToolkitError(f"{n} rows in {groups} clusters are too few to fit {k} coefficients")
    bread = np.linalg.pinv(design.T @ design)
    beta = bread @ (design.T @ outcome)
    scores = np.zeros((groups, k))
    np.add.at(scores, codes, design * (outcome - design @ beta)[:, None])
    factor = groups / (groups - 1) * (n - 1) / (n - k)
    return Fit(beta, factor * bread @ (scores.T @ scores) @ bread, groups - 1)


def two_sided_p(statistic: float, df: int) -> float:
    """Return the two-sided p-value of a t statistic; NaN for an undefined one."""
    return float(2 * special.stdtr(df, -abs(statistic)))


def quantile_t(share: float, df: int) -> float:
    """Return the quantile of Student's t with `df` degrees of freedom."""
    return float(special.stdtrit(df, share))


def permutation_p(a: npt.ArrayLike, b: npt.ArrayLike, *, permutations: int = 9_999, seed: int = 1) -> float:
    """Return the two-sided p-value of a difference of means by permuting articles between two sides.

    Parameters
    ----------
    a, b : array-like of float
        One value an article (or a cluster's mean, where clusters are exchangeable).
    permutations : int
        Number of random permutations; the p-value is (1 + at least as extreme) / (1 + permutations).
    seed : int
        Seed of the permutations.

    Returns
    -------
    float
        NaN where a side is empty.

    Notes
    -----
    Phipson & Smyth (2010): never zero.

    Examples
    --------
    >>> permutation_p([1, 2, 3, 4], [11, 12, 13, 14], permutations=999) < 0.06
    True
    """
    left, right = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if not len(left) or not len(right):
        return float("nan")
    pool = np.concatenate([left, right])
    pool = pool - pool.mean()
    observed = abs(pool[: len(left)].sum())
    rng: Any = np.random.default_rng(seed)
    extreme = sum(
        int(abs(rng.permutation(pool)[: len(left)].sum()) >= observed - 1e-12) for _ in range(permutations)
    )
    return (1 + extreme) / (1 + permutations)


def smallest_detectable_difference(
    standard_error: float, df: int, *, power: float = 0.8, alpha: float = 0.05
) -> float:
    """Return the true difference that would be found with the given power, in the measure's units.

    Parameters
    ----------
    standard_error : float
        Standard error of the difference.
    df : int
        Degrees of freedom of its t test.
    power, alpha : float
        Chance of finding it, and level of the two-sided test.

    Notes
    -----
    Bloom (1995): the standard error times t(1 - alpha/2) + t(power).

    Examples
    --------
    >>> round(smallest_detectable_difference(0.5, 40), 2)
    1.44
    """
    if not df >= 1 or np.isnan(standard_error):
        return float("nan")
    return standard_error * (quantile_t(1 - alpha / 2, df) + quantile_t(power, df))

"""Differences between two groups of articles: of means, adjusted ones, and of levels with their intervals."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.errors import ToolkitError
from toolkit.stats.clusters import (
    Floats,
    cluster_codes,
    clustered_fit,
    effective_number,
    quantile_t,
    two_sided_p,
)


class Difference(NamedTuple):
    """A difference with its standard error, degrees of freedom, interval and p-value.

    `effective` is how many independent articles the smaller side tells as much as.
    """

    estimate: float
    error: float
    df: float
    low: float
    high: float
    p: float
    effective: float = float("nan")


class Level(NamedTuple):
    """An estimate of one group with its 95 % interval and the degrees of freedom of that."""

    estimate: float
    low: float
    high: float
    df: float


LEAST_DF = 1.0  # under one degree of freedom a spread says next to nothing of itself
UNDEFINED = Difference(float("nan"), float("nan"), 0, float("nan"), float("nan"), float("nan"))


def clustered_difference(
    y: npt.ArrayLike,
    first: npt.ArrayLike,
    clusters: npt.ArrayLike | None = None,
    *,
    controls: Floats | None = None,
    weights: npt.ArrayLike | None = None,
) -> Difference:
    """Return the mean of the first group less that of the second, with a 95 % interval and p-value.

    Parameters
    ----------
    y : array-like of float
        One value an article.
    first : array-like
        1 for articles of the first group, 0 for those of the second.
    clusters : array-like, optional
        A cluster with articles on both sides counts once in the variance.
    controls : ndarray, shape (n, c), optional
        What the adjusted difference holds equal.
    weights : array-like, optional
        As in `toolkit.stats.clusters.clustered_fit`.

    Returns
    -------
    Difference
        NaN throughout where the clusters are too few, or where the controls tell the groups apart fully,
        so that nothing is left to compare.

    Examples
    --------
    >>> found = clustered_difference([5, 7, 6, 2, 3, 4], [1, 1, 1, 0, 0, 0])
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2), round(found.p, 4)
    (3.0, 0.73, 5.27, 0.0213)
    """
    group = np.asarray(first, dtype=np.float64)
    others = np.column_stack([np.ones(len(group)), *([] if controls is None else [controls])])
    design = np.column_stack([group, others])
    if np.linalg.matrix_rank(design) == np.linalg.matrix_rank(others):
        return UNDEFINED
    try:
        fit = clustered_fit(y, design, clusters, weights=weights, wanted=1)
    except ToolkitError:  # too few clusters for the controls
        return UNDEFINED
    estimate, error, df = float(fit.coefficients[0]), float(np.sqrt(fit.variance())), float(fit.df[0])
    half = float(quantile_t(0.975, df)) * error
    p = float(two_sided_p(estimate / error, df)) if error > 0 else float("nan")
    codes, weight = cluster_codes(clusters, len(group)), np.abs(fit.solver[0])
    effective = min(effective_number(weight[side], codes[side]) for side in (group == 1, group != 1))
    return Difference(estimate, error, df, estimate - half, estimate + half, p, effective)


Interval = tuple[float, float, float]


def mover(one: Interval, two: Interval) -> Interval:
    """Return a difference with its interval, from two estimates with theirs, each (estimate, low, high).

    MOVER (Newcombe 1998, method 10; Zou & Donner 2008): each end takes the distances of the two estimates
    from the ends of their own intervals, so that a difference of shares stays within -1 and 1.

    Examples
    --------
    >>> [round(x, 3) for x in mover((0.5, 0.4, 0.6), (0.3, 0.2, 0.4))]
    [0.2, 0.059, 0.341]
    """
    (a, a_low, a_high), (b, b_low, b_high) = one, two
    return a - b, a - b - math.hypot(a - a_low, b_high - b), a - b + math.hypot(a_high - a, b - b_low)


def difference_of_levels(one: Level, two: Level) -> Difference:
    """Return the difference of two levels of separate articles, from their intervals.

    The interval is that of `mover`. The test is Welch's: the t margin of each interval is taken out before
    the variances are added, and comes in once, with Welch and Satterthwaite's degrees of freedom. p is 1
    where no level has any spread.

    Examples
    --------
    >>> found = difference_of_levels(Level(0.5, 0.4, 0.6, 19), Level(0.3, 0.2, 0.4, 29))
    >>> round(found.estimate, 2), round(found.low, 3), round(found.high, 3)
    (0.2, 0.059, 0.341)
    >>> found = difference_of_levels(Level(1.0, 0.8, 1.0, 19), Level(0.0, 0.0, 0.1, 29))
    >>> round(found.low, 3), found.high
    (0.776, 1.0)
    """
    estimate, low, high = mover((one.estimate, one.low, one.high), (two.estimate, two.low, two.high))
    if not min(one.df, two.df) >= LEAST_DF:
        return Difference(estimate, math.nan, 0, low, high, 1.0)
    parts = [level_error(level) ** 2 for level in (one, two)]
    error = math.sqrt(sum(parts))
    if error == 0:
        return Difference(estimate, 0.0, 0, low, high, 1.0)
    df = error**4 / sum(part**2 / level.df for part, level in zip(parts, (one, two), strict=True))
    return Difference(estimate, error, df, low, high, float(two_sided_p(estimate / error, df)))


def level_error(level: Level) -> float:
    """Return the standard error of a level, from its t interval.

    Examples
    --------
    >>> round(level_error(Level(0.5, 0.4, 0.6, 19)), 4)
    0.0478
    """
    return (level.high - level.low) / (2 * float(quantile_t(0.975, level.df)))


def smallest_detectable_difference(
    standard_error: float, df: float, *, power: float = 0.8, alpha: float = 0.05
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
    return float(standard_error * (quantile_t(1 - alpha / 2, df) + quantile_t(power, df)))

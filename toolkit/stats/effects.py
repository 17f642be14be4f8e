"""Effect sizes of two sides and bootstrap intervals that resample articles or their clusters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.stats.clusters import Estimate, Floats, cluster_codes

Statistic = Callable[[Floats, Floats], Floats]
_CHUNK = 4_000_000  # cells of a weight matrix held at once


def hedges_g(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Return Hedges' g: the difference of means in pooled standard deviations, corrected for small n.

    Positive where `a` is higher. NaN where a side has fewer than two values or nothing varies.

    Notes
    -----
    Hedges (1981), correction 1 - 3 / (4 df - 1).

    Examples
    --------
    >>> round(hedges_g([2, 4, 6], [1, 2, 3]), 3)
    1.012
    """
    left, right = _values(a), _values(b)
    weights = np.ones((1, len(left) + len(right)))
    return float(_g(np.concatenate([left, right]), len(left), weights)[0])


def cliffs_delta(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Return Cliff's delta: P(a > b) - P(a < b) for a random article of each side, from -1 to 1.

    NaN where a side is empty.

    Notes
    -----
    Cliff (1993).

    Examples
    --------
    >>> cliffs_delta([3, 4, 5], [1, 2, 3])
    0.888...
    """
    left, right = _values(a), _values(b)
    weights = np.ones((1, len(left) + len(right)))
    return float(_delta(np.concatenate([left, right]), len(left), weights)[0])


def effect_interval(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    kind: str = "hedges_g",
    clusters: npt.ArrayLike | pd.Series | None = None,
    draws: int = 2_000,
    seed: int = 1,
) -> Estimate:
    """Return an effect size with its percentile interval from a cluster bootstrap.

    Parameters
    ----------
    a, b : array-like of float
        One value an article, without NaN.
    kind : {"hedges_g", "cliffs_delta"}
        The effect size.
    clusters : array-like, optional
        Cluster of each article, those of `a` first; a cluster may have articles on both sides.
    draws, seed : int
        Number of bootstrap samples, and their seed.

    Returns
    -------
    Estimate

    Examples
    --------
    >>> effect_interval([5, 6, 7, 8], [1, 2, 3, 4], kind="cliffs_delta").estimate
    1.0
    """
    return effect_intervals(a, b, kinds=[kind], clusters=clusters, draws=draws, seed=seed)[kind]


def effect_intervals(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    kinds: Sequence[str] = ("hedges_g", "cliffs_delta"),
    clusters: npt.ArrayLike | pd.Series | None = None,
    draws: int = 2_000,
    seed: int = 1,
) -> dict[str, Estimate]:
    """Return several effect sizes by their kind, with intervals from the same bootstrap samples.

    Parameters
    ----------
    a, b, clusters, draws, seed
        As in `effect_interval`.
    kinds : sequence of str
        The effect sizes.

    Examples
    --------
    >>> found = effect_intervals([5, 6, 7, 8], [1, 2, 3, 4])
    >>> found["cliffs_delta"] == effect_interval([5, 6, 7, 8], [1, 2, 3, 4], kind="cliffs_delta")
    True
    """
    left, right = _values(a), _values(b)
    effects = {"hedges_g": _g, "cliffs_delta": _delta}
    found = bootstraps(
        np.concatenate([left, right]),
        [partial(_of_sides, effects[kind], len(left)) for kind in kinds],
        clusters=clusters,
        draws=draws,
        seed=seed,
    )
    return dict(zip(kinds, found, strict=True))


def _of_sides(effect: Callable[..., Floats], n_left: int, values: Floats, weights: Floats) -> Floats:
    return effect(values, n_left, weights)


def bootstrap(
    values: npt.ArrayLike,
    statistic: Statistic,
    *,
    clusters: npt.ArrayLike | pd.Series | None = None,
    draws: int = 2_000,
    seed: int = 1,
    level: float = 0.95,
) -> Estimate:
    """Return a statistic with the percentile interval of resampled articles or clusters (Efron 1979).

    Parameters
    ----------
    values : array-like, shape (n,) or (n, k)
        One row an article.
    statistic : callable
        From the values and weights of shape (draws, n) to one number a draw; weights count how often
        each article was drawn.
    clusters : array-like, optional
        Clusters that are drawn whole.
    draws, seed : int
        Number of samples, and their seed.
    level : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        The interval is NaN with a reason for fewer than two clusters.

    Examples
    --------
    >>> bootstrap([1, 2, 3, 4, 50], weighted_median).estimate
    3.0
    """
    return bootstraps(values, [statistic], clusters=clusters, draws=draws, seed=seed, level=level)[0]


def bootstraps(
    values: npt.ArrayLike,
    statistics: Sequence[Statistic],
    *,
    clusters: npt.ArrayLike | pd.Series | None = None,
    draws: int = 2_000,
    seed: int = 1,
    level: float = 0.95,
) -> list[Estimate]:
    """Return several statistics of the same values with the intervals that `bootstrap` gives each of them.

    They share the samples, which take longer to draw than to sum.

    Examples
    --------
    >>> bootstraps([1, 2, 3, 4, 50], [weighted_median])[0] == bootstrap([1, 2, 3, 4, 50], weighted_median)
    True
    """
    array = np.asarray(values, dtype=np.float64)
    n = len(array)
    codes = cluster_codes(clusters, n)
    groups = len(np.unique(codes))
    if not n:
        return [Estimate(0, 0, np.nan, np.nan, np.nan, "no articles") for _ in statistics]
    points = [float(statistic(array, np.ones((1, n)))[0]) for statistic in statistics]
    if groups < 2:
        few = "fewer than two clusters: no interval"
        return [Estimate(n, groups, point, np.nan, np.nan, few) for point in points]
    rng, step = np.random.default_rng(seed), max(1, _CHUNK // n)
    found: list[list[Floats]] = [[] for _ in statistics]
    for done in range(0, draws, step):
        weights = _weights(rng, codes, groups, min(step, draws - done))
        for drawn, statistic, point in zip(found, statistics, points, strict=True):
            if not np.isnan(point):
                drawn.append(statistic(array, weights))
    return [_between(n, groups, point, drawn, level) for point, drawn in zip(points, found, strict=True)]


def _between(n: int, groups: int, point: float, drawn: list[Floats], level: float) -> Estimate:
    """Return a statistic with the interval of its resampled values."""
    if np.isnan(point):
        return Estimate(n, groups, np.nan, np.nan, np.nan, "too few articles on a side")
    low, high = percentile_interval(np.concatenate(drawn), level=level)
    return Estimate(n, groups, point, float(low), float(high), None)


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """Return the median of the values under each row of weights; the mean of the two middle ones.

    Examples
    --------
    >>> import numpy as np
    >>> weighted_median(np.array([1.0, 2.0, 3.0]), np.array([[1.0, 1, 1], [2, 1, 0]])).tolist()
    [2.0, 1.0]
    """
    order = np.argsort(values)
    ranked = values[order]
    cumulated = np.cumsum(weights[:, order], axis=1)
    half = cumulated[:, -1:] / 2
    low = np.argmax(cumulated >= half, axis=1)
    high = np.argmax(cumulated > half, axis=1)
    return np.asarray((ranked[low] + ranked[high]) / 2, dtype=np.float64)


def percentile_interval(draws: npt.ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the middle of resampled values over the first axis, leaving out NaN.

    Examples
    --------
    >>> [round(float(x), 2) for x in percentile_interval(range(101), level=0.9)]
    [5.0, 95.0]
    """
    low, high = np.nanquantile(
        np.asarray(draws, dtype=np.float64), [0.5 - level / 2, 0.5 + level / 2], axis=0
    )
    return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)


def _weights(rng: np.random.Generator, codes: npt.NDArray[np.intp], groups: int, draws: int) -> Floats:
    """Return how often each article is drawn when its clusters are drawn with replacement."""
    counts = rng.multinomial(groups, np.full(groups, 1 / groups), size=draws)
    return np.asarray(counts[:, codes], dtype=np.float64)


def _values(values: npt.ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64).ravel()


def _g(values: Floats, n_left: int, weights: Floats) -> Floats:
    """Return Hedges' g under each row of weights; the first `n_left` values are one side."""
    parts = []
    for side in (slice(None, n_left), slice(n_left, None)):
        w, x = weights[:, side], values[side]
        n = w.sum(axis=1)
        mean = np.divide(w @ x, n, out=np.full(len(n), np.nan), where=n > 0)
        spread = (w * (x[None, :] - mean[:, None]) ** 2).sum(axis=1)
        parts.append((n, mean, spread))
    (n_a, mean_a, ss_a), (n_b, mean_b, ss_b) = parts
    df = n_a + n_b - 2
    usable = (n_a > 1) & (n_b > 1) & (ss_a + ss_b > 0)
    sd = np.sqrt(np.divide(ss_a + ss_b, df, out=np.full(len(df), np.nan), where=usable))
    return np.asarray((mean_a - mean_b) / sd * (1 - 3 / (4 * np.maximum(df, 1) - 1)), dtype=np.float64)


def _delta(values: Floats, n_left: int, weights: Floats) -> Floats:
    """Return Cliff's delta under each row of weights, from cumulated weights of the sorted side."""
    left, right = values[:n_left], values[n_left:]
    order = np.argsort(right)
    w_left, w_right = weights[:, :n_left], weights[:, n_left:][:, order]
    cumulated = np.concatenate([np.zeros((len(weights), 1)), np.cumsum(w_right, axis=1)], axis=1)
    below = cumulated[:, np.searchsorted(right[order], left, side="left")]
    above = cumulated[:, -1:] - cumulated[:, np.searchsorted(right[order], left, side="right")]
    pairs = w_left.sum(axis=1) * w_right.sum(axis=1)
    wins = (w_left * (below - above)).sum(axis=1)
    return np.asarray(np.divide(wins, pairs, out=np.full(len(wins), np.nan), where=pairs > 0))

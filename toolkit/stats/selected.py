"""Intervals at another level than 95 %, for findings that were picked out because they stood out."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from toolkit.stats.clusters import quantile_t
from toolkit.stats.differences import LEAST_DF, Level

USUAL = 0.95


def widened(level: Level, to: float, *, share: bool = False) -> Level:
    """Return an estimate with its interval brought from 95 % to another level.

    Parameters
    ----------
    level : Level
        Estimate, 95 % interval and its degrees of freedom.
    to : float
        The other level, 0 to 1.
    share : bool
        The estimate is a share: the interval grows on the log-odds scale and stays inside 0 to 1; the bound
        of a share of none (or all) is the exact binomial one, as in `toolkit.stats.shares.share_of_sums`.

    Examples
    --------
    >>> made = widened(Level(0.5, 0.4, 0.6, 19), 0.99, share=True)
    >>> round(made.low, 3), round(made.high, 3)
    (0.365, 0.635)
    >>> round(widened(Level(0.0, 0.0, 0.168, 19), 0.99, share=True).high, 3)
    0.232
    """
    ratio = _ratio(level.df, to)
    if not share:
        below, above = level.estimate - level.low, level.high - level.estimate
        return level._replace(low=level.estimate - ratio * below, high=level.estimate + ratio * above)
    if level.estimate in (0.0, 1.0):
        return _bounded(level, to)
    middle, low, high = special.logit([level.estimate, level.low, level.high])
    ends = special.expit([middle - ratio * (middle - low), middle + ratio * (high - middle)])
    return level._replace(low=float(ends[0]), high=float(ends[1]))


def _ratio(df: float, to: float) -> float:
    freedom = max(LEAST_DF, df)
    return float(quantile_t(0.5 + to / 2, freedom) / quantile_t(0.5 + USUAL / 2, freedom))


def _bounded(level: Level, to: float) -> Level:
    """Return the interval of a share of none or all: its bound is a power of the tail's probability."""
    power = math.log((1 - to) / 2) / math.log((1 - USUAL) / 2)
    if level.estimate == 0.0:
        return level._replace(high=1 - (1 - level.high) ** power)
    return level._replace(low=level.low**power)


def articles_needed(spread: tuple[float, float], difference: float, *, p: float, power: float = 0.8) -> float:
    """Return how many articles a side show a true difference.

    Parameters
    ----------
    spread : (float, float)
        Standard deviation of one article's contribution on either side: the standard error of the estimate
        times the root of its number of articles.
    difference : float
        The true difference, in the same units.
    p : float
        Largest two-sided p-value that is stated.
    power : float
        Share of studies of this size that state it.

    Notes
    -----
    The usual formula for two means, with the normal distribution (Cohen 1988).

    Examples
    --------
    >>> articles_needed((1.0, 1.0), 1.0, p=0.05)
    16
    """
    if not difference or not np.isfinite(spread).all():
        return float("nan")
    reach = special.ndtri(1 - p / 2) + special.ndtri(power)
    return math.ceil(reach**2 * (spread[0] ** 2 + spread[1] ** 2) / difference**2)

"""Agreement between coders: percent, Krippendorff's alpha, Gwet's AC1, kappa; a bootstrap by article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy import special

from toolkit.errors import ToolkitError, nearest
from toolkit.settings import LEAST
from toolkit.stats.clusters import Estimate, Floats, cluster_codes

Level = Literal["nominal", "ordinal", "interval"]
LEVELS: tuple[str, ...] = get_args(Level)
DRAWS = (
    1_000  # of the bootstrap: the usual number for a 95 % interval by percentiles (Efron & Tibshirani 1993)
)
CELLS = 4_000_000  # numbers held at once by the bootstrap: 32 MB
DEFINED = 0.9  # an interval needs so many of the draws in which the coefficient is defined
NAN = float("nan")


@dataclass(frozen=True)
class Tally:
    """What every coefficient needs of some items, in sums that can be weighted and drawn again.

    Attributes
    ----------
    values : ndarray, shape (K,)
        The values that occur, in order.
    pairs : ndarray, shape (G, K, K)
        For each article the coincidences of values: each pair of codes of an item, in both orders, divided
        by the item's number of codes less one (Krippendorff 2019).
    same : ndarray, shape (G,)
        Sum over the article's items of the share of pairs of coders that agree.
    items : ndarray, shape (G,)
        Items with two codes or more.
    used : ndarray, shape (G, K)
        Sum over all items of the share of coders who chose each value.
    coded : ndarray, shape (G,)
        Items with any code.
    crossed : ndarray, shape (G, P, K, K)
        For each pair of coders their two-way table of values.
    """

    values: Floats
    pairs: Floats
    same: Floats
    items: Floats
    used: Floats
    coded: Floats
    crossed: Floats


def tally(ratings: npt.ArrayLike, clusters: npt.ArrayLike | None = None) -> Tally:
    """Count the codes of some items.

    Parameters
    ----------
    ratings : array-like, shape (items, coders)
        Numbers; NaN where a coder did not code the item.
    clusters : array-like, optional
        The article of each item; without it each item is an article of its own.
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2:
        raise ToolkitError("ratings need two dimensions: items and coders")
    article = np.unique(cluster_codes(clusters, len(table)), return_inverse=True)[1]
    given = ~np.isnan(table)
    values = np.unique(table[given])
    chosen = (table[:, :, None] == values) & given[:, :, None]
    count = chosen.sum(axis=1).astype(np.float64)
    codes = count.sum(axis=1)
    twice = codes > 1
    with np.errstate(divide="ignore", invalid="ignore"):
        own = count[:, :, None] * (count[:, None, :] - np.eye(len(values)))
        pairs = np.where(twice[:, None, None], own / (codes - 1)[:, None, None], 0.0)
        same = np.where(twice, np.trace(own, axis1=1, axis2=2) / (codes * (codes - 1)), 0.0)
        used = np.where(codes[:, None] > 0, count / codes[:, None], 0.0)
    crossed = [
        chosen[:, a, :, None] & chosen[:, b, None, :]
        for a in range(table.shape[1])
        for b in range(a + 1, table.shape[1])
    ]
    flat = np.stack(crossed, axis=1) if crossed else np.zeros((len(table), 0, len(values), len(values)))
    groups = int(article.max(initial=-1)) + 1
    parts = (pairs, same, twice, used, codes > 0, flat)
    return Tally(
        values, *(_by_article(np.asarray(part, dtype=np.float64), article, groups) for part in parts)
    )


def _by_article(part: Floats, article: npt.NDArray[np.intp], groups: int) -> Floats:
    summed = np.zeros((groups, *part.shape[1:]))
    np.add.at(summed, article, part)
    return summed


def _spread(weights: Floats, part: Floats) -> Floats:
    """Return sums over articles under each row of weights."""
    flat = weights @ part.reshape(len(part), -1)
    return np.asarray(flat.reshape(len(weights), *part.shape[1:]), dtype=np.float64)


def percent_of(counted: Tally, weights: Floats) -> Floats:
    """Return the share of pairs of coders who agree, under each row of weights over the articles."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((weights @ counted.same) / (weights @ counted.items), dtype=np.float64)


def alpha_of(counted: Tally, weights: Floats, level: str) -> Floats:
    """Return Krippendorff's alpha under each row of weights over the articles."""
    observed = _spread(weights, counted.pairs)
    totals = observed.sum(axis=2)
    n = totals.sum(axis=1)
    distance = _distance(counted.values, totals, level)
    apart = (observed * distance).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - (n - 1) * apart / expected, np.nan), dtype=np.float64)


def _distance(values: Floats, totals: Floats, level: str) -> Floats:
    """Return the squared distance between any two values, under each row of totals.

    The ordinal distance counts the codes between two values, half of those at its ends: a difference of
    middle ranks.
    """
    if level == "nominal":
        return np.asarray(np.broadcast_to(1 - np.eye(len(values)), (len(totals), len(values), len(values))))
    place = np.cumsum(totals, axis=1) - totals / 2 if level == "ordinal" else values[None, :]
    return np.asarray((place[:, :, None] - place[:, None, :]) ** 2, dtype=np.float64)


def ac1_of(counted: Tally, weights: Floats, categories: int) -> Floats:
    """Return Gwet's AC1 under each row of weights; the number of categories is that of the codebook."""
    used = _spread(weights, counted.used) / (weights @ counted.coded)[:, None]
    chance = (used * (1 - used)).sum(axis=1) / (categories - 1)
    return np.asarray((percent_of(counted, weights) - chance) / (1 - chance), dtype=np.float64)


def kappa_of(counted: Tally, weights: Floats, level: str) -> Floats:
    """Return Cohen's kappa, the mean over pairs of coders, under each row of weights.

    Weighted by the distance of ranks for ordinal codes, by its square for interval codes.
    """
    k = len(counted.values)
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(np.float64)
    cost = {"nominal": np.minimum(steps, 1), "ordinal": steps, "interval": steps**2}[level]
    crossed = _spread(weights, counted.crossed)
    n = crossed.sum(axis=(2, 3))
    expected = crossed.sum(axis=3)[..., :, None] * crossed.sum(axis=2)[..., None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        each = 1 - n * (crossed * cost).sum(axis=(2, 3)) / (expected * cost).sum(axis=(2, 3))
        defined = np.isfinite(each)
        return np.asarray(np.where(defined, each, 0).sum(axis=1) / defined.sum(axis=1), dtype=np.float64)


def krippendorff_alpha(ratings: npt.ArrayLike, level: Level = "nominal") -> float:
    """Return Krippendorff's alpha: 1 is full agreement, 0 that of codes dealt out at random.

    Parameters
    ----------
    ratings : array-like, shape (items, coders)
        Numbers; NaN where a coder did not code the item. Items with one code do not count.
    level : {"nominal", "ordinal", "interval"}
        What the numbers mean.

    Returns
    -------
    float
        NaN where fewer than two different values were used: there is nothing to agree on.

    Notes
    -----
    Krippendorff (2019), Content Analysis, 4th edition, chapter 12; any number of coders, gaps allowed.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 1], [2, 2], [3, 1], [2, 2]]), 3)
    0.632
    """
    counted = tally(ratings)
    return float(alpha_of(counted, np.ones((1, len(counted.same))), _checked(level))[0])


def _checked(level: str) -> str:
    if level not in LEVELS:
        raise ToolkitError(f"level is {level!r}; {nearest(level, LEVELS)}")
    return level


def agreement_coefficients(
    ratings: npt.ArrayLike,
    clusters: npt.ArrayLike | None = None,
    *,
    level: Level = "nominal",
    categories: int = 0,
    least: int = LEAST,
    seed: int = 1,
) -> dict[str, Estimate]:
    """Return percent, alpha, AC1 and kappa of one variable, with 95 % intervals.

    Parameters
    ----------
    ratings : array-like, shape (items, coders)
        Numbers; NaN where a coder did not code the item.
    clusters : array-like, optional
        The article of each item.
    level : {"nominal", "ordinal", "interval"}
        What the numbers mean, for alpha and kappa; AC1 and percent take them as names.
    categories : int
        Values the codebook allows, for AC1; those that occur by default.
    least : int
        Fewer articles coded twice have no interval.

    Returns
    -------
    dict of str to Estimate
        ``percent``, ``alpha``, ``ac1``, ``kappa``; ``clusters`` of each is the number of items.

    Notes
    -----
    Krippendorff (2019); Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, for any
    number of coders; Cohen (1960, 1968), averaged over pairs of coders (Light 1971). The bootstrap draws
    whole articles. Where no two codes differ, every draw would say 1: the lower end is then what the exact
    binomial bound of so many articles leaves.

    Examples
    --------
    >>> found = agreement_coefficients([[1, 1], [0, 0], [1, 0], [0, 0], [1, 1], [0, 0]])
    >>> {name: round(one.estimate, 2) for name, one in found.items()}
    {'percent': 0.83, 'alpha': 0.69, 'ac1': 0.68, 'kappa': 0.67}
    """
    counted, kind = tally(ratings, clusters), _checked(level)
    size = max(categories, len(counted.values), 2)
    measures: Mapping[str, Callable[[Floats], Floats]] = {
        "percent": lambda w: percent_of(counted, w),
        "alpha": lambda w: alpha_of(counted, w, kind),
        "ac1": lambda w: ac1_of(counted, w, size),
        "kappa": lambda w: kappa_of(counted, w, kind),
    }
    return {name: _estimate(name, counted, measure, least, seed) for name, measure in measures.items()}


def _estimate(
    name: str, counted: Tally, measure: Callable[[Floats], Floats], least: int, seed: int
) -> Estimate:
    """Return one coefficient with its interval, or the reason why there is none."""
    twice = np.flatnonzero(counted.items > 0)
    n, items = len(twice), int(counted.items.sum())
    if not n:
        one = counted.crossed.shape[1] == 0
        return Estimate(
            0, 0, NAN, NAN, NAN, "one coder; agreement takes two" if one else "nothing was coded twice"
        )
    value = float(measure(np.ones((1, len(counted.items))))[0])
    if np.isnan(value):
        return Estimate(n, items, NAN, NAN, NAN, "all codes are the same: nothing to agree on")
    if n < least:
        return Estimate(n, items, value, NAN, NAN, f"fewer than {least} articles coded twice")
    if float(percent_of(counted, np.ones((1, len(counted.items))))[0]) == 1:
        low = _perfect_low(name, counted, n)
        return Estimate(n, items, value, low, 1.0, None)
    drawn = _drawn(counted, measure, seed)
    if len(drawn) < DEFINED * DRAWS:
        return Estimate(n, items, value, NAN, NAN, "too few codes of the rarer values for an interval")
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(n, items, value, float(low), float(high), None)


def _drawn(counted: Tally, measure: Callable[[Floats], Floats], seed: int) -> Floats:
    """Return a coefficient in each draw of articles in which it is defined, some draws at a time."""
    rng, g = np.random.default_rng(seed), len(counted.items)
    cells = len(counted.values) ** 2 * max(counted.crossed.shape[1], 1)
    step = max(1, min(DRAWS, CELLS // cells))
    parts = [
        measure(rng.multinomial(g, np.full(g, 1 / g), size=min(step, DRAWS - start)).astype(np.float64))
        for start in range(0, DRAWS, step)
    ]
    found = np.concatenate(parts)
    return np.asarray(found[np.isfinite(found)], dtype=np.float64)


def _perfect_low(name: str, counted: Tally, n: int) -> float:
    """Return the lower end where all codes agree: disagreement up to the exact bound of n articles."""
    apart = 1 - 0.025 ** (1 / n)
    if name in ("percent", "ac1"):
        totals = counted.used.sum(axis=0) / counted.coded.sum()
        chance = (totals * (1 - totals)).sum() / max(len(totals) - 1, 1) if name == "ac1" else 0.0
        return float(1 - apart / (1 - chance))
    totals = counted.pairs.sum(axis=(0, 2))
    expected = 1 - ((totals / totals.sum()) ** 2).sum()
    return float(max(-1.0, 1 - apart / expected))


def above_chance(right: int, n: int, chance: float) -> float:
    """Return the probability of so many right answers or more of `n` by guessing (exact binomial).

    Examples
    --------
    >>> round(above_chance(3, 4, 0.25), 4), above_chance(0, 4, 0.25)
    (0.0508, 1.0)
    """
    return float(special.bdtrc(right - 1, n, chance)) if right > 0 else 1.0

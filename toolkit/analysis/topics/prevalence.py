"""How much each outlet (or agency, or month) writes about each topic, with intervals that cover.

The variance of a mean share has two parts, which are added as if they were independent (Rubin 1987): that of
the articles under given topics, clustered by story, and that of the topics themselves, from refits
(`topics_refit`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.settings import ComparisonSettings
from toolkit.stats.clusters import (
    clustered_fit,
    effective_number,
    quantile_t,
    refit_variance,
    too_few,
    two_sided_p,
)
from toolkit.stats.families import benjamini_hochberg
from toolkit.stats.permutation import mean_differences_p
from toolkit.stats.shares import logit_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Mask = NDArray[np.bool_]

LEVEL = 0.95
SMALL = 60  # articles of the smaller side under which t is not trusted: shares of topics are very skewed
SAYS_NOTHING = 0.9  # width of a share's interval from which it is left out: it spans nearly all there is
USUAL = ComparisonSettings()


class Sample(NamedTuple):
    """Articles as prevalence sees them.

    Attributes
    ----------
    shares : array (articles x topics)
    again : array (refits x articles x topics)
        Shares of the same articles under the topics of each refit.
    compared : array of bool
        Topics that are found again.
    clusters : array of int
        Story of each article.
    weights : array
        1/m for each of m copies.
    """

    shares: Array
    again: NDArray[np.float32]
    compared: Mask
    clusters: Codes
    weights: Array


class Estimate(NamedTuple):
    """An estimate for each topic, its variance, the part due to the topics, and degrees of freedom.

    `effective` is how many independent articles it (or the smaller side) tells as much as.
    """

    value: Array
    variance: Array
    from_topics: Array
    freedom: float
    effective: float = 0.0


def prevalence(
    sample: Sample, groups: pd.Series, labels: list[str], *, smallest: ComparisonSettings = USUAL
) -> pd.DataFrame:
    """Return the mean share of each topic in each group, with intervals.

    Columns are `group, topic, label, n, share, low, high, df, from_topics, reason`. `share` is the mean share
    (0 to 1) of the topic in the group's articles, copies counting once; `from_topics` the part of the
    variance that is due to the topics being estimated. The interval is computed on the log-odds scale, so
    it stays within 0 and 1. No interval below `smallest.min_articles` (5), for a topic that is not found
    again, or where it would be wider than 90 points.
    """
    parts = []
    for group in sorted(groups.dropna().unique()):
        inside = np.asarray(groups == group)
        estimate = estimate_of(sample, inside, np.ones((len(groups), 1)))
        low, high = logit_interval(estimate.value, estimate.variance, estimate.freedom, level=LEVEL)
        table = _frame(group, labels, int(inside.sum()), estimate)
        table = table.assign(share=estimate.value, low=low, high=high, df=estimate.freedom)
        few = too_few(estimate.effective, smallest.min_articles)
        table = _without(table, sample, ["low", "high", "df"], smallest.min_articles, few)
        wide = table["high"] - table["low"] > SAYS_NOTHING
        table.loc[wide, "reason"] = "the interval would span nearly all from 0 to 100 per cent"
        table.loc[wide, ["low", "high", "df"]] = np.nan
        parts.append(table)
    columns = ["group", "topic", "label", "n", "share", "low", "high", "df", "from_topics", "reason"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def differences(
    sample: Sample,
    groups: pd.Series,
    labels: list[str],
    *,
    dates: pd.Series | None = None,
    smallest: ComparisonSettings = USUAL,
) -> pd.DataFrame:
    """Return, for each group and topic, its mean share minus that of all other groups together.

    Columns are `group, topic, label, n, n_other, share, share_other, difference, low, high, df, p, q,
    from_topics, finding, reason`. Positive: the group writes more about the topic. `q` is adjusted over all
    topics and groups of the call (Benjamini & Hochberg 1995); with two groups, which mirror each other,
    over one of them. A finding has q below 0.05 and at least `smallest.few_articles` (10)
    articles a side. With fewer than 60 on the smaller side p is the larger of that of t, clustered by
    story, and of a permutation of whole stories with a studentised difference (of what the day leaves, where
    it is adjusted for): of 10 articles against 120
    t alone stated a difference that was none in a fifth of reports.

    Parameters
    ----------
    sample : Sample
        The articles' shares.
    groups : Series
        The group of each article; those without one are left out.
    labels : list of str
        The topics' labels.
    dates : Series, optional
        Days of publication: differences are then adjusted for time (a quadratic in the day, by least
        squares), and articles without a date are left out.
    smallest : ComparisonSettings, optional
        Fewest articles a side for an interval and a p-value, and for a finding.
    """
    names = sorted(groups.dropna().unique())
    known = np.asarray(groups.notna()) & (True if dates is None else np.asarray(dates.notna()))
    time = None if dates is None else _quadratic(dates)
    parts = []
    for group in names if len(names) > 1 else []:
        inside = np.asarray(groups == group) & known
        table, effective = _difference(sample, labels, group, (inside, known & ~inside), time)
        few = too_few(effective, smallest.min_articles)
        parts.append(_without(table, sample, ["low", "high", "df", "p"], smallest.min_articles, few))
    columns = ["group", "topic", "label", "n", "n_other", "share", "share_other", "difference", "low", "high"]
    columns += ["df", "p", "q", "from_topics", "finding", "reason"]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts, ignore_index=True)
    table["q"] = _adjusted(table, mirrored=len(names) == 2)
    table["finding"] = (table["q"] < 1 - LEVEL) & (
        table[["n", "n_other"]].min(axis=1) >= smallest.few_articles
    )
    return table[columns]


def _difference(
    sample: Sample, labels: list[str], group: Any, sides: tuple[Mask, Mask], time: Array | None
) -> tuple[pd.DataFrame, float]:
    """Return the rows of one group, and how many independent articles the smaller side tells as much as."""
    inside, other = sides
    one = np.ones((len(inside), 1))
    columns = [inside[:, None].astype(float), one] + ([] if time is None else [time])
    estimate = estimate_of(sample, inside | other, np.hstack(columns))
    error = np.sqrt(estimate.variance)
    n = int(inside.sum()), int(other.sum())
    each = [estimate_of(sample, side, one) for side in sides]
    low, high = _ends(estimate, None if time is not None else each)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = two_sided_p(estimate.value / error, estimate.freedom)
    if 1 < min(n) < SMALL:
        p = np.maximum(p, _permuted(sample, sides, time))  # undefined stays undefined
    table = _frame(group, labels, n[0], estimate).assign(
        n_other=n[1],
        share=each[0].value,
        share_other=each[1].value,
        difference=estimate.value,
        low=low,
        high=high,
        df=estimate.freedom,
        p=p,
    )
    return table, estimate.effective


def _ends(found: Estimate, sides: list[Estimate] | None) -> tuple[Array, Array]:
    """Return the interval of a difference of mean shares, by MOVER from those of the two sides.

    Under the topics as they are each side's interval is on the log-odds scale, as that of its share: shares
    of few articles are too skewed for t about the difference. What is due to the topics is added, as it is
    of both sides at once. t alone where there are no sides (adjusted for time), or a share is 0 or 1.
    """
    due = quantile_t((1 + LEVEL) / 2, found.freedom) ** 2 * found.variance
    if sides is None:
        return found.value - np.sqrt(due), found.value + np.sqrt(due)
    (a, a_low, a_high), (b, b_low, b_high) = (
        (side.value, *logit_interval(side.value, side.variance - side.from_topics, side.freedom, level=LEVEL))
        for side in sides
    )
    topics = quantile_t((1 + LEVEL) / 2, found.freedom) ** 2 * found.from_topics
    under = (a - a_low) ** 2 + (b_high - b) ** 2 + topics
    over = (a_high - a) ** 2 + (b - b_low) ** 2 + topics
    down, up = (np.sqrt(np.where(np.isnan(reach), due, reach)) for reach in (under, over))
    return found.value - down, found.value + up


def _permuted(sample: Sample, sides: tuple[Mask, Mask], time: Array | None) -> Array:
    """Return p-values that hold for few articles with skewed shares, under the topics as they are."""
    used = (sides[0] | sides[1]) & ~np.isnan(sample.shares).any(axis=1)
    return mean_differences_p(
        sample.shares[used],
        sides[0][used],
        weights=sample.weights[used],
        clusters=sample.clusters[used],
        controls=None if time is None else time[used],
    )


def _frame(group: Any, labels: list[str], n: int, estimate: Estimate) -> pd.DataFrame:
    with np.errstate(divide="ignore", invalid="ignore"):
        part = estimate.from_topics / estimate.variance
    return pd.DataFrame(
        {"group": group, "topic": np.arange(1, len(labels) + 1), "label": labels, "n": n, "from_topics": part}
    )


def _without(
    table: pd.DataFrame, sample: Sample, columns: list[str], fewest: int, few: str | None
) -> pd.DataFrame:
    """Take intervals out where there are too few articles or the topic is not found again; say why."""
    least = table[[name for name in ("n", "n_other") if name in table]].min(axis=1)
    reason = pd.Series(pd.NA, index=table.index, dtype="str")
    low, high = table["low"], table["high"]
    reason[(low.isna() | high.isna() | (low == high)).to_numpy()] = "the shares do not vary"
    reason[~sample.compared] = "topic not stable enough to compare"
    if few:
        reason[:] = few
    reason[(least < fewest).to_numpy()] = f"fewer than {fewest} articles"
    out = table.assign(reason=reason)
    out.loc[reason.notna(), columns] = np.nan
    return out


def estimate_of(sample: Sample, used: Mask, design: Any) -> Estimate:
    """Return the first coefficient of a least-squares fit of the shares, with its variance.

    A column of ones gives a mean; a mark of the group and ones, a difference of means; more columns, the
    difference adjusted for them.

    Within: CR2 variance with stories as clusters, Satterthwaite's degrees of freedom
    (`toolkit.stats.clusters.clustered_fit`).
    Between: variance over refits of the same articles' coefficient, times 1 + 1/B (Rubin 1987).
    """
    used = used & ~np.isnan(sample.shares).any(axis=1)
    shares, chosen = sample.shares[used], design[used]
    blank = np.full(sample.shares.shape[1], np.nan)
    mean = shares.mean(axis=0) if used.any() and design.shape[1] == 1 else blank
    undefined = Estimate(mean, blank, blank, np.nan)
    if not used.any():
        return undefined
    try:
        fit = clustered_fit(shares, chosen, sample.clusters[used], weights=sample.weights[used], wanted=1)
    except ToolkitError:  # too few stories
        return undefined
    if fit.rank < design.shape[1]:
        return undefined
    between = refit_variance([fit.solver[0] @ np.nan_to_num(there[used]) for there in sample.again])
    effective = _effective(np.abs(fit.solver[0]), chosen, sample.clusters[used])
    return Estimate(fit.coefficients[0], fit.variance() + between, between, float(fit.df[0]), effective)


def _effective(weight: Array, design: Any, clusters: Codes) -> float:
    """Return how many independent articles a mean, or the smaller side of a difference, tells as much as."""
    first = np.asarray(design[:, [0]].sum(axis=1)).ravel()  # of a sparse one too
    sides = [first == 1] + ([first == 0] if design.shape[1] > 1 else [])
    return min(effective_number(weight[side], clusters[side]) for side in sides)


def _quadratic(dates: pd.Series) -> Array:
    """Return day of publication, scaled, and its square; zeros without a date."""
    if dates.isna().all():
        return np.zeros((len(dates), 2))
    days = (dates - dates.min()).dt.days.to_numpy(dtype=float, na_value=np.nan)
    scaled = (days - np.nanmean(days)) / (np.nanstd(days) or 1.0)
    terms: Array = np.nan_to_num(np.column_stack([scaled, scaled**2]))
    return terms


def _adjusted(table: pd.DataFrame, *, mirrored: bool) -> Array:
    """Return Benjamini-Hochberg q over the call; two groups give each test twice, which counts once."""
    p = table["p"].to_numpy(dtype=np.float64)
    if not mirrored:
        return benjamini_hochberg(p)
    half = len(table) // 2
    return np.tile(benjamini_hochberg(p[:half]), 2)

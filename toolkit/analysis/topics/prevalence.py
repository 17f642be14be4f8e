"""How much each outlet (or agency, or month) writes about each topic, with intervals that cover.

The variance of a mean share has two parts, which are added as if they were independent (Rubin 1987): that of
the articles under given topics, clustered by story, and that of the topics themselves, from refits
(`topics_refit`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Mask = NDArray[np.bool_]

MIN_ARTICLES = 5  # a side: below it no interval and no p-value
FEW_ARTICLES = 10  # a side: below it a difference is flagged
LEVEL = 0.95


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
    """An estimate for each topic, its variance, the part due to the topics, and degrees of freedom."""

    value: Array
    variance: Array
    from_topics: Array
    freedom: float


def prevalence(sample: Sample, groups: pd.Series, labels: list[str]) -> pd.DataFrame:
    """Return the mean share of each topic in each group, with intervals.

    Columns are `group, topic, label, n, share, low, high, from_topics, reason`. `share` is the mean share
    (0 to 1) of the topic in the group's articles, copies counting once; `from_topics` the part of the
    variance that is due to the topics being estimated. The interval is computed on the log-odds scale, so
    it stays within 0 and 1. No interval below 5 articles, or for a topic that is not found again.
    """
    parts = []
    for group in sorted(groups.dropna().unique()):
        inside = np.asarray(groups == group)
        estimate = estimate_of(sample, inside, np.ones((len(groups), 1)))
        low, high = _logit_interval(estimate)
        table = _frame(group, labels, int(inside.sum()), estimate)
        parts.append(
            _without(table.assign(share=estimate.value, low=low, high=high), sample, ["low", "high"])
        )
    columns = ["group", "topic", "label", "n", "share", "low", "high", "from_topics", "reason"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def differences(
    sample: Sample, groups: pd.Series, labels: list[str], *, dates: pd.Series | None = None
) -> pd.DataFrame:
    """Return, for each group and topic, its mean share minus that of all other groups together.

    Columns are `group, topic, label, n, n_other, share, share_other, difference, low, high, p, q,
    from_topics, finding, reason`. Positive: the group writes more about the topic. `q` is adjusted over all
    topics and groups of the call (Benjamini & Hochberg 1995); with two groups, which mirror each other,
    over one of them. A finding has q below 0.05 and at least 10 articles a side.

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
    """
    names = sorted(groups.dropna().unique())
    known = np.asarray(groups.notna()) & (True if dates is None else np.asarray(dates.notna()))
    time = None if dates is None else _quadratic(dates)
    parts = []
    for group in names if len(names) > 1 else []:
        inside = np.asarray(groups == group) & known
        parts.append(_difference(sample, labels, group, (inside, known & ~inside), time))
    columns = ["group", "topic", "label", "n", "n_other", "share", "share_other", "difference", "low", "high"]
    columns += ["p", "q", "from_topics", "finding", "reason"]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts, ignore_index=True)
    table["q"] = _adjusted(table, mirrored=len(names) == 2)
    table["finding"] = (table["q"] < 1 - LEVEL) & (table[["n", "n_other"]].min(axis=1) >= FEW_ARTICLES)
    return table[columns]


def _difference(
    sample: Sample, labels: list[str], group: Any, sides: tuple[Mask, Mask], time: Array | None
) -> pd.DataFrame:
    from scipy.stats import t  # noqa: PLC0415

    inside, other = sides
    one = np.ones((len(inside), 1))
    columns = [inside[:, None].astype(float), one] + ([] if time is None else [time])
    estimate = estimate_of(sample, inside | other, np.hstack(columns))
    error = np.sqrt(estimate.variance)
    reach = t.ppf((1 + LEVEL) / 2, estimate.freedom) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * t.sf(np.abs(estimate.value) / error, estimate.freedom)
    table = _frame(group, labels, int(inside.sum()), estimate).assign(
        n_other=int(other.sum()),
        share=estimate_of(sample, inside, one).value,
        share_other=estimate_of(sample, other, one).value,
        difference=estimate.value,
        low=estimate.value - reach,
        high=estimate.value + reach,
        p=p,
    )
    return _without(table, sample, ["low", "high", "p"])


def _frame(group: Any, labels: list[str], n: int, estimate: Estimate) -> pd.DataFrame:
    with np.errstate(divide="ignore", invalid="ignore"):
        part = estimate.from_topics / estimate.variance
    return pd.DataFrame(
        {"group": group, "topic": np.arange(1, len(labels) + 1), "label": labels, "n": n, "from_topics": part}
    )


def _without(table: pd.DataFrame, sample: Sample, columns: list[str]) -> pd.DataFrame:
    """Take intervals out where there are too few articles or the topic is not found again; say why."""
    least = table[[name for name in ("n", "n_other") if name in table]].min(axis=1)
    reason = pd.Series(pd.NA, index=table.index, dtype="str")
    low, high = table["low"], table["high"]
    reason[(low.isna() | high.isna() | (low == high)).to_numpy()] = "the shares do not vary"
    reason[~sample.compared] = "topic not stable enough to compare"
    reason[(least < MIN_ARTICLES).to_numpy()] = f"fewer than {MIN_ARTICLES} articles"
    out = table.assign(reason=reason)
    out.loc[reason.notna(), columns] = np.nan
    return out


def estimate_of(sample: Sample, used: Mask, design: Array) -> Estimate:
    """Return the first coefficient of a least-squares fit of the shares, with its variance.

    A column of ones gives a mean; a mark of the group and ones, a difference of means; more columns, the
    difference adjusted for them.

    Within: cluster-robust (sandwich) variance, residuals summed by story, times G / (G - columns).
    Between: variance over refits of the same articles' coefficient, times 1 + 1/B (Rubin 1987).
    """
    used = used & ~np.isnan(sample.shares).any(axis=1)
    clusters = np.unique(sample.clusters[used])
    freedom = len(clusters) - design.shape[1]
    if freedom < 1 or np.linalg.matrix_rank(design[used]) < design.shape[1]:
        blank = np.full(sample.shares.shape[1], np.nan)
        value = sample.shares[used].mean(axis=0) if used.any() and design.shape[1] == 1 else blank
        return Estimate(value, blank, blank, np.nan)
    root = np.sqrt(sample.weights[used])[:, None]
    solver = np.linalg.pinv(design[used] * root) * root.T
    shares = sample.shares[used]
    scores = solver[0][:, None] * (shares - design[used] @ (solver @ shares))
    sums = np.zeros((len(clusters), shares.shape[1]))
    np.add.at(sums, np.searchsorted(clusters, sample.clusters[used]), scores)
    within = (sums**2).sum(axis=0) * len(clusters) / freedom
    turns = [solver[0] @ np.nan_to_num(there[used]) for there in sample.again]
    between = np.var(turns, axis=0, ddof=1) * (1 + 1 / len(turns))
    return Estimate(solver[0] @ shares, within + between, between, float(freedom))


def _quadratic(dates: pd.Series) -> Array:
    """Return day of publication, scaled, and its square; zeros without a date."""
    days = (dates - dates.min()).dt.days.to_numpy(dtype=float, na_value=np.nan)
    scaled = (days - np.nanmean(days)) / (np.nanstd(days) or 1.0)
    terms: Array = np.nan_to_num(np.column_stack([scaled, scaled**2]))
    return terms


def _logit_interval(estimate: Estimate) -> tuple[Array, Array]:
    from scipy.stats import t  # noqa: PLC0415

    value = np.where((estimate.value > 0) & (estimate.value < 1), estimate.value, np.nan)
    odds = np.log(value / (1 - value))
    reach = t.ppf((1 + LEVEL) / 2, estimate.freedom) * np.sqrt(estimate.variance) / (value * (1 - value))
    return 1 / (1 + np.exp(-(odds - reach))), 1 / (1 + np.exp(-(odds + reach)))


def _adjusted(table: pd.DataFrame, *, mirrored: bool) -> Array:
    """Return Benjamini-Hochberg q over the call; two groups give each test twice, which counts once."""
    from scipy.stats import false_discovery_control  # noqa: PLC0415

    q = np.full(len(table), np.nan)
    family = np.array(table["p"].notna())
    if mirrored:
        family &= (table["group"] == table["group"].iloc[0]).to_numpy()
    if family.any():
        q[family] = false_discovery_control(table.loc[family, "p"])
    if mirrored:
        half = len(table) // 2
        q[half:] = q[:half]
    return q

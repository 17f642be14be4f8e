"""How much each outlet (or agency, or month) writes about each topic, with intervals that cover.

The variance of a mean share has two parts (Rubin 1987): that of the articles under given topics, clustered
by story, and that of the topics themselves, from refits (`topics_refit`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.topics_refit import Refits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Mask = NDArray[np.bool_]

MIN_ARTICLES = 5  # a side: below it no interval and no p-value
FEW_ARTICLES = 10  # a side: below it a difference is flagged
LEVEL = 0.95


class Sample(NamedTuple):
    """Articles as prevalence sees them: topic shares, refitted shares, story, weight, group."""

    shares: Array
    refits: Refits
    clusters: Codes
    weights: Array
    groups: pd.Series


class Estimate(NamedTuple):
    """An estimate for each topic, its variance, the part due to the topics, and degrees of freedom."""

    value: Array
    variance: Array
    from_topics: Array
    freedom: float


def prevalence(sample: Sample, labels: list[str]) -> pd.DataFrame:
    """Return the mean share of each topic in each group, with intervals.

    Columns are `group, topic, label, n, share, low, high, from_topics, reason`. `share` is the mean share
    (0 to 1) of the topic in the group's articles, copies counting once; `from_topics` the part of the
    variance that is due to the topics being estimated. The interval is computed on the log-odds scale, so
    it stays within 0 and 1. No interval below 5 articles, or for a topic whose refits do not match.
    """
    parts = []
    for group in sorted(sample.groups.dropna().unique()):
        inside = np.asarray(sample.groups == group)
        estimate = _mean(sample, inside)
        low, high = _logit_interval(estimate)
        table = _frame(group, labels, int(inside.sum()), estimate)
        parts.append(
            _without(table.assign(share=estimate.value, low=low, high=high), sample, ["low", "high"])
        )
    columns = ["group", "topic", "label", "n", "share", "low", "high", "from_topics", "reason"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def differences(sample: Sample, labels: list[str]) -> pd.DataFrame:
    """Return, for each group and topic, its mean share minus that of all other groups together.

    Columns are `group, topic, label, n, n_other, share, share_other, difference, low, high, p, q,
    from_topics, finding, reason`. Positive: the group writes more about the topic. `q` is adjusted over all
    topics and groups of the call (Benjamini & Hochberg 1995); with two groups, which mirror each other,
    over one of them. A finding has q below 0.05 and at least 10 articles a side.
    """
    names = sorted(sample.groups.dropna().unique())
    parts = []
    for group in names if len(names) > 1 else []:
        inside = np.asarray(sample.groups == group)
        other = np.asarray(sample.groups.notna()) & ~inside
        parts.append(_difference(sample, labels, group, inside, other))
    columns = ["group", "topic", "label", "n", "n_other", "share", "share_other", "difference", "low", "high"]
    columns += ["p", "q", "from_topics", "finding", "reason"]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts, ignore_index=True)
    table["q"] = _adjusted(table, mirrored=len(names) == 2)
    table["finding"] = (table["q"] < 1 - LEVEL) & (table[["n", "n_other"]].min(axis=1) >= FEW_ARTICLES)
    return table[columns]


def _difference(sample: Sample, labels: list[str], group: Any, inside: Mask, other: Mask) -> pd.DataFrame:
    from scipy.stats import t  # noqa: PLC0415

    here, there = _mean(sample, inside), _mean(sample, other)
    estimate = _contrast(sample, inside, other)
    error = np.sqrt(estimate.variance)
    reach = t.ppf((1 + LEVEL) / 2, estimate.freedom) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * t.sf(np.abs(estimate.value) / error, estimate.freedom)
    table = _frame(group, labels, int(inside.sum()), estimate).assign(
        n_other=int(other.sum()),
        share=here.value,
        share_other=there.value,
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
    reason[~sample.refits.compared] = "topic not stable enough to compare"
    reason[(least < MIN_ARTICLES).to_numpy()] = f"fewer than {MIN_ARTICLES} articles"
    out = table.assign(reason=reason)
    out.loc[reason.notna(), columns] = np.nan
    return out


def _mean(sample: Sample, inside: Mask) -> Estimate:
    return _contrast(sample, inside, None)


def _contrast(sample: Sample, inside: Mask, other: Mask | None) -> Estimate:
    """Return the mean share inside, minus that of the others if given, with its variance.

    Within: cluster-robust variance of the (difference of) weighted means, from residuals summed by story.
    Between: variance over refits of the same articles' means, times 1 + 1/B.
    """
    known = ~np.isnan(sample.shares).any(axis=1)
    loads = _loads(sample.weights, inside & known)
    if other is not None:
        loads = loads - _loads(sample.weights, other & known)
    if not np.any(loads):
        blank = np.full(sample.shares.shape[1], np.nan)
        return Estimate(blank, blank, blank, np.nan)
    value = loads @ np.nan_to_num(sample.shares)
    within, freedom = _within(sample, inside & known, None if other is None else other & known)
    again = np.einsum("a,rat->rt", loads, np.nan_to_num(sample.refits.shares))
    between = again.var(axis=0, ddof=1) * (1 + 1 / len(again))
    return Estimate(value, within + between, between, freedom)


def _loads(weights: Array, inside: Mask) -> Array:
    loads = np.where(inside, weights, 0.0)
    return loads / loads.sum() if loads.sum() > 0 else loads


def _within(sample: Sample, inside: Mask, other: Mask | None) -> tuple[Array, float]:
    """Return the clustered variance of the contrast and its degrees of freedom (clusters minus sides)."""
    shares, sides = np.nan_to_num(sample.shares), [inside] if other is None else [inside, other]
    scores = np.zeros_like(shares)
    for sign, side in zip((1.0, -1.0), sides, strict=False):
        loads = _loads(sample.weights, side)
        scores += sign * loads[:, None] * (shares - loads @ shares)
    used = np.logical_or.reduce(sides)
    names, member = np.unique(sample.clusters[used], return_inverse=True)
    sums = np.zeros((len(names), shares.shape[1]))
    np.add.at(sums, member, scores[used])
    freedom = len(names) - len(sides)
    if freedom < 1:
        return np.full(shares.shape[1], np.nan), np.nan
    return (sums**2).sum(axis=0) * len(names) / freedom, float(freedom)


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

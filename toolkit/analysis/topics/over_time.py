"""Topics over time: first and last appearance, and whether a change holds.

The shares themselves follow from ``over_time(corpus, "topics", topics=found)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.topics.prevalence import LEVEL, Sample, estimate_of
from toolkit.analysis.topics.tables import largest_topic
from toolkit.errors import InputError, TableError
from toolkit.results import make, origin
from toolkit.stats.changes import Change, largest_change
from toolkit.stats.families import benjamini_hochberg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.analysis.topics.results import Topics

    Array = NDArray[np.float64]

Every = Literal["month", "week"]
FORMATS: dict[str, str] = {"month": "%Y-%m", "week": "%G-W%V"}
UNSTABLE = "topic not stable enough to compare"


class _Split(NamedTuple):
    """The mean shares before and from the period of a change on, and their difference, for one topic."""

    before: float
    after: float
    difference: float
    error: float


def period_of(published: pd.Series, every: str = "month") -> pd.Series:
    """Return the month ("2024-03") or ISO week ("2024-W09") of each day; missing without one.

    Raises
    ------
    InputError
        If `every` is neither.

    Examples
    --------
    >>> period_of(pd.to_datetime(pd.Series(["2024-12-30", None])), "week").tolist()
    ['2025-W01', nan]
    """
    if every not in FORMATS:
        raise InputError(f"every must be 'month' or 'week', not {every!r}")
    return pd.Series(published.dt.strftime(FORMATS[every]), dtype="str")


def topic_changes(
    found: Topics, every: Every = "month", *, events: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Say when each topic first and last appears, and from when on its share is another, if that holds.

    An article belongs to its largest topic. The change is the boundary of two periods at which the mean
    shares before and after differ most in standard errors, with ten stories on each side. The p-value and
    the interval allow for every boundary having been looked at and for topics being estimated; q is adjusted
    over the topics (Benjamini & Hochberg 1995).

    Parameters
    ----------
    found : Topics
        What `topics` returned.
    every : {"month", "week"}
        Length of a period.
    events : DataFrame, optional
        Columns `date` and `name`; by default ``[[events]]`` of the settings. Those in the period of a change
        are named beside it, which does not say that they are its cause.

    Returns
    -------
    DataFrame
        One row a topic: `topic, label, n, n_dated, first, last, period, share_before, share_after,
        difference, low, high, p, q, finding, events, statement, reason`. Positive: the share rises.

    Raises
    ------
    InputError
        If `every` is neither month nor week.
    TableError
        If `events` lacks a column or holds a day that is none.
    """
    corpus, sample, by_topic = found.found.corpus, found.found.sample, found.topics
    published = corpus.column("published")
    codes, names = pd.factorize(period_of(published, every), sort=True)
    used = (codes >= 0) & ~np.isnan(sample.shares).any(axis=1)
    few = corpus.settings.comparison.few_articles
    change = largest_change(
        sample.shares[used],
        codes[used],
        sample.clusters[used],
        sample.weights[used],
        fewest=few,
        seed=corpus.settings.seed,
    )
    table = by_topic[["topic", "label"]].join(_appearance(sample, published, len(by_topic)))
    table = table.join(_changes(sample, change, codes, used))
    table["period"] = [str(names[at]) if at >= 0 else None for at in change.at]
    table["reason"] = _reasons(sample, change, few)
    blank = table["reason"].notna()
    table.loc[blank, ["share_before", "share_after", "difference", "low", "high", "p"]] = np.nan
    table.loc[blank, "period"] = None
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=np.float64))
    table["finding"] = table["q"] < 1 - LEVEL
    known = _events(found, events)
    of_period = known.groupby(period_of(known["date"], every))["name"].agg(" | ".join)
    table["events"] = table["period"].map(of_period).astype("str").where(table["finding"])
    table["statement"] = [_statement(row) for row in table.to_dict("records")]
    return make("topic_changes", table, scope=_scope(found))


def _scope(found: Topics) -> Any:
    known = origin(found.topics)
    return known.scope if known else None


def _events(found: Topics, events: pd.DataFrame | None) -> pd.DataFrame:
    """Return events as days with names, those of the settings where none are given."""
    if events is None:
        given = found.found.corpus.settings.events
        events = pd.DataFrame([(each.date, each.name) for each in given], columns=["date", "name"])
    absent = [name for name in ("date", "name") if name not in events]
    if absent:
        raise TableError(f"events need the columns 'date' and 'name'; there is no {' and no '.join(absent)}")
    try:
        days = pd.to_datetime(events["date"])
    except (ValueError, TypeError) as error:
        raise TableError(f"events: a date is none: {error}; write it as 2024-03-31") from None
    return pd.DataFrame({"date": days.astype("datetime64[ns]"), "name": events["name"].astype("str")})


def _appearance(sample: Sample, published: pd.Series, k: int) -> pd.DataFrame:
    """Return how many articles a topic has, how many are dated, and the first and last day of these."""
    largest, days = largest_topic(sample.shares), published.to_numpy()
    rows = []
    for topic in range(k):
        own = pd.Series(days[largest == topic]).dropna()
        ends = (own.min(), own.max()) if len(own) else (pd.NaT, pd.NaT)
        rows.append((int((largest == topic).sum()), len(own), *ends))
    return pd.DataFrame(rows, columns=["n", "n_dated", "first", "last"])


def _changes(
    sample: Sample, change: Change, codes: NDArray[np.intp], used: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return each topic's shares on both sides of its change, the difference, its interval and p."""
    splits = [_split(sample, topic, int(at), codes, used) for topic, at in enumerate(change.at)]
    table = pd.DataFrame(splits, columns=["share_before", "share_after", "difference", "error"])
    reach = change.critical(LEVEL) * table["error"]
    with np.errstate(divide="ignore", invalid="ignore"):
        p = change.p(table["difference"] / table["error"])
    ends = table.assign(low=table["difference"] - reach, high=table["difference"] + reach, p=p)
    return ends.drop(columns="error")


def _split(sample: Sample, topic: int, at: int, codes: NDArray[np.intp], used: NDArray[np.bool_]) -> _Split:
    if at < 0:
        return _Split(np.nan, np.nan, np.nan, np.nan)
    after, one = codes >= at, np.ones((len(codes), 1))
    whole = estimate_of(sample, used, np.column_stack([after.astype(float), one]))
    sides = [estimate_of(sample, used & side, one).value[topic] for side in (~after, after)]
    error = float(np.sqrt(whole.variance[topic]))
    return _Split(float(sides[0]), float(sides[1]), float(whole.value[topic]), error)


def _reasons(sample: Sample, change: Change, few: int) -> pd.Series:
    reason = pd.Series(pd.NA, index=range(len(sample.compared)), dtype="str")
    reason[~sample.compared] = UNSTABLE
    reason[change.at < 0] = f"fewer than two periods with {few} stories before and after"
    return reason


def _statement(row: dict[Any, Any]) -> str:
    name, dated = f"“{row['label']}”", row["n_dated"]
    if not dated:
        return f"{name}: none of its {row['n']} articles has a date."
    span = f"{name} appears from {row['first']:%Y-%m-%d} to {row['last']:%Y-%m-%d} in {dated} dated articles"
    if not row["finding"]:
        why = row["reason"] if isinstance(row["reason"], str) else "no change of its share is certain"
        return f"{span}; {why}."
    more = "rises" if row["difference"] > 0 else "falls"
    low, high = sorted(abs(100 * row[end]) for end in ("low", "high"))
    beside = f" At that time: {row['events']}." if isinstance(row["events"], str) else ""
    return (
        f"{span}; its share {more} from {100 * row['share_before']:.0f} to {100 * row['share_after']:.0f} "
        f"per cent from {row['period']} on (by {low:.1f} to {high:.1f} points).{beside}"
    )

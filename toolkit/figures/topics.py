"""Figures of who writes about what: topic shares by group and over time."""

from __future__ import annotations

import datetime as dt
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.style import INK, MARKERS, MUTED, blank, columns, new_figure, outlet_style, styled
from toolkit.results import grouped, says_nothing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = 40  # characters of a panel's title in a line, where two panels stand side by side


@styled
def topic_shares(prevalence: pd.DataFrame, *, by: str = "outlet") -> Figure:
    """Draw the mean share of each topic in each group, with its interval.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics` or `topics_by`: one row a group and topic with `n`, `share`, `low` and `high`.
    by : str
        What the groups are, for the words of the figure.

    Examples
    --------
    >>> row = {"outlet": "Post", "topic": 1, "label": "rain", "n": 9, "share": 0.5, "low": 0.3, "high": 0.7}
    >>> topic_shares(pd.DataFrame([row]))
    Figure: Share of each topic by outlet. rain: Post 50 % (30 to 70 %).
    """
    table = grouped(prevalence).sort_values(["topic", "group"])
    labels = table.drop_duplicates("topic")["label"].tolist()
    style = outlet_style(table["group"])
    fig, ax = new_figure(7.2, 1.0 + len(labels) * (0.25 + 0.19 * len(style)))
    for place, (group, (colour, marker)) in enumerate(style.items()):
        part = table[table["group"].astype(str) == group]
        n = int(part["n"].max()) if len(part) else 0
        offset = 0.0 if len(style) == 1 else 0.6 * (place / (len(style) - 1) - 0.5)
        heights = [labels.index(label) + offset for label in part["label"]]
        _dots(ax, part, heights, colour, marker, f"{group} ({n} articles)")
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.set_xlabel("Mean share of the articles, per cent")
    fig.legend(loc="outside lower left", ncols=columns(3, len(style)))
    caption = (
        f"Mean share of each topic by {by}, with 95 % intervals that count the uncertainty of the topics "
        "themselves. Hollow: the topic is not stable, or the articles are too few for an interval that "
        "says anything."
    )
    alt = f"Share of each topic by {by}. " + " ".join(_spoken(part) for _, part in table.groupby("topic"))
    return Figure(fig, alt=alt, caption=caption, data=prevalence, name="topic_shares")


@styled
def topics_over_time(prevalence: pd.DataFrame) -> Figure:
    """Draw each topic's share by month or week, one small panel a topic, with intervals and events.

    Parameters
    ----------
    prevalence : DataFrame
        From `topic_times`; or as for `topic_shares`, its groups being months ("2024-03").

    Raises
    ------
    ToolkitError
        If there are fewer than three periods.
    """
    if "period" in prevalence:
        prevalence = prevalence.rename(columns={"period": "group"})
    prevalence = grouped(prevalence)
    known_months = prevalence["group"].dropna()
    if known_months.nunique() <= 2:
        raise ToolkitError(
            "fewer than three months or weeks have dated articles: too few for a course over time"
        )
    # Periods without articles keep their place, so that distances are true and no line bridges them.
    months = _periods(str(known_months.min()), str(known_months.max()))
    marked = _marked(prevalence, months)
    period = "week" if "W" in months[0] else "month"
    topics = list(prevalence.drop_duplicates("topic").sort_values("topic")[["topic", "label"]].itertuples())
    rows = -(-len(topics) // columns(2))
    fig = blank(height=0.6 + 1.6 * rows)
    axes = fig.subplots(rows, columns(2), sharex=True, sharey=True, squeeze=False).ravel()
    for ax, (_, topic, label) in zip(axes, topics, strict=False):
        part = prevalence[prevalence["topic"] == topic].set_index("group").reindex(months)
        _band(ax, part)
        for at in marked:
            ax.axvline(at, color=MUTED, linewidth=0.8, linestyle=":", zorder=0)
        ax.set_title(fill(str(label), TITLE), fontsize=10, fontweight="normal")
        ax.set_xticks(*_ticks(months))
    # Set once, behind all panels: a limit set in the loop would keep the first panel's top for all.
    narrow = [not says_nothing(*ends) for ends in zip(prevalence["low"], prevalence["high"], strict=True)]
    axes[0].set_ylim(0, 105 * float(max(prevalence["share"].max(), prevalence.loc[narrow, "high"].max())))
    for ax in axes[len(topics) :]:
        ax.set_visible(False)
    fig.supylabel("Share of the articles, per cent", fontsize=10)
    known = prevalence.dropna(subset=["share"]).sort_values("share", ascending=False)
    tops = [
        f"{row['label']}: most in {row['group']} ({row['share']:.0%})"
        for row in known.drop_duplicates("topic").sort_values("topic").to_dict("records")
    ]
    told = "; ".join(f"{months[at]} {name}" for at, name in marked.items())
    alt = (
        f"Share of each topic in {known_months.nunique()} {period}s. "
        + "; ".join(tops).replace("%", " %")
        + (f". Events: {told}." if told else ".")
    )
    caption = (
        f"Mean share of each topic by {period}; bars are 95 % intervals, without one there are "
        "too few articles for one that says anything." + (f" Dotted lines: {told}." if told else "")
    )
    return Figure(fig, alt=alt, caption=caption, data=prevalence, name="topics_over_time")


def _periods(first: str, last: str) -> list[str]:
    """Return all months, or all ISO weeks, from the first to the last.

    Examples
    --------
    >>> _periods("2024-11", "2025-01"), _periods("2024-W52", "2025-W01")
    (['2024-11', '2024-12', '2025-01'], ['2024-W52', '2025-W01'])
    """
    if "W" not in first:
        return pd.period_range(first, last, freq="M").astype(str).tolist()
    start, end = (dt.datetime.strptime(f"{week}-1", "%G-W%V-%u") for week in (first, last))
    return pd.date_range(start, end, freq="7D").strftime("%G-W%V").tolist()


def _marked(prevalence: pd.DataFrame, periods: list[str]) -> dict[int, str]:
    """Return the places of periods with events, and what happened in them."""
    if "events" not in prevalence:
        return {}
    known = prevalence.dropna(subset=["events"]).drop_duplicates("group").sort_values("group")
    return {periods.index(str(row["group"])): str(row["events"]) for row in known.to_dict("records")}


def _dots(ax: Axes, part: pd.DataFrame, heights: list[float], colour: str, marker: str, label: str) -> None:
    share, low, high = (100 * part[name].to_numpy(dtype=float) for name in ("share", "low", "high"))
    sure = np.array(
        [not (np.isnan(a) or says_nothing(a, b, scale=100)) for a, b in zip(low, high, strict=True)]
    )
    at = np.array(heights)
    ax.hlines(at[sure], low[sure], high[sure], color=colour, linewidth=1.6)
    ax.plot(share[sure], at[sure], color=colour, marker=marker, linestyle="none", label=label)
    ax.plot(share[~sure], at[~sure], color=colour, marker=marker, linestyle="none", markerfacecolor="none")


def _band(ax: Axes, part: pd.DataFrame) -> None:
    places = np.arange(len(part))
    share, low, high = (100 * part[name].to_numpy(dtype=float) for name in ("share", "low", "high"))
    narrow = [not says_nothing(a, b, scale=100) for a, b in zip(low, high, strict=True)]
    ax.vlines(places[narrow], low[narrow], high[narrow], color=INK, linewidth=1.6)
    ax.plot(places, share, color=INK, marker=MARKERS[0], markersize=4, linewidth=1)


def _ticks(months: list[str]) -> tuple[list[int], list[str]]:
    """Return at most four months to name on an axis."""
    step = max(1, -(-len(months) // 4))
    return list(range(0, len(months), step)), months[::step]


def _spoken(part: pd.DataFrame) -> str:
    words = [
        f"{row['group']} {row['share']:.0%}"
        + (f" ({row['low']:.0%} to {row['high']:.0%})" if pd.notna(row["low"]) else "")
        for row in part.to_dict("records")
    ]
    return f"{part['label'].iloc[0]}: {', '.join(words)}.".replace("% to", " to").replace("%", " %")

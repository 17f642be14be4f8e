"""Figures of a course over time: small multiples with intervals, gaps left open, events marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.most import FEW, largest
from toolkit.figures.style import INK, MUTED, blank, columns, outlet_style, styled
from toolkit.results import expect, group_column, grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MANY = 6  # panels: the values counted most
LONG = 38  # characters of a line of a panel's title; two panels are side by side
TITLE_LINES = 2
TICKS = 4  # periods named on an axis
SPREAD = 0.5  # part of a period over which the marks of several groups are moved apart


class Event(Protocol):
    """A day with a name: what `toolkit.settings.EventSettings` is."""

    @property
    def date(self) -> dt.date:
        """The day."""

    @property
    def name(self) -> str:
        """What happened, in a few words."""


@styled
def over_time_figure(
    table: pd.DataFrame, events: Sequence[Event] = (), *, values: int = MANY, name: str | None = None
) -> Figure:
    """Draw a course over time: one small panel a value, one line a group, with intervals.

    A line breaks where a period has no estimate; a hollow mark has no interval.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.over_time` or `toolkit.term_rates`.
    events : sequence of Event, optional
        Days to mark, such as ``corpus.settings.events``; those outside the periods drawn are named below.
    values : int
        Panels at most: the values counted most.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If a figure would mislead, with the reason: two months are no course.

    Examples
    --------
    >>> from toolkit.analysis.question import over_time
    >>> from toolkit.corpus.corpus import Corpus
    >>> from toolkit.tables import conform
    >>> days = pd.date_range("2024-01-01", periods=90).astype("str")
    >>> frame = pd.DataFrame({"text": [f"Rain fell on {day}." for day in days], "published": days})
    >>> over_time_figure(over_time(Corpus(conform(frame, "articles")), "articles", over="month"))
    Figure: Articles by month, 2024-01 to 2024-03. all articles: 31 in 2024-01, 30 in 2024-03; most in ...
    """
    drawn, note = _few(_drawn(table), group_column(table))
    panels = _panels(drawn)[:values]
    more = len(_panels(drawn)) - len(panels)
    style, unit = outlet_style(drawn["group"]), _unit(table)
    across = columns(2, len(panels))
    rows = -(-len(panels) // across)
    fig = blank(height=0.9 + 1.6 * rows)
    axes: Any = fig.subplots(
        rows, across, sharex=True, sharey=unit in ("%", "articles"), squeeze=False
    ).ravel()
    inside, outside = _events(drawn, events)
    for ax, value in zip(axes, panels, strict=False):
        _panel(ax, drawn[drawn["value"] == value], style)
        _mark(ax, inside)
        ax.set_title("\n".join(wrap(value, LONG, max_lines=TITLE_LINES, placeholder=" …")), fontsize=10)
    for ax in axes[len(panels) :]:
        ax.set_visible(False)
    _axes(axes, drawn, unit)
    if len(style) > 1 and _crossed(drawn):
        fig.legend(
            *axes[0].get_legend_handles_labels(), loc="outside lower left", ncols=columns(3, len(style))
        )
    told = _told(drawn, panels, unit)
    first, last = drawn["period"].iloc[0], drawn["period"].iloc[-1]
    about = f"{_about(table)} by {_period(drawn)}"
    alt = f"{about}, {first} to {last}. {told}{note}"
    fig.suptitle(_headline(drawn, panels, unit), x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK)
    left = f" Not drawn: {more} more, in the table." if more else ""
    caption = f"{about}. {_how(table, drawn)}{left}{note}{_captions(inside, outside)}"
    return Figure(fig, alt=alt, caption=caption, data=table, name=name or f"over_time_{_stem(table)}")


def _drawn(table: pd.DataFrame) -> pd.DataFrame:
    """Return the dated rows in one shape: `value`, `group`, `period`, `begins`, `estimate`, `low`, `high`."""
    expect(table, ["period"], "over_time(corpus, of) or term_rates(corpus, words)")
    why = str(table.attrs.get("not_drawn", ""))
    dated = grouped(table)[table["period"].notna().to_numpy()]
    if why or dated.empty:
        raise ToolkitError(f"no course over time is drawn: {why or 'no article has a date'}")
    if "rate" in dated:
        return dated.rename(columns={"term": "value"}).assign(estimate=dated["rate"], counted=dated["uses"])
    if _stem(table) == "articles":
        own = dated.assign(estimate=dated["count"].astype("float64"), counted=dated["count"])
        return own.assign(value=own["group"].astype("str"))  # a panel a group: lines of counts would cross
    scaled = {name: 100 * dated[name] for name in ("low", "high")}
    counted = dated["share"].fillna(0) if _stem(table) == "topics" else dated["count"]
    return dated.assign(estimate=100 * dated["share"], counted=counted, **scaled)


def _few(drawn: pd.DataFrame, by: str) -> tuple[pd.DataFrame, str]:
    """Return the rows of the groups with the most articles, where panels hold several groups."""
    if not _crossed(drawn):
        return drawn, ""
    return largest(
        drawn.assign(all=drawn.groupby("group")["n"].transform("sum")),
        "group",
        most=FEW,
        size="all",
        called=by,
    )


def _panels(drawn: pd.DataFrame) -> list[str]:
    """Return the values in the order they are drawn: those counted most first, what is not known last."""
    sums = drawn[drawn["estimate"].notna()].groupby("value", sort=False)["counted"].sum()
    sums = sums[sums > 0] if (sums > 0).any() else sums
    return sorted(map(str, sums.index), key=lambda value: (value.startswith("("), -float(sums[value])))


def _crossed(drawn: pd.DataFrame) -> bool:
    """Tell whether panels hold several groups."""
    return bool((drawn["value"] != drawn["group"]).any()) and drawn["group"].nunique() > 1


def _stem(table: pd.DataFrame) -> str:
    return "words" if "rate" in table else str(table["of"].iloc[0])


def _unit(table: pd.DataFrame) -> str:
    return {"words": "per 1,000 words", "articles": "articles"}.get(_stem(table), "%")


def _about(table: pd.DataFrame) -> str:
    return str(table.attrs.get("about", "Uses per 1,000 words"))


def _period(drawn: pd.DataFrame) -> str:
    name = str(drawn["period"].iloc[0])
    return "week" if "W" in name else "quarter" if "Q" in name else "month" if "-" in name else "year"


def _panel(ax: Axes, part: pd.DataFrame, style: dict[str, tuple[str, str]]) -> None:
    periods = part["begins"].drop_duplicates().reset_index(drop=True)
    step = float((periods.iloc[1] - periods.iloc[0]).days) if len(periods) > 1 else 30.0
    for place, (group, (colour, marker)) in enumerate(style.items()):
        own = part[part["group"].astype(str) == group]
        if own.empty:
            continue
        shift = 0.0 if part["group"].nunique() == 1 else SPREAD * step * (place / (len(style) - 1) - 0.5)
        x = own["begins"].to_numpy(dtype="datetime64[s]") + np.timedelta64(
            int(86400 * (shift + step / 2)), "s"
        )
        y, low, high = (own[name].to_numpy(dtype=np.float64) for name in ("estimate", "low", "high"))
        sure = ~np.isnan(low) | np.isnan(y)
        ax.vlines(x, low, high, color=colour, linewidth=1.4)
        ax.plot(x, y, color=colour, linewidth=1, zorder=1)
        bare = np.zeros(len(y), dtype=bool) if np.isnan(low).all() else ~sure
        for hollow, which in ((False, ~bare), (True, bare)):
            at = which & ~np.isnan(y)
            if not at.any():
                continue
            face = "none" if hollow else colour
            named = None if hollow else group
            looks: dict[str, Any] = {"color": colour, "markerfacecolor": face, "markersize": 4.5}
            ax.plot(x[at], y[at], marker, label=named, clip_on=False, **looks)
    ax.set_ylim(bottom=0)
    ends: Any = _span(part)
    ax.set_xlim(*ends)


def _mark(ax: Axes, events: Sequence[tuple[int, Event]]) -> None:
    for number, event in events:
        day: Any = np.datetime64(event.date)
        ax.axvline(day, color=MUTED, linewidth=1, linestyle=(0, (3, 2)), zorder=0)
        ax.annotate(
            str(number), (day, 1), xycoords=("data", "axes fraction"), xytext=(-2, -2),
            textcoords="offset points", va="top", ha="right", fontsize=8.5, color=MUTED,
        )  # fmt: skip


def _events(drawn: pd.DataFrame, events: Sequence[Event]) -> tuple[list[tuple[int, Event]], list[Event]]:
    """Return the events within the periods drawn, numbered by date, and those outside."""
    first, end = _span(drawn)
    inside: list[Event] = []
    outside: list[Event] = []
    for event in sorted(events, key=lambda event: (event.date, event.name)):
        (inside if first <= pd.Timestamp(event.date) < end else outside).append(event)
    return list(enumerate(inside, 1)), outside


def _span(drawn: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first day of the first period, and the day after the last one."""
    begins = drawn["begins"].drop_duplicates().sort_values()
    offset = {"week": pd.DateOffset(weeks=1), "month": pd.DateOffset(months=1)}
    offset |= {"quarter": pd.DateOffset(months=3), "year": pd.DateOffset(years=1)}
    return begins.iloc[0], begins.iloc[-1] + offset[_period(drawn)]


def _axes(axes: Sequence[Axes], drawn: pd.DataFrame, unit: str) -> None:
    """Name the periods and the unit; ends of the axis are those of the data."""
    periods = drawn.drop_duplicates("begins").sort_values("begins")
    step = max(1, -(-len(periods) // TICKS))
    named = periods.iloc[::step]
    for ax in axes:
        ax.set_xticks(named["begins"].to_numpy(dtype="datetime64[s]"), named["period"].tolist())
        ax.grid(visible=True, axis="y")
        ax.grid(visible=False, axis="x")
        ax.tick_params(labelsize=9)
    axes[0].set_ylabel({"%": "per cent"}.get(unit, unit), fontsize=9)


def _number(value: float, unit: str) -> str:
    return f"{value:.0f} %" if unit == "%" else f"{value:,.0f}" if unit == "articles" else f"{value:.2g}"


def _told(drawn: pd.DataFrame, panels: Sequence[str], unit: str) -> str:
    """Return where each panel begins, ends and is highest, in words."""
    several = _crossed(drawn)
    parts = []
    for value in panels:
        for group, own in drawn[drawn["value"] == value].groupby("group", sort=False):
            known = own.dropna(subset=["estimate"])
            if known.empty:
                continue
            first, last = known.iloc[0], known.iloc[-1]
            top = known.iloc[int(known["estimate"].to_numpy().argmax())]
            told = [f"{_number(row['estimate'], unit)} in {row['period']}" for row in (first, last)]
            most = f"most in {top['period']} ({_number(top['estimate'], unit)})"
            parts.append(f"{value}{f', {group}' if several else ''}: {', '.join(told)}; {most}.")
    return " ".join(parts)


def _headline(drawn: pd.DataFrame, panels: Sequence[str], unit: str) -> str:
    """Return what is seen, in a line: where the value that moves most is highest and lowest."""
    known = drawn[drawn["value"].isin(panels)].dropna(subset=["estimate"])
    told = known[~known["value"].str.startswith("(")]
    told = told if len(told) else known
    lines = told.groupby(["value", "group"], sort=False)["estimate"]
    moved = (lines.max() - lines.min()).reset_index().sort_values("estimate", ascending=False, kind="stable")
    value, group = str(moved["value"].iloc[0]), str(moved["group"].iloc[0])
    own = told[(told["value"] == value) & (told["group"].astype("str") == group)].sort_values("estimate")
    ends = [own.iloc[-1], own.iloc[0]]
    who = f", {group}" if _crossed(drawn) else ""
    what = value if len(value) <= LONG else f"{value[: LONG - 1]}…"
    high, low = (f"{_number(row['estimate'], unit)} in {row['period']}" for row in ends)
    return f"{what[:1].upper()}{what[1:]}{who}: {high}, {low}"


def _how(table: pd.DataFrame, drawn: pd.DataFrame) -> str:
    undated = grouped(table)[table["period"].isna().to_numpy()]
    lost = (
        int(undated.groupby("value" if "value" in undated else "term")["n"].sum().max())
        if len(undated)
        else 0
    )
    apart = f" Without a date and not drawn: {lost} article{'s' * (lost != 1)}." if lost else ""
    if _stem(table) == "articles":
        return f"Every article is counted.{apart}"
    bare = (drawn["estimate"].notna() & drawn["low"].isna()).any()
    hollow = " A hollow mark has no interval, or one that says nothing." if bare else ""
    broken = "; lines break where there are too few articles" if drawn["estimate"].isna().any() else ""
    return f"Bars are 95 % intervals, clustered by article{broken}.{hollow}{apart}"


def _captions(inside: Sequence[tuple[int, Event]], outside: Sequence[Event]) -> str:
    marked = "; ".join(f"{number} {event.name} ({event.date:%Y-%m-%d})" for number, event in inside)
    other = "; ".join(f"{event.name} ({event.date:%Y-%m-%d})" for event in outside)
    return (f" Marked: {marked}." if marked else "") + (
        f" Outside the periods drawn: {other}." if other else ""
    )

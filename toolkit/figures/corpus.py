"""Figures of the corpus: what it covers in time, and which stories the outlets share."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from toolkit.figures.figure import Figure
from toolkit.figures.most import largest
from toolkit.figures.style import (
    GREYS,
    HATCHES,
    INK,
    MUTED,
    PAPER,
    columns,
    is_narrow,
    new_figure,
    outlet_style,
    styled,
)

UNDATED = "undated"
SHOWN = 12  # months; beyond it quarters are drawn, and beyond that years
YEARS = 40  # beyond so many, those without an article are left out: some date is wrong by far
LEFT_OUT = " Years without an article are left out."
_SHARED = {
    "only_here": "only here",
    "unsure": "perhaps elsewhere too (confidence under 0.5)",
    "several": "in several outlets",
    "all": "in all outlets",
}


@styled
def coverage_figure(table: pd.DataFrame, *, by: str = "outlet", name: str = "coverage") -> Figure:
    """Draw how many articles of each outlet fall in each month.

    Parameters
    ----------
    table : DataFrame
        What `toolkit.corpus.coverage.coverage` returned.
    by : str
        The column it was grouped by.
    name : str
        Name of the figure's file.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["Post", "Post"], "month": ["2024-06", None], "n": [3, 1]})
    >>> coverage_figure(table)
    Figure: Articles by outlet and month. Post: 4 articles, 3 of them dated, from 2024-06 to 2024-06.
    """
    totals = table.groupby(by)["n"].sum().reset_index()
    few, note = largest(totals, by)
    drawn = table[table[by].isin(few[by])]
    counts, broken = _periods(drawn, by)
    outlets, periods = list(counts.index), list(counts.columns)
    fig, ax = new_figure(7.2, 1.3 + 0.42 * len(outlets))
    top = max(int(counts.to_numpy().max(initial=1)), 1)
    for row, (outlet, (colour, _)) in enumerate(outlet_style(outlets).items()):
        for column, period in enumerate(periods):
            n = int(counts[period][outlet])
            if n:
                ax.scatter(column, row, s=40 + 560 * n / top, color=colour, alpha=0.25, linewidths=0)
                ax.annotate(f"{n}", (column, row), ha="center", va="center", color=INK, fontsize=9)
    ax.set_yticks(range(len(outlets)), outlets)
    ax.set_ylim(len(outlets) - 0.4, -0.6)
    crowded = len(periods) > (3 if is_narrow() else 8)
    ax.set_xticks(
        range(len(periods)), periods, rotation=45 if crowded else 0, ha="right" if crowded else "center"
    )
    ax.set_xlim(-0.6, len(periods) - 0.4)
    ax.grid(visible=False)
    alt = f"Articles by {by} and month. " + " ".join(_sentence(drawn, by, outlet) for outlet in outlets)
    caption = "Articles by month of publication; the number in each mark is the number of articles."
    caption += LEFT_OUT if broken else ""
    return Figure(fig, alt=f"{alt}{note}", caption=f"{caption}{note}", data=table, name=name)


@styled
def story_figure(table: pd.DataFrame, *, name: str = "story-coverage") -> Figure:
    """Draw how many of each outlet's stories it tells alone, with some others, and with all.

    Parameters
    ----------
    table : DataFrame
        What `toolkit.corpus.coverage.story_coverage` returned.
    name : str
        Name of the figure's file.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["Post"], "stories": [5], "only_here": 3, "several": 0, "all": 2})
    >>> story_figure(table)
    Figure: Of the stories each outlet tells: Post 5 (3 only here, 2 in all outlets).
    """
    whole, (table, note) = table, largest(table, "outlet", size="stories")
    fig, ax = new_figure(7.2, 1.4 + 0.42 * len(table))
    left = pd.Series(0, index=table.index)
    for (column, label), hatch, colour in zip(_SHARED.items(), HATCHES, GREYS, strict=False):
        if column not in table:
            continue
        ax.barh(
            table["outlet"].astype(str), table[column], left=left,
            color=colour, hatch=hatch, edgecolor=PAPER, label=label,
        )  # fmt: skip
        left = left + table[column]
    for row, total in enumerate(left):
        ax.annotate(f" {total}", (total, row), va="center", color=MUTED)
    ax.invert_yaxis()
    ax.set_xlabel("stories")
    if len(table):
        fig.legend(loc="outside lower center", ncols=columns(2))
    told = [_told(row) for row in table.astype(object).to_dict("records")]
    alt = "Of the stories each outlet tells: " + ("; ".join(told) if told else "none") + "."
    caption = "Stories (events) each outlet reports, by how many of the outlets report them too."
    return Figure(fig, alt=f"{alt}{note}", caption=f"{caption}{note}", data=whole, name=name)


def _periods(table: pd.DataFrame, by: str) -> tuple[pd.DataFrame, bool]:
    """Return counts by group and period, undated ones last, and whether periods are left out.

    Every period between the first and the last is there; of more than `YEARS` years those with articles.
    """
    dated = table.dropna(subset="month")
    months = pd.PeriodIndex(dated["month"], freq="M")
    undated = table[table["month"].isna()].groupby(by)["n"].sum()
    for frequency in ("M", "Q", "Y"):
        periods = months.asfreq(frequency)
        full = pd.period_range(periods.min(), periods.max()) if len(periods) else periods
        if len(full) <= SHOWN:
            break
    if broken := len(full) > YEARS:
        full = periods.unique().sort_values()
    counts = dated.assign(period=periods).pivot_table(index=by, columns="period", values="n", aggfunc="sum")
    counts = counts.reindex(index=sorted(table[by].dropna().unique()), columns=full).fillna(0)
    counts.columns = [str(period) for period in full]
    return (counts.assign(**{UNDATED: undated}).fillna(0) if len(undated) else counts), broken


def _sentence(table: pd.DataFrame, by: str, outlet: str) -> str:
    """Say what one row of the figure shows."""
    own = table[table[by] == outlet]
    dated = own.dropna(subset="month")
    total = int(own["n"].sum())
    if dated.empty:
        return f"{outlet}: {total} articles, none dated."
    span = f"from {dated['month'].min()} to {dated['month'].max()}"
    return f"{outlet}: {total} articles, {int(dated['n'].sum())} of them dated, {span}."


def _told(row: Mapping[Hashable, object]) -> str:
    parts = ", ".join(f"{row[column]} {label}" for column, label in _SHARED.items() if row.get(column))
    return f"{row['outlet']} {row['stories']} ({parts})"

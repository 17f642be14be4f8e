"""Figures of outlet framing by share: labels of an actor, roles of a party, rates of hedges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.style import COLOURS, HATCHES, INK, MUTED, PAPER, new_figure, outlet_style, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MplFigure

MANY = 6  # labels shown; rarer ones are drawn together


@styled
def label_shares(
    table: pd.DataFrame, actor: str, *, voice: str = "narrator", name: str | None = "framing_labels"
) -> Figure:
    """Draw what each outlet calls an actor: shares with their intervals, one panel row a label.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.labels.labels`.
    actor, voice : str
        Which rows to draw.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If the table has no use of the actor in this voice.
    """
    rows = table[(table["actor"] == actor) & (table["voice"] == voice) & (table["n_actor"] > 0)]
    order = rows.groupby("label")["n"].sum().sort_values(ascending=False, kind="stable")
    shown = [str(label) for label, n in order.items() if n][:MANY]
    if not shown:
        raise ToolkitError(f"there is no label of '{actor}' in the voice '{voice}' to draw")
    fig = _dots(rows[rows["label"].isin(shown)], "label", shown, "share of the names used for it")
    best = [
        f"{row['group']}: {row['label']} {row['share']:.0%}"
        for _, row in rows.loc[rows.groupby("group")["n"].idxmax()].iterrows()
    ]
    alt = f"What outlets call “{actor}” ({voice}). Most used: {'; '.join(best)}."
    return Figure(fig, alt=alt, caption=_caption(rows, "uses of any name"), data=rows, name=name)


@styled
def hedging_rates(table: pd.DataFrame, *, name: str | None = "framing_hedging") -> Figure:
    """Draw hedges, boosters, words of doubt and scare quotes per 1,000 words, with intervals.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.hedging.hedging`.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If the table is empty.
    """
    if table.empty:
        raise ToolkitError("there are no rates to draw: the table is empty")
    kinds = [str(kind) for kind in table["kind"].drop_duplicates()]
    fig = _dots(table, "kind", kinds, "per 1,000 words of the outlet's own", value="rate")
    parts = [f"{row['group']} {row['kind']} {row['rate']:.1f}" for _, row in table.iterrows()]
    alt = f"Per 1,000 words: {', '.join(parts)}."
    return Figure(fig, alt=alt, caption="95 % intervals, clustered by article.", data=table, name=name)


def _dots(
    table: pd.DataFrame, column: str, order: Sequence[str], words: str, value: str = "share"
) -> MplFigure:
    """Draw one row a category, one marker an outlet, with intervals."""
    groups = sorted(table["group"].unique())
    style = outlet_style(groups)
    step = 1 / (len(groups) + 1)
    fig, ax = new_figure(7.2, 0.9 + 0.2 * len(order) * (len(groups) + 1))
    for g, group in enumerate(groups):
        mine = table[table["group"] == group].set_index(column)
        colour, marker = style[str(group)]
        for k, item in enumerate(order):
            row = mine.loc[item]
            y = k + (g - (len(groups) - 1) / 2) * step
            known = not np.isnan(row["low"])
            if known:
                ax.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.4)
            face = colour if known else PAPER
            label = str(group) if k == 0 else None
            ax.plot(row[value], y, marker, color=colour, markerfacecolor=face, label=label, clip_on=False)
    ax.set_yticks(range(len(order)), order)
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlim(left=0, right=1 if value == "share" else None)
    if value == "share":
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel(words)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(3, len(groups)))
    return fig


@styled
def role_bars(table: pd.DataFrame, *, title: str = "roles", name: str | None = "framing_agency") -> Figure:
    """Draw who acts and who is acted upon: stacked shares of roles, one bar an actor and outlet.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.agency.agency` or `passives`.
    title : str
        What the shares are of, for the words of the figure.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If the table has no clause.
    """
    used = table[table["n_actor"] > 0]
    if used.empty:
        raise ToolkitError("there are no clauses to draw: the table is empty")
    roles = list(dict.fromkeys(used["role"]))
    bars = list(used.groupby(["actor", "group"], sort=False))
    fig, ax = new_figure(7.2, 1.1 + 0.3 * len(bars))
    labels = []
    for y, ((actor, group), part) in enumerate(bars):
        shares = part.set_index("role")["share"]
        faint = 0.4 if part["low"].isna().all() else 1.0
        left = 0.0
        for k, role in enumerate(roles):
            ax.barh(
                y,
                shares[role],
                left=left,
                height=0.68,
                color=COLOURS[k % len(COLOURS)],
                edgecolor=PAPER,
                hatch=HATCHES[k % len(HATCHES)],
                alpha=faint,
                label=role.replace("_", " ") if y == 0 else None,
            )
            left += float(shares[role])
        n, articles = int(part["n_actor"].iloc[0]), int(part["articles_actor"].iloc[0])
        labels.append(f"{actor}, {group} ({n} clauses, {articles} articles)")
    ax.set_yticks(range(len(bars)), labels, fontsize=8.5)
    ax.set_ylim(len(bars) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    ax.set_xlabel(f"share of {title}", color=INK)
    ax.tick_params(colors=MUTED, labelcolor=INK)
    ax.legend(loc="lower center", bbox_to_anchor=(0.3, 1.0), ncols=2, fontsize=8.5)
    most = used.loc[used.groupby(["actor", "group"])["share"].idxmax()]
    words = "; ".join(
        f"{row['actor']} in {row['group']}: {row['role'].replace('_', ' ')} {row['share']:.0%}"
        for _, row in most.iterrows()
    )
    alt = f"Shares of {title}. Most frequent: {words}."
    caption = "Shares of clauses; the table has the intervals. Faint: too few articles for an interval."
    return Figure(fig, alt=alt, caption=caption, data=used, name=name)


def _caption(rows: pd.DataFrame, what: str) -> str:
    counts = rows.drop_duplicates("group")
    parts = [f"{r['group']} {r['n_actor']} in {r['articles_actor']} articles" for _, r in counts.iterrows()]
    hollow = " Hollow: too few articles for an interval." if rows["low"].isna().any() else ""
    return f"{what.capitalize()}: {', '.join(parts)}. 95 % intervals, clustered by article.{hollow}"

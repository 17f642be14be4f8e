"""Figures of outlet framing by share: labels of an actor, roles of a party, rates of hedges."""

from __future__ import annotations

import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.most import largest, listed
from toolkit.figures.shares import HOLLOW, INTERVALS, dots
from toolkit.figures.style import GREYS, HATCHES, INK, MUTED, PAPER, columns, new_figure, styled
from toolkit.results import group_column, grouped

MANY = 6  # labels shown, the most used


@styled
def label_shares(
    table: pd.DataFrame, actor: str, *, voice: str = "narrator", name: str | None = "framing_labels"
) -> Figure:
    """Draw what each outlet calls an actor: shares with their intervals, one panel row a label.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.framing.naming.labels`.
    actor, voice : str
        Which rows to draw.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no outlet names the actor in enough articles for a share.
    """
    if not actor:
        raise ToolkitError("no actor is named in enough articles for a share of names to be drawn")
    by, table = group_column(table), grouped(table)
    whole = table[(table["actor"] == actor) & (table["voice"] == voice) & (table["uses_actor"] > 0)]
    rows, note = largest(whole, "group", rows=MANY, called=by)
    order = rows.groupby("label")["uses"].sum().sort_values(ascending=False, kind="stable")
    shown = [str(label) for label, n in order.items() if n][:MANY]
    drawn = rows[rows["label"].isin(shown)]
    if drawn["share"].isna().all():
        raise ToolkitError(f"there is no share of a name of '{actor}' in the voice '{voice}' to draw")
    counted = drawn.assign(share=drawn["share"].fillna(drawn["uses"] / drawn["uses_actor"]))
    fig = dots(counted, "label", shown, words=f"share of the names of “{actor}”")
    best = [
        f"{row['group']}: {row['label']} {row['share']:.0%}"
        for _, row in counted.loc[drawn.groupby("group")["uses"].idxmax()].iterrows()
    ]
    alt = f"What outlets call “{actor}” ({voice}). Most used: {'; '.join(best)}.{note}"
    caption = f"{_caption(rows, 'uses of any name')}{note}"
    return Figure(fig, alt=alt, caption=caption, data=whole, name=name)


@styled
def country_shares(table: pd.DataFrame, *, name: str | None = "framing_countries") -> Figure:
    """Draw the share of each group's articles that name a country, with intervals; no map.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.countries`.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no group has enough articles for a share.
    """
    by, table = group_column(table), grouped(table)
    shown = [str(country) for country in table["country"].drop_duplicates()][:MANY]
    drawn = table[table["country"].isin(shown) & table["share"].notna()]
    if drawn.empty:
        raise ToolkitError("there is no share of articles that name a country to draw")
    counted, note = largest(table[table["country"].isin(shown)], "group", rows=len(shown), called=by)
    sure = counted[counted["share"].notna()]
    counted = counted.assign(share=counted["share"].fillna(counted["articles"] / counted["n"]))
    fig = dots(counted, "country", shown, words="share of the articles that name it")
    most = sure.loc[sure.groupby("group")["articles"].idxmax()]
    best = [f"{row['group']}: {row['country']} {row['share']:.0%}" for _, row in most.iterrows()]
    alt = f"Countries that the articles of each {by} name. Most: {'; '.join(best)}.{note}"
    caption = f"The line is the 95 % interval; without one there are too few articles.{note}"
    return Figure(fig, alt=alt, caption=caption, data=drawn, name=name)


@styled
def hedging_rates(table: pd.DataFrame, *, name: str | None = "framing_hedging") -> Figure:
    """Draw hedges, boosters, words of doubt and scare quotes per 1,000 words, with intervals.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.framing.hedges.hedging`.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no outlet has enough articles for a rate.
    """
    by, table = group_column(table), grouped(table)
    drawn = table[table["rate"].notna()] if len(table) else table
    if drawn.empty:
        raise ToolkitError("there are no rates to draw: no outlet has enough articles")
    few, note = largest(drawn, "group", rows=drawn["kind"].nunique(), called=by)
    kinds = [str(kind) for kind in drawn["kind"].drop_duplicates()]
    fig = dots(few, "kind", kinds, words="per 1,000 words of the outlet's own", value="rate")
    parts = [f"{row['group']} {row['kind']} {row['rate']:.1f}" for _, row in few.iterrows()]
    alt = f"Per 1,000 words: {', '.join(parts)}.{note}"
    caption = f"{INTERVALS} In brackets: articles.{_apart(table, drawn)}{note}"
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


@styled
def role_bars(table: pd.DataFrame, *, title: str = "roles", name: str | None = "framing_agency") -> Figure:
    """Draw who acts and who is acted upon: stacked shares of roles, one bar an actor and outlet.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.framing.agents.agency` or `passives`.
    title : str
        What the shares are of, for the words of the figure.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no outlet has clauses in enough articles.
    """
    by, table = group_column(table), grouped(table)
    used = table[table["share"].notna()] if len(table) else table
    if used.empty:
        raise ToolkitError("there are no clauses to draw: no outlet has them in enough articles")
    meanings = dict(zip(used["role"], used["meaning"], strict=True))
    few, note = largest(used, "group", rows=used["actor"].nunique(), called=by)
    bars = list(few.groupby(["actor", "group"], sort=False))
    fig, ax = new_figure(7.2, 1.1 + 0.3 * len(bars))
    for y, (_, part) in enumerate(bars):
        shares, left = part.set_index("role")["share"], 0.0
        for k, (role, meaning) in enumerate(meanings.items()):
            colour, hatch = GREYS[k % len(GREYS)], HATCHES[k % len(HATCHES)]
            named = None if y else meaning
            ax.barh(
                y,
                shares.get(role, 0.0),
                left=left,
                height=0.68,
                color=colour,
                edgecolor=PAPER,
                hatch=hatch,
                label=named,
            )
            left += float(shares.get(role, 0.0))
    ax.set_yticks(range(len(bars)), [_bar(part) for _, part in bars], fontsize=8.5)
    ax.set_ylim(len(bars) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    ax.set_xlabel(f"share of {title}", color=INK)
    ax.tick_params(colors=MUTED, labelcolor=INK)
    fig.legend(loc="outside upper left", ncols=columns(2), fontsize=8.5)
    most = few.loc[few.groupby(["actor", "group"])["share"].idxmax()]
    words = "; ".join(
        f"{row['actor']} in {row['group']}: {row['meaning']} {row['share']:.0%}" for _, row in most.iterrows()
    )
    alt = f"Shares of {title}. Most frequent: {words}.{note}"
    caption = f"Shares of clauses; the table has the intervals.{_apart(table, used)}{note}"
    return Figure(fig, alt=alt, caption=caption, data=used, name=name)


def _bar(part: pd.DataFrame) -> str:
    """Return the words beside a bar."""
    row = part.iloc[0]
    return f"{row['actor']}, {row['group']} ({row['clauses_actor']} clauses in {row['n']} articles)"


def _apart(table: pd.DataFrame, drawn: pd.DataFrame) -> str:
    """Say which outlets have too few articles for anything drawn."""
    missing = set(table["group"].astype("str")) - set(drawn["group"].astype("str"))
    return f" Too few articles: {listed(missing)}." if missing else ""


def _caption(rows: pd.DataFrame, what: str) -> str:
    counts = rows.drop_duplicates("group")
    parts = [
        f"{r['group']} {r['uses_actor']} in {r['n']} article{'s' * (r['n'] != 1)}"
        f"{'' if pd.notna(r['share']) else ' (too few for a share)'}"
        for _, r in counts.iterrows()
    ]
    return f"{what.capitalize()}: {', '.join(parts)}. {INTERVALS} {HOLLOW}"

"""Figures of a question of one's own: rates by group, comparisons, collocations."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.framing import words_of
from toolkit.figures.most import largest, listed
from toolkit.figures.style import COLOURS, INK, MUTED, columns, new_figure, outlet_style, styled
from toolkit.results import expect, group_column, grouped

MANY = 4  # values of a comparison that are drawn: those counted most
NEAR = 15  # words near a word


@styled
def rates_figure(table: pd.DataFrame, *, name: str | None = "term_rates") -> Figure:
    """Draw how often each group uses each term, with intervals.

    Parameters
    ----------
    table : DataFrame
        From ``term_rates(corpus, words, over=None)``; with a period see `over_time_figure`.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no group has enough articles for a rate.

    Examples
    --------
    >>> row = {"term": "flood*", "outlet": "Post", "rate": 2.0, "low": 1.0, "high": 4.0, "uses": 8, "n": 9}
    >>> rates_figure(pd.DataFrame([row]))
    Figure: Uses per 1,000 words. flood*: Post 2 (1 to 4), 8 uses.
    """
    expect(table, ["term", "rate"], "term_rates(corpus, words, over=None)")
    by, drawn = group_column(table), grouped(table)
    if "period" in drawn:
        raise ToolkitError("the table has periods; over_time_figure draws it")
    known = drawn[drawn["rate"].notna()]
    if known.empty:
        raise ToolkitError("there are no rates to draw: no group has enough articles")
    terms = drawn["term"].drop_duplicates().tolist()
    few = set(drawn["group"].astype(str)) - set(known["group"].astype(str))
    known, note = largest(known, "group", rows=len(terms), called=by)
    style = outlet_style(known["group"])
    fig, ax = new_figure(7.2, 0.9 + 0.24 * len(terms) * (len(style) + 1))
    for place, (group, (colour, marker)) in enumerate(style.items()):
        own = known[known["group"].astype(str) == group]
        y = [terms.index(term) + (place - (len(style) - 1) / 2) / (len(style) + 1) for term in own["term"]]
        ax.hlines(y, own["low"], own["high"], color=colour, linewidth=1.4)
        ax.plot(own["rate"], y, marker, color=colour, label=group, clip_on=False)
    _rows(ax, terms)
    ax.set_xlim(left=0)
    ax.set_xlabel("uses per 1,000 words")
    most = known.sort_values("rate", kind="stable").iloc[-1]
    among = " of these" if note else ""
    ax.set_title(
        f"“{most['term']}” most often in {most['group']}{among}: {most['rate']:.2g} in 1,000 words", pad=8
    )
    fig.legend(loc="outside lower left", ncols=columns(3, len(style)))
    told = "; ".join(
        f"{row['term']}: {row['group']} {row['rate']:.2g} ({row['low']:.2g} to {row['high']:.2g}), "
        f"{row['uses']} uses"
        for row in known.to_dict("records")
    )
    caption = "95 % intervals, clustered by article." + (f" Too few articles: {listed(few)}." if few else "")
    alt = f"Uses per 1,000 words. {told}.{note}"
    return Figure(fig, alt=alt, caption=f"{caption}{note}", data=table, name=name)


@styled
def comparison_figure(table: pd.DataFrame, *, values: int = MANY, name: str | None = "comparison") -> Figure:
    """Draw each group's difference to all the others: filled as it is, hollow like with like.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.compare`.
    values : int
        Values drawn at most: those counted most.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no difference can be drawn.

    Examples
    --------
    >>> row = {"measure": "words", "value": "flood*", "outlet": "Post", "n": 9, "count": 8, "crude": 2.0,
    ...     "crude_low": 1.0, "crude_high": 3.0}
    >>> row |= {"adjusted": 1.5, "adjusted_low": 0.5, "adjusted_high": 2.5}
    >>> comparison_figure(pd.DataFrame([row]))
    Figure: Largest differences to all the others. flood*, Post: 2 (1 to 3), like for like 1.5 (0.5 to 2.5).
    """
    expect(table, ["crude", "adjusted"], "compare(corpus, measure)")
    by, known = group_column(table), grouped(table)
    known = known[known["crude"].notna()]
    if known.empty:
        raise ToolkitError("no difference can be drawn: too few articles, or one side has none")
    shares = table.attrs.get("estimate_is") == "share"
    few, note = largest(known, "group", rows=values, called=by)
    drawn = _scaled(_chosen(few, values), 100.0 if shares else 1.0)
    labels = [str(value) for value in drawn["value"].drop_duplicates()]
    style = outlet_style(drawn["group"])
    fig, ax = new_figure(7.2, 1.1 + 0.34 * len(labels) * (len(style) + 0.6))
    step = 1 / (len(style) + 0.6)
    for place, (group, (colour, marker)) in enumerate(style.items()):
        own = drawn[drawn["group"].astype(str) == group]
        y = (
            np.array([labels.index(str(value)) for value in own["value"]])
            + (place - (len(style) - 1) / 2) * step
        )
        for way, shift, face in (("crude", -0.12 * step, colour), ("adjusted", 0.22 * step, "none")):
            ax.hlines(y + shift, own[f"{way}_low"], own[f"{way}_high"], color=colour, linewidth=1.3)
            named = group if way == "crude" else None
            ax.plot(
                own[way], y + shift, marker, color=colour, markerfacecolor=face, markersize=5, label=named
            )
    ax.axvline(0, color=MUTED, linewidth=1)
    _rows(ax, labels)
    ax.set_xlabel("percentage points from all the others" if shares else "difference to all the others")
    ax.set_title(_headline(drawn, shares), pad=8)
    fig.legend(loc="outside lower left", ncols=columns(3, len(style)))
    more = known["value"].nunique() - len(labels)
    left = f" Not drawn: {more} more, in the table." if more else ""
    caption = (
        "Filled: as the articles are. Hollow: among articles of the same subject, time and length. 95 % "
        f"intervals; a mark without a bar has too few articles for one.{left}{note}"
    )
    most = drawn.loc[drawn["crude"].abs().groupby(drawn["value"], sort=False).idxmax()]
    told = "; ".join(map(_spoken, most.to_dict("records")))
    alt = f"Largest differences to all the others. {told}.{note}"
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


@styled
def collocation_figure(table: pd.DataFrame, *, rows: int = NEAR, name: str | None = "collocations") -> Figure:
    """Draw the words that keep company with a word: how many times as often near it as by chance.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.question.collocations`.
    rows : int
        Words drawn, the strongest by logDice.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no word occurs near it often enough.

    Examples
    --------
    >>> row = {"feature": "armed", "uses": 6, "articles": 5, "n": 9, "pmi": 3.0, "low": 2.0, "high": 4.0}
    >>> collocation_figure(pd.DataFrame([row | {"log_dice": 12.0}]))
    Figure: Words near, times as often as by chance: armed 8 (4 to 16), 6 uses.
    """
    expect(table, ["feature", "pmi", "log_dice"], "collocations(corpus, word)")
    if table.empty:
        raise ToolkitError("no word occurs near it three times in two articles or more")
    drawn = table.head(rows).assign(word=words_of)
    fig, ax = new_figure(7.2, 0.9 + 0.26 * len(drawn))
    y = np.arange(len(drawn))
    times, low, high = (np.exp2(drawn[key].to_numpy(dtype=np.float64)) for key in ("pmi", "low", "high"))
    ax.hlines(y, low, high, color=COLOURS[0], linewidth=1.4)
    ax.plot(times, y, "o", color=COLOURS[0])
    ax.axvline(1, color=MUTED, linewidth=1)
    ax.set_xscale("log", base=2)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    counted = [f"{row['word']} ({row['uses']})" for row in drawn.to_dict("records")]
    _rows(ax, counted)
    ax.set_xlabel("times as often near the word as by chance")
    first = drawn.iloc[0]
    ax.set_title(
        f"“{first['word']}” keeps closest: {first['uses']} uses near it in {first['articles']} articles",
        pad=8,
    )
    told = "; ".join(
        f"{row['word']} {a:.2g}{'' if np.isnan(b) else f' ({b:.2g} to {c:.2g})'}, {row['uses']} uses"
        for row, a, b, c in zip(drawn.to_dict("records"), times, low, high, strict=True)
    )
    caption = (
        "Uses near the word in brackets; 95 % intervals, whole articles drawn; strongest by logDice first."
    )
    alt = f"Words near, times as often as by chance: {told}."
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


def _rows(ax: Any, labels: Sequence[str]) -> None:
    """Name the rows of a figure of dots, the first at the top."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", labelcolor=INK)


def _chosen(known: pd.DataFrame, values: int) -> pd.DataFrame:
    """Return the rows of the values counted most; with several wholes their names come first."""
    several = known["measure"].nunique() > 1
    named = known.assign(value=known["measure"] + ": " + known["value"]) if several else known
    counted = named["count"] if "count" in named else named["n"]
    order = counted.groupby(named["value"], sort=False).sum().sort_values(ascending=False, kind="stable")
    kept = list(order.index[:values])
    return named[named["value"].isin(kept)].sort_values(
        "value", key=lambda column: column.map(kept.index), kind="stable"
    )


def _scaled(drawn: pd.DataFrame, by: float) -> pd.DataFrame:
    columns = [f"{way}{end}" for way in ("crude", "adjusted") for end in ("", "_low", "_high")]
    return drawn.assign(**{column: drawn[column] * by for column in columns})


def _headline(drawn: pd.DataFrame, shares: bool) -> str:
    top = drawn.iloc[int(drawn["crude"].abs().to_numpy().argmax())]
    unit = " points" if shares else ""
    way = "above" if top["crude"] > 0 else "below"
    left = f"; like for like {abs(top['adjusted']):.3g}" if pd.notna(top["adjusted"]) else ""
    if pd.notna(top["adjusted"]) and top["adjusted"] * top["crude"] < 0:
        left = f"; like for like {abs(top['adjusted']):.3g} the other way"
    return f"{top['value']}: {top['group']} {abs(top['crude']):.3g}{unit} {way} the others{left}"


def _spoken(row: dict[Hashable, Any]) -> str:
    def interval(way: str) -> str:
        low, high = row[f"{way}_low"], row[f"{way}_high"]
        return "" if pd.isna(low) else f" ({low:.3g} to {high:.3g})"

    words = f"{row['value']}, {row['group']}: {row['crude']:.3g}{interval('crude')}"
    if pd.isna(row["adjusted"]):
        return words
    return f"{words}, like for like {row['adjusted']:.3g}{interval('adjusted')}"

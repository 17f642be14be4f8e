"""Figures of source framing: shares of sources and of verbs, a heat map of speakers by outlet."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.most import largest
from toolkit.figures.shares import HOLLOW, INTERVALS, dots
from toolkit.figures.style import ON_DARK, ON_LIGHT, is_narrow, new_figure, styled

MANY = 12
FLAT = 6  # names of outlets that fit side by side
WORDS = 34  # characters of a speaker's name on an axis


@styled
def source_shares(
    table: pd.DataFrame,
    *,
    by: str = "outlet",
    words: str = "share of quotations",
    name: str | None = "sources",
) -> Figure:
    """Draw shares of quotations with their intervals: one row a speaker or type, one marker an outlet.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.sources.shares.sources`.
    by : str
        Its column of groups.
    words : str
        What the shares are of, for the axis.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If there is nothing to draw.

    Examples
    --------
    >>> row = {"outlet": "Herald", "value": "official", "quotes": 8, "n": 5}
    >>> source_shares(pd.DataFrame([{**row, "share": 0.6, "low": 0.4, "high": 0.8}]))
    Figure: Share of quotations. Herald: official 60 %.
    """
    _need_rows(table, "source shares")
    drawn, order, note = _few(table, by)
    fig = dots(drawn, "value", order, words=words)
    top = [_most(part, str(group)) for group, part in drawn.groupby("group", sort=True)]
    alt = f"{words.capitalize()}. " + "; ".join(top) + f".{note}"
    caption = f"{INTERVALS} {HOLLOW} In brackets: articles with quotations.{note}"
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


@styled
def speaker_heatmap(table: pd.DataFrame, *, by: str = "outlet", name: str | None = "speakers") -> Figure:
    """Draw how far each outlet's quotations of a speaker are from the number expected.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.sources.profile.residuals`.
    by : str
        Its column of groups.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If there is nothing to draw.

    Examples
    --------
    >>> rows = [{"outlet": o, "value": "Asif", "quotes": q, "residual": r} for o, q, r in
    ...     [("Herald", 9, 2.5), ("Post", 1, -2.5)]]
    >>> speaker_heatmap(pd.DataFrame(rows))
    Figure: Speakers by outlet, against what is expected. Most above: Asif in Herald (9 quotations, 2.5).
    """
    _need_rows(table, "speakers by outlet")
    values = list(dict.fromkeys(table["value"]))
    whole, (table, note) = table, largest(table, by, size="articles")
    wide = table.pivot_table(index="value", columns=by, values="residual", dropna=False).reindex(values)
    counts = table.pivot_table(index="value", columns=by, values="quotes", dropna=False).reindex(values)
    fig, ax = new_figure(7.2, 1.2 + 0.32 * len(values))
    cells, numbers = wide.to_numpy(dtype=float), counts.to_numpy(dtype=float)
    shown = np.clip(np.ma.masked_invalid(cells), -4, 4)
    image = ax.imshow(shown, cmap="PuOr_r", vmin=-4, vmax=4, aspect="auto")
    for i, j in np.ndindex(*cells.shape):
        ink = ON_DARK if abs(cells[i, j]) > 2.6 else ON_LIGHT
        ax.text(j, i, f"{numbers[i, j]:.0f}", ha="center", va="center", color=ink)
    crowded = is_narrow() or wide.shape[1] > FLAT
    angle, side = (45, "right") if crowded else (0, "center")
    names = [_short(name) if crowded else _folded(name) for name in wide.columns]
    ax.set_xticks(range(wide.shape[1]), names, rotation=angle, ha=side)
    ax.set_yticks(range(len(values)), [_short(value) for value in values])
    ax.grid(visible=False)
    place = "bottom" if is_narrow() else "right"
    fig.colorbar(image, ax=ax, label="standardised residual", shrink=0.8, location=place)
    best = table.sort_values("residual", ascending=False, kind="stable").iloc[0]
    alt = (
        f"Speakers by {by}, against what is expected. Most above: {best['value']} in {best[by]} "
        f"({best['quotes']} quotations, {best['residual']:.1f}).{note}"
    )
    caption = (
        "Numbers: quotations. Colour: standardised residual, orange above and purple below what all "
        f"outlets together lead one to expect; one article with many quotations can colour a cell.{note}"
    )
    return Figure(fig, alt=alt, caption=caption, data=whole, name=name)


@styled
def verb_shares(table: pd.DataFrame, *, by: str = "outlet", name: str | None = "verbs") -> Figure:
    """Draw the share of each class of reporting verbs: one row a class, one marker an outlet.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.sources.profile.verb_profile`.
    by : str
        Its column of groups.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If there is nothing to draw.

    Examples
    --------
    >>> rows = [{"outlet": o, "value": "doubt", "quotes": 4, "n": 9, "share": s, "low": s, "high": s}
    ...     for o, s in [("Herald", 0.1), ("Post", 0.3)]]
    >>> verb_shares(pd.DataFrame(rows))
    Figure: Verbs that report speech, by outlet. doubt: Herald 10 %, Post 30 %.
    """
    _need_rows(table, "reporting verbs")
    drawn, order, note = _few(table, by)
    told = []
    fig = dots(drawn, "value", order, words="share of quotations with a verb")
    for value in order:
        mine = drawn[(drawn["value"] == value) & drawn["share"].notna()].sort_values("group")
        known = [f"{row['group']} {100 * row['share']:.0f} %" for _, row in mine.iterrows()]
        told.append(f"{value}: {', '.join(known)}")
    alt = f"Verbs that report speech, by {by}. " + "; ".join(told) + f".{note}"
    caption = f"{INTERVALS} {HOLLOW} In brackets: articles with quotations.{note}"
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


def _need_rows(table: pd.DataFrame, what: str) -> None:
    if table.empty:
        raise ToolkitError(f"there is nothing to draw: the table of {what} has no rows")


def _few(table: pd.DataFrame, by: str) -> tuple[pd.DataFrame, list[str], str]:
    """Return the rows of the groups that are drawn, the values in order, and what is said of the rest."""
    rows = min(MANY, table["value"].nunique())
    drawn, note = largest(table.rename(columns={by: "group"}), "group", rows=rows, called=by)
    return drawn, _order(drawn), note


def _order(table: pd.DataFrame) -> list[str]:
    """Return the values with most quotations over all groups."""
    totals = table.groupby("value")["quotes"].sum().sort_values(ascending=False, kind="stable")
    return [str(value) for value in totals.index[:MANY]]


def _short(value: object) -> str:
    text = str(value).replace("_", " ")
    return text if len(text) <= WORDS else text[: WORDS - 1].rstrip() + "…"


def _folded(value: object) -> str:
    """Return an outlet's name over several lines, so that neighbours do not touch."""
    return fill(_short(value), 14)


def _most(rows: pd.DataFrame, group: str) -> str:
    best = rows.sort_values("share", ascending=False, kind="stable").iloc[0]
    return f"{group}: {best['value']} {100 * best['share']:.0f} %"

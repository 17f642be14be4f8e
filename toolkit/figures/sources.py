"""Figures of source framing: share bars, a heat map of speakers by outlet, slopes of verbs."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.style import INK, MUTED, PAPER, new_figure, outlet_style, styled

MANY = 12
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
    order = _order(table)
    groups = sorted(map(str, table[by].unique()))
    style = outlet_style(groups)
    fig, ax = new_figure(7.2, 1.0 + 0.17 * len(order) * (len(groups) + 1))
    for g, group in enumerate(groups):
        mine = table[table[by].astype(str) == group].set_index("value")
        colour, marker = style[group]
        for k, value in enumerate(order):
            if value in mine.index:
                row = mine.loc[value]
                y = k + (g - (len(groups) - 1) / 2) / (len(groups) + 1)
                known = bool(pd.notna(row["low"]))
                ax.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.4)
                face = colour if known else PAPER
                ax.plot(row["share"], y, marker, color=colour, markerfacecolor=face, clip_on=False)
        ax.plot([], [], marker, color=colour, label=f"{group} (n = {_articles(mine)})")
    ax.set_yticks(range(len(order)), [_short(value) for value in order])
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f} %")
    ax.set_xlabel(words)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(3, len(groups)))
    top = [_most(table[table[by].astype(str) == group], group) for group in groups]
    alt = f"{words.capitalize()}. " + "; ".join(top) + "."
    caption = "Bars: 95 % intervals clustered by story; n is articles with quotations."
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
    wide = table.pivot_table(index="value", columns=by, values="residual", dropna=False).reindex(values)
    counts = table.pivot_table(index="value", columns=by, values="quotes", dropna=False).reindex(values)
    fig, ax = new_figure(7.2, 1.2 + 0.32 * len(values))
    cells, numbers = wide.to_numpy(dtype=float), counts.to_numpy(dtype=float)
    shown = np.clip(np.ma.masked_invalid(cells), -4, 4)
    image = ax.imshow(shown, cmap="PuOr_r", vmin=-4, vmax=4, aspect="auto")
    for i, j in np.ndindex(*cells.shape):
        ink = PAPER if abs(cells[i, j]) > 2.6 else INK
        ax.text(j, i, f"{numbers[i, j]:.0f}", ha="center", va="center", color=ink)
    ax.set_xticks(range(wide.shape[1]), [_folded(column) for column in wide.columns])
    ax.set_yticks(range(len(values)), [_short(value) for value in values])
    ax.grid(visible=False)
    fig.colorbar(image, ax=ax, label="standardised residual", shrink=0.8)
    best = table.sort_values("residual", ascending=False, kind="stable").iloc[0]
    alt = (
        f"Speakers by {by}, against what is expected. Most above: {best['value']} in {best[by]} "
        f"({best['quotes']} quotations, {best['residual']:.1f})."
    )
    caption = (
        "Numbers: quotations. Colour: standardised residual, orange above and purple below what all "
        "outlets together lead one to expect; one article with many quotations can colour a cell."
    )
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


@styled
def verb_slopes(table: pd.DataFrame, *, by: str = "outlet", name: str | None = "verbs") -> Figure:
    """Draw the share of each verb class from outlet to outlet, one line a class.

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
    >>> verb_slopes(pd.DataFrame(rows))
    Figure: Verbs that report speech, by outlet. doubt: Herald 10 %, Post 30 %.
    """
    _need_rows(table, "reporting verbs")
    groups = sorted(map(str, table[by].unique()))
    order = _order(table)
    style = outlet_style(order)
    fig, ax = new_figure(7.2, 3.8)
    told = []
    for k, value in enumerate(order):
        mine = table[table["value"] == value].assign(key=lambda t: t[by].astype(str)).set_index("key")
        mine = mine.reindex(groups)
        x = np.arange(len(groups)) + (k - (len(order) - 1) / 2) * 0.05
        colour, marker = style[value]
        share = mine["share"].to_numpy(dtype=float)
        ax.plot(x, share, marker=marker, color=colour, label=value)
        ax.vlines(x, mine["low"].to_numpy(dtype=float), mine["high"].to_numpy(dtype=float), color=colour)
        known = [f"{g} {100 * s:.0f} %" for g, s in zip(groups, share, strict=True) if not np.isnan(s)]
        told.append(f"{value}: {', '.join(known)}")
    ax.set_xticks(range(len(groups)), [_folded(group) for group in groups])
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.0f} %")
    ax.set_ylabel("share of quotations with a verb", color=MUTED)
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    alt = f"Verbs that report speech, by {by}. " + "; ".join(told) + "."
    caption = "Lines only join the outlets of one verb class; bars are 95 % intervals clustered by story."
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


def _need_rows(table: pd.DataFrame, what: str) -> None:
    if table.empty:
        raise ToolkitError(f"there is nothing to draw: the table of {what} has no rows")


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


def _articles(rows: pd.DataFrame) -> int:
    return int(rows["n"].max()) if len(rows) else 0


def _most(rows: pd.DataFrame, group: str) -> str:
    best = rows.sort_values("share", ascending=False, kind="stable").iloc[0]
    return f"{group}: {best['value']} {100 * best['share']:.0f} %"

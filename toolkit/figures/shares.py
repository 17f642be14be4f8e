"""Rows of shares or rates: one row a category, one marker an outlet, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.figures.style import PAPER, columns, new_figure, outlet_style, styled
from toolkit.results import says_nothing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MplFigure

INTERVALS = "Lines: 95 % intervals, clustered by story."
HOLLOW = "Hollow: counted, but too few articles for an interval that says anything."
ROW, TOP = 0.2, 0.9  # inches: of a marker's row, and of what is above and below the rows


@styled
def dots(
    table: pd.DataFrame,
    column: str,
    order: Sequence[str],
    *,
    words: str,
    value: str = "share",
    outlets: Sequence[str] | None = None,
) -> MplFigure:
    """Draw one row a category, one marker an outlet, with intervals; the axis ends where the data end.

    Parameters
    ----------
    table : DataFrame
        Columns `group`, the categories' column, `low`, `high`, the value's column, and `n` (articles).
    column : str
        Column of the categories.
    order : sequence of str
        Categories, from the top.
    words : str
        What is measured, for the axis.
    value : str
        ``share`` (drawn in per cent) or another column.
    outlets : sequence of str, optional
        The outlets to draw; those of the table by default.

    Examples
    --------
    >>> row = {"group": "Post", "kind": "hedge", "share": 0.2, "low": 0.1, "high": 0.3, "n": 9}
    >>> len(dots(pd.DataFrame([row]), "kind", ["hedge"], words="share of sentences").axes)
    1
    """
    groups = sorted(table["group"].astype("str").unique()) if outlets is None else list(outlets)
    style = outlet_style(groups)
    fig, ax = new_figure(height=TOP + ROW * len(order) * (len(groups) + 1))
    for g, group in enumerate(groups):
        mine = table[(table["group"].astype("str") == group) & table[value].notna()].set_index(column)
        colour, marker = style[group]
        for k, item in enumerate(order):
            if item in mine.index:
                y = k + (g - (len(groups) - 1) / 2) / (len(groups) + 1)
                _dot(ax, mine.loc[[item]].iloc[0], y, value, colour, marker)
        ax.plot([], [], marker, color=colour, label=f"{group} ({int(mine['n'].max()) if len(mine) else 0})")
    ax.set_yticks(range(len(order)), [_short(item) for item in order])
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlim(left=0)
    if value == "share":
        ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f} %")
    ax.set_xlabel(words)
    fig.legend(loc="outside upper left", ncols=columns(3, len(groups)))
    return fig


def _dot(ax: Axes, row: pd.Series, y: float, value: str, colour: str, marker: str) -> None:
    """Draw one estimate: with its interval, or hollow where there is none that says anything."""
    known = bool(pd.notna(row["low"])) and not (value == "share" and says_nothing(row["low"], row["high"]))
    if known:
        ax.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.4)
    ax.plot(
        row[value],
        y,
        marker,
        color=colour,
        markerfacecolor=colour if known else PAPER,
        clip_on=False,
        zorder=3,
    )


def _short(value: object, width: int = 34) -> str:
    text = str(value).replace("_", " ")
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"

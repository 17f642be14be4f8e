"""Figures of coding: the corrected share of each frame, with what the predictions alone say."""

from __future__ import annotations

import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.most import largest
from toolkit.figures.style import PAPER, columns, new_figure, outlet_style, styled
from toolkit.results import group_column


@styled
def frame_figure(table: pd.DataFrame, *, name: str | None = "frames") -> Figure:
    """Draw the share of articles with each frame and its interval: one row a frame, one marker a group.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.frame_shares`.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If no frame has a share.

    Examples
    --------
    >>> row = {"variable": "conflict", "outlet": "Herald", "n": 40, "raw": 0.3}
    >>> frame_figure(pd.DataFrame([{**row, "share": 0.6, "low": 0.4, "high": 0.8}]))
    Figure: Share of articles with each frame. Herald: conflict 60 %.
    """
    by = group_column(table)
    known = table[table["share"].notna()]
    if known.empty:
        raise ToolkitError("there is no frame to draw: no group has enough codes")
    frames = list(dict.fromkeys(map(str, known["variable"])))
    whole, (known, note) = known, largest(known, by, rows=len(frames))
    groups = sorted(map(str, known[by].unique()))
    style = outlet_style(groups)
    fig, ax = new_figure(7.2, 1.0 + 0.17 * len(frames) * (len(groups) + 1))
    said = []
    for g, group in enumerate(groups):
        mine = known[known[by].astype(str) == group].set_index("variable")
        colour, marker = style[group]
        for frame, row in mine.iterrows():
            y = frames.index(str(frame)) + (g - (len(groups) - 1) / 2) / (len(groups) + 1)
            ax.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.4)
            ax.plot(row["share"], y, marker, color=colour, clip_on=False)
            if pd.notna(row["raw"]):
                ax.plot(row["raw"], y, "o", color=colour, markerfacecolor=PAPER, markersize=3, clip_on=False)
        ax.plot([], [], marker, color=colour, label=f"{group} (n = {int(mine['n'].max())})")
        most = mine.iloc[int(mine["share"].argmax())]
        said.append(f"{group}: {str(most.name).replace('_', ' ')} {100 * most['share']:.0f} %")
    ax.set_yticks(range(len(frames)), [frame.replace("_", " ") for frame in frames])
    ax.set_ylim(len(frames) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f} %")
    ax.set_xlabel("share of articles")
    fig.legend(loc="outside upper left", ncols=columns(3, len(groups)))
    alt = f"Share of articles with each frame. {'; '.join(said)}.{note}"
    caption = "Bars: 95 % intervals of the corrected shares. Small circles: what the predictions alone say."
    return Figure(fig, alt=alt, caption=f"{caption}{note}", name=name, data=whole)

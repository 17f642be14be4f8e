"""The figure of the opening page for other programs: what outlets call the same people, as bars."""

from __future__ import annotations

import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.style import HATCHES, PAPER, blank, columns, outlet_style, styled

ACROSS = 3  # outlets side by side


@styled
def name_bars(table: pd.DataFrame, *, title: str, caption: str = "", name: str | None = "opening") -> Figure:
    """Draw the names each outlet uses for the same people: a panel an outlet, a bar a name.

    Parameters
    ----------
    table : DataFrame
        Columns `outlet`, `label`, `uses` and `share` (of the outlet's uses of any name), in the order drawn.
    title : str
        What is seen, in a sentence.
    caption : str
        How to read it.
    name : str, optional
        Name of the figure's file.

    Raises
    ------
    ToolkitError
        If the table has no rows.

    Examples
    --------
    >>> row = {"outlet": "Post", "label": "rebel", "uses": 9, "share": 1.0}
    >>> name_bars(pd.DataFrame([row]), title="The Post writes “rebel”.")
    Figure: The Post writes “rebel”. Post: rebel 9.
    """
    if table.empty:
        raise ToolkitError("there are no names to draw: the table is empty")
    outlets = list(dict.fromkeys(table["outlet"]))
    style, across = outlet_style(outlets), columns(ACROSS, len(outlets))
    rows = -(-len(outlets) // across)
    fig = blank(height=rows * (0.6 + 0.24 * table["label"].nunique()))
    axes = fig.subplots(rows, across, squeeze=False, sharex=True).ravel()
    for ax in axes[len(outlets) :]:
        ax.set_visible(False)
    for place, (ax, outlet) in enumerate(zip(axes, outlets, strict=False)):
        mine = table[table["outlet"] == outlet]
        hatch = HATCHES[place % len(HATCHES)]
        bars = ax.barh(mine["label"], mine["share"], color=style[outlet][0], hatch=hatch, edgecolor=PAPER)
        ax.bar_label(bars, labels=[f"{n:,}" for n in mine["uses"]], padding=3)
        ax.set_title(outlet, fontsize=10)
        ax.set_xlim(0, 1.18)
        ax.set_xticks([])
        ax.invert_yaxis()
        ax.grid(visible=False)
    told = [
        f"{outlet}: {', '.join(f'{r.label} {r.uses}' for r in table[table['outlet'] == outlet].itertuples())}"
        for outlet in outlets
    ]
    alt = f"{title} {'; '.join(told)}."
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)

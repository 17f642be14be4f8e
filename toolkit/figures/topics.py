"""Figure of who writes about what: topic shares by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.figures.figure import Figure
from toolkit.figures.most import largest
from toolkit.figures.style import columns, new_figure, outlet_style, styled
from toolkit.results import grouped, says_nothing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@styled
def topic_shares(prevalence: pd.DataFrame, *, by: str = "outlet") -> Figure:
    """Draw the mean share of each topic in each group, with its interval.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics` or `topics_by`: one row a group and topic with `n`, `share`, `low` and `high`.
    by : str
        What the groups are, for the words of the figure.

    Examples
    --------
    >>> row = {"outlet": "Post", "topic": 1, "label": "rain", "n": 9, "share": 0.5, "low": 0.3, "high": 0.7}
    >>> topic_shares(pd.DataFrame([row]))
    Figure: Share of each topic by outlet. rain: Post 50 % (30 to 70 %).
    """
    table = grouped(prevalence).sort_values(["topic", "group"])
    labels = table.drop_duplicates("topic")["label"].tolist()
    table, note = largest(table, "group", rows=len(labels), called=by)
    style = outlet_style(table["group"])
    fig, ax = new_figure(7.2, 1.0 + len(labels) * (0.25 + 0.19 * len(style)))
    for place, (group, (colour, marker)) in enumerate(style.items()):
        part = table[table["group"].astype(str) == group]
        n = int(part["n"].max()) if len(part) else 0
        offset = 0.0 if len(style) == 1 else 0.6 * (place / (len(style) - 1) - 0.5)
        heights = [labels.index(label) + offset for label in part["label"]]
        _dots(ax, part, heights, colour, marker, f"{group} ({n} articles)")
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.set_xlabel("Mean share of the articles, per cent")
    fig.legend(loc="outside lower left", ncols=columns(3, len(style)))
    caption = (
        f"Mean share of each topic by {by}, with 95 % intervals that count the uncertainty of the topics "
        "themselves. Hollow: the topic is not stable, or the articles are too few for an interval that "
        f"says anything.{note}"
    )
    alt = f"Share of each topic by {by}. " + " ".join(_spoken(part) for _, part in table.groupby("topic"))
    return Figure(fig, alt=f"{alt}{note}", caption=caption, data=prevalence, name="topic_shares")


def _dots(ax: Axes, part: pd.DataFrame, heights: list[float], colour: str, marker: str, label: str) -> None:
    share, low, high = (100 * part[name].to_numpy(dtype=float) for name in ("share", "low", "high"))
    sure = np.array(
        [not (np.isnan(a) or says_nothing(a, b, scale=100)) for a, b in zip(low, high, strict=True)]
    )
    at = np.array(heights)
    ax.hlines(at[sure], low[sure], high[sure], color=colour, linewidth=1.6)
    ax.plot(share[sure], at[sure], color=colour, marker=marker, linestyle="none", label=label)
    ax.plot(share[~sure], at[~sure], color=colour, marker=marker, linestyle="none", markerfacecolor="none")


def _spoken(part: pd.DataFrame) -> str:
    words = [
        f"{row['group']} {row['share']:.0%}"
        + (f" ({row['low']:.0%} to {row['high']:.0%})" if pd.notna(row["low"]) else "")
        for row in part.to_dict("records")
    ]
    return f"{part['label'].iloc[0]}: {', '.join(words)}.".replace("% to", " to").replace("%", " %")

"""Figures of outlet framing: each takes a result table and draws its numbers with their intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.most import largest, listed
from toolkit.figures.style import MUTED, PAPER, is_narrow, new_figure, outlet_style, styled
from toolkit.results import expect, group_column
from toolkit.stats.families import WORDS, certainty

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MplFigure

ROW = 0.23  # inches of height for each row
HEADING = 46  # characters of a comparison's name on a phone
MOST = 12  # words of a comparison that are drawn of a whole table of keyness


@styled
def effect_forest(table: pd.DataFrame, *, name: str | None = "framing_words") -> Figure:
    """Draw words with the ratio of their rates and its interval, in both directions.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.keyness.top.top_terms`, or from `toolkit.keyness`: then the first words of each
        comparison, the most certain.
    name : str, optional
        Name of the figure's file.

    Returns
    -------
    Figure
        Right of the line: the outlet uses the word more; left: less. Filled markers are *certain* (q under
        0.05 over the table, and not explained by subject or time), hollow ones are not.

    Raises
    ------
    ToolkitError
        If the table has no word with a ratio.
    """
    expect(table, ["log_ratio", "q"], "keyness(corpus)")
    drawn = table[table["log_ratio"].notna()]
    if "certainty" not in drawn:
        drawn = drawn.groupby(["target", "reference"], sort=False).head(MOST)
        explained = drawn["explained_by"] if "explained_by" in drawn else [None] * len(drawn)
        words = [certainty(q, cause) for q, cause in zip(drawn["q"], explained, strict=True)]
        drawn = drawn.assign(certainty=words)
    _need_rows(drawn, "words")
    rows = int(drawn["target"].value_counts().max())
    few, note = largest(drawn, "target", rows=rows, size="n_target", called=group_column(table))
    apart = listed(set(table["target"].astype("str")) - set(drawn["target"].astype("str")))
    missing = f" Too few articles for a ratio: {apart}." if apart else ""
    figure = _forest(few, name, f"{missing}{note}")
    return replace(figure, alt=f"{figure.alt}{note}", data=drawn)


def _forest(table: pd.DataFrame, name: str | None, left: str) -> Figure:
    """Draw the rows; `left` says what is not drawn."""
    style = outlet_style(table["target"])
    rows = _with_headings(table)
    fig, ax = new_figure(7.2, 0.9 + ROW * len(rows))
    limit = _limit(table)
    for y, (label, row) in enumerate(rows):
        if row is None:
            _heading(ax, y, label)
            continue
        colour, marker = style[str(row["target"])]
        if not np.isnan(row["low"]):
            ax.plot([max(row["low"], -limit), min(row["high"], limit)], [y, y], color=colour, linewidth=1.4)
        face = colour if row["certainty"] == WORDS[0] else PAPER
        ax.plot(
            np.clip(row["log_ratio"], -limit, limit), y, marker, color=colour, markerfacecolor=face, zorder=3
        )
    ax.axvline(0, color=MUTED, linewidth=1)
    words = [(y, label) for y, (label, row) in enumerate(rows) if row is not None]
    ax.set_yticks([y for y, _ in words], [label for _, label in words])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    _ratio_axis(ax, limit)
    return Figure(
        fig,
        alt=_forest_alt(table),
        caption=_forest_caption(table, left),
        data=table,
        name=name,
    )


def _heading(ax: Axes, y: int, label: str) -> None:
    """Write a comparison's name: above its rows, or on a phone from the edge of the paper."""
    if not is_narrow():
        ax.text(0.0, y, label, transform=ax.get_yaxis_transform(), fontweight="bold", va="center")
        return
    from matplotlib.transforms import blended_transform_factory  # noqa: PLC0415 - matplotlib is slow to load

    paper = cast("MplFigure", ax.figure)
    across = blended_transform_factory(paper.transFigure, ax.transData)
    short = label if len(label) <= HEADING else f"{label[: HEADING - 1]}…"
    text = ax.text(0.01, y, short, transform=across, fontweight="bold", fontsize=9, va="center")
    text.set_in_layout(False)  # a long name would leave no room for the axes


def _need_rows(table: pd.DataFrame, what: str) -> None:
    if table.empty:
        raise ToolkitError(f"there are no {what} to draw: the table is empty")


def _with_headings(table: pd.DataFrame) -> list[tuple[str, pd.Series | None]]:
    """Return labelled rows, a heading before each comparison."""
    rows: list[tuple[str, pd.Series | None]] = []
    for (target, reference), part in table.groupby(["target", "reference"], sort=False):
        other = "the others" if reference == "(others)" else str(reference)
        rows.append((f"{target} beside {other}", None))
        rows.extend(zip(words_of(part), (row for _, row in part.iterrows()), strict=True))
    return rows


def words_of(table: pd.DataFrame) -> pd.Series:
    """Return the words of rows as the articles print them, or as they are counted where that is not known."""
    return table["printed" if "printed" in table else "feature"].astype("str")


def _limit(table: pd.DataFrame) -> float:
    """Return the half-width of the axis: wide enough for the estimates, at most 2^8."""
    largest = float(table["log_ratio"].abs().max())
    ends = table[["low", "high"]].abs().to_numpy()
    reach = float(np.nanmax(ends)) if np.isfinite(ends).any() else largest
    return max(2.0, min(8.0, max(largest + 0.5, min(reach, largest + 2.0))))


def _ratio_axis(ax: Axes, limit: float) -> None:
    step = (1 if limit <= 4 else 2) * (2 if is_narrow() else 1)
    ticks = np.arange(-int(limit) // step * step, int(limit) + 1, step)
    ax.set_xlim(-limit * 1.04, limit * 1.04)
    ax.set_xticks(ticks, [f"{2**t}×" if t >= 0 else f"1/{2**-t}" for t in ticks])
    ax.set_xlabel("times as often as in the reference (95 % interval, clustered by story)")


def _forest_alt(table: pd.DataFrame) -> str:
    parts = []
    for target, part in table.groupby("target", sort=False):
        sure = part[part["certainty"] == WORDS[0]]
        if sure.empty:
            parts.append(f"{target}: no word differs with certainty.")
            continue
        both = sure[(sure["uses_target"] > 0) & (sure["uses_reference"] > 0)]
        strongest = both.iloc[both["log_ratio"].abs().argsort()[::-1][:3]]
        words = zip(words_of(strongest), strongest["log_ratio"], strict=True)
        named = [f"“{word}” {_in_times(ratio)}" for word, ratio in words]
        parts.append(f"{target}: {len(sure)} words differ with certainty, among them {', '.join(named)}.")
    return "Ratio of rates of words by outlet, with intervals. " + " ".join(parts)


def _in_times(log_ratio: float) -> str:
    """Return a ratio in words; a word that one side lacks has no honest ratio."""
    return f"{2**log_ratio:.1f} times as often" if log_ratio >= 0 else f"{2**-log_ratio:.1f} times less often"


def _forest_caption(table: pd.DataFrame, left: str) -> str:
    sizes = {str(row["target"]): int(row["n_target"]) for _, row in table.iterrows()}
    counts = ", ".join(f"{name} {n}" for name, n in sizes.items())
    return (
        f"Articles: {counts}.{left} Filled: certain (q under 0.05 over the whole table, and "
        "neither subject nor time explains it); hollow: seen here, which chance, subject or time can bring "
        "about. Lines at the edge go on."
    )

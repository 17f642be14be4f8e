"""Figures of readability: outlets with intervals, score against length, agreement, lede to end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.most import FEW, largest
from toolkit.figures.style import GRID, MUTED, ON_LIGHT, columns, is_narrow, new_figure, outlet_style, styled
from toolkit.stats.clusters import chance_band

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MplFigure

USUAL = "flesch_kincaid"
CROWDED, SMALL = 300, 3.5  # articles from which marks are smaller, and their size in points
ROW = 0.3  # inches of height for each outlet


@styled
def outlet_readability(
    table: pd.DataFrame, *, labels: pd.DataFrame | None = None, name: str | None = "readability_outlets"
) -> Figure:
    """Draw each outlet's mean of each measure with its interval, one panel a measure.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.readability_by_outlet`.
    labels : DataFrame, optional
        From `toolkit.analysis.readability.scores.measure_table`: words for the measures.
    name : str, optional
        Name of the figure's file.

    Returns
    -------
    Figure

    Raises
    ------
    ToolkitError
        If no outlet has a score.
    """
    rows = table[table["estimate"].notna()]
    _need_rows(rows, "scores of outlets")
    by = str(table.columns[0])
    words = _labels(labels)
    measures = list(dict.fromkeys(rows["measure"]))
    rows, note = largest(rows, by, rows=len(measures))
    outlets = sorted(rows[by].astype("str").unique())
    style = outlet_style(outlets)
    fig, ax = new_figure(7.2, 0.4 + len(measures) * (0.62 + ROW * len(outlets)))
    ax.remove()
    panels = fig.subplots(len(measures), 1, squeeze=False)[:, 0]
    for panel, measure in zip(panels, measures, strict=True):
        part = rows[rows["measure"].eq(measure)].set_index(by)
        for y, outlet in enumerate(outlets):
            if outlet not in part.index:
                continue
            row, (colour, marker) = part.loc[outlet], style[outlet]
            panel.plot([row["low"], row["high"]], [y, y], color=colour)
            panel.plot(row["estimate"], y, marker, color=colour)
        panel.set_yticks(range(len(outlets)), [_with_n(outlet, part) for outlet in outlets])
        panel.set_ylim(len(outlets) - 0.5, -0.5)
        panel.set_title(_title(measure, words))
    alt = "; ".join(
        _ranking(rows[rows["measure"].eq(measure)], by, measure, words) for measure in measures[:2]
    )
    caption = (
        "Mean of each outlet's articles with 95 % intervals (clustered; in brackets the number of articles). "
        "Intervals that overlap by a lot leave the order open."
    )
    return Figure(fig, alt=f"{alt}.{note}", caption=f"{caption}{note}", data=table, name=name)


@styled
def score_by_length(
    scores: pd.DataFrame,
    *,
    measure: str | None = None,
    labels: pd.DataFrame | None = None,
    name: str | None = "readability_length",
) -> Figure:
    """Draw each article's score against its length, with the band that chance alone makes.

    Parameters
    ----------
    scores : DataFrame
        From `toolkit.readability`.
    measure : str, optional
        Measure drawn; Flesch-Kincaid by default where it is among the scores, else their first.
    labels, name
        As in `outlet_readability`.

    Raises
    ------
    ToolkitError
        If no article has a score in that measure.
    """
    measure = measure or _usual(scores)
    rows = scores[scores["measure"].eq(measure) & scores["estimate"].notna()]
    _need_rows(rows, f"scores in {measure}")
    words = _labels(labels)
    fig, ax = new_figure(7.2, 3.8)
    lengths = np.geomspace(max(20, rows["n_words"].min()), max(rows["n_words"].max(), 60), 80)
    middle = float(rows["estimate"].median())
    noise = float((rows["se"] * np.sqrt(rows["n_words"])).median())
    if np.isfinite(noise):
        half = chance_band(noise, lengths)
        ax.fill_between(lengths, middle - half, middle + half, color=GRID, zorder=0)
    named = rows.assign(outlet=rows["outlet"].fillna("unknown"))
    few, note = largest(named, "outlet")
    size = SMALL if len(rows) > CROWDED else None
    rest = named[~named["outlet"].isin(few["outlet"])]
    ax.plot(rest["n_words"], rest["estimate"], ".", color=MUTED, alpha=0.5, markersize=4, zorder=1)
    for outlet, (colour, marker) in outlet_style(few["outlet"]).items():
        part = few[few["outlet"].eq(outlet)]
        ax.plot(
            part["n_words"], part["estimate"], marker, color=colour, markersize=size, alpha=0.75, label=outlet
        )
    ax.axvline(150, color=MUTED, linewidth=0.8, linestyle=":")
    ax.set_xscale("log")
    ticks = [
        t
        for t in (20, 50, 100, 150, 200, 300, 400, 600, 900, 1300, 2000, 3000, 5000)
        if lengths[0] <= t <= lengths[-1]
    ]
    ticks = ticks[:: 2 if is_narrow() else 1]
    ax.set_xticks(ticks, [f"{t:,}" for t in ticks])
    ax.set_xticks([], minor=True)
    ax.set_xlabel("words")
    ax.set_title(_title(measure, words))
    _legend(fig, few["outlet"].nunique())
    others = " Grey: articles of the others." if len(rest) else ""
    alt = (
        f"{len(rows)} articles of {int(rows['n_words'].min())} to {int(rows['n_words'].max())} words; "
        f"median {middle:.1f}"
    )
    if np.isfinite(noise):
        within = np.abs(rows["estimate"] - middle) <= chance_band(noise, rows["n_words"])
        alt += f"; {within.mean():.0%} lie within the band of chance, which is wider for short articles"
    caption = (
        "Each article's score against its length. Grey: where 95 % of articles as hard as the median one "
        "would fall by chance at that length. Left of the dotted line (150 words) scores are mostly noise."
        f"{note}{others}"
    )
    return Figure(fig, alt=f"{alt}.{note}", caption=caption, data=rows, name=name)


@styled
def measure_agreement(
    table: pd.DataFrame, *, labels: pd.DataFrame | None = None, name: str | None = "readability_agreement"
) -> Figure:
    """Draw how far the measures agree in the order of articles.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.readability.compare.agreement`.
    labels, name
        As in `outlet_readability`.

    Raises
    ------
    ToolkitError
        If the table is empty or holds no correlation.
    """
    _need_rows(table[table["rho"].notna()] if len(table) else table, "correlations")
    names = list(dict.fromkeys(table["measure"]))
    words = _labels(labels)
    shown = [words.get(name, (name, ""))[0] for name in names]
    grid = table.pivot_table("rho", "measure", "other").loc[names, names].to_numpy()
    fig, ax = new_figure(7.2, 1.2 + 0.42 * len(names))
    ax.imshow(grid, cmap="Blues", vmin=0, vmax=1.4, aspect="auto")
    for y in range(len(names)):
        for x in range(len(names)):
            ax.text(x, y, f"{grid[y, x]:.2f}".replace("0.", "."), ha="center", va="center", color=ON_LIGHT)
    ax.set_xticks(range(len(names)), shown, rotation=30, ha="right")
    ax.set_yticks(range(len(names)), shown)
    ax.grid(visible=False)
    off = table[table["measure"].ne(table["other"])]
    low = off.sort_values("rho").iloc[0]
    alt = (
        f"Rank correlations of {len(names)} measures over {int(off['n'].iloc[0])} articles run from "
        f"{off['rho'].min():.2f} ({low['measure']} and {low['other']}) to {off['rho'].max():.2f}."
    )
    caption = "Spearman's rank correlation of the measures over articles, harder counted upward in each."
    return Figure(fig, alt=alt, caption=caption, data=table, name=name)


@styled
def lede_profile(
    table: pd.DataFrame, *, labels: pd.DataFrame | None = None, name: str | None = "readability_lede"
) -> Figure:
    """Draw how much harder or easier each part of the articles is, from lede to end.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.readability.lede.lede_to_end`.
    labels, name
        As in `outlet_readability`.

    Raises
    ------
    ToolkitError
        If no article was long enough.
    """
    _need_rows(table, "articles long enough for a profile")
    sure = table[table["low"].notna()]  # one article has no interval: it is in the table, not in the figure
    table, whole = (sure if len(sure) else table), table
    table, note = largest(table, "outlet", most=FEW)
    words = _labels(labels)
    measure = str(table["measure"].iloc[0])
    fig, ax = new_figure(7.2, 3.4)
    style = outlet_style(table["outlet"])
    for place, (outlet, part) in enumerate(table.groupby("outlet", sort=True)):
        colour, marker = style[str(outlet)]
        x = part["part"] + 0.08 * (place - (len(style) - 1) / 2)
        ax.plot(x, part["estimate"], color=colour, marker=marker, label=f"{outlet} ({part['n'].max()})")
        ax.vlines(x, part["low"], part["high"], color=colour, linewidth=1)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    parts = sorted(table["part"].unique())
    ends = {parts[0]: "opening", parts[-1]: "end"}
    ax.set_xticks(parts, [ends.get(part, f"part {part}") for part in parts])
    ax.grid(axis="y")
    ax.set_title(f"{_title(measure, words)}, against the article's own mean")
    _legend(fig, len(style))
    first = table[table["part"].eq(parts[0])]
    alt = "; ".join(f"{row['outlet']} opens at {row['estimate']:+.1f}" for _, row in first.iterrows())
    caption = (
        "Mean over articles (number in brackets) of each part's score less the article's own mean, with "
        "95 % intervals. Openings are mostly harder, so articles that are cut short look hard."
    )
    alt = f"{alt} from the article's mean.{note}"
    return Figure(fig, alt=alt, caption=f"{caption}{note}", data=whole, name=name)


def _usual(scores: pd.DataFrame) -> str:
    """Return the measure drawn where none is named."""
    there = scores["measure"].drop_duplicates().tolist()
    return USUAL if USUAL in there or not there else str(there[0])


def _need_rows(table: pd.DataFrame, what: str) -> None:
    if table.empty:
        raise ToolkitError(f"there are no {what} to draw")


def _labels(labels: pd.DataFrame | None) -> Mapping[str, tuple[str, str]]:
    """Return the words and the direction of each measure."""
    if labels is None:
        return {}
    rows = zip(labels["measure"], labels["label"], labels["unit"], labels["harder"], strict=True)
    return {name: (label, f"{unit}; {harder} is harder") for name, label, unit, harder in rows}


def _title(measure: str, words: Mapping[str, tuple[str, str]]) -> str:
    label, unit = words.get(measure, (measure, ""))
    return f"{label} ({unit})" if unit else label


def _with_n(outlet: str, part: pd.DataFrame) -> str:
    return f"{outlet} ({part['n'].get(outlet)})" if outlet in part.index else outlet


def _ranking(rows: pd.DataFrame, by: str, measure: str, words: Mapping[str, tuple[str, str]]) -> str:
    """Return the outlets' values in words, lowest first, at most six."""
    ordered = rows.sort_values("estimate")
    values = ", ".join(f"{row[by]} {row['estimate']:.1f}" for _, row in ordered.head(6).iterrows())
    more = f" and {len(ordered) - 6} more" if len(ordered) > 6 else ""
    return f"{words.get(measure, (measure, ''))[0]}: {values}{more}"


def _legend(fig: MplFigure, outlets: int) -> None:
    fig.legend(loc="outside lower left", ncols=columns(3, outlets))

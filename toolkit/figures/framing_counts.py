"""Figures of outlet framing by rate and place: rate against rate, and words over articles and time."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.framing import words_of
from toolkit.figures.most import largest
from toolkit.figures.style import GRID, INK, MUTED, columns, is_narrow, new_figure, outlet_style, styled
from toolkit.stats.families import WORDS, certainty

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL = 8.5  # points
TITLE, PHONE_TITLE = 44, 20  # characters of an article's title
LINES = 60  # articles of an x-ray
BOX, NARROW_BOX = (0.1, 0.1, 0.88, 0.87), (0.19, 0.1, 0.79, 0.88)  # of the axes in the figure
TICKS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000)


@styled
def rate_against_rate(
    table: pd.DataFrame, target: str | None = None, *, name: str | None = "framing_rates"
) -> Figure:
    """Draw the rate of each word in an outlet against its rate in the reference, on log axes.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.keyness.top.top_terms`, or a few hundred rows of a keyness table.
    target : str, optional
        The outlet, one of the table's targets; by default that of the first row.
    name : str, optional
        Name of the figure's file.

    Returns
    -------
    Figure
        Words above the line are used more by the target. Labels that would overlap are left out,
        the least certain first.

    Raises
    ------
    ToolkitError
        If the table has no row of the target.
    """
    if table.empty:
        raise ToolkitError("no word differs with certainty, so no figure of rates is drawn")
    target = str(table["target"].iloc[0]) if target is None else target
    rows = table[table["target"] == target]
    if rows.empty:
        raise ToolkitError(f"there is no row with target '{target}' to draw")
    fig, ax = new_figure(7.2, 5.6)
    fig.set_layout_engine("none")  # labels are placed by the size of the axes, which must be known
    ax.set_position(NARROW_BOX if is_narrow() else BOX)
    x, y, low, high = _rates(rows)
    told = rows["explained_by"] if "explained_by" in rows else [""] * len(rows)
    words = [certainty(q, why) for q, why in zip(rows["q"], told, strict=True)]
    sure = np.array([word == WORDS[0] for word in words], dtype=bool)
    colour, marker = outlet_style(table["target"])[target]
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(low, high)
    ax.set_ylim(low, high)
    ticks = [t for t in TICKS if low <= t <= high]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks(ticks, [f"{t:g}" for t in ticks])
        axis.set_ticks([], minor=True)
    ax.plot([low, high], [low, high], color=MUTED, linewidth=1)
    ax.scatter(x[~sure], y[~sure], s=16, color=GRID, edgecolor=MUTED, linewidth=0.6)
    ax.scatter(x[sure], y[sure], s=22, color=colour, marker=marker)
    other = "the others" if rows["reference"].iloc[0] == "(others)" else str(rows["reference"].iloc[0])
    ax.set_xlabel(f"uses per 10,000 words in {other}")
    ax.set_ylabel(f"uses per 10,000 words in {target}")
    ax.grid(visible=True, axis="both")
    order = np.argsort(rows["p"].fillna(1).to_numpy(), kind="stable")
    inches = (fig.get_figwidth() * ax.get_position().width, fig.get_figheight() * ax.get_position().height)
    _label(ax, x[order], y[order], words_of(rows).to_numpy()[order], inches)
    above, below = int((sure & (y > x)).sum()), int((sure & (y < x)).sum())
    alt = (
        f"Rates of {len(rows)} words in {target} and in {other}: {above} are certain to be used more by "
        f"{target}, {below} less."
    )
    caption = (
        "Each point is a word; coloured: certain (q under 0.05, and neither subject nor time explains it). "
        "Words that one side lacks are on the edge."
    )
    return Figure(fig, alt=alt, caption=caption, data=rows, name=name)


def _rates(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Return both rates, zeros moved to the edge, and the limits of the axes."""
    x, y = rows["rate_reference"].to_numpy(), rows["rate_target"].to_numpy()
    used = np.concatenate([x[x > 0], y[y > 0]])
    low, high = float(used.min()) / 2.5, float(used.max()) * 1.8
    edge = low * 1.12
    return np.where(x > 0, x, edge), np.where(y > 0, y, edge), low, high


def _label(ax: Axes, x: np.ndarray, y: np.ndarray, words: np.ndarray, inches: tuple[float, float]) -> None:
    """Write labels beside their points where no other label or point is in the way."""
    (low_x, high_x), (low_y, high_y) = ax.get_xlim(), ax.get_ylim()
    px = np.log(x / low_x) / np.log(high_x / low_x) * inches[0] * 72
    py = np.log(y / low_y) / np.log(high_y / low_y) * inches[1] * 72
    taken = [(a - 2, b - 2, a + 2, b + 2) for a, b in zip(px, py, strict=True)]
    for k, word in enumerate(words):
        width, height = 0.62 * LABEL * len(word), 1.25 * LABEL
        for dx, dy in product((5.0, -5.0 - width, -width / 2), (-height / 2, 4.0, -4.0 - height)):
            box = (px[k] + dx, py[k] + dy, px[k] + dx + width, py[k] + dy + height)
            inside = box[0] > 0 and box[1] > 0 and box[2] < inches[0] * 72 and box[3] < inches[1] * 72
            if inside and not any(_overlap(box, other) for i, other in enumerate(taken) if i != k):
                offset = (dx, dy + height / 2)
                ax.annotate(
                    str(word), (x[k], y[k]), offset, textcoords="offset points", fontsize=LABEL, va="center"
                )
                taken.append(box)
                break


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return bool(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


@styled
def xray(lines: pd.DataFrame, sizes: pd.Series, *, word: str, name: str | None = "framing_xray") -> Figure:
    """Draw where a word occurs: one line an article, by outlet and date, a stroke for each use.

    Parameters
    ----------
    lines : DataFrame
        From `toolkit.analysis.concordance.concordance` or `evidence`: `article_id`, `outlet`,
        `published`, `start`.
    sizes : Series
        Length in characters of each article's text, by `article_id`.
    word : str
        What was looked for, as the figure names it.
    name : str, optional
        Name of the figure's file.

    Returns
    -------
    Figure
        Articles with at least one use, oldest first in each outlet; at most 60 of them, the outlets taking
        turns.

    Raises
    ------
    ToolkitError
        If there is no use to draw.
    """
    body = lines[lines["voice"] != "headline"]
    if body.empty:
        raise ToolkitError(f"there is no use of “{word}” in the texts to draw")
    found = _traced(body)
    few, note = largest(found, "outlet")
    turns = few.groupby("outlet", dropna=False).cumcount()
    articles = few[turns.rank(method="first") <= LINES]
    fig, ax = new_figure(7.2, 1.0 + 0.17 * len(articles))
    style, met = outlet_style(lines["outlet"].dropna()), dict[str, str]()
    for row, (key, article) in enumerate(articles.iterrows()):
        colour = style.get(str(article["outlet"]), (INK, "o"))[0]
        ax.plot([0, 1], [row, row], color=GRID, linewidth=1)
        met.setdefault(str(article["outlet"]), colour)
        at = body.loc[body["article_id"] == key, "start"] / max(int(sizes.get(key, 1)), 1)
        ax.plot(at.clip(0, 1), [row] * len(at), "|", color=colour, markersize=9, markeredgewidth=1.6)
    ax.set_yticks(range(len(articles)), [_article(row) for _, row in articles.iterrows()], fontsize=8)
    ax.set_ylim(len(articles) - 0.4, -0.6)
    ax.set_xlim(-0.01, 1.01)
    ax.set_xticks([0, 0.5, 1], ["beginning", "middle", "end of the article"])
    ax.grid(visible=False)
    for outlet, colour in met.items():
        ax.plot([], [], "|", color=colour, markersize=9, markeredgewidth=1.6, label=outlet)
    fig.legend(loc="outside upper left", ncols=columns(3, len(met)))
    counts = articles.groupby("outlet")["uses"].agg(["size", "sum"])
    parts = [f"{outlet} {row['sum']} uses in {row['size']} articles" for outlet, row in counts.iterrows()]
    alt = f"Where “{word}” occurs in the articles that use it: {', '.join(parts)}.{note}"
    more = f" The first {LINES} of {len(few)} articles, outlets in turn." if len(few) > LINES else ""
    caption = f"Each line is an article, each stroke a use of “{word}”.{more}{note}"
    return Figure(fig, alt=alt, caption=caption, data=lines, name=name)


def _traced(body: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with a use, by outlet and date."""
    titled = body if "title" in body else body.assign(title=None)
    firsts = {name: (name, "first") for name in ("outlet", "published", "title")}
    articles = titled.groupby("article_id").agg(**firsts, uses=("start", "size"))
    order = ["outlet", "published", "uses"]
    return articles.sort_values(order, ascending=[True, True, False], kind="stable")


def _article(row: pd.Series) -> str:
    day = f"{row['published']:%Y-%m-%d}" if pd.notna(row["published"]) else ""
    title = str(row["title"]) if pd.notna(row["title"]) else str(row["outlet"])
    room = PHONE_TITLE if is_narrow() else TITLE
    cut = title if len(title) <= room else title[: room - 1].rstrip() + "…"
    return cut if is_narrow() or not day else f"{cut}, {day}"

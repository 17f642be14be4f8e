"""Figures of a topic model: its terms, the number of topics, a map of the articles."""

from __future__ import annotations

import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.style import GRID, INK, KINDS, MARKERS, MUTED, blank, columns, new_figure, styled


@styled
def topic_terms(terms: pd.DataFrame, topics: pd.DataFrame, *, n: int = 6) -> Figure:
    """Draw the most distinctive terms of each topic, with the topic's stability in its title.

    Parameters
    ----------
    terms : DataFrame
        Columns `topic, rank, term, distinctiveness`.
    topics : DataFrame
        Columns `topic, label, n, stability, stable`.
    n : int
        Terms a topic.
    """
    count = len(topics)
    rows = -(-count // columns(2))
    fig = blank(height=rows * (0.55 + 0.22 * n))
    axes = fig.subplots(rows, columns(2), squeeze=False).ravel()
    for ax, row in zip(axes, topics.itertuples(), strict=False):
        part = terms[(terms["topic"] == row.topic) & (terms["rank"] <= n)]
        stable = bool(row.stable)
        ax.barh(part["term"], part["distinctiveness"], color=MUTED if stable else GRID, edgecolor=MUTED)
        ax.invert_yaxis()
        ax.set_xticks([])
        ax.grid(visible=False)
        words = f"{row.stability:.0%} of terms kept".replace("%", " %") if stable else "not stable"
        title = f"Topic {row.topic}: {row.n} articles, {words}"
        ax.set_title(title, fontsize=9, fontweight="normal")
    for ax in axes[count:]:
        ax.set_visible(False)
    spoken = [
        f"Topic {topic}: {', '.join(part.sort_values('rank')['term'].head(n))}."
        for topic, part in terms.groupby("topic")
    ]
    caption = (
        "Most distinctive terms of each topic. 'Terms kept' is the share of its ten heaviest terms "
        "that remain when one article in five is left out; grey topics are not stable."
    )
    return Figure(fig, alt=" ".join(spoken), caption=caption, data=terms, name="topic_terms")


@styled
def number_of_topics(k: pd.DataFrame) -> Figure:
    """Draw stability over the number of topics, corrected for chance, with the band of likely numbers.

    Parameters
    ----------
    k : DataFrame
        Columns `k, stability, by_chance, excess, in_band, suggested`.
    """
    if k.empty:
        raise ToolkitError("the settings give the number of topics, so no others were tried")
    fig, ax = new_figure(7.2, 3.0)
    band, chosen = k[k["in_band"]], k[k["suggested"]]
    low, high = band["k"].min(), band["k"].max()
    ax.axvspan(low - 0.4, high + 0.4, color=GRID, alpha=0.6, linewidth=0)
    ax.plot(k["k"], k["excess"], color=MUTED, marker=MARKERS[0])
    ax.plot(chosen["k"], chosen["excess"], color=INK, marker=MARKERS[3], markersize=10, linestyle="none")
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set_xticks(k["k"])
    ax.set_xlabel("Number of topics")
    ax.set_ylabel("Stability beyond chance")
    at = int(chosen["k"].iloc[0])
    alt = (
        f"Stability beyond chance for {k['k'].min()} to {k['k'].max()} topics. It is highest around {at}, "
        f"which is suggested; {low} to {high} lie in the band."
    )
    caption = (
        "How much more alike topics stay than on shuffled articles when a fifth of the articles is left out. "
        "Shaded: numbers within a third of the curve's range of its top; diamond: the suggested number."
    )
    return Figure(fig, alt=alt, caption=caption, data=k, name="number_of_topics")


@styled
def article_map(places: pd.DataFrame) -> Figure:
    """Draw the articles so that those on like topics lie close together.

    Parameters
    ----------
    places : DataFrame
        Columns `article_id, label, x, y`; `label` is the article's largest topic.
    """
    fig, ax = new_figure(7.2, 5.0)
    sizes = places["label"].value_counts()
    for at, (label, part) in enumerate(places.groupby("label", sort=True)):
        colour, marker = KINDS[at % len(KINDS)], MARKERS[at % len(MARKERS)]
        ax.plot(part["x"], part["y"], color=colour, marker=marker, linestyle="none", alpha=0.8, label=label)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    fig.legend(loc="outside lower left", ncols=columns(2), fontsize=9)
    listed = ", ".join(f"{label} {n}" for label, n in sizes.items())
    return Figure(
        fig,
        alt=f"Map of {len(places)} articles by their largest topic: {listed}.",
        caption="Articles on like topics lie close together; only closeness has a meaning, not the axes.",
        data=places,
        name="article_map",
    )

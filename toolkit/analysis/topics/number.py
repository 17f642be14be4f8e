"""How many topics: stability corrected for chance over k, a suggestion and the band around it.

Never coherence on the same corpus or held-out perplexity: on labelled news both are right less often than
this. And this, too, finds the true number only about one time in three on 40 articles; so a band is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.analysis.topics.engines import Engine, Rows
from toolkit.analysis.topics.stability import agreement, shuffle
from toolkit.progress import track
from toolkit.stats.effects import percentile_interval

RESAMPLES = 12
NEAR = 0.10  # share of the curve's range below its top that the suggested k may lie
BAND = 0.35  # the same for the band
SHUFFLES = 4  # shuffled corpora; how stable one of them is varies more than over its parts
MOST_TOPICS = 15
SAMPLE = 1000  # articles; stability over k is measured on no more
DETERMINED = 400  # articles; below it the text says that k is weakly determined


def grid(n_articles: int) -> list[int]:
    """Return the numbers of topics that are tried: 2 to 15, and never more than one for four articles.

    Examples
    --------
    >>> grid(24), grid(1000)[-1]
    ([2, 3, 4, 5, 6], 15)
    """
    return list(range(2, max(2, min(MOST_TOPICS, n_articles // 4)) + 1))


def k_table(
    rows: Rows, method: Engine, *, ks: Sequence[int], seed: int, resamples: int = RESAMPLES
) -> pd.DataFrame:
    """Measure stability over the number of topics, corrected for chance.

    Parameters
    ----------
    rows : Rows
        The counted articles.
    method : Engine
        How topics are found.
    ks : sequence of int
        Numbers of topics to try.
    seed : int
        Seed of the resampling.
    resamples : int
        Parts of the corpus for each k.

    Returns
    -------
    DataFrame
        Columns `k, stability, low, high, by_chance, excess, in_band, suggested`: mean cosine with the topics
        of random four fifths of the articles (with the range over 95 % of the parts), the same on shuffled
        articles, and the difference. `suggested` is the smallest k within 10 % of the curve's range of its
        top, `in_band` marks those within 35 %.
    """
    rng = np.random.default_rng(seed)
    n = rows.n
    if n > SAMPLE:
        rows = rows.take(np.sort(rng.choice(n, SAMPLE, replace=False)))
    mixed = [shuffle(rows, seed + turn) for turn in range(SHUFFLES)]
    records = []
    for k in track(list(ks), "numbers of topics"):
        fit = method.fit(rows, k, seed=seed, weights=None, start=None)
        by_part = agreement(rows, fit, method, seed=seed, resamples=resamples)
        by_chance = float(np.mean([_by_chance(one, k, method, seed, resamples // SHUFFLES) for one in mixed]))
        low, high = percentile_interval(by_part)
        records.append((k, by_part.mean(), low, high, by_chance, by_part.mean() - by_chance))
    table = pd.DataFrame(records, columns=["k", "stability", "low", "high", "by_chance", "excess"])
    return marked(table)


def _by_chance(mixed: Rows, k: int, method: Engine, seed: int, resamples: int) -> float:
    fit = method.fit(mixed, k, seed=seed, weights=None, start=None)
    return float(agreement(mixed, fit, method, seed=seed, resamples=resamples).mean())


def marked(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of `k` and `excess` with the suggested k and the band marked.

    Examples
    --------
    >>> marked(pd.DataFrame({"k": [2, 3, 4], "excess": [0.1, 0.5, 0.48]}))["suggested"].tolist()
    [False, True, False]
    """
    top = table["excess"].max()
    below = (top - table["excess"]) / max(top - table["excess"].min(), 1e-12)
    suggested = table["k"] == table.loc[below <= NEAR, "k"].min()
    return table.assign(in_band=below <= BAND, suggested=suggested)


def suggested_k(table: pd.DataFrame) -> int:
    """Return the suggested number of topics."""
    return int(table.loc[table["suggested"], "k"].iloc[0])


def band(table: pd.DataFrame) -> tuple[int, int]:
    """Return the smallest and largest number of topics in the band."""
    inside = table.loc[table["in_band"], "k"]
    return int(inside.min()), int(inside.max())


def k_words(table: pd.DataFrame, n_articles: int) -> str:
    """Say in words what the articles tell of the number of topics.

    Examples
    --------
    >>> k_words(marked(pd.DataFrame({"k": [2, 3, 4], "excess": [0.1, 0.5, 0.48]})), 500)
    '500 articles: between 3 and 4 topics are about equally stable; 3 is suggested.'
    """
    low, high = band(table)
    chosen = suggested_k(table)
    if table["excess"].max() <= 0:
        return f"{n_articles} articles: no number of topics is more stable than chance."
    words = (
        f"{n_articles} articles: {low} topics are most stable."
        if low == high
        else f"{n_articles} articles: between {low} and {high} topics are about equally stable; "
        f"{chosen} is suggested."
    )
    if n_articles < DETERMINED:
        words += (
            f" {n_articles} articles do not determine the number of topics: read it as a way of sorting, "
            "not as a finding."
        )
    return words

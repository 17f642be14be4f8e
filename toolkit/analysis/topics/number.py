"""How many topics: stability corrected for chance over k, a suggestion and the band around it.

Never coherence on the same corpus or held-out perplexity: on labelled news both are right less often than
this. And this, too, finds the true number only about one time in three on 40 articles; so a band is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
import pandas as pd

from toolkit.analysis.topics.engines import Engine, Rows
from toolkit.analysis.topics.stability import agreement, shuffle
from toolkit.errors import InputError
from toolkit.progress import track
from toolkit.stats.effects import percentile_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

RESAMPLES = 10
MANY = 20  # topics; above it half the parts and one shuffled corpus do, for each is a mean over more topics
NEAR = 0.10  # share of the curve's range below its top that the suggested k may lie
BAND = 0.35  # the same for the band
SHUFFLES, PARTS_BY_CHANCE = 3, 2  # shuffled corpora, and parts of each
MOST_TOPICS = 60
ALL_UP_TO, STEP, WIDE_STEP = (
    10,
    1.2,
    1.35,
)  # every number up to 10, steps of a fifth up to 20, then of a third
FEWEST_A_TOPIC = 8  # articles a topic; up to 15 topics four are enough
SAMPLE = 800  # articles; stability over k is measured on no more
RARE = 3  # of so many articles drawn; words of fewer are left out, for there are as many as all others
DETERMINED = 400  # articles; below it the text says that k is weakly determined
Level = Literal["coarse", "fine"]


def grid(n_articles: int) -> list[int]:
    """Return the numbers of topics that are tried: more, in wider steps, the more articles there are.

    Never more than one for four articles up to 15 topics, and one for eight above.

    Examples
    --------
    >>> grid(24), grid(40)[-1], grid(200)[-3:], grid(5000)[-4:]
    ([2, 3, 4, 5, 6], 10, [17, 20, 25], [27, 36, 49, 60])
    """
    most = max(2, min(15, n_articles // 4), min(MOST_TOPICS, n_articles // FEWEST_A_TOPIC))
    ks = list(range(2, min(ALL_UP_TO, most) + 1))
    while ks[-1] < most:
        ks.append(min(most, round(ks[-1] * (STEP if ks[-1] < MANY else WIDE_STEP))))
    return ks


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
        Numbers of topics to try, rising.
    seed : int
        Seed of the resampling.
    resamples : int
        Parts of the corpus for each k; half of them above 20 topics.

    Returns
    -------
    DataFrame
        Columns `k, stability, low, high, by_chance, excess, in_band, suggested`: mean cosine with the topics
        of random four fifths of the articles (with the range over 95 % of the parts), the same on shuffled
        articles (measured for every other k, in between by interpolation), and the difference. `suggested`
        is the smallest k within 10 % of the curve's range of its top, `in_band` marks those within 35 % that
        are more stable than shuffled articles.
    """
    rng = np.random.default_rng(seed)
    n = rows.n
    if n > SAMPLE:
        rows = rows.take(np.sort(rng.choice(n, SAMPLE, replace=False))).without_rare(RARE)
    mixed = [shuffle(rows, seed + turn) for turn in range(SHUFFLES)]
    measured = sorted({*ks[::2], ks[-1]})
    by_chance, records = {}, []
    for k in track(list(ks), "numbers of topics"):
        by_part = _agreement(rows, k, method, seed, resamples if k <= MANY else -(-resamples // 2))
        if k in measured:
            dealt = mixed if k <= MANY else mixed[:1]
            by_chance[k] = np.mean([_agreement(one, k, method, seed, PARTS_BY_CHANCE) for one in dealt])
        records.append((k, by_part.mean(), *percentile_interval(by_part)))
    table = pd.DataFrame(records, columns=["k", "stability", "low", "high"])
    table["by_chance"] = np.interp(table["k"], measured, [by_chance[k] for k in measured])
    return marked(table.assign(excess=table["stability"] - table["by_chance"]))


def _agreement(rows: Rows, k: int, method: Engine, seed: int, resamples: int) -> Array:
    fit = method.fit(rows, k, seed=seed, weights=None, start=None)
    return agreement(rows, fit, method, seed=seed, resamples=resamples)


def marked(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of `k` and `excess` with the suggested k and the band marked.

    No number is in the band that is no more stable than shuffled articles, unless none is.

    Examples
    --------
    >>> table = marked(pd.DataFrame({"k": [2, 3, 4, 5], "excess": [-0.9, 0.5, 0.48, -0.01]}))
    >>> table["suggested"].tolist(), table["in_band"].tolist()
    ([False, True, False, False], [False, True, True, False])
    """
    top = table["excess"].max()
    below = (top - table["excess"]) / max(top - table["excess"].min(), 1e-12)
    suggested = table["k"] == table.loc[below <= NEAR, "k"].min()
    better = (table["excess"] > 0) | (top <= 0)
    return table.assign(in_band=(below <= BAND) & better, suggested=suggested)


def level_of(k: int | str | None) -> Level | None:
    """Return how fine the topics are wanted, or None where a number or the suggested one is.

    Examples
    --------
    >>> level_of("fine"), level_of(5), level_of(None)
    ('fine', None, None)
    >>> level_of("finer")
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: the number of topics must be a whole number, 'coarse' or 'fine', not 'finer'
    """
    if not isinstance(k, str):
        return None
    if k not in {"coarse", "fine"}:
        raise InputError(f"the number of topics must be a whole number, 'coarse' or 'fine', not {k!r}")
    return cast("Level", k)


def suggested_k(table: pd.DataFrame, level: Level | None = None) -> int:
    """Return the suggested number of topics, or the smallest ("coarse") or largest ("fine") of the band.

    Examples
    --------
    >>> table = marked(pd.DataFrame({"k": [2, 3, 4], "excess": [0.1, 0.5, 0.48]}))
    >>> suggested_k(table), suggested_k(table, "coarse"), suggested_k(table, "fine")
    (3, 3, 4)
    """
    if level is not None:
        return band(table)[level == "fine"]
    return int(table.loc[table["suggested"], "k"].iloc[0])


def band(table: pd.DataFrame) -> tuple[int, int]:
    """Return the smallest and largest number of topics in the band."""
    inside = table.loc[table["in_band"], "k"]
    return int(inside.min()), int(inside.max())


def k_words(table: pd.DataFrame, n_articles: int) -> str:
    """Say in words what the articles tell of the number of topics.

    Examples
    --------
    >>> table = marked(pd.DataFrame({"k": [2, 3, 4, 5], "excess": [0.1, 0.5, 0.48, 0.2]}))
    >>> k_words(table, 500)
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
    if high == int(table["k"].max()):
        words += f" {high} is the largest number tried: more may be as stable."
    if n_articles < DETERMINED:
        words += (
            f" {n_articles} articles do not determine the number of topics: read it as a way of sorting, "
            "not as a finding."
        )
    return words

"""The course of an article's score from lede to end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from toolkit.analysis.readability.formulas import checked, score
from toolkit.analysis.readability.prose import FEATURES, news_counts, prose_spans
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import make
from toolkit.stats.clusters import clustered_mean
from toolkit.text.languages import in_english, other_languages_line

AT_ONCE = 200  # articles counted in one go: to look up all words that are known takes as long as an article
_COLUMNS = ["article_id", "outlet", "part", "measure", "estimate", "n_words"]


@copies_settled
def profile(corpus: Corpus, *, measure: str = "flesch_kincaid", parts: int = 5) -> pd.DataFrame:
    """Return each article's score in equal parts from lede to end, parts being whole sentences.

    Parameters
    ----------
    corpus : Corpus
    measure : str
        Name of a measure.
    parts : int
        Parts an article is cut into; articles with fewer than two sentences a part are left out.

    Returns
    -------
    DataFrame
        ``article_id, outlet, part`` (from 1), ``measure, estimate, n_words``. Openings are mostly harder
        than the rest, so articles cut short look hard.

    Raises
    ------
    ToolkitError
        If the measure is unknown.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = pd.DataFrame({"text": ["The old minister left. He ran. He sat. He hid."]})
    >>> found = profile(Corpus(conform(texts, "articles")), measure="sentence_length", parts=2)
    >>> found["estimate"].tolist()
    [3.0, 2.0]
    """
    checked([measure])
    rows: list[tuple[object, ...]] = []
    cut = _cut(corpus, parts)
    while some := list(islice(cut, AT_ONCE)):
        counts = news_counts([piece for _, pieces in some for piece in pieces]).documents
        columns = {name: counts[name].to_numpy(dtype=np.float64) for name in (*FEATURES, "spache_types")}
        scores, words = score(measure, columns), counts["words"].to_numpy()
        places = [(article, part + 1) for article, _ in some for part in range(parts)]
        rows += [
            (article.article_id, article.outlet, part, measure, own, n)
            for (article, part), own, n in zip(places, scores, words, strict=True)
        ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _cut(corpus: Corpus, parts: int) -> Iterator[tuple[Any, list[str]]]:
    """Yield each article that is long enough, and its parts: whole sentences, a line each."""
    for article in corpus.articles[in_english(corpus)].itertuples(index=False):
        text = article.text if isinstance(article.text, str) else ""
        spans = prose_spans(text)
        if len(spans) >= 2 * parts:
            pieces = [spans[a[0] : a[-1] + 1] for a in np.array_split(np.arange(len(spans)), parts)]
            yield article, ["\n".join(text[a:b] for a, b in piece) for piece in pieces]


@copies_settled
def lede_to_end(corpus: Corpus, *, measure: str = "flesch_kincaid", parts: int = 5) -> pd.DataFrame:
    """Return how far each part of the articles lies from their own mean, by outlet.

    Returns
    -------
    DataFrame
        ``outlet, part, measure, n, estimate, low, high, reason``: the mean over articles of the part's
        score less the article's mean over its parts, with a t interval.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "The old minister left. He ran. He sat. He hid."
    >>> frame = pd.DataFrame({"article_id": ["a1"], "text": [text], "outlet": ["Post"]})
    >>> corpus = Corpus(conform(frame, "articles"))
    >>> lede_to_end(corpus, measure="sentence_length", parts=2)["estimate"].tolist()
    [0.5, -0.5]
    """
    table = profile(corpus, measure=measure, parts=parts)
    table["estimate"] -= table.groupby("article_id")["estimate"].transform("mean")
    rows = []
    for (outlet, part), cell in table.groupby(["outlet", "part"], sort=True):
        found = clustered_mean(cell["estimate"].to_numpy())
        rows.append((outlet, part, measure, found.n, found.estimate, found.low, found.high, found.reason))
    columns = ["outlet", "part", "measure", "n", "estimate", "low", "high", "reason"]
    scope = {"measure": measure, "parts": parts}
    note = other_languages_line(corpus, "the counts behind these scores are")
    return make("lede", pd.DataFrame(rows, columns=columns), scope=scope, note=note)

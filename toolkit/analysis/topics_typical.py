"""What to read to know a topic: its most typical articles and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.topics_align import cosines
from toolkit.analysis.topics_engine import Fit, Rows
from toolkit.analysis.topics_labels import distinctive
from toolkit.analysis.topics_vocabulary import terms_of
from toolkit.text.sentences import split_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHORTEST, LONGEST = 8, 45  # words of a sentence worth quoting
SOURCE = ["article_id", "outlet", "published", "title"]


def typical_articles(
    articles: pd.DataFrame, rows: Rows, fit: Fit, shares: Array, labels: Sequence[str], n: int = 3
) -> pd.DataFrame:
    """Return the n most typical articles of each topic: those whose words are most like its own.

    Only articles whose largest topic it is are taken. Columns are `topic, label, rank, article_id, outlet,
    published, title, share, likeness` (cosine of the article with the topic, 0 to 1).
    """
    alike = _likeness(rows, fit)
    largest = np.where(np.isnan(shares).any(axis=1), -1, np.nan_to_num(shares).argmax(axis=1))
    parts = []
    for topic, label in enumerate(labels):
        own = np.flatnonzero(largest == topic)
        best = own[np.argsort(-alike[own, topic].round(9), kind="stable")][:n]
        part = articles.iloc[best][SOURCE].assign(
            topic=topic + 1,
            label=label,
            rank=np.arange(1, len(best) + 1),
            share=shares[best, topic],
            likeness=alike[best, topic],
            row=best,
        )
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    return table[["topic", "label", "rank", *SOURCE, "share", "likeness", "row"]]


def typical_sentences(
    articles: pd.DataFrame, typical: pd.DataFrame, topics: Array, terms: Sequence[str], n: int = 2
) -> pd.DataFrame:
    """Return the n sentences of each typical article that hold most of the topic's distinctive terms.

    A sentence scores the summed distinctiveness of its different terms, divided by the square root of
    its length in words, so that long sentences do not win by length. Columns are `topic, label, article_id,
    outlet, published, title, start, end, text, score`; `start` and `end` count in the article's text.
    """
    column = {str(term): index for index, term in enumerate(terms)}
    scores, records = distinctive(topics), []
    for row in typical.to_dict("records"):
        text = str(articles["text"].iloc[row["row"]])
        found = [
            (_score(text[a:b], scores[row["topic"] - 1], column), a, b) for a, b in split_sentences(text)
        ]
        best = sorted((item for item in found if item[0] > 0), key=lambda item: (-item[0], item[1]))[:n]
        records += [
            (row["topic"], row["label"], *(row[name] for name in SOURCE), a, b, text[a:b], score)
            for score, a, b in best
        ]
    names = ["topic", "label", *SOURCE, "start", "end", "text", "score"]
    return pd.DataFrame(records, columns=names)


def _likeness(rows: Rows, fit: Fit) -> Array:
    matrix = rows.matrix
    if isinstance(matrix, np.ndarray):
        return cosines(matrix, fit.state)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    topics = fit.terms / np.maximum(np.linalg.norm(fit.terms, axis=1, keepdims=True), 1e-300)
    alike: Array = np.asarray(matrix @ topics.T) / np.where(norms > 0, norms, 1.0)[:, None]
    return alike


def _score(sentence: str, weights: Array, column: dict[str, int]) -> float:
    words = len(sentence.split())
    if not SHORTEST <= words <= LONGEST:
        return 0.0
    known = {column[term] for term in terms_of(sentence) if term in column}
    return float(weights[sorted(known)].sum() / np.sqrt(words)) if known else 0.0

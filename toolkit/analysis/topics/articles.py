"""What to read to know a topic: its most typical articles and sentences, and a map of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.topics.naming import distinctive, short_label
from toolkit.analysis.topics.seen import Seen
from toolkit.analysis.topics.tables import largest_topic
from toolkit.analysis.topics.vocabulary import terms_of
from toolkit.results import make
from toolkit.text.sentences import split_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.analysis.topics.results import Topics

    Array = NDArray[np.float64]

HEADLINES, WEIGHED = 100, 60  # headlines, and terms of a topic, that its short label is made of
SHORTEST, LONGEST = 8, 45  # words of a sentence worth quoting
MAPPED = 2000  # articles; a map of more is a blot and takes minutes
SOURCE = ["article_id", "outlet", "published", "title"]


def typical_articles(articles: pd.DataFrame, there: Seen, labels: Sequence[str], n: int = 3) -> pd.DataFrame:
    """Return the n most typical articles of each topic: those whose words are most like its own.

    Only articles whose largest topic it is are taken. Columns are `topic, label, rank, article_id, outlet,
    published, title, share, likeness` (cosine of the article with the topic, 0 to 1) and `row`.
    """
    largest, parts = largest_topic(there.shares), []
    for topic, label in enumerate(labels):
        own = np.flatnonzero(largest == topic)
        best = own[np.argsort(-there.likeness[own, topic].round(9), kind="stable")][:n]
        part = articles.iloc[best][SOURCE].assign(
            topic=topic + 1,
            label=label,
            rank=np.arange(1, len(best) + 1),
            share=there.shares[best, topic],
            likeness=there.likeness[best, topic],
            row=best,
        )
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    return table[["topic", "label", "rank", *SOURCE, "share", "likeness", "row"]]


def short_labels(
    articles: pd.DataFrame, there: Seen, topics: Array, terms: Sequence[str]
) -> list[str | None]:
    """Return a few words for each topic from the headlines of its 100 most typical articles, or None."""
    largest, made = largest_topic(there.shares), []
    titles = articles["title"].fillna("").to_numpy()
    for topic, score in enumerate(distinctive(topics)):
        own = np.flatnonzero(largest == topic)
        best = own[np.argsort(-there.likeness[own, topic].round(9), kind="stable")][:HEADLINES]
        weight = {str(terms[index]): float(score[index]) for index in np.argsort(-score)[:WEIGHED]}
        made.append(short_label([str(title) for title in titles[best]], weight))
    return made


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


def article_places(found: Topics) -> pd.DataFrame:
    """Place the articles on a plane so that those with like topic shares lie close together.

    The layout is t-SNE (van der Maaten & Hinton 2008) of the square roots of the shares (Hellinger
    distance), started from principal components with the settings' seed; of a large corpus an evenly spaced
    2,000 articles are placed.

    Parameters
    ----------
    found : Topics
        What `toolkit.analysis.topics.find.topics` returned.

    Returns
    -------
    DataFrame
        Columns `article_id, outlet, title, topic, label, x, y`.
    """
    from sklearn.manifold import TSNE  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # noqa: PLC0415

    shares, articles = found.found.sample.shares, found.found.corpus.articles
    known = np.flatnonzero(largest_topic(shares) >= 0)
    known = known[:: -(-len(known) // MAPPED)]
    near = float(min(30, max(2, len(known) // 4)))
    layout = TSNE(2, perplexity=near, init="pca", random_state=found.model.random_state, n_jobs=1)
    with threadpool_limits(limits=1):  # its threads wait busily for one another on a machine at work
        places = layout.fit_transform(np.sqrt(shares[known]).astype(np.float32)).round(2)
    topic = largest_topic(shares)[known]
    labels = found.topics["label"].to_numpy()
    places_of = pd.DataFrame(
        {
            **{name: articles[name].to_numpy()[known] for name in ("article_id", "outlet", "title")},
            "topic": topic + 1,
            "label": labels[topic],
            "x": places[:, 0],
            "y": places[:, 1],
        }
    )
    return make("article_places", places_of)


def _score(sentence: str, weights: Array, column: dict[str, int]) -> float:
    words = len(sentence.split())
    if not SHORTEST <= words <= LONGEST:
        return 0.0
    known = {column[term] for term in terms_of(sentence) if term in column}
    return float(weights[sorted(known)].sum() / np.sqrt(words)) if known else 0.0

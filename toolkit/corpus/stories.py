"""Articles about one event, across outlets.

Framing is compared fairly where outlets report the same event. Articles are tied by what they name; days
between them count against them where both are dated; house style, which the articles of one outlet share
whatever they report, is discounted.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from itertools import combinations
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.story_groups import Evidence, group_articles
from toolkit.results import make

CURVE = (9.0, 3.7)  # of the confidence; fitted on labelled pairs
SURE = 0.5  # pairs of a story that are more likely of one event than not
TERMS = 6  # terms shown for what ties a story
STORY_COLUMNS = (
    "story_id",
    "title",
    "n",
    "n_outlets",
    "outlets",
    "coverage",
    "first",
    "last",
    "confidence",
    "reason",
    "terms",
)

_EVIDENCE: WeakKeyDictionary[Corpus, Evidence] = WeakKeyDictionary()


def assign_stories(corpus: Corpus) -> Corpus:
    """Return the corpus with a story for each article.

    Adds ``story_id``, made of the content of the story's first article, so that it stays the same in a larger
    corpus, and ``story_confidence`` as in `stories` (missing for a story of one article): stories
    under a confidence of one half are told as *perhaps*, and nothing is compared within them.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> flood = "The Ilmaz dam flooded Oskelo on Monday and 41 people died, mayor Otto Sand said."
    >>> frame = pd.DataFrame({"text": [flood, "Sand spoke of 41 dead in Oskelo below the Ilmaz.", "Sun."]})
    >>> assign_stories(Corpus(conform(frame, "articles"))).articles["story_id"].tolist()
    ['story-7b84c4e702', 'story-7b84c4e702', 'story-483f97d13a']
    """
    return _assigned(corpus, _gather(corpus.articles))


def _assigned(corpus: Corpus, evidence: Evidence) -> Corpus:
    ids = _story_ids(corpus.articles, np.asarray(group_articles(evidence)))
    sure = pd.Series(float("nan"), index=corpus.articles.index)
    for place in ids.groupby(ids).indices.values():
        if len(place) > 1:
            sure.iloc[place] = round(confidence(evidence.mean_similarity(np.asarray(place))), 3)
    return replace(corpus, articles=corpus.articles.assign(story_id=ids, story_confidence=sure))


def _story_ids(articles: pd.DataFrame, labels: np.ndarray) -> pd.Series:
    """Return the id of each article's story: a digest of the story's oldest article.

    Two stories whose oldest articles are the same text are told apart by a number.
    """
    text = articles["text"].fillna("")
    own = articles["article_id"].fillna(text.map(_digest)).astype("str")
    order = pd.DataFrame({"day": articles["published"], "own": own, "label": labels})
    oldest = order.sort_values(["day", "own"], na_position="last", kind="stable").drop_duplicates("label")
    named = "story-" + oldest["own"].map(_digest)
    again = named.groupby(named).cumcount()
    named = named.where(again == 0, named + "-" + (again + 1).astype("str"))
    return (
        pd.Series(dict(zip(oldest["label"], named, strict=True)), dtype="str")
        .reindex(labels)
        .set_axis(articles.index)
    )


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=5).hexdigest()


def stories(corpus: Corpus) -> pd.DataFrame:
    """List the events that are reported, the most widely reported first.

    Parameters
    ----------
    corpus : Corpus
        With or without stories assigned.

    Returns
    -------
    DataFrame
        One row a story: ``title`` (of its most central article), ``n`` articles, ``n_outlets``,
        ``outlets`` (a list), ``coverage`` (*all* outlets, *several*, or *only* one), ``first`` and
        ``last`` day,
        ``confidence`` (0 to 1: how often pairs as alike as its articles were of one event in the
        labelled sets; NaN with a ``reason`` for a story of one article) and ``terms``, which tie it.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> stories(Corpus(conform(pd.DataFrame({"text": ["Sun.", "Rain."]}), "articles")))["n"].tolist()
    [1, 1]
    """
    evidence, articles = _evidence(corpus), with_stories(corpus).articles
    everyone = articles["outlet"].dropna().nunique()
    rows = [
        _story(str(name), articles.iloc[place], np.asarray(place), evidence, everyone)
        for name, place in articles.groupby("story_id", sort=False).indices.items()
    ]
    table = pd.DataFrame(rows, columns=list(STORY_COLUMNS))
    order = ["n_outlets", "n", "title", "story_id"]
    return make("stories", table.sort_values(order, ascending=[False, False, True, True], kind="stable"))


def with_stories(corpus: Corpus) -> Corpus:
    """Return the corpus with a column ``story_id``, assigned now where there is none."""
    return corpus if "story_id" in corpus.articles else _assigned(corpus, _evidence(corpus))


def same_story_pairs(corpus: Corpus, *, across: str | None = "outlet", least: float = SURE) -> pd.DataFrame:
    """Pair the articles that report one event, to compare like with like.

    Parameters
    ----------
    corpus : Corpus
        With or without stories assigned.
    across : str or None
        Only pairs that differ in this column of the articles; None takes every pair.
    least : float
        Least confidence, 0 to 1; 0 takes every pair of a story.

    Returns
    -------
    DataFrame
        One row a pair: ``story_id``, ``article_id``, ``title`` and the column named by `across` of
        either side (``_a``, ``_b``), ``days_apart`` (null where a date is missing), ``similarity``,
        ``confidence`` and the ``terms`` that tie the two.

    Raises
    ------
    TableError
        If there is no such column.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> len(same_story_pairs(Corpus(conform(pd.DataFrame({"text": ["Sun."]}), "articles"))))
    0
    """
    evidence, corpus = _evidence(corpus), with_stories(corpus)
    articles = corpus.articles
    groups = corpus.column(across).fillna("").to_numpy() if across else np.arange(len(articles))
    fields = list(dict.fromkeys(["article_id", across or "outlet", "title"]))
    rows = [
        _pair(articles, one, two, evidence, fields)
        for place in articles.groupby("story_id", sort=False).indices.values()
        for one, two in combinations(np.asarray(place).tolist(), 2)
        if groups[one] != groups[two]
    ]
    sides = [f"{field}_{side}" for field in fields for side in ("a", "b")]
    columns = ["story_id", *sides, "days_apart", "similarity", "confidence", "terms"]
    table = pd.DataFrame(rows, columns=columns)
    return make("same_story_pairs", table[table["confidence"] >= least], by=across or "outlet")


def confidence(similarity: float) -> float:
    """Turn the similarity of articles into how often such pairs were of one event.

    A logistic curve of the logarithm, fitted to the pairs of the labelled sets
    (``docs/methods/corpus.md``); a guide for reading, not a probability in a corpus of another kind.

    Examples
    --------
    >>> confidence(0.3) > confidence(0.1)
    True
    """
    if not similarity > 0:
        return 0.0
    return float(1 / (1 + np.exp(-(CURVE[0] + CURVE[1] * np.log(similarity)))))


def _evidence(corpus: Corpus) -> Evidence:
    """Return what the articles are tied by; gathered once for each corpus that stories are asked of."""
    if corpus not in _EVIDENCE:
        _EVIDENCE[corpus] = _gather(corpus.articles)
    return _EVIDENCE[corpus]


def _gather(articles: pd.DataFrame) -> Evidence:
    outlets = [None if pd.isna(outlet) else str(outlet) for outlet in articles["outlet"]]
    days = articles["published"].to_numpy(dtype="datetime64[D]")
    titles, texts = articles["title"].fillna("").tolist(), articles["text"].fillna("").tolist()
    return Evidence.of(titles, texts, days, outlets)


def _story(
    name: str, group: pd.DataFrame, place: NDArray[np.int64], evidence: Evidence, everyone: int
) -> tuple[object, ...]:
    """Return one row of the stories table."""
    alike = evidence.similarity(place, place)
    mean = evidence.mean_similarity(place)
    outlets = sorted(group["outlet"].dropna().unique())
    coverage = "only" if len(outlets) <= 1 else ("all" if len(outlets) == everyone else "several")
    sure = float("nan") if len(group) == 1 else round(confidence(mean), 3)
    reason = "one article" if len(group) == 1 else None
    title = group["title"].iloc[int(alike.sum(axis=1).argmax())]
    first, last = group["published"].min(), group["published"].max()
    terms = "; ".join(evidence.tying_terms(place, TERMS))
    return (name, title, len(group), len(outlets), outlets, coverage, first, last, sure, reason, terms)


def _pair(
    articles: pd.DataFrame, one: int, two: int, evidence: Evidence, fields: list[str]
) -> tuple[object, ...]:
    """Return one row of the pairs table."""
    place = np.array([one, two])
    similarity = evidence.mean_similarity(place)
    apart = articles["published"].iloc[one] - articles["published"].iloc[two]
    days = pd.NA if pd.isna(apart) else abs(apart.days)
    sides = [articles[field].iloc[row] for field in fields for row in (one, two)]
    terms = "; ".join(evidence.tying_terms(place, TERMS))
    story = articles["story_id"].iloc[one]
    return (story, *sides, days, round(similarity, 3), round(confidence(similarity), 3), terms)

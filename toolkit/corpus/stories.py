"""Articles about one event, across outlets.

Framing is compared fairly where outlets report the same event. Articles are tied by what they name; days
between them count against them where both are dated; words that stand in articles whatever they report, such
as signatures and notes of a site, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import combinations
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.shingles import Rows
from toolkit.corpus.story_evidence import FAINT, Evidence, Floats
from toolkit.corpus.story_groups import APART, group_affairs, group_articles, mean_similarity, separation
from toolkit.results import make

CURVE = {"start": 2.25, "chance": 0.53, "stands": 2.65, "similarity": 0.90}  # log-odds; fitted, see methods
APART_MOST = 10.0  # times `APART`; a story that stands further apart counts as so far
LEAST = 1e-4  # of a chance; what days rule out is not surer than this
SURE = 0.5  # pairs of a story that are more likely of one event than not
MOST = 50_000  # articles; more than so many take hours (docs/scale.md)
TOO_MANY = (
    f"stories are not looked for among more than {MOST:,} articles, which takes hours; choose fewer with "
    "corpus.filter(after=..., before=...) and call assign_stories"
)
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
    corpus, and ``story_confidence`` as in `stories` (missing for a story of one article): stories under a
    confidence of one half are told as *perhaps*, and nothing is compared within them. ``affair_id`` names the
    running affair of several stories that it is part of, and is missing for a story by itself. In a corpus of
    more than 50,000 articles all three are missing: to find stories takes hours there.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> flood = "The Ilmaz dam flooded Oskelo on Monday and 41 people died, mayor Otto Sand said."
    >>> texts = [flood, "Sand spoke of 41 dead in Oskelo below the Ilmaz.", "Sun."]
    >>> frame = pd.DataFrame({"text": texts, "published": "2024-05-06"})
    >>> assign_stories(Corpus(conform(frame, "articles"))).articles["story_id"].tolist()
    ['story-7b84c4e702', 'story-7b84c4e702', 'story-483f97d13a']
    """
    return _unassigned(corpus) if len(corpus) > MOST else _assigned(corpus, _gather(corpus.articles))


def _unassigned(corpus: Corpus) -> Corpus:
    names = pd.Series(pd.NA, corpus.articles.index, dtype="str")
    articles = corpus.articles.assign(story_id=names, story_confidence=float("nan"), affair_id=names)
    return replace(corpus, articles=articles)


def untold(corpus: Corpus) -> str:
    """Return why a corpus has no stories, or nothing where it has some.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> untold(Corpus(conform(pd.DataFrame({"text": ["Sun."]}), "articles")))
    ''
    """
    none = "story_id" not in corpus.articles or corpus.articles["story_id"].isna().all()
    return TOO_MANY if none and len(corpus) > MOST else ""


def _assigned(corpus: Corpus, evidence: Evidence) -> Corpus:
    ids = _ids(corpus.articles, group_articles(evidence), "story")
    sure = pd.Series(float("nan"), index=corpus.articles.index)
    for told in _told(ids, evidence):
        sure.iloc[told.place] = told.confidence
    affairs = affair_ids(corpus.articles, ids, evidence)
    articles = corpus.articles.assign(story_id=ids, story_confidence=sure, affair_id=affairs)
    return replace(corpus, articles=articles)


def affair_ids(articles: pd.DataFrame, ids: pd.Series, evidence: Evidence) -> pd.Series:
    """Return the affair of each article, by the stories of the articles; missing for a story by itself."""
    labels, _ = pd.factorize(ids)
    affairs = pd.Series(group_affairs(evidence, labels), index=ids.index)
    several = ids.groupby(affairs).transform("nunique").gt(1)
    return _ids(articles, affairs.to_numpy(), "affair").where(several & ids.notna())


def _ids(articles: pd.DataFrame, labels: np.ndarray, kind: str) -> pd.Series:
    """Return the id of each article's story or affair: a digest of its oldest article.

    Two whose oldest articles are the same text are told apart by a number.
    """
    text = articles["text"].fillna("")
    own = articles["article_id"].fillna(text.map(_digest)).astype("str")
    order = pd.DataFrame({"day": articles["published"], "own": own, "label": labels})
    oldest = order.sort_values(["day", "own"], na_position="last", kind="stable").drop_duplicates("label")
    named = f"{kind}-" + oldest["own"].map(_digest)
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
        ``confidence`` (0 to 1: how often such pairs of articles were of one event in the labelled
        sets, the mean over its pairs; NaN with a ``reason`` for a story of one article) and ``terms``,
        which tie it.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> stories(Corpus(conform(pd.DataFrame({"text": ["Sun.", "Rain."]}), "articles")))["n"].tolist()
    [1, 1]
    """
    if why := untold(corpus):
        return make("stories", pd.DataFrame(columns=list(STORY_COLUMNS)), note=why)
    evidence, articles = evidence_of(corpus), with_stories(corpus).articles
    everyone = articles["outlet"].dropna().nunique()
    rows = [
        _story(told, articles.iloc[told.place], evidence, everyone)
        for told in _told(articles["story_id"], evidence)
    ]
    table = pd.DataFrame(rows, columns=list(STORY_COLUMNS))
    order = ["n_outlets", "n", "title", "story_id"]
    return make("stories", table.sort_values(order, ascending=[False, False, True, True], kind="stable"))


def with_stories(corpus: Corpus) -> Corpus:
    """Return the corpus with a column ``story_id``, assigned now where there is none."""
    if "story_id" in corpus.articles and (corpus.articles["story_id"].notna().any() or len(corpus) > MOST):
        return corpus
    return _unassigned(corpus) if len(corpus) > MOST else _assigned(corpus, evidence_of(corpus))


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
    fields = list(dict.fromkeys(["article_id", across or "outlet", "title"]))
    sides = [f"{field}_{side}" for field in fields for side in ("a", "b")]
    columns = ["story_id", *sides, "days_apart", "similarity", "confidence", "terms"]
    if why := untold(corpus):
        return make("same_story_pairs", pd.DataFrame(columns=columns), by=across or "outlet", note=why)
    evidence, corpus = evidence_of(corpus), with_stories(corpus)
    articles = corpus.articles
    groups = corpus.column(across).fillna("").to_numpy() if across else np.arange(len(articles))
    rows = [
        _pair(articles, (told, one, two), evidence, fields)
        for told in _told(articles["story_id"], evidence)
        for one, two in combinations(range(len(told.place)), 2)
        if groups[told.place[one]] != groups[told.place[two]]
    ]
    table = pd.DataFrame(rows, columns=columns)
    return make("same_story_pairs", table[table["confidence"] >= least], by=across or "outlet")


def confidence(chance: Floats, similarity: Floats, separated: float) -> Floats:
    """Turn what is known of pairs of articles of one story into how often such pairs were of one event.

    Parameters
    ----------
    chance, similarity : arrays
        Of the pairs, 0 to 1, as `Evidence` has them.
    separated : float
        How many times as alike the articles of their story are to each other as to the nearest others.

    Returns
    -------
    array
        0 to 1, by a logistic regression fitted to the pairs of the labelled sets
        (``docs/methods/corpus.md``); a guide for reading in a corpus of another kind.

    Examples
    --------
    >>> pair = np.array([0.5]), np.array([0.1])
    >>> bool(confidence(*pair, 1.5) < confidence(*pair, 3.0))
    True
    """
    stands = np.log(np.clip(separated / APART, 1.0, APART_MOST))
    odds = CURVE["start"] + CURVE["chance"] * logit(np.clip(chance, LEAST, 1 - LEAST))
    sure: Floats = expit(
        odds + CURVE["stands"] * stands + CURVE["similarity"] * np.log(similarity + FAINT / 2)
    )
    return sure


@dataclass(frozen=True)
class _Told:
    """A story: its name, the places of its articles, and how sure each pair of them is."""

    name: str
    place: Rows
    sure: Floats

    @property
    def confidence(self) -> float:
        """Mean over the pairs; NaN for a story of one article."""
        upper = self.sure[np.triu_indices(len(self.place), 1)]
        return round(float(upper.mean()), 3) if len(upper) else float("nan")


def _told(ids: pd.Series, evidence: Evidence) -> Iterator[_Told]:
    """Yield the stories in the order of their first articles; articles without one are passed over."""
    labels, names = pd.factorize(ids)
    sizes = np.bincount(labels[labels >= 0], minlength=len(names))
    apart = np.full(len(names), np.nan)
    several = np.flatnonzero(sizes > 1)
    apart[several] = separation(evidence, labels, several)
    order = np.argsort(labels, kind="stable")[(labels < 0).sum() :]
    for number, place in enumerate(np.split(order, np.cumsum(sizes)[:-1]) if len(names) else []):
        sure = np.full((1, 1), np.nan)
        if len(place) > 1:
            alike = evidence.chance(place, place), evidence.similarity(place, place)
            sure = confidence(*alike, float(apart[number]))
        yield _Told(str(names[number]), place, sure)


def evidence_of(corpus: Corpus) -> Evidence:
    """Return what the articles are tied by; gathered once for each corpus that stories are asked of."""
    if corpus not in _EVIDENCE:
        _EVIDENCE[corpus] = _gather(corpus.articles)
    return _EVIDENCE[corpus]


def _gather(articles: pd.DataFrame) -> Evidence:
    outlets = [None if pd.isna(outlet) else str(outlet) for outlet in articles["outlet"]]
    days = articles["published"].to_numpy(dtype="datetime64[D]")
    titles, texts = articles["title"].fillna("").tolist(), articles["text"].fillna("").tolist()
    return Evidence.of(titles, texts, days, outlets)


def _story(told: _Told, group: pd.DataFrame, evidence: Evidence, everyone: int) -> tuple[object, ...]:
    """Return one row of the stories table."""
    alike = evidence.similarity(told.place, told.place)
    outlets = sorted(group["outlet"].dropna().unique())
    coverage = "only" if len(outlets) <= 1 else ("all" if len(outlets) == everyone else "several")
    reason = "one article" if len(group) == 1 else None
    title = group["title"].iloc[int(alike.sum(axis=1).argmax())]
    days = group["published"].min(), group["published"].max()
    terms = "; ".join(evidence.tying_terms(told.place, TERMS))
    counts = (len(group), len(outlets), outlets, coverage)
    return (told.name, title, *counts, *days, told.confidence, reason, terms)


def _pair(
    articles: pd.DataFrame, pair: tuple[_Told, int, int], evidence: Evidence, fields: list[str]
) -> tuple[object, ...]:
    """Return one row of the pairs table."""
    told, *sides = pair
    place = told.place[sides]
    similarity = mean_similarity(evidence, place)
    apart = articles["published"].iloc[place[0]] - articles["published"].iloc[place[1]]
    days = pd.NA if pd.isna(apart) else abs(apart.days)
    values = [articles[field].iloc[row] for field in fields for row in place]
    terms = "; ".join(evidence.tying_terms(place, TERMS))
    sure = round(float(told.sure[sides[0], sides[1]]), 3)
    return (told.name, *values, days, round(similarity, 3), sure, terms)

"""Topics of a corpus in one call: what is covered, how sure that is, and who covers more of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from toolkit.analysis.topics_engine import engine
from toolkit.analysis.topics_k import grid, k_table, k_words, suggested_k
from toolkit.analysis.topics_labels import labels, term_table
from toolkit.analysis.topics_model import TopicModel
from toolkit.analysis.topics_prevalence import Sample, differences, prevalence
from toolkit.analysis.topics_refit import Refits, refit
from toolkit.analysis.topics_stability import Stability, stability, stability_table
from toolkit.analysis.topics_typical import typical_articles, typical_sentences
from toolkit.analysis.topics_vocabulary import VocabularyRules, article_texts
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FEWEST_ARTICLES = 12
EXPLORATORY = 100  # articles; below it the notes say so


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics of a corpus as tables.

    Attributes
    ----------
    topics : DataFrame
        One row a topic: `topic, label, n, share, stability, low, high, stable, nearest, likeness, reason`.
    terms : DataFrame
        `topic, label, rank, term, weight, distinctiveness`.
    shares : DataFrame
        One row an article and topic: `article_id, outlet, topic, label, share, largest`.
    prevalence, differences : DataFrame
        Mean share by group with intervals; each group against all others (see `topics_prevalence`).
    articles, sentences : DataFrame
        The most typical articles and sentences.
    k : DataFrame
        Stability over the number of topics; empty where the number was given.
    notes : tuple of str
        What a reader must know, in sentences.
    model : TopicModel
        The fitted model.
    """

    topics: pd.DataFrame
    terms: pd.DataFrame
    shares: pd.DataFrame
    prevalence: pd.DataFrame
    differences: pd.DataFrame
    articles: pd.DataFrame
    sentences: pd.DataFrame
    k: pd.DataFrame
    notes: tuple[str, ...]
    model: TopicModel


def topics(
    corpus: Corpus,
    k: int | None = None,
    *,
    by: str = "outlet",
    method: Literal["auto", "nmf", "static", "lda"] = "auto",
    rules: VocabularyRules | None = None,
    seed: int | None = None,
) -> Topics:
    """Find the topics of a corpus, how stable they are, and how much each group writes about each.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    k : int, optional
        Number of topics; by default that of the settings, or else the suggested one.
    by : str
        Column whose values are compared: outlet, credit, ... or ``"month"`` of publication.
    method : {"auto", "nmf", "static", "lda"}
        How topics are found (`TopicModel`).
    rules : VocabularyRules, optional
        Which words count.
    seed : int, optional
        Seed; by default that of the settings.

    Returns
    -------
    Topics

    Raises
    ------
    InputError
        If there are fewer than 12 articles, or fewer articles than topics.
    TableError
        If there is no column `by`.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> themes = ["flood river rain water dam", "party vote poll seat campaign", "goal match team coach win"]
    >>> frame = pd.DataFrame({"text": [f"{t} {t.split()[i % 5]}" for i in range(10) for t in themes]})
    >>> found = topics(Corpus(conform(frame.assign(outlet="Post"), "articles")), k=3, method="nmf")
    >>> sorted(found.topics["n"])
    [10, 10, 10]
    """
    articles = corpus.articles
    if len(articles) < FEWEST_ARTICLES:
        raise InputError(
            f"{len(articles)} articles are too few for topics; at least {FEWEST_ARTICLES} are needed"
        )
    seed = corpus.settings.seed if seed is None else seed
    k = corpus.settings.topics.k if k is None else k
    groups = _groups(corpus, by)
    model = TopicModel(k or 2, method=method, rules=rules, random_state=seed).prepare(article_texts(articles))
    over_k = _over_k(model, len(articles), seed) if k is None else pd.DataFrame()
    model.n_topics = k or suggested_k(over_k)
    clusters, weights = _clusters(articles)
    model.fit_rows(model.rows_, sample_weight=weights)
    sure = stability(model.rows_, model.fit_, engine(model.method_), seed=seed)
    again = _refits(model, sure, groups, clusters, seed)
    return _tables(corpus, model, sure, Sample(model.shares_, again, clusters, weights, groups), over_k)


def _tables(
    corpus: Corpus, model: TopicModel, sure: Stability, sample: Sample, over_k: pd.DataFrame
) -> Topics:
    names = labels(model.components_, list(model.terms_), corpus.settings.topics.labels)
    articles = corpus.articles
    typical = typical_articles(articles, model.rows_, model.fit_, model.shares_, names)
    quoted = typical_sentences(articles, typical, model.components_, list(model.terms_))
    terms = term_table(model.components_, list(model.terms_))
    terms.insert(1, "label", [names[topic - 1] for topic in terms["topic"]])
    return Topics(
        topics=_topic_table(model, sure, names),
        terms=terms,
        shares=_share_table(articles, model.shares_, names),
        prevalence=prevalence(sample, names),
        differences=differences(sample, names),
        articles=typical.drop(columns="row"),
        sentences=quoted,
        k=over_k,
        notes=_notes(model, sure, over_k, len(articles)),
        model=model,
    )


def _groups(corpus: Corpus, by: str) -> pd.Series:
    if by == "month":
        return pd.Series(corpus.column("published").dt.strftime("%Y-%m"), dtype="str")
    return corpus.column(by)


def _over_k(model: TopicModel, n: int, seed: int) -> pd.DataFrame:
    return k_table(model.rows_, engine(model.method_), ks=grid(n), seed=seed)


def _clusters(articles: pd.DataFrame) -> tuple[NDArray[np.intp], Array]:
    """Return the story of each article and its weight: copies of one text count once together."""
    copies = pd.factorize(articles["text"].fillna("").str.split().str.join(" "))[0]
    weights = 1.0 / np.bincount(copies)[copies]
    if "story_id" not in articles:
        return copies, weights
    story = articles["story_id"].astype("str").fillna("")
    named = np.where(story == "", [f"copy {number}" for number in copies], story)
    return pd.factorize(named)[0], weights


def _refits(
    model: TopicModel, sure: Stability, groups: pd.Series, clusters: NDArray[np.intp], seed: int
) -> Refits:
    codes = pd.factorize(groups, use_na_sentinel=False)[0]
    return refit(
        model.rows_,
        model.fit_,
        engine(model.method_),
        (codes, clusters),
        sure=sure,
        seed=seed,
    )


def _topic_table(model: TopicModel, sure: Stability, names: list[str]) -> pd.DataFrame:
    from toolkit.analysis.topics_align import cosines  # noqa: PLC0415

    table = stability_table(sure, names)
    alike = cosines(model.components_, model.components_) - np.eye(len(names)) * 2
    largest = np.nan_to_num(model.shares_).argmax(axis=1)[~np.isnan(model.shares_).any(axis=1)]
    table.insert(2, "n", np.bincount(largest, minlength=len(names)))
    table.insert(3, "share", np.nanmean(model.shares_, axis=0))
    return table.assign(nearest=[names[at] for at in alike.argmax(axis=1)], likeness=alike.max(axis=1))


def _share_table(articles: pd.DataFrame, shares: Array, names: list[str]) -> pd.DataFrame:
    n, k = shares.shape
    table = pd.DataFrame(
        {
            "article_id": np.repeat(articles["article_id"].to_numpy(), k),
            "outlet": np.repeat(articles["outlet"].to_numpy(), k),
            "topic": np.tile(np.arange(1, k + 1), n),
            "label": np.tile(np.array(names), n),
            "share": shares.ravel(),
            "largest": (shares == np.nan_to_num(shares).max(axis=1, keepdims=True)).ravel(),
        }
    )
    return table.assign(reason=pd.Series("no word of the model", table.index).where(table["share"].isna()))


def _notes(model: TopicModel, sure: Stability, over_k: pd.DataFrame, n: int) -> tuple[str, ...]:
    notes = [model.why_ + "."]
    if len(over_k):
        notes.append(k_words(over_k, n))
    if n < EXPLORATORY:
        notes.append(f"{n} articles: the topics are exploratory; read their stability first.")
    lost = int((~sure.stable).sum())
    if lost:
        notes.append(f"{lost} of {model.n_topics} topics are not stable and are kept out of findings.")
    return tuple(notes)

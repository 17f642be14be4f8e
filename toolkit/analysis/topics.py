"""Topics of a corpus in one call: what is covered, how sure that is, and who covers more of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.topics_engine import engine
from toolkit.analysis.topics_k import grid, k_table, k_words, suggested_k
from toolkit.analysis.topics_labels import labels
from toolkit.analysis.topics_model import TopicModel
from toolkit.analysis.topics_prevalence import Sample, differences, prevalence
from toolkit.analysis.topics_refit import refit
from toolkit.analysis.topics_stability import Stability, stability
from toolkit.analysis.topics_tables import share_table, terms_table, topic_table
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
    sample : Sample
        The articles' shares, also under refitted topics: what `topics_by` compares.
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
    sample: Sample


class Prevalence(NamedTuple):
    """Shares of topics by group, and each group against all others."""

    shares: pd.DataFrame
    differences: pd.DataFrame


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
    model = TopicModel(k or 2, method=method, rules=rules, random_state=seed).prepare(article_texts(articles))
    how = engine(model.method_)
    over_k = k_table(model.rows_, how, ks=grid(len(articles)), seed=seed) if k is None else pd.DataFrame()
    model.n_topics = k or suggested_k(over_k)
    clusters, weights = _clusters(articles)
    model.fit_rows(model.rows_, sample_weight=weights)
    sure = stability(model.rows_, model.fit_, how, seed=seed)
    codes = pd.factorize(groups_of(corpus, by), use_na_sentinel=False)[0]
    again = refit(model.rows_, model.fit_, how, (codes, clusters), sure=sure, seed=seed)
    sample = Sample(model.shares_, again, clusters, weights)
    return Topics(
        **_tables(corpus, model, sure, sample, by),
        k=over_k,
        notes=_notes(model, sure, over_k, len(articles)),
        model=model,
        sample=sample,
    )


def topics_by(found: Topics, corpus: Corpus, by: str, *, adjust_for_time: bool = False) -> Prevalence:
    """Compare topics between the values of another column, from a model that is already there.

    Parameters
    ----------
    found : Topics
        What `topics` returned for the corpus.
    corpus : Corpus
        The same corpus.
    by : str
        A column of the articles, or ``"month"`` of publication.
    adjust_for_time : bool
        Whether differences are adjusted for the day of publication.

    Returns
    -------
    Prevalence
        Two tables, `shares` and `differences`.

    Raises
    ------
    InputError
        If the corpus has another number of articles than the model was fitted on.
    TableError
        If there is no such column.
    """
    if len(corpus) != len(found.sample.shares):
        raise InputError(
            f"the topics come from {len(found.sample.shares)} articles, the corpus has {len(corpus)}; "
            "pass the corpus the topics were found in"
        )
    groups, labels = groups_of(corpus, by), found.topics["label"].tolist()
    dates = corpus.column("published") if adjust_for_time else None
    return Prevalence(
        prevalence(found.sample, groups, labels), differences(found.sample, groups, labels, dates=dates)
    )


def groups_of(corpus: Corpus, by: str) -> pd.Series:
    """Return the group of each article: the values of a column, or the month of publication."""
    if by == "month":
        return pd.Series(corpus.column("published").dt.strftime("%Y-%m"), dtype="str")
    return corpus.column(by)


def _tables(corpus: Corpus, model: TopicModel, sure: Stability, sample: Sample, by: str) -> dict[str, Any]:
    names = labels(model.components_, list(model.terms_), corpus.settings.topics.labels)
    groups, articles = groups_of(corpus, by), corpus.articles
    typical = typical_articles(articles, model.rows_, model.fit_, model.shares_, names)
    return {
        "topics": topic_table(model, sure, names),
        "terms": terms_table(model, names),
        "shares": share_table(articles, model.shares_, names),
        "prevalence": prevalence(sample, groups, names),
        "differences": differences(sample, groups, names),
        "articles": typical.drop(columns="row"),
        "sentences": typical_sentences(articles, typical, model.components_, list(model.terms_)),
    }


def _clusters(articles: pd.DataFrame) -> tuple[NDArray[np.intp], Array]:
    """Return the story of each article and its weight: copies of one text count once together."""
    copies = pd.factorize(articles["text"].fillna("").str.split().str.join(" "))[0]
    weights = 1.0 / np.bincount(copies)[copies]
    if "story_id" not in articles:
        return copies, weights
    story = articles["story_id"].astype("str").fillna("")
    named = np.where(story == "", [f"copy {number}" for number in copies], story)
    return pd.factorize(named)[0], weights


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

"""Topics of a corpus in one call: what is covered, how sure that is, and who covers more of what."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from toolkit.analysis.topics.articles import short_labels, typical_articles, typical_sentences
from toolkit.analysis.topics.engines import engine
from toolkit.analysis.topics.held import with_time_held
from toolkit.analysis.topics.memory import remember
from toolkit.analysis.topics.model import TopicModel, check_number
from toolkit.analysis.topics.number import Level, grid, k_table, k_words, level_of, suggested_k
from toolkit.analysis.topics.over_time import FORMATS, period_of
from toolkit.analysis.topics.prevalence import Sample, differences, prevalence
from toolkit.analysis.topics.refit import REFITS, random_halves, refit
from toolkit.analysis.topics.results import Found, Prevalence, Topics
from toolkit.analysis.topics.seen import Seen, seen, stratified
from toolkit.analysis.topics.stability import Stability, stability
from toolkit.analysis.topics.tables import share_table, terms_table, topic_table
from toolkit.analysis.topics.texts import Unit, Voice, texts_of
from toolkit.analysis.topics.vocabulary import VocabularyRules, study_rules
from toolkit.corpus.clusters import clusters_in, sure_stories
from toolkit.corpus.copies import check_corpus
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.periods import periods
from toolkit.corpus.syndication import resolve_syndication
from toolkit.errors import InputError
from toolkit.parts import ranges, rest
from toolkit.results import make
from toolkit.text.stopwords import no_stop_words_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FEWEST_ARTICLES = 12
# Articles topics are found in: a fit on 8,000 agrees with one on all as well as two halves of a corpus agree.
SAMPLE: dict[Unit, int] = {"article": 8000, "sentence": 1000}
FEWER_REFITS = ((20_000, 20), (1000, 30), (0, REFITS))  # from so many articles on, to spare time and memory
EXPLORATORY = 100  # articles; below it the notes say so


def topics(
    corpus: Corpus,
    k: int | Level | None = None,
    *,
    by: str = "outlet",
    method: Literal["auto", "joint", "nmf", "lda"] = "auto",
    unit: Unit = "article",
    voice: Voice = "all",
    rules: VocabularyRules | None = None,
) -> Topics:
    """Find the topics of a corpus, how stable they are, and how much each group writes about each.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    k : int or {"coarse", "fine"}, optional
        Number of topics, or the smallest ("coarse") or largest ("fine") of the numbers that are about equally
        stable; by default that of the settings, or else the suggested one.
    by : str
        Column whose values are compared: outlet, credit, ... or ``"month"`` or ``"week"`` of publication.
    method : {"auto", "joint", "nmf", "lda"}
        How topics are found (`TopicModel`).
    unit : {"article", "sentence"}
        What topics are found in. An article's share is then the mean over its sentences; everything is still
        resampled by article.
    voice : {"all", "narrator"}
        Whether quoted speech counts too, or only what the outlet says itself and its headlines.
    rules : VocabularyRules, optional
        Which words count; stop words are the study's ``topic_stopwords`` unless the rules name others.

    Returns
    -------
    Topics

    Raises
    ------
    InputError
        If there are fewer than 12 different texts, or more than one topic for two of them.
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
    check_corpus(corpus, topics)
    seed, k = corpus.settings.seed, corpus.settings.topics.k if k is None else k
    level = level_of(k)
    k = None if isinstance(k, str) else k
    asked = corpus
    corpus = studied(corpus)
    stories, copies = _clusters(corpus)
    check_enough(corpus, k)
    texts, groups = texts_of(corpus, unit, voice), groups_of(corpus, by)
    months = groups_of(corpus, "month")
    rest()
    drawn, stands_for = stratified(groups.astype("str") + " " + months, SAMPLE[unit], seed)
    own_rules, rules = rules is not None, study_rules(corpus, rules)
    model = TopicModel(2 if k is None else k, method=method, rules=rules, random_state=seed).prepare(
        *texts.of(drawn)
    )
    rows, how = model.rows_, engine(model.method_)
    over_k = k_table(rows, how, ks=grid(len(drawn)), seed=seed) if k is None else pd.DataFrame()
    model.n_topics = suggested_k(over_k, level) if k is None else k
    weights = copies[drawn] * stands_for
    model.fit_rows(rows, sample_weight=weights)
    sure = stability(rows, model.fit_, how, seed=seed)
    strata = pd.factorize(groups.iloc[drawn], use_na_sentinel=False)[0], stories[drawn]
    refits = next(refits for articles, refits in FEWER_REFITS if len(corpus) >= articles)
    halves = random_halves(*strata, seed=seed, refits=refits)
    again = refit(rows, model.fit_, how, halves, weights, sure=sure)
    there = seen(texts, len(corpus), model, again.fits)
    sample = Sample(there.shares, there.again, again.compared, _clusters(corpus, groups)[0], copies)
    found = Found(corpus, model, sample)
    notes = _notes(found, sure, over_k, unit)
    scope = {"by": by, "k": model.n_topics, "method": method, "unit": unit, "voice": voice}
    scope |= {"rules": own_rules}
    tables = _tables(found, there, sure, by, scope)
    remember(asked, scope, tables["shares"])
    numbers = make("topic_numbers", over_k) if len(over_k) else over_k
    return Topics(**tables, k=numbers, notes=notes, model=model, found=found)


def check_enough(corpus: Corpus, k: int | None) -> None:
    """Raise an error if there are too few different texts for topics, or for so many."""
    n, own = len(corpus), len(set(copies_of(corpus)))
    if own < FEWEST_ARTICLES:
        differ = (
            f"{n} articles" if own == n else f"{n} articles with {own} different texts (copies count once)"
        )
        raise InputError(f"{differ} are too few for topics; at least {FEWEST_ARTICLES} are needed")
    if k is None:
        return
    check_number(k, n)
    if k > own // 2:
        raise InputError(
            f"{own} different texts cannot be checked for {k} topics, for half of them must hold as many; "
            f"ask for at most {own // 2}"
        )


def studied(corpus: Corpus) -> Corpus:
    """Return the articles topics are found in: copies stay, with a part of one article's weight each."""
    return resolve_syndication(corpus) if corpus.settings.corpus.syndicated == "drop" else corpus


def topics_by(found: Topics, by: str, *, adjust_for_time: bool = False) -> Prevalence:
    """Compare topics between the values of another column, without finding the topics anew.

    Parameters
    ----------
    found : Topics
        What `topics` returned.
    by : str
        A column of the articles, or ``"month"`` or ``"week"`` of publication.
    adjust_for_time : bool
        Whether differences are adjusted for the day of publication.

    Returns
    -------
    Prevalence
        Two tables, `shares` and `differences` (`toolkit.analysis.topics.prevalence`).

    Raises
    ------
    TableError
        If there is no such column.
    """
    corpus = found.found.corpus
    groups, names = groups_of(corpus, by), found.topics["label"].tolist()
    sample = found.found.sample._replace(clusters=_clusters(corpus, groups)[0])
    dates = corpus.column("published") if adjust_for_time else None
    scope, smallest = {"by": by, "dated": adjust_for_time}, corpus.settings.comparison
    shares = prevalence(sample, groups, names, smallest=smallest)
    apart = differences(sample, groups, names, dates=dates, smallest=smallest)
    apart = with_time_held(apart, sample, groups, _periods(corpus, by))
    return Prevalence(
        make("topic_prevalence", shares, by=by, scope=scope | {"dated": False}),
        make("topic_differences", apart, by=by, scope=scope),
    )


def groups_of(corpus: Corpus, by: str) -> pd.Series:
    """Return the group of each article: the values of a column, or the month or week of publication."""
    if by in FORMATS:
        return period_of(corpus.column("published"), by)
    return corpus.column(by)


def _periods(corpus: Corpus, by: str) -> NDArray[np.intp] | None:
    """Return the period of each article, or None where months or weeks are what is compared."""
    return None if by in FORMATS else periods(corpus.articles["published"])[0]


def _tables(
    found: Found, there: Seen, sure: Stability, by: str, scope: dict[str, object]
) -> dict[str, pd.DataFrame]:
    corpus, model, sample = found.corpus, found.model, found.sample
    articles, groups, terms = corpus.articles, groups_of(corpus, by), list(model.terms_)
    names = model.labels(corpus.settings.topics.labels)
    typical, smallest = typical_articles(articles, there, names), corpus.settings.comparison
    short = short_labels(articles, there, model.components_, terms)
    apart = differences(sample, groups, names, smallest=smallest)
    made = {
        "topics": ("topics", topic_table(model.components_, sample.shares, sure, names, short)),
        "terms": ("topic_terms", terms_table(model, names)),
        "shares": ("article_topics", share_table(articles, sample.shares, names)),
        "prevalence": ("topic_prevalence", prevalence(sample, groups, names, smallest=smallest)),
        "differences": ("topic_differences", with_time_held(apart, sample, groups, _periods(corpus, by))),
        "articles": ("topic_articles", typical.drop(columns="row")),
        "sentences": (
            "topic_sentences",
            typical_sentences(articles, typical, model.components_, terms),
        ),
    }
    return {name: make(kind, table, by=by, scope=scope) for name, (kind, table) in made.items()}


def _clusters(corpus: Corpus, groups: pd.Series | None = None) -> tuple[NDArray[np.intp], Array]:
    """Return each article's cluster and its weight: copies of a text count once, unless all are kept."""
    articles, copies = corpus.articles, copies_of(corpus)
    weights = 1.0 / np.bincount(copies)[copies]
    if corpus.settings.corpus.syndicated == "keep":
        weights = np.ones(len(articles))
    known = articles.assign(syndicated_id=copies, story_id=sure_stories(articles))
    return clusters_in(known, groups), weights


def copies_of(corpus: Corpus) -> NDArray[np.intp]:
    """Return the set of copies each article belongs to, as numbers from 0."""
    articles = corpus.articles
    same = np.concatenate([_digests(articles.iloc[low:high]) for low, high in ranges(len(articles))])
    return np.asarray(pd.factorize(same)[0])


def _digests(articles: pd.DataFrame) -> NDArray[np.uint64]:
    """Return a number for the set of copies that an article is known to be in, or for its words.

    White space does not count, and a headline alone is its article's text.
    """
    names = articles["syndicated_id"] if "syndicated_id" in articles else pd.Series(None, articles.index)
    made = []
    for name, title, text in zip(names, articles["title"], articles["text"], strict=True):
        if pd.notna(name):
            words = f"copies {name}"
        else:
            whole = "" if pd.isna(text) else text.split()
            words = " ".join(["text", *(whole or ("" if pd.isna(title) else title.split()))])
        made.append(int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little"))
    return np.array(made, dtype=np.uint64)


def _notes(found: Found, sure: Stability, over_k: pd.DataFrame, unit: Unit) -> tuple[str, ...]:
    model, n, notes = found.model, found.model.rows_.n, []
    if n < EXPLORATORY:
        notes.append(f"{n} articles: the topics are exploratory; read their stability first.")
    lost = int((~sure.stable).sum())
    if lost:
        are = "is" if lost == 1 else "are"
        notes.append(f"{lost} of {model.n_topics} topics {are} not stable and kept out of findings.")
    if len(over_k):
        notes.append(k_words(over_k, n))
    if n < len(found.corpus):
        notes.append(f"Found in {n} articles drawn by group and month; all {len(found.corpus)} have shares.")
    if unit == "sentence":
        notes.append("Topics are found in sentences; an article's share is the mean over its sentences.")
    if line := no_stop_words_line(found.corpus):
        notes.append(line)
    return (*notes, f"Method: {model.why_}.")

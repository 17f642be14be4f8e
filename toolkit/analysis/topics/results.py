"""What a topic analysis returns: the tables, and what they were made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.prevalence import Sample
from toolkit.corpus.corpus import Corpus


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics of a corpus as tables.

    Attributes
    ----------
    topics : DataFrame
        One row a topic: `topic_table`'s columns: share, stability, verdict, nearest ....
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
    found : Found
        What the tables were made of.
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
    found: Found


@dataclass(frozen=True, eq=False)
class Found:
    """The corpus that was counted, its model, and its articles with their shares."""

    corpus: Corpus
    model: TopicModel
    sample: Sample


class Prevalence(NamedTuple):
    """Shares of topics by group, and each group against all others."""

    shares: pd.DataFrame
    differences: pd.DataFrame

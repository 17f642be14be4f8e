"""What opens the counts of the tables about topics: the articles behind a row."""

from __future__ import annotations

import pandas as pd

from toolkit.analysis.topics.find import groups_of, studied, topics
from toolkit.analysis.topics.memory import recall
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.opened import listed, named
from toolkit.errors import TableError
from toolkit.results import group_column, opens, scope_of


@opens("topics", "topic_coverage", "topic_changes")
def open_topic(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles whose largest topic it is; the topics are found again where that was forgotten.

    Raises
    ------
    TableError
        If the topics were found with rules of one's own, in another session.
    """
    scope = scope_of(row)
    largest = recall(corpus, scope)
    if largest is None:
        if scope.pop("rules", False):
            raise TableError("topics found with rules of your own open only in the session that found them")
        topics(corpus, **scope)
        largest = recall(corpus, scope | {"rules": False})
    ids = [] if largest is None else largest.index[largest == row["topic"]]
    return named(corpus, list(ids))


@opens("topic_prevalence", "topic_differences")
def open_group(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles of a group, or with ``side="reference"`` those of all the others."""
    scope = scope_of(row)
    corpus = studied(corpus)
    group = groups_of(corpus, str(scope.get("by", "outlet")))
    inside = group == row[group_column(row)]
    chosen = {"target": inside, "reference": group.notna() & ~inside, "both": group.notna()}[side]
    return listed(corpus, chosen & corpus.articles["published"].notna() if scope.get("dated") else chosen)

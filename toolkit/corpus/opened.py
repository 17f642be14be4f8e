"""What opens the counts of the tables about a corpus: the articles behind a row."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.coverage import month_of
from toolkit.corpus.stories import with_stories
from toolkit.corpus.syndication import carriers, syndication
from toolkit.results import group_column, make, opens

SHOWN = ["article_id", "outlet", "published", "title", "authors", "n_words", "file"]


def listed(corpus: Corpus, chosen: pd.Series) -> pd.DataFrame:
    """Return some of the articles as a table of evidence.

    Parameters
    ----------
    chosen : Series of bool
        One value an article, in the corpus's order.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Rain.", "Sun."]}), "articles"))
    >>> len(listed(corpus, corpus.articles["text"] == "Sun."))
    1
    """
    return make("listed", corpus.articles.loc[chosen.to_numpy(dtype=bool), SHOWN])


def named(corpus: Corpus, ids: pd.Series | list[str]) -> pd.DataFrame:
    """Return the articles with some identifiers."""
    return listed(corpus, corpus.articles["article_id"].isin(ids))


@opens("outlets", "coverage")
def open_group(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles of a group, of one month where the row has one."""
    by = group_column(row)
    values = corpus.column(by)
    chosen = values.isna() if pd.isna(row[by]) else values.astype("str") == str(row[by])
    if "month" in row:
        months = month_of(corpus)
        chosen &= months.isna() if pd.isna(row["month"]) else months == row["month"]
    return listed(corpus, chosen)


@opens("audit")
def open_file(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the analysed articles of a file."""
    return listed(corpus, corpus.articles["file"] == row["file"])


@opens(
    "doubtful", "syndication", "readability", "variety", "article_topics", "topic_articles", "article_places"
)
def open_article(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the article a row is about."""
    return named(corpus, [str(row["article_id"])])


@opens("duplicates", "same_story_pairs")
def open_pair(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the two articles of a row."""
    return named(corpus, [str(row["article_id_a"]), str(row["article_id_b"])])


@opens("who_copies")
def open_carried(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles of an outlet that a source wrote."""
    found = carriers(syndication(corpus))
    source = found["source"].isna() if pd.isna(row["source"]) else found["source"].eq(row["source"])
    return named(corpus, found.loc[source & found["outlet"].eq(row["outlet"]), "article_id"])


@opens("stories")
def open_story(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles of a story."""
    return listed(corpus, with_stories(corpus).column("story_id") == row["story_id"])


@opens("affairs")
def open_affair(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles of the stories of an affair."""
    return listed(corpus, with_stories(corpus).column("story_id").isin(row["story_ids"]))


@opens("story_coverage")
def open_stories(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the outlet's articles that belong to a story."""
    told = with_stories(corpus).column("story_id").notna()
    return listed(corpus, told & (corpus.articles["outlet"] == row["outlet"]))

"""Running affairs: stories that name the same things, one after the other or months apart."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import affair_ids, evidence_of, untold, with_stories
from toolkit.results import make

COLUMNS = (
    "affair_id",
    "title",
    "n",
    "n_stories",
    "n_outlets",
    "first",
    "last",
    "longest_pause",
    "story_ids",
    "terms",
)
TERMS = 6  # terms shown for what ties an affair


def affairs(corpus: Corpus) -> pd.DataFrame:
    """List the running affairs, the one with most articles first.

    An affair is two stories or more that name the same persons, places and things, whatever their days: a
    bombing, the search, the arrest and the trial. Its stories are what articles are compared within; the
    affair is how they are followed.

    Parameters
    ----------
    corpus : Corpus
        With or without stories assigned.

    Returns
    -------
    DataFrame
        One row an affair: ``affair_id``, ``title`` (of its most central article), ``n`` articles,
        ``n_stories``, ``n_outlets``, ``first`` and ``last`` day, ``longest_pause`` (days between two
        dated articles that follow each other; null where fewer than two are dated), ``story_ids`` (a
        list, by their first days) and ``terms``, which tie it.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> len(affairs(Corpus(conform(pd.DataFrame({"text": ["Sun.", "Rain."]}), "articles"))))
    0
    """
    if why := untold(corpus):
        return make("affairs", pd.DataFrame(columns=list(COLUMNS)), note=why)
    articles = _with_affairs(corpus)
    places = articles.groupby("affair_id", sort=False).indices
    rows = [_affair(corpus, str(name), articles.iloc[place]) for name, place in places.items()]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return make("affairs", table.sort_values(["n", "affair_id"], ascending=[False, True], kind="stable"))


def _with_affairs(corpus: Corpus) -> pd.DataFrame:
    """Return the articles with ``affair_id``, and with the place of each in the corpus."""
    articles = with_stories(corpus).articles
    if "affair_id" not in articles:
        articles = articles.assign(affair_id=affair_ids(articles, articles["story_id"], evidence_of(corpus)))
    return articles.assign(_place=range(len(articles)))


def _affair(corpus: Corpus, name: str, group: pd.DataFrame) -> tuple[object, ...]:
    evidence, place = evidence_of(corpus), group["_place"].to_numpy()
    central = int(evidence.likeness(place, place).sum(axis=1).argmax())
    days = group["published"].sort_values()
    pause = days.diff().max()
    stories = (
        group.groupby("story_id", sort=False)["published"].min().sort_values(kind="stable").index.tolist()
    )
    return (
        name,
        group["title"].iloc[central],
        len(group),
        len(stories),
        group["outlet"].dropna().nunique(),
        days.min(),
        days.max(),
        pd.NA if pd.isna(pause) else pause.days,
        stories,
        "; ".join(evidence.tying_terms(place, TERMS)),
    )

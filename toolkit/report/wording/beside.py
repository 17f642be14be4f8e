"""One outlet beside the others taken together, one topic or story beside the rest of the coverage."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from toolkit.corpus.agency import agencies_in
from toolkit.corpus.corpus import Corpus
from toolkit.report.wording.numbers import listed, number
from toolkit.report.wording.said import parts_of

REST = "the rest"  # what the other outlets are called, taken together
TOLD = 6  # outlets of whose coverage a topic's or a story's part is told


def beside(corpus: Corpus, outlet: str) -> Corpus:
    """Return a corpus of two sides: an outlet, and the others taken together as *the rest*.

    Where there is one other, it keeps its name. Names of the others stay known as names of publishers
    (column `credit`), so that they do not turn up as words or topics.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": "Rain.", "outlet": ["Post", "Herald", "Times"]})
    >>> beside(Corpus(conform(frame, "articles")), "Post").articles["outlet"].tolist()
    ['Post', 'the rest', 'the rest']
    """
    articles = corpus.articles
    other = articles["outlet"].notna() & articles["outlet"].ne(outlet)
    names = articles.loc[other, "outlet"]
    if names.nunique() < 2:
        return corpus
    credit = names[~names.map(lambda name: bool(agencies_in(name)))]  # an agency's own text is its own voice
    sides = articles.assign(
        outlet=articles["outlet"].mask(other, REST), credit=articles["credit"].fillna(credit)
    )
    dropped = corpus.dropped
    lost = dropped["outlet"].notna() & dropped["outlet"].ne(outlet)
    return replace(corpus, articles=sides, dropped=dropped.assign(outlet=dropped["outlet"].mask(lost, REST)))


def part_words(corpus: Corpus, name: str, articles: pd.DataFrame, by: str) -> str:
    """Return what one report of several is about, and how that lies in the whole corpus.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": "Rain.", "outlet": ["Post", "Post", "Herald"]})
    >>> corpus = Corpus(conform(frame, "articles"))
    >>> part_words(corpus, "rain", corpus.articles.head(1), "topic")
    "This report is about one topic of several, “rain”: 1 of Post's 2 articles and none of Herald's 1."
    >>> part_words(corpus, "Post", corpus.articles.head(2), "outlet")
    'This report is about one outlet of several, “Post” (2 articles), beside Herald (1 article).'
    """
    about = f"This report is about one {by} of several, “{name}”"
    sizes = corpus.articles["outlet"].value_counts()
    if by == "outlet":
        others = sizes.drop(name, errors="ignore")
        size = f"{about} ({number(len(articles), 'article')})"
        if others.empty:
            return f"{size}."
        if len(others) == 1:
            return f"{size}, beside {others.index[0]} ({number(int(others.iloc[0]), 'article')})."
        named = listed([str(other) for other in sorted(others.index)][:TOLD])
        whose = named if len(others) <= TOLD else f"{len(others)} other outlets"
        return f"{size}, beside {whose} taken together, “{REST}” ({number(int(others.sum()), 'article')})."
    own = articles["outlet"].value_counts()
    totals = {str(outlet): int(n) for outlet, n in sizes.head(TOLD).items()}
    parts = parts_of({outlet: int(own.get(outlet, 0)) for outlet in totals}, totals, {}, noun="articles")
    return f"{about}: {parts}." if parts else f"{about} ({number(len(articles), 'article')})."

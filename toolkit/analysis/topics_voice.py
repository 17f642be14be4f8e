"""Articles with the outlet's own words alone."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.text.segments import segments


def narrated(corpus: Corpus) -> pd.DataFrame:
    """Return the articles with only what the outlet says itself, headlines included.

    Quoted speech and lines that an outlet repeats in three or more articles are left out.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = 'The dam broke. "We ran for our lives," he said.'
    >>> frame = pd.DataFrame({"article_id": ["a"], "text": [text]})
    >>> narrated(Corpus(conform(frame, "articles")))["text"].tolist()
    ['The dam broke. he said.']
    """
    pieces = segments(corpus)
    pieces = pieces[pieces["voice"].isin(["narrator", "headline"]) & ~pieces["boilerplate"]]
    headline = pieces["part"] == "headline"
    own = {"title": pieces[headline], "text": pieces[~headline]}
    ids = corpus.articles["article_id"]
    joined = {
        name: ids.map(part.groupby("article_id")["text"].agg(" ".join)).astype("str").fillna("")
        for name, part in own.items()
    }
    return corpus.articles.assign(**joined)

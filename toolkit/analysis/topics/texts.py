"""The texts a topic model reads: articles or sentences, all of them or the outlet's own words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.text.segments import segmented

if TYPE_CHECKING:
    from numpy.typing import NDArray

Unit = Literal["article", "sentence"]
Voice = Literal["all", "narrator"]


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts of a corpus, cleaned of names only when they are asked for.

    Attributes
    ----------
    frame : DataFrame
        `title, text, outlet, credit, authors`, one row a text.
    article : array of int, optional
        The article each text is from, counted from 0, in order; None where each text is an article.
    publishers : pattern, optional
        The names of outlets and agencies of the whole corpus.
    pieces : Pieces, optional
        What each article's text is made of, in place of the one in the frame.
    """

    frame: pd.DataFrame
    article: NDArray[np.intp] | None
    publishers: re.Pattern[str] | None
    pieces: Pieces | None = None

    def of(self, articles: NDArray[np.intp]) -> tuple[list[str], NDArray[np.intp] | None]:
        """Return the texts of the chosen articles, and which of the chosen each is from (from 0)."""
        if self.article is None:
            rows = self.frame.iloc[articles]
            if self.pieces is not None:
                rows = rows.assign(title="", text=self.pieces.of(articles))
            return clean_texts(rows, self.publishers), None
        inside = np.flatnonzero(np.isin(self.article, articles))
        return clean_texts(self.frame.iloc[inside], self.publishers), np.searchsorted(
            articles, self.article[inside]
        )


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of articles, joined only when they are asked for.

    Attributes
    ----------
    text : Series of str
    document : ndarray of int
        The article each piece is from, in ascending order.
    kept : ndarray of bool
        Which pieces count.
    """

    text: pd.Series
    document: NDArray[np.intp]
    kept: NDArray[np.bool_]

    def of(self, articles: NDArray[np.intp]) -> list[str]:
        """Return the pieces of each of the chosen articles that count, with blanks between them.

        Examples
        --------
        >>> pieces = pd.Series(["It rained.", "Advertisement", "We left.", "All."])
        >>> Pieces(pieces, np.array([0, 0, 0, 2]), (pieces != "Advertisement").to_numpy()).of(np.arange(3))
        ['It rained. We left.', '', 'All.']
        """
        first, last = (np.searchsorted(self.document, articles, side) for side in ("left", "right"))
        at = np.concatenate([np.empty(0, dtype=np.intp), *map(np.arange, first, last)])
        owner = np.repeat(np.arange(len(articles)), last - first)
        kept = self.kept[at]
        texts = self.text.iloc[at[kept]].tolist()
        edges = [0, *np.cumsum(np.bincount(owner[kept], minlength=len(articles))).tolist()]
        return [" ".join(texts[low:high]) for low, high in pairwise(edges)]


def texts_of(corpus: Corpus, unit: Unit = "article", voice: Voice = "all", *, repeated: bool = True) -> Texts:
    """Return the texts of a corpus that a topic model reads.

    Of sentences, and of an outlet's own words, lines that it repeats in three or more articles are left out;
    of its own words, quoted speech too. A headline is part of its article, or a sentence. Of whole articles
    they are left out where `repeated` is false.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = 'The dam broke. "We ran for our lives," he said.'
    >>> corpus = Corpus(conform(pd.DataFrame({"title": ["Flood"], "text": [text]}), "articles"))
    >>> texts_of(corpus, voice="narrator").of(np.array([0]))[0]
    ['Flood The dam broke. he said.']
    >>> texts_of(corpus, unit="sentence").of(np.array([0]))[0]
    ['Flood', 'The dam broke.', '"We ran for our lives," he said.']
    """
    articles = corpus.articles
    publishers = name_pattern(
        str(name)
        for column in ("outlet", "credit")
        for name in articles[column].dropna().unique()
        if str(name)[:1].isupper()
    )
    columns = ["title", "text", "outlet", "credit", "authors"]
    if unit == "article" and voice == "all" and repeated:
        return Texts(articles[columns], None, publishers)
    found = segmented(corpus)
    own = found.table["voice"].isin(["narrator", "headline"]) | (voice == "all")
    kept = (own & ~found.table["boilerplate"]).to_numpy(dtype=np.bool_)
    if unit == "sentence":
        text, document = found.table["text"][kept], found.document[kept]
        sentence = found.table["sentence"].to_numpy()[kept]
        joined = text.groupby([document, sentence]).agg("".join).droplevel(1)
        bare = np.setdiff1d(np.arange(len(articles)), joined.index)  # keep their place, with an empty text
        joined = pd.concat([joined, pd.Series("", index=bare)]).sort_index(kind="stable")
        frame = articles[columns].iloc[joined.index].assign(title="", text=joined.to_numpy())
        return Texts(frame, joined.index.to_numpy(dtype=np.intp), publishers)
    return Texts(articles[columns], None, publishers, Pieces(found.table["text"], found.document, kept))


def clean_texts(frame: pd.DataFrame, publishers: re.Pattern[str] | None) -> list[str]:
    r"""Return title and text of each row without the names of publishers and of its own authors.

    Only a name as it is written is taken out (capitals count), so "The Sun" goes and "the sun" stays.

    Examples
    --------
    >>> row = {"title": "Floods", "text": "Dawn saw rain, Jo Day writes.", "authors": ["Jo Day"]}
    >>> clean_texts(pd.DataFrame([row]), name_pattern(["Dawn"]))
    ['Floods\n\n saw rain,  writes.']
    """
    texts = []
    rows = zip(frame["title"].fillna(""), frame["text"].fillna(""), frame["authors"], strict=True)
    for title, text, authors in rows:
        whole = f"{title}\n\n{text}".strip()
        for pattern in (publishers, name_pattern(map(str, authors))):
            whole = pattern.sub("", whole) if pattern else whole
        texts.append(whole)
    return texts


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds names as they are written, the longest first; None without a name.

    Examples
    --------
    >>> name_pattern(["Arab News"]).sub("", "Arab News said the Arab League met.")
    ' said the Arab League met.'
    """
    known = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=lambda n: (-len(n), n))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)") if known else None

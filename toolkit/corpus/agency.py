"""Agency copy: articles whose text an agency wrote, which are not the outlet's own voice."""

from __future__ import annotations

import re
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from toolkit.corpus.corpus import Corpus
from toolkit.pages.fields.words import AGENCIES

_KNOWN: WeakKeyDictionary[Corpus, NDArray[np.bool_]] = WeakKeyDictionary()


def agency_copy(corpus: Corpus) -> NDArray[np.bool_]:
    """Tell which articles are agency copy, as far as their pages say.

    An article is where its credit names an agency that is not the outlet itself; a credit that was inferred
    from the wording ("told Reuters") does not count. With ``[corpus] agency = "own"`` none is.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"outlet": ["Post", "Reuters", "Post"], "credit": ["Reuters", "Reuters", None]})
    >>> agency_copy(Corpus(conform(frame.assign(text="Rain."), "articles"))).tolist()
    [True, False, False]
    """
    if corpus not in _KNOWN:
        articles = corpus.articles
        stated = articles["credit"].notna() & articles["credit_kind"].ne("inferred").fillna(True)
        rows = zip(articles["credit"].fillna(""), articles["outlet"].fillna(""), stated, strict=True)
        found = [told and bool(agencies_in(credit) - agencies_in(outlet)) for credit, outlet, told in rows]
        _KNOWN[corpus] = np.array(found, dtype=bool) & (corpus.settings.corpus.agency == "apart")
    return _KNOWN[corpus]


@lru_cache(maxsize=4096)
def agencies_in(text: str) -> frozenset[str]:
    """Return the agencies a credit or an outlet names, as whole words and as they are written.

    Examples
    --------
    >>> sorted(agencies_in("AP and AFP")), agencies_in("APRIL Media")
    (['AFP', 'AP'], frozenset())
    """
    return frozenset(_pattern().findall(text))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(AGENCIES, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def agency_line(corpus: Corpus) -> str:
    """Return how many articles are agency copy and whose, in a sentence; empty where none is.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"outlet": "Post", "credit": ["AFP", "AP", "AFP", None], "text": "Rain."})
    >>> agency_line(Corpus(conform(frame, "articles")))
    "3 articles credited to agencies (AFP 2, AP 1) do not count as the outlets' own words."
    """
    named = corpus.articles["credit"][agency_copy(corpus)].value_counts()
    if named.empty:
        return ""
    listed = ", ".join(f"{name} {n}" for name, n in sorted(named.items(), key=lambda one: (-one[1], one[0])))
    articles, do = ("article", "does") if named.sum() == 1 else ("articles", "do")
    return (
        f"{int(named.sum()):,} {articles} credited to agencies ({listed}) {do} not count as the outlets' own "
        "words."
    )

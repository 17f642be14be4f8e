"""What the articles of a comparison are drawn in: stories, or outlets where a group has several.

Articles about one event, and copies of one text, tell less than as many on different events. Where groups are
made of outlets (countries, leanings) it is the outlets that stand for them.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import SURE

SUBJECT = 0.5  # part of the articles over which a story is what the study is about, not one that it drew
OWN = 0.9  # part of the outlets' articles in one group each, from which groups are made of outlets
_KNOWN: WeakKeyDictionary[Corpus, dict[str, NDArray[np.intp]]] = WeakKeyDictionary()  # every table asks


def clusters_of(corpus: Corpus, by: str = "outlet") -> NDArray[np.intp]:
    """Return the cluster of each article in a comparison by a column.

    Parameters
    ----------
    corpus : Corpus
        With or without stories assigned.
    by : str
        Column of the articles whose values are compared.

    Returns
    -------
    ndarray of int
        Codes from 0. Articles of one story (``story_id`` with a ``story_confidence`` of one half or more,
        or a column ``story`` of one's own) have one code, so have copies of one text; every other article
        has its own, and so have those of a story that more than half of the articles are about: it is what
        the study is about. In a group that is made of several outlets articles have the code of the outlet
        instead.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["Rain.", "Rain!", "Sun.", "Hail."]})
    >>> frame = frame.assign(outlet=["Post", "Post", "Sun", "Mail"])
    >>> frame = frame.assign(story_id=["a", "a", "b", "c"], story_confidence=[0.8, 0.8, None, None])
    >>> frame = frame.assign(country=["UK", "UK", "US", "US"])
    >>> corpus = Corpus(conform(frame, "articles"))
    >>> clusters_of(corpus).tolist(), clusters_of(corpus, "country").tolist()
    ([0, 0, 1, 2], [0, 0, 1, 2])
    """
    known = _KNOWN.setdefault(corpus, {})
    if by not in known:
        known[by] = clusters_among(corpus, corpus.column(by))
        known[by].flags.writeable = False
    return known[by]


def clusters_among(corpus: Corpus, groups: pd.Series | None = None) -> NDArray[np.intp]:
    """Return the cluster of each article, as `clusters_of` does, for groups that are no column."""
    return clusters_in(corpus.articles.assign(story_id=sure_stories(corpus.articles)), groups)


def units_of(corpus: Corpus, by: str, group: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return which articles change groups together when the groups are dealt anew.

    Parameters
    ----------
    corpus : Corpus
        With or without stories assigned.
    by : str
        Column of the articles whose values are compared.
    group : ndarray of int
        The group of each article, -1 for none.

    Returns
    -------
    ndarray of int
        Codes from 0: the clusters of `clusters_of`, cut by group, for a story that two groups report is one
        unit in each. What changes places must be alike, so where any group is made of several outlets,
        outlets change places in all.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"outlet": list("aabbc"), "country": ["UK"] * 4 + ["US"], "text": "Rain."})
    >>> corpus = Corpus(conform(frame, "articles"))
    >>> units_of(corpus, "country", np.array([0, 0, 0, 0, 1])).tolist()
    [0, 0, 1, 1, 2]
    >>> units_of(corpus, "outlet", np.array([0, 0, 1, 1, 2])).tolist()
    [0, 1, 2, 3, 4]
    """
    outlet, column = corpus.articles["outlet"], corpus.column(by)
    codes = clusters_of(corpus, by)
    if _outlets(outlet, column).notna().any():
        codes = np.asarray(pd.factorize(outlet.astype("str").fillna(""))[0], dtype=np.intp)
    crossed = np.unique(np.column_stack([codes, group]), axis=0, return_inverse=True)[1]
    return np.asarray(crossed.ravel(), dtype=np.intp)


def sure_stories(articles: pd.DataFrame) -> pd.Series:
    """Return the story of each article, null where there is none and where it is doubtful.

    Examples
    --------
    >>> frame = pd.DataFrame({"story_id": ["a", "a", "b"], "story_confidence": [0.4, 0.4, None]})
    >>> sure_stories(frame).tolist()
    [None, None, 'b']
    """
    if "story_id" not in articles:
        named = articles["story"] if "story" in articles else pd.Series(None, articles.index)
        return named.astype("object")
    names = articles["story_id"].astype("object")
    if "story_confidence" in articles:
        names = names.mask(articles["story_confidence"].lt(SURE).fillna(False).astype(bool))
    return names.where(names.notna(), None)


def clusters_in(articles: pd.DataFrame, group: pd.Series | None = None) -> NDArray[np.intp]:
    """Return the cluster of each row of a table of articles; `clusters_of` for what is no corpus.

    Parameters
    ----------
    articles : DataFrame
        With ``story_id``, ``syndicated_id`` or ``outlet``, where it has them.
    group : Series, optional
        The group of each row; without it outlets are no clusters.

    Examples
    --------
    >>> clusters_in(pd.DataFrame({"story_id": ["a", None, "a", None]})).tolist()
    [0, 1, 0, 2]
    """
    blank = pd.Series(None, articles.index, dtype="object")
    story, copy, outlet = (articles.get(name, blank) for name in ("story_id", "syndicated_id", "outlet"))
    size = story.groupby(story).transform("size").reindex(story.index)
    story = story.mask(size > SUBJECT * len(articles))
    made = np.arange(len(articles), dtype=np.intp)
    for names in (copy, story, _outlets(outlet, group)):  # the widest of them counts
        codes = pd.factorize(names)[0]
        made = np.where(codes < 0, made, codes + made.max(initial=-1) + 1)
    return np.asarray(pd.factorize(made)[0], dtype=np.intp)


def _outlets(outlet: pd.Series, group: pd.Series | None) -> pd.Series:
    """Return the outlet of each article of a group that is made of several, null elsewhere."""
    blank = pd.Series(None, outlet.index, dtype="object")
    if group is None or outlet.isna().all():
        return blank
    each = pd.DataFrame({"outlet": outlet.to_numpy(), "group": group.to_numpy()}).dropna()
    counts = each.groupby(["outlet", "group"]).size().rename("n").reset_index()
    main = counts.sort_values(["n", "group"], ascending=[False, True], kind="stable").drop_duplicates(
        "outlet"
    )
    if main["n"].sum() < OWN * len(each):  # every outlet writes in every group: months, desks, topics
        return blank
    several = main["group"].value_counts()
    return outlet.astype("object").where(group.isin(several.index[several > 1]).to_numpy(dtype=bool), None)

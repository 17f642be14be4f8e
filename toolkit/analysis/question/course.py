"""A course over time: articles, names, sources and topics by week or month, with intervals and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from toolkit.analysis.question.beside import level_of
from toolkit.analysis.question.cells import NO_ARTICLES, Cells, cells_of, clusters_for, in_cell, why_not_drawn
from toolkit.analysis.question.counted import Counted, counted, note_of
from toolkit.analysis.topics.find import studied
from toolkit.analysis.topics.find import topics as find_topics
from toolkit.analysis.topics.prevalence import SAYS_NOTHING, prevalence
from toolkit.analysis.topics.results import Topics
from toolkit.corpus.copies import check_corpus, counted_articles
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.opened import listed
from toolkit.corpus.periods import course_over
from toolkit.errors import TableError, nearest
from toolkit.results import group_column, make, opener, opens, scope_of
from toolkit.tables import KEY

Of = Literal["articles", "names", "sources", "topics"]
KINDS = ("articles", "names", "sources", "topics")
ABOUT = {
    "articles": "Articles",
    "names": "Share of the names for “{}” in the outlets' own voice",
    "sources": "Share of quotations by kind of source",
    "topics": "Mean share of topics",
}
NOTHING_SAID = "the interval would span nearly all from 0 to 100 per cent"
A_COUNT = "a count of the saved articles: no interval"


def over_time(
    corpus: Corpus,
    of: Of,
    *,
    by: str | None = None,
    over: str | None = None,
    actor: str | None = None,
    topics: Topics | None = None,
) -> pd.DataFrame:
    """Follow articles, names, sources or topics by week or month.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    of : {"articles", "names", "sources", "topics"}
        What is followed: the number of articles; the shares of the names for one actor in the outlets' own
        voice; the shares of quotations by kind of source; the mean shares of topics.
    by : str, optional
        Column of the articles whose values are followed apart; by default all articles together.
    over : {"week", "month", "quarter", "year"}, optional
        By default months, or weeks where the articles span half a year or less.
    actor : str, optional
        Whose names, as the study's list of names calls him; by default the one named most.
    topics : Topics, optional
        From `toolkit.topics`, so that they are not found anew.

    Returns
    -------
    DataFrame
        One row a value, group and period: `count` of `whole` (uses of the name, quotations; articles of
        topics), `share` with `low` and `high` (95 %, clustered by story; of topics as in
        `toolkit.topics`), `n` articles, `reason` where a number is missing. Every period from the first to
        the last has its row, also one without articles, unless more than 120 in a row have none.
        ``attrs["not_drawn"]`` says which have no row and why a figure would mislead, and is empty where there
        are enough days and periods: see `toolkit.corpus.periods.course_over`.

    Raises
    ------
    TableError
        If there is no such thing to follow, column, period or actor.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["Sun.", "Rain."], "published": ["2024-05-02", "2024-07-01"]})
    >>> table = over_time(Corpus(conform(frame, "articles")), "articles", over="month")
    >>> table[["period", "count"]].values.tolist()
    [['2024-05', 1], ['2024-06', 0], ['2024-07', 1]]
    >>> table.attrs["not_drawn"]
    'only 2 different days of publication are known; a course over time needs 10'
    """
    check_corpus(corpus, over_time)
    actor = actor or None
    if of not in KINDS:
        raise TableError(f"'{of}' cannot be followed over time; {nearest(str(of), KINDS)}")
    corpus = studied(corpus) if of == "topics" else counted_articles(corpus)
    least = corpus.settings.comparison.min_articles
    period = over or course_over(corpus.articles["published"], least=least)[0] or "month"
    cells = cells_of(corpus, by, period)
    notes: Mapping[str, Any] = {}
    about = ABOUT[of]
    if of == "articles":
        rows = _articles(cells)
    elif of == "topics":
        rows = _topics(corpus, cells, topics or find_topics(corpus))
    else:
        one = _followed(corpus, of, by, actor)
        rows = _shares(one, cells, clusters_for(corpus, by), least) if one else []
        notes = (
            {value: note_of(one, at, by or "outlet") for at, value in enumerate(one.values)} if one else {}
        )
        about = about.format(one.name if one else "")
    table = _withheld(rows, of)
    why = why_not_drawn(corpus, table.drop(columns="low") if of == "articles" else table, period)
    scope = {"of": of, "by": by, "over": period, "notes": notes}
    return make("over_time", table, by=by or "group", scope=scope, not_drawn=why, about=about)


def _articles(cells: Cells) -> list[dict[str, Any]]:
    total = int((cells.group >= 0).sum())
    blank = {"value": "articles", "share": np.nan, "low": np.nan, "high": np.nan, "reason": A_COUNT}
    return [blank | label | {"count": len(at), "whole": total, "n": len(at)} for label, at in cells]


def _followed(corpus: Corpus, of: str, by: str | None, actor: str | None) -> Counted | None:
    """Return the whole that is followed: all quotations, or the names of one actor."""
    found = counted(corpus, of, by)
    known = {one.name: one for one in found}
    if of == "names" and actor is not None and actor not in known:
        raise TableError(f"no article names '{actor}' in its own voice; {nearest(actor, known)}")
    if actor is not None and actor in known:
        return known[actor]
    return max((one for one in found if one.values), key=lambda one: float(one.size.sum()), default=None)


def _shares(one: Counted, cells: Cells, clusters: np.ndarray, least: int) -> list[dict[str, Any]]:
    rows = []
    for place, value in enumerate(one.values):
        for label, at in cells:
            found = level_of(one, at, place, clusters, least)
            found["share"] = found.pop("estimate")
            rows.append({"value": value} | label | found | ({} if len(at) else {"reason": NO_ARTICLES}))
    return rows


def _topics(corpus: Corpus, cells: Cells, found: Topics) -> list[dict[str, Any]]:
    names, smallest = found.topics["label"].tolist(), corpus.settings.comparison
    spans = list(cells)
    place = np.full(len(corpus), -1)
    for number, (_, at) in enumerate(spans):
        place[at] = number
    group = pd.Series(place).astype("Int64").where(place >= 0)
    table = prevalence(found.found.sample, group, names, smallest=smallest).set_index(["group", "topic"])
    rows = []
    for topic, value in enumerate(names, 1):
        for number, (label, at) in enumerate(spans):
            row: dict[str, Any] = {"value": value, "count": len(at), "whole": len(at), "n": len(at)} | label
            if len(at):
                row |= {name: table[name].loc[(number, topic)] for name in ("share", "low", "high", "reason")}
            else:
                row |= {"share": np.nan, "low": np.nan, "high": np.nan, "reason": NO_ARTICLES}
            rows.append(row)
    return rows


def _withheld(rows: list[dict[str, Any]], of: str) -> pd.DataFrame:
    """Return rows without intervals that rule out next to nothing."""
    columns = ["value", "group", "period", "begins", "count", "whole", "share", "low", "high", "n", "reason"]
    table = pd.DataFrame(rows, columns=columns).assign(of=of)
    wide = (table["high"] - table["low"] > SAYS_NOTHING).to_numpy(dtype=bool)
    table["reason"] = table["reason"].astype(object).mask(wide, NOTHING_SAID)
    return table.assign(low=table["low"].mask(wide), high=table["high"].mask(wide))


@opens("over_time")
def open_course(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return what a row of `over_time` counted: articles, the sentences with a name, or quotations."""
    scope = scope_of(row)
    corpus = studied(corpus) if scope["of"] == "topics" else counted_articles(corpus)
    by = scope["by"]
    there = in_cell(corpus, row, group_column(row) if by else None, scope["over"])
    if scope["of"] in ("articles", "topics"):
        return listed(corpus, pd.Series(there))
    note = scope["notes"][str(row["value"])]
    parts = []
    for name in sorted(corpus.articles.loc[there, note["by"]].dropna().astype("str").unique()):
        behind = pd.Series({**note["row"], note["by"]: name}, dtype="object")
        behind.attrs = {KEY: {key: note[key] for key in ("kind", "by", "scope")}}
        parts.append(opener(note["kind"])(corpus, behind, "target"))
    ids = set(corpus.articles.loc[there, "article_id"])
    if not parts:
        return listed(corpus, pd.Series(there))
    found = pd.concat(parts, ignore_index=True)
    kept: pd.DataFrame = found[found["article_id"].isin(ids)].reset_index(drop=True)
    return kept

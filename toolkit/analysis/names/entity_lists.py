"""The people and organisations that articles name most, as far as a small model finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import lines
from toolkit.analysis.names.country_shares import groups_of
from toolkit.analysis.names.entities import repaired
from toolkit.analysis.quotes.names import person_key
from toolkit.analysis.scope import Scope, scope_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import number_table
from toolkit.results import group_column, make, opens
from toolkit.text.dfm import in_scope
from toolkit.text.parser import pieces
from toolkit.text.recogniser import Marked, marked_names
from toolkit.text.segments import segmented

READ = 1000  # articles read at most, drawn at random: the model takes a second for 10,000 words
LEAST = 2  # articles of a group that name somebody, for a list: most false names occur in one
_LINE = re.compile(r"[^\n]+")

_KNOWN: WeakKeyDictionary[Corpus, pd.DataFrame] = WeakKeyDictionary()


def entity_mentions(corpus: Corpus) -> pd.DataFrame:
    """Return every mention of a person or organisation in the bodies; computed once for each corpus.

    Returns
    -------
    DataFrame
        `segment`, `start` and `end` (characters of the article's text), `document`, `kind`, `name`, `key` (by
        which names of several articles are joined), and `alone`: whether it is a surname that no full name of
        the article explains, so that it is joined to none.
    """
    if corpus not in _KNOWN:
        _KNOWN[corpus] = _mentions(corpus)
    return _KNOWN[corpus]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, each with where it begins."""
    return ((found.start(), found.group()) for found in _LINE.finditer(text) if not found.group().isspace())


def _mentions(corpus: Corpus) -> pd.DataFrame:
    texts = corpus.articles["text"].astype("str").fillna("").tolist()
    read = _read(corpus)
    parts = [
        (number, first + start, piece)
        for number in read
        for first, line in _lines(texts[number])
        for start, piece in pieces(line)
    ]
    marks: dict[int, list[Marked]] = {number: [] for number in read}
    for (number, offset, _), own in zip(parts, marked_names([text for *_, text in parts]), strict=True):
        marks[number] += [Marked(mark.start + offset, mark.end + offset, mark.kind) for mark in own]
    rows = [
        (number, entity.start, entity.end, entity.kind, entity.name, entity.alone)
        for number in read
        for entity in repaired(texts[number], marks[number])
    ]
    columns = ["document", "start", "end", "kind", "name", "alone"]
    kinds = dict.fromkeys(columns[:3], "int64") | {"kind": "str", "name": "str", "alone": "bool"}
    table = pd.DataFrame(rows, columns=columns).astype(kinds)
    table = table.assign(key=[person_key(name) for name in table["name"]])
    return table.assign(segment=_segments(corpus, table)).query("segment >= 0").reset_index(drop=True)


def _read(corpus: Corpus) -> list[int]:
    """Return which articles are read: all, or as many as are drawn."""
    if len(corpus) <= READ:
        return list(range(len(corpus)))
    rng = np.random.default_rng(corpus.settings.seed)
    return [int(number) for number in np.sort(rng.choice(len(corpus), READ, replace=False))]


def _segments(corpus: Corpus, table: pd.DataFrame) -> np.ndarray:
    """Return the segment of the body that each mention begins in, -1 for one that is not counted."""
    cut = segmented(corpus)
    counted = in_scope(corpus) & (cut.table["part"] != "headline").to_numpy(dtype=bool)
    rows = np.flatnonzero(counted)
    size = np.int64(cut.table["end"].max() + 1) if len(cut.table) else np.int64(1)
    begins = cut.document[rows].astype(np.int64) * size + cut.table["start"].to_numpy(dtype=np.int64)[rows]
    ends = cut.document[rows].astype(np.int64) * size + cut.table["end"].to_numpy(dtype=np.int64)[rows]
    order = np.argsort(begins, kind="stable")
    wanted = table["document"].to_numpy() * size + table["start"].to_numpy()
    at = np.searchsorted(begins[order], wanted, side="right") - 1
    place = order[np.maximum(at, 0)] if len(order) else np.zeros(len(table), dtype=np.int64)
    inside = (at >= 0) & (wanted < ends[place]) if len(order) else np.zeros(len(table), dtype=bool)
    return np.where(inside, rows[place] if len(rows) else -1, -1)


@copies_settled
def named_entities(corpus: Corpus, by: str = "outlet", *, n: int = 10) -> pd.DataFrame:
    """Return the people and organisations that the articles of each group name most, as recognised.

    A list to read, not a measurement: a small model marks the names, and what the article itself shows
    repairs them (a surname takes its full name's kind, a title or given name tells a person, the votes of all
    mentions count). How often groups name somebody is not compared, for the errors differ from group to
    group; check fifty rows by hand first.

    Parameters
    ----------
    corpus : Corpus
        The articles, in English; of more than 1,000 so many are drawn at random.
    by : str
        Column whose values are told apart; as in `countries`.
    n : int
        People, and organisations, listed for each group at most.

    Returns
    -------
    DataFrame
        One row a kind, group and name, those in most articles first: `uses` in `articles` of the `n` read of
        the group, and `f`, the measured F of that kind of name (0 to 1; higher is better). A name in one
        article of the group only is not listed, nor an outlet's own. A surname that no full name of its
        article explains is joined to none, and not listed.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed.
    """
    names, group = groups_of(corpus, by)
    found = entity_mentions(corpus)
    found = found[~found["alone"] & (group[found["document"]] >= 0) & ~_is_own(corpus, found)]
    found = found.assign(group=np.array(names, dtype=object)[group[found["document"]]] if names else "")
    keys = ["kind", "group", "key"]
    each = found.groupby(keys, sort=True).agg(
        uses=("start", "size"),
        articles=("document", "nunique"),
        name=("name", lambda own: own.mode().iloc[0]),
    )
    each = each.reset_index().sort_values(
        ["articles", "uses", "key"], ascending=[False, False, True], kind="stable"
    )
    each = each[each["articles"] >= LEAST].groupby(["kind", "group"], sort=False).head(n)
    read = np.bincount(group[_read(corpus)][group[_read(corpus)] >= 0], minlength=len(names))
    known = number_table("entity_accuracy.csv")
    table = each.assign(
        n=[int(read[names.index(own)]) for own in each["group"]], f=[known[kind] for kind in each["kind"]]
    )
    table = table.sort_values(["kind", "group"], ascending=[False, True], kind="stable")
    return make(
        "named_entities", table, by=by, scope=scope_of(by=by, voice="all").noted(), notes=_notes(corpus)
    )


def _is_own(corpus: Corpus, found: pd.DataFrame) -> np.ndarray:
    """Tell which mentions are the name of the outlet that publishes the article, or begin it: "NPR"."""
    outlets = [_words(name) for name in corpus.articles["outlet"].astype("str").fillna("")]
    pairs = zip(found["document"], found["name"], strict=True)
    return np.array([outlets[document].startswith(_words(name)) for document, name in pairs], dtype=bool)


def _words(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower())) + " "


def _notes(corpus: Corpus) -> list[str]:
    """Return what a reader of the list must know."""
    found = entity_mentions(corpus)
    alone = int(found["alone"].sum())
    told = [
        f"{alone:,} of {len(found):,} mentions are surnames alone, with no one full name in their article. "
        "Names in one article only are not listed."
    ]
    if len(corpus) > READ:
        told.append(f"Names were looked for in {READ:,} of {len(corpus):,} articles, drawn at random.")
    return told


@opens("named_entities")
@copies_settled
def open_named_entities(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences with a person or organisation that a row of `named_entities` counted."""
    names, group = groups_of(corpus, Scope.of(row).by)
    found = entity_mentions(corpus)
    own = (found["kind"] == row["kind"]) & (found["key"] == row["key"]) & ~found["alone"]
    member = group[found["document"]] == names.index(str(row[group_column(row)]))
    return lines(corpus, found[own & member])

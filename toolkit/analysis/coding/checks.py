"""What a result table counted, sampled for people to check: `check_sheet` serves every countable table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import pandas as pd

from toolkit.analysis.coding.sheets import Sheet, described, marked, sheet_of
from toolkit.analysis.evidence import evidence
from toolkit.corpus.copies import check_corpus
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.lexicons.codebook import Codebook, parse_codebook
from toolkit.results import contract, group_column, origin

Estimate = Literal["share", "rate", "n"]
NONE = "none"  # what a coder writes where it is nothing of the kind
OTHER = "other"
RIGHT, INSTEAD, IS = "check.right", "check.instead", "check.is"


@dataclass(frozen=True)
class Check:
    """How the rows of a kind of table are checked.

    Attributes
    ----------
    value : str
        Column whose value the machine gave each thing it counted.
    within : tuple of str
        Columns that, with the group, make up the whole a share is of.
    estimate : {"share", "rate", "n"}
        What is corrected: a share of the whole; a rate, or a number, by the part that is right.
    question : str
        What a coder is asked.
    """

    value: str
    within: tuple[str, ...]
    estimate: Estimate
    question: str


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "labels": Check(
            "label",
            ("actor", "voice"),
            "share",
            "Do the words in brackets name such a person, party, place or event?",
        ),
        "passives": Check("role", ("actor",), "share", "Does the verb in brackets have this form?"),
        "agency": Check(
            "role", ("actor",), "share", "Does the party in brackets have this role in its clause?"
        ),
        "hedging": Check("kind", (), "rate", "Do the words in brackets do this to the statement here?"),
        "speakers": Check("value", (), "share", "Are the words in brackets said by this speaker?"),
        "source_types": Check("value", (), "share", "Are the words in brackets said by this kind of source?"),
        "sources": Check("value", (), "share", "Does this hold for the quotation in brackets?"),
        "verbs": Check(
            "value", (), "share", "Does the verb that reports the words in brackets have this class?"
        ),
        "topics": Check("label", (), "share", "Is this the main subject of the article?"),
        "readability_flags": Check("flag", (), "n", "Is it true of this text?"),
    }
)
FREE = frozenset({"speakers", "sources"})  # whose values are too many to list


def check_sheet(
    corpus: Corpus,
    table: pd.DataFrame,
    n: int = 50,
    *,
    overlap: int | None = None,
    blind: bool = False,
    hide_outlet: bool = False,
    seed: int | None = None,
) -> Sheet:
    """Draw things a result table counted, as many of each group, for people to say whether it was right.

    Parameters
    ----------
    corpus : Corpus
        The corpus the table was made from.
    table : DataFrame
        A table of names, passives, roles, hedges, quotations by speaker or kind of source, reporting verbs,
        topics, or readability flags, whole or some of its rows.
    n : int
        Things to draw; all where there are fewer.
    overlap : int, optional
        Items that every coder checks; all by default.
    blind : bool
        Ask what it is without showing what the toolkit made of it: slower, and free of the pull of an answer
        that is there already. By default coders see it, say whether it is right, and if not, what it is.
    hide_outlet : bool
        Leave the outlet out of the coders' files, and its name out of titles and texts.
    seed : int, optional
        Of the draw; the study's by default.

    Returns
    -------
    Sheet
        With a codebook made for the table; `corrected` puts the corrected numbers beside the raw ones.

    Raises
    ------
    TableError
        If a table of this kind cannot be checked, or the rows counted nothing.

    Notes
    -----
    What was counted is drawn, so the checks show what was counted wrongly, not what was missed.

    Examples
    --------
    >>> from toolkit.analysis.framing.naming import labels
    >>> from toolkit.tables import conform
    >>> texts = [f"{'Rebels' if i % 2 else 'Terrorists'} fled on day {i}." for i in range(20)]
    >>> frame = pd.DataFrame({"outlet": ["Post", "Herald"] * 10, "text": texts,
    ...     "article_id": [f"a{i}" for i in range(20)]})
    >>> corpus = Corpus(conform(frame, "articles"))
    >>> sheet = check_sheet(corpus, labels(corpus), 8)
    >>> sheet
    Sheet: 8 of 20 labels, 2 questions
    >>> sheet.items["machine"].value_counts().to_dict()
    {'rebel': 4, 'terrorist': 4}
    """
    check_corpus(corpus, check_sheet)
    kind, check = check_of(table)
    units = counted_units(corpus, table)
    if not len(units):
        raise TableError("the rows of this table counted nothing, so there is nothing to check")
    values = [str(value) for value in dict.fromkeys(table[check.value]) if pd.notna(value)]
    book = _codebook(kind, check, values, blind=blind)
    drawn_with = corpus.settings.seed if seed is None else seed
    about = {"blind": blind, "hide_outlet": hide_outlet, "seed": drawn_with}
    by = _group_of(table)
    units["stratum"] = units["group"]
    return sheet_of(units, book, n, overlap=overlap, of=kind, by=by, about=about)


def check_of(table: pd.DataFrame) -> tuple[str, Check]:
    """Return the kind of a table and how it is checked.

    Raises
    ------
    TableError
        If it cannot be checked.
    """
    known = origin(table) if isinstance(table, pd.DataFrame) else None
    if known is None:
        raise TableError("take a result table as it was returned: this one does not say what it is")
    if known.kind not in CHECKS:
        raise TableError(
            f"rows of '{known.kind}' cannot be checked one by one; {nearest(known.kind, CHECKS)}"
        )
    return known.kind, CHECKS[known.kind]


def counted_units(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Return everything the rows of a table counted, one row a thing, with what the machine made of it.

    Raises
    ------
    TableError
        If the corpus holds another number of them than a row says.
    """
    kind, check = check_of(table)
    counts, by = contract(kind).counts, _group_of(table)
    parts, keys = [], row_keys(table, check).tolist()
    for number, (_, row) in enumerate(table.iterrows()):
        if not row[counts] > 0:
            continue
        row.attrs = dict(table.attrs)
        found = evidence(corpus, row)
        if len(found) != int(row[counts]):
            raise TableError(
                f"row {number} counts {row[counts]}, the corpus has {len(found)}: it is another corpus"
            )
        parts.append(_units(corpus, found, by).assign(machine=str(row[check.value]), row=keys[number]))
        if by in table:
            parts[-1]["group"] = str(row[by])
    if not parts:
        return pd.DataFrame()
    units = pd.concat(parts, ignore_index=True)
    return units.assign(unit_id=units["unit_id"] + ":" + units["machine"])


def _group_of(table: pd.DataFrame) -> str:
    """Return the column of the groups; some tables have outlets whatever they compare."""
    return group_column(table) if group_column(table) in table else "outlet"


def row_keys(table: pd.DataFrame, check: Check, *, whole: bool = False) -> pd.Series:
    """Return what names each row whatever its place: group, what makes up its whole, and value.

    With ``whole=True`` what names the whole it is part of.
    """
    by = _group_of(table)
    alone = check.estimate != "share"
    names = [*([by] if by in table else []), *check.within, *([] if whole and not alone else [check.value])]
    rows = zip(*(table[name].astype("str") for name in names), strict=True) if names else [()] * len(table)
    return pd.Series([json.dumps(row, ensure_ascii=False) for row in rows], index=table.index, dtype="str")


def wholes_of(rows: pd.Series, check: Check) -> pd.Series:
    """Return the wholes of rows that `row_keys` named.

    Examples
    --------
    >>> wholes_of(pd.Series(['["Post", "men", "narrator", "rebel"]']), CHECKS["labels"]).tolist()
    ['["Post", "men", "narrator"]']
    """
    if check.estimate != "share":
        return rows
    return rows.map(lambda row: json.dumps(json.loads(row)[:-1], ensure_ascii=False))


def _units(corpus: Corpus, found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return opened evidence as units."""
    once = corpus.articles.drop_duplicates("article_id")  # a user's own table may repeat one
    articles = once.set_index("article_id", drop=False)
    whole = "match_start" not in found
    # With a row for each of many sentences, an article's text would be there as often.
    about = articles if whole else articles.drop(columns="text")
    own = about.loc[found["article_id"]].reset_index(drop=True)
    if whole:
        texts, places = own["text"].fillna("").astype("str").tolist(), ["0"] * len(found)
    else:
        spans = zip(found["text"], found["match_start"], found["match_end"], strict=True)
        texts = [marked(str(text), int(start), int(end), around=10_000) for text, start, end in spans]
        places = [f"{start}.{at}" for start, at in zip(found["start"], found["match_start"], strict=True)]
    group = own[by].astype("str") if by in own else own["outlet"]
    return pd.DataFrame(
        {
            "unit_id": own["article_id"] + ":" + pd.Series(places, dtype="str"),
            "article_id": own["article_id"],
            "group": group,
            "story_id": own.get("story_id"),
            **described(own),
            "text": texts,
        }
    )


def _codebook(kind: str, check: Check, values: Sequence[str], *, blind: bool) -> Codebook:
    """Return what coders are asked about the rows of a table."""
    listed = [] if kind in FREE else [*[v for v in values if v not in (NONE, OTHER)], OTHER, NONE]
    title = contract(kind).title.replace('"', "'")
    allowed = f"answers = {json.dumps(listed, ensure_ascii=False)}\n"
    lines = [
        f"title = {json.dumps('Check: ' + title)}",
        'source = "made by check_sheet for one table"',
        f"note = {json.dumps(_NOTE if not blind else _BLIND)}",
        "",
        "[[frames]]",
        'name = "check"',
        'label = "Check"',
        f"what = {json.dumps(title)}",
        "",
    ]
    question = "[[frames.questions]]\n"
    if blind:
        asked = [f'{question}name = "is"\ntext = "What is it?"\n{allowed}']
    else:
        asked = [f'{question}name = "right"\ntext = {json.dumps(check.question)}\n']
        if check.estimate == "share":
            asked.append(f'{question}name = "instead"\ntext = "If not: what is it?"\n{allowed}')
    return parse_codebook("\n".join(lines) + "\n" + "\n".join(asked), "the codebook of the check")


_NOTE = (
    "counted_as is what the toolkit made of the part in double brackets. Answer right: yes or no. If no, say "
    f"instead what it is: '{OTHER}' for something of the kind that is not in the list, '{NONE}' if it is "
    "nothing of the kind."
)
_BLIND = (
    f"Say what the part in double brackets is: '{OTHER}' for something of the kind that is not in the list, "
    f"'{NONE}' if it is nothing of the kind."
)

"""Columns, types and meaning of every table: the one contract between the rooms.

A table is a pandas DataFrame; its contract is a tuple of `Column`. `conform` brings a frame into
that shape (column order, dtype, missing columns as null) and keeps any extra column of the input
after the contract's own. The same contracts make ``docs/data_dictionary.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, cast

import pandas as pd

from toolkit.errors import TableError, nearest

KEY = "toolkit"  # of DataFrame.attrs, where a table says which kind it is

Kind = Literal["str", "int", "float", "bool", "date", "list"]

DTYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "str": "str",
        "int": "Int64",
        "float": "float64",
        "bool": "bool",
        "date": "datetime64[s]",
        "list": "object",
    }
)


@dataclass(frozen=True)
class Column:
    """One column of a contract: its name, kind of value, meaning, and whether it must be there."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False


ARTICLES = (
    Column("article_id", "str", "stable identifier: a hash of outlet, title and text"),
    Column("outlet", "str", "who publishes; the folder's name unless the settings name it"),
    Column("title", "str", "headline; null where the page prints none"),
    Column("authors", "list", "names from the byline, without 'By', roles and places"),
    Column("published", "date", "day of publication or update; null where the page does not say"),
    Column("date_kind", "str", "published | updated | relative (kept only as raw text) | null"),
    Column("date_raw", "str", "the date as the page prints it"),
    Column("dateline", "str", "place the report was filed from"),
    Column("credit", "str", "agency or site the text was taken from"),
    Column("credit_kind", "str", "explicit (the page says so) | inferred (from 'told Reuters' and the like)"),
    Column(
        "kind",
        "str",
        "article | video (blurb of a video) | teaser (opening of a text that goes on elsewhere)",
    ),
    Column("standfirst", "str", "summary lines between headline and text"),
    Column("text", "str", "running text: paragraphs and sub-heads, separated by a blank line", required=True),
    Column("language", "str", "ISO 639-1 code of the text's language"),
    Column("n_words", "int", "words in the text"),
    Column("truncated", "bool", "true where the page stops in mid-sentence at its very end"),
    Column("file", "str", "file it was read from, relative to the folder that was read"),
    Column("start", "int", "first character of the article in the decoded file, title included"),
    Column("end", "int", "one past its last character"),
    Column("body_start", "int", "first character of prose in the decoded file"),
    Column("body_end", "int", "one past the last character of prose"),
    Column("confidence", "float", "0 to 1: how sure the boundaries of the article are"),
)

BLOCKS = (
    Column("file", "str", "file the block belongs to"),
    Column("start", "int", "first character in the decoded file"),
    Column("end", "int", "one past the last character; blocks of a file join back to it exactly"),
    Column(
        "label",
        "str",
        "title | byline | date | dateline | standfirst | caption | body | credit | subhead | "
        "furniture | blank",
    ),
    Column("article_id", "str", "article the block belongs to; null for furniture between articles"),
    Column(
        "text_start", "int", "where the block begins in the article's `text`; null where it is not part of it"
    ),
    Column("text", "str", "what the block says; null for the markup of HTML pages"),
)

DROPPED = (
    Column("article_id", "str", "article that is not analysed"),
    Column("outlet", "str", "its outlet"),
    Column("title", "str", "its headline"),
    Column("file", "str", "file it was read from"),
    Column("start", "int", "first character in that file"),
    Column("end", "int", "one past the last character"),
    Column("stage", "str", "step that dropped it: duplicates | filter | ..."),
    Column("reason", "str", "why, in words"),
    Column("kept_id", "str", "article kept in its place, where there is one"),
)

QUARANTINE = (
    Column("file", "str", "file that could not be read, relative to the folder that was read"),
    Column("reason", "str", "why, in words"),
    Column("sha256", "str", "hash of its bytes"),
)

FILES = (
    Column("file", "str", "file that was read, relative to the folder; archives' members as archive/member"),
    Column("outlet", "str", "its folder, which is its outlet unless a table names one"),
    Column("format", "str", "its ending (.txt, .html, .csv, ...), for a database's export with the database"),
    Column("encoding", "str", "how its bytes were decoded"),
    Column("sha256", "str", "hash of its bytes"),
    Column("n_bytes", "int", "its size"),
    Column("n_articles", "int", "articles found in it, repeats and blurbs included"),
    Column("n_stated", "int", "documents the file says it holds; null where it does not say"),
    Column("n_dated", "int", "of its articles, those with a date"),
    Column("n_signed", "int", "of its articles, those with an author"),
    Column("n_aside", "int", "rows and documents of it that could not be read or have no text"),
    Column("languages", "str", "languages of its articles, with their numbers: en 40, de 2"),
    Column(
        "outlets_from",
        "str",
        "where the outlets' names are from: folder | address | a column or field of the file",
    ),
    Column("notes", "str", "what is odd about it, for example garbled characters; null where nothing is"),
)

SEGMENTS = (
    Column("article_id", "str", "article the sentence belongs to"),
    Column("paragraph", "int", "number of the paragraph in the text, from 0; -1 for the headline"),
    Column("sentence", "int", "number of the sentence in the article, from 0; -1 for the headline"),
    Column("start", "int", "first character in the article's `text` (in `title` for the headline)"),
    Column("end", "int", "one past the last character"),
    Column("text", "str", "the characters from start to end"),
    Column("voice", "str", "headline | narrator | direct_quote | scare_quote"),
    Column("part", "str", "headline | dateline | subhead | body"),
    Column("speaker", "str", "who is quoted, as written; null where nobody or not known"),
    Column(
        "boilerplate",
        "bool",
        "true for lines repeated in three or more articles of one outlet, and datelines",
    ),
)

QUOTES = (
    Column("quote_id", "str", "article_id and the quotation's number in it"),
    Column("article_id", "str", "article that has the quotation"),
    Column("outlet", "str", "its outlet"),
    Column("paragraph", "int", "number of the paragraph in the text, from 0"),
    Column("start", "int", "first character in the article's `text`, quotation mark included"),
    Column("end", "int", "one past the last character"),
    Column("content", "str", "the words quoted or reported, without the marks around them"),
    Column("n_words", "int", "words in the content"),
    Column("position", "float", "where the quotation begins: 0 first character of the text, 1 last"),
    Column("kind", "str", "direct (a whole utterance) | mixed (part of one) | indirect (reported, no marks)"),
    Column(
        "speaker", "str", "the speaker as written: a name, a role or a pronoun; null where none was found"
    ),
    Column("speaker_start", "int", "first character of the speaker in `text`"),
    Column("speaker_end", "int", "one past its last character"),
    Column("speaker_id", "str", "one name for all forms of a speaker; null where it is not known"),
    Column("resolved_by", "str", "name | role | pronoun | continuation | block | none"),
    Column("cue", "str", "the words that report the quotation, for example a verb"),
    Column("cue_start", "int", "first character of the cue in `text`"),
    Column("cue_end", "int", "one past its last character"),
    Column("lemma", "str", "dictionary form of the reporting verb"),
    Column(
        "verb_class",
        "str",
        "neutral | doubt | assertion | attack | concession | reveal | denial | emotion; null without a verb",
    ),
    Column("source_type", "str", "kind of source by the lexicon of source types; null where it says nothing"),
    Column("anonymous", "bool", "true where the text keeps the speaker unnamed on purpose"),
    Column("rule", "str", "the rule that found the speaker; `language` where the article is not in English"),
    Column("confidence", "float", "share of speakers this rule gets right on labelled news"),
)

CONTRACTS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "articles": ARTICLES,
        "blocks": BLOCKS,
        "dropped": DROPPED,
        "quarantine": QUARANTINE,
        "files": FILES,
        "segments": SEGMENTS,
        "quotes": QUOTES,
    }
)


def contract(name: str) -> tuple[Column, ...]:
    """Return the columns of a table by the table's name.

    Examples
    --------
    >>> [column.name for column in contract("quarantine")]
    ['file', 'reason', 'sha256']
    """
    try:
        return CONTRACTS[name]
    except KeyError:
        raise TableError(f"there is no table '{name}'; {nearest(name, CONTRACTS)}") from None


def empty(name: str) -> pd.DataFrame:
    """Return a table of a contract's columns and types without rows.

    Examples
    --------
    >>> empty("quarantine").shape
    (0, 3)
    """
    return conform(pd.DataFrame({column.name: [] for column in contract(name)}), name)


def conform(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Bring a frame into the shape of a contract.

    Missing optional columns are added as null, extra columns are kept after the contract's own, and
    the index is renewed. The input is left as it was.

    Parameters
    ----------
    frame : DataFrame
        Rows of the table; any column order.
    name : str
        A table's name, for example ``"articles"``.

    Returns
    -------
    DataFrame
        A new frame, its columns in the contract's order and types.

    Raises
    ------
    TableError
        If a required column is missing or a column's values do not fit its type.

    Examples
    --------
    >>> table = conform(pd.DataFrame({"text": ["Rain."], "desk": ["city"]}), "articles")
    >>> table.columns[0], table.columns[-1], bool(table["title"].isna().all())
    ('article_id', 'desk', True)
    """
    columns = contract(name)
    missing = [column.name for column in columns if column.required and column.name not in frame]
    if missing:
        found = ", ".join(map(str, frame.columns)) or "none"
        raise TableError(f"the {name} table has no column '{missing[0]}' (found: {found})")
    own = {column.name: _typed(frame, column, name) for column in columns}
    extra = {key: frame[key].reset_index(drop=True) for key in frame.columns if key not in own}
    table = pd.DataFrame({**own, **extra}, index=pd.RangeIndex(len(frame)))
    table.attrs = {KEY: {"kind": name}}
    return table


def _typed(frame: pd.DataFrame, column: Column, name: str) -> pd.Series:
    """Return one column of a frame in its contract's type."""
    if column.name not in frame:
        blank: list[object] = [_blank(column.kind) for _ in range(len(frame))]
        return pd.Series(blank, dtype=cast(Any, DTYPES[column.kind]))
    values = frame[column.name].reset_index(drop=True)
    try:
        if column.kind == "list":
            return pd.Series(_shared(map(_as_list, values)), dtype="object")
        if column.kind == "date":
            moments = pd.to_datetime(values).dt.tz_localize(None)  # the day it was where it was published
            return moments.dt.normalize().astype(cast(Any, DTYPES["date"]))
        if column.kind == "bool":
            return values.map(lambda value: bool(value) if pd.notna(value) else False).astype("bool")
        return values.astype(cast(Any, DTYPES[column.kind]))
    except (TypeError, ValueError) as error:
        raise TableError(
            f"column '{column.name}' of the {name} table is not of kind {column.kind}: {error}"
        ) from error


def _blank(kind: Kind) -> object:
    return {"list": [], "bool": False, "float": float("nan")}.get(kind)


def _as_list(value: object) -> list[str]:
    """Return a list of names from a list, an array, a joined string or a null."""
    if isinstance(value, str):
        return [part for part in (piece.strip() for piece in value.split(";")) if part]
    return [str(part) for part in value] if isinstance(value, Iterable) else []


def _shared(lists: Iterable[list[str]]) -> list[list[str]]:
    """Return lists of which equal ones are one object: most articles are by nobody, or by an agency.

    Examples
    --------
    >>> one, two, _ = _shared([["Jo Day"], ["Jo Day"], []])
    >>> one is two
    True
    """
    known: dict[tuple[str, ...], list[str]] = {}
    return [known.setdefault(tuple(names), names) for names in lists]


RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # as OWASP lists them
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what a workbook cannot hold


def neutral(value: object) -> object:
    """Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> neutral("@SUM(A1)"), neutral("plain"), neutral(-3)
    ("'@SUM(A1)", 'plain', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value

"""What a cell or a field says: nothing, names, a language, a number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pandas as pd

from toolkit.pages import exports
from toolkit.pages.fields.bylines import BYLINE_WORDS, split_names
from toolkit.pages.fields.words import AGENCIES

# How programs write that there is nothing; "none" and "null" in any case.
_NOTHING = frozenset(
    [
        "nan",
        "none",
        "null",
        "n/a",
        "na",
        "#n/a",
        "<na>",
        "nat",
        "-",
        "--",
        "[]",
        "{}",
        "()",
        "undefined",
        "n.a.",
    ]
)
_LONGEST_NOTHING = max(map(len, _NOTHING))
_LISTED = re.compile(r"\[.*\]|\(.*,.*\)", re.S)
_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
# Words before a name. Some of them begin surnames too ("Von der Leyen"): they go before two names only.
_LEAD = re.compile(
    r"^(?i:(?:(?:written|reported|story|words|text|report|article|posted|published|submitted|compiled|filed)\s+)?"
    r"by\b:?\s+|and\s+)"
    r"|^(?i:von|par|por|di|av|af|door)\b:?\s+(?=[^\W\d_a-z][\w.'’-]*\s+(?:[a-z]{2,3}\s+)?[^\W\d_a-z])"
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_SENTENCE = re.compile(
    r"\b(?:reported|reporting|contributed|writes?|wrote|is|was|are|were|has|have)\b|https?:"
)
_AGENCY = frozenset(name.lower() for name in AGENCIES)
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3})*(?!\d)")
_MOST_WORDS = 6  # of one name
_MOST_FIGURES = 12
_LONGEST = 1_000  # characters of a field with names or a number
_CODES = {
    name: code
    for code, names in tomllib.loads(
        Path(exports.__file__).with_name("languages.toml").read_text(encoding="utf-8")
    ).items()
    for name in (code, *names)
}


def is_nothing(text: str) -> bool:
    """Return whether a text only says that there is no value.

    Examples
    --------
    >>> is_nothing("N/A"), is_nothing(" nan "), is_nothing("None of the above")
    (True, True, False)
    """
    said = text.strip()
    return not said or (len(said) <= _LONGEST_NOTHING and said.lower() in _NOTHING)


def is_missing(value: object) -> bool:
    """Return whether a cell is empty: None, NaN, NaT or pandas' NA.

    Examples
    --------
    >>> is_missing(None), is_missing(float("nan")), is_missing(""), is_missing([])
    (True, True, False, False)
    """
    if value is None:
        return True
    if isinstance(value, str) or not pd.api.types.is_scalar(value):
        return False
    return bool(pd.isna(cast(Any, value)))


def names_in(value: object) -> list[str]:
    """Return the names of a byline or of a cell with authors.

    Parameters
    ----------
    value : object
        A text ("By A and B", "Karim, Nadia; Reis, Omar", "['A', 'B']"), a list of names or of objects
        with a name.

    Examples
    --------
    >>> names_in("Nadia Karim, Omar Reis, and Lena Voss"), names_in("Karim, Nadia; Reis, Omar")
    (['Nadia Karim', 'Omar Reis', 'Lena Voss'], ['Nadia Karim', 'Omar Reis'])
    >>> names_in("['Nadia Karim', 'Omar Reis']"), names_in("nan"), names_in([{"name": "Ann Lee"}])
    (['Nadia Karim', 'Omar Reis'], [], ['Ann Lee'])
    """
    if isinstance(value, dict):
        value = value.get("name") or value.get("original") or value.get("full_name") or ""
        return names_in(value)
    if isinstance(value, str):
        return list(_names_in(value[:_LONGEST]))
    if isinstance(value, Iterable):
        return _unique(name for item in value for name in names_in(item))
    return []


@lru_cache(maxsize=10_000)  # a table has few authors and many rows
def _names_in(value: str) -> tuple[str, ...]:
    text = " ".join(value.split())
    if _LISTED.fullmatch(text):
        items = [single or double for single, double in _ITEM.findall(text)]
        return tuple(_unique(name for item in items for name in names_in(item)))
    return () if is_nothing(text) else tuple(_unique(_names(text)))


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name and not is_nothing(name)))


def _names(text: str) -> list[str]:
    """Return the names of one line."""
    text = _LEAD.sub("", _BRACKETS.sub("", text)).strip()
    parts = [part.strip() for part in re.split(r"\s*[;|]\s*", text) if part.strip()]
    parts = [part for part in parts if not _SENTENCE.search(part)] or parts
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
        return [_given_first(part) for part in parts]
    if len(parts) == 1 and _surname_first(parts[0]):
        return [_given_first(parts[0])]
    found = [_LEAD.sub("", name) for part in parts for name in split_names(_LEAD.sub("", part))]
    sure = [name for name in found if len(name.split()) <= _MOST_WORDS and not _SENTENCE.search(name)]
    return sure or found[:1]


def _surname_first(text: str) -> bool:
    """Return whether a line is one name, the surname before a comma."""
    surname, comma, given = (part.strip() for part in text.partition(","))
    words = given.split()
    return bool(
        comma
        and sum(word.lower() not in BYLINE_WORDS for word in surname.split()) == 1
        and "," not in given
        and 1 <= len(words) <= 2
        and not any(word.lower() in ("and", "und", "et") for word in words)
        and (len(words) == 1 or words[-1].endswith("."))
        and not {surname.lower(), given.lower()} & _AGENCY
        and all(word[:1].isupper() for word in (surname.split()[-1], *words))
    )


def _given_first(text: str) -> str:
    surname, _, given = (part.strip() for part in text.partition(","))
    return f"{given} {surname}".strip()


def language_code(value: object) -> str | None:
    """Return the ISO 639-1 code of a language that a field names, or None.

    Examples
    --------
    >>> language_code("GERMAN; DEUTSCH"), language_code("eng"), language_code("en-US"), language_code("?")
    ('de', 'en', 'en', None)
    """
    return _code(value[:_LONGEST]) if isinstance(value, str) else None


@lru_cache(maxsize=1_000)
def _code(value: str) -> str | None:
    text = value.strip().lower()
    whole = _CODES.get(text) or _CODES.get(re.split(r"[-_]", text)[0])
    if whole:
        return whole
    words = re.split(r"[;,/|]|\s+", text)
    return next((_CODES[word] for word in words if word in _CODES and len(word) > 2), None)


def number_in(value: object) -> int | None:
    """Return the first whole number a field states, with whatever sign between thousands.

    Examples
    --------
    >>> number_in("1,285 words"), number_in("1.285 Wörter"), number_in("short")
    (1285, 1285, None)
    """
    found = _NUMBER.search(str(value)[:_LONGEST])
    figures = re.sub(r"\D", "", found[0]) if found else ""
    return int(figures) if figures and len(figures) <= _MOST_FIGURES else None

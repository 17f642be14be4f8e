"""What kind of source a speaker is, by a lexicon the user can edit; whether the speaker is kept unnamed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from toolkit.analysis.quotes_names import bare_name
from toolkit.analysis.quotes_verbs import read_rows
from toolkit.analysis.quotes_words import Span
from toolkit.errors import InputError, nearest

TYPES = (
    *("official", "military", "militant", "opposition", "civil_society", "expert", "witness"),
    *("business", "media", "document", "anonymous"),
)
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LONGEST = 5  # words of a term
_UNNAMED = re.compile(
    r"condition of anonymity|anonymous|anonymity|not (?:to )?be (?:named|identified)|asked not to be|"
    r"remain(?:ed|ing)? unnamed|withheld|not authorised|not authorized",
    re.IGNORECASE,
)
_BARE = re.compile(r"\b(?:sources?|insiders?)\b", re.IGNORECASE)
_AFTER = re.compile(r",\s*([^,.;“”\"]{3,90})")
_LEAD = 6  # words before a name in which a title is looked for


@dataclass(frozen=True, eq=False)
class SourceTypes:
    """Terms of the lexicon: the type of each and its rank (a lower rank wins)."""

    terms: Mapping[tuple[str, ...], tuple[int, str]]


@lru_cache(maxsize=8)
def source_types(path: str | None = None) -> SourceTypes:
    """Read the lexicon of source types, the toolkit's own or a user's in the same form.

    Raises
    ------
    InputError
        If a column is missing, a type is unknown or a term stands twice; the message names the line.

    Examples
    --------
    >>> source_types().terms[("residents",)][1]
    'witness'
    """
    where = path or "source_types.csv"
    own = files("toolkit") / "lexicons" / "source_types.csv"
    text = Path(path).read_text("utf-8-sig") if path else own.read_text(encoding="utf-8")
    terms: dict[tuple[str, ...], tuple[int, str]] = {}
    for line, row in read_rows(text, where, ("term", "type")):
        if row["type"] not in TYPES:
            raise InputError(f"{where}, line {line}: type '{row['type']}'; {nearest(row['type'], TYPES)}")
        key = tuple(_WORD.findall(row["term"].lower()))
        if not key or key in terms:
            raise InputError(f"{where}, line {line}: the term '{row['term']}' is empty or stands twice")
        terms[key] = line, row["type"]
    return SourceTypes(terms)


def type_of(phrase: str, lexicon: SourceTypes) -> str | None:
    """Return the type of the last (head-most) term of a phrase; of terms ending together the longest.

    Examples
    --------
    >>> type_of("a spokesman for the Pakistan army", source_types())
    'official'
    >>> type_of("Lt. Gen. Asim Munir", source_types())
    'military'
    """
    head = re.split(r"\s(?:of|for|at|from|with|in|who|on)\s", phrase, maxsplit=1)[0]
    return _matched(head, lexicon) or (_matched(phrase, lexicon) if head != phrase else None)


def _matched(phrase: str, lexicon: SourceTypes) -> str | None:
    words = [word.lower() for word in _WORD.findall(phrase)]
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - _LONGEST), end):
            found = lexicon.terms.get(tuple(words[start:end]))
            if found:
                return found[1]
    return None


def description(text: str, span: Span) -> str:
    """Return how the text describes a speaker right beside the name: titles before, an apposition after.

    Examples
    --------
    >>> text = "The analyst Khawaja Asif, a former minister, said so."
    >>> description(text, (12, 24))
    'The analyst Khawaja Asif, a former minister'
    """
    after = _AFTER.match(text[span[1] : span[1] + 120])
    return (
        _titles(text, span[0]) + " " + text[span[0] : span[1]] + (f", {after.group(1)}" if after else "")
    ).strip()


def _titles(text: str, start: int) -> str:
    """Return the few words before a name in its sentence."""
    lead = re.split(r"[.,;:!?“”\"\n—]", text[max(0, start - 60) : start])[-1]
    return " ".join(lead.split()[-_LEAD:])


@lru_cache(maxsize=16_384)
def _kind(phrase: str, lexicon: SourceTypes) -> str | None:
    return type_of(phrase, lexicon)


def classify(text: str, span: Span, lexicon: SourceTypes) -> tuple[str | None, bool]:
    """Return a speaker's type and whether the text keeps the speaker unnamed.

    The phrase for the speaker itself comes first, then an apposition after it, then titles before it.
    """
    mention = text[slice(*span)]
    around = text[max(0, span[0] - 80) : span[1] + 200].split("\n")
    near = next((part for part in around if mention in part), mention)
    unnamed = not bare_name(mention) and bool(_UNNAMED.search(near) or _BARE.search(mention))
    after = _AFTER.match(text[span[1] : span[1] + 120])
    titles = _titles(text, span[0]) if bare_name(mention) else ""
    parts = [mention, after.group(1) if after else "", titles]
    kinds = [kind for part in parts if part and (kind := _kind(part, lexicon))]
    specific = [kind for kind in kinds if kind != "anonymous"]
    return (specific[0] if specific else "anonymous" if kinds or unnamed else None), unnamed

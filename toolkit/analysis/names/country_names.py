"""Where texts name a country or its people, by a list of names, and where the name is part of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from toolkit.analysis.quotes.words import words
from toolkit.lexicons import read_lexicon, word_classes

_APOSTROPHE = "['’]"
_LEAST_CAPITALS = 4  # letters of a name that is read in capitals too ("PAKISTAN")
_RUN_AFTER = re.compile(r"(?:[ -][A-Z][\w’'.-]*| (?:of|for|&)(?= [A-Z]))*")
_OWNER = re.compile(r"([A-Z][\w’'-]*) (?:of|for|in)(?: the)?(?: [A-Z][\w’'-]*){0,2} ?\Z")
_GIVEN = re.compile(r"([A-Z][a-z]+) \Z")
_SURNAME = re.compile(r" ([A-Z][a-z]+)")
_CAUCASUS = re.compile(r"\b(?:Tbilisi|Caucasus|Abkhaz|Ossetia|Saakashvili|Russia|Armenia|Azerbaijan|Soviet)")
_NEAR = 60  # characters before a mention that are looked at
_RUN = 120  # characters behind it in which a name of something else goes on
_US_STATE = "GE"  # Georgia is one too: counted as the country only beside its neighbours


class Named(NamedTuple):
    """One mention: its span, the country's code, and whether it is inside the name of something else."""

    start: int
    end: int
    code: str
    inside: bool


@dataclass(frozen=True)
class CountryNames:
    """The compiled list.

    Attributes
    ----------
    search : Pattern
        Any term or phrase of the lists.
    codes : dict
        Code of each term, in the spelling of the list and in capitals.
    """

    search: re.Pattern[str]
    codes: dict[str, str]


@lru_cache(maxsize=1)
def country_names() -> CountryNames:
    """Return the compiled list of the toolkit; read once."""
    codes: dict[str, str] = {}
    for entry in read_lexicon("countries", columns=["code"]):
        terms = [term.strip() for term in entry.pattern.split("|")]
        for term in terms:
            codes[term] = entry.more["code"]
            if len(term) >= _LEAST_CAPITALS:
                codes[term.upper()] = entry.more["code"]
    never = [phrase for phrase, kind in word_classes("country_words").items() if kind == "never"]
    phrases = [re.sub(r"\b[a-z]", lambda m: m.group().upper(), phrase) for phrase in never]
    return CountryNames(_compiled([*codes, *phrases]), codes)


def _compiled(terms: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for many terms, by their first two letters, the longest first."""
    parts = []
    for _, group in groupby(sorted(terms), key=lambda term: term[:2]):
        longest = sorted(group, key=lambda term: (-len(term), term))
        parts.append("|".join(re.escape(term).replace("'", _APOSTROPHE) for term in longest))
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'(?:{part})' for part in parts)})s?(?!\w)")


def named_countries(text: str, whole: str = "") -> Iterator[Named]:
    """Yield the countries that a text names.

    Parameters
    ----------
    text : str
        A sentence.
    whole : str
        The article, which tells the state of Georgia from the country; the sentence by default.

    Examples
    --------
    >>> [found[2:] for found in named_countries("The Pakistan Army fired at Indian troops near New Mexico.")]
    [('PK', True), ('IN', False)]
    """
    known = country_names()
    for match in known.search.finditer(text):
        term = match.group().replace("’", "'")
        code = known.codes.get(term) or known.codes.get(term.removesuffix("s"))
        if code is None or _is_person(text, match.start(), match.end(), term):
            continue
        if code == _US_STATE and not _CAUCASUS.search(whole or text):
            continue
        yield Named(match.start(), match.end(), code, _is_inside(text, match.start(), match.end()))


def _is_person(text: str, start: int, end: int, term: str) -> bool:
    """Tell whether a name that people bear too is borne by one here: "Michael Jordan", "Chad Smith"."""
    kind = _kind(term)
    if kind not in ("given", "surname"):
        return False
    before = _GIVEN.search(text, max(0, start - _NEAR), start)
    if before and before[1].lower() in word_classes("given_names"):
        return True
    after = _SURNAME.match(text, end)
    titled = after is not None and after[1].lower() in words("honorific")
    return kind == "given" and after is not None and not titled and not _is_inside(text, start, end)


def _kind(word: str) -> str | None:
    return word_classes("country_words").get(word.lower())


def _is_inside(text: str, start: int, end: int) -> bool:
    """Tell whether a mention is part of the name of something else: "Pakistan Army", "Bank of China"."""
    run = _RUN_AFTER.match(text, end, end + _RUN).group().replace("-", " ").split()  # type: ignore[union-attr]
    for size in (2, 1):
        if any(_kind(" ".join(run[at : at + size])) == "body" for at in range(len(run) - size + 1)):
            return True
    owner = _OWNER.search(text, max(0, start - _NEAR), start)
    return bool(owner and _kind(owner[1]) == "body")

"""Bylines and dates around an article on an HTML page, alone on a line or several on one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.pages.fields.bylines import read_byline
from toolkit.pages.fields.datelines import is_place
from toolkit.pages.fields.dates import FoundDate, read_date
from toolkit.pages.html import cues
from toolkit.pages.html.lines import Line
from toolkit.pages.html.names import clean_names, is_person

_BYLINE = cues.words("byline")
_BY = re.compile(r"\s(?=(?:by|von|par|por)\s+\S)", re.I)
_SEGMENT = re.compile(r"\s*[|•·]\s*|\s+/\s+|\s+[–—-]\s+|\s+(?:at|um)\s+(?=\d{1,2}[:.]\d\d)")
_ON = re.compile(r"^(?:posted|published|submitted|written|updated|story)$|\s(?:on|at|am|le)$", re.I)
_PARTICLES = "de|del|della|da|di|dos|du|la|le|van|von|der|den|ter|bin|ibn|bint|al|el|ul|ur|e|y|zu"
_CAPITAL = r"[^\W\d_a-z][\w.'’-]*"
_FULL = rf"{_CAPITAL}(?: (?:(?:{_PARTICLES})|{_CAPITAL}|(?:al|el|ul)-\w+)){{1,3}}"
_NAME = re.compile(rf"^{_FULL}$")
# "Jo Day is a writer in ...": a note on the author
_NOTE = re.compile(rf"^(?:About\s+)?({_FULL}) (?:is|was|has been|covers|writes|reports|ist|est|es)\b")
# "March 4, 202412:45 PM": elements beside each other without a blank between them
_GLUED = re.compile(r"(?<=\b(?:19|20)\d\d)(?=\d{1,2}[:.]\d\d)")
# "(Updated 6:01 am)", "Updated ago": a change whose day is not printed
_LATER = re.compile(r"\s*\(?(?:last )?updated (?:ago|\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?)\)?$", re.I)
_EDGES = " \t,;|•·–—-/()[]"
_LONGEST = 25  # words


@dataclass(frozen=True)
class Imprint:
    """What a line between headline and text says: the names of a byline, a date, or both."""

    names: tuple[str, ...] = ()
    date: FoundDate | None = None


def read_imprint(line: str, *, order: str = "day", captured: dt.datetime | None = None) -> Imprint | None:
    """Return the byline and date that make up a line, or None for any other line.

    Examples
    --------
    >>> found = read_imprint("Posted on March 5, 2024 by Jo Day")
    >>> found.names, found.date.day
    (('Jo Day',), datetime.date(2024, 3, 5))
    >>> read_imprint("World | Jo Day | 5 March 2024 | 4 min read").date.day
    datetime.date(2024, 3, 5)
    >>> read_imprint("By early May, 2,000 had left.") is None
    True
    """
    if len(line.split()) > _LONGEST:
        return None
    line = _LATER.sub("", _GLUED.sub(" ", line)).strip()
    names: tuple[str, ...] = ()
    date = read_date(line, order=order, captured=captured)
    others: list[str] = []
    for segment in _SEGMENT.split(line) if date is None else ():
        for piece in _BY.split(segment):
            cut, found = _last_date(piece.split(), order, captured)
            date = date or found
            head = _ON.sub("", " ".join(piece.split()[:cut]).strip(_EDGES)).strip(_EDGES)
            named = tuple(read_byline(head) or ())
            names = names or named
            others += [head] if head and not named else []
    if date and not names and len(others) == 1 and _NAME.match(others[0]) and is_person(others[0]):
        return Imprint((others.pop(),), date)
    plain = all(len(other.split()) <= 4 for other in others) and len(others) < len(_SEGMENT.split(line))
    return Imprint(names, date) if (names or date) and plain else None


def _last_date(words: list[str], order: str, captured: dt.datetime | None) -> tuple[int, FoundDate | None]:
    """Return the place of the longest date that ends a list of words, and the date."""
    for i in range(len(words)):
        found = read_date(" ".join(words[i:]).strip(_EDGES), order=order, captured=captured)
        if found:
            return i, found
    return len(words), None


@dataclass(frozen=True)
class Imprints:
    """The bylines and dates around one article, with the numbers of the lines they are on.

    ``beside`` is a name without a "By" next to a date, ``notes`` the names of notes on the author: the
    authors where nothing else names one.
    """

    bylines: list[list[str]]
    beside: list[str]
    dates: list[FoundDate]
    labels: dict[int, str]
    notes: list[str] = field(default_factory=list)


def read_imprints(
    near: Sequence[Line], outlets: Iterable[str], *, order: str, captured: dt.datetime | None
) -> Imprints:
    """Return what the lines around an article say of its authors and date.

    Parameters
    ----------
    near : sequence of Line
        Lines around the headline and right behind the text.
    outlets : iterable of str
        Folded names of who publishes the page.
    order : {'day', 'month'}
        What 03/04/2024 means.
    captured : datetime or None
        When the page was saved.
    """
    printed: list[list[str]] = []
    marked: list[list[str]] = []
    notes: list[str] = []
    dates: list[FoundDate] = []
    labels: dict[int, str] = {}
    for line in near:
        found = read_imprint(line.text, order=order, captured=captured)
        names = clean_names([found.names if found else ()], outlets)
        if names:
            printed.append(names)
        elif (note := _NOTE.match(line.text)) and is_person(note[1]):
            notes.append(note[1])
        elif line.words <= _LONGEST and (names := _marked(line, outlets)):
            marked.append(names)
        if found and found.date:
            dates.append(found.date)
        if names or found:
            labels[line.number] = "byline" if names or not (found and found.date) else "date"
    beside = [line for line in near if line.number not in labels and _beside_date(line, labels)][:1]
    labels.update((line.number, "byline") for line in beside)
    return Imprints(printed + marked, [line.text for line in beside], dates, labels, notes)


def _beside_date(line: Line, labels: dict[int, str]) -> bool:
    """Return whether a line is a name right above or below a date."""
    dated = "date" in (labels.get(line.number - 1), labels.get(line.number + 1))
    return dated and bool(_NAME.match(line.text)) and is_person(line.text) and not is_place(line.text)


def _marked(line: Line, outlets: Iterable[str]) -> list[str]:
    """Return the names on a line whose elements call them the authors."""
    linked = [_text(e) for e in line.element.iter("a") if e.get("rel") == "author"]
    named = [_text(e) for e in line.element.iter("a", "span") if _names_author(e)]
    whole = [line.text] if any(_names_author(element) for element in line.path[:4]) else []
    for given in (linked, named, whole):
        names = clean_names([given], outlets)
        persons = [name for name in names if is_person(name)]
        if persons and (given is not whole or persons == names):
            return persons
    return []


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()).strip(_EDGES)


def _names_author(element: Any) -> bool:
    return "author" in (element.get("itemprop") or "") or cues.has_word(element, _BYLINE)

"""Date lines to dates, with their kind and the raw string; never a guess.

Only real date shapes count: "on", "May" or "6:14 a.m." are not dates. A date without a year and "2 hours
ago" become a day only when the moment of saving is known from the settings.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.pages.fields.words import LINK_NUMBER

DateKind = Literal["published", "updated", "relative"]

_WORDS = tomllib.loads(Path(__file__).with_name("months.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH_NUMBER = {name: number for number, names in enumerate(_WORDS["months"], 1) for name in names}
_MONTH = rf"(?P<month>{_any(_MONTH_NUMBER)})\.?"
_WEEKDAY = rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|{_any(_WORDS['days'])})"
_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*\(?[a-z]{2,5}(?:[+-]\d+)?\)?)?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>(?:19|20|21)\d{2})"
_SHAPES = (
    rf"{_YEAR}[-/](?P<mon>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?:[t ]{_CLOCK}(?:z|[+-]\d\d:?\d\d)?)?",
    rf"{_DAY}[\s\-/]*(?:of\s+)?{_MONTH}[\s,\-/]*{_YEAR}",
    rf"{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+){_YEAR}",
    rf"(?P<a>\d{{1,2}})[/.\-](?P<b>\d{{1,2}})[/.\-]{_YEAR}",
    rf"{_YEAR}年(?P<mon>\d{{1,2}})月(?P<day>\d{{1,2}})日",
    rf"{_DAY}\s+{_MONTH}",
    rf"{_MONTH}\s+{_DAY}",
)
_LEAD = (
    rf"(?P<lead>(?:first\s+)?(?:{_any(_WORDS['published'])})(?:\s+in\s+[^\d:]{{3,50}},)?"
    rf"|(?:last\s+)?(?:{_any(_WORDS['updated'])})(?:\s+(?:on|at))?)?"
)
_UPDATED = re.compile(_any(_WORDS["updated"]), re.I)
_REST = re.compile(
    rf"^[\s,|•·@–—\-)\]]*(?:at\s+|um\s+|à\s+|ore\s+|alle\s+)?(?:{_CLOCK})?(?:\s*(?:uhr|hrs|ist|pkt|pst|gmt|utc|est))?"
    r"[\s,|•·.)\]]*(?:(?<=[\s|•·\]])\d{1,5}\s*(?:(?:comment|view|share|like|read)s?)?)?[\s,|•·.)\]]*$",
    re.I,
)
_HEAD = re.compile(
    rf"^[\s|•·\-–—(\[]*{_LEAD}\s*(?:on\b|at\b|am\b|le\b)?\s*[:\-–|]?\s*"
    rf"(?:{_WEEKDAY}\b\.?\s*,?\s*)?(?:{_CLOCK}[\s,|–-]*)?",
    re.I,
)
_RELATIVE = re.compile(
    rf"^{_LEAD}\s*:?\s*(?:about\s+)?(?P<n>\d{{1,3}}|an?|one)\s*"
    r"(?P<unit>sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month)s?\s+ago\.?$"
    rf"|^{_LEAD.replace('lead', 'lead2')}\s*:?\s*(?P<word>just now|today|yesterday)[.,]?"
    rf"(?:\s+(?:at\s+)?{_CLOCK})?$",
    re.I,
)
_TIME = re.compile(rf"{_LEAD.replace('lead', 'lead3')}\s*(?:at\s+)?{_CLOCK}(?:\s*(?:uhr|hrs))?", re.I)
# "22 min fa", "il y a 2 heures", "vor 3 Stunden", "hace 2 horas": read as dates, left unresolved
_ELSEWHERE = re.compile(
    r"(?:\d{1,3}|un[ae']?)\s*(?:min\w*|or[ae]|giorn[oi])\s+fa|il y a \d+ \w+|vor \d+ \w+"
    r"|hace \d+ \w+|منذ \d+ \w+",
    re.I,
)
_SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_PARTS = re.compile(
    r"\s+[|·•–—/-]\s+|\s{2,}|(?=\b(?:by|von|par|por)\s+\S)|\s+(?=(?:on|am)\s+\S)"
    rf"|\s+(?=(?:{_any(_WORDS['updated'])})\s)",
    re.I,
)
# A section before a date and counts behind it: "Local 2023/03/06 15:12 (Local time)  Views: 214"
_DATED = "|".join(re.sub(r"[(][?]P<[a-z]+>", "(?:", shape) for shape in _SHAPES[:4])
_AMID = re.compile(
    rf"^(?P<section>[^\d|]{{0,24}}?)\s*(?P<date>(?:{_DATED})(?:\s*,?\s*{_CLOCK})?)(?:\s*\([^()]{{2,20}}\))?"
    r"(?:[\s|,]*(?:views?|reads?|shares?|comments?)\s*:?\s*[\d.,k]+)*\s*$",
    re.I,
)
# A letter's place before its date: "Quetta, 28 January 2018"
_PLACE_BEFORE = re.compile(r"^[^\W\d_a-z][\w'’.-]{2,},\s+(?=\d|[^\W\d_]{3,9}\.? \d)")
_SEVERAL = re.compile(
    rf"\s*[|•·]\s*|(?<=(?:19|20)\d\d)(?=[A-Z])|,?\s+(?=(?:last\s+)?(?:{_any(_WORDS['updated'])})\b)", re.I
)
_PATTERNS = tuple(re.compile(shape, re.I) for shape in _SHAPES)
_HINT = re.compile(r"\d|ago\b|just now|today|yesterday", re.I)
LONGEST = 90  # a date line is short; longer lines are prose that mentions a date


@dataclass(frozen=True)
class FoundDate:
    """A date line: the day (null when unresolved), its kind, and the line as printed."""

    day: dt.date | None
    kind: DateKind
    raw: str


def read_date(line: str, *, order: str = "day", captured: dt.datetime | None = None) -> FoundDate | None:
    """Return the date a line consists of, or None when the line is not a date line.

    Parameters
    ----------
    line : str
        One line of a page.
    order : {'day', 'month'}
        What 03/04/2024 means: 3 April (``day``) or March 4 (``month``).
    captured : datetime, optional
        When the page was saved; without it, relative dates and dates without a year stay unresolved.

    Returns
    -------
    FoundDate or None
        ``day`` is None for a date that cannot be resolved honestly.

    Examples
    --------
    >>> read_date("Updated 14 November 2024")
    FoundDate(day=datetime.date(2024, 11, 14), kind='updated', raw='Updated 14 November 2024')
    >>> read_date("Updated 12 sec ago").day is None
    True
    >>> read_date("on") is None
    True
    >>> read_date("03/04/2024", order="month").day
    datetime.date(2024, 3, 4)
    """
    raw = LINK_NUMBER.sub("", line).strip()
    if len(raw) > LONGEST or not _HINT.search(raw):
        return None
    parts = [part for part in _SEVERAL.split(raw) if part.strip()]
    found = [_read(part.strip(), order, captured) for part in parts]
    if len(found) < 2:
        return _read(raw, order, captured)
    told = [date for date in found if date is not None]
    if len(told) < len(found):
        return _read(raw, order, captured)
    best = min(told, key=lambda date: (date.day is None, date.kind != "published"))
    return FoundDate(best.day, best.kind, raw)


def find_date(
    line: str, *, order: str = "day", captured: dt.datetime | None = None
) -> tuple[FoundDate, str] | None:
    """Return the date a short line holds beside other things, and the line without it.

    Only whole parts count: what stands between bars, or before or after "by" and "on".

    Examples
    --------
    >>> found, rest = find_date("Posted on March 3, 2031 by Odile Brandt")
    >>> str(found.day), rest
    ('2031-03-03', 'Posted by Odile Brandt')
    """
    if len(line) > 2 * LONGEST or not _HINT.search(line):
        return None
    bare = LINK_NUMBER.sub("", line)
    parts = [part for part in _PARTS.split(bare) if part and part.strip(" |·•-–—/")]
    for i, part in enumerate(parts if len(parts) > 1 else []):
        found = read_date(part, order=order, captured=captured)
        if found:
            return found, " ".join(other.strip() for other in parts[:i] + parts[i + 1 :]).strip(" |·•-–—/")
    amid = _AMID.match(bare)
    if amid and all(word[0].isupper() for word in amid["section"].split()):
        found = read_date(amid["date"], order=order, captured=captured)
        if found:
            return found, amid["section"].strip()
    signed = _PLACE_BEFORE.match(line)
    found = read_date(line[signed.end() :], order=order, captured=captured) if signed else None
    return (found, "") if found else None


def _read(raw: str, order: str, captured: dt.datetime | None) -> FoundDate | None:
    """Return the date of a line that may be one."""
    if _TIME.fullmatch(raw):
        return FoundDate(captured.date() if captured else None, "relative", raw)
    if _ELSEWHERE.fullmatch(raw):
        return FoundDate(None, "relative", raw)
    relative = _RELATIVE.match(raw)
    if relative:
        return FoundDate(_resolve(relative, captured), "relative", raw)
    head = _HEAD.match(raw)
    lead = (head["lead"] or "") if head else ""
    kind: DateKind = "updated" if _UPDATED.match(raw) or _UPDATED.search(lead) else "published"
    # The head's optional parts may have eaten the day's number: try from its end and from the lead's.
    for at in sorted({head.end() if head else 0, head.end("lead") if lead and head else 0}, reverse=True):
        rest = raw[at:].lstrip(" :-–|,")
        for pattern in _PATTERNS:
            found = pattern.match(rest)
            if found and _REST.match(rest[found.end() :]):
                return _found(found, kind, raw, order, captured)
    return None


def _found(
    match: re.Match[str], kind: DateKind, raw: str, order: str, captured: dt.datetime | None
) -> FoundDate | None:
    """Return the date of a matched shape; None when it is no day of the calendar."""
    part = match.groupdict()
    year = int(part["year"]) if part.get("year") else None
    if part.get("a"):
        first, second = int(part["a"]), int(part["b"])
        day, month = (first, second) if (order == "day" and second <= 12) or first > 12 else (second, first)
    else:
        day = int(part["day"])
        month = int(part["mon"]) if part.get("mon") else _MONTH_NUMBER[part["month"].lower()]
    try:
        if year is not None:
            return FoundDate(dt.date(year, month, day), kind, raw)
        dt.date(2000, month, day)
    except ValueError:
        return None
    return FoundDate(_latest(day, month, captured), kind if captured else "relative", raw)


def _latest(day: int, month: int, captured: dt.datetime | None) -> dt.date | None:
    """Return the last such day before the page was saved."""
    if captured is None:
        return None
    for year in range(captured.year, captured.year - 5, -1):
        try:
            candidate = dt.date(year, month, day)
        except ValueError:
            continue
        if candidate <= captured.date():
            return candidate
    return None


def _resolve(match: re.Match[str], captured: dt.datetime | None) -> dt.date | None:
    """Return the day of a relative date, counted back from the moment of saving."""
    if captured is None:
        return None
    if match["word"]:
        return (captured - dt.timedelta(days=match["word"].lower() == "yesterday")).date()
    count = int(match["n"]) if match["n"].isdigit() else 1
    unit = match["unit"].lower()
    seconds = 2629746 if unit == "month" else _SPANS[unit[0]]
    return (captured - dt.timedelta(seconds=count * seconds)).date()

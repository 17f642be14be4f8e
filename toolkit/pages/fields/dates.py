"""Date lines to dates, with their kind and the raw string; never a guess.

Only real date shapes count: "on", "May" or "6:14 a.m." are not dates. A date without a year and "2 hours
ago" become a day only when the moment of saving is known from the settings. The words of a date line are data
(``months.toml``).
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from toolkit.pages.fields.words import LINK_NUMBER

DateKind = Literal["published", "updated", "relative"]
LONGEST = 90  # a date line is short; longer lines are prose that mentions a date
_CENTURY = 69  # years of two figures from here on are of the 1900s, as POSIX reads them

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("months.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH_NUMBER = {name: number for number, names in enumerate(_WORDS["months"], 1) for name in names}
_END = r"(?![^\W\d_])"  # of a word
_START = r"(?<![^\W\d_])"
_MONTH = rf"{_START}(?P<month>{_any(_MONTH_NUMBER)}){_END}\.?"
_FULL_MONTH = rf"{_START}(?P<month>{_any(_MONTH_NUMBER.keys() - set(_WORDS['beside_year']))}){_END}\.?"
_ZONE = r"(?:[+-]\d\d:?\d\d\b|\(?(?:z|[a-z]{2,5})(?:[+-]\d{1,4}(?::\d\d)?)?\)?(?![^\W\d_]))"
_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?|\d{1,2}\s?h\b)"
    rf"(?:\s*{_ZONE}){{0,2}}"
)
_DAY = r"(?:(?<!\d)|(?<=(?:19|20)\d\d))(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|-го|\.)?"
# An update may be glued to the year: "5 March 20247 May 2024"
_YEAR = rf"(?P<year>(?:19|20|21)\d{{2}})(?:(?!\d)|(?=\d{{1,2}}\.?\s?(?:{_any(_MONTH_NUMBER)})))"
_SEP = r"[\s,/\-–.]*(?:(?:of|de|del|di)\s+)?"
_ISO_CLOCK = rf"(?:t|\s+)\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?:\s?z\b|\s?{_ZONE})?"
_SHAPES = (
    rf"(?<!\d){_YEAR}(?P<s>[-/.])(?P<mon>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})(?!\d)(?:{_ISO_CLOCK})?",
    rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<mon>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]?",
    rf"{_DAY}{_SEP}{_MONTH}{_SEP}{_YEAR}",
    rf"{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+(?:de\s+)?){_YEAR}",
    rf"{_MONTH}\s+{_DAY}\s+{_CLOCK}\s+{_YEAR}",
    rf"(?<!\d){_YEAR},?\s+{_MONTH}\s+{_DAY}",
    rf"(?<![\d/.])(?P<a>\d{{1,2}})(?P<s>[/.\-])\s?(?P<b>\d{{1,2}})(?P=s)\s?{_YEAR}",
    rf"{_DAY}(?P<s>[\s\-]){_MONTH}(?P=s)['’]?(?P<short>\d\d)(?=\s+\d\d:\d\d|\s*$|\s*[|,)])",
    r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<short>\d\d)(?![\d/])",
)
_YEARLESS = (
    rf"{_DAY}\s+(?:de\s+)?{_FULL_MONTH}",
    rf"{_FULL_MONTH}\s+{_DAY}(?![\d:])",
    r"(?<!\d)(?P<mon>\d{1,2})月(?P<day>\d{1,2})日",
)
_DATES = tuple(re.compile(shape, re.I) for shape in _SHAPES)
_ROUGH = re.compile(
    r"(?:19|20|21)\d\d|\d/\d|[^\W\d_]\.?[\s-]['’]?\d\d"
)  # every date with a year holds one of these
_WITHOUT_YEAR = tuple(re.compile(shape, re.I) for shape in _YEARLESS)
_COUNTS = r"\d[\d.,]*k?\s*(?:comments?|views?|shares?|likes?|reads?|min(?:ute)?s?(?:\s+read)?)\b"
_SAID = _any([*_WORDS["published"], *_WORDS["updated"], *_WORDS["days"], *_WORDS["between"]])
# One thing that may be beside a date and says nothing else.
_ONE = (
    r"(?:\([a-z ]{3,40}time\)|[\s,|•·@–—\-()\[\].:;/*_«»>“”]"
    rf"|(?:{_any(_WORDS['published'])})\s+in\s+[^\d:]{{3,50}},|{_START}(?:{_SAID}){_END}"
    rf"|{_COUNTS}|(?:views?|reads?|shares?|comments?)\s*:?\s*\d[\d.,]*k?|{_CLOCK}"
    r"|\bgmt[+-]\d{4}|[+-]\d\d:?\d\d\b)"
)
_REST = re.compile(rf"(?:{_ONE})*+", re.I)
_TAIL_COUNT = re.compile(r"(?<![\s|•·\]])[\s|•·\]]++\d{1,5}\s*$")
_PUBLISHED = re.compile(rf"{_START}(?:{_any(_WORDS['published'])}){_END}", re.I)
_UPDATED = re.compile(rf"{_START}(?:{_any(_WORDS['updated'])}){_END}", re.I)
_SPANS = {unit: int(seconds) for seconds, units in _WORDS["units"].items() for unit in units}
_COUNT = (
    rf"(?:about\s+)?(?P<n>\d{{1,3}}|an?|one|une?|ein(?:er|em)?|un[oa]?)\s*(?P<unit>{_any(_SPANS)})(?:e?[sn])?"
)
_MORE = rf"(?:\s*,?\s*\d{{1,2}}\s*(?:{_any(_SPANS)})(?:e?[sn])?)?"
_RELATIVE = re.compile(
    rf"(?:{_COUNT}{_MORE}\.?\s*(?:{_any(_WORDS['ago_behind'])})"
    rf"|(?:{_any(_WORDS['ago_before'])})\s+{_COUNT.replace('<n>', '<n2>').replace('<unit>', '<unit2>')}"
    rf"|(?P<today>{_any(_WORDS['spoken']['today'])})|(?P<yesterday>{_any(_WORDS['spoken']['yesterday'])})){_END}",
    re.I,
)
_TIME = re.compile(rf"(?:{_ONE})*?{_CLOCK}(?:\s*(?:uhr|hrs))?", re.I)
# Figures of Arabic, Persian, Devanagari, Bengali, Thai and full width, each for the Latin one
_ZEROS = "٠۰०০๐０"
_FIGURES = {ord(zero) + figure: str(figure) for zero in _ZEROS for figure in range(10)}
_HINT = re.compile(rf"\d|ago\b|{_any([word for words in _WORDS['spoken'].values() for word in words])}", re.I)
# "Jo DayPublished on 5 March": a byline and a date side by side
_GLUED = re.compile(
    rf"(?<=[^\W\d_A-Z])(?=(?:{_any(word.capitalize() for word in _WORDS['published'])})\b)"
    r"|(?<=(?:19|20)\d\d)(?=[A-ZÀ-Þ]|\d\d?[./-]\d\d?[./-](?:19|20)\d\d)"
)
_TOKEN = re.compile(r"\S+")
# A letter's place before its date: "Quetta, 28 January 2018"
_PLACE_BEFORE = re.compile(r"^[^\W\d_a-z][\w'’.-]{2,},\s+(?=\d|[^\W\d_]{3,9}\.? \d)")


@dataclass(frozen=True)
class FoundDate:
    """A date line: the day (null when unresolved), its kind, and the line as printed."""

    day: dt.date | None
    kind: DateKind
    raw: str


@dataclass(frozen=True)
class _Core:
    """A date in a line: its place, its day, and whether a year is printed."""

    start: int
    end: int
    day: dt.date | None
    dated: bool


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
        ``day`` is None for a date that cannot be resolved honestly. Of several dates, the first that is
        not an update.

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
    cores = _cores(raw, order, captured)
    if not cores:
        return _relative(raw, captured)
    edges = [0, *(edge for core in cores for edge in (core.start, core.end)), len(raw)]
    between = [raw[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    between[-1] = _TAIL_COUNT.sub("", between[-1])
    if not all(_REST.fullmatch(part) for part in between):
        return None
    return _best(cores, between, raw, captured)


def find_date(
    line: str, *, order: str = "day", captured: dt.datetime | None = None
) -> tuple[FoundDate, str] | None:
    """Return the date a short line holds beside other things, and the line without it.

    Examples
    --------
    >>> found, rest = find_date("Posted on March 3, 2031 by Odile Brandt")
    >>> str(found.day), rest
    ('2031-03-03', 'by Odile Brandt')
    """
    if len(line) > 2 * LONGEST or not _HINT.search(line):
        return None
    bare = _GLUED.sub(" | ", LINK_NUMBER.sub("", line))
    signed = _PLACE_BEFORE.match(bare)
    alone = read_date(bare[signed.end() :], order=order, captured=captured) if signed else None
    if alone:
        return alone, ""
    cores = _cores(bare, order, captured)
    if not cores:
        return None
    start, end = _reach_back(bare[: cores[0].start]), cores[-1].end
    between = [
        bare[start : cores[0].start],
        *(bare[a.end : b.start] for a, b in pairwise(cores)),
    ]
    if not all(_REST.fullmatch(part) for part in between):
        cores, between, end = cores[:1], between[:1], cores[0].end
    rest = _REST.match(bare, end)
    end = max(end, rest.end() if rest else end)
    found = _best(cores, [*between, bare[cores[-1].end : end]], bare[start:end].strip(" ,|·•-–—/"), captured)
    others = (bare[:start].strip(" ,|·•-–—/"), bare[end:].strip(" ,|·•-–—/"))
    return found, " | ".join(filter(None, others))


def _reach_back(before: str) -> int:
    """Return where what belongs to a date begins in the words before it."""
    for token in _TOKEN.finditer(before):
        if _REST.fullmatch(before, token.start()):
            return token.start()
    return len(before)


@lru_cache(maxsize=4096)  # a line is asked for its date by several readers
def _cores(raw: str, order: str, captured: dt.datetime | None) -> tuple[_Core, ...]:
    """Return the dates of a line, in order: those with a year or, where there is none, the one without."""
    raw = raw.translate(_FIGURES)
    found: list[_Core] = []
    for pattern in _DATES if _ROUGH.search(raw) else ():
        for match in pattern.finditer(raw):
            day = _day(match, order)
            if day and not any(match.start() < core.end and core.start < match.end() for core in found):
                found.append(_Core(match.start(), match.end(), day, dated=True))
    if found:
        return tuple(sorted(found, key=lambda core: core.start))
    for pattern in _WITHOUT_YEAR:
        for match in pattern.finditer(raw):
            month = _month(match)
            if _exists(2000, month, int(match["day"])):
                day = _latest(int(match["day"]), month, captured)
                return (_Core(match.start(), match.end(), day, dated=False),)
    return ()


def _best(
    cores: Sequence[_Core], between: Sequence[str], raw: str, captured: dt.datetime | None
) -> FoundDate:
    """Return the first date of a line that is not an update; its kind comes from the words before it."""
    kinds = [_kind(part) for part in between[: len(cores)]]
    if len(cores) == 1 and kinds[0] is None:
        kinds = [_kind(between[-1])]
    at = next((i for i, kind in enumerate(kinds) if kind != "updated"), 0)
    first, second = (core.day for core in (*cores, *cores)[:2])
    if kinds[0] is None and "updated" not in kinds and first and second and second < first:
        at = 1  # without a word for the later day: a change comes after publication
    kind: DateKind = kinds[at] or "published"
    if not cores[at].dated and captured is None:
        kind = "relative"
    return FoundDate(cores[at].day, kind, raw)


def _kind(words: str) -> DateKind | None:
    """Return what the words beside a date call it; the last word counts."""
    updated = max((match.end() for match in _UPDATED.finditer(words)), default=-1)
    published = max((match.end() for match in _PUBLISHED.finditer(words)), default=-1)
    return None if updated == published else "updated" if updated > published else "published"


def _relative(raw: str, captured: dt.datetime | None) -> FoundDate | None:
    """Return a date that is told from the moment of saving, or only as a time of day."""
    if _TIME.fullmatch(raw):
        return FoundDate(captured.date() if captured else None, "relative", raw)
    match = _RELATIVE.search(raw)
    if not match or not _REST.fullmatch(raw[: match.start()]) or not _REST.fullmatch(raw[match.end() :]):
        return None
    return FoundDate(_resolve(match, captured), "relative", raw)


def _month(match: re.Match[str]) -> int:
    part = match.groupdict()
    return int(part["mon"]) if part.get("mon") else _MONTH_NUMBER[part["month"].lower()]


def _day(match: re.Match[str], order: str) -> dt.date | None:
    """Return the day of a matched shape; None when it is no day of the calendar."""
    part = match.groupdict()
    short = int(part["short"]) if part.get("short") else 0
    year = int(part["year"]) if part.get("year") else short + (1900 if short >= _CENTURY else 2000)
    if part.get("a"):
        first, second = int(part["a"]), int(part["b"])
        day, month = (first, second) if (order == "day" and second <= 12) or first > 12 else (second, first)
    else:
        day, month = int(part["day"]), _month(match)
    return dt.date(year, month, day) if _exists(year, month, day) else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _latest(day: int, month: int, captured: dt.datetime | None) -> dt.date | None:
    """Return the last such day before the page was saved."""
    if captured is None:
        return None
    years = (year for year in range(captured.year, captured.year - 5, -1) if _exists(year, month, day))
    return next((found for year in years if (found := dt.date(year, month, day)) <= captured.date()), None)


def _resolve(match: re.Match[str], captured: dt.datetime | None) -> dt.date | None:
    """Return the day of a relative date, counted back from the moment of saving."""
    if captured is None:
        return None
    if match["today"] or match["yesterday"]:
        return (captured - dt.timedelta(days=bool(match["yesterday"]))).date()
    number, unit = match["n"] or match["n2"], match["unit"] or match["unit2"]
    count = int(number) if number.isdecimal() else 1
    return (captured - dt.timedelta(seconds=count * _SPANS[unit.lower()])).date()

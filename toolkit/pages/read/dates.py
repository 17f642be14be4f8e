"""Dates as machines and databases write them, in cells and header lines."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from toolkit.pages.fields import dates
from toolkit.pages.fields.dates import DateKind, FoundDate, read_date
from toolkit.pages.read.values import is_missing

_WORDS = tomllib.loads(Path(dates.__file__).with_name("months.toml").read_text(encoding="utf-8"))
# Months of the languages that databases print and pages rarely do.
_MORE = (
    ("januari", "styczeń", "stycznia", "gener", "января"),
    ("februari", "luty", "lutego", "febrer", "февраля"),
    ("maart", "marzec", "marca", "març", "марта"),
    ("kwiecień", "kwietnia", "апреля"),
    ("mei", "maj", "maja", "maig", "мая"),
    ("czerwiec", "czerwca", "juny", "июня"),
    ("lipiec", "lipca", "juliol", "июля"),
    ("augustus", "augusti", "sierpień", "sierpnia", "agost", "августа"),
    ("wrzesień", "września", "setembre", "сентября"),
    ("październik", "października", "октября"),
    ("listopad", "listopada", "ноября"),
    ("grudzień", "grudnia", "desembre", "декабря"),
)
_MONTHS = {
    name: number
    for number, names in enumerate(zip(_WORDS["months"], _MORE, strict=True), 1)
    for name in (*names[0], *names[1])
}
_NAME = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_SHAPES = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"\b(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T\d|\D|$)"),
    re.compile(
        rf"(?<![\w])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-/]*(?:de\s+|of\s+)?(?P<name>{_NAME})\b\.?"
        r"[\s,\-/]*(?:de\s+)?(?P<y>(?:19|20)\d\d)\b",
        re.I,
    ),
    re.compile(
        rf"(?<![\w])(?P<name>{_NAME})\b\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y>(?:19|20)\d\d)\b",
        re.I,
    ),
    re.compile(rf"(?<![\w])(?P<d>\d{{1,2}})[-\s](?P<name>{_NAME})\.?[-\s](?P<y>\d\d)(?!\d)", re.I),
    re.compile(r"(?P<y>(?:19|20)\d\d)\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]"),
)
_NUMERIC = re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.\-](?P<b>\d{1,2})[/.\-](?P<y>(?:19|20)\d\d)(?!\d)")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?")
_EPOCH = re.compile(r"(?P<s>\d{9,10})(?:\d{3})?(?:\.\d+)?")
LONGEST = 200  # characters of a cell or line with a date; longer ones are prose
_PIVOT = 69  # two-figure years from here on are of the 1900s, as in POSIX


def stated_date(
    value: object, *, order: str = "day", captured: dt.datetime | None = None
) -> FoundDate | None:
    """Return the date that a cell or a header line states.

    Read are dates and datetimes; ISO 8601 (also with milliseconds and zones, and 20240115), RFC 822,
    15-Jan-24, seconds and milliseconds since 1970, date lines of pages, and any line with one whole date
    in it ("Published 3:45 PM EST, Tue March 5, 2024"). The day is the one written, whatever its zone.

    Parameters
    ----------
    value : object
        A date, a number or a text.
    order : {'day', 'month'}
        What 03/04/2024 means: 3 April (``day``) or March 4 (``month``).
    captured : datetime, optional
        The moment that "2 hours ago" counts from.

    Returns
    -------
    FoundDate or None
        None for an empty cell; ``day`` is None where the text is no date.

    Examples
    --------
    >>> str(stated_date("Mon, 15 Jan 2024 10:00:00 +0000").day), str(stated_date("15-Jan-24").day)
    ('2024-01-15', '2024-01-15')
    >>> str(stated_date("January 11, 2010 Monday 9:20 AM GMT").day), stated_date("soon").day is None
    ('2010-01-11', True)
    """
    if is_missing(value) or isinstance(value, bool):
        return None
    if isinstance(value, dt.date):
        return FoundDate(value.date() if isinstance(value, dt.datetime) else value, "published", str(value))
    raw = " ".join(str(value).split())
    if len(raw) > LONGEST:
        return FoundDate(None, "published", raw[:LONGEST])
    return _written(raw, order, captured) if raw else None


@lru_cache(maxsize=10_000)  # a table has few days and many rows
def _written(raw: str, order: str, captured: dt.datetime | None) -> FoundDate:
    """Return the date that a text states; without a day where it is no date."""
    whole = _ISO.fullmatch(raw)
    day = next(_day(*map(int, whole.groups())), None) if whole else None
    if day is not None:
        return FoundDate(day, "published", raw)
    found = read_date(raw, order=order, captured=captured)
    if found is not None and found.day is not None:
        return FoundDate(found.day, found.kind, raw)
    day = _epoch(raw) or next(_days(raw, order), None)
    kind: DateKind = "relative" if day is None and found is not None else "published"
    return FoundDate(day, kind, raw)


def has_date(text: str) -> bool:
    """Return whether a line has a whole date in it.

    Examples
    --------
    >>> has_date("27. Februar 2012 Montag 9:50 PM"), has_date("Page 27"), has_date("9 Januar 1993")
    (True, False, True)
    """
    return len(text) <= LONGEST and next(_days(text, "day"), None) is not None


def _epoch(raw: str) -> dt.date | None:
    found = _EPOCH.fullmatch(raw)
    if not found:
        return None
    return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(found["s"]))).date()


def _days(text: str, order: str) -> Iterator[dt.date]:
    """Yield the days of the calendar that a text names, the surest shapes first."""
    for shape in _SHAPES:
        for found in shape.finditer(text):
            part = found.groupdict()
            year = int(part["y"]) + (0 if len(part["y"]) > 2 else 1900 if int(part["y"]) >= _PIVOT else 2000)
            month = int(part["m"]) if part.get("m") else _MONTHS[part["name"].lower()]
            yield from _day(year, month, int(part["d"]))
    for found in _NUMERIC.finditer(text):
        first, second = int(found["a"]), int(found["b"])
        day, month = (first, second) if (order == "day" and second <= 12) or first > 12 else (second, first)
        yield from _day(int(found["y"]), month, day)


def _day(year: int, month: int, day: int) -> Iterator[dt.date]:
    try:
        yield dt.date(year, month, day)
    except ValueError:
        return

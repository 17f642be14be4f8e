"""The head of an article on an HTML page: title, authors, date, standfirst and language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.pages.fields.dates import DateKind, FoundDate, read_date
from toolkit.pages.html import cues
from toolkit.pages.html.bylines import Imprints, read_imprints
from toolkit.pages.html.jsonld import Said
from toolkit.pages.html.lines import HEADINGS, Line
from toolkit.pages.html.metadata import Metadata, fold, same_title, strip_site
from toolkit.pages.html.names import clean_names, with_byline
from toolkit.pages.html.prose import LONGEST_HEADLINE, Prose
from toolkit.pages.html.region import Marks, is_anothers, own_lines, read_marks
from toolkit.settings import PagesSettings

# A site's own prefix does not hide what a name means: "xyz.author", "xyz:publishtime".
_AUTHOR = re.compile(r"(?:^|[.:_-])authors?(?:_?names?)?$")
_PUBLISHED = re.compile(r"(?:^|[.:_-])(?:article)?(?:first)?publish(?:ed|ing|ion)?[-_]?(?:time|date|on)?$")
_STANDFIRST = cues.words("standfirst")
_ISO = re.compile(r"^\s*((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?![\d])(?:$|[T\s].*)")


# Words of a standfirst, and of one that only its place below the headline tells.
STANDFIRST, BELOW, LONGEST_STANDFIRST = 4, 5, 80
POINTER_LINKS = 0.5  # share of its letters in links; with more it points elsewhere
_UTC = re.compile(r"T\d\d:\d\d.*(?:Z|[+-]00:?00)\s*$")


@dataclass
class Head:
    """What a page or a part of it says about one article, with the lines that say it."""

    title: str | None = None
    authors: list[str] = field(default_factory=list)
    date: FoundDate | None = None
    standfirst: str | None = None
    language: str | None = None
    labels: dict[int, str] = field(default_factory=dict)
    said: Said | None = None


def page_head(data: Metadata, page: Prose, body: Sequence[int], settings: PagesSettings) -> Head:
    """Return the head of the one article of a page.

    Parameters
    ----------
    data : Metadata
        What the page says.
    page : Prose
        All its lines.
    body : sequence of int
        Numbers of the lines of the article's text.
    settings : PagesSettings
        Moment of saving and order of day and month.
    """
    head = Head(language=data.language)
    title = _page_title(head, data, page.lines, body)
    head.said = said = data.article(head.title)
    near = own_lines(page, title, body)
    found = read_imprints(near, data.outlets, order=settings.date_order, captured=settings.captured)
    head.labels.update(found.labels)
    marks = read_marks(near, data, title)
    metas = data.named(cues.ordered("meta_author"), _AUTHOR)
    given = [said.authors if said else (), metas, marks.authors, said.organisations if said else ()]
    bylines = [*found.bylines, *(clean_names([[value]], data.outlets) for value in metas)]
    head.authors = _authors(given, bylines, data.outlets) or clean_names(
        [found.beside, found.notes], data.outlets
    )
    head.date = _date(_given_dates(said, data, marks), found)
    description = data.first("og:description", "description") or (said.description if said else "")
    _standfirst(head, near, body, description)
    return head


def part_head(
    data: Metadata, lines: Sequence[Line], title: Line | None, body: Sequence[int], settings: PagesSettings
) -> Head:
    """Return the head of one of several articles: only what is inside its own part counts.

    Parameters are those of `page_head`, but for the lines, which are the part's own, and the line of its
    title. JSON-LD counts where its headline is that title.
    """
    head = Head(title=title.text if title else None)
    if title:
        head.labels[title.number] = "title"
    said = head.said = next((it for it in data.said if title and fold(it.headline) == fold(title.text)), None)
    others = [line for line in lines if line.number not in body and line is not title]
    around = frozenset(title.path) if title else frozenset()
    inside = [line for line in others if not is_anothers(line, title, around, None)]
    found = read_imprints(inside, data.outlets, order=settings.date_order, captured=settings.captured)
    head.labels.update(found.labels)
    marks = read_marks(inside, data, title)
    given = [said.authors if said else (), marks.authors, found.beside]
    head.authors = _authors(given, found.bylines, data.outlets)
    head.date = _date(_given_dates(said, None, marks), found)
    _standfirst(head, inside, body, said.description if said else "")
    holder = next((e.get("lang") for line in lines[:1] for e in line.path if e.get("lang")), None)
    head.language = holder or data.language
    return head


def _page_title(head: Head, data: Metadata, lines: Sequence[Line], body: Sequence[int]) -> Line | None:
    """Set the title: the heading that agrees best with what the page says of itself; return its line."""
    outlets = data.outlets
    said = data.article()
    given = [
        said.headline if said else "",
        data.first("og:title", "twitter:title"),
        data.document_title,
    ]
    given = [strip_site(title, outlets) for title in given if title and fold(title) not in outlets]
    stop = body[0] if body else len(lines)
    headings = [line for line in lines if _is_title(line, outlets)]
    agreeing = [line for line in headings if any(same_title(line.text, title) for title in given)]
    h1 = [line for line in headings if line.tag == "h1" and line.number < stop + 3]
    first = (
        [line for line in agreeing if line.tag == "h1"]
        or h1[-1:]
        or [line for line in agreeing if line.number < stop]
        or ([line for line in headings if line.number < stop and not given][-1:])
    )
    if first:
        line = first[0]
        head.title = strip_site(line.text, outlets)
        head.labels[line.number] = "title"
        return line
    head.title = next((title for title in given if fold(title) not in outlets), None)
    return None


def _is_title(line: Line, outlets: Iterable[str]) -> bool:
    """Return whether a line may be a headline: a heading that is not the site's name."""
    titled = line.tag in HEADINGS or any("headline" in (e.get("itemprop") or "") for e in line.path[:2])
    return titled and line.words <= LONGEST_HEADLINE and fold(line.text) not in outlets


def _authors(given: Sequence[Iterable[str]], bylines: list[list[str]], outlets: Iterable[str]) -> list[str]:
    """Return the authors: those of the metadata with those a byline adds, else those of the byline."""
    names = clean_names([*given[:-1], *bylines, given[-1]], outlets)
    for byline in bylines:
        names = with_byline(names, byline)
    return names


def _date(given: Iterable[tuple[DateKind, list[str]]], found: Imprints) -> FoundDate | None:
    """Return the date: as given to machines where it is, with the words the page prints for it.

    A stamp in UTC is a day off for readers elsewhere: a day printed beside it is the outlet's own.
    """
    for kind, values in given:
        told = next(((value, day) for value in values if (day := iso_day(value))), None)
        if told is None:
            continue
        value, day = told
        printed = [date for date in found.dates if date.day == day]
        if not printed and _UTC.search(value):
            printed = [date for date in found.dates if date.kind == kind and _is_next(date.day, day)]
        return (
            FoundDate(printed[0].day or day, kind, printed[0].raw) if printed else FoundDate(day, kind, value)
        )
    return min(found.dates, key=lambda date: (date.day is None, date.kind != "published"), default=None)


def _is_next(one: dt.date | None, other: dt.date) -> bool:
    return one is not None and abs((one - other).days) == 1


def _given_dates(
    said: Said | None, data: Metadata | None, marks: Marks
) -> Iterator[tuple[DateKind, list[str]]]:
    """Yield the dates given to machines, most trusted first."""
    yield "published", [said.published] if said and said.published else []
    yield "published", data.named(cues.ordered("meta_published"), _PUBLISHED) if data else []
    yield "published", marks.published
    yield "published", marks.plain
    yield "updated", [said.modified] if said and said.modified else []
    yield "updated", data.named(cues.ordered("meta_updated")) if data else []
    yield "updated", marks.updated


def iso_day(text: str) -> dt.date | None:
    """Return the day of a machine-readable date, as written there, or None.

    Examples
    --------
    >>> iso_day("2024-02-29T04:20:17+00:00")
    datetime.date(2024, 2, 29)
    """
    found = _ISO.match(text)
    if not found:
        read = read_date(text)
        return read.day if read and read.kind != "relative" else None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _standfirst(head: Head, near: Sequence[Line], body: Sequence[int], description: str) -> None:
    """Set the standfirst: lines between headline and text that summarise it."""
    title = next((number for number, label in head.labels.items() if label == "title"), -1)
    stop = body[0] if body else 10**9
    imprint = next((n for n in sorted(head.labels) if n > title and head.labels[n] in ("byline", "date")), -1)
    found: list[str] = []
    for line in near:
        if (
            line.number in head.labels
            or not title < line.number < stop
            or not STANDFIRST <= line.words <= LONGEST_STANDFIRST
        ):
            continue
        named = any(
            cues.has_word(e, _STANDFIRST) or "description" in (e.get("itemprop") or "") for e in line.path[:3]
        )
        said = bool(description) and same_title(line.text, description)
        # A line right below the headline and above the byline is a summary, whatever it is called.
        below = title >= 0 and line.number == title + 1 and line.number < imprint and line.words >= BELOW
        if (named or said or below) and line.links < POINTER_LINKS:
            found.append(line.text)
            head.labels[line.number] = "standfirst"
    head.standfirst = "\n".join(dict.fromkeys(found)) or None

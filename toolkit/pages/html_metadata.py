"""Title, authors, date, standfirst and language of an article on an HTML page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from toolkit.pages import html_cues as cues
from toolkit.pages.bylines import read_byline
from toolkit.pages.dates import FoundDate, read_date
from toolkit.pages.html_jsonld import Said, read_jsonld
from toolkit.pages.html_lines import HEADINGS, Line
from toolkit.pages.html_names import clean_names, is_person, with_byline

_BYLINE, _STANDFIRST = cues.words("byline"), cues.words("standfirst")
_ISO = re.compile(r"^\s*((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?![\d])(?:$|[T\s].*)")
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")


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


class Metadata:
    """The metadata of a page, to be asked for a part of it."""

    def __init__(self, tree: Any, outlet: str) -> None:
        self.said = read_jsonld(tree)
        self.meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = " ".join((element.get("content") or "").split())
            if name and content:
                self.meta.setdefault(name.lower(), []).append(content)
        title = next(tree.iter("title"), None)
        self.document_title = " ".join("".join(title.itertext()).split()) if title is not None else ""
        self.language = (
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        ).strip()
        self.outlets = self._outlets(tree, outlet)

    def first(self, *names: str) -> str:
        """Return the first value of the first of several meta names that is given."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    def article(self) -> Said | None:
        """Return what JSON-LD says of the page's article: the object whose headline is the page's title."""
        articles = [said for said in self.said if said.kind != "VideoObject" and said.headline]
        best = (said for said in articles if same_title(said.headline, self.first("og:title")))
        return next(best, articles[0] if articles else None)

    def is_article(self) -> bool:
        """Return whether the page says that it is one article."""
        return self.first("og:type").lower() == "article" or self.article() is not None

    def _outlets(self, tree: Any, outlet: str) -> frozenset[str]:
        """Return the names of who publishes the page, to be kept out of titles and authors."""
        found = [
            outlet,
            self.first("og:site_name"),
            self.first("application-name"),
            self.first("dc.publisher"),
        ]
        found += [name for said in self.said for name in said.organisations]
        address = self.first("og:url") or next(
            (it.get("href") or "" for it in tree.iter("link") if it.get("rel") == "canonical"), ""
        )
        host = urlsplit(address).hostname if address.startswith("http") else ""
        found += [host or "", (host or "").removeprefix("www.").split(".")[0]]
        return frozenset(fold(name) for name in found if fold(name))


def fold(text: str) -> str:
    """Return a name or title for comparison: letters and digits alone, lower case, no leading article.

    Examples
    --------
    >>> fold("The Guardian")
    'guardian'
    """
    return "".join(_WORD.findall(text.lower())).removeprefix("the")


def same_title(one: str, other: str) -> bool:
    """Return whether two titles have most of their words in common."""
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return (
        bool(a and b) and len(a & b) >= 0.6 * min(len(a), len(b)) and len(a & b) >= 0.3 * max(len(a), len(b))
    )


def strip_site(title: str, outlets: Iterable[str]) -> str:
    """Return a title without the name of the site before or behind it.

    Examples
    --------
    >>> strip_site("Rain in May | World | The Post", {"post"})
    'Rain in May'
    """
    known = set(outlets)
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    for i in (-1, 0):
        if fold(parts[i]) in known:
            rest = title[: title.rfind(parts[-1])] if i else title[title.find(parts[0]) + len(parts[0]) :]
            rest = rest.strip(" |–—·•»:-")
            head, bar, tail = rest.rpartition(" | ")
            return head.strip() if bar and len(tail.split()) <= 3 else rest
    head, bar, tail = title.partition(" | ")
    return head.strip() if bar and len(head.split()) >= 3 * len(tail.split()) / 2 else title


def page_head(data: Metadata, lines: Sequence[Line], body: Sequence[int], order: str, captured: Any) -> Head:
    """Return the head of the one article of a page.

    Parameters
    ----------
    data : Metadata
        What the page says.
    lines : sequence of Line
        All its lines.
    body : sequence of int
        Numbers of the lines of the article's text.
    order : {'day', 'month'}
        What 03/04/2024 means.
    captured : datetime or None
        When the page was saved.
    """
    head = Head(said=data.article(), language=data.language)
    _page_title(head, data, lines, body)
    near = _near(lines, head, body)
    bylines = _bylines(head, near, data.outlets)
    said = head.said
    metas = [value for name in cues.ordered("meta_author") for value in data.meta.get(name, [])]
    given = [said.authors if said else (), metas, said.organisations if said else ()]
    head.authors = _authors(given, bylines, data.outlets)
    _date(head, data, near, order, captured)
    description = data.first("og:description", "description") or (said.description if said else "")
    _standfirst(head, near, body, description)
    return head


def part_head(
    data: Metadata, lines: Sequence[Line], title: Line | None, body: Sequence[int], order: str, captured: Any
) -> Head:
    """Return the head of one of several articles: only what stands inside its own part counts."""
    head = Head(title=title.text if title else None)
    if title:
        head.labels[title.number] = "title"
    head.said = next((said for said in data.said if title and fold(said.headline) == fold(title.text)), None)
    inside = [line for line in lines if line.number not in body]
    bylines = _bylines(head, inside, data.outlets)
    head.authors = _authors([head.said.authors if head.said else (), ()], bylines, data.outlets)
    _date(head, None, inside, order, captured)
    _standfirst(head, inside, body, head.said.description if head.said else "")
    holder = next((e.get("lang") for line in lines[:1] for e in line.path if e.get("lang")), None)
    head.language = holder or data.language
    return head


def _page_title(head: Head, data: Metadata, lines: Sequence[Line], body: Sequence[int]) -> None:
    """Set the title: the heading that agrees best with what the page says of itself."""
    outlets = data.outlets
    given = [
        head.said.headline if head.said else "",
        data.first("og:title", "twitter:title"),
        data.document_title,
    ]
    given = [strip_site(title, outlets) for title in given if title]
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
    else:
        head.title = next((title for title in given if fold(title) not in outlets), None)


def _is_title(line: Line, outlets: Iterable[str]) -> bool:
    """Return whether a line may be a headline: a heading that is not the site's name."""
    if fold(line.text) in outlets or line.words > 60:
        return False
    return line.tag in HEADINGS or any("headline" in (e.get("itemprop") or "") for e in line.path[:2])


def _near(lines: Sequence[Line], head: Head, body: Sequence[int]) -> list[Line]:
    """Return the lines that may be byline or date: around the title and right behind the text."""
    title = next(iter(head.labels), None)
    start = body[0] if body else len(lines)
    first = max(0, min(start, title if title is not None else start) - 8)
    places = [*range(first, min(start + 6, len(lines))), *range(body[-1] + 1, min(body[-1] + 4, len(lines)))]
    taken = set(body) | set(head.labels)
    return [lines[i] for i in dict.fromkeys(places) if i not in taken and lines[i].words <= 80]


def _bylines(head: Head, near: Sequence[Line], outlets: Iterable[str]) -> list[list[str]]:
    """Return the names each byline on the page gives, printed "By" lines first, and label their lines."""
    printed: list[list[str]] = []
    marked: list[list[str]] = []
    for line in near:
        if line.words > 25:
            continue
        linked = [_text(a) for a in line.element.iter("a") if a.get("rel") == "author"]
        if read_byline(line.text):
            printed.append(clean_names([[line.text]], outlets))
        elif linked or any(_names_author(element) for element in line.path[:4]):
            names = clean_names([linked or [line.text]], outlets)
            if not names or not all(map(is_person, names)):
                continue
            marked.append(names)
        else:
            continue
        head.labels.setdefault(line.number, "byline")
    return printed + marked


def _names_author(element: Any) -> bool:
    return "author" in (element.get("itemprop") or "") or cues.has_word(element, _BYLINE)


def _authors(given: Sequence[Iterable[str]], bylines: list[list[str]], outlets: Iterable[str]) -> list[str]:
    """Return the authors: those of the metadata, with those a byline adds; else those of the byline."""
    names = clean_names([*given[:-1], *bylines, given[-1]], outlets)
    for byline in bylines:
        names = with_byline(names, byline)
    return names


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _date(head: Head, data: Metadata | None, near: Sequence[Line], order: str, captured: Any) -> None:
    """Set the date: as given to machines where it is, with the words the page prints for it."""
    printed = [
        (line, found) for line in near if (found := read_date(line.text, order=order, captured=captured))
    ]
    for line, _ in printed:
        head.labels.setdefault(line.number, "date")
    for kind, values in _machine_dates(head, data, near):
        day = next((day for value in values if (day := iso_day(value))), None)
        if day is not None:
            raws = [found.raw for _, found in printed if found.day == day] or [values[0]]
            head.date = FoundDate(day, kind, raws[0])  # type: ignore[arg-type]
            return
    found = min(
        (date for _, date in printed),
        key=lambda date: (date.day is None, date.kind != "published"),
        default=None,
    )
    head.date = found


def _machine_dates(
    head: Head, data: Metadata | None, near: Sequence[Line]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the dates given in attributes and metadata, most trusted first."""
    if head.said and head.said.published:
        yield "published", [head.said.published]
    if data:
        yield (
            "published",
            [value for name in cues.ordered("meta_published") for value in data.meta.get(name, [])],
        )
    times = [
        e for line in near for e in line.path[:3] if e.tag == "time" or "date" in (e.get("itemprop") or "")
    ]
    times += [e for line in near for e in line.element.iter("time")]
    stamps = [(e, e.get("datetime") or e.get("content") or "") for e in times]
    yield (
        "published",
        [stamp for e, stamp in stamps if stamp and "modified" not in (e.get("itemprop") or "").lower()],
    )
    if head.said and head.said.modified:
        yield "updated", [head.said.modified]
    if data:
        yield "updated", [value for name in cues.ordered("meta_updated") for value in data.meta.get(name, [])]


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
    start = next((number for number, label in head.labels.items() if label == "title"), -1)
    stop = body[0] if body else 10**9
    found: list[str] = []
    for line in near:
        if start < line.number < stop and line.number not in head.labels and 4 <= line.words <= 80:
            named = any(
                cues.has_word(e, _STANDFIRST) or "description" in (e.get("itemprop") or "")
                for e in line.path[:3]
            )
            if (named or (description and same_title(line.text, description))) and line.links < 0.5:
                found.append(line.text)
                head.labels[line.number] = "standfirst"
    head.standfirst = "\n".join(dict.fromkeys(found)) or None

"""An article's own region on a page: the one rule for what may name its author and its date.

What is between headline and text is the article's, and so are the lines right above the headline and
right behind the text within the element that holds both. Navigation, the masthead, cards, comments and
advertisements are another's, wherever they are.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.pages.fields.dates import read_date
from toolkit.pages.html import cues
from toolkit.pages.html.lines import HEADINGS, Line
from toolkit.pages.html.metadata import Metadata
from toolkit.pages.html.names import strip_outlet
from toolkit.pages.html.prose import Prose

ABOVE = 8  # lines above a headline: kicker, date, byline
INTO = 6  # lines into the text: a byline the reader took for text
BEHIND = 4  # lines behind the text: "Posted by", a note on the author
LONGEST = 80  # words of a line that may say who wrote an article
_AUTHOR = cues.words("byline")
_BIO = frozenset([*_AUTHOR, "bio", "aboutauthor"])
_ADVERTS = cues.words("adverts")
_FOREIGN = ("nav", "form", "figure", "menu", "dialog", "button")
_PUBLISHED = cues.words("published")
_UPDATED = cues.words("updated")
POINTER = 4  # words of a link that is a headline and not a name
STAMP = 40  # letters of a date that is printed in an element marked as one
IMPRINT = 12  # words of a line that is byline and date alone
OWNER = 3  # elements around a line that may name what it is


def own_lines(page: Prose, title: Line | None, body: Sequence[int]) -> list[Line]:
    """Return the lines that may be byline or date of the one article of a page.

    Parameters
    ----------
    page : Prose
        All lines of the page.
    title : Line or None
        The headline.
    body : sequence of int
        Numbers of the lines of its text.

    Returns
    -------
    list of Line
        In the page's order, without headline and text.
    """
    lines = page.lines
    start = body[0] if body else len(lines)
    anchor = title if title is not None and title.number < start + INTO else None
    amid = lines[body[len(body) // 2]] if body else lines[-1]
    holder = _holder(anchor, amid)
    around = frozenset([*(anchor.path if anchor else ()), *amid.path])
    top = anchor.number if anchor is not None else start
    above = [line for line in lines[max(0, min(top, start) - ABOVE) : top] if holder in line.path]
    between = list(lines[top : start + INTO])
    last = body[-1] + 1 if body else len(lines)
    behind = [line for line in lines[last : last + BEHIND] if holder in line.path or holder.tag in cues.WHOLE]
    taken = {*body, *([title.number] if title else [])}
    found = dict.fromkeys([*above, *between, *behind])
    return [
        line
        for line in found
        if line.number not in taken
        and line.words <= LONGEST
        and not is_anothers(line, anchor, around, holder)
    ]


def _holder(title: Line | None, amid: Line) -> Any:
    """Return the innermost element that holds headline and text; the text's own without a headline."""
    if title is None:
        return amid.path[min(1, len(amid.path) - 1)]
    return next((element for element in title.path if element in amid.path), amid.path[-1])


def is_anothers(line: Line, title: Line | None, around: Container[Any], holder: Any) -> bool:
    """Return whether a line is in a box that is not the article's; a note on its author is the article's.

    Parameters
    ----------
    line : Line
        A line near the article.
    title : Line or None
        The headline.
    around : container of lxml elements
        Those that hold headline or text, which are the article's or the page's.
    holder : lxml element or None
        The element that holds headline and text of the one article of a page; None for a part of a page.
    """
    apart = [e for e in line.path if e not in around and e.tag not in cues.WHOLE]
    names = frozenset[str]().union(*map(cues.furniture_names, apart))
    if names & cues.OTHERS or any(e.tag in _FOREIGN or cues.is_hidden(e) or _is_card(e) for e in apart):
        return True
    if any(cues.has_word(e, _BIO) for e in apart):
        return False
    tags = {e.tag for e in apart}
    site = holder is not None and not (holder.tag == "main" or cues.is_article(holder))
    masthead = "header" in tags and title is not None and line.number < title.number
    return any(map(_is_aside, apart)) or bool(names & _ADVERTS) or (site and (masthead or "footer" in tags))


def _is_aside(element: Any) -> bool:
    """Return whether an element is an aside that points elsewhere; some hold byline and date alone."""
    if element.tag != "aside":
        return False
    links = ("".join(link.itertext()) for link in element.iter("a"))
    return next(element.iter(*HEADINGS), None) is not None or any(
        len(words.split()) >= POINTER for words in links
    )


def _is_card(element: Any) -> bool:
    """Return whether an element is an item of its own, with a heading."""
    return cues.is_article(element) and next(element.iter(*HEADINGS), None) is not None


@dataclass
class Marks:
    """What the markup of lines names: authors and machine-readable dates."""

    authors: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    seen: set[Any] = field(default_factory=set, repr=False)


def read_marks(lines: Sequence[Line], data: Metadata, title: Line | None) -> Marks:
    """Return the authors and dates that microdata, microformats and time elements name.

    Parameters
    ----------
    lines : sequence of Line
        Lines of an article's own region, without its text.
    data : Metadata
        What the page says of itself.
    title : Line or None
        The headline; unprinted properties count for the item it is in.
    """
    marks = Marks()
    for line in lines:
        printed = read_date(line.text)
        for element in _elements(line):
            if element not in marks.seen:
                marks.seen.add(element)
                _read_mark(element, marks, data, printed is not None and printed.kind == "updated")
    around = set(title.path) if title is not None else set()
    for element in data.props:
        item = next((e for e in element.iterancestors() if e.get("itemscope") is not None), None)
        if item in around:
            _read_mark(element, marks, data, False)
    return marks


def is_marked(line: Line) -> bool:
    """Return whether a short line is marked up as the author or the date of an article."""
    if line.words > IMPRINT:
        return False
    return any(e.tag == "time" or _is_author(e) for e in line.element.iter("a", "span", "time"))


def _read_mark(element: Any, marks: Marks, data: Metadata, updated: bool) -> None:
    """Add what one element names."""
    _read_date_mark(element, marks, updated)
    if _is_author(element):
        name = strip_outlet(_author_name(element), data.outlets)
        if name and name not in marks.authors:
            marks.authors.append(name)


def _elements(line: Line) -> list[Any]:
    """Return the elements of a line: those around it and those in it."""
    element = line.element
    whole = sum(map(len, element.itertext()))
    inner = element.iter("a", "span", "time", "abbr", "meta", "b", "strong", "address", "div", "i", "cite")
    return [*line.path[:OWNER], *(inner if whole <= 4 * len(line.text) + 40 else ())]


def _read_date_mark(element: Any, marks: Marks, updated: bool) -> None:
    props = (element.get("itemprop") or "").lower()
    stamp = element.get("datetime") or element.get("content") or ""
    if element.tag == "abbr" and re.match(r"(?:19|20)\d\d-", element.get("title") or ""):
        stamp = element.get("title")
    published = "datepublished" in props or element.get("pubdate") is not None or _is(element, _PUBLISHED)
    if not stamp and published and element.tag in ("span", "time", "abbr", "p", "div"):
        stamp = " ".join("".join(element.itertext()).split())
        stamp = stamp if len(stamp) <= STAMP else ""
    if not stamp:
        return
    if published:
        marks.published.append(stamp)
    elif updated or "datemodified" in props or _is(element, _UPDATED):
        marks.updated.append(stamp)
    elif element.tag in ("time", "abbr"):
        marks.plain.append(stamp)


def _is(element: Any, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint((element.get("class") or "").lower().split())


def _is_author(element: Any) -> bool:
    """Return whether an element is marked as the author: a link, a property of microdata, a card of hCard."""
    classes = (element.get("class") or "").lower().split()
    return (
        "author" in (element.get("rel") or "").split()
        or "author" in (element.get("itemprop") or "").split()
        or ("author" in classes and "vcard" in classes)
        or "p-author" in classes
    )


def _author_name(element: Any) -> str:
    """Return the name in an element marked as the author, without words around it."""
    for inner in element.iter():
        named = "name" in (inner.get("itemprop") or "").split() or _is(inner, frozenset(["fn", "p-name"]))
        if named or (inner.get("rel") == "author" and inner is not element):
            return " ".join((inner.get("content") or "".join(inner.itertext())).split())
    return " ".join((element.get("content") or "".join(element.itertext())).split())

"""The lines of a page and what each looks like by itself, before its neighbours are asked.

A `Line` is one printed paragraph: a physical line, or several where the page was hard-wrapped. Roles
are a first reading only; `toolkit.pages.text.split` decides with the neighbours in view.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from toolkit.pages.fields import datelines as metadata
from toolkit.pages.fields.bylines import BYLINE_WORDS, is_person, read_byline
from toolkit.pages.fields.dates import find_date, read_date
from toolkit.pages.fields.scripts import count_words, size_of
from toolkit.pages.themes import Furniture, Place

Role = Literal[
    "prose",
    "sentence",
    "short",
    "item",
    "byline",
    "date",
    "place",
    "credit",
    "caption",
    "pointer",
    "furniture",
]

_STOPS = ".!…;。।۔！；။។።"
_CLOSERS = "\"'”’»)]*_ \xa0"
_PARTS = re.compile(r"\s{2,}|\t|\s*[|·•›»]\s*| > |\]\s*\[")
_HANDLE = re.compile(r"(?:posted|published|written)? ?by \S+", re.I)  # an account, not a name
_COUNT = re.compile(
    r"[\d.,]+[kKmM]?|.{0,60}\d ?°[CF]?\b.*"
)  # shares, comments, places in a gallery; the weather
_DECORATED = re.compile(r"([*=~#]+) ?[^*=~#]+ ?\1")  # "* HALL REOPENS AFTER FIRE *"
_SIGNED = re.compile(r"\b(?:published|posted|reported|written|edited) by\b", re.I)
_CONTROL = re.compile(r"(?:\[\d+\]\s*)*\[(?:IMG|BUTTON|INPUT)\].*|_{4,}.*", re.I)  # a text browser's fields
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_ITEM = re.compile(r"^(?:[•●▪■◆►‣∙·*–—-]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s)\S")
_REMARK = re.compile(r"[.!?][”’\"']? \([^()]{1,40}\)$")  # "... at Ras Umayr. (End)"
_QUOTE_END = re.compile(r"[”’\"'] +\w")
_INITIALS = re.compile(r"(?:\w{1,2}[./ ]+){1,5}\w{0,2}")  # who wrote and who edited: "h.k/ r.s"
_INNER_STOP = re.compile(r"[,.!?][”’\"'] +\w+ +\w+.*[.!?]\W*$|\w{3}\. +\W?[A-Z].*[.!?]\W*$")
_SET = re.compile(
    r"(?P<head>#{1,6})\s+|(?P<list>[•●▪■◆►‣∙·*–—-])\s+|(?P<inner>[+o])\s+(?=\S)|(?P<number>\(?\d{1,3}[.)])\s+|(?P<quote>>)\s*|(?P<table>\|)"
)
_NARROWEST = 40  # characters of a hard-wrapped column; shorter lines are lists
RULE = 10  # characters of a ruled line, which parts articles
MARKS = ("", "list", "inner", "head", "second", "third", "number", "quote", "table")
_LISTED = (MARKS.index("list"), MARKS.index("inner"), MARKS.index("number"))
_SETS = frozenset("#•●▪■◆►‣∙·*–—-+o>|(0123456789")
_STOP = re.compile(r"[.!?…;।۔！？。](?:\s|$)")
_TAGS, _TAG_WORDS = 8, 3.5  # names at least, and words a name on average, of a line that lists tags
_LONGEST_CAPTION = 500  # characters
_TAGS_HEAD = 60  # characters of such a line in which a post's date stands
PROSE = 200  # a line this long is prose whatever it ends with
SHORT_SENTENCE = 30  # words; a longer line that ends like a sentence is prose


def _dated_byline(text: str) -> bool:
    """Return whether a line holds a date beside a byline or a name."""
    found = find_date(text)
    if found is None:
        return False
    rest = found[1]
    looks = (read_byline, is_person, _HANDLE.fullmatch, metadata.read_credit, metadata.is_place)
    words = rest.split()
    capital = all(word[0].isupper() or word in BYLINE_WORDS for word in words)
    section = len(words) <= 5 and capital and words[-1:] != [] and words[-1].lower() not in BYLINE_WORDS
    section = section or not words
    return section or bool(_SIGNED.search(rest)) or any(look(rest) for look in looks)


_SPECIAL: tuple[tuple[Role, Callable[[str], object]], ...] = (
    ("date", read_date),
    ("byline", read_byline),
    ("byline", _dated_byline),
    ("place", metadata.is_place),
    ("credit", metadata.read_credit),
    ("caption", metadata.is_caption),
    ("pointer", metadata.is_read_more),
)


@dataclass(slots=True)
class Line:
    """One printed paragraph of a page: ``page[start:end]`` without outer white space.

    ``gap`` counts the blank lines before it, ``place`` tells where furniture is, ``indent`` is the number
    of characters before it, ``mark`` what it is set with (`MARKS`), and ``bare`` where its words begin behind
    that mark.
    """

    start: int
    end: int
    text: str
    gap: int
    role: Role = "prose"
    place: Place | None = None
    words: int = 0
    indent: int = 0
    mark: int = 0
    bare: int = 0


def read_lines(text: str, furniture: Furniture) -> list[Line]:
    r"""Cut a page into lines and give each its first role.

    Parameters
    ----------
    text : str
        The page's decoded text.
    furniture : Furniture
        Lines that are furniture wherever they are.

    Returns
    -------
    list of Line
        In the page's order; what lies between them is white space.

    Examples
    --------
    >>> from toolkit.pages.themes import load_furniture
    >>> lines = read_lines("Storm hits coast\n\nBy Jo Day\n\nIt rained.", load_furniture())
    >>> [line.role for line in lines]
    ['short', 'byline', 'sentence']
    """
    lines = _unwrap(_cut(text), text)
    for line in lines:
        if line.text[0] in _SETS:
            line.mark, line.bare = _mark(line.text, line.indent)
        bare = line.text[line.bare :]
        found = _long_role(bare) if len(bare) >= PROSE else _first_role(bare, furniture)
        line.role, line.place, line.words = found
        if line.mark in _LISTED and line.words <= SHORT_SENTENCE and line.role in ("short", "sentence"):
            line.role = "item"
    _mark_repeated(lines)
    _mark_menus(lines)
    _mark_links(lines)
    for line, after in pairwise(lines):
        if line.role == "pointer" and (after.role in ("byline", "date") or after.place in ("start", "bar")):
            line.role = "short"  # a headline such as "Watch: ..."
    return lines


def _cut(text: str) -> list[Line]:
    """Return the non-blank physical lines with the number of blank lines before each."""
    lines: list[Line] = []
    at = blank = 0
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        if bare:
            indent = raw.index(bare[0]) if raw[0] != bare[0] else 0
            start = at + indent
            lines.append(Line(start, start + len(bare), bare, blank, indent=indent))
            blank = 0
        else:
            blank += 1
        at += len(raw)
    return lines


def _unwrap(lines: list[Line], text: str) -> list[Line]:
    """Join the physical lines of a hard-wrapped page into paragraphs; leave any other page as it is."""
    inner = [len(a.text) for a, b in pairwise(lines) if b.gap == 0]
    if len(lines) < 8 or len(inner) < 0.35 * len(lines):
        return lines
    inner.sort()
    width = inner[int(0.95 * (len(inner) - 1))]
    if not _NARROWEST <= width <= 120 or sum(width - 18 <= size <= width + 2 for size in inner) < 0.7 * len(
        inner
    ):
        return lines
    joined: list[Line] = []
    for i, line in enumerate(lines):
        if i and line.gap == 0 and _runs_on(lines[i - 1].text, line, width):
            joined[-1].end = line.end
        else:
            joined.append(replace(line))
    for line in joined:
        line.text = text[line.start : line.end]
    return joined


def _runs_on(previous: str, line: Line, width: int) -> bool:
    """Return whether a physical line goes on with the paragraph of the line before it."""
    full = len(previous) + len(line.text.split(maxsplit=1)[0]) >= width - 2
    return full and not _ITEM.match(line.text) and not _mark(line.text, line.indent)[0]


def _mark(text: str, indent: int) -> tuple[int, int]:
    """Return what a line is set with, as its place among `MARKS`, and where its words begin."""
    found = _SET.match(text)
    if not found or found.end() == len(text) or (text[0] == "o" and not indent):
        return 0, 0
    name = found.lastgroup
    if name == "head":
        name = ("head", "second", "third")[min(len(found["head"]), 3) - 1]
    return MARKS.index(name), 0 if name == "number" else found.end()  # "20. March 2020" is a date


@lru_cache(1 << 15)  # pages of one site share many lines
def _first_role(text: str, furniture: Furniture) -> tuple[Role, Place | None, int]:
    """Return what a line looks like by itself: role, place of furniture, words."""
    if size_of(text) >= PROSE:
        return _long_role(text)
    words = count_words(text)
    place = furniture.place(text) or _bar(text, furniture)
    if place:
        return "furniture", place, words
    if not words:
        return "furniture", "end" if len(text) >= RULE else "inline", 0
    if any(pattern.fullmatch(text) for pattern in (_ADDRESS, _COUNT, _INITIALS, _CONTROL)):
        return "furniture", "inline", words
    if _DECORATED.fullmatch(text):
        return "short", None, words
    special = next((role for role, looks in _SPECIAL if looks(text)), None)
    return special or _prose_role(text, words), None, words


def _long_role(text: str) -> tuple[Role, None, int]:
    """Return what a line as long as a paragraph looks like."""
    if _is_tags(text):
        return ("byline" if find_date(text[:_TAGS_HEAD]) else "short"), None, count_words(text)
    return ("caption" if len(text) < _LONGEST_CAPTION and metadata.is_caption(text) else "prose"), None, PROSE


def _is_tags(text: str) -> bool:
    """Return whether a long line is a list of short names, such as the tags of a post, and no sentence."""
    parts = text.count(",") + 1
    return parts >= _TAGS and not _STOP.search(text) and text.count(" ") + 1 <= _TAG_WORDS * parts


def _bar(text: str, furniture: Furniture) -> Place | None:
    """Return the place of a line made of short parts, such as a row of buttons or a trail of sections."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    if len(parts) < 2 or any(part.count(" ") > 3 for part in parts):
        return None
    known = [furniture.place(part) for part in parts]
    if "bar" in known or ("start" in known and len(parts) > 2):
        return "bar"
    named = len(parts) >= 3 and not read_date(text) and not read_byline(text)
    return "page" if named or all(known) else None


def _prose_role(text: str, words: int) -> Role:
    """Return prose, sentence, item or short for a line that is nothing special."""
    if _ITEM.match(text):
        return "item" if words <= SHORT_SENTENCE else "prose"
    if text.endswith((":", "：")) and words >= 12:
        return "sentence"  # too long for a sub-head: it announces a video, a list or a quotation
    # A short question may be a headline, so only a full stop makes a sentence of a short line.
    ends = text.rstrip(_CLOSERS)[-1:] in ".!?" and (". " in text or _QUOTE_END.search(text))
    if (
        (ends and _INNER_STOP.search(text))
        or (text[-1] == ")" and _REMARK.search(text))
        or text.rstrip(_CLOSERS).endswith(tuple(_STOPS))
    ):
        return "sentence" if words <= SHORT_SENTENCE else "prose"
    return "short" if words <= SHORT_SENTENCE + 10 else "prose"


def _mark_repeated(lines: list[Line]) -> None:
    """Mark short lines that occur three times or more on a page as labels, which are furniture."""
    counts = Counter(line.text for line in lines if line.role == "short")
    for line in lines:
        if line.role == "short" and line.words <= 6 and counts[line.text] >= 3:
            line.role, line.place = "furniture", "page"


def _mark_links(lines: list[Line]) -> None:
    """Mark the lines of a list of links: those under its heading without a blank line between them."""
    for i, heading in enumerate(lines):
        if heading.place != "tail":
            continue
        end = i + 1
        while end < len(lines) and lines[end].role == "short" and (end == i + 1 or lines[end].gap == 0):
            end += 1
        if end - i > 2:
            for link in lines[i + 1 : end]:
                link.role, link.place = "furniture", "tail"


def _mark_menus(lines: list[Line]) -> None:
    """Mark runs of four or more very short lines without a blank line between them as a menu."""
    run: list[Line] = []
    for line in [*lines, None]:
        if (
            line is not None
            and line.words <= 3
            and line.role in ("short", "furniture")
            and (not run or line.gap == 0)
        ):
            run.append(line)
            continue
        if len(run) >= 4:
            for entry in run:
                entry.role, entry.place = "furniture", entry.place or "page"
        run = [line] if line is not None and line.words <= 3 and line.role in ("short", "furniture") else []

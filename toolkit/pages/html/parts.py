"""The parts of an HTML page that are articles of their own, told before any text is extracted.

Every heading is in a unit: the largest element around it without another heading of its level, or
the run of paragraphs up to the next one. Units with prose and with signs of an article of its own (a
date, a byline, a link on the heading, an element that says it is an article) are parts. A page whose
own headline is above them is one article, and its units are cards, boxes or sub-heads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.pages.fields.bylines import read_byline
from toolkit.pages.fields.dates import read_date
from toolkit.pages.html import cues
from toolkit.pages.html.lines import HEADINGS, Line
from toolkit.pages.html.metadata import Metadata, fold, same_title, strip_site
from toolkit.pages.html.prose import LEAST_WORDS, LONGEST_HEADLINE, Prose, is_prose

_TITLE = cues.words("title")
_LIVE = re.compile(r"^live\b|\blive[ -]?(?:updates?|blog|ticker)\b|\bas it happened\b", re.I)
_CLOCK = re.compile(r"\W*\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?)?\W*", re.I)
# What decides between one article and several, measured on every second site of the shared real pages.
FULL_WORDS = 60  # of an article in one paragraph, and not of a card
FULL_PARAGRAPHS, FULL_IN_THEM = 2, 30  # or so many paragraphs, with so many words
SECTION = 0.9  # share of a section's words in its only article
COVERED = 0.6  # share of a list's words, and of its items with a sign, in the level below
NAME, NAMED = 3, 4  # words of a section's name at most, and of a headline below it at least
LINKED = 0.8  # share of a heading's letters that are a link: it leads to the article
POINTER_LINKS, POINTER_WORDS = 0.9, 3  # a line without a heading's tag that is a card's headline
LABEL = 25  # words; longer lines are no date or byline
LEAST_PARTS, LEAST_CARDS = 2, 3  # full articles, or cards, that make a page one of several
OUTSIDE = 0.5  # prose outside the parts, beside that within; with more the page is one article
LEFT = 0.1  # the same where the page's own headline is above the parts
_RECORD_TAGS = frozenset(["article", "div", "section", "li", "td", "tr"])
LEAST_RECORDS = 2


@dataclass
class Part:
    """A part of a page that is an article of its own: lines, heading and element, if any."""

    lines: list[Line]
    title: Line | None
    root: Any
    words: int
    paragraphs: int
    signs: int  # date or byline, link on the heading, element that says it is an article
    linked: bool
    root_path: tuple[Any, ...] = ()

    @property
    def title_tag(self) -> str:
        """Name of the element the heading is in."""
        return self.title.tag if self.title else ""

    @property
    def full(self) -> bool:
        """Whether the part has the text of an article and not of a card that points to one."""
        return self.words >= FULL_WORDS or (self.paragraphs >= FULL_PARAGRAPHS and self.words >= FULL_IN_THEM)


def find_parts(page: Prose, data: Metadata) -> list[Part]:
    """Return the articles and cards a page consists of, in order; none where the page is one article.

    Parameters
    ----------
    page : Prose
        All lines of the page.
    data : Metadata
        What the page says of itself.

    Returns
    -------
    list of Part
    """
    if any(said.kind == "LiveBlogPosting" for said in data.said) or _LIVE.search(data.document_title):
        return []
    free = [line for line in page.lines if _may_head(page, line, data)]
    chosen: list[Part] = []
    for units in (*_records(page, free), *(_units(page, heads) for heads in _levels(free))):
        found = [part for part in units if part.words >= LEAST_WORDS and part.signs]
        chosen = [part for part in chosen if not _is_section(part, found)]
        taken = {line.number for part in chosen for line in part.lines}
        chosen += [part for part in found if not taken.intersection(line.number for line in part.lines)]
    if not chosen:
        chosen = _linked_blurbs(page)
    chosen.sort(key=lambda part: part.lines[0].number)
    if sum(map(_is_post, chosen)) > len(chosen) / 2:
        return []  # a live blog is one article
    return chosen if _several(page, chosen, data) else []


def _is_post(part: Part) -> bool:
    """Return whether a part is an entry of a live blog: a time of day, and no date or link of its own."""
    timed = any(_CLOCK.fullmatch(line.text) for line in part.lines)
    return timed and not part.linked and not any(map(_is_dated, part.lines))


def _may_head(page: Prose, line: Line, data: Metadata) -> bool:
    """Return whether a line may be the headline of an article or a card."""
    titled = line.tag in HEADINGS[:5] or _named_title(line)
    return (
        titled
        and line.words <= LONGEST_HEADLINE
        and fold(line.text) not in data.outlets
        and not page.boxed(line)
        and read_date(line.text) is None
    )


def _records(page: Prose, free: Sequence[Line]) -> list[list[Part]]:
    """Return the units of each row of elements of one kind beside each other that have a headline each."""
    heads: dict[Any, list[Line]] = {}
    for line in free:
        for element in line.path:
            heads.setdefault(element, []).append(line)
    rows: dict[tuple[Any, str, str], list[Any]] = {}
    for element in heads:
        if page.weights[element] and element.tag in _RECORD_TAGS:
            rows.setdefault((element.getparent(), element.tag, _kind(element)), []).append(element)
    found = []
    for row in rows.values():
        if len(row) >= LEAST_RECORDS:
            units = [_unit(page, _headline(heads[element]), element, None) for element in row]
            found.append([unit for unit in units if unit])
    found.sort(key=lambda units: min((len(unit.root_path) for unit in units), default=0))
    return found


def _kind(element: Any) -> str:
    """Return what an element in a row is called: an article, or the first of its classes without numbers."""
    if cues.is_article(element):
        return "article"
    names = (element.get("class") or "").split()
    return names[0].rstrip("-_0123456789") if names else ""


def _headline(heads: Sequence[Line]) -> Line:
    """Return the headline of an element: the first of its highest headings."""
    return min(heads, key=lambda line: (line.tag if line.tag in HEADINGS else "h9", line.number))


def _is_section(part: Part, below: Sequence[Part]) -> bool:
    """Return whether a part is a section of the site whose articles are the parts of the level below."""
    first, last = part.lines[0].number, part.lines[-1].number
    inside = [p for p in below if first <= p.lines[0].number and p.lines[-1].number <= last]
    named = [p for p in inside if _names_section(part, p)]
    if len(inside) == 1:  # the section's name is above each article, as a label
        return len(named) == 1 and inside[0].full and inside[0].words > SECTION * part.words
    sure = sum(p.linked or p.signs > 1 or p in named for p in inside)
    covered = sum(p.words for p in inside) > COVERED * part.words
    return len(inside) >= LEAST_PARTS and sure > COVERED * len(inside) and covered


def _names_section(part: Part, below: Part) -> bool:
    """Return whether a heading is a name of a few words and the one below a headline with date or byline."""
    if part.title is None or below.title is None or part.title is below.title:
        return False
    if part.linked and not below.linked:
        return False  # a short headline that leads to its article, and a sub-head in it
    return part.title.words <= NAME and below.title.words >= NAMED and below.signs > 0


def _linked_blurbs(page: Prose) -> list[Part]:
    """Return the cards of a page without headings: a link and the blurb below it in one element."""
    heads = [
        line
        for line in page.lines
        if line.links > POINTER_LINKS
        and line.words >= POINTER_WORDS
        and line.tag not in HEADINGS
        and not page.boxed(line)
    ]
    return [part for part in _units(page, heads) if part.root is not None and not part.full]


def _levels(free: Sequence[Line]) -> list[list[Line]]:
    """Return the headings of each level; the last level is made of elements that call themselves title."""
    levels = [[line for line in free if line.tag == tag] for tag in HEADINGS[:5]]
    titled = [line for line in free if line.tag not in HEADINGS]
    return [level for level in [*levels, titled] if level]


def _named_title(line: Line) -> bool:
    return line.words >= POINTER_WORDS and any(
        "headline" in (e.get("itemprop") or "") or cues.has_word(e, _TITLE) for e in line.path[:2]
    )


def _units(page: Prose, heads: Sequence[Line]) -> list[Part]:
    """Return the unit of each heading of one level."""
    inside = Counter(element for head in heads for element in head.path)
    roots = []
    for head in heads:
        alone = [element for element in head.path if inside[element] == 1]
        marked = [element for element in alone if cues.is_article(element) and page.weights[element]]
        roots.append([head.element, *alone, *marked][-1])
    return [
        part
        for i, (head, root) in enumerate(zip(heads, roots, strict=True))
        if (part := _unit(page, head, root, heads[i + 1] if i + 1 < len(heads) else None))
    ]


def _unit(page: Prose, head: Line, root: Any, following: Line | None) -> Part | None:
    """Return the unit of a heading: the lines of its element, or up to the next heading beside it."""
    first = last = head.number
    while first > 0 and root in page.lines[first - 1].path:
        first -= 1
    while last + 1 < len(page.lines) and root in page.lines[last + 1].path:
        last += 1
    own: Any = root
    if not any(is_prose(line) for line in page.lines[first : last + 1]):
        parent = root.getparent()
        stop = following.number if following else len(page.lines)
        while last + 1 < stop and parent in page.lines[last + 1].path:
            last += 1
        own = None
    lines = list(page.lines[first : last + 1])
    prose = [line for line in lines if is_prose(line) and not page.boxed(line)]
    if not prose:
        return None
    dated = any(_is_dated(line) for line in lines if line.words <= LABEL)
    marked = any(cues.is_article(element) for element in head.path[: head.path.index(root) + 1])
    linked = head.links > LINKED or any(
        element.tag == "a" for element in head.element.iterancestors() if element is not root
    )
    words = sum(line.words for line in prose)
    return Part(
        lines, head, own, words, len(prose), dated + marked + linked, linked, (root, *root.iterancestors())
    )


def _is_dated(line: Line) -> bool:
    """Return whether a line is a date or a byline; a time of day alone is that of an entry in a live blog."""
    if _CLOCK.fullmatch(line.text):
        return False
    return (
        line.tag == "time"
        or read_date(line.text) is not None
        or read_byline(line.text) is not None
        or any(e.get("datetime") for e in line.element.iter("time"))
    )


def _several(page: Prose, parts: Sequence[Part], data: Metadata) -> bool:
    """Return whether the parts found are the articles of the page, and the page is not one article itself."""
    full = [part for part in parts if part.full]
    if len(parts) < LEAST_PARTS or (len(full) < LEAST_PARTS and len(parts) < LEAST_CARDS):
        return False
    held = {line.number for part in parts for line in part.lines}
    headed = _headed(page, held, data)
    if len(full) == 1 and (
        _is_own(full[0], data) or (full[0].title_tag == "h1" and not _is_alike(full[0], parts))
    ):
        return False  # one article and cards that point to others
    outside = sum(
        line.words
        for line in page.lines
        if line.number not in held and is_prose(line) and not page.boxed(line)
    )
    within = sum(part.words for part in parts)
    if outside > OUTSIDE * within:
        return False
    if not headed:
        return True
    # Its own headline above them: one article with cards or live updates, unless their headings are links.
    return outside <= LEFT * within and sum(part.linked for part in parts) >= COVERED * len(parts)


def _is_alike(part: Part, parts: Sequence[Part]) -> bool:
    """Return whether most other parts have a heading of the same rank."""
    return sum(other.title_tag == part.title_tag for other in parts) > len(parts) / 2


def _own_titles(data: Metadata) -> list[str]:
    """Return the titles the page gives itself, without the site's name."""
    said = data.article()
    given = [said.headline if said else "", data.first("og:title"), data.document_title]
    return [strip_site(title, data.outlets) for title in given if title]


def _is_own(part: Part, data: Metadata) -> bool:
    """Return whether a part is the article the page is about, by its title."""
    return (
        data.is_article()
        and part.title is not None
        and any(same_title(part.title.text, title) for title in _own_titles(data))
    )


def _headed(page: Prose, held: set[int], data: Metadata) -> bool:
    """Return whether the page is said to be an article whose headline is outside the parts."""
    return data.is_article() and any(
        line.number not in held
        and line.tag in HEADINGS[:2]
        and any(same_title(line.text, title) for title in _own_titles(data))
        for line in page.lines
    )

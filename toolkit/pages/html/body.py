"""The running text of one article: which paragraphs of a part of a page belong to it.

Paragraphs that read like prose are votes. The element that holds nearly all of them and the shapes of
paragraph they have bring in what is too short to vote, and throw out cards, boxes and captions between.
Where that leaves less than half of what a second extractor (trafilatura, Barbaresi 2021) finds on the
page, its paragraphs are the votes. On pages larger than news pages are it is not asked.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from toolkit.pages.fields.datelines import is_caption, is_read_more, read_credit
from toolkit.pages.html import cues
from toolkit.pages.html.boxes import Boxes
from toolkit.pages.html.bylines import read_imprint
from toolkit.pages.html.lines import HEADINGS, Line
from toolkit.pages.html.prose import Prose
from toolkit.pages.html.region import is_marked
from toolkit.pages.themes import Furniture

_PARAGRAPHS = frozenset(
    [
        *("p", "li", "blockquote", "pre", "dd", "dt", "td", "tr"),
        *("div", "section", "article", "main", "body", "center", "header", "span", "summary", "details"),
    ]
)
VOTE = 10  # words; shorter paragraphs prove nothing
ENTRY = 2  # words of an entry of a list, where a page has nothing but lists
UNENDED = 25  # words; a paragraph this long votes though no full stop ends it
MOST_LINKED = 0.5  # share of a voting paragraph's letters in links
CONTAINER = 0.85  # share of the voted text in the element that holds the article
ALIKE = 0.3  # share of a shape's text that voted; the rest of that shape is text too
CARD_LINKS, CARD_WORDS = 0.9, 25  # a line of links up to this long is a pointer
PROSE_ITEM = 4  # words of an average item of a list that is text
WRAPPED = 3  # elements around a list or table, within which paragraphs of the article are beside it
CAPTION = 20  # letters; shorter captions are a photographer's initials or a number
CAPTION_WORDS = 30  # a longer line in a paragraph is text, whatever its last words
SUBHEAD_LINKS = 0.8  # share of a heading's letters in links; with more it points elsewhere
READ_MORE_LINKS = 0.3  # the same for a line that opens with "Read more"
DOUBT = 0.5  # share of a page's prose; where less is kept, the second extractor is asked
LARGEST = 20_000  # elements; of more it would take time with their square (news pages have a few thousand)
LONGEST_WALL = 40  # words of a line that asks readers to subscribe
SAME = 40  # letters; shorter lines of the second extractor prove nothing
_WALL = re.compile("|".join(cues.ordered("wall")), re.I)
_END = re.compile(r"[.!?…:;।۔。！？」』\"”’»)\]]\s*$")

Shape = tuple[str, str, str, str]


@dataclass
class Body:
    """The lines of an article's text with their labels: body, subhead, caption or credit."""

    labels: dict[int, str]
    container: Any
    sure: bool

    @property
    def running(self) -> list[int]:
        """Numbers of the lines that are text."""
        return [number for number, label in self.labels.items() if label in ("body", "subhead")]


def find_body(
    root: Any, page: Prose, furniture: Furniture, repeated: frozenset[str] | None = None
) -> Body | None:
    """Return the text of the one article in a part of a page, or None where there is none.

    Parameters
    ----------
    root : lxml element or None
        The part; it is not changed. None where the part is no element of its own.
    page : Prose
        The lines in it.
    furniture : Furniture
        Lines that are page furniture.
    repeated : frozenset of str, optional
        Lines that are in several parts of the page, which are furniture too. Given for a part of a page:
        its lines are taken for text in any shape.

    Returns
    -------
    Body or None
    """
    own = _body(page, _votes(page) or _entries(page), furniture, repeated)
    kept = _words(page, own)
    if root is None or (kept >= DOUBT * page.total and kept >= UNENDED):
        return own
    if next(islice(root.iter(), LARGEST, None), None) is not None:
        return own
    other = _body(page, _second(root, page), furniture, repeated)
    if own is None or kept < DOUBT * _words(page, other):
        own = other
    if own is not None:
        own.sure = False
    return own


def _words(page: Prose, body: Body | None) -> int:
    first = page.lines[0].number if page.lines else 0
    return sum(page.lines[number - first].words for number in body.running) if body else 0


def _body(
    page: Prose, votes: set[Line], furniture: Furniture, repeated: frozenset[str] | None
) -> Body | None:
    """Return the text that paragraphs voted for, or None where none did."""
    if not votes:
        return None
    container = _container(votes)
    inside = [line for line in page.lines if container in line.path]
    boxes = Boxes(container, votes, inside)
    if repeated is None:
        shapes = {**_shapes(inside, votes, boxes), **_lists(inside, votes)}
    else:
        shapes = {_shape(line): 1.0 for line in inside}
    labels: dict[int, str] = {}
    for line in inside:
        label = (
            None if line.text in (repeated or ()) else _label(line, line in votes, shapes, boxes, furniture)
        )
        if label:
            labels[line.number] = label
    _trim(labels, inside)
    return Body(labels, container, True) if "body" in labels.values() else None


def _votes(page: Prose) -> set[Line]:
    """Return the lines that read like paragraphs of prose and are in no box."""
    return {
        line
        for line in page.lines
        if line.words >= VOTE
        and line.tag in _PARAGRAPHS
        and line.links < MOST_LINKED
        and (line.words >= UNENDED or _END.search(line.text))
        and not page.boxed(line)
        and not any(map(cues.is_caption, line.path))
    }


def _entries(page: Prose) -> set[Line]:
    """Return the entries of lists and short paragraphs of a page without prose, such as a list of winners."""
    return {
        line
        for line in page.lines
        if line.words >= ENTRY
        and line.tag in ("li", "p", "dd", "tr")
        and line.links < MOST_LINKED
        and not page.boxed(line)
        and not any(map(cues.is_caption, line.path))
    }


def _second(root: Any, page: Prose) -> set[Line]:
    """Return the lines that trafilatura takes for text."""
    from lxml import html  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow to import

    body = copy.deepcopy(root)
    body.tail = None
    document = html.Element("html")
    if body.tag != "body":
        document.append(html.Element("body"))
    (document if body.tag == "body" else document[0]).append(body)
    found: Any = bare_extraction(document, include_comments=False, with_metadata=False, fast=True)
    printed = "".join((found.text or "").split()) if found is not None else ""
    bare = {line: "".join(line.text.split()) for line in page.lines}
    return {line for line, text in bare.items() if len(text) >= SAME and text in printed}


def _container(votes: Iterable[Line]) -> Any:
    """Return the innermost element that holds nearly all of the voted prose."""
    weights: Counter[Any] = Counter()
    depth: dict[Any, int] = {}
    total = 0
    for line in votes:
        total += len(line.text)
        for i, element in enumerate(line.path):
            weights[element] += len(line.text)
            depth[element] = len(line.path) - i
    return max(
        (element for element, weight in weights.items() if weight >= CONTAINER * total), key=depth.__getitem__
    )


def _shape(line: Line) -> Shape:
    parent = line.element.getparent()
    return (
        line.tag,
        line.element.get("class") or "",
        str(parent.tag) if parent is not None else "",
        (parent.get("class") or "") if parent is not None else "",
    )


def _shapes(inside: Sequence[Line], votes: set[Line], boxes: Boxes) -> dict[Shape, float]:
    """Return the share of the text of each shape of paragraph that was voted for."""
    yes: Counter[Shape] = Counter()
    every: Counter[Shape] = Counter()
    for line in inside:
        if boxes.kind(line) is None:
            shape = _shape(line)
            every[shape] += len(line.text)
            yes[shape] += len(line.text) * (line in votes)
    return {shape: yes[shape] / size for shape, size in every.items()}


def _lists(inside: Sequence[Line], votes: set[Line]) -> dict[Shape, float]:
    """Return the shapes of entries of lists and rows of tables among voted paragraphs, as fully voted for."""
    beside = {line.element.getparent() for line in votes if line.tag == "p"}
    held: dict[Any, list[Line]] = {}
    for line in inside:
        if line.tag in ("li", "tr"):
            i = next((i for i, e in enumerate(line.path) if e.tag in ("ul", "ol", "table")), 0)
            if any(element in beside for element in line.path[i + 1 : i + 1 + WRAPPED]):
                held.setdefault(line.path[i], []).append(line)
    prose = [
        lines
        for lines in held.values()
        if lines[0].tag == "tr" or sum(line.words for line in lines) >= PROSE_ITEM * len(lines)
    ]
    return {_shape(line): 1.0 for lines in prose for line in lines}


def _label(  # noqa: PLR0911 - one rule a line
    line: Line, voted: bool, shapes: dict[Shape, float], boxes: Boxes, furniture: Furniture
) -> str | None:
    """Return the label of a line in the container, or None for what is no part of the article."""
    boxed = boxes.kind(line)
    if boxed == "caption":
        return "caption" if len(line.text) > CAPTION else None
    if boxed or furniture.place(line.text) or (is_read_more(line.text) and line.links > READ_MORE_LINKS):
        return None
    if is_wall(line):
        return None
    if line.tag in HEADINGS:
        return "subhead" if line.links < SUBHEAD_LINKS else None
    if not voted and shapes.get(_shape(line), 0) < ALIKE:
        return None
    if line.links > CARD_LINKS and line.words <= CARD_WORDS:
        return None
    if read_credit(line.text):
        return "credit"
    if is_caption(line.text) and line.words <= CAPTION_WORDS:
        return "caption"
    return "body"


def is_wall(line: Line) -> bool:
    """Return whether a line asks readers to subscribe for the rest of an article."""
    return line.words <= LONGEST_WALL and _WALL.search(line.text) is not None


def _trim(labels: dict[int, str], lines: Sequence[Line]) -> None:
    """Take sub-heads, bylines and dates off the beginning and the end of the text."""
    by_number = {line.number: line for line in lines}
    running = [number for number, label in labels.items() if label in ("body", "subhead")]
    for ends in (running, running[::-1]):
        for number in ends:
            line = by_number[number]
            if labels.get(number) == "body" and not (is_marked(line) or read_imprint(line.text)):
                break
            labels.pop(number, None)

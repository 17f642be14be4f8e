"""The running text of one article: which paragraphs of a part of a page belong to it.

trafilatura (Barbaresi 2021) reads the part; its choice is a vote on paragraphs. What most of the voted
text has in common, its container and the shape of its paragraphs, brings in what the vote missed and
throws out cards, boxes and captions that stand between.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from toolkit.pages.fields.datelines import is_caption, is_read_more, read_credit
from toolkit.pages.html import cues
from toolkit.pages.html.boxes import Boxes
from toolkit.pages.html.bylines import read_imprint
from toolkit.pages.html.lines import HEADINGS, Line
from toolkit.pages.themes import Furniture

_PARAGRAPHS = ("p", "li", "blockquote", "pre", "dd", "dt", "td", "div", "section", "article", "main", "body")
_PROSE = 60  # characters; shorter paragraphs prove nothing
_SAME = 40
_REACH = 2000  # rows between two long lines
_END = re.compile(r"[.!?…:;।۔。\"”’»)\]]\s*$")


@dataclass
class Body:
    """The lines of an article's text with their labels: body, subhead, caption or credit."""

    labels: dict[int, str]
    container: Any
    voted: bool

    @property
    def running(self) -> list[int]:
        """Numbers of the lines that are text."""
        return [number for number, label in self.labels.items() if label in ("body", "subhead")]


def find_body(
    root: Any, lines: Sequence[Line], furniture: Furniture, repeated: frozenset[str] = frozenset()
) -> Body | None:
    """Return the text of the one article in a part of a page, or None where there is none.

    Parameters
    ----------
    root : lxml element or None
        The part; it is not changed. None where the part is no element of its own.
    lines : sequence of Line
        The lines in it.
    furniture : Furniture
        Lines that are page furniture.
    repeated : frozenset of str
        Lines that stand in several parts of the page, which are furniture too.

    Returns
    -------
    Body or None
    """
    votes = _votes(root, lines) if root is not None else set()
    voted = sum(len(lines[i].text) for i in votes) >= _PROSE
    if not voted:
        votes = _own_votes(lines)
    if not votes:
        return None
    container = _container([lines[i] for i in votes])
    inside = [line for line in lines if container in line.path]
    outer = Boxes(container, votes, lines)
    shapes = _shapes(inside, votes, lines, outer)
    shapes.update(_lists(inside, votes, lines))
    inside = [line for line in inside if line.text not in repeated]
    labels: dict[int, str] = {}
    for line in inside:
        label = _label(line, line.number - lines[0].number in votes, shapes, outer, furniture)
        if label:
            labels[line.number] = label
    _trim(labels, lines)
    return Body(labels, container, voted) if "body" in labels.values() else None


def _votes(root: Any, lines: Sequence[Line]) -> set[int]:
    """Return the places of the lines trafilatura takes for text."""
    from lxml import html  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow to import

    page = html.Element("html")
    body = root if root.tag == "body" else None
    page.append(copy.deepcopy(body) if body is not None else html.Element("body"))
    if body is None:
        page[0].append(copy.deepcopy(root))
        page[0][0].tail = None
    found: Any = bare_extraction(page, include_comments=False, with_metadata=False)
    if found is None or not found.text:
        return set()
    return _matches(found.text, lines)


def _matches(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the places of the lines a text holds: long ones anywhere, short ones between two long ones."""
    printed = [bare.lstrip("-") for row in text.splitlines() if (bare := "".join(row.split()))]
    places: dict[str, list[int]] = {}
    for place, bare in enumerate(printed):
        places.setdefault(bare, []).append(place)
    own = ["".join(line.text.split()) for line in lines]
    anchors: list[tuple[int, int]] = []
    at = 0
    for i, bare in enumerate(own):
        row = _place(bare, printed, places, at) if len(bare) >= _SAME else None
        if row is not None:
            anchors.append((i, row))
            at = max(at, row)
    if not anchors:
        return set()
    votes = {i for i, _ in anchors}
    bounds = [(max(0, anchors[0][0] - 3), 0), *anchors, (len(lines), len(printed))]
    for (first, low), (last, high) in pairwise(bounds):
        short = [i for i in range(first, last) if len(own[i]) < _SAME]
        between = set(printed[low : min(high + 1, low + _REACH)]) if short else set()
        votes.update(i for i in short if own[i] in between)
    return votes


def _place(bare: str, printed: Sequence[str], places: dict[str, list[int]], at: int) -> int | None:
    """Return the row of a text that a line is, or is a part of; the next one where there are several."""
    rows = places.get(bare)
    if rows:
        following = bisect_left(rows, at)
        return rows[following] if following < len(rows) else rows[0]
    return next((row for row in range(at, min(at + 20, len(printed))) if bare in printed[row]), None)


def _own_votes(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines that look like prose, where trafilatura finds nothing."""
    return {
        i
        for i, line in enumerate(lines)
        if line.tag in _PARAGRAPHS
        and line.links < 0.4
        and len(line.text) >= _PROSE
        and _END.search(line.text)
        and not any(cues.is_furniture(element) or cues.is_caption(element) for element in line.path)
    }


def _container(voted: Sequence[Line]) -> Any:
    """Return the innermost element that holds nearly all of the voted prose."""
    weights: Counter[Any] = Counter()
    depth: dict[Any, int] = {}
    prose = [line for line in voted if line.tag not in HEADINGS and line.links < 0.5]
    for line in prose or voted:
        for i, element in enumerate(line.path):
            weights[element] += len(line.text)
            depth[element] = len(line.path) - i
    total = max(weights.values())
    return max(
        (element for element, weight in weights.items() if weight >= 0.85 * total), key=depth.__getitem__
    )


def _shape(line: Line) -> tuple[str, str, str, str]:
    parent = line.element.getparent()
    return (
        line.tag,
        line.element.get("class") or "",
        str(parent.tag) if parent is not None else "",
        (parent.get("class") or "") if parent is not None else "",
    )


def _shapes(
    inside: Sequence[Line], votes: set[int], lines: Sequence[Line], outer: Boxes
) -> dict[tuple[str, str, str, str], float]:
    """Return the share of the text of each shape of paragraph that was voted for."""
    yes: Counter[tuple[str, str, str, str]] = Counter()
    every: Counter[tuple[str, str, str, str]] = Counter()
    for line in inside:
        if outer.kind(line) is None:
            every[_shape(line)] += len(line.text)
            yes[_shape(line)] += len(line.text) * (line.number - lines[0].number in votes)
    return {shape: yes[shape] / size for shape, size in every.items()}


def _lists(
    inside: Sequence[Line], votes: set[int], lines: Sequence[Line]
) -> dict[tuple[str, str, str, str], float]:
    """Return the shapes of list items that stand among voted paragraphs, as fully voted for."""
    beside = {line.element.getparent() for line in (lines[i] for i in votes) if line.tag == "p"}
    items: dict[Any, list[Line]] = {}
    for line in inside:
        if line.tag == "li" and line.element.getparent().getparent() in beside:
            items.setdefault(line.element.getparent(), []).append(line)
    prose = [held for held in items.values() if sum(line.words for line in held) >= 4 * len(held)]
    return {_shape(line): 1.0 for held in prose for line in held}


def _label(  # noqa: PLR0911 - one rule a line
    line: Line, voted: bool, shapes: dict[Any, float], outer: Boxes, furniture: Furniture
) -> str | None:
    """Return the label of a line in the container, or None for what is no part of the article."""
    boxed = outer.kind(line)
    if boxed == "caption":
        return "caption" if len(line.text) > 20 else None
    if boxed or furniture.place(line.text) or (is_read_more(line.text) and line.links > 0.3):
        return None
    if line.tag in HEADINGS:
        return "subhead" if line.links < 0.8 else None
    if not voted and shapes.get(_shape(line), 0) < 0.5:
        return None
    if line.links > 0.9 and line.words <= 25:
        return None
    if read_credit(line.text):
        return "credit"
    if is_caption(line.text) and line.words <= 30:
        return "caption"
    return "body"


def _trim(labels: dict[int, str], lines: Sequence[Line]) -> None:
    """Take sub-heads, bylines and dates off the beginning and the end of the text."""
    by_number = {line.number: line for line in lines}
    running = [number for number, label in labels.items() if label in ("body", "subhead")]
    for ends in (running, running[::-1]):
        for number in ends:
            if labels.get(number) == "body" and not read_imprint(by_number[number].text):
                break
            labels.pop(number, None)

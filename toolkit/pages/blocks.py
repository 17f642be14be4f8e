"""Labelled blocks of a text page: every character gets exactly one label.

The blocks of a page, in order, join to its text exactly; what lies between lines is ``blank``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from toolkit.pages.bylines import is_person
from toolkit.pages.lines import RULE, Line
from toolkit.pages.metadata import read_opening
from toolkit.pages.split import Start

Label = Literal[
    "title",
    "byline",
    "date",
    "dateline",
    "standfirst",
    "caption",
    "body",
    "credit",
    "subhead",
    "furniture",
    "blank",
]

REMAINDER = 90  # words that may stand behind the line that closes an article
_NOTE = 4  # lines of a note on the author, in which the date may stand
_BY_LABEL = ("by", "by:", "author", "author:", "written by", "posted by", "words by")


@dataclass
class Block:
    """A stretch of a page with one label; ``article`` numbers the article on the page it belongs to."""

    start: int
    end: int
    label: Label
    article: int | None = None


@dataclass
class Parts:
    """The lines of one article by label, in the page's order, and how sure its start is."""

    confidence: float
    blocks: list[Block] = field(default_factory=list)

    def texts(self, page: str, label: Label) -> list[str]:
        """Return what the blocks of a label say."""
        return [page[block.start : block.end] for block in self.blocks if block.label == label]


def label_lines(lines: Sequence[Line], starts: Sequence[Start]) -> tuple[list[Block], list[Parts]]:
    """Label every line of a page and gather the lines of each article.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the page.
    starts : sequence of Start
        Where its articles begin.

    Returns
    -------
    blocks : list of Block
        One a line (two where a byline is glued to the text), in order, without the blanks between.
    articles : list of Parts
        One an article.
    """
    articles: list[Parts] = []
    before = _dates_before_titles(lines, starts)
    bounds = [_reach_back(lines, start, before) for start in starts] + [len(lines)]
    blocks = [Block(line.start, line.end, "furniture") for line in lines[: bounds[0]]]
    for number, (start, (first, stop)) in enumerate(zip(starts, pairwise(bounds), strict=True)):
        labels = [*_head_labels(lines, first, start), *_body_labels(lines, start.body, stop)]
        made = [
            b
            for i, label in zip(range(first, stop), labels, strict=True)
            for b in _blocks_of(lines[i], label, i == start.body)
        ]
        parts = Parts(start.confidence)
        for block in made:
            block.article = number if block.label != "furniture" else None
        parts.blocks = [block for block in made if block.article is not None]
        blocks += made
        articles.append(parts)
    return blocks, articles


def fill_blanks(blocks: Sequence[Block], length: int) -> Iterator[Block]:
    """Yield the blocks of a page with the white space between them, so that they join to the page.

    Examples
    --------
    >>> [(b.start, b.end, b.label) for b in fill_blanks([Block(1, 3, "body")], 4)]
    [(0, 1, 'blank'), (1, 3, 'body'), (3, 4, 'blank')]
    """
    at = 0
    for block in blocks:
        if block.start > at:
            yield Block(at, block.start, "blank")
        yield block
        at = block.end
    if at < length:
        yield Block(at, length, "blank")


def _dates_before_titles(lines: Sequence[Line], starts: Sequence[Start]) -> bool:
    """Return whether dates and bylines stand above the headlines of this page, as the first one shows."""
    if not starts or starts[0].title is None:
        return False
    return any(
        line.role in ("date", "byline") for line in lines[max(0, starts[0].first - 2) : starts[0].first]
    )


def _reach_back(lines: Sequence[Line], start: Start, before: bool) -> int:
    """Return an article's first line; date and byline above the headline included where they stand so."""
    first = start.first
    while before and first > 0 and lines[first - 1].role in ("date", "byline", "place"):
        first -= 1
    return first


def _head_labels(lines: Sequence[Line], first: int, start: Start) -> list[Label]:
    """Return the labels of the lines between an article's beginning and its text."""
    labels: list[Label] = []
    title = lines[start.title].text if start.title is not None else None
    repeats = [i for i in range(first, start.body) if lines[i].text == title]
    named = False
    for i in range(first, start.body):
        line = lines[i]
        if line.text == title and title is not None:
            labels.append("title")
        elif line.role == "furniture":
            named = named or line.text.lower() in _BY_LABEL
            labels.append("furniture")
        elif line.role in ("byline", "date", "credit", "caption"):
            labels.append(line.role)
        elif line.role == "place":
            labels.append("dateline" if not named or line.words <= 4 else "byline")
        elif line.role == "pointer" or (start.title is not None and i < start.title):
            labels.append("furniture")
        elif line.role in ("prose", "sentence") and repeats and i < repeats[-1]:
            labels.append("caption")
        elif (
            line.role == "short"
            and (named or _beside_date(lines, i))
            and (is_person(line.text, capitals=True) or named)
        ):
            labels.append("byline")
        else:
            labels.append("standfirst")
    return labels


def _beside_date(lines: Sequence[Line], i: int) -> bool:
    """Return whether a line stands next to a date or a reading time, where a bare name is a byline."""
    near = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    if is_person(lines[i].text, capitals=True) and i + 1 < len(lines) and lines[i + 1].place == "start":
        return True
    return any(line.role == "date" or line.place == "start" for line in near) and is_person(lines[i].text)


def _body_labels(lines: Sequence[Line], body: int, stop: int) -> list[Label]:
    """Return the labels of an article's lines from its text on."""
    closing = _closing(lines, body, stop)
    last = max(
        (i for i in range(body, closing) if lines[i].role in ("prose", "sentence", "item")), default=body
    )
    labels: list[Label] = []
    closed = False
    for i in range(body, stop):
        line = lines[i]
        if i >= closing:
            labels.append(_closing_label(lines, i, closing))
        elif line.role == "furniture":
            closed = closed or line.place == "tail" or (line.place in ("end", "page") and i > last)
            labels.append("furniture")
        elif line.role == "prose":
            closed = False
            labels.append("body")
        elif line.role in ("caption", "credit"):
            labels.append(line.role)
        elif closed or line.role == "pointer":
            labels.append("furniture")
        elif i > last:
            labels.append(_tail_label(line))
        else:
            labels.append("subhead" if line.role == "short" else "body")
    return labels


def _closing(lines: Sequence[Line], body: int, stop: int) -> int:
    """Return the line that closes an article: behind it stand a note on the author, comments, a footer.

    A date, a byline, the author's bare name, a rule, or the head of a list of links closes an article
    when little text follows; a long text behind it goes on with the article.
    """
    words = [
        line.text.count(" ") + 1 if line.role in ("prose", "sentence", "item") else 0
        for line in lines[body:stop]
    ]
    behind = sum(words)
    total = behind
    for i in range(body, stop):
        behind -= words[i - body]
        if i > body and behind <= min(REMAINDER, 0.3 * total) and _closes(lines[i]):
            return i
    return stop


def _closes(line: Line) -> bool:
    if line.role == "furniture":
        return line.place == "tail" or (line.words == 0 and len(line.text) >= RULE)
    return line.role in ("date", "byline") or (line.role == "short" and is_person(line.text))


def _closing_label(lines: Sequence[Line], i: int, closing: int) -> Label:
    """Return the label of a line from the closing line on: its byline and date, and what is no text."""
    line = lines[i]
    near = i - closing <= _NOTE and not any(lines[j].place == "tail" for j in range(closing, i + 1))
    if near and line.role in ("date", "byline", "credit"):
        return line.role
    return "byline" if i == closing and line.role == "short" else "furniture"


def _tail_label(line: Line) -> Label:
    """Return the label of a line behind an article's last sentence."""
    if line.role in ("date", "byline"):
        return line.role
    if line.role == "place":
        return "furniture"
    return "subhead" if line.text.endswith(":") or line.words > 3 else "furniture"


def _blocks_of(line: Line, label: Label, opens: bool) -> list[Block]:
    """Return the block of a line, or two where a byline is glued to the first words of the text."""
    cut = read_opening(line.text).byline_end if opens and label == "body" else 0
    if not cut:
        return [Block(line.start, line.end, label)]
    name_end = len(line.text[:cut].rstrip())
    return [Block(line.start, line.start + name_end, "byline"), Block(line.start + cut, line.end, label)]

"""Labelled blocks of a text page: every character gets exactly one label.

The blocks of a page, in order, join to its text exactly; what lies between lines is ``blank``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from toolkit.pages.fields.bylines import is_person, names_beside
from toolkit.pages.fields.datelines import read_opening
from toolkit.pages.fields.dates import find_date
from toolkit.pages.text.lines import Line
from toolkit.pages.text.split import Stretch

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

_LONGEST_IMPRINT = 160  # characters of a line that holds a date or a byline among other things
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


def label_lines(lines: Sequence[Line], found: Sequence[Stretch]) -> tuple[list[Block], list[Parts]]:
    """Label every line of a page and gather the lines of each article.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the page.
    found : sequence of Stretch
        Its articles, from `toolkit.pages.text.split.find_articles`.

    Returns
    -------
    blocks : list of Block
        One a line (two where a byline is glued to the text), in order, without the blanks between.
    articles : list of Parts
        One an article.
    """
    printed = Counter(line.text for line in lines if line.role == "short")
    blocks: list[Block] = []
    articles: list[Parts] = []
    done = 0
    for number, stretch in enumerate(found):
        blocks += _outside(lines[done : stretch.first])
        done = stretch.stop
        labels = [
            *_head_labels(lines, stretch),
            *_text_labels(lines, stretch, printed),
            *_end_labels(lines, stretch),
        ]
        made: list[Block] = []
        for i, label in zip(range(stretch.first, stretch.stop), labels, strict=True):
            made += _blocks_of(lines[i], label, i == stretch.body)
        for block in made:
            block.article = number if block.label != "furniture" else None
        articles.append(Parts(stretch.confidence, [block for block in made if block.article is not None]))
        blocks += made
    return blocks + _outside(lines[done:]), articles


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


def _outside(lines: Sequence[Line]) -> list[Block]:
    """Return the blocks of lines that belong to no article."""
    return [Block(line.start, line.end, "furniture") for line in lines]


def _head_labels(lines: Sequence[Line], found: Stretch) -> list[Label]:
    """Return the labels of the lines between an article's beginning and its text."""
    labels: list[Label] = []
    headline = {lines[i].text for i in found.titles}
    repeats = [i for i in range(found.first, found.body) if lines[i].text in headline]
    named = False
    for i in range(found.first, found.body):
        line = lines[i]
        if i in repeats:
            labels.append("title")
        elif line.role in ("furniture", "pointer") or (line.role == "short" and find_date(line.text)):
            named = named or line.text.lower() in _BY_LABEL
            labels.append(_imprint(line))
        elif line.role in ("byline", "date", "credit", "caption"):
            labels.append(line.role)
        elif line.role == "place":
            labels.append("dateline" if not named or line.words <= 4 else "byline")
        elif line.role in ("prose", "sentence") and repeats and i < repeats[-1]:
            labels.append("caption")
        elif line.role == "short" and (named or _is_name(lines, i)):
            labels.append("byline")
        else:
            labels.append("standfirst" if repeats and i > repeats[0] else "furniture")
    return labels


def _imprint(line: Line) -> Label:
    """Return whether a line in an article's head or foot names its date or author, whatever else it holds."""
    if len(line.text) > _LONGEST_IMPRINT:
        return "furniture"
    found = find_date(line.text)
    if found:
        return "byline" if found[1] else "date"
    return "byline" if line.role == "furniture" and names_beside(line.text, bare=False) else "furniture"


def _is_name(lines: Sequence[Line], i: int) -> bool:
    """Return whether a line is a person's name in an article's head, where it is a byline without "By"."""
    near = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    meta = any(line.role in ("date", "place") or line.place in ("start", "bar") for line in near)
    return is_person(lines[i].text, capitals=meta) and (meta or lines[i].words <= 3)


def _text_labels(lines: Sequence[Line], found: Stretch, printed: Counter[str]) -> list[Label]:
    """Return the labels of the lines of an article's text.

    Short lines are links behind the heading of a list of links, and where they are printed again on the page.
    """
    labels: list[Label] = []
    links = False
    for line in lines[found.body : found.last + 1]:
        if line.role == "furniture":
            links = links or line.place == "tail"
            labels.append("furniture")
            continue
        links = links and line.role in ("short", "date", "byline", "pointer")
        if line.role in ("caption", "credit"):
            labels.append(line.role)
        elif links or line.role in ("pointer", "byline") or (line.role == "short" and printed[line.text] > 1):
            labels.append("furniture")
        else:
            labels.append("subhead" if line.role in ("short", "date", "place") else "body")
    labels[0] = "body"
    return labels


def _end_labels(lines: Sequence[Line], found: Stretch) -> list[Label]:
    """Return the labels of the lines behind an article's text that are its own."""
    labels: list[Label] = []
    named = False
    for line in lines[found.last + 1 : found.stop]:
        if line.role in ("date", "byline", "credit", "caption"):
            labels.append(line.role)
        else:
            signed = line.role in ("short", "place") and (named or is_person(line.text))
            labels.append("byline" if signed else _imprint(line))
        named = line.text.lower() in _BY_LABEL
    return labels


def _blocks_of(line: Line, label: Label, opens: bool) -> list[Block]:
    """Return the block of a line, or two where a byline is glued to the first words of the text."""
    cut = read_opening(line.text).byline_end if opens and label == "body" else 0
    if not cut:
        return [Block(line.start, line.end, label)]
    name_end = len(line.text[:cut].rstrip())
    return [Block(line.start, line.start + name_end, "byline"), Block(line.start + cut, line.end, label)]

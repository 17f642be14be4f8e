"""The printed paragraphs of an HTML page, in order, each with its element and its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.html.cues import is_unseen
from toolkit.pages.html.source import HIDDEN, Source

_NAMES = """
    address article aside blockquote body button center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre
    section summary table tbody td tfoot th thead time tr ul caption amp-ad amp-img amp-carousel picture
    video audio label option
"""
BLOCK = frozenset(_NAMES.split())
TOO_DEEP = "the page nests its elements too deeply to be read ([limits] nesting)"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INVISIBLE = {ord(mark): None for mark in "\xad\u200b\u2060\ufeff"}
# Scripts that put no spaces between words, and about how many letters a word has in them: two in Chinese and
# Japanese, four in Thai, Lao, Khmer and Burmese.
_HAN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_THAI = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")
_UNSPACED = re.compile(f"{_HAN.pattern}|{_THAI.pattern}")
LETTERS_A_WORD = (2, 4)
# A table of data has some cells, in more than one column, of a few words each, and no boxes in them.
LEAST_CELLS = 4
CELL = 60  # letters on average
_LAYOUT = frozenset(["table", "div", "ul", "ol", "form", "article", "section", *HEADINGS])


@dataclass(eq=False)
class Line:
    """A printed paragraph: its text, the block element it is in, and the share of it that is links.

    ``start`` and ``end`` are offsets in the source; -1 where the place could not be told.
    """

    number: int
    text: str
    element: Any
    links: float
    start: int
    end: int
    path: tuple[Any, ...] = field(repr=False, default=())

    @property
    def tag(self) -> str:
        """Name of the block element."""
        return str(self.element.tag)

    @cached_property
    def words(self) -> int:
        """Number of words, by `count_words`."""
        return count_words(self.text)


def count_words(text: str) -> int:
    """Return the number of words between spaces; in scripts without spaces, by the number of letters.

    Examples
    --------
    >>> count_words("It rained."), count_words("昨日は雨が降りました。")
    (2, 5)
    """
    words = text.count(" ") + 1
    if text.isascii() or not _UNSPACED.search(text):
        return words
    letters = len(_HAN.findall(text)) / LETTERS_A_WORD[0] + len(_THAI.findall(text)) / LETTERS_A_WORD[1]
    return max(words, int(words - 1 + letters))


def parse(text: str) -> Any:
    """Return the tree of an HTML page; nothing is fetched and no entity of the page's own is expanded.

    Raises
    ------
    InputError
        If there is no element in the text, or elements are nested more than 2,000 deep.
    """
    from lxml import etree, html  # noqa: PLC0415 - for HTML alone

    # huge_tree lets pages nest 2,048 elements deep and not 256; the size is bounded by Source before.
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True, remove_comments=True
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"the page has no HTML in it ({error})") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise InputError(TOO_DEEP)
    return tree


def read_lines(tree: Any, source: Source) -> list[Line]:
    """Return every printed paragraph of a page.

    Parameters
    ----------
    tree : lxml element
        The page, as `parse` gives it.
    source : Source
        The source it was parsed from.

    Returns
    -------
    list of Line
        In the page's order.

    Examples
    --------
    >>> page = "<h1>Rain</h1><p>It <b>rained</b>.<br><br>Then it stopped.</p>"
    >>> [(line.tag, line.text) for line in read_lines(parse(page), Source(page))]
    [('h1', 'Rain'), ('p', 'It rained.'), ('p', 'Then it stopped.')]
    """
    lines: list[Line] = []
    for element, parts, linked in _paragraphs(tree):
        squeezed = "".join("".join(part for part, _ in parts).split())
        place = source.take(squeezed) or (-1, -1)
        text = " ".join("".join(part for part, shown in parts if shown).translate(_INVISIBLE).split())
        if text:
            links = min(1.0, linked / len("".join(text.split())))
            lines.append(Line(len(lines), text, element, links, *place, tuple(_path(element))))
    return lines


def _path(element: Any) -> Iterator[Any]:
    """Yield an element and its ancestors, innermost first."""
    yield element
    yield from element.iterancestors()


def _paragraphs(tree: Any) -> Iterator[tuple[Any, list[tuple[str, bool]], int]]:
    """Yield the text of each paragraph in parts, with its block element and the length of its links."""
    from lxml import etree  # noqa: PLC0415

    state = _State(tree)
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        name = element.tag
        if event == "start":
            if name in HIDDEN:
                walker.skip_subtree()
                continue
            block = state.is_block(element)
            if block or (name == "br" and state.breaks()):
                yield from state.flush()
            state.enter(element, block)
        else:
            block = state.is_block(element)
            if block:
                yield from state.flush()
            state.leave(element, block)
    yield from state.flush()


def _is_data(table: Any) -> bool:
    """Return whether a table holds data and not the layout of a page: rows of short cells."""
    cells = rows = letters = 0
    for element in table.iter():
        name = element.tag
        cells += name in ("td", "th")
        rows += name == "tr"
        if name in _LAYOUT and element is not table:
            return False
        letters += len(element.text or "")
        if letters > CELL * (cells + 1):
            return False
    return cells >= LEAST_CELLS and cells > rows


class _State:
    """The paragraph that is being gathered."""

    def __init__(self, tree: Any) -> None:
        self.parts: list[tuple[str, bool]] = []
        self.linked = 0
        self.inside = 0  # depth of links
        self.unseen = 0  # depth of elements for screen readers alone
        self.broken = 0  # line breaks since the last character
        self.filled = False
        self.blocks = [tree]
        self.owner: Any = tree
        self.cells: set[Any] = set()  # of tables of data, whose rows are lines

    def is_block(self, element: Any) -> bool:
        """Return whether an element makes a paragraph; a date does unless it is in prose."""
        name = element.tag
        if name == "a":
            return "more" in (element.get("class") or "")  # "Continue reading" behind an excerpt
        if name not in BLOCK or element in self.cells:
            return False
        return name != "time" or element.getparent().tag not in ("p", "li")

    def add(self, text: str | None) -> None:
        if text:
            bare = len("".join(text.split()))
            if bare and not self.filled:
                self.owner = self.blocks[-1]
            if bare:
                self.filled, self.broken = True, 0
            self.parts.append((text, not self.unseen))
            self.linked += bare if self.inside else 0

    def breaks(self) -> bool:
        """Return whether a line break is the second in a row, which makes a new paragraph."""
        self.parts.append(("\n", True))
        self.broken += 1
        return self.broken > 1

    def enter(self, element: Any, block: bool) -> None:
        name = element.tag
        if block:
            self.blocks.append(element)
            if name == "table" and _is_data(element):
                self.cells.update(element.iter("td", "th", "p"))
        elif element in self.cells:
            self.parts.append((" ", True))
        self.inside += name == "a"
        self.unseen += is_unseen(element)
        self.add(element.text)

    def leave(self, element: Any, block: bool) -> None:
        if block:
            self.blocks.pop()
        self.inside -= element.tag == "a"
        self.unseen -= self.unseen > 0 and is_unseen(element)
        self.add(element.tail)

    def flush(self) -> Iterator[tuple[Any, list[tuple[str, bool]], int]]:
        if self.filled:
            yield self.owner, self.parts, self.linked
        self.parts, self.linked, self.broken, self.filled = [], 0, 0, False

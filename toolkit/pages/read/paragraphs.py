"""The printed paragraphs of a file, from text or markup, each with its place in the file.

Exports are made by machines: a scan of their tags in one pass is enough, and keeps the offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from toolkit.pages.read.unwrap import paragraphs, wrap_width

_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
    | <!\[CDATA\[(?P<raw>.*?)(?:\]\]>|\Z)
    | <(?P<hidden>script|style|noscript|select|textarea|iframe)\b[^>]*+>.*?(?:</(?P=hidden)\s*>|\Z)
    | <(?P<close>/?)(?P<name>[a-zA-Z][\w:.-]*+)(?P<rest>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[^<>]*+)>
    | <[!?][^>]*+>?""",
    re.I | re.S | re.X,
)
_MARKS = re.compile(r"""\b(?:class|id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.I)
_WORDCOUNT = re.compile(r"""\bwordcount\s*=\s*["']?(\d+)""", re.I)
_ANCHOR = re.compile(r"""\bname\s*=\s*["']?docid_""", re.I)  # ProQuest's, before each document
_BLOCKS = frozenset(
    """p div tr td th table tbody li ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article header footer aside
    blockquote pre hr body html head form center title option figure figcaption text""".split()  # noqa: SIM905
)
_VOID = frozenset(["br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base"])
# The next element of the kind ends the one before.
_SELF_CLOSING = frozenset(["p", "li", "td", "th", "tr", "dt", "dd", "option"])
_DEEPEST = 200  # elements; deeper ones add no marks
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n ?")


@dataclass(frozen=True)
class Run:
    """A stretch of text between two tags: what it says, its place, and the marks of its elements."""

    text: str
    start: int
    end: int
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Paragraph:
    r"""A printed paragraph.

    Attributes
    ----------
    runs : tuple of Run
        Its stretches, in order; one that is a line break says ``"\n"``.
    marker : int
        Number of comments that begin a document before it; Nexis marks its documents so.
    group : int
        Number of the stretch it lies in: in plain text one without blank lines, in HTML a ``div``.
    """

    runs: tuple[Run, ...]
    marker: int = field(default=0, compare=False)
    group: int = field(default=-1, compare=False)

    @cached_property
    def lines(self) -> str:
        """Its text with blanks squeezed; line breaks inside it are kept."""
        said = _BLANKS.sub(" ", "".join(run.text for run in self.runs))
        return _BREAKS.sub("\n", said).strip()

    @cached_property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join(self.lines.split())

    @property
    def start(self) -> int:
        """First character in the file."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """One past its last character in the file."""
        return self.runs[-1].end

    @cached_property
    def marks(self) -> frozenset[str]:
        """Names, classes and ids of all elements its text lies in, in lower case."""
        return frozenset().union(*(run.marks for run in self.runs))


def from_text(text: str) -> list[Paragraph]:
    r"""Return the paragraphs of plain text; lines broken at a fixed width are joined.

    Examples
    --------
    >>> [paragraph.text for paragraph in from_text("RAIN\n\nIt rained.\nIt stopped.")]
    ['RAIN', 'It rained.', 'It stopped.']
    """
    lines = text.split("\n")
    starts = _starts(lines)
    found = paragraphs(lines, wrap_width(_unindented(lines)))
    blank = [0]
    for line in lines:
        blank.append(blank[-1] + (not line.strip()))
    return [_of_lines(lines, starts, numbers, blank[numbers[0]]) for numbers in found]


def _unindented(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text, the centred ones left out: they say nothing of its width."""
    return ["" if line[:4].isspace() else line for line in lines]


def _starts(lines: Sequence[str]) -> list[int]:
    at, starts = 0, []
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _of_lines(lines: Sequence[str], starts: Sequence[int], numbers: Sequence[int], group: int) -> Paragraph:
    runs = []
    for number in numbers:
        line = lines[number]
        lead = len(line) - len(line.lstrip())
        said = line.strip()
        runs.append(Run(f" {said}", starts[number] + lead, starts[number] + lead + len(said)))
    return Paragraph(tuple(runs), group=group)


def from_markup(text: str, *, inline: frozenset[str] | None = None) -> list[Paragraph]:
    """Return the paragraphs of HTML or XML with the marks of their elements.

    Parameters
    ----------
    text : str
    inline : frozenset of str, optional
        In XML, the elements inside a paragraph; all others begin and end one. Without it the
        elements of HTML are told apart by their names.

    Examples
    --------
    >>> first, second = from_markup('<div class="a"><b>Rain</b> &amp; sun</div><p>More')
    >>> first.text, sorted(first.marks), (second.start, second.end)
    ('Rain & sun', ['a', 'b', 'div'], (45, 49))
    """
    return list(_Scan(text, inline).paragraphs())


class _Scan:
    """One pass over markup."""

    def __init__(self, text: str, inline: frozenset[str] | None) -> None:
        self.text, self.inline = text, inline
        self.open: list[tuple[str, frozenset[str]]] = []
        self.runs: list[Run] = []
        self.comments = self.divs = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        at = 0
        for tag in _TAG.finditer(self.text):
            self._add(at, tag.start())
            at = tag.end()
            if tag["raw"] is not None:
                self._add(tag.start("raw"), tag.end("raw"))
            name = (tag["name"] or "").lower()
            if tag[0].startswith("<!--"):
                self.comments += "<DOC NUMBER" in tag[0].upper()
            elif name in _BLOCKS if self.inline is None else name and name not in self.inline:
                yield from self._flush()
            self.comments += name == "a" and bool(_ANCHOR.search(tag["rest"]))
            self.divs += name == "div"
            if name == "br":
                self.runs.append(Run("\n", tag.start(), tag.end()))
            elif name:
                self._nest(name, tag)
        self._add(at, len(self.text))
        yield from self._flush()

    def _marks(self) -> frozenset[str]:
        return self.open[-1][1] if self.open else frozenset()

    def _add(self, start: int, end: int) -> None:
        piece = self.text[start:end]
        said = piece.strip()
        if not said:
            if piece and self.runs:
                self.runs.append(Run(" ", start, end, self._marks()))
            return
        lead, tail = len(piece) - len(piece.lstrip()), len(piece) - len(piece.rstrip())
        shown = " ".join(unescape(piece).split()) if piece else ""
        shown = f"{' ' if lead else ''}{shown}{' ' if tail else ''}"
        if shown.strip():
            self.runs.append(Run(shown, start + lead, end - tail, self._marks()))

    def _flush(self) -> Iterator[Paragraph]:
        while self.runs and not self.runs[-1].text.strip():
            self.runs.pop()
        first = next((i for i, run in enumerate(self.runs) if run.text.strip()), len(self.runs))
        if first < len(self.runs):
            yield Paragraph(tuple(self.runs[first:]), self.comments, self.divs)
        self.runs = []

    def _nest(self, name: str, tag: re.Match[str]) -> None:
        """Keep the open elements in step with a tag."""
        if tag["close"]:
            self._close(name)
            return
        if name in _VOID or tag["rest"].endswith("/"):
            return
        if name in _SELF_CLOSING and self.open and self.open[-1][0] == name:
            self.open.pop()
        if len(self.open) < _DEEPEST:
            found = _MARKS.findall(tag["rest"])
            own = {word.lower() for groups in found for value in groups for word in value.split()}
            own |= {f"words-{count}" for count in _WORDCOUNT.findall(tag["rest"])}
            self.open.append((name, self._marks() | own | {name}))

    def _close(self, name: str) -> None:
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth][0] == name:
                del self.open[depth:]
                return

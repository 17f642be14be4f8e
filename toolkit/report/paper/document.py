"""The page as a plain document: headings, paragraphs, tables and pictures in order.

The page is made by our own templates, so it is read by their classes. What is folded on the page is left out
unless the whole is asked for; the appendix is always there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html

from toolkit.errors import ReportError

Run = tuple[str, bool]  # words, and whether they are set apart
SKIPPED = {"tk-file", "to-contents", "tk-legend", "inside", "skip"}  # classes: links of the page
FRAMES = {"section", "div", "header", "main", "ul", "ol", "picture"}


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 0 is the title."""

    level: int
    words: str


@dataclass(frozen=True)
class Paragraph:
    """Words in runs; `kind` is ``text``, ``bullet``, ``note`` or ``quote``."""

    runs: tuple[Run, ...]
    kind: str = "text"

    @property
    def words(self) -> str:
        """Its words without what sets them apart."""
        return "".join(words for words, _ in self.runs)


@dataclass(frozen=True)
class Table:
    """A table of texts; `numbers` tells which columns are numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]


@dataclass(frozen=True)
class Picture:
    """A figure by the name of its file."""

    name: str
    alt: str
    caption: str


Item = Heading | Paragraph | Table | Picture


def document(page: str, *, whole: bool = False) -> list[Item]:
    """Return a report's page as a document.

    Parameters
    ----------
    page : str
        HTML of ``report.html``.
    whole : bool
        With what is folded on the page.

    Raises
    ------
    ReportError
        If it is not a page of the toolkit.

    Examples
    --------
    >>> page = '<main id="main"><h1>Rain</h1><p>It <b>rained</b>.</p><details><p>More.</p></details></main>'
    >>> [getattr(item, "words", "") for item in document(page)]
    ['Rain', 'It rained.']
    >>> len(document(page, whole=True))
    3
    """
    found = lxml.html.fromstring(page).xpath("//main[@id='main']")
    if not found:
        raise ReportError("the page is not a report of the toolkit: it has no main part")
    return list(_items(found[0], whole=whole))


def title_of(items: Iterable[Item]) -> str:
    """Return the words of the first heading; empty where there is none.

    Examples
    --------
    >>> title_of([Paragraph((("Rain.", False),)), Heading(0, "Weather")])
    'Weather'
    """
    return next((item.words for item in items if isinstance(item, Heading)), "")


def _items(node: Any, *, whole: bool) -> Iterator[Item]:
    for child in node:
        yield from _item(child, whole=whole)


def _item(node: Any, *, whole: bool) -> Iterator[Item]:
    """Yield what one element of the page is on paper."""
    tag, classes = node.tag, set((node.get("class") or "").split())
    if not isinstance(tag, str) or classes & SKIPPED:
        return
    if re.fullmatch("h[1-6]", tag):
        yield Heading(int(tag[1]) - 1, _words(node))
    elif tag in {"p", "pre", "dt", "dd", "cite"}:
        yield from _paragraph(node, "note" if classes & {"support", "tk-note", "bar-note"} else "text")
    elif tag == "li":
        yield from _bullet(node, whole=whole)
    elif tag == "table":
        yield _table(node)
    elif tag == "figure":
        yield _picture(node)
    elif tag == "details":
        yield from _folded(node, whole=whole)
    elif tag == "dl" or tag in FRAMES:
        yield from _items(node, whole=whole)


def _folded(node: Any, *, whole: bool) -> Iterator[Item]:
    """Yield what a fold holds, where it is asked for or in the appendix."""
    in_appendix = bool(node.xpath("ancestor::section[@aria-labelledby='appendix']"))
    if not (whole or (in_appendix and "line" in (node.get("class") or ""))):
        return
    summary = node.find("summary")
    if summary is not None:
        heads = summary.findall("h3")
        yield Heading(2, _words(heads[0])) if heads else Paragraph(((_words(summary), True),))
    for child in node:
        if child.tag != "summary":
            yield from _item(child, whole=whole)


def _bullet(node: Any, *, whole: bool) -> Iterator[Item]:
    """Yield an item of a list: its words, then what it holds besides."""
    blocks = [child for child in node if child.tag in {"p", "div", "details", "ul", "ol"}]
    quoted = node.find("q")
    if quoted is not None:
        source = node.find("cite")
        told = f" ({_words(source)})" if source is not None and _words(source) else ""
        yield Paragraph((*_runs(quoted), (told, False)), "quote")
    elif not blocks:
        yield from _paragraph(node, "bullet")
    for place, child in enumerate(blocks):
        if child.tag == "p" and not place:
            yield from _paragraph(child, "bullet")
        else:
            yield from _item(child, whole=whole)


def _paragraph(node: Any, kind: str) -> Iterator[Item]:
    runs = _runs(node)
    if any(words.strip() for words, _ in runs):
        yield Paragraph(runs, kind)


def _runs(node: Any) -> tuple[Run, ...]:
    """Return the words of an element; links that only lead elsewhere (class `goto`) are left out."""
    runs = list[Run]()

    def add(words: str | None, apart: bool) -> None:
        if words:
            runs.append((re.sub(r"\s+", " ", words), apart))

    def walk(part: Any, apart: bool) -> None:
        add(part.text, apart)
        for child in part:
            classes = (child.get("class") or "").split() if isinstance(child.tag, str) else ["goto"]
            if "certainty" in classes:
                add(f"({_words(child)})", apart)
            elif "goto" not in classes:
                walk(child, apart or child.tag in {"b", "strong", "mark", "em", "dt"})
            add(child.tail, apart)

    walk(node, node.tag == "dt")
    return tuple(runs)


def _words(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text_content()).strip()


def _table(node: Any) -> Table:
    head = node.findall("thead/tr/th")
    return Table(
        caption=_words(node.find("caption")) if node.find("caption") is not None else "",
        header=tuple(_words(cell) for cell in head),
        rows=tuple(tuple(_words(cell) for cell in row) for row in node.findall("tbody/tr")),
        numbers=tuple("num" in (cell.get("class") or "") for cell in head),
    )


def _picture(node: Any) -> Picture:
    caption = node.find("figcaption")
    words = _words(caption) if caption is not None else ""
    if "bars" in (node.get("class") or ""):
        return Picture("opening", words, words)
    image, places = node.find(".//img"), node.xpath("ancestor::div[starts-with(@id, 'figure-')]/@id")
    return Picture(places[-1].removeprefix("figure-") if places else "", image.get("alt") or "", words)

"""The text of a PDF: columns in their order, words divided at line ends joined, running heads left out.

A PDF places pieces of text on a page and knows no paragraphs. Lines are the pieces at one height; a gap
down the page that most lines leave free parts two columns; a paragraph ends where a line is short, or
where the lines are further apart than usual.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.read.limits import LIMITS, check_count
from toolkit.settings import LimitsSettings

_SAME_LINE = 0.5  # of the size of the letters: pieces nearer than this are on one line
_GUTTER = 1.5  # letters: the least width of the space between two columns
_CROSSING = 0.1  # most lines that may cross the space between two columns
_LEAST_LINES = 8  # of a page, for columns to be looked for
_FULL = 0.8  # of the width of its column: a shorter line ends a paragraph
_APART = 1.4  # times the usual distance between lines: a new paragraph
_REPEATED = 0.5  # of the pages: a line at the edge of so many is a running head
_OFTEN = 3  # pages: so is one on so many of a long document, whose chapters have heads of their own
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_WIDTH = 0.5  # of the size of the letters: their usual width
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|seite|página|pagina|p\.|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de|di|sur)\s*\d{1,4})?[-–—\s]*",
    re.I,
)
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")


@dataclass(frozen=True)
class Line:
    """A printed line: its place on the page, the size of its letters and its text."""

    left: float
    right: float
    y: float
    size: float
    text: str


def pdf_text(data: bytes, limits: LimitsSettings = LIMITS) -> str:
    """Return the text of a PDF, its paragraphs a blank line apart.

    Parameters
    ----------
    data : bytes
    limits : LimitsSettings, optional

    Raises
    ------
    InputError
        If pypdf is not installed, the file has too many pages, or it is damaged, protected, or only pictures
        of pages.
    """
    try:
        import pypdf  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise InputError("PDF files need the package pypdf: pip install 'news-toolkit[documents]'") from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        check_count(0 if locked else len(reader.pages), "pages", "pdf_pages", limits)
        pages = [] if locked else [_lines(page) for page in reader.pages]
    except (InputError, MemoryError):
        raise
    except Exception as error:
        raise InputError(f"not a valid PDF: {error}") from error
    if locked:
        raise InputError("the PDF is protected by a password")
    if not any(pages):
        raise InputError("the PDF holds pictures of pages and no text; recognise its text (OCR) first")
    return "\n\n".join(paragraphs_of(pages))


def _lines(page: Any) -> list[Line]:
    """Return the pieces of text of a page, with their places."""
    pieces: list[Line] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
            letters = max(size * scale, 1.0)
            said = text.replace("\n", " ").rstrip()
            pieces.append(Line(x, x + _WIDTH * letters * len(said), y, letters, said))

    page.extract_text(visitor_text=visit)
    return pieces


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Return the paragraphs of pages given as pieces of text with their places.

    Examples
    --------
    >>> page = [Line(0, 90, 90, 10, "It rained for nine hun-"), Line(0, 60, 78, 10, "dred days.")]
    >>> paragraphs_of([page])
    ['It rained for nine hundred days.']
    """
    printed = [list(_columns(_joined(pieces))) for pieces in pages]
    heads = _running_heads(printed)
    found: list[str] = []
    for columns in printed:
        numbers = {line for line in _at_edges(columns) if _PAGE_NUMBER.fullmatch(line.text)}
        for column in columns:
            kept = [
                line
                for line in column
                if _bare(line.text) not in heads and (line not in numbers or len(pages) == 1)
            ]
            for paragraph in _split(kept):
                if found and _goes_on(found[-1], paragraph):
                    found[-1] = _join(found[-1], paragraph)
                else:
                    found.append(paragraph)
    return found


def _joined(pieces: Sequence[Line]) -> list[Line]:
    """Return pieces at one height, without a wide gap between them, as one line, from top to bottom."""
    lines: list[Line] = []
    for row in _rows(pieces):
        last = None
        for piece in sorted(row, key=lambda piece: piece.left):
            if last is not None and piece.left - last.right < _GUTTER * piece.size:
                close = piece.left - last.right < 1 or last.text.endswith(" ") or piece.text.startswith(" ")
                lines[-1] = Line(
                    last.left,
                    max(last.right, piece.right),
                    last.y,
                    max(last.size, piece.size),
                    f"{last.text}{'' if close else ' '}{piece.text}",
                )
            else:
                lines.append(piece)
            last = lines[-1]
    return [Line(line.left, line.right, line.y, line.size, " ".join(line.text.split())) for line in lines]


def _rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Return the pieces at one height, from top to bottom; a raised figure is on the line of its word."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and rows[-1][0].y - piece.y < _SAME_LINE * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _columns(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the columns of a page from left to right; lines across all of them part the page."""
    gutter = _gutter(lines)
    if gutter is None:
        yield lines
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.left < gutter < line.right:
            yield from (column for column in (left, right) if column)
            left, right = [], []
            yield [line]
        else:
            (left if line.right <= gutter else right).append(line)
    for column in (left, right):
        if column:
            yield from _columns(column) if column is right else iter([column])


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the place of the space between two columns, or None where there is one column."""
    if len(lines) < _LEAST_LINES:
        return None
    starts = Counter(round(line.left) for line in lines)
    first = min(starts)
    for start, _ in sorted(starts.items(), key=lambda item: -item[1]):
        place = start - 1
        crossing = sum(line.left < place < line.right for line in lines)
        before = [line for line in lines if line.right <= place]
        behind = [line for line in lines if line.left >= place]
        wide = place > first + 5 * median(line.size for line in lines)
        if wide and crossing <= _CROSSING * len(lines) and min(len(before), len(behind)) >= _LEAST_LINES // 2:
            return float(place)
    return None


def _bare(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _at_edges(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines at the top and at the bottom of a page."""
    lines = sorted((line for column in columns for line in column), key=lambda line: -line.y)
    return [*lines[:_EDGE], *lines[-_EDGE:]]


def _running_heads(pages: Sequence[Sequence[Sequence[Line]]]) -> frozenset[str]:
    """Return the lines, figures apart, that are at the edge of several pages."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for columns in pages:
        seen.update({_bare(line.text) for line in _at_edges(columns)})
    half = max(2, _REPEATED * len(pages))
    return frozenset(
        text for text, n in seen.items() if n >= half or (n >= _OFTEN and re.search(r"[^\W\d_]", text))
    )


def _split(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the paragraphs of a column."""
    if not lines:
        return
    right = max(line.right for line in lines)
    left = min(line.left for line in lines)
    gaps = [above.y - below.y for above, below in pairwise(lines) if above.y > below.y]
    usual = sorted(gaps)[len(gaps) // 4] if gaps else 0.0  # paragraphs and headlines are further apart
    said = lines[0].text
    for above, line in pairwise(lines):
        short = above.right - left < _FULL * (right - left)
        apart = usual > 0 and above.y - line.y > _APART * usual
        other = abs(above.size - line.size) > 0.15 * line.size
        if apart or other or (short and not _DIVIDED.search(above.text)):
            yield said
            said = line.text
        else:
            said = _join(said, line.text)
    yield said


def _join(text: str, more: str) -> str:
    """Return a text with the next line; a word divided at the line's end is joined where it goes on small."""
    if _DIVIDED.search(text) and more[:1].islower():
        return text[:-1] + more
    return f"{text}{'' if text.endswith(('-', '‐')) else ' '}{more}"


def _goes_on(text: str, more: str) -> bool:
    """Return whether a paragraph goes on in the next column or on the next page."""
    return bool(_DIVIDED.search(text) or re.search(r"[^\W\d_],?$", text)) and more[:1].islower()

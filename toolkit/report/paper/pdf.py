"""A document as PDF (ReportLab), the same bytes for the same document.

The font is DejaVu Sans, which comes with matplotlib: Latin, Greek, Cyrillic and more, without the scripts of
South and East Asia. Characters it lacks are named at the end of the file; there the Word file, or the page
printed from a browser, is the better way.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from matplotlib import get_data_path

from toolkit.report.paper.document import Heading, Item, Paragraph, Picture, Table, title_of

MM = 72 / 25.4  # points
A4 = (210 * MM, 297 * MM)
MARGIN, FOOT = 18 * MM, 20 * MM
WIDTH, TALLEST = A4[0] - 2 * MARGIN, 190 * MM
SIZES = (20, 15, 12, 10.5)  # points, of headings by level
LEAST, MOST = 4, 30  # characters that a column is reckoned with
RIGHT = 2  # ReportLab's number for text set flush right
MUTED, LINE = "#5c6470", "#d9dce1"


def as_pdf(items: Sequence[Item], figures: Path, *, author: str = "") -> bytes:
    """Return a document as the bytes of a PDF file.

    Parameters
    ----------
    items : sequence of Item
    figures : Path
        Folder of the pictures, ``<name>.png``; a picture that is not there is told by its words.
    author : str
        For the file's properties.
    """
    from reportlab.platypus import Paragraph as Flow  # noqa: PLC0415 - an extra
    from reportlab.platypus.doctemplate import SimpleDocTemplate  # noqa: PLC0415 - an extra

    _fonts()
    title = title_of(items)
    flow = [piece for item in items for piece in _flow(item, figures)]
    lacking = _lacking(items)
    if lacking:
        codes = " ".join(f"U+{ord(char):04X}" for char in lacking[:40])
        told = f"The font of this file lacks {len(lacking)} of the characters used: {codes}"
        flow += [Flow(escape(told), _style("note"))]
    out = io.BytesIO()
    made = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=FOOT,
        title=title, author=author or None, invariant=1,
    )  # fmt: skip
    made.build(flow, onFirstPage=_number, onLaterPages=_number)
    return out.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> frozenset[int]:
    """Register the fonts; return the characters they have."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - an extra
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - an extra

    folder = Path(get_data_path()) / "fonts" / "ttf"
    for name, file in (("Text", "DejaVuSans"), ("TextBold", "DejaVuSans-Bold")):
        pdfmetrics.registerFont(TTFont(name, folder / f"{file}.ttf"))
    pdfmetrics.registerFontFamily(
        "Text", normal="Text", bold="TextBold", italic="Text", boldItalic="TextBold"
    )
    return frozenset(pdfmetrics.getFont("Text").face.charToGlyph)


def _lacking(items: Sequence[Item]) -> list[str]:
    """Return the characters of a document that the font lacks, in order."""
    used = set[str]()
    for item in items:
        if isinstance(item, Heading | Paragraph):
            used |= set(item.words)
        elif isinstance(item, Table):
            used |= set("".join([item.caption, *item.header, *(cell for row in item.rows for cell in row)]))
        else:
            used |= set(item.alt + item.caption)
    return sorted(char for char in used if ord(char) not in _fonts() and not char.isspace())


@lru_cache(maxsize=32)
def _style(kind: str) -> Any:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415 - an extra
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - an extra

    small = {"note": 8, "cell": 6.5, "number": 6.5, "caption": 8.5}.get(kind, 9.5)
    return ParagraphStyle(
        kind,
        fontName="TextBold" if kind == "caption" else "Text",
        fontSize=small,
        leading=small * 1.35,
        spaceAfter=0 if kind in {"cell", "number"} else 4,
        leftIndent={"bullet": 12, "quote": 18}.get(kind, 0),
        bulletIndent=2,
        textColor=HexColor(MUTED if kind == "note" else "#000000"),
        alignment=RIGHT if kind == "number" else 0,
        splitLongWords=True,
    )


def _flow(item: Item, figures: Path) -> Iterator[Any]:
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - an extra
    from reportlab.platypus import Paragraph as Flow  # noqa: PLC0415 - an extra
    from reportlab.platypus import Spacer  # noqa: PLC0415 - an extra

    if isinstance(item, Heading):
        size = SIZES[min(item.level, len(SIZES) - 1)]
        style = ParagraphStyle(
            f"h{item.level}", fontName="TextBold", fontSize=size, leading=size * 1.25, spaceBefore=size * 0.7,
            spaceAfter=4, keepWithNext=1,
        )  # fmt: skip
        yield Flow(escape(item.words), style)
    elif isinstance(item, Paragraph):
        words = "".join(f"<b>{escape(w)}</b>" if apart else escape(w) for w, apart in item.runs)
        yield Flow(words, _style(item.kind), bulletText="\u2022" if item.kind == "bullet" else None)
    elif isinstance(item, Table):
        yield Flow(escape(item.caption), ParagraphStyle("c", parent=_style("caption"), keepWithNext=1))
        yield _table(item)
        yield Spacer(1, 8)
    else:
        yield from _picture(item, figures)


def _picture(item: Picture, figures: Path) -> Iterator[Any]:
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - an extra
    from reportlab.platypus import Image  # noqa: PLC0415 - an extra
    from reportlab.platypus import Paragraph as Flow  # noqa: PLC0415 - an extra

    file = figures / f"{item.name}.png"
    if file.is_file():
        wide, high = ImageReader(str(file)).getSize()
        part = min(WIDTH / wide, TALLEST / high)
        yield Image(str(file), wide * part, high * part)
    else:
        yield Flow(escape(item.alt), _style("text"))
    if item.caption:
        yield Flow(escape(item.caption), _style("note"))


def _table(item: Table) -> Any:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415 - an extra
    from reportlab.platypus import LongTable, TableStyle  # noqa: PLC0415 - an extra
    from reportlab.platypus import Paragraph as Flow  # noqa: PLC0415 - an extra

    rows = [[Flow(f"<b>{escape(cell)}</b>", _style("cell")) for cell in item.header]]
    rows += [
        [
            Flow(escape(cell), _style("number" if number else "cell"))
            for cell, number in zip(row, item.numbers, strict=True)
        ]
        for row in item.rows
    ]
    made = LongTable(rows, colWidths=_widths(item), repeatRows=1, splitInRow=1)
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor(LINE)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    pads = [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    made.setStyle(TableStyle([*lines, *pads]))
    return made


def _widths(item: Table) -> list[float]:
    """Return the width of each column: the longer its cells, the wider, within limits."""
    columns = zip(item.header, *item.rows, strict=True)
    sizes = [min(MOST, max(LEAST, *(len(cell) for cell in cells), 0)) for cells in columns]
    return [WIDTH * size / sum(sizes) for size in sizes]


def _number(canvas: Any, made: Any) -> None:
    canvas.setFont("Text", 8)
    canvas.setFillGray(0.4)
    canvas.drawCentredString(A4[0] / 2, 10 * MM, str(made.page))

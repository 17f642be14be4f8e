"""A document as a Word file (python-docx), the same bytes for the same document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from toolkit.report.paper.document import Heading, Item, Paragraph, Picture, Table, title_of
from toolkit.tables import NOT_XML

EPOCH = datetime(1980, 1, 1)  # a fixed date, so that the bytes do not depend on the day
WIDTH, SMALL = 5_760_000, 101_600  # 16 centimetres and 8 points, in the units of Word files
STYLES = {"bullet": "List Bullet", "quote": "Quote"}


def as_word(items: Sequence[Item], figures: Path, *, author: str = "") -> bytes:
    """Return a document as the bytes of a ``.docx`` file.

    Parameters
    ----------
    items : sequence of Item
    figures : Path
        Folder of the pictures, ``<name>.png``; a picture that is not there is told by its words.
    author : str
        For the file's properties.
    """
    from docx import Document  # noqa: PLC0415 - an extra

    made = Document()
    about = made.core_properties
    about.author, about.created, about.modified = author, EPOCH, EPOCH
    about.title = title_of(items)[:255]
    about.last_modified_by = ""
    _number_pages(made)
    for item in items:
        _add(made, item, figures)
    out = io.BytesIO()
    made.save(out)
    return _same_bytes(out.getvalue())


def _add(made: Any, item: Item, figures: Path) -> None:
    if isinstance(item, Heading):
        made.add_heading(_plain(item.words), level=min(item.level, 9))
    elif isinstance(item, Paragraph):
        paragraph = made.add_paragraph(style=STYLES.get(item.kind))
        for words, apart in item.runs:
            run = paragraph.add_run(_plain(words))
            run.bold = apart or None
            run.font.size = SMALL if item.kind == "note" else None
    elif isinstance(item, Table):
        _add_table(made, item)
    else:
        _add_picture(made, item, figures)


def _add_picture(made: Any, item: Picture, figures: Path) -> None:
    file = figures / f"{item.name}.png"
    if file.is_file():
        shape = made.add_picture(str(file), width=WIDTH)
        shape._inline.docPr.set("descr", _plain(item.alt))
    else:
        made.add_paragraph(_plain(item.alt))
    if item.caption:
        made.add_paragraph(_plain(item.caption), style="Caption")


def _add_table(made: Any, item: Table) -> None:
    made.add_paragraph(_plain(item.caption), style="Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=max(1, len(item.header)), style="Light List")
    for place, words in enumerate(item.header):
        _fill(table.rows[0].cells[place], words, number=item.numbers[place])
    _repeat(table.rows[0])
    for row in item.rows:
        cells = table.add_row().cells
        for place, words in enumerate(row):
            _fill(cells[place], words, number=item.numbers[place])
    made.add_paragraph()


def _fill(cell: Any, words: str, *, number: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - an extra

    paragraph = cell.paragraphs[0]
    paragraph.add_run(_plain(words)).font.size = SMALL
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: Any) -> None:
    """Have a table's heading again on each page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _number_pages(made: Any) -> None:
    """Put the number of the page in the footer, as a field that Word counts."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - an extra
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra

    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)


def _plain(words: str) -> str:
    """Return words without the characters that XML cannot hold."""
    return NOT_XML.sub("", words)


def _same_bytes(data: bytes) -> bytes:
    """Return a zip archive with the day of its making taken out of its entries."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            stamped = ZipInfo(entry.filename, EPOCH.timetuple()[:6])
            stamped.compress_type = ZIP_DEFLATED
            new.writestr(stamped, old.read(entry.filename))
    return out.getvalue()

"""Europresse, Eureka and CEDROM-SNI: HTML with the fields of each document in classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.errors import InputError
from toolkit.pages.exports.document import Document, Export
from toolkit.pages.read.dates import has_date
from toolkit.pages.read.paragraphs import Paragraph, Run

_NUMBER = re.compile(r"(?:news|web|tv|rad|rep|social|bio)[·•]\d{8}[·•][\w·•]+")
_COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright\b)|\btous droits réservés\b", re.I)
_PAGE = re.compile(r"^(?:pp?\.|pages?\b|p(?= \w*\d)) ?(?P<page>[\w\-]{1,12})$", re.I)
_ISSUE = re.compile(r"(?:,\s*|(?<!\s)\s+)(?:no|n°|nº|vol|#)\.? ?\d.*$", re.I)
_DAY = re.compile(r"^(?:lun|mar|mercre|jeu|vendre|same)di|^dimanche|^\w+day$", re.I)
_MOST_WORDS = 10  # of a line of authors
_SIDE = frozenset(["aside", "footer", "apd-wrapper", "publicationlogo"])


def is_europresse(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether paragraphs bear the classes of Europresse."""
    return any(
        "docpublicationname" in part.marks or "rdp__docpublicationname" in part.marks for part in paragraphs
    )


def read_europresse(paragraphs: Sequence[Paragraph]) -> Export:
    """Return the documents of a Europresse export.

    Raises
    ------
    InputError
        If no document can be told apart.
    """
    made = [_document(parts) for parts in _by_outlet(paragraphs)]
    if not made:
        raise InputError("the file bears the marks of Europresse, but no document in it could be told apart")
    return Export("Europresse", made)


def _by_outlet(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the lines of each document; the name of the outlet begins it."""
    part: list[Paragraph] = []
    for line in (piece for paragraph in paragraphs for piece in _lines(paragraph)):
        if _is(line, "docpublicationname"):
            if part:
                yield part
            part = [line]
        elif part:
            part.append(line)
    if part:
        yield part


def _lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield the lines of a paragraph; one that goes on in the same element stays whole."""
    runs: list[Run] = []
    for run in paragraph.runs:
        if run.text == "\n" and any(other.text.strip() for other in runs):
            yield Paragraph(tuple(runs))
            runs = []
        elif run.text.strip() or runs:
            if runs and run.text.strip() and _kind(run) != _kind(runs[-1]) and runs[-1].text.strip():
                yield Paragraph(tuple(runs))
                runs = []
            runs.append(run)
    if any(run.text.strip() for run in runs):
        yield Paragraph(tuple(runs))


_KINDS = ("docpublicationname", "docheader", "titrearticlevisu")


def _kind(run: Run) -> str:
    return next((kind for kind in _KINDS if any(mark.endswith(kind) for mark in run.marks)), "")


def _is(part: Paragraph, kind: str) -> bool:
    return all(_kind(run) == kind for run in part.runs if run.text.strip())


def _document(lines: Sequence[Paragraph]) -> Document:
    """Return one document."""
    made = Document()
    made.add("outlet", _ISSUE.sub("", lines[0].text), lines[0])
    last = max((i for i, line in enumerate(lines) if _is(line, "titrearticlevisu")), default=None)
    header = [line for line in lines[1:] if _is(line, "docheader")]
    _header(header, made)
    for line in lines[1 : 0 if last is None else last + 1]:
        if _is(line, "titrearticlevisu"):
            made.add("title", line.text, line)
        elif not _is(line, "docheader"):
            above = "title" not in made.fields and not any("titrearticle" in run.marks for run in line.runs)
            made.add("section" if above and "section" not in made.fields else "standfirst", line.text, line)
    rest = [line for line in lines[1 if last is None else last + 1 :] if not _is(line, "docheader")]
    _running(rest, made)
    return made


def _header(lines: Sequence[Paragraph], made: Document) -> None:
    """Read section, date and page of the line under the outlet's name."""
    said = " ".join(line.text for line in lines)
    pieces = [piece.strip() for piece in said.split(",") if piece.strip()]
    for line in lines:
        made.printed.append(("published", line))
    section: list[str] = []
    for piece in pieces:
        page = _PAGE.match(piece)
        if page:
            made.add("page", page["page"])
        elif has_date(piece):
            made.add("published", piece)
        elif "published" not in made.fields and not _DAY.match(piece):
            section.append(piece)
    if "published" not in made.fields and has_date(said):
        made.add("published", said)
    made.add("section", ", ".join(section))


def _running(lines: Sequence[Paragraph], made: Document) -> None:
    """Read author, subtitle, text, copyright and number below the headline."""
    boxed = any(line.marks & {"doctext", "dococurrcontainer", "section"} for line in lines)
    ended = False
    for i, line in enumerate(lines):
        number = _NUMBER.search(line.text)
        if number and (ended or len(line.text.split()) <= 6):
            made.fields.setdefault("document_id", number[0])
            ended = True
        elif ended or (_COPYRIGHT.search(line.text) and len(line.text.split()) <= 25):
            made.printed.append(("copyright", line))
            ended = True
        elif line.marks & _SIDE:
            made.printed.append(("other", line))
        elif boxed and not line.marks & {"doctext", "dococurrcontainer", "section"}:
            made.add("authors" if _is_author(line) else "standfirst", line.text, line)
        elif not boxed and i == 0 and len(lines) > 1 and _is_author(line) and not _is_over(lines[1:]):
            made.add("authors", line.text, line)
        else:
            made.body.append(line)


def _is_author(line: Paragraph) -> bool:
    if any("subtitle" in mark for mark in line.marks):
        return False
    return len(line.text.split()) <= _MOST_WORDS and not re.search(r"[.!?:»”\"]$", line.text)


def _is_over(lines: Sequence[Paragraph]) -> bool:
    """Return whether nothing but the copyright follows, so that the first line is the text."""
    return bool(_COPYRIGHT.search(lines[0].text) or _NUMBER.search(lines[0].text))

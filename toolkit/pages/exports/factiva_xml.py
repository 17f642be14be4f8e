"""Factiva's XML: fields in elements, paragraphs inside the leading and the trailing part."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.errors import InputError
from toolkit.pages.exports.document import Document, Export
from toolkit.pages.read.paragraphs import Paragraph, Run, from_markup

_INLINE = frozenset(["hlt", "elink", "b", "i", "u"])
_INDENTED = re.compile(r"\n[ \t]*\n|\n {3,}(?=\S)")
_XML = {
    "headline": "title",
    "sourcename": "outlet",
    "publicationdate": "published",
    "byline": "authors",
    "wordcount": "length",
    "baselanguage": "language",
    "accessionno": "document_id",
    "sectionname": "section",
    "columnname": "section",
    "pages": "page",
    "edition": "edition",
    "newssubject": "subjects",
    "copyright": "copyright",
    "credit": "credit_line",
}


def read_factiva_xml(text: str) -> Export:
    """Return the documents of Factiva's XML.

    Raises
    ------
    InputError
        If it holds no article.
    """
    stated = re.search(r"<ppsarticleResultSet\b[^>]*\bcount\s*=\s*[\"'](\d+)", text, re.I)
    export = Export("Factiva XML", [], stated=int(stated[1]) if stated else None)
    for found in re.finditer(r"<article\b[^>]*>.*?</article\s*>", text, re.S | re.I):
        export.documents.append(_xml_document(text, found.start(), found.end()))
    if not export.documents:
        raise InputError("the file bears the marks of Factiva, but holds no article")
    return export


def _xml_document(text: str, start: int, end: int) -> Document:
    made = Document()
    for part in from_markup(text[start:end], inline=_INLINE):
        moved = Paragraph(
            tuple(replace(run, start=run.start + start, end=run.end + start) for run in part.runs)
        )
        name = next((name for mark, name in _XML.items() if mark in part.marks), None)
        if part.marks & {"leadparagraph", "tailparagraphs"}:
            made.body += _indented(text, moved)
        elif name == "subjects" and "subjects" in made.fields:
            made.add("subjects", f"| {part.text}", moved)
        elif name is not None and (name not in made.fields or name == "title"):
            made.add(name, part.text, moved)
    return made


def _indented(text: str, part: Paragraph) -> list[Paragraph]:
    """Return a paragraph's parts where an indented line or a blank one begins each."""
    raw = text[part.start : part.end]
    if "<" in raw or not _INDENTED.search(raw):
        return [part]
    made, at = [], 0
    for found in [*_INDENTED.finditer(raw), None]:
        stop = len(raw) if found is None else found.start()
        if raw[at:stop].strip():
            inner = from_markup(raw[at:stop], inline=_INLINE)
            made += [
                Paragraph(
                    tuple(
                        Run(r.text, r.start + part.start + at, r.end + part.start + at, r.marks)
                        for r in p.runs
                    )
                )
                for p in inner
            ]
        at = stop if found is None else found.end()
    return made

"""RIS, the exchange format of reference managers, as ProQuest and other databases hand it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from toolkit.errors import InputError
from toolkit.pages.exports.document import Document, Export, without
from toolkit.pages.read.paragraphs import Paragraph, Run

_LINE = re.compile(r"^(?P<tag>[A-Z][A-Z0-9])  ?- ?(?P<value>.*)$")
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("TI", "T1"), "title"),
        **dict.fromkeys(("AU", "A1"), "authors"),
        **dict.fromkeys(("T2", "JF", "JO", "JA"), "outlet"),
        **dict.fromkeys(("DA", "Y1"), "published"),
        **dict.fromkeys(("AN", "ID"), "document_id"),
        **{"PY": "year", "LA": "language", "UR": "url", "KW": "subjects", "SP": "page", "SE": "section"},
        "ET": "edition",
    }
)
_TEXTS = ("AB", "N2")
_FULL = re.compile(r"^full text:?\s*", re.I)
_SHOWN = 5  # lines in which the first record shows itself


def is_ris(text: str) -> bool:
    r"""Return whether a text is RIS: its first lines hold a type of reference.

    Examples
    --------
    >>> is_ris("TY  - NEWS\nTI  - Rain\nER  - "), is_ris("TY - a letter")
    (True, False)
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines()[:_SHOWN] if line.strip()]
    return any(re.match(r"TY  ?- ?[A-Z]{2,}", line) for line in lines)


def read_ris(text: str) -> Export:
    """Return the documents of an RIS file; the text is the note "Full text:", else the abstract.

    Raises
    ------
    InputError
        If it holds no record.
    """
    export = Export("RIS", [])
    made, abstract = Document(), list[Paragraph]()
    at, last = 0, ""
    for line in text.splitlines(keepends=True):
        found = _LINE.match(line.rstrip("\r\n"))
        tag = found["tag"] if found else ""
        said = found["value"] if found else line
        start = at + (found.start("value") if found else 0)
        at += len(line)
        if tag == "TY":
            made, abstract = Document(), []
        elif tag == "ER":
            _finish(export, made, abstract)
        elif said.strip():
            last = tag or last
            _add(made, abstract, last, _part(said, start))
    if not export.documents:
        raise InputError("the file is RIS, but holds no record")
    return export


def _part(said: str, start: int) -> Paragraph:
    lead = len(said) - len(said.lstrip())
    return Paragraph((Run(said.strip(), start + lead, start + len(said.rstrip())),))


def _add(made: Document, abstract: list[Paragraph], tag: str, part: Paragraph) -> None:
    if tag in _TEXTS:
        abstract.append(part)
    elif tag == "N1" and (found := _FULL.match(part.text)):
        rest = without(part, found.end())
        made.body += [rest] if rest else []
    elif tag in _FIELDS:
        name = _FIELDS[tag]
        if name in ("authors", "subjects") and name in made.fields:
            made.fields[name] += f"; {part.text}"
            made.printed.append((name, part))
        elif name not in made.fields:
            made.add(name, part.text, part)


def _finish(export: Export, made: Document, abstract: list[Paragraph]) -> None:
    """Close a record."""
    made.fields.setdefault("published", made.fields.get("year", ""))
    if not made.body:
        made.body = abstract
        note = "the records have abstracts, not full texts"
        export.notes += [note] if abstract and note not in export.notes else []
    export.documents.append(made)

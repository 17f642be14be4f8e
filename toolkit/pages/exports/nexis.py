"""LexisNexis, Nexis and Nexis Uni: text, HTML, and the paragraphs of DOCX, RTF and PDF.

Two layouts. The older one counts its documents ("2 of 10 DOCUMENTS", in the reader's language) and prints
outlet and date above the headline; the newer one (Nexis Uni, Lexis Advance) prints headline, outlet and
date, and ends each document with "End of Document".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import mode

from toolkit.errors import InputError
from toolkit.pages.exports import document as documents
from toolkit.pages.exports.document import Document, Export, labelled
from toolkit.pages.read.dates import has_date
from toolkit.pages.read.paragraphs import Paragraph

_LABELS = documents.labels("nexis")
_TAIL = frozenset(documents.labels("nexis_tail"))
_COUNTER = re.compile(
    r"^(?:(?P<a>[\d.,]+) (?:of|von|de|di|van|sur) (?P<b>[\d.,]+) "
    r"(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)"
    r"|(?:Dokument|Document|Documento) (?P<c>[\d.,]+) (?:of|von|de|di|van|sur) (?P<d>[\d.,]+))$",
    re.I,
)
_END = re.compile(
    r"^(?:End of Document|Ende des Dokuments|Fin du document|Fin del documento|Einde van (?:het )?document"
    r"|Fine del documento|Fim do documento)$",
    re.I,
)
_STATED = re.compile(r"^(?:Documents|Dokumente|Documentos|Documenten|Documenti) ?\((\d[\d.,]*)\)$", re.I)
_BODY = re.compile(
    r"^(?:Body|Text|Haupttext|Volltext|Textkörper|Corps(?: de l'article)?|Texte|Cuerpo|Testo|Tekst)$", re.I
)
_AFTER = re.compile(
    r"^(?:Classification|Klassifikation|Classement|Clasificación|Graphic|Grafik|Load-Date:.*)$", re.I
)
_COPYRIGHT = re.compile(
    r"^(?:copyright\b|copy \d{4}|©|\(c\) |all rights reserved|alle rechte|tous droits|derechos)", re.I
)
_ERROR = re.compile(r"^we are sorry but there is an error in this document", re.I)
_EDITION = re.compile(
    r"\b(?:edition|edn|ausgabe|édition|edición|edizione|editie|final|correction appended|metropolitan"
    r"|national)\b",
    re.I,
)
_HEAD = 6  # paragraphs above the labels in which outlet, date and headline are found
_LONGEST_DATE = 120  # characters of the line with the date and the edition
_LISTED = 60  # characters of a headline on the cover page; longer ones are cut there
_SHORT = 12  # words of a stray line behind the text


def is_nexis(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether paragraphs are those of a Nexis export: counted documents, or ends and a label."""
    counted = any(_COUNTER.match(part.text) for part in paragraphs)
    ended = any(_END.match(part.text) for part in paragraphs)
    if not counted and not ended:
        return any(part.marker for part in paragraphs)
    return any(
        (found := labelled(part.text, _LABELS)) and found[1] in ("length", "section", "language")
        for part in paragraphs
    )


def read_nexis(paragraphs: Sequence[Paragraph]) -> Export:
    """Return the documents of a Nexis export.

    Raises
    ------
    InputError
        If no document can be told apart.
    """
    if any(_END.match(part.text) for part in paragraphs):
        return _read_new(paragraphs)
    return _read_old(paragraphs)


def _read_old(paragraphs: Sequence[Paragraph]) -> Export:
    """Return the documents of the older layout."""
    parts = list(_by_counter(paragraphs))
    if not parts:
        raise InputError("the file bears the marks of Nexis, but no document in it could be told apart")
    counters = [_numbers(part[0].text) for part in parts if _COUNTER.match(part[0].text)]
    export = Export("Nexis", [_old_document(part) for part in parts])
    if counters:
        first, last, total = counters[0][0], counters[-1][0], mode(total for _, total in counters)
        whole = first == 1 and last == total
        export.stated = max(last - first + 1, len(parts)) if last >= first else len(parts)
        if not whole and last >= first:
            export.notes.append(f"the file holds documents {first:,} to {last:,} of {total:,}")
    return export


def _numbers(text: str) -> tuple[int, int]:
    found = _COUNTER.match(text)
    assert found is not None  # noqa: S101 - the caller has matched it
    number, total = found["a"] or found["c"], found["b"] or found["d"]
    return int(re.sub(r"\D", "", number)), int(re.sub(r"\D", "", total))


def _by_counter(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs of each document; in HTML comments mark them, else the counters do."""
    marked = any(part.marker for part in paragraphs)
    part: list[Paragraph] = []
    number = 0
    for paragraph in paragraphs:
        starts = paragraph.marker != number if marked else bool(_COUNTER.match(paragraph.text))
        if starts:
            if part:
                yield part
            part, number = [], paragraph.marker
        if starts or part:
            part.append(paragraph)
    if part:
        yield part


def _old_document(paragraphs: Sequence[Paragraph]) -> Document:
    """Return a document of the older layout."""
    made = Document()
    rest = [part for part in paragraphs if not _COUNTER.match(part.text)]
    if rest and _ERROR.match(rest[0].text):
        made.missing = "the database says that it could not display it"
        return made
    at = next((i for i, part in enumerate(rest) if labelled(part.text, _LABELS)), min(len(rest), 3))
    _old_head(rest[:at], made)
    _fields_and_body(rest[at:], made)
    return made


def _old_head(head: Sequence[Paragraph], made: Document) -> None:
    """Read what is above the first label: copyright, outlet, date and edition, headline."""
    dated = next((i for i, part in enumerate(head[:_HEAD]) if _is_date(part)), None)
    above = [part for part in head[: 1 if dated is None else dated] if not _COPYRIGHT.match(part.text)]
    for part in above[-1:]:
        made.add("outlet", part.text, part)
    if dated is None:
        return
    lines = head[dated].lines.split("\n")
    made.add("published", lines[0], head[dated])
    made.add("edition", " ".join(lines[1:]) or _edition(lines[0]))
    below = [part for part in head[dated + 1 :] if not _COPYRIGHT.match(part.text)]
    while below and _is_edition(below, head[dated].group):
        made.add("edition", below.pop(0).text)
    for part in below:
        made.add("title", part.text, part)


def _is_edition(below: Sequence[Paragraph], group: int) -> bool:
    """Return whether the line under the date is an edition: no blank line between, or its words say so."""
    text = below[0].text
    if 0 <= group == below[0].group:
        return True
    if re.fullmatch(r"(?:\w+ ){0,3}edition(?: - final)?", text, re.I):
        return True
    return len(below) > 1 and len(text.split()) <= 5 and bool(_EDITION.search(text))


def _is_date(part: Paragraph) -> bool:
    return len(part.text) <= _LONGEST_DATE and has_date(part.text) and not _COPYRIGHT.match(part.text)


def _edition(line: str) -> str:
    """Return the edition that a line with a date names behind it."""
    pieces = [piece.strip() for piece in line.split(",")[1:]]
    return next((piece for piece in pieces if _EDITION.search(piece)), "")


def _fields_and_body(parts: Sequence[Paragraph], made: Document) -> None:
    """Read the labelled fields above the text, the text, and the fields below it."""
    at = 0
    while at < len(parts):
        found = labelled(parts[at].text, _LABELS)
        if found is None or (found[0] in _TAIL and _is_tail(parts[at:])):
            break
        _, name, value = found
        body = name == "text"
        at += 1
        if body:
            made.body += [kept] if value and (kept := _value(parts[at - 1], value)) else []
            break
        _add(made, name, value, parts[at - 1])
        while name == "standfirst" and at < len(parts) and _belongs(parts[at], parts[at - 1]):
            made.add(name, parts[at].text, parts[at])
            at += 1
    end = next((i for i in range(at, len(parts)) if _ends(parts[i])), len(parts))
    running = [part for part in parts[at:end] if not (_COPYRIGHT.match(part.text) and part is parts[end - 1])]
    made.body += [part for part in running if part.text]
    for part in parts[end:]:
        _add_labelled(part, made)


def _belongs(part: Paragraph, above: Paragraph) -> bool:
    """Return whether a paragraph without a label goes on with the field above it, in the same stretch."""
    return 0 <= part.group == above.group and labelled(part.text, _LABELS) is None


def _value(part: Paragraph, value: str) -> Paragraph | None:
    return documents.without(part, len(part.text) - len(value))


def _is_tail(parts: Sequence[Paragraph]) -> bool:
    """Return whether nothing but fields and short lines follows: the document has no text."""
    return all(labelled(part.text, _LABELS) or len(part.text.split()) <= _SHORT for part in parts)


def _ends(part: Paragraph) -> bool:
    """Return whether a paragraph is the first field behind the text."""
    found = labelled(part.text, _LABELS)
    return found is not None and found[0] in _TAIL


def _add(made: Document, name: str, value: str, part: Paragraph) -> None:
    """Keep a field; the first value of each counts, but subjects add up."""
    if name == "other" or (name in made.fields and name != "subjects"):
        made.printed.append(("other", part))
        return
    if name == "section":
        section, page = _section(value)
        made.add("page", page)
        value = section
    made.add(name, value, part)


def _section(value: str) -> tuple[str, str]:
    """Return section and page of a line such as "INTERNATIONAL; Pg. 35"."""
    pieces = [piece.strip() for piece in re.split(r"[;,]", value)]
    pages = [
        piece for piece in pieces if re.match(r"(?:pg|page|s|seite|p|blz|pág)\b\.?\s*\w*\d", piece, re.I)
    ]
    found = (
        re.search(r"[A-Z]{0,3}\d+(?:[A-Z](?![a-z]))?", re.sub(r"^[A-Za-z]+\.?\s+", "", pages[0]))
        if pages
        else None
    )
    page = found[0] if found else ""
    return "; ".join(piece for piece in pieces if piece not in pages), page


def _read_new(paragraphs: Sequence[Paragraph]) -> Export:
    """Return the documents of the newer layout."""
    export = Export("Nexis Uni", [])
    part: list[Paragraph] = []
    for paragraph in paragraphs:
        stated = _STATED.match(paragraph.text)
        if stated and export.stated is None and not export.documents:
            export.stated = int(re.sub(r"\D", "", stated[1]))
        if _END.match(paragraph.text):
            export.documents.append(_new_document(part))
            part = []
        else:
            part.append(paragraph)
    return export


def _new_document(parts: Sequence[Paragraph]) -> Document:
    """Return a document of the newer layout; a cover page may come before the first one."""
    made = Document()
    parts = parts[_cover(parts) :]
    body = next((i for i, part in enumerate(parts) if _BODY.match(part.text)), None)
    stop = len(parts) if body is None else body
    first = next((i for i in range(stop) if _is_field(parts[i])), stop)
    _new_head(parts[:first], made)
    below = range(first if body is None else body + 1, len(parts))
    end = next((i for i in below if _AFTER.match(parts[i].text)), len(parts))
    if body is None:  # no line "Body": the text begins behind the last field
        _fields_and_body([part for part in parts[first:end] if not _COPYRIGHT.match(part.text)], made)
    else:
        for part in parts[first:stop]:
            _add_labelled(part, made)
        made.body = list(parts[body + 1 : end])
    for part in parts[end:]:
        _add_labelled(part, made)
    return made


def _cover(parts: Sequence[Paragraph]) -> int:
    """Return where the first document begins: at the headline that the cover page lists as number 1.

    A cover page with another list, or none, ends with its last line "label: value" before the date.
    """
    listed = next((part.text[2:].strip() for part in parts if part.text.startswith("1. ")), None)
    if listed is not None and any(_STATED.match(part.text) for part in parts):
        body = next((i for i, part in enumerate(parts) if _BODY.match(part.text)), len(parts))
        same = [i for i in range(body) if parts[i].text and listed.startswith(parts[i].text[:_LISTED])]
        if same:
            return same[-1]
        dated = [i for i in range(body) if _is_date(parts[i]) and not _is_field(parts[i])]
        return max(dated[-1] - 2, 0) if dated else 0
    return 0


def _is_field(part: Paragraph) -> bool:
    return labelled(part.text, _LABELS) is not None or bool(_COPYRIGHT.match(part.text))


def _new_head(head: Sequence[Paragraph], made: Document) -> None:
    """Read headline, outlet and date; a headline may have two lines, an outlet its blog in brackets."""
    dated = next((i for i in range(len(head) - 1, -1, -1) if _is_date(head[i])), None)
    above = list(head[:dated])
    if dated is None:
        above = [
            part
            for part in above
            if not _is_edition([part], -1) and not _EDITION.fullmatch(part.text.lower())
        ]
    else:
        made.add("published", head[dated].text, head[dated])
        made.add("edition", _edition(head[dated].text) or " ".join(part.text for part in head[dated + 1 :]))
    named = [i for i, part in enumerate(above) if not part.text.startswith("(")]
    at = named[-1] if named and len(above) > 1 else len(above)
    for part in above[:at]:
        made.add("title", part.text, part)
    for part in above[at:]:
        made.add("outlet" if part is above[at] else "other", part.text, part)


def _add_labelled(part: Paragraph, made: Document) -> None:
    found = labelled(part.text, _LABELS)
    if found is not None:
        _add(made, found[1], found[2], part)

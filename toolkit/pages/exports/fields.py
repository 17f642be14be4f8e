"""Documents as lines of labelled fields: ProQuest's exports, and any file of that kind.

The labels are data (``labels.toml``): a new database of this kind needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.errors import InputError
from toolkit.pages.exports import document as documents
from toolkit.pages.exports.document import Document, Export, labelled
from toolkit.pages.read.dates import has_date
from toolkit.pages.read.paragraphs import Paragraph

_PROQUEST = documents.labels("proquest")
_GENERIC = documents.labels("generic")
_RULE = re.compile(r"^(?:[_\-=*#~]\s?){8,}$")
_NUMBERED = re.compile(r"^(?:Document|Dokument|Documento) (\d[\d.,]*) (?:of|von|de|sur) (\d[\d.,]*)$", re.I)
_WORDS = re.compile(r"^words-(\d+)$")
_INFO_DATE = re.compile(r"\]\s*(?P<date>[^\]]*\d{4})\b")
_ABSENT = re.compile(r"^(?:full text )?(?:is )?(?:currently )?(?:not|un)[ -]?available\b.{0,60}$", re.I)
_OWN = ("proquest document id", "publication info", "publication title")
_CORE = frozenset(["title", "outlet", "published", "authors", "text"])
_LOOKED_AT = 14  # paragraphs in which a file of labelled fields shows itself
_LEAST_LABELS = 3
_BODY = ("text", "opening")  # the text may be in two fields, its first paragraph in one of its own


def is_proquest(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether paragraphs bear ProQuest's labels: its number or two of its own labels."""
    found = {hit[0] for part in paragraphs if (hit := labelled(part.text, _PROQUEST))}
    return "proquest document id" in found or len(found & {*_OWN, "full text", "document url"}) >= 3


def read_proquest(paragraphs: Sequence[Paragraph]) -> Export:
    """Return the documents of a ProQuest export in HTML or text.

    Raises
    ------
    InputError
        If no document can be told apart.
    """
    return _read(paragraphs, "ProQuest", _PROQUEST)


def is_labelled(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether a text is made of labelled fields.

    Its first line is one, and among the first lines are a headline, an outlet or a date, and three fields
    in all; a page that mentions "Source: Reuters" is none.
    """
    head = [
        part
        for part in paragraphs[:_LOOKED_AT]
        if not _RULE.match(part.text) and not _NUMBERED.match(part.text)
    ]
    found = [hit[1] if (hit := labelled(part.text, _GENERIC)) else None for part in head]
    if not found or found[0] is None:
        return False
    names = {name for name in found if name}
    return "title" in names and bool(names & {"outlet", "published"}) and len(names) >= _LEAST_LABELS


def read_labelled(paragraphs: Sequence[Paragraph]) -> Export:
    """Return the documents of a file of labelled fields."""
    return _read(paragraphs, "labelled fields", _GENERIC)


def _read(paragraphs: Sequence[Paragraph], family: str, known: Mapping[str, str]) -> Export:
    export = Export(family, [])
    for parts in _by_document(paragraphs, known):
        numbered = next((found for part in parts if (found := _NUMBERED.match(part.text))), None)
        if numbered:
            export.stated = int(re.sub(r"\D", "", numbered[2]))
        names = {hit[1] for part in parts if (hit := labelled(part.text, known))}
        if len(names & _CORE) >= 2:
            export.documents.append(
                _document([part for part in parts if not _NUMBERED.match(part.text)], known)
            )
    if not export.documents:
        raise InputError(f"the file bears the marks of {family}, but no document in it could be told apart")
    return export


def _by_document(paragraphs: Sequence[Paragraph], known: Mapping[str, str]) -> Iterator[list[Paragraph]]:
    """Yield each document's paragraphs: by rules, anchors or numbers, else where the first label returns."""
    ruled = any(_RULE.match(part.text) or _NUMBERED.match(part.text) or part.marker for part in paragraphs)
    first = next((hit[0] for part in paragraphs if (hit := labelled(part.text, known))), None)
    part: list[Paragraph] = []
    marker = 0
    for paragraph in paragraphs:
        rule = bool(_RULE.match(paragraph.text))
        found = labelled(paragraph.text, known)
        starts = rule or paragraph.marker != marker or bool(_NUMBERED.match(paragraph.text))
        if starts if ruled else found is not None and found[0] == first:
            if part:
                yield part
            part, marker = [], paragraph.marker
        if not rule:
            part.append(paragraph)
    if part:
        yield part


def _document(parts: Sequence[Paragraph], known: Mapping[str, str]) -> Document:
    """Return one document; what follows a label without a value is its value, or the text."""
    made = Document()
    has_text = any((hit := labelled(part.text, known)) and hit[1] == "text" for part in parts)
    name = ""
    for part in parts:
        found = labelled(part.text, known)
        if found is not None and not (name == "text" and found[1] == "text"):
            _, name, value = found
            _field(made, name, value, part)
        elif name in _BODY or (name and not has_text and made.fields):
            name = name if name in _BODY else "text"
            made.body.append(part)
        elif name == "standfirst":
            made.add(name, part.text, part)
        elif not name:
            made.add("heading", part.text, part)
    return _finished(made)


def _field(made: Document, name: str, value: str, part: Paragraph) -> None:
    """Keep a labelled field; the first value of each counts."""
    if name in _BODY:
        rest = documents.without(part, len(part.text) - len(value)) if value else None
        made.body += [rest] if rest else []
        counts = [found[1] for mark in part.marks if (found := _WORDS.match(mark))]
        if counts:
            made.fields["length"] = counts[0]
    elif name in made.fields:
        made.printed.append(("other", part))
    else:
        made.add(name, value, part)


def _finished(made: Document) -> Document:
    """Fill in what is elsewhere: the headline above all labels, outlet and date of ProQuest's info."""
    fields = made.fields
    counts = [found[1] for part in made.body for mark in part.marks if (found := _WORDS.match(mark))]
    if counts:
        fields.setdefault("length", counts[0])
    if "heading" in fields:
        fields.setdefault("title", fields["heading"])
        made.printed = [("title" if name == "heading" else name, part) for name, part in made.printed]
    info = fields.get("info", "")
    if info:
        fields.setdefault("outlet", info.split(";")[0].split("[")[0].strip(" ."))
        found = _INFO_DATE.search(info)
        if found and has_date(found["date"]):
            fields.setdefault("published", found["date"])
    if not has_date(fields.get("published", "")) and "year" in fields and "published" not in fields:
        fields["published"] = fields["year"]
    if "outlet" in fields:
        fields["outlet"] = fields["outlet"].split(";")[0].strip()
    if len(made.body) == 1 and _ABSENT.match(made.body[0].text):
        made.body = []
    if not made.body and fields.get("standfirst"):
        made.missing = "only an abstract, no full text"
    return made

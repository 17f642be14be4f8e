"""Factiva: HTML in every language of its interface, RTF and text.

Each document ends with its number ("Document NYTF000020050408dp1900j9s"). With indexing its fields have
codes (HD, WC, PD, ...); without, they are in a fixed order around a line "877 words" and a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.errors import InputError
from toolkit.pages.exports import document as documents
from toolkit.pages.exports.document import Document, Export
from toolkit.pages.fields.bylines import is_person
from toolkit.pages.read.dates import has_date
from toolkit.pages.read.paragraphs import Paragraph
from toolkit.pages.read.values import language_code

_LABELS = documents.labels("factiva")
_CODES = "|".join(sorted((code.upper() for code in _LABELS), key=len, reverse=True))
_LABEL = re.compile(rf"^\s*(?P<code>{_CODES})(?P<gap>[ \t]*[|\t:][ \t|]*|\s{{2,}}|\s|$)")
_SURE = frozenset(["TD", "CT", "RF", "NS", "IPC", "IPD", "PUB", "AN", "LP"])  # no words of a text
_NUMBER = re.compile(
    r"^(?:AN\b[\s|:]*)?(?:\w{2,14}\.?\s+)?(?P<code>[A-Z][A-Z0-9]*?(?:19|20)\d{6}[a-z][a-z0-9]{7,9})$"
)
_WORDS = re.compile(r"^\d[\d.,\s]*\s?[^\W\d][^\s\d]{0,13}$|^\d[\d,]*(?:字|語|자)$")
_TIME = re.compile(r"^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[AP]\.?M\.?)?(?:\s*GMT)?$", re.I)
_SHORT_CODE = re.compile(r"^[A-Z][A-Z0-9]{1,11}$")
_PAGE = re.compile(r"^(?:[A-Z]{0,4}-?)?\d{1,4}$")
_COPYRIGHT = re.compile(
    r"©|\(c\)|\bcopyright|\bcopr\b|\ball rights reserved|alle rechte|tous droits|todos los derechos", re.I
)
_PREAMBLE = re.compile(
    r"^(?:factiva rtf display format|dow jones factiva|factiva|dow jones|page \d+ of \d+.*"
    r"|.*© \d{4} factiva.*)$",
    re.I,
)
_LINK = re.compile(r"\s?\[https?://[^\]\s]*\]")
_COUNTED = re.compile(r"^\d+\)\s+")
_BY = re.compile(r"^(?:by|von|par|por|di|av|door|de nuestro)\b\s*\S", re.I)
_MOST_PUBLISHER = 9  # words
_MOST_BYLINE = 12  # words
_ABOVE = 6  # paragraphs above the line of words: section, headline, author, credit
_BELOW = 12  # paragraphs below it: date, time, source, code, edition, page, language, copyright


def is_factiva(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether paragraphs are those of a Factiva export: numbered documents, or its classes."""
    return any(_NUMBER.match(part.text) or "articleparagraph" in part.marks for part in paragraphs)


def read_factiva(paragraphs: Sequence[Paragraph]) -> Export:
    """Return the documents of a Factiva export in HTML, RTF or text.

    Raises
    ------
    InputError
        If no document can be told apart.
    """
    own = [part for part in paragraphs if "article" in part.marks]
    found = [_document(part) for part in _by_number(own or paragraphs)]
    made = [document for document in found if document is not None]
    if not made:
        raise InputError("the file bears the marks of Factiva, but no document in it could be told apart")
    return Export("Factiva", made)


def _by_number(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs of each document, its number the last of them."""
    part: list[Paragraph] = []
    for paragraph in paragraphs:
        if _PREAMBLE.match(paragraph.text):
            continue
        part.append(paragraph)
        if _NUMBER.match(paragraph.text):
            yield part
            part = []
    if part:
        yield part


def _document(parts: Sequence[Paragraph]) -> Document | None:
    """Return one document, or None for what comes after the last one."""
    codes = [code for part in parts if (code := _code(part, texts=False))]
    if "HD" in codes and ("PD" in codes or "AN" in codes):
        return _coded(parts)
    at = _line_of_words(parts)
    return None if at is None else _placed(parts, at)


def _code(part: Paragraph, *, texts: bool) -> str | None:
    """Return the code that begins a paragraph; inside texts, only where it cannot be a word of theirs."""
    if "index" in part.marks:
        return part.text if part.text in _CODES.split("|") else None
    found = _LABEL.match("".join(run.text for run in part.runs))
    if found is None:
        return None
    code, alone = found["code"], found["gap"] == " "
    if texts and (alone or code not in _SURE) and not (code in _SURE or re.search(r"\w+ : \w", part.text)):
        return None
    return code


def _coded(parts: Sequence[Paragraph]) -> Document:
    """Return a document whose fields have codes."""
    made = Document()
    name = ""
    for part in parts:
        code = _code(part, texts=name in ("lead", "text"))
        if code is not None:
            name = _LABELS[code.lower()]
            rest = None if "index" in part.marks else documents.without(part, _gap(part))
        else:
            rest = part
        if rest is None or not name:
            continue
        if name in ("lead", "text"):
            made.body.append(_clean(rest))
        else:
            made.add(
                name if name != "group" else "other",
                _numbered(rest.text) if name == "document_id" else rest.text,
                rest,
            )
    return _tidy(made)


def _gap(part: Paragraph) -> int:
    """Return how many characters of a paragraph's text its code takes, with what parts it from the value."""
    said = "".join(run.text for run in part.runs)
    found = _LABEL.match(said)
    return len(part.text) - len(" ".join(said[found.end() :].split())) if found else 0


def _numbered(text: str) -> str:
    found = _NUMBER.match(text)
    return found["code"] if found else text


def _line_of_words(parts: Sequence[Paragraph]) -> int | None:
    """Return the number of the paragraph that states the words; a date is below it."""
    for i, part in enumerate(parts[:-1]):
        if _WORDS.match(part.text) and not has_date(part.text) and has_date(parts[i + 1].text):
            return i
    return None


def _placed(parts: Sequence[Paragraph], at: int) -> Document:
    """Return a document whose fields are in the fixed order around the line of words."""
    made = Document()
    _above(parts[max(0, at - _ABOVE) : at], made)
    made.add("length", parts[at].text, parts[at])
    made.add("published", parts[at + 1].text, parts[at + 1])
    start = _body_start(parts, at + 2)
    _below(parts[at + 2 : start], made)
    rest = list(parts[start:])
    if rest and _NUMBER.match(rest[-1].text):
        part = rest.pop()
        made.add("document_id", _numbered(part.text), part)
    if len(rest) > 1 and _is_publisher(rest[-1].text):
        made.printed.append(("publisher", rest.pop()))
    made.body = [_clean(part) for part in rest]
    return _tidy(made)


def _is_marked(part: Paragraph) -> bool:
    return any(mark.endswith("articleparagraph") for mark in part.marks)


def _is_publisher(text: str) -> bool:
    """Return whether a last line is the publisher's name: few words, nearly all with capitals, no stop."""
    words = re.findall(r"[^\W\d_]+", text)
    large = sum(word[0].isupper() for word in words)
    return (
        len(words) <= _MOST_PUBLISHER
        and large > 0.6 * len(words)
        and not re.search(r"[!?:;,\"”»]$|[a-z]{4}\.$", text)
    )


def _above(parts: Sequence[Paragraph], made: Document) -> None:
    """Read section, headline, author and credit above the line of words."""
    marked_ = [i for i, part in enumerate(parts) if any(mark.endswith("headline") for mark in part.marks)]
    bylines = [i for i, part in enumerate(parts) if "author" in part.marks or _is_byline(part.text)]
    if not bylines and not marked_ and len(parts) > 1 and is_person(parts[-1].text):
        bylines = [len(parts) - 1]
    headline = marked_[-1] if marked_ else _headline(parts, bylines)
    for i, part in enumerate(parts):
        if i == headline:
            made.add("title", _COUNTED.sub("", part.text), part)
        elif i in bylines:
            made.add("authors", part.text, part)
        else:
            made.add("section" if i < headline else "credit_line", part.text, part)


def _is_byline(text: str) -> bool:
    return len(text.split()) <= _MOST_BYLINE and bool(_BY.match(text))


def _headline(parts: Sequence[Paragraph], bylines: Sequence[int]) -> int:
    """Return the headline where none is marked: the last line above the author, or the longest."""
    if bylines and bylines[0] > 0:
        return bylines[0] - 1
    free = [i for i in range(len(parts)) if i not in bylines] or list(range(len(parts)))
    return max(free, key=lambda i: (len(parts[i].text), -i), default=0)


def _body_start(parts: Sequence[Paragraph], at: int) -> int:
    """Return where the text begins: behind the fields, the last of which are language and copyright."""
    for i in range(at, len(parts)):
        if _is_marked(parts[i]):
            return i
    below = parts[at : at + _BELOW]
    spoken = next((i for i, part in enumerate(below) if _is_language(part.text)), None)
    right = next((i for i, part in enumerate(below) if _COPYRIGHT.search(part.text)), None)
    last = max((i for i in (spoken, right) if i is not None), default=None)
    if last is None:
        last = next((i for i, part in enumerate(below) if _SHORT_CODE.match(part.text)), 0)
    return at + last + 1


def _is_language(text: str) -> bool:
    return len(text.split()) <= 3 and language_code(text) is not None


def _below(parts: Sequence[Paragraph], made: Document) -> None:
    """Read time, source, code, edition, page, language and copyright below the date."""
    for part in parts:
        text = part.text
        if _TIME.match(text):
            made.add("time", text, part)
        elif _COPYRIGHT.search(text):
            made.add("copyright", text, part)
        elif "outlet" not in made.fields:
            made.add("outlet", text, part)
        elif _is_language(text):
            made.add("language", text, part)
        elif _SHORT_CODE.match(text):
            made.add("source_code", text, part)
        elif _PAGE.match(text):
            made.add("page", text.strip("0") and text, part)
        else:
            made.add("edition", text, part)


def _clean(part: Paragraph) -> Paragraph:
    """Return a paragraph without the addresses that Factiva prints behind linked words."""
    if not _LINK.search(part.text):
        return part
    runs = tuple(replace(run, text=_LINK.sub("", run.text)) for run in part.runs)
    return Paragraph(runs, part.marker)


def _tidy(made: Document) -> Document:
    """Take the headline's number away and leave paragraphs without words out."""
    made.body = [part for part in made.body if part.text]
    if "section" in made.fields:
        made.fields["section"] = made.fields["section"].strip(" ;")
    return made

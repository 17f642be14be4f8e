"""A document of an export, its rows, and what the file states about itself against what was read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from toolkit.pages.read.dates import stated_date
from toolkit.pages.read.files import Page
from toolkit.pages.read.paragraphs import Paragraph
from toolkit.pages.read.values import is_nothing, language_code, names_in, number_in
from toolkit.pages.record import Found, article_row, count_words
from toolkit.settings import PagesSettings

_DATA = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
TOLERANCE = 0.1  # of the stated length; databases count headlines and dashes in different ways
LEAST_WORDS = 50  # of difference; in a short note a headline counted in or out is more than a tenth
# Nexis begins a word anew behind each letter with an accent: on 311 documents of two outlets such runs are
# 0.98 of the stated length in German (white space: 0.88) and 0.99 in English (0.97).
_RUN = re.compile(r"[A-Za-z0-9]+")
_TOLD = 3  # documents named in a note
_KEPT = ("section", "page", "edition", "subjects", "document_id", "url")
_LABEL_OF = {
    "title": "title",
    "authors": "byline",
    "published": "date",
    "dateline": "dateline",
    "standfirst": "standfirst",
    "credit": "credit",
    "caption": "caption",
}
_LABELLED = re.compile(r"^\W{0,2}(?P<label>[^\W\d_][^:\n]{0,38}?)\s?[:：](?P<rest>\s|$|(?=\S))", re.S)


@dataclass
class Document:
    """One document: its fields as printed, its running text, and where each printed field lies."""

    fields: dict[str, str] = field(default_factory=dict)
    body: list[Paragraph] = field(default_factory=list)
    printed: list[tuple[str, Paragraph]] = field(default_factory=list)
    missing: str = "the document has no text"  # the reason, where it has none

    def add(self, name: str, value: str, paragraph: Paragraph | None = None) -> None:
        """Add to a field; a further part of one goes on after a blank."""
        value = value.strip()
        if value:
            before = self.fields.get(name)
            self.fields[name] = f"{before} {value}" if before else value
        if paragraph is not None:
            self.printed.append((name, paragraph))


@dataclass
class Export:
    """The documents of a file that a database handed out.

    Attributes
    ----------
    family : str
        The database.
    documents : list of Document
    stated : int or None
        How many documents the file says it has.
    notes : list of str
        What else a reader should know.
    """

    family: str
    documents: list[Document]
    stated: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ExportRows:
    """An export as rows: articles, documents set aside, blocks of the file, notes."""

    articles: list[dict[str, Any]]
    dropped: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    notes: list[str]


def labels(family: str) -> Mapping[str, str]:
    """Return the toolkit's name of each label of a family of exports, the labels in lower case.

    Examples
    --------
    >>> labels("nexis")["byline"], labels("factiva")["wc"]
    ('authors', 'length')
    """
    return {label: name for name, known in _DATA[family].items() for label in known}


def labelled(text: str, known: Mapping[str, str]) -> tuple[str, str, str] | None:
    r"""Return label, field and value of a line such as ``LENGTH: 355 words``; None where it is none.

    Examples
    --------
    >>> labelled("LENGTH: 355 words", labels("nexis")), labelled("He said: no", labels("nexis"))
    (('length', 'length', '355 words'), None)
    """
    found = _LABELLED.match(text)
    label = " ".join(found["label"].lower().split()) if found else ""
    name = known.get(label)
    return (
        None
        if name is None or found is None
        else (label, name, text[found.end("label") :].lstrip(" :：\u00a0"))
    )


def export_rows(export: Export, page: Page, settings: PagesSettings, order: str) -> ExportRows:
    """Return an export's documents as rows of the tables.

    Parameters
    ----------
    export : Export
    page : Page
        The file; its outlet is that of documents that name none.
    settings : PagesSettings
    order : {'day', 'month'}
        What 03/04/2024 means.

    Returns
    -------
    ExportRows
        A document without text is set aside with the reason; the blocks join to the file's text.
    """
    articles: list[dict[str, Any]] = []
    dropped: list[dict[str, Any]] = []
    placed: list[tuple[Paragraph, str, int]] = []
    for number, document in enumerate(export.documents, 1):
        row = _row(document, page, settings, order)
        if not row["text"].strip():
            keys = ("article_id", "outlet", "title", "file", "start", "end")
            reason = f"document {number}: {document.missing}"
            dropped.append({**{key: row[key] for key in keys}, "stage": "read", "reason": reason})
            continue
        row["_number"] = number
        placed += [(part, _LABEL_OF.get(name, "furniture"), -1) for name, part in document.printed]
        placed = [(part, label, len(articles) if at == -1 else at) for part, label, at in placed]
        placed += [(part, "body", len(articles)) for part in document.body]
        articles.append(row)
    notes = [*export.notes, *_count(export, len(articles), len(dropped)), *_lengths(articles)]
    return ExportRows(articles, dropped, list(_blocks(placed, articles, page)), notes)


def _row(document: Document, page: Page, settings: PagesSettings, order: str) -> dict[str, Any]:
    """Return one document as a row of the articles table, with what else it states as columns."""
    fields = {name: value for name, value in document.fields.items() if not is_nothing(value)}
    every = [part for _, part in document.printed] + document.body
    found = Found(
        page.file,
        fields.get("outlet") or page.outlet,
        "\n\n".join(part.text for part in document.body),
        title=fields.get("title"),
        authors=names_in(fields.get("authors")),
        date=stated_date(fields.get("published"), order=order, captured=settings.captured),
        dateline=fields.get("dateline"),
        credit=fields.get("credit"),
        standfirst=fields.get("standfirst"),
        language=language_code(fields.get("language")),
        spans={
            "start": min((part.start for part in every), default=None),
            "end": max((part.end for part in every), default=None),
            "body_start": document.body[0].start if document.body else None,
            "body_end": document.body[-1].end if document.body else None,
        },
        confidence=1.0,
    )
    stated = number_in(fields["length"]) if "length" in fields else None
    return {**article_row(found), **{name: fields.get(name) for name in _KEPT}, "stated_words": stated}


def _count(export: Export, read: int, aside: int) -> Iterator[str]:
    """Yield what is to say where a file states another number of documents than were found."""
    if export.stated is not None and export.stated != read + aside:
        yield f"the file states {export.stated:,} documents; {read + aside:,} were found"
    if aside:
        yield f"{aside:,} of {read + aside:,} documents have no text"


def word_counts(text: str, *above: str | None) -> tuple[int, int]:
    """Return the fewest and the most words of a text, by the ways in which databases count.

    Between blanks, or in runs of letters without accents; with headline and standfirst or without.

    Examples
    --------
    >>> word_counts("Für Brüssel", "Die EU"), word_counts("It rained.")
    ((2, 6), (2, 2))
    """
    parts = (text, *(part for part in above if part))
    runs = sum(len(_RUN.findall(part)) for part in parts)
    return count_words(text), max(runs, sum(map(count_words, parts)))


def differs(stated: int | None, words: tuple[int, int]) -> bool:
    """Return whether a length is another than the one stated: by a tenth and by 50 words.

    Examples
    --------
    >>> differs(1000, (1101, 1101)), differs(1000, (1100, 1200)), differs(60, (20, 20)), differs(None, (5, 5))
    (True, False, False, False)
    """
    if stated is None:
        return False
    gap = max(words[0] - stated, stated - words[1])
    return gap > TOLERANCE * stated and gap > LEAST_WORDS


def _lengths(articles: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield a note on documents whose text is not as long as they state."""
    off = [row for row in articles if differs(row["stated_words"], _words_of(row))]
    if off:
        told = "; ".join(
            f"document {row['_number']}: {row['stated_words']:,} words stated, {row['n_words']:,} read"
            for row in off[:_TOLD]
        )
        more = f"; and {len(off) - _TOLD:,} more" if len(off) > _TOLD else ""
        yield f"{len(off):,} of {len(articles):,} texts are not as long as stated ({told}{more})"


def _words_of(row: Mapping[str, Any]) -> tuple[int, int]:
    return word_counts(row["text"], row["standfirst"], row["title"])


def _blocks(
    placed: Iterable[tuple[Paragraph, str, int]], articles: Sequence[dict[str, Any]], page: Page
) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a file: labelled paragraphs, and what lies between them."""
    at = 0
    offsets = [0] * len(articles)
    for part, label, number in sorted(placed, key=lambda item: (item[0].start, item[0].end)):
        place = offsets[number] if label == "body" else None
        if label == "body":
            offsets[number] += len(part.text) + 2
        if part.start < at:
            continue
        if part.start > at:
            yield _between(page, at, part.start)
        owner = articles[number]["article_id"]
        yield _block(page, (part.start, part.end), label, owner, place)
        at = part.end
    if at < len(page.text):
        yield _between(page, at, len(page.text))


def _between(page: Page, start: int, end: int) -> dict[str, Any]:
    return _block(page, (start, end), "furniture" if page.text[start:end].strip() else "blank", None, None)


def _block(
    page: Page, span: tuple[int, int], label: str, owner: str | None, place: int | None
) -> dict[str, Any]:
    row = {"file": page.file, "start": span[0], "end": span[1], "label": label}
    return {**row, "article_id": owner, "text_start": place}


def without(paragraph: Paragraph, count: int) -> Paragraph | None:
    """Return a paragraph without the first characters of `Paragraph.text`; None if none is left.

    Used for a label that runs into its text: ``Full text: It rained.``
    """
    runs = list(paragraph.runs)
    left = count
    lead = True
    while runs and left > 0:
        run = runs.pop(0)
        said = run.text.lstrip() if lead else run.text
        lead = lead and not said
        if len(said) <= left:
            left -= len(said)
            continue
        kept = said[left:]
        start = max(run.start, run.end - len(kept.rstrip()))
        runs.insert(0, replace(run, text=kept, start=start))
        left = 0
    while runs and not runs[0].text.strip():
        runs.pop(0)
    return Paragraph(tuple(runs), paragraph.marker) if runs else None

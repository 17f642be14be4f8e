"""The one place that makes an article row, whatever the article was read from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.pages.fields.datelines import infer_credit, read_opening
from toolkit.pages.fields.dates import FoundDate
from toolkit.pages.fields.language import language_of
from toolkit.pages.normal import normal
from toolkit.patterns import UNSPACED

# Each character becomes one space, so that offsets in the text and in the file keep step.
_SPACES = re.compile("[\t\n\r\v\f\x85\xa0\u2002\u2003\u2007\u2009\u202f\u3000\u2028\u2029]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)\W*$")
_ENDING = 120  # characters in which an ellipsis at the end of a text is sought
_UNSPACED_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


@dataclass(frozen=True)
class Found:
    """What a reader found of one article; `article_row` reads the rest from its text.

    ``captions`` are lines beside the text that may name an agency. ``spans`` holds ``start``, ``end``,
    ``body_start`` and ``body_end`` in the decoded file, as far as they are known. ``language`` is what the
    source says; without it the text decides. ``entities`` is False where they are resolved already.
    """

    file: str
    outlet: str
    text: str
    title: str | None = None
    authors: Sequence[str] = ()
    date: FoundDate | None = None
    dateline: str | None = None
    credit: str | None = None
    captions: Sequence[str] = ()
    kind: str = "article"
    standfirst: str | None = None
    language: str | None = None
    truncated: bool = False
    entities: bool = True
    spans: Mapping[str, int | None] = field(default_factory=dict)
    confidence: float | None = None


def article_row(found: Found) -> dict[str, Any]:
    """Return an article as a row of the articles table, its texts in their normal form.

    Dateline, author and agency in the first words of the text count where the source names none; an
    agency that is only named in passing is an inferred credit.

    Parameters
    ----------
    found : Found
        What the reader of the format found.

    Returns
    -------
    dict
        The columns of `toolkit.tables.ARTICLES`; missing is None.

    Examples
    --------
    >>> row = article_row(Found("a.txt", "Post", "GENEVA (Reuters) - The lake rose.", title="Lake rises"))
    >>> row["dateline"], row["credit"], row["n_words"], row["published"] is None
    ('GENEVA', 'Reuters', 6, True)
    """
    text = normal(found.text, entities=found.entities)
    title = _normal(found.title, found.entities)
    language = found.language or language_of(text)
    opening = read_opening(text, language)
    credit = _normal(found.credit) or opening.credit
    inferred = None if credit else infer_credit("\n".join([*found.captions, text]))
    date = found.date
    return {
        "article_id": article_id(found.outlet, title, text),
        "outlet": found.outlet,
        "title": title,
        "authors": [normal(name) for name in found.authors] or list(opening.authors),
        "published": date.day if date else None,
        "date_kind": date.kind if date and (date.day or date.kind == "relative") else None,
        "date_raw": date.raw if date else None,
        "dateline": _normal(found.dateline) or opening.dateline,
        "credit": credit or inferred,
        "credit_kind": "explicit" if credit else "inferred" if inferred else None,
        "kind": found.kind,
        "standfirst": _normal(found.standfirst, found.entities),
        "text": text,
        "language": language,
        "n_words": count_words(text),
        "truncated": found.truncated,
        "file": found.file,
        **{name: found.spans.get(name) for name in ("start", "end", "body_start", "body_end")},
        "confidence": found.confidence,
    }


def _normal(text: str | None, entities: bool = True) -> str | None:
    return None if text is None else normal(text, entities=entities).strip() or None


def article_id(outlet: str, title: str | None, text: str) -> str:
    """Return the stable identifier of an article: a hash of outlet, title and text.

    Examples
    --------
    >>> article_id("Post", "Rain", "It rained.")
    'f5f699d23988b364'
    """
    return hashlib.sha256("\x1f".join((outlet, title or "", text)).encode()).hexdigest()[:16]


def breaks_off(text: str) -> bool:
    """Return whether a text ends in an ellipsis, in brackets or not.

    Examples
    --------
    >>> [breaks_off(text) for text in ("It rained …", "It rained. [...]", "It ... rained.")]
    [True, True, False]
    """
    return _ELLIPSIS.search(text, max(0, len(text) - _ENDING)) is not None


def count_words(text: str) -> int:
    """Count the words of a text; each character counts as one in scripts that write without spaces.

    Those are Chinese, Japanese and Thai, in which blanks would count whole sentences as words.

    Examples
    --------
    >>> count_words("The so-called river rose."), count_words("水位在夜里上升了两米。")
    (4, 10)
    """
    if text.isascii() or not _UNSPACED.search(text):
        return len(text.split())
    return len(_UNSPACED_WORD.findall(text))


def plain(text: str) -> str:
    r"""Return a text with every kind of white space as a plain space, one for one.

    Examples
    --------
    >>> plain("no\xa0break")
    'no break'
    """
    return _SPACES.sub(" ", text)

"""Quotations of texts in another language than English: their marks are read, their speakers are not."""

from __future__ import annotations

import re

from toolkit.analysis.quotes.record import Quote
from toolkit.pages.fields.language import is_english_passage
from toolkit.pages.fields.scripts import count_words
from toolkit.text.languages import OTHER_LANGUAGE
from toolkit.text.lines import Lines
from toolkit.text.marks import quoted_spans

_PARAGRAPH = re.compile(r"[^\n]+")
_UTTERANCE = 3  # words; one or two in marks are a name, a title or scare quotes
_CLOSING = "\"'”’»“`«›」』"


def marked(text: str) -> list[Quote]:
    """Return what stands between the quotation marks of a text in any language, without speakers.

    Examples
    --------
    >>> text = "„Wir gehen jetzt heim“, sagte sie. Das „Haus“ ist zu."
    >>> [text[quote.start : quote.end] for quote in marked(text)]
    ['„Wir gehen jetzt heim“']
    """
    bodies = [(found.start(), found.group()) for found in _PARAGRAPH.finditer(text)]
    belows = [body for _, body in bodies[1:]] + [""]
    return [
        Quote(
            start + a, start + b, number, rule=OTHER_LANGUAGE, open_end=body[a:b].rstrip()[-1] not in _CLOSING
        )
        for number, ((start, body), below) in enumerate(zip(bodies, belows, strict=True))
        for a, b in quoted_spans(body, below)
        if count_words(body[a:b]) >= _UTTERANCE
    ]


def told_apart(text: str, found: list[Quote]) -> list[Quote]:
    """Return the quotations of an English article, those in passages of another language marked so."""
    if all(quote.speaker is not None for quote in found):
        return found
    lines = Lines(text)
    passages = [  # the empty one, which may be English, where there is a speaker
        lines.around(quote.start, quote.end) if quote.speaker is None else (0, 0) for quote in found
    ]
    english = {passage: is_english_passage(text[slice(*passage)]) for passage in set(passages)}
    return [
        quote if english[passage] else quote._replace(rule=OTHER_LANGUAGE)
        for quote, passage in zip(found, passages, strict=True)
    ]

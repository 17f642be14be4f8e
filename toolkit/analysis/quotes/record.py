"""One quotation while its speaker is sought."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.analysis.quotes.verbs import Verb
from toolkit.analysis.quotes.words import Span


class Quote(NamedTuple):
    """One quotation of an article; every span counts in the article's text."""

    start: int
    end: int
    paragraph: int
    speaker: Span | None = None
    cue: Span | None = None
    verb: Verb | None = None
    rule: str = "none"
    open_end: bool = False
    referent: Span | None = None  # what "who" stands for
    indirect: bool = False


class Answer(NamedTuple):
    """A speaker found by a rule; spans count in the paragraph."""

    mention: Span
    cue: Span | None
    verb: Verb | None
    rule: str
    referent: Span | None = None


def shifted(span: Span | None, by: int) -> Span | None:
    """Return a span moved by a number of characters.

    Examples
    --------
    >>> shifted((1, 3), 10)
    (11, 13)
    """
    return None if span is None else (span[0] + by, span[1] + by)


def filled(quote: Quote, start: int, answer: Answer) -> Quote:
    """Return a quotation with the speaker of an answer, in a paragraph that begins at `start`."""
    return Quote(
        quote.start,
        quote.end,
        quote.paragraph,
        shifted(answer.mention, start),
        shifted(answer.cue, start),
        answer.verb,
        answer.rule,
        quote.open_end,
        shifted(answer.referent, start),
        quote.indirect,
    )

"""What kind of source a speaker is, by a lexicon the user can edit; whether the speaker is kept unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from toolkit.analysis.quotes.names import bare_name
from toolkit.analysis.quotes.words import Span
from toolkit.lexicons import Entry, read_lexicon
from toolkit.lexicons.forms import FORMS

TYPES = FORMS["source_types"].classes or ()
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LINK = re.compile(r"\s(?:of|for|at|from|with|in|who|on)\s")
_UNNAMED = (
    *(
        "anonymous",
        "anonymity",
        "not be named",
        "not to be named",
        "not be identified",
        "not to be identified",
    ),
    *("asked not to be", "remain unnamed", "remained unnamed", "remaining unnamed", "withheld"),
    *("not authorised", "not authorized"),
)
_BARE = frozenset(("source", "sources", "insider", "insiders"))
_BREAK = re.compile(r"[.,;:!?“”\"\n—]")
_AFTER = re.compile(r",\s*([^,.;“”\"]{3,90})")
_LEAD = 6  # words before a name in which a title is looked for


@dataclass(frozen=True, eq=False)
class SourceTypes:
    """Terms of the lexicon, each with its type."""

    terms: Mapping[tuple[str, ...], str]

    @cached_property
    def by_last_word(self) -> Mapping[str, list[tuple[str, ...]]]:
        """Terms under their last word, the longest first."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for term in sorted(self.terms, key=len, reverse=True):
            found.setdefault(term[-1], []).append(term)
        return found


def source_types(path: str | None = None) -> SourceTypes:
    """Read the lexicon of source types, the toolkit's own or a user's in the same form.

    Raises
    ------
    InputError
        With every fault and its line: see `toolkit.lexicons.read_lexicon`.

    Examples
    --------
    >>> source_types().terms[("residents",)]
    'witness'
    """
    return types_of(read_lexicon(path or "source_types", "source_types"))


@lru_cache(maxsize=8)
def types_of(entries: tuple[Entry, ...]) -> SourceTypes:
    """Return a list of source types by term; a term without a letter or figure matches nothing."""
    terms = {tuple(_WORD.findall(part)): entry.label for entry in entries for part in entry.parts}
    return SourceTypes({term: kind for term, kind in terms.items() if term})


def type_of(phrase: str, lexicon: SourceTypes) -> str | None:
    """Return the type of the last (head-most) term of a phrase; of terms ending together the longest.

    Examples
    --------
    >>> type_of("a spokesman for the Pakistan army", source_types())
    'official'
    >>> type_of("Lt. Gen. Asim Munir", source_types())
    'military'
    """
    head = _LINK.split(phrase, maxsplit=1)[0]
    return _matched(head, lexicon) or (_matched(phrase, lexicon) if head != phrase else None)


def _matched(phrase: str, lexicon: SourceTypes) -> str | None:
    words = _WORD.findall(phrase.lower())
    by_last = lexicon.by_last_word
    for end in range(len(words), 0, -1):
        for term in by_last.get(words[end - 1], ()):
            if tuple(words[max(0, end - len(term)) : end]) == term:
                return lexicon.terms[term]
    return None


def classify(text: str, span: Span, lexicon: SourceTypes) -> tuple[str | None, bool]:
    """Return a speaker's type and whether the text keeps the speaker unnamed.

    The phrase for the speaker itself comes first, then an apposition after it, then titles before it.

    Examples
    --------
    >>> classify("The analyst Khawaja Asif, a former minister, said so.", (12, 24), source_types())
    ('official', False)
    >>> classify("We know, said a source.", (14, 22), source_types())
    ('anonymous', True)
    """
    mention = text[slice(*span)]
    named = bool(bare_name(mention)) and mention.lower() not in _BARE  # "Sources" opens a sentence
    unnamed = not named and _unnamed(text, span)
    sure = None
    for part in _descriptions(text, span, named=named):
        kind = type_of(part, lexicon)
        if kind is not None and kind != "anonymous":
            return kind, unnamed
        sure = sure or kind
    return sure or ("anonymous" if unnamed else None), unnamed


def _unnamed(text: str, span: Span) -> bool:
    """Tell whether the words for a speaker, or those around them, say that the name is withheld."""
    if not _BARE.isdisjoint(_WORD.findall(text[slice(*span)].lower())):
        return True
    near = max(0, span[0] - 80)
    start = max(text.rfind("\n", near, span[0]) + 1, near)
    end = text.find("\n", span[1], span[1] + 200)
    around = text[start : end if end >= 0 else span[1] + 200].lower()
    return any(words in around for words in _UNNAMED)


def _descriptions(text: str, span: Span, *, named: bool) -> Iterator[str]:
    """Yield the words for a speaker, an apposition after a speaker, and titles before a name."""
    yield text[slice(*span)]
    after = _AFTER.match(text, span[1], span[1] + 120)
    if after:
        yield after.group(1)
    if named:
        lead = _BREAK.split(text[max(0, span[0] - 60) : span[0]])[-1]
        yield " ".join(lead.split()[-_LEAD:])

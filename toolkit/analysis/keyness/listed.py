"""Terms of the analyst's own: where each of a list of patterns matches, and how often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from toolkit.analysis.concordance import find
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.patterns import pattern
from toolkit.text.segments import segmented
from toolkit.text.tokens import Tokens, tokens


@dataclass(frozen=True, eq=False)
class Matches:
    """Every match of the terms, in any voice.

    Attributes
    ----------
    term : ndarray of int
        Position of the term of each match in the list.
    segment, start, end : ndarray of int
        Row of `segments(corpus)`, and characters of the article's text.
    first, last : ndarray of int
        Tokens the match covers: from `first` up to, not including, `last`.
    """

    term: np.ndarray
    segment: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray
    last: np.ndarray


def checked_terms(terms: Iterable[str]) -> tuple[str, ...]:
    """Return the terms of a list, each a valid pattern.

    Raises
    ------
    TableError
        If the list is empty, is a single text, or has a term twice.
    ToolkitError
        If a term is not a valid pattern.

    Examples
    --------
    >>> checked_terms([" rebel*", "freedom fighter*"])
    ('rebel*', 'freedom fighter*')
    """
    if isinstance(terms, str):
        raise TableError(f"terms is the text {terms!r}; give a list of terms: terms=[{terms!r}]")
    listed = tuple(term.strip() for term in terms)
    if not listed:
        raise TableError("the list of terms is empty; give words, phrases or patterns such as 'rebel*'")
    seen: set[str] = set()
    for term in listed:
        pattern(term)
        if term.casefold() in seen:
            raise TableError(f"the term {term!r} is listed twice; name it once")
        seen.add(term.casefold())
    return listed


def matches_of(corpus: Corpus, terms: tuple[str, ...]) -> Matches:
    """Return where the terms match, whole segments searched: the matches of a concordance."""
    rows = np.arange(len(segmented(corpus).table))
    found = [find(corpus, term, rows) for term in terms]
    term = np.repeat(np.arange(len(terms)), [len(part) for part in found])
    segment, start, end = (
        np.concatenate([part[name].to_numpy(dtype=np.int64) for part in found])
        for name in ("segment", "start", "end")
    )
    return Matches(term, segment, start, end, *_covered(tokens(corpus), segment, start, end))


def _covered(
    table: Tokens, segment: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the first token that each span touches, and the one after its last."""
    wide = np.int64(max(table.end.max(initial=0), end.max(initial=0)) + 1)
    place = table.segment.astype(np.int64) * wide
    first = np.searchsorted(place + table.end, segment * wide + start, side="right")
    return first, np.searchsorted(place + table.start, segment * wide + end, side="left")


def touched(matches: Matches, chosen: np.ndarray) -> np.ndarray:
    """Tell which matches have a word among the chosen tokens."""
    before = np.concatenate([[0], np.cumsum(chosen)])
    return np.asarray(before[matches.last] > before[matches.first])

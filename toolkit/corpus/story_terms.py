"""What an article is about, as weighted terms: words and pairs of words, names and numbers above all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.patterns import UNSPACED

WORDS = 400  # an event is told in the first words of its report; long background would drown it
LEAD = 80  # words of the opening, which count double
TITLE = 3.0
DOUBLE = 2.0  # names, numbers, the opening

_TOKEN = re.compile(
    rf"\d[\d.,]*\d|\d|[{UNSPACED}]|[^\W\d_{UNSPACED}]+(?:['’][^\W\d_{UNSPACED}]+)*|[.!?:\n“\"«‘]"
)
_WORDS = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*")
_BREAK = frozenset('.!?:\n“"«‘')
_POSSESSIVE = re.compile(r"['’]s$")
_ENDING = re.compile(r"(?<=...)(?:ing|ed|es|s)$")


class Token(NamedTuple):
    """One term at one place: its key, how it is spelled there, and its weight."""

    key: str
    spelling: str
    weight: float


@dataclass(frozen=True)
class Terms:
    """Articles by terms, each row of length one at most, and how each term is usually spelled."""

    matrix: sparse.csr_array
    spellings: NDArray[np.object_]


def read_terms(titles: Sequence[str], texts: Sequence[str]) -> Terms:
    """Weigh the terms of articles: ``(1 + ln tf) * ln((1 + N) / (1 + df))`` (Salton and Buckley 1988).

    Term frequencies are weighted: names and numbers double, the opening double, the title three times.
    Terms that occur in one article alone tie nothing and have no column.

    Examples
    --------
    >>> terms = read_terms(["Ilmaz floods", "Ilmaz", "Rain"], ["The river rose.", "A river.", "Sun."])
    >>> terms.spellings.tolist()
    ['Ilmaz', 'river']
    """
    counts: list[dict[str, float]] = []
    spelled: dict[str, Counter[str]] = {}
    for title, text in zip(titles, texts, strict=True):
        weights: dict[str, float] = {}
        for token in [*tokens(title, title=True), *tokens(text)]:
            weights[token.key] = weights.get(token.key, 0.0) + token.weight
            spelled.setdefault(token.key, Counter())[token.spelling] += 1
        counts.append(weights)
    spread = Counter(key for weights in counts for key in weights)
    keys = sorted(key for key, articles in spread.items() if articles > 1)
    usual = [max(sorted(spelled[key]), key=spelled[key].__getitem__) for key in keys]
    return Terms(_weighted(counts, keys, spread), np.array(usual, dtype=object))


def read_plain(titles: Sequence[str], texts: Sequence[str], words: int | None = None) -> sparse.csr_array:
    """Weigh the plain words of articles, each use alike, by the same formula as the terms.

    Parameters
    ----------
    titles, texts : sequences of str
    words : int, optional
        Only so many of the first words of a text; by default all of them.

    Examples
    --------
    >>> read_plain(["Ilmaz floods", "Ilmaz", "Rain"], ["A river.", "The river.", "Sun."]).shape
    (3, 2)
    """
    counts: list[dict[str, float]] = []
    for title, text in zip(titles, texts, strict=True):
        found = [match.group() for match in islice(_WORDS.finditer(text), words)]
        counts.append(dict(Counter(_stem(word) for word in [*_WORDS.findall(title), *found])))
    spread = Counter(key for weights in counts for key in weights)
    return _weighted(counts, sorted(key for key, articles in spread.items() if articles > 1), spread)


def tokens(text: str, *, title: bool = False) -> list[Token]:
    """Return the terms of a text's first 400 words: its words, and the pairs within sentences.

    Examples
    --------
    >>> [token.key for token in tokens("In Oskelo 41 died.")]
    ['in', 'oskelo', 'in oskelo', '41', 'oskelo 41', 'died', '41 died']
    """
    out: list[Token] = []
    opening, count = True, 0
    before: Token | None = None
    for match in _TOKEN.finditer(text):
        spelling = match.group()
        if spelling in _BREAK:
            opening, before = True, None
            continue
        count += 1
        if count > WORDS:
            break
        token = _token(spelling, count, opening=opening, title=title)
        out.append(token)
        if before is not None:
            out.append(Token(f"{before.key} {token.key}", f"{before.spelling} {spelling}", token.weight))
        opening, before = False, token
    return out


def _token(spelling: str, place: int, *, opening: bool, title: bool) -> Token:
    """Weigh one word; a capital says nothing in a title or where a sentence opens."""
    plain = _POSSESSIVE.sub("", spelling)
    weight = TITLE if title else (DOUBLE if place <= LEAD else 1.0)
    if spelling[0].isdigit() or (spelling[0].isupper() and not opening and not title):
        weight *= DOUBLE
    return Token(_stem(spelling), plain, weight)


@lru_cache(maxsize=2**17)
def _stem(spelling: str) -> str:
    """Return a word without case, possessive and the commonest endings."""
    folded = _POSSESSIVE.sub("", spelling).casefold()
    return _ENDING.sub("", folded) if len(folded) > 4 else folded


def _weighted(counts: list[dict[str, float]], keys: list[str], spread: Counter[str]) -> sparse.csr_array:
    """Return tf-idf rows, of length one with the terms that are left out.

    A term of one article alone ties nothing but tells how much of the article is its own; without it
    any two articles of a small corpus look alike.
    """
    number = {key: place for place, key in enumerate(keys)}
    idf = {key: float(np.log((1 + len(counts)) / (1 + articles))) for key, articles in spread.items()}
    sizes = [len(weights) for weights in counts]
    row = np.repeat(np.arange(len(counts)), sizes)
    column = np.array([number.get(key, -1) for weights in counts for key in weights], dtype=np.intp)
    rarity = np.array([idf[key] for weights in counts for key in weights], dtype=np.float64)
    weight = np.array([value for weights in counts for value in weights.values()], dtype=np.float64)
    value = (1 + np.log(weight)) * rarity
    length = np.sqrt(np.bincount(row, value**2, minlength=len(counts)))
    used = (column >= 0) & (value != 0)
    cells = value[used] / length[row[used]], (row[used], column[used])
    return sparse.csr_array(sparse.coo_array(cells, shape=(len(counts), len(keys))))

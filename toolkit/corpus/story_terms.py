"""What an article is about, as weighted terms: words and pairs of words, names and numbers above all.

The words of all articles are read as numbers and weighed together, as columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.patterns import UNSPACED

WORDS = 400  # an event is told in the first words of its report; long background would drown it
READ = 20  # characters for each of the first words of a text that are looked at before all of it is
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

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """Articles by terms, each row of length one at most, and how each term is usually spelled."""

    matrix: sparse.csr_array
    spellings: NDArray[np.object_]


class Tokens(NamedTuple):
    """Terms at their places, in order of articles: words, and the pairs of words of a sentence.

    ``keys`` and ``spellings`` name the numbers of ``key`` and ``spelling``: how a term is compared, and how
    it is spelled there.
    """

    row: Ints
    key: Ints
    spelling: Ints
    weight: Floats
    keys: _Names
    spellings: _Names


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
    tokens = read_tokens(titles, texts)
    matrix, kept = _weighted(tokens.row, tokens.key, tokens.weight, tokens.keys, len(titles))
    return Terms(matrix, np.array(_usual(tokens, kept), dtype=object))


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
    known = _Vocabulary()
    both = zip(titles, texts, strict=True)
    found = ([*_WORDS.findall(title), *_first(_WORDS, text, words)[:words]] for title, text in both)
    spelled, row = known.read(found)
    key = known.column("stem")[spelled]
    return _weighted(row, key, np.ones(len(key)), _Names(known.stems, known.stems), len(titles))[0]


def read_tokens(titles: Sequence[str], texts: Sequence[str]) -> Tokens:
    """Find the terms of articles: the words of titles and of the first 400 words, and the pairs of words.

    Examples
    --------
    >>> tokens = read_tokens([""], ["In Oskelo 41 died."])
    >>> tokens.keys.of(tokens.key)
    ['in', 'oskelo', 'in oskelo', '41', 'oskelo 41', 'died', '41 died']
    """
    known = _Vocabulary()
    parts = (_first(_TOKEN, text, WORDS) for both in zip(titles, texts, strict=True) for text in both)
    token, part = known.read(parts)
    stem, plain = known.column("stem"), known.column("plain")
    word = ~known.column("breaks").astype(np.bool_)[token]
    new = np.diff(part, prepend=-1) != 0
    opens = new | np.concatenate([new[:1], ~word[:-1]])
    place = _counted(word, new)
    kept = np.flatnonzero(word & (place <= WORDS))
    pairs = kept[~opens[kept]]
    weight = _weights(known, token, place, opens, part % 2 == 0)
    keys, spellings = _Names(known.stems, known.stems), _Names(known.plains, list(known))
    order = np.argsort(np.concatenate([2 * kept, 2 * pairs + 1]), kind="stable")
    one, two = token[pairs - 1], token[pairs]
    return Tokens(
        np.concatenate([part[kept], part[pairs]])[order] // 2,
        np.concatenate([stem[token[kept]], keys.paired(stem[one], stem[two])])[order],
        np.concatenate([plain[token[kept]], spellings.paired(plain[one], two)])[order],
        np.concatenate([weight[kept], weight[pairs]])[order],
        keys,
        spellings,
    )


def _first(pattern: re.Pattern[str], text: str, words: int | None) -> list[str]:
    """Return the words of a text, and marks, at least as far as its first words go."""
    if words is None or len(text) <= READ * words:
        return pattern.findall(text)
    found = pattern.findall(text, 0, READ * words)
    enough = sum(token not in _BREAK for token in found) > words  # the last one may be cut
    return found if enough else pattern.findall(text)


def _counted(word: NDArray[np.bool_], new: NDArray[np.bool_]) -> Ints:
    """Return which word of its part each token is, from 1."""
    total: Ints = np.cumsum(word, dtype=np.int64)
    count: Ints = total - (total - word)[new][np.cumsum(new) - 1]
    return count


def _weights(
    known: _Vocabulary, token: Ints, place: Ints, opens: NDArray[np.bool_], title: NDArray[np.bool_]
) -> Floats:
    """Weigh words; a capital says nothing in a title or where a sentence opens."""
    digit, capital = (known.column(name).astype(np.bool_)[token] for name in ("digit", "capital"))
    weight = np.where(title, TITLE, np.where(place <= LEAD, DOUBLE, 1.0))
    return np.where(digit | (capital & ~opens & ~title), DOUBLE * weight, weight)


class _Vocabulary(dict[str, int]):
    """The tokens of texts, each with a number, and what is known of each; looked at once a spelling."""

    def __init__(self) -> None:
        self.stems: list[str] = []
        self.plains: list[str] = []
        self._numbers: dict[str, dict[str, int]] = {"stem": {}, "plain": {}}
        self._columns: dict[str, list[int]] = {
            name: [] for name in ("stem", "plain", "breaks", "digit", "capital")
        }

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        plain = _POSSESSIVE.sub("", token)
        values = {
            "stem": self._numbered("stem", self.stems, _stem(plain)),
            "plain": self._numbered("plain", self.plains, plain),
            "breaks": token in _BREAK,
            "digit": token[0].isdigit(),
            "capital": token[0].isupper(),
        }
        for name, value in values.items():
            self._columns[name].append(value)
        return number

    def _numbered(self, kind: str, names: list[str], name: str) -> int:
        number = self._numbers[kind].setdefault(name, len(names))
        if number == len(names):
            names.append(name)
        return number

    def read(self, parts: Iterable[list[str]]) -> tuple[Ints, Ints]:
        """Return the numbers of the tokens of all parts, and the part of each."""
        found = [np.array([self[token] for token in part], dtype=np.int64) for part in parts]
        part = np.repeat(np.arange(len(found)), [len(ids) for ids in found])
        return np.concatenate([np.empty(0, dtype=np.int64), *found]), part

    def column(self, name: str) -> Ints:
        """Return what is known of each number."""
        return np.array(self._columns[name], dtype=np.int64)


class _Names(NamedTuple):
    """Names of one word, which have their own numbers, and of two, which have those behind them."""

    first: list[str]
    second: list[str]

    def paired(self, one: Ints, two: Ints) -> Ints:
        """Return the numbers of names of two words."""
        number: Ints = len(self.first) + one * len(self.second) + two
        return number

    def of(self, numbers: Ints) -> list[str]:
        """Return the names of numbers."""
        one, two = np.divmod(numbers - len(self.first), max(len(self.second), 1))
        alone = numbers < len(self.first)
        each = zip(numbers.tolist(), alone.tolist(), one.tolist(), two.tolist(), strict=True)
        first, second = self
        return [first[number] if single else f"{first[a]} {second[b]}" for number, single, a, b in each]


def _stem(plain: str) -> str:
    """Return a word without possessive, without case and the commonest endings."""
    folded = plain.casefold()
    return _ENDING.sub("", folded) if len(folded) > 4 else folded


def _usual(tokens: Tokens, kept: Ints) -> list[str]:
    """Return how some terms are spelled most often; the first of several by the alphabet."""
    number = np.full(len(tokens.key), -1)
    order = np.argsort(kept)
    at = np.minimum(np.searchsorted(kept[order], tokens.key), max(len(kept) - 1, 0))
    if len(kept):
        number = np.where(kept[order][at] == tokens.key, order[at], -1)
    held = np.flatnonzero(number >= 0)
    ways, way = np.unique(tokens.spelling[held], return_inverse=True)
    spelled, often = np.unique(number[held] * max(len(ways), 1) + way, return_counts=True)
    term, way = np.divmod(spelled, max(len(ways), 1))
    most = np.zeros(len(kept), dtype=np.int64)
    np.maximum.at(most, term, often)
    best = np.flatnonzero(often == most[term])
    usual = [""] * len(kept)
    for place, name in zip(term[best].tolist(), tokens.spellings.of(ways[way[best]]), strict=True):
        usual[place] = min(usual[place], name) if usual[place] else name
    return usual


def _weighted(
    row: Ints, key: Ints, weight: Floats, names: _Names, count: int
) -> tuple[sparse.csr_array, Ints]:
    """Return tf-idf rows, of length one with the terms that are left out, and the terms, by the alphabet.

    A term of one article alone ties nothing but tells how much of the article is its own; without it
    any two articles of a small corpus look alike.
    """
    keys, number = np.unique(key, return_inverse=True)
    cells, first, cell = np.unique(row * max(len(keys), 1) + number, return_index=True, return_inverse=True)
    total = np.bincount(cell, weight, len(cells))
    row, number = np.divmod(cells, max(len(keys), 1))
    spread = np.bincount(number, minlength=len(keys))
    shared = np.flatnonzero(spread > 1)
    named = names.of(keys[shared])
    kept = shared[sorted(range(len(named)), key=named.__getitem__)]
    column = np.full(len(keys), -1)
    column[kept] = np.arange(len(kept))
    order = np.argsort(first)  # the sum of a row must not depend on how the cells were numbered
    row, number, total = row[order], number[order], total[order]
    value = (1 + np.log(total)) * np.log((1 + count) / (1 + spread))[number]
    length = np.sqrt(np.bincount(row, value**2, minlength=count))
    used = (column[number] >= 0) & (value != 0)
    place = row[used], column[number[used]]
    cosines = sparse.coo_array((value[used] / length[row[used]], place), shape=(count, len(kept)))
    return sparse.csr_array(cosines), keys[kept]

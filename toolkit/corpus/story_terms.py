"""What an article is about, as weighted terms: words and pairs of words, names and numbers above all.

The words of all articles are read as numbers and weighed together, as columns.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
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
BLOCK = 2048  # articles read at a time
PAIRED = 1 << 25  # more than there are different words; a block of articles and two words are one number

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

    ``names`` say how a term is compared and ``spelled`` how it is spelled there, by its number.
    """

    row: Ints
    key: Ints
    spelling: Ints
    weight: Floats
    names: _Names
    spelled: _Names


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
    known, parts, ways = _Vocabulary(), [], [np.empty(0, np.int64)]
    for part in _blocks(len(titles)):
        tokens = _tokens(known, titles[part], texts[part])
        cells, first = _counted(tokens.row + part.start, tokens.key, tokens.weight)
        parts.append(cells)
        ways.append(tokens.spelling[first])
    names, spelled = known.names()
    matrix, column = _weighted(_Cells.joined(parts), names, len(titles))
    usual = _usual(
        column[column >= 0].astype(np.int64), np.concatenate(ways)[column >= 0], spelled, matrix.shape[1]
    )
    return Terms(matrix, np.array(usual, dtype=object))


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
    return read_plain_words(titles, texts, [words])[0]


def read_plain_words(
    titles: Sequence[str], texts: Sequence[str], limits: Sequence[int | None]
) -> list[sparse.csr_array]:
    """Return what `read_plain` does for several numbers of first words; the texts are read once.

    Examples
    --------
    >>> both = read_plain_words(["Ilmaz", "Rain"], ["A river in Ilmaz.", "Rain in Ilmaz."], [1, None])
    >>> [plain.shape for plain in both]
    [(2, 0), (2, 2)]
    """
    known = _Vocabulary()
    cells: list[list[_Cells]] = [[] for _ in limits]
    for part in _blocks(len(titles)):
        both = zip(titles[part], texts[part], strict=True)
        token, at = known.read(_WORDS.findall(text) for texts_of in both for text in texts_of)
        key, row = known.column("stem")[token], at // 2 + part.start
        place = _place(np.ones(len(at), dtype=np.bool_), np.diff(at, prepend=-1) != 0)
        for own, words in zip(cells, limits, strict=True):
            used = slice(None) if words is None else (at % 2 == 0) | (place <= words)
            own.append(_counted(row[used], key[used], np.ones(len(key))[used])[0])
    names = known.names()[0]
    return [_weighted(_Cells.joined(own), names, len(titles))[0] for own in cells]


def read_tokens(titles: Sequence[str], texts: Sequence[str]) -> Tokens:
    """Find the terms of articles: the words of titles and of the first 400 words, and the pairs of words.

    Examples
    --------
    >>> tokens = read_tokens([""], ["In Oskelo 41 died."])
    >>> tokens.names.of(tokens.key)
    ['in', 'oskelo', 'in oskelo', '41', 'oskelo 41', 'died', '41 died']
    """
    return _tokens(_Vocabulary(), titles, texts)


def _tokens(known: _Vocabulary, titles: Sequence[str], texts: Sequence[str]) -> Tokens:
    parts = (_first(_TOKEN, text, WORDS) for both in zip(titles, texts, strict=True) for text in both)
    token, part = known.read(parts)
    stem, plain = known.column("stem"), known.column("plain")
    word = ~known.column("breaks").astype(np.bool_)[token]
    new = np.diff(part, prepend=-1) != 0
    opens = new | np.concatenate([new[:1], ~word[:-1]])
    place = _place(word, new)
    kept = np.flatnonzero(word & (place <= WORDS))
    pairs = kept[~opens[kept]]
    weight = _weights(known, token, place, opens, part % 2 == 0)
    order = np.argsort(np.concatenate([2 * kept, 2 * pairs + 1]), kind="stable")
    one, two = token[pairs - 1], token[pairs]
    return Tokens(
        np.concatenate([part[kept], part[pairs]])[order] // 2,
        np.concatenate([stem[token[kept]], _paired(stem[one], stem[two])])[order],
        np.concatenate([plain[token[kept]], _paired(plain[one], two)])[order],
        np.concatenate([weight[kept], weight[pairs]])[order],
        *known.names(),
    )


def _blocks(count: int) -> Iterator[slice]:
    """Yield some articles at a time: of each only what is counted is kept."""
    return (slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK))


def _first(pattern: re.Pattern[str], text: str, words: int | None) -> list[str]:
    """Return the words of a text, and marks, at least as far as its first words go."""
    if words is None or len(text) <= READ * words:
        return pattern.findall(text)
    found = pattern.findall(text, 0, READ * words)
    enough = sum(token not in _BREAK for token in found) > words  # the last one may be cut
    return found if enough else pattern.findall(text)


def _place(word: NDArray[np.bool_], new: NDArray[np.bool_]) -> Ints:
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
        self._columns = {name: array("q") for name in ("stem", "plain", "breaks", "digit", "capital")}

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
        return np.array(self._columns[name], dtype=np.int64)  # a copy: the array behind it still grows

    def names(self) -> tuple[_Names, _Names]:
        """Return how words are compared and how they are spelled, alone and as the second of two."""
        return _Names(self.stems, self.stems), _Names(self.plains, list(self))


class _Names(NamedTuple):
    """Names of one word, by its number, and of two, by `_paired`."""

    first: list[str]
    second: list[str]

    def of(self, numbers: Ints) -> list[str]:
        """Return the names of numbers."""
        one, two = np.divmod(numbers, PAIRED)
        each = zip(one.tolist(), two.tolist(), strict=True)
        first, second = self
        return [f"{first[a - 1]} {second[b]}" if a else first[b] for a, b in each]


def _paired(one: Ints, two: Ints) -> Ints:
    """Return the numbers of names of two words."""
    number: Ints = (one + 1) * PAIRED + two
    return number


class _Cells(NamedTuple):
    """What is counted: articles and terms, each pair once, and the weight of its uses together."""

    row: NDArray[np.int32]
    key: Ints
    total: Floats

    @classmethod
    def joined(cls, parts: Sequence[_Cells]) -> _Cells:
        """Return the cells of several blocks of articles, in their order."""
        empty = cls(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0))
        return cls(*(np.concatenate(columns) for columns in zip(empty, *parts, strict=True)))


def _counted(row: Ints, key: Ints, weight: Floats) -> tuple[_Cells, Ints]:
    """Add up the weights of each term in each article of a block; return the place of its first use too.

    The cells are in the order of those places: the sum of a row must not depend on how terms are numbered.
    """
    cell, first, number = np.unique(row % BLOCK * PAIRED**2 + key, return_index=True, return_inverse=True)
    order = np.argsort(first)
    first = first[order]
    total: Floats = np.bincount(number, weights=weight, minlength=len(cell)).astype(np.float64)[order]
    return _Cells(row[first].astype(np.int32), key[first], total), first


def _stem(plain: str) -> str:
    """Return a word without possessive, without case and the commonest endings."""
    folded = plain.casefold()
    return _ENDING.sub("", folded) if len(folded) > 4 else folded


def _usual(column: Ints, spelling: Ints, spelled: _Names, count: int) -> list[str]:
    """Return how each term is spelled in most articles; the first of several by the alphabet."""
    ways, way = np.unique(spelling, return_inverse=True)
    cells, often = np.unique(column * max(len(ways), 1) + way, return_counts=True)
    term, way = np.divmod(cells, max(len(ways), 1))
    most = np.zeros(count, dtype=np.int64)
    np.maximum.at(most, term, often)
    best = np.flatnonzero(often == most[term])
    usual = [""] * count
    for place, name in zip(term[best].tolist(), spelled.of(ways[way[best]]), strict=True):
        usual[place] = min(usual[place], name) if usual[place] else name
    return usual


def _weighted(cells: _Cells, names: _Names, count: int) -> tuple[sparse.csr_array, NDArray[np.int32]]:
    """Return tf-idf rows, of length one with the terms that are left out, and the column of each cell or -1.

    Columns are in the order of the alphabet. A term of one article alone ties nothing but tells how much of
    the article is its own; without it any two articles of a small corpus look alike.
    """
    ordered = np.sort(cells.key)
    opens = np.flatnonzero(np.diff(ordered, prepend=-1))
    spread = np.diff(opens, append=len(ordered))
    shared, spread = ordered[opens[spread > 1]], spread[spread > 1]
    del ordered, opens
    named = names.of(shared)
    by_name = sorted(range(len(named)), key=named.__getitem__)
    column = np.full(len(shared) + 1, -1, dtype=np.int32)  # the last is that of a term of one article
    column[by_name] = np.arange(len(shared))
    found = _found(shared, cells.key)
    value = (1 + np.log(cells.total)) * np.log((1 + count) / (1 + np.append(spread, 1)))[found]
    length = np.sqrt(np.bincount(cells.row, value**2, minlength=count))
    value /= np.where(length > 0, length, 1)[cells.row]
    place = column[found]
    used = (place >= 0) & (value != 0)
    cosines = sparse.coo_array((value[used], (cells.row[used], place[used])), shape=(count, len(shared)))
    return sparse.csr_array(cosines), place


def _found(ordered: Ints, values: Ints) -> NDArray[np.int32]:
    """Return the place of each value in some that are in order; one past the last where it is not there."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.int32)
    found = np.empty(len(values), dtype=np.int32)
    for start in range(0, len(values), 1 << 20):
        part = slice(start, start + (1 << 20))
        at = np.minimum(np.searchsorted(ordered, values[part]), len(ordered) - 1)
        found[part] = np.where(ordered[at] == values[part], at, len(ordered))
    return found

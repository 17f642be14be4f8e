"""Word shingles of texts, and which pairs of texts share enough of them to be compared.

A shingle is five words in a row. Words are compared without case, marks and kind of apostrophe, so that
typesetting alone never tells two copies apart. Shingles are kept as 64-bit hashes that are the same on
every machine and in every run.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.patterns import UNSPACED

Ids = NDArray[np.uint64]
Rows = NDArray[np.int64]
Small = NDArray[np.int32]

SIZE = 5  # words in a shingle; the size at which real wire copies were read and told apart
SAMPLE_ABOVE = 50_000  # texts; beyond it candidates are found in a sample of the shingles
SAMPLE = 4  # one shingle in four, chosen by its hash (Manber 1994; Broder 1997)
SAMPLE_WORDS = 200  # shorter texts keep every shingle
WIDEST = 100  # a shingle in more texts than this brings a text together with the longest ones only
BLOCK = 4096  # texts compared at a time

# Letters with their combining marks; in scripts without spaces each character is a word.
_WORD = re.compile(rf"[{UNSPACED}]|(?:[^\W{UNSPACED}]|[\u0300-\u036f\u00ad\u200b-\u200d])+")
_PLAIN = re.compile(r"\w+")
_SPECIAL = re.compile(rf"[{UNSPACED}\u0300-\u036f\u00ad\u200b-\u200d]")
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d")


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text are, as they are compared.

    Examples
    --------
    >>> word_spans("It’s 5 a.m.")
    [(0, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    """
    return [match.span() for match in _pattern(text).finditer(text)]


def spans_of_runs(
    spans: Sequence[tuple[int, int]], marked: NDArray[np.bool_]
) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and number of words of each run of marked words.

    Examples
    --------
    >>> list(spans_of_runs(word_spans("a bb c d"), np.array([False, True, True, False])))
    [(2, 6, 2)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield spans[first][0], spans[stop - 1][1], stop - first


def _pattern(text: str) -> re.Pattern[str]:
    """Return what a word is; in plain text the same words are found three times as fast."""
    return _WORD if not text.isascii() and _SPECIAL.search(text) else _PLAIN


class _Hashes(dict[str, int]):
    """Words to 64-bit numbers that do not depend on the run; each spelling is hashed once."""

    def __missing__(self, word: str) -> int:
        form = unicodedata.normalize("NFC", word.translate(_INVISIBLE).casefold())
        number = int.from_bytes(blake2b(form.encode(), digest_size=8).digest(), "little")
        self[word] = number
        return number


@dataclass(frozen=True)
class Words:
    """The words of many texts as numbers, end to end; text ``i`` is ``flat[starts[i]:stops[i]]``."""

    flat: Ids
    starts: Rows
    stops: Rows

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, row: int) -> Ids:
        return self.flat[self.starts[row] : self.stops[row]]

    @property
    def lengths(self) -> Rows:
        """Words in each text."""
        return self.stops - self.starts

    def select(self, rows: Sequence[int]) -> Words:
        """Return some of the texts; the words themselves are shared, not copied."""
        chosen = np.asarray(rows, dtype=np.int64)
        return Words(self.flat, self.starts[chosen], self.stops[chosen])


def read_words(texts: Sequence[str]) -> Words:
    """Turn texts into numbered words.

    Examples
    --------
    >>> words = read_words(["Rain fell.", "RAIN", ""])
    >>> words.lengths.tolist(), bool(words[0][0] == words[1][0])
    ([2, 1, 0], True)
    """
    hashes = _Hashes()
    flat = array("Q")
    stops = np.zeros(len(texts), dtype=np.int64)
    for row, text in enumerate(texts):
        flat.extend([hashes[word] for word in _pattern(text).findall(text)])
        stops[row] = len(flat)
    return Words(np.frombuffer(flat, dtype=np.uint64), np.concatenate([[0], stops[:-1]])[: len(stops)], stops)


def shingles(words: Ids) -> Ids:
    """Return the hash of every run of five words; a shorter text is one shingle, an empty one none.

    Examples
    --------
    >>> len(shingles(read_words(["one two three four five six"])[0]))
    2
    """
    count = max(len(words) - SIZE + 1, min(len(words), 1))
    out = np.full(count, 0x9E3779B97F4A7C15, dtype=np.uint64)
    for shift in range(min(SIZE, len(words))):
        out = _mix(out ^ words[shift : shift + count])
    return out


def _mix(values: Ids) -> Ids:
    """Scatter 64-bit numbers (the finaliser of SplitMix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def candidates(words: Words, least: float) -> Iterator[tuple[Rows, Rows]]:
    """Find pairs of texts that share at least a part of the shingles of the one with fewer.

    Every shingle of every text is looked at up to 50,000 texts. Above that a fixed sample stands for
    them, which estimates containment without bias where MinHash estimates resemblance and so misses a
    short text inside a long one. The pairs are candidates: whoever uses them measures each one.

    Parameters
    ----------
    words : Words
        Texts, the longest first: a shingle that occurs in very many texts links a text with the
        longest of them.
    least : float
        Least share, 0 to 1.

    Yields
    ------
    first, second : arrays of int
        Pairs of rows, each pair once, ``first < second``.

    Examples
    --------
    >>> words = read_words(["a b c d e f g h", "b c d e f g", "u v w x y z"])
    >>> [(first.tolist(), second.tolist()) for first, second in candidates(words, 0.5)]
    [([0], [1])]
    """
    every = len(words) <= SAMPLE_ABOVE
    parts = [sample(shingles(words[row]), every) for row in range(len(words))]
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    values = np.concatenate([np.empty(0, np.uint64), *parts])
    del parts  # memory here is the limit of what can be compared exactly
    held = shared([(values, np.repeat(np.arange(len(words)), sizes))], len(words))
    del values
    yield from joint_pairs(held, least)


class Held(NamedTuple):
    """Texts by the shingles that two or more hold, those by their longest holders, and each text's number."""

    by_text: sparse.csr_array
    longest: sparse.csr_array
    sizes: Rows


def sample(values: Ids, every: bool) -> Ids:
    """Return the different shingles of a text, or the part of them that stands for it."""
    values = np.unique(values)
    if every or len(values) <= SAMPLE_WORDS:
        return values
    sampled: Ids = values[values % np.uint64(SAMPLE) == 0]
    return sampled


def shared(bands: Iterable[tuple[Ids, Rows]], count: int) -> Held:
    """Find the shingles that two texts or more hold.

    Parameters
    ----------
    bands : iterable of two arrays
        Shingles and the texts that hold them, each once; all holders of a shingle in one band.
    count : int
        Texts.
    """
    sizes = np.zeros(count, dtype=np.int64)
    found: list[tuple[Small, Small, NDArray[np.bool_]]] = []
    width = 0
    for values, holders in bands:
        sizes += np.bincount(holders, minlength=count)
        text, shingle, near = _shared(values, holders)
        found.append((text, shingle + np.int32(width), near))
        width += int(shingle.max(initial=-1)) + 1
    text, shingle, near = (np.concatenate(column) for column in zip(*found, strict=True))
    del found
    shape = (count, max(width, 1))
    by_text = _counts(text, shingle, shape)
    return Held(by_text, _counts(shingle[near], text[near], shape[::-1]), sizes)


def _shared(values: Ids, holders: Rows) -> tuple[Small, Small, NDArray[np.bool_]]:
    """Return text and number of each shared shingle of a band, and whether the text is one of its longest."""
    order = np.argsort(values)
    again = np.zeros(len(values), dtype=np.bool_)  # the same shingle as the one before it
    again[1:] = np.diff(values[order]) == 0
    kept = again.copy()
    kept[:-1] |= again[1:]
    number = np.cumsum(~again[kept]).astype(np.int32) - np.int32(1)
    text = holders[order[kept]].astype(np.int32)
    inner = np.lexsort((text, number))
    opens = np.flatnonzero(np.diff(number, prepend=-1))
    rank = np.arange(len(number)) - np.repeat(opens, np.diff(opens, append=len(number)))
    return text[inner], number, rank < WIDEST


def _counts(row: Small, column: Small, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(row), dtype=np.int32), (row, column)), shape=shape)


def joint_pairs(held: Held, least: float) -> Iterator[tuple[Rows, Rows]]:
    """Yield the pairs of texts that share at least a part of the shingles of the one with fewer.

    Parameters
    ----------
    held : Held
        What `shared` found; texts are in order, the longest first.
    least : float
        Least share, 0 to 1.
    """
    matrix, longest, sizes = held
    for start in range(0, len(sizes), BLOCK):
        joint = (matrix[start : start + BLOCK] @ longest).tocoo()
        second, first = joint.row.astype(np.int64) + start, joint.col.astype(np.int64)
        keep = first < second
        first, second, counts = first[keep], second[keep], joint.data[keep]
        keep = counts >= least * np.minimum(sizes[first], sizes[second])
        yield first[keep], second[keep]

"""Words of a text: spans in the text as printed, and one normal form for each.

A form is lower-cased, with straight apostrophes and without a possessive 's, so that an outlet's choice
of typographic marks does not pass for a choice of words. Hyphenated words, initials (u.s.), letters with
figures (g20, covid19) and names with an ampersand (at&t) are one token each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.pages.normal import normal
from toolkit.text.segments import segmented

# Letters with combining accents, and with soft hyphens and zero-width spaces between them.
_LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f\u00ad\u200b\u2060]+[^\W\d_]*)*"
WORD = re.compile(
    rf"(?<!\w)(?:[A-Za-z]\.){{2,}}"
    rf"|{_LETTERS}(?:\d|{_LETTERS})*(?:(?:['’ʼ‑‐-]|(?<=[A-Z])&(?=[A-Z]))(?:{_LETTERS}|\d)+)*"
    rf"|\d+(?:[.,:]\d+)*(?:-?{_LETTERS}\d*)*"
)
_SPLIT = re.compile(f"({WORD.pattern})")
_AT_ONCE = 5_000  # segments split at once, to bound the memory
_CONTRACTED = frozenset(("it", "he", "she", "that", "what", "there", "who", "here", "where", "how", "let"))
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "‑": "-", "‐": "-"})


@lru_cache(maxsize=1 << 14)
def form(word: str) -> str:
    """Return the normal form of a word: lower case, straight apostrophe, no possessive 's.

    Examples
    --------
    >>> form("Delhi’s"), form("ISN’T"), form("It's")
    ('delhi', "isn't", "it's")
    """
    plain = (word if word.isascii() else normal(word, entities=False)).lower().translate(_FOLD)
    return plain[:-2] if plain.endswith("'s") and plain[:-2] not in _CONTRACTED else plain


def forms(text: str) -> list[str]:
    """Return the normal forms of the words of a text.

    Examples
    --------
    >>> forms("Militants’ so-called U.S. “camp” isn’t Delhi’s 2,000.")
    ['militants', 'so-called', 'u.s.', 'camp', "isn't", 'delhi', '2,000']
    """
    return [form(word) for word in WORD.findall(text)]


@dataclass(frozen=True, eq=False)
class Tokens:
    """Every word of a corpus, as parallel arrays in reading order.

    Attributes
    ----------
    vocabulary : ndarray of str
        The forms; `word` holds positions in it.
    word, segment : ndarray of int32
        Form of each token, and the row of `segments(corpus)` it is in.
    start, end : ndarray of int32
        Span of each token in the article's text (in the title for headlines).
    document : ndarray of int32
        Row of `corpus.articles` each token belongs to.
    """

    vocabulary: np.ndarray
    word: np.ndarray
    segment: np.ndarray
    start: np.ndarray
    end: np.ndarray
    document: np.ndarray

    def __len__(self) -> int:
        return len(self.word)

    def phrase(self, words: tuple[str, ...]) -> np.ndarray:
        """Return the positions at which a sequence of forms begins, within one segment.

        Examples
        --------
        >>> from toolkit.tables import conform
        >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Big men, big men."]}), "articles"))
        >>> tokens(corpus).phrase(("big", "men")).tolist()
        [0, 2]
        """
        codes = self.codes(words)
        if not len(codes) or codes.min() < 0:
            return np.empty(0, dtype=np.int64)
        at = self.at(codes[0])
        for step, code in enumerate(codes[1:], start=1):
            at = at[at + step < len(self.word)]
            at = at[(self.word[at + step] == code) & (self.pairs.code[at + step] >= 0)]
        return at

    @cached_property
    def pairs(self) -> Pairs:
        """The pairs of neighbouring words: see `Pairs`."""
        following = np.zeros(len(self), dtype=bool)
        following[1:] = (self.segment[1:] == self.segment[:-1]) & (self.start[1:] - self.end[:-1] == 1)
        at, base = np.flatnonzero(following), np.int64(max(len(self.vocabulary), 1))
        met, distinct = pd.factorize(self.word[at - 1] * base + self.word[at])
        order = np.argsort(distinct)
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        code = np.full(len(self), -1, dtype=np.int32)
        code[at] = rank[met]
        return Pairs(code, distinct[order] // base, distinct[order] % base)

    @cached_property
    def _by_form(self) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the tokens by form, and where those of each form begin and end."""
        ends = np.concatenate([[0], np.cumsum(np.bincount(self.word, minlength=len(self.vocabulary)))])
        return np.argsort(self.word, kind="stable"), ends

    def at(self, code: int) -> np.ndarray:
        """Return the positions of the tokens of a form, given its place in the vocabulary."""
        order, ends = self._by_form
        return order[ends[code] : ends[code + 1]]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.vocabulary)}

    def codes(self, words: Iterable[str]) -> np.ndarray:
        """Return the position of each form in the vocabulary, -1 for one that no article holds."""
        return np.array([self._places.get(word, -1) for word in words], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Pairs:
    """The pairs of neighbouring words: in one segment, with a single character between.

    So a comma or a full stop ends a phrase: in "militants, police" there is no pair.

    Attributes
    ----------
    code : ndarray of int32
        For each token, the number of the pair that ends there; -1 for none.
    first, second : ndarray of int
        Positions in the vocabulary of the words of each pair, in alphabetical order.
    """

    code: np.ndarray
    first: np.ndarray
    second: np.ndarray


_TOKENS: WeakKeyDictionary[Corpus, Tokens] = WeakKeyDictionary()


def tokens(corpus: Corpus) -> Tokens:
    """Return every word of a corpus; computed once for each corpus.

    Parameters
    ----------
    corpus : Corpus
        The articles.

    Returns
    -------
    Tokens

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Rain fell. Rain stopped."]}), "articles"))
    >>> table = tokens(corpus)
    >>> [str(table.vocabulary[code]) for code in table.word]
    ['rain', 'fell', 'rain', 'stopped']
    """
    if corpus not in _TOKENS:
        _TOKENS[corpus] = _tokens(corpus)
    return _TOKENS[corpus]


def _tokens(corpus: Corpus) -> Tokens:
    cut = segmented(corpus)
    codes = _Codes()
    parts = [
        _words_of(cut.table["text"].iloc[low : low + _AT_ONCE].tolist(), codes)
        for low in range(0, len(cut.table), _AT_ONCE)
    ]
    code, lead, length, each = (_joined([part[k] for part in parts]) for k in range(4))
    segment = np.repeat(np.arange(len(cut.table), dtype=np.int32), each)
    start = lead + cut.table["start"].to_numpy(dtype=np.int32)[segment]
    printed, word = np.unique(np.array([form(word) for word in codes], dtype=object), return_inverse=True)
    return Tokens(printed, word.astype(np.int32)[code], segment, start, start + length, cut.document[segment])


class _Codes(dict[str, int]):
    """A number for each word as printed, in the order they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


def _words_of(texts: list[str], codes: _Codes) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return code, start and length of each word of some texts, and the number of words of each text.

    The texts are split in one go, as a line each: no word holds a line break.
    """
    parts = _SPLIT.split("\n".join(texts))
    lengths = np.fromiter(map(len, parts), dtype=np.int32, count=len(parts))
    start = (np.cumsum(lengths, dtype=np.int32) - lengths)[1::2]
    code = np.fromiter(map(codes.__getitem__, parts[1::2]), dtype=np.int32, count=len(start))
    sizes = np.fromiter(map(len, texts), dtype=np.int32, count=len(texts)) + 1
    begins = np.cumsum(sizes, dtype=np.int32) - sizes
    each = np.diff(np.searchsorted(start, begins), append=len(start)).astype(np.int32)
    return code, start - np.repeat(begins, each), lengths[1::2], each


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=np.int32), *parts])

"""Words of a text: spans in the text as printed, and one normal form for each.

A form is lower-cased, with straight apostrophes and without a possessive 's, so that an outlet's choice
of typographic marks does not pass for a choice of words. Hyphenated words and initials (u.s.) are one
token each.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

import numpy as np

from toolkit.corpus.corpus import Corpus
from toolkit.text.segments import segmented

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
WORD = re.compile(
    rf"(?:(?<!\w)[A-Za-z]\.){{2,}}"
    rf"|(?:{_LETTER})+(?:['’ʼ‑‐-](?:{_LETTER}|\d)+)*"
    rf"|\d+(?:[.,:]\d+)*(?:-?(?:{_LETTER})+)*"
)
_CONTRACTED = frozenset(("it", "he", "she", "that", "what", "there", "who", "here", "where", "how", "let"))
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "‑": "-", "‐": "-"})


def tokenize(text: str) -> list[tuple[int, int]]:
    """Return the spans of the words and numbers of a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of (int, int)
        Start and end of each token, in order.

    Examples
    --------
    >>> text = "The U.S. so-called “fighters’ camp” isn’t Delhi’s 2,000."
    >>> [text[a:b] for a, b in tokenize(text)]
    ['The', 'U.S.', 'so-called', 'fighters', 'camp', 'isn’t', 'Delhi’s', '2,000']
    """
    return [match.span() for match in WORD.finditer(text)]


@lru_cache(maxsize=1 << 18)
def form(word: str) -> str:
    """Return the normal form of a word: lower case, straight apostrophe, no possessive 's.

    Examples
    --------
    >>> form("Delhi’s"), form("ISN’T"), form("It's")
    ('delhi', "isn't", "it's")
    """
    plain = word.lower().translate(_FOLD)
    return plain[:-2] if plain.endswith("'s") and plain[:-2] not in _CONTRACTED else plain


def forms(text: str) -> list[str]:
    """Return the normal forms of the words of a text.

    Examples
    --------
    >>> forms("Militants’ leader, the state’s enemy")
    ['militants', 'leader', 'the', 'state', 'enemy']
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
        Form of each token, and the row of `segments(corpus)` it stands in.
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
        >>> import pandas as pd
        >>> from toolkit.tables import conform
        >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Big men, big men."]}), "articles"))
        >>> tokens(corpus).phrase(("big", "men")).tolist()
        [0, 2]
        """
        codes = self.codes(words)
        if not len(codes) or codes.min() < 0:
            return np.empty(0, dtype=np.int64)
        at = self._at(codes[0])
        for step, code in enumerate(codes[1:], start=1):
            at = at[at + step < len(self.word)]
            near = adjacent(self, at + step)
            at = at[(self.word[at + step] == code) & near]
        return at

    @cached_property
    def _order(self) -> np.ndarray:
        """Positions of the tokens sorted by form, for looking up many phrases."""
        return np.argsort(self.word, kind="stable")

    def _at(self, code: int) -> np.ndarray:
        low, high = np.searchsorted(self.word, [code, code + 1], sorter=self._order)
        return self._order[low:high]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.vocabulary)}

    def codes(self, words: Iterable[str]) -> np.ndarray:
        """Return the position of each form in the vocabulary, -1 for one that no article holds."""
        return np.array([self._places.get(word, -1) for word in words], dtype=np.int64)


def adjacent(table: Tokens, at: np.ndarray) -> np.ndarray:
    """Tell which tokens follow the one before with a single character between, in the same segment.

    So a comma or a full stop ends a phrase: in "militants, police" there is no bigram.
    """
    same = table.segment[at] == table.segment[at - 1]
    return np.asarray(same & (table.start[at] - table.end[at - 1] == 1) & (at > 0))


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
    >>> import pandas as pd
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
    table = cut.table
    codes: dict[str, int] = {}
    word, row, start, end = array("i"), array("i"), array("i"), array("i")
    for place, (text, offset) in enumerate(zip(table["text"], table["start"], strict=True)):
        for match in WORD.finditer(text):
            word.append(codes.setdefault(form(match.group()), len(codes)))
            row.append(place)
            start.append(offset + match.start())
            end.append(offset + match.end())
    vocabulary = np.array(list(codes), dtype=object)
    order = np.argsort(vocabulary)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    segment = _ints(row)
    return Tokens(
        vocabulary[order], rank[_ints(word)], segment, _ints(start), _ints(end), cut.document[segment]
    )


def _ints(values: array[int]) -> np.ndarray:
    return np.frombuffer(values, dtype=np.int32) if values else np.empty(0, dtype=np.int32)

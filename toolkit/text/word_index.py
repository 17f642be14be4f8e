"""Which segments could match a pattern: those with a word that it can begin with.

A pattern of words begins at the beginning of a word, so a look at the corpus's different words tells where it
need not be tried at all. What is left is matched as before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np

from toolkit.corpus.corpus import Corpus
from toolkit.patterns import first_words
from toolkit.text.segments import segmented

_RUN = re.compile(r"\w+")
_INDEX: WeakKeyDictionary[Corpus, WordIndex] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class WordIndex:
    """The different words of a corpus, and the segments that have each.

    Attributes
    ----------
    plain : list of str
        Those of ASCII letters and figures, in lower case and in order.
    others : list of str
        All others, as they are printed.
    segment, ends : ndarray of int
        Segments in the order of the words, plain ones first; where those of each word end.
    n : int
        Segments of the corpus.
    """

    plain: list[str]
    others: list[str]
    segment: np.ndarray
    ends: np.ndarray
    n: int

    def rows(self, queries: Iterable[str]) -> np.ndarray:
        """Return the segments that could match one of some patterns, in order.

        Parameters
        ----------
        queries : iterable of str
            As for `toolkit.patterns.pattern`. One that does not begin with a word could match anywhere.
        """
        found: set[int] = set()
        for query in queries:
            firsts = first_words(query)
            if firsts is None:
                return np.arange(self.n)
            for first in firsts:
                found.update(self._words(first))
        begins = np.concatenate([[0], self.ends])
        parts = [self.segment[begins[word] : begins[word + 1]] for word in sorted(found)]
        return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *parts]))

    def _words(self, first: str) -> Iterable[int]:
        """Return the numbers of the words that a pattern's first word is, or begins."""
        made = re.compile(first.replace("*", r"\w*"), re.IGNORECASE)
        known = first.partition("*")[0].lower() if first.isascii() else ""
        low = bisect_left(self.plain, known)
        high = bisect_left(self.plain, f"{known}\x7f") if known else len(self.plain)
        for number in range(low, high):
            if made.fullmatch(self.plain[number]):
                yield number
        for number, word in enumerate(self.others, start=len(self.plain)):
            if made.fullmatch(word):
                yield number


def word_index(corpus: Corpus) -> WordIndex:
    r"""Return the index of a corpus; made once for each corpus.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["Rebels fled.\n\nRain fell.\n\nThe rebel army won."]})
    >>> index = word_index(Corpus(conform(frame, "articles")))
    >>> index.rows(["rebel*"]).tolist(), index.rows(["rebel army", "snow"]).tolist()
    ([0, 2], [2])
    """
    if corpus not in _INDEX:
        _INDEX[corpus] = _made(segmented(corpus).table["text"].tolist())
    return _INDEX[corpus]


def _made(texts: list[str]) -> WordIndex:
    runs = [_RUN.findall(text) for text in texts]
    each = np.repeat(np.arange(len(texts)), [len(own) for own in runs])
    words = [word.lower() if word.isascii() else word for word in chain.from_iterable(runs)]
    different = set(words)
    plain = sorted(word for word in different if word.isascii())
    others = sorted(different - set(plain))
    number = {word: place for place, word in enumerate((*plain, *others))}
    code = np.fromiter((number[word] for word in words), dtype=np.int64, count=len(words))
    met = np.unique(code * len(texts) + each)
    ends = np.cumsum(np.bincount(met // max(len(texts), 1), minlength=len(number)))
    return WordIndex(plain, others, met % max(len(texts), 1), ends, len(texts))

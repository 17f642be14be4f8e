"""One vocabulary from the words of many parts, and the parts' counts as matrices of some features each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.analysis.keyness.by_article import BESIDE, USES
from toolkit.room import Spool, banded

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    Block = tuple[csr_matrix, pd.DataFrame]

MOST = 16_000_000  # numbers of a block: 128 MB, and a few times that while they are compared
SUMS = 15  # numbers of each feature and group: two `toolkit.stats.sides.Side`, and the uses beside
_ROWS = 2_000_000  # features of all parts that are added up at once

Part = tuple[int, Mapping[str, pd.DataFrame]]  # its first article, and what it counted


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The features that are in enough articles: single words first, each kind in alphabetical order.

    Attributes
    ----------
    features : ndarray of str
    articles : ndarray of int
        Articles that use each in scope.
    singles : int
        How many are single words.
    keys : ndarray of uint64
        The hashes of the features, in ascending order.
    column : ndarray of int32
        Position in `features` of the feature of each key.
    """

    features: NDArray[np.object_]
    articles: NDArray[np.int64]
    singles: int
    keys: NDArray[np.uint64]
    column: NDArray[np.int32]

    def edges(self, most: int | None, groups: int = 1) -> list[int]:
        """Return where blocks of features begin and end, each with about as many numbers.

        A feature has a number for each article that uses it, and `SUMS` for each group.

        Examples
        --------
        >>> listed(("a", "b", "c", "d")).edges(None)
        [0, 4]
        >>> listed(("a", "b", "c", "d")).edges(60, groups=2)
        [0, 1, 3, 4]
        """
        n = len(self.features)
        if most is None or not n:
            return [0, n]
        block = np.cumsum(self.articles + SUMS * groups) // most
        return [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), n]

    def columns(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the column of each key, -1 for one whose feature is left out."""
        at = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int32)
        return np.where(self.keys[at] == keys, self.column[at], -1).astype(np.int32)


def listed(terms: Sequence[str]) -> Vocabulary:
    """Return terms as they are listed, each with its number for a key."""
    n = len(terms)
    return Vocabulary(
        np.array(terms, dtype=object),
        np.ones(n, dtype=np.int64),
        n,
        np.arange(n, dtype=np.uint64),
        np.arange(n, dtype=np.int32),
    )


def vocabulary_of(parts: Sequence[pd.DataFrame], least: int) -> Vocabulary:
    """Return the features that are used in enough articles of all parts together.

    Parameters
    ----------
    parts : sequence of DataFrame
        ``features`` of `toolkit.analysis.keyness.by_article.words_of`.
    least : int
        Articles.
    """
    keys, articles = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
    for some in banded([part[["key", "articles"]] for part in parts], "key", _ROWS):
        known, place = np.unique(some["key"].to_numpy(), return_inverse=True)
        held = np.bincount(place, some["articles"].to_numpy(), minlength=len(known)).astype(np.int64)
        keys.append(known[held >= least])
        articles.append(held[held >= least])
    kept, held = np.concatenate(keys), np.concatenate(articles)
    text, pair = _told(parts, kept)
    order = np.lexsort((_ranks(text), pair))
    column = np.empty(len(kept), dtype=np.int32)
    column[order] = np.arange(len(kept), dtype=np.int32)
    return Vocabulary(text[order], held[order], int((~pair).sum()), kept, column)


def _told(
    parts: Sequence[pd.DataFrame], kept: NDArray[np.uint64]
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Return the text of each kept key, and whether it is a pair, as the first part that has it tells."""
    text, pair = np.empty(len(kept), dtype=object), np.zeros(len(kept), dtype=bool)
    missing = np.ones(len(kept), dtype=bool)
    for part in parts:
        keys = part["key"].to_numpy()
        at = np.searchsorted(keys, kept[missing])
        here = at < len(keys)
        here[here] = keys[at[here]] == kept[missing][here]
        rows, places = at[here], np.flatnonzero(missing)[here]
        text[places], pair[places] = (
            part["feature"].iloc[rows].to_numpy(dtype=object),
            part["pair"].to_numpy()[rows],
        )
        missing[places] = False
    return text, pair


def _ranks(text: NDArray[np.object_]) -> NDArray[np.intp]:
    ranks = np.empty(len(text), dtype=np.intp)
    ranks[np.argsort(text, kind="stable")] = np.arange(len(text))
    return ranks


def gathered(parts: Sequence[Part], vocabulary: Vocabulary, edges: Sequence[int], n: int) -> Iterator[Block]:
    """Yield articles by features in scope, and the uses beside them, of each block of features.

    Parameters
    ----------
    parts : sequence of (int, mapping)
        The first article of each part, and its ``counts`` and ``features``; without the latter a feature's
        number is its key.
    edges : sequence of int
        Where blocks begin and end: see `Vocabulary.edges`.
    n : int
        Articles of all parts.
    """
    blocks = [_Block() for _ in pairwise(edges)]
    for first, part in parts:
        counts = part["counts"]
        keys = (
            part["features"]["key"].to_numpy()
            if "features" in part
            else np.arange(len(vocabulary.keys), dtype=np.uint64)
        )
        column = vocabulary.columns(keys)[counts["feature"].to_numpy()]
        document = counts["document"].to_numpy().astype(np.int32) + np.int32(first)
        for block, (low, high) in zip(blocks, pairwise(edges), strict=True):
            rows = np.flatnonzero((column >= low) & (column < high))
            rows = rows[np.lexsort((column[rows], document[rows]))]
            block.add(document[rows], column[rows] - np.int32(low), counts.iloc[rows])
    for block, (low, high) in zip(blocks, pairwise(edges), strict=True):
        yield block.matrix(n, high - low), block.beside()


class _Block:
    """The counts of some features, part after part."""

    def __init__(self) -> None:
        self._uses = {name: Spool(np.dtype(np.int32)) for name in ("document", "column", USES)}
        self._beside = {name: Spool(np.dtype(np.int32)) for name in ("document", "column", *BESIDE)}

    def add(self, document: NDArray[np.int32], column: NDArray[np.int32], counts: pd.DataFrame) -> None:
        """Take the rows of a part, in the order of documents and columns."""
        numbers = {name: counts[name].to_numpy().astype(np.int32) for name in (USES, *BESIDE)}
        numbers |= {"document": document, "column": column}
        used = np.flatnonzero(numbers[USES])
        other = np.flatnonzero(np.logical_or.reduce([numbers[name] > 0 for name in BESIDE]))
        for spools, rows in ((self._uses, used), (self._beside, other)):
            for name, spool in spools.items():
                spool.add(numbers[name][rows])

    def matrix(self, n: int, features: int) -> csr_matrix:
        """Return articles by features."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

        document, column, uses = (spool.whole() for spool in self._uses.values())
        first = np.concatenate([[0], np.cumsum(np.bincount(document, minlength=n))])
        index = np.int32 if len(uses) < 2**31 else np.int64
        return csr_matrix((uses, column, first.astype(index)), shape=(n, features))

    def beside(self) -> pd.DataFrame:
        """Return the uses beside those in scope."""
        made = {name: spool.whole() for name, spool in self._beside.items()}
        return pd.DataFrame(made, copy=False)

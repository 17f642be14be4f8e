"""One vocabulary from the words of many parts, and the parts' counts as matrices of some features each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.analysis.keyness.by_article import BESIDE, USES
from toolkit.room import Spool, banded, room
from toolkit.stats.columns import cuts

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
        return cuts(self.articles + SUMS * groups, most)

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
    lows = np.asarray(edges[:-1], dtype=np.int32)
    uses, beside = _Runs(("document", "column", USES)), _Runs(("document", "column", *BESIDE))
    for first, part in parts:
        counts = part["counts"]
        keys = (
            part["features"]["key"].to_numpy()
            if "features" in part
            else np.arange(len(vocabulary.keys), dtype=np.uint64)
        )
        column = vocabulary.columns(keys)[counts["feature"].to_numpy()]
        document = counts["document"].to_numpy().astype(np.int32) + np.int32(first)
        block = np.searchsorted(lows, column, "right") - 1
        rows = np.flatnonzero(column >= 0)
        rows = rows[np.lexsort((column[rows], document[rows], block[rows]))]
        numbers = {name: counts[name].to_numpy()[rows].astype(np.int32) for name in (USES, *BESIDE)}
        block, numbers["document"], numbers["column"] = block[rows], document[rows], column[rows]
        numbers["column"] = numbers["column"] - lows[block]
        uses.add(numbers, block, numbers[USES] > 0, len(lows))
        beside.add(numbers, block, np.logical_or.reduce([numbers[name] > 0 for name in BESIDE]), len(lows))
    for number, (low, high) in enumerate(pairwise(edges)):
        yield _matrix(uses.of(number), n, high - low), pd.DataFrame(beside.of(number), copy=False)


class _Runs:
    """Numbers of many parts in files, from which those of one block are put together."""

    def __init__(self, names: Sequence[str]) -> None:
        self._spools = {name: Spool(np.dtype(np.int32)) for name in names}
        self._cuts: list[NDArray[np.intp]] = []
        self._n = 0

    def add(
        self,
        numbers: Mapping[str, NDArray[np.int32]],
        block: NDArray[np.intp],
        wanted: NDArray[Any],
        blocks: int,
    ) -> None:
        """Take the wanted rows of a part, in the order of their blocks."""
        rows = np.flatnonzero(wanted)
        self._cuts.append(self._n + np.searchsorted(block[rows], np.arange(blocks + 1)))
        self._n += len(rows)
        for name, spool in self._spools.items():
            spool.add(numbers[name][rows])

    @cached_property
    def _whole(self) -> dict[str, NDArray[np.int32]]:
        return {name: spool.whole() for name, spool in self._spools.items()}

    def of(self, block: int) -> dict[str, NDArray[np.int32]]:
        """Return the numbers of a block, part after part."""
        runs = [(cut[block], cut[block + 1]) for cut in self._cuts]
        made = {}
        for name, numbers in self._whole.items():
            made[name] = room((sum(last - first for first, last in runs),), np.int32)
            np.concatenate([numbers[:0], *(numbers[first:last] for first, last in runs)], out=made[name])
        return made


def _matrix(uses: Mapping[str, NDArray[np.int32]], n: int, features: int) -> csr_matrix:
    """Return articles by features."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

    first = room((n + 1,), np.int32 if len(uses[USES]) < 2**31 else np.int64)
    first[0] = 0
    np.cumsum(np.bincount(uses["document"], minlength=n), out=first[1:])
    return csr_matrix((uses[USES], uses["column"], first), shape=(n, features))

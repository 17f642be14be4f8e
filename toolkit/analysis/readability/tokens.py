"""Each token measured once: a memo of token -> counts, and their sums by sentence and document."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
_LIMIT = 1_000_000  # tokens remembered before the memo starts anew, some 200 MB


class _Index(dict[str, int]):
    """Token -> row; an unknown token is measured and gets the next row."""

    def __init__(self, measure: Callable[[str], tuple[int, ...]], rows: array[int]) -> None:
        super().__init__()
        self._measure, self._rows = measure, rows

    def __missing__(self, token: str) -> int:
        self._rows.extend(self._measure(token))
        row = self[token] = len(self)
        return row


class TokenTable:
    """Counts of tokens, remembered across texts.

    Parameters
    ----------
    measure : callable
        From a token to its counts, one a column.
    columns : sequence of str
        Names of the counts.

    Examples
    --------
    >>> table = TokenTable(lambda token: (1, len(token)), ["words", "chars"])
    >>> table.sums([["a", "cat"], [], ["sat"]]).tolist()
    [[2, 4], [0, 0], [1, 3]]
    """

    def __init__(self, measure: Callable[[str], tuple[int, ...]], columns: Sequence[str]) -> None:
        self._measure, self.columns = measure, tuple(columns)
        self._clear()

    def _clear(self) -> None:
        self._rows: array[int] = array("i")
        self._index = _Index(self._measure, self._rows)

    def ids(self, tokens: Iterable[str]) -> list[int]:
        """Return the row of each token, measuring those not seen before."""
        return list(map(self._index.__getitem__, tokens))

    def renew(self) -> None:
        """Forget everything once the memo has grown past its limit; call it between batches only."""
        if len(self._index) > _LIMIT:
            self._clear()

    def rows(self) -> npt.NDArray[np.int32]:
        """Return the counts of every token measured so far, one row a token."""
        return np.array(self._rows, dtype=np.int32).reshape(-1, len(self.columns))

    def sums(self, groups: Iterable[Sequence[str]]) -> Counts:
        """Return the summed counts of each group of tokens (a sentence, a document)."""
        self.renew()
        ids: list[int] = []
        sizes = []
        for group in groups:
            before = len(ids)
            ids.extend(map(self._index.__getitem__, group))
            sizes.append(len(ids) - before)
        return self.sums_of(np.asarray(ids, dtype=np.intp), np.asarray(sizes, dtype=np.intp))

    def sums_of(self, ids: npt.NDArray[np.intp], sizes: npt.NDArray[np.intp]) -> Counts:
        """Return the summed counts of consecutive runs of rows, `sizes` tokens each."""
        rows = self.rows()
        summed = [sums_by(rows[:, column].take(ids), sizes) for column in range(len(self.columns))]
        return np.stack(summed, axis=1) if summed else np.zeros((len(sizes), 0), dtype=np.int64)


def sums_by(values: npt.NDArray[np.generic], sizes: npt.NDArray[np.intp]) -> Counts:
    """Return the sums of consecutive runs of values; an empty run sums to 0.

    Examples
    --------
    >>> sums_by(np.array([1, 2, 3]), np.array([2, 0, 1])).tolist()
    [3, 0, 3]
    """
    out = np.zeros((len(sizes), *values.shape[1:]), dtype=np.int64)
    filled = sizes > 0
    if filled.any():
        starts = (np.cumsum(sizes) - sizes)[filled]
        out[filled] = np.add.reduceat(values, starts, axis=0, dtype=np.int64)
    return out

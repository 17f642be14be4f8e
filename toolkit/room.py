"""Room for large arrays: in memory, or in a file of the work folder that the system reads as it is needed.

What many parts make together can be larger than memory. Its numbers lie in files that go with the arrays; its
text stays where the parts have it.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from toolkit.files import writing
from toolkit.parts import engine

LARGE = 2**28  # bytes of an array that lies in a file, without an engine
LARGE_WITH_ENGINE = 2**20  # and with one, which is there so that memory stays small


def room(shape: tuple[int, ...], kind: Any = np.float64) -> NDArray[Any]:
    """Return an array to be filled: in memory or, where it is large, in a file that goes with it.

    Raises
    ------
    OutputError
        If the disk has no room for it.

    Examples
    --------
    >>> room((2, 3)).shape
    (2, 3)
    """
    folder = engine().folder
    size = prod(shape) * np.dtype(kind).itemsize
    if size <= (LARGE if folder is None else LARGE_WITH_ENGINE):
        return np.empty(shape, dtype=kind)
    with writing(folder or Path(tempfile.gettempdir())), tempfile.TemporaryFile(dir=folder) as file:
        if hasattr(os, "posix_fallocate"):  # a disk that is full is said now, and ends no process later
            os.posix_fallocate(file.fileno(), 0, size)
        return np.asarray(np.memmap(file, dtype=kind, shape=shape))


def kept(values: NDArray[Any]) -> NDArray[Any]:
    """Return the same numbers where `room` puts so many.

    Examples
    --------
    >>> kept(np.arange(3)).tolist()
    [0, 1, 2]
    """
    made = room(values.shape, values.dtype)
    made[...] = values
    return made


def joined(tables: Iterable[pd.DataFrame], firsts: Mapping[str, Sequence[int]] | None = None) -> pd.DataFrame:
    """Return tables of one kind below each other: text stays where it is, numbers go to files.

    Parameters
    ----------
    tables : iterable of DataFrame
        One or more, with the same columns.
    firsts : mapping, optional
        For columns that count from the first of their table, where each table begins: they count from the
        first of all then.

    Examples
    --------
    >>> tables = [pd.DataFrame({"n": [0, 1]}), pd.DataFrame({"n": [0]})]
    >>> joined(tables)["n"].tolist(), joined(tables, {"n": [0, 2]})["n"].tolist()
    ([0, 1, 0], [0, 1, 2])
    """
    some = iter(tables)
    first = list(islice(some, 2))
    if engine().folder is None or len(first) == 1:
        return _concatenated([*first, *some], firsts or {})
    columns = {name: _Column(first[0][name].dtype) for name in first[0]}
    places, n, attrs = {name: iter(own) for name, own in (firsts or {}).items()}, 0, first[0].attrs
    for table in chain(first, some):
        n += len(table)
        attrs = attrs if table.attrs == attrs else {}
        for name, column in columns.items():
            column.add(table[name] + next(places[name]) if name in places else table[name])
    made = pd.DataFrame(
        {name: column.whole() for name, column in columns.items()}, index=pd.RangeIndex(n), copy=False
    )
    made.attrs = attrs
    give_back()
    return made


def _concatenated(some: list[pd.DataFrame], firsts: Mapping[str, Sequence[int]]) -> pd.DataFrame:
    made = pd.concat(some, ignore_index=True) if len(some) > 1 else some[0].reset_index(drop=True)
    sizes = [len(table) for table in some]
    known = {name: np.repeat(first, sizes) for name, first in firsts.items() if name in made}
    return made.assign(**{name: made[name] + more for name, more in known.items()})


class _Column:
    """The values of a column of many tables below each other: numbers in a file, text where it is."""

    def __init__(self, kind: Any) -> None:
        known: Any = getattr(kind, "numpy_dtype", kind)  # of the type that also has missing values
        self._kind, self._known = kind, known
        self._others: list[pd.Series] = []
        self._values = Spool(known) if known.kind in "biuf" else None
        self._missing = Spool(np.dtype(bool)) if known is not kind else None

    def add(self, more: pd.Series) -> None:
        if self._values is not None and more.dtype != self._kind:  # numbers of another kind, or none at all
            self._others, self._values = [pd.Series(self.whole())], None
        if self._values is None:
            self._others.append(more)
        elif self._missing is None:
            self._values.add(more.to_numpy())
        else:
            self._values.add(more.to_numpy(dtype=self._known, na_value=self._known.type(0)))
            self._missing.add(more.isna().to_numpy())

    def whole(self) -> Any:
        if self._values is None:
            return pd.concat(self._others, ignore_index=True)
        if self._missing is None:
            return self._values.whole()
        kinds = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}
        made = kinds.get(self._known.kind, pd.arrays.IntegerArray)
        return made(self._values.whole(), self._missing.whole())


class Spool:
    """Numbers that are added to: in memory while they are few, then in a file that goes with them."""

    def __init__(self, kind: np.dtype[Any]) -> None:
        self._kind, self._n = kind, 0
        self._file: Any = None
        self._waiting: list[NDArray[Any]] = []

    def add(self, more: NDArray[Any]) -> None:
        """Take more numbers behind those there are."""
        self._waiting.append(more)
        self._n += len(more)
        large = LARGE if engine().folder is None else LARGE_WITH_ENGINE
        if sum(array.nbytes for array in self._waiting) > large:
            self._write()

    def _write(self) -> None:
        folder = engine().folder or Path(tempfile.gettempdir())
        with writing(folder):
            self._file = self._file or tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed in `whole`
            for array in self._waiting:
                self._file.write(np.ascontiguousarray(array).data)
            self._file.flush()
        self._waiting = []

    def whole(self) -> NDArray[Any]:
        """Return all of them; nothing is added after that."""
        if self._file is None:
            return np.concatenate([np.empty(0, dtype=self._kind), *self._waiting])
        self._write()
        with self._file as file:
            return np.asarray(np.memmap(file, dtype=self._kind, shape=(self._n,)))


def bands(keys: Sequence[NDArray[np.uint64]], rows: int) -> Iterator[list[slice]]:
    """Yield where the rows of tables are whose keys are in one range, range after range.

    So all rows with one key are met together, and never more than a part of the tables.

    Parameters
    ----------
    keys : sequence of array of uint64
        Keys of each table, in ascending order: hashes, which are spread evenly.
    rows : int
        About how many rows a range has.

    Examples
    --------
    >>> one, two = np.array([1, 2**63], dtype=np.uint64), np.array([1, 7], dtype=np.uint64)
    >>> list(bands([one, two], rows=2))
    [[slice(0, 1, None), slice(0, 2, None)], [slice(1, 2, None), slice(2, 2, None)]]
    """
    number = max(1, -(-sum(map(len, keys)) // rows))
    edges = np.array([2**64 * band // number for band in range(1, number)], dtype=np.uint64)
    cuts = [[0, *np.searchsorted(own, edges).tolist(), len(own)] for own in keys]
    for band in range(number):
        yield [slice(cut[band], cut[band + 1]) for cut in cuts]


def banded(tables: Sequence[pd.DataFrame], key: str, rows: int) -> Iterator[pd.DataFrame]:
    """Yield the rows of tables in ranges of a key, as `bands`, each range as one table.

    Examples
    --------
    >>> tables = [pd.DataFrame({"key": np.array([3, 9], dtype=np.uint64), "n": [1, 2]})] * 2
    >>> [table["n"].tolist() for table in banded(tables, "key", rows=10)]
    [[1, 2, 1, 2]]
    """
    for cut in bands([table[key].to_numpy() for table in tables], rows):
        some = [table.iloc[within] for table, within in zip(tables, cut, strict=True)]
        yield pd.concat(some, ignore_index=True)
        give_back()


def give_back() -> None:
    """Give memory that is free back to the system; glibc and Arrow would keep it, a third of a large run."""
    pa.default_memory_pool().release_unused()
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Any:
    """Return glibc's function, or None where there is another library."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None

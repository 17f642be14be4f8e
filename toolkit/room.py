"""Room for large arrays: in memory, or in a file of the work folder that the system reads as it is needed.

What many parts make together can be larger than memory. Its numbers lie in files that go with the arrays; its
text stays where the parts have it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
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


def joined(tables: Iterable[pd.DataFrame], firsts: Mapping[str, Sequence[int]] | None = None) -> pd.DataFrame:
    """Return tables of one kind below each other: text stays where it is, numbers lie in `room`.

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
    some = list(tables)
    known = {name: first for name, first in (firsts or {}).items() if name in some[0]}
    if engine().folder is None or len(some) == 1:
        made = pd.concat(some, ignore_index=True) if len(some) > 1 else some[0].reset_index(drop=True)
        sizes = [len(table) for table in some]
        return made.assign(**{name: made[name] + np.repeat(first, sizes) for name, first in known.items()})
    columns = {}
    for name in some[0]:
        own = [table[name] for table in some]
        columns[name] = _below(
            [a + b for a, b in zip(own, known[name], strict=True)] if name in known else own
        )
    made = pd.DataFrame(columns, index=pd.RangeIndex(sum(map(len, some))), copy=False)
    if all(table.attrs == some[0].attrs for table in some):
        made.attrs = some[0].attrs
    return made


def _below(columns: list[pd.Series]) -> Any:
    """Return the values of a column below each other, numbers in `room`."""
    kind, n = columns[0].dtype, sum(map(len, columns))
    known: Any = getattr(kind, "numpy_dtype", kind)  # of the type that also has missing values
    if any(one.dtype != kind for one in columns) or known.kind not in "biuf":
        return pd.concat(columns, ignore_index=True)
    if isinstance(kind, np.dtype):
        return _filled((one.to_numpy() for one in columns), n, kind)
    values = (one.to_numpy(dtype=known, na_value=known.type(0)) for one in columns)
    missing = (one.isna().to_numpy() for one in columns)
    made = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}.get(known.kind, pd.arrays.IntegerArray)
    return made(_filled(values, n, known), _filled(missing, n, np.dtype(bool)))


def _filled(arrays: Iterable[NDArray[Any]], n: int, kind: np.dtype[Any]) -> NDArray[Any]:
    made, low = room((n,), kind), 0
    for array in arrays:
        made[low : low + len(array)] = array
        low += len(array)
    return made


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

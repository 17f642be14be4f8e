"""Rows of articles held column by column: as dictionaries a million of them take three times the memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

Row = dict[str, Any]


class Rows(Sequence[Row]):
    """A list of rows that keeps a list of values for each column; what a row does not have is None.

    Examples
    --------
    >>> rows = Rows([{"title": "Rain"}, {"title": "Sun", "desk": "city"}])
    >>> rows[0], len(rows), rows.columns["desk"]
    ({'title': 'Rain', 'desk': None}, 2, [None, 'city'])
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        self.columns: dict[str, list[Any]] = {}
        self._size = 0
        self._names: tuple[str, ...] = ()
        for row in rows:
            self.append(row)

    def append(self, row: Mapping[str, Any]) -> None:
        """Add a row."""
        if tuple(row) != self._names:
            for name in row:
                self.columns.setdefault(name, [None] * self._size)
            for name, column in self.columns.items():
                column.append(row.get(name))
            self._names = tuple(self.columns)
        else:  # nearly every row: the one before had the same columns
            for column, value in zip(self.columns.values(), row.values(), strict=True):
                column.append(value)
        self._size += 1

    def extend(self, rows: Rows) -> None:
        """Add the rows of another list, whose columns may be taken over and must not be used any more."""
        if not self._size:
            self.columns = rows.columns
        for name in () if self.columns is rows.columns else {**self.columns, **rows.columns}:
            column = self.columns.setdefault(name, [None] * self._size)
            column += rows.columns.get(name) or [None] * len(rows)
        self._names = tuple(self.columns)
        self._size += len(rows)

    def cut(self, size: int) -> None:
        """Keep the first rows alone."""
        for column in self.columns.values():
            del column[size:]
        self._size = min(size, self._size)
        if not self._size:  # what columns there were is forgotten too
            self.columns, self._names = {}, ()

    def parts(self, size: int) -> Iterator[Rows]:
        """Yield the rows in lists of a size; at least one, which may be empty."""
        for start in range(0, max(len(self), 1), size):
            part = Rows()
            part.columns = {name: column[start : start + size] for name, column in self.columns.items()}
            part._size = min(size, len(self) - start)
            part._names = tuple(part.columns)
            yield part

    def values(self, name: str, start: int = 0) -> Iterator[Any]:
        """Yield the values of a column from a row on; None for a column that there is not."""
        column = self.columns.get(name)
        return iter([None] * (self._size - start) if column is None else column[start:] if start else column)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(self._size))]
        if not -self._size <= at < self._size:
            raise IndexError(at)
        return {name: column[at] for name, column in self.columns.items()}

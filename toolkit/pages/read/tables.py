"""Rows of CSV, TSV, JSON, JSON lines, Parquet and XLSX files; a bad row is set aside, the rest is read."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.read.jsons import loads, nesting
from toolkit.pages.read.limits import LIMITS, check_count, check_expansion, room, too_large
from toolkit.settings import LimitsSettings

_SEPARATORS = ",;\t|"
_HEADER_IN = 30  # lines; a header is in the first ones, below titles and remarks
_SEP = re.compile(r"^\ufeff?\"?sep=(?P<sep>.)\"?\s*$", re.I)
_SWALLOWED = 5  # lines inside one cell that could all be rows: a quotation mark is missing
_ROWS = 0.8  # least share of them that have the header's number of cells, two of them with words
_WORD = re.compile(r"[^\W\d_]")
_DEEPEST = 5  # levels of nested JSON that become columns
_LOOKED_AT = 200  # objects of a list that are looked at to find where the rows are
TOO_DEEP = "it nests lists and objects too deeply to be read ([limits] nesting)"
_BATCH = 10_000  # rows of a Parquet file taken apart at a time


Placed = tuple[str, dict[str, Any]]


@dataclass
class Table:
    """The rows of a table, with their places, and the rows that could not be read, with the reason.

    Rows are read while they are asked for, so that a large table is never whole in memory; ``aside`` is
    complete after the last one. Of a part of a table, ``sample`` are the first rows of the whole.
    """

    rows: Iterable[Placed] = ()
    aside: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sample: Sequence[Placed] | None = None


Known = Callable[[Iterable[str]], int]


def fold(name: object) -> str:
    """Return a column's name as it is compared: lower case, blanks and hyphens as underscores.

    Examples
    --------
    >>> fold(" Article-Title "), fold("Date Published")
    ('article_title', 'date_published')
    """
    return re.sub(r"[\s\-]+", "_", str(name).strip().strip("\ufeff\"'")).lower()


def csv_table(text: str, suffix: str, known: Known, limits: LimitsSettings = LIMITS) -> Table:
    r"""Return the rows of a CSV file.

    The header is the line, among the first ones, with the most known names; what is above it is left
    out. A row with more cells than the header, or with a quotation mark that is not closed, is set aside;
    a row with fewer has empty ones.

    Parameters
    ----------
    text : str
    suffix : str
        ``.tsv`` for tabs; otherwise the header tells the separator.
    known : callable
        Returns how many of some folded names are known.
    limits : LimitsSettings, optional

    Raises
    ------
    InputError
        If the file has no rows or too many columns.

    Examples
    --------
    >>> known = lambda names: len({"title", "text"} & set(names))
    >>> table = csv_table("sep=;\ntitle;text\nA;It rained.\nB;x;y;z", ".csv", known)
    >>> list(table.rows), table.aside
    ([('row 3', {'title': 'A', 'text': 'It rained.'})], [('row 4', 'it has 4 cells, the header has 2')])
    """
    csv.field_size_limit(limits.cell)
    source = _Lines(text)
    first = list(islice(source, _HEADER_IN))
    at, separator = _header(first, "\t" if suffix == ".tsv" else None, known)
    if len(first) <= at + 1:
        raise InputError("the table has a header and no rows" if first else "the table is empty")
    source.go(0, 0)
    for _ in range(at):
        next(source)
    names = _first(source, separator)
    check_count(len(names), "columns", "columns", limits)
    table = Table(notes=[f"the header is in line {at + 1}"] if at else [])
    twice = sorted(name for name, n in Counter(names).items() if n > 1 and name)
    if twice:
        table.notes.append(f"several columns are named {', '.join(twice)}: the first with a value counts")
    table.rows = _csv_rows(source, separator, names, table.aside)
    return table


class _Lines(Iterator[str]):
    """The lines of a text, with their ends, that can be read again from any one."""

    def __init__(self, text: str) -> None:
        self.text, self.number, self.at = text, 0, 0
        self.returns = "\r" in text
        self._feed = 0

    def __next__(self) -> str:
        start = self.at
        if self._feed <= start:  # the next line feed, sought once however many returns are before it
            self._feed = self.text.find("\n", start) + 1 or len(self.text)
        end = self._feed
        if start >= end:
            raise StopIteration
        if self.returns and (mark := self.text.find("\r", start, end) + 1):
            end = mark + 1 if self.text.startswith("\n", mark) else mark
        self.number, self.at = self.number + 1, end
        return self.text[start:end]

    def go(self, number: int, at: int) -> None:
        """Go on with a line, given with where it begins."""
        self.number, self.at, self._feed = number, at, 0


def _header(lines: list[str], separator: str | None, known: Known) -> tuple[int, str]:
    """Return the number of the header's line and the separator of the cells."""
    said = _SEP.match(lines[0]) if lines else None
    separators = said["sep"] if said else separator or _SEPARATORS
    first = 1 if said else 0
    best = (0, 0, first, separators[0])
    for number in range(first, min(len(lines), _HEADER_IN)):
        for mark in separators:
            cells = [fold(cell) for cell in lines[number].rstrip("\r\n").split(mark)]
            score = known(cells)
            if score >= (1 if number == first else 2) and (score, len(cells)) > best[:2]:
                best = (score, len(cells), number, mark)
    if best[0]:
        return best[2], best[3]
    line = lines[first] if len(lines) > first else ""
    return first, max(separators, key=line.count)


def _first(source: _Lines, separator: str) -> list[str]:
    try:
        names = next(csv.reader(source, delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise InputError(f"not a valid CSV file: the header cannot be read ({error})") from error
    return names


def _csv_rows(
    source: _Lines, separator: str, names: list[str], aside: list[tuple[str, str]]
) -> Iterator[Placed]:
    """Yield the rows; set the first line of a bad one aside and go on with the next line."""
    while source.at < len(source.text):
        number, start = source.number, source.at
        place = f"row {number + 1}"
        try:
            cells = next(csv.reader(source, delimiter=separator, strict=True), [])
            reason = _fault(source, number, start, cells, separator, names)
        except csv.Error as error:
            long = "field limit" in str(error)
            reason = (
                f"a cell has more than {csv.field_size_limit():,} characters ([limits] cell)"
                if long
                else f"its quotation marks do not match ({error})"
            )
            _again(source, number, start)
        if reason:
            aside.append((place, reason))
        elif any(cell.strip() for cell in cells):
            yield place, _row(names, cells)


def _fault(
    source: _Lines, number: int, start: int, cells: list[str], separator: str, names: list[str]
) -> str | None:
    """Return what is wrong with a row, or None; where its lines may be rows of their own, go back."""
    taken = source.number - number
    if taken > 1 and _swallowed(source.text[start : source.at], separator, len(names)):
        _again(source, number, start)
        return f"a quotation mark in it is closed only {taken - 1} lines on"
    if cells == names and any(cell.strip() for cell in cells):
        return "the header again"
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        if taken > 1:
            _again(source, number, start)
        return f"it has {len(cells)} cells, the header has {len(names)}"
    return None


def _again(source: _Lines, number: int, start: int) -> None:
    """Go on with the second line of a row."""
    source.go(number, start)
    next(source)


def _swallowed(row: str, separator: str, width: int) -> bool:
    """Return whether the lines inside a cell could all be rows of their own."""
    inner = list(_Lines(row))[1:-1]
    if width < 2 or len(inner) < _SWALLOWED:
        return False
    cells = [line.split(separator) for line in inner]
    fits = sum(len(line) == width and sum(bool(_WORD.search(cell)) for cell in line) > 1 for line in cells)
    return fits >= _ROWS * len(inner)


def _row(names: list[str], cells: list[str]) -> dict[str, Any]:
    """Return a row; of columns with one name the first that is not empty counts."""
    row: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        if not row.get(name):
            row[name] = cell
    return row


def json_table(text: str, known: Known, limits: LimitsSettings = LIMITS) -> Table:
    """Return the rows of a JSON file: the list of objects in it that look most like articles.

    Read are a list, a list anywhere inside an object, one object, objects line by line or one after the
    other, and pandas' ``{"column": {"0": value}}``.

    Parameters
    ----------
    text : str
    known : callable
        Returns how many of some folded names are known.
    limits : LimitsSettings, optional

    Raises
    ------
    InputError
        If it is not JSON, nests too deeply or holds no object.
    """
    try:
        data = loads(text)
    except RecursionError as error:
        raise InputError(TOO_DEEP) from error
    except json.JSONDecodeError as error:
        if "\n" in text.strip() and error.msg == "Extra data":
            return json_lines(text, limits)
        raise InputError(f"not valid JSON: {error}") from error
    if nesting(data) > limits.nesting:
        raise InputError(TOO_DEEP)
    found = _best(data, known)
    if not any(isinstance(row, dict) for row in found):
        raise InputError("it holds no object")
    places = [(f"row {number}", row) for number, row in enumerate(found, 1)]
    return Table(
        [(place, flat(row)) for place, row in places if isinstance(row, dict)],
        [(place, "it is not an object") for place, row in places if not isinstance(row, dict)],
    )


def json_lines(text: str, limits: LimitsSettings = LIMITS) -> Table:
    r"""Return the rows of JSON lines; lines end at line feeds alone.

    Raises
    ------
    InputError
        If no line holds an object.

    Examples
    --------
    >>> table = json_lines('{"a": 1}\n{broken\n[1]')
    >>> list(table.rows), [place for place, _ in table.aside]
    ([('line 1', {'a': 1})], ['line 2', 'line 3'])
    """
    table = Table()
    rows = _json_rows(text, table.aside, limits)
    first = next(rows, None)
    if first is None:
        why = f" ({table.aside[0][0]}: {table.aside[0][1]})" if table.aside else ""
        raise InputError(f"no line holds a JSON object{why}")
    table.rows = chain([first], rows)
    return table


def _json_rows(text: str, aside: list[tuple[str, str]], limits: LimitsSettings) -> Iterator[Placed]:
    at = number = 0
    while at <= len(text):
        end = text.find("\n", at)
        line = text[at : len(text) if end < 0 else end]
        number, at = number + 1, len(text) + 1 if end < 0 else end + 1
        if not line.strip():
            continue
        try:
            row = loads(line)
        except json.JSONDecodeError as error:
            aside.append((f"line {number}", f"not valid JSON: {error}"))
            continue
        except RecursionError:
            aside.append((f"line {number}", TOO_DEEP))
            continue
        if nesting(row) > limits.nesting:
            aside.append((f"line {number}", TOO_DEEP))
        elif isinstance(row, dict):
            yield f"line {number}", flat(row)
        else:
            aside.append((f"line {number}", "it is not an object"))


def _best(data: Any, known: Known) -> list[Any]:
    """Return the list of objects that look most like articles."""
    if isinstance(data, dict) and (turned := _turned(data, known)):
        return turned
    found = max(_lists(data, 0), key=lambda rows: _score(rows, known), default=[])
    if isinstance(data, dict) and _score([data], known) >= max(_score(found, known), 1):
        return [data]
    return found or ([data] if isinstance(data, dict) else [])


def _lists(data: Any, depth: int) -> Iterator[list[Any]]:
    """Yield the lists with objects in them, whatever level they are on."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        if any(isinstance(row, dict) for row in data[:_LOOKED_AT]):
            yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _lists(value, depth + 1)
        objects = [value for value in data.values() if isinstance(value, dict)]
        if len(objects) > 1 and len(objects) == len(data):
            yield objects  # {"id-1": {...}, "id-2": {...}}


def _score(rows: list[Any], known: Known) -> int:
    """Return how many known names the objects of a list have, at most."""
    return max(
        (known(fold(name) for name in flat(row)) for row in rows[:_LOOKED_AT] if isinstance(row, dict)),
        default=0,
    )


def _turned(data: dict[str, Any], known: Known) -> list[dict[str, Any]]:
    """Return the rows of ``{"column": {"0": value}}``, or none."""
    columns = [value for value in data.values() if isinstance(value, dict)]
    if len(columns) != len(data) or known(map(fold, data)) < 2:
        return []
    keys = list(columns[0])
    if not keys or any(list(column) != keys for column in columns):
        return []
    return [{name: data[name][key] for name in data} for key in keys]


def flat(row: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """Return an object with its nested objects as columns: ``source.name``.

    Examples
    --------
    >>> flat({"source": {"name": "CNBC", "id": None}, "tags": ["a"]})
    {'source.name': 'CNBC', 'source.id': None, 'tags': ['a']}
    """
    found: dict[str, Any] = {}
    for key, value in row.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and value and depth < _DEEPEST:
            found.update(flat(value, f"{name}.", depth + 1))
        else:
            found[name] = value
    return found


def parquet_table(data: bytes, limits: LimitsSettings = LIMITS) -> Table:
    """Return the rows of a Parquet file.

    Raises
    ------
    InputError
        If it is not one, has too many rows or columns, or they take many times its size.
    """
    return _parquet_rows(io.BytesIO(data), len(data), limits, None)


def parquet_part(file: Path, rows: tuple[int, int], first: int, limits: LimitsSettings = LIMITS) -> Table:
    """Return some rows of a Parquet file, which is mapped and not read whole.

    Parameters
    ----------
    file : Path
    rows : tuple of two int
        The first, and one past the last.
    first : int
        Rows that the names of the columns are found in.
    limits : LimitsSettings, optional

    Raises
    ------
    InputError
        As `parquet_table`.
    """
    size = file.stat().st_size
    table = _parquet_rows(file, size, limits, rows)
    table.sample = list(islice(_parquet_rows(file, size, limits, (0, first)).rows, first))
    return table


def _parquet_rows(
    source: io.BytesIO | Path, packed: int, limits: LimitsSettings, wanted: tuple[int, int] | None
) -> Table:
    import pyarrow as pa  # noqa: PLC0415 - heavy, rarely needed
    import pyarrow.parquet as pq  # noqa: PLC0415

    def rows() -> Iterator[Placed]:
        size = 0
        try:
            for number, batch in _batches(file, wanted or (0, total)):
                size += batch.nbytes
                share = 1 if wanted is None else (wanted[1] - wanted[0]) / max(total, 1)
                check_expansion(size, round(packed * share), "its rows", limits)
                for place, row in enumerate(batch.to_pylist(), number + 1):
                    yield f"row {place}", flat(row)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise InputError(f"not a valid Parquet file: {error}") from error

    try:
        file = pq.ParquetFile(source, memory_map=isinstance(source, Path))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"not a valid Parquet file: {error}") from error
    total = file.metadata.num_rows
    check_count(total, "rows", "rows", limits)
    check_count(file.metadata.num_columns, "columns", "columns", limits)
    return Table(rows())


def _batches(file: Any, wanted: tuple[int, int]) -> Iterator[tuple[int, Any]]:
    """Yield the wanted rows of a Parquet file, each lot with the number of rows before it."""
    groups, at = [], 0
    for number in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(number).num_rows
        if at < wanted[1] and at + size > wanted[0]:
            groups.append((number, at))
        at += size
    if not groups:
        return
    at = groups[0][1]
    for batch in file.iter_batches(_BATCH, row_groups=[number for number, _ in groups]):
        low, high = max(wanted[0] - at, 0), min(wanted[1] - at, len(batch))
        if low < high:
            yield at + low, batch.slice(low, high - low)
        at += len(batch)
        if at >= wanted[1]:
            return


def xlsx_table(data: bytes, known: Known, limits: LimitsSettings = LIMITS) -> Table:
    """Return the rows of the sheet of an XLSX file whose header has the most known names.

    Raises
    ------
    InputError
        If openpyxl is not installed, or the file is damaged or past a limit.
    """
    try:
        import openpyxl  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise InputError(
            "XLSX files need the package openpyxl: pip install 'news-toolkit[documents]'"
        ) from None
    try:
        _check_workbook(data, limits)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [(sheet.title, _sheet(sheet, limits)) for sheet in book.worksheets]
    except (InputError, MemoryError):
        raise
    except Exception as error:
        raise InputError(f"not a valid XLSX file: {error}") from error
    best = (0, "", 0, list[tuple[Any, ...]]())
    for title, rows in sheets:
        for number, row in enumerate(rows[:_HEADER_IN]):
            score = known(fold(cell) for cell in row if cell is not None)
            if score > best[0]:
                best = (score, title, number, rows)
    if not best[0]:
        raise InputError("no sheet has a header with a known name")
    _, title, at, rows = best
    names = [str(cell) if cell is not None else "" for cell in rows[at]]
    placed = [
        (f"row {number}", {name: cell for name, cell in zip(names, cells, strict=False) if name})
        for number, cells in enumerate(rows[at + 1 :], at + 2)
        if any(cell not in (None, "") for cell in cells)
    ]
    return Table(placed, notes=[f"read from the sheet {title!r}"] if len(sheets) > 1 else [])


def _check_workbook(data: bytes, limits: LimitsSettings) -> None:
    """Refuse a workbook whose parts unpack further than they may."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        most = room(len(data), limits)
        if sum(part.file_size for part in archive.infolist()) > most:
            raise too_large(most)


def _sheet(sheet: Any, limits: LimitsSettings) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet; empty cells behind the last full one are left out."""
    rows: list[tuple[Any, ...]] = []
    for row in sheet.iter_rows(values_only=True):
        width = max((number for number, cell in enumerate(row, 1) if cell is not None), default=0)
        check_count(width, "columns", "columns", limits)
        rows.append(row[:width])
        check_count(len(rows), "rows", "rows", limits)
    return rows

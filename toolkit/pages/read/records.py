"""Tables of articles: CSV, TSV, JSON, JSON lines, Parquet, XLSX, DataFrames, with recognised columns."""

from __future__ import annotations

import gc
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from toolkit.errors import InputError, SettingsError, nearest
from toolkit.pages.fields.dates import FoundDate
from toolkit.pages.read.cells import cell_extra, cell_line, cell_text
from toolkit.pages.read.dates import stated_date
from toolkit.pages.read.files import decode
from toolkit.pages.read.limits import check_count
from toolkit.pages.read.tables import (
    Placed,
    Table,
    csv_table,
    flat,
    fold,
    json_lines,
    json_table,
    parquet_table,
    xlsx_table,
)
from toolkit.pages.read.values import language_code, names_in
from toolkit.pages.record import Found, article_row
from toolkit.pages.rows import Rows
from toolkit.settings import Settings
from toolkit.tables import ARTICLES

# Other names under which a column is recognised, best first.
RECOGNISED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        own: tuple(names)
        for own, names in tomllib.loads(
            Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
        ).items()
    }
)
_OWN = frozenset(column.name for column in ARTICLES)
_NAMES = frozenset(name for names in RECOGNISED.values() for name in names)
_ADDRESS = re.compile(r"^(?:https?:)?//\S+$|^www\.\S+$|^[\w-]+(?:\.[\w-]+)+/\S*$", re.I)
_ADDRESSES = ("url", "link", "address", "web_url", "weburl", "article_url", "permalink")
_LINKS_ONLY = frozenset(["url", "link", "seendate", "media_url", "weburl", "web_url"])
SAMPLE = 1000  # rows looked at for the names of the columns
_MANY = 10  # rows from which on an outlet for each is odd
_MOSTLY = 0.5
_LONG = 200  # characters


@dataclass
class Records:
    """Articles of one table, rows left out with the reason, rows that could not be read."""

    encoding: str
    articles: Rows = field(default_factory=Rows)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outlets_from: str = "folder"
    named: dict[str, Any] = field(default_factory=dict)  # what `odd_rows` must know of the columns


def read_records(data: bytes, *, name: str, outlet: str, settings: Settings) -> Records:
    r"""Read a table of articles.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        Its name; the ending tells the format.
    outlet : str
        Outlet of the rows that name none.
    settings : Settings
        ``columns`` maps the toolkit's names to the file's.

    Returns
    -------
    Records
        Columns that are not the toolkit's are kept with each article.

    Raises
    ------
    InputError
        If the file is not in its format or has no column of texts.

    Examples
    --------
    >>> data = b"headline,body\nRain,It rained."
    >>> made = read_records(data, name="a.csv", outlet="Post", settings=Settings())
    >>> made.articles[0]["title"], made.articles[0]["outlet"]
    ('Rain', 'Post')
    """
    known = _known_names(settings)
    suffix = PurePosixPath(name).suffix.lower()
    limits = settings.limits
    if suffix == ".parquet":
        table, encoding = parquet_table(data, limits), "parquet"
    elif suffix == ".xlsx":
        table, encoding = xlsx_table(data, known, limits), "xlsx"
    else:
        text, encoding = decode(data)
        if suffix in (".csv", ".tsv"):
            table = csv_table(text, suffix, known, limits)
        else:
            table = json_table(text, known, limits) if suffix == ".json" else json_lines(text, limits)
    return read_rows(table, name=name, outlet=outlet, settings=settings, encoding=encoding)


def read_rows(table: Table, *, name: str, outlet: str, settings: Settings, encoding: str = "rows") -> Records:
    """Read rows as articles.

    Parameters
    ----------
    table : Table
        Rows with their places.
    name : str
        The table's name for messages.
    outlet : str
        Outlet of the rows that name none.
    settings : Settings
    encoding : str
        How the rows were decoded, for the table of files.

    Raises
    ------
    InputError
        If no column holds texts.
    """
    rows = iter(table.rows)
    sample = list(islice(rows, SAMPLE))
    if table.aside and not sample and table.sample is None:
        raise InputError(f"no row could be read ({table.aside[0][0]}: {table.aside[0][1]})")
    records = Records(encoding, notes=list(table.notes))
    columns = _Columns(sample if table.sample is None else table.sample, settings, name)
    reader = _RowReader(columns, name, outlet, settings)
    with _uncollected():
        for number, (place, row) in enumerate(chain(sample, rows), 1):
            check_count(number, "rows", "rows", settings.limits)
            if (fault := _too_long(row, settings.limits.cell)) is not None:
                table.aside.append((place, fault))
                continue
            made = reader.article(row)
            if made["text"]:
                records.articles.append(made)
            else:
                reason = f"{place} has no text"
                records.dropped.append({**_identity(made), "stage": "read", "reason": reason})
    records.quarantine = [{"file": f"{name}, {place}", "reason": reason} for place, reason in table.aside]
    records.outlets_from = reader.outlets_from
    records.named = {
        "outlet": next(iter(columns.keys["outlet"]), None),
        "published": next(iter(columns.keys["published"]), None),
        "unmet": columns.unmet,
    }
    records.notes += odd_rows(count_rows(records), records.named)
    return records


def _too_long(row: Mapping[str, Any], most: int) -> str | None:
    """Return what is wrong with a row one of whose cells is longer than a cell may be, or None."""
    for name, cell in row.items():
        if isinstance(cell, str | bytes) and len(cell) > most:
            told = f"its cell '{name[:60]}' has {len(cell):,} characters"
            return f"{told}; up to {most:,} are read ([limits] cell)"
    return None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the search for cyclic garbage: rows make none, and it would go through all of them many times."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _known_names(settings: Settings) -> Any:
    """Return a function that tells how many of some folded names are known."""
    known = _NAMES | {fold(theirs) for theirs in settings.columns.values()}
    return lambda names: len(known & set(names))


def check_columns(settings: Settings) -> None:
    """Refuse a ``[columns]`` table that names a column the toolkit does not have.

    Raises
    ------
    SettingsError
        With the nearest name.
    """
    for own in settings.columns:
        if own not in RECOGNISED:
            raise SettingsError(f"[columns] in the settings names '{own}'; {nearest(own, RECOGNISED)}")


class _Columns:
    """Which of a table's columns hold which of ours, best first."""

    def __init__(self, rows: Sequence[tuple[str, Mapping[str, Any]]], settings: Settings, name: str) -> None:
        self.found: dict[str, str] = {}
        for _, row in rows[:SAMPLE]:
            for key in row:
                self.found.setdefault(str(key), fold(key))
        self.keys: dict[str, list[str]] = {own: [] for own in RECOGNISED}
        mapped = self._mapped(settings)
        self.unmet = {own: theirs for own, theirs in settings.columns.items() if own not in mapped}
        for own, names in RECOGNISED.items():
            if own in mapped:
                self.keys[own] = [mapped[own]]
                continue
            free = {folded: key for key, folded in reversed(self.found.items()) if key not in mapped.values()}
            self.keys[own] = [free[other] for other in names if other in free]
        self.keys["text"] += [key for key in self._bodies(rows) if key not in self.keys["text"]]
        if not self.keys["text"]:
            raise InputError(self._no_text(name))
        self.keys["outlet"] = self._outlets(rows, self.keys["outlet"])
        self.address = next((key for key, folded in self.found.items() if folded in _ADDRESSES), None)
        self.used = {key for keys in self.keys.values() for key in keys[:1]} | set(self._parts())

    def _mapped(self, settings: Settings) -> dict[str, str]:
        mapped = {}
        for own, theirs in settings.columns.items():
            if theirs in self.found:
                mapped[own] = theirs
        return mapped

    def _bodies(self, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
        """Return the nested columns in which a text lies in parts: ``body.sections``."""
        names = ("body.sections", "body.paragraphs", "content.paragraphs", "text.paragraphs", "content.body")
        return [key for name in names for key, folded in self.found.items() if folded == name]

    def _parts(self) -> list[str]:
        return [key for key in self.keys["text"] + self.keys["standfirst"] if "." in key]

    def _no_text(self, name: str) -> str:
        told = ", ".join(self.found) or "none"
        advice = 'map it with [columns] text = "..." in study.toml'
        if set(self.found.values()) & _LINKS_ONLY:
            advice += ", or, if it holds links only, save the pages behind them first"
        return f"{name} has no column 'text' (found: {told}); {advice}"

    def _outlets(self, rows: Sequence[tuple[str, Mapping[str, Any]]], keys: list[str]) -> list[str]:
        """Return the columns of outlets: those with names first, then addresses, then empty ones."""

        def rank(key: str) -> int:
            values = [line for _, row in rows[:SAMPLE] if (line := cell_line(row.get(key)))]
            if len(values) < _MOSTLY * min(len(rows), SAMPLE):
                return 2
            return 1 if sum(bool(_ADDRESS.match(value)) for value in values) > _MOSTLY * len(values) else 0

        return sorted(keys, key=rank)


class _RowReader:
    """Reads one row after the other."""

    def __init__(self, columns: _Columns, name: str, outlet: str, settings: Settings) -> None:
        self.columns, self.name, self.outlet, self.settings = columns, name, outlet, settings
        self.outlets_from = "folder"
        self._ours = {"", *columns.used}

    def article(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return one row of a table as an article."""
        keys = self.columns.keys
        text, cut = next(
            (found for key in keys["text"] if (found := cell_text(row.get(key)))[0]), ("", False)
        )
        publisher = self._publisher(row)
        made = Found(
            self.name,
            publisher,
            text,
            title=self._line(row, "title"),
            authors=next((names for key in keys["authors"] if (names := names_in(row.get(key)))), []),
            date=self._date(row, publisher),
            dateline=self._line(row, "dateline"),
            credit=self._line(row, "credit"),
            kind=self._line(row, "kind") or "article",
            standfirst=next(
                (said for key in keys["standfirst"] if (said := cell_text(row.get(key))[0])), None
            ),
            language=language_code(self._line(row, "language")),
            truncated=cut,
        )
        fields = article_row(made)
        if fields["standfirst"] == fields["text"]:
            fields["standfirst"] = None
        given = cell_line(row.get("article_id"))
        if given:
            fields["article_id"] = given
        return {**fields, **self._extra(row)}

    def _line(self, row: Mapping[str, Any], own: str) -> str | None:
        for key in self.columns.keys[own]:
            line = cell_line(row.get(key))
            if line:
                return line
        return None

    def _publisher(self, row: Mapping[str, Any]) -> str:
        """Return the outlet of a row: a name, else a host; an address is never one."""
        for key in self.columns.keys["outlet"]:
            cell = row.get(key)
            short = isinstance(cell, str) and len(cell) <= _LONG
            host = _short_publisher(cell) if short else _publisher_in(cell)
            if host:
                self.outlets_from = f"column {self.columns.keys['outlet'][0]}"
                return host
        column = self.columns.address
        address = None if column is None or self._is_known else cell_line(row.get(column))
        host = host_of(address) if address else None
        if host:
            self.outlets_from = f"hosts of the column {column}"
        return host or self.outlet

    @property
    def _is_known(self) -> bool:
        """Return whether the settings name the folder."""
        named = {known.name for known in self.settings.outlets.values()} | set(self.settings.outlets)
        return self.outlet in named

    def _date(self, row: Mapping[str, Any], publisher: str) -> FoundDate | None:
        """Return the date of a row: that of the first column that holds one."""
        known = self.settings.outlets.get(publisher)
        order = (known.date_order if known else None) or self.settings.pages.date_order
        first: FoundDate | None = None
        for key in self.columns.keys["published"]:
            found = stated_date(row.get(key), order=order, captured=self.settings.pages.captured)
            if found is not None and (found.day is not None or found.kind == "relative"):
                return found
            first = first or found
        return first

    def _extra(self, row: Mapping[str, Any]) -> dict[str, Any]:
        texts = self.columns.keys["text"]
        return {
            key: cell_extra(item)
            for key, item in row.items()
            if key not in self._ours and key not in _OWN and not (key in texts and _is_long(item))
        }


def _publisher_in(cell: object) -> str | None:
    line = cell_line(cell)
    return host_of(line) if line and _ADDRESS.match(line) else line


_short_publisher = lru_cache(maxsize=10_000)(_publisher_in)  # a table has few outlets and many rows


def _is_long(item: object) -> bool:
    """Return whether a cell holds the text once more, as other columns of texts do."""
    return not isinstance(item, str) or len(item) > _LONG


def host_of(address: str) -> str | None:
    """Return the host of an address without ``www.``, or None.

    Examples
    --------
    >>> host_of("https://www.herald.example/a"), host_of("herald.example/a"), host_of("Herald")
    ('herald.example', 'herald.example', None)
    """
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def _identity(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("article_id", "outlet", "title", "file")}


class Counted(NamedTuple):
    """Rows of a table: how many, of how many outlets, with a date, cut off, and set aside."""

    rows: int
    outlets: int
    dated: int
    cut: int
    aside: int


def count_rows(records: Records) -> Counted:
    """Count the rows of a table that was read."""
    rows = records.articles
    return Counted(
        len(rows),
        len(set(rows.values("outlet"))),
        sum(day is not None for day in rows.values("published")),
        sum(map(bool, rows.values("truncated"))),
        len(records.quarantine),
    )


def odd_rows(counted: Counted, named: Mapping[str, Any]) -> list[str]:
    """Return what a reader should know of a table: a wrong column shows in its counts.

    Parameters
    ----------
    counted : Counted
    named : mapping
        ``outlet`` and ``published``, the columns these are from, and ``unmet``, columns that the settings
        name and the table does not have.

    Examples
    --------
    >>> odd_rows(Counted(20, 2, 0, 1, 0), {"outlet": "paper", "published": "day", "unmet": {}})
    ["no date could be read from the column 'day'", '1 of 20 texts are cut off by the service they come from']
    """
    notes = []
    if counted.aside:
        notes.append(f"{counted.aside:,} rows set aside")
    notes += [
        f"it has no column '{theirs}', which [columns] {own} names" for own, theirs in named["unmet"].items()
    ]
    if counted.rows >= _MANY and counted.outlets == counted.rows:
        notes.append(f"as many outlets as rows: is the column '{named['outlet']}' the outlet?")
    if counted.rows and named["published"] and not counted.dated:
        notes.append(f"no date could be read from the column '{named['published']}'")
    if counted.cut:
        notes.append(f"{counted.cut:,} of {counted.rows:,} texts are cut off by the service they come from")
    return notes


def frame_table(rows: Iterable[object]) -> Table:
    """Return rows given in memory as a table; what is no mapping is set aside.

    Examples
    --------
    >>> table = frame_table([{"text": "It rained."}, 5])
    >>> list(table.rows), table.aside
    ([('row 1', {'text': 'It rained.'})], [('row 2', 'it is of type int, not a mapping of columns')])
    """
    aside: list[tuple[str, str]] = []

    def placed() -> Iterator[Placed]:
        for number, row in enumerate(rows, 1):
            if isinstance(row, Mapping):
                yield f"row {number}", flat({str(key): value for key, value in row.items()})
            else:
                aside.append(
                    (f"row {number}", f"it is of type {type(row).__name__}, not a mapping of columns")
                )

    return Table(placed(), aside)

"""Tables of articles: CSV, TSV, JSON, JSON lines and Parquet, with recognised or mapped columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from toolkit.errors import InputError, nearest
from toolkit.pages.fields.bylines import split_names
from toolkit.pages.fields.dates import FoundDate, read_date
from toolkit.pages.read.files import decode
from toolkit.pages.record import Found, article_row, plain
from toolkit.settings import Settings
from toolkit.tables import ARTICLES

# Other names under which a column is recognised, best first.
RECOGNISED: Mapping[str, tuple[str, ...]] = {
    own: tuple(names)
    for own, names in tomllib.loads(
        Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
    ).items()
}
_OWN = tuple(column.name for column in ARTICLES)


@dataclass
class Records:
    """Articles of one table, rows left out with the reason, lines that could not be read."""

    encoding: str
    articles: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)


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
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".parquet":
        records, rows = Records("parquet"), _parquet(data)
    else:
        text, encoding = decode(data)
        records = Records(encoding)
        rows = _csv(text, suffix) if suffix in (".csv", ".tsv") else _json(text, suffix, name, records)
    columns = _columns(rows, settings.columns, name)
    for number, row in rows:
        made = _article(row, columns, name, outlet, settings)
        if made["text"]:
            records.articles.append(made)
        else:
            reason = f"row {number} has no text"
            records.dropped.append({**_identity(made), "stage": "read", "reason": reason})
    return records


Rows = list[tuple[int, dict[str, Any]]]


def _csv(text: str, suffix: str) -> Rows:
    """Return the rows of a CSV file with their numbers; the separator is told from the header."""
    header = text.split("\n", 1)[0]
    separator = "\t" if suffix == ".tsv" else max(",;\t|", key=header.count)
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: Rows = []
    try:
        for number, row in enumerate(reader, 2):
            if None in row:
                raise InputError(f"row {number} has more fields than the header")
            rows.append((number, dict(row)))
    except csv.Error as error:
        raise InputError(f"not a valid CSV file: {error} (line {reader.line_num})") from error
    return rows


def _json(text: str, suffix: str, name: str, records: Records) -> Rows:
    """Return the objects of a JSON or JSON lines file; a broken line is set aside, the rest is read."""
    if suffix == ".json":
        try:
            data = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise InputError(f"not valid JSON: {error}") from error
        if isinstance(data, dict):
            data = next((value for value in data.values() if isinstance(value, list)), [data])
        return [(i, row) for i, row in enumerate(data, 1) if isinstance(row, dict)]
    rows: Rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                records.quarantine.append(
                    {"file": f"{name}, line {number}", "reason": f"not valid JSON: {error}"}
                )
                continue
            if isinstance(row, dict):
                rows.append((number, row))
    if not rows:
        raise InputError("no line holds a JSON object")
    return rows


def _parquet(data: bytes) -> Rows:
    import pyarrow as pa  # noqa: PLC0415 - heavy, rarely needed
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not a valid Parquet file: {error}") from error
    return list(enumerate(table.to_pylist(), 1))


def _columns(rows: Rows, wanted: Mapping[str, str], name: str) -> dict[str, str]:
    """Return which of the file's columns stands for which of the toolkit's."""
    found = {str(key): str(key).strip().lower().replace(" ", "_") for _, row in rows[:100] for key in row}
    columns: dict[str, str] = {}
    for own, theirs in wanted.items():
        if own not in RECOGNISED:
            raise InputError(f"[columns] in the settings names '{own}'; {nearest(own, RECOGNISED)}")
        if theirs in found:
            columns[own] = theirs
    for own, names in RECOGNISED.items():
        free = {folded: key for key, folded in found.items() if key not in columns.values()}
        hit = next((free[other] for other in names if other in free), None)
        if hit is not None:
            columns.setdefault(own, hit)
    if "text" not in columns:
        told = ", ".join(found) or "none"
        raise InputError(
            f"{name} has no column 'text' (found: {told}); map it with [columns] text = \"...\" in study.toml"
        )
    return columns


def _article(
    row: Mapping[str, Any], columns: Mapping[str, str], name: str, outlet: str, settings: Settings
) -> dict[str, Any]:
    """Return one row of a table as an article."""
    value = {own: row.get(theirs) for own, theirs in columns.items()}
    text = _paragraphs(value.get("text"))
    title, publisher = _string(value.get("title")), _string(value.get("outlet")) or outlet
    known = settings.outlets.get(publisher)
    extra = {key: item for key, item in row.items() if key not in columns.values() and key not in _OWN}
    published = value.get("published")
    order = (known.date_order if known else None) or settings.pages.date_order
    found = Found(
        name,
        publisher,
        text,
        title=title,
        authors=_names(value.get("authors")),
        date=_date(published, order, settings.pages.captured),
        dateline=_string(value.get("dateline")),
        credit=_string(value.get("credit")),
        kind=_string(value.get("kind")) or "article",
        standfirst=_string(value.get("standfirst")),
        language=_string(value.get("language")),
    )
    return {
        **article_row(found),
        **{str(key): _string(item) if isinstance(item, dict | list) else item for key, item in extra.items()},
    }


def _identity(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("article_id", "outlet", "title", "file")}


def _string(value: object) -> str | None:
    """Return a cell as text, or None for an empty one."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return None
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return plain(text).strip() or None


def _paragraphs(value: object) -> str:
    """Return a cell's text with its paragraphs separated by blank lines."""
    lines = (value if isinstance(value, str) else "").splitlines()
    return "\n\n".join(plain(line).strip() for line in lines if line.strip())


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return split_names(value.removeprefix("By ").removeprefix("by "))
    return [str(name) for name in value if name] if isinstance(value, Iterable) else []


def _date(value: object, order: str, captured: dt.datetime | None) -> FoundDate | None:
    """Return the date of a cell; without a day where it is not one."""
    raw = _string(value)
    if isinstance(value, dt.date):  # a datetime too
        day = value.date() if isinstance(value, dt.datetime) else value
        return FoundDate(day, "published", raw or "")
    found = read_date(raw, order=order, captured=captured) if raw else None
    if found is None:
        return FoundDate(None, "published", raw) if raw else None
    return FoundDate(found.day, found.kind, raw or "")

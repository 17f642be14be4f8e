"""Tables as files for other programs: CSV, and one XLSX workbook; cells cannot turn into formulas.

The workbook and every CSV are for spreadsheets: numbers to six significant places, and text that a
spreadsheet would run (it begins with ``=``, ``+``, ``-`` or ``@``) is preceded by an apostrophe. The
Parquet files beside them hold the exact text and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
import xlsxwriter.exceptions

from toolkit.tables import NOT_XML, neutral

EPOCH = datetime(1980, 1, 1)  # a fixed date, so that the file's bytes do not depend on the day
SHEET_ROWS = 100_000
NAME_LIMIT = 31  # of the name of a sheet, in units of UTF-16
_PLAIN = {
    "constant_memory": True,  # rows go to the file as they come
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_csv(table: pd.DataFrame) -> str:
    r"""Return a table as CSV text.

    Parameters
    ----------
    table : DataFrame
        Text in it that a spreadsheet would run as a formula is neutralised.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"title": ["=1+1"], "n": [1 / 3]}))
    "title,n\n'=1+1,0.333333\n"
    """
    flat = table.apply(lambda values: values.map(_flat) if values.dtype == object else values)
    flat = flat.apply(lambda v: v.dt.strftime("%Y-%m-%d") if pd.api.types.is_datetime64_any_dtype(v) else v)
    flat = flat.apply(lambda v: v if pd.api.types.is_numeric_dtype(v) else v.map(neutral))
    flat.columns = pd.Index([neutral(str(c)) for c in flat.columns])
    return str(flat.to_csv(index=False, float_format="%.6g", lineterminator="\n"))


def _flat(value: object) -> object:
    """Return a list as text; anything else as it is."""
    return "; ".join(map(str, value)) if hasattr(value, "__iter__") and not isinstance(value, str) else value


def write_csv(folder: Path) -> list[Path]:
    """Write a CSV file beside every Parquet file of a folder; return the CSV files by name."""
    written = []
    for file in sorted(folder.glob("*.parquet")):
        target = file.with_suffix(".csv")
        target.write_text(as_csv(pd.read_parquet(file)), encoding="utf-8", newline="\n")
        written.append(target)
    return written


def write_workbook(folder: Path) -> Path | None:
    """Write the tables of a folder as one workbook, ``tables.xlsx``, if there are any.

    Tables of more rows than a sheet can hold are cut; their CSV has all.
    """
    found = {f.stem: pd.read_parquet(f).head(SHEET_ROWS) for f in sorted(folder.glob("*.parquet"))}
    return write_xlsx(found, folder / "tables.xlsx") if found else None


def write_xlsx(tables: Mapping[str, pd.DataFrame], path: Path) -> Path:
    """Write tables as the sheets of one workbook: text and numbers only, no formulas, no links.

    Parameters
    ----------
    tables : mapping
        Sheet name to table. Names are cut to 31 characters and text to the 32,767 that a cell can hold.
    path : Path
        The ``.xlsx`` file. The same tables give the same bytes.
    """
    with _told(), xlsxwriter.Workbook(path, {**_PLAIN, "tmpdir": str(path.parent)}) as book:
        book.set_properties({"created": EPOCH})
        for name, table in zip(_sheet_names(list(tables)), tables.values(), strict=True):
            sheet = book.add_worksheet(name)
            rows = table.itertuples(index=False, name=None)
            for number, row in enumerate([tuple(map(str, table.columns)), *rows]):
                for place, value in enumerate(row):
                    _write(sheet, number, place, value)
    return path


@contextmanager
def _told() -> Iterator[None]:
    """Raise the error of the disk that the library wraps in one of its own."""
    try:
        yield
    except xlsxwriter.exceptions.FileCreateError as error:
        raise (error.args[0] if error.args and isinstance(error.args[0], OSError) else error) from error


def _sheet_names(names: list[str]) -> list[str]:
    """Return sheet names that are allowed and differ, whatever the case of their letters.

    Examples
    --------
    >>> _sheet_names(["a/b", "A:B", "history", "'x'"])
    ['a_b', 'A_B_1', 'history_', '_x_']
    """
    made: list[str] = []
    for name in names:
        short = NOT_XML.sub("_", re.sub(r"[\[\]:*?/\\']", "_", name)) or "_"
        short = _cut(short, NAME_LIMIT)
        short = f"{short}_" if short.lower() == "history" else short  # a name that Excel keeps for itself
        taken = {other.lower() for other in made}
        made.append(short if short.lower() not in taken else f"{_cut(short, NAME_LIMIT - 5)}_{len(made)}")
    return made


def _cut(text: str, units: int) -> str:
    """Return the beginning of a text that takes no more than so many units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _write(sheet: Any, row: int, column: int, value: object) -> None:
    """Write a cell: a number, a truth value as text, or text that is never a formula or a link."""
    value = _flat(value)
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return
    if isinstance(value, pd.Timestamp):
        value = value.strftime("%Y-%m-%d")
    if not isinstance(value, str | bool | np.bool_) and hasattr(value, "__float__"):
        number = float(value)
        if isfinite(number):
            sheet.write_number(row, column, float(f"{number:.6g}"))
        return
    sheet.write_string(row, column, NOT_XML.sub("", str(neutral(value))))

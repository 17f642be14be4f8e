"""Tables as files for other programs: CSV, and one XLSX workbook; cells cannot turn into formulas.

``tables/*.csv`` are data: exact text, numbers to six significant places. The workbook and the CSV
offered in the page are for spreadsheets: text that a spreadsheet would run (it begins with ``=``,
``+``, ``-`` or ``@``) is preceded by an apostrophe there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

RISKY = ("=", "+", "-", "@", "\t", "\r")
EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the file's bytes do not depend on the day
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
SHEET_ROWS = 100_000
CELL_LIMIT = 32_767  # characters a spreadsheet cell can hold


def as_csv(table: pd.DataFrame, *, spreadsheet: bool = False) -> str:
    r"""Return a table as CSV text.

    Parameters
    ----------
    table : DataFrame
    spreadsheet : bool
        Neutralise text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"title": ["=1+1"], "n": [1 / 3]}), spreadsheet=True)
    "title,n\n'=1+1,0.333333\n"
    """
    flat = table.apply(lambda values: values.map(_flat) if values.dtype == object else values)
    flat = flat.apply(lambda v: v.dt.strftime("%Y-%m-%d") if pd.api.types.is_datetime64_any_dtype(v) else v)
    if spreadsheet:
        flat = flat.apply(lambda v: v if pd.api.types.is_numeric_dtype(v) else v.map(neutral))
        flat.columns = pd.Index([neutral(str(c)) for c in flat.columns])
    return str(flat.to_csv(index=False, float_format="%.6g", lineterminator="\n"))


def _flat(value: object) -> object:
    """Return a list as text; anything else as it is."""
    return "; ".join(map(str, value)) if hasattr(value, "__iter__") and not isinstance(value, str) else value


def neutral(value: object) -> object:
    """Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> neutral("@SUM(A1)"), neutral("plain"), neutral(-3)
    ("'@SUM(A1)", 'plain', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


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
        Sheet name to table. Names are cut to 31 characters, as spreadsheets want them.
    path : Path
        The ``.xlsx`` file. The same tables give the same bytes.
    """
    names = _sheet_names(list(tables))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in _frame(names).items():
            _add(book, part, content)
        for number, table in enumerate(tables.values(), 1):
            _add(book, f"xl/worksheets/sheet{number}.xml", _sheet(table))
    return path


def _add(book: zipfile.ZipFile, name: str, content: str) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    book.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')


def _sheet_names(names: list[str]) -> list[str]:
    """Return sheet names that are allowed and differ."""
    made: list[str] = []
    for name in names:
        short = re.sub(r"[\[\]:*?/\\']", "_", name)[:31]
        made.append(short if short not in made else f"{short[:27]}_{len(made)}")
    return made


def _frame(names: list[str]) -> dict[str, str]:
    """Return the parts of a workbook around its sheets."""
    office = "http://schemas.openxmlformats.org"
    kind = f"{office}/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{main}.worksheet+xml"/>'
        for i in numbers
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{office}/spreadsheetml/2006/main" xmlns:r="{kind}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f"{links}</Relationships>",
    }


def _sheet(table: pd.DataFrame) -> str:
    head = "".join(_cell(str(column)) for column in table.columns)
    out = io.StringIO()
    for row in table.itertuples(index=False, name=None):
        out.write(f"<row>{''.join(_cell(value) for value in row)}</row>")
    office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{office}"><sheetData><row>{head}</row>{out.getvalue()}</sheetData></worksheet>'


def _cell(value: object) -> str:
    """Return a cell: a number, a truth value as text, or text that is never a formula."""
    value = _flat(value)
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return "<c/>"
    if isinstance(value, pd.Timestamp):
        value = value.strftime("%Y-%m-%d")
    if not isinstance(value, str | bool) and hasattr(value, "__float__"):
        return f"<c><v>{float(value):.6g}</v></c>" if abs(float(value)) < float("inf") else "<c/>"
    text = NOT_XML.sub("", str(neutral(value)))[:CELL_LIMIT]
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from toolkit.report.page.export import as_csv, write_workbook, write_xlsx

RISKY = ["=1+1", "+1", "-1 day", "@SUM(A1)", "\t=1", "plain", 'say "x", y', "line\nbreak"]


def test_no_csv_holds_a_formula_and_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"title": RISKY, "n": [-1.0] * len(RISKY)})
    safe = pd.read_csv(io.StringIO(as_csv(frame)))
    assert [text[0] for text in safe["title"][:5]] == ["'"] * 5
    assert safe["title"][5:].tolist() == RISKY[5:]
    assert safe["n"].tolist() == [-1.0] * len(RISKY), "numbers stay numbers"


def test_lists_of_names_are_neutral_too() -> None:
    assert as_csv(pd.DataFrame({"authors": [["=x", "b"], []]})) == 'authors\n\'=x; b\n""\n'


def test_days_are_iso_and_floats_six_places() -> None:
    frame = pd.DataFrame({"d": pd.to_datetime(["2024-03-01", None]), "x": [1 / 3, 1e-9]})
    assert as_csv(frame) == "d,x\n2024-03-01,0.333333\n,1e-09\n"


def test_the_workbook_is_well_formed_the_same_twice_and_has_no_formula(tmp_path: Path) -> None:
    frame = pd.DataFrame({"title": [*RISKY, "bad \x00\x0b<&>"], "n": range(9), "d": pd.NaT, "ok": True})
    first = write_xlsx({"a/b": frame, "a:b": frame}, tmp_path / "a.xlsx").read_bytes()
    assert first == write_xlsx({"a/b": frame, "a:b": frame}, tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert book.testzip() is None
        sheets = [name for name in book.namelist() if "worksheets" in name]
        assert len(sheets) == 2
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))
        texts = ElementTree.fromstring(book.read(sheets[0])).itertext()
        assert not any(text.startswith(("=", "+", "@")) for text in texts)
        assert b"<f>" not in book.read(sheets[0])
        book_xml = book.read("xl/workbook.xml").decode()
        assert 'name="a_b"' in book_xml
        assert 'name="a_b_1"' in book_xml


def cells(path: Path, sheet: int = 1) -> list[list[str | None]]:
    """Return the values of a sheet, row by row, each with its column; None for a cell that is not there."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    rows = []
    for row in tree.iter(f"{space}row"):
        found = {str(cell.get("r")).rstrip("0123456789"): "".join(cell.itertext()) for cell in row}
        rows.append([found.get(chr(ord("A") + place)) for place in range(6)])
    return rows


def test_numbers_days_lists_and_what_is_missing(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "x": [1 / 3, float("nan"), float("-inf")],
            "n": pd.array([3, None, 10**9], dtype="Int64"),
            "d": pd.to_datetime(["2024-03-01", None, "1999-12-31"]),
            "authors": [["Jo Day", "Al Roe"], [], None],
            "ok": [True, False, True],
            "link": ["http://a.org", "=HYPERLINK(1)", "12"],
        }
    )
    assert cells(write_xlsx({"t": frame}, tmp_path / "a.xlsx")) == [
        ["x", "n", "d", "authors", "ok", "link"],
        ["0.333333", "3", "2024-03-01", "Jo Day; Al Roe", "True", "http://a.org"],
        [None, None, None, "", "False", "'=HYPERLINK(1)"],
        [None, "1000000000", "1999-12-31", None, "True", "12"],
    ]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert not any(part in sheet for part in (b"<f>", b"hyperlink", b'<c r="F4"><v>'))


def test_the_workbook_does_not_know_the_day(tmp_path: Path) -> None:
    with zipfile.ZipFile(write_xlsx({"t": pd.DataFrame({"a": [1]})}, tmp_path / "a.xlsx")) as book:
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
        assert b"1980-01-01" in book.read("docProps/core.xml")


def test_names_of_sheets_that_a_spreadsheet_would_refuse(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ["x" * 40_000]})
    names = ["history", "T", "t", "", "'q'", "\U0001f600" * 40, "\U0001f600" * 41, "n" * 40, "n" * 41]
    write_xlsx(dict.fromkeys(names, frame), tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx", len(names))[1][0] == "x" * 32_767


def test_a_table_without_rows_keeps_its_head(tmp_path: Path) -> None:
    path = write_xlsx({"t": pd.DataFrame({"a": [], "=b": []})}, tmp_path / "a.xlsx")
    assert cells(path) == [["a", "'=b", None, None, None, None]]


def test_no_tables_no_workbook(tmp_path: Path) -> None:
    assert write_workbook(tmp_path) is None

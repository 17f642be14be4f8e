from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from toolkit.report.page.export import as_csv, write_workbook, write_xlsx

RISKY = ["=1+1", "+1", "-1 day", "@SUM(A1)", "\t=1", "plain", 'say "x", y', "line\nbreak"]


def test_csv_of_data_is_exact_and_of_spreadsheets_neutral() -> None:
    frame = pd.DataFrame({"title": RISKY, "n": [-1.0] * len(RISKY)})
    exact = pd.read_csv(io.StringIO(as_csv(frame)))
    assert exact["title"].tolist() == RISKY
    safe = pd.read_csv(io.StringIO(as_csv(frame, spreadsheet=True)))
    assert [text[0] for text in safe["title"][:5]] == ["'"] * 5
    assert safe["title"][5:].tolist() == RISKY[5:]
    assert safe["n"].tolist() == [-1.0] * len(RISKY), "numbers stay numbers"


def test_lists_of_names_are_neutral_too() -> None:
    assert as_csv(pd.DataFrame({"authors": [["=x", "b"], []]}), spreadsheet=True) == 'authors\n\'=x; b\n""\n'


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


def test_no_tables_no_workbook(tmp_path: Path) -> None:
    assert write_workbook(tmp_path) is None

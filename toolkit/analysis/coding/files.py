"""The file one coder fills in, XLSX or CSV: written so that it opens cleanly, read back with every fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import InputError, nearest
from toolkit.files import write_whole
from toolkit.lexicons.codebook import YES_NO, Codebook, Question
from toolkit.tables import NOT_XML, neutral

REMARK = "remark"
QUESTIONS = "questions.csv"
CELL = 32_767  # characters a cell of a spreadsheet can hold
LISTED = 255  # characters of a drop-down list in XLSX
EPOCH = datetime(1980, 1, 1)  # a fixed date, so that the file's bytes do not depend on the day
_WIDTHS = {"title": 40, "text": 90, "item_id": 8, REMARK: 30}
Codes = list[tuple[str, str, str]]
Notes = list[tuple[str, str]]


def write_coder_file(
    path: Path, items: pd.DataFrame, codebook: Codebook, answers: pd.DataFrame | None = None
) -> None:
    """Write the items a coder is to code, with an empty column for each question.

    Parameters
    ----------
    path : Path
        Ends in .xlsx or .csv.
    items : DataFrame
        ``item_id`` first, then what the coder reads.
    codebook : Codebook
    answers : DataFrame, optional
        Answers given so far: index ``item_id``, a column for each question and ``remark``.
    """
    table = items.astype("object").where(items.notna(), None)
    for name in (*codebook.questions, REMARK):
        known = None if answers is None or name not in answers else answers[name]
        table[name] = None if known is None else table["item_id"].map(known).where(lambda v: v.notna(), None)
    if path.suffix == ".csv":
        write_table(path, table)
    else:
        write_whole(path, _workbook(table, codebook))


def write_questions(folder: Path, codebook: Codebook) -> None:
    """Write the questions with the answers that may be given: what a workbook has on its second sheet."""
    header, *rows = _question_rows(codebook)
    write_table(folder / QUESTIONS, pd.DataFrame(rows, columns=list(header)))


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV with the mark by which spreadsheets know UTF-8, whole or not at all."""
    text = table.map(lambda value: neutral(_cut(value))).to_csv(index=False, lineterminator="\r\n")
    write_whole(path, ("\ufeff" + str(text)).encode())


def coder_table(path: Path, codebook: Codebook) -> pd.DataFrame:
    """Return a coder's CSV file as it is, empty cells as None.

    Raises
    ------
    InputError
        If it is no such file.
    """
    header, rows = _rows(path)
    for name in ("item_id", *codebook.questions, REMARK):
        if name not in header:
            raise InputError(f"{path.name} has no column '{name}'; {nearest(name, header)}")
    cells = [[cell if cell not in ("", None) else None for cell in row] for _, row in rows]
    return pd.DataFrame(cells, columns=header, dtype="object")


def _cut(value: object) -> object:
    if isinstance(value, str) and len(value) > CELL - 1:
        note = " … [cut: the cell can hold no more]"
        return value[: CELL - 1 - len(note)] + note
    return value


def _workbook(table: pd.DataFrame, codebook: Codebook) -> bytes:
    """Return a table as a workbook: the items first, the questions in words on a second sheet."""
    import xlsxwriter  # noqa: PLC0415 - only where a sheet is written

    data = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(data, {"in_memory": True, **plain}) as book:
        book.set_properties({"created": EPOCH})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("items")
        for place, name in enumerate(table.columns):
            sheet.write_string(0, place, str(name), bold)
            sheet.set_column(place, place, _WIDTHS.get(str(name), 16), wrapped)
            for row, value in enumerate(table[name], 1):
                if value is not None:
                    sheet.write_string(row, place, NOT_XML.sub("", str(neutral(_cut(str(value))))), wrapped)
        sheet.freeze_panes(1, 1)
        _offer(sheet, list(table.columns), len(table), codebook)
        _questions(book.add_worksheet("questions"), codebook, bold, wrapped)
    return data.getvalue()


def _offer(sheet: Any, columns: Sequence[str], rows: int, codebook: Codebook) -> None:
    """Offer the answers to each question in a list, with the question beside the cell."""
    for name, question in codebook.questions.items():
        place = columns.index(name)
        told = question.text if len(question.text) <= LISTED else question.text[: LISTED - 1] + "…"
        rule: dict[str, Any] = {"validate": "any", "input_title": name[:32], "input_message": told}
        listed = ",".join(question.answers)
        if question.answers and len(listed) <= LISTED and listed.count(",") < len(question.answers):
            rule |= {"validate": "list", "source": list(question.answers)}
        sheet.data_validation(1, place, max(rows, 1), place, rule)


def _question_rows(codebook: Codebook) -> list[tuple[str, str, str, str]]:
    """Return a header, and a line for each column that coders fill in: its question and its answers."""
    rows = [
        (
            f"{frame.name}.{one.name}",
            f"{frame.label}: {frame.what}",
            one.text,
            ", ".join(one.answers) or "any text",
        )
        for frame in codebook.frames
        for one in frame.questions
    ]
    return [("column", "frame", "question", "answers"), *rows]


def _questions(sheet: Any, codebook: Codebook, bold: Any, wrapped: Any) -> None:
    head = [(codebook.title, codebook.source, "", ""), (codebook.note, "", "", "")]
    rows = [*head, *_question_rows(codebook)]
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write_string(
                row, place, NOT_XML.sub("", str(neutral(cell))), bold if row in (0, 2) else wrapped
            )
    sheet.set_column(0, 3, 40)


def read_coder_file(path: Path, codebook: Codebook, items: set[str]) -> tuple[Codes, Notes]:
    """Read one coder's answers.

    Parameters
    ----------
    path : Path
    codebook : Codebook
    items : set of str
        The items that were drawn.

    Returns
    -------
    (list of (item, variable, code), list of (item, remark))

    Raises
    ------
    InputError
        With every fault and its row.
    """
    header, rows = _rows(path)
    for name in ("item_id", *codebook.questions):
        if name not in header:
            raise InputError(f"{path.name} has no column '{name}'; {nearest(name, header)}")
    codes: Codes = []
    notes: Notes = []
    faults: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        row = dict(zip(header, cells, strict=False))
        item = _text(row.get("item_id"))
        if fault := _item_fault(item, items, seen, number):
            faults.append((number, fault))
            continue
        found, wrong = _answers(row, codebook)
        codes += [(item, name, code) for name, code in found]
        faults += [(number, words) for words in wrong]
        if note := _text(row.get(REMARK)):
            notes.append((item, note))
    if faults:
        listed = "\n".join(f"  row {number}: {words}" for number, words in faults)
        raise InputError(f"{path.name} has {len(faults)} fault{'s' if len(faults) > 1 else ''}:\n{listed}")
    return codes, notes


def _item_fault(item: str, items: set[str], seen: dict[str, int], number: int) -> str | None:
    if not item:
        return "no item_id"
    if item not in items:
        return f"item '{item}' is not on this sheet; is the file of another sheet?"
    first = seen.setdefault(item, number)
    return f"item '{item}' is in row {first} already" if first != number else None


def _answers(row: dict[str, Any], codebook: Codebook) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the answers of one row, and what is wrong with others."""
    found, wrong = [], []
    for name, question in codebook.questions.items():
        given = _text(row.get(name))
        if not given:
            continue
        code = answer_of(given, question)
        if code is None:
            wrong.append(f"{name}: '{given}' is no answer; {nearest(given, question.answers)}")
        else:
            found.append((name, code))
    return found, wrong


def answer_of(given: str, question: Question) -> str | None:
    """Return the answer that is meant, or None; capitals, a clear beginning, 1 for yes and 0 for no will do.

    Examples
    --------
    >>> yes_no = Question("q", "Is it?")
    >>> [answer_of(given, yes_no) for given in ("Yes", "n", "1", "maybe")]
    ['yes', 'no', 'yes', None]
    """
    if not question.answers:
        return given
    folded = given.casefold()
    for answer in question.answers:
        if answer.casefold() == folded:
            return answer
    if question.answers == YES_NO and folded in ("0", "1", "false", "true"):
        return YES_NO[folded in ("1", "true")]
    begun = [answer for answer in question.answers if answer.casefold().startswith(folded)]
    return begun[0] if len(begun) == 1 else None


def _text(cell: object) -> str:
    """Return a cell as text; a spreadsheet's 1.0 is 1, and the mark before a neutralised text is left out."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and neutral(text[1:]) == text else text


def _rows(path: Path) -> tuple[list[str], Iterator[tuple[int, Sequence[Any]]]]:
    """Return the header and the rows of a file, numbered as a spreadsheet numbers them."""
    table = _sheet_rows(path) if path.suffix == ".xlsx" else _csv_rows(path)
    if not table:
        raise InputError(f"{path.name} is empty")
    header = [str(cell).strip() if cell is not None else "" for cell in table[0]]
    filled = ((number, cells) for number, cells in enumerate(table[1:], 2) if any(_text(c) for c in cells))
    return header, filled


def _csv_rows(path: Path) -> list[Sequence[Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what some spreadsheets call CSV
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise InputError(f"{path.name} is not a CSV file: {error}") from error


def check_xlsx(what: str) -> None:
    """Refuse XLSX where it could not be read back.

    Raises
    ------
    InputError
        If openpyxl is not installed.
    """
    if find_spec("openpyxl") is None:
        raise InputError(
            f"{what}: XLSX needs the package openpyxl (pip install 'news-toolkit[documents]'); or use CSV"
        )


def _sheet_rows(path: Path) -> list[Sequence[Any]]:
    check_xlsx(path.name)
    import openpyxl  # noqa: PLC0415 - an optional extra

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except Exception as error:
        raise InputError(f"{path.name} is not a valid XLSX file: {error}") from error
    return list(rows)

"""Lexicons that people edit in a spreadsheet: read, checked line by line, matched longest first."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from toolkit.errors import InputError, ToolkitError, nearest
from toolkit.patterns import pattern

_SMART = re.compile(r"[“”„«»]|\A[‘’]|[‘’]\Z")


@dataclass(frozen=True)
class Entry:
    """One row of a lexicon: the group it belongs to, its class, its pattern, a note, and its line."""

    group: str
    label: str
    pattern: str
    note: str = ""
    line: int = 0


def read_lexicon(path: str | Path, *, group: str | None, label: str) -> tuple[Entry, ...]:
    """Read a lexicon and check it.

    Parameters
    ----------
    path : str or Path
        A CSV file; commas, semicolons or tabs; lines that begin with ``#`` are notes. A name without a
        folder that is not a file stands for a lexicon of the toolkit.
    group, label : str
        Columns that hold the actor and the class; without `group` all rows are one group.

    Returns
    -------
    tuple of Entry

    Raises
    ------
    InputError
        With every fault and its line: a missing column or value, a row given twice, a pattern in two
        classes of one group, curly quotation marks, semicolons inside a comma file, an expression that
        is not valid.
    """
    name, text = _text(path)
    rows = list(_rows(text))
    if not rows:
        raise InputError(f"{name} has no rows; its first line names the columns")
    needed = [column for column in (group, label, "pattern") if column]
    for column in needed:
        if column not in rows[0][1]:
            raise InputError(f"{name} has no column '{column}'; {nearest(column, rows[0][1])}")
    entries = [
        Entry(row[group] if group else "", row[label], row["pattern"], row.get("note", ""), line)
        for line, row in rows
    ]
    faults = [*_row_faults(entries, needed), *_double_faults(entries)]
    if faults:
        listed = "\n".join(f"  line {line}: {fault}" for line, fault in sorted(faults))
        raise InputError(f"{name} has {len(faults)} fault{'s' if len(faults) > 1 else ''}:\n{listed}")
    return tuple(entries)


def _text(path: str | Path) -> tuple[str, str]:
    file = Path(path)
    own = files("toolkit") / "lexicons" / str(path)
    if not file.is_file() and file.name == str(path) and own.is_file():
        return file.name, own.read_text(encoding="utf-8")
    try:
        return file.name, file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"there is no lexicon {file}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file.name} is not UTF-8; save it as 'CSV UTF-8' in the spreadsheet") from None


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells of each row."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if start is None:
        return
    mark = max(",;\t", key=lines[start].count)
    reader = csv.reader(lines[start:], delimiter=mark)
    header = [cell.strip().lower() for cell in next(reader)]
    for cells in reader:
        if cells and not cells[0].startswith("#") and any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield (
                start + reader.line_num,
                {key: cell.strip() for key, cell in zip(header, padded, strict=False)},
            )


def _row_faults(entries: Sequence[Entry], needed: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with single rows."""
    for entry in entries:
        cells = dict(
            zip(("pattern", "label", "group"), (entry.pattern, entry.label, entry.group), strict=True)
        )
        blank = [name for name, value in cells.items() if not value and (name != "group" or len(needed) > 2)]
        if blank:
            yield entry.line, f"no {blank[0]}"
        elif _SMART.search(entry.pattern):
            yield entry.line, f"curly quotation marks in {entry.pattern!r}; a pattern needs none"
        elif ";" in entry.pattern and not entry.pattern.startswith("/"):
            yield entry.line, f"a semicolon in {entry.pattern!r}; separate alternatives with |"
        else:
            try:
                pattern(entry.pattern)
            except ToolkitError as error:
                yield entry.line, str(error)


def _double_faults(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Yield rows given twice, and alternatives that stand in two classes of one group."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        parts = (
            [entry.pattern]
            if entry.pattern.startswith("/")
            else [part.strip().lower() for part in entry.pattern.split("|") if part.strip()]
        )
        for part in dict.fromkeys(parts):
            first = seen.setdefault((entry.group, part), entry)
            if first is entry:
                continue
            if first.label == entry.label:
                yield entry.line, f"{part!r} stands in line {first.line} already"
            else:
                yield entry.line, f"{part!r} is '{entry.label}' here and '{first.label}' in line {first.line}"


def matches(text: str, entries: Sequence[Entry]) -> list[tuple[int, int, int]]:
    """Return where the entries match, as (start, end, number of the entry); the longest match counts.

    Examples
    --------
    >>> entries = [Entry("", "a", "fighter*"), Entry("", "b", "freedom fighter*")]
    >>> matches("Freedom fighters and fighters", entries)
    [(0, 16, 1), (21, 29, 0)]
    """
    found = [
        (match.start(), match.end(), number)
        for number, entry in enumerate(entries)
        for match in pattern(entry.pattern).finditer(text)
    ]
    found.sort(key=lambda hit: (hit[0] - hit[1], hit[0], hit[2]))
    kept: list[tuple[int, int, int]] = []
    for start, end, number in found:
        if all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, number))
    return sorted(kept)

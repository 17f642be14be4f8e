"""The one reader of word lists: a file that people edit in a spreadsheet, checked line by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from toolkit.errors import InputError, ToolkitError, nearest
from toolkit.lexicons.forms import ANY, FORMS, Form
from toolkit.lexicons.source import own_text, refuse
from toolkit.patterns import pattern
from toolkit.settings import Settings

_SMART = re.compile(r"[“”„«»]|\A[‘’]|[‘’]\Z")
_REMARK = re.compile(r'"?#')  # a spreadsheet puts a remark with commas or marks into quotes
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Entry:
    """One row of a word list.

    Attributes
    ----------
    group : str
        The actor (column ``actor``); empty where the list has none.
    label : str
        The class (column ``class``); empty where the list has none.
    pattern : str
        What is looked for.
    note : str
        A remark.
    line : int
        Line of the file.
    more : mapping of str to str
        The other columns.
    """

    group: str
    label: str
    pattern: str
    note: str = ""
    line: int = 0
    more: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The alternatives of the pattern, in lower case; a regular expression is one."""
        if self.pattern.startswith("/"):
            return (self.pattern,)
        return tuple(part.strip().lower() for part in self.pattern.split("|") if part.strip())


def read_lexicon(
    source: str | Path, like: str | None = None, *, columns: Sequence[str] = ()
) -> tuple[Entry, ...]:
    """Read a word list and check every line of it.

    Parameters
    ----------
    source : str or Path
        The name of a list of the toolkit (``"hedges"``), or a file. A CSV file has the column ``pattern``
        and, where the list needs them, ``class`` and ``actor``; ``note`` and ``source`` are for people.
        Commas, semicolons or tabs separate cells; lines that begin with ``#`` are remarks. In a ``.txt``
        file every word is an entry, for lists that need no class.
    like : str, optional
        The list of the toolkit whose place the file takes: it is checked for the same columns and classes.
        Without it every list with a column ``pattern`` is accepted.
    columns : sequence of str
        More columns that must be there and filled; with their values in `Entry.more`.

    Returns
    -------
    tuple of Entry
        In the order of the file.

    Raises
    ------
    InputError
        With every fault and its line: a missing column or value, an unknown class, a word given twice or in
        two classes, curly quotation marks, a semicolon inside a comma file, a row with too many cells, an
        invalid regular expression, ``*`` in a list of plain words.

    Examples
    --------
    >>> hedges = read_lexicon("hedges")
    >>> sorted({entry.label for entry in hedges})
    ['booster', 'doubt', 'hedge']
    >>> read_lexicon("hedge")
    Traceback (most recent call last):
    toolkit.errors.InputError: there is no word list 'hedge'; did you mean 'hedges'?
    """
    name, text, shipped = _text(source)
    if like is not None and like not in FORMS:
        raise InputError(f"there is no word list '{like}'; {nearest(like, FORMS)}")
    return _entries(name, text, like or shipped, tuple(columns))


def lexicon_of(settings: Settings, name: str) -> tuple[Entry, ...]:
    """Return the list that a study uses under a name: its own, named under ``[lexicons]``, or the toolkit's.

    Examples
    --------
    >>> len(lexicon_of(Settings(), "agents"))
    4
    """
    return read_lexicon(getattr(settings.lexicons, name) or name, name)


def check_lexicons(settings: Settings) -> None:
    """Read every list that a study names, so that a fault is known before anything runs.

    Raises
    ------
    InputError
        If one of them cannot be used.
    """
    for name in vars(settings.lexicons):
        if getattr(settings.lexicons, name):
            lexicon_of(settings, name)


def word_classes(source: str | Path, like: str | None = None) -> Mapping[str, str]:
    """Return the words of a list, in lower case, each with its class; read once.

    Examples
    --------
    >>> word_classes("abbreviations")["gen"]
    'title'
    """
    if source in FORMS:
        return _shipped_classes(str(source))
    name, text, _ = _text(source)
    return _classes(name, text, like)


def word_set(source: str | Path, like: str | None = None) -> frozenset[str]:
    """Return the words of a list, in lower case; read once.

    Examples
    --------
    >>> "however" in word_set("sentence_openers")
    True
    """
    if source in FORMS:
        return _shipped_set(str(source))
    return frozenset(word_classes(source, like))


@lru_cache(maxsize=8)
def number_table(name: str) -> Mapping[str, float]:
    """Return a table of numbers in ``toolkit/lexicons``: the first column's names with the second's values.

    Examples
    --------
    >>> number_table("readability_validity.csv")["flesch"]
    0.926
    """
    _, *rows = _rows(_shipped(name), name)
    return MappingProxyType({cells[0]: float(cells[1]) for _, cells in rows})


@lru_cache(maxsize=64)
def _classes(name: str, text: str, like: str | None) -> Mapping[str, str]:
    return MappingProxyType(
        {part: entry.label for entry in _entries(name, text, like, ()) for part in entry.parts}
    )


@lru_cache(maxsize=32)
def _shipped_classes(name: str) -> Mapping[str, str]:
    return _classes(FORMS[name].file, _shipped(FORMS[name].file), name)


@lru_cache(maxsize=32)
def _shipped_set(name: str) -> frozenset[str]:
    file = FORMS[name].file
    if file.endswith(".txt"):  # thousands of words, checked by a test
        lines = _shipped(file).splitlines()
        return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(_shipped_classes(name))


def _text(source: str | Path) -> tuple[str, str, str | None]:
    """Return what a list is called in messages, its text, and its name if it is the toolkit's."""
    if str(source) in FORMS:
        form = FORMS[str(source)]
        return form.file, _shipped(form.file), str(source)
    file = Path(source)
    advice = "save it as 'CSV UTF-8' in the spreadsheet"
    return file.name, own_text(file, what="word list", known=FORMS, advice=advice), None


@lru_cache(maxsize=32)
def _shipped(file: str) -> str:
    return (files("toolkit") / "lexicons" / file).read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _entries(name: str, text: str, like: str | None, columns: tuple[str, ...]) -> tuple[Entry, ...]:
    """Return the entries of a list's text, or raise with all its faults."""
    form = FORMS[like] if like else ANY
    faults: list[tuple[int, str]] = []
    if name.endswith(".txt"):
        if form.classes is not None or columns:
            raise InputError(f"{name} is plain text, but each word needs a class here; make it a CSV file")
        entries = tuple(_listed(text))
    else:
        entries = tuple(_table(name, text, form, columns, faults))
    if not entries:
        raise InputError(f"{name} has no rows; its first line names the columns")
    faults += [fault for entry in entries for fault in _row_faults(entry, form, columns)]
    faults += _double_faults(entries) if form.unique else []
    if faults:
        refuse(name, faults)
    return entries


def _listed(text: str) -> Iterator[Entry]:
    """Yield the words of a plain list, each word once."""
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        for word in line.split() if not line.startswith("#") else ():
            if word not in seen:
                seen.add(word)
                yield Entry("", "", word, "", number)


def _rows(text: str, name: str) -> Iterator[Row]:
    """Yield line number and cells of each row but blank ones and remarks; the header comes first."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip() and not _REMARK.match(line)), None)
    if start is None:
        return
    mark = max(",;\t", key=lines[start].count)
    reader = csv.reader(lines[start:], delimiter=mark)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
                yield start + reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise InputError(f"{name}, line {start + reader.line_num}: {error}") from error


def _table(
    name: str, text: str, form: Form, columns: Sequence[str], faults: list[tuple[int, str]]
) -> Iterator[Entry]:
    """Yield the rows of a CSV text as entries; rows that are too long are noted as faults."""
    rows = _rows(text, name)
    _, header = next(rows, (0, []))
    header = [cell.lower() for cell in header]
    _check_header(name, header, _needed(form, columns))
    for line, cells in rows:
        if len(cells) > len(header) and any(cells[len(header) :]):
            faults.append(
                (line, f"{len(cells)} cells under {len(header)} columns; put a cell with commas in quotes")
            )
        row = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))
        group, label, searched, note = (row.pop(key, "") for key in ("actor", "class", "pattern", "note"))
        yield Entry(group, label, searched, note, line, row)


def _check_header(name: str, header: Sequence[str], needed: Sequence[str]) -> None:
    """Raise if a column is missing or named twice."""
    if not header:
        raise InputError(f"{name} has no rows; its first line names the columns")
    for column in needed:
        if column not in header:
            raise InputError(f"{name} has no column '{column}'; {nearest(column, header)}")
    for column in header:
        if column and header.count(column) > 1:
            raise InputError(f"{name} has two columns '{column}'")


def _needed(form: Form, columns: Sequence[str]) -> list[str]:
    """Return the columns that must be there and filled."""
    return ["pattern", *(["class"] if form.classes is not None else []), *form.columns, *columns]


def _row_faults(entry: Entry, form: Form, columns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a single row."""
    cells = {"pattern": entry.pattern, "class": entry.label, "actor": entry.group, "note": entry.note}
    cells |= entry.more
    for column in _needed(form, columns):
        allowed = form.classes if column == "class" else form.columns.get(column, ())
        if not cells[column]:
            yield entry.line, f"no {column}"
        elif allowed and cells[column] not in allowed:
            yield entry.line, f"{column} '{cells[column]}' is unknown; {nearest(cells[column], allowed)}"
    fault = _pattern_fault(entry.pattern, form) if entry.pattern else None
    if fault:
        yield entry.line, fault


def _pattern_fault(text: str, form: Form) -> str | None:
    """Return what is wrong with a pattern, if anything is."""
    expression = text.startswith("/")
    if form.own and _SMART.search(text):
        return f"curly quotation marks in {text!r}; a pattern needs none"
    if ";" in text and not expression:
        return f"a semicolon in {text!r}; separate alternatives with |"
    if not form.patterns:
        if "*" in text or (expression and text.endswith("/") and len(text) > 1):
            return f"{text!r} is more than words; this list takes plain words, alternatives separated by |"
        return None
    try:
        pattern(text)
    except ToolkitError as error:
        return str(error)
    return None


def _double_faults(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Yield words given twice, and words in two classes of one group."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for part in dict.fromkeys(entry.parts):
            first = seen.setdefault((entry.group, part), entry)
            if first is entry:
                continue
            if first.label == entry.label:
                yield entry.line, f"{part!r} is in line {first.line} already"
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
    return longest(found)


def longest(found: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return which of the matches in one text count, in order: of those that overlap the longest.

    Examples
    --------
    >>> longest([(0, 7, 0), (0, 16, 1), (21, 29, 0)])
    [(0, 16, 1), (21, 29, 0)]
    """
    kept: list[tuple[int, int, int]] = []
    for start, end, number in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0], hit[2])):
        if all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, number))
    return sorted(kept)

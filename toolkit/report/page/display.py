"""What a notebook shows: tables, and prose made of numbers.

In a notebook (`out` is the folder of the run, None when the notebook is read live)::

    show(keyness(corpus), "Words each outlet prefers", name="keyness", out=out)
    text("{outlet} uses {word} {ratio:.1f} times as often.", outlet=..., word=..., ratio=...)

Every text is escaped, so that nothing from a page can run or turn into markup or mathematics. `name=`
and `out=` together write the whole table, unrounded, for the report's ``tables`` folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from toolkit.errors import ToolkitError, nearest
from toolkit.report.page.selection import shown_first
from toolkit.report.page.view import View, environment, need, write_whole
from toolkit.report.page.words import MISSING, cells
from toolkit.results import Column, Contract, column, contract, origin, says_nothing

ENDS_AT = "left"  # the words before a match, which end at it
SUFFIX = {"share": "%", "points": "points"}  # shares differ by percentage points
SCALES = {"share": 1.0, "points": 2.0}  # how far an estimate of a unit can go
WIDE = "too wide"  # in place of an interval that covers nearly all there is; the file keeps it
PRINTED = {"feature": "printed"}  # shown in place of a column, where the table has it
SHORT = 20  # characters; a column of nothing longer is not broken into lines


def show(  # noqa: PLR0913 - one option for each part of a table
    table: pd.DataFrame,
    caption: str = "",
    *,
    columns: Mapping[str, str] | Sequence[str] | None = None,
    rows: int = 20,
    note: str = "",
    empty: str = "",
    name: str | None = None,
    out: str | Path | None = None,
) -> View:
    """Show the first rows of a table in words a reader knows.

    A ``low`` and a ``high`` column are shown as one interval; one of a share that covers four fifths of
    the scale or more is *too wide* to say anything, and only the file has it. A missing value is an en
    dash; where the table has a ``reason`` column, the dash carries the reason.

    Parameters
    ----------
    table : DataFrame
        Any result table; it is shown in the order it comes in. Of many outlets those with the most
        articles are shown.
    caption : str, optional
        What the table holds, in one line; by default what its contract says (`toolkit.results`).
    columns : mapping or sequence of str, optional
        The columns to show, in order; by default those of the table's contract. A mapping gives
        headings too, as ``"Heading"`` or ``"Heading: what it means."``; an empty one is
        the usual heading. A heading that ends in ``%`` shows the column in per cent, as do names
        such as ``share`` and ``quoted_share``.
    rows : int
        Rows shown; the files hold all.
    note : str
        A line under the table: the order of its rows, what was left out and why. What the table itself
        must say (`toolkit.results.make`) follows it.
    empty : str
        What is said in place of a table without rows; its file is written all the same.
    name : str, optional
        Name of the table's file: lower-case letters, digits, ``-`` and ``_``.
    out : str or Path, optional
        Folder of the run; the whole table is written to ``tables/<name>.parquet`` in it.

    Returns
    -------
    View
        The last expression of a notebook cell shows it.

    Raises
    ------
    TableError
        If a column is asked for that the table does not have.
    ToolkitError
        If `name` cannot be a file's name.

    Examples
    --------
    >>> view = show(pd.DataFrame({"outlet": ["<b>Post"], "n": [3]}), "Articles by outlet")
    >>> "&lt;b&gt;Post" in view.html, view
    (True, Articles by outlet: 1 row)
    """
    write_whole(table, name, out)
    if empty and table.empty:
        return text("{said}", said=empty)
    shown = _columns(table, columns)
    caption = caption or _title(table)
    first, of_some = shown_first(table, rows)
    written, numeric = _columns_as_text(first, shown)
    named = {one.name: one for one in shown} | {"interval": column("interval")}
    about = [
        {
            "heading": named[key].heading,
            "meaning": named[key].meaning,
            "plain": named[key].plain,
            "number": key in numeric or key == ENDS_AT,
            "short": max(map(len, values), default=0) <= SHORT,
        }
        for key, values in written.items()
    ]
    html = (
        environment()
        .get_template("table.html.j2")
        .render(
            name=name,
            caption=caption,
            columns=about,
            rows=_rows(first, written),
            total=len(table),
            note=_noted(table, f"{note} {of_some}".strip()),
            legend=[column for column in about if column["meaning"] and not column["plain"]],
        )
    )
    plain = f"{caption}: {len(table)} row{'' if len(table) == 1 else 's'}"
    return View(html, plain, {"kind": "table", "name": name, "caption": caption, "rows": len(table)})


def _noted(table: pd.DataFrame, note: str) -> str:
    """Return a note with what the table itself must say, such as articles in another language."""
    known = origin(table)
    return " ".join(filter(None, (note, known.note if known else "")))


def _title(table: pd.DataFrame) -> str:
    """Return what a table of a known kind holds, in one line."""
    known = origin(table)
    return contract(known.kind, known.by).title if known else "Table"


def text(template: str, /, *, kind: str = "", **values: object) -> View:
    """Show prose made of numbers and names; paragraphs are separated by a blank line.

    Parameters
    ----------
    template : str
        The sentences, with ``{places}`` for the values; format codes such as ``{share:.0%}`` work.
    kind : str
        ``"note"`` or ``"warning"`` set it apart; plain prose by default.
    **values : object
        What goes in the places. Any markup in it is shown as text.

    Examples
    --------
    >>> text("{outlet} has {n:,} articles.", outlet="Post & Co", n=1200).html
    '<div class="tk-text mathjax_ignore"><p>Post &amp; Co has 1,200 articles.</p></div>'
    """
    if kind not in {"", "note", "warning"}:
        raise ToolkitError(f"text(kind={kind!r}): {nearest(kind, ['note', 'warning'])}")
    filled = template.format(**values)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", filled) if part.strip()]
    html = environment().get_template("text.html.j2").render(paragraphs=paragraphs, kind=kind)
    return View(html, filled, {"kind": "note" if kind == "note" else "text"})


def _columns(table: pd.DataFrame, asked: Mapping[str, str] | Sequence[str] | None) -> list[Column]:
    """Return the columns to show: those asked for, those of the table's contract, or all but the reason."""
    known = origin(table)
    agreed = contract(known.kind, known.by) if known else None
    if asked is None and agreed is not None:
        wanted = [PRINTED[name] if PRINTED.get(name) in table else name for name in agreed.show]
        asked = [name for name in wanted if name in table]
    if asked is None:
        asked = [str(c) for c in table.columns if c != "reason" or "low" not in table.columns]
    words = dict(asked) if isinstance(asked, Mapping) else dict.fromkeys(asked, "")
    need(table, list(words))
    return [_worded(name, text, agreed) for name, text in words.items()]


def _worded(name: str, words: str, agreed: Contract | None) -> Column:
    """Return a column in its contract's words, or in those given; a heading that ends in % is a share."""
    found = (agreed.column(name) if agreed else None) or column(name)
    heading, _, meaning = words.partition(": ")
    if heading.endswith("%") or (not found.unit and (name.startswith("share_") or name.endswith("_share"))):
        found = replace(found, unit="share")
    heading = heading.removesuffix("%").rstrip()
    return found.worded(f"{heading}: {meaning}" if meaning else heading)


def _units(table: pd.DataFrame, shown: Sequence[Column]) -> dict[str, str]:
    """Return the unit of each column; an interval takes after the estimate before it."""
    units = {one.name: one.unit for one in shown}
    names = list(units)
    if "low" in names and names.index("low"):
        units["low"] = units["high"] = units[names[names.index("low") - 1]]
    return {name: unit for name, unit in units.items() if name in table}


def _columns_as_text(table: pd.DataFrame, shown: Sequence[Column]) -> tuple[dict[str, list[str]], set[str]]:
    """Return the columns as text, low and high joined to one interval, and which of them are numbers."""
    text: dict[str, list[str]] = {}
    names, units = [one.name for one in shown], _units(table, shown)
    numbers = pd.api.types.is_numeric_dtype
    numeric = {c for c in names if numbers(table[c]) and not pd.api.types.is_bool_dtype(table[c])}
    joined = {"low", "high"} <= set(names)

    def written(name: str) -> list[str]:
        hundredths = name in numeric and units.get(name) in SUFFIX
        return cells(table[name], percent=hundredths, unit=SUFFIX.get(units.get(name, ""), "%"))

    for name in names:
        if joined and name == "low":
            both = zip(written("low"), written("high"), _withheld(table, units["low"]), strict=True)
            text["interval"] = [
                MISSING if MISSING in (low, high) else WIDE if wide else f"{low} to {high}"
                for low, high, wide in both
            ]
        elif not (joined and name == "high"):
            text[name] = written(name)
    return text, numeric | {"interval"}


def _withheld(table: pd.DataFrame, unit: str) -> list[bool]:
    """Tell of each row whether its interval covers so much of its scale that it says nothing."""
    if unit not in SCALES:
        return [False] * len(table)
    ends = zip(table["low"], table["high"], strict=True)
    return [bool(says_nothing(low, high, scale=SCALES[unit])) for low, high in ends]


def _rows(table: pd.DataFrame, text: Mapping[str, list[str]]) -> list[list[dict[str, str]]]:
    """Return the cells of each row; a dash carries the row's reason as its title."""
    reasons = cells(table["reason"]) if "reason" in table else [""] * len(table)
    return [
        [{"text": cell, "title": reason if cell == MISSING and reason != MISSING else ""} for cell in row]
        for row, reason in zip(zip(*text.values(), strict=True), reasons, strict=True)
    ]

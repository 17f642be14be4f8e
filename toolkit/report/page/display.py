"""What a notebook shows: tables, and prose made of numbers.

In a notebook (`out` is the folder of the run, None when the notebook is read live)::

    show(table, "Words each outlet prefers", name="keyness", out=out,
         columns={"outlet": "", "feature": "Word", "log_ratio": "", "low": "", "high": "", "n": ""})
    text("{outlet} uses {word} {ratio:.1f} times as often.", outlet=..., word=..., ratio=...)

Every text is escaped, so that nothing from a page can run or turn into markup or mathematics. `name=`
and `out=` together write the whole table, unrounded, for the report's ``tables`` folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import ToolkitError, nearest
from toolkit.report.page.view import View, environment, need, write_whole
from toolkit.report.page.words import MISSING, cells, heading, is_plain, meaning

ENDS_AT = "left"  # the words before a match, which end at it
SHORT = 20  # characters; a column of nothing longer is not broken into lines


def show(
    table: pd.DataFrame,
    caption: str,
    *,
    columns: Mapping[str, str] | Sequence[str] | None = None,
    rows: int = 20,
    note: str = "",
    name: str | None = None,
    out: str | Path | None = None,
) -> View:
    """Show the first rows of a table in words a reader knows.

    A ``low`` and a ``high`` column are shown as one interval. A missing value is an en dash; where the
    table has a ``reason`` column, the dash carries the reason.

    Parameters
    ----------
    table : DataFrame
        Any result table; it is shown in the order it comes in.
    caption : str
        What the table holds; one line.
    columns : mapping or sequence of str, optional
        The columns to show, in order; by default all, but ``reason`` where there are intervals. A
        mapping gives headings too, as ``"Heading"`` or ``"Heading: what it means."``; an empty one is
        the usual heading. A heading that ends in ``%`` shows the column in per cent, as do names
        such as ``share`` and ``quoted_share``.
    rows : int
        Rows shown; the files hold all.
    note : str
        A line under the table: the order of its rows, what was left out and why.
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
    shown = _headings(table, columns)
    text, numeric = _columns_as_text(table.head(rows), shown)
    about = [
        _describe(key, shown.get(key, ""))
        | {"number": key in numeric or key == ENDS_AT, "short": max(map(len, values), default=0) <= SHORT}
        for key, values in text.items()
    ]
    html = (
        environment()
        .get_template("table.html.j2")
        .render(
            name=name,
            caption=caption,
            columns=about,
            rows=_rows(table.head(rows), text),
            total=len(table),
            note=note,
            legend=[column for column in about if column["meaning"] and not column["plain"]],
        )
    )
    plain = f"{caption}: {len(table)} row{'' if len(table) == 1 else 's'}"
    return View(html, plain, {"kind": "table", "name": name, "caption": caption, "rows": len(table)})


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
    return View(html, filled, {"kind": "text"})


def _headings(table: pd.DataFrame, columns: Mapping[str, str] | Sequence[str] | None) -> dict[str, str]:
    """Return the columns to show, in order, with the headings that were given."""
    if columns is None:
        return {str(c): "" for c in table.columns if c != "reason" or "low" not in table.columns}
    shown = dict(columns) if isinstance(columns, Mapping) else dict.fromkeys(columns, "")
    need(table, list(shown))
    return shown


def _describe(column: str, words: str) -> dict[str, Any]:
    """Return heading and meaning of a column from ``"Heading: meaning."`` or the usual ones.

    The per cent sign of a heading stands in the cells.
    """
    own, _, explained = words.partition(": ")
    own = own.removesuffix("%").rstrip()
    return {
        "heading": own or heading(column),
        "meaning": explained or meaning(column),
        "plain": not explained and is_plain(column),
    }


def _is_share(column: str, words: str) -> bool:
    named = column == "share" or column.startswith("share_") or column.endswith("_share")
    return named or words.partition(": ")[0].endswith("%")


def _shares(table: pd.DataFrame, shown: Mapping[str, str]) -> set[str]:
    """Return the columns shown in per cent; an interval takes after the estimate before it."""
    names = list(shown)
    found = {name for name in names if _is_share(name, shown[name])}
    if "low" in names and names.index("low") and names[names.index("low") - 1] in found:
        found |= {"low", "high"}
    return {name for name in found if pd.api.types.is_numeric_dtype(table[name])}


def _columns_as_text(table: pd.DataFrame, shown: Mapping[str, str]) -> tuple[dict[str, list[str]], set[str]]:
    """Return the columns as text, low and high joined to one interval, and which of them are numbers."""
    text: dict[str, list[str]] = {}
    numbers = pd.api.types.is_numeric_dtype
    numeric = {c for c in shown if numbers(table[c]) and not pd.api.types.is_bool_dtype(table[c])}
    shares, joined = _shares(table, shown), {"low", "high"} <= set(shown)
    for place, column in enumerate(shown):
        estimate = list(shown)[place - 1] if column == "low" else column
        unit = "points" if estimate == "difference" else "%"  # shares differ by percentage points
        values = cells(table[column], percent=column in shares, unit=unit)
        if joined and column == "low":
            both = zip(values, cells(table["high"], percent="high" in shares, unit=unit), strict=True)
            text["interval"] = [MISSING if MISSING in pair else " to ".join(pair) for pair in both]
        elif not (joined and column == "high"):
            text[column] = values
    return text, numeric | {"interval"}


def _rows(table: pd.DataFrame, text: Mapping[str, list[str]]) -> list[list[dict[str, str]]]:
    """Return the cells of each row; a dash carries the row's reason as its title."""
    reasons = cells(table["reason"]) if "reason" in table else [""] * len(table)
    return [
        [{"text": cell, "title": reason if cell == MISSING and reason != MISSING else ""} for cell in row]
        for row, reason in zip(zip(*text.values(), strict=True), reasons, strict=True)
    ]

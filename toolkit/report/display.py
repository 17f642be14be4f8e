"""What a notebook shows: tables, sentences behind the numbers, and prose made of numbers.

In a notebook (`out` is the folder of the run, None when the notebook is read live)::

    show(table, "Words each outlet prefers", name="keyness", out=out,
         columns={"outlet": "", "feature": "Word", "log_ratio": "", "low": "", "high": "", "n": ""})
    evidence(sentences, "Sentences behind the table", by="feature", name="keyness_evidence", out=out)
    text("{outlet} uses {word} {ratio:.1f} times as often.", outlet=..., word=..., ratio=...)

Every text is escaped, so that nothing from a page can run or turn into markup or mathematics. `name=`
and `out=` together write the whole table, unrounded, for the report's ``tables`` folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from toolkit.errors import TableError, ToolkitError, nearest
from toolkit.report.words import MISSING, cells, heading, is_plain, meaning

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
SHORT = 20  # characters; a column of nothing longer is not broken into lines
TEMPLATES = Path(__file__).parent / "template"


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the templates, in which every value is escaped unless a template says otherwise."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )


@dataclass(frozen=True)
class View:
    """Something to look at in a notebook, and the same in the report.

    ``about`` tells the report what it is: its kind, its name and its caption.
    """

    html: str
    plain: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return self.plain

    def html_safe(self) -> Markup:
        """Return the HTML marked as safe to stand in a page."""
        return Markup(self.html)  # noqa: S704 - made by the autoescaped templates

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        return {"text/html": self.html, "text/plain": self.plain}, {"toolkit": dict(self.about)}


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
    _write(table, name, out)
    shown = _headings(table, columns)
    text, numeric = _columns_as_text(table.head(rows), shown)
    about = [
        _describe(key, shown.get(key, ""))
        | {"number": key in numeric, "short": max(map(len, values), default=0) <= SHORT}
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


def evidence(
    sentences: pd.DataFrame,
    caption: str = "Sentences",
    *,
    by: str | None = None,
    rows: int = 5,
    name: str | None = None,
    out: str | Path | None = None,
) -> View:
    """Show sentences behind a number, folded until the reader opens them.

    Parameters
    ----------
    sentences : DataFrame
        ``text``, and where known ``outlet``, ``published``, ``title``, ``speaker``; ``match_start`` and
        ``match_end`` (characters in ``text``) are marked.
    caption : str
        Line that opens the fold; with `by`, the group's value follows it.
    by : str, optional
        Column whose values get a fold each, in order of appearance.
    rows : int
        Sentences shown in each fold; the file holds all.
    name, out
        As in `show`.

    Examples
    --------
    >>> found = pd.DataFrame({"text": ["Rain <i>fell</i>."], "outlet": ["Post"], "feature": ["rain"]})
    >>> view = evidence(found, "Sentences with", by="feature")
    >>> "Sentences with rain" in view.html, "<i>" in view.html
    (True, False)
    """
    _write(sentences, name, out)
    _need(sentences, ["text", *([by] if by else [])])
    groups = (
        [(f"{caption} {value}", part) for value, part in sentences.groupby(by, sort=False)]
        if by
        else [(caption, sentences)]
    )
    shown = [
        {"title": title, "count": len(part), "sentences": [_sentence(row) for row in _records(part, rows)]}
        for title, part in groups
        if len(part)
    ]
    html = environment().get_template("evidence.html.j2").render(groups=shown)
    about = {"kind": "evidence", "name": name, "caption": caption, "rows": len(sentences)}
    return View(html, f"{caption}: {len(sentences)}", about)


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
    '<div class="tk-text"><p>Post &amp; Co has 1,200 articles.</p></div>'
    """
    if kind not in {"", "note", "warning"}:
        raise ToolkitError(f"text(kind={kind!r}): {nearest(kind, ['note', 'warning'])}")
    filled = template.format(**values)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", filled) if part.strip()]
    html = environment().get_template("text.html.j2").render(paragraphs=paragraphs, kind=kind)
    return View(html, filled, {"kind": "text"})


def _write(table: pd.DataFrame, name: str | None, out: str | Path | None) -> None:
    """Write a whole table to the folder of the run, where there is one."""
    if name is None:
        return
    if not NAME.match(name):
        raise ToolkitError(f"'{name}' cannot name a table's file; use a-z, 0-9, - and _")
    if out is not None:
        folder = Path(out) / "tables"
        folder.mkdir(parents=True, exist_ok=True)
        table.reset_index(drop=True).to_parquet(folder / f"{name}.parquet", index=False)


def _need(table: pd.DataFrame, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in table:
            raise TableError(
                f"the table has no column '{column}'; {nearest(column, map(str, table.columns))}"
            )


def _headings(table: pd.DataFrame, columns: Mapping[str, str] | Sequence[str] | None) -> dict[str, str]:
    """Return the columns to show, in order, with the headings that were given."""
    if columns is None:
        return {str(c): "" for c in table.columns if c != "reason" or "low" not in table.columns}
    shown = dict(columns) if isinstance(columns, Mapping) else dict.fromkeys(columns, "")
    _need(table, list(shown))
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
    for column in shown:
        values = cells(table[column], percent=column in shares)
        if joined and column == "low":
            both = zip(values, cells(table["high"], percent="high" in shares), strict=True)
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


def _records(table: pd.DataFrame, rows: int) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in table.head(rows).to_dict("records")]


def _sentence(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence in three parts (before, match, after) with the words that say where it stands."""
    words = str(row["text"])
    known = {key: value for key, value in row.items() if isinstance(value, list) or pd.notna(value)}
    start, end = int(known.get("match_start", 0)), int(known.get("match_end", 0))
    published = known.get("published")
    source = [
        str(known.get("speaker", "")),
        str(known.get("outlet", "")),
        published.strftime("%Y-%m-%d") if isinstance(published, pd.Timestamp) else str(published or ""),
        f"“{known['title']}”" if "title" in known else "",
    ]
    return {
        "before": words[:start],
        "match": words[start:end],
        "after": words[end:] if end > start else words[start:],
        "source": ", ".join(part for part in source if part),
        "language": str(known.get("language", "")),
    }

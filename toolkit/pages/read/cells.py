"""The text of a cell: markup, entities, broken lines and stubs understood."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.pages.read.jsons import whole
from toolkit.pages.read.paragraphs import from_markup
from toolkit.pages.read.unwrap import unwrap
from toolkit.pages.read.values import is_missing, is_nothing

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|img|blockquote|figure|figcaption|table|t[rdh]|section|article"
    r"|iframe|script|style|font|hr|sup|sub|small|pre|html|body)\b[^<>]{0,2000}>",
    re.I,
)
_LARGEST_INTEGER = 2**63 - 1  # that a column of a stored table can hold
_ENDS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# NewsAPI cuts a text at 200 characters: "... (+1210 chars)"
_STUB = re.compile(r"\[\+\d{1,12} chars\]$")
_PARTS = (
    "headline",
    "headlines",
    "title",
    "paragraphs",
    "sections",
    "text",
    "content",
    "body",
    "rendered",
    "value",
    "main",
)


def cell_text(value: object) -> tuple[str, bool]:
    r"""Return the text of a cell with its paragraphs a blank line apart, and whether it is cut off.

    Tags and entities are resolved, lines broken at a fixed width joined; a list or an object of
    paragraphs is joined. A text that ends in ``[+1210 chars]`` is a stub.

    Examples
    --------
    >>> cell_text("<p>It rained.</p><p>Then &quot;sun&quot;.</p>")
    ('It rained.\n\nThen "sun".', False)
    >>> cell_text("It rained… [+1210 chars]")
    ('It rained', True)
    """
    said = _joined(value)
    if is_nothing(said):
        return "", False
    if "<" in said and _TAG.search(said):
        said = "\n\n".join(part.lines.replace("\n\n", "\n") for part in from_markup(said))
    whole = _without_stub(said)
    if len(whole.splitlines()) < 2:  # most cells of tables
        return " ".join(whole.split()), whole != said
    lines = (" ".join(line.split()) for line in unwrap(_lines(whole)).split("\n"))
    return "\n\n".join(line for line in lines if line), whole != said


def _without_stub(text: str) -> str:
    """Return a text without the note at its end that it was cut, and without the ellipsis before that."""
    bare = text.rstrip()
    stub = _STUB.search(bare, max(0, len(bare) - 30)) if bare.endswith("chars]") else None
    if stub is None:
        return text
    bare = bare[: stub.start()].rstrip()
    return bare.removesuffix("…" if bare.endswith("…") else "...").rstrip()


def _lines(text: str) -> str:
    """Return a text whose lines end in line feeds alone, whatever they ended in."""
    return "\n".join(text.splitlines()) if _ENDS.search(text) else text


def _joined(value: object, depth: int = 0) -> str:
    """Return the text of a cell, of a list of paragraphs, or of an object of parts."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, bytes):  # Parquet files hold texts so where their writer did not say they are text
        return _decoded(value)
    if depth > 5 or value is None:
        return ""
    if isinstance(value, Mapping):
        parts: Iterable[Any] = (value[name] for name in _PARTS if name in value)
    elif isinstance(value, Iterable):
        parts = value
    else:
        return ""
    return "\n\n".join(said for part in parts if (said := _joined(part, depth + 1)).strip())


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return ""  # bytes of something else, a picture for one


def cell_line(value: object) -> str | None:
    """Return a cell as one line, or None for one that says nothing.

    Examples
    --------
    >>> cell_line("Tom &amp; Jo "), cell_line("nan"), cell_line("<b>Rain</b>"), cell_line({"text": "Rain"})
    ('Tom &amp; Jo', None, 'Rain', None)
    """
    if is_missing(value) or isinstance(value, Mapping):
        return None
    said = _joined(value) if not isinstance(value, int | float | dt.date) else str(value)
    if "<" in said and _TAG.search(said):
        said = " ".join(part.text for part in from_markup(said))
    line = " ".join(said.split())
    return None if is_nothing(line) else line


def cell_extra(value: object) -> object:
    """Return a cell of another column: lists and objects as JSON, nothing as None.

    Examples
    --------
    >>> cell_extra(["a", "b"]), cell_extra("N/A"), cell_extra(5)
    ('["a", "b"]', None, 5)
    """
    if isinstance(value, Mapping | list | tuple):
        return whole(json.dumps(value, ensure_ascii=False, default=str)) if value else None
    if hasattr(value, "tolist"):  # an array of NumPy
        return cell_extra(value.tolist())
    if isinstance(value, str):
        return None if is_nothing(value) else whole(value)
    if isinstance(value, bytes):
        return _joined(value) or None
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        return str(value)
    return value

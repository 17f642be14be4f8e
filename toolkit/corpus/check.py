"""Articles as read against a gold file of the user's own: how good the reader is on their pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import InputError

MATCH = 0.8  # least overlap of the two texts' spans: shared characters of all they cover
FIELDS = {
    "title": "title",
    "author": "authors",
    "date": "published",
    "dateline": "dateline",
    "credit": "credit",
}
_SPAN = (("body_start", "body_start_char"), ("body_end", "body_end_char"))


def check(articles: pd.DataFrame, gold: str | Path) -> pd.DataFrame:
    """Compare articles with a gold file.

    A gold line is JSON with ``file``, ``title``, ``author``, ``date`` (YYYY-MM-DD), ``dateline``,
    ``credit``, ``kind`` and the span of the text in the decoded file, ``body_start`` and ``body_end``;
    further accepted values are in ``title_alt`` and so on. An article is found when the two spans
    share at least 80 % of the characters they cover.

    Parameters
    ----------
    articles : DataFrame
        Articles as read, repeats included (`read_articles`).
    gold : str or Path
        JSON lines.

    Returns
    -------
    DataFrame
        ``what`` (articles, title, author, ...), ``right``, ``given`` (in the gold), ``invented`` (values
        where the gold has none; for articles, those found that the gold has not), ``precision``,
        ``recall``, ``f1`` (for articles).

    Raises
    ------
    InputError
        If the gold file cannot be read.
    """
    rows = _read(Path(gold))
    pairs = [pair for file in sorted({row["file"] for row in rows}) for pair in _pairs(rows, articles, file)]
    files = {row["file"] for row in rows}
    n_found = int(articles["file"].map(lambda name: _base(name) in files).sum())
    table = [_count("articles", len(pairs), len(rows), n_found - len(pairs))]
    for field, column in FIELDS.items():
        values = [
            (row.get(field), row.get(f"{field}_alt") or [], _value(found, column)) for row, found in pairs
        ]
        given = [(wanted, others, value) for wanted, others, value in values if wanted]
        right = sum(_same(field, [wanted, *others], value) for wanted, others, value in given)
        invented = sum(
            bool(value) and not _same(field, others, value) for wanted, others, value in values if not wanted
        )
        table.append(_count(field, right, len(given), invented))
    return pd.DataFrame(table)


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [{**row, "file": _base(row["file"])} for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{file} is not a gold file of JSON lines with 'file': {error}") from error


def _base(name: str) -> str:
    return str(name).rpartition("/")[2]


def _pairs(
    rows: Iterable[Mapping[str, Any]], articles: pd.DataFrame, file: str
) -> list[tuple[Mapping[str, Any], Any]]:
    """Return the gold rows of a file with the article found for each, best overlap first."""
    wanted = [row for row in rows if row["file"] == file]
    found = list(articles[articles["file"].map(_base) == file].itertuples())
    scored = sorted(
        ((_overlap(row, hit), -i, -j) for i, row in enumerate(wanted) for j, hit in enumerate(found)),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for score, i, j in scored:
        if score >= MATCH and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return [(wanted[i], found[j]) for i, j in sorted(taken.items())]


def _overlap(row: Mapping[str, Any], found: Any) -> float:
    start, end = (next((row[name] for name in names if row.get(name) is not None), None) for names in _SPAN)
    if start is None or end is None or pd.isna(found.body_start) or pd.isna(found.body_end):
        return 0.0
    shared = min(end, found.body_end) - max(start, found.body_start)
    return max(0.0, float(shared / (max(end, found.body_end) - min(start, found.body_start))))


def _value(found: Any, column: str) -> str:
    value = getattr(found, column)
    if isinstance(value, list):
        return "; ".join(value)
    if pd.isna(value):
        return ""
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _same(field: str, wanted: Iterable[str], value: str) -> bool:
    if field == "author":
        return any(_names(other) == _names(value) for other in wanted)
    if field == "credit":  # "Source: The Print" and "The Print" name the same
        return any(
            _fold(value) and (_fold(value) in _fold(other) or _fold(other) in _fold(value))
            for other in wanted
        )
    return _fold(value) in map(_fold, wanted)


def _fold(text: str) -> str:
    return " ".join(str(text).casefold().split())


def _names(text: str) -> frozenset[str]:
    parts = re.split(r"\s+and\s+|[,;&]", text, flags=re.I)
    return frozenset(re.sub(r"^(?:by|the)\s+", "", _fold(part)) for part in parts if part.strip())


def _count(what: str, right: int, given: int, invented: int) -> dict[str, Any]:
    """Return one row; the shares are null where there is nothing to divide by."""
    nan = float("nan")
    precision = right / (right + invented) if what == "articles" and right + invented else nan
    recall = right / given if given else nan
    f1 = 2 * right / (2 * right + invented + given - right) if what == "articles" and given else nan
    return {
        "what": what,
        "right": right,
        "given": given,
        "invented": invented,
        "precision": precision,
        "recall": recall,
        "f1": f1,
    }

"""JSON as it is found on the web: integers of any length, halves of characters."""

from __future__ import annotations

import json
import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")  # half of a character outside the first plane: it cannot be stored
_HALF_WRITTEN = re.compile(r"\\u[dD][89a-fA-F]")
_MOST_FIGURES = 18  # of an integer that every format of tables can hold


def loads(text: str, *, strict: bool = True) -> Any:
    r"""Return a JSON value; an integer past 64 bits as text, half of a character as U+FFFD.

    Parameters
    ----------
    text : str
    strict : bool
        Whether control characters inside strings are refused.

    Raises
    ------
    ValueError
        If it is not JSON.
    RecursionError
        If it is nested too deeply.

    Examples
    --------
    >>> loads('{"id": 123456789012345678901234567890, "n": 5, "title": "cut \\ud83d"}')
    {'id': '123456789012345678901234567890', 'n': 5, 'title': 'cut �'}
    """
    value = json.loads(text, strict=strict, parse_int=_integer)
    return _mended(value) if _HALF_WRITTEN.search(text) or _HALF.search(text) else value


def nesting(value: object) -> int:
    """Return how many lists and objects lie in each other at most.

    Examples
    --------
    >>> nesting(5), nesting({"a": [1, [2]]})
    (0, 3)
    """
    depth, level = 0, [value]
    while level := [it for it in level if isinstance(it, dict | list)]:
        depth += 1
        level = [inner for it in level for inner in (it.values() if isinstance(it, dict) else it)]
    return depth


def whole(text: str) -> str:
    r"""Return a text with U+FFFD for each half of a character, which no encoding can hold.

    Examples
    --------
    >>> whole("cut \ud83d"), whole("café 😀")
    ('cut �', 'café 😀')
    """
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def _integer(figures: str) -> int | str:
    return int(figures) if len(figures) <= _MOST_FIGURES else figures


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {whole(key): _mended(item) for key, item in value.items()}
    return value

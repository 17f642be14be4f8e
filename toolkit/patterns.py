"""Search patterns as people write them: words, phrases, ``*`` and ``|``, or a regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import ToolkitError

# Scripts that write without spaces: Thai, Japanese, Chinese.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"

SECONDS = 2  # of the processor that a pattern may take on one text
MOST_REPEATS = 4  # in a row: time grows at most with the fifth power of a word, and words are short
_NESTED = re.compile(r"\)(?:[*+]|\{\d*,)|\\\d|\(\?P=")
_REPEAT = re.compile(r"(?<!\\)[*+]|(?<!\\)\{\d*,")

_FIRST = re.compile(r"[\w*]+")
_APOSTROPHE = "['’‘ʼ]"
_HYPHEN = "[-‐‑–]"


@lru_cache(maxsize=4096)
def pattern(query: str) -> Pattern:
    """Compile a search pattern.

    Parameters
    ----------
    query : str
        Words and phrases; upper and lower case alike. ``*`` stands for any letters, ``|`` separates
        alternatives, a space matches any white space or a hyphen, either apostrophe matches both. A
        query between slashes is a regular expression: ``/kill(ed|ing)/``.

    Returns
    -------
    Pattern
        It matches whole words only, except for regular expressions. One that could run without end is given
        up after `SECONDS` on a text, with an error that names it.

    Raises
    ------
    ToolkitError
        If the query is empty, matches the empty text, or is not a valid regular expression.

    Examples
    --------
    >>> pattern("freedom fighter*|mujahid*").findall("Freedom-fighters, the mujahideen and fighters")
    ['Freedom-fighters', 'mujahideen']
    >>> bool(pattern("so-called").search("a so-called army")), pattern("/kill(?:ed|ing)/").findall("killing")
    (True, ['killing'])
    """
    parts = _alternatives(query)
    if parts is None:
        return compiled(query.strip()[1:-1], query)
    if not parts:
        raise ToolkitError(
            f"the pattern {query!r} is empty; write a word, a phrase or /a regular expression/"
        )
    # longer alternatives first, so that "armed group" wins over "armed"
    ordered = sorted(parts, key=len, reverse=True)
    return compiled(rf"(?<![\w])(?:{'|'.join(map(_part, ordered))})(?![\w])", query)


def first_words(query: str) -> tuple[str, ...] | None:
    """Return what the alternatives of a pattern begin with: letters, figures and stars up to anything else.

    Returns
    -------
    tuple of str, or None
        None where that is not known: of a regular expression, and where one begins with a mark.

    Examples
    --------
    >>> first_words("freedom fighter*|mujahid*"), first_words("so-called"), first_words("/kill(ed|ing)/")
    (('freedom', 'mujahid*'), ('so',), None)
    """
    parts = _alternatives(query)
    found = [_FIRST.match(part) for part in parts or ()]
    return tuple(one.group() for one in found if one) if parts is not None and all(found) else None


def _alternatives(query: str) -> list[str] | None:
    """Return the alternatives of a pattern; None of a regular expression."""
    text = query.strip()
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return None
    return [part.strip() for part in text.split("|") if part.strip()]


def _part(text: str) -> str:
    """Return the expression of one alternative."""
    out = []
    for char in re.sub(r"\s+", " ", text):
        if char == "*":
            out.append(r"\w*")
        elif char == " ":
            out.append(r"[\s\-‐‑–]+")
        elif char in "'’‘ʼ":
            out.append(_APOSTROPHE)
        elif char in "-‐‑–":
            out.append(_HYPHEN)
        else:
            out.append(re.escape(char))
    return "".join(out)


def contains(texts: pd.Series, made: Pattern) -> np.ndarray:
    """Tell which texts a pattern is found in; of a missing text, that it is not.

    Examples
    --------
    >>> contains(pd.Series(["Rain fell.", "Sun."]), pattern("rain")).tolist()
    [True, False]
    """
    return np.fromiter(
        (isinstance(text, str) and made.search(text) is not None for text in texts), bool, len(texts)
    )


def compiled(expression: str, query: str) -> Pattern:
    """Compile an expression made of patterns; `query` is what messages call it.

    One that can take exponential or high polynomial time, with a repeat inside a repeat, a reference to what
    was found, or many repeats in a row, gets a limit of `SECONDS` for each text.

    Raises
    ------
    ToolkitError
        If it is not a valid regular expression, or matches the empty text.
    """
    try:
        made: Pattern = re.compile(expression, re.IGNORECASE)
        if _may_run_away(expression):
            made = Bounded(expression, query)
    except (re.error, OverflowError, RecursionError) as error:
        raise ToolkitError(f"the pattern {query!r} is not a valid regular expression: {error}") from error
    if made.match(""):
        raise ToolkitError(f"the pattern {query!r} matches the empty text; make it name something")
    return made


def _may_run_away(expression: str) -> bool:
    return bool(_NESTED.search(expression)) or any(
        len(_REPEAT.findall(part)) > MOST_REPEATS for part in expression.split("|")
    )


class Bounded:
    """A regular expression that is given up where it takes more than `SECONDS` on one text."""

    def __init__(self, expression: str, query: str) -> None:
        import regex  # noqa: PLC0415 - rarely needed

        self.pattern, self.query = expression, query
        try:
            self._made = regex.compile(expression, regex.IGNORECASE)
        except regex.error as told:
            raise re.error(str(told)) from told

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match."""
        found: re.Match[str] | None = self._bounded("search", text)
        return found

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the beginning of a text."""
        found: re.Match[str] | None = self._bounded("match", text)
        return found

    def findall(self, text: str) -> list[Any]:
        """Return what every match says."""
        return list(self._bounded("findall", text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches."""
        return iter(self._bounded("finditer", text))

    def _bounded(self, name: str, text: str) -> Any:
        try:
            found = getattr(self._made, name)(text, timeout=SECONDS)
            return list(found) if name == "finditer" else found
        except TimeoutError:
            raise ToolkitError(
                f"the pattern {self.query!r} takes over {SECONDS} s on one text of {len(text):,} characters; "
                "a repeat inside a repeat, such as (a+)+, does so: write it with one"
            ) from None


Pattern = re.Pattern[str] | Bounded

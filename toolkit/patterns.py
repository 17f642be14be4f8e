"""Search patterns as people write them: words, phrases, ``*`` and ``|``, or a regular expression."""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.errors import ToolkitError

# Scripts that write without spaces: Thai, Japanese, Chinese.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"

_APOSTROPHE = "['’‘ʼ]"
_HYPHEN = "[-‐‑–]"


@lru_cache(maxsize=4096)
def pattern(query: str) -> re.Pattern[str]:
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
        It matches whole words only, except for regular expressions.

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
    text = query.strip()
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return _compiled(text[1:-1], query)
    parts = [part.strip() for part in text.split("|") if part.strip()]
    if not parts:
        raise ToolkitError(
            f"the pattern {query!r} is empty; write a word, a phrase or /a regular expression/"
        )
    # longer alternatives first, so that "armed group" wins over "armed"
    ordered = sorted(parts, key=len, reverse=True)
    return _compiled(rf"(?<![\w])(?:{'|'.join(map(_part, ordered))})(?![\w])", query)


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


def _compiled(expression: str, query: str) -> re.Pattern[str]:
    try:
        made = re.compile(expression, re.IGNORECASE)
    except re.error as error:
        raise ToolkitError(f"the pattern {query!r} is not a valid regular expression: {error}") from error
    if made.match(""):
        raise ToolkitError(f"the pattern {query!r} matches the empty text; make it name something")
    return made

"""The errors a user can meet: each says what is wrong, where, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from traceback import extract_tb

# Controls, ends of lines, what turns the direction of writing, halves of characters.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
OFFERED = 4  # names at most that one word may mean; of more, the nearest
PACKAGE = Path(__file__).resolve().parent


class ToolkitError(Exception):
    """Base of every error the toolkit raises on purpose."""


class InputError(ToolkitError):
    """Something in the user's files cannot be used."""


class SettingsError(ToolkitError):
    """A setting is unknown, has the wrong type, or an impossible value."""


class TableError(ToolkitError):
    """A table lacks a column, or a column holds the wrong kind of value."""


class OutputError(ToolkitError):
    """What was made cannot be written where it was asked for."""


class ReportError(ToolkitError):
    """A report could not be made, or a part of it failed."""


def shown(text: str) -> str:
    r"""Return a text that a terminal and a table can show: odd bytes and control characters written out.

    Examples
    --------
    >>> shown("caf\udce9.txt"), shown("a\x1b[31m.txt"), shown("café 😀.txt")
    ('caf\\xe9.txt', 'a\\x1b[31m.txt', 'café 😀.txt')
    """
    return _UNSEEN.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    letter = found[0]
    byte = ord(letter) - 0xDC00  # how Python keeps a byte of a file's name that is not UTF-8
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else letter.encode("unicode_escape").decode("ascii")


def unexpected(error: Exception) -> str:
    """Return what to print of an error nobody foresaw: its kind, its words, and where in our code it arose.

    Examples
    --------
    >>> unexpected(ValueError("Invalid IPv6 URL"))
    'not read because of a fault of the toolkit (ValueError: Invalid IPv6 URL); please report it'
    """
    frames = [frame for frame in extract_tb(error.__traceback__) if PACKAGE in Path(frame.filename).parents]
    where = f", {Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    words = f": {error}" if str(error) else ""
    kind = type(error).__name__
    return f"not read because of a fault of the toolkit ({kind}{words}{where}); please report it"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint naming the known name nearest to a mistyped one, or all of them.

    Parameters
    ----------
    name : str
        What the user wrote.
    known : iterable of str
        The names that would have been accepted.

    Returns
    -------
    str
        ``did you mean 'x'?`` or ``known: a, b, c``. Names that have `name` as a whole word are all named.

    Examples
    --------
    >>> nearest("outlt", ["outlet", "title"])
    "did you mean 'outlet'?"
    >>> nearest("framing", ["outlet_framing", "source_framing", "topics"])
    "did you mean 'outlet_framing' or 'source_framing'?"
    >>> nearest("zzz", ["outlet", "title"])
    'known: outlet, title'
    """
    names = sorted(known)
    having = [one for one in names if name and name in re.split(r"[\W_]+", one)]
    close = having if 1 < len(having) <= OFFERED else get_close_matches(name, names, n=1)
    offered = " or ".join(f"'{one}'" for one in close)
    return f"did you mean {offered}?" if close else "known: " + ", ".join(names)

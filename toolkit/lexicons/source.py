"""A study's own file, a word list or a codebook: its text, or why it cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from toolkit.errors import InputError, nearest


def own_text(file: Path, *, what: str, known: Iterable[str], advice: str) -> str:
    """Return the text of a file of the user's own.

    Parameters
    ----------
    file : Path
    what : str
        What it is called in messages: "word list", "codebook".
    known : iterable of str
        Names that would have meant one of the toolkit's.
    advice : str
        How to save it as UTF-8.

    Raises
    ------
    InputError
        If it is not there, is not UTF-8 or cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if file.suffix or len(file.parts) > 1:
            raise InputError(f"there is no {what} {file}") from None
        raise InputError(f"there is no {what} '{file}'; {nearest(str(file), known)}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file.name} is not UTF-8; {advice}") from None
    except OSError as error:
        raise InputError(f"the {what} {file} cannot be read: {error.strerror}") from error


def refuse(name: str, faults: Iterable[tuple[int, str]]) -> NoReturn:
    """Raise with every fault of a file and its line."""
    told = sorted(faults)
    listed = "\n".join(f"  line {line}: {fault}" for line, fault in told)
    raise InputError(f"{name} has {len(told)} fault{'s' if len(told) > 1 else ''}:\n{listed}")

"""Page furniture as data: which short lines of a page are not the outlet's reporting.

A theme is a TOML file that lists lines by the place they are in. The themes shipped in
``toolkit/pages/themes`` are always on; a user's own come from the settings or from ``*.theme.toml``
files beside the pages.
"""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from toolkit.errors import SettingsError, nearest

Place = Literal["start", "end", "bar", "inline", "page", "tail"]
PLACES: tuple[Place, ...] = ("start", "end", "bar", "inline", "page", "tail")
SHIPPED = Path(__file__).with_name("themes")
LONGEST = 200  # furniture is short: longer lines are never compared


@dataclass(frozen=True, eq=False)
class Furniture:
    """Lines that are page furniture, by the place they are in: exact lines and patterns."""

    exact: Mapping[str, Place]
    patterns: tuple[tuple[Place, re.Pattern[str]], ...]

    def place(self, line: str) -> Place | None:
        """Return where a line of furniture is, or None for any other line.

        Examples
        --------
        >>> load_furniture().place("Continue Reading")
        'end'
        >>> load_furniture().place("Rain stops play") is None
        True
        """
        if len(line) > LONGEST:
            return None
        folded = " ".join(line.casefold().split())
        found = self.exact.get(folded)
        if found or not folded:
            return found
        return next((place for place, pattern in self.patterns if pattern.fullmatch(folded)), None)


def load_furniture(extra: Iterable[str | Path] = ()) -> Furniture:
    """Return the furniture of the shipped themes and of further theme files.

    Parameters
    ----------
    extra : iterable of str or Path
        Theme files of the user's; their lines come before the shipped ones.

    Returns
    -------
    Furniture

    Raises
    ------
    SettingsError
        If a theme file is missing, is not TOML or has an unknown key.
    """
    return _load(tuple(str(path) for path in extra))


@lru_cache(maxsize=16)
def _load(extra: tuple[str, ...]) -> Furniture:
    files = [*map(Path, extra), *sorted(SHIPPED.glob("*.toml"))]
    lines: dict[str, Place] = {}
    for file in files:
        for place, entries in _read(file).items():
            for entry in entries:
                lines.setdefault(" ".join(entry.casefold().split()), place)
    exact = {line: place for line, place in lines.items() if "*" not in line}
    globs: dict[Place, list[str]] = {place: [] for place in PLACES}
    for line, place in lines.items():
        if "*" in line:
            globs[place].append(fnmatch.translate(line))
    patterns = tuple((place, re.compile("|".join(found))) for place, found in globs.items() if found)
    return Furniture(exact, patterns)


def _read(file: Path) -> dict[Place, list[str]]:
    """Return the entries of one theme file by place."""
    try:
        data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no theme file {file}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file.name} is not valid TOML: {error}") from error
    data.pop("name", None)
    for key, entries in data.items():
        if key not in PLACES:
            raise SettingsError(f"{file.name}: unknown key '{key}'; {nearest(key, PLACES)}")
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise SettingsError(f"{file.name}: '{key}' must be a list of lines")
    return {place: data[place] for place in PLACES if place in data}

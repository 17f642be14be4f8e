"""Word lists of `toolkit/lexicons` read into plain Python objects, once each."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=32)
def word_list(name: str) -> frozenset[str]:
    """Return the words of a text lexicon; lines that begin with ``#`` say where they come from.

    Examples
    --------
    >>> "however" in word_list("sentence_openers.txt")
    True
    """
    lines = _read(name).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=32)
def word_table(name: str, key: str, value: str) -> dict[str, str]:
    """Return two columns of a CSV lexicon as a mapping; callers must not change it.

    Examples
    --------
    >>> word_table("abbreviations.csv", "form", "kind")["gen"]
    'title'
    """
    rows = csv.DictReader(line for line in _read(name).splitlines() if not line.startswith("#"))
    return {row[key]: row[value] for row in rows}


def _read(name: str) -> str:
    return (files("toolkit") / "lexicons" / name).read_text(encoding="utf-8")

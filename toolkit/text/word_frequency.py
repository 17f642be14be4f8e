"""How common English words are, and which of them are names; from ``lexicons/word_frequency.txt.xz``."""

from __future__ import annotations

import lzma
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def zipf_table() -> dict[str, int]:
    """Return 100 x the Zipf frequency of the 25,000 commonest words; callers must not change it.

    The Zipf value is log10 of uses in a billion words: "the" 7.73, a word of the list's end about 3.

    Examples
    --------
    >>> zipf_table()["the"] > zipf_table()["minister"] > 300
    True
    """
    return {word: value for _, value, words in _lines() for word in words}


@lru_cache(maxsize=1)
def common_nouns() -> frozenset[str]:
    """Return the commonest words that are no names: a capital on them does not make them one.

    Examples
    --------
    >>> "government" in common_nouns(), "pakistan" in common_nouns()
    (True, False)
    """
    return frozenset(word for kind, _, words in _lines() if kind == "w" for word in words)


@lru_cache(maxsize=1)
def _lines() -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """Return kind, value and words of each line of the table."""
    data = (files("toolkit") / "lexicons" / "word_frequency.txt.xz").read_bytes()
    lines = (line.split(" ") for line in lzma.decompress(data).decode("ascii").splitlines() if line[0] != "#")
    return tuple((kind, int(value), tuple(words)) for kind, value, *words in lines)

"""Lengths in any script: where words are not spaced, letters are counted.

A letter of Han, kana or hangul says about as much as three Latin ones, and words are some two letters long in
Chinese and Japanese, some four in Thai, Lao, Khmer and Burmese.
"""

from __future__ import annotations

import re

_HAN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0002ffff]")
_THAI = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")
_SPACED = re.compile(r"[^\W_]\S*")
_PER_WORD = {"han": 2, "thai": 4}  # letters
_WIDE = 3  # Latin letters that say as much as one of Han or kana


def count_words(text: str) -> int:
    """Return the number of words of a text; about that number where words are not spaced.

    Examples
    --------
    >>> count_words("It rained."), count_words("昨日は雨が降った。")
    (2, 4)
    """
    if text.isascii():
        return len(_SPACED.findall(text))
    han, thai = len(_HAN.findall(text)), len(_THAI.findall(text))
    if not han and not thai:
        return len(_SPACED.findall(text))
    rest = _THAI.sub(" ", _HAN.sub(" ", text))
    return len(_SPACED.findall(rest)) + han // _PER_WORD["han"] + thai // _PER_WORD["thai"]


def size_of(text: str) -> int:
    """Return the length of a text in Latin letters.

    Examples
    --------
    >>> size_of("rain"), size_of("雨が")
    (4, 6)
    """
    return len(text) if text.isascii() else len(text) + (_WIDE - 1) * len(_HAN.findall(text))

"""Measures of the words' variety, which says nothing about ease: types, MTLD, HD-D, MATTR, spread."""

from __future__ import annotations

from toolkit.analysis.readability_news import prose_lines
from toolkit.analysis.readability_words import word_of
from toolkit.text.syllables import fold


def words_of(text: str) -> list[str]:
    """Return the prose words of a text in lower case, without marks.

    Examples
    --------
    >>> words_of("The U.S. envoy left.")
    ['the', 'us', 'envoy', 'left']
    """
    return [word for token in prose_lines(text)[0].split() if (word := fold(word_of(token)))]

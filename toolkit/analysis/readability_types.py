"""Measures of the words' variety, which says nothing about ease: types, MTLD, HD-D, MATTR, spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.analysis.readability_formulas import Floats
from toolkit.analysis.readability_news import prose_lines
from toolkit.analysis.readability_words import COLUMNS, measure, word_of
from toolkit.text.syllables import fold

_SPACHE = COLUMNS.index("spache_unfamiliar")


def words_of(text: str) -> list[str]:
    """Return the prose words of a text in lower case, without marks.

    Examples
    --------
    >>> words_of("The U.S. envoy left.")
    ['the', 'us', 'envoy', 'left']
    """
    return [word for token in prose_lines(text)[0].split() if (word := fold(word_of(token)))]


def spache_types(texts: Sequence[str]) -> Floats:
    """Return how many different unfamiliar words each text has: Spache (1974) counts each once."""
    return np.array([_spache_types(text) for text in texts], dtype=np.float64)


def _spache_types(text: str) -> int:
    seen = {word_of(token): token for token in prose_lines(text)[0].split()}
    return sum(1 for token in seen.values() if measure(token)[_SPACHE])

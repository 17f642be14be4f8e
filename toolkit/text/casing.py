"""Words in their usual case: counted in small letters, shown as the articles print them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

READ = 1_000  # articles, evenly spaced, that settle how a word is printed


def usual_case(terms: Iterable[str], texts: pd.Series) -> dict[str, str]:
    """Return terms, which are in small letters, in the case they mostly have in the articles.

    A term that is not found keeps its letters; of two forms equally frequent the first in order counts.

    Examples
    --------
    >>> usual_case(["china", "smog", "fog"], pd.Series(["China said so.", "Smog in China, smog: smog."]))
    {'china': 'China', 'smog': 'smog', 'fog': 'fog'}
    """
    terms = list(terms)
    wanted = sorted(dict.fromkeys(terms), key=lambda term: (-len(term), term))
    counts: dict[str, Counter[str]] = {term: Counter() for term in wanted}
    if wanted:
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, wanted))})\b", re.IGNORECASE)
        for text in texts.dropna().iloc[:: max(1, len(texts) // READ)]:
            for found in pattern.findall(text):
                if found.lower() in counts:
                    counts[found.lower()][found] += 1
    return {
        term: min(found.items(), key=lambda item: (-item[1], item[0]))[0] if (found := counts[term]) else term
        for term in dict.fromkeys(terms)
    }

"""Words as the articles print them: counted in small letters, shown as "China", "FATF" and "smog"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from toolkit.corpus.corpus import Corpus
from toolkit.text.segments import segmented
from toolkit.text.tokens import Tokens, tokens

LOOKED_AT = 200  # uses of a word, evenly spaced, that settle how it is printed
_POSSESSIVE = re.compile(r"['’ʼ]s$")


def as_printed(corpus: Corpus, features: Iterable[str]) -> dict[str, str]:
    """Return how the articles mostly print words and pairs of words that are counted in small letters.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    features : iterable of str
        Words or phrases in the forms of `toolkit.text.tokens`.

    Returns
    -------
    dict
        From each feature to its most frequent form inside sentences, as the first word of a sentence and the
        words of a headline have capitals of their own; best where no word beside it has a capital ("chief",
        although there is a Chief Minister). One that is never inside a sentence has the capitals that are
        more than those (FATF); one that does not occur is unchanged.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> texts = ["Smog hid China’s coast. Smog, and more smog.", "In China FATF said no. Smog again."]
    >>> corpus = Corpus(conform(pd.DataFrame({"title": ["CHINA", "Fatf"], "text": texts}), "articles"))
    >>> as_printed(corpus, ["smog", "china", "fatf", "fog"])
    {'smog': 'smog', 'china': 'China', 'fatf': 'FATF', 'fog': 'fog'}
    """
    table, cut = tokens(corpus), segmented(corpus)
    texts, begins = cut.table["text"].to_numpy(), cut.table["start"].to_numpy()
    same = np.append(False, table.segment[1:] == table.segment[:-1])[: len(table)]
    inside = same & cut.table["voice"].ne("headline").to_numpy()[table.segment]
    found = {}
    for feature in dict.fromkeys(features):
        n = feature.count(" ") + 1
        at = table.phrase(tuple(feature.split(" ")))
        known = bool(inside[at].any())
        at = at[inside[at]] if known else at
        at = at[np.linspace(0, len(at) - 1, min(len(at), LOOKED_AT)).astype(int)]
        alone = [place for place in at if not _in_name(table, texts, begins, place, n)]
        forms = Counter(_written(table, texts, begins, place, n) for place in alone or at)
        usual = min(forms, key=lambda form: (-forms[form], form), default=feature)
        found[feature] = usual if known or usual[1:] != usual[1:].lower() else feature
    return found


def _written(table: Tokens, texts: np.ndarray, begins: np.ndarray, place: int, n: int = 1) -> str:
    """Return what is printed at a token and the `n - 1` after it, without a possessive s."""
    row = table.segment[place]
    text = texts[row][table.start[place] - begins[row] : table.end[place + n - 1] - begins[row]]
    return _POSSESSIVE.sub("", text)


def _in_name(table: Tokens, texts: np.ndarray, begins: np.ndarray, place: int, n: int) -> bool:
    """Tell whether the word before or behind, with a single character between, begins with a capital."""
    pairs = table.pairs.code
    beside = [place - 1] if pairs[place] >= 0 else []
    beside += [place + n] if place + n < len(table) and pairs[place + n] >= 0 else []
    return any(_written(table, texts, begins, other)[:1].isupper() for other in beside)

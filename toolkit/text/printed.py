"""Words as the articles print them: counted in small letters, shown as "China", "FATF" and "smog"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from toolkit.corpus.corpus import Corpus
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens

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
        words of a headline have capitals of their own. One that is never inside a sentence has the capitals
        that are more than those (FATF); one that does not occur is unchanged.

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
    inside = cut.table["voice"].ne("headline").to_numpy()[table.segment]
    inside[1:] &= table.segment[1:] == table.segment[:-1]
    inside[:1] = False
    found = {}
    for feature in dict.fromkeys(features):
        words = tuple(feature.split(" "))
        at = table.phrase(words)
        known = inside[at].any()
        at = at[inside[at]] if known else at
        at = at[np.linspace(0, len(at) - 1, min(len(at), LOOKED_AT)).astype(int)]
        segment, last = table.segment[at], at + len(words) - 1
        spans = zip(
            segment, table.start[at] - begins[segment], table.end[last] - begins[segment], strict=True
        )
        forms = Counter(_POSSESSIVE.sub("", texts[row][start:end]) for row, start, end in spans)
        usual = min(forms, key=lambda form: (-forms[form], form), default=feature)
        found[feature] = usual if known or usual[1:] != usual[1:].lower() else feature
    return found

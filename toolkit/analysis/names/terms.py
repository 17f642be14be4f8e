"""Terms of a corpus as rows of a list of labels: a pattern with every printed form of the word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.analysis.names.contexts import folded
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import Entry
from toolkit.text.tokens import tokens


def entries_of(corpus: Corpus, terms: Sequence[str]) -> list[Entry]:
    """Return each term with a pattern of all the forms the articles have."""
    table, words = tokens(corpus), folded(corpus)
    order = np.argsort(words.fold, kind="stable")
    ends = np.searchsorted(words.fold[order], np.arange(len(words.fold) + 1))
    places = {str(form): place for place, form in enumerate(table.vocabulary)}

    def spelled(word: str) -> list[str]:
        own = order[ends[places[word]] : ends[places[word] + 1]]
        return sorted((str(table.vocabulary[code]) for code in own), key=lambda form: (form != word, form))

    made = []
    for term in terms:
        *lead, last = term.split()
        made.append(Entry("", term, "|".join(" ".join([*lead, form]) for form in spelled(last))))
    return made


def patterns_of(corpus: Corpus, terms: Sequence[str]) -> list[str]:
    """Return the pattern of each term: its singular and plural, as far as the articles have them."""
    return [entry.pattern for entry in entries_of(corpus, terms)]

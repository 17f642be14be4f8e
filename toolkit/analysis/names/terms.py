"""Terms of a corpus as rows of a list of labels: a pattern with every printed form of the word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from toolkit.analysis.names.contexts import Ints, folded
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import Entry
from toolkit.text.tokens import tokens

_PART = re.compile(r"\W+")
_PARTS: WeakKeyDictionary[Corpus, dict[str, list[int]]] = WeakKeyDictionary()


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


def rows_with(corpus: Corpus, entry: Entry) -> Ints:
    """Return the segments in which a pattern of `entries_of` can match: those with the last word of a form.

    A pattern takes a word inside a hyphenated one too ("asylum-seeker"), so parts of words are looked up. It
    is much quicker than to look through every segment.
    """
    table, parts = tokens(corpus), _parts(corpus)
    lasts = {[part for part in _PART.split(form.lower()) if part][-1] for form in entry.pattern.split("|")}
    codes = np.array(sorted({code for last in lasts for code in parts.get(last, ())}), dtype=np.int64)
    found = [table.at(code) for code in codes]
    return np.unique(table.segment[np.concatenate(found)]).astype(np.int64) if found else codes


def _parts(corpus: Corpus) -> dict[str, list[int]]:
    """Return the words that have each part, by place in the vocabulary; computed once for each corpus."""
    if corpus not in _PARTS:
        made: dict[str, list[int]] = defaultdict(list)
        for code, form in enumerate(tokens(corpus).vocabulary):
            for part in _PART.split(str(form)):
                made[part].append(code)
        _PARTS[corpus] = dict(made)
    return _PARTS[corpus]

"""Terms as the articles write them: "China", "FATF", "Affordable Care Act", and not what a model counts.

A model counts words in lower case, and phrases of two. A reader sees the form most usual inside sentences,
and the longer name that a term is nearly always a part of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.analysis.topics.vocabulary import words_of
from toolkit.lexicons import read_lexicon

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LOOKED_AT = 20  # texts in which a term is looked up: those that use it most
JOINED = 0.8  # share of a term's occurrences in which the same word stands beside it, for a longer name
FEWEST = 3  # occurrences of which that share is taken
LONGEST = 4  # words of a name
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_BEFORE, _AFTER = re.compile(rf"({_WORD})[ \t\n]$"), re.compile(rf"[ \t\n]({_WORD})")
_NAMED = re.compile(rf"(?:[ \t]\([^()\n]{{1,12}}\))?[ \t\n]({_WORD})")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_STARTS = re.compile(r"(?:^|[.!?:;“\"‘(\n—–])\s*$")  # what comes before a word that begins a sentence


class Place(NamedTuple):
    """An occurrence of a term in a text."""

    text: str
    start: int
    end: int

    @property
    def form(self) -> str:
        """What is written there."""
        return " ".join(_POSSESSIVE.sub("", word) for word in self.text[self.start : self.end].split())

    @property
    def tells(self) -> bool:
        """Whether capitals mean anything: not where a sentence starts, in a headline or among capitals."""
        before = self.text[max(0, self.start - 40) : self.start]
        headline = self.text.find("\n\n") >= self.end
        around = self.text[max(0, self.start - 15) : self.end + 15]
        return not (headline or _STARTS.search(before) or (around.isupper() and len(around) > 20))

    @property
    def before_name(self) -> bool:
        """Whether the next word has a capital, a remark in brackets apart: "Colonel (retd) Saban"."""
        after = _NAMED.match(self.text, self.end)
        return after is not None and after.group(1)[0].isupper()

    @property
    def in_name(self) -> bool:
        """Whether a word with a capital stands beside it."""
        before = _BEFORE.search(self.text[max(0, self.start - 40) : self.start])
        return self.before_name or (before is not None and before.group(1)[0].isupper())


def usual_forms(
    terms: Iterable[str], counts: csr_matrix, names: Sequence[str], texts: Sequence[str]
) -> dict[str, str]:
    """Return how each term is usually written.

    Parameters
    ----------
    terms : iterable of str
        Terms of a model, in lower case.
    counts : sparse array (texts x names)
        How often each text has each term.
    names : sequence of str
        The columns' terms.
    texts : sequence of str
        Headline, blank line, text; headlines tell nothing of capitals.

    Returns
    -------
    dict
        From a term to its most frequent form inside sentences, in lower case where it occurs only at their
        starts; with the words that stand beside it in four fifths of its occurrences. Empty for a title that
        is never written without a name behind it ("Colonel Saban", "Colonel Wirth"): it names nobody.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> texts = ["The Kremlin spoke.", "In the Kremlin a Green Pact was signed.", "Green Pact or Green Pact?"]
    >>> counts = csr_matrix([[1, 0], [1, 1], [0, 2]])
    >>> usual_forms(["kremlin", "pact"], counts, ["kremlin", "pact"], texts)
    {'kremlin': 'Kremlin', 'pact': 'Green Pact'}
    """
    columns, at = counts.tocsc(), {name: column for column, name in enumerate(names)}
    titles, found = _titles(), {}
    for term in dict.fromkeys(terms):
        column = columns[:, at[term]]
        rows = column.indices[np.argsort(-column.data, kind="stable")][:LOOKED_AT]
        places = [place for row in sorted(rows) for place in _places(term, texts[row])]
        found[term] = _usual(_whole_name(places), title=term in titles) if places else term
    return found


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Return titles, ranks and roles that are written before a name."""
    (known,) = (entry.pattern for entry in read_lexicon("quote_words") if entry.label == "honorific")
    return frozenset(known.split())


def _places(term: str, text: str) -> list[Place]:
    """Return where a term occurs; seeking its first word as it is is many times faster than a pattern."""
    small, first = text.lower().replace("’", "'"), term.split(maxsplit=1)[0]
    words = r"(?:'s?)?\s+".join(map(re.escape, term.split()))
    pattern = re.compile(rf"(?<![\w'-]){words}(?!\w|'\w(?!\w)|-\w)")
    if len(small) != len(text):  # a letter whose small form has two, as the Turkish dotted I
        small = "".join(each.lower()[0] for each in text).replace("’", "'")
    found, at = [], small.find(first)
    while at >= 0:
        each = pattern.match(small, at)
        if each:
            found.append(Place(text, *each.span()))
        at = small.find(first, at + len(first))
    return found


def _whole_name(places: list[Place]) -> list[Place]:
    """Return the occurrences grown by the words that nearly always stand beside the term."""
    while len(places) >= FEWEST and len(places[0].form.split()) < LONGEST:
        grown = max((_grown(places, side) for side in ("after", "before")), key=len)
        if len(grown) < JOINED * len(places):
            return places
        places = grown
    return places


def _grown(places: list[Place], side: str) -> list[Place]:
    """Return the occurrences with the most frequent neighbour on one side, grown by it."""
    longer = []
    for place in places:
        if side == "after":
            beside = _AFTER.match(place.text, place.end)
            end = beside.end() if beside else place.end
            longer.append((beside and beside.group(1), Place(place.text, place.start, end)))
        else:
            beside = _BEFORE.search(place.text, max(0, place.start - 40), place.start)
            start = beside.start(1) if beside else place.start
            longer.append((beside and beside.group(1), Place(place.text, start, place.end)))
    words = Counter(_POSSESSIVE.sub("", word).casefold() for word, _ in longer if word and words_of(word)[0])
    if not words:
        return []
    most = words.most_common(1)[0][0]
    return [place for word, place in longer if word and _POSSESSIVE.sub("", word).casefold() == most]


def _usual(places: list[Place], *, title: bool = False) -> str:
    """Return the most frequent form inside sentences, best where it is no part of a longer name."""
    inside = [place for place in places if place.tells]
    if title and " " not in places[0].form and inside and all(place.before_name for place in inside):
        return ""
    alone = [place for place in inside if not place.in_name]
    forms = Counter(place.form for place in alone or inside)
    if forms:
        return min(forms, key=lambda form: (-forms[form], form != form.lower(), form))
    return places[0].form.lower()

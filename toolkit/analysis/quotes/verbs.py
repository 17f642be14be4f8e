"""The lexicon of reporting verbs: forms, lemmas and what each verb says about the words it reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from toolkit.lexicons import Entry, read_lexicon
from toolkit.lexicons.forms import FORMS

CLASSES = FORMS["reporting_verbs"].classes or ()


@dataclass(frozen=True)
class Verb:
    """A reporting verb: `strong` verbs introduce speech by themselves, `core` ones take a that-clause."""

    lemma: str
    verb_class: str
    strong: bool
    core: bool


@dataclass(frozen=True)
class Verbs:
    """All forms of the lexicon's verbs.

    Attributes
    ----------
    forms : mapping of str to Verb
        Single words, lower case ("said").
    phrases : mapping of str to mapping
        First word, then the words that follow it, of verbs of several words ("put it").
    """

    forms: Mapping[str, Verb]
    phrases: Mapping[str, Mapping[tuple[str, ...], Verb]]

    @cached_property
    def starts(self) -> frozenset[str]:
        """First words of all forms: nearly every word of a text can be passed over by them."""
        return frozenset((*self.forms, *self.phrases))


def reporting_verbs(path: str | None = None) -> Verbs:
    """Read the lexicon of reporting verbs, the toolkit's own or a user's in the same form.

    Parameters
    ----------
    path : str, optional
        A file with the columns of ``toolkit/lexicons/reporting_verbs.csv``.

    Raises
    ------
    InputError
        With every fault and its line: see `toolkit.lexicons.read_lexicon`.

    Examples
    --------
    >>> reporting_verbs().forms["claimed"].verb_class
    'doubt'
    """
    return verbs_of(read_lexicon(path or "reporting_verbs", "reporting_verbs"))


@lru_cache(maxsize=8)
def verbs_of(entries: tuple[Entry, ...]) -> Verbs:
    """Return a list of reporting verbs by form."""
    forms: dict[str, Verb] = {}
    phrases: dict[str, dict[tuple[str, ...], Verb]] = {}
    for entry in entries:
        strong, core = entry.more["strength"] == "strong", entry.more["core"] == "yes"
        verb = Verb(entry.more["lemma"], entry.label, strong, core)
        for form in entry.parts:
            first, *rest = form.split()
            if rest:
                phrases.setdefault(first, {})[tuple(rest)] = verb
            else:
                forms[form] = verb
    return Verbs(forms, phrases)

"""The people an article names, and the one full name behind each form of a name.

"Defense Minister Khawaja Asif", "Mr. Asif" and "Asif" are one speaker of an article; across articles a
speaker is known by the full name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from toolkit.analysis.quotes.names import (
    AFTER,
    BODY_WORD,
    FIRST_WORD,
    NOT_NAME,
    PARTICLES,
    bare_name,
    person_key,
)
from toolkit.analysis.quotes.words import SURNAME_TOO

_LONGEST = 5  # words of a person's name
_LINKING = rf"(?:{'|'.join(sorted(PARTICLES))})"
_WORD = r"[A-Z](?>[\w’'-]*\w)"
_RUN = re.compile(
    rf"{_WORD}(?: (?:[A-Z]\.?(?=\s)|(?:{_LINKING} )?(?:al-|el-|ul-|ur-)?{_WORD}|{_LINKING}-[A-Z]\w+))*"
)


class Mention(NamedTuple):
    """A person named somewhere in an article."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=1 << 13)
def _key(run: str) -> str:
    """Return the form by which a run of capitalised words is compared; empty for a body's name."""
    if run.isalpha():  # one word
        low = run.lower()
        return "" if low in NOT_NAME else low
    key = person_key(bare_name(run))
    return key if BODY_WORD.isdisjoint(key.split()) else ""


_TITLED = re.compile(
    r"[DGMRS](?<!\w\w)(?:(?<=M)(?:rs?|s)|(?<=D)r|(?<=S)en|(?<=R)ep|(?<=G)(?:ov|en))\.? ([A-Z][\w’'-]*\w)"
)


class Person(NamedTuple):
    """A name of two words and more, with the form it is compared by, its last word and its first."""

    name: str
    key: str
    last: str
    first: str


@lru_cache(maxsize=1 << 13)
def person(run: str) -> Person | None:
    """Return the person a run of capitalised words names, titles taken off, or nothing.

    Examples
    --------
    >>> person("Defence Minister Khawaja Asif")
    Person(name='Khawaja Asif', key='khawaja asif', last='asif', first='khawaja')
    """
    name = bare_name(run)
    words = name.split(" ")
    if len(words) == 1 or len(words) > _LONGEST or words[0].endswith("ly") or name.isupper():
        return None  # headlines are capitalised too
    key = person_key(name)
    first, *_, last = key.split()
    return Person(name, key, last, first)


class Names:
    """The people of one article: from a short form to the full name.

    Parameters
    ----------
    text : str
        The article's text.
    spoken : sequence of str
        Names of one word known to be a person's, because somebody of that name speaks.

    Examples
    --------
    >>> names = Names("Defense Minister Khawaja Asif spoke. Asif left.")
    >>> names.full("Asif"), names.full("Zardari")
    ('Khawaja Asif', 'Zardari')
    """

    def __init__(self, text: str, spoken: Sequence[str] = ()) -> None:
        self.original = text
        self.text = text.replace("’", "'")
        self.runs = [(found.start(), found.group()) for found in _RUN.finditer(self.text)]
        self.owned: dict[str, str] = {}  # roles and bodies with their owner, and who bears a role: each is
        self.bearers: dict[str, str | None] = {}  # sought once an article
        self._spoken = spoken
        self._by_key: dict[str, str] = {}
        self._short: dict[str, dict[str, int]] = {}
        for run, times in Counter([run for _, run in self.runs if " " in run]).items():
            named = person(run)
            if named is None:
                continue
            kept = self._by_key.setdefault(named.key, named.name)
            for word, weight in ((named.last, 2), (named.first, 1)):
                counts = self._short.setdefault(word, {})
                counts[kept] = counts.get(kept, 0) + times * weight

    def mentions(self) -> list[Mention]:
        """Return every place where somebody who may be a person is named, in order.

        Examples
        --------
        >>> Names("Khawaja Asif spoke at Karachi University. Rain fell on Mr. Asif.").mentions()[1]
        Mention(start=59, end=63, name='Khawaja Asif')
        """
        known, alone = self._by_key, self._alone
        named = {
            run: self._named(run, key)
            for run in {run for _, run in self.runs}
            if (key := _key(run)) in known or key in alone
        }
        return [
            Mention(start + first, start + last, name)
            for start, run in self.runs
            if run in named
            for first, last, name in (named[run],)
        ]

    def _named(self, run: str, key: str) -> tuple[int, int, str]:
        """Return where in a run of capitalised words a person is named, and the full name."""
        name = bare_name(run)
        at = max(0, run.find(name))
        end = len(run) if run[at + len(name) :].strip() in AFTER else at + len(name)
        return at, end, self._by_key.get(key) or self.full(name)

    @cached_property
    def _alone(self) -> frozenset[str]:
        """Words that stand for a person by themselves: surnames, names that speak or follow a title."""
        people = (key.split() for key in self._by_key)
        surnames = (words[-1] for words in people if BODY_WORD.isdisjoint(words) and len(words[-1]) > 2)
        alone = (person_key(name) for name in (*_TITLED.findall(self.text), *self._spoken) if " " not in name)
        return frozenset(surnames) | (frozenset(alone) - FIRST_WORD)

    def full(self, mention: str) -> str:
        """Return the full name behind a mention, or the mention's own name where none is longer."""
        name = bare_name(mention) or (mention if mention.lower() in SURNAME_TOO & self._short.keys() else "")
        key = person_key(name)
        if not name or key in self._by_key:
            return self._by_key.get(key, name)
        known = self._short.get(key)
        return _commonest(known) if known else name


def _commonest(counts: dict[str, int]) -> str:
    return max(counts, key=counts.__getitem__)


def dominant_names(names: Iterable[str], share: float = 0.9) -> dict[str, str]:
    """Return the full name meant by a bare surname, where at least `share` of a corpus's full names agree.

    Roles and bodies ("the ministry") are joined within an article only.

    Examples
    --------
    >>> dominant_names(["Khawaja Asif", "Khawaja Asif", "Amna Baloch", "baloch editor", "Foreign Ministry"])
    {'Asif': 'Khawaja Asif', 'Baloch': 'Amna Baloch'}
    """
    seen: dict[str, Counter[str]] = {}
    for name, times in Counter(names).items():
        words = name.split()
        if len(words) > 1 and name[0].isupper() and BODY_WORD.isdisjoint(person_key(name).split()):
            seen.setdefault(words[-1], Counter())[name] += times
    best = {surname: counts.most_common(1)[0] for surname, counts in seen.items()}
    return {s: name for s, (name, n) in best.items() if n >= share * sum(seen[s].values())}

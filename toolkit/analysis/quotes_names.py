"""Names of speakers: titles taken off, variants joined, and what is known of gender.

"Defense Minister Khawaja Asif", "Mr. Asif" and "Asif" are one speaker of an article; across articles a
speaker is known by the full name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.analysis.quotes_words import DETERMINER, words
from toolkit.text.wordlists import word_table

HONORIFIC, FIRST_WORD, BODY_WORD = words("honorific"), words("first_word"), words("body_word")
FEMALE = words("title_female") | words("role_female")
MALE = words("title_male") | words("role_male")

_PARTICLE = frozenset(words("particle") - {"of", "and", "&", "-", "–"})
_LINKING = rf"(?:{'|'.join(sorted(_PARTICLE))})"
_LINK = re.compile(r"\s(?:of|for|at|from|with|in)\s")
_ASIDE = re.compile(r"[(\[,](?:(?<=\().*?\)|(?<=\[).*?\]|(?<=,).*$)")
_POSSESSIVE = re.compile(r"'s?$")
_LONGEST = 5  # words of a person's name
_WORD = r"[A-Z](?>[\w’'-]*\w)"
_NAME = re.compile(
    rf"{_WORD}(?: (?:[A-Z]\.?(?=\s)|(?:{_LINKING} )?(?:al-|el-|ul-|ur-)?{_WORD}|{_LINKING}-[A-Z]\w+))+"
)
_NOT_NAME = HONORIFIC | FIRST_WORD | BODY_WORD | DETERMINER
_PLAIN = re.compile(r"[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*")
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=65_536)
def bare_name(mention: str) -> str:
    """Return a mention without titles, possessive, party tag and what follows a comma.

    Examples
    --------
    >>> bare_name("Defense Minister Khawaja Asif")
    'Khawaja Asif'
    >>> bare_name("Rep. Steve King (R-Iowa)")
    'Steve King'
    >>> bare_name("the party’s spokesman")
    ''
    """
    if _PLAIN.fullmatch(mention) and _NOT_NAME.isdisjoint(mention.lower().split()):
        return mention  # most names
    plain = _ASIDE.sub(" ", mention.replace("’", "'"))
    head = _LINK.split(plain, maxsplit=1)[0]
    parts = head.split()
    if not parts or (parts[-1].islower() and parts[-1] not in _PARTICLE):
        return ""  # a role: "the Baloch editor"
    body = parts[-1].lower() in BODY_WORD
    if body and parts[-1][0].isupper():
        return " ".join(plain.split()[parts[0].lower() in DETERMINER :])
    last = next((run for run in reversed(_runs(parts, body)) if run), [])
    if not last and head.istitle():  # "Secretary of State Marco Rubio"
        last = next((run for run in reversed(_runs(plain.split(), False)) if run), [])
    while last and last[-1] in _PARTICLE:
        last.pop()
    return " ".join(last)


def _runs(parts: list[str], body: bool) -> list[list[str]]:
    """Return the runs of capitalised words; a body's name keeps the words that are titles of a person."""
    runs: list[list[str]] = [[]]
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        plain = part.strip(".,'").lower()
        particle = bool(runs[-1]) and part in _PARTICLE
        title = plain in FIRST_WORD or (
            plain in HONORIFIC and not body and (not runs[-1] or after[:1].isupper())
        )
        capital = part[0].isupper() or part[0] == "@" or (runs[-1] and not part.islower())
        if title or not (capital or particle):
            runs.append([])
            continue
        runs[-1].append(_POSSESSIVE.sub("", part) if "'" in part else part)
        if part.endswith(("'s", "'")):
            runs.append([])
    return runs


@lru_cache(maxsize=65_536)
def person_key(name: str) -> str:
    """Return the form under which a name is compared: lower case, no dots, no middle initials.

    Examples
    --------
    >>> person_key("Dennis B. Ross")
    'dennis ross'
    """
    words = name.replace(".", "").replace("’", "'").lower().split()
    return (
        " ".join([w for i, w in enumerate(words) if len(w) > 1 or i in (0, len(words) - 1)])
        if len(words) > 2
        else " ".join(words)
    )


def gender_of(name: str, context: str = "") -> str | None:
    """Return ``m``, ``f`` or nothing, by title, role noun in the context, or given name.

    Examples
    --------
    >>> gender_of("Amna Baloch"), gender_of("Asif", "Mr. Asif"), gender_of("Zardari")
    ('f', 'm', None)
    """
    around = set(_LETTERS.findall(context.lower()))
    if around & FEMALE:
        return "f"
    if around & MALE:
        return "m"
    first = name.split(maxsplit=1)[0].lower() if " " in name else ""
    return word_table("given_names.csv", "name", "gender").get(first)


class Person(NamedTuple):
    """A name of two words and more, with the form it is compared by, its last word and its first."""

    name: str
    key: str
    last: str
    first: str


@lru_cache(maxsize=65_536)
def person(run: str) -> Person | None:
    """Return the person a run of capitalised words names, titles taken off, or nothing.

    Examples
    --------
    >>> person("Defence Minister Khawaja Asif")
    Person(name='Khawaja Asif', key='khawaja asif', last='asif', first='khawaja')
    """
    name = bare_name(run)
    words = name.split(" ")
    if len(words) == 1 or len(words) > _LONGEST or words[0].endswith("ly"):
        return None  # headlines are capitalised too
    key = person_key(name)
    first, *_, last = key.split()
    return Person(name, key, last, first)


_TITLED = re.compile(
    r"[DGMRS](?<!\w\w)(?:(?<=M)(?:rs?|s)|(?<=D)r|(?<=S)en|(?<=R)ep|(?<=G)(?:ov|en))\.? ([A-Z][\w’'-]*\w)"
)


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
        self._by_key: dict[str, str] = {}
        self._short: dict[str, dict[str, int]] = {}
        self._text, self._spoken = text, spoken
        for run, times in Counter(_NAME.findall(text)).items():
            named = person(run)
            if named is None:
                continue
            kept = self._by_key.setdefault(named.key, named.name)
            for word, weight in ((named.last, 2), (named.first, 1)):
                counts = self._short.setdefault(word, {})
                counts[kept] = counts.get(kept, 0) + times * weight

    def person_forms(self) -> dict[str, str]:
        """Return every form, full or surname, under which somebody who may be a person is named.

        Examples
        --------
        >>> Names("Khawaja Asif spoke at Karachi University.").person_forms()
        {'Khawaja Asif': 'Khawaja Asif', 'Asif': 'Khawaja Asif'}
        """
        forms: dict[str, str] = {}
        for key, name in self._by_key.items():
            if not BODY_WORD.isdisjoint(key.split()):
                continue
            surname = name.split()[-1]
            forms[name] = name
            if len(surname) > 2 and person_key(surname) in self._short:
                forms.setdefault(surname, _commonest(self._short[person_key(surname)]))
        alone = (name for name in (*_TITLED.findall(self._text), *self._spoken) if " " not in name)
        for key, name in {person_key(name): name for name in alone}.items():
            if BODY_WORD.isdisjoint(key.split()) and key not in FIRST_WORD:
                forms.setdefault(name, self.full(name))
        return forms

    def full(self, mention: str) -> str:
        """Return the full name behind a mention, or the mention's own name where none is longer."""
        name = bare_name(mention)
        key = person_key(name)
        if not name or key in self._by_key:
            return self._by_key.get(key, name)
        known = self._short.get(key)
        return _commonest(known) if known else name


def _commonest(counts: dict[str, int]) -> str:
    return max(counts, key=counts.__getitem__)


def dominant_names(names: Iterable[str], share: float = 0.9) -> dict[str, str]:
    """Return the full name meant by a bare surname, where at least `share` of a corpus's full names agree.

    Examples
    --------
    >>> dominant_names(["Khawaja Asif", "Khawaja Asif", "Amna Baloch"])
    {'asif': 'Khawaja Asif', 'baloch': 'Amna Baloch'}
    """
    seen: dict[str, Counter[str]] = {}
    for name in names:
        if " " in name:
            seen.setdefault(person_key(name).split()[-1], Counter())[name] += 1
    best = {surname: counts.most_common(1)[0] for surname, counts in seen.items()}
    return {s: name for s, (name, n) in best.items() if n >= share * sum(seen[s].values())}

"""Names of speakers: titles taken off, variants joined, and what is known of gender.

"Defense Minister Khawaja Asif", "Mr. Asif" and "Asif" are one speaker of an article; across articles a
speaker is known by the full name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from toolkit.analysis.quotes_words import DETERMINER, words
from toolkit.text.wordlists import word_table

TITLE_MALE, TITLE_FEMALE = words("title_male"), words("title_female")
HONORIFIC, FIRST_WORD, BODY_WORD = words("honorific"), words("first_word"), words("body_word")

_MALE_ROLES = re.compile(
    r"\b(?:man|boy|father|brother|husband|son|grandfather|uncle|nephew|spokesman|businessman|"
    r"congressman|chairman|policeman|cleric|imam|king|prince)\b",
    re.IGNORECASE,
)
_FEMALE_ROLES = re.compile(
    r"\b(?:woman|girl|mother|sister|wife|widow|daughter|grandmother|aunt|niece|spokeswoman|"
    r"businesswoman|congresswoman|chairwoman|policewoman|queen|princess)\b",
    re.IGNORECASE,
)
_PARTICLE = r"(?:ul|e|bin|al|el|ibn|bint|abu|de|la|van|von|der|den|du|di|da|ur|us|un|y)"
_LINK = re.compile(r"\s(?:of|for|at|from|with|in)\s")
_LONGEST = 5  # words of a person's name
_WORD = r"[A-Z][\w’'-]*\w"
_NAME = re.compile(
    rf"{_WORD}(?: (?:[A-Z]\.?(?=\s)|(?:{_PARTICLE} )?(?:al-|el-|ul-|ur-)?{_WORD}|{_PARTICLE}-[A-Z]\w+))+"
)


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
    plain = re.sub(r"\(.*?\)|\[.*?\]|,.*$", " ", mention.replace("’", "'"))
    head = _LINK.split(plain, maxsplit=1)[0]
    parts = head.split()
    if not parts or (parts[-1].islower() and not re.fullmatch(_PARTICLE, parts[-1])):
        return ""  # a role: "the Baloch editor"
    body = parts[-1].lower() in BODY_WORD
    if body and parts[-1][0].isupper():
        return " ".join(plain.split()[parts[0].lower() in DETERMINER :])
    last = next((run for run in reversed(_runs(parts, body)) if run), [])
    if not last and head.istitle():  # "Secretary of State Marco Rubio"
        last = next((run for run in reversed(_runs(plain.split(), False)) if run), [])
    while last and re.fullmatch(_PARTICLE, last[-1]):
        last.pop()
    return " ".join(last)


def _runs(parts: list[str], body: bool) -> list[list[str]]:
    """Return the runs of capitalised words; a body's name keeps the words that are titles of a person."""
    runs: list[list[str]] = [[]]
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        plain = part.strip(".,'").lower()
        particle = bool(runs[-1]) and re.fullmatch(_PARTICLE, part) is not None
        title = plain in FIRST_WORD or (
            plain in HONORIFIC and not body and (not runs[-1] or after[:1].isupper())
        )
        capital = part[0].isupper() or part[0] == "@" or (runs[-1] and not part.islower())
        if title or not (capital or particle):
            runs.append([])
            continue
        runs[-1].append(re.sub(r"'s?$", "", part))
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
    titles = {word.strip(".,").lower() for word in context.split()}
    if titles & TITLE_FEMALE or _FEMALE_ROLES.search(context):
        return "f"
    if titles & TITLE_MALE or _MALE_ROLES.search(context):
        return "m"
    first = name.split(maxsplit=1)[0].lower() if name else ""
    given: str | None = word_table("given_names.csv", "name", "gender").get(first) if " " in name else None
    return given


def full_names(text: str) -> list[tuple[int, str]]:
    """Return the names of two words and more in a text, titles taken off, with where each begins."""
    found = []
    for match in _NAME.finditer(text):
        name = bare_name(match.group())
        first = name.split(" ", maxsplit=1)[0] if " " in name else "ly"
        if not first.endswith("ly") and name.count(" ") < _LONGEST:  # headlines are capitalised too
            found.append((match.start(), name))
    return found


_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen)\.? ([A-Z][\w’'-]*\w)")


class Names:
    """The people of one article: from a short form to the full name.

    Parameters
    ----------
    text : str
        The article's text.
    spoken : iterable of str
        Names of one word known to be a person's, because somebody of that name speaks.

    Examples
    --------
    >>> names = Names("Defense Minister Khawaja Asif spoke. Asif left.")
    >>> names.full("Asif"), names.full("Zardari")
    ('Khawaja Asif', 'Zardari')
    """

    def __init__(self, text: str, spoken: Iterable[str] = ()) -> None:
        self._by_key: dict[str, str] = {}
        self._short: dict[str, Counter[str]] = {}
        titled = (found.group(1) for found in _TITLED.finditer(text))
        self._alone = {person_key(name): name for name in (*titled, *spoken) if " " not in name}
        for _, name in full_names(text):
            key = person_key(name)
            kept = self._by_key.setdefault(key, name)
            words = key.split()
            for word in {words[-1], words[0]}:
                weight = 2 if word == words[-1] else 1
                self._short.setdefault(word, Counter())[kept] += weight

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
                forms.setdefault(surname, self._short[person_key(surname)].most_common(1)[0][0])
        for key, name in self._alone.items():
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
        return known.most_common(1)[0][0] if known else name


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

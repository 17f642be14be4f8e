"""Names as they are written: titles taken off, the form in which they are compared, and gender."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from toolkit.analysis.quotes.words import DETERMINER, SURNAME_TOO, words
from toolkit.lexicons import word_classes
from toolkit.text.word_frequency import common_nouns

HONORIFIC, FIRST_WORD, BODY_WORD = words("honorific"), words("first_word"), words("body_word")
FEMALE = words("title_female") | words("role_female")
MALE = words("title_male") | words("role_male")

PARTICLES = frozenset(words("particle") - {"of", "and", "&", "-", "–"})
_LINK = re.compile(r"\s(?:of|for|at|from|with|in)\s")
_ASIDE = re.compile(r"[(\[,](?:(?<=\().*?\)|(?<=\[).*?\]|(?<=,).*$)")
AFTER = frozenset(("QC", "KC", "MP", "MEP", "MSP", "MBE", "OBE"))  # letters after a name
_ENDS = frozenset(word[-1] for word in AFTER)
_WITH_LETTERS = 2  # words: "Ken Macdonald QC", but "the Salford MP"
_NICKNAME = re.compile(r"(?<=\w) [\"“‘'][\w .-]{1,30}[\"”’'](?= \w)")
_LETTERS_ALONE = re.compile(r"[\w .-]*")
_POSSESSIVE = re.compile(r"'s?$")
NOT_NAME = HONORIFIC | FIRST_WORD | BODY_WORD | DETERMINER
_PLAIN = re.compile(r"[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*")
_BEHIND_ROLE = re.compile(
    rf" (?!(?:{'|'.join(sorted(words('preposition') | words('determiner') | {'and'}))}) )[a-z-]{{3,}}"
    r"((?: [A-Z][\w.'-]*){2,4})$"
)
_OWNS = re.compile(rf"(?i:{'|'.join(sorted(BODY_WORD))})'s$")
_OWNED = 2  # words
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=1 << 13)
def bare_name(mention: str) -> str:
    """Return a mention without titles, possessive, party tag and what follows a comma.

    Examples
    --------
    >>> bare_name("Defense Minister Khawaja Asif")
    'Khawaja Asif'
    >>> bare_name("Rep. Steve King (R-Iowa)")
    'Steve King'
    >>> bare_name("the party’s spokesman"), bare_name("Omar “Shorty” Reis")
    ('', 'Omar Reis')
    """
    if (
        _PLAIN.fullmatch(mention)
        and NOT_NAME.isdisjoint(mention.lower().split())
        and mention[-1:] not in _ENDS
    ):
        return mention  # most names
    plain = mention.replace("’", "'")
    if not _LETTERS_ALONE.fullmatch(plain):  # a nickname in marks, a party, what a comma adds
        plain = _ASIDE.sub(" ", _NICKNAME.sub(" ", mention).replace("’", "'"))
    head = _LINK.split(plain, maxsplit=1)[0]
    parts = head.split()
    if not parts or (parts[-1].islower() and parts[-1] not in PARTICLES):
        behind = _BEHIND_ROLE.search(
            plain
        )  # a role: "the Baloch editor"; "the chief of operations Brian Hastings"
        return bare_name(behind[1].strip()) if behind and behind.start() > len(head) else ""
    if len(parts) == _OWNED and _OWNS.match(parts[0]) and parts[1].lower() in common_nouns():
        return f"{parts[0]} {parts[1]}"  # "America's Voice"
    body = parts[-1].lower() in BODY_WORD and not _surname(parts)
    if body and parts[-1][0].isupper():
        return " ".join(plain.split()[parts[0].lower() in DETERMINER :])
    owner = max((i for i, part in enumerate(parts[:-1]) if part.endswith(("'s", "s'"))), default=-1)
    parts = parts[owner + 1 :]  # "the Senate's No. 2 Democrat" is not the Senate
    last = next((run for run in reversed(_runs(parts, body)) if run), [])
    if not last and head.istitle():  # "Secretary of State Marco Rubio"
        last = next((run for run in reversed(_runs(plain.split(), False)) if run), [])
    while last and (last[-1] in PARTICLES or (len(last) > _WITH_LETTERS and last[-1] in AFTER)):
        last.pop()
    return " ".join(last)


def _surname(parts: list[str]) -> bool:
    """Tell whether a word of bodies is a surname here, since a given name is before it ("Wendy Day")."""
    return (
        len(parts) > 1
        and parts[-1].lower() in SURNAME_TOO
        and parts[-2].lower() in word_classes("given_names")
    )


def _takes_surname(word: str) -> bool:
    return word in HONORIFIC or word in word_classes("given_names")


def _runs(parts: list[str], body: bool) -> list[list[str]]:
    """Return the runs of capitalised words; a body's name keeps the words that are titles of a person."""
    runs: list[list[str]] = [[]]
    before = ""
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        plain = part.strip(".,'").lower()
        particle = bool(runs[-1]) and part in PARTICLES
        surname = plain in SURNAME_TOO and before and _takes_surname(before)  # "Theresa May", "Mrs. May"
        title = (plain in FIRST_WORD and not surname) or (
            plain in HONORIFIC and not body and (not runs[-1] or after[:1].isupper())
        )
        capital = part[0].isupper() or part[0] == "@" or (runs[-1] and not part.islower())
        before = plain
        if title or not (capital or particle):
            runs.append([])
            continue
        runs[-1].append(_POSSESSIVE.sub("", part) if "'" in part else part)
        if part.endswith(("'s", "'")):
            runs.append([])
    return runs


@lru_cache(maxsize=1 << 13)
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


def gender_of(name: str, context: str = "", given: Mapping[str, str] | None = None) -> str | None:
    """Return ``m``, ``f`` or nothing, by title, role noun in the context, or given name.

    Parameters
    ----------
    name, context : str
        A person's name, and the words around it.
    given : mapping of str to str, optional
        Given names in lower case, each with ``m`` or ``f``; the toolkit's by default.

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
    return (word_classes("given_names") if given is None else given).get(first)

"""Names of authors from what a page says about them: persons first, never the outlet itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from toolkit.pages.fields.bylines import read_byline, split_names
from toolkit.pages.fields.words import AGENCIES
from toolkit.pages.html import cues

_ADDRESS = re.compile(r"https?:|www\.|@|/|\.(?:com|org|net|co)\b|\d{3}", re.I)
_GROUP = re.compile(rf"^the\s|\b(?:{'|'.join(cues.ordered('group'))})\b", re.I)
_NOT_NAME = re.compile(r"[\d:!?/]|\bon x$", re.I)
LONGEST_NAME, PERSON = 7, (2, 5)  # words of a group's name at most, and of a person's
LONGEST_SOURCE = 300  # letters; longer strings are no list of names
_JUNK = cues.words("no_name")


def clean_names(sources: Sequence[Iterable[str]], outlets: Iterable[str]) -> list[str]:
    """Return the names of an article's authors from several sources, most trusted first.

    Persons of the first source that names any. Groups ("Staff", an agency) count only where no person
    is named, and the outlet itself never.

    Parameters
    ----------
    sources : sequence of iterable of str
        Author strings of each source.
    outlets : iterable of str
        Folded names of who publishes the page.

    Returns
    -------
    list of str

    Examples
    --------
    >>> clean_names([["News Desk"], ["By Jo Day and Al Ben, The Post"]], {"post"})
    ['Jo Day', 'Al Ben']
    >>> clean_names([["The Post"]], {"post"})
    []
    """
    known = frozenset(outlets)
    cleaned = [_names(source, known) for source in sources]
    persons = ([name for name in names if is_person(name)] for names in cleaned)
    return next((names for names in persons if names), []) or next((names for names in cleaned if names), [])


def strip_outlet(name: str, outlets: Iterable[str]) -> str:
    """Return a name without the outlet's name behind it.

    Examples
    --------
    >>> strip_outlet("Jo Day The Post", {"post"})
    'Jo Day'
    """
    known = frozenset(outlets)
    words = name.split()
    for i in range(1, len(words)):
        if "".join(filter(str.isalnum, "".join(words[i:]).lower())).removeprefix("the") in known:
            return " ".join(words[:i]).strip(" ,|–—-/(")
    return name


def with_byline(names: list[str], byline: list[str]) -> list[str]:
    """Return the names a printed byline adds to: the byline's where it holds all of them and more.

    Examples
    --------
    >>> with_byline(["Jo Day"], ["JO DAY", "Al Ben"])
    ['JO DAY', 'Al Ben']
    >>> with_byline(["Jo Day"], ["Al Ben", "Cy Fox"])
    ['Jo Day']
    """
    persons = [name for name in byline if is_person(name)]
    more = len(persons) > len(names) and {n.lower() for n in names} <= {n.lower() for n in persons}
    return persons if more else names


def is_person(name: str) -> bool:
    """Return whether a name looks like a person's and not like a group's.

    Examples
    --------
    >>> is_person("Jo Day"), is_person("Staff"), is_person("The Associated Press")
    (True, False, False)
    """
    words = name.split()
    if (
        not PERSON[0] <= len(words) <= PERSON[1]
        or _GROUP.search(name)
        or name in AGENCIES
        or _NOT_NAME.search(name)
    ):
        return False
    return not {word.lower() for word in words} & _JUNK


def _names(source: Iterable[str], outlets: frozenset[str]) -> list[str]:
    """Return the names in the strings of one source, each once, without addresses and outlets."""
    found: dict[str, str] = {}
    for text in source:
        bare = " ".join(text.split())
        if not bare or len(bare) > LONGEST_SOURCE or bare.startswith(("http:", "https:", "//", "@", "/")):
            continue
        for name in map(partial(strip_outlet, outlets=outlets), read_byline(bare) or split_names(bare)):
            key = "".join(char for char in name.lower() if char.isalnum()).removeprefix("the")
            if (
                key
                and key not in outlets
                and _initials(name) not in outlets
                and not _ADDRESS.search(name)
                and _is_name(name)
            ):
                found.setdefault(key, name)
    return list(found.values())


def _is_name(name: str) -> bool:
    words = name.lower().split()
    return len(words) <= LONGEST_NAME and not (set(words) <= _JUNK) and any(char.isalpha() for char in name)


def _initials(name: str) -> str:
    """Return the initials of a group's name, by which an agency may call its own site."""
    words = [word for word in name.split() if word.lower() not in ("the", "of", "and")]
    return "".join(word[0].lower() for word in words) if len(words) > 1 and _GROUP.search(name) else "-"

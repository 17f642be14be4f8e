"""Names of authors from what a page says about them: persons first, never the outlet itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolkit.pages.bylines import read_byline, split_names
from toolkit.pages.words import AGENCIES

_ADDRESS = re.compile(r"https?:|www\.|@|/|\.(?:com|org|net|co)\b|\d{3}", re.I)
_GROUP = re.compile(
    r"^the\s|\b(?:staff|desk|team|news|newsroom|press|journal|times|post|tribune|gazette|reuters|afp|agency|agencies|editors?"
    r"|editorial|admin|administrator|webdesk|web|bureau|service|network|media|magazine|reporters?|correspondents?|online|tv|wire|association"
    r"|institute|board|review|report|monitor|herald|daily|today|redaktion|rédaction|contributors?|guest|author|user)\b",
    re.I,
)
_JUNK = frozenset(
    ["by", "and", "more", "share", "follow", "email", "comments", "comment", "advertisement", "published", "updated", "author", "authors", "posted", "read", "save", "subscribe", "view", "all", "posts", "contributor", "none", "null", "unknown", "anonymous", "twitter", "facebook"]
)


def clean_names(sources: Sequence[Iterable[str]], outlets: Iterable[str]) -> list[str]:
    """Return the names of an article's authors from several sources, most trusted first.

    Persons from the first source that names any; other sources add a person only where they
    repeat all of those. Groups ("Staff", an agency) count only where no person is named, and the outlet
    itself never.

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
    persons = [[name for name in names if is_person(name)] for names in cleaned]
    best: list[str] = next((names for names in persons if names), [])
    for names in persons:
        if len(names) > len(best) and {name.lower() for name in best} <= {name.lower() for name in names}:
            best = names
    return best or next((names for names in cleaned if names), [])


def is_person(name: str) -> bool:
    """Return whether a name looks like a person's and not like a group's.

    Examples
    --------
    >>> is_person("Jo Day"), is_person("Staff"), is_person("The Associated Press")
    (True, False, False)
    """
    words = name.split()
    return 2 <= len(words) <= 5 and not _GROUP.search(name) and name not in AGENCIES


def _names(source: Iterable[str], outlets: frozenset[str]) -> list[str]:
    """Return the names in the strings of one source, each once, without addresses and outlets."""
    found: dict[str, str] = {}
    for text in source:
        bare = " ".join(text.split())
        if not bare or len(bare) > 300 or bare.startswith(("http:", "https:", "//", "@", "/")):
            continue
        for name in read_byline(bare) or split_names(bare):
            key = "".join(char for char in name.lower() if char.isalnum()).removeprefix("the")
            if key and key not in outlets and not _ADDRESS.search(name) and _is_name(name):
                found.setdefault(key, name)
    return list(found.values())


def _is_name(name: str) -> bool:
    words = name.lower().split()
    return len(words) <= 7 and not (set(words) <= _JUNK) and any(char.isalpha() for char in name)

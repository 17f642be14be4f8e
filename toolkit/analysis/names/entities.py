"""People and organisations of one article: a model's marks, repaired by what the article itself shows.

A small model takes a South Asian surname for a place, and the same name for three kinds in one article.
Within an article a name is of one kind, a full name tells what its surname is, and a title or a known given
name tells a person. Nothing is carried from one article to another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.analysis.names.country_names import country_names
from toolkit.analysis.quotes.names import BODY_WORD, HONORIFIC, bare_name, person_key
from toolkit.lexicons import word_classes
from toolkit.text.recogniser import ORGANISATION, PERSON, PLACE, Marked

PEOPLE = "people"  # nations, faiths, ethnic groups
TITLE, GIVEN, BODY, VOTE = 4.0, 2.0, 4.0, 1.0  # what each kind of evidence counts for, in marks of the model
_TRIM = re.compile(r"\A(?:the|a|an)\s+|['’]s?\Z|\A[\s\"“‘(\[-]+|[\s\"”’)\],.:;-]+\Z", re.IGNORECASE)
_SHORT = re.compile(r" \(([A-Z][A-Za-z-]{1,7})\)")
_TITLE_BEFORE = re.compile(r"\b([A-Z][a-z]+)\.? \Z")
_ARTICLE = re.compile(r"\b(?:the|an?) \Z", re.IGNORECASE)
_JOINED = r"(?:e|i|o|ul|ur|us|un|ud|al|el|as)-"  # particles inside names: Tehreek-e-Taliban, Jamaat-ud-Dawa
_GOES_ON = re.compile(rf"(?:-{_JOINED}[A-Z][\w’']*)+")
_BEGAN = re.compile(rf"(?:[A-Z][\w’']*-{_JOINED})+\Z")
_SHOUTED = 8  # letters of one word in capitals, from which it is a heading and no short form
_CALLED = re.compile(r"[a-z][\w’']* [A-Z]{2,3}\Z")  # of things: Keystone XL
_NUMBERED = re.compile(r" (?:II|III|IV|VI|MP|QC|KC|JD|MD)\Z")  # of people
_LITTLE = frozenset(
    ("of", "the", "and", "for", "on", "in", "to", "&")
)  # words without a letter in a short form
_INITIALS = re.compile(r"[A-Z]{3,6}\Z")
_SIDES = frozenset(("north", "south", "east", "west", "northern", "southern", "eastern", "western"))
_WORD, _INSIDE = re.compile(r"(?<![\w-])\w+"), re.compile(r"[\w-]")
_LEAST = 3  # letters of a name that is looked for again; one marked by the model may have one less
_NEAR = 20  # characters before a name that are looked at


class Entity(NamedTuple):
    """One mention: its span, kind and the name under which the article's mentions are joined."""

    start: int
    end: int
    kind: str
    name: str
    alone: bool  # a surname that no full name of the article explains


class _Mention(NamedTuple):
    start: int
    end: int
    kind: str
    text: str
    of_many: bool  # "the Baloch": a people, or a body


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without article, possessive and marks at its ends.

    Examples
    --------
    >>> "the Taliban’s"[slice(*trimmed("the Taliban’s", 0, 13))]
    'Taliban'
    """
    while found := _TRIM.search(text[start:end]):
        if found.start() == 0:
            start += found.end()
        else:
            end = start + found.start()
        if found.end() == found.start() or start >= end:
            break
    return start, end


def repaired(text: str, marks: Iterable[Marked]) -> list[Entity]:
    """Return the people and organisations of an article.

    Parameters
    ----------
    text : str
        The article's text.
    marks : iterable of Marked
        What the model marked in it.

    Examples
    --------
    >>> text = "General Asim Munir spoke. Munir left."
    >>> [entity[2:4] for entity in repaired(text, [Marked(8, 18, "person"), Marked(26, 31, "place")])]
    [('person', 'Asim Munir'), ('person', 'Asim Munir')]
    """
    mentions = list(_mentions(text, marks))
    kinds = _kinds(text, mentions)
    mentions = _with_missed(text, mentions, kinds)
    known = _Known(full=_full_names(mentions, kinds), short=_short_forms(text, mentions, kinds), kinds=kinds)
    named = (known.entity(one) for one in mentions)
    return [entity for entity in named if entity.kind in (PERSON, ORGANISATION)]


class _Known(NamedTuple):
    """What an article shows of its names.

    Attributes
    ----------
    full : dict
        Full names of people by their last word.
    short : dict
        Names of organisations by their short form ("JeM").
    kinds : dict
        Kind of each name.
    """

    full: Mapping[str, list[str]]
    short: Mapping[str, str]
    kinds: Mapping[str, str]

    def entity(self, one: _Mention) -> Entity:
        """Return a mention with the kind and the name it has in the article."""
        key = _key(one.text)
        kind, full = self.kinds[key], self.full.get(key, [])
        if key in self.short:
            return Entity(one.start, one.end, ORGANISATION, self.short[key], False)
        if " " not in key and one.of_many:
            kind = PEOPLE if kind == PERSON else kind
        elif " " not in key and full and not _is_place(one.text):
            return Entity(one.start, one.end, PERSON, full[0] if len(full) == 1 else one.text, len(full) > 1)
        if kind == PERSON:
            return Entity(one.start, one.end, PERSON, bare_name(one.text) or one.text, " " not in key)
        return Entity(one.start, one.end, kind, one.text, False)


def _mentions(text: str, marks: Iterable[Marked]) -> Iterable[_Mention]:
    last = 0
    for mark in sorted(marks):
        start, end = _whole(text, *trimmed(text, mark.start, mark.end))
        if (
            start < last
            or end - start < _LEAST - 1
            or not text[start].isupper()
            or _is_heading(text[start:end])
        ):
            continue
        last = end
        yield _Mention(start, end, mark.kind, _spelled(text[start:end]), _of_many(text, start))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span with the rest of a name that particles join, of which a model marks one part."""
    before, after = _BEGAN.search(text, max(0, start - _NEAR), start), _GOES_ON.match(text, end)
    return before.start() if before else start, after.end() if after else end


def _is_heading(name: str) -> bool:
    return name.isalpha() and name.isupper() and len(name) >= _SHOUTED


def _of_many(text: str, start: int) -> bool:
    return _ARTICLE.search(text, max(0, start - _NEAR), start) is not None


def _spelled(name: str) -> str:
    """Return a name with single spaces; one in capitals throughout as a name ("KARIMA BALOCH")."""
    plain = " ".join(name.replace("’", "'").split())
    return plain.title() if " " in plain and plain.isupper() else plain


def _key(name: str) -> str:
    return person_key(bare_name(name) or name) if " " in name else name.lower().replace(".", "")


def _kinds(text: str, mentions: Sequence[_Mention]) -> dict[str, str]:
    """Return the kind of each name of the article: the one that most of the evidence is for."""
    votes: dict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in mentions:
        votes[_key(one.text)][one.kind] += VOTE
        for kind, weight in _evidence(text, one):
            votes[_key(one.text)][kind] += weight
    return {key: max(counts, key=lambda kind: (counts[kind], kind)) for key, counts in votes.items()}


def _evidence(text: str, one: _Mention) -> Iterable[tuple[str, float]]:
    """Yield kinds that the words of a mention, and the one before it, are evidence for."""
    words = [word.strip(".").lower() for word in one.text.split()]
    before = _TITLE_BEFORE.search(text, max(0, one.start - _NEAR), one.start)
    if _is_place(one.text) or (one.kind == PERSON and _is_thing(one.text)):
        yield PLACE, 2 * BODY  # or a thing: neither is listed
    elif len(words) > 1 and not BODY_WORD.isdisjoint(words):
        yield ORGANISATION, BODY
    elif (len(words) > 1 and words[0] in HONORIFIC) or (before and before[1].lower() in HONORIFIC):
        yield PERSON, TITLE  # "Senate" alone is no title
    elif len(words) > 1 and words[0] in word_classes("given_names"):
        yield PERSON, GIVEN


def _with_missed(text: str, mentions: Sequence[_Mention], kinds: Mapping[str, str]) -> list[_Mention]:
    """Return the mentions, and those of the same names elsewhere in the article that the model missed."""
    kept = [one for one in mentions if kinds[_key(one.text)] in (PERSON, ORGANISATION, PLACE)]
    names = {
        one.text
        for one in kept
        if kinds[_key(one.text)] in (PERSON, ORGANISATION) and len(one.text) >= _LEAST
    }
    if not names:
        return list(mentions)
    ends = [one.end for one in mentions]  # in order: no two overlap
    found = list(mentions)
    for start, name in _named(text, names):
        end, after = start + len(name), bisect_right(ends, start)
        if after == len(ends) or mentions[after].start >= end:
            found.append(_Mention(start, end, kinds[_key(name)], name, _of_many(text, start)))
    return sorted(found)


def _named(text: str, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield where a text has one of many names, the longest at each place, as words of their own."""
    known, lengths = set(names), defaultdict[str, set[int]](set)
    for name in known:
        lengths[_WORD.findall(name)[0]].add(len(name))
    last = 0
    for word in _WORD.finditer(text):
        start = word.start()
        ends = [start + length for length in sorted(lengths.get(word[0], ()), reverse=True)]
        for end in ends if start >= last else ():
            if text[start:end] in known and not _INSIDE.match(text, end):
                yield start, text[start:end]
                last = end
                break


def _full_names(mentions: Sequence[_Mention], kinds: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the full names of people by their last word, each as it is printed first."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for one in mentions:
        key = _key(one.text)
        if " " in key and kinds[key] == PERSON:
            found[key.split()[-1]].setdefault(key, bare_name(one.text) or one.text)
    return {last: list(names.values()) for last, names in found.items()}


def _short_forms(text: str, mentions: Sequence[_Mention], kinds: Mapping[str, str]) -> dict[str, str]:
    """Return names by their short form: in brackets behind them ("Jaish-e-Mohammad (JeM)"), or initials."""
    found: dict[str, str] = {}
    full: defaultdict[str, set[str]] = defaultdict(set)
    for one in mentions:
        if kinds[_key(one.text)] == ORGANISATION:
            full[_initials(one.text)].add(one.text)
    for one in mentions:
        whole = full.get(one.text, set())
        if _INITIALS.match(one.text) and len(whole) == 1:
            found[_key(one.text)] = next(iter(whole))
    for one in mentions:
        short = _SHORT.match(text, one.end)
        if short and one.text[0].upper() == short[1][0].upper():
            found.setdefault(_key(short[1]), one.text)
    return found


def _initials(name: str) -> str:
    """Return the initials of a name of several words, without those of little words; else nothing.

    Examples
    --------
    >>> _initials("Environmental Protection Agency"), _initials("House of Commons"), _initials("EPA")
    ('EPA', 'HC', '')
    """
    words = [word for word in name.replace("-", " ").split() if word.lower() not in _LITTLE]
    return "".join(word[0].upper() for word in words) if len(words) > 1 else ""


def _is_thing(name: str) -> bool:
    return _CALLED.search(name) is not None and not _NUMBERED.search(name)


def _is_place(name: str) -> bool:
    codes = country_names().codes
    listed = word_classes("country_words").get(name.lower()) in ("region", "people", "never")
    side, _, rest = name.partition(" ")
    names = (
        (name, rest) if side.lower() in _SIDES else (name,)
    )  # North Korea is a country, East Pakistan was one
    return bool(listed) or any(one in codes or one.removesuffix("s") in codes for one in names)

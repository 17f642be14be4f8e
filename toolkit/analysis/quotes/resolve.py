"""One identity for each speaker of an article: names, roles and pronouns joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from toolkit.analysis.quotes.names import FIRST_WORD, bare_name, person_key
from toolkit.analysis.quotes.people import Names
from toolkit.analysis.quotes.pronouns import People
from toolkit.analysis.quotes.record import Quote
from toolkit.analysis.quotes.source_types import SourceTypes, classify
from toolkit.analysis.quotes.verbs import Verbs
from toolkit.analysis.quotes.words import PRONOUN, Span, words
from toolkit.text.marks import quoted_spans

_SUBJECT_FORM = MappingProxyType({"he": "he", "she": "she", "him": "he", "her": "she"})
_ARTICLE = re.compile(
    r"^(?:(?:some|many|several) of )?(?:the|a|an|one(?! of )|his|her|their|its|some|many|several|another)\s+",
    re.I,
)
_SENT = re.compile(r"\s(?:released|issued|published|posted|sent)\Z")  # "a statement issued"
_ISSUED = re.compile(  # "a statement issued by the army"
    rf"(?:\w+ )?(?:{'|'.join(sorted(words('document')))})(?: \w+ed| sent)? (?:by|from|of) (?P<issuer>.+)",
    re.I,
)
_OWNER = r"(?:[A-Z][\w.-]*\w )?[A-Z][\w.-]*\w"
_LOOKED_AT = 3  # mentions of a name searched for a title or an apposition
_AFTER_ROLE = re.compile(r"\s+((?:[A-Z][\w’'.-]+ ?)+)")
_ROLE = re.compile(r"(?:the|that|this) ([a-z][a-z -]+)\Z")


def resolve(text: str, quotes: list[Quote], verbs: Verbs, given: Mapping[str, str]) -> list[str | None]:
    """Return the identity of each quotation's speaker: a full name, a role, or nothing.

    `verbs` are the reporting verbs and `given` the given names with their gender.

    "Asif" and "the minister" become "Khawaja Asif" where the article names "Defence Minister Khawaja
    Asif"; "he" and "she" become the person they stand for, or stay unresolved.
    """
    mentions = [_mention(text, quote) for quote in quotes]
    names = Names(text, [name for mention in mentions if (name := bare_name(mention))])
    people: People | None = None
    last: tuple[str, int] | None = None
    known: dict[Span, str | None] = {}
    before: dict[str, set[str]] = {}
    for quote, mention in zip(quotes, mentions, strict=True):
        if quote.speaker is None:
            continue
        if quote.speaker not in known:
            subject = _SUBJECT_FORM.get(mention.lower())
            if subject is not None:
                spans = [(q.start, q.end) for q in quotes if not q.indirect]
                people = people or People(names, spans, verbs, given)
                at, opening = quote.speaker[0], min(quote.start, quote.speaker[0])
                known[quote.speaker] = people.unnamed(opening, subject) or people.resolve(at, subject, last)
            else:
                known[quote.speaker] = _identity(text, mention, names, before, quote.speaker[0])
            _remember(before, known[quote.speaker])
        spoken = known[quote.speaker]
        if spoken is not None:
            last = spoken, quote.speaker[0]
    return [known.get(quote.speaker) if quote.speaker else None for quote in quotes]


_SHORT = 4  # letters of the shortest label in capitals that is no abbreviation


def _mention(text: str, quote: Quote) -> str:
    """Return the words for a speaker; a label of a transcript in capitals gets small letters."""
    mention = text[slice(*(quote.referent or quote.speaker or (0, 0)))]
    label = quote.rule == "transcript" and mention.isupper() and len(mention) >= _SHORT
    return mention.title() if label else mention


def _identity(
    text: str, mention: str, names: Names, before: Mapping[str, set[str]], at: int = 0
) -> str | None:
    """Return the identity behind a mention that is no "he" or "she"; `before` is what `_remember` keeps."""
    low = mention.lower()
    if low in ("they", "them") or low.endswith((" of them", " of us")):
        return _of_group(low, _group(text, at))
    if low in PRONOUN or low in ("one", "others", "some", "many"):
        return None
    issued = _ISSUED.fullmatch(_ARTICLE.sub("", mention))
    if issued:
        return _identity(text, issued["issuer"], names, before, at)
    if low in PEOPLE:
        return low
    name = names.full(mention)
    if name:
        return _whose(names, name) if is_generic(name) else name
    role = _role(text, mention)
    return _by_role(low, names) or _introduced(low, before) or (_whose(names, role) if role else None)


def _of_group(low: str, group: str | None) -> str | None:
    """Return a group, or the part of it that "one of them" names."""
    part = low.rpartition(" of ")[0]
    return f"{part} of the {group.split()[-1]}" if part and group else group


def _role(text: str, mention: str) -> str:
    """Return a role without its article; a capital that only opens a sentence becomes a small letter."""
    role = _SENT.sub("", _ARTICLE.sub("", mention))
    first = role.partition(" ")[0]
    common = first.lower() in _COMMON or role.startswith("One of ") or f" {first.lower()} " in text
    plain = first.isalpha() and first.istitle() and common
    return role[:1].lower() + role[1:] if plain and role == mention else role


PEOPLE = words("people")
_COMMON = PEOPLE | words("honorific") | words("role_male") | words("role_female")


def is_generic(name: str) -> bool:
    """Tell whether an identity names no one person or body: a role, "Foreign Ministry", "Washington".

    Examples
    --------
    >>> [is_generic(name) for name in ("mayor", "Foreign Ministry", "Russia’s Foreign Ministry", "Asif")]
    [True, True, False, False]
    """
    parts = name.lower().split()
    return name.islower() or GENERIC.issuperset(parts) or (len(parts) == 1 and parts[0] in METONYM)


_OWNS = re.compile(rf"\b({_OWNER})['’]s? \Z")
_BELONGS = re.compile(rf" of (?:the )?({_OWNER})")
_OWNER_REACH, _OWNERS_SOUGHT = 40, 50  # characters beside a body, and places of it, that are looked at
GENERIC, METONYM = words("generic_body"), words("metonym")


def _whose(names: Names, name: str) -> str:
    """Return a generic role or body with its owner where the article names one alone ("Russia's mayor")."""
    if name not in names.owned:
        names.owned[name] = _with_owner(names.original, name)
    return names.owned[name]


def _with_owner(text: str, name: str) -> str:
    if not is_generic(name) or name.lower() in METONYM:
        return name
    low, stem = text.lower(), name.lower()
    found = []
    for at in islice(places(low, stem), _OWNERS_SOUGHT) if len(low) == len(text) else ():
        end = at + len(stem)
        found += _OWNS.findall(text, max(0, at - _OWNER_REACH), at)
        found += _BELONGS.findall(text, end, end + _OWNER_REACH)[:1] if text[end : end + 4] == " of " else []
    owners = {owner for owner in found if owner.split()[0].lower() not in FIRST_WORD}
    return f"{owners.pop()}’s {name}" if len(owners) == 1 else name


_NEAR = 300  # characters before "they" in which a group is sought
_GROUP = re.compile(rf"((?:[A-Z][a-z]+ )?)\b({'|'.join(sorted(words('people')))})\b", re.I)


def _group(text: str, at: int) -> str | None:
    """Return the nearest group named before "they" in its paragraph ("residents"), or nothing."""
    near = max(0, at - _NEAR)
    start = max(text.rfind("\n", near, at) + 1, near)
    before = text[start:at]
    for a, b in reversed(quoted_spans(before)):
        before = before[:a] + " " * (b - a) + before[b:]
    found = list(_GROUP.finditer(before))
    if not found:
        return None
    adjective, noun = found[-1].groups()
    keep = adjective[:1].isupper() and adjective.strip().lower() not in FIRST_WORD
    return (adjective if keep else "") + noun.lower()


def _remember(before: dict[str, set[str]], name: str | None) -> None:
    """Keep a speaker by the words his name ends in: " editor", " Baloch editor"."""
    if name is not None:
        before.setdefault(name, set()).add(name)
        for at in places(name, " "):
            before.setdefault(name[at:], set()).add(name)


def _introduced(mention: str, before: Mapping[str, set[str]]) -> str | None:
    """Return the one speaker so far whom "the editor" can mean ("a Baloch editor")."""
    if _ROLE.match(mention) is None:
        return None
    fitting = before.get(_ARTICLE.sub(" ", mention), set())
    return next(iter(fitting)) if len(fitting) == 1 else None


def _by_role(mention: str, names: Names) -> str | None:
    """Return the one person the article gives a role to ("the minister", "Defence Minister Khawaja Asif")."""
    found = _ROLE.match(mention)
    if found is None:
        return None
    role = found.group(1).split()[-1]
    if role not in names.bearers:
        names.bearers[role] = _bearer(names, role)
    return names.bearers[role]


def _bearer(names: Names, role: str) -> str | None:
    text = names.original
    titled = [name for form in (role, role.capitalize(), role.title()) for name in _titled(text, form)]
    named = {names.full(name) for name in titled if bare_name(name)}
    return next(iter(named)) if len(named) == 1 else None


def _titled(text: str, role: str) -> Iterator[str]:
    """Yield the capitalised words that follow a role in a text."""
    for at in places(text, role):
        name = _AFTER_ROLE.match(text, at + len(role))
        if name and not text[at - 1 : at].isalnum():
            yield name.group(1)


def places(text: str, words: str) -> Iterator[int]:
    """Yield where a string begins in a text, from left to right.

    Examples
    --------
    >>> list(places("Asif met Asif.", "Asif"))
    [0, 9]
    """
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def speaker_types(
    text: str, quotes: list[Quote], resolved: list[str | None], lexicon: SourceTypes
) -> list[tuple[str | None, bool]]:
    """Return the type of each speaker, one for all of a speaker's quotations, and whether it is unnamed."""
    spans = [quote.referent or quote.speaker for quote in quotes]
    kinds = {span: classify(text, span, lexicon) for span in dict.fromkeys(spans) if span}
    votes: dict[str, list[str]] = {}
    for name in dict.fromkeys(resolved):
        for span in _mentions(text, name) if name and name[0].isupper() else ():
            kind = (kinds.get(span) or classify(text, span, lexicon))[0]
            if name and kind:
                votes.setdefault(person_key(name), []).append(kind)
    found = [kinds[span] if span else (None, False) for span in spans]
    for name, (kind, _) in zip(resolved, found, strict=True):
        if name and kind:
            votes.setdefault(person_key(name), []).append(kind)
    common = {key: Counter(given).most_common(1)[0][0] for key, given in votes.items()}
    return [
        (common.get(person_key(name), kind) if name else kind, unnamed)
        for name, (kind, unnamed) in zip(resolved, found, strict=True)
    ]


def _mentions(text: str, name: str) -> Iterator[Span]:
    """Return the first few places at which a text gives a name in full."""
    spans = ((at, at + len(name)) for at in places(text, name))
    return islice((span for span in spans if not text[span[1] : span[1] + 1].isalnum()), _LOOKED_AT)

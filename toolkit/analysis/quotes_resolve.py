"""One identity for each speaker of an article: names, roles and pronouns joined."""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType

from toolkit.analysis.quotes_names import Names, bare_name, person_key
from toolkit.analysis.quotes_pronouns import People
from toolkit.analysis.quotes_record import Quote
from toolkit.analysis.quotes_types import SourceTypes, classify
from toolkit.analysis.quotes_words import PRONOUN, Span

_SUBJECT_FORM = MappingProxyType({"he": "he", "she": "she", "him": "he", "her": "she"})
_ARTICLE = re.compile(r"^(?:the|a|an|one|his|her|their|its|some|many|several|another)\s+")
_LOOKED_AT = 3  # mentions of a name searched for a title or an apposition
_ROLE = re.compile(r"(?:the|that|this) ([a-z][a-z -]+)\Z")


def resolve(text: str, quotes: list[Quote]) -> list[str | None]:
    """Return the identity of each quotation's speaker: a full name, a role, or nothing.

    "Asif" and "the minister" become "Khawaja Asif" where the article names "Defence Minister Khawaja
    Asif"; "he" and "she" become the person they stand for, or stay unresolved.
    """
    mentions = [text[slice(*quote.speaker)] if quote.speaker else "" for quote in quotes]
    names = Names(text, [name for mention in mentions if (name := bare_name(mention))])
    people: People | None = None
    last: tuple[str, int] | None = None
    known: dict[Span, str | None] = {}
    for quote, mention in zip(quotes, mentions, strict=True):
        if not quote.speaker:
            continue
        if quote.speaker not in known:
            if mention.lower() in _SUBJECT_FORM and people is None:
                people = People(text, names, [(q.start, q.end) for q in quotes if not q.indirect])
            known[quote.speaker] = _identity(text, quote, mention, names, people, last)
        spoken = known[quote.speaker]
        if spoken is not None:
            last = spoken, quote.speaker[0]
    return [known.get(quote.speaker) if quote.speaker else None for quote in quotes]


def _identity(
    text: str, quote: Quote, mention: str, names: Names, people: People | None, last: tuple[str, int] | None
) -> str | None:
    """Return the identity behind one mention."""
    low = mention.lower()
    if low == "who" and quote.referent is not None:
        mention = text[slice(*quote.referent)]
        low = mention.lower()
    if low in _SUBJECT_FORM and people is not None and quote.speaker is not None:
        return people.resolve(quote.speaker[0], _SUBJECT_FORM[low], last)
    if low in PRONOUN or low in ("them", "one", "others", "some", "many"):
        return None
    if bare_name(mention):
        return names.full(mention)
    return _by_role(text, low, names) or _ARTICLE.sub("", low)


def _by_role(text: str, mention: str, names: Names) -> str | None:
    """Return the one person the article gives a role to ("the minister", "Defence Minister Khawaja Asif")."""
    found = _ROLE.match(mention)
    if found is None:
        return None
    role = re.escape(found.group(1).split()[-1])
    titled = re.findall(rf"(?i:\b{role})\s+((?:[A-Z][\w’'.-]+ ?)+)", text)
    named = {names.full(name) for name in titled if bare_name(name)}
    return next(iter(named)) if len(named) == 1 else None


def speaker_types(
    text: str, quotes: list[Quote], resolved: list[str | None], lexicon: SourceTypes
) -> list[tuple[str | None, bool]]:
    """Return the type of each speaker, one for all of a speaker's quotations, and whether it is unnamed."""
    spans = {quote.referent or quote.speaker for quote in quotes}
    kinds = {span: classify(text, span, lexicon) if span else (None, False) for span in spans}
    found = [kinds[quote.referent or quote.speaker] for quote in quotes]
    votes: dict[str, Counter[str]] = {}
    for named in {name for name in resolved if name and name[0].isupper()}:
        for place in list(re.finditer(rf"{re.escape(named)}(?!\w)", text))[:_LOOKED_AT]:
            kind = classify(text, place.span(), lexicon)[0]
            if kind:
                votes.setdefault(person_key(named), Counter())[kind] += 1
    for (kind, _), name in zip(found, resolved, strict=True):
        if kind and name:
            votes.setdefault(person_key(name), Counter())[kind] += 1
    made = []
    for (kind, unnamed), name in zip(found, resolved, strict=True):
        common = votes.get(person_key(name)) if name else None
        made.append((common.most_common(1)[0][0] if common else kind, unnamed))
    return made

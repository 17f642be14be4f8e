"""Noun phrases to the left and to the right of a reporting verb."""

from __future__ import annotations

from toolkit.analysis.quotes.verbs import Verbs
from toolkit.analysis.quotes.words import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DAY,
    DETERMINER,
    MONTH,
    NOT_SUBJECT,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    Span,
    Token,
    is_name,
    words,
)

NOUN_OR_VERB = words("noun_or_verb")
PEOPLE = words("people")


_DATED = DAY | MONTH | {"week", "month", "year"}


def skip_adverbs(tokens: list[Token], j: int) -> int:
    """Return the number of the last token left of `j` that is no auxiliary, adverb or date."""
    while j >= 0 and _skipped(tokens, j):
        j -= 1
    return j


def _skipped(tokens: list[Token], j: int) -> bool:
    token = tokens[j]
    if token.low in AUXILIARY or token.low in ADVERB or token.low in DAY:
        return True
    if token.low.endswith("ly") and token.text[0].islower() and len(token.low) > 4:
        return True
    if token.low in ("on", "in", "last", "this"):
        return j + 1 < len(tokens) and tokens[j + 1].low in _DATED
    return token.low in _DATED and j > 0 and tokens[j - 1].low in ("in", "last", "this")


def noun_phrase_left(tokens: list[Token], j: int, verbs: Verbs) -> Span | None:
    """Return the span of the noun phrase that ends at token `j`, or nothing if none does."""
    if j < 0 or tokens[j].kind != "w":
        return None
    if tokens[j].low in PRONOUN:
        return None if tokens[j].low in ("who", "you") else (tokens[j].start, tokens[j].end)
    if tokens[j].low in NOT_SUBJECT or not _nominal(tokens, j, verbs):
        return None
    first = j
    k = j - 1
    while k >= 0 and j - k < 16:
        token = tokens[k]
        if token.low in DETERMINER:
            first = k
            if k == 0 or tokens[k - 1].low not in PREPOSITION or not _prepositional(tokens, k - 1, verbs):
                break
            k -= 1
        elif _nominal(tokens, k, verbs):
            first = k
        elif (token.low in PREPOSITION and _prepositional(tokens, k, verbs)) or (
            token.low in ("and", "&") and k > 0 and is_name(tokens[k - 1]) and is_name(tokens[k + 1])
        ):
            pass
        elif not _bridges(tokens, k):
            break
        k -= 1
    return tokens[first].start, tokens[j].end


def _bridges(tokens: list[Token], k: int) -> bool:
    """Tell whether a mark belongs inside a name: (R-Iowa), al-, ’s, a comma before Jr."""
    token = tokens[k]
    return token.text in ("'", "’", "-", "–", "&", "/") and k > 0 and tokens[k - 1].end == token.start


def _nominal(tokens: list[Token], k: int, verbs: Verbs) -> bool:
    """Tell whether a token can be inside a noun phrase."""
    token = tokens[k]
    if token.kind != "w" or token.low in CONJUNCTION or token.low in PREPOSITION:
        return is_name(token) and k > 0 and token.low not in CONJUNCTION
    if token.low in PRONOUN or token.low in AUXILIARY or token.low in NOT_SUBJECT:
        return False
    if token.low in ADVERB or token.low in DAY:
        return False
    return token.text[0].isupper() or token.low not in verbs.forms or token.low in NOUN_OR_VERB


def _prepositional(tokens: list[Token], k: int, verbs: Verbs) -> bool:
    """Tell whether a preposition links two parts of one noun phrase ("a spokesman for the party")."""
    if k == 0 or tokens[k].text[0].isupper():
        return False
    if tokens[k].low not in ("of", "for", "at", "from", "with", "in"):
        return False
    before = tokens[k - 1]
    return before.kind == "w" and _nominal(tokens, k - 1, verbs) and before.low not in DETERMINER


def noun_phrase_right(tokens: list[Token], i: int) -> Span | None:
    """Return the span of the noun phrase that begins at token `i` (after an inverted verb)."""
    if i >= len(tokens) or tokens[i].kind != "w":
        return None
    first = tokens[i]
    if first.low in PRONOUN:
        return (first.start, first.end) if first.low not in ("who", "you", "it") else None
    if not (is_name(first) or first.low in DETERMINER or first.low in PEOPLE or _titled(tokens, i)):
        return None
    if first.low in NOT_SUBJECT or first.low in CONJUNCTION:
        return None
    last = i
    for k in range(i + 1, min(i + 14, len(tokens))):
        if is_name(tokens[k]):
            last = k
        elif not _goes_on(tokens, i, k, last):
            break
        elif tokens[k].kind == "w" and tokens[k].low not in PARTICLE and tokens[k].low not in PREPOSITION:
            last = k
    return first.start, tokens[last].end


def _titled(tokens: list[Token], i: int) -> bool:
    """Tell whether lower-case words lead up to a name ("pollster Frank Luntz")."""
    for token in tokens[i : i + 7]:
        if is_name(token):
            return True
        if (
            token.kind != "w"
            or token.low in CONJUNCTION
            or token.low in AUXILIARY
            or token.low in NOT_SUBJECT
        ):
            return False
        if token.low in PREPOSITION or token.low in ADVERB or token.low in DAY:
            return False
    return False


def _goes_on(tokens: list[Token], i: int, k: int, last: int) -> bool:
    """Tell whether a token that is no name continues the noun phrase that began at token `i`."""
    token, after = tokens[k], tokens[k + 1] if k + 1 < len(tokens) else None
    if token.kind != "w":
        return token.text in ("'", "’", "-", "&", "/") and tokens[k - 1].end == token.start
    if len(token.text) == 1 and token.text.isupper():
        return True  # an initial without its dot
    if token.low in ("of", "for", "at", "from", "with", "in"):
        linked = after is not None and (is_name(after) or after.low in DETERMINER)
        return linked and (token.low == "of" or not is_name(tokens[i]))
    if token.low in ("and", "&"):
        return after is not None and is_name(after)
    if token.low in CONJUNCTION or token.low in PREPOSITION or token.low in AUXILIARY or token.low in DAY:
        return False
    after_name = is_name(tokens[last]) and last == k - 1 and tokens[i].low not in DETERMINER
    return token.low in PARTICLE or not after_name

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
PEOPLE, PART_OF = words("people"), words("part_of")
TITLE, ROLE = words("honorific"), words("honorific") | words("role_male") | words("role_female")
BODY = words("body_word")
_SHORTEST_NAME, _LONGEST_NAME = 2, 6
_AFTER_NAME = frozenset(
    (".", ",", ";", ":", "(", ")", "—", "–", "-", "?", "!", "who", "in", "on", "at", "of")
)


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
    if _part_of_them(tokens, j - _OF_THEM):
        return tokens[j - _OF_THEM].start, tokens[j].end
    if tokens[j].low in PRONOUN:
        return None if tokens[j].low in ("who", "you") else (tokens[j].start, tokens[j].end)
    if tokens[j].low in NOT_SUBJECT or not _nominal(tokens, j, verbs):
        return None
    return tokens[_leftmost(tokens, j, verbs)].start, tokens[j].end


def _leftmost(tokens: list[Token], j: int, verbs: Verbs) -> int:
    """Return the first token of the noun phrase that ends at token `j`."""
    first = j
    k = j - 1
    while k >= 0 and j - k < 16:
        token = tokens[k]
        if token.low in DETERMINER:
            first = k
            if _part(tokens, k - _OF):
                return k - _OF
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
    return first


_OF, _OF_THEM = 2, 2  # tokens from "one" to what it is a part of: "one of the women", "one of them"


def _part(tokens: list[Token], k: int) -> bool:
    """Tell whether "one of" and the like stand at a token."""
    return k >= 0 and k + 1 < len(tokens) and tokens[k].low in PART_OF and tokens[k + 1].low == "of"


def _part_of_them(tokens: list[Token], k: int) -> bool:
    return _part(tokens, k) and k + _OF_THEM < len(tokens) and tokens[k + _OF_THEM].low in ("them", "us")


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
    if not _begins(tokens, i):
        return None
    if _part_of_them(tokens, i):
        last = i + _OF_THEM
        return _appositive(tokens, i, last) or (first.start, tokens[last].end)
    last, head = i, i  # `head` begins the phrase anew behind a possessor ("Trump's spokesman")
    for k in range(i + 1, min(i + 14, len(tokens))):
        owned = (possessive(tokens[k - 1]) and tokens[k].kind == "w") or tokens[k - 1].low == "no."
        if owned:
            head = k
        if is_name(tokens[k]) or owned:
            last = k
        elif not _goes_on(tokens, head, k, last):
            break
        elif tokens[k].kind == "w" and tokens[k].low not in PARTICLE and tokens[k].low not in PREPOSITION:
            last = k
    return _appositive(tokens, i, last) or (first.start, tokens[last].end)


def _begins(tokens: list[Token], i: int) -> bool:
    """Tell whether a noun phrase can begin at a token."""
    first = tokens[i]
    if first.low in NOT_SUBJECT or first.low in CONJUNCTION:
        return False
    return is_name(first) or first.low in DETERMINER or first.low in PEOPLE or _titled(tokens, i)


def possessive(token: Token) -> bool:
    """Tell whether a word is a possessor: Trump's, the soldiers'."""
    return token.low.endswith(("'s", "s'"))


def _appositive(tokens: list[Token], first: int, last: int) -> Span | None:
    """Return the name set beside a role that ends at token `last`: "the mayor, Nadia Karim"."""
    if is_name(tokens[last]) and not _is_role(tokens, first, last):
        return None
    if last + 2 >= len(tokens) or tokens[last + 1].text != ",":
        return None
    role = _is_role(tokens, first, last) or _part_of_them(tokens, first)
    end = name_ahead(tokens, last + 2, 1 if role else _SHORTEST_NAME)
    return (tokens[last + 2].start, tokens[end].end) if end is not None else None


def _is_role(tokens: list[Token], first: int, last: int) -> bool:
    """Tell whether a phrase is a title alone: "the Prime Minister", "the Director-General of the Board"."""
    head = next((k - 1 for k in range(first + 1, last) if tokens[k].low == "of"), last)
    return tokens[head].low in ROLE and (tokens[first].low in DETERMINER or _owned(tokens, first, last))


def _owned(tokens: list[Token], first: int, last: int) -> bool:
    return any(possessive(token) for token in tokens[first:last])


def name_ahead(tokens: list[Token], i: int, shortest: int = _SHORTEST_NAME) -> int | None:
    """Return the last token of a person's name that begins at token `i` and is all that is said there.

    The name has two words (or `shortest`) or a title; what follows is a mark, a quotation or nothing.
    """
    k = i
    while k < len(tokens) and _in_name(tokens, i, k):
        k += 1
    words_ = [token for token in tokens[i:k] if token.kind == "w"]
    if len(words_) < shortest or len(words_) > _LONGEST_NAME or not is_name(words_[-1]):
        return None
    bare = [token for token in words_ if token.low.strip(".") not in TITLE]
    if not bare or any(token.low in BODY or possessive(token) for token in bare):
        return None
    ended = k == len(tokens) or tokens[k].kind == "q" or tokens[k].text in _AFTER_NAME
    return k - 1 if ended or tokens[k].low in _AFTER_NAME else None


def _in_name(tokens: list[Token], i: int, k: int) -> bool:
    token = tokens[k]
    if k > i and token.low in PARTICLE - {"and", "&", "of"}:
        return True
    initial = len(token.text) == 1 and token.text.isupper()
    return is_name(token) or initial or (k == i and token.low.strip(".") in TITLE)


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


def _common(token: Token) -> bool:
    """Tell whether a word in small letters can be a noun ("the minister of works")."""
    closed = (PREPOSITION, CONJUNCTION, AUXILIARY, ADVERB, PRONOUN, NOT_SUBJECT)
    return not any(token.low in kind for kind in closed)


def _goes_on(tokens: list[Token], i: int, k: int, last: int) -> bool:
    """Tell whether a token that is no name continues the noun phrase that began at token `i`."""
    token, after = tokens[k], tokens[k + 1] if k + 1 < len(tokens) else None
    if token.kind != "w":
        return token.text in ("'", "’", "-", "&", "/") and tokens[k - 1].end == token.start
    if (len(token.text) == 1 and token.text.isupper()) or (
        token.text.isdigit() and tokens[k - 1].low == "no."
    ):
        return True  # an initial without its dot; "the Senate's No. 2 Democrat"
    if token.low in ("of", "for", "at", "from", "with", "in"):
        linked = after is not None and (is_name(after) or after.low in DETERMINER)
        plain = token.low == "of" and after is not None and after.kind == "w" and _common(after)
        return (linked and (token.low == "of" or not is_name(tokens[i]))) or (
            plain and not is_name(tokens[i])
        )
    if token.low in ("and", "&"):
        return after is not None and is_name(after)
    if token.low in CONJUNCTION or token.low in PREPOSITION or token.low in AUXILIARY or token.low in DAY:
        return False
    after_name = is_name(tokens[last]) and last == k - 1 and tokens[i].low not in DETERMINER
    return token.low in PARTICLE or not after_name

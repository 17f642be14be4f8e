"""Who says what in a paragraph's own words: cues and their subjects, found without a parser.

A paragraph becomes a row of tokens in which each quotation is one token. From a reporting verb the
subject is sought to the left ("Asif, the defence minister, said"), or to the right where the verb
follows a quotation ("said Asif"); "according to Asif" and "— Asif" need no verb.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.analysis.quotes_phrases import noun_phrase_left, noun_phrase_right, skip_adverbs
from toolkit.analysis.quotes_verbs import Verb, Verbs
from toolkit.analysis.quotes_words import (
    ADVERB,
    AUXILIARY,
    PREPOSITION,
    PRONOUN,
    THIRD_PERSON,
    Span,
    Token,
    is_name,
    words,
)

OPENER = words("opener")


@dataclass(frozen=True)
class Attribution:
    """A cue with its subject: spans in the paragraph, the verb, and how the two were joined."""

    mention: Span
    cue: Span
    verb: Verb
    form: str  # left | inverted | apposition | according | relative | participle | dash
    at: int  # token number of the cue


def find_cue(tokens: list[Token], i: int, verbs: Verbs) -> tuple[Verb, int] | None:
    """Return the reporting verb that starts at token `i` and the number after its last token."""
    low = tokens[i].low
    if low in verbs.phrases:
        for rest, verb in verbs.phrases[low].items():
            if tuple(token.low for token in tokens[i + 1 : i + 1 + len(rest)]) == rest:
                return verb, i + 1 + len(rest)
    verb_or_none = verbs.forms.get(low)
    return None if verb_or_none is None else (verb_or_none, i + 1)


def subject_left(tokens: list[Token], i: int, verbs: Verbs) -> tuple[Span, str] | None:
    """Return the subject left of a verb at token `i` and how it was reached."""
    j = skip_adverbs(tokens, i - 1)
    if j < 0:
        return None
    token = tokens[j]
    if token.low in ("who", "which", "that") and j > 0:
        k = j - 2 if tokens[j - 1].text == "," else j - 1
        phrase = noun_phrase_left(tokens, k, verbs)
        return (phrase, "relative") if phrase else None
    if token.text in (",", ")", "—", "–"):
        return _before_apposition(tokens, j, verbs)
    phrase = noun_phrase_left(tokens, j, verbs)
    return (phrase, "left") if phrase else None


def _before_apposition(tokens: list[Token], j: int, verbs: Verbs) -> tuple[Span, str] | None:
    """Return the noun phrase before an insertion that ends at token `j` ("Asif, the minister,")."""
    opening = {",": ",", ")": "(", "—": "—", "–": "–"}[tokens[j].text]
    k = j - 1
    best: Span | None = None
    while k > 0 and j - k < 40 and tokens[k].kind != "q" and tokens[k].text not in (".", "?", "!", ";", ":"):
        if tokens[k].text == opening:
            phrase = noun_phrase_left(tokens, k - 1, verbs)
            if phrase is not None:
                best = phrase
                if is_name(tokens[k - 1]) or tokens[k - 1].low in PRONOUN or opening != ",":
                    return phrase, "apposition"
        k -= 1
    return (best, "apposition") if best else None


def attributions(tokens: list[Token], verbs: Verbs) -> list[Attribution]:
    """Return every cue of a paragraph that has a subject, in order.

    Examples
    --------
    >>> from toolkit.analysis.quotes_verbs import reporting_verbs
    >>> from toolkit.analysis.quotes_words import tokens_of
    >>> text = "Khawaja Asif, the defence minister, said so."
    >>> [text[slice(*a.mention)] for a in attributions(tokens_of(text, []), reporting_verbs())]
    ['Khawaja Asif']
    """
    found = []
    i = 0
    while i < len(tokens):
        cue = find_cue(tokens, i, verbs) if tokens[i].kind == "w" else None
        if cue is None:
            i += 1
            continue
        verb, after = cue
        made = _attribute(tokens, i, after, verb, verbs)
        if made is not None:
            found.append(made)
        i = after
    return found


def _attribute(tokens: list[Token], i: int, after: int, verb: Verb, verbs: Verbs) -> Attribution | None:
    """Return the attribution of one cue, if a subject is found for it."""
    span = (tokens[i].start, tokens[after - 1].end)
    if verb.lemma == "according to":
        phrase = noun_phrase_right(tokens, after)
        return Attribution(phrase, span, verb, "according", i) if phrase else None
    if _inverts(tokens, i, verb):
        phrase = noun_phrase_right(tokens, after)
        if phrase:
            return Attribution(phrase, span, verb, "inverted", i)
    if _passive(tokens, i) and verb.lemma != "quote":
        return None
    if tokens[i].low.endswith("ing"):
        return _participle(tokens, i, span, verb, verbs)
    subject = subject_left(tokens, i, verbs)
    return Attribution(subject[0], span, verb, subject[1], i) if subject else None


def _inverts(tokens: list[Token], i: int, verb: Verb) -> bool:
    """Tell whether a verb stands right after a quotation, as in “...,” said Asif."""
    if verb.lemma in ("tell", "call", "describe") or tokens[i].low.endswith("ing"):
        return False
    j = i - 1
    while j >= 0 and (
        tokens[j].low in ADVERB or tokens[j].low in AUXILIARY or tokens[j].text in (",", "…", "-", "—")
    ):
        j -= 1
    return j >= 0 and tokens[j].kind == "q"


def _passive(tokens: list[Token], i: int) -> bool:
    """Tell whether a form of 'be' stands before the verb: the subject is then not the speaker."""
    j = i - 1
    while j >= 0 and (tokens[j].low in ADVERB or tokens[j].low.endswith("ly")):
        j -= 1
    return j >= 0 and tokens[j].low in (
        "was",
        "were",
        "is",
        "are",
        "been",
        "be",
        "being",
        "when",
        "if",
        "to",
        "as",
    )


def _participle(tokens: list[Token], i: int, span: Span, verb: Verb, verbs: Verbs) -> Attribution | None:
    """Return the attribution of 'saying', 'adding': the subject of the sentence's first finite verb."""
    start = i
    while start > 0 and not ends_sentence(tokens, start - 1):
        start -= 1
    for k in range(i - 1, start, -1):
        if tokens[k].kind == "w" and not tokens[k].low.endswith("ing") and tokens[k].low in verbs.forms:
            subject = subject_left(tokens, k, verbs)
            if subject and not _passive(tokens, k):
                return Attribution(subject[0], span, verb, "participle", i)
    phrase = first_subject(tokens, start, i, verbs)
    return Attribution(phrase, span, verb, "participle", i) if phrase else None


def first_subject(tokens: list[Token], start: int, stop: int, verbs: Verbs) -> Span | None:
    """Return the first pronoun or name of a sentence that is not inside an opening phrase."""
    for k in range(start, stop):
        token = tokens[k]
        after = tokens[k + 1].low if k + 1 < stop else ""
        opening = k > start and tokens[k - 1].low in PREPOSITION
        if token.low in THIRD_PERSON and token.low != "it":
            return token.start, token.end
        if (
            is_name(token)
            and token.low not in OPENER
            and not opening
            and not (k + 1 < stop and is_name(tokens[k + 1]))
        ):
            if after in ("'s", "’s") or token.low.endswith("'s"):
                continue
            return noun_phrase_left(tokens, k, verbs)
    return None


def ends_sentence(tokens: list[Token], k: int) -> bool:
    """Tell whether a sentence ends with token `k`: a stop, or a quotation with one that nothing continues."""
    token = tokens[k]
    if token.text in (".", "?", "!", "...") or token.text[:2] == "..":
        return True
    if token.kind != "q" or k + 1 >= len(tokens):
        return False
    body = token.text.rstrip("\"'”’»“ ")
    following = tokens[k + 1]
    return bool(body) and body[-1] in ".?!…" and (following.kind == "q" or following.text[0].isupper())

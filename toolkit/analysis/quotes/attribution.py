"""Who says what in a paragraph's own words: cues and their subjects, found without a parser.

A paragraph becomes a row of tokens in which each quotation is one token. From a reporting verb the
subject is sought to the left ("Asif, the defence minister, said"), or to the right where the verb
follows a quotation ("said Asif"); "according to Asif" and "— Asif" need no verb.
"""

from __future__ import annotations

from typing import NamedTuple

from toolkit.analysis.quotes.phrases import (
    name_ahead,
    noun_phrase_left,
    noun_phrase_right,
    possessive,
    skip_adverbs,
)
from toolkit.analysis.quotes.verbs import Verb, Verbs
from toolkit.analysis.quotes.words import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    FINITE,
    NOT_INVERTED,
    PREPOSITION,
    PRONOUN,
    THIRD_PERSON,
    Span,
    Token,
    is_name,
    words,
)

_SHORT = 4  # letters of "used", "need": no longer word in -ed is anything but a verb's form
OPENER, PEOPLE, NOUN_OR_VERB = words("opener"), words("people"), words("noun_or_verb")
NO_SUBJECT_AFTER = words("before_passive")


class Attribution(NamedTuple):
    """A cue with its subject: spans in the paragraph, the verb, and how the two were joined."""

    mention: Span
    cue: Span
    verb: Verb
    form: str  # left | inverted | apposition | according | relative | participle | dash
    at: int  # token number of the cue
    referent: Span | None = None  # what "who" stands for
    sure: bool = False  # a name or a pronoun
    denied: bool = False  # "did not say"
    start: int | None = None  # where "the mayor" begins in "the mayor, Nadia Karim, said"


def find_cue(tokens: list[Token], i: int, verbs: Verbs) -> tuple[Verb, int] | None:
    """Return the reporting verb that starts at token `i` and the number after its last token."""
    low = tokens[i].low
    if tokens[i].text[0].isupper() and i > 0 and tokens[i - 1].kind == "w":
        return None  # part of a name: the Washington Post
    if low in verbs.phrases:
        for rest, verb in verbs.phrases[low].items():
            if tuple(token.low for token in tokens[i + 1 : i + 1 + len(rest)]) == rest:
                return verb, i + 1 + len(rest)
    verb_or_none = verbs.forms.get(low)
    return None if verb_or_none is None else (verb_or_none, i + 1)


def subject_left(tokens: list[Token], i: int, verbs: Verbs) -> Subject | None:
    """Return the subject left of a verb at token `i` and how it was reached."""
    j = skip_adverbs(tokens, i - 1)
    if j < 0:
        return None
    token = tokens[j]
    if token.low in ("who", "which", "that") and j > 0:
        k = j - 2 if tokens[j - 1].text == "," else j - 1
        phrase = noun_phrase_left(tokens, k, verbs)
        who = phrase if phrase is None or token.low == "that" else (token.start, token.end)
        return Subject(who, "relative", False, phrase) if who else None
    if token.text in (",", ")", "—", "–"):
        return _before_apposition(tokens, j, verbs)
    if possessive(token):
        return None  # "the party’s reports"
    if token.low in _JOINS:
        return _shared(tokens, j, verbs)
    phrase = noun_phrase_left(tokens, j, verbs)
    return Subject(phrase, "left", named(tokens, j)) if phrase else None


_JOINS = frozenset(("and", "but", "then"))
_REACH = 30  # tokens between two verbs of one subject


def _shared(tokens: list[Token], j: int, verbs: Verbs) -> Subject | None:
    """Return the subject of an earlier verb that a verb after "and" or "but" shares with it."""
    for k in range(j - 1, max(sentence_start(tokens, j), j - _REACH), -1):
        low = tokens[k].low
        if tokens[k].kind == "q" or low in _JOINS or not (low in FINITE or low in verbs.forms or _past(low)):
            continue
        subject = subject_left(tokens, k, verbs)
        if subject is not None and subject.sure and subject.form in ("left", "apposition"):
            return Subject(subject.span, "shared", True)
    return None


def _past(low: str) -> bool:
    return low.endswith("ed") and len(low) > _SHORT


class Subject(NamedTuple):
    """A subject: its span, how it was reached, whether it is a name or pronoun, what "who" stands for."""

    span: Span
    form: str
    sure: bool
    referent: Span | None = None
    start: int | None = None


def named(tokens: list[Token], j: int) -> bool:
    """Tell whether a phrase that ends at token `j` is a name, a pronoun or people in the plural."""
    token = tokens[j]
    return token.low in PRONOUN or token.low in PEOPLE or (is_name(token) and token.low not in OPENER)


def _before_apposition(tokens: list[Token], j: int, verbs: Verbs) -> Subject | None:
    """Return the noun phrase before an insertion that ends at token `j` ("Asif, the minister,")."""
    opening = {",": ",", ")": "(", "—": "—", "–": "–"}[tokens[j].text]
    k = j - 1
    best: Subject | None = None
    renamed: Subject | None = None
    while k > 0 and j - k < 40 and tokens[k].kind != "q" and tokens[k].text not in (".", "?", "!", ";", ":"):
        if tokens[k].text == opening:
            phrase = noun_phrase_left(tokens, k - 1, verbs)
            role = phrase is not None and (not named(tokens, k - 1) or _role(tokens, k, phrase))
            if phrase and role and name_ahead(tokens, k + 1) == j - 1:
                whole = tokens[k + 1].start, tokens[j - 1].end
                renamed = Subject(whole, "apposition", sure=True, start=phrase[0])
            elif phrase is not None and (renamed is None or _opens(tokens, k, phrase)):
                best = Subject(phrase, "apposition", named(tokens, k - 1))
                if best.sure or opening != ",":
                    return best
        k -= 1
    return renamed or best


def _role(tokens: list[Token], k: int, phrase: Span) -> bool:
    """Tell whether a phrase that ends before token `k` is a role with a place ("the mayor of Torvik")."""
    first = k - 1
    while first > 0 and tokens[first].start > phrase[0]:
        first -= 1
    linked = next((i for i in range(first + 1, k) if tokens[i].low in PREPOSITION), None)
    return linked is not None and tokens[first].low in DETERMINER and tokens[linked - 1].text.islower()


def _opens(tokens: list[Token], k: int, phrase: Span) -> bool:
    """Tell whether a name begins its sentence: "Vian, the editor of the paper, the Post, said"."""
    return tokens[sentence_start(tokens, k)].start == phrase[0] and named(tokens, k - 1)


def attributions(tokens: list[Token], verbs: Verbs) -> list[Attribution]:
    """Return every cue of a paragraph that has a subject, in order.

    Examples
    --------
    >>> from toolkit.analysis.quotes.verbs import reporting_verbs
    >>> from toolkit.analysis.quotes.words import tokens_of
    >>> text = "Khawaja Asif, the defence minister, said so."
    >>> [text[slice(*a.mention)] for a in attributions(tokens_of(text, []), reporting_verbs())]
    ['Khawaja Asif']
    """
    found, after, starts = [], 0, verbs.starts
    for i in [i for i, token in enumerate(tokens) if token.low in starts]:
        cue = find_cue(tokens, i, verbs) if i >= after else None
        if cue is not None:
            verb, after = cue
            made = _attribute(tokens, i, after, verb, verbs)
            if made is not None:
                found.append(made)
    return found


def _attribute(tokens: list[Token], i: int, after: int, verb: Verb, verbs: Verbs) -> Attribution | None:
    """Return the attribution of one cue, if a subject is found for it."""
    span = (tokens[i].start, tokens[after - 1].end)
    if verb.lemma == "according to":
        phrase = noun_phrase_right(tokens, after)
        return Attribution(phrase, span, verb, "according", i, sure=True) if phrase else None
    if _inverts(tokens, i, verb):
        phrase = noun_phrase_right(tokens, after)
        if phrase:
            return Attribution(phrase, span, verb, "inverted", i, sure=True)
    if _passive(tokens, i) and verb.lemma != "quote":
        return None
    if tokens[i].low.endswith("ing"):
        return _participle(tokens, i, span, verb, verbs)
    subject = _speaking(tokens, i, after, verb, verbs)
    if subject is None or (not subject.sure and _noun_like(tokens, i, verb)):
        return None
    denied = _denied(tokens, i)
    found = Attribution(subject.span, span, verb, subject.form, i, subject.referent, subject.sure, denied)
    return found._replace(start=subject.start)


def _denied(tokens: list[Token], i: int) -> bool:
    """Tell whether "not" or "never" comes before a verb: the words beside it are then not the subject's."""
    j = i - 1
    while j >= 0 and (tokens[j].low in ADVERB or tokens[j].low in AUXILIARY or tokens[j].low.endswith("n't")):
        if tokens[j].low in ("not", "never") or tokens[j].low.endswith("n't"):
            return True
        j -= 1
    return False


def _speaking(tokens: list[Token], i: int, after: int, verb: Verb, verbs: Verbs) -> Subject | None:
    """Return who speaks: the subject, or the person quoted in "the paper quoted him as saying"."""
    if verb.lemma == "quote" and not _passive(tokens, i):
        phrase = _quoted_person(tokens, after)
        return Subject(phrase, "quoted", True) if phrase else None
    return subject_left(tokens, i, verbs)


def _quoted_person(tokens: list[Token], i: int) -> Span | None:
    """Return the person in "quoted him as saying"."""
    if i + 1 < len(tokens) and tokens[i].low in ("him", "her", "them"):
        return tokens[i].start, tokens[i].end
    return noun_phrase_right(tokens, i)


def _noun_like(tokens: list[Token], i: int, verb: Verb) -> bool:
    """Tell whether a form can be a noun or an adjective here ("an email", "his claims", "the faded sign")."""
    before = tokens[i - 1] if i else None
    if verb.lemma in ("say", "tell"):
        return False
    if before is not None and (before.low in DETERMINER or before.low in PREPOSITION):
        return True
    return tokens[i].text[0].isupper() or tokens[i].low in NOUN_OR_VERB


def _inverts(tokens: list[Token], i: int, verb: Verb) -> bool:
    """Tell whether a verb comes right after a quotation, as in “...,” said Asif."""
    if verb.lemma in NOT_INVERTED or tokens[i].low.endswith("ing"):
        return False
    j = i - 1
    while j >= 0 and (
        tokens[j].low in ADVERB or tokens[j].low in AUXILIARY or tokens[j].text in (",", "…", "-", "—")
    ):
        j -= 1
    return j >= 0 and tokens[j].kind == "q"


def _passive(tokens: list[Token], i: int) -> bool:
    """Tell whether a form of 'be' comes before the verb: the subject is then not the speaker."""
    j = i - 1
    while j >= 0 and (tokens[j].low in ADVERB or tokens[j].low.endswith("ly")):
        j -= 1
    return j >= 0 and tokens[j].low in NO_SUBJECT_AFTER


_SAYS_SO, _ING_NOUN = words("letter_like"), words("ing_noun")


def _is_noun(tokens: list[Token], i: int) -> bool:
    """Tell whether a form in -ing is a noun: "advance warning", but not "a letter warning"."""
    before = tokens[i - 1] if i else None
    if tokens[i].low not in _ING_NOUN or before is None or before.kind != "w" or before.text[0].isupper():
        return False
    clause = (
        before.low in ADVERB or before.low in CONJUNCTION or before.low in _JOINS or before.low in AUXILIARY
    )
    return not (clause or before.low in ("by", "in") or before.low in PRONOUN or before.low in _SAYS_SO)


def _participle(tokens: list[Token], i: int, span: Span, verb: Verb, verbs: Verbs) -> Attribution | None:
    """Return the attribution of 'saying', 'adding': the subject of the sentence's main verb."""
    if _is_noun(tokens, i):
        return None
    start = sentence_start(tokens, i)
    own = _of_its_own(tokens, i, verbs)
    if own is not None:
        return Attribution(own, span, verb, "participle", i, sure=True)
    for k in range(i - 1, start, -1):
        cue = find_cue(tokens, k, verbs)
        if cue and cue[0].strong and not tokens[k].low.endswith("ing") and not _passive(tokens, k):
            subject = subject_left(tokens, k, verbs)
            if subject and subject.sure and subject.form != "relative":
                return Attribution(subject.span, span, verb, "participle", i, sure=True)
    phrase = first_subject(tokens, start, i, verbs)
    return Attribution(phrase, span, verb, "participle", i, sure=True) if phrase else None


def _of_its_own(tokens: list[Token], i: int, verbs: Verbs) -> Span | None:
    """Return the subject of "with Caplin saying"."""
    for k in range(i - 1, max(-1, i - _LONGEST_OWN), -1):
        if tokens[k].low == "with":
            phrase = noun_phrase_right(tokens, k + 1) if tokens[k + 1].kind == "w" else None
            return phrase if phrase and phrase[1] == tokens[i - 1].end else None
        if tokens[k].kind == "q" or tokens[k].text in (".", ";", ":"):
            return None
    return None


_LONGEST_OWN = 10  # tokens of such a subject


def sentence_start(tokens: list[Token], i: int) -> int:
    """Return the number of the first token of the sentence token `i` is in."""
    floor = max(0, i - LONGEST_SENTENCE)
    while i > floor and not ends_sentence(tokens, i - 1):
        i -= 1
    return i


def sentence_starts(tokens: list[Token]) -> list[int]:
    """Return `sentence_start` of every token, in one pass.

    Examples
    --------
    >>> from toolkit.analysis.quotes.words import tokens_of
    >>> sentence_starts(tokens_of("Rain fell. He left.", []))
    [0, 0, 0, 3, 3, 3]
    """
    starts, start = [], 0
    for i in range(len(tokens)):
        if i and ends_sentence(tokens, i - 1):
            start = i
        starts.append(max(start, i - LONGEST_SENTENCE))
    return starts


LONGEST_SENTENCE = 300  # tokens looked through, so that no text takes more than linear time


def first_subject(tokens: list[Token], start: int, stop: int, verbs: Verbs) -> Span | None:
    """Return the first pronoun or name of a sentence that a verb seems to follow."""
    for k in range(start, stop):
        token = tokens[k]
        if token.low in THIRD_PERSON and token.low != "it":
            return token.start, token.end
        if not is_name(token) or token.low in OPENER or token.low.endswith(("'s", "s'")):
            continue
        if _verb_follows(tokens, k + 1, stop, verbs):
            return noun_phrase_left(tokens, k, verbs)
    return None


def _verb_follows(tokens: list[Token], k: int, stop: int, verbs: Verbs) -> bool:
    while k < stop and (tokens[k].low in ADVERB or tokens[k].low.endswith("ly")):
        k += 1
    if k >= stop or tokens[k].kind != "w" or tokens[k].text[0].isupper():
        return False
    low = tokens[k].low
    return low in AUXILIARY or low in verbs.forms or low in FINITE or _past(low)


def ends_sentence(tokens: list[Token], k: int) -> bool:
    """Tell whether a sentence ends with token `k`: a stop, or a quotation with one that nothing continues."""
    token = tokens[k]
    if token.kind == "w":
        return False
    if token.text in (".", "?", "!") or token.text[:2] == "..":
        return True
    if token.kind != "q" or k + 1 >= len(tokens):
        return False
    body = token.text.rstrip("\"'”’»“ ")
    following = tokens[k + 1]
    return bool(body) and body[-1] in ".?!…" and (following.kind == "q" or following.text[0].isupper())

"""A speaker for each quotation of an article: the rules of the fast path, in the order they are tried.

A quotation takes its speaker from the words after it (“...,” said Asif), from the words before it
(Asif said: “...”), from the other part of the same sentence (“...,” he said, “...”), from the sentence
before, from a colon that ends the paragraph before, or from the quotation it continues.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.analysis.quotes.attribution import (
    Attribution,
    attributions,
    ends_sentence,
    first_subject,
    sentence_start,
)
from toolkit.analysis.quotes.phrases import noun_phrase_left
from toolkit.analysis.quotes.record import Answer, Quote, filled
from toolkit.analysis.quotes.verbs import Verbs
from toolkit.analysis.quotes.words import PARTICLE, PREPOSITION, Token, is_name, tokens_of
from toolkit.text.marks import quoted_spans


class _Paragraph(NamedTuple):
    number: int
    start: int
    text: str
    tokens: list[Token]
    found: list[Attribution]


_CLOSING = "\"'”’»“`«›"
_PARAGRAPH = re.compile(r"[^\n]+")
_DASH_NAME = re.compile(
    r"\s*[—–―-]{1,2}\s*((?:[A-Z@][\w.’'@-]*)(?: (?:[A-Z@][\w.’'-]*|of|the|bin|ul|al|de|e))*)"
)


def speakers(text: str, verbs: Verbs) -> list[Quote]:
    """Return the quotations of an article's text, each with its speaker where a rule finds one."""
    quotes: list[Quote] = []
    previous: _Paragraph | None = None
    for number, found in enumerate(_PARAGRAPH.finditer(text)):
        body = found.group()
        spans = quoted_spans(body)
        if not spans and not body.rstrip().endswith(":"):
            previous = None if body.strip() else previous
            continue
        tokens = tokens_of(body, spans)
        here = _Paragraph(number, found.start(), body, tokens, attributions(tokens, verbs))
        quotes += _paragraph_quotes(here, previous, quotes, verbs)
        previous = here
    return quotes


def _paragraph_quotes(
    here: _Paragraph, previous: _Paragraph | None, before: list[Quote], verbs: Verbs
) -> list[Quote]:
    """Return the quotations of one paragraph."""
    made: list[Quote] = []
    for k in [k for k, token in enumerate(here.tokens) if token.kind == "q"]:
        token = here.tokens[k]
        quote = Quote(
            here.start + token.start,
            here.start + token.end,
            here.number,
            open_end=token.text[-1] not in _CLOSING,
        )
        for rule in (_after, _before, _same_sentence, _sentence_before):
            answer = rule(here, k, verbs)
            if answer is not None:
                quote = filled(quote, here.start, answer)
                break
        else:
            quote = _inherited(quote, here, k, made, previous, before, verbs)
        made.append(quote)
    return [quote for quote in made if not _title(here, quote)]


_TITLE = 5  # words of the longest title
_BY_ITSELF = ("after", "label", "dash", "block", "continued")
_SMALL = PREPOSITION | PARTICLE | {"the", "a", "an", "or", "vs."}


def _title(here: _Paragraph, quote: Quote) -> bool:
    """Tell whether marks hold a title, a name or a single word in scare quotes rather than words said."""
    if quote.rule.startswith(_BY_ITSELF):
        return False
    content = here.text[quote.start - here.start : quote.end - here.start].strip(" \"“”‘’'`,.;:")
    words = content.split(maxsplit=_TITLE)
    if quote.rule == "none" and len(words) < 3:
        return True
    if len(words) > _TITLE:
        return False
    capitals = all(word[:1].isupper() or word in _SMALL for word in words)
    return len(words) > 1 and capitals and words[-1] not in _SMALL


def _of(a: Attribution, rule: str) -> Answer:
    return Answer(a.mention, a.cue, a.verb, rule, a.referent)


def _after(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of the words after: “...,” said Asif, “...,” Asif said, “...” — Asif."""
    tokens = here.tokens
    quote = tokens[k].text.rstrip("\"'”’»“` ")
    stop = k + 1
    while stop < len(tokens) and tokens[stop].kind != "q" and not ends_sentence(tokens, stop):
        stop += 1
    if stop == k + 1:
        return None
    first = tokens[k + 1]
    complete = quote.endswith((".", "…")) and first.text[0].isupper()
    for a in here.found:
        if not k < a.at < stop:
            continue
        subject_at = min(a.mention[0], a.cue[0])
        gap = here.text[tokens[k].end : subject_at].strip(" ,—–-…\xa0")
        if a.form == "relative" and gap:
            continue
        if not gap and a.verb.lemma not in _NOT_AFTER and (a.sure or a.verb.strong):
            return None if complete else _of(a, "after_" + a.form)
        if a.form == "according" and not complete and len(gap.split()) < 12:
            return _of(a, "after_according")
        break
    dash = _DASH_NAME.match(here.text, tokens[k].end)
    if dash and dash.end() >= len(here.text.rstrip(" .")):
        return Answer(dash.span(1), None, None, "dash")
    return None


_NOT_AFTER = frozenset(("call", "describe", "quote"))


def _before(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of the words before, in one sentence: Asif said: “...”, Asif called it “...”."""
    tokens = here.tokens
    start = sentence_start(tokens, k)
    label = _label(here, k, verbs)
    if label:
        return label
    left = [
        a
        for a in here.found
        if start <= a.at < k and a.mention[0] >= tokens[start].start and a.form != "inverted"
    ]
    close = [a for a in left if k - a.at <= _CLOSE and (a.sure or a.verb.strong)]
    sure = [a for a in left if a.sure and a.verb.strong and a.form != "relative"]
    if sure and close and not close[-1].verb.strong and close[-1].mention[0] - sure[-1].cue[1] < 200:
        close = []
    for chosen in (close, sure, [a for a in left if a.sure], [a for a in left if a.verb.strong]):
        if chosen:
            a = chosen[-1]
            return _of(a, "before_" + a.form)
    return None


_CLOSE = 3  # tokens from a cue to the quotation it certainly introduces


def _label(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of a line that begins with a name and a colon ("Asif: “...”")."""
    tokens = here.tokens
    if k < 2 or tokens[k - 1].text != ":" or not is_name(tokens[k - 2]):
        return None
    phrase = noun_phrase_left(tokens, k - 2, verbs)
    before = here.text[: phrase[0]].rstrip() if phrase else "x"
    if phrase is None or (before and before[-1] not in "-–—.?!]"):
        return None
    return Answer(phrase, (tokens[k - 1].start, tokens[k - 1].end), None, "label")


def _same_sentence(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of another part of the sentence: The plan was “...” and failed, Asif said."""
    tokens = here.tokens
    start, stop = sentence_start(tokens, k), k
    while stop < len(tokens) and not ends_sentence(tokens, stop):
        stop += 1
    for a in here.found:
        if start <= a.at < k:
            return _of(a, "split")
    for a in here.found:
        if k < a.at < stop and a.verb.strong and a.sure and a.form != "relative":
            return _of(a, "later_in_sentence")
    return None


def _sentence_before(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of the sentence before: “...,” Asif said. “...”, or Asif was angry. “...”."""
    tokens = here.tokens
    if k == 0 or not ends_sentence(tokens, k - 1):
        return None
    last = [a for a in here.found if a.at < k and a.sure and a.verb.strong and a.form != "relative"]
    if last:
        a = last[-1]
        return _of(a, "continued")
    phrase = first_subject(tokens, sentence_start(tokens, k - 1), k, verbs)
    return Answer(phrase, None, None, "subject_before") if phrase else None


def _inherited(
    quote: Quote,
    here: _Paragraph,
    k: int,
    made: list[Quote],
    previous: _Paragraph | None,
    before: list[Quote],
    verbs: Verbs,
) -> Quote:
    """Return a quotation with the speaker of the colon or the quotation it follows."""
    opens = k == 0
    if opens and previous is not None and previous.text.rstrip().endswith(":"):
        answer = _announced(previous, verbs)
        if answer is not None:
            return filled(quote, previous.start, answer)
    source = made[-1] if made else before[-1] if opens and before else None
    if source is None or source.speaker is None:
        return quote
    if made:
        rule = "same_paragraph"
    elif source.paragraph < here.number - 1:
        return quote
    elif source.open_end:
        rule = "unclosed"
    elif (
        len(here.tokens) == 1
        and previous is not None
        and previous.tokens[-1].end >= len(previous.text.rstrip())
    ):
        rule = "floating"
    else:
        return quote
    return quote._replace(
        speaker=source.speaker, cue=source.cue, verb=source.verb, rule=rule, referent=source.referent
    )


def _announced(previous: _Paragraph, verbs: Verbs) -> Answer | None:
    """Return whom a paragraph that ends in a colon announces."""
    if previous.found:
        return _of(previous.found[-1], "block")
    last = len(previous.tokens) - 1
    phrase = first_subject(previous.tokens, sentence_start(previous.tokens, last), last, verbs)
    return Answer(phrase, None, None, "block") if phrase else None

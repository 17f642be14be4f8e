"""A speaker for each quotation of an article: the rules of the fast path, in the order they are tried.

A quotation takes its speaker from the words after it (“...,” said Asif), from the words before it
(Asif said: “...”), from the other part of the same sentence (“...,” he said, “...”), from the sentence
before, from a colon that ends the paragraph before, or from the quotation it continues.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from toolkit.analysis.quotes.attribution import (
    LONGEST_SENTENCE,
    OPENER,
    Attribution,
    attributions,
    ends_sentence,
    first_subject,
    sentence_starts,
)
from toolkit.analysis.quotes.phrases import name_ahead, noun_phrase_left, noun_phrase_right
from toolkit.analysis.quotes.record import Answer, Quote, filled
from toolkit.analysis.quotes.verbs import Verbs
from toolkit.analysis.quotes.words import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    FINITE,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    THIRD_PERSON,
    Span,
    Token,
    is_name,
    month_surnames,
    tokens_of,
    words,
)
from toolkit.text.marks import nicknames, quoted_spans
from toolkit.text.transcripts import turns_by_line


class _Paragraph(NamedTuple):
    number: int
    start: int
    text: str
    tokens: list[Token]
    found: list[Attribution]
    cues: list[int]  # token numbers of their cues
    starts: list[int]  # token numbers at which the sentences of its tokens begin


_CLOSING = "\"'”’»“`«›"
_PARAGRAPH = re.compile(r"[^\n]+")
_DASH_NAME = re.compile(
    r"\s*[—–―-]{1,2}\s*((?:[A-Z@][\w.’'@-]*)(?: (?:[A-Z@][\w.’'-]*|of|the|bin|ul|al|de|e))*)"
)


def speakers(text: str, verbs: Verbs) -> list[Quote]:
    """Return the quotations of an article's text, each with its speaker where a rule finds one."""
    quotes: list[Quote] = []
    previous: _Paragraph | None = None
    surnames, spoken = month_surnames(text), turns_by_line(text)
    bodies = [(found.start(), found.group()) for found in _PARAGRAPH.finditer(text)]
    for number, (start, body) in enumerate(bodies):
        turn = spoken.get(start)
        if turn is not None:
            name = (turn.name_start, turn.name_end)
            quotes.append(Quote(turn.start, turn.end, number, speaker=name, rule="transcript"))
            previous = None
            continue
        below = bodies[number + 1][1] if number + 1 < len(bodies) else ""
        spans = quoted_spans(body, below)
        if not spans and not body.rstrip().endswith(":"):
            previous = None if body.strip() else previous
            continue
        names = frozenset(nicknames(body, spans)) if spans else frozenset()
        spans = [span for span in spans if span not in names] if names else spans
        tokens = tokens_of(body, spans, names, surnames)
        found = attributions(tokens, verbs)
        here = _Paragraph(number, start, body, tokens, found, [a.at for a in found], sentence_starts(tokens))
        made = _paragraph_quotes(here, previous, quotes, verbs)
        quotes += _signed(made, here, below) if len(tokens) == 1 else made
        previous = here
    return quotes


_WEAK = frozenset(("none", "floating", "same_paragraph"))
_SIGNATURE = 10  # words of the longest line with a speaker's name and role


def _signed(quotes: list[Quote], here: _Paragraph, below: str) -> list[Quote]:
    """Return a pull quote with the speaker named on the line below it."""
    line = below.lstrip("—–-― \t")
    if quotes[-1:] == [] or quotes[-1].rule not in _WEAK or not line or len(line.split()) > _SIGNATURE:
        return quotes
    tokens = tokens_of(line, [])
    last = name_ahead(tokens, 0)
    if last is None or line.rstrip()[-1] in ".?!:" or any(_finite(token) for token in tokens[last + 1 :]):
        return quotes
    at = here.start + len(here.text) + 1 + len(below) - len(line)
    span = (at + tokens[0].start, at + tokens[last].end)
    return [
        *quotes[:-1],
        quotes[-1]._replace(speaker=span, cue=None, verb=None, rule="signed", referent=None),
    ]


def _finite(token: Token) -> bool:
    return token.low in FINITE or token.low in AUXILIARY or token.low.endswith("ed")


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
        for rule in (_after, _before, _same_sentence, _colon, _sentence_before):
            answer = rule(here, k, verbs)
            if answer is not None:
                quote = filled(quote, here.start, answer)
                break
        else:
            quote = _inherited(quote, here, k, made, previous, before, verbs)
        made.append(quote)
    unsaid = any(quote.rule == "none" for quote in made)
    work = unsaid and any(token.low in _WORK for token in here.tokens)
    return [quote for quote in made if not _title(here, quote, work=work)]


_TITLE, _UNSAID = 5, 8  # words of the longest title, and beside a word for a work that nobody says
_NEAR = 40  # characters before a title in which the word for a work is sought
_WORK = words("work")
_BY_ITSELF = ("after", "label", "dash", "block", "continued", "colon")
_SMALL = PREPOSITION | PARTICLE | {"the", "a", "an", "or", "vs."}


def _title(here: _Paragraph, quote: Quote, *, work: bool) -> bool:
    """Tell whether marks hold a title, a name or a single word in scare quotes rather than words said.

    `work` says whether the paragraph names a kind of work (a book, a film).
    """
    if quote.rule.startswith(_BY_ITSELF):
        return False
    content = here.text[quote.start - here.start : quote.end - here.start].strip(" \"“”‘’'`,.;:")
    opens = quote.start - here.start
    named = here.text[max(0, opens - _NEAR) : opens].split()[-1:]
    longest = _UNSAID if (work and quote.rule == "none") or (named and named[0] in _WORK) else _TITLE
    parts = content.split(maxsplit=longest)
    if quote.rule == "none" and len(parts) < 3:
        return True
    if len(parts) > longest:
        return False
    capitals = all(part[:1].isupper() or part in _SMALL for part in parts)
    return len(parts) > 1 and capitals and parts[-1] not in _SMALL


def _of(a: Attribution, rule: str) -> Answer:
    return Answer(a.mention, a.cue, a.verb, rule, a.referent)


def _between(here: _Paragraph, first: int, stop: int) -> list[Attribution]:
    """Return the attributions whose cue is one of the tokens from `first` to before `stop`."""
    at = here.cues
    return here.found[bisect_left(at, first) : bisect_left(at, stop)]


def _after(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of the words after: “...,” said Asif, “...,” Asif said, “...” — Asif."""
    tokens = here.tokens
    quote = tokens[k].text.rstrip("\"'”’»“` ")
    stop, last = k + 1, min(len(tokens), k + LONGEST_SENTENCE)
    while stop < last and tokens[stop].kind != "q" and not ends_sentence(tokens, stop):
        stop += 1
    if stop == k + 1:
        return None
    first = tokens[k + 1]
    complete = quote.endswith((".", "…")) and first.text[0].isupper()
    for a in _between(here, k + 1, stop):
        subject_at = min(a.mention[0] if a.start is None else a.start, a.cue[0])
        gap = here.text[tokens[k].end : subject_at].strip(" ,—–-…\xa0")
        if a.form == "relative" and gap:
            continue
        passive = a.verb.lemma == "quote" and a.form == "left"
        if not gap and (passive or a.verb.lemma not in _NOT_AFTER) and (a.sure or a.verb.strong):
            return None if complete and not _closes(tokens, a) else _nearer(here, k, a, verbs)
        if a.form == "according" and not complete and len(gap.split()) < 12:
            return _of(a, "after_according")
        break
    else:
        unlisted = _unlisted(here, k, quote, verbs)
        if unlisted:
            return unlisted
    dash = _DASH_NAME.match(here.text, tokens[k].end)
    if dash and dash.end() >= len(here.text.rstrip(" .")):
        name = dash[1].rstrip(".")
        return Answer((dash.start(1), dash.start(1) + len(name)), None, None, "dash")
    return None


def _nearer(here: _Paragraph, k: int, a: Attribution, verbs: Verbs) -> Answer:
    """Return the attribution behind a quotation, or of the verb before it: he promised “...” and left."""
    second = a.form == "shared" and a.mention[1] <= here.tokens[k].start
    before = _before(here, k, verbs) if second else None
    return before if before is not None and before.mention == a.mention else _of(a, "after_" + a.form)


_NOT_AFTER = frozenset(("call", "describe", "quote"))
_ANSWERS = frozenset(("agree", "deny", "concur", "confirm", "respond", "reply", "admit", "concede"))


def _closes(tokens: list[Token], a: Attribution) -> bool:
    """Tell whether a sentence holds its speaker and cue alone: “We won.” Asif said."""
    end = max(a.cue[1], a.mention[1])
    after = next((tokens[k] for k in range(a.at, len(tokens)) if tokens[k].start >= end), None)
    return a.verb.core and a.verb.lemma not in _ANSWERS and (after is None or after.text == ".")


def _unlisted(here: _Paragraph, k: int, quote: str, verbs: Verbs) -> Answer | None:
    """Return the speaker beside a verb the lexicon lacks: “...,” sighed Asif, “...,” Asif sighed."""
    tokens, i = here.tokens, k + 1
    if not quote.endswith((",", "?", "!", "…")) or tokens[i].kind != "w" or here.starts[k] < k:
        return None
    if _utters(tokens[i], verbs):
        phrase = noun_phrase_right(tokens, i + 1)
        certain = phrase is not None and (
            tokens[i + 1].low in PRONOUN or is_name(tokens[i + 1]) or tokens[i + 1].low in DETERMINER
        )
        span = (tokens[i].start, tokens[i].end)
        return Answer(phrase, span, None, "after_unlisted") if phrase and certain else None
    if tokens[i].low not in THIRD_PERSON and not (is_name(tokens[i]) and quote.endswith(",")):
        return None
    end = i
    while end < len(tokens) and is_name(tokens[end]):
        end += 1
    end = max(end, i + 1)
    if end >= len(tokens) or tokens[end - 1].low in OPENER or not _utters(tokens[end], verbs):
        return None
    cue = tokens[end].start, tokens[end].end
    return Answer((tokens[i].start, tokens[end - 1].end), cue, None, "after_unlisted")


def _utters(token: Token, verbs: Verbs) -> bool:
    """Tell whether a word can be a finite verb that the lexicon lacks."""
    low = token.low
    if token.kind != "w" or not token.text[0].islower() or low in verbs.starts or low in _CLOSED:
        return False
    ending = low.endswith(("ed", "s")) and not low.endswith(("ss", "us"))
    return low in FINITE or (len(low) > _SHORT and ending)


_CLOSED = AUXILIARY | ADVERB | PREPOSITION | THIRD_PERSON | CONJUNCTION


def _colon(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the subject before a colon: Asif sighed: “...”, Asif was angry. In a series of posts: “...”."""
    tokens = here.tokens
    if k == 0 or tokens[k - 1].text != ":":
        return None
    start = here.starts[k]
    phrase = first_subject(tokens, start, k, verbs)
    if phrase is None and start > 0 and tokens[start].low in PREPOSITION:
        before = here.starts[start - 1]
        phrase = first_subject(tokens, before, start, verbs)
    return Answer(phrase, None, None, "colon") if phrase else None


def _before(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of the words before, in one sentence: Asif said: “...”, Asif called it “...”."""
    tokens = here.tokens
    start = here.starts[k]
    label = _label(here, k, verbs)
    if label:
        return label
    left = [
        a
        for a in _between(here, start, k)
        if a.mention[0] >= tokens[start].start and a.form != "inverted" and not a.denied
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


_SHORT = 4  # letters: "is", "does" and other short forms in -s are seldom verbs of utterance
_FARTHEST = 1_000  # tokens back to the speaker of the sentence before
_CLOSE = 3  # tokens from a cue to the quotation it certainly introduces


def _label(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of a line that begins with a name and a colon ("Asif: “...”")."""
    tokens = here.tokens
    if k < 2 or tokens[k - 1].text != ":":
        return None
    listed = _listed(tokens, here.starts[k], k)
    if listed:
        return Answer(listed, (tokens[k - 1].start, tokens[k - 1].end), None, "label")
    if not is_name(tokens[k - 2]):
        return None
    phrase = noun_phrase_left(tokens, k - 2, verbs)
    before = here.text[: phrase[0]].rstrip() if phrase else "x"
    if phrase is None or (before and before[-1] not in "-–—.?!]"):
        return None
    return Answer(phrase, (tokens[k - 1].start, tokens[k - 1].end), None, "label")


def _listed(tokens: list[Token], start: int, k: int) -> Span | None:
    """Return the name that opens a line before a colon and what tells more of it (Asif, The Post: “...”)."""
    while start < k and tokens[start].kind == "p":  # a bullet
        start += 1
    end = start
    while end < k and is_name(tokens[end]):
        end += 1
    if end == start or k - start > _SIGNATURE or tokens[end].text not in (",", "("):
        return None
    if tokens[end - 1].low in OPENER or any(_finite(token) for token in tokens[end:k]):
        return None
    return tokens[start].start, tokens[end - 1].end


def _same_sentence(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of another part of the sentence: The plan was “...” and failed, Asif said."""
    tokens = here.tokens
    start, stop = here.starts[k], k
    last = min(len(tokens), k + LONGEST_SENTENCE)
    while stop < last and not ends_sentence(tokens, stop):
        stop += 1
    earlier = _between(here, start, k)
    if earlier:
        return _of(earlier[0], "split")
    later = (a for a in _between(here, k + 1, stop) if a.verb.strong and a.sure and a.form != "relative")
    found = next(later, None)
    return _of(found, "later_in_sentence") if found else None


def _sentence_before(here: _Paragraph, k: int, verbs: Verbs) -> Answer | None:
    """Return the speaker of the sentence before: “...,” Asif said. “...”, or Asif was angry. “...”."""
    tokens = here.tokens
    if k == 0 or not ends_sentence(tokens, k - 1):
        return None
    before = reversed(_between(here, max(0, k - _FARTHEST), k))
    last = next(
        (a for a in before if a.sure and a.verb.strong and a.form != "relative" and not a.denied), None
    )
    start = here.starts[k - 1]
    if last and (last.at >= start or not _another(tokens, start, k, verbs)):
        return _of(last, "continued")
    phrase = first_subject(tokens, start, k, verbs)
    return Answer(phrase, None, None, "subject_before") if phrase else None


def _another(tokens: list[Token], start: int, stop: int, verbs: Verbs) -> bool:
    """Tell whether a sentence has a person of its own as its first subject ("Lena Voss disagreed.")."""
    opens = tokens[start]
    if opens.kind != "w" or opens.low in OPENER or opens.low in PRONOUN or not is_name(opens):
        return False
    phrase = first_subject(tokens, start, stop, verbs)
    return phrase is not None and phrase[0] == tokens[start].start


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
    phrase = first_subject(previous.tokens, previous.starts[last], last, verbs)
    return Answer(phrase, None, None, "block") if phrase else None

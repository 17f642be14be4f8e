"""Tokens of a paragraph and the closed classes of words the rules for quotations go by."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from toolkit.lexicons import read_lexicon, word_classes

Span = tuple[int, int]


def words(kind: str) -> frozenset[str]:
    """Return one class of words of ``toolkit/lexicons/quote_words.csv``.

    Examples
    --------
    >>> "monday" in words("day")
    True
    """
    found = (entry.pattern for entry in read_lexicon("quote_words") if entry.label == kind)
    return frozenset(next(found).split())


PRONOUN = words("pronoun")
THIRD_PERSON = words("third_person")
AUXILIARY = words("auxiliary")
ADVERB = words("adverb")
DAY = words("day")
MONTH = words("month")
PREPOSITION = words("preposition")
CONJUNCTION = words("conjunction")
DETERMINER = words("determiner")
PARTICLE = words("particle")
FINITE = words("finite")
NOT_SUBJECT = words("not_subject")
SURNAME_TOO = words("surname_too")  # words that are a surname after a given name or a title
NOT_INVERTED = frozenset(("tell", "call", "describe"))  # verbs whose subject never follows them

_SHORTENED = (
    "Mr|Mrs|Ms|Dr|Prof|Rep|Reps|Sen|Sens|Gov|Gen|Lt|Col|Capt|Maj|Sgt|Brig|Cmdr|Adm|"
    "Jr|Sr|St|Rev|Hon|No|vs|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Ret|Md|Mohd|Amb|Atty|Supt"
)
_DOTTED = frozenset((*_SHORTENED.split("|"), *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))  # words that keep their dot
_TOKEN = re.compile(
    rf"(?:[A-Z]\.)+(?:[A-Z]\b)?|(?:{_SHORTENED})\.|"
    r"[^\W_]+(?:[-–’'.@][^\W_]+)*(?:['’](?![^\W_]))?|@\w+|\.{2,}|\S"
)


_MONTH_TOO = sorted(word.title() for word in SURNAME_TOO & MONTH)
_MONTH_NAME = re.compile(rf"(?:{'|'.join(_MONTH_TOO)})\b(?! \d)")
_LONGEST_TITLE = 30  # characters before a month in which a given name or a title is sought
_DATED = DAY | MONTH | words("before_month")


def month_surnames(text: str) -> frozenset[str]:
    """Return the months that are somebody's surname in a text, as written ("Theresa May", "Mrs May").

    Examples
    --------
    >>> month_surnames("Mrs. May left in March."), month_surnames("It ends in May.")
    (frozenset({'May'}), frozenset())
    """
    first = _before_surname()
    named = set()
    for one in _MONTH_NAME.finditer(text):
        before = text[max(0, one.start() - _LONGEST_TITLE) : one.start()]
        word = "".join(before.rsplit(maxsplit=1)[-1:]).strip(_EDGE)
        if before.endswith(" ") and word[:1].isupper() and word.lower() in first:
            named.add(one.group())
    return frozenset(named)


@lru_cache(maxsize=1)
def _before_surname() -> frozenset[str]:
    return (words("honorific") | frozenset(word_classes("given_names"))) - MONTH


def _named_months(tokens: list[Token], surnames: frozenset[str]) -> list[Token]:
    """Return tokens in which a month that is a surname keeps its capital in `low`: no closed class has it."""
    made = list(tokens)
    for i, token in enumerate(tokens):
        before = tokens[i - 1].low if i else ""
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        asks = after is not None and (after.text[0].isdigit() or after.low in PRONOUN)
        if token.text in surnames and before not in _DATED and not before.isdigit() and not asks:
            made[i] = token._replace(low=token.text)
    return made


_BESIDE_NAME = words("aside")  # "Colonel (retd) Imran Shah": no word of the sentence

_new = tuple.__new__  # half the time of Token(...), for the most frequent object here
_PUNCTUATION = frozenset(".,;:!?()—–-")


class Token(NamedTuple):
    """A word, a mark or a whole quotation of a paragraph: its text, span, kind (w | p | q), in lower case."""

    text: str
    start: int
    end: int
    kind: str
    low: str


_EDGE = "\"'“”‘’`.,"  # marks at the ends of a nickname


def tokens_of(
    paragraph: str,
    quotes: list[Span],
    nicknames: Collection[Span] = (),
    surnames: frozenset[str] = frozenset(),
) -> list[Token]:
    """Return a paragraph's tokens, each quotation standing as one token of kind ``q``.

    A nickname in marks (Omar “Shorty” Reis) is one word, its marks included in its span. `surnames` are the
    months that are a surname in the text, see `month_surnames`.

    Examples
    --------
    >>> [t.kind + ":" + t.text for t in tokens_of("“Go,” Mr. Khan said.", [(0, 5)])]
    ['q:“Go,”', 'w:Mr.', 'w:Khan', 'w:said', 'p:.']
    """
    tokens: list[Token] = []
    add = tokens.append
    at = 0
    spans = sorted((*quotes, *nicknames)) if nicknames else quotes
    for start, end in [*spans, (len(paragraph), len(paragraph))]:
        for word in paragraph[at:start].split(" "):
            stop = at + len(word)
            if word.isalpha():  # most words: known at once
                add(_new(Token, (word, at, stop, "w", word.lower())))
            elif word and not (word[0] == "(" and word.lower() in _BESIDE_NAME):
                stem, mark = word[:-1], word[-1]
                if mark in ",." and stem.isalpha() and (mark == "," or stem not in _DOTTED):
                    add(_new(Token, (stem, at, stop - 1, "w", stem.lower())))
                    add(_new(Token, (mark, stop - 1, stop, "p", mark)))
                else:
                    tokens += _pieces(paragraph, at, stop)
            at = stop + 1
        if end > start and nicknames and (start, end) in nicknames:
            word = paragraph[start:end].strip(_EDGE)
            add(_new(Token, (word, start, end, "w", word.lower())))
        elif end > start:
            add(_new(Token, (paragraph[start:end], start, end, "q", "")))
        at = end
    return _named_months(tokens, surnames) if surnames else tokens


def _pieces(paragraph: str, start: int, end: int) -> list[Token]:
    """Return the tokens of a stretch without spaces: words with marks beside or inside them."""
    made = []
    for found in _TOKEN.finditer(paragraph, start, end):
        text = found.group()
        first, last = found.span()
        if text in _PUNCTUATION:
            made.append(_new(Token, (text, first, last, "p", text)))
        else:
            kind = "w" if text[0].isalnum() or text[0] == "@" else "p"
            made.append(_new(Token, (text, first, last, kind, text.lower().replace("’", "'"))))
    return made


def is_name(token: Token) -> bool:
    """Tell whether a token looks like part of a name: a capital (or a handle) that is no weekday or month."""
    first = token.text[0]
    return (
        token.kind == "w"
        and len(token.text) > 1
        and (first.isupper() or first == "@")
        and token.low not in DAY
    )

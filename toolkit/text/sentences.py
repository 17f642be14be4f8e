"""Sentences of news text, with exact offsets.

The rules know what news is full of: ranks and titles before names, initials, abbreviated months and
states, prices and decimals, clock times, web addresses, quoted questions inside a sentence, datelines,
numbered points, headings without a stop and missing spaces after one. A line break always ends a
sentence, so headings and bullets never run into the text below them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.lexicons import word_classes, word_set

Span = tuple[int, int]

_CLOSERS = "\"'”’»›)\\]"
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_STOPS = ".!?…۔؟।"
# A line break; or stops with closing marks and notes like [1], before a space; or one glued to a capital.
# The first character is one set and repeats are possessive, for speed and linear time.
_STOP = re.compile(
    rf"[{_BREAKS}{_STOPS}](?:(?<=[{_BREAKS}])[{_BREAKS}]*+"
    rf"|(?<![{_STOPS}].)(?<=[{_STOPS}])[{_STOPS}]*+(?:[{_CLOSERS}]|\[\d{{1,3}}\])*+(?=\s|\Z)"
    r"|(?<=[a-z)\d]{3}[.!?])[”\"]?(?=[“\"]?[A-Z][a-z]*+[\s,’']))"
)
_NEXT = re.compile(r"\s*([-–—•▪●*]\s*)?([\"'“”‘’«‹(\[]*)\s?([\w$£€₹]+(?:[.’'-]\w+)*)?")
_LAST = re.compile(r"[^\s\"'“”‘’«»()\[\]—–/]*\Z")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")
_HEAD = re.compile(r"[ \t(•\-–*]*+")  # what may be before it on its line; ends at the first other letter
_MARKER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\Z")
_SAYS = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+){1,4}(?:said|says|asks?|asked|wrote|writes|told|added|replied|wondered|tweeted|"
    r"shouted|cried|demanded|quipped|joked|exclaimed|inquired)\b"
)
_ZONES = frozenset(
    {"ET", "EST", "EDT", "PT", "PST", "PDT", "CT", "CST", "CDT", "MT", "GMT", "UTC", "BST", "IST", "PKT"}
    | {"CET", "GST", "Eastern", "Pacific", "Central"}
    | {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)
_AND = re.compile(r"[ \t\xa0]+&[ \t\xa0]")
_STREET = re.compile(r"[A-Z][\w’'-]* [Ss]t\Z")  # "Park St. The rest moved", but not "near St. John"
_MEASURED = re.compile(r"\d ?[A-Za-z]+\Z")  # "9 ft. The gate"
_CLOCK = re.compile(r"\d ?[ap]\.?m\.? \Z")
_INITIAL = re.compile(r"\.\s[A-Z]\.")
_WINDOW = 40


def split_sentences(text: str) -> list[Span]:
    """Return where each sentence of a text begins and ends.

    Parameters
    ----------
    text : str
        Running text. Every line break ends a sentence.

    Returns
    -------
    list of (int, int)
        Start and end of each sentence, in order, without overlap, trimmed of white space; together
        they hold every character that is not white space. No span crosses a line break.

    Notes
    -----
    Rules of our own, after the error lists of textstat, nupunkt and pysbd on news; the abbreviations
    are in ``toolkit/lexicons/abbreviations.csv``.

    Examples
    --------
    >>> text = 'Gen. Bajwa met U.S. envoys at 10 a.m. on Monday. "Why now?" he asked.'
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['Gen. Bajwa met U.S. envoys at 10 a.m. on Monday.', '"Why now?" he asked.']
    >>> split_sentences("   ")
    []
    """
    spans: list[Span] = []
    start = 0
    for match in _STOP.finditer(text):
        mark, end = match[0], match.end()
        if mark[0] in _BREAKS or _ends(text, start, match.start(), end, mark):
            _append(spans, text, start, end)
            start = end
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add a trimmed span unless it is blank."""
    piece = text[start:end]
    trimmed = piece.strip()
    if trimmed:
        start += len(piece) - len(piece.lstrip())
        spans.append((start, start + len(trimmed)))


def _ends(text: str, start: int, stop: int, end: int, mark: str) -> bool:
    """Tell whether the stop at ``text[stop:end]`` ends the sentence that began at ``start``."""
    if _AND.match(text, end):
        return False  # "Karim Bros. Co. & Sons"
    following = _NEXT.match(text, end)
    bullet, opener, word = following.groups() if following else (None, "", None)
    if not word:  # nothing but marks follows: only a line's or the text's end is an end
        return True
    if word[0].islower() and not (bullet and bullet[0] in "•▪●*"):
        return False
    if mark[0] != "." or mark.startswith(".."):
        return _ends_loudly(text, end, mark, opener, word)
    if len(mark) > 1 and mark[-1] in "\"”»)]’'":
        return _ends_closed(text, stop, mark, opener, word)
    return _ends_plainly(text, start, stop, opener, word)


def _ends_loudly(text: str, end: int, mark: str, opener: str, word: str) -> bool:
    """Judge a question or exclamation mark, or an ellipsis, before a capital or a figure."""
    if mark.startswith(("..", "…")):
        return mark[-1] not in "])" and (word != "I" or opener != "")
    if text[max(0, end - 6) : end] == "Yahoo!":
        return False
    quoted = mark[-1] in "\"”’»'" and len(mark) > 1
    return not (quoted and not opener and _SAYS.match(text, end + 1))


def _ends_closed(text: str, stop: int, mark: str, opener: str, word: str) -> bool:
    """Judge a stop inside a closing quotation mark or bracket, before a capital or a figure."""
    last = _last_word(text, stop)
    alone = text[max(0, stop - len(last) - 1)] == "("  # "(retd.)": a bracket around one short form
    if mark[1] == ")" and (alone or _DOTTED.fullmatch(last) or last.lower() in _abbreviations()):
        return opener != "" or word.lower() in _openers()
    return not (mark[-1] in "’'" and last in {"U.S", "U.K", "U.N"} and word.lower() not in _openers())


def _ends_plainly(text: str, start: int, stop: int, opener: str, word: str) -> bool:
    """Judge a plain full stop before a capital or a figure."""
    last = _last_word(text, stop)
    if not last:
        return True
    lower = last.lower()
    if _MARKER.match(last) and _HEAD.fullmatch(text, start, stop - len(last)):
        return False  # "1." or "a." at the head of a line numbers a point
    if len(last) == 1 and last.isalpha() and (last.isupper() or last != "p"):
        return _ends_initial(text, stop, opener, word)
    kind = _abbreviations().get(lower)
    if kind is not None:
        named = word if kind in {"title", "inner"} else ""
        return _ends_name(text, stop, last, named) or _ends_abbreviation(kind, opener, word)
    if _DOTTED.fullmatch(last) or lower in {"ph.d", "m.phil", "b.sc", "m.sc", "ll.b", "ll.m"}:
        return opener != "" or word.lower() in _openers()
    return True


def _ends_name(text: str, stop: int, last: str, word: str) -> bool:
    """Tell whether a short form ends a sentence as a zone behind a clock time, a street or a measure."""
    before = text[max(0, stop - _WINDOW) : stop]
    if last in _ZONES and _CLOCK.search(before[: -len(last)]):
        return True  # "5 p.m. EST. Police came"
    street = _STREET.search(before) is not None or _MEASURED.search(before) is not None
    return street and word.lower() in _openers()


def _ends_abbreviation(kind: str, opener: str, word: str) -> bool:
    """Judge the stop of a known abbreviation before a capital or a figure."""
    if kind in {"title", "inner"}:
        return False
    figure = word[0].isdigit()
    if kind == "number":
        return not figure and word[0] not in "$£€₹" and (opener != "(" or word.lower() in _openers())
    if kind == "month":
        return not figure
    if kind == "clock":
        return word not in _ZONES and not figure
    return opener in {"“", '"'} or word.lower() in _openers()


def _ends_initial(text: str, stop: int, opener: str, word: str) -> bool:
    """Judge the stop of a single letter: an initial of a name, unless a new sentence plainly opens."""
    if len(word) == 1 and _INITIAL.match(text, stop):
        return False
    if text[stop - 1].islower() or text[stop - 1] == "I":
        before = text[max(0, stop - 12) : stop - 1].split()
        return (
            text[stop - 1].islower() or not before or before[-1][:1].islower() or word.lower() in _openers()
        )
    return opener != "" or word.lower() in _openers()


def _last_word(text: str, stop: int) -> str:
    """Return the run of characters before a stop, without quotation marks and brackets."""
    found = _LAST.search(text[max(0, stop - _WINDOW) : stop])
    return found[0] if found else ""


def _abbreviations() -> Mapping[str, str]:
    return word_classes("abbreviations")


def _openers() -> frozenset[str]:
    return word_set("sentence_openers")

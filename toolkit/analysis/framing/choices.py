"""Which uses of a label name somebody, which are denied, and which are attributed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from toolkit.lexicons import Entry, read_lexicon
from toolkit.patterns import pattern

NOT_LABELS = "not_labels"
_BEFORE, _AFTER = 60, 60  # characters beside a use that are looked at
_TITLE_CASE = 0.6  # share of capitalised words from which a line is a headline: its capitals tell nothing
_LONG = 4  # letters of a word that a headline would write with a capital
_WORD_BEFORE = re.compile(r"([\w’'.]+)[ ‑-]\Z")
_WORD_AFTER = re.compile(r"[’']?s?[ ‑-]([\w’']+)")
_POINTS = frozenset(("the", "these", "those", "some", "many", "and", "of", "by", "all", "other", "as"))
_DENIED = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|without)|n['’]t)\b(?! only)(?: (?!only\b)[\w’'-]+){0,3} ?\Z", re.I
)
_CALLS = r"\b(?:call|label|labell|brand|dub|describ|term|deem|consider|regard|designat)(?:s|es|ed|ing|e)?\b"
_KEPT_OPEN = r"\b(?:so[- ]called|alleged|suspected|accused|self-styled|purported)(?: [\w’'-]+)?"
_ATTRIBUTED = re.compile(rf"(?:{_CALLS}(?: [\w’'-]+){{0,4}}|{_KEPT_OPEN}) ?\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _excluded() -> re.Pattern[str]:
    rows = read_lexicon(NOT_LABELS)
    return re.compile("|".join(pattern(row.pattern).pattern for row in rows), re.IGNORECASE)


def names_somebody(text: str, start: int, end: int, entry: Entry) -> bool:
    """Tell whether a use of a label is a choice of words for somebody.

    It is none inside a proper name ("Terrorist Screening Center", "Shahid Afridi") or one of the other senses
    of ``not_labels.csv`` ("fighter jets"). Patterns with a capital are names themselves and always count.

    Parameters
    ----------
    text : str
        The sentence.
    start, end : int
        The use.
    entry : Entry
        The row of the lexicon it is a use of.

    Examples
    --------
    >>> rebel = Entry("", "rebel", "rebel|rebels")
    >>> names_somebody("The Rebels fled.", 4, 10, rebel)
    True
    >>> names_somebody("the film stars Rebel Wilson", 15, 20, rebel)
    False
    """
    near = text[max(0, start - _BEFORE) : end + _AFTER]
    shift = max(0, start - _BEFORE)
    if any(
        a + shift <= start and end <= b + shift for a, b in (m.span() for m in _excluded().finditer(near))
    ):
        return False
    return not (text[start].isupper() and entry.pattern.islower() and _proper(text, start, end))


def _proper(text: str, start: int, end: int) -> bool:
    """Tell whether a capitalised word is part of a proper name."""
    if _headline(text):
        return False
    word = text[start:end]
    before, after = _WORD_BEFORE.search(text[max(0, start - 30) : start]), _WORD_AFTER.match(text, end)
    plural = word.endswith(("s", "een"))
    followed = after is not None and after[1][0].isupper() and not plural
    if before is None or before[1][-1] in ".!?":
        titled = before is not None and before[1].rstrip(".") in ("Mr", "Mrs", "Ms", "Dr")
        return followed or titled
    if before[1].lower() in _POINTS:
        return followed or word.isupper()
    return followed or not plural or before[1][0].islower()


def _headline(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d]+", text) if len(word) >= _LONG]
    return bool(words) and sum(word[0].isupper() for word in words) >= _TITLE_CASE * len(words)


def is_denied(text: str, start: int) -> bool:
    """Tell whether a use is denied ("are not terrorists").

    Examples
    --------
    >>> is_denied("They are not terrorists.", 13), is_denied("Not only rebels fled.", 9)
    (True, False)
    """
    return _DENIED.search(text[max(0, start - _BEFORE) : start]) is not None


def is_attributed(text: str, start: int) -> bool:
    """Tell whether a use is ascribed to somebody or kept open ("whom the army calls", "alleged").

    Examples
    --------
    >>> is_attributed("men whom the army calls terrorists", 24), is_attributed("Terrorists fled.", 0)
    (True, False)
    """
    return _ATTRIBUTED.search(text[max(0, start - _BEFORE) : start]) is not None


def shipped_only(entries: Sequence[Entry], shipped: Sequence[Entry]) -> list[bool]:
    """Tell which entries are the toolkit's own: a user's patterns may be names, and are never passed over."""
    known = {(entry.label, entry.pattern) for entry in shipped}
    return [(entry.label, entry.pattern) in known for entry in entries]

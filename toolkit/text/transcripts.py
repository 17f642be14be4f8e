"""Turns of speech printed as a transcript: a name and a colon before each, no quotation marks.

    BLITZER: What did he say?
    REIS: I told you. We left.

Many lines have a word and a colon that is no speaker (UPDATE: ..., Photos: ..., Winner: ...). A text is taken
for a transcript only where two names or more come back, and most turns sound like speech.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_TURN = re.compile(
    r"^[ \t]*(?P<name>[A-Z](?>[\w.'’-]*)(?: (?:[A-Z](?>[\w.'’-]*)|de|da|van|von|al|bin)){0,4})"
    r"(?:, [^:\n“”\"]{2,60}| \([^)\n]{1,40}\)| \[[^\]\n]{1,40}\])?:[ \t]+(?P<said>\S[^\n]*)",
    re.MULTILINE,
)
_SPEECH = re.compile(
    r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Yy]ou|[Yy]ou['’]\w+|[Mm]y|[Mm]e|[Oo]urs?|[Yy]our)\b|\?"
)
# Chosen on AllSides and PolNeAR: see docs/methods/quotes.md.
_TURNS_EACH = 2  # turns of each of two speakers at least
_SPEECHLIKE = 0.5  # share of the turns that hold "I", "we", "you" or a question
_OPENS_QUOTED = "\"“„«‘'"


class Turn(NamedTuple):
    """One turn: where the name is, and where the words are."""

    name_start: int
    name_end: int
    start: int
    end: int


def turns(text: str) -> list[Turn]:
    r"""Return the turns of a transcript without quotation marks, none of any other text.

    Examples
    --------
    >>> text = "BLITZER: Did you go?\nREIS: I did.\nBLITZER: With whom?\nREIS: My son."
    >>> [text[one.start : one.end] for one in turns(text)][:2]
    ['Did you go?', 'I did.']
    >>> turns("UPDATE: It rained.\nUPDATE: It rained again.")
    []
    """
    if ":" not in text:
        return []
    found = [
        one for one in _TURN.finditer(text) if one["said"][0] not in _OPENS_QUOTED and len(one["name"]) > 1
    ]
    times = Counter(one["name"].casefold() for one in found)
    speakers = {name for name, n in times.items() if n >= _TURNS_EACH}
    if len(speakers) < 2:
        return []
    spoken = [one for one in found if one["name"].casefold() in speakers]
    if sum(_SPEECH.search(one["said"]) is not None for one in spoken) < _SPEECHLIKE * len(spoken):
        return []
    return [
        Turn(*one.span("name"), one.start("said"), one.start("said") + len(one["said"].rstrip()))
        for one in found
    ]


def turns_by_line(text: str) -> dict[int, Turn]:
    r"""Return the turns of a transcript by where their lines begin.

    Examples
    --------
    >>> list(turns_by_line("It rained.\n REIS: I left.\n VOSS: Did you?\nREIS: I did.\nVOSS: We too."))
    [11, 26, 42, 55]
    """
    return {text.rfind("\n", 0, one.name_start) + 1: one for one in turns(text)}

"""Whom "he" and "she" stand for when they speak.

Every person named before the pronoun is weighed: gender must agree where it is known; being the subject of
a sentence, being near and having spoken last speak for a person, a possessive or a preposition against it.
Where nobody is near enough, the pronoun stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from toolkit.analysis.quotes_names import Names, gender_of, person_key
from toolkit.analysis.quotes_verbs import reporting_verbs
from toolkit.analysis.quotes_words import ADVERB, AUXILIARY, FINITE, PREPOSITION, Span, words

BODY_WORD = words("body_word")
_GENDER = {"he": "m", "she": "f"}
_STOP = re.compile(r"[.!?][\"”’']*\s+(?=[\"“‘']*[A-Z])|\n+")
_NEXT = re.compile(r"(?:,[^,.;]{0,80},)?\s+([a-z’']+)")
_CAPITAL = re.compile(r"[A-Z][\w'-]*[\w]")
_FARTHEST, _MOST = 3, 60  # paragraphs and mentions back
# Weights, chosen on labelled pronouns of PolNeAR's training articles (see docs/methods/quotes.md).
_KNOWN, _LAST, _SPOKE, _PER_SENTENCE, _PER_LINE, _LEAST = 1.0, 1.0, 1.0, 0.8, 0.8, -2.5
_SAYS, _FIRST = 2.2, 0.7  # subject of a reporting verb; first person named in its sentence


@dataclass(frozen=True)
class Mention:
    """A person named in the narrator's text."""

    start: int
    end: int
    name: str
    weight: float


class People:
    """The people named in an article outside quotations, for the resolution of pronouns.

    Parameters
    ----------
    text : str
        The article.
    names : Names
        Its names.
    quoted : list of spans
        Its quotations: names inside them are not considered.
    """

    def __init__(self, text: str, names: Names, quoted: list[Span]) -> None:
        self._text = text
        self._quoted = quoted
        self._stops = [found.end() for found in _STOP.finditer(text)]
        self._lines = [found.start() for found in re.finditer(r"\n+", text)]
        self._gender: dict[str, str | None] = {}
        self._seen = -1
        self.mentions = [m for m in self._find(names) if not self._in_quote(m.start)]
        self._starts = [m.start for m in self.mentions]

    def resolve(self, start: int, pronoun: str, last: tuple[str, int] | None) -> str | None:
        """Return the name "he" or "she" at a place stands for, or nothing.

        Parameters
        ----------
        start : int
            Where the pronoun stands.
        pronoun : str
            As written.
        last : (str, int) or None
            Name of the speaker of the quotation before, and where that speaker is mentioned.
        """
        gender = _GENDER.get(pronoun.lower())
        if gender is None:
            return None
        best: tuple[float, str] | None = None
        for mention in self._candidates(start, last):
            lines = bisect_right(self._lines, start) - bisect_right(self._lines, mention.start)
            if lines > _FARTHEST or self._gender.get(mention.name) not in (None, gender):
                continue
            score = self._score(mention, start, lines, last[0] if last else None, gender)
            if best is None or score > best[0]:
                best = score, mention.name
        return best[1] if best and best[0] > _LEAST else None

    def _candidates(self, start: int, last: tuple[str, int] | None) -> list[Mention]:
        """Return the mentions before a place, nearest first, the last speaker's pronoun among them."""
        place = bisect_right(self._starts, start - 1)
        near = self.mentions[max(0, place - _MOST) : place]
        said = [Mention(last[1], last[1], last[0], _SPOKE)] if last and last[1] < start else []
        return [*said, *reversed(near)]

    def _score(self, mention: Mention, start: int, lines: int, last: str | None, gender: str) -> float:
        sentences = bisect_right(self._stops, start) - bisect_right(self._stops, mention.start)
        known = _KNOWN if self._gender.get(mention.name) == gender else 0.0
        spoke = _LAST if mention.name == last else 0.0
        return mention.weight + known + spoke - _PER_SENTENCE * min(sentences, 6) - _PER_LINE * lines

    def _in_quote(self, at: int) -> bool:
        place = bisect_right(self._quoted, (at, len(self._text))) - 1
        return place >= 0 and self._quoted[place][0] <= at < self._quoted[place][1]

    def _find(self, names: Names) -> list[Mention]:
        """Return every mention of a person, in order."""
        plain = {form.replace("’", "'"): name for form, name in names.person_forms().items()}
        by_first: dict[str, list[str]] = {}
        for form in sorted(plain, key=len, reverse=True):
            by_first.setdefault(form.split(" ", maxsplit=1)[0], []).append(form)
        text, found, at = self._text.replace("’", "'"), [], 0
        for word in _CAPITAL.finditer(text):
            start = word.start()
            if start < at:
                continue
            for form in by_first.get(word.group(), by_first.get(word.group().removesuffix("'s"), ())):
                at = start + len(form)
                if text.startswith(form, start) and not text[at : at + 1].isalnum():
                    before = text[max(0, start - 40) : start]
                    self._learn(plain[form], before, text[at : at + 60])
                    found.append(Mention(start, at, plain[form], self._weight(start, at, before)))
                    break
            else:
                at = start
        return found

    def _learn(self, name: str, before: str, after: str) -> None:
        """Note what title, role or apposition says of a person's gender."""
        if self._gender.get(name) is None:
            title = " ".join(before.split()[-2:])
            role = after[1:].split(",", maxsplit=1)[0] if after.startswith(",") else ""
            self._gender[name] = gender_of(name, f"{title} {role}" if role or title else "")

    def _weight(self, start: int, end: int, before: str) -> float:
        """Return how much a mention's grammar speaks for its being taken up by a pronoun."""
        after = self._text[end : end + 120]
        if after[:2] in ("'s", "’s") or after[:1] in ("'", "’"):
            return -0.5
        following = _NEXT.match(after)
        low = following.group(1) if following else ""
        ahead = before.rsplit(maxsplit=1)[-1].lower() if before[-1:] == " " and before.strip() else ""
        forms = reporting_verbs().forms
        if ahead in PREPOSITION:
            return -0.5
        first = _FIRST if bisect_right(self._stops, start) != bisect_right(self._stops, self._seen) else 0.0
        self._seen = start
        if low in forms or ahead in forms:
            return _SAYS + first
        verb = low in AUXILIARY or low in FINITE or low in ADVERB or low.endswith(("ed", "s"))
        return (1.5 if verb else 0.0) + first


def same_person(a: str, b: str) -> bool:
    """Tell whether two names are one person's: equal, or one the other's surname.

    Examples
    --------
    >>> same_person("Asif", "Khawaja Asif"), same_person("Amna Baloch", "Karima Baloch")
    (True, False)
    """
    short, long = sorted((person_key(a).split(), person_key(b).split()), key=len)
    return short == long or (len(short) == 1 and short[0] == long[-1])

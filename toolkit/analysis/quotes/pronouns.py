"""Whom "he" and "she" stand for when they speak.

Every person named before the pronoun is weighed: gender must agree where it is known; being the subject of
a sentence, being near and having spoken last speak for a person, a possessive or a preposition against it.
Where nobody is near enough, the pronoun stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from toolkit.analysis.quotes.names import HONORIFIC, gender_of
from toolkit.analysis.quotes.people import Mention, Names
from toolkit.analysis.quotes.verbs import Verbs
from toolkit.analysis.quotes.words import (
    ADVERB,
    AUXILIARY,
    FINITE,
    NOT_INVERTED,
    PREPOSITION,
    Span,
    words,
)

_GENDER = {"he": "m", "she": "f"}
_STOP = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[\"”']*\s+(?=[\"“'‘]*[A-Z]))")
_LINE = re.compile(r"\n\n*")  # the engine finds a first letter fast, not a repeated one
_NEXT = re.compile(r"(?:,[^,.;]{0,120},|,| \([^)]{0,30}\))?\s+([a-z']+)")  # the verb, over an insertion
_TITLE = HONORIFIC - {"state", "defense", "defence", "interior", "justice", "finance", "staff"}  # minister of
_SUBORDINATE = re.compile(r"[\"“'‘]?(?:While|Although|Though|When|After|Before|As|Because|Since|If)\b")
_ONE = re.compile(r"[^.!?\n\"“”]*[.!?]\s")  # the rest of one sentence
_TITLED = re.compile(
    r"(?:\A|\n|[a-z\d)][.!?]\s+|[.!?][\"”’]\s+|[\"”’]\s+)(?:(?:Mr|Mrs|Ms|Dr|[A-Z][a-z]+)\.? ){0,2}\Z"
)
_INSIDE = re.compile(r"[a-z,] (?:Mr|Mrs|Ms|Dr|Sen|Gov|Gen|Rep|Prof)\.? (?:[A-Z][a-z]+ )?\Z")
_MARKS = " \n\"“‘'"
_BROUGHT_IN = re.compile(
    r"(?:(?:[A-Z][a-z]+,?|(?:At|In|On|Near|Outside|Behind|Beside|Inside) the [a-z]+,?) )?"
    r"(?:A|An|a|an|[Oo]ne) "
    rf"(?:[a-z0-9-]+ ){{0,2}}?(?P<noun>{'|'.join(sorted(words('person')))})(?= (?!of the )[a-z])"
)
_BACK = 3  # sentences back to somebody without a name
_NEWLY = 14  # a sentence of one's own between the last speaker and "he said"
_FARTHEST, _MOST = 3, 60  # paragraphs and mentions back
_BEFORE, _AFTER = 40, 160  # characters beside a name that are looked at
# Weights, chosen on labelled pronouns of PolNeAR's training articles (see docs/methods/quotes.md); whole
# numbers, so that sums are exact; the odd one lets who spoke last win over an equal.
_KNOWN, _LAST, _SPOKE, _PER_SENTENCE, _PER_LINE, _LEAST = 10, 11, 10, 8, 8, -25
# Subject of a reporting verb, of another verb; first person of a sentence; possessive or after a preposition.
_SAYS, _VERB, _FIRST, _ASIDE = 22, 15, 7, -5


class People:
    """The people named in an article, for the resolution of pronouns.

    Mentions are found once; their grammar and the persons' gender are looked at when a pronoun asks for
    them.

    Parameters
    ----------
    names : Names
        The names of the article.
    quoted : list of spans
        Its quotations: nobody named inside them is considered.
    verbs : Verbs
        The reporting verbs.
    given : mapping of str to str
        Given names in lower case, each with ``m`` or ``f``.
    """

    def __init__(self, names: Names, quoted: list[Span], verbs: Verbs, given: Mapping[str, str]) -> None:
        self._text = names.text
        self._quoted = quoted
        self._verbs, self._given = verbs, given
        self._stops = [found.end() for found in _STOP.finditer(self._text)]
        self._lines = [found.start() for found in _LINE.finditer(self._text)]
        self._mentions = names.mentions()
        self._starts = [mention.start for mention in self._mentions]
        self._genders: dict[str, str | None] = {}
        self._by_name: dict[str, list[Mention]] = {}
        for mention in self._mentions:
            self._by_name.setdefault(mention.name, []).append(mention)

    def resolve(self, start: int, pronoun: str, last: tuple[str, int] | None) -> str | None:
        """Return the name "he" or "she" at a place stands for, or nothing.

        Parameters
        ----------
        start : int
            Where the pronoun is.
        pronoun : str
            As written.
        last : (str, int) or None
            Name of the speaker of the quotation before, and where that speaker is mentioned.
        """
        gender = _GENDER.get(pronoun.lower())
        if gender is None:
            return None
        best, chosen = _LEAST - 1, None
        for name, at, weight in self._candidates(start, gender, last):
            score = weight - self._distance(at, start)
            score += _KNOWN if self._gender(name) else 0
            score += _LAST if last and name == last[0] else 0
            score += _NEWLY if last and self._gender(name) and self._newly(at, start) else 0
            if score > best:
                best, chosen = score, name
        return chosen

    def unnamed(self, opening: int, pronoun: str) -> str | None:
        """Return somebody without a name who was brought in just before ("A nurse wept. “...,” she said").

        `opening` is where the quotation or its speaker begins, whichever is first. One of the sentences right
        before it must begin with that person; all must be the reporter's own, and name nobody.
        """
        place = bisect_right(self._stops, opening)
        if place == 0 or self._text[self._stops[place - 1] : opening].strip(_MARKS):
            return None
        stop = self._stops[place - 1]
        for k in range(place - 2, max(place - 2 - _BACK, -2), -1):
            start = self._stops[k] if k >= 0 else 0
            quoted = self._in_quote(start) or self._in_quote(stop - 1)
            if quoted or bisect_left(self._starts, start) < bisect_left(self._starts, stop):
                return None
            if found := _BROUGHT_IN.match(self._text, start, stop):
                gender = gender_of("", found["noun"])
                return found["noun"].lower() if gender in (None, _GENDER.get(pronoun.lower())) else None
            stop = start
        return None

    def _candidates(
        self, start: int, gender: str, last: tuple[str, int] | None
    ) -> Iterator[tuple[str, int, int]]:
        """Yield name, place and weight of persons before a place: who spoke last, then nearest first."""
        line = bisect_right(self._lines, start)
        floor = self._lines[line - _FARTHEST - 1] if line > _FARTHEST else 0
        if last and floor <= last[1] < start and self._gender(last[0]) in (None, gender):
            yield (*last, _SPOKE)
        first, stop = bisect_left(self._starts, floor), bisect_left(self._starts, start)
        for i in range(stop - 1, max(first, stop - _MOST) - 1, -1):
            mention = self._mentions[i]
            if self._gender(mention.name) in (None, gender) and not self._in_quote(mention.start):
                yield mention.name, mention.start, self._weight(i)

    def _distance(self, at: int, start: int) -> int:
        """Return what the sentences and paragraphs between two places weigh."""
        sentences = bisect_right(self._stops, start) - bisect_right(self._stops, at)
        lines = bisect_right(self._lines, start) - bisect_right(self._lines, at)
        return _PER_SENTENCE * min(sentences, 6) + _PER_LINE * lines

    def _newly(self, at: int, start: int) -> bool:
        """Tell whether a mention opens the sentence right before the quotation in which "he" speaks."""
        place = bisect_right(self._quoted, (start, 0)) - 1
        if place < 0 or not 0 <= start - self._quoted[place][1] <= 1:
            return False
        quote = self._quoted[place][0]
        return at < quote and bool(_ONE.fullmatch(self._text, at, quote)) and self._opens(at)

    def _opens(self, at: int) -> bool:
        before = self._text[max(0, at - 30) : at]
        return bool(_TITLED.search(before)) and not _INSIDE.search(before)

    def _in_quote(self, at: int) -> bool:
        place = bisect_right(self._quoted, (at, len(self._text))) - 1
        return place >= 0 and self._quoted[place][0] <= at < self._quoted[place][1]

    def _gender(self, name: str) -> str | None:
        """Return what title, role or apposition beside any mention says of a person's gender."""
        if name not in self._genders:
            told = (self._told(mention) for mention in self._by_name.get(name, ()))
            self._genders[name] = next((gender for gender in told if gender), None)
        return self._genders[name]

    def _told(self, mention: Mention) -> str | None:
        before = self._text[max(0, mention.start - _BEFORE) : mention.start]
        after = self._text[mention.end : mention.end + 60]
        title = " ".join(before.split()[-2:])
        role = after[1:].split(",", maxsplit=1)[0] if after[:1] == "," and after[:5] != ", who" else ""
        return gender_of(mention.name, f"{title} {role}", self._given)

    def _weight(self, i: int) -> int:
        """Return how much a mention's grammar speaks for its being taken up by a pronoun."""
        if self._aside(i):
            return _ASIDE
        first = _FIRST if self._leads(i) else 0
        forms = self._verbs.forms
        following = _NEXT.match(self._text, self._mentions[i].end, self._mentions[i].end + _AFTER)
        low = following.group(1) if following else ""
        ahead = forms.get(self._ahead(i))
        if low in forms or (ahead is not None and ahead.lemma not in NOT_INVERTED):
            return _SAYS + first
        verb = low in AUXILIARY or low in FINITE or low in ADVERB or low.endswith(("ed", "s"))
        return (_VERB if verb else 0) + first

    def _ahead(self, i: int) -> str:
        """Return the word before a mention and its titles ("to President Obama"), in lower case."""
        start = self._mentions[i].start
        words = self._text[max(0, start - _BEFORE) : start].rpartition("\n")[2].split()
        while words and words[-1][0].isupper() and words[-1].lower().strip(".") in _TITLE:
            words.pop()
        return words[-1].lower() if words else ""

    def _aside(self, i: int) -> bool:
        """Tell whether a mention is a possessive or follows a preposition."""
        end = self._mentions[i].end
        return self._text[end : end + 1] == "'" or self._ahead(i) in PREPOSITION

    def _leads(self, i: int) -> bool:
        """Tell whether a mention is the first of its sentence that is not an aside."""
        sentence = bisect_right(self._stops, self._starts[i])
        opening = self._stops[sentence - 1] if sentence else 0
        first = bisect_left(self._starts, opening)
        clause = self._text[opening : self._starts[i]]
        if _SUBORDINATE.match(clause):  # "While Clinton pledged more, Sanders insisted"
            return clause.rstrip().endswith(",")
        return all(self._aside(j) for j in range(first, i))

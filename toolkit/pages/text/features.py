"""What is seen of the lines of a page: a table of small whole numbers, one row a line.

Nothing is judged here. The columns say what kind a line is and how it is set, how it stands to its
neighbours (blank lines, what follows within a few lines, repetition on the page), and how its words go
with those before and behind it: the paragraphs after a new headline share fewer words with those before
it than two neighbouring parts of one article do, and a headline's own words recur behind it and not
before. `toolkit.pages.text.sequence` weighs conjunctions of these columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toolkit.pages.fields.bylines import is_person
from toolkit.pages.fields.datelines import opens_with_dateline
from toolkit.pages.fields.words import COMMON_WORDS
from toolkit.pages.text.lines import PROSE, Line

Column = NDArray[np.int64]

KINDS = (
    "edge", "prose", "sentence", "short", "item", "byline", "date", "place", "credit", "caption", "pointer",
    "start", "end", "bar", "inline", "page", "tail",
)  # fmt: skip
BODY = ("prose", "sentence")
EDGE = 0  # the level of what lies outside the page, and of what was not asked
_KIND = {kind: number for number, kind in enumerate(KINDS)}
_HEADS = frozenset(_KIND[kind] for kind in ("byline", "date", "start"))
_BETWEEN = frozenset(_KIND[kind] for kind in ("short", "sentence", "caption", "item"))
_BYLINES = frozenset(_KIND[kind] for kind in ("byline", "bar"))
_BY = {"by", "posted", "written", "author", "staff", "the", "reporter", "correspondent"}
_ROW = frozenset(_KIND[kind] for kind in ("short", "sentence"))
_ASKED = frozenset(_KIND[kind] for kind in ("short", "sentence", "item", "pointer"))
_MARKS = ".,;:!?()[]“”‘’«»\"'…–—،؛۔।"
_STEM = 7  # letters that stand for a word
_HEAD = 500  # characters of a paragraph whose words are compared
_BITS = 8192  # stems told apart at a time; on longer pages some share a bit
_BEFORE, _BEHIND = 250, 120  # words compared before and behind a line
_REACH = 40  # lines looked at for them
_NEAR = 15  # lines within which a headline is printed again
_NUMBERED = re.compile(
    r"^(?:question|q|step|part|point|no|number|chapter)\b\s*[#.]?\s*\d|^#?\(?\d+[.):]\s", re.I
)
_ENDINGS = {**dict.fromkeys("?؟", 1), "!": 2, ":": 3, **dict.fromkeys("”\"’'»", 4), ")": 6,
            **dict.fromkeys(".…;。।۔", 5)}  # fmt: skip
_OPENINGS = {**dict.fromkeys("“\"‘'«„", 1), **dict.fromkeys("([", 2), **dict.fromkeys("-–—•*>»#", 3)}


class View:
    """The lines of one page as columns of levels; level 0 stands for the page's edge or for not asked."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.kind = np.array([_KIND[line.place or "page"] if line.role == "furniture" else _KIND[line.role]
                              for line in lines], dtype=np.int64)  # fmt: skip
        self._kinds: list[int] = self.kind.tolist()
        self.body = [kind in (1, 2) for kind in self._kinds]

    def __len__(self) -> int:
        return len(self.lines)

    def each(self, look: Callable[[int], int]) -> Column:
        """Return a column from a look at every line."""
        return np.fromiter((look(i) for i in range(len(self))), dtype=np.int64, count=len(self))

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Every column by name; each has one level a line."""
        asked = [kind in _ASKED for kind in self._kinds]
        words = list(self._word_columns(asked))
        names = ("cohesion", "gain", "own_before", "own_behind", "ahead", "next_body")
        return {
            "kind": self.kind,
            "gap": self.gap,
            "words": self.each(
                lambda i: 11 if self._kinds[i] == 1 else 1 + _step(self.lines[i].words, _WORDS)
            ),
            "size": self.each(self._size),
            "shape": self.each(lambda i: 1 if self._kinds[i] == 1 else _shape(self.lines[i].text)),
            "ending": self.each(lambda i: _level(self.lines[i].text[-1], _ENDINGS)),
            "opening": self.each(lambda i: _level(self.lines[i].text[0], _OPENINGS)),
            "opens": self.each(self._opens),
            "above": self.each(self._above),
            "row": self._row(),
            "signed": self._signed(asked),
            "place": self._place(),
            "repeated": self._repeated(),
            "pattern": self._pattern(),
            "person": self.each(lambda i: 1 + (asked[i] and is_person(self.lines[i].text, capitals=True))),
            "numbered": self.each(lambda i: 1 + bool(asked[i] and _NUMBERED.match(self.lines[i].text))),
            "dateline": self.each(lambda i: 1 + (self.body[i] and opens_with_dateline(self.lines[i].text))),
            **dict(zip(names, np.array(words, dtype=np.int64).reshape(-1, 6).T, strict=True)),
        }

    @cached_property
    def gap(self) -> Column:
        """Blank lines before each line: 1 fewer than between paragraphs, 2 as many, 3 one more, 4 more."""
        gaps = np.array([line.gap for line in self.lines], dtype=np.int64)
        usual = self._usual_gap(gaps)
        return np.where(gaps < usual, 1, np.where(gaps == usual, 2, np.where(gaps <= usual + 1, 3, 4)))

    def _usual_gap(self, gaps: Column) -> float:
        """Return the usual number of blank lines between paragraphs."""
        prose = self.kind == _KIND["prose"]
        body = np.array(self.body, dtype=bool)
        for each in (prose, body):
            between = gaps[1:][each[1:] & each[:-1]]
            if len(between) >= 3:
                return float(np.median(between))
        return float(np.median(gaps[1:])) if len(gaps) > 1 else 1.0

    def _size(self, i: int) -> int:
        """Return the length of a paragraph."""
        line = self.lines[i]
        return 1 + _step(len(line.text) // 6, (15, 25, 40, 66)) if self._kinds[i] == 1 else EDGE

    def _opens(self, i: int) -> int:
        """Return how many lines on a byline, a date or a head's label follows; 5 where none does."""
        for j in range(i + 1, min(i + 5, len(self))):
            if self._kinds[j] in _HEADS:
                return j - i
            if self._kinds[j] not in _BETWEEN or self.lines[j].words < 4:
                break
        return 5

    def _above(self, i: int) -> int:
        """Return what line that is no text stands last above, and how near."""
        for j in range(i - 1, max(-1, i - 4), -1):
            if self.body[j]:
                break
            if self._kinds[j] in _LANDMARKS:
                return 3 * _LANDMARKS[self._kinds[j]] + i - j
        return EDGE

    def _signed(self, asked: Sequence[bool]) -> Column:
        """Return whether a line opens with a name of the last byline above: a note on the author does."""
        found = np.ones(len(self), dtype=np.int64)
        names: set[str] = set()
        for i, kind in enumerate(self._kinds):
            if kind in _BYLINES or (kind == _KIND["short"] and is_person(self.lines[i].text)):
                names = {
                    word.strip(_MARKS).lower() for word in self.lines[i].text.split() if word[0].isupper()
                } - _BY
            elif asked[i] and names:
                words = self.lines[i].text[:60].lower().split()
                found[i] = 3 if any(word.strip(_MARKS) in names for word in words) else 2
        return found

    def _row(self) -> Column:
        """Return where in a row of short lines and single sentences a line stands, and its length."""
        found = np.zeros(len(self), dtype=np.int64)
        at = 0
        while at < len(self):
            end = at
            while end < len(self) and self._kinds[end] in _ROW:
                end += 1
            for i in range(at, end):
                found[i] = 1 + 4 * min(i - at, 3) + min(end - i - 1, 3)
            at = max(end, at + 1)
        return found

    def _place(self) -> Column:
        """Return where on the page a line stands: its first lines, before its text, behind it, between."""
        at = np.arange(len(self))
        prose = np.flatnonzero(self.kind == _KIND["prose"])
        first, last = (prose[0], prose[-1]) if len(prose) else (0, 0)
        zone = np.where(at < first, 2, np.where(at > last, 3, 1))
        return 4 * np.minimum(at, 4) + zone

    def _repeated(self) -> Column:
        """Return whether a line's text is printed more than once: how often, near above, near below."""
        texts = [line.text if len(line.text) < PROSE else "" for line in self.lines]
        count = Counter(texts)
        found = np.ones(len(self), dtype=np.int64)
        where: dict[str, list[int]] = {}
        for i, text in enumerate(texts):
            if text and count[text] > 1:
                where.setdefault(text, []).append(i)
        for places in where.values():
            for before, i, behind in zip(
                [-_NEAR, *places], places, [*places[1:], len(self) + _NEAR], strict=False
            ):
                found[i] = 2 + 4 * min(len(places) - 2, 2) + 2 * (behind - i < _NEAR) + (i - before < _NEAR)
        return found

    def _pattern(self) -> Column:
        """Return how often lines of this kind stand between such neighbours on the page."""
        _, group, count = np.unique(self.pattern, return_inverse=True, return_counts=True)
        return 1 + np.searchsorted((2, 3, 5), count[group], side="right")

    @cached_property
    def pattern(self) -> Column:
        """A number for a line's kind with the kinds and gaps on both sides."""
        parts = (self.kind, shift(self.kind, -1), shift(self.kind, 1), self.gap, shift(self.gap, 1))
        code = np.zeros(len(self), dtype=np.int64)
        for part in parts:
            code = code * len(KINDS) + part
        return code

    def next_body(self) -> list[int]:
        """Return for each line the next line of text behind it."""
        found = [len(self)] * (len(self) + 1)
        for i in range(len(self) - 1, 0, -1):
            found[i - 1] = i if self.body[i] else found[i]
        return found

    def _word_columns(self, asked: Sequence[bool]) -> Iterator[tuple[int, ...]]:
        """Yield what the words say of each line: six levels, 0 where nothing was asked."""
        stems = _Stems(self.lines, self.body)
        following = self.next_body()
        for i, kind in enumerate(self._kinds):
            opens = kind == 1 and (i == 0 or not self.body[i - 1])
            if not asked[i] and not opens:
                yield (EDGE,) * 6
                continue
            behind, ahead = stems.window(range(i if opens else i + 1, min(len(self), i + _REACH)), _BEHIND)
            before, seen = stems.window(range(i - 1, max(-1, i - _REACH), -1), _BEFORE)
            thin = seen < 60 or ahead < 25
            share = (before & behind).bit_count() / max(1, min(before.bit_count(), behind.bit_count()))
            cohesion = 1 if thin else 2 + _step(share, _SHARES)
            if opens:
                yield cohesion, EDGE, EDGE, EDGE, EDGE, EDGE
                continue
            next_body = following[i]
            run = stems.run(next_body)
            own = stems.of(i)
            size = own.bit_count()
            gain = back = forth = EDGE
            if size >= 2 and ahead:
                seen_share, told_share = (own & before).bit_count() / size, (own & behind).bit_count() / size
                gain = 1 + _step(told_share - seen_share, _GAINS)
                back, forth = 1 + _step(seen_share, _OWN), 1 + _step(told_share, _OWN)
            yield cohesion, gain, back, forth, 1 + _step(run, _RUNS), min(next_body - i, 8)


class _Stems:
    """The longer words of the lines of a page as bits of whole numbers."""

    def __init__(self, lines: Sequence[Line], body: Sequence[bool]) -> None:
        self._lines, self._body = lines, body
        self._bits: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._sets: list[int | None] = [None] * len(lines)
        self._counts = [line.text.count(" ") + 1 for line in lines]

    def of(self, i: int) -> int:
        """Return the stems of a line."""
        known = self._sets[i]
        if known is None:
            known = 0
            for word in self._lines[i].text[:_HEAD].lower().split():
                if len(word) > 3:
                    bit = self._bits.get(word)
                    known |= self._bit(word) if bit is None else bit
            self._sets[i] = known
        return known

    def _bit(self, word: str) -> int:
        """Return the bit of a word met for the first time; words that tell nothing have none."""
        stem = word.strip(_MARKS)[:_STEM]
        bit = 0 if stem in COMMON_WORDS else self._stems.setdefault(stem, 1 << len(self._stems) % _BITS)
        self._bits[word] = bit
        return bit

    def window(self, order: range, words: int) -> tuple[int, int]:
        """Return the stems of the lines of text in an order, up to a number of words, and that number."""
        stems = count = 0
        for i in order:
            if self._body[i]:
                stems |= self.of(i)
                count += self._counts[i]
                if count >= words:
                    break
        return stems, count

    def run(self, i: int) -> int:
        """Return the words of the lines of text from a line on, to 80 at most."""
        words = 0
        while i < len(self._lines) and self._body[i] and words < 80:
            words += self._counts[i]
            i += 1
        return words


_WORDS = (2, 3, 4, 5, 7, 10, 16, 26, 60)
_SHARES = (0.04, 0.08, 0.12, 0.16, 0.22, 0.3)
_GAINS = (-0.4, -0.2, -0.05, 0.05, 0.2, 0.35, 0.5)
_OWN = (0.01, 0.2, 0.4, 0.6)
_RUNS = (1, 12, 25, 60)
_LANDMARKS = {_KIND[kind]: n for n, kind in enumerate(("byline", "date", "start", "end", "bar", "tail"))}


def shift(column: Column, offset: int) -> Column:
    """Return the levels `offset` lines on, `EDGE` beyond the page.

    Examples
    --------
    >>> shift(np.array([1, 2, 3]), -1).tolist(), shift(np.array([1, 2, 3]), 2).tolist()
    ([0, 1, 2], [3, 0, 0])
    """
    if offset == 0:
        return column
    moved = np.full_like(column, EDGE)
    if offset > 0:
        moved[:-offset] = column[offset:]
    else:
        moved[-offset:] = column[:offset]
    return moved


def _step(value: float, edges: Sequence[float]) -> int:
    """Return how many edges a value reaches."""
    return sum(value >= edge for edge in edges)


def _level(char: str, levels: Mapping[str, int]) -> int:
    """Return the level of a line's first or last character."""
    found = levels.get(char)
    if found:
        return found
    return 7 if char.isalpha() and not char.isupper() else 8 if char.isalnum() else 9


def _shape(text: str) -> int:
    """Return how a line is set: in capitals, each word with a capital, as a sentence, as a few words."""
    if text.isupper():
        return 2
    words = [word for word in text.split() if len(word) > 3]
    capital = sum(not word[0].islower() for word in words)
    if not words:
        return 3
    if len(words) >= 3 and capital >= 0.6 * len(words):
        return 4
    return 5 if capital == len(words) else 6

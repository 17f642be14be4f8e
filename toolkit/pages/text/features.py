"""What is seen of the lines of a page: a table of small whole numbers, one row a line.

Nothing is judged here. The columns say what kind a line is and how it is set, how it relates to its
neighbours (blank lines, what follows within a few lines, repetition on the page), and how its words go
with those before and behind it: the paragraphs after a new headline share fewer words with those before
it than two neighbouring parts of one article do, and a headline's own words recur behind it and not
before. `toolkit.pages.text.sequence` weighs conjunctions of these columns.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

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
BODY_KINDS = (_KIND["prose"], _KIND["sentence"])
_IS_HEAD = np.array([kind in ("byline", "date", "start") for kind in KINDS])
_IS_BETWEEN = np.array([kind in ("short", "sentence", "caption", "item") for kind in KINDS])
_BYLINES = frozenset(_KIND[kind] for kind in ("byline", "bar"))
_BY = {"by", "posted", "written", "author", "staff", "the", "reporter", "correspondent"}
_ROW = (_KIND["short"], _KIND["sentence"])
_ASKED = frozenset(_KIND[kind] for kind in ("short", "sentence", "item", "pointer"))
_MARKS = ".,;:!?()[]“”‘’«»\"'…–—،؛۔।"
_ARROWS = _MARKS + "→›»|<>[]* \xa0"
_STEM = 7  # letters that stand for a word
_HEAD = 500  # characters of a paragraph whose words are compared
_BITS = 8192  # stems told apart at a time; on longer pages some share a bit
_BEFORE, _BEHIND = 250, 120  # words compared before and behind a line
_REACH = 40  # lines looked at for them
_NEAR = 15  # lines within which a headline is printed again
_NUMBERED = re.compile(
    r"^(?:question|q|step|part|point|no|number|chapter)\b\s*[#.]?\s*\d|^#?\(?\d+[.):]\s", re.I
)
_ENDINGS = {**dict.fromkeys("?؟？", 1), **dict.fromkeys("!！", 2), **dict.fromkeys(":：", 3),
            **dict.fromkeys("”\"’'」』", 4), **dict.fromkeys(")）", 6), **dict.fromkeys(".;。।۔။።", 5),
            "…": 10, "]": 11, **dict.fromkeys("»›→>", 12), **dict.fromkeys(",،、，", 13)}  # fmt: skip
_OPENINGS = {**dict.fromkeys("“\"‘'«„", 1), **dict.fromkeys("([", 2), **dict.fromkeys("-–—•*>»#", 3)}


class View:
    """The lines of one page as columns of levels; level 0 stands for the page's edge or for not asked."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.kind = np.array([_KIND[line.place or "page"] if line.role == "furniture" else _KIND[line.role]
                              for line in lines], dtype=np.int64)  # fmt: skip
        self._kinds: list[int] = self.kind.tolist()
        self.body = [kind in BODY_KINDS for kind in self._kinds]
        self.words = np.array([line.words for line in lines], dtype=np.int64)

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Every column by name; each has one level a line."""
        asked = [kind in _ASKED for kind in self._kinds]
        prose = self.kind == _KIND["prose"]
        sizes = np.array([len(line.text) for line in self.lines]) // 6
        words = list(self._word_columns(asked))
        names = ("cohesion", "gain", "own_before", "own_behind", "ahead", "next_body")
        return {
            "kind": self.kind,
            "gap": self.gap,
            "words": np.where(prose, 11, 1 + np.searchsorted(_WORDS, self.words, side="right")),
            "size": np.where(prose, 1 + np.searchsorted(_SIZES, sizes, side="right"), EDGE),
            **self._looks(asked),
            "mark": self._marks,
            **self._indents(),
            **self._echoes(),
            **self._distances(),
            **self._habits(),
            "again": self._again(),
            "foot": self._framed(self.foot),
            "brow": self._framed(self.brow[::-1])[::-1],
            "cite": self._cited(),
            "opens": self._opens(),
            "above": self._above(),
            "row": self._row(),
            "signed": self._signed(asked),
            "place": self._place(),
            "repeated": self._repeated(),
            "pattern": self._pattern(),
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

    def _looks(self, asked: Sequence[bool]) -> dict[str, Column]:
        """Return what the words of each line look like by themselves."""
        names = ("shape", "ending", "opening", "dated", "person", "numbered", "dateline")
        looks = [
            (_look.__wrapped__ if len(line.text) >= PROSE else _look)(
                line.text, line.bare, kind if kind in BODY_KINDS else asks - 1
            )
            for line, kind, asks in zip(self.lines, self._kinds, asked, strict=True)
        ]
        return dict(zip(names, np.array(looks, dtype=np.int64).reshape(-1, len(names)).T, strict=True))

    def _opens(self) -> Column:
        """Return how many lines on a byline, a date or a head's label follows; 5 where none does."""
        found = np.full(len(self), 5)
        alive = np.ones(len(self), dtype=bool)
        for offset in range(1, 5):
            kind = shift(self.kind, offset)
            head = _IS_HEAD[kind]
            found[alive & head] = offset
            alive &= ~head & _IS_BETWEEN[kind] & (shift(self.words, offset) >= 4)
        return found

    def _above(self) -> Column:
        """Return what line that is no text comes last above, and how near."""
        found = np.full(len(self), EDGE)
        alive = np.ones(len(self), dtype=bool)
        for offset in range(1, 4):
            landmark = _LANDMARK[shift(self.kind, -offset)]
            alive &= landmark >= 0  # not beyond a line of text
            here = alive & (landmark > 0)
            found[here] = 3 * (landmark[here] - 1) + offset
            alive &= ~here
        return found

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
        """Return where in a row of short lines and single sentences a line is, and its length."""
        at = np.arange(len(self))
        other = ~np.isin(self.kind, _ROW)
        since = at - np.maximum.accumulate(np.where(other, at, -1)) - 1
        until = np.minimum.accumulate(np.where(other, at, len(self))[::-1])[::-1] - at - 1
        return np.where(other, 0, 1 + 4 * np.minimum(since, 3) + np.minimum(until, 3))

    def _indents(self) -> dict[str, Column]:
        """Return how each line is indented against those beside it and against the page's paragraphs."""
        indent = np.array([line.indent for line in self.lines], dtype=np.int64)
        prose = indent[np.array(self.body, dtype=bool)]
        usual = np.median(prose) if len(prose) else 0
        behind = np.sign(np.diff(indent))
        return {
            "ind_prev": np.concatenate(([EDGE], 2 + behind)),
            "ind_next": np.concatenate((2 - behind, [EDGE])),
            "ind_body": 2 + np.sign(indent - usual).astype(np.int64) + 3 * bool(indent.any()),
        }

    @cached_property
    def echoes(self) -> dict[str, Column]:
        """Numbers of the lines that are the same but for figures, and of those that begin or end alike."""
        keys = _folded(line.text[:PROSE] for line in self.lines)
        tails = _folded(line.text[-_TAIL:] for line in self.lines)
        return {
            name: _numbered(own)
            for name, own in (("echo", keys), ("lead", [key[:_LEAD] for key in keys]), ("tail", tails))
        }

    def _echoes(self) -> dict[str, Column]:
        """Return how many lines of the page are the same but for figures, or begin or end in the same way."""
        return {
            name: 1 + np.searchsorted(_TIMES, np.bincount(group)[group], side="right")
            for name, group in self.echoes.items()
        }

    @cached_property
    def long(self) -> NDArray[np.bool_]:
        """Which lines are more than a label."""
        return self.words >= _LONG

    def _habits(self) -> dict[str, Column]:
        """Return how often lines like a line, by echo, beginning or setting, have long ones beside them.

        A line that the page prints again and again behind long lines and before short ones ends its articles;
        one between short and long lines belongs to their heads.
        """
        setting = self.kind
        for part in (self._marks, np.minimum([line.indent for line in self.lines], 63), self.gap):
            setting = setting * 64 + part
        _, setting = np.unique(setting, return_inverse=True)
        long = self.long.astype(np.int64)
        beside = (shift(long, -1), shift(long, 1))
        found = {}
        for name, group in (("echo", self.echoes["echo"]), ("lead", self.echoes["lead"]), ("set", setting)):
            count = np.bincount(group)
            before, behind = (np.bincount(group, weights=side)[group] / count[group] for side in beside)
            level = 4 * np.searchsorted(_OFTEN, before, side="right")
            level += np.searchsorted(_OFTEN, behind, side="right")
            size = np.searchsorted(_TIMES[1:], count[group], side="right")
            found[f"ctx_{name}"] = np.where(size > 0, 2 + 16 * (size - 1) + level, 1)
        return found

    def _again(self) -> Column:
        """Return of a line printed twice whether this one or the other has a long line behind it."""
        group = self.echoes["echo"]
        long = self.long.astype(np.int64)
        behind = np.maximum(shift(long, 1), shift(long, 2)) > 0
        followed = np.bincount(group, weights=behind)[group] - behind > 0
        twice = (np.bincount(group)[group] >= 2) & (self.kind != _KIND["prose"])
        return np.where(twice, 2 + 2 * behind + followed, 1)

    @cached_property
    def keys(self) -> Column:
        """What a line is where the page repeats it, by all or its beginning, else its kind; 0 for text."""
        own = self.kind.copy()
        for name in ("lead", "echo"):
            group = self.echoes[name]
            often = (np.bincount(group)[group] >= _TIMES[1]) & (self.kind != _KIND["date"])
            own = np.where(often, len(KINDS) + 2 * group + (name == "echo"), own)
        text = (self.kind == _KIND["prose"]) | ((self.kind == _KIND["sentence"]) & self.long)
        return np.where(text, 0, own).astype(np.int64)

    @cached_property
    def foot(self) -> Column:
        """A number for the lines from the text above to this line, by what they are; 0 for text."""
        return _walked(self.keys.tolist())

    @cached_property
    def brow(self) -> Column:
        """A number for the lines from this line to the text below, by what they are; 0 for text."""
        return _walked(self.keys[::-1].tolist())[::-1]

    def _framed(self, group: Column) -> Column:
        """Return how far from its text a line is, and how often the page has the same lines up to there."""
        count = np.searchsorted(_TIMES[:3], np.bincount(group)[group], side="right")
        at = np.arange(len(self))
        steps = np.minimum(at - np.maximum.accumulate(np.where(group == 0, at, -1)) - 1, 3)
        return np.where(group == 0, EDGE, 1 + 4 * steps + count)

    def _cited(self) -> Column:
        """Return whether a line ends with the words of another ("Read on: ...") or is named by one so.

        1 neither, 2 named by a line behind it, 3 by one before it, 4 it ends with the words of a line before
        it, 5 of one behind it; 6 to 9 the same where three lines or more of the page do so.
        """
        found = np.ones(len(self), dtype=np.int64)
        words = [
            [] if len(line.text) >= PROSE else line.text.casefold().strip(_ARROWS).split()
            for line in self.lines
        ]
        named: dict[tuple[str, ...], list[int]] = {}
        for i, own in enumerate(words):
            if len(own) >= 2:
                named.setdefault(tuple(own), []).append(i)
        opens = {own[0] for own in named}
        for i, own in enumerate(words):
            for k in range(1, len(own) - 1):
                places = named.get(tuple(own[k:])) if own[k] in opens else None
                if places:
                    found[i] = 4 + (places[0] > i)
                    for j in places:
                        found[j] = max(found[j], 2 + (j > i))
                    break
        often = np.bincount(found)[found] >= 3
        return np.where(often & (found > 1), found + 4, found)

    @cached_property
    def _marks(self) -> Column:
        return 1 + np.array([line.mark for line in self.lines], dtype=np.int64)

    def _distances(self) -> dict[str, Column]:
        """Return how many lines off the nearest long line and the nearest repeated line are."""
        at = np.arange(len(self))
        group = self.echoes["echo"]
        short = np.array([len(line.text) < PROSE for line in self.lines], dtype=bool)
        echo = short & (np.bincount(group)[group] >= _TIMES[1])
        found = {}
        for name, marked in (("long", self.long), ("echo", echo)):
            where = np.flatnonzero(marked)
            if not len(where):
                found[f"{name}_since"] = found[f"{name}_until"] = np.full(len(self), 8)
                continue
            before = np.searchsorted(where, at, side="left") - 1
            behind = np.searchsorted(where, at, side="right")
            since = np.where(before >= 0, at - where[np.maximum(before, 0)], 99)
            until = np.where(behind < len(where), where[np.minimum(behind, len(where) - 1)] - at, 99)
            found[f"{name}_since"] = np.where(since > 90, 8, np.minimum(since, 7))
            found[f"{name}_until"] = np.where(until > 90, 8, np.minimum(until, 7))
        return found

    def _place(self) -> Column:
        """Return where on the page a line is: its first lines, before its text, behind it, between."""
        at = np.arange(len(self))
        prose = np.flatnonzero(self.kind == _KIND["prose"])
        first, last = (prose[0], prose[-1]) if len(prose) else (0, 0)
        zone = np.where(at < first, 2, np.where(at > last, 3, 1))
        return 4 * np.minimum(at, 4) + zone

    def _repeated(self) -> Column:
        """Return whether a line's text is printed more than once: how often, near above, near below."""
        group = _numbered([line.text if len(line.text) < PROSE else i for i, line in enumerate(self.lines)])
        count = np.bincount(group)[group]
        order = np.argsort(group, kind="stable")
        step = np.where(np.diff(group[order]) == 0, np.diff(order), _NEAR)  # to the next line of the group
        before, behind = np.full((2, len(self)), _NEAR)
        before[order[1:]], behind[order[:-1]] = step, step
        found = 2 + 4 * np.minimum(count - 2, 2) + 2 * (behind < _NEAR) + (before < _NEAR)
        return np.where(count > 1, found, 1)

    def _pattern(self) -> Column:
        """Return how often lines of this kind occur between such neighbours on the page."""
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

    @cached_property
    def next_body(self) -> Column:
        """For each line the next line of text behind it; their number where there is none."""
        places = np.append(np.flatnonzero(self.body), len(self))
        return places[np.searchsorted(places[:-1], np.arange(len(self)), side="right")]

    def _word_columns(self, asked: Sequence[bool]) -> Iterator[tuple[int, ...]]:
        """Yield what the words say of each line: six levels, 0 where nothing was asked."""
        stems = _Stems(self.lines, self.body)
        following = self.next_body.tolist()
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
        stem = _stem(word)
        bit = 0 if stem is None else self._stems.setdefault(stem, 1 << len(self._stems) % _BITS)
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


_TIMES = (2, 3, 5, 9)
_OFTEN = (0.2, 0.5, 0.8)
_LEAD, _TAIL = 9, 9  # characters by which lines begin and end alike
_LONG = 12  # words of a line that is more than a label
_FIGURES = re.compile(r"\d+")
_DATED = re.compile(
    r"(?<!\d)(?:19|20)\d\d|(?:19|20)\d\d年|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\bago\b|\b\d{1,2}[:.]\d\d\b",
    re.I,
)
_WORDS = (2, 3, 4, 5, 7, 10, 16, 26, 60)
_SHARES = (0.04, 0.08, 0.12, 0.16, 0.22, 0.3)
_GAINS = (-0.4, -0.2, -0.05, 0.05, 0.2, 0.35, 0.5)
_OWN = (0.01, 0.2, 0.4, 0.6)
_RUNS = (1, 12, 25, 60)
_LANDMARK = np.array(
    [-1 if kind in BODY else 0 for kind in KINDS]
)  # 1 and on: what tells of a head or an end
_LANDMARK[[_KIND[kind] for kind in ("byline", "date", "start", "end", "bar", "tail")]] = range(1, 7)
_SIZES = (15, 25, 40, 66)  # six characters each
_KEPT = 1 << 15  # lines and words that are remembered, as pages of one site share many


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


def _walked(keys: Sequence[int]) -> Column:
    """Return a number for each run of keys since the last 0, the same for the same run."""
    numbers: dict[tuple[int, int], int] = {}
    at = -1  # before the first text of a page
    found = np.zeros(len(keys), dtype=np.int64)
    for i, key in enumerate(keys):
        at = numbers.setdefault((at, key), len(numbers) + 1) if key else 0
        found[i] = at
    return found


def _folded(texts: Iterable[str]) -> list[str]:
    """Return texts without the difference of small and capital letters and of figures."""
    joined = "\0".join(text.replace("\0", " ") for text in texts)
    return _FIGURES.sub("0", joined.casefold()).split("\0")


@lru_cache(_KEPT)
def _stem(word: str) -> str | None:
    """Return what a word is compared by; None for those that tell nothing."""
    stem = word.strip(_MARKS)[:_STEM]
    return None if stem in COMMON_WORDS else stem


@lru_cache(_KEPT)
def _look(text: str, bare: int, kind: int) -> tuple[int, ...]:
    """Return the levels of a line's shape, ending, opening, date, name, number and place.

    ``kind`` is 1 for prose, 2 for a sentence, 0 for another line that may be a headline, -1 for any other.
    """
    asked = kind in (0, 2)
    return (
        1 if kind == 1 else _shape(text),
        _ending(text),
        _level(text[bare], _OPENINGS),
        _dated(text),
        1 + (asked and is_person(text, capitals=True)),
        1 + bool(asked and _NUMBERED.match(text)),
        1 + (kind > 0 and opens_with_dateline(text)),
    )


def _numbered(keys: Sequence[Hashable]) -> Column:
    """Return a number for each key, the same for the same key."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _step(value: float, edges: Sequence[float]) -> int:
    """Return how many edges a value reaches."""
    return sum(value >= edge for edge in edges)


def _level(char: str, levels: Mapping[str, int]) -> int:
    """Return the level of a line's first or last character."""
    found = levels.get(char)
    if found:
        return found
    return 7 if char.isalpha() and not char.isupper() else 8 if char.isalnum() else 9


def _ending(text: str) -> int:
    """Return the level of how a line ends; dots that tell of more are one of their own."""
    return _ENDINGS["…"] if text.endswith(("...", "…]", "...]", "…)", "...)")) else _level(text[-1], _ENDINGS)


def _dated(text: str) -> int:
    """Return whether a line holds a date or a time and little else, a date and more, figures or none."""
    if len(text) > PROSE:
        return 1
    if _DATED.search(text):
        return 4 if len(text) < 40 else 3
    return 2 if any(char.isdigit() for char in text) else 1


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

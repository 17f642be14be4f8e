"""How the lines of a page stand to each other: what may be a headline, how far a headline's lines reach.

Nothing is judged here; `toolkit.pages.evidence` weighs what this module sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from toolkit.pages.bylines import is_person
from toolkit.pages.lines import Line

BODY = ("prose", "sentence")
WINDOW = 14  # lines a headline's surroundings may span


@dataclass
class Zone:
    """Lines between two stretches of text: the first, the candidate headlines, the first line of text."""

    first: int
    candidates: list[int]
    body: int


class Layout:
    """The lines of one page and their neighbours; what is worked out for the whole page is kept."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.body = [line.role in BODY for line in lines]

    def candidate(self, i: int) -> bool:
        """Return whether a line may be a headline."""
        line = self.lines[i]
        if line.role != "short":
            return self.sentence_headline(i)
        return not line.text.endswith(":") and not self._bare_name(i)

    def _bare_name(self, i: int) -> bool:
        """Return whether a line is a person's name beside a date: a byline without "By"."""
        near = [self.lines[j] for j in (i - 1, i + 1) if 0 <= j < len(self.lines)]
        if is_person(self.lines[i].text, capitals=True) and near[-1].place == "start" and i:
            return True
        return is_person(self.lines[i].text) and any(line.role == "date" for line in near)

    def sentence_headline(self, i: int) -> bool:
        """Return whether a line that ends in a full stop stands where only a headline stands."""
        line = self.lines[i]
        if line.role != "sentence" or i + 1 >= len(self.lines):
            return False
        if self.repeated(i):
            return True
        after = self.lines[i + 1]
        if after.role in ("short", "item"):
            return False  # the blank lines belong to the sub-head or list below
        opens = after.role in ("byline", "date") or after.place == "start"
        wide = after.gap > max(self.gaps[i], line.gap)
        on_top = i == 0 or self.lines[i - 1].role == "furniture"
        return (wide or on_top) and (opens or after.gap > self.gaps[i])

    def header_end(self, at: int) -> int:
        """Return the first line of text after the header lines from `at` on."""
        end = at
        while end < len(self.lines):
            if not self.body[end] or self.sentence_headline(end):
                end += 1
                continue
            on = self._header_goes_on(at, end)
            if on == end:
                return end
            end = on
        return end

    def _header_goes_on(self, at: int, end: int) -> int:
        """Return where a header goes on behind a standfirst or caption of one or two sentences."""
        title = next((i for i in range(max(at, end - 4), end) if self.candidate(i)), None)
        if title is None:
            return end
        near = range(end, min(end + 6, len(self.lines)))
        again = next((j for j in near if self.lines[j].text == self.lines[title].text), None)
        if again is not None and self.lines[title].words >= 4:
            return again
        if any(self.is_meta(k) for k in range(title + 1, end)):
            return end + 2 if end in self._summaries else end
        for j in range(end + 1, min(end + 3, len(self.lines))):
            if self.is_meta(j) or self.lines[j].place == "start":
                return end if self.dates_above and self._heads_another(j) else j
            if not self.body[j]:
                return end
        return end

    def with_meta(self, zone: Zone) -> bool:
        """Return whether a zone holds a byline, a date or a label of an article's head."""
        return any(self.is_meta(i) or self.lines[i].place == "start" for i in range(zone.first, zone.body))

    def _heads_another(self, i: int) -> bool:
        """Return whether a date or byline stands above a headline of its own."""
        while i < len(self.lines) and (self.is_meta(i) or self.lines[i].role == "furniture"):
            i += 1
        return i + 1 < len(self.lines) and self.candidate(i) and self.lines[i].words >= 4 and self.body[i + 1]

    def is_meta(self, i: int) -> bool:
        """Return whether a line is a byline or a date."""
        return self.lines[i].role in ("byline", "date")

    def opens(self, i: int) -> bool:
        """Return whether a byline, a date or a head's label follows, with a standfirst between at most."""
        for j in range(i + 1, min(i + 5, len(self.lines))):
            line = self.lines[j]
            if self.is_meta(j) or line.place == "start":
                return True
            if line.role not in ("short", "sentence", "caption", "item") or line.words < 4:
                return False
        return False

    def repeated(self, i: int) -> bool:
        """Return whether a line is printed again within the next lines, as headlines over pictures are."""
        text = self.lines[i].text
        return self.lines[i].words >= 4 and any(line.text == text for line in self.lines[i + 1 : i + WINDOW])

    def wide_gap(self, i: int) -> bool:
        """Return whether more blank lines stand before a line than between paragraphs around it."""
        return i > 0 and self.lines[i].gap > self.gaps[i]

    @cached_property
    def gaps(self) -> list[float]:
        """For each line, the usual number of blank lines between paragraphs around it."""
        pairs = [
            (i, self.lines[i].gap) for i in range(1, len(self.lines)) if self.body[i] and self.body[i - 1]
        ]
        usual: list[float] = []
        at = 0
        for i in range(len(self.lines)):
            while at < len(pairs) and pairs[at][0] <= i:
                at += 1
            near = [gap for _, gap in pairs[max(0, at - 7) : at + 7]]
            usual.append(median(near) if near else 1.0)
        return usual

    @cached_property
    def measured(self) -> bool:
        """Whether the page has enough neighbouring paragraphs to speak of a usual gap."""
        return sum(a and b for a, b in pairwise(self.body)) >= 3

    @cached_property
    def dates_above(self) -> bool:
        """Whether dates stand above the headlines of this page more often than below them."""
        above = below = 0
        for i, line in enumerate(self.lines):
            if line.role == "date":
                nearer = i + 1 < len(self.lines) and line.gap > self.lines[i + 1].gap
                own = i > 0 and (self.lines[i - 1].role == "byline" or self.candidate(i - 1))
                above += self._heads_another(i) and (nearer or not own)
                below += own and not nearer
        return above > below

    @cached_property
    def _summaries(self) -> frozenset[int]:
        """Sentences between an article's head and its picture, where that is the custom of the page.

        Once on a page, such a sentence is more likely the first of the text.
        """
        roles = [line.role for line in self.lines]
        found = [
            i
            for i in range(1, len(roles) - 2)
            if roles[i : i + 3] == ["sentence", "caption", "prose"]
            and (self.is_meta(i - 1) or self.lines[i - 1].place == "start")
        ]
        return frozenset(found if len(found) > 1 else ())

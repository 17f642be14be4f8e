"""The evidence that a line of a page is a headline and starts an article.

Every short line is a candidate headline. It gathers points from its shape, from what stands around it
(bylines, dates, furniture, blank lines, its own repetition) and, where that leaves doubt, from the
words: the paragraphs after a new headline share fewer words with those before it than two neighbouring
parts of one article do, and its own words recur behind it and not before. On 655 news articles
(AllSides) the share of the next 120 words' stems that occur in the last 250 lies at .11 to .37 (5th and
95th percentile) inside an article and at .01 to .16 across a boundary; `COHESION_MIDDLE` is the point
between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from toolkit.pages.bylines import is_person
from toolkit.pages.layout import Layout, Zone
from toolkit.pages.lines import Line
from toolkit.pages.metadata import opens_with_dateline
from toolkit.pages.themes import Place
from toolkit.pages.words import COMMON_WORDS

COHESION_MIDDLE = 0.14
BLURB = 120  # words: the longest item that counts as a blurb
_META = ("byline", "date", "place", "credit")
_STEM = re.compile(r"[^\W\d_]{4,}")
_STEM_LENGTH = 7
_NUMBERED = re.compile(
    r"^(?:question|q|step|part|point|no|number|chapter)\b\s*[#.]?\s*\d|(?-i:[A-Z]{1,3}: .*\?$)|^#?\d+[.):]\s",
    re.I,
)
_MOST_RUNS = 60  # runs of a zone that are compared; a longer zone is a list of links
_MASTHEAD = 3  # the name of the site and its motto stand on the first lines of a page
_QUOTED = re.compile(r"[“\"‘'«„][^“”\"«»„]+[”\"’'»“]")
_BACKWARDS = 40  # lines looked at before and after a headline


class Evidence(Layout):
    """What the lines of one page say of where its articles begin."""

    def __init__(self, lines: Sequence[Line], outlet: str = "") -> None:
        super().__init__(lines)
        name = _STEM.findall(outlet.replace("_", " "))
        self._dull = COMMON_WORDS | {word[:_STEM_LENGTH].lower() for word in name}
        self._stems: dict[int, frozenset[str]] = {}
        self._headlines: dict[int, float] = {}
        self._doubts: dict[tuple[int, int, int], float] = {}
        self.learn(())

    def best_headline(self, zone: Zone) -> int:
        """Return the candidate of a zone that is its headline: the first of the best run of lines.

        A run is a headline with its standfirst; other runs are sections, captions, or lists of links.
        """
        runs: list[list[int]] = []
        for i in zone.candidates:
            kicker = self.lines[i].words <= 3 and self.lines[i].gap > 0
            if runs and runs[-1][-1] == i - 1 and not kicker:
                runs[-1].append(i)
            else:
                runs.append([i])
        heads = [self._head_of(run) for run in runs[-_MOST_RUNS:]]
        best = max(heads, key=lambda i: (self._standing(i, zone), -i))
        return next(i for i in zone.candidates if self.lines[i].text == self.lines[best].text)

    def _head_of(self, run: Sequence[int]) -> int:
        """Return the first line of a run that is long enough for a headline, and not a name."""
        long = [i for i in run if self.lines[i].words >= 4 or self.repeated(i)]
        return long[0] if long else max(run, key=lambda i: (self.lines[i].words, -i))

    def _standing(self, i: int, zone: Zone) -> float:
        """Return how a candidate compares with the others of its zone."""
        between = self.lines[i + 1 : zone.body]
        score = self.headline(i) + (2.0 if self.opens(i) else 0.0)
        score += 3.0 if self.lines[i].words >= 4 else 0.0
        score += 2.0 if i + 1 == zone.body and opens_with_dateline(self.lines[zone.body].text) else 0.0
        score -= 2.0 if i < _MASTHEAD else 0.0
        score -= 1.5 * any(line.place in ("page", "tail") for line in between)
        score -= 1.5 * any(line.role == "short" and line.words >= 4 for line in between[2:])
        if i and self.is_meta(i - 1) and i - 2 >= zone.first:
            score += 2.0 if self.dates_above else -1.5
        return score

    def headline(self, i: int) -> float:
        """Return the evidence in a line's own shape and its nearest neighbours."""
        if i not in self._headlines:
            self._headlines[i] = self._headline(i)
        return self._headlines[i]

    def _headline(self, i: int) -> float:
        line, lines = self.lines[i], self.lines
        above = lines[i - 1] if i else None
        score = _length_points(line.words) + _title_case(line.text)
        score += 2.0 if i + 1 < len(lines) and lines[i + 1].gap > self.gaps[i] else 0.0
        score += 1.0 if self.wide_gap(i) and not (self.candidate(i - 1) and lines[i - 1].words > 3) else 0.0
        score += 4.0 if self.repeated(i) else 0.0
        score += 1.5 if self.opens(i) else 0.0
        score += 0.5 if line.text.endswith(("?", "!", "؟")) else 0.0
        if above is None or (above.role == "furniture" and above.place not in ("tail", "inline")):
            score += 1.0
        elif above.place in ("tail", "inline"):
            score -= 2.0  # a card that points to another article
        return score - self._against(i)

    def _against(self, i: int) -> float:
        """Return the evidence against a headline: sub-heads, numbered heads, names over comments."""
        line, lines = self.lines[i], self.lines
        after = lines[i + 1] if i + 1 < len(lines) else None
        score = 0.0
        if after is not None and self.body[i + 1] and after.gap < self.gaps[i] and self.measured:
            score += 1.5  # closer to the next line than paragraphs are to each other
        if _NUMBERED.match(line.text) or (line.text[0] in "'\"‘“" and line.text.isupper()):
            score += 3.0
        elif _QUOTED.fullmatch(line.text):
            score += 2.0  # a pull quote, or a sub-head that quotes
        if (
            line.words <= 3
            and is_person(line.text)
            and after is not None
            and after.role in ("date", "sentence")
        ):
            score += 3.0  # somebody's name over a comment or a note on the author
        return score

    def around(self, zone: Zone, title: int) -> float:
        """Return the evidence of the lines before and after a headline in its zone."""
        before, after = self.lines[zone.first : title], self.lines[title + 1 : zone.body]
        ahead = {line.place for line in before if line.role == "furniture"}
        score = self._header_points(after) + self._closing_points(ahead)
        score += 2.0 if any(line.role in ("byline", "date") for line in before) else 0.0
        score -= 1.0 if any(line.role == "pointer" for line in before) else 0.0
        body = self.lines[zone.body]
        score += 2.0 if opens_with_dateline(body.text) else 0.0
        announces = body.text.endswith(":") and (
            zone.body + 1 >= len(self.lines) or self.candidate(zone.body + 1)
        )
        return score + (1.0 if announces else 0.0) - self._thin(zone.body)

    def _thin(self, body: int) -> float:
        """Return the evidence against an item of a few words that nothing marks as a teaser or a video."""
        end = next((i for i in range(body, len(self.lines)) if not self.body[i]), len(self.lines))
        words = sum(self.lines[i].text.count(" ") + 1 for i in range(body, min(end, body + 5)))
        teaser = end < len(self.lines) and self.lines[end].place == "end"
        if words >= 25 or teaser or self.lines[end - 1].text.endswith(":"):
            return 0.0
        return 3.0 if words < 12 else 1.5

    def untitled(self, zone: Zone) -> float:
        """Return the evidence that a zone without a headline starts an article."""
        lines = self.lines[zone.first : zone.body]
        places = {line.place for line in lines if line.role == "furniture"}
        score = self._header_points(lines) + self._closing_points(places) - 1.0
        score += 2.0 if opens_with_dateline(self.lines[zone.body].text) else 0.0
        return score + (0.5 if self.wide_gap(zone.first) else 0.0) - self._thin(zone.body)

    @staticmethod
    def _header_points(lines: Sequence[Line]) -> float:
        kinds = {line.role for line in lines if line.role in _META}
        start = any(line.place in ("start", "bar") for line in lines)
        return (1.0 + len(kinds) if kinds else 0.0) + (2.0 if start else 0.0)

    @staticmethod
    def _closing_points(places: set[Place | None]) -> float:
        score = 2.0 if places & {"end", "bar"} else 0.0
        score += 1.5 if "page" in places else 0.0
        return score - (1.5 if places & {"tail", "inline"} else 0.0)

    def rhythm(self, items: Sequence[tuple[int, int]], title: int) -> float:
        """Return the evidence of rhythm: after two items of a paragraph or two, a third is likely."""
        if len(items) < 2:
            return 0.0
        spans = [range(items[0][1], items[1][0]), range(items[1][1], title)]
        sizes = [sum(self.lines[i].text.count(" ") + 1 for i in span if self.body[i]) for span in spans]
        return 1.5 if max(sizes) <= BLURB else 0.0

    def learn(self, titles: Sequence[int]) -> None:
        """Take note of how the headlines found so far are set."""
        self._learnt = frozenset(titles)
        self._shapes = Counter(_shape(self.lines[i].text) for i in titles)
        self._shortest = min((self.lines[i].words for i in titles), default=0)

    def likeness(self, title: int) -> float:
        """Return the evidence of a candidate's likeness to the other headlines of the page."""
        itself = title in self._learnt
        others = self._shapes.total() - itself
        if others < 3 or self.body[title]:
            return 0.0
        alike = (self._shapes[_shape(self.lines[title].text)] - itself) / others
        if alike < 0.35:
            return -0.75
        return 0.75 if alike > 0.65 and self.lines[title].words >= self._shortest - 2 else 0.0

    def habit(self, bodies: Sequence[int], body: int) -> float:
        """Return the evidence of a page on which every article so far opened with a dateline."""
        if len(bodies) < 2 or not all(opens_with_dateline(self.lines[i].text) for i in bodies[-4:]):
            return 0.0
        return 1.5 if opens_with_dateline(self.lines[body].text) else -1.5

    def behind_closing(self, zone: Zone) -> int:
        """Return the first line of an article without a headline: behind what closes the one before."""
        closing = [i for i in range(zone.first, zone.body) if self.lines[i].place in ("end", "tail", "page")]
        return min(closing[-1] + 1, zone.body) if closing else zone.first

    def doubt(self, title: int | None, zone: Zone, previous: int | None, missing: float) -> float:
        """Return the evidence of the words, asked only where the layout leaves doubt.

        ``previous`` is the first line of the article before, ``missing`` what the layout lacks or has
        beyond what makes a start.
        """
        if previous is None or not -2.5 <= missing <= 3.5:
            return 0.0
        at = zone.first if title is None else title
        key = (at, zone.body, previous)
        if key not in self._doubts:
            self._doubts[key] = self._words(at, title, zone, previous)
        return self._doubts[key]

    def _words(self, at: int, title: int | None, zone: Zone, previous: int) -> float:
        """Return the evidence of the words before and behind a line."""
        before, seen = self._collect(range(at - 1, max(previous, at - _BACKWARDS) - 1, -1), 250)
        after, ahead = self._collect(range(zone.body, min(zone.body + _BACKWARDS, len(self.lines))), 120)
        if not before or not after:
            return 0.0
        share = len(before & after) / min(len(before), len(after))
        points = min(1.0, seen / 120, ahead / 60) * max(-2.0, min(2.0, 20 * (COHESION_MIDDLE - share)))
        if title is not None:
            own = self._stem(title)
            news = (len(own & after) - len(own & before)) / max(len(own), 2)
            points += 3 * min(1.0, ahead / 30, len(own) / 4) * (news - 0.1)
        return points

    def _collect(self, order: range, words: int) -> tuple[set[str], int]:
        """Return the stems of the lines of text in an order, up to a number of words."""
        stems: set[str] = set()
        count = 0
        for i in order:
            if self.body[i]:
                stems |= self._stem(i)
                count += self.lines[i].text.count(" ") + 1
            if count >= words or (order.step > 0 and count and self.candidate(i)):
                break
        return stems, count

    def _stem(self, i: int) -> frozenset[str]:
        """Return the stems of a line's longer words."""
        if i not in self._stems:
            found = (word[:_STEM_LENGTH].lower() for word in _STEM.findall(self.lines[i].text[:2000]))
            self._stems[i] = frozenset(found) - self._dull
        return self._stems[i]


def _length_points(words: int) -> float:
    """Return the evidence of a line's length: headlines mostly have 6 to 25 words, sub-heads fewer."""
    if words > 25:
        return -1.0
    return {0: -1.0, 1: -1.0, 2: -0.75, 3: -0.5, 4: 0.25, 5: 0.5, 6: 0.75}.get(words, 1.0)


def _shape(text: str) -> str:
    """Return how a headline is set: in capitals, each word with a capital, or as a sentence."""
    if text.isupper():
        return "capitals"
    return "title" if _title_case(text) else "sentence"


def _title_case(text: str) -> float:
    """Return half a point for a line whose longer words are capitalised, as headlines' often are."""
    words = _STEM.findall(text)
    capital = sum(word[0].isupper() for word in words)
    return 0.5 if len(words) >= 3 and capital >= 0.6 * len(words) else 0.0

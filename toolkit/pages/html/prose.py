"""What counts as prose on an HTML page, and which of its elements are boxes beside the articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from toolkit.pages.html import cues
from toolkit.pages.html.lines import HEADINGS, Line

LEAST_WORDS = 6
LEAST_LETTERS = 30  # where words are spaced; six words of a menu are shorter
LONGEST_HEADLINE = 60  # words
MOST_LINKED = 0.6  # share of a line's letters; a line with more is a list of links
BOX = 0.4  # share of the page's prose; what holds more is no box beside the article, whatever its name
ALWAYS = 0.9  # the same share for what hardly ever holds an article: comments, a footer, what is hidden


def is_prose(line: Line) -> bool:
    """Return whether a line is a sentence or more, and not mostly links."""
    return (
        line.links < MOST_LINKED
        and line.tag not in HEADINGS
        and line.words >= LEAST_WORDS
        and (len(line.text) >= LEAST_LETTERS or not line.text.isascii())
    )


class Prose:
    """The lines of a page or of a part of it, with the words of prose in each element."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.weights: Counter[Any] = Counter()
        self._names: dict[Any, frozenset[str]] = {}
        self._boxed: dict[Any, bool] = {}
        named: Counter[str] = Counter()
        for line in filter(is_prose, lines):
            found: frozenset[str] = frozenset()
            for element in line.path:
                self.weights[element] += line.words
                found |= self._named(element)
            for name in found:
                named[name] += line.words
        self.total = max(self.weights.values(), default=0)
        # A name that most of the prose goes by says nothing: "paywall" on every paragraph.
        self.idle = frozenset(name for name, words in named.items() if words >= _share(name) * self.total)

    def boxed(self, line: Line) -> bool:
        """Return whether a line is in navigation, a sidebar or another box of the page."""
        return any(self.box(element) for element in line.path)

    def box(self, element: Any) -> bool:
        """Return whether an element is a box beside the articles."""
        known = self._boxed.get(element)
        if known is None:
            names = self._named(element) - self.idle
            apart = cues.is_apart(element)
            least = ALWAYS if apart else max(map(_share, names), default=0)
            known = self.weights[element] < least * self.total or (apart and not self.weights[element])
            self._boxed[element] = known
        return known

    def _named(self, element: Any) -> frozenset[str]:
        known = self._names.get(element)
        if known is None:
            known = frozenset() if element.tag in cues.WHOLE else cues.furniture_names(element)
            self._names[element] = known
        return known


def _share(name: str) -> float:
    return ALWAYS if name in cues.OTHERS else BOX

"""Boxes inside an article on an HTML page: cards, captions and furniture between its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from toolkit.pages.html import cues
from toolkit.pages.html.lines import Line

MOST = 0.4  # share of the article's text; what holds more is no box, whatever its name
ROW = 0.7  # share of elements beside each other that are cards, for them to be a row of cards
LINKED, HEADLINE = 0.8, 3  # a line that is a card's headline: share of letters in links, words
CARD = 80  # words; a longer item is no card
_CARD_TAGS = ("div", "li", "article", "a", "section", "td")


class Boxes:
    """Tells which lines are in a box, card or caption inside the container."""

    def __init__(self, container: Any, votes: set[Line], lines: Sequence[Line]) -> None:
        self.container = container
        self._weights: Counter[Any] = Counter()
        named: Counter[str] = Counter()
        for line in votes:
            inner = list(takewhile(lambda element: element is not container, line.path))
            self._weights.update(dict.fromkeys([*inner, container], len(line.text)))
            for name in set().union(*map(cues.furniture_names, inner)):
                named[name] += len(line.text)
        self._most = MOST * self._weights[container]
        self._idle = frozenset(name for name, weight in named.items() if weight >= self._most)
        self._known: dict[Any, str | None] = dict.fromkeys(self._cards(lines), "furniture")

    def kind(self, line: Line) -> str | None:
        """Return 'furniture', 'caption' or None for a line."""
        for element in takewhile(lambda element: element is not self.container, line.path):
            if element not in self._known:
                self._known[element] = self._look(element)
            if self._known[element]:
                return self._known[element]
        return None

    def _look(self, element: Any) -> str | None:
        if (
            self._weights[element] >= self._most
        ):  # what holds most of the text is not a box, whatever its name
            return None
        if cues.is_furniture(element, self._idle):
            return "furniture"
        return "caption" if cues.is_caption(element) else None

    def _cards(self, lines: Sequence[Line]) -> Iterator[Any]:
        """Yield elements that are beside others like them and are a linked heading with few words."""
        held: dict[Any, list[Line]] = {}
        for line in lines:
            for element in takewhile(lambda element: element is not self.container, line.path):
                held.setdefault(element, []).append(line)
        groups: dict[tuple[Any, str, str], list[Any]] = {}
        for element in held:
            if element.tag in _CARD_TAGS:
                key = (element.getparent(), element.tag, element.get("class") or "")
                groups.setdefault(key, []).append(element)
        for group in groups.values():
            if len(group) > 1 and sum(self._weights[element] for element in group) < self._most:
                cards = [element for element in group if _is_card(held[element])]
                yield from cards if len(cards) > ROW * len(group) else ()


def _is_card(lines: Sequence[Line]) -> bool:
    """Return whether lines are a linked heading with at most a blurb."""
    linked = any(line.links > LINKED and line.words >= HEADLINE for line in lines)
    return linked and sum(line.words for line in lines) <= CARD

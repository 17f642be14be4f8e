"""Pages printed anew: other blank lines, indentation, marks and scripts, or a part alone; the same articles.

One page is seen by a reader in as many ways as there are programs that turn HTML into text. What a field
learns from a page in one print should hold for all of them, and for languages whose furniture no list knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from layouts import Item

_MARK = re.compile(r"(?:#{1,6}|[•*+–—-]|o)\s+(?=\S)")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абцдефгхийклмнопярстувшыжз"
_DEVANAGARI = "अबचदएफगहइजकलमनओपखरसतउवटडयझ"
_SCRIPTS = (
    str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper()),
    str.maketrans(_LATIN + _LATIN.upper() + ".", _DEVANAGARI * 2 + "।"),
)


@dataclass(frozen=True)
class _Print:
    """How a page is printed: its blank lines, its indentation, its marks."""

    gaps: str
    indent: str
    marks: str
    steps: tuple[int, int, int]

    @classmethod
    def draw(cls, rng: Random, known: bool) -> _Print:
        """Draw a print; ``known`` allows those that need to know which lines are headlines."""
        indents = ["as it is", "none", "none"] + ["by part"] * known
        marks = ["as they are", "none"] + ["heads"] * known
        return cls(
            rng.choice(["as they are", "one", "none", "more", "fewer"]),
            rng.choice(indents),
            rng.choice(marks),
            tuple(sorted(rng.sample(range(0, 24, 2), 3))),  # type: ignore[arg-type]
        )


def disguise(text: str, rng: Random) -> str:
    """Return a text in another script, letter for letter, so that every place stays where it was."""
    return text.translate(rng.choice(_SCRIPTS))


def reprint(text: str, items: list[Item], rng: Random, *, known: bool = False) -> tuple[str, list[Item]]:
    """Return a page in another print, and where its articles are then.

    Parameters
    ----------
    text : str
        The page.
    items : list of Item
        Its articles.
    rng : Random
        What the print is drawn from.
    known : bool
        Whether headlines and texts may be indented and marked as such.
    """
    style = _Print.draw(rng, known)
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []  # old start, old end, new start of the words of a line
    at = size = blank = 0
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        if not bare:
            blank += 1
            at += len(raw)
            continue
        start = at + raw.index(bare[0])
        lead = _lead(style, start, len(raw) - len(raw.lstrip()), items)
        cut = _MARK.match(bare) if style.marks == "none" else None
        skipped = cut.end() if cut else 0
        before = "\n" * (1 + _gap(style, blank)) * bool(parts) + lead
        parts.append(before + bare[skipped:])
        places.append((start, start + len(bare), size + len(before) - skipped))
        size += len(parts[-1])
        blank = 0
        at += len(raw)
    return "".join(parts), [_moved(item, places) for item in items]


def crop(text: str, items: list[Item], rng: Random) -> tuple[str, list[Item]]:
    """Return a part of a page, from the start of one article to the end of one, as a reader would copy it."""
    if not items:
        return text, items
    first = rng.randrange(len(items))
    last = rng.randrange(first, len(items))
    start, end = items[first].start, max(items[last].end, items[last].body[1])
    kept = [_shifted(item, -start) for item in items[first : last + 1]]
    return text[start:end], kept


def _shifted(item: Item, by: int) -> Item:
    title = (item.title_span[0] + by, item.title_span[1] + by) if item.title_span else None
    body = (item.body[0] + by, item.body[1] + by)
    return replace(item, title_span=title, body=body, start=item.start + by, end=item.end + by)


def _gap(style: _Print, blank: int) -> int:
    known = {"one": 1, "none": 0, "more": 2 * blank + 1, "fewer": blank // 2}
    return known.get(style.gaps, blank)


def _lead(style: _Print, start: int, indent: int, items: list[Item]) -> str:
    """Return what stands before a line: its indentation and, before a headline, a mark."""
    if style.indent == "as it is":
        return " " * indent
    title = any(item.title_span and item.title_span[0] == start for item in items)
    mark = "## " * (title and style.marks == "heads")
    if style.indent == "none":
        return mark
    inside = any(item.body[0] <= start < item.body[1] for item in items)
    return " " * style.steps[0 if not (inside or title) else 1 if title else 2] + mark


def _moved(item: Item, places: list[tuple[int, int, int]]) -> Item:
    """Return an article at its new place."""

    def move(at: int, *, end: bool) -> int:
        best = 0
        for start, stop, new in places:
            if start > at or (end and start >= at):
                break
            best = new + min(at, stop) - start
        return max(best, 0)

    def both(span: tuple[int, int]) -> tuple[int, int]:
        return move(span[0], end=False), move(span[1], end=True)

    title = both(item.title_span) if item.title_span else None
    start, end = both((item.start, item.end))
    return replace(item, title_span=title, body=both(item.body), start=start, end=end)

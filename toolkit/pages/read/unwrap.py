"""Lines that a program broke at a fixed width: which of them belong to one paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

WIDEST = 100  # characters; programs that break lines do so at 65 to 80, at most at 100
NARROWEST = 40
FULL = 0.75  # least share of the width that most lines of broken prose fill
MOST = 0.6  # least share of the lines with another below them that are full
SENTENCES = 0.5  # most of the full lines that end a sentence; in broken prose few do
FEW = 0.2  # most lines that are wider than any program breaks them: addresses, tables

_STOPS = (".", "!", "?", "”", '"', "»")


def wrap_width(lines: Sequence[str]) -> int | None:
    """Return the width at which the lines of a text were broken, or None where they were not.

    Lines are broken when hardly one is wider than `WIDEST` and most of those with another directly below
    them are nearly full.

    Examples
    --------
    >>> wrap_width(["It rained for nine days in the whole of the upper", "valley, and the river rose.", ""])
    49
    >>> wrap_width(["A short line.", "Another one."]) is None
    True
    """
    sizes = [len(line.rstrip()) for line in lines]
    width = max((size for size in sizes if size <= WIDEST), default=0)
    wider = sum(size > WIDEST for size in sizes)
    if width < NARROWEST or wider > FEW * sum(size > 0 for size in sizes):
        return None
    followed = [
        line.rstrip()
        for line, (size, below) in zip(lines, pairwise(sizes), strict=False)
        if 0 < size <= WIDEST and below
    ]
    full = [line for line in followed if len(line) >= FULL * width]
    ended = sum(line.endswith(_STOPS) for line in full)
    return width if len(full) >= max(1, MOST * len(followed)) and ended <= SENTENCES * len(full) else None


def paragraphs(lines: Sequence[str], width: int | None) -> list[list[int]]:
    """Return the numbers of the lines of each paragraph; blank lines separate paragraphs.

    A line goes on in the next one where the next one's first word had no room left on it.

    Parameters
    ----------
    lines : sequence of str
    width : int or None
        The width at which they were broken (`wrap_width`); with None each line is a paragraph.

    Examples
    --------
    >>> paragraphs(["one two", "three", "", "four"], width=9)
    [[0, 1], [3]]
    """
    found: list[list[int]] = []
    open_ = False
    for number, line in enumerate(lines):
        if not line.strip():
            open_ = False
            continue
        if open_ and width is not None and _went_on(lines[number - 1], line, width):
            found[-1].append(number)
        else:
            found.append([number])
        open_ = True
    return found


def _went_on(line: str, below: str, width: int) -> bool:
    """Return whether a line was broken: the next word, with its blank, would not have fitted."""
    size = len(line.rstrip())
    return size <= WIDEST and size + 1 + len(below.split(None, 1)[0]) > width


def unwrap(text: str) -> str:
    r"""Return a text with the lines of each broken paragraph joined; paragraphs are a blank line apart.

    Examples
    --------
    >>> unwrap("It rained for nine days in the whole of the upper\nvalley, and the river rose.")
    'It rained for nine days in the whole of the upper valley, and the river rose.'
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    joined = paragraphs(lines, wrap_width(lines))
    return "\n\n".join(" ".join(lines[n].strip() for n in numbers) for numbers in joined)

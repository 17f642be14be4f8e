"""What of an article a page keeps back: hidden text, and texts that break off before a paywall."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.pages.html import cues
from toolkit.pages.html.body import Body, is_wall
from toolkit.pages.html.lines import Line
from toolkit.pages.html.prose import is_prose
from toolkit.pages.record import breaks_off

HIDDEN = 20  # words of hidden prose in an article that are worth a note
BEHIND = 6  # lines behind a text in which a wall says what it is


def hidden_words(body: Body, lines: Sequence[Line]) -> int:
    """Return how many words of prose in an article's element a browser does not show.

    Parameters
    ----------
    body : Body
        The article's text, without them.
    lines : sequence of Line
        All lines of the page or the part.
    """
    taken = set(body.labels)
    return sum(
        line.words
        for line in lines
        if line.number not in taken
        and body.container in line.path
        and is_prose(line)
        and any(map(cues.is_hidden, line.path))
    )


def is_cut(body: Body, lines: Sequence[Line]) -> bool:
    """Return whether an article breaks off: its text ends in dots, or a wall is right behind it.

    Parameters
    ----------
    body : Body
        The article's text.
    lines : sequence of Line
        All lines of the page.
    """
    last = body.running[-1]
    first = lines[0].number
    if breaks_off(lines[last - first].text):
        return True
    behind = lines[last - first + 1 : last - first + 1 + BEHIND]
    return any(is_wall(line) for line in behind)

"""The articles of a page as stretches of its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from toolkit.pages.fields.bylines import is_person
from toolkit.pages.fields.dates import find_date
from toolkit.pages.text.features import BODY
from toolkit.pages.text.line_states import Reading, read_states
from toolkit.pages.text.lines import Line
from toolkit.pages.text.sequence import ABOVE, AFTER, HEAD, OPENING, OUTSIDE, TEXT, TITLE, Scores

# How far four probabilities of the second field count: that the article begins here, that none begins
# inside, that its text opens and that it ends where it is said to: a logistic regression on 639 articles that
# were found on real pages of sites the fields had not learnt from (`training/calibrate.py`).
_SURE = np.array([0.066, 0.004, 0.050, 0.055])
_DOUBT = -1.062
_CLIP = 1e-12
_PAGE = 3  # articles without a date of their own from which on a page has a place for it
_ABOVE, _BEHIND = 4, 3  # lines off the article within which that place is
_MAYBE = 0.004  # probability of a sentence behind a text that makes it one of its own


@dataclass
class Stretch:
    """The lines of one article: ``first`` to its text, ``body`` to ``last`` its text, up to ``stop`` its end.

    ``titles`` are the lines of the headline, none where it has none; ``confidence``, 0 to 1, is how likely
    its text is that of one article.
    """

    first: int
    body: int
    last: int
    stop: int
    titles: list[int] = field(default_factory=list)
    confidence: float = 0.0


def find_articles(lines: Sequence[Line]) -> list[Stretch]:
    r"""Return the articles of a page in order.

    Parameters
    ----------
    lines : sequence of Line
        All lines of a page, from `toolkit.pages.text.lines.read_lines`.

    Returns
    -------
    list of Stretch
        Empty where the page has no text.

    Examples
    --------
    >>> from toolkit.pages.text.lines import read_lines
    >>> from toolkit.pages.themes import load_furniture
    >>> text = "The river Arn rose again on Monday and stood a metre deep in the barns. " * 9
    >>> page = "Home\n\nRiver floods two valleys\n\nBy Jo Day\n\n" + text
    >>> [(found.titles, found.body) for found in find_articles(read_lines(page, load_furniture()))]
    [([1], 3)]
    """
    reading = read_states(lines)
    found = list(_stretches(reading.states.tolist()))
    for stretch in found:
        _settle_end(stretch, lines, reading)
    _reach_dates(found, lines)
    for stretch in found:
        stretch.confidence = _confidence(reading, stretch)
    return found


def _settle_end(found: Stretch, lines: Sequence[Line], reading: Reading) -> None:
    """Move the end of a text: a name is no text, and a sentence is, unless it is clearly a note behind it."""
    after = found.last + 1
    while after < found.stop and lines[after].role in BODY and reading.probabilities[after, TEXT] > _MAYBE:
        found.last = after
        after += 1
    while found.last > found.body and _is_signature(lines[found.last]):
        found.last -= 1


def _reach_dates(found: Sequence[Stretch], lines: Sequence[Line]) -> None:
    """Let the articles of a page reach to the dates that it prints in one place for most of them.

    A date between two articles may be of either: the side that serves more of the page's articles is right,
    and where both serve as many none is taken.
    """
    bare = [i for i, stretch in enumerate(found) if not _has_date(stretch, lines)]
    if len(found) < _PAGE or not bare:
        return
    above: dict[int, int] = {}
    behind: dict[int, int] = {}
    for i in bare:
        stop = found[i - 1].stop if i else 0
        start = found[i + 1].first if i + 1 < len(found) else len(lines)
        first, last = found[i].first, found[i].stop
        at = _dated(lines, range(first - 1, max(stop, first - _ABOVE) - 1, -1))
        above |= {i: at} if at is not None else {}
        at = _dated(lines, range(last, min(start, last + _BEHIND)))
        behind |= {i: at} if at is not None else {}
    if len(above) > max(len(behind), _PAGE - 1):
        for i, at in above.items():
            found[i].first = at
    elif len(behind) > max(len(above), _PAGE - 1):
        for i, at in behind.items():
            found[i].stop = at + 1


def _has_date(found: Stretch, lines: Sequence[Line]) -> bool:
    own = (*range(found.first, found.body), *range(found.last + 1, found.stop))
    return any(find_date(lines[i].text) for i in own)


def _dated(lines: Sequence[Line], places: range) -> int | None:
    """Return the first of some lines with a date, before any line of text."""
    for i in places:
        if lines[i].role == "prose":
            return None
        if lines[i].role != "sentence" and find_date(lines[i].text):
            return i
    return None


def _is_signature(line: Line) -> bool:
    """Return whether a line is nothing but a name, with which no text ends."""
    return line.role == "byline" or (line.role == "short" and is_person(line.text))


def _stretches(states: Sequence[int]) -> Iterator[Stretch]:
    """Yield the stretches of lines that have a text."""
    first: int | None = None
    titles: list[int] = []
    at = 0
    while at < len(states):
        state = states[at]
        if state == OPENING:
            last = stop = at
            while stop + 1 < len(states) and states[stop + 1] in (TEXT, AFTER):
                stop += 1
                last = stop if states[stop] == TEXT else last
            yield Stretch(at if first is None else first, at, last, stop + 1, titles)
            first, titles, at = None, [], stop
        elif state in (ABOVE, TITLE, HEAD):
            first = at if first is None else first
            titles += [at] if state == TITLE else []
        elif state == OUTSIDE:
            first, titles = None, []
        at += 1


def _confidence(reading: Reading, found: Stretch) -> float:
    """Return how likely the text of a stretch is an article's, all of it and nothing else."""
    score = float(_SURE @ log_odds(reading, found)) + _DOUBT
    return round(float(1.0 / (1.0 + np.exp(-score))), 3)


def log_odds(reading: Reading, found: Stretch) -> Scores:
    """Return the log-odds that an article begins, that none begins inside, that it opens and ends here."""
    chance = reading.probabilities
    begins = chance[found.titles[0], TITLE] if found.titles else chance[found.body, OPENING]
    inside = chance[found.body + 1 : found.stop, [TITLE, OPENING]].max(initial=0.0)
    runs_on = chance[found.last + 1, TEXT] if found.last + 1 < len(chance) else 0.0
    ends = min(chance[found.last, [OPENING, TEXT]].sum(), 1.0 - runs_on)
    parts = np.clip([begins, 1.0 - inside, chance[found.body, OPENING], ends], _CLIP, 1.0 - _CLIP)
    odds: Scores = np.log(parts / (1.0 - parts))
    return odds

"""Where one article of a page ends and the next begins.

The lines between two stretches of text are a zone. A zone starts an article when its best headline
and what stands around it carry enough evidence (`toolkit.pages.evidence`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.pages.evidence import Evidence
from toolkit.pages.layout import Zone
from toolkit.pages.lines import Line

THRESHOLD = 3.0  # evidence that makes a start
UNLIKE = 2.0  # against a headline without byline or date where all others of the page have one
_SCALE = 1.2  # evidence points by which a start is about three in four sure


@dataclass
class Start:
    """The start of an article: its first line, headline and first line of text, and how sure it is.

    ``headed`` tells whether a byline or a date stands by it; ``rejected`` is the strongest evidence for a
    further article inside it.
    """

    first: int
    title: int | None
    body: int
    score: float
    headed: bool = False
    rejected: float = -math.inf

    @property
    def confidence(self) -> float:
        """0 to 1: sure of its own start, and sure that no further article begins inside it."""
        return round(min(_logistic(self.score), 1 - _logistic(self.rejected)), 3)


def find_starts(lines: Sequence[Line], outlet: str = "") -> list[Start]:
    r"""Return the starts of a page's articles in order.

    Parameters
    ----------
    lines : sequence of Line
        All lines of a page, from `toolkit.pages.lines.read_lines`.
    outlet : str
        Who publishes the page; its name says nothing of what an article is about.

    Returns
    -------
    list of Start
        Empty where the page has no text.

    Examples
    --------
    >>> from toolkit.pages.lines import read_lines
    >>> from toolkit.pages.themes import load_furniture
    >>> text = "The river rose again on Monday. " * 9
    >>> page = "Home\n\nRiver floods two valleys\n\nBy Jo Day\n\n" + text
    >>> [start.title for start in find_starts(read_lines(page, load_furniture()))]
    [1]
    """
    evidence = Evidence(lines, outlet)
    found = zones(evidence)
    first = _walk(evidence, found)
    # The headlines found teach what a headline of this page looks like; then all are judged again.
    evidence.learn([start.title for start in first if start.title is not None])
    return _walk(evidence, found)


def _walk(evidence: Evidence, found: Sequence[Zone]) -> list[Start]:
    """Judge the zones of a page one after the other."""
    starts: list[Start] = []
    for zone in found:
        start = _judge(evidence, zone, starts)
        if start.score >= THRESHOLD or not starts:
            starts.append(start)
        else:
            starts[-1].rejected = max(starts[-1].rejected, start.score)
    return starts


def zones(evidence: Evidence) -> list[Zone]:
    """Return the stretches of a page between texts, each with its candidate headlines."""
    lines = evidence.lines
    found: list[Zone] = []
    at = 0
    while at < len(lines):
        if evidence.body[at] and not evidence.sentence_headline(at):
            at += 1
            continue
        end = evidence.header_end(at)
        if end < len(lines):
            found.append(Zone(at, [i for i in range(at, end) if evidence.candidate(i)], end))
        at = max(end, at + 1)
    if any(evidence.body) and (not found or (evidence.body[0] and found[0].first > 0)):
        found.insert(0, Zone(0, [], 0))
    return found


def _judge(evidence: Evidence, zone: Zone, starts: Sequence[Start]) -> Start:
    """Return the start a zone would make after the starts found so far, with its score."""
    previous = starts[-1].body if starts else None
    if not zone.candidates:
        score = evidence.untitled(zone) if starts else THRESHOLD + 1
        score += evidence.doubt(None, zone, previous, THRESHOLD - score)
        return Start(evidence.behind_closing(zone), None, zone.body, score)
    title = evidence.best_headline(zone)
    score = evidence.headline(title) + evidence.around(zone, title)
    score += evidence.rhythm([(start.first, start.body) for start in starts[-2:]], title)
    score += 0.0 if starts else THRESHOLD
    score += evidence.likeness(title)
    score += evidence.habit([start.body for start in starts[-4:]], zone.body)
    heads = [start.headed for start in starts[1:]]
    headed = evidence.with_meta(zone)
    score -= UNLIKE if len(heads) >= 2 and all(heads) and not headed else 0.0
    score += evidence.doubt(title, zone, previous, THRESHOLD - score)
    return Start(title, title, zone.body, score, headed)


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-(score - THRESHOLD) / _SCALE)) if score > -30 else 0.0

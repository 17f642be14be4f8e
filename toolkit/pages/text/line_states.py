"""What each line of a page is to its articles: outside, title, head, text or what follows it.

Two fields follow each other. The first reads each line with its neighbours; the second also sees what
the first made of the whole page, so that a line set like the surest headlines of its page is believed, and
one that is not must bring more of its own ("stacked sequential learning", Cohen and Carvalho 2005, IJCAI).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from toolkit.pages.text.features import BODY, EDGE, KINDS, Column, View, shift
from toolkit.pages.text.lines import Line
from toolkit.pages.text.sequence import (
    HEAD,
    OPENING,
    OUTSIDE,
    STATES,
    TEXT,
    TITLE,
    Scores,
    best_states,
    load_field,
    marginals,
)

WEIGHTS = Path(__file__).with_name("weights")

_LOOKS = """kind | kind-1 | kind+1 | kind-2 | kind+2 | kind+3 | kind-1 kind | kind kind+1
| kind-1 kind kind+1 | kind kind+1 kind+2 | kind-2 kind-1 kind | gap kind | gap+1 kind
| gap gap+1 kind | gap kind-1 kind | gap+1 kind kind+1 | gap gap+1 kind-1 kind kind+1
| opens kind | above kind | place kind | repeated kind | words kind | shape kind | ending kind
| opening kind | words ending | words shape | words gap gap+1 kind | pattern kind
| pattern kind kind-1 kind+1 | words opens kind | person | person kind-1 kind+1 | numbered
| next_body kind | ahead kind | cohesion kind | gain kind | own_before kind | own_behind kind
| cohesion gain kind | row kind | row kind+1 | row words kind | kind-3 | signed kind
| signed kind kind+1 | size | dateline kind | opening kind kind-1 | mark kind
| mark mark-1 mark+1 | mark kind kind+1 | ind_prev kind | ind_next kind | ind_prev ind_next kind
| ind_body kind | ind_prev ind_next gap gap+1 | echo kind | echo-1 kind | echo+1 kind
| echo-1 echo echo+1 | echo-1 gap kind | echo+1 gap+1 kind | lead kind | lead-1 kind
| lead+1 kind | tail kind | tail-1 kind | tail+1 kind | echo_since kind | echo_until kind
| echo_since echo_until | long_since kind | long_until kind | long_since long_until
| long_until words | dated kind | dated-1 kind | dated+1 kind | dated-1 dated dated+1
| dated+1 words kind | dated-1 words kind | ending-1 kind | ending-1 words ending
| words-1 words | words words+1 | words-1 words words+1 | gap gap+1 words-1 words words+1
| mark dated+1 words | ending-1 gap kind | ctx_echo kind | ctx_echo-1 kind | ctx_echo+1 kind
| ctx_lead dated kind | ctx_lead-1 dated-1 kind | ctx_lead+1 dated+1 kind
| ctx_lead+1 words kind | ctx_lead-1 words kind | ctx_lead+2 ctx_lead+1 kind
| ctx_lead-2 ctx_lead-1 kind | ctx_set kind | ctx_set words | ctx_set-1 kind | ctx_set+1 kind
| again kind | again words | again gap kind | again-1 kind | foot kind | brow kind | foot brow
| foot brow kind | brow-1 kind | foot+1 kind | brow-1 foot+1 kind | brow words | foot words | foot-1 foot
| brow brow+1 | cite kind | cite-1 kind | cite+1 kind | cite words | cite foot | brow cite"""
_LIKENESS = """state | state-1 state state+1 | is_title | is_opening | is_outside | is_text | like_pattern
| like_below | like_above | habit_meta | habit_shape | habit_gap | habit_dateline
| habit_meta is_title | like_pattern is_title | habit_gap is_title | habit_above kind
| habit_above kind kind+1 | habit_above state | title_set | open_set | open_set kind | out_echo
| out_echo kind | text_echo | head_echo | out_lead | title_set is_title | open_set is_opening
| out_echo is_outside | like_above is_title | title_ind | title_ind words | open_ind
| open_ind words | state-2 state-1 state | is_title+1 is_opening+1 | is_title-1 is_opening
| is_title is_opening+1 | title_set is_title mark | state state+1 state+2 | done | done kind
| done words is_title | is_outside-1 is_outside is_outside+1 | title_brow | title_brow is_title
| head_brow | head_brow kind | open_brow | open_brow is_opening | out_foot | out_foot is_outside
| out_foot+1 kind"""
FIRST = tuple(look.strip() for look in _LOOKS.split("|"))
SECOND = FIRST + tuple(look.strip() for look in _LIKENESS.split("|"))
_LEAST_TEXT = 25  # words
_UNHEARD = 1e6  # what keeps text from being no part of an article, where a page would have none
_SURE = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
_LIKE = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95)
_HABIT = (0.01, 0.3, 0.7, 0.99)
_META = [KINDS.index(kind) for kind in ("byline", "date", "start", "bar")]


@dataclass(frozen=True)
class Reading:
    """The state of each line and the probability of every state at it (lines by `STATES`)."""

    states: NDArray[np.int64]
    probabilities: Scores


def read_states(lines: Sequence[Line], weights: Path = WEIGHTS) -> Reading:
    r"""Return what each line of a page is to its articles.

    Parameters
    ----------
    lines : sequence of Line
        All lines of a page, from `toolkit.pages.text.lines.read_lines`.
    weights : Path
        Folder of ``first.csv`` and ``second.csv``; the shipped ones by default.

    Examples
    --------
    >>> from toolkit.pages.text.lines import read_lines
    >>> from toolkit.pages.themes import load_furniture
    >>> text = "The river rose again on Monday and reached the bridge at Arn. " * 9
    >>> lines = read_lines("River floods two valleys\n\nBy Jo Day\n\n" + text, load_furniture())
    >>> [STATES[state] for state in read_states(lines).states]
    ['title', 'head', 'opening']
    """
    if not lines:
        return Reading(np.zeros(0, dtype=np.int64), np.zeros((0, len(STATES))))
    view = View(lines)
    first = load_field(weights / "first.csv")
    chance = marginals(first.scores(view.columns), first.steps)
    found = Reading(chance.argmax(axis=1), chance)
    second = load_field(weights / "second.csv")
    scores = second.scores({**view.columns, **page_columns(view, found)})
    states = best_states(scores, second.steps)
    if OPENING not in states and _has_text(lines):
        scores[np.array(view.body), OUTSIDE] -= _UNHEARD
        states = best_states(scores, second.steps)
    return Reading(states, marginals(scores, second.steps))


def _has_text(lines: Sequence[Line]) -> bool:
    """Return whether a page has so much running text that one of its lines must open an article."""
    return sum(line.text.count(" ") + 1 for line in lines if line.role in BODY) >= _LEAST_TEXT


def page_columns(view: View, found: Reading) -> dict[str, Column]:
    """Return what a first reading of the page says of each line, as columns of levels.

    The likeness of a line is how sure the first reading was that *other* lines set like it are headlines;
    the habits are what the page's other headlines have in common and whether this line shares it.
    """
    chance = found.probabilities
    title = chance[:, TITLE]
    asked = view.kind != KINDS.index("prose")
    below = _code(asked, shift(view.gap, 1), shift(view.kind, 1), shift(view.kind, 2))
    above = _code(asked, view.gap, shift(view.kind, -1))
    columns = {
        "state": 1 + found.states,
        "like_pattern": _likeness(view.pattern, title, asked),
        "like_below": _likeness(below, title, asked),
        "like_above": _likeness(above, title, asked),
        **_habits(view, title > 0.5, asked),
        **_likenesses(view, chance),
    }
    for name, state in (("title", TITLE), ("opening", OPENING), ("outside", OUTSIDE), ("text", TEXT)):
        columns[f"is_{name}"] = 1 + np.searchsorted(_SURE, chance[:, state], side="right")
    return columns


def _code(*parts: Column | NDArray[np.bool_]) -> Column:
    """Return one number for a line's levels in some columns."""
    code = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        code = 32 * code + part.astype(np.int64)
    return code


def _likenesses(view: View, chance: Scores) -> dict[str, Column]:
    """Return what the first reading made of the other lines that are set or that read like a line."""
    every = np.ones(len(view), dtype=np.bool_)
    indent = np.array([line.indent for line in view.lines], dtype=np.int64)
    columns = view.columns
    length = np.minimum(columns["words"], 8)
    set_alike = _code(every, np.minimum(indent, 1023) // 32, indent % 32, columns["mark"], length > 2)
    between = _code(every, np.minimum(indent, 31), shift(view.kind, -1), view.gap, columns["mark"])
    below = np.where(view.keys == 0, shift(view.keys, -1) * (len(view) * 2 + 99) + shift(view.keys, -2), -1)
    groups = {
        "title_set": (set_alike, TITLE),
        "open_set": (set_alike, OPENING),
        "title_ind": (between, TITLE),
        "open_ind": (between, OPENING),
        "out_echo": (view.echoes["echo"], OUTSIDE),
        "text_echo": (view.echoes["echo"], TEXT),
        "head_echo": (view.echoes["echo"], HEAD),
        "out_lead": (view.echoes["lead"], OUTSIDE),
        "title_brow": (view.brow, TITLE),
        "head_brow": (view.brow, HEAD),
        "open_brow": (below, OPENING),
        "out_foot": (view.foot, OUTSIDE),
    }
    found = {name: _likeness(group, chance[:, state], every) for name, (group, state) in groups.items()}
    ends = np.cumsum(chance[:, OPENING] > 0.5)
    found["done"] = 1 + np.minimum(ends, 2) + 3 * (ends == ends[-1])
    return found


def _likeness(group: Column, title: Scores, asked: NDArray[np.bool_]) -> Column:
    """Return how sure it is that the other lines of a line's group are headlines, and how many there are."""
    _, number = np.unique(group, return_inverse=True)
    others = np.bincount(number, weights=asked)[number] - 1
    sum_of_others = np.bincount(number, weights=np.where(asked, title, 0.0))[number] - title
    mean = np.where(others > 0, sum_of_others / np.maximum(others, 1), -1.0)
    level = 4 * np.searchsorted(_LIKE, mean, side="right") + np.minimum(others, 3)
    return np.where(asked, 1 + level, EDGE).astype(np.int64)


def _habits(view: View, titles: NDArray[np.bool_], asked: NDArray[np.bool_]) -> dict[str, Column]:
    """Return what share of the page's other headlines have what this line has, by habit."""
    meta = np.isin(view.kind, _META).astype(np.int64)
    ahead = np.max([shift(meta, offset) for offset in range(1, 5)], axis=0)
    above = shift(np.isin(view.kind, _META[:2]).astype(np.int64), -1)
    following = np.minimum(view.next_body, len(view) - 1)
    dateline = view.columns["dateline"][following] == 2
    number = titles.sum()
    share = above[titles].mean() if number else 0.0
    order = 1 + 4 * int(np.searchsorted(_HABIT, share, side="right")) + min(int(number), 3)
    habits = {
        "meta": np.maximum(ahead, above),
        "dateline": dateline.astype(np.int64),
        "shape": view.columns["shape"],
        "gap": view.gap,
    }
    found = {
        name: _habit(column, titles, asked, own=name in ("meta", "dateline"))
        for name, column in habits.items()
    }
    found["above"] = np.full(len(view), order)  # dates and bylines are above the headlines of this page
    return {f"habit_{name}": column for name, column in found.items()}


def _habit(column: Column, titles: NDArray[np.bool_], asked: NDArray[np.bool_], *, own: bool) -> Column:
    """Return the share of other headlines with a level: 1 or, of a habit kept or not, this line's own."""
    others = titles.sum() - titles
    kept = np.ones(len(column), dtype=np.int64) if own else column
    same = np.bincount(column[titles], minlength=int(column.max()) + 2)[kept]
    mean = np.where(others > 0, (same - (titles & (column == kept))) / np.maximum(others, 1), -1.0)
    level = 4 * np.searchsorted(_HABIT, mean, side="right") + np.minimum(others, 3)
    level = 2 * level + column if own else level
    return np.where(asked & (others > 0), 1 + level, EDGE).astype(np.int64)

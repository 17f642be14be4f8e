"""A linear-chain conditional random field over the lines of a page.

Every line gets a state (`STATES`), and a page's states are chosen together. The score of a state at a line
is the sum of the weights of the features seen there and of the step from the state before. A feature is a
conjunction of columns of `features`: "kind kind+1" is the kind of the line and of the next.

The weights were learnt from random layouts filled with real articles and from labelled pages (``training/``
in the repository); nothing is learnt here.

References
----------
Lafferty, McCallum and Pereira (2001), "Conditional random fields", ICML.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from toolkit.pages.text.features import Column, shift

STATES = ("outside", "above", "title", "head", "opening", "text", "after")
OUTSIDE, ABOVE, TITLE, HEAD, OPENING, TEXT, AFTER = range(len(STATES))
Scores = NDArray[np.float64]
Term = tuple[str, int]

_TERM = re.compile(r"(\w+?)([+-]\d)?")
_BITS = 6  # of a column's level; a feature's code holds those of its terms
_NEVER = -1e9  # the score of a step that does not happen


@dataclass(frozen=True)
class Template:
    """One conjunction of columns: the features it makes that have weights, by code.

    ``codes`` are sorted; ``weights[k]`` are those of ``codes[k]``, one a state.
    """

    terms: tuple[Term, ...]
    codes: NDArray[np.int64]
    weights: Scores

    def add(self, seen: NDArray[np.int64], scores: Scores) -> None:
        """Add the weights of the features seen at each line, by their codes, to its scores."""
        at = np.minimum(np.searchsorted(self.codes, seen), len(self.codes) - 1)
        known = np.flatnonzero(self.codes[at] == seen)
        scores[known] += self.weights[at[known]]


@dataclass(frozen=True)
class Field:
    """The weights of a field: those of its features, and of each step, ``steps[before, behind]``."""

    templates: tuple[Template, ...]
    steps: Scores

    def scores(self, columns: Columns) -> Scores:
        """Return the score of every state at every line: an array of lines by states."""
        scores = np.zeros((columns.length, len(STATES)))
        for template in self.templates:
            template.add(columns.code(template.terms), scores)
        return scores


class Columns:
    """Columns of levels by name, and the codes of the features they make, each worked out once."""

    def __init__(self, columns: Mapping[str, Column], length: int) -> None:
        self.length = length
        self._columns = dict(columns)
        self._shifted: dict[Term, Column] = {}
        self._codes: dict[tuple[Term, ...], NDArray[np.int64]] = {}

    def update(self, columns: Mapping[str, Column]) -> None:
        """Add further columns."""
        self._columns.update(columns)

    def code(self, terms: tuple[Term, ...]) -> NDArray[np.int64]:
        """Return for each line the code of the feature some columns make of it.

        Examples
        --------
        >>> columns = Columns({"kind": np.array([3, 1])}, 2)
        >>> columns.code(parse_template("kind kind+1")).tolist()
        [193, 64]
        """
        if terms not in self._codes:
            code = np.zeros(self.length, dtype=np.int64)
            for term in terms:
                if term not in self._shifted:
                    self._shifted[term] = shift(self._columns[term[0]], term[1])
                code = (code << _BITS) + self._shifted[term]
            self._codes[terms] = code
        return self._codes[terms]


def parse_template(text: str) -> tuple[Term, ...]:
    """Return the columns a template joins, each with its offset in lines.

    Examples
    --------
    >>> parse_template("gap+1 kind")
    (('gap', 1), ('kind', 0))
    """
    found = (_TERM.fullmatch(term) for term in text.split())
    return tuple((match[1], int(match[2] or 0)) for match in found if match)


@lru_cache(maxsize=4)
def load_field(path: Path) -> Field:
    """Return a field from a table of weights.

    Parameters
    ----------
    path : Path
        CSV with the columns ``template``, ``code`` and one a state; rows ``step from <state>`` hold the
        weights of steps, empty where a step never happens.
    """
    steps = np.full((len(STATES), len(STATES)), _NEVER)
    rows: dict[str, list[tuple[int, list[float]]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for template, code, *weights in list(csv.reader(file))[1:]:
            if template.startswith("step from "):
                steps[STATES.index(template.removeprefix("step from "))] = [
                    float(w or _NEVER) for w in weights
                ]
            else:
                rows.setdefault(template, []).append((int(code), [float(w or 0) for w in weights]))
    return Field(tuple(_template(name, sorted(found)) for name, found in rows.items()), steps)


def _template(name: str, rows: Sequence[tuple[int, list[float]]]) -> Template:
    codes = np.array([code for code, _ in rows], dtype=np.int64)
    return Template(parse_template(name), codes, np.array([weights for _, weights in rows]))


def best_states(scores: Scores, steps: Scores) -> NDArray[np.int64]:
    """Return the best sequence of states (Viterbi).

    Parameters
    ----------
    scores : array of lines by states
    steps : array of states by states

    Examples
    --------
    >>> best_states(np.array([[1.0, 0.0], [0.0, 0.2]]), np.array([[0.5, 0.0], [0.0, 0.0]])).tolist()
    [0, 0]
    """
    back = np.zeros(scores.shape, dtype=np.int64)
    score = scores[0]
    for i in range(1, len(scores)):
        through = score[:, None] + steps
        back[i] = through.argmax(axis=0)
        score = through.max(axis=0) + scores[i]
    path = [int(score.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return np.array(path[::-1])


def marginals(scores: Scores, steps: Scores) -> Scores:
    """Return the probability of every state at every line (forward-backward).

    Examples
    --------
    >>> marginals(np.array([[0.0, 0.0]]), np.zeros((2, 2))).tolist()
    [[0.5, 0.5]]
    """
    weight = np.exp(scores - scores.max(axis=1, keepdims=True))
    step = np.exp(steps - steps.max())
    both = np.stack((weight, weight[::-1]), axis=1)  # the way there and the way back, side by side
    ways = np.stack((step, step.T))
    shares = np.empty_like(both)
    shares[0] = both[0] / both[0].sum(axis=1, keepdims=True)
    for i in range(1, len(both)):
        share = (shares[i - 1][:, None, :] @ ways)[:, 0, :] * both[i]
        shares[i] = share / share.sum(axis=1, keepdims=True)
    joint = shares[:, 0] * shares[::-1, 1] / np.where(weight > 0, weight, 1.0)
    result: Scores = joint / joint.sum(axis=1, keepdims=True)
    return result

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
_CODE_BITS = 42  # of a code: seven terms
_ROOM = 8  # slots of a table for each of its keys
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # multiplicative hashing (Knuth 1998, 6.4)
_PART = 2_048  # lines looked up at once: what is worked on stays small, however long the page
_NEVER = -1e9  # the score of a step that does not happen


class Templates:
    """Conjunctions of columns, worked out for all lines of a page at once."""

    def __init__(self, names: Sequence[str]) -> None:
        parsed = [parse_template(name) for name in names]
        self._terms = sorted({term for terms in parsed for term in terms})
        place = {term: i + 1 for i, term in enumerate(self._terms)}  # 0 is no column: it adds nothing
        self._places = np.zeros((max(map(len, parsed), default=1), len(parsed)), dtype=np.int64)
        for j, terms in enumerate(parsed):
            self._places[len(self._places) - len(terms) :, j] = [place[term] for term in terms]

    def codes(self, columns: Mapping[str, Column]) -> NDArray[np.int64]:
        """Return the code of the feature each template makes of each line: templates by lines.

        Examples
        --------
        >>> Templates(["kind kind+1", "kind"]).codes({"kind": np.array([3, 1])}).tolist()
        [[193, 64], [3, 1]]
        """
        return self.of_levels(self.levels(columns))

    def levels(self, columns: Mapping[str, Column]) -> NDArray[np.int64]:
        """Return the level of each term at each line: terms, after one of zeros, by lines."""
        terms = [shift(columns[name], offset) for name, offset in self._terms]
        return np.stack([np.zeros_like(terms[0]), *terms])

    def of_levels(self, levels: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the codes of some lines from their levels."""
        codes = np.zeros((self._places.shape[1], levels.shape[1]), dtype=np.int64)
        for places in self._places:
            codes = (codes << _BITS) + levels.take(places, axis=0)
        return codes


class Table:
    """The rows of keys, looked up many at once: a hash table with linear probing."""

    def __init__(self, keys: NDArray[np.int64]) -> None:
        self._bits = (_ROOM * len(keys)).bit_length()
        self._keys = np.full(1 << self._bits, -1, dtype=np.int64)
        self._rows = np.zeros(1 << self._bits, dtype=np.int32)
        left, at = np.arange(len(keys)), self._home(keys)
        while len(left):
            slots, first = np.unique(at, return_index=True)
            first = first[self._keys[slots] < 0]
            self._keys[at[first]], self._rows[at[first]] = keys[left[first]], left[first] + 1
            left, at = np.delete(left, first), (np.delete(at, first) + 1) % len(self._keys)

    def _home(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        return ((keys.astype(np.uint64) * _SPREAD) >> np.uint64(64 - self._bits)).astype(np.int64)

    def find(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return for each key 1 + its row, 0 where it has none.

        Examples
        --------
        >>> Table(np.array([7, 3])).find(np.array([[3, 4, 7]])).tolist()
        [[2, 0, 1]]
        """
        at = self._home(keys.ravel())
        found = np.zeros(keys.size, dtype=np.int32)
        left = np.arange(keys.size)
        while len(left):
            there = self._keys.take(at)
            same = there == keys.ravel()[left]
            found[left[same]] = self._rows.take(at[same])
            other = ~same & (there >= 0)
            left, at = left[other], (at[other] + 1) % len(self._keys)
        return found.reshape(keys.shape)


class Field:
    """The weights of a field: those of its features, and of each step, ``steps[before, behind]``.

    Parameters
    ----------
    names : sequence of str
        Its templates.
    features : sequence of (template, code)
        Number of the template and code of each feature that has weights.
    weights : array of features by states
    steps : array of states by states
    """

    def __init__(
        self, names: Sequence[str], features: Sequence[tuple[int, int]], weights: Scores, steps: Scores
    ) -> None:
        self.steps = steps
        self._templates = Templates(names)
        self._weights = np.vstack((np.zeros(len(STATES)), weights))
        self._table = Table(np.array([(number << _CODE_BITS) + code for number, code in features]))
        self._numbers = np.arange(len(names))[:, None] << _CODE_BITS

    def scores(self, columns: Mapping[str, Column]) -> Scores:
        """Return the score of every state at every line: an array of lines by states."""
        levels = self._templates.levels(columns)
        starts = range(0, max(levels.shape[1], 1), _PART)
        return np.concatenate([self._scores(levels[:, at : at + _PART]) for at in starts])

    def _scores(self, levels: NDArray[np.int64]) -> Scores:
        rows = self._table.find(self._templates.of_levels(levels) + self._numbers)
        scores: Scores = self._weights.take(rows, axis=0).sum(axis=0)
        return scores


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
    names: dict[str, int] = {}
    features: list[tuple[int, int]] = []
    rows: list[list[float]] = []
    with path.open(encoding="utf-8", newline="") as file:
        for template, code, *weights in list(csv.reader(file))[1:]:
            if template.startswith("step from "):
                steps[STATES.index(template.removeprefix("step from "))] = [
                    float(w or _NEVER) for w in weights
                ]
            else:
                features.append((names.setdefault(template, len(names)), int(code)))
                rows.append([float(w or 0) for w in weights])
    return Field(list(names), features, np.array(rows), steps)


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
        score = np.maximum.reduce(through) + scores[i]
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
        shares[i] = share / np.add.reduce(share, axis=1, keepdims=True)
    joint = shares[:, 0] * shares[::-1, 1] / np.where(weight > 0, weight, 1.0)
    result: Scores = joint / joint.sum(axis=1, keepdims=True)
    return result

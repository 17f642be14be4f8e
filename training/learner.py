"""Learning the weights of a conditional random field: the gradient of its likelihood, a few pages at a time.

Adaptive steps (AdaGrad: Duchi, Hazan and Singer 2011) that shrink to nothing over the epochs, and a penalty
on the square of the weights. Pages are drawn in a fixed order, so that the same pages give the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.pages.text.sequence import STATES

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
NEVER = -1e9  # the score of a step that was not seen
COUNT = len(STATES)


@dataclass(frozen=True)
class Settings:
    """How a field is learnt: passes over the pages, pages a step, step size, penalty, rarest feature."""

    epochs: int = 14
    pages: int = 16
    rate: float = 0.4
    penalty: float = 0.5
    least: int = 3
    seed: int = 1


@dataclass
class Weights:
    """The weights of a field: ``codes`` and ``values`` (features by states) a template, and the steps."""

    codes: list[Codes]
    values: list[Array]
    steps: Array


@dataclass(frozen=True)
class _Page:
    """The features of the lines of a page, as rows of the table of weights, and its states."""

    rows: NDArray[np.int32]
    states: NDArray[np.int64]


def learn(pages: Sequence[tuple[Codes, Sequence[int]]], settings: Settings | None = None) -> Weights:
    """Return the weights learnt from labelled pages.

    Parameters
    ----------
    pages : sequence of (codes, states)
        For each page the codes of its features, lines by templates, and the state of each line.
    settings : Settings, optional
    """
    settings = settings or Settings()
    numbered, codes, offsets = _number([page for page, _ in pages], settings.least)
    size = offsets[-1]
    data = [
        _Page(rows, np.asarray(states, dtype=np.int64))
        for rows, (_, states) in zip(numbered, pages, strict=True)
        if len(states)
    ]
    allowed = _seen_steps(data)
    weights = np.zeros((size + 1, COUNT), dtype=np.float32)
    steps = np.zeros((COUNT, COUNT))
    power, step_power = np.full_like(weights, 1e-2), np.full_like(steps, 1e-2)
    rng = np.random.default_rng(settings.seed)
    total = settings.epochs * -(-len(data) // settings.pages)
    done = 0
    share = settings.pages / len(data)
    for _ in range(settings.epochs):
        order = rng.permutation(len(data))
        for at in range(0, len(order), settings.pages):
            batch = [data[i] for i in order[at : at + settings.pages]]
            up, step_up = gradient(batch, weights, np.where(allowed, steps, NEVER))
            rate = settings.rate * (1 - done / total)
            up -= settings.penalty * share * weights
            step_up = np.where(allowed, step_up - settings.penalty * share * steps, 0.0)
            power += up * up
            step_power += step_up * step_up
            weights += (rate * up / np.sqrt(power)).astype(np.float32)
            steps += rate * step_up / np.sqrt(step_power)
            weights[size] = 0.0
            done += 1
    parts = [weights[a:b].astype(np.float64) for a, b in pairwise(offsets)]
    return Weights(codes, parts, np.where(allowed, steps, NEVER))


def _number(pages: Sequence[Codes], least: int) -> tuple[list[NDArray[np.int32]], list[Codes], list[int]]:
    """Return the features of each page as rows of one table of weights; rare ones share its last row."""
    sizes = [len(page) for page in pages]
    stacked = np.concatenate(pages)
    codes, columns, offsets = [], [], [0]
    for column in stacked.T:
        found, where, count = np.unique(column, return_inverse=True, return_counts=True)
        kept = count >= least
        place = np.where(kept, np.cumsum(kept) - 1 + offsets[-1], -1)
        codes.append(found[kept])
        columns.append(place[where])
        offsets.append(offsets[-1] + int(kept.sum()))
    rows = np.stack(columns, axis=1)
    rows = np.where(rows < 0, offsets[-1], rows).astype(np.int32)
    return np.split(rows, np.cumsum(sizes)[:-1]), codes, offsets


def _seen_steps(pages: Sequence[_Page]) -> NDArray[np.bool_]:
    seen = np.zeros((COUNT, COUNT), dtype=bool)
    for page in pages:
        seen[page.states[:-1], page.states[1:]] = True
    return seen


def gradient(pages: Sequence[_Page], weights: NDArray[np.float32], steps: Array) -> tuple[Array, Array]:
    """Return the gradient of the log-likelihood of some pages: of the features' weights and of the steps."""
    rows = np.concatenate([page.rows for page in pages])
    width = rows.shape[1]
    seen = sparse.csr_matrix(
        (
            np.ones(rows.size, dtype=np.float32),
            rows.ravel(),
            np.arange(0, rows.size + 1, width),
        ),
        shape=(len(rows), len(weights)),
    )
    scores = (seen @ weights).astype(np.float64)
    ends = np.cumsum([len(page.states) for page in pages])
    missing, step_up = expectation(np.split(scores, ends[:-1]), steps)
    missing *= -1.0
    states = np.concatenate([page.states for page in pages])
    missing[np.arange(len(states)), states] += 1.0
    for page in pages:
        np.add.at(step_up, (page.states[:-1], page.states[1:]), 1.0)
    return (seen.T @ missing.astype(np.float32)).astype(np.float64), step_up


def expectation(scores: Sequence[Array], steps: Array) -> tuple[Array, Array]:
    """Return the probability of each state at each line, and the steps expected, as negative numbers."""
    longest = max(map(len, scores))
    order = np.argsort([-len(score) for score in scores], kind="stable")
    sizes = np.array([len(scores[i]) for i in order])
    weight = np.zeros((longest, len(scores), COUNT))
    for column, i in enumerate(order):
        weight[: len(scores[i]), column] = np.exp(scores[i] - scores[i].max(axis=1, keepdims=True))
    step = np.exp(steps)
    alive = [int(np.searchsorted(-sizes, -t, side="left")) for t in range(longest + 1)]
    forth = np.zeros_like(weight)
    forth[0] = weight[0] / weight[0].sum(axis=1, keepdims=True)
    for t in range(1, longest):
        n = alive[t]
        share = forth[t - 1, :n] @ step * weight[t, :n]
        forth[t, :n] = share / share.sum(axis=1, keepdims=True)
    back = np.ones_like(weight)
    expected = np.zeros((COUNT, COUNT))
    for t in range(longest - 2, -1, -1):
        n = alive[t + 1]
        ahead = weight[t + 1, :n] * back[t + 1, :n]
        share = ahead @ step.T
        both = (forth[t, :n] * share).sum(axis=1, keepdims=True)
        expected += step * (forth[t, :n].T @ (ahead / both))
        back[t, :n] = share / share.sum(axis=1, keepdims=True)
    joint = forth * back
    joint /= np.where((total := joint.sum(axis=2, keepdims=True)) > 0, total, 1.0)
    found: list[Array] = [np.empty(0)] * len(scores)
    for column, i in enumerate(order):
        found[i] = joint[: len(scores[i]), column]
    return np.concatenate(found), -expected

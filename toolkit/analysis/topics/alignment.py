"""Topics of two fits side by side as arrays: how alike they are, which is which, what they keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TOP_TERMS = 10


def cosines(first: Array, second: Array) -> Array:
    """Return the cosine of every topic of one fit with every topic of another (rows are topics).

    Examples
    --------
    >>> cosines(np.array([[1.0, 0.0]]), np.array([[2.0, 0.0], [0.0, 3.0]])).tolist()
    [[1.0, 0.0]]
    """
    scaled = [
        rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-300) for rows in (first, second)
    ]
    alike: Array = scaled[0] @ scaled[1].T
    return alike


def contrasts(topics: Array) -> Array:
    """Return topics minus their mean: what tells them from each other, without the words all share.

    Examples
    --------
    >>> contrasts(np.array([[0.5, 0.5, 0.0], [0.5, 0.0, 0.5]])).tolist()
    [[0.0, 0.25, -0.25], [0.0, -0.25, 0.25]]
    """
    apart: Array = topics - topics.mean(axis=0)
    return apart


def match(first: Array, second: Array) -> tuple[NDArray[np.intp], Array]:
    """Match topics one to one so that the summed cosine is largest (Hungarian assignment, Kuhn 1955).

    Parameters
    ----------
    first, second : array (topics x terms)
        Two fits on the same terms.

    Returns
    -------
    tuple
        For each topic of `first`, its partner in `second` (-1 without one) and their cosine (NaN without).

    Examples
    --------
    >>> partner, alike = match(np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]]))
    >>> partner.tolist(), alike.tolist()
    ([1, 0], [1.0, 1.0])
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    alike = cosines(first, second)
    rows, columns = linear_sum_assignment(-alike)
    partner = np.full(len(first), -1, dtype=np.intp)
    found = np.full(len(first), np.nan)
    partner[rows], found[rows] = columns, alike[rows, columns]
    return partner, found


def top_terms(topics: Array, n: int = TOP_TERMS) -> NDArray[np.intp]:
    """Return the columns of the n heaviest terms of each topic, heaviest first.

    Examples
    --------
    >>> top_terms(np.array([[0.1, 0.7, 0.2]]), 2).tolist()
    [[1, 2]]
    """
    return np.argsort(-topics, axis=1, kind="stable")[:, :n]


def kept_terms(first: Array, second: Array, n: int = TOP_TERMS) -> Array:
    """Return, for topics already in matching order, the share of the n heaviest terms they have in common.

    Examples
    --------
    >>> kept_terms(np.array([[3.0, 2.0, 0.0]]), np.array([[3.0, 0.0, 2.0]]), 2).tolist()
    [0.5]
    """
    pairs = zip(top_terms(first, n), top_terms(second, n), strict=True)
    return np.array([len(np.intersect1d(a, b)) / len(a) for a, b in pairs])

"""Columns of numbers: beside each other, times factors, in blocks, and orthonormal bases of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, hstack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_ALIKE = 1e-5  # size, of the largest, of what a sparse column adds to others, under which it adds nothing
_SAME = 1e-9  # of a dense one, whose basis is made with less rounding


def beside(*columns: Floats | csr_matrix) -> csr_matrix:
    """Return columns beside each other.

    Examples
    --------
    >>> beside(np.ones((2, 1)), csr_matrix(np.array([[0.0], [2.0]]))).toarray().tolist()
    [[1.0, 0.0], [1.0, 2.0]]
    """
    return csr_matrix(hstack([csr_matrix(some) for some in columns], format="csr", dtype=np.float64))


def scaled(factor: Floats, y: csr_matrix) -> csr_matrix:
    """Return rows times a factor each; what is zero stays so.

    Examples
    --------
    >>> scaled(np.array([2.0, 3.0]), csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0]]))).toarray().tolist()
    [[2.0, 0.0], [0.0, 3.0]]
    """
    return csr_matrix((y.data * np.repeat(factor, np.diff(y.indptr)), y.indices, y.indptr), shape=y.shape)


def members(codes: NDArray[Any], kind: Any = np.float64) -> csr_matrix:
    """Return ones of groups by rows, from each row's group: times a matrix they sum its rows within groups.

    Examples
    --------
    >>> (members(np.array([0, 1, 0])) @ np.array([[1.0, 2.0], [5.0, 5.0], [3.0, 4.0]])).tolist()
    [[4.0, 6.0], [5.0, 5.0]]
    """
    n = len(codes)
    ones = np.ones(n, dtype=kind), (codes, np.arange(n))
    return csr_matrix(ones, shape=(int(codes.max(initial=-1)) + 1, n))


def cuts(sizes: NDArray[Any], most: int) -> list[int]:
    """Return where blocks of columns begin and end, of about `most` each by their sizes.

    Examples
    --------
    >>> cuts(np.array([30, 31, 20, 40]), 60)
    [0, 1, 3, 4]
    """
    inside = np.flatnonzero(np.diff(np.cumsum(sizes) // most)) + 1
    return [0, *inside.tolist(), len(sizes)]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Outcomes of the same articles in blocks: columns of matrices, of which no copy is made.

    Attributes
    ----------
    blocks : sequence of (csc_matrix, ndarray of int)
        Articles by outcomes, and which of them are meant.

    Examples
    --------
    >>> uses = csc_matrix(np.array([[0, 2, 1], [3, 1, 0]]))
    >>> made = Outcomes([(uses, np.array([0, 1])), (uses, np.array([2]))])
    >>> made.numbers.tolist(), made.of(np.array([1, 2]), np.array([0])).toarray().tolist()
    ([1, 2, 1], [[2.0, 1.0]])
    """

    blocks: Sequence[tuple[csc_matrix, Ints]]

    @cached_property
    def numbers(self) -> Ints:
        """How many articles have each outcome."""
        each = [np.diff(matrix.indptr)[own] for matrix, own in self.blocks]
        return np.concatenate([np.empty(0, dtype=np.intp), *each])

    def of(self, outcomes: Ints, articles: Ints) -> csr_matrix:
        """Return some outcomes, in ascending order, of some articles."""
        ends = np.cumsum([len(own) for _, own in self.blocks])
        edges = [0, *np.searchsorted(outcomes, ends).tolist()]
        some = [
            csr_matrix(matrix[:, own[outcomes[low:high] - end + len(own)]][articles])
            for (matrix, own), end, (low, high) in zip(self.blocks, ends, pairwise(edges), strict=True)
            if high > low
        ]
        if len(some) == 1:
            return some[0].astype(np.float64)
        return beside(np.empty((len(articles), 0)), *some)


def orthonormal(columns: Any) -> Floats:
    """Return what makes an orthonormal basis of columns: ``columns @ back`` spans what they span.

    Parameters
    ----------
    columns : ndarray or csr_matrix, shape (n, k)

    Returns
    -------
    ndarray, shape (k, rank)

    Notes
    -----
    Of dense columns it comes from the triangle of their QR decomposition; of sparse ones from their products
    with each other, scaled to a length of one, so that they are never made whole.

    Examples
    --------
    >>> columns = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]])
    >>> basis = columns @ orthonormal(columns)
    >>> basis.shape, (basis.T @ basis).round(9).tolist()
    ((4, 1), [[1.0]])
    """
    if hasattr(columns, "tocsr"):
        return orthonormal_of((columns.T @ columns).toarray())
    _, sizes, turned = np.linalg.svd(np.linalg.qr(columns, mode="r"), full_matrices=False)
    kept = sizes > _SAME * sizes.max(initial=0.0)
    return np.asarray(turned[kept].T / sizes[kept], dtype=np.float64)


def orthonormal_of(products: Floats) -> Floats:
    """Return what makes an orthonormal basis of columns, from their products with each other.

    Examples
    --------
    >>> columns = np.array([[1.0, 2.0], [1.0, 2.0]])
    >>> basis = columns @ orthonormal_of(columns.T @ columns)
    >>> basis.shape, (basis.T @ basis).round(9).tolist()
    ((2, 1), [[1.0]])
    """
    long = np.sqrt(np.diag(products))
    one = np.divide(1.0, long, out=np.zeros_like(long), where=long > 0)
    squares, vectors = np.linalg.eigh(products * one[:, None] * one)
    kept = squares > _ALIKE**2 * max(float(squares.max(initial=0.0)), 1.0)
    return np.asarray(one[:, None] * vectors[:, kept] / np.sqrt(squares[kept]), dtype=np.float64)

"""Numerics of non-negative matrix factorisation: a start without a seed, and weights under fixed topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MAX_SWEEPS = 1000


def nndsvda(matrix: csr_matrix, k: int) -> tuple[Array, Array]:
    """Return the NNDSVDa start of a factorisation: the parts of one sign of the singular vectors.

    Source: Boutsidis & Gallopoulos (2008), zeros filled with the matrix's mean as in scikit-learn.
    """
    left, sizes, right = _singular_vectors(matrix, k)
    weights, topics = np.zeros_like(left), np.zeros_like(right)
    for index, size in enumerate(sizes):
        u, v = left[:, index], right[index]
        positive = np.linalg.norm(np.maximum(u, 0)) * np.linalg.norm(np.maximum(v, 0))
        negative = np.linalg.norm(np.minimum(u, 0)) * np.linalg.norm(np.minimum(v, 0))
        if negative > positive:
            u, v, positive = -u, -v, negative
        u, v = np.maximum(u, 0), np.maximum(v, 0)
        scale = np.sqrt(size * positive)
        weights[:, index] = scale * u / (np.linalg.norm(u) or 1.0)
        topics[index] = scale * v / (np.linalg.norm(v) or 1.0)
    mean = float(matrix.mean())
    return np.where(weights < 1e-6, mean, weights), np.where(topics < 1e-6, mean, topics)


def _singular_vectors(matrix: csr_matrix, k: int) -> tuple[Any, Any, Any]:
    """Return the k leading singular triplets, largest first, from a fixed starting vector."""
    from scipy.sparse.linalg import svds  # noqa: PLC0415

    if k >= min(matrix.shape):
        whole = np.linalg.svd(matrix.toarray().astype(np.float64), full_matrices=False)
        return whole.U[:, :k], whole.S[:k], whole.Vh[:k]
    begin = np.ones(min(matrix.shape)) / np.sqrt(min(matrix.shape))
    left, sizes, right = svds(matrix.astype(float), k=k, v0=begin)
    order = np.argsort(-sizes, kind="stable")
    return left[:, order], sizes[order], right[order]


def nmf_weights(matrix: csr_matrix, topics: Array) -> Array:
    """Return the non-negative weights of fixed topics in each row, by coordinate descent to convergence.

    The problem is convex, so the result depends neither on a start nor on the other rows.
    """
    gram, wanted = topics @ topics.T, np.asarray(matrix @ topics.T)
    weights = np.zeros_like(wanted)
    for _ in range(MAX_SWEEPS):
        before = weights.copy()
        for topic in np.flatnonzero(np.diag(gram)):
            step = (wanted[:, topic] - weights @ gram[:, topic]) / gram[topic, topic]
            weights[:, topic] = np.maximum(weights[:, topic] + step, 0)
        if np.abs(weights - before).max(initial=0) <= 1e-8 * max(1.0, np.abs(weights).max(initial=0)):
            break
    return weights

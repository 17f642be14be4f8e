"""Articles alike, as columns beside the words: they join texts on one subject that share no word.

There is a column for each of some landmark articles of the corpus, with how like a text is to that article,
by its words and by its embedding. Factorised together with tf-idf ("joint" factorisation), they decide which
texts go together where words alone cannot; topics are still read off the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

AT_ONCE = 4096  # texts whose likeness to all landmarks is held at a time
MOST_LANDMARKS = 400  # articles; more cost time and were no better on 2,125 news and 1,000 headlines
NEAREST = 0.15  # share of the landmarks that a long text is joined to: .1 to .2 do as well
FEWEST_NEAREST = 5
SHORT = 4  # power by which what is for headlines fades: a tenth at 39 terms, nothing at 200; see methods
EQUAL_TERMS = 50  # terms a text: as many make its words count as much as its embedding
SAME = 1 - 1e-9  # cosine from which two texts are copies, which tell nothing of each other


class Landmarks(NamedTuple):
    """Articles that others are compared with, and the scale of likeness.

    Attributes
    ----------
    terms : sparse array (landmarks x terms)
        Their tf-idf.
    vectors : array (landmarks x dimensions)
        Their embeddings less `mean_vector`, each of length 1.
    mean_terms, mean_vector : array
        Means over the corpus, which are taken away before texts are compared.
    spread : array (2)
        Standard deviation of the cosines of terms and of vectors, which brings both to one scale.
    by_words : float
        Weight of the words against the embeddings (0 to 1): larger the more terms the texts have.
    """

    terms: csr_matrix
    vectors: Array
    mean_terms: Array
    mean_vector: Array
    spread: Array
    by_words: float

    @property
    def short(self) -> float:
        """How much more likeness counts in short texts, and how many more are alike: 2 (no word) to 1."""
        return 1 + (1 - self.by_words) ** SHORT

    @property
    def weight(self) -> float:
        """Length of the columns of likeness where the words' columns have length 1: 2 to one half."""
        return self.short * (1 - self.by_words / 2)


def landmarks(weighted: csr_matrix, vectors: Array) -> Landmarks:
    """Choose landmarks evenly over the texts and measure the scale of likeness among them.

    Parameters
    ----------
    weighted : sparse array (texts x terms)
        tf-idf, rows of length 1.
    vectors : array (texts x dimensions)
        Embeddings, rows of length 1.
    """
    n = weighted.shape[0]
    at = np.unique(np.linspace(0, n - 1, min(n, MOST_LANDMARKS)).round().astype(int))
    mean, centre = np.asarray(weighted.mean(axis=0)).ravel(), vectors.mean(axis=0)
    terms = float(np.median(np.diff(weighted.indptr)))
    by_words = terms / (terms + EQUAL_TERMS)
    found = Landmarks(weighted[at], _centred(vectors[at], centre), mean, centre, np.ones(2), by_words)
    pairs = _cosines(weighted[at], vectors[at], found)
    apart = ~np.eye(len(at), dtype=bool)
    spread = [float(each[apart].std()) if apart.any() else 1.0 for each in pairs]
    return found._replace(spread=np.array([value or 1.0 for value in spread]))


def beside(weighted: csr_matrix, vectors: Array, there: Landmarks) -> csr_matrix:
    """Return tf-idf with a text's likeness to each landmark beside it (texts x (terms + landmarks)).

    Of the likenesses above the mean the largest stay (`NEAREST`, in short texts up to twice as many), as a
    row of length `there.weight`.
    """
    blocks = [slice(low, low + AT_ONCE) for low in range(0, max(weighted.shape[0], 1), AT_ONCE)]
    near = vstack([_near(weighted[some], vectors[some], there) for some in blocks])
    return csr_matrix(hstack([weighted, near], format="csr"))


def _near(weighted: csr_matrix, vectors: Array, there: Landmarks) -> csr_matrix:
    """Return the scaled likeness of some texts to their nearest landmarks."""
    by_terms, by_vectors = _cosines(weighted, vectors, there)
    alike = there.by_words * by_terms / there.spread[0] + (1 - there.by_words) * by_vectors / there.spread[1]
    alike[_same(weighted, vectors, there)] = 0
    alike = np.maximum(alike, 0)
    n_near = max(FEWEST_NEAREST, round(NEAREST * there.short * alike.shape[1]))
    if n_near < alike.shape[1]:
        limit = -np.partition(-alike, n_near, axis=1)[:, n_near, None]
        alike = np.where(alike > limit, alike, 0)
    norms = np.linalg.norm(alike, axis=1, keepdims=True)
    return csr_matrix(there.weight * alike / np.where(norms > 0, norms, 1.0))


def shuffled_vectors(vectors: Array, rng: np.random.Generator) -> Array:
    """Return embeddings with the spread of the given ones along each principal axis, but no groups.

    Each axis keeps its values and gives them to random texts, so that what belongs together no longer does.
    """
    centre = vectors.mean(axis=0)
    left, sizes, right = np.linalg.svd(vectors - centre, full_matrices=False)
    mixed = rng.permuted(left * sizes, axis=0) @ right + centre
    return np.asarray(mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-300))


def _cosines(weighted: csr_matrix, vectors: Array, there: Landmarks) -> tuple[Array, Array]:
    """Return cosines of texts with landmarks, of terms and of vectors, each less its mean (0 without any)."""
    mean = there.mean_terms
    square = float(mean @ mean)
    of_texts, of_marks = weighted @ mean, there.terms @ mean
    products = np.asarray((weighted @ there.terms.T).todense()) - of_texts[:, None] - of_marks + square
    sides = [
        np.sqrt(np.maximum(np.asarray(rows.multiply(rows).sum(axis=1)).ravel() - 2 * dot + square, 1e-12))
        for rows, dot in ((weighted, of_texts), (there.terms, of_marks))
    ]
    by_terms = products / np.outer(*sides)
    by_terms[np.diff(weighted.indptr) == 0] = 0
    by_terms[:, np.diff(there.terms.indptr) == 0] = 0
    return by_terms, _centred(vectors, there.mean_vector) @ there.vectors.T


def _same(weighted: csr_matrix, vectors: Array, there: Landmarks) -> NDArray[np.bool_]:
    by_vectors = _centred(vectors, there.mean_vector) @ there.vectors.T
    return np.asarray(by_vectors >= SAME)


def _centred(vectors: Array, mean: Array) -> Array:
    """Return vectors less their mean, each of length 1; a vector of zeros stays one."""
    moved = np.where(vectors.any(axis=1, keepdims=True), vectors - mean, 0.0)
    norms = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(norms > 0, norms, 1.0))

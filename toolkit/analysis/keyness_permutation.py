"""Permutation of whole articles between groups: the test over all groups, and the exact test of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.analysis.keyness_counts import Counted

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PERMUTATIONS = 999
FIRST = 199  # permutations that settle the clear cases
DOUBT = (0.015, 0.12)  # p-values after them that call for all permutations


def omnibus(
    counted: Counted,
    features: np.ndarray,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
    strata: np.ndarray | None = None,
) -> np.ndarray:
    """Return the p-value of any difference between three or more groups, for some features.

    Parameters
    ----------
    counted : Counted
        Counts by article and group.
    features : ndarray of int
        Columns of the counts.
    permutations : int
        Random permutations of the articles among the groups, where the first 199 leave it in doubt
        whether p is under .05; the clear cases have the p-value of those.
    strata : ndarray of int, optional
        Story of each article: articles change places within their story only.

    Notes
    -----
    The statistic is ``sum_g y_g^2 / n_g`` (uses and words of group g): Pearson's chi-square for rates up
    to a factor that no permutation changes. Whole articles are moved, so words of one article stay
    together.
    """
    rows = np.flatnonzero((counted.group >= 0) & (counted.dfm.totals > 0))
    counts = counted.dfm.counts[rows][:, features].astype(np.float64)
    words = counted.dfm.totals[rows].astype(np.float64)
    group = counted.group[rows]
    given = words, group, None if strata is None else strata[rows]
    rng = np.random.default_rng(seed)
    first = min(FIRST, permutations)
    p = _p(counts, given, len(counted.names), first, rng)
    doubtful = np.flatnonzero((p > DOUBT[0]) & (p < DOUBT[1]))
    if permutations > first and len(doubtful):
        p[doubtful] = _p(counts[:, doubtful], given, len(counted.names), permutations, rng)
    return p


def _p(
    counts: csr_matrix,
    given: tuple[np.ndarray, np.ndarray, np.ndarray | None],
    n_groups: int,
    permutations: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return p-values from so many permutations; `given` are words, group and stratum of each article."""
    words, group, strata = given
    observed = _between(counts, words, group[None, :], n_groups)[0]
    extreme = np.zeros(counts.shape[1])
    step = max(1, 20_000_000 // max(1, counts.shape[1] * n_groups))
    for start in range(0, permutations, step):
        draws = range(min(step, permutations - start))
        moved = np.stack([_permuted(group, rng, strata) for _ in draws])
        extreme += (_between(counts, words, moved, n_groups) >= observed - 1e-9).sum(axis=0)
    return np.asarray((1 + extreme) / (1 + permutations))


def _permuted(group: np.ndarray, rng: np.random.Generator, strata: np.ndarray | None) -> np.ndarray:
    """Return the groups dealt anew to the articles, within strata where there are any."""
    if strata is None:
        return rng.permutation(group)
    out = np.empty_like(group)
    out[np.argsort(strata, kind="stable")] = group[np.lexsort((rng.random(len(group)), strata))]
    return out


def _between(counts: csr_matrix, words: np.ndarray, group: np.ndarray, n_groups: int) -> np.ndarray:
    """Return permutations by features: the sum over groups of squared uses by words."""
    out = np.zeros((len(group), counts.shape[1]))
    left, left_words = np.asarray(counts.sum(axis=0)).ravel(), float(words.sum())
    rest, rest_words = np.tile(left, (len(group), 1)), np.full(len(group), left_words)
    for index in range(n_groups - 1):  # the last group is what the others leave
        member = (group == index).astype(np.float64)
        size, uses = member @ words, np.asarray((counts.T @ member.T).T)
        out += uses**2 / np.maximum(size, 1.0)[:, None]
        rest -= uses
        rest_words -= size
    return np.asarray(out + rest**2 / np.maximum(rest_words, 1.0)[:, None])

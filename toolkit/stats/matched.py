"""Rates compared within strata (stories): the Mantel-Haenszel ratio, with the stratum as the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.settings import LEAST
from toolkit.stats.clusters import Floats, quantile_t, two_sided_p

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ZERO = 0.5  # added to both weighted uses of a word that one side lacks (Hardie 2014)


def matched_tests(
    counts: csr_matrix, words: np.ndarray, target: np.ndarray, story: np.ndarray, least: int = LEAST
) -> dict[str, Floats]:
    """Return the ratio of rates within stories with its interval, and the p-value.

    Parameters
    ----------
    counts : csr_matrix
        Articles of both sides in shared stories, by features.
    words : ndarray
        Words of each article.
    target : ndarray of bool
        Articles of the target; the others are the reference.
    story : ndarray of int
        Story of each article.
    least : int
        Words found in fewer stories have no interval and no test.

    Returns
    -------
    dict
        `log_ratio` (log2), `low`, `high`, `p` and `stories` (shared stories with the word).

    Notes
    -----
    Mantel-Haenszel: R = sum_s y_a n_b / (n_a + n_b), Q = sum_s y_b n_a / (n_a + n_b), ratio R / Q. The
    story is the unit: under no difference d_s = r_s - q_s has mean 0 in each story. Its sum is compared
    with t, degrees of freedom one less than the stories with the word; the variance is that of d_s over
    stories, at least that of independent uses, ``sum_s y_s n_a n_b / (n_a + n_b)^2``. The interval
    linearises log(R / Q) over stories.
    """
    from scipy.sparse import csr_matrix as matrix  # noqa: PLC0415 - SciPy is slow to load
    from scipy.sparse import diags  # noqa: PLC0415

    codes = np.unique(story, return_inverse=True)[1]
    n_stories = int(codes.max(initial=-1)) + 1

    def by_story(chosen: np.ndarray) -> csr_matrix:
        at = np.flatnonzero(chosen)
        return matrix((np.ones(len(at)), (codes[at], at)), shape=(n_stories, len(codes)))

    n_a, n_b = by_story(target) @ words, by_story(~target) @ words
    both = np.maximum(n_a + n_b, 1)
    uses_a, uses_b = by_story(target) @ counts, by_story(~target) @ counts
    r, q = matrix(diags(n_b / both) @ uses_a), matrix(diags(n_a / both) @ uses_b)
    floor = np.asarray((uses_a + uses_b).T @ (n_a * n_b / both**2), dtype=np.float64)
    return _estimates(r, q, floor, least)


def _estimates(r: csr_matrix, q: csr_matrix, floor: Floats, least: int) -> dict[str, Floats]:
    """Return the estimates from the weighted uses of either side, stories by features."""
    total_r, total_q = (np.asarray(side.sum(axis=0)).ravel() for side in (r, q))
    stories = np.asarray(((r + q) > 0).sum(axis=0)).ravel().astype(np.float64)
    extra = np.where((total_r == 0) | (total_q == 0), ZERO, 0.0)
    up, down = total_r + extra, total_q + extra
    squares = [np.asarray(x.multiply(y).sum(axis=0)).ravel() for x, y in ((r, r), (q, q), (r, q))]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = up / down
        spread = squares[0] + ratio**2 * squares[1] - 2 * ratio * squares[2]
        variance = np.fmax(stories / (stories - 1) * spread / up**2, 1 / up + 1 / down)
        total_d, squares_d = total_r - total_q, squares[0] + squares[1] - 2 * squares[2]
        scatter = stories / (stories - 1) * (squares_d - total_d**2 / stories)
        t = total_d / np.sqrt(np.fmax(scatter, floor))
        p = two_sided_p(t, stories - 1)
        half = quantile_t(0.975, stories - 1) * np.sqrt(variance) / np.log(2)
        log_ratio = np.log2(ratio)
    fair = stories >= least
    return {
        "log_ratio": log_ratio,
        "low": np.where(fair, log_ratio - half, np.nan),
        "high": np.where(fair, log_ratio + half, np.nan),
        "p": np.where(fair, p, np.nan),
        "stories": stories,
    }

"""Where a mean over time changes most, with a p-value and an interval that allow for the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.stats.permutation import TIE, TINY

if TYPE_CHECKING:
    from toolkit.stats.clusters import Floats

DRAWS = 499  # permutations; of the largest of many statistics, so the tail is what matters
CELLS = 40_000_000  # clusters x permutations from which fewer are drawn
FEWEST_DRAWS = 199


class Change(NamedTuple):
    """The largest change of each column over time.

    Attributes
    ----------
    at : array of int (columns)
        Period from which on the mean is another; -1 where no period can be compared.
    largest : array (permutations x columns)
        Largest studentised difference, whatever its place, of each permutation; sorted.
    """

    at: npt.NDArray[np.intp]
    largest: Floats

    def p(self, statistic: npt.ArrayLike) -> Floats:
        """Return the chance of so large a difference somewhere, were there no change at all."""
        value = np.abs(np.asarray(statistic, dtype=np.float64))
        if not len(self.largest):
            return np.full(value.shape, np.nan)
        extreme = (self.largest >= value * (1 - TIE)).sum(axis=0)
        return np.where(np.isnan(value), np.nan, (1 + extreme) / (1 + len(self.largest)))

    def critical(self, level: float = 0.95) -> Floats:
        """Return the multiple of the standard error that the interval of a difference found so needs."""
        if not len(self.largest):
            return np.full(self.largest.shape[1], np.nan)
        # the rank with which the interval leaves out 0 exactly where p is under 1 - level
        rank = int(np.ceil(level * (1 + len(self.largest)) - TIE))
        return np.asarray(self.largest[min(rank, len(self.largest) - 1)])


def largest_change(
    values: npt.NDArray[np.float64],
    period: npt.NDArray[np.intp],
    clusters: npt.NDArray[np.intp],
    weights: npt.NDArray[np.float64],
    *,
    fewest: int,
    seed: int,
) -> Change:
    """Find, for each column, the period from which on its mean differs most from what was before.

    Every boundary between two periods with `fewest` clusters on each side is tried; the difference of the two
    means is divided by its standard error (clusters as units, Welch). What is largest anywhere is compared
    with the largest anywhere among permutations of whole clusters over time.

    Parameters
    ----------
    values : array (articles x columns)
    period : array of int
        Period of each article, in order of time.
    clusters : array of int
        Story of each article; a story is placed in the period of its first article.
    weights : array
    fewest : int
        Clusters on each side of a change.
    seed : int

    Notes
    -----
    The largest of many statistics against its own permutations: Westfall & Young (1993); as a test for a
    change at an unknown time, Antoch & Huskova (2001).

    Examples
    --------
    >>> values = np.array([[0.1], [0.2], [0.1], [0.2], [0.8], [0.9], [0.8], [0.9]])
    >>> found = largest_change(values, np.arange(8) // 2, np.arange(8), np.ones(8), fewest=2, seed=1)
    >>> int(found.at[0]), float(found.p(found.largest.max() + 1)[0])
    (2, 0.002)
    """
    sums, sizes, when = _by_cluster(values, period, clusters, weights)
    order = np.argsort(when, kind="stable")
    sums, sizes, when = sums[order], sizes[order], when[order]
    starts = np.flatnonzero(np.diff(when) > 0) + 1  # clusters before each boundary
    starts = starts[(starts >= fewest) & (starts <= len(when) - fewest)]
    if not len(starts):
        return Change(np.full(values.shape[1], -1), np.empty((0, values.shape[1])))
    observed = np.abs(_studentised(sums, sizes, starts))
    rng = np.random.default_rng(seed)
    draws = max(FEWEST_DRAWS, min(DRAWS, CELLS // values.size))
    largest = np.empty((draws, values.shape[1]))
    for turn in range(draws):
        mixed = rng.permutation(len(when))
        largest[turn] = np.abs(_studentised(sums[mixed], sizes[mixed], starts)).max(axis=0)
    return Change(when[starts[observed.argmax(axis=0)]], np.sort(largest, axis=0))


def _by_cluster(
    values: npt.NDArray[np.float64],
    period: npt.NDArray[np.intp],
    clusters: npt.NDArray[np.intp],
    weights: npt.NDArray[np.float64],
) -> tuple[Floats, Floats, npt.NDArray[np.intp]]:
    """Return weighted sums, weights and the first period of each cluster."""
    names, member = np.unique(clusters, return_inverse=True)
    sums = np.zeros((len(names), values.shape[1]))
    sizes = np.asarray(np.bincount(member, weights=weights), dtype=np.float64)
    np.add.at(sums, member, values * weights[:, None])
    when = np.full(len(names), period.max(initial=0))
    np.minimum.at(when, member, period)
    return sums, sizes, np.asarray(when, dtype=np.intp)


def _studentised(sums: Floats, sizes: Floats, starts: npt.NDArray[np.intp]) -> Floats:
    """Return (boundaries x columns) the mean after less the mean before, over its standard error."""
    size = sizes[:, None]
    moments = np.hstack([sums, size, sums * sums, sums * size, size * size])
    before = np.cumsum(moments, axis=0)[starts - 1]
    after = moments.sum(axis=0) - before
    n, k = len(sizes), sums.shape[1]
    (first, one), (second, two) = (
        _mean_and_variance(side, many, k) for side, many in ((before, starts), (after, n - starts))
    )
    return np.asarray((second - first) / np.sqrt(np.maximum(one + two, TINY)))


def _mean_and_variance(moments: Floats, many: npt.NDArray[np.intp], k: int) -> tuple[Floats, Floats]:
    """Return weighted means and their variances with clusters as units, one row a boundary."""
    y, m, yy, ym, mm = np.split(moments, [k, k + 1, 2 * k + 1, 3 * k + 1], axis=1)
    mean = y / m
    squares = np.maximum(yy - 2 * mean * ym + mean * mean * mm, 0)
    return mean, squares / m**2 * (many / (many - 1))[:, None]

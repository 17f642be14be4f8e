"""Topics found again in random halves of the articles: the part of an interval that fixed topics leave out.

Topics are estimated from the same articles as the shares, so an interval that takes them for given is too
narrow. Each refit draws half the stories of each group, finds topics there, matches them with the original
ones; then every article gets its shares again. The variance over random halves estimates that over samples of
the full size (half-sample replication, McCarthy 1969; Politis & Romano 1994).

A refit starts from scratch, as the original did: from the original topics on it stays in their solution,
where a sample of the whole may well have another, and shares of eight and twelve topics are then covered too
rarely. The bootstrap does not do: drawing a third of the articles twice or more changes topics more than
another sample of the same size would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.analysis.topics.alignment import contrasts, cosines, match
from toolkit.analysis.topics.engines import Engine, Fit, Rows
from toolkit.analysis.topics.stability import Stability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Codes = NDArray[np.intp]

REFITS = 60
ALLOWED_FAILURES = 0.2  # share of the refits in which a topic may be lost and still be compared


class Refits(NamedTuple):
    """Topics found again.

    Attributes
    ----------
    fits : tuple of Fit
        The topics of each refit, in the order of the original ones, which stand in where a half has fewer
        articles than topics.
    lost : array
        Share of the refits in which each topic finds no match better than chance; 1 for an unstable one.
    """

    fits: tuple[Fit, ...]
    lost: Array

    @property
    def compared(self) -> NDArray[np.bool_]:
        """Which topics are found again often enough to be compared between groups."""
        return self.lost <= ALLOWED_FAILURES


def refit(
    rows: Rows, fit: Fit, method: Engine, halves: NDArray[np.bool_], weights: Array, *, sure: Stability
) -> Refits:
    """Find the topics again in each half of the articles and match them with the original ones.

    Parameters
    ----------
    rows, fit, method
        The counted articles, their topics and the way these were found.
    halves : array of bool (refits x articles)
        The articles of each refit, from `random_halves`.
    weights : array
        Weights of the articles, with which the topics were found.
    sure : Stability
        The topics' stability: an unstable topic counts as lost in every refit.
    """
    k, fits, alike = len(fit.terms), [], []
    for turn, half in enumerate(halves):
        some = np.flatnonzero(half)
        if len(some) < k:  # a few large stories may leave a half with fewer articles than topics
            fits.append(fit)
            alike.append(np.full(k, -np.inf))
            continue
        there = rows.take(some)
        again = method.fit(there, k, seed=turn, weights=there.spread(weights[some]), start=None)
        partner, _ = match(contrasts(fit.terms), contrasts(again.terms))
        fits.append(Fit(again.terms[partner], again.state[partner]))
        alike.append(np.diag(cosines(contrasts(fit.terms), contrasts(fits[-1].terms))))
    lost = (np.array(alike) <= sure.threshold).mean(axis=0)
    return Refits(tuple(fits), np.where(sure.stable, lost, 1.0))


def random_halves(groups: Codes, clusters: Codes, *, seed: int, refits: int = REFITS) -> NDArray[np.bool_]:
    """Return which articles belong to random halves of the clusters of each group (refits x articles).

    A cluster that lies in several groups goes with the group of its first article; of an odd number of
    clusters the one in the middle is in by chance.

    Parameters
    ----------
    groups, clusters : array of int
        Group (outlet, month) of each article, within which halves are drawn; and its story or set of copies,
        which is drawn as a whole.
    seed : int
        Seed of the draws.
    refits : int
        Number of halves.

    Examples
    --------
    >>> groups, clusters = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 2, 3])
    >>> halves = random_halves(groups, clusters, seed=1)
    >>> halves.shape, halves.sum(axis=1).tolist()[:3], bool((halves[:, 0] == halves[:, 1]).all())
    ((60, 6), [3, 3, 3], True)
    """
    rng = np.random.default_rng(seed)
    _, first, member = np.unique(clusters, return_index=True, return_inverse=True)
    home = groups[first]
    drawn = np.zeros((refits, len(first)), dtype=bool)
    for own in (np.flatnonzero(home == group) for group in np.unique(home)):
        for turn in range(refits):
            drawn[turn, rng.permutation(own)[: (len(own) + rng.integers(2)) // 2]] = True
    return drawn[:, member]

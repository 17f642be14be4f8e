"""Choices among alternatives that differ between groups, many families of choices at once.

Each family (all words before one noun, say) is tested by the spread of its residuals. The largest spread that
any family reaches when the groups are dealt anew says what a search through all of them finds by chance.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from toolkit.stats.clusters import Floats, Ints

PERMUTATIONS = 999
CELLS = 4_000_000  # deals by groups by choices worked on at once
DAMPED = 1.0  # articles added to the error of a residual (Tusher, Tibshirani & Chu 2001): rare choices, whose
# residuals are wildest by chance, would otherwise set the width that all others must exceed


class Spreads(NamedTuple):
    """How far apart the groups are in each family of choices.

    Attributes
    ----------
    z : ndarray, shape (groups, choices)
        Adjusted residual of each choice in its family: above zero where the group chooses it more often.
    spread : ndarray, shape (families,)
        Largest less smallest residual of one group, in the group where that is widest; residuals damped.
    p : ndarray, shape (families,)
        Part of the deals in which the widest family of all is as wide: an adjusted p-value.
    chance : float
        Spread that the widest family reaches by chance in one deal of twenty.
    """

    z: Floats
    spread: Floats
    p: Floats
    chance: float


def residuals(observed: Floats, family: Ints, *, damped: float = 0.0) -> Floats:
    """Return the adjusted residuals of counts of choices, groups by choices, within families.

    Parameters
    ----------
    observed : ndarray, shape (..., groups, choices)
    family : ndarray of int, shape (choices,)
        Family of each choice, sorted from 0.
    damped : float
        Added to the error of each.

    Notes
    -----
    ``(o - e) / sqrt(e (1 - row) (1 - column))`` of the table of groups by choices of each family (Haberman
    1973); 0 where a group or a choice has all of its family or nothing.

    Examples
    --------
    >>> residuals(np.array([[8.0, 2.0], [2.0, 8.0]]), np.array([0, 0])).round(2).tolist()
    [[2.68, -2.68], [-2.68, 2.68]]
    """
    starts = np.flatnonzero(np.diff(family, prepend=-1))
    of_group = np.add.reduceat(observed, starts, axis=-1)[..., family]
    of_choice = observed.sum(axis=-2, keepdims=True)
    whole = np.add.reduceat(of_choice, starts, axis=-1)[..., family]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = of_group * of_choice / whole
        spread = expected * (1 - of_group / whole) * (1 - of_choice / whole)
        found = np.where(spread > 0, (observed - expected) / (np.sqrt(spread) + damped), 0.0)
    return np.asarray(found, dtype=np.float64)


def spreads(
    has: Any,
    family: Ints,
    group: Ints,
    *,
    clusters: Ints | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
) -> Spreads:
    """Return how far apart groups are in families of choices, beside what a search finds by chance.

    Parameters
    ----------
    has : csr_matrix, shape (articles, choices)
        1 where an article makes the choice.
    family : ndarray of int
        Family of each choice, sorted from 0.
    group : ndarray of int
        Group of each article, from 0.
    clusters : ndarray of int, optional
        Articles that change groups together, all of one group; each article alone by default.
    permutations, seed : int

    Notes
    -----
    The maximum statistic (Westfall & Young 1993): p is (1 + deals whose widest family is as wide) / (1 +
    deals), which holds the chance of any false family in the whole search.
    """
    from toolkit.stats.columns import members  # noqa: PLC0415 - SciPy is slow to load

    n_groups = int(group.max(initial=0)) + 1
    unit = np.arange(len(group)) if clusters is None else np.unique(clusters, return_inverse=True)[1]
    sums = members(unit) @ has
    of_unit = np.zeros(int(unit.max(initial=-1)) + 1, dtype=np.int64)
    of_unit[unit] = group
    starts = np.flatnonzero(np.diff(family, prepend=-1))
    observed, rng, widest = _counts(sums, of_unit[None], n_groups), np.random.default_rng(seed), []
    z, spread = residuals(observed[0], family), _widths(observed, family, starts)[0]
    step = max(1, CELLS // (n_groups * len(family) + len(of_unit)))
    for start in range(0, permutations, step):
        dealt = rng.permuted(np.tile(of_unit, (min(step, permutations - start), 1)), axis=1)
        widest.append(_widths(_counts(sums, dealt, n_groups), family, starts).max(axis=1))
    best = np.concatenate(widest)
    as_wide = (best[:, None] >= spread[None, :] * (1 - 1e-9)).sum(axis=0)
    return Spreads(z, spread, (1 + as_wide) / (1 + permutations), float(np.quantile(best, 0.95)))


def _counts(sums: Any, dealt: Ints, n_groups: int) -> Floats:
    """Return deals by groups by choices."""
    made = [np.asarray((sums.T @ (dealt == index).T.astype(np.float64)).T) for index in range(n_groups)]
    return np.stack(made, axis=1)


def _widths(observed: Floats, family: Ints, starts: Ints) -> Floats:
    """Return deals by families: the widest range of damped residuals that a group has."""
    z = residuals(observed, family, damped=DAMPED)
    high, low = np.maximum.reduceat(z, starts, axis=-1), np.minimum.reduceat(z, starts, axis=-1)
    return np.asarray((high - low).max(axis=1))

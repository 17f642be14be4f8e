"""Samples with known probabilities: strata of as nearly equal numbers as can be, drawn and dealt out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from toolkit.errors import TableError

LEAST_EACH = 2  # of a stratum: one code has no spread


def shared_out(
    sizes: Mapping[str, int], n: int, weights: Mapping[str, float] | None = None
) -> dict[str, int]:
    """Share out `n` draws over strata, none of which gives more than it has or, if it can, fewer than two.

    Parameters
    ----------
    sizes : mapping
        Units of each stratum.
    n : int
    weights : mapping, optional
        How much of the draws each stratum should have; all alike by default, which serves comparisons.

    Examples
    --------
    >>> shared_out({"Herald": 100, "Post": 4, "Star": 100}, 20)
    {'Herald': 8, 'Post': 4, 'Star': 8}
    """
    wish = {name: 1.0 if weights is None else max(float(weights[name]), 0.0) for name in sizes}
    given = {name: min(size, LEAST_EACH) for name, size in sizes.items()}
    if sum(given.values()) > n:
        raise TableError(f"{n} items are too few for {len(sizes)} strata; draw {sum(given.values())} or more")
    for _ in range(n - sum(given.values())):
        open_ones = [name for name, size in sizes.items() if given[name] < size]
        if not open_ones:
            break
        behind = {name: (given[name] + 0.5) / wish[name] if wish[name] > 0 else np.inf for name in open_ones}
        given[min(behind, key=lambda name: (behind[name], open_ones.index(name)))] += 1
    return given


def drawn(
    strata: pd.Series, n: int, seed: int, weights: Mapping[str, float] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Draw `n` units, simple random within each stratum.

    Returns
    -------
    (ndarray of int, ndarray of float)
        Places of the units drawn, in random order, and the probability of every unit to be drawn.
    """
    rng = np.random.default_rng(seed)
    names = strata.astype("str").to_numpy()
    sizes = {str(name): int(size) for name, size in pd.Series(names).value_counts().sort_index().items()}
    numbers = shared_out(sizes, min(n, len(names)), weights)
    chosen, probability = [], np.zeros(len(names))
    for name, number in numbers.items():
        own = np.flatnonzero(names == name)
        chosen.append(rng.choice(own, size=number, replace=False))
        probability[own] = number / len(own)
    places = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)
    return rng.permutation(places), probability


def dealt(shared: Sequence[bool], coders: Sequence[str]) -> list[tuple[str, ...]]:
    """Return who codes each item: everybody the shared ones, the others in turn.

    Examples
    --------
    >>> dealt([True, False, False], ["anna", "ben"])
    [('anna', 'ben'), ('anna',), ('ben',)]
    """
    turn, out = 0, []
    for each in shared:
        out.append(tuple(coders) if each else (coders[turn % len(coders)],))
        turn += not each
    return out


def evenly(n: int, total: int) -> np.ndarray:
    """Tell which of `total` items are the `n` shared ones: spread over the whole coding, so that drift shows.

    Examples
    --------
    >>> evenly(2, 6).tolist()
    [True, False, False, True, False, False]
    """
    marked = np.zeros(total, dtype=bool)
    if n:
        marked[np.unique(np.arange(n) * total // n)] = True
    return marked

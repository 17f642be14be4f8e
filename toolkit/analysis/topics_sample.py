"""A part of a large corpus to find topics in: stratified by group and month, small strata kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SAMPLE = 8000  # articles: agrees with a fit on all as well as two halves of a corpus agree with each other
FLOOR = 20  # articles of each stratum, or all it has, so that the topics of small outlets survive


def stratified(strata: pd.Series, size: int, seed: int) -> tuple[NDArray[np.intp], Array]:
    """Draw articles from each stratum in proportion to its size, but no fewer than 20 where it has them.

    Parameters
    ----------
    strata : Series
        Stratum of each article, for example outlet and month.
    size : int
        Articles wanted; small strata can make the sample slightly larger.
    seed : int
        Seed of the draw.

    Returns
    -------
    tuple
        Positions of the drawn articles, in order, and how many articles of its stratum each stands for.

    Examples
    --------
    >>> drawn, stands_for = stratified(pd.Series(["a"] * 90 + ["b"] * 10), size=40, seed=1)
    >>> len(drawn), float(stands_for.sum())
    (46, 100.0)
    """
    codes = pd.factorize(strata, use_na_sentinel=False)[0]
    rng, share = np.random.default_rng(seed), size / len(strata)
    drawn, stands_for = [], []
    for code in range(codes.max() + 1):
        members = np.flatnonzero(codes == code)
        wanted = min(len(members), max(FLOOR, round(share * len(members))))
        drawn.append(rng.choice(members, wanted, replace=False))
        stands_for.append(np.full(wanted, len(members) / wanted))
    index, weights = np.concatenate(drawn), np.concatenate(stands_for)
    order = np.argsort(index)
    return index[order], weights[order]

"""Large corpora: topics are found in a part, stratified by group and month, and seen in the rest by parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.topics.engines import Fit, Rows, engine
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.texts import Texts
from toolkit.room import room

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PART = 2000  # articles whose words are held in memory at a time
FLOOR = 20  # articles of each stratum, or all it has, so that the topics of small outlets survive


def stratified(strata: pd.Series, size: int, seed: int) -> tuple[NDArray[np.intp], Array]:
    """Draw articles from each stratum in proportion to its size, but no fewer than 20 where it has them.

    Parameters
    ----------
    strata : Series
        Stratum of each article, for example outlet and month.
    size : int
        Articles wanted; small strata can make the sample slightly larger, and all are drawn where no more
        are there.
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
    if len(strata) <= size:
        return np.arange(len(strata)), np.ones(len(strata))
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


class Seen(NamedTuple):
    """Articles under topics: shares under a model's, `again` under those of each refit.

    `likeness` is the cosine of an article's words with the topic's. Arrays are articles x topics, and
    `again` is refits x articles x topics.
    """

    shares: Array
    again: NDArray[np.float32]
    likeness: Array


def seen(texts: Texts, n: int, model: TopicModel, fits: Sequence[Fit]) -> Seen:
    """Return the shares of n articles in the topics of a model and of its refits.

    Words are counted anew in parts of the corpus, so that memory holds those of one part; where the model was
    fitted to all articles, its own counts are taken.
    """
    how, k = engine(model.method_), len(model.fit_.terms)
    there = Seen(room((n, k)), room((len(fits), n, k), np.float32), room((n, k)))
    for part, rows in [(slice(0, n), model.rows_)] if model.rows_.n == n else _parts(texts, n, model):
        there.shares[part] = rows.mean(how.shares(rows, model.fit_))
        there.likeness[part] = rows.mean(how.likeness(rows, model.fit_))
        for turn, fit in enumerate(fits):
            there.again[turn, part] = rows.mean(how.shares(rows, fit))
    return there


def shares_of(texts: Texts, n: int, model: TopicModel) -> Array:
    """Return the shares of n articles in the topics of a model, counted in parts as in `seen`."""
    shares = room((n, len(model.fit_.terms)))
    for part, rows in _parts(texts, n, model):
        shares[part] = engine(model.method_).shares(rows, model.fit_)
    return shares


def _parts(texts: Texts, n: int, model: TopicModel) -> Iterator[tuple[slice, Rows]]:
    for start in range(0, n, PART):
        part = np.arange(start, min(n, start + PART))
        yield slice(start, start + len(part)), model.count(*texts.of(part))

"""Two sides compared with strata held equal: what is left of a difference within the same subject and time.

The controls of a balance (`toolkit.stats.balance`) are marks of strata. With one way of stratifying, its
coefficient is the difference of Mantel & Haenszel (1959): each stratum counts by its overlap,
``n_a n_b / (n_a + n_b)``, so that one which only one side has counts nothing. With two (subject and period)
the effects are added, which needs far fewer articles than a cell for each pair of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, csr_matrix

from toolkit.stats.balance import Found, balance_of, difference, log_ratio, outcomes, uses_of
from toolkit.stats.clusters import Floats, Ints, cluster_codes
from toolkit.stats.columns import Outcomes, beside, cuts
from toolkit.stats.families import benjamini_hochberg

LEVEL = 0.05  # false discovery rate at which an adjusted difference holds
REMOVED = 0.5  # part of the crude difference that is left, under which the strata account for it
NO_OVERLAP = "no overlap"
COLUMNS = ("adjusted", "adjusted_low", "adjusted_high", "adjusted_p", "overlap", "explained_by")
_WORDS = 16_384  # words that are compared together: 13 MB for a hundred strata
_NUMBERS = 2_000_000  # articles' uses of them, of which some ten copies are made


class Adjusted(NamedTuple):
    """Differences with strata held equal, one value an outcome.

    Attributes
    ----------
    estimate, low, high : ndarray
        First side less second, in the unit of the outcome, or the log2 of their ratio; 95 % interval.
    p : ndarray
        Two-sided, of no difference within strata.
    overlap : float
        Share (0 to 1) of the smaller side's articles in strata that both sides have.
    cause : ndarray of str
        What accounts for the crude difference where the adjusted one does not hold: names of the strata,
        "subject and time", or ``no overlap`` where too few articles can be compared to tell; empty where
        there is no crude difference.
    """

    estimate: Floats
    low: Floats
    high: Floats
    p: Floats
    overlap: float
    cause: npt.NDArray[Any]


def marks(codes: npt.ArrayLike) -> Floats:
    """Return a column of marks for each stratum but the first.

    Examples
    --------
    >>> marks([0, 1, 1, 2]).tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    return np.asarray(sparse_marks(codes).toarray(), dtype=np.float64)


def sparse_marks(codes: npt.ArrayLike) -> csr_matrix:
    """Return `marks` as a sparse matrix: one number an article."""
    known, at = np.unique(np.asarray(codes), return_inverse=True)
    shape = len(at), len(known)
    return csr_matrix((np.ones(len(at)), (np.arange(len(at)), at.ravel())), shape=shape)[:, 1:]


def in_both(codes: npt.ArrayLike, first: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Tell which articles are in a stratum that has articles of both sides.

    Examples
    --------
    >>> in_both([0, 0, 1, 2], [True, False, True, False]).tolist()
    [True, True, False, False]
    """
    at, side = np.asarray(codes), np.asarray(first, dtype=bool)
    return np.asarray(np.isin(at, np.intersect1d(at[side], at[~side])), dtype=bool)


def overlap(strata: Mapping[str, Ints], first: npt.ArrayLike) -> tuple[float, npt.NDArray[np.bool_]]:
    """Return the share of the smaller side whose strata the other side has too, and all such articles.

    Examples
    --------
    >>> share, kept = overlap({"time": np.array([1, 1, 2, 3, 3])}, [True, False, True, False, False])
    >>> share, kept.tolist()
    (0.5, [True, True, False, False, False])
    """
    side = np.asarray(first, dtype=bool)
    kept = np.ones(len(side), dtype=bool)
    for codes in strata.values():
        kept &= in_both(codes, side)
    smaller = side if side.sum() <= (~side).sum() else ~side
    return (float(kept[smaller].mean()) if smaller.any() else 0.0), kept


def adjusted(
    y: Any,
    size: npt.ArrayLike,
    first: npt.ArrayLike,
    strata: Mapping[str, npt.NDArray[Any]],
    *,
    controls: Mapping[str, Floats] | None = None,
    clusters: npt.ArrayLike | None = None,
    measure: str = "share",
) -> Adjusted:
    """Compare two sides with strata held equal, and say what accounts for a difference that is not left.

    Parameters
    ----------
    y : ndarray or csr_matrix, shape (articles, outcomes), or Outcomes
        Uses of each article; its mean for means.
    size : array-like
        What they are of: choices, words; ones for means. Articles of size zero are left out.
    first : array-like of bool
    strata : mapping of str to ndarray
        Name and codes of each way of stratifying, ``subject`` and ``time``; or numbers (floats) that are
        held equal, ``length``.
    controls : mapping of str to ndarray, shape (articles, columns), optional
        What else is held equal, in columns.
    clusters : array-like, optional
        Story or outlet of each article.
    measure : {"share", "rate", "mean", "log_ratio"}

    Returns
    -------
    Adjusted
        Intervals and p-values are NaN where fewer than five effective articles of a side can be compared.

    Notes
    -----
    The cause is found by holding each way of stratifying equal alone: those that leave less than half of
    the crude difference are named; all, where only together they do. Of words two tests are made, as in
    keyness: of their rate, and of the share of articles that hold them, with length held equal; the smaller
    p-value is doubled.
    """
    whole = np.asarray(first, dtype=bool)
    y = y if isinstance(y, Outcomes) else Outcomes(((csc_matrix(y), np.arange(np.shape(y)[1])),))
    used = np.flatnonzero(np.asarray(size, dtype=np.float64) > 0)
    sizes, side = np.asarray(size, dtype=np.float64)[used], whole[used]
    codes = cluster_codes(clusters, len(whole))[used]
    split = {name: np.asarray(at)[used] for name, at in strata.items() if np.asarray(at).dtype.kind != "f"}
    numbers = {name: np.asarray(at)[:, None] for name, at in strata.items() if name not in split}
    others = {name: np.asarray(at)[used] for name, at in {**numbers, **(controls or {})}.items()}

    def kept(*names: str) -> tuple[float, Sides]:
        share, kept = overlap({name: split[name] for name in names if name in split}, side)
        at = np.flatnonzero(kept)
        ways = [sparse_marks(split[name][at]) if name in split else others[name][at] for name in names]
        own = np.unique(codes[at], return_inverse=True)[1]
        return share, Sides(used[at], side[at], sizes[at], beside(np.ones((len(at), 1)), *ways), own)

    names = (*split, *others)
    share, all_equal = kept(*names)
    found = _compared(y, all_equal, measure)
    del all_equal
    # too few articles: no cause is asked for
    crude = found if np.isnan(found.p).all() else _compared(y, kept()[1], measure)
    asked = _asked(crude, found)
    alone = {name: _estimates(y, asked, kept(name)[1], measure) for name in names} if len(asked) else {}
    return Adjusted(*found, share, _cause(crude, found, asked, alone))


class Sides(NamedTuple):
    """The articles of a comparison: which, their sides and sizes, ones and what is held equal, clusters."""

    at: Ints
    first: npt.NDArray[np.bool_]
    size: Floats
    columns: csr_matrix
    codes: Ints


def _compared(y: Outcomes, sides: Sides, measure: str) -> Found:
    """Return differences or ratios with their intervals and p-values."""
    every = np.arange(len(y.numbers))
    held = balance_of(*sides[1:])
    if measure != "log_ratio":
        return _joined(
            [difference(held, some, shares=measure == "share") for some in _pieces(y, every, sides)]
        )
    found = _joined([log_ratio(held, some) for some in _pieces(y, every, sides)])
    long = beside(sides.columns, np.log(sides.size)[:, None])  # longer articles hold more of every word
    held = balance_of(sides.first, np.ones(len(sides.size)), long, sides.codes)
    presence = _joined([difference(held, (some > 0) * 1.0) for some in _pieces(y, every, sides)])
    return _of_both(found, presence)


def _joined(parts: Sequence[Found]) -> Found:
    return Found(*map(np.concatenate, zip(*parts, strict=True)))


def _of_both(found: Found, presence: Found) -> Found:
    """Return log ratios of rates, with the p-value of rates and presence together."""
    same = np.sign(presence.estimate) == np.sign(found.estimate)
    p = np.minimum(1.0, 2 * np.fmin(found.p, np.where(same, presence.p, 1.0)))
    return found._replace(p=np.where(np.isnan(found.p), np.nan, p))


def _estimates(y: Outcomes, asked: Ints, sides: Sides, measure: str) -> Floats:
    """Return the estimates of `_compared` alone, of some outcomes, which take a fraction of the time."""
    held = balance_of(*sides[1:])
    if not held.total:
        return np.full(len(asked), np.nan)
    both = [outcomes(held, some) for some in _pieces(y, asked, sides)]
    first, second = map(np.concatenate, zip(*both, strict=True))
    if measure != "log_ratio":
        return np.asarray((first - second) / held.total)
    up, down = uses_of(held, first, second)
    return np.log2(up / down)


def _pieces(y: Outcomes, asked: Ints, sides: Sides) -> Iterator[csr_matrix]:
    """Yield some outcomes of the articles of a comparison, as many at a time as have so many numbers."""
    for low, high in pairwise(cuts(y.numbers[asked] + _NUMBERS // _WORDS, _NUMBERS)):
        yield y.of(asked[low:high], sides.at)


def _asked(crude: Found, found: Found) -> Ints:
    """Return the outcomes whose crude difference needs a cause, should it fail within strata."""
    return np.flatnonzero((crude.p < LEVEL) & ~np.isnan(found.p))


def _cause(crude: Found, found: Found, asked: Ints, alone: Mapping[str, Floats]) -> npt.NDArray[Any]:
    """Return what accounts for each crude difference that is asked about, were it to fail within strata.

    `alone` has the estimates with each way of stratifying held equal alone, of those outcomes only.
    """
    cause = np.full(len(crude.p), "", dtype=object)
    cause[np.isnan(found.p)] = NO_OVERLAP  # too few articles, or outlets, to tell
    for place, at in enumerate(asked):
        left = {name: float(part[place] / crude.estimate[at]) for name, part in alone.items()}
        names = [name for name, share in left.items() if share < REMOVED] or list(left)
        removed = found.estimate[at] / crude.estimate[at] < REMOVED
        cause[at] = _listed(names) if removed else NO_OVERLAP
    return cause


def _listed(names: Sequence[str]) -> str:
    """Return names in a row: "subject", "subject and time", "subject, time and length"."""
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])


def explained(p: npt.ArrayLike, cause: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return what accounts for each difference of a table: empty where it holds within strata.

    Parameters
    ----------
    p : array-like
        p-values within strata, one family (Benjamini & Hochberg 1995).
    cause : array-like of str
        From `adjusted`.

    Examples
    --------
    >>> explained([0.001, 0.2, float("nan")], ["subject", "subject", "no overlap"]).tolist()
    ['', 'subject', 'no overlap']
    """
    holds = benjamini_hochberg(p) < LEVEL
    return np.where(holds, "", np.asarray(cause, dtype=object))

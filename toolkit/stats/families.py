"""Families of tests: q-values of one family and of many, and what a q-value is called.

One word is used for one level of certainty, in tables, figures, sections and on the opening page:
*certain* (q under `CERTAIN`), *likely* (q under `LIKELY`), *seen here* (true of these articles, not shown
beyond them).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ToolkitError

Floats = npt.NDArray[np.float64]

CERTAIN = (
    0.05  # of all that is called certain, one in twenty is expected to be chance (Benjamini & Hochberg 1995)
)
LIKELY = 0.20  # of all that is called likely or certain, one in five
WORDS = ("certain", "likely", "seen here")
AT_ONCE = 1_000_000  # p-values that are looked at together, of very many
FINDING = 0.01  # level a table's difference needs where one in five of a report's tables has any


def certainty(q: float, explained_by: object = None) -> str:
    """Return the word for a q-value; without one the difference is only seen here.

    So is one that something other than framing accounts for, whatever its q (`explained_by`: subject, time).

    Examples
    --------
    >>> [certainty(q) for q in (0.049, 0.05, 0.2, float("nan"))]
    ['certain', 'likely', 'seen here', 'seen here']
    >>> certainty(0.001, "time"), certainty(0.001, "")
    ('seen here', 'certain')
    """
    if isinstance(explained_by, str) and explained_by:
        return WORDS[2]
    return WORDS[0] if q < CERTAIN else WORDS[1] if q < LIKELY else WORDS[2]


def finding_level(tests: int, *, alike: int = 1) -> float:
    """Return the p-value that a finding of a table needs, by Benjamini-Hochberg.

    Parameters
    ----------
    tests : int
        Hypotheses tested together.
    alike : int
        How many of them differ as much.

    Examples
    --------
    >>> finding_level(2000, alike=10), finding_level(20)
    (5e-05, 0.0005)
    """
    return FINDING * min(alike, max(tests, 1)) / max(tests, 1)


def benjamini_hochberg(p: npt.ArrayLike, others: npt.ArrayLike = ()) -> Floats:
    """Return q-values of one family of p-values (Benjamini & Hochberg 1995, step-up).

    Parameters
    ----------
    p : array-like of float
        One-dimensional; NaN (no test was made) stays NaN and does not count in the family.
    others : array-like of float
        Very many p-values more of the family, in ascending order, whose q-values nobody asks for: memory
        holds a part of what is made of them.

    Returns
    -------
    array of float
        The smallest false discovery rate at which each hypothesis is rejected, in the input's order.

    Raises
    ------
    ToolkitError
        If a p-value lies outside 0 to 1.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, float("nan"), 0.03]).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    >>> benjamini_hochberg([0.01], others=[0.03, 0.04]).round(3).tolist()
    [0.03]
    """
    values = np.asarray(p, dtype=np.float64).ravel()
    tested = ~np.isnan(values)
    family, more = values[tested], np.asarray(others, dtype=np.float64)
    if np.any((family < 0) | (family > 1)) or (len(more) and (more[0] < 0 or more[-1] > 1)):
        raise ToolkitError("a p-value lies outside 0 to 1")
    order = np.argsort(family)
    place = np.searchsorted(more, family[order], "right")  # how many of the others come before each
    n = len(family) + len(more)
    ranked = family[order] * n / (np.arange(1, len(family) + 1) + place)
    ranked = np.minimum(ranked, _least_after(more, place, n))
    q = np.empty_like(family)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    out = np.full(values.shape, np.nan)
    out[tested] = q
    return out


def _least_after(others: Floats, place: npt.NDArray[np.intp], n: int) -> Floats:
    """Return the least p n / rank of the others that follow each place and come before the next one."""
    least = np.full(len(place), np.inf)
    for low in range(0 if len(place) else len(others), len(others), AT_ONCE):
        at = np.arange(low, min(low + AT_ONCE, len(others)))
        before = np.searchsorted(place, at, "right")  # of the family
        ranked = others[at] * n / (at + 1 + before)
        first = np.flatnonzero(np.diff(before, prepend=-1))
        found, follows = np.minimum.reduceat(ranked, first), before[first] - 1
        here = follows >= 0
        least[follows[here]] = np.minimum(least[follows[here]], found[here])
    return least


def hierarchical(families: Sequence[npt.ArrayLike]) -> list[Floats]:
    """Return q-values over several families that a reader sees together, from the q-values of each.

    A family is selected at a level by Benjamini-Hochberg over the families' Simes p-values (the smallest q of
    each); in a selected family a hypothesis is rejected where its own q is under the level times the part of
    the families that were selected. This keeps the expected mean false discovery rate of the selected
    families, and the chance of any false finding where nothing differs, under the level.

    Parameters
    ----------
    families : sequence of array-like of float
        Benjamini-Hochberg q-values of each family; NaN was not tested. A family without tests does not count.

    Returns
    -------
    list of array of float
        The smallest level at which each hypothesis is rejected, in the input's order.

    Notes
    -----
    Benjamini & Bogomolov (2014), with Simes' test of each family.

    Examples
    --------
    >>> [q.round(3).tolist() for q in hierarchical([[0.01, 0.2], [0.9]])]
    [[0.02, 0.4], [0.9]]
    """
    own = [np.asarray(q, dtype=np.float64).ravel() for q in families]
    simes = np.array([np.nan if np.isnan(q).all() else np.nanmin(q) for q in own], dtype=np.float64)
    enters = benjamini_hochberg(simes)
    levels = np.unique(enters[~np.isnan(enters)])
    tested = int((~np.isnan(enters)).sum())
    selected = np.array([int((enters <= level).sum()) for level in levels])
    return [_first_level(q, levels, selected, tested) for q in own]


def _first_level(q: Floats, levels: Floats, selected: npt.NDArray[np.int_], tested: int) -> Floats:
    """Return for each q the smallest level a with q <= a * selected(a) / tested, a step function."""
    best = np.ones(q.shape)
    ends = np.append(levels[1:], np.inf)
    for level, end, count in zip(levels, ends, selected, strict=True):
        needed = np.maximum(level, q * tested / count)
        best = np.where(needed < end, np.minimum(best, needed), best)
    return np.where(np.isnan(q), np.nan, best)


def interval_level(stated: int, tested: int, families: tuple[int, int] = (1, 1)) -> float:
    """Return the level of the intervals of findings that were picked out because they stood out.

    Of intervals at this level, those that miss the true value are expected to be at most one in twenty of
    those shown, where 95 % intervals of picked findings miss it far more often.

    Parameters
    ----------
    stated, tested : int
        Findings stated from a family, and comparisons tested in it.
    families : (int, int)
        Families that something is stated from, and families tested.

    Notes
    -----
    False coverage rate: Benjamini & Yekutieli (2005); over selected families, Benjamini & Bogomolov (2014).

    Examples
    --------
    >>> interval_level(1, 1), round(interval_level(2, 20, (1, 2)), 4)
    (0.95, 0.9975)
    """
    if not (0 < stated <= tested and 0 < families[0] <= families[1]):
        raise ToolkitError(f"{stated} of {tested} findings in {families[0]} of {families[1]} families")
    return 1 - CERTAIN * (stated / tested) * (families[0] / families[1])


def with_q(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add q-values: one hypothesis for each value of the keys, however many rows it has.

    Examples
    --------
    >>> with_q(pd.DataFrame({"k": ["a", "a", "b"], "p": [0.01, 0.01, 0.04]}), ["k"])["q"].tolist()
    [0.02, 0.02, 0.04]
    """
    tests = table.drop_duplicates(keys)[[*keys, "p"]]
    tests = tests.assign(q=benjamini_hochberg(tests["p"].to_numpy(dtype=np.float64)))
    return table.merge(tests.drop(columns="p"), on=keys, how="left")

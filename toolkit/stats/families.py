"""Families of tests: Benjamini-Hochberg q-values, one hypothesis counted once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ToolkitError

Floats = npt.NDArray[np.float64]

FINDING = 0.01  # false discovery rate of what a report states: a page of findings draws on several tables


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


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Return q-values of one family of p-values (Benjamini & Hochberg 1995, step-up).

    Parameters
    ----------
    p : array-like of float
        One-dimensional; NaN (no test was made) stays NaN and does not count in the family.

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
    """
    values = np.asarray(p, dtype=np.float64).ravel()
    tested = ~np.isnan(values)
    family = values[tested]
    if np.any((family < 0) | (family > 1)):
        raise ToolkitError("a p-value lies outside 0 to 1")
    order = np.argsort(family)
    ranked = family[order] * len(family) / np.arange(1, len(family) + 1)
    q = np.empty_like(family)
    q[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    out = np.full(values.shape, np.nan)
    out[tested] = q
    return out


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

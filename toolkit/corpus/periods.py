"""Periods of publication: months, joined where they hold too few articles to compare within."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERIOD_SIZE = 10  # articles of a period: fewer would use up a tenth of the articles and more to hold it equal
UNDATED = -1


def periods(published: pd.Series, size: int = PERIOD_SIZE) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the period of each article, and the months of each period.

    Parameters
    ----------
    published : Series of datetime
        Days of publication.
    size : int
        Neighbouring months are joined until a period has so many articles; a last one with fewer joins the
        one before.

    Returns
    -------
    (ndarray of int, tuple of str)
        Codes from 0 in order of time; -1 for an article without a date.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2024-01-09", "2024-02-01", "2024-02-20", None, "2024-04-01"]))
    >>> periods(days, size=2)
    (array([ 0,  0,  0, -1,  0]), ('2024-01 to 2024-04',))
    >>> periods(days, size=1)[1]
    ('2024-01', '2024-02', '2024-04')
    """
    codes = np.full(len(published), UNDATED, dtype=np.intp)
    dated = published.notna().to_numpy()
    months = published[dated].dt.strftime("%Y-%m").to_numpy(dtype=object)
    if not len(months):
        return codes, ()
    known, at, counts = np.unique(months, return_inverse=True, return_counts=True)
    ends, held = [], 0
    for month, count in enumerate(counts):
        held += int(count)
        if held >= size:
            ends.append(month)
            held = 0
    ends = [*ends[: len(ends) - bool(held)], len(known) - 1] if held else ends
    codes[dated] = np.searchsorted(ends, at)
    starts = [0, *(end + 1 for end in ends[:-1])]
    spans = [(str(known[a]), str(known[b])) for a, b in zip(starts, ends, strict=True)]
    return codes, tuple(a if a == b else f"{a} to {b}" for a, b in spans)

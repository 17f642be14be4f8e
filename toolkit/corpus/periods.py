"""Periods of publication: joined months to compare within, weeks and months to follow a course over time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from toolkit.errors import TableError, nearest
from toolkit.settings import LEAST

if TYPE_CHECKING:
    from numpy.typing import NDArray

Over = Literal["week", "month", "quarter", "year"]

PERIOD_SIZE = 10  # articles of a period: fewer would use up a tenth of the articles and more to hold it equal
UNDATED = -1
# A line through fewer points is no course: two months are a comparison, and a dozen days one event.
LEAST_PERIODS = {"week": 6, "month": 3, "quarter": 3, "year": 3}
LEAST_DAYS = 10  # different days of publication
MOST_EMPTY = (
    120  # periods in a row without an article that are listed, ten years of months; more are a wrong date
)
WEEKS = 26  # the longest span, in weeks, that is followed by week without being asked
_FREQUENCY = {"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


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


@dataclass(frozen=True, eq=False)
class Calendar:
    """The periods from the first article to the last, also those without articles up to ten years of months.

    Attributes
    ----------
    over : str
        ``week`` (Monday to Sunday), ``month``, ``quarter`` or ``year``.
    names : tuple of str
        ``2024-W18``, ``2024-05``, ``2024-Q2`` or ``2024``, in order of time.
    begins : DatetimeIndex
        First day of each period.
    period : ndarray of int
        Position of each article's period; -1 for an article without a date.
    left_out : tuple of str
        What is not listed: more than `MOST_EMPTY` periods in a row without an article.
    """

    over: str
    names: tuple[str, ...]
    begins: pd.DatetimeIndex
    period: NDArray[np.intp]
    left_out: tuple[str, ...] = ()


def calendar(published: pd.Series, over: str = "month") -> Calendar:
    """Return the weeks, months, quarters or years of some articles, without a gap of up to `MOST_EMPTY`.

    Parameters
    ----------
    published : Series of datetime
        Days of publication.
    over : {"week", "month", "quarter", "year"}
        Weeks are numbered as in ISO 8601.

    Raises
    ------
    TableError
        If there is no such period.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2024-12-30", None, "2025-01-14"]))
    >>> found = calendar(days, "week")
    >>> found.names, found.period.tolist()
    (('2025-W01', '2025-W02', '2025-W03'), [0, -1, 2])
    >>> calendar(pd.to_datetime(pd.Series(["1024-02-01", "2024-02-01"]))).left_out
    ('11,999 months from 1024-03 to 2024-01',)
    """
    if over not in get_args(Over):
        raise TableError(f"there is no period '{over}'; {nearest(str(over), get_args(Over))}")
    codes = np.full(len(published), UNDATED, dtype=np.intp)
    dated = published.notna().to_numpy()
    found = pd.PeriodIndex(published[dated].dt.tz_localize(None), freq=_FREQUENCY[over])
    if not len(found):
        return Calendar(over, (), pd.DatetimeIndex([]), codes)
    known = np.unique(found.asi8)
    gaps = np.flatnonzero(np.diff(known) > MOST_EMPTY + 1)
    spans = [range(span[0], span[-1] + 1) for span in np.split(known, gaps + 1)]
    every = pd.PeriodIndex([pd.Period(ordinal=n, freq=_FREQUENCY[over]) for span in spans for n in span])
    codes[dated] = every.get_indexer(found)
    left_out = tuple(
        f"{below[0] - above[-1] - 1:,} {over}s from {_named(every[at - 1] + 1)} to {_named(every[at] - 1)}"
        for (above, below), at in zip(pairwise(spans), accumulate(map(len, spans)), strict=False)
    )
    return Calendar(over, tuple(map(_named, every)), every.start_time.as_unit("us"), codes, left_out)


def _named(period: pd.Period) -> str:
    """Return the name of a period; a week is that of its Thursday's year."""
    if period.freqstr.startswith("W"):
        year, week, _ = period.start_time.date().isocalendar()
        return f"{year}-W{week:02}"
    return str(period).replace("Q", "-Q")


def course_over(published: pd.Series, over: str | None = None, *, least: int = LEAST) -> tuple[str, str]:
    """Return by which period articles can be followed over time, and where there is none, why.

    Parameters
    ----------
    published : Series of datetime
        Days of publication.
    over : str, optional
        The period asked for. By default months, or weeks where the articles span half a year or less, or
        where only they are enough.
    least : int
        Articles a period must have to count as a point.

    Returns
    -------
    (str, str)
        The period and ``""``; or ``""`` and the reason why nothing is to be drawn: fewer than ten different
        days, or too few periods with enough articles (3 months, quarters or years; 6 weeks).

    Examples
    --------
    >>> days = pd.Series(pd.date_range("2024-01-01", periods=90).repeat(2))
    >>> course_over(days), course_over(days, "month")
    (('week', ''), ('month', ''))
    >>> course_over(days[:12])[1]
    'only 6 different days of publication are known; a course over time needs 10'
    """
    days = published.dropna().dt.normalize()
    if days.nunique() < LEAST_DAYS:
        known = f"only {days.nunique()} different day{'s' * (days.nunique() != 1)} of publication are known"
        return "", f"{known}; a course over time needs {LEAST_DAYS}"
    short = (days.max() - days.min()).days <= 7 * WEEKS
    wanted = [over] if over else ["week", "month"] if short else ["month", "week"]
    told = []
    for name in wanted:
        found = calendar(days, name)
        points = int((np.bincount(found.period[found.period >= 0]) >= least).sum())
        if points >= LEAST_PERIODS[name]:
            return name, ""
        few = f"{points} {name}{'s' * (points != 1)}"
        told.append(f"{few} with {least} dated articles or more, where {LEAST_PERIODS[name]} are needed")
    return "", "there are " + ", and ".join(told)

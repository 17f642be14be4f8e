"""Articles by group and by period: the cells in which a question is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus.clusters import clusters_among, clusters_of
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.periods import LEAST_PERIODS, UNDATED, Calendar, calendar, course_over

ALL = "all articles"
NO_ARTICLES = "no articles"


@dataclass(frozen=True, eq=False)
class Cells:
    """Articles by group and period.

    Attributes
    ----------
    names : tuple of str
        The groups in alphabetical order.
    group : ndarray of int
        Position of each article's group; -1 for none.
    calendar : Calendar or None
        The periods, where there are any.
    """

    names: tuple[str, ...]
    group: np.ndarray
    calendar: Calendar | None = None

    def __iter__(self) -> Iterator[tuple[dict[str, Any], np.ndarray]]:
        """Yield what each cell is called, and the positions of its articles.

        Periods between the first and the last are there, also those without an article (but see
        `toolkit.corpus.periods.Calendar`); undated articles come last, as a period without a name.
        """
        for code, name in enumerate(self.names):
            own = np.flatnonzero(self.group == code)
            if self.calendar is None:
                yield {"group": name}, own
                continue
            when = self.calendar.period[own]
            for place, period in enumerate(self.calendar.names):
                label = {"group": name, "period": period, "begins": self.calendar.begins[place]}
                yield label, own[when == place]
            if (when == UNDATED).any():
                yield {"group": name, "period": None, "begins": pd.NaT}, own[when == UNDATED]


def cells_of(corpus: Corpus, by: str | None, over: str | None) -> Cells:
    """Return the cells of a corpus.

    Parameters
    ----------
    by : str or None
        Column of the articles; None puts all articles together.
    over : str or None
        As in `toolkit.corpus.periods.calendar`; None leaves time aside.

    Raises
    ------
    TableError
        If there is no such column or period.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["Sun.", "Rain."], "published": ["2024-05-02", "2024-07-01"]})
    >>> cells = cells_of(Corpus(conform(frame, "articles")), None, "month")
    >>> [(label["period"], len(at)) for label, at in cells]
    [('2024-05', 1), ('2024-06', 0), ('2024-07', 1)]
    """
    time = calendar(corpus.articles["published"], over) if over else None
    if by is None:
        return Cells((ALL,), np.zeros(len(corpus), dtype=np.intp), time)
    values = corpus.column(by).astype("str")
    names = sorted(values.dropna().unique())
    return Cells(tuple(names), np.asarray(pd.Categorical(values, categories=names).codes), time)


def clusters_for(corpus: Corpus, by: str | None) -> np.ndarray:
    """Return the story of each article, or its outlet where a group of `by` holds several."""
    if by is not None:
        return clusters_of(corpus, by)
    return clusters_among(corpus)


def in_cell(corpus: Corpus, row: pd.Series, by: str | None, over: str | None) -> np.ndarray:
    """Tell which articles are in the cell of a row, whose group is in the column `by` or ``group``."""
    cells = cells_of(corpus, by, over)
    name = row[by] if by is not None and by in row else row["group"]
    inside = np.asarray(cells.group == cells.names.index(str(name)))
    if cells.calendar is None:
        return inside
    missing = pd.isna(row["period"])
    place = UNDATED if missing else cells.calendar.names.index(str(row["period"]))
    return np.asarray(inside & (cells.calendar.period == place))


def why_not_drawn(corpus: Corpus, table: pd.DataFrame, over: str) -> str:
    """Return why a table over time is not to be drawn, or ``""`` where it is.

    Beside the days of publication (`toolkit.corpus.periods.course_over`) it is asked whether periods are left
    out, and whether enough have an interval: a name may be used in two months of twelve, and all articles of
    a month may be of one story.

    Parameters
    ----------
    table : DataFrame
        With ``period`` and ``low``; none at all for counts, which have no interval.
    """
    least = corpus.settings.comparison.min_articles
    published = corpus.articles["published"]
    why = course_over(published, over, least=least)[1]
    if left_out := calendar(published, over).left_out:
        told = f"without a row are {' and '.join(left_out)}, in which no article is dated; is a date wrong?"
        return f"{told} {why}".strip()
    if why or "low" not in table:
        return why
    points = table.loc[table["low"].notna() & table["period"].notna(), "period"].nunique()
    if points >= LEAST_PERIODS[over]:
        return ""
    several = "s have" if points != 1 else " has"
    return f"{points} {over}{several} enough of it for an interval, where {LEAST_PERIODS[over]} are needed"

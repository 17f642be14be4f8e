"""Which groups a figure draws where there are many: those with the most articles, and the words that say so.

A figure with a mark, a row, a panel or an entry in its legend for each of 86 outlets is metres tall. Every
such figure takes its rows from `largest`; its `data`, and the table beside it, keep all groups::

    few = largest(table, "outlet", rows=len(measures))
    draw(few.rows)
    Figure(fig, alt=f"{alt}{few.note}", caption=f"{caption}{few.note}", data=table)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from toolkit.roster import sizes

# Chosen by eye on 86 outlets, wide and on a phone: twelve names and markers are still told apart, in a legend
# of four lines; a figure of more than 72 rows is longer than two screens, so there each has eight groups.
MOST, FEW = 12, 8
ROWS = 72
NAMED = 6  # outlets named in a list of those left out


class Largest(NamedTuple):
    """The rows to draw, and a sentence (with a space before it) where groups are left out."""

    rows: pd.DataFrame
    note: str


def largest(
    table: pd.DataFrame, by: str, *, rows: int = 1, most: int = MOST, size: str = "n", called: str = ""
) -> Largest:
    """Return the rows of the groups with the most articles.

    For outlets of the corpus loaded last, its articles count, so that all figures of a study draw the
    same outlets; else those of the table. Where groups are alike, the first by name are drawn.

    Parameters
    ----------
    table : DataFrame
        Rows that can be drawn.
    by : str
        Its column of groups.
    rows : int
        Rows of the figure that each group has a mark in: past `ROWS` marks, `FEW` groups are drawn.
    most : int
        Groups drawn at most.
    size : str
        Column of articles, the largest of a group's counting; where it is missing, the rows are counted.
    called : str, optional
        Name of the column in the user's table, for the words.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": list("abcd"), "n": [3, 9, 1, 9]})
    >>> few = largest(table, "outlet", most=2)
    >>> few.rows["outlet"].tolist(), few.note
    (['b', 'd'], ' Of 4 outlets, the 2 with the most articles are drawn; the table has them all.')
    >>> largest(table, "outlet").note
    ''
    """
    most = min(most, MOST if rows * MOST <= ROWS else FEW)
    names = by_size(table, by, size=size)
    if len(names) <= most:
        return Largest(table, "")
    what = "outlets" if (called or by) == "outlet" else "groups"
    note = f" Of {len(names)} {what}, the {most} with the most articles are drawn; the table has them all."
    return Largest(table[table[by].astype("str").isin(names[:most])], note)


def by_size(table: pd.DataFrame, by: str, *, size: str = "n") -> list[str]:
    """Return the groups of a table, those with the most articles first: see `largest`.

    Examples
    --------
    >>> by_size(pd.DataFrame({"outlet": list("abcd"), "n": [3, 9, 1, 9]}), "outlet")
    ['b', 'd', 'a', 'c']
    """
    groups = table[by].astype("str")
    names = sorted(groups[table[by].notna()].unique())
    counted = sizes(names) or _counted(table, groups, size)
    return sorted(names, key=lambda name: -counted[name])


def listed(names: Iterable[str]) -> str:
    """Return names in a line, the first six and the number of the rest.

    Examples
    --------
    >>> listed("hgfedcba"), listed("ba")
    ('a, b, c, d, e, f and 2 more', 'a, b')
    """
    ordered = sorted(names)
    more = f" and {len(ordered) - NAMED} more" if len(ordered) > NAMED else ""
    return ", ".join(ordered[:NAMED]) + more


def _counted(table: pd.DataFrame, groups: pd.Series, size: str) -> dict[str, float]:
    own = table[size].groupby(groups).max() if size in table else groups.groupby(groups).size()
    return {str(name): float(n) for name, n in own.items()}

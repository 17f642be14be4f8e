"""A description: a sentence about the pages that needs no inference, and the rows of a table behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.report.wording.numbers import listed, possessive
from toolkit.results import grouped, row_key

Tables = Mapping[str, pd.DataFrame]
Names = Mapping[str, str]  # how outlets are called in sentences, where that is not their name in the tables
Behind = tuple[str, dict[str, Any]]  # a table's name and what marks one of its rows

OUTLETS = 4  # outlets a sentence speaks of: more are a table
TOLD = 3  # quotations or clauses under which an outlet is not told beside another


@dataclass(frozen=True)
class Said:
    """One description.

    Attributes
    ----------
    section, measure : str
        Where it belongs, and what it speaks of.
    groups : tuple of str
        The outlets it speaks of.
    statement : str
        Its words; every number in them is a count or an estimate of a table.
    n : int
        Articles of these outlets that are behind it.
    table : str
        The table a reader is led to.
    rows : tuple of Behind
        The rows it was made from.
    """

    section: str
    measure: str
    groups: tuple[str, ...]
    statement: str
    n: int
    table: str
    rows: tuple[Behind, ...]


def table_of(tables: Tables, name: str) -> pd.DataFrame:
    """Return a table whose groups are in a column ``group``; an empty one where it is missing."""
    found = tables.get(name)
    return pd.DataFrame() if found is None else grouped(found)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain mappings."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def behind(tables: Tables, name: str, part: pd.DataFrame) -> list[Behind]:
    """Return what marks some rows of a table: those with the index of a part of it."""
    return [(name, row_key(tables[name], tables[name].loc[place])) for place in part.index]


def largest(table: pd.DataFrame, count: str, least: int = TOLD) -> dict[str, int]:
    """Return what is counted in all of the outlets with most of it, the largest first.

    Examples
    --------
    >>> largest(pd.DataFrame({"group": ["Post", "Herald", "Post"], "quotes": [2, 9, 2]}), "quotes")
    {'Herald': 9, 'Post': 4}
    """
    totals = table.groupby("group")[count].sum().sort_values(ascending=False, kind="stable")
    return {str(group): int(n) for group, n in totals[totals >= least].head(OUTLETS).items()}


def articles_of(table: pd.DataFrame, groups: Iterable[str]) -> int:
    """Return the articles behind some groups of a table; every row of a group has the same number."""
    return int(table[table["group"].isin(list(groups))].drop_duplicates("group")["n"].sum())


def part_of(count: int, total: int, group: str, names: Names, *, noun: str = "") -> str:
    """Return a part of what an outlet has; the first of several says what is counted.

    Examples
    --------
    >>> part_of(5, 12, "post", {"post": "Post"}, noun="quotations"), part_of(0, 7, "Herald", {})
    ("5 of Post's 12 quotations", "none of Herald's 7")
    """
    told = f"{count:,}" if count else "none"
    return f"{told} of {possessive(names.get(group, group))} {total:,}{' ' if noun else ''}{noun}"


def parts_of(counts: Mapping[str, int], totals: Mapping[str, int], names: Names, *, noun: str) -> str:
    """Return a part of what each of several outlets has, in the order given; the first says what is counted.

    Examples
    --------
    >>> parts_of({"Post": 5, "Herald": 0}, {"Herald": 7, "Post": 12}, {}, noun="quotations")
    "5 of Post's 12 quotations and none of Herald's 7"
    """
    first = next(iter(counts), None)
    return listed(
        [
            part_of(count, totals[group], group, names, noun=noun if group == first else "")
            for group, count in counts.items()
        ]
    )

"""Differences between groups of articles, read from the result tables of the sections.

Two shapes of table are read: rows that are differences already, with their interval and q
(`from_differences`), and rows that are levels of single groups with their intervals (`from_levels`),
whose differences are taken here: groups hold different articles, so variances add.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from toolkit.analysis.keyness.flags import hidden
from toolkit.errors import TableError, nearest
from toolkit.results import grouped
from toolkit.stats.clusters import Z95
from toolkit.stats.differences import Level, difference_of_levels
from toolkit.stats.families import benjamini_hochberg
from toolkit.stats.strata import LEVEL as ADJUSTED
from toolkit.stats.strata import NO_OVERLAP


@dataclass(frozen=True)
class Contrast:
    """A difference between one group and another, or the others, in one thing that was measured.

    Attributes
    ----------
    who, what : str
        The group with more of it, and the thing.
    difference, low, high : float
        On the scale of the rule; positive.
    n : tuple of int
        Articles on the two sides.
    q : float
        Adjusted over the comparisons of its table.
    minimum : float
        Smallest difference worth stating.
    sentence : str
        The finding in words.
    shown : str
        The interval in words.
    pair : tuple of str
        The two groups, where the shares of one table add up to one: what one gains another loses, so
        one finding says it all.
    explained_by : str
        What accounts for the difference where it is not left among articles of the same subject and time;
        empty where it holds, and where the table does not say.
    """

    who: str
    what: str
    difference: float
    low: float
    high: float
    n: tuple[int, int]
    q: float
    minimum: float
    sentence: str
    shown: str = ""
    pair: tuple[str, ...] = ()
    explained_by: str = ""

    @property
    def strength(self) -> float:
        """Distance from no difference in standard errors."""
        error = (self.high - self.low) / (2 * Z95)
        return abs(self.difference) / error if error > 0 else 0.0

    def support(self) -> str:
        """Return the articles and the interval behind the contrast, in words.

        Examples
        --------
        >>> Contrast("Post", "rain", 0.3, 0.2, 0.4, (40, 38), 0.001, 0.05, "", "20 to 40 points").support()
        '40 and 38 articles; 95 % interval 20 to 40 points; q < 0.01.'
        """
        return f"{self.n[0]:,} and {self.n[1]:,} articles; 95 % interval {self.shown}; q < 0.01."


@dataclass(frozen=True)
class DifferenceRule:
    """How a table of differences is read: its columns, the smallest effect stated, and the words."""

    section: str
    table: str
    who: str
    what: str
    difference: str
    n: tuple[str, str]
    minimum: float
    sentence: Callable[[Mapping[str, Any]], str]
    interval: Callable[[float, float], str]
    only: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class LevelRule:
    """How a table of levels by group is read: its columns, the smallest effect stated, and the words.

    Levels are compared within each value of all `what` columns; one finding is stated for each value of
    the first.
    """

    section: str
    table: str
    who: str
    what: tuple[str, ...]
    level: str
    n: str
    minimum: float
    sentence: Callable[[Mapping[str, Any], Mapping[str, Any]], str]
    interval: Callable[[float, float], str]
    only: tuple[tuple[str, object], ...] = ()
    adds_up: bool = False


def from_differences(table: pd.DataFrame, rule: DifferenceRule) -> list[Contrast]:
    """Return the contrasts of a table whose rows are differences, each with low, high and q."""
    table = grouped(table)
    _need(table, rule.table, [rule.who, rule.what, rule.difference, *rule.n, "low", "high", "q"])
    rows = _only(table, rule.table, rule.only).dropna(subset=[rule.difference, "low", "high", "q"])
    if "flags" in rows:  # a term of the study's own is shown whatever its flags, and not stated
        rows = rows[~hidden(rows["flags"])]
    return [_of_row({str(k): v for k, v in row.items()}, rule) for row in rows.to_dict("records")]


def _of_row(row: dict[str, Any], rule: DifferenceRule) -> Contrast:
    low, high = sorted((float(row["low"]), float(row["high"])))
    return Contrast(
        who=str(row[rule.who]),
        what=str(row[rule.what]),
        difference=float(row[rule.difference]),
        low=low,
        high=high,
        n=(int(row[rule.n[0]]), int(row[rule.n[1]])),
        q=float(row["q"]),
        minimum=rule.minimum,
        sentence=rule.sentence(row),
        shown=rule.interval(low, high),
        explained_by=str(row.get("explained_by") or ""),
    )


def from_levels(table: pd.DataFrame, rule: LevelRule) -> list[Contrast]:
    """Return all differences between two groups in a table of levels, adjusted together.

    The test is Welch's, with the smaller group's articles less one as degrees of freedom. Where the
    table has a ``q`` of its own (whether the groups differ at all), the larger of the two counts.
    """
    table = grouped(table)
    _need(table, rule.table, [rule.who, *rule.what, rule.level, rule.n, "low", "high"])
    rows = _only(table, rule.table, rule.only).dropna(subset=[rule.level, "low", "high"])
    rows = rows[~rows[rule.what[-1]].astype("str").str.startswith("(")]  # "(not known)" is no finding
    made = []
    for _, part in rows.groupby(list(rule.what), sort=True):
        records = [{str(k): v for k, v in row.items()} for row in part.to_dict("records")]
        made += [_pair(first, second, rule) for first, second in combinations(records, 2)]
    usable = [(contrast, p, own) for contrast, p, own in made if contrast.high > contrast.low]
    if not usable:
        return []
    adjusted = benjamini_hochberg([p for _, p, _ in usable])
    return [
        Contrast(**{**contrast.__dict__, "q": max(float(q), own)})
        for (contrast, _, own), q in zip(usable, adjusted, strict=True)
    ]


def _pair(one: dict[str, Any], two: dict[str, Any], rule: LevelRule) -> tuple[Contrast, float, float]:
    """Return the contrast of two groups, the larger first, its p, and the table's own q or 0."""
    more, less = (one, two) if one[rule.level] >= two[rule.level] else (two, one)
    found = difference_of_levels(*(_level(row, rule) for row in (more, less)))
    own = [float(row["q"]) for row in (more, less) if "q" in row and pd.notna(row["q"])]
    contrast = Contrast(
        who=str(more[rule.who]),
        what=str(more[rule.what[0]]),
        difference=found.estimate,
        low=found.low,
        high=found.high,
        n=(int(more[rule.n]), int(less[rule.n])),
        q=float("nan"),
        minimum=rule.minimum,
        sentence=rule.sentence(more, less),
        shown=rule.interval(found.low, found.high),
        pair=tuple(sorted((str(one[rule.who]), str(two[rule.who])))) if rule.adds_up else (),
        explained_by=_explained(more, less),
    )
    return contrast, found.p, max(own, default=0.0)


def _explained(more: dict[str, Any], less: dict[str, Any]) -> str:
    """Return what accounts for the difference of two groups, each of which was compared with all others.

    It holds where one of the two differs from the others, and they lie on either side of them.
    """
    if "explained_by" not in more:
        return ""
    apart = more["adjusted"] > 0 > less["adjusted"]
    holds = any(row["adjusted_p"] < ADJUSTED and not row["explained_by"] for row in (more, less))
    causes = [str(row["explained_by"]) for row in (more, less) if row["explained_by"]]
    return "" if apart and holds else (causes or [NO_OVERLAP])[0]


def _level(row: dict[str, Any], rule: LevelRule) -> Level:
    return Level(float(row[rule.level]), float(row["low"]), float(row["high"]), int(row[rule.n]))


def _only(table: pd.DataFrame, name: str, conditions: Sequence[tuple[str, object]]) -> pd.DataFrame:
    for column, value in conditions:
        _need(table, name, [column])
        table = table[table[column] == value]
    return table


def _need(table: pd.DataFrame, name: str, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in table:
            known = nearest(column, map(str, table.columns))
            raise TableError(f"the findings need column '{column}' of the table {name}; {known}")

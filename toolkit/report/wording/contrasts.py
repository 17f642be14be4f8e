"""Differences between groups of articles, read from the result tables of the sections.

Two shapes of table are read: rows that are differences already, with their interval and q
(`from_differences`), and rows that are levels of single groups with their intervals (`from_levels`),
whose differences are taken here: groups hold different articles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pandas as pd

from toolkit.analysis.keyness.flags import hidden
from toolkit.errors import TableError, nearest
from toolkit.results import grouped, row_key
from toolkit.stats.clusters import Z95
from toolkit.stats.differences import Level, difference_of_levels, level_error
from toolkit.stats.families import benjamini_hochberg
from toolkit.stats.selected import widened
from toolkit.stats.strata import LEVEL, NO_OVERLAP

ADJUSTED = ("adjusted", "adjusted_low", "adjusted_high")
OTHERS = "(others)"  # as the table of words calls all other groups together


@dataclass(frozen=True)
class Contrast:
    """A difference between one group and another, or the others, in one thing that was measured.

    Attributes
    ----------
    who, what : str
        The group with more of it, and the thing.
    difference, low, high : float
        On the scale of the rule.
    n : tuple of int
        Articles on the two sides.
    q : float
        Adjusted over the comparisons of its table; later over the whole report.
    minimum : float
        Smallest difference worth stating.
    sentence : str
        The finding in words.
    write : callable
        Writes an interval in words.
    at : callable
        Returns the interval's ends at another level.
    other : str
        The group it is compared with.
    pair : tuple of str
        The two groups, where the shares of one table add up to one: what one gains another loses, so
        one finding says it all.
    spread : tuple of float
        Standard deviation of one article's contribution on either side.
    adjusted : tuple of float
        Difference with subject, time and length held fixed, and its interval, where the table has them.
    explained_by : str or None
        What explains the difference: see the column `explained_by`; None where nothing was held fixed.
    rows : tuple of dict
        What marks the table's rows it was made from.
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
    write: Callable[[float, float], str] = lambda low, high: f"{low:g} to {high:g}"
    at: Callable[[float], tuple[float, float]] | None = None
    other: str = ""
    pair: tuple[str, ...] = ()
    spread: tuple[float, float] = (float("nan"), float("nan"))
    adjusted: tuple[float, float, float] = (float("nan"),) * 3
    explained_by: str | None = None
    rows: tuple[dict[str, Any], ...] = ()

    @property
    def strength(self) -> float:
        """Distance from no difference in standard errors."""
        error = (self.high - self.low) / (2 * Z95)
        return abs(self.difference) / error if error > 0 else 0.0

    @property
    def shown(self) -> str:
        """The interval in words."""
        return self.write(self.low, self.high)

    @property
    def clear(self) -> bool:
        """Whether the interval keeps clear of no difference."""
        return self.low > 0 or self.high < 0

    def selected(self, level: float) -> Contrast:
        """Return the contrast with its interval at another level; it ends at none on its own side."""
        if self.at is None:
            return self
        low, high = self.at(level)
        low, high = (max(low, 0.0), high) if self.difference > 0 else (low, min(high, 0.0))
        return replace(self, low=low, high=high)

    def support(self) -> str:
        """Return the articles and the interval behind the contrast, in words.

        Examples
        --------
        >>> Contrast("Post", "rain", 0.3, 0.2, 0.4, (40, 38), 0.001, 0.05, "").support()
        '40 and 38 articles; the difference lies between 0.2 to 0.4 with 95 % confidence.'
        """
        return (
            f"{self.n[0]:,} and {self.n[1]:,} articles; the difference lies between {self.shown} with 95 % "
            "confidence."
        )


@dataclass(frozen=True)
class DifferenceRule:
    """How a table of differences is read: its columns, the smallest effect stated, and the words.

    With `pairs` each row compares two groups, else one group with all others.
    """

    section: str
    measure: str
    table: str
    who: str
    what: str
    difference: str
    n: tuple[str, str]
    minimum: float
    sentence: Callable[[Mapping[str, Any]], str]
    interval: Callable[[float, float], str]
    only: tuple[tuple[str, object], ...] = ()
    pairs: bool = False


@dataclass(frozen=True)
class LevelRule:
    """How a table of levels by group is read: its columns, the smallest effect stated, and the words.

    Levels are compared within each value of all `what` columns; one finding is stated for each value of
    the first.
    """

    section: str
    measure: str
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

    @property
    def share(self) -> bool:
        """Whether the level is a share, 0 to 1."""
        return self.level == "share"


def from_differences(table: pd.DataFrame, rule: DifferenceRule) -> list[Contrast]:
    """Return the contrasts of a table whose rows are differences, each with low, high and q.

    Of two groups the table has each difference twice, once from either side; it is taken once.
    """
    noted = table
    table = grouped(table)
    _need(table, rule.table, [rule.who, rule.what, rule.difference, *rule.n, "low", "high", "q"])
    groups = sorted(table[rule.who].dropna().astype("str").unique())
    rows = _only(table, rule.table, rule.only).dropna(subset=[rule.difference, "low", "high", "q"])
    if "flags" in rows:  # a term of the study's own is shown whatever its flags, and not stated
        rows = rows[~hidden(rows["flags"])]
    if len(groups) == 2 and not rule.pairs:
        rows = rows[~_mirrored(rows, rule)]
    made = []
    for place, row in zip(rows.index, rows.to_dict("records"), strict=True):
        record = {str(k): v for k, v in row.items()}
        key = row_key(noted, noted.loc[place])
        made.append(_of_row(record | {"groups": groups}, rule, key))
    return made


def _mirrored(rows: pd.DataFrame, rule: DifferenceRule) -> pd.Series:
    """Tell which rows repeat another from the other side: the same thing, the opposite difference."""
    ordered = rows.sort_values(rule.difference, ascending=False, kind="stable")
    return ordered.duplicated([rule.what]).reindex(rows.index)


def _of_row(row: dict[str, Any], rule: DifferenceRule, key: dict[str, Any]) -> Contrast:
    low, high = sorted((float(row["low"]), float(row["high"])))
    n = int(row[rule.n[0]]), int(row[rule.n[1]])
    level = Level(float(row[rule.difference]), low, high, _freedom(row, min(n)))

    def at(confidence: float) -> tuple[float, float]:
        wide = widened(level, confidence)
        return wide.low, wide.high

    return Contrast(
        who=str(row[rule.who]),
        what=str(row[rule.what]),
        difference=level.estimate,
        low=low,
        high=high,
        n=n,
        q=float(row["q"]),
        minimum=rule.minimum,
        sentence=rule.sentence(row),
        write=rule.interval,
        at=at,
        other=str(row["b"]) if rule.pairs else other_group(row, rule.who),
        adjusted=_adjusted(row),
        explained_by=_explained(row),
        rows=(key,),
    )


def other_group(row: Mapping[str, Any], who: str = "group") -> str:
    """Return whom a row compares its group with: the one other group by its name, else the others.

    Examples
    --------
    >>> other_group({"group": "Post", "groups": ["Herald", "Post"]})
    'Herald'
    >>> other_group({"group": "Post", "groups": ["Herald", "Post", "Times"]})
    'the others'
    """
    named = str(row.get("reference", OTHERS))
    rest = [group for group in row.get("groups", ()) if group != str(row[who])]
    if named != OTHERS:
        return named
    return rest[0] if len(rest) == 1 else "the others"


def from_levels(table: pd.DataFrame, rule: LevelRule) -> list[Contrast]:
    """Return all differences between two groups in a table of levels, adjusted together.

    Where the table has a ``q`` of its own (whether the groups differ at all), the larger of the two counts.
    """
    noted = table
    table = grouped(table)
    _need(table, rule.table, [rule.who, *rule.what, rule.level, rule.n, "low", "high"])
    rows = _only(table, rule.table, rule.only).dropna(subset=[rule.level, "low", "high"])
    rows = rows[~rows[rule.what[-1]].astype("str").str.startswith("(")]  # "(not known)" is no finding
    made = []
    for _, part in rows.groupby(list(rule.what), sort=True):
        records = [
            {str(k): v for k, v in row.items()} | {"key": row_key(noted, noted.loc[place])}
            for place, row in zip(part.index, part.to_dict("records"), strict=True)
        ]
        made += [_pair(first, second, rule) for first, second in combinations(records, 2)]
    usable = [(contrast, p, own) for contrast, p, own in made if contrast.high > contrast.low]
    if not usable:
        return []
    adjusted = benjamini_hochberg([p for _, p, _ in usable])
    return [
        replace(contrast, q=max(float(q), own))
        for (contrast, _, own), q in zip(usable, adjusted, strict=True)
    ]


def _pair(one: dict[str, Any], two: dict[str, Any], rule: LevelRule) -> tuple[Contrast, float, float]:
    """Return the contrast of two groups, the larger first, its p, and the table's own q or 0."""
    more, less = (one, two) if one[rule.level] >= two[rule.level] else (two, one)
    sides = [_level(row, rule) for row in (more, less)]
    found = difference_of_levels(*sides)

    def at(confidence: float) -> tuple[float, float]:
        wide = difference_of_levels(*(widened(side, confidence, share=rule.share) for side in sides))
        return wide.low, wide.high

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
        write=rule.interval,
        at=at,
        other=str(less[rule.who]),
        pair=tuple(sorted((str(one[rule.who]), str(two[rule.who])))) if rule.adds_up else (),
        spread=(_spread(sides[0], more[rule.n]), _spread(sides[1], less[rule.n])),
        adjusted=_adjusted(more),
        explained_by=_explained_pair(more, less),
        rows=(more["key"], less["key"]),
    )
    return contrast, found.p, max(own, default=0.0)


def _explained_pair(more: dict[str, Any], less: dict[str, Any]) -> str | None:
    """Return what accounts for the difference of two groups, each of which was compared with all others.

    It holds where one of the two differs from the others, and they lie on either side of them.
    """
    if "explained_by" not in more:
        return None
    apart = more["adjusted"] > 0 > less["adjusted"]
    holds = any(row["adjusted_p"] < LEVEL and not row["explained_by"] for row in (more, less))
    causes = [str(row["explained_by"]) for row in (more, less) if row["explained_by"]]
    return "" if apart and holds else (causes or [NO_OVERLAP])[0]


def _level(row: dict[str, Any], rule: LevelRule) -> Level:
    freedom = _freedom(row, row[rule.n])
    return Level(float(row[rule.level]), float(row["low"]), float(row["high"]), freedom)


def _freedom(row: Mapping[str, Any], n: float) -> float:
    """Return the degrees of freedom of a row's interval; those of its articles where none are noted."""
    df = row.get("df")
    return float(n) - 1 if df is None or pd.isna(df) else float(df)


def _spread(level: Level, n: float) -> float:
    """Return the standard deviation of one article's contribution."""
    return level_error(level) * math.sqrt(n)


def _adjusted(row: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return the difference with subject, time and length held fixed, where the table has it."""
    one, low, high = (float(row[name]) if pd.notna(row.get(name)) else float("nan") for name in ADJUSTED)
    return one, low, high


def _explained(row: Mapping[str, Any]) -> str | None:
    told = row.get("explained_by")
    return None if told is None or pd.isna(told) else str(told)


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

"""Findings: plain sentences made from the result tables by rules, or none where evidence is thin.

A finding is stated where the difference is large enough to matter, its interval keeps clear of no
difference, at least ten articles stand on each side, it is left among articles of the same subject and
time, and the false discovery rate over all comparisons of its table is under one per cent (not five: a
page of findings draws on several tables).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.report.wording.contrasts import Contrast, from_differences, from_levels
from toolkit.report.wording.rules import DIFFERENCES, LEVELS
from toolkit.settings import FEW
from toolkit.stats.families import FINDING

CERTAIN = FINDING  # false discovery rate of each table
MOST, OF_A_RULE, OF_A_SECTION = 10, 3, 4  # findings on the page, of one rule, of one section


@dataclass(frozen=True)
class Finding:
    """One sentence that follows from a table.

    Attributes
    ----------
    section : str
        The section it comes from.
    sentence : str
        The finding, in words.
    support : str
        Articles and interval behind it.
    anchor : str
        Anchor of the table that shows it.
    strength : float
        Distance of the difference from none, in standard errors; findings are ordered by it.
    """

    section: str
    sentence: str
    support: str
    anchor: str
    strength: float


def findings(tables: Path, *, enough: int = FEW) -> list[Finding]:
    """Return the findings that the tables of a report support, the best supported first.

    Parameters
    ----------
    tables : Path
        Folder of the report's tables; a rule whose table is not there is skipped.
    enough : int
        Fewest articles on the smaller side: ``[comparison] few_articles``.

    Raises
    ------
    TableError
        If a table lacks a column that its rule reads.
    """
    found: list[Finding] = []
    for rule in DIFFERENCES:
        if (tables / f"{rule.table}.parquet").is_file():
            found += _chosen(
                from_differences(_read(tables, rule.table), rule), rule.section, rule.table, enough
            )
    for level in LEVELS:
        if (tables / f"{level.table}.parquet").is_file():
            levels = from_levels(_read(tables, level.table), level)
            contrasts = [contrast for contrast in levels if is_supported(contrast, enough)]
            # Shares that add up are told by the surest pair: there a wide gap is one of many.
            chosen = contrasts if level.adds_up else _widest(contrasts)
            found += _chosen(chosen, level.section, level.table, enough)
    return _ordered(found)


def _read(tables: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(tables / f"{name}.parquet")


def is_supported(contrast: Contrast, enough: int = FEW) -> bool:
    """Say whether a difference is certain, large and broad enough to be stated.

    Examples
    --------
    >>> made = Contrast("Post", "rain", 0.3, 0.2, 0.4, n=(40, 40), q=0.001, minimum=0.05, sentence="")
    >>> is_supported(made)
    True
    """
    clear = contrast.low > 0 or contrast.high < 0
    large = abs(contrast.difference) >= contrast.minimum
    alike = not contrast.explained_by  # else it is one of subject or of time, or cannot be told from one
    return clear and large and alike and min(contrast.n) >= enough and contrast.q < CERTAIN


def _widest(contrasts: Iterable[Contrast]) -> list[Contrast]:
    """Return for each thing compared the two groups farthest apart, so that the extremes are named."""
    widest: dict[str, Contrast] = {}
    for contrast in contrasts:
        known = widest.get(contrast.what)
        if known is None or abs(contrast.difference) > abs(known.difference):
            widest[contrast.what] = contrast
    return list(widest.values())


def _chosen(contrasts: Iterable[Contrast], section: str, table: str, enough: int) -> list[Finding]:
    """Return the best supported contrasts of one rule, one for each thing compared."""
    ranked = sorted(
        (contrast for contrast in contrasts if is_supported(contrast, enough)),
        key=lambda contrast: (
            -round(contrast.strength, 6),
            contrast.difference < 0,
            contrast.who,
            contrast.what,
        ),
    )
    kept: list[Contrast] = []
    for contrast in ranked:
        told = any(c.what == contrast.what or (c.pair and c.pair == contrast.pair) for c in kept)
        if not told and len(kept) < OF_A_RULE:
            kept.append(contrast)
    return [
        Finding(section, contrast.sentence, contrast.support(), f"table-{table}", contrast.strength)
        for contrast in kept
    ]


def _ordered(found: list[Finding]) -> list[Finding]:
    """Return the best supported findings, no section with more than its share."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (-f.strength, f.sentence)):
        if sum(other.section == finding.section for other in kept) < OF_A_SECTION and len(kept) < MOST:
            kept.append(finding)
    return kept

"""Findings: plain sentences made from the result tables by rules, or none where evidence is thin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """One sentence that follows from a table.

    Attributes
    ----------
    section : str
        Anchor of the section it comes from.
    sentence : str
        The finding, in words.
    support : str
        Articles and interval behind it.
    anchor : str
        Anchor of the table or figure that shows it.
    strength : float
        Distance of the estimate from no difference, in standard errors; findings are ordered by it.
    """

    section: str
    sentence: str
    support: str
    anchor: str
    strength: float


def findings(tables: Path) -> list[Finding]:
    """Return the findings that the tables of a report support, the best supported first."""
    return []

"""What these pages say: sentences that describe all articles of a study, with counts and without inference.

Each describer reads result tables and returns what it has to say, or nothing. The most telling come first:
what people are called, who speaks, who did it; what every report has comes last.
"""

from __future__ import annotations

from collections.abc import Callable

from toolkit.report.wording.covering import events, reading, subjects
from toolkit.report.wording.naming import agents, naming, only_here
from toolkit.report.wording.said import Names, Said, Tables
from toolkit.report.wording.speaking import speaking, verbs

DESCRIBERS: tuple[Callable[[Tables, Names], list[Said]], ...] = (
    naming,
    only_here,
    speaking,
    verbs,
    agents,
    subjects,
    events,
    reading,
)


def described(tables: Tables, names: Names | None = None) -> list[Said]:
    """Return all that the tables say of these pages, in the order of an opening page.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The report's tables by name; what is missing is not told.
    names : mapping, optional
        How outlets are called in sentences, where that is not their name in the tables.
    """
    return [said for describe in DESCRIBERS for said in describe(tables, names or {})]

"""Where a text that several outlets carry likely comes from: credits first, then wording, then dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from toolkit.pages.fields.datelines import infer_credit, read_opening


class Origin(NamedTuple):
    """Which row of a group stands for it, whose text it likely is, and how that is known."""

    row: int
    source: str | None
    certainty: str
    reason: str


class Member(NamedTuple):
    """An article of a group: its row, and what tells where its text comes from, empty where it is missing."""

    row: int
    outlet: str | None
    credit: str
    credit_kind: str
    text: str
    day: dt.date | None

    @property
    def name(self) -> str:
        """Its outlet, or nothing."""
        return self.outlet or ""


def members_of(articles: pd.DataFrame) -> list[Member]:
    """Return articles as members of a group, by their place in the table.

    Examples
    --------
    >>> members_of(pd.DataFrame({"outlet": ["Post"], "text": "Rain.", "published": [pd.NaT]}))
    [Member(row=0, outlet='Post', credit='', credit_kind='', text='Rain.', day=None)]
    """
    blank = pd.Series("", articles.index, dtype="str")
    outlets = [None if pd.isna(name) else str(name) for name in articles["outlet"]]
    told = (articles.get(name, blank).fillna("").tolist() for name in ("credit", "credit_kind", "text"))
    days = [None if pd.isna(day) else day for day in articles["published"]]
    return list(map(Member, range(len(articles)), outlets, *told, days))


def likely_origin(group: Sequence[Member]) -> Origin:
    """Say which article of a group is likely the original, and why.

    Parameters
    ----------
    group : sequence of Member
        Articles that carry one text, the fullest first.

    Returns
    -------
    Origin
        Decided by, in this order: a credit that names an outlet of the group; a credit to an agency or
        site outside it, or its wording in a text (the fullest article then stands for it); the one
        outlet that another member's text mentions; the earliest date, where all are dated; else unknown.
    """
    named = [_credit(one) for one in group]
    return (
        _credited_outlet(group, named)
        or _credited_elsewhere(group, named)
        or _mentioned_outlet(group)
        or _first_published(group)
        or Origin(group[0].row, None, "unknown", "source unknown; the fullest text stands for it")
    )


def _credit(member: Member) -> tuple[str, str]:
    """Return whom an article credits, or whose wording it shows, and how sure that is."""
    if member.credit:
        return member.credit, "inferred" if member.credit_kind == "inferred" else "stated"
    return read_opening(member.text).credit or infer_credit(member.text) or "", "inferred"


def _credited_outlet(group: Sequence[Member], named: list[tuple[str, str]]) -> Origin | None:
    """Find a member whose outlet another member credits; a stated credit goes before an inferred one."""
    for wanted in ("stated", "inferred"):
        for (credit, certainty), copier in zip(named, group, strict=True):
            for one in group if certainty == wanted and credit else ():
                if one.name != copier.name and _names(credit, one.name):
                    how = "credits" if certainty == "stated" else "shows the wording of"
                    return Origin(one.row, one.name, certainty, f"{copier.name} {how} {one.name}")
    return None


def _credited_elsewhere(group: Sequence[Member], named: list[tuple[str, str]]) -> Origin | None:
    """Find a credited agency or site that is not an outlet of the group; the fullest text stands for it."""
    for wanted in ("stated", "inferred"):
        for (credit, certainty), one in zip(named, group, strict=True):
            if credit and certainty == wanted and not _names(credit, one.name):
                how = "credits" if certainty == "stated" else "shows the wording of"
                reason = f"{one.name} {how} {credit}; the fullest text stands for it"
                return Origin(group[0].row, credit, certainty, reason)
    return None


def _mentioned_outlet(group: Sequence[Member]) -> Origin | None:
    """Find the one member whose outlet the text of another member mentions by its full name."""
    found = {
        (one.row, one.name): copier.name
        for one in group
        for copier in group
        if one.name
        and one.name != copier.name
        and one.name in copier.text
        and re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", copier.text)
    }
    if len(found) != 1:
        return None
    (((row, outlet), copier),) = found.items()
    return Origin(row, outlet, "inferred", f"{copier} mentions {outlet} in the text")


def _first_published(group: Sequence[Member]) -> Origin | None:
    """Find the one member that was published first, where every member has a date."""
    days = [one.day for one in group if one.day is not None]
    first = min(days, default=None)
    if first is None or len(days) < len(group) or days.count(first) != 1:
        return None
    one = group[days.index(first)]
    reason = f"{one.name or 'it'} published it first ({first:%Y-%m-%d})"
    return Origin(one.row, one.outlet, "inferred", reason)


def _names(credit: str, outlet: str) -> bool:
    """Say whether a credit names an outlet, as whole words and with or without the article.

    Examples
    --------
    >>> _names("Source: The Print, News18", "Print"), _names("Printers' union", "Print")
    (True, False)
    """
    name = re.sub(r"^the\s+", "", outlet.strip(), flags=re.IGNORECASE)
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", credit, re.IGNORECASE) is not None

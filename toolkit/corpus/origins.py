"""Where a text that several outlets carry likely comes from: credits first, then wording, then dates."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from toolkit.pages.fields.datelines import infer_credit, read_opening


class Origin(NamedTuple):
    """Which row of a group stands for it, whose text it likely is, and how that is known."""

    row: int
    source: str | None
    certainty: str
    reason: str


def likely_origin(group: pd.DataFrame) -> Origin:
    """Say which article of a group is likely the original, and why.

    Parameters
    ----------
    group : DataFrame
        Articles that carry one text, the fullest first.

    Returns
    -------
    Origin
        Decided by, in this order: a credit that names an outlet of the group; a credit to an agency or
        site outside it, or its wording in a text (the fullest article then stands for it); the one
        outlet that another member's text mentions; the earliest date, where all are dated; else unknown.
    """
    named = [_credit(credit, kind, text) for credit, kind, text in _told(group)]
    return (
        _credited_outlet(group, named)
        or _credited_elsewhere(group, named)
        or _mentioned_outlet(group)
        or _first_published(group)
        or Origin(int(group.index[0]), None, "unknown", "source unknown; the fullest text stands for it")
    )


def _told(group: pd.DataFrame) -> list[tuple[str, str, str]]:
    columns = group[["credit", "credit_kind", "text"]].fillna("")
    return list(columns.itertuples(index=False, name=None))


def _credit(credit: str, kind: str, text: str) -> tuple[str, str]:
    """Return whom an article credits, or whose wording it shows, and how sure that is."""
    if credit:
        return credit, "inferred" if kind == "inferred" else "stated"
    return read_opening(text).credit or infer_credit(text) or "", "inferred"


def _credited_outlet(group: pd.DataFrame, named: list[tuple[str, str]]) -> Origin | None:
    """Find a member whose outlet another member credits; a stated credit goes before an inferred one."""
    for wanted in ("stated", "inferred"):
        for (credit, certainty), copier in zip(named, group["outlet"].fillna(""), strict=True):
            for row, outlet in zip(group.index, group["outlet"].fillna(""), strict=True):
                if certainty == wanted and outlet != copier and _names(credit, outlet):
                    how = "credits" if certainty == "stated" else "shows the wording of"
                    return Origin(int(row), outlet, certainty, f"{copier} {how} {outlet}")
    return None


def _credited_elsewhere(group: pd.DataFrame, named: list[tuple[str, str]]) -> Origin | None:
    """Find a credited agency or site that is not an outlet of the group; the fullest text stands for it."""
    for wanted in ("stated", "inferred"):
        for (credit, certainty), outlet in zip(named, group["outlet"].fillna(""), strict=True):
            if credit and certainty == wanted and not _names(credit, outlet):
                how = "credits" if certainty == "stated" else "shows the wording of"
                reason = f"{outlet} {how} {credit}; the fullest text stands for it"
                return Origin(int(group.index[0]), credit, certainty, reason)
    return None


def _mentioned_outlet(group: pd.DataFrame) -> Origin | None:
    """Find the one member whose outlet the text of another member mentions by its full name."""
    members = list(zip(group.index, group["outlet"].fillna(""), group["text"].fillna(""), strict=True))
    found = {
        (int(row), outlet): copier
        for row, outlet, _ in members
        for _, copier, text in members
        if outlet and outlet != copier and re.search(rf"(?<!\w){re.escape(outlet)}(?!\w)", text)
    }
    if len(found) != 1:
        return None
    (((row, outlet), copier),) = found.items()
    return Origin(row, outlet, "inferred", f"{copier} mentions {outlet} in the text")


def _first_published(group: pd.DataFrame) -> Origin | None:
    """Find the one member that was published first, where every member has a date."""
    days = group["published"]
    if days.isna().any() or (days == days.min()).sum() != 1:
        return None
    outlets = group["outlet"][days == days.min()].dropna().tolist()
    outlet = str(outlets[0]) if outlets else None
    reason = f"{outlet or 'it'} published it first ({days.min():%Y-%m-%d})"
    return Origin(int(group.index[days == days.min()][0]), outlet, "inferred", reason)


def _names(credit: str, outlet: str) -> bool:
    """Say whether a credit names an outlet, as whole words and with or without the article.

    Examples
    --------
    >>> _names("Source: The Print, News18", "Print"), _names("Printers' union", "Print")
    (True, False)
    """
    name = re.sub(r"^the\s+", "", outlet.strip(), flags=re.IGNORECASE)
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", credit, re.IGNORECASE) is not None

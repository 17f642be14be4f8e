"""Who is quoted, and with which verbs."""

from __future__ import annotations

import pandas as pd

from toolkit.report.wording.numbers import listed, times_used
from toolkit.report.wording.said import (
    Behind,
    Names,
    Said,
    Tables,
    articles_of,
    behind,
    largest,
    parts_of,
    records,
    table_of,
)

SECTION = "source-framing"
KINDS = {  # kinds of sources as those who speak; a kind of the user's own is told by its name
    "official": "officials",
    "military": "the military",
    "militant": "militants",
    "opposition": "opposition politicians",
    "expert": "experts",
    "media": "the media",
    "witness": "witnesses",
    "document": "documents",
    "civil_society": "civil society groups",
    "business": "business people",
    "anonymous": "unnamed speakers",
}
TWICE = 2  # quotations from which a kind, or a verb, is told
KINDS_TOLD = 5  # kinds of sources that an outlet alone quotes
VERBS_TOLD = 3  # verbs of an outlet
PLAIN = "neutral"  # class of verbs that only say that something was said


def speaking(tables: Tables, names: Names) -> list[Said]:
    """Say who is quoted: the kind outlets differ most in, and the kinds that one outlet alone quotes."""
    name = "source_types"
    table = table_of(tables, name)
    totals = largest(table, "quotes") if len(table) else {}
    if not totals:
        return []
    known = table[~table["value"].str.startswith("(") & table["group"].isin(list(totals))]
    if known.empty or not known["quotes"].sum():
        return []
    first = known[known["value"] == _lead(known, totals)].sort_values("share", ascending=False, kind="stable")
    counts = {str(row["group"]): int(row["quotes"]) for row in records(first)}
    parts = parts_of(counts, totals, names, noun="quotations")
    alone = _alone(table, known, str(first["value"].iloc[0]))
    who = _who(str(first["value"].iloc[0]))
    words = f"{who[0].upper()}{who[1:]} give {parts}.{_only(alone, totals, names)}"
    rows = (*behind(tables, name, first[first["quotes"] > 0]), *behind(tables, name, alone))
    groups = tuple(totals)
    return [Said(SECTION, "sources", groups, words, articles_of(table, groups), name, rows)]


def _who(kind: str) -> str:
    return KINDS.get(kind, kind.replace("_", " "))


def _lead(known: pd.DataFrame, totals: dict[str, int]) -> str:
    """Return the kind whose share differs most between outlets, in standard errors."""
    counts = {
        str(kind): dict(zip(part["group"], part["quotes"], strict=True))
        for kind, part in known.groupby("value", sort=True)
    }
    return max(counts, key=lambda kind: (_gap(counts[kind], totals), sum(counts[kind].values()), kind))


def _gap(counts: dict[str, int], totals: dict[str, int]) -> float:
    shares = {group: counts.get(group, 0) / total for group, total in totals.items()}
    high, low = max(shares, key=lambda g: shares[g]), min(shares, key=lambda g: shares[g])
    both = sum(counts.values()) / sum(totals.values())
    error = (both * (1 - both) * (1 / totals[high] + 1 / totals[low])) ** 0.5
    return float((shares[high] - shares[low]) / error) if error > 0 else 0.0


def _alone(table: pd.DataFrame, known: pd.DataFrame, told: str) -> pd.DataFrame:
    """Return the kinds that one outlet of all alone quotes, twice or more; of each outlet the most quoted."""
    used = table[table["quotes"] > 0]
    users = used.groupby("value")["group"].nunique()
    alone = known[known["value"].isin(users.index[users == 1]) & (known["quotes"] >= TWICE)]
    alone = alone[(alone["value"] != told) & (table["group"].nunique() > 1)]
    return alone.sort_values("quotes", ascending=False, kind="stable").groupby("group").head(KINDS_TOLD)


def _only(alone: pd.DataFrame, totals: dict[str, int], names: Names) -> str:
    told = []
    for group in totals:
        own = alone[alone["group"] == group]
        kinds = [f"{_who(str(row['value']))} ({int(row['quotes']):,})" for row in records(own)]
        told += [f"only {names.get(group, group)} quotes {listed(kinds)}"] if kinds else []
    words = "; ".join(told)
    return f" {words[0].upper()}{words[1:]}." if words else ""


def verbs(tables: Tables, names: Names) -> list[Said]:
    """Say how often the verb of a quotation takes a stand, and which verbs each outlet uses most."""
    name = "verb_classes"
    table = table_of(tables, name)
    totals = largest(table, "quotes") if len(table) else {}
    if not totals:
        return []
    used = table[table["group"].isin(list(totals)) & (table["quotes"] > 0)]
    more = used[used["value"] != PLAIN]
    stand = more.groupby("group")["quotes"].sum()
    counts = {group: int(stand.get(group, 0)) for group in totals}
    ordered = {group: counts[group] for group in sorted(totals, key=lambda g: -counts[g] / totals[g])}
    parts = parts_of(ordered, totals, names, noun="quotations with a verb")
    words = f"The verb does more than report, as “claim”, “insist” or “admit” do, in {parts}."
    rows, groups = tuple(behind(tables, name, more if len(more) else used)), tuple(totals)
    made = Said(SECTION, "verbs", groups, words, articles_of(table, groups), name, rows)
    return [made, *_commonest(tables, groups, names)]


def _commonest(tables: Tables, groups: tuple[str, ...], names: Names) -> list[Said]:
    """Say which verbs each outlet uses most."""
    name = "reporting_verbs"
    table = table_of(tables, name)
    if table.empty:
        return []
    pieces, rows, told = list[str](), list[Behind](), list[str]()
    for group in groups:
        own = table[(table["group"] == group) & (table["quotes"] >= TWICE)]
        own = own.sort_values("quotes", ascending=False, kind="stable").head(VERBS_TOLD)
        if len(own):
            used = [f"“{row['value']}” {times_used(int(row['quotes']))}" for row in records(own)]
            pieces.append(f"{names.get(group, group)}{'' if pieces else ' has'} {listed(used)}")
            rows += behind(tables, name, own)
            told.append(group)
    words = f"The verbs most used: {'; '.join(pieces)}."
    n = articles_of(table, told)
    return [Said(SECTION, "verbs used", tuple(told), words, n, name, tuple(rows))] if pieces else []

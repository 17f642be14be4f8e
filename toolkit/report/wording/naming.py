"""What outlets call the same people, places and events, and whether they name who did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from toolkit.report.wording.numbers import listed, times_used
from toolkit.report.wording.said import (
    OUTLETS,
    TOLD,
    Behind,
    Names,
    Said,
    Tables,
    articles_of,
    behind,
    largest,
    part_of,
    records,
    table_of,
)

SECTION, LABELS = "outlet-framing", "framing_labels"
EACH = 3  # names of one actor told of an outlet
NAMED = 5  # uses of any name under which an outlet's choice is not told beside another's
ALONE = 5  # uses from which a name that one outlet alone has is told
ACTORS = 2  # actors whose names are told
HALF = 2  # a count of which so many times the largest article are all: half of it is in one article
HARM = "harm"  # class of verbs whose agents are told of


def naming(tables: Tables, names: Names) -> list[Said]:
    """Say what each outlet calls the same people: actors whose names differ most, people before places."""
    own = own_voice(tables)
    if own.empty:
        return []
    ranked = sorted(
        (_is_place(part), -divergence(part), str(actor)) for actor, part in own.groupby("actor", sort=True)
    )
    parts = [own[own["actor"] == actor] for _, minus, actor in ranked if minus < 0]
    told = [part for place, part in enumerate(parts) if not place or _parts_ways(part)][:ACTORS]
    return [_named(tables, part, names) for part in told]


def _parts_ways(part: pd.DataFrame) -> bool:
    """Tell whether no name is the commonest in all outlets; a second actor is told only then."""
    part = part[part["group"].isin(list(largest(part, "uses", NAMED)))]
    most = part[part["uses"] == part.groupby("group")["uses"].transform("max")]
    return bool(most.groupby("label")["group"].nunique().max() < part["group"].nunique())


def own_voice(tables: Tables) -> pd.DataFrame:
    """Return the uses of names in the outlets' own voice."""
    table = table_of(tables, LABELS)
    return table[(table["voice"] == "narrator") & (table["uses"] > 0)] if len(table) else table


def first_names(tables: Tables, said: Said) -> dict[str, str]:
    """Return the name each outlet of a sentence on names uses most."""
    own = own_voice(tables)
    return _first(own[own["actor"] == said.rows[0][1]["actor"]], said.groups)


def _first(part: pd.DataFrame, groups: tuple[str, ...]) -> dict[str, str]:
    ordered = part.sort_values("uses", ascending=False, kind="stable").drop_duplicates("group")
    most = dict(zip(ordered["group"], ordered["label"], strict=True))
    return {group: str(most[group]) for group in groups}


def _is_place(part: pd.DataFrame) -> bool:
    """Tell whether most names are proper names, as those of places are."""
    return bool(part["label"].str[0].str.isupper().mean() > 0.5)


def divergence(part: pd.DataFrame) -> float:
    """Return how far outlets differ in their choice among names: G2 of the counts.

    0 where nothing is compared; outlets with fewer than five uses do not count.
    """
    counts = part.pivot_table(index="group", columns="label", values="uses", aggfunc="sum", fill_value=0)
    counts = counts[counts.sum(axis=1) >= NAMED]
    if len(counts) < 2:
        return 0.0
    values = counts.to_numpy(dtype=np.float64)
    expected = values.sum(axis=1, keepdims=True) * values.sum(axis=0) / values.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(2 * np.nansum(values * np.log(values / expected)))


def _named(tables: Tables, part: pd.DataFrame, names: Names) -> Said:
    """Return the sentence on one actor: of each outlet its commonest names, and the others' commonest."""
    actor, groups = str(part["actor"].iloc[0]), tuple(largest(part, "uses", NAMED))
    first = list(dict.fromkeys(_first(part, groups).values()))
    pieces, rows = list[str](), list[Behind]()
    for group in groups:
        own = part[part["group"] == group].sort_values("uses", ascending=False, kind="stable")
        own = own[own["label"].isin([*own["label"].head(EACH), *first])]
        told = listed([used(row) for row in records(own)])
        missing = [f"“{label}”" for label in first if label not in set(own["label"])]
        never = f", never {listed(missing, last='or')}" if missing else ""
        pieces.append(f"{names.get(group, group)}{'' if pieces else ' writes'} {told}{never}")
        rows += behind(tables, LABELS, own)
    words = f"{actor[0].upper()}{actor[1:]}: in its own voice {'; '.join(pieces)}."
    return Said(SECTION, "names", groups, words, articles_of(part, groups), LABELS, tuple(rows))


def used(row: Mapping[str, Any]) -> str:
    """Return a name with its uses, and how many of them are in one article where that is half or more.

    Examples
    --------
    >>> used({"label": "rebel", "uses": 9, "top_article": 9, "n": 4})
    '“rebel” 9 times (all in one article)'
    """
    uses, top = int(row["uses"]), int(row["top_article"])
    heavy = uses >= ALONE and HALF * top >= uses and int(row["n"]) > 1
    where = f" ({'all' if top == uses else f'{top:,}'} in one article)" if heavy else ""
    return f"“{row['label']}” {times_used(uses)}{where}"


def only_here(tables: Tables, names: Names) -> list[Said]:
    """Say which names one outlet alone uses in its own voice; actors named above are left out."""
    table, own = table_of(tables, LABELS), own_voice(tables)
    told = {said.rows[0][1]["actor"] for said in naming(tables, names)}
    if own.empty or table["group"].nunique() < 2:
        return []
    users = own.groupby(["actor", "label"])["group"].transform("nunique")
    alone = own[(users == 1) & (own["uses"] >= ALONE) & ~own["actor"].isin(told)].sort_values(
        "uses", ascending=False, kind="stable"
    )
    groups = tuple(largest(alone, "uses", ALONE)) if len(alone) else ()
    if not groups:
        return []
    chosen = {group: alone[alone["group"] == group].head(EACH) for group in groups}
    pieces = [
        f"only {names.get(group, group)} writes {listed([used(row) for row in records(part)])}"
        for group, part in chosen.items()
    ]
    rows = tuple(behind(tables, LABELS, pd.concat(chosen.values())))
    n = sum(int(part["n"].max()) for part in chosen.values())
    words = f"In its own voice {'; '.join(pieces)}."
    return [Said(SECTION, "only here", groups, words, n, LABELS, rows)]


def agents(tables: Tables, names: Names) -> list[Said]:
    """Say how many clauses about killing and harm do not name who did it."""
    name = "framing_passives"
    table = table_of(tables, name)
    if table.empty:
        return []
    bare = table[(table["actor"] == HARM) & (table["role"] == "passive_without_agent")]
    bare = bare[bare["clauses_actor"] >= TOLD].sort_values("clauses_actor", ascending=False, kind="stable")
    bare = bare.head(OUTLETS)
    if bare.empty or not bare["clauses"].sum():
        return []
    pieces = [
        part_of(int(row["clauses"]), int(row["clauses_actor"]), row["group"], names) for row in records(bare)
    ]
    words = f"Clauses about killing and harm that do not name who did it: {listed(pieces)}."
    rows = tuple(behind(tables, name, bare[bare["clauses"] > 0]))
    return [Said(SECTION, "agents", tuple(bare["group"]), words, int(bare["n"].sum()), name, rows)]

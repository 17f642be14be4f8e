"""A fair choice of the rows of a long table for a page that has room for few."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.figures.most import FEW, MOST, by_size, largest
from toolkit.results import origin

ROOM = 64  # rows shown where there are many groups: eight rows of eight, however many rows are asked for


def evenly(table: pd.DataFrame, by: Sequence[str], *, of: str, rows: int) -> pd.DataFrame:
    """Put first the rows that show a table fairly: its groups take turns, each with its largest row.

    Parameters
    ----------
    table : DataFrame
        Any table.
    by : sequence of str
        Columns whose combinations are the groups. In each turn the values of the first column come by
        their total of `of`, so that where room ends it ends for the same value in all the others.
    of : str
        Column of counts; rows with none are never chosen.
    rows : int
        Rows to choose.

    Returns
    -------
    DataFrame
        All rows of the table: the chosen ones, sorted by group, then the others as they were. Of many
        outlets (values of the last column) those with the most articles are chosen from.

    Examples
    --------
    >>> table = pd.DataFrame({"actor": "army", "outlet": ["A", "A", "A", "B"], "n": [3, 9, 4, 1]})
    >>> evenly(table, ["actor", "outlet"], of="n", rows=3)[["outlet", "n"]].values.tolist()
    [['A', 9], ['A', 4], ['B', 1], ['A', 3]]
    """
    keys = list(by)
    used = table[table[of] > 0]
    if used[keys[-1]].nunique() > MOST:
        used = largest(used, keys[-1], most=FEW).rows
    used = used.assign(_total=used.groupby(keys[0])[of].transform("sum"))
    falling = [True, *[False] * len(keys), True]
    used = used.sort_values(["_total", *keys, of], ascending=[not one for one in falling], kind="stable")
    turn = used.groupby(keys, sort=False).cumcount()
    chosen = turn.sort_values(kind="stable").index[:rows]
    shown = used.index[used.index.isin(chosen)]
    return table.loc[[*shown, *table.index.difference(shown, sort=False)]]


def shown_first(table: pd.DataFrame, rows: int) -> tuple[pd.DataFrame, str]:
    """Return the rows of a table that a page shows, and a sentence where they are of some groups only.

    Of many groups, those with the most articles: the first by name would be shown otherwise.

    Examples
    --------
    >>> from toolkit.results import make
    >>> table = make("coverage", [{"group": f"P{k:02}", "month": "2024-05", "n": k} for k in range(40)])
    >>> shown, note = shown_first(table, 20)
    >>> shown["outlet"].iloc[0], len(shown), note
    ('P20', 20, 'Of 40 outlets, 20 with the most articles are shown.')
    """
    names = _groups(table) if len(table) > min(rows, ROOM) else []
    if len(names) <= MOST:
        return table.head(rows), ""
    rows = min(rows, ROOM)
    columns = _columns(table)
    per = table[columns[0]].astype("str").value_counts()
    enough = int((per.reindex(names, fill_value=0).cumsum() < rows).sum()) + 1
    kept = names[: max(FEW, enough)]
    among = table[columns].astype("str").isin(kept).all(axis=1)
    shown = table[among.to_numpy()].head(rows)
    what = "outlets" if (known := origin(table)) and known.by == "outlet" else "groups"
    n = len(set(shown[columns].astype("str").to_numpy().ravel()))
    return shown, f"Of {len(names)} {what}, {n} with the most articles are shown."


def _columns(table: pd.DataFrame) -> list[str]:
    """Return the columns that name the groups of a result table; none where its rows are articles."""
    known = origin(table)
    if known is None or "article_id" in table:
        return []
    if {"a", "b", "n_a", "n_b"} <= {*table}:
        return ["a", "b"]
    return [name for name in ("target", known.by) if name in table][:1]


def _groups(table: pd.DataFrame) -> list[str]:
    """Return the groups of a result table, those with the most articles first."""
    columns = _columns(table)
    if columns == ["a", "b"]:
        sides = [table[[name, f"n_{name}"]].set_axis(["group", "n"], axis=1) for name in columns]
        return by_size(pd.concat(sides), "group")
    return by_size(table, columns[0], size="n_target" if "target" in columns else "n") if columns else []

"""A fair choice of the rows of a long table for a page that has room for few."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


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
        All rows of the table: the chosen ones, sorted by group, then the others as they were.

    Examples
    --------
    >>> table = pd.DataFrame({"actor": "army", "outlet": ["A", "A", "A", "B"], "n": [3, 9, 4, 1]})
    >>> evenly(table, ["actor", "outlet"], of="n", rows=3)[["outlet", "n"]].values.tolist()
    [['A', 9], ['A', 4], ['B', 1], ['A', 3]]
    """
    keys = list(by)
    used = table[table[of] > 0]
    used = used.assign(_total=used.groupby(keys[0])[of].transform("sum"))
    falling = [True, *[False] * len(keys), True]
    used = used.sort_values(["_total", *keys, of], ascending=[not one for one in falling], kind="stable")
    turn = used.groupby(keys, sort=False).cumcount()
    chosen = turn.sort_values(kind="stable").index[:rows]
    shown = used.index[used.index.isin(chosen)]
    return table.loc[[*shown, *table.index.difference(shown, sort=False)]]

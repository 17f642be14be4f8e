"""What a table of shares can find: the smallest difference that would become a finding of the report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from toolkit.results import expect, grouped
from toolkit.settings import FEW
from toolkit.stats.clusters import quantile_t
from toolkit.stats.differences import smallest_detectable_difference
from toolkit.stats.families import finding_level

MIDDLING = (0.05, 0.95)  # shares whose intervals say what a share of interest would have
POWER = 0.8
PAIRS = 6  # pairs of groups that are told of, those with most articles first


def shares_line(table: pd.DataFrame, *, what: Sequence[str] = ("value",), enough: int = FEW) -> str:
    """Say for each pair of groups which difference of shares would be stated eight times in ten.

    Parameters
    ----------
    table : DataFrame
        Rows with `share`, `low`, `high` and `n` by group, such as from `toolkit.sources`.
    what : sequence of str
        Columns that name what the share is of.
    enough : int
        Under so many articles a side nothing is stated.

    Returns
    -------
    str
        Empty where no two groups have intervals.

    Notes
    -----
    The median over the table's shares of 5 to 95 % of the error of a difference, times t(1 - level / 2) +
    t(.8) (Bloom 1995). The level is what a difference needs that is the only one of its table.

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": ["Herald", "Post"], "value": "official", "share": [0.4, 0.5],
    ...     "low": [0.3, 0.4], "high": [0.5, 0.6], "n": [40, 38]})
    >>> shares_line(rows)
    'Herald (40 articles) beside Post (38): a difference of 25 percentage points would be stated eight times
    in ten, a smaller one less often.'
    """
    expect(table, [*what, "share", "low", "high", "n"], "sources(quotes)")
    rows = grouped(table).dropna(subset=["share", "low", "high"])
    rows = rows[~rows[what[-1]].astype("str").str.startswith("(")]
    sizes = rows.groupby("group")["n"].max().sort_values(ascending=False, kind="stable")
    pairs = [tuple(sorted(pair)) for pair in combinations(sizes.index, 2)]
    freedom = rows["n"] - 1.0
    freedom = rows["df"].fillna(freedom) if "df" in rows else freedom
    reach = quantile_t(0.975, freedom.to_numpy(dtype=np.float64))
    error = (rows["high"] - rows["low"]).where(rows["share"].between(*MIDDLING)) / (2 * reach)
    wide = rows.assign(error=error).pivot_table(index=list(what), columns="group", values="error")
    tests = max(len(rows.groupby(list(what))) * len(pairs), 1)
    lines = [_line(wide, sizes, pair, tests, enough) for pair in pairs[:PAIRS]]
    return "\n\n".join(line for line in lines if line)


def _line(wide: pd.DataFrame, sizes: pd.Series, pair: Sequence[str], tests: int, enough: int) -> str:
    one, two = pair
    told = f"{one} ({sizes[one]} articles) beside {two} ({sizes[two]})"
    if min(sizes[one], sizes[two]) < enough:
        return f"{told}: under {enough} articles a side nothing is stated."
    if one not in wide or two not in wide:
        return ""
    error = float((wide[one] ** 2 + wide[two] ** 2).pow(0.5).median())
    df = int(min(sizes[one], sizes[two])) - 1
    least = smallest_detectable_difference(error, df, power=POWER, alpha=finding_level(tests))
    if np.isnan(least):
        return ""
    if least >= 1:
        return f"{told}: no difference of shares is large enough to be stated eight times in ten."
    return (
        f"{told}: a difference of {100 * least:.0f} percentage points would be stated eight times in ten, "
        "a smaller one less often."
    )

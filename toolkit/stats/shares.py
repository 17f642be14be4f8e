"""Shares within articles: one interval, clustered by article, for labels, roles, speakers and topics."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from toolkit.settings import LEAST
from toolkit.stats.clusters import (
    Floats,
    Sums,
    quantile_t,
    ratio_variance,
    residual_squares,
    sums_of,
    too_few,
)
from toolkit.stats.permutation import omnibus_shares

TIED = 1e-9  # squared residuals under this part of the squared sizes are rounding


def logit_interval(
    share: npt.ArrayLike, variance: npt.ArrayLike, df: float | Floats, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the interval of shares by t on the log-odds scale, which keeps it inside 0 to 1.

    NaN for a share of 0 or 1.

    Examples
    --------
    >>> low, high = logit_interval(0.5, 0.01, 30)
    >>> round(float(low), 3), round(float(high), 3)
    (0.306, 0.694)
    """
    value = np.asarray(share, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where((value > 0) & (value < 1), value, np.nan)
        half = quantile_t(0.5 + level / 2, df) * np.sqrt(variance) / (inside * (1 - inside))
        middle = special.logit(inside)
        return np.asarray(special.expit(middle - half)), np.asarray(special.expit(middle + half))


def share_of_sums(sums: Sums, *, level: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Return shares ``y / m`` with their intervals, from sums over articles or clusters: any number at once.

    Parameters
    ----------
    sums : Sums
        Fields may be arrays.
    level : float
        Coverage of the interval.

    Returns
    -------
    (ndarray, ndarray, ndarray)
        Share, low and high. NaN shares of nothing; NaN intervals of a single article.

    Notes
    -----
    Ratio estimator, linearised variance over articles (see `ratio_variance`), on the logit scale, t with
    K - 1 degrees for K articles in effect (`Sums.effective`): about Satterthwaite's for a weighted mean.
    Where all or none is the part, the other end is the exact binomial bound for K articles, and where every
    article has the same share the variance is that of K independent choices: one article, one choice. In
    simulation (K = 2 to 100, true share .01 to .5, intra-article correlation 0 to .5) it covers 92 to 100 %;
    the effective-size Clopper-Pearson interval of Korn & Graubard (1998) covers 91 to 100 % and is wider in
    four cells of five.

    Examples
    --------
    >>> [round(float(x), 2) for x in share_of_sums(sums_of([2, 0, 1, 3, 0], [2, 1, 2, 3, 2]))]
    [0.6, 0.09, 0.96]
    """
    n, m = sums.effective, np.asarray(sums.m, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(m > 0, sums.y / m, np.nan)
        tied = residual_squares(sums, share) <= TIED * np.asarray(sums.mm)
        variance = np.where(tied, share * (1 - share) / n, ratio_variance(sums, share))
        low, high = logit_interval(share, variance, n - 1, level=level)
        bound = ((1 - level) / 2) ** (1 / n)
    low = np.select([share == 0, share == 1], [0.0, bound], low)
    high = np.select([share == 0, share == 1], [1 - bound, 1.0], high)
    alone = n <= 1 + TIED
    return share, np.where(alone, np.nan, low), np.where(alone, np.nan, high)


def share_interval(
    counts: np.ndarray, column: int, least: int = LEAST, *, clusters: np.ndarray | None = None
) -> dict[str, object]:
    """Return the share of one choice among all, with its 95 % interval.

    Parameters
    ----------
    counts : ndarray
        Articles by choices: uses.
    column : int
        The choice.
    least : int
        Under so many articles with any use there is no share.
    clusters : ndarray of int, optional
        Story (or outlet) of each article; by default each is its own.

    Returns
    -------
    dict
        `n` (articles that make any choice), `uses` (of this choice), `of` (uses of any), `share`, `low`,
        `high`, `df`, `articles` (with this choice), `top_article` (most uses in one article), `reason`; under
        `least` articles counts only. No interval where the uses are in effect those of fewer than five
        articles.

    Notes
    -----
    See `share_of_sums`.

    Examples
    --------
    >>> found = share_interval(np.array([[2, 0], [0, 2], [1, 1], [2, 0], [0, 2], [2, 0]]), 0)
    >>> found["n"], found["uses"], found["df"], round(found["share"], 2), round(found["low"], 2)
    (6, 7, 5.0, 0.58, 0.14)
    """
    totals = counts.sum(axis=1)
    kept = totals > 0
    y, n, k = counts[kept, column], totals[kept], int(kept.sum())
    sums = sums_of(y, n, None if clusters is None else clusters[kept])
    reason: str | None
    if not k:
        reason = "not named"
    elif k < least:
        reason = f"under {least} articles name it ({k}): counts and sentences only"
    else:
        reason = too_few(float(sums.effective), least)
    share, low, high = map(float, share_of_sums(sums))
    blank = float("nan")
    return {
        "n": k,
        "uses": int(y.sum()),
        "of": int(n.sum()),
        "share": share if k >= max(least, 1) else blank,
        "low": blank if reason else low,
        "high": blank if reason else high,
        "df": blank if reason else float(sums.effective) - 1,
        "articles": int((y > 0).sum()),
        "top_article": int(y.max(initial=0)),
        "reason": reason,
    }


def share_table(
    counts: np.ndarray,
    choices: Sequence[str],
    grouping: tuple[list[str], np.ndarray],
    *,
    clusters: np.ndarray | None = None,
    least: int = LEAST,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the share of each choice in each group, with the p-value of any difference between groups.

    Parameters
    ----------
    counts : ndarray
        Articles by choices: uses.
    choices : sequence of str
        Their names.
    grouping : list of str and ndarray of int
        Names of the groups, and the position of each article's group; -1 for none.
    clusters : ndarray of int, optional
        Story (or outlet) of each article.

    Returns
    -------
    DataFrame
        One row a group and choice: `choice`, `group`, `p` and what `share_interval` gives.
    """
    names, group = grouping
    codes = np.arange(len(group)) if clusters is None else clusters
    p = omnibus_shares(counts, group, clusters=codes, least=least, seed=seed)
    rows = [
        {"choice": choice, "group": name, "p": p}
        | share_interval(counts[group == g], column, least, clusters=codes[group == g])
        for g, name in enumerate(names)
        for column, choice in enumerate(choices)
    ]
    return pd.DataFrame(rows)


def standardised_residuals(counts: npt.ArrayLike) -> Floats:
    """Return the adjusted residuals of a table of counts: how far each cell is from independence, in SDs.

    Positive is more than expected (Haberman 1973). NaN where a margin is zero or holds everything.

    Examples
    --------
    >>> standardised_residuals([[10, 0], [0, 10]]).round(2).tolist()
    [[4.47, -4.47], [-4.47, 4.47]]
    """
    table = np.asarray(counts, dtype=np.float64)
    total = table.sum()
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = rows * columns / total
        spread = np.sqrt(expected * (1 - rows / total) * (1 - columns / total))
        residuals: Floats = (table - expected) / spread
    return np.where(np.isfinite(residuals), residuals, np.nan)

"""Shares of quotations with intervals that know that one article's quotations are not independent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from toolkit.stats.clusters import Estimate, Floats, quantile_t

FEW = "fewer than two articles with quotations"


def clustered_share(part: npt.ArrayLike, whole: npt.ArrayLike, *, level: float = 0.95) -> Estimate:
    """Return the share sum(part) / sum(whole) with an interval clustered by article.

    Parameters
    ----------
    part, whole : array-like of float
        One value an article: quotations (or words) of the kind counted, and of all kinds.
    level : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        ``n`` is the number of articles whose `whole` is above zero. NaN with a reason where there is
        none, and for the interval of a single article.

    Notes
    -----
    Ratio estimator with the linearised variance summed over articles (Cochran 1977, ch. 6), turned into
    the effective sample size of Korn & Graubard (1998), with their correction for the degrees of freedom,
    and the exact binomial interval for it: it stays inside 0 to 1 and holds for rare speakers. For a share of
    0 or 1 the effective size is the number of articles.

    Examples
    --------
    >>> share = clustered_share([1, 0, 2, 1], [2, 2, 4, 2])
    >>> share.n, round(share.estimate, 2), share.low < 0.4 < share.high
    (4, 0.4, True)
    >>> clustered_share([], []).reason
    'no quotations'
    """
    some, total = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    sums = some.sum(), total.sum(), (some**2).sum(), (some * total).sum(), (total**2).sum()
    return share_of_sums(Sums(int((total > 0).sum()), *map(float, sums)), level=level)


class Sums(NamedTuple):
    """All that an interval of a share needs: articles, and sums over them of part y and whole m."""

    n: int
    y: float
    m: float
    yy: float
    ym: float
    mm: float


def share_of_sums(sums: Sums, *, level: float = 0.95) -> Estimate:
    """Return what `clustered_share` returns, from sums over articles (absent articles cost nothing)."""
    n = sums.n
    if n == 0 or sums.m == 0:
        return Estimate(0, 0, float("nan"), float("nan"), float("nan"), "no quotations")
    share = sums.y / sums.m
    if n < 2:
        return Estimate(n, n, share, float("nan"), float("nan"), FEW)
    low, high = _korn_graubard(share, _effective_size(sums, share, level), level)
    return Estimate(n, n, share, low, high, None)


def _effective_size(sums: Sums, share: float, level: float) -> float:
    """Return the number of independent quotations that would give the same variance."""
    n = sums.n
    squares = sums.yy - 2 * share * sums.ym + share**2 * sums.mm
    if share in (0.0, 1.0) or squares <= 1e-9 * sums.mm:
        return float(n)
    variance = n / (n - 1) * squares / sums.m**2
    tail = 1 - (1 - level) / 2
    half = float(special.ndtri(tail)) / quantile_t(tail, n - 1)
    return float(min(share * (1 - share) / variance, sums.m) * half**2)


def _korn_graubard(share: float, size: float, level: float) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of a share of a number of cases that need not be whole."""
    tail = (1 - level) / 2
    hits, misses = share * size, (1 - share) * size
    low = float(special.betaincinv(hits, misses + 1, tail)) if hits > 0 else 0.0
    high = float(special.betaincinv(hits + 1, misses, 1 - tail)) if misses > 0 else 1.0
    return low, high


def effective_number(counts: npt.ArrayLike) -> float:
    """Return the number of equally quoted speakers that would be as concentrated: 1 / sum of squared shares.

    1 is a single voice; higher is more varied (Laakso & Taagepera 1979; Herfindahl). NaN without counts.

    Examples
    --------
    >>> effective_number([5, 5]), effective_number([10])
    (2.0, 1.0)
    """
    values = np.asarray(counts, dtype=np.float64)
    total = values.sum()
    return float(total**2 / (values**2).sum()) if total > 0 else float("nan")


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

"""Rates of use: uses per 1,000 words with an interval clustered by article."""

from __future__ import annotations

import numpy as np

from toolkit.settings import LEAST
from toolkit.stats.clusters import quantile_t, ratio_variance, sums_of, too_few

NO_USE = -float(np.log(0.025))  # 3.69 uses: the exact Poisson bound where there is none


def rate_interval(
    y: np.ndarray,
    words: np.ndarray,
    *,
    per: float = 1000.0,
    least: int = LEAST,
    clusters: np.ndarray | None = None,
) -> dict[str, object]:
    """Return uses per 1,000 words with the 95 % interval, clustered by article.

    Parameters
    ----------
    y, words : ndarray
        Uses and words of each article.
    per : float
        Words the rate is given for.
    least : int
        Under so many articles there is no rate.
    clusters : ndarray of int, optional
        Story (or outlet) of each article; by default each is its own.

    Returns
    -------
    dict
        `n` (articles with words), `uses`, `words`, `rate`, `low`, `high`, `df`, `articles` (with a use),
        `reason`. No interval where the words are in effect those of fewer than five articles.

    Notes
    -----
    Variance of the log rate ``K / (K - 1) sum_d (y_d - r n_d)^2 / (N r)^2``, at least 1 / uses; t with
    K - 1 degrees, with K articles in effect (`toolkit.stats.clusters.effective_number`). With no use at all
    the upper end is the exact Poisson bound, 3.69 uses.

    Examples
    --------
    >>> found = rate_interval(np.array([1, 2, 0, 1, 1]), np.full(5, 500))
    >>> found["uses"], found["rate"], round(found["low"], 2), round(found["high"], 2)
    (5, 2.0, 0.58, 6.92)
    """
    kept = words > 0
    sums = sums_of(y[kept], words[kept], None if clusters is None else clusters[kept])
    k, fewest, effective = int(kept.sum()), max(least, 2), float(sums.effective)
    rate = sums.y / sums.m if k >= fewest else float("nan")
    low, high, reason = float("nan"), float("nan"), too_few(effective, fewest)
    if not k:
        reason = "no words in scope"
    elif k < fewest:
        reason = f"under {fewest} articles ({k}): counts and sentences only"
    elif rate == 0 and not reason:
        low, high = 0.0, NO_USE / sums.m
    elif not reason:
        variance = max(float(ratio_variance(sums, rate)) / rate**2, 1 / sums.y)
        half = float(quantile_t(0.975, effective - 1)) * np.sqrt(variance)
        low, high = float(rate * np.exp(-half)), float(rate * np.exp(half))
    return {
        "n": k,
        "uses": int(sums.y),
        "words": int(sums.m),
        "rate": per * rate,
        "low": per * low,
        "high": per * high,
        "df": float("nan") if reason else effective - 1,
        "articles": int((y[kept] > 0).sum()),
        "reason": reason,
    }

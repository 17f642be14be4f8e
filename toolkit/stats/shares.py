"""Shares and rates within articles: intervals clustered by article, and tests over all groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import special

from toolkit.stats.clusters import benjamini_hochberg

PERMUTATIONS = 999


def share_interval(counts: np.ndarray, column: int, least: int = 5) -> dict[str, object]:
    """Return the share of one choice among all, with its 95 % interval.

    Parameters
    ----------
    counts : ndarray
        Articles by choices: uses.
    column : int
        The choice.
    least : int
        Under so many articles with any use there is no share.

    Returns
    -------
    dict
        `n`, `n_actor`, `share`, `low`, `high`, `articles`, `articles_actor`, `top_article` (most uses in one
        article), `reason`; under `least`
        articles counts only.

    Notes
    -----
    Ratio estimator: variance ``K / (K - 1) sum_d (y_d - share n_d)^2 / N^2`` over the K articles that make
    any choice, on the logit scale, t with K - 1 degrees. Where all or none of the uses are the choice the
    other end is the exact binomial bound for K articles: one article, one choice.

    Examples
    --------
    >>> found = share_interval(np.array([[2, 0], [0, 1], [1, 1], [3, 0], [0, 2]]), 0)
    >>> found["n"], found["share"], round(found["low"], 2), round(found["high"], 2)
    (6, 0.6, 0.1, 0.95)
    """
    totals = counts.sum(axis=1)
    kept = totals > 0
    y, n, k = counts[kept, column], totals[kept], int(kept.sum())
    share = float(y.sum() / n.sum()) if k >= max(least, 1) else float("nan")
    low, high, reason = float("nan"), float("nan"), None
    if not k:
        reason = "not named"
    elif k < least:
        reason = f"under {least} articles name it ({k}): counts and sentences only"
    elif share in (0.0, 1.0):
        bound = 0.025 ** (1 / k)
        low, high = (0.0, 1 - bound) if share == 0 else (bound, 1.0)
    else:
        spread = k / (k - 1) * float(((y - share * n) ** 2).sum()) / float(n.sum()) ** 2
        half = float(special.stdtrit(k - 1, 0.975)) * np.sqrt(spread) / (share * (1 - share))
        middle = special.logit(share)
        low, high = float(special.expit(middle - half)), float(special.expit(middle + half))
    return {
        "n": int(y.sum()),
        "n_actor": int(n.sum()),
        "share": share,
        "low": low,
        "high": high,
        "articles": int((y > 0).sum()),
        "articles_actor": k,
        "top_article": int(y.max(initial=0)),
        "reason": reason,
    }


def share_table(
    counts: np.ndarray,
    choices: Sequence[str],
    grouping: tuple[list[str], np.ndarray],
    *,
    least: int = 5,
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

    Returns
    -------
    DataFrame
        One row a group and choice: `choice`, `group`, `p` and what `share_interval` gives.
    """
    names, group = grouping
    p = omnibus_shares(counts, group, least=least, seed=seed)
    rows = [
        {"choice": choice, "group": name, "p": p} | share_interval(counts[group == g], column, least)
        for g, name in enumerate(names)
        for column, choice in enumerate(choices)
    ]
    return pd.DataFrame(rows)


def with_q(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add q-values: one hypothesis for each value of the keys, however many rows it has.

    Examples
    --------
    >>> with_q(pd.DataFrame({"k": ["a", "a", "b"], "p": [0.01, 0.01, 0.04]}), ["k"])["q"].tolist()
    [0.02, 0.02, 0.04]
    """
    tests = table.drop_duplicates(keys)[[*keys, "p"]]
    tests = tests.assign(q=benjamini_hochberg(tests["p"].to_numpy(dtype=np.float64)))
    return table.merge(tests.drop(columns="p"), on=keys, how="left")


def omnibus_shares(
    counts: np.ndarray, group: np.ndarray, *, least: int = 5, permutations: int = PERMUTATIONS, seed: int = 1
) -> float:
    """Return the p-value of any difference in choices between groups, by permuting whole articles.

    Parameters
    ----------
    counts : ndarray
        Articles by choices.
    group : ndarray of int
        Group of each article; -1 for none.
    least : int
        Groups with fewer articles that make any choice are left out; NaN where fewer than two are left.

    Notes
    -----
    The statistic is ``sum_gl y_gl^2 / (n_g y_l)``: Pearson's chi-square of groups by choices up to a
    factor and a term that no permutation changes.
    """
    used = (counts.sum(axis=1) > 0) & (group >= 0)
    sizes = np.bincount(group[used], minlength=1)
    used &= np.isin(group, np.flatnonzero(sizes >= least))
    y, codes = counts[used], np.unique(group[used], return_inverse=True)[1]
    if len(np.unique(codes)) < 2 or (y.sum(axis=0) > 0).sum() < 2:
        return float("nan")
    rng = np.random.default_rng(seed)
    observed = _statistic(y, codes)
    extreme = sum(_statistic(y, rng.permutation(codes)) >= observed - 1e-9 for _ in range(permutations))
    return float((1 + extreme) / (1 + permutations))


def _statistic(y: np.ndarray, codes: np.ndarray) -> float:
    sums = np.zeros((int(codes.max()) + 1, y.shape[1]))
    np.add.at(sums, codes, y)
    chosen = y.sum(axis=0) > 0
    sums = sums[:, chosen]
    return float((sums**2 / (sums.sum(axis=1, keepdims=True) * sums.sum(axis=0))).sum())


def rate_interval(
    y: np.ndarray, words: np.ndarray, *, per: float = 1000.0, least: int = 5
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

    Returns
    -------
    dict
        `n`, `words`, `rate`, `low`, `high`, `articles` (with a use), `size` (all), `reason`.

    Notes
    -----
    Variance of the log rate ``K / (K - 1) sum_d (y_d - r n_d)^2 / (N r)^2``, at least 1 / uses; t with
    K - 1 degrees. With no use at all the upper end is the exact Poisson bound, 3.69 uses.

    Examples
    --------
    >>> found = rate_interval(np.array([1, 2, 0, 1, 1]), np.full(5, 500))
    >>> found["n"], found["rate"], round(found["low"], 2), round(found["high"], 2)
    (5, 2.0, 0.58, 6.92)
    """
    kept = words > 0
    uses, size, k = y[kept], words[kept].astype(np.float64), int(kept.sum())
    total = float(size.sum())
    rate = float(uses.sum()) / total if k >= max(least, 1) else float("nan")
    low, high, reason = float("nan"), float("nan"), None
    if not k:
        reason = "no words in scope"
    elif k < least:
        reason = f"under {least} articles ({k}): counts and sentences only"
    elif rate == 0:
        low, high = 0.0, float(-np.log(0.025)) / total
    else:
        spread = k / (k - 1) * float(((uses - rate * size) ** 2).sum()) / (total * rate) ** 2
        half = float(special.stdtrit(k - 1, 0.975)) * np.sqrt(max(spread, 1 / float(uses.sum())))
        low, high = float(rate * np.exp(-half)), float(rate * np.exp(half))
    return {
        "n": int(uses.sum()),
        "words": int(total),
        "rate": per * rate,
        "low": per * low,
        "high": per * high,
        "articles": int((uses > 0).sum()),
        "size": k,
        "reason": reason,
    }


def omnibus_rates(
    y: np.ndarray,
    words: np.ndarray,
    group: np.ndarray,
    *,
    least: int = 5,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
) -> float:
    """Return the p-value of any difference in rate between groups, by permuting whole articles.

    The statistic is ``sum_g y_g^2 / n_g`` (uses and words of group g). NaN with fewer than two groups of
    at least `least` articles, and where nothing is used.
    """
    used = (words > 0) & (group >= 0)
    sizes = np.bincount(group[used], minlength=1)
    used &= np.isin(group, np.flatnonzero(sizes >= least))
    codes = np.unique(group[used], return_inverse=True)[1]
    if len(np.unique(codes)) < 2 or not y[used].sum():
        return float("nan")

    def between(order: np.ndarray) -> float:
        return float((np.bincount(order, y[used]) ** 2 / np.bincount(order, words[used])).sum())

    rng = np.random.default_rng(seed)
    observed = between(codes)
    extreme = sum(between(rng.permutation(codes)) >= observed * (1 - 1e-12) for _ in range(permutations))
    return float((1 + extreme) / (1 + permutations))

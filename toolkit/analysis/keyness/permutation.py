"""Permutation of whole articles between groups: the test over all groups, and the exact test of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.keyness.counts import Counted, occurrences, scope_of_row, sides_of
from toolkit.analysis.scope import selected_tokens
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PERMUTATIONS = 999
FIRST = 199  # permutations that settle the clear cases
DOUBT = (0.015, 0.12)  # p-values after them that call for all permutations
EXACT = 9_999  # permutations of a single row
CHUNK = 1_000  # permutations held at once


def omnibus(
    counted: Counted,
    features: np.ndarray,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
    strata: np.ndarray | None = None,
) -> np.ndarray:
    """Return the p-value of any difference between three or more groups, for some features.

    Parameters
    ----------
    counted : Counted
        Counts by article and group.
    features : ndarray of int
        Columns of the counts.
    permutations : int
        Random permutations of the articles among the groups, where the first 199 leave it in doubt
        whether p is under .05; the clear cases have the p-value of those.
    strata : ndarray of int, optional
        Story of each article: articles change places within their story only.

    Notes
    -----
    The statistic is ``sum_g y_g^2 / n_g`` (uses and words of group g): Pearson's chi-square for rates up
    to a factor that no permutation changes. Whole articles are moved, so words of one article stay
    together.
    """
    rows = np.flatnonzero((counted.group >= 0) & (counted.dfm.totals > 0))
    counts = counted.dfm.counts[rows][:, features].astype(np.float64)
    words = counted.dfm.totals[rows].astype(np.float64)
    group = counted.group[rows]
    given = words, group, None if strata is None else strata[rows]
    rng = np.random.default_rng(seed)
    first = min(FIRST, permutations)
    p = _p(counts, given, len(counted.names), first, rng)
    doubtful = np.flatnonzero((p > DOUBT[0]) & (p < DOUBT[1]))
    if permutations > first and len(doubtful):
        p[doubtful] = _p(counts[:, doubtful], given, len(counted.names), permutations, rng)
    return p


def _p(
    counts: csr_matrix,
    given: tuple[np.ndarray, np.ndarray, np.ndarray | None],
    n_groups: int,
    permutations: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return p-values from so many permutations; `given` are words, group and stratum of each article."""
    words, group, strata = given
    observed = _between(counts, words, group[None, :], n_groups)[0]
    extreme = np.zeros(counts.shape[1])
    step = max(1, 20_000_000 // max(1, counts.shape[1] * n_groups))
    for start in range(0, permutations, step):
        draws = range(min(step, permutations - start))
        moved = np.stack([_permuted(group, rng, strata) for _ in draws])
        extreme += (_between(counts, words, moved, n_groups) >= observed - 1e-9).sum(axis=0)
    return np.asarray((1 + extreme) / (1 + permutations))


def _permuted(group: np.ndarray, rng: np.random.Generator, strata: np.ndarray | None) -> np.ndarray:
    """Return the groups dealt anew to the articles, within strata where there are any."""
    if strata is None:
        return rng.permutation(group)
    out = np.empty_like(group)
    out[np.argsort(strata, kind="stable")] = group[np.lexsort((rng.random(len(group)), strata))]
    return out


def _between(counts: csr_matrix, words: np.ndarray, group: np.ndarray, n_groups: int) -> np.ndarray:
    """Return permutations by features: the sum over groups of squared uses by words."""
    out = np.zeros((len(group), counts.shape[1]))
    left, left_words = np.asarray(counts.sum(axis=0)).ravel(), float(words.sum())
    rest, rest_words = np.tile(left, (len(group), 1)), np.full(len(group), left_words)
    for index in range(n_groups - 1):  # the last group is what the others leave
        member = (group == index).astype(np.float64)
        size, uses = member @ words, np.asarray((counts.T @ member.T).T)
        out += uses**2 / np.maximum(size, 1.0)[:, None]
        rest -= uses
        rest_words -= size
    return np.asarray(out + rest**2 / np.maximum(rest_words, 1.0)[:, None])


@copies_settled
def exact(corpus: Corpus, table: pd.DataFrame, *, permutations: int = EXACT) -> pd.DataFrame:
    """Return rows of a keyness table with the p-value of an article permutation, `p_exact`.

    Parameters
    ----------
    corpus : Corpus
        The corpus the table was made from.
    table : DataFrame
        Some rows of a keyness or collocates table, such as `toolkit.analysis.keyness.top.top_terms`.
    permutations : int
        Random permutations of whole articles between the two sides; the smallest p-value is
        ``1 / (1 + permutations)``, so it checks single rows and cannot replace `q`.

    Returns
    -------
    DataFrame
        The rows with `p_exact`; NaN where the row itself has no test.

    Raises
    ------
    TableError
        If the rows carry no `scope`, or were compared within stories.

    Notes
    -----
    The statistic is the difference of the two rates over its article-clustered standard error, so that
    sides of different spread are tested too (Janssen 1997); p = (1 + as extreme) / (1 + permutations).

    Examples
    --------
    >>> from toolkit.analysis.keyness.find import keyness
    >>> from toolkit.tables import conform
    >>> texts = [f"{'Troops' if i % 2 else 'Rebels'} fled on day {i}." for i in range(24)]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))
    >>> exact(corpus, keyness(corpus).head(1))["p_exact"].tolist()
    [0.0001]
    """
    rng = np.random.default_rng(corpus.settings.seed)
    values = [
        _row(corpus, row, permutations, rng) if pd.notna(row["p"]) else float("nan")
        for _, row in table.iterrows()
    ]
    return table.assign(p_exact=np.array(values, dtype=np.float64))


def _row(corpus: Corpus, row: pd.Series, permutations: int, rng: np.random.Generator) -> float:
    scope = scope_of_row(row)
    if scope.matched:
        raise TableError("rows compared within stories have no permutation of articles; leave out matched=")
    words = np.bincount(tokens(corpus).document[selected_tokens(corpus, scope)], minlength=len(corpus))
    target, reference = sides_of(corpus, row, scope)
    used = (target | reference) & (words > 0)
    found = occurrences(corpus, row, scope, "both")
    uses = np.bincount(segmented(corpus).document[found["segment"]], minlength=len(corpus))
    return permutation_test(uses[used], words[used], target[used], permutations, rng)


def permutation_test(
    uses: np.ndarray, words: np.ndarray, target: np.ndarray, permutations: int, rng: np.random.Generator
) -> float:
    """Return the two-sided p-value of a difference in rate by permuting articles.

    Parameters
    ----------
    uses, words : ndarray
        Uses and words of each article.
    target : ndarray of bool
        Articles of the target.
    """
    y, n = uses.astype(np.float64), words.astype(np.float64)
    columns = np.column_stack([y, n, y * y, y * n, n * n])
    observed = _statistic(target[None, :].astype(np.float64), columns)[0]
    extreme, left = 0, permutations
    while left:
        drawn = min(CHUNK, left)
        member = np.stack([rng.permutation(target) for _ in range(drawn)]).astype(np.float64)
        extreme += int((_statistic(member, columns) >= observed * (1 - 1e-9)).sum())
        left -= drawn
    return (1 + extreme) / (1 + permutations)


def _statistic(member: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the studentised difference of rates for each division of the articles."""
    rates, variances = [], []
    for chosen in (member, 1 - member):
        y, n, yy, yn, nn = (chosen @ columns).T
        k = chosen.sum(axis=1)
        rate = y / n
        rates.append(rate)
        spread = np.maximum(yy - 2 * rate * yn + rate**2 * nn, 0.0)
        variances.append(np.maximum(k / (k - 1) * spread, y) / n**2)
    error = np.sqrt(variances[0] + variances[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(error > 0, np.abs(rates[0] - rates[1]) / error, 0.0))

"""Exact check of a short list: articles permuted between the two sides of each row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.analysis.keyness_counts import occurrences, sides_of
from toolkit.analysis.scope import Scope, selected_tokens
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens

PERMUTATIONS = 9_999
CHUNK = 1_000


def exact(corpus: Corpus, table: pd.DataFrame, *, permutations: int = PERMUTATIONS) -> pd.DataFrame:
    """Return rows of a keyness table with the p-value of an article permutation, `p_exact`.

    Parameters
    ----------
    corpus : Corpus
        The corpus the table was made from.
    table : DataFrame
        Some rows of a keyness or collocates table, such as `toolkit.analysis.keyness_top.top_terms`.
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
    >>> from toolkit.analysis.keyness import keyness
    >>> from toolkit.tables import conform
    >>> texts = [f"{'Troops' if i % 2 else 'Rebels'} fled on day {i}." for i in range(24)]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))
    >>> exact(corpus, keyness(corpus).head(1))["p_exact"].tolist()
    [0.0001]
    """
    if "scope" not in table:
        raise TableError("the rows have no 'scope'; take rows of a keyness table as it was returned")
    rng = np.random.default_rng(corpus.settings.seed)
    values = [
        _row(corpus, row, permutations, rng) if pd.notna(row["p"]) else float("nan")
        for _, row in table.iterrows()
    ]
    return table.assign(p_exact=np.array(values, dtype=np.float64))


def _row(corpus: Corpus, row: pd.Series, permutations: int, rng: np.random.Generator) -> float:
    scope = Scope.read(str(row["scope"]))
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

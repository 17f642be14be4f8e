"""Permutation of whole articles between groups: the test over all groups, and the exact test of two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.keyness.counts import Counted, occurrences, scope_of_row, sides_of
from toolkit.analysis.scope import selected_tokens
from toolkit.corpus.clusters import clusters_among
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.room import room
from toolkit.stats.clusters import gathered, together
from toolkit.stats.permutation import PERMUTATIONS, rate_difference_p, screened_rates_p
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from toolkit.stats.columns import Outcomes

ROWS = 65_536  # articles whose uses are brought together at once
EXACT = 9_999  # permutations of a single row


def omnibus(
    blocks: Sequence[Counted],
    features: Sequence[np.ndarray],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
    strata: np.ndarray | None = None,
) -> np.ndarray:
    """Return the p-value of any difference between three or more groups, for some features.

    Parameters
    ----------
    blocks : sequence of Counted
        Counts by article and group, some features after the other.
    features : sequence of ndarray of int
        Columns of each block.
    permutations : int
        Random permutations of the articles among the groups, where the first 199 leave it in doubt
        whether p is under .05; the clear cases have the p-value of those.
    strata : ndarray of int, optional
        Story of each article: articles change places within their story only.

    Notes
    -----
    The statistic is ``sum_g y_g^2 / n_g`` (uses and words of group g): Pearson's chi-square for rates up
    to a factor that no permutation changes. Whole articles are moved, and those of one story in one group
    together.
    """
    from toolkit.stats.columns import Outcomes  # noqa: PLC0415 - SciPy is slow to load

    one = blocks[0]
    rows = np.flatnonzero((one.group >= 0) & (one.dfm.totals > 0))
    own = np.arange(len(rows))
    place, first = one.stories(rows) if strata is None else (own, own)
    uses = Outcomes([(counted.by_feature, own) for counted, own in zip(blocks, features, strict=True)])
    return screened_rates_p(
        _counts(uses, rows, place),
        np.bincount(place, one.dfm.totals[rows], minlength=len(first)),
        one.group[rows][first],
        permutations=permutations,
        seed=seed,
        strata=None if strata is None else strata[rows],
    )


def _counts(uses: Outcomes, rows: np.ndarray, place: np.ndarray) -> csr_matrix:
    """Return the sums of some articles' uses in each place, made some at a time: they can be very many."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

    from toolkit.stats.columns import members  # noqa: PLC0415

    every, most = np.arange(len(uses.numbers)), int(uses.numbers.sum())
    data, columns, ends = room((most,), np.int32), room((most,), np.int32), [np.zeros(1, dtype=np.int64)]
    for some, at in together(place, ROWS):
        piece = uses.of(every, rows[some])
        if at[-1] + 1 < len(at):
            piece = csr_matrix(members(at) @ piece)
        begin = int(ends[-1][-1])
        data[begin : begin + piece.nnz] = piece.data
        columns[begin : begin + piece.nnz] = piece.indices
        ends.append(begin + piece.indptr[1:].astype(np.int64))
    edges = np.concatenate(ends)
    return csr_matrix((data[: edges[-1]], columns[: edges[-1]], edges), shape=(len(edges) - 1, len(every)))


@copies_settled
def exact(corpus: Corpus, table: pd.DataFrame, *, permutations: int = EXACT) -> pd.DataFrame:
    """Return rows of a keyness table with the p-value of a permutation of articles (stories), `p_exact`.

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
    story = clusters_among(corpus)
    each, side = gathered(np.column_stack([uses, words])[used], story[used], target[used])
    return rate_difference_p(each[:, 0], each[:, 1], side, permutations, rng)

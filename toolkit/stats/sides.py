"""Statistics of one word in two sets of articles; every function works on all features at once.

The article is the unit: what the words of one article share is counted as one choice. The classic
measures (G2, chi2, log-odds z), which take words for independent, are here for comparison with the
literature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import special

from toolkit.stats.clusters import Floats, Sums, quantile_t, residual_squares, two_sided_p

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LEAST_ARTICLES = 3  # articles of the side a word marks, for a test of it


@dataclass(frozen=True)
class Side:
    """What the statistics need of one side: sums over its articles, which add up over groups.

    Attributes
    ----------
    n : int
        Articles with words in scope.
    words, squared_words : float
        Their words, and the sum of the squares of each article's words.
    count, squared, crossed : ndarray
        For each feature: its uses, the sum of squares of its uses in each article, and the sum of uses
        times words.
    articles, top : ndarray
        Articles that hold the feature, and its uses in the article that uses it most.
    """

    n: int
    words: float
    squared_words: float
    count: Floats
    squared: Floats
    crossed: Floats
    articles: Floats
    top: Floats

    def __add__(self, other: Side) -> Side:
        return Side(
            self.n + other.n,
            self.words + other.words,
            self.squared_words + other.squared_words,
            self.count + other.count,
            self.squared + other.squared,
            self.crossed + other.crossed,
            self.articles + other.articles,
            np.maximum(self.top, other.top),
        )

    def without(self, other: Side, top: Floats) -> Side:
        """Return what is left without another side that is part of this one; `top` is that of the rest.

        All are sums of whole numbers, so that nothing is lost.
        """
        return Side(
            self.n - other.n,
            self.words - other.words,
            self.squared_words - other.squared_words,
            self.count - other.count,
            self.squared - other.squared,
            self.crossed - other.crossed,
            self.articles - other.articles,
            top,
        )

    @property
    def sums(self) -> Sums:
        """What the variance of the rates needs."""
        return Sums(self.n, self.count, self.words, self.squared, self.crossed, self.squared_words)

    def only(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Side:
        """Return the side with some of its features."""
        each = (self.count, self.squared, self.crossed, self.articles, self.top)
        return Side(self.n, self.words, self.squared_words, *(values[keep] for values in each))


class Groups:
    """The sums of several groups, and of some of them together.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> counts = csr_matrix([[2, 0], [1, 1], [0, 5]])
    >>> groups = Groups([side(counts[[row]], [10]) for row in range(3)])
    >>> groups.of([0, 2]).count.tolist(), groups.of([0, 2]).top.tolist()
    ([2.0, 5.0], [2.0, 5.0])
    """

    def __init__(self, each: Sequence[Side]) -> None:
        self.each = list(each)

    def of(self, wanted: Sequence[int]) -> Side:
        """Return the sums of some groups; those of all but one are what it leaves of the whole."""
        left = [index for index in range(len(self.each)) if index not in set(wanted)]
        if len(left) == 1 and len(wanted) > 1:
            first, best, next_best = self._tops
            return self._whole.without(self.each[left[0]], np.where(first == left[0], next_best, best))
        return reduce(add, [self.each[index] for index in wanted])

    @cached_property
    def _whole(self) -> Side:
        return reduce(add, self.each)

    @cached_property
    def _tops(self) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
        """The group with the article that uses each feature most, its uses, and the most in another group."""
        first = np.zeros(len(self._whole.top), dtype=np.intp)
        best, next_best = np.zeros_like(self._whole.top), np.zeros_like(self._whole.top)
        for index, one in enumerate(self.each):
            more = one.top > best
            next_best = np.where(more, best, np.maximum(next_best, one.top))
            first[more], best = index, np.maximum(best, one.top)
        return first, best, next_best


def side(counts: csr_matrix, totals: npt.ArrayLike) -> Side:
    """Sum up one side.

    Parameters
    ----------
    counts : csr_matrix
        Its articles by features.
    totals : array-like of int
        Words of each of its articles.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> one = side(csr_matrix([[2, 0], [1, 1]]), [10, 20])
    >>> one.n, one.count.tolist(), one.articles.tolist(), one.squared.tolist()
    (2, [3.0, 1.0], [2.0, 1.0], [5.0, 1.0])
    """
    words = np.asarray(totals, dtype=np.float64)
    values = counts.astype(np.float64)
    top = values.max(axis=0).toarray().ravel() if values.shape[0] else np.zeros(values.shape[1])
    return Side(
        int((words > 0).sum()),
        float(words.sum()),
        float((words**2).sum()),
        np.asarray(values.sum(axis=0), dtype=np.float64).ravel(),
        np.asarray(values.multiply(values).sum(axis=0)).ravel(),
        np.asarray(values.T @ words, dtype=np.float64).ravel(),
        np.bincount(values.indices, minlength=values.shape[1]).astype(np.float64),
        top,
    )


def log_odds(a: Side, b: Side, prior: Floats, total: float) -> tuple[Floats, Floats]:
    """Return log-odds ratios with an informative Dirichlet prior, and their z-scores.

    Parameters
    ----------
    a, b : Side
        Target and reference.
    prior : ndarray
        Pseudo-count of each feature.
    total : float
        Sum of the prior (a0).

    Returns
    -------
    (ndarray, ndarray)
        Positive where the target uses the word more; natural logarithms.

    Notes
    -----
    Monroe, Colaresi & Quinn (2008), equations 16 to 22, with the two-term variance. The z-score takes
    words for independent; see `clustered_variance`.
    """
    up, down = a.count + prior, b.count + prior
    with np.errstate(divide="ignore", invalid="ignore"):  # a feature nobody uses has neither
        delta = np.log(up / (a.words + total - up)) - np.log(down / (b.words + total - down))
        return delta, delta / np.sqrt(1 / up + 1 / down)


def clustered_variance(s: Side, prior: Floats) -> Floats:
    """Return the variance of a log rate when whole articles, not words, are drawn.

    The ratio estimator of survey sampling: ``K / (K - 1) * sum_d (y_d - p n_d)^2 / (N p (1 - p))^2``,
    never less than ``1 / (y + prior)``, the variance of independent words.

    Parameters
    ----------
    s : Side
    prior : ndarray
        Pseudo-count of each feature.
    """
    rate = np.divide(s.count, s.words) if s.words else np.zeros_like(s.count)
    scale = s.words * rate * (1 - rate)
    factor = s.n / (s.n - 1) if s.n > 1 else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = factor * residual_squares(s.sums, rate) / scale**2
        return np.fmax(np.where(scale > 0, variance, 0.0), 1 / (s.count + prior))


def rate_test(a: Side, b: Side, prior: Floats, total: float) -> Floats:
    """Return two-sided p-values of the log-odds ratio with article-clustered variance.

    Student's t with ``min(K_a, K_b) - 1`` degrees of freedom. NaN with fewer than two articles a side.
    """
    least = min(a.n, b.n)
    if least < 2:
        return np.full(len(a.count), np.nan)
    delta, _ = log_odds(a, b, prior, total)
    t = delta / np.sqrt(clustered_variance(a, prior) + clustered_variance(b, prior))
    return two_sided_p(t, least - 1)


def rate_ratio(a: Side, b: Side, level: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Return the log2 ratio of the two rates with its interval, clustered by article.

    Returns
    -------
    (ndarray, ndarray, ndarray)
        Estimate, low and high: 1 means twice as often in the target. Where one side lacks the word,
        one use is shared out between both in proportion to their words, which keeps the direction.
    """
    lacking = (a.count == 0) | (b.count == 0)
    extra_a, extra_b = (np.where(lacking, s.words / max(a.words + b.words, 1.0), 0.0) for s in (a, b))
    up, down = a.count + extra_a, b.count + extra_b
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.log2(up / a.words) - np.log2(down / b.words)
    least = min(a.n, b.n)
    if least < 2:
        return estimate, np.full_like(estimate, np.nan), np.full_like(estimate, np.nan)
    spread = clustered_variance(a, extra_a) + clustered_variance(b, extra_b)
    half = quantile_t(0.5 + level / 2, least - 1) * np.sqrt(spread) / np.log(2)
    return estimate, estimate - half, estimate + half


def combined(p_rate: Floats, p_presence: Floats, a: Side, b: Side, least: int = LEAST_ARTICLES) -> Floats:
    """Return the harmonic mean of the two p-values; NaN where no test is made.

    A word is tested only if it occurs in at least `least` articles of the side that uses it more. The
    presence of a word speaks only where it points the same way as its rate: longer articles hold more
    of every word.

    Notes
    -----
    Wilson (2019): where both tests say the same it is their p, where one says nothing twice the other's:
    never more than Bonferroni's ``2 min(p_rate, p_presence)``, and level at small p however they depend.
    """
    up = a.count * b.words >= b.count * a.words
    same = np.where(up, a.articles * b.n >= b.articles * a.n, a.articles * b.n <= b.articles * a.n)
    with np.errstate(divide="ignore", over="ignore"):
        p = 2 / (1 / np.fmin(p_rate, 1.0) + 1 / np.where(same, p_presence, 1.0))
    return np.where(np.where(up, a.articles, b.articles) >= least, p, np.nan)


def g2(a: Side, b: Side) -> Floats:
    """Return the log-likelihood ratio of the 2 x 2 table (all four cells), signed by direction."""
    return _sign(a, b) * 2 * sum(special.xlogy(o, np.where(o > 0, o, e) / e) for o, e in _cells(a, b))


def chi2(a: Side, b: Side) -> Floats:
    """Return Pearson's chi-square of the 2 x 2 table without Yates' correction, signed by direction."""
    return np.asarray(_sign(a, b) * sum((o - e) ** 2 / e for o, e in _cells(a, b)), dtype=np.float64)


def _sign(a: Side, b: Side) -> Floats:
    return np.where(a.count * b.words >= b.count * a.words, 1.0, -1.0)


def _cells(a: Side, b: Side) -> list[tuple[Floats, Floats]]:
    """Return observed and expected counts of the four cells."""
    share = np.clip((a.count + b.count) / (a.words + b.words), 1e-300, 1.0)
    least = 1e-290  # an empty cell of an empty margin adds nothing
    return [
        (observed, np.maximum(expected, least))
        for s in (a, b)
        for observed, expected in ((s.count, s.words * share), (s.words - s.count, s.words * (1 - share)))
    ]


def dispersion(counts: csr_matrix, totals: npt.ArrayLike) -> Floats:
    """Return Gries' normalised deviation of proportions of each feature over articles.

    Parameters
    ----------
    counts : csr_matrix
        Articles by features.
    totals : array-like
        Words of each article.

    Returns
    -------
    ndarray
        0 where a word is spread like the words of the corpus, near 1 where it occurs in one article;
        NaN where it is not used.

    Notes
    -----
    DP is half the sum over articles of ``|share of the uses - share of the words|`` (Gries 2008);
    DPnorm divides by ``1 - min(share of the words)`` (Lijffijt & Gries 2012).

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> dispersion(csr_matrix([[1], [2], [3], [4], [5]]), [18, 20, 20, 20, 22]).round(4).tolist()
    [0.2195]
    """
    words = np.asarray(totals, dtype=np.float64)
    rows = counts[words > 0].tocoo()
    share = words[words > 0] / words.sum() if words.sum() else words[words > 0]
    features = counts.shape[1]
    uses = np.bincount(rows.col, weights=rows.data, minlength=features)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(rows.data / uses[rows.col] - share[rows.row])
        absent = 1 - np.bincount(rows.col, weights=share[rows.row], minlength=features)
        dp = (np.bincount(rows.col, weights=apart, minlength=features) + absent) / 2
        norm = dp / (1 - share.min()) if len(share) > 1 else np.full(features, np.nan)
    return np.where(uses > 0, norm, np.nan)

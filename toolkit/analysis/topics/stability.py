"""Whether topics come back when some articles are left out, and more often than chance would have it.

Topics are found again in random parts of the corpus and matched with those of the whole. The same is
done on a corpus in which every word keeps its articles' number and weight but falls on random articles:
what is stable there is no finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csc_matrix, csr_matrix

from toolkit.analysis.topics.alignment import contrasts, cosines, kept_terms, match
from toolkit.analysis.topics.engines import Engine, Fit, Rows
from toolkit.analysis.topics.neighbours import beside, landmarks, shuffled_vectors
from toolkit.progress import track
from toolkit.stats.clusters import quantile_t
from toolkit.stats.effects import percentile_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PART = 0.8  # share of the articles in each part
# Articles stability is measured on, at most, and the resamples from so many articles on: more articles make a
# topic's stability differ less from part to part. Real and shuffled articles are always treated alike.
MOST = 2000
RESAMPLES = ((1000, 6), (400, 10), (0, 20))
NULL_LEVEL = 0.95
# False discovery rate of topics called stable. At .05 3 of 208 topics of shuffled texts are, at .01 none, and
# of 150 topics of labelled news and posts five fewer; see methods.
AGREED = 0.01
SHUFFLES = 4
LEAST_KEPT = 0.5  # share of ten terms; what keeps fewer is another topic each time


@dataclass(frozen=True, eq=False)
class Stability:
    """How well topics come back (resamples x topics).

    Attributes
    ----------
    kept : array
        Share of the ten heaviest terms found again when one article in five is left out.
    halves : array
        Cosine of the topic as found in one half of the articles with that found in the other.
    null : array
        The same cosine, as a mean over pairs of halves, for each topic of several shuffled corpora.
    """

    kept: Array
    halves: Array
    null: Array

    @property
    def threshold(self) -> float:
        """Mean cosine that 95 % of chance topics stay under; a match in one refit is above it."""
        return float(np.quantile(self.null, NULL_LEVEL))

    @property
    def limit(self) -> float:
        """Mean cosine above which two halves agree on a topic.

        Each topic is held against the mean and spread of those of shuffled corpora (t, for one more value)
        and all of them together at a false discovery rate of 1 % (Benjamini & Hochberg 1995): where many
        topics come back, one of them needs less than where it is the only one.
        """
        found, k = self.halves.mean(axis=0), self.halves.shape[1]
        mean, spread, n = self.null.mean(), self.null.std(ddof=1), len(self.null)
        tails = AGREED * np.arange(k, 0, -1) / k
        limits = mean - spread * np.sqrt(1 + 1 / n) * quantile_t(tails, n - 1)
        enough = (found > limits[:, None]).sum(axis=1) >= np.arange(k, 0, -1)
        return float(limits[enough.argmax()] if enough.any() else limits[-1])

    @property
    def agreed(self) -> NDArray[np.bool_]:
        """Which topics two halves of the articles agree on better than chance would have it."""
        agreed: NDArray[np.bool_] = self.halves.mean(axis=0) > self.limit
        return agreed

    @property
    def stable(self) -> NDArray[np.bool_]:
        """Which topics are agreed on, and keep half of their terms without a fifth of the articles."""
        both: NDArray[np.bool_] = self.agreed & (self.kept.mean(axis=0) >= LEAST_KEPT)
        return both


def stability(rows: Rows, fit: Fit, method: Engine, *, seed: int, resamples: int | None = None) -> Stability:
    """Measure how well fitted topics come back in parts of the articles.

    Two halves share no article, so that a topic made of one article cannot agree with itself: with parts
    that overlap, topics of a shuffled corpus look as stable as real ones. Every part starts from scratch, in
    shuffled articles as in real ones.

    Parameters
    ----------
    rows : Rows
        The counted articles the topics were found in; of more than 2,000, that many are drawn.
    fit : Fit
        The topics.
    method : Engine
        The way they were found.
    seed : int
        Seed of the parts and of the shuffling.
    resamples : int, optional
        Number of parts, and of pairs of halves; by default 20, and fewer from 400 articles on.
    """
    n = rows.n
    turns = resamples or next(turns for articles, turns in RESAMPLES if n >= articles)
    if n > MOST:
        rows = rows.take(np.sort(np.random.default_rng(seed).choice(n, MOST, replace=False)))
    return Stability(
        kept=_kept(rows, fit, method, seed, turns),
        halves=_halves(rows, fit, method, seed, turns),
        null=_chance(rows, len(fit.terms), method, seed, -(-turns // 2)),
    )


def agreement(rows: Rows, fit: Fit, method: Engine, *, seed: int, resamples: int) -> Array:
    """Return the mean cosine of topics with those found again in random four fifths (one value a part)."""
    rng, n = np.random.default_rng(seed), rows.n
    size = min(n, max(len(fit.terms) + 1, round(PART * n)))
    alike = []
    for _ in range(resamples):
        again = _again(rows, fit, method, rng.choice(n, size, replace=False), seed)
        alike.append(np.diag(cosines(fit.terms, again)).mean())
    return np.array(alike)


def shuffle(rows: Rows, seed: int) -> Rows:
    """Return texts in which every word (column) keeps its values but has them in random texts.

    Embeddings keep the spread of each of their axes, and likeness is measured anew.

    Examples
    --------
    >>> matrix = csr_matrix(np.array([[1.0, 0.0], [2.0, 3.0], [0.0, 0.0]]))
    >>> mixed = shuffle(Rows(matrix, matrix), seed=1).matrix.toarray()
    >>> np.sort(mixed, axis=0).tolist()
    [[0.0, 0.0], [1.0, 0.0], [2.0, 3.0]]
    """
    rng = np.random.default_rng(seed)
    mixed = _shuffled(csr_matrix(rows.terms), rng)
    if rows.vectors is None:
        return Rows(mixed if rows.counts is rows.matrix else rows.counts, mixed, rows.article)
    meant = shuffled_vectors(rows.vectors, rng)
    return Rows(rows.counts, beside(mixed, meant, landmarks(mixed, meant)), rows.article, meant)


def stability_table(measured: Stability, labels: list[str]) -> pd.DataFrame:
    """Return one row a topic with its stability; higher is more stable.

    Columns are `topic, label, stability, low, high, halves, by_chance, stable, verdict, reason`. `stability`
    is the share of the topic's ten heaviest terms that remain when one article in five is left out, with the
    range over 95 % of such parts; `halves` the cosine between two halves of the articles (of the topics'
    contrasts, without the words all topics share), and `by_chance` what it must be above to be more than
    the topics of shuffled articles have by chance (`Stability.limit`). A topic is stable where `halves` is
    above it and `stability` is at least one half.
    `verdict` is *unstable*; *firm* where even `low` is at least one half, so that no few articles make the
    topic; else *loose*.
    """
    low, high = percentile_interval(measured.kept)
    reason = pd.Series(index=range(len(labels)), dtype="str")
    reason[~measured.stable] = "fewer than half of its terms remain when a fifth of the articles is left out"
    reason[~measured.agreed] = "two halves of the articles agree on it no better than by chance"
    return pd.DataFrame(
        {
            "topic": np.arange(1, len(labels) + 1),
            "label": labels,
            "stability": measured.kept.mean(axis=0),
            "low": low,
            "high": high,
            "halves": measured.halves.mean(axis=0),
            "by_chance": measured.limit,
            "stable": measured.stable,
            "verdict": np.where(measured.stable, np.where(low >= LEAST_KEPT, "firm", "loose"), "unstable"),
            "reason": reason,
        }
    )


def _kept(rows: Rows, fit: Fit, method: Engine, seed: int, resamples: int) -> Array:
    """Return the share of ten terms kept (parts x topics) in random parts of the articles."""
    rng, n = np.random.default_rng(seed), rows.n
    size = min(n, max(len(fit.terms) + 1, round(PART * n)))
    kept = [
        kept_terms(fit.terms, _again(rows, fit, method, rng.choice(n, size, replace=False), seed))
        for _ in range(resamples)
    ]
    return np.array(kept)


def _halves(rows: Rows, fit: Fit, method: Engine, seed: int, resamples: int) -> Array:
    """Return the cosine between the topics of two random halves (pairs x topics), in the order of `fit`.

    Of contrasts: the words all topics share agree between halves of any corpus, shuffled or not.
    """
    rng, n = np.random.default_rng(seed), rows.n
    alike = []
    for _ in range(resamples):
        order = rng.permutation(n)
        pair = [_again(rows, fit, method, half, seed) for half in (order[: n // 2], order[n // 2 :])]
        alike.append(np.diag(cosines(*map(contrasts, pair))))
    return np.array(alike)


def _chance(rows: Rows, k: int, method: Engine, seed: int, resamples: int) -> Array:
    """Return the mean cosine between halves of each topic of several shuffled corpora."""
    means = []
    for turn in track(range(SHUFFLES), "stability of the topics"):
        mixed = shuffle(rows, seed + turn)
        fit = method.fit(mixed, k, seed=seed, weights=None, start=None)
        means.append(_halves(mixed, fit, method, seed + turn, resamples).mean(axis=0))
    return np.concatenate(means)


def _again(rows: Rows, fit: Fit, method: Engine, index: NDArray[np.intp], seed: int) -> Array:
    """Return the topics found in some of the articles, in the order of those of `fit`."""
    found = method.fit(rows.take(np.sort(index)), len(fit.terms), seed=seed, weights=None, start=None)
    return found.terms[match(fit.terms, found.terms)[0]]


def _shuffled(matrix: csr_matrix, rng: np.random.Generator) -> csr_matrix:
    columns = csc_matrix(matrix, copy=True)
    n, sizes = matrix.shape[0], np.diff(columns.indptr)
    drawn = [rng.choice(n, size, replace=False, shuffle=False) for size in sizes]
    columns.indices = np.concatenate([*drawn, np.empty(0, dtype=int)]).astype(columns.indices.dtype)
    columns.has_sorted_indices = False
    return csr_matrix(columns)

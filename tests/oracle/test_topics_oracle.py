"""Topic engine, matching and clustered variance against independent implementations."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

from toolkit.analysis.topics.alignment import cosines, match
from toolkit.analysis.topics.engines import NmfEngine, Rows, nndsvda
from toolkit.analysis.topics.model import tf_idf
from toolkit.analysis.topics.prevalence import Sample, differences, prevalence
from toolkit.analysis.topics.refit import random_halves


@pytest.fixture
def counts():
    rng = np.random.default_rng(0)
    return csr_matrix(rng.poisson(rng.random((30, 3)) @ rng.random((3, 50)) * 0.8))


def fixed(shares, clusters, weights=None):
    """Return a sample whose topics are certain: refits all give the same shares."""
    again, compared = np.repeat(shares[None], 2, axis=0), np.ones(shares.shape[1], dtype=bool)
    return Sample(shares, again, compared, clusters, np.ones(len(shares)) if weights is None else weights)


def test_start_is_scikit_learns(counts):
    from sklearn.decomposition._nmf import _initialize_nmf

    matrix = csr_matrix(counts, dtype=float)
    theirs = _initialize_nmf(matrix, 3, init="nndsvda", random_state=0)
    for mine, other in zip(nndsvda(matrix, 3), theirs, strict=True):
        # theirs is a randomised decomposition: a few entries fall on the other side of zero
        assert np.isclose(mine, other, atol=0.02).mean() > 0.95


def test_tf_idf_equals_scikit_learns(counts):
    from sklearn.feature_extraction.text import TfidfTransformer

    transformer = TfidfTransformer(sublinear_tf=True).fit(counts)
    assert np.allclose(tf_idf(counts, transformer.idf_).toarray(), transformer.transform(counts).toarray())


def test_topics_are_as_near_the_matrix_as_scikit_learns(counts):
    from sklearn.decomposition import NMF

    matrix = csr_matrix(counts, dtype=float)
    fit = NmfEngine().fit(Rows(counts, matrix), 3, seed=1, weights=None, start=None)
    theirs = NMF(3, init="nndsvda", random_state=0, max_iter=400).fit(matrix)
    assert np.diag(cosines(fit.state, theirs.components_)).min() > 0.999


def test_shares_equal_non_negative_least_squares(counts):
    from scipy.optimize import nnls

    matrix = csr_matrix(counts, dtype=float)
    how = NmfEngine()
    fit = how.fit(Rows(counts, matrix), 3, seed=1, weights=None, start=None)
    weights = np.array([nnls(fit.state.T, row)[0] for row in matrix.toarray()]) * fit.state.sum(axis=1)
    assert np.allclose(
        how.shares(Rows(counts, matrix), fit), weights / weights.sum(axis=1, keepdims=True), atol=1e-5
    )


def test_matching_is_the_best_of_all_permutations():
    rng = np.random.default_rng(3)
    first, second = rng.random((5, 12)), rng.random((5, 12))
    alike = cosines(first, second)
    best = max(permutations(range(5)), key=lambda order: alike[np.arange(5), order].sum())
    partner, found = match(first, second)
    assert partner.tolist() == list(best)
    assert np.allclose(found, alike[np.arange(5), best])


def test_without_clusters_and_topic_uncertainty_a_difference_is_nearly_students(counts):
    rng = np.random.default_rng(1)
    shares = rng.dirichlet([1, 1, 1], 40)
    groups = pd.Series(["a"] * 20 + ["b"] * 20)
    table = differences(fixed(shares, np.arange(40)), groups, ["x", "y", "z"]).query("group == 'a'")
    for topic in range(3):
        t = stats.ttest_ind(shares[:20, topic], shares[20:, topic])
        row = table[table["topic"] == topic + 1].iloc[0]
        assert row["difference"] == pytest.approx(shares[:20, topic].mean() - shares[20:, topic].mean())
        assert row["p"] == pytest.approx(t.pvalue, rel=0.02)


def test_clustered_variance_is_that_of_cluster_means_when_clusters_are_equal():
    rng = np.random.default_rng(2)
    shares = rng.dirichlet([1, 1], 40)
    clusters = np.repeat(np.arange(10), 4)
    table = prevalence(fixed(shares, clusters), pd.Series(["a"] * 40), ["x", "y"])
    means = shares[:, 0].reshape(10, 4).mean(axis=1)
    error = means.std(ddof=1) / np.sqrt(10)
    value = means.mean()
    reach = stats.t.ppf(0.975, 9) * error / (value * (1 - value))
    low = 1 / (1 + np.exp(-(np.log(value / (1 - value)) - reach)))
    assert table["low"].iloc[0] == pytest.approx(low)
    assert table["share"].iloc[0] == pytest.approx(value)


def test_copies_of_one_article_do_not_narrow_the_interval():
    rng = np.random.default_rng(5)
    shares = rng.dirichlet([1, 1], 20)
    once = prevalence(fixed(shares, np.arange(20)), pd.Series(["a"] * 20), ["x", "y"])
    copies = np.vstack([shares, np.repeat(shares[:1], 9, axis=0)])
    weights = np.array([0.1] + [1.0] * 19 + [0.1] * 9)
    clusters = np.array([*range(20), *[0] * 9])
    copied = prevalence(fixed(copies, clusters, weights), pd.Series(["a"] * 29), ["x", "y"])
    assert np.allclose(once[["share", "low", "high"]], copied[["share", "low", "high"]])


def test_variance_over_refits_adds_to_the_interval():
    rng = np.random.default_rng(6)
    shares = rng.dirichlet([1, 1], 40)
    again = np.clip(shares[None] + rng.normal(0, 0.1, (50, 1, 2)), 0, 1)
    sure, unsure = fixed(shares, np.arange(40)), None
    unsure = sure._replace(again=again)
    groups = pd.Series(["a"] * 40)
    widths = [np.ptp(prevalence(s, groups, ["x", "y"])[["low", "high"]].iloc[0]) for s in (sure, unsure)]
    assert widths[1] > 1.5 * widths[0]
    assert prevalence(sure, groups, ["x", "y"])["from_topics"].iloc[0] == 0


def test_adjusting_for_time_removes_a_difference_that_is_only_time():
    day = np.arange(60)
    share = np.clip(0.2 + 0.01 * day, 0, 1)
    shares = np.column_stack([share, 1 - share])
    groups = pd.Series(np.where(day < 30, "early", "late"))
    groups[[5, 10, 20]], groups[[35, 40, 50]] = "late", "early"
    dates = pd.Series(pd.Timestamp("2024-01-01") + pd.to_timedelta(day, unit="D"))
    sample = fixed(shares, day)
    plain = differences(sample, groups, ["x", "y"]).iloc[0]
    adjusted = differences(sample, groups, ["x", "y"], dates=dates).iloc[0]
    assert plain["difference"] < -0.2
    assert abs(adjusted["difference"]) < 1e-9


def test_variance_of_a_mean_over_random_halves_is_that_of_the_mean():
    rng = np.random.default_rng(3)
    values, groups = rng.gamma(2, size=100), np.repeat([0, 1], [60, 40])
    halves = random_halves(groups, np.arange(100), seed=1, refits=4000)
    means = (halves * values).sum(axis=1) / halves.sum(axis=1)
    sides = [(n / 100) ** 2 * values[groups == g].var(ddof=1) / n for g, n in ((0, 60), (1, 40))]
    assert means.var(ddof=1) == pytest.approx(sum(sides), rel=0.05)

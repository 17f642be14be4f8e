"""Shared statistics against SciPy, brute force and simulation."""

import numpy as np
import pytest
from scipy import stats

from toolkit.errors import ToolkitError
from toolkit.stats import clusters as statistics
from toolkit.stats import differences, effects, families


def test_bh_equals_scipy() -> None:
    p = np.random.default_rng(3).uniform(size=200) ** 2
    np.testing.assert_allclose(families.benjamini_hochberg(p), stats.false_discovery_control(p))


def test_bh_refuses_what_is_no_p_value() -> None:
    with pytest.raises(ToolkitError, match="outside 0 to 1"):
        families.benjamini_hochberg([0.2, 1.2])


def test_mean_without_clusters_is_the_t_interval() -> None:
    x = np.random.default_rng(1).normal(size=17)
    found = statistics.clustered_mean(x)
    low, high = stats.t.interval(0.95, 16, x.mean(), stats.sem(x))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_balanced_clusters_equal_the_t_interval_of_cluster_means() -> None:
    x = np.random.default_rng(2).normal(size=(12, 5))
    found = statistics.clustered_mean(x.ravel(), np.repeat(np.arange(12), 5))
    means = x.mean(axis=1)
    assert (found.low, found.high) == pytest.approx(
        stats.t.interval(0.95, 11, means.mean(), stats.sem(means))
    )


def test_fit_equals_the_sandwich_written_out() -> None:
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(40), rng.normal(size=(40, 2))])
    y, clusters = rng.normal(size=40), rng.integers(0, 9, 40)
    fit = statistics.clustered_fit(y, x, clusters)
    beta = np.linalg.lstsq(x, y, rcond=None)[0]
    meat = np.zeros((3, 3))
    for cluster in np.unique(clusters):
        own = x[clusters == cluster]
        hat = own @ np.linalg.inv(x.T @ x) @ own.T
        values, vectors = np.linalg.eigh(np.eye(len(own)) - hat)
        mended = vectors @ np.diag(values**-0.5) @ vectors.T
        score = own.T @ mended @ (y - x @ beta)[clusters == cluster]
        meat += np.outer(score, score)
    bread = np.linalg.inv(x.T @ x)
    expected = bread @ meat @ bread
    np.testing.assert_allclose(fit.coefficients, beta)
    np.testing.assert_allclose(fit.covariance, expected)


@pytest.mark.parametrize("groups", [8, 15, 30, 60])
def test_clustered_intervals_cover(groups: int) -> None:
    rng = np.random.default_rng(groups)
    hits, runs = 0, 1500
    for _ in range(runs):
        sizes = rng.poisson(8, groups) + 1
        clusters = np.repeat(np.arange(groups), sizes)
        values = rng.normal(0, 0.5, groups)[clusters] + rng.normal(0, np.sqrt(0.75), len(clusters))
        found = statistics.clustered_mean(values, clusters)
        hits += found.low <= 0 <= found.high
    assert 0.93 <= hits / runs <= 0.97


def test_effects_equal_brute_force() -> None:
    rng = np.random.default_rng(8)
    a, b = rng.integers(0, 9, 31).astype(float), rng.integers(1, 12, 44).astype(float)
    signs = np.sign(a[:, None] - b[None, :])
    assert effects.cliffs_delta(a, b) == pytest.approx(signs.mean())
    df = len(a) + len(b) - 2
    pooled = np.sqrt(((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / df)
    assert effects.hedges_g(a, b) == pytest.approx((a.mean() - b.mean()) / pooled * (1 - 3 / (4 * df - 1)))


def test_effect_under_weights_is_the_effect_of_the_resampled_values() -> None:
    rng = np.random.default_rng(4)
    values, weights = rng.normal(size=20), rng.integers(0, 4, (6, 20)).astype(float)
    for row in weights:
        drawn = np.repeat(values, row.astype(int))
        n_left = int(row[:9].sum())
        assert effects._g(values, 9, row[None])[0] == pytest.approx(
            effects.hedges_g(drawn[:n_left], drawn[n_left:])
        )
        assert effects._delta(values, 9, row[None])[0] == pytest.approx(
            effects.cliffs_delta(drawn[:n_left], drawn[n_left:])
        )
        assert effects.weighted_median(values, row[None])[0] == pytest.approx(np.median(drawn))


def test_bootstrap_of_a_mean_is_near_the_t_interval() -> None:
    x = np.random.default_rng(6).normal(size=200)
    found = effects.bootstrap(x, lambda values, weights: weights @ values / weights.sum(axis=1), draws=4000)
    low, high = stats.t.interval(0.95, 199, x.mean(), stats.sem(x))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.02)


def test_detectable_difference_has_the_power_it_names() -> None:
    rng = np.random.default_rng(9)
    difference = differences.smallest_detectable_difference(np.sqrt(2 / 30), 58)
    found = [
        stats.ttest_ind(rng.normal(difference, 1, 30), rng.normal(0, 1, 30)).pvalue < 0.05
        for _ in range(2000)
    ]
    assert np.mean(found) == pytest.approx(0.8, abs=0.03)

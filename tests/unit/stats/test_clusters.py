"""Means, ratios and regressions against published values of R, SciPy and sums written out."""

import numpy as np
import pytest
from scipy import linalg, stats
from scipy.sparse import csr_matrix

from toolkit.errors import ToolkitError
from toolkit.settings import FEW, LEAST
from toolkit.stats.clusters import (
    Sums,
    chance_band,
    cluster_codes,
    clustered_fit,
    clustered_mean,
    effective_number,
    gathered,
    normal_interval,
    quantile_t,
    ratio_variance,
    refit_variance,
    residual_squares,
    sums_of,
    too_few,
    total_variance,
    two_sided_p,
)
from toolkit.stats.differences import clustered_difference

# Student's sleep data, as in R's datasets::sleep
EXTRA = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
EXTRA += [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
DRUG = [1.0] * 10 + [0.0] * 10
PATIENT = [*range(10), *range(10)]


def test_the_smallest_numbers() -> None:
    assert (LEAST, FEW) == (5, 10)


def test_without_clusters_a_difference_is_rs_t_test_of_the_sleep_data() -> None:
    """t.test(extra ~ group, data = sleep, var.equal = TRUE): t = -1.8608, df = 18, p = 0.07919."""
    found = clustered_difference(EXTRA, DRUG)
    assert found.df == pytest.approx(18)
    assert found.effective == pytest.approx(10)
    assert found.estimate == pytest.approx(-1.58, abs=1e-12)
    assert found.estimate / found.error == pytest.approx(-1.8608, abs=5e-5)
    assert found.p == pytest.approx(0.07919, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((-3.363874, 0.203874), abs=5e-7)


def test_with_patients_as_clusters_the_variance_is_that_of_rs_paired_test() -> None:
    """t.test(..., paired = TRUE): t = -4.0621, df = 9, p = 0.002833."""
    found = clustered_difference(EXTRA, DRUG, PATIENT)
    assert found.df == pytest.approx(9)
    assert found.error == pytest.approx(1.58 / 4.0621, abs=1e-5)
    assert found.effective == pytest.approx(10)
    t = found.estimate / found.error
    assert found.p == pytest.approx(2 * stats.t.sf(abs(t), 9), abs=1e-12)
    half = stats.t.ppf(0.975, 9) * found.error
    assert (found.low, found.high) == pytest.approx((-1.58 - half, -1.58 + half), abs=1e-9)


def test_without_clusters_the_errors_are_statas_hc2() -> None:
    """Stata: reg y x, vce(hc2), on the data of dfadjust's tests (Kolesár)."""
    y = np.concatenate([np.cos(np.arange(10)), np.tan(np.arange(1, 11))])
    x = np.concatenate([np.sin(np.arange(1, 11)), np.sin(np.arange(2, 12))])
    fit = clustered_fit(y, np.column_stack([np.ones(20), x]), None)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx([0.4227339762, 0.4421048122], abs=1e-10)


def written_out(
    y: np.ndarray, x: np.ndarray, cluster: np.ndarray, w: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return Bell & McCaffrey's covariance and degrees of freedom with every matrix written out."""
    root = np.sqrt(np.ones(len(y)) if w is None else w)
    x, y = x * root[:, None], y * root
    bread = np.linalg.inv(x.T @ x)
    left = np.eye(len(y)) - x @ bread @ x.T
    meat, ends = np.zeros_like(bread), []
    for each in np.unique(cluster):
        at = np.flatnonzero(cluster == each)
        mended = np.linalg.inv(linalg.sqrtm(left[np.ix_(at, at)]).real) @ x[at]
        score = mended.T @ (left @ y)[at]
        meat += np.outer(score, score)
        ends.append(left[:, at] @ mended @ bread)
    forms = np.einsum("gnk,hnk->kgh", ends, ends)
    df = [np.trace(form) ** 2 / (form**2).sum() for form in forms]
    return bread @ meat @ bread, np.array(df)


@pytest.mark.parametrize("seed", range(4))
def test_cr2_and_its_degrees_of_freedom_are_those_written_out(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.integers(0, 2, 40), np.ones(40), rng.normal(size=(40, 2))])
    y, cluster = rng.normal(size=40), rng.integers(0, 11, 40)
    w = rng.uniform(0.5, 2, 40) if seed % 2 else None
    fit, (covariance, df) = clustered_fit(y, x, cluster, weights=w), written_out(y, x, cluster, w)
    assert fit.covariance == pytest.approx(covariance)
    assert fit.df == pytest.approx(df)
    assert df.max() < 10 - 1
    some = clustered_fit(y, x, cluster, weights=w, wanted=2)
    assert some.covariance == pytest.approx(covariance[:2, :2])
    assert some.df == pytest.approx(df[:2])
    assert some.coefficients.tolist() == fit.coefficients.tolist()
    parts = clustered_fit(y, csr_matrix(x), cluster, weights=w)
    assert parts.covariance == pytest.approx(covariance)
    assert parts.df == pytest.approx(df)
    assert parts.solver @ y == pytest.approx(fit.coefficients)
    assert (parts.rank, fit.rank) == (4, 4)
    assert clustered_fit(y, np.column_stack([x, x[:, 0]]), cluster).rank == 4


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_clusters_of_one_row_and_of_several_are_summed_in_blocks(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.stats.clusters.BLOCK", 2)
    rng = np.random.default_rng(int(10 * share))
    x = np.column_stack([rng.integers(0, 2, 40), np.ones(40), rng.normal(size=(40, 3))])
    y, w = rng.normal(size=40), rng.uniform(0.5, 2, 40)
    cluster = np.where(np.arange(40) < 40 * share, 100 + np.arange(40), rng.integers(0, 12, 40))
    fit, (covariance, df) = clustered_fit(y, x, cluster, weights=w), written_out(y, x, cluster, w)
    assert fit.covariance == pytest.approx(covariance)
    assert fit.df == pytest.approx(df)


def test_few_against_many_have_few_degrees_of_freedom() -> None:
    """Imbens & Kolesár (2016): of 3 among 30 the mark has about 2.5; that of 5 among 205 about 4."""
    for few, many, df in ((3, 27, 2.5), (5, 200, 4.2), (40, 40, 78)):
        mark = np.arange(few + many) < few
        fit = clustered_fit(np.arange(few + many) % 7, np.column_stack([mark, np.ones(len(mark))]), None)
        assert fit.df[0] == pytest.approx(df, abs=0.06)


def test_what_rests_on_one_cluster_has_no_degrees_of_freedom() -> None:
    x = np.column_stack([np.arange(12) < 4, np.ones(12)])
    cluster = np.array([0, 0, 0, 0, *range(1, 9)])
    fit = clustered_fit(np.arange(12) % 5, x, cluster)
    assert np.isnan(fit.df[0])
    assert fit.df[1] == pytest.approx(7)
    lone = clustered_fit(np.arange(12) % 5, np.column_stack([np.arange(12) < 1, np.ones(12)]), None)
    assert np.isnan(lone.df[0])
    assert lone.df[1] == pytest.approx(10)


def test_several_outcomes_at_once_are_each_alone() -> None:
    rng = np.random.default_rng(1)
    x, cluster = np.column_stack([rng.normal(size=12), np.ones(12)]), np.repeat(np.arange(6), 2)
    y = rng.normal(size=(12, 3))
    both = clustered_fit(y, x, cluster)
    for column in range(3):
        one = clustered_fit(y[:, column], x, cluster)
        assert both.coefficients[:, column] == pytest.approx(one.coefficients)
        assert both.covariance[column] == pytest.approx(one.covariance)
        assert both.variance()[column] == pytest.approx(float(one.variance()))
    assert both.solver @ y == pytest.approx(both.coefficients)


def test_copies_with_weights_count_as_one_row() -> None:
    rng = np.random.default_rng(2)
    y, x = rng.normal(size=10), np.column_stack([np.arange(10) % 2, np.ones(10)])
    once = clustered_fit(y, x, np.arange(10))
    again = np.concatenate([np.arange(10), [0, 0, 0]])
    weights = np.ones(13)
    weights[again == 0] = 1 / 4
    copied = clustered_fit(y[again], x[again], again, weights=weights)
    assert copied.coefficients == pytest.approx(once.coefficients)
    assert copied.covariance == pytest.approx(once.covariance)


def test_weighted_coefficients_minimise_the_weighted_squares() -> None:
    rng = np.random.default_rng(3)
    y, x, w = rng.normal(size=9), np.column_stack([rng.normal(size=9), np.ones(9)]), rng.uniform(1, 3, 9)
    fit = clustered_fit(y, x, None, weights=w)
    assert fit.coefficients == pytest.approx(np.linalg.solve(x.T * w @ x, x.T * w @ y))
    bread = np.linalg.inv(x.T * w @ x)
    scores = x * (w * (y - x @ fit.coefficients))[:, None]
    leverage = w * np.einsum("ij,jk,ik->i", x, bread, x)
    scores /= np.sqrt(1 - leverage)[:, None]
    assert fit.covariance == pytest.approx(bread @ scores.T @ scores @ bread)


def test_as_many_clusters_as_columns_are_too_few() -> None:
    x = np.column_stack([[0, 1, 0, 1, 0], np.ones(5)])
    with pytest.raises(ToolkitError, match="5 rows in 2 clusters are too few to fit 2 coefficients"):
        clustered_fit(np.arange(5), x, [0, 0, 0, 1, 1])
    assert clustered_fit(np.array([1.0, 3, 2, 7, 4]), x, [0, 1, 0, 2, 2]).df.shape == (2,)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_a_mean_is_the_t_interval(level: float) -> None:
    x = [3.0, 5.0, 4.0, 8.0]
    found = clustered_mean(x, level=level)
    expected = stats.t.interval(level, 3, np.mean(x), stats.sem(x))
    assert (found.n, found.clusters, found.estimate) == (4, 4, 5.0)
    assert (found.low, found.high) == pytest.approx(expected)


def test_two_clusters_are_enough_for_a_mean_and_one_is_not() -> None:
    assert clustered_mean([1.0, 2.0, 4.0], ["a", "a", "b"]).reason is None
    assert clustered_mean([1.0, 2.0], ["a", "a"]).reason == "one cluster: no interval"
    assert clustered_mean([2.0], ["a"]).reason == "one article: no interval"


def test_a_ratio_of_sums_and_its_variance_written_out() -> None:
    y, m = np.array([3, 2, 4, 1, 3, 2, 0, 1]), np.array([5, 4, 6, 3, 4, 4, 2, 3])
    sums = sums_of(y, m)
    assert sums == Sums(8, 16.0, 31.0, 44.0, 73.0, 131.0)
    ratio = 16 / 31
    squares = sum((a - ratio * b) ** 2 for a, b in zip(y, m, strict=True))
    assert float(residual_squares(sums, ratio)) == pytest.approx(squares)
    k = 31**2 / 131  # Kish
    assert float(sums.effective) == pytest.approx(k)
    assert float(ratio_variance(sums, ratio)) == pytest.approx(k / (k - 1) * squares / 31**2)


def test_sums_over_clusters_are_those_of_joined_articles() -> None:
    y, m, story = np.array([3, 2, 4, 1]), np.array([5, 4, 6, 3]), np.array([7, 7, 2, 7])
    assert sums_of(y, m, story) == Sums(4, 10.0, 18.0, 52.0, 96.0, 180.0)
    assert sums_of(y, m, np.arange(4)) == sums_of(y, m)


def test_the_effective_number_is_kishs() -> None:
    assert effective_number(np.full(7, 3.0)) == 7
    assert effective_number([4, 1, 1]) == pytest.approx(36 / 18)
    assert effective_number([4, 1, 1], [0, 1, 1]) == pytest.approx(36 / 20)
    assert effective_number([]) == 0
    assert (too_few(5.0), too_few(4.0, 4), too_few(2.0, 1)) == (None, None, None)
    assert too_few(4.999) == "in effect 4.9 independent articles: no interval under 5"
    assert too_few(1.9, 1) == "in effect 1.9 independent articles: no interval under 2"


def test_rows_are_summed_by_story_and_group() -> None:
    columns, story = np.arange(8.0).reshape(4, 2), np.array([5, 5, 5, 1])
    sums, group = gathered(columns, story, np.array([0, 1, 0, 1]))
    assert sorted(zip(group.tolist(), sums.tolist(), strict=True)) == [
        (0, [4.0, 6.0]),
        (1, [2.0, 3.0]),
        (1, [6.0, 7.0]),
    ]


def test_only_articles_with_the_whole_are_counted() -> None:
    assert sums_of([0, 1, 0], [0, 2, 1]).n == 2
    assert np.isnan(ratio_variance(sums_of([1], [2]), 0.5))
    assert not np.isnan(ratio_variance(sums_of([1, 0], [2, 1]), 1 / 3))
    assert float(residual_squares(Sums(2, 1, 1, 0.0, 1.0, 1.0), 1.0)) == 0  # rounding is no negative square


def test_the_variance_of_a_total_is_that_of_a_sum_of_draws() -> None:
    x, codes = np.array([1.0, 4.0, 6.0, 2.0, 9.0, 7.0]), np.array([0, 0, 0, 1, 1, 2])
    found = total_variance(x, codes, 4)
    assert found[:2] == pytest.approx([3 * np.var(x[:3], ddof=1), 2 * np.var(x[3:5], ddof=1)])
    assert np.isnan(found[2:]).all()


def test_refits_add_their_variance_times_one_and_a_bit() -> None:
    turns = np.array([[0.1, 0.5], [0.2, 0.5], [0.4, 0.8]])
    expected = [np.var(column, ddof=1) * (1 + 1 / 3) for column in turns.T]
    assert refit_variance(turns) == pytest.approx(expected)


@pytest.mark.parametrize("df", [1, 4, 30])
def test_student(df: int) -> None:
    assert float(two_sided_p(-2.1, df)) == pytest.approx(2 * stats.t.sf(2.1, df))
    assert float(two_sided_p(2.1, df)) == pytest.approx(2 * stats.t.sf(2.1, df))
    assert float(quantile_t(0.975, df)) == pytest.approx(stats.t.ppf(0.975, df))
    assert np.isnan(two_sided_p(float("nan"), df))


def test_the_band_of_chance_is_that_of_the_normal_distribution() -> None:
    assert chance_band(3.0, [4, 9]) == pytest.approx(stats.norm.ppf(0.975) * np.array([1.5, 1.0]), abs=1e-6)


def test_rows_without_a_cluster_stand_alone() -> None:
    assert cluster_codes(["x", float("nan"), None, "x"], 4).tolist() == [0, 1, 2, 0]
    assert cluster_codes(None, 3).tolist() == [0, 1, 2]
    assert cluster_codes([0, None, 1], 3).tolist() == [0, 1, 2]  # a cluster called 1 is not row 1


def test_a_total_of_equal_values_has_no_variance() -> None:
    assert total_variance([3.0, 3.0, 3.0], [0, 0, 0], 1).tolist() == [0.0]


def test_the_normal_interval_is_scipys() -> None:
    low, high = normal_interval([2.0, 7.0], [0.5, 3.0])
    assert low == pytest.approx(stats.norm.ppf(0.025, [2.0, 7.0], [0.5, 3.0]), abs=1e-5)
    assert high == pytest.approx(stats.norm.ppf(0.975, [2.0, 7.0], [0.5, 3.0]), abs=1e-5)

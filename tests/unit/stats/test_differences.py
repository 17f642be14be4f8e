"""Differences of two groups: adjusted, undefined, from levels, and what can be detected."""

import math

import numpy as np
import pytest
from scipy import stats

from toolkit.stats.differences import (
    Level,
    clustered_difference,
    difference_of_levels,
    smallest_detectable_difference,
)


def test_an_adjusted_difference_is_the_coefficient_of_the_group() -> None:
    rng = np.random.default_rng(1)
    first, age = np.repeat([1.0, 0.0], 15), rng.normal(size=30)
    y = 2 * first + 3 * age + rng.normal(0, 0.1, 30)
    found = clustered_difference(y, first, controls=age[:, None])
    design = np.column_stack([first, np.ones(30), age])
    beta, squares, _, _ = np.linalg.lstsq(design, y, rcond=None)
    assert found.estimate == pytest.approx(beta[0])
    bread = np.linalg.inv(design.T @ design)
    leverage = np.einsum("ij,jk,ik->i", design, bread, design)
    scores = design * ((y - design @ beta) / np.sqrt(1 - leverage))[:, None]
    hc2 = bread @ scores.T @ scores @ bread
    assert found.error == pytest.approx(np.sqrt(hc2[0, 0]))
    assert 24 < found.df < 27
    assert found.low == pytest.approx(beta[0] - stats.t.ppf(0.975, found.df) * found.error)
    assert squares.size


def test_weights_count_copies_once() -> None:
    y, first = np.array([1.0, 2, 3, 5, 6, 7]), np.array([1, 1, 1, 0, 0, 0])
    again = np.array([0, 0, 1, 2, 3, 4, 5])
    copied = clustered_difference(y[again], first[again], again, weights=np.array([0.5, 0.5, 1, 1, 1, 1, 1]))
    assert copied == pytest.approx(clustered_difference(y, first))


def test_nothing_is_left_where_the_controls_tell_the_groups_apart() -> None:
    first = np.repeat([1.0, 0.0], 6)
    found = clustered_difference(np.arange(12.0), first, controls=(1 - first)[:, None])
    assert math.isnan(found.estimate)
    assert math.isnan(found.p)
    other = np.tile([1.0, 0.0], 6)
    assert not math.isnan(clustered_difference(np.arange(12.0), first, controls=other[:, None]).estimate)


def test_too_few_clusters_are_undefined_and_no_spread_has_no_p() -> None:
    first = np.array([1, 1, 0, 0])
    assert math.isnan(clustered_difference([1.0, 2, 3, 4], first, ["a", "a", "b", "b"]).estimate)
    alone = clustered_difference([1.0, 2, 3, 4], first, ["a", "a", "b", "c"])
    assert alone.estimate == pytest.approx(-2)  # one cluster says nothing of how far others would lie from it
    assert math.isnan(alone.low)
    assert math.isnan(alone.p)
    assert alone.effective == pytest.approx(1)
    assert clustered_difference([1.0, 2, 3, 4], first).df == pytest.approx(2)
    assert math.isnan(clustered_difference([0.0, 0, 0, 0], first).p)


def _mean_level(values: np.ndarray) -> Level:
    """Return a mean with its t interval, as the tables have it."""
    reach = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values)
    return Level(values.mean(), values.mean() - reach, values.mean() + reach, len(values) - 1)


@pytest.mark.parametrize("sizes", [(12, 30), (5, 200), (9, 9)])
def test_the_test_of_two_levels_is_welchs(sizes: tuple[int, int]) -> None:
    draw = np.random.default_rng(4)
    one, two = draw.normal(0.5, 1.0, sizes[0]), draw.normal(0.0, 3.0, sizes[1])
    found = difference_of_levels(_mean_level(one), _mean_level(two))
    theirs = stats.ttest_ind(one, two, equal_var=False)
    assert found.p == pytest.approx(theirs.pvalue)
    assert found.df == pytest.approx(theirs.df)
    assert found.estimate / found.error == pytest.approx(theirs.statistic)
    back = difference_of_levels(_mean_level(two), _mean_level(one))
    assert (back.estimate, back.low, back.high, back.p) == pytest.approx(
        (-found.estimate, -found.high, -found.low, found.p)
    )


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_two_shares_is_newcombes(
    one: tuple[int, int], two: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), table II, method 10, from Wilson's intervals of the two shares."""
    levels = []
    for successes, n in (one, two):
        wilson = stats.binomtest(successes, n).proportion_ci(method="wilson")
        levels.append(Level(successes / n, wilson.low, wilson.high, n - 1))
    found = difference_of_levels(*levels)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_levels_without_spread_or_of_one_article_have_no_evidence() -> None:
    assert difference_of_levels(Level(1, 1, 1, 8), Level(0, 0, 0, 8)).p == 1.0
    assert difference_of_levels(Level(1, 0.9, 1.1, 0), Level(0, -0.1, 0.1, 8)).p == 1.0
    assert difference_of_levels(Level(1, 0.9, 1.1, math.nan), Level(0, -0.1, 0.1, 8)).p == 1.0
    assert difference_of_levels(Level(1, 0.99, 1.01, 1), Level(0, -0.01, 0.01, 8)).p < 0.1


def test_detectable_difference_by_hand() -> None:
    expected = 0.5 * (stats.t.ppf(0.975, 40) + stats.t.ppf(0.8, 40))
    assert smallest_detectable_difference(0.5, 40) == pytest.approx(expected)
    other = 0.5 * (stats.t.ppf(0.95, 40) + stats.t.ppf(0.9, 40))
    assert smallest_detectable_difference(0.5, 40, power=0.9, alpha=0.1) == pytest.approx(other)
    assert smallest_detectable_difference(1.0, 1) == pytest.approx(
        stats.t.ppf(0.975, 1) + stats.t.ppf(0.8, 1)
    )
    assert math.isnan(smallest_detectable_difference(1.0, 0))
    assert math.isnan(smallest_detectable_difference(float("nan"), 9))

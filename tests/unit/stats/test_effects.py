"""Effect sizes by hand, and bootstraps that draw clusters whole."""

import itertools
import math

import numpy as np
import pytest

from toolkit.stats import effects
from toolkit.stats.effects import (
    bootstrap,
    cliffs_delta,
    effect_interval,
    hedges_g,
    percentile_interval,
    weighted_median,
)


def mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return weights @ values / weights.sum(axis=1)


def test_hedges_g_by_hand() -> None:
    """Means 4 and 2, pooled sd sqrt(2.5), four degrees: 2 / 1.5811 (1 - 3 / 15)."""
    assert hedges_g([2, 4, 6], [1, 2, 3]) == pytest.approx(2 / math.sqrt(2.5) * 0.8)
    assert hedges_g([1, 2, 3], [2, 4, 6]) == pytest.approx(-2 / math.sqrt(2.5) * 0.8)
    uneven = hedges_g([1.0, 5.0], [2.0, 3.0, 7.0, 4.0])
    assert uneven == pytest.approx(-1 / math.sqrt((8 + 14) / 4) * (1 - 3 / 15))


def test_hedges_g_takes_two_values_a_side_and_some_spread() -> None:
    assert math.isnan(hedges_g([1.0], [2.0, 3.0]))
    assert math.isnan(hedges_g([2.0, 3.0], [1.0]))
    assert not math.isnan(hedges_g([1.0, 2.0], [2.0, 3.0]))
    assert math.isnan(hedges_g([1.0, 1.0], [2.0, 2.0]))
    assert not math.isnan(hedges_g([1.0, 1.0], [2.0, 3.0]))
    assert math.isnan(hedges_g([], [1.0, 2.0]))


def test_cliffs_delta_counts_pairs_and_ties() -> None:
    a, b = [1, 4, 4, 7], [2, 4, 5]
    signs = [np.sign(x - y) for x, y in itertools.product(a, b)]
    assert cliffs_delta(a, b) == pytest.approx(np.mean(signs))
    assert cliffs_delta([5, 6], [1, 2]) == 1.0
    assert cliffs_delta([1, 2], [5, 6]) == -1.0
    assert math.isnan(cliffs_delta([], [1]))
    assert math.isnan(cliffs_delta([1], []))


def test_the_median_of_an_even_number_is_between() -> None:
    weights = np.array([[1.0, 1, 1, 1], [2, 0, 0, 1], [1, 1, 2, 0]])
    found = weighted_median(np.array([4.0, 1.0, 3.0, 10.0]), weights)
    assert found.tolist() == [3.5, 4.0, 3.0]


@pytest.mark.parametrize("level", [0.5, 0.95])
def test_the_bootstrap_of_three_articles_is_that_of_all_samples(level: float) -> None:
    x = np.array([1.0, 2.0, 6.0])
    found = bootstrap(x, mean, draws=20_000, level=level)
    every = [np.mean(sample) for sample in itertools.product(x, repeat=3)]
    expected = np.quantile(every, [0.5 - level / 2, 0.5 + level / 2], method="inverted_cdf")
    assert found[:3] == (3, 3, 3.0)
    assert (found.low, found.high) == pytest.approx(tuple(expected), abs=1e-9)


def test_clusters_are_drawn_whole() -> None:
    x, cluster = np.array([0.0, 10.0, 4.0, 6.0]), ["a", "a", "b", "b"]
    found = bootstrap(x, lambda v, w: w @ v, clusters=cluster, draws=500)
    assert (found.clusters, found.low, found.high) == (2, 20.0, 20.0)  # each cluster adds ten
    single = bootstrap(x[:3], mean, clusters=["a", "a", "b"], draws=4000)
    assert (single.low, single.high) == (4.0, 5.0)


def test_parts_that_fit_the_memory_have_as_many_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def counting(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
        drawn.append(len(weights))
        return mean(values, weights)

    monkeypatch.setattr(effects, "_CHUNK", 12)
    found = bootstrap(np.arange(4.0), counting, draws=10)
    assert drawn == [1, 3, 3, 3, 1]
    assert found.low < 1.5 < found.high
    monkeypatch.setattr(effects, "_CHUNK", 1)
    assert bootstrap(np.arange(4.0), mean, draws=10).low < 1.5


def test_reasons() -> None:
    assert bootstrap([], weighted_median) == (0, 0, *[pytest.approx(np.nan, nan_ok=True)] * 3, "no articles")
    one = bootstrap([1.0, 2.0], weighted_median, clusters=["a", "a"])
    assert (one.n, one.clusters, one.estimate) == (2, 1, 1.5)
    assert one.reason == "fewer than two clusters: no interval"
    assert math.isnan(one.low)
    few = effect_interval([1.0], [2.0, 3.0])
    assert (few.n, few.clusters, few.reason) == (3, 3, "too few articles on a side")


@pytest.mark.parametrize(("kind", "effect"), [("hedges_g", hedges_g), ("cliffs_delta", cliffs_delta)])
def test_an_effect_is_resampled_over_both_sides(kind: str, effect) -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(1, 1, 14), rng.normal(0, 2, 11)
    found = effect_interval(a, b, kind=kind, draws=3000)
    assert found.estimate == pytest.approx(effect(a, b))
    both = np.concatenate([a, b])
    turns = []
    for _ in range(3000):
        at = rng.integers(0, 25, 25)
        turns.append(effect(both[at[at < 14]], both[at[at >= 14]]))
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(turns, [0.025, 0.975])), abs=0.09)


def test_the_middle_of_draws_without_nan() -> None:
    draws = np.column_stack([np.arange(201.0), np.arange(201.0) * 2])
    draws[0, 1] = np.nan
    low, high = percentile_interval(draws)
    assert low == pytest.approx([5.0, np.quantile(np.arange(1, 201) * 2, 0.025)])
    assert high == pytest.approx([195.0, np.quantile(np.arange(1, 201) * 2, 0.975)])

"""Undefined estimates are NaN with a reason."""

import math

import pytest

from toolkit.errors import ToolkitError
from toolkit.stats.clusters import cluster_codes, clustered_fit, clustered_mean
from toolkit.stats.differences import smallest_detectable_difference
from toolkit.stats.effects import bootstrap, cliffs_delta, effect_interval, hedges_g, weighted_median
from toolkit.stats.families import benjamini_hochberg


def test_no_article_and_one_article_have_no_interval() -> None:
    empty, one = clustered_mean([]), clustered_mean([4.0])
    assert math.isnan(empty.estimate)
    assert empty.reason == "no articles"
    assert (one.n, one.estimate) == (1, 4.0)
    assert math.isnan(one.low)
    assert one.reason == "one article: no interval"


def test_one_cluster_has_no_interval() -> None:
    found = clustered_mean([1.0, 2.0, 3.0], ["wire", "wire", "wire"])
    assert math.isnan(found.low)
    assert found.reason == "one cluster: no interval"


def test_nan_values_are_left_out() -> None:
    found = clustered_mean([1.0, float("nan"), 3.0])
    assert (found.n, found.estimate) == (2, 2.0)


def test_null_clusters_stand_alone() -> None:
    assert cluster_codes(["x", float("nan"), None, "x"], 4).tolist() == [0, 1, 2, 0]
    with pytest.raises(ToolkitError, match="one for each value"):
        cluster_codes(["x"], 2)


def test_effects_of_too_little_are_nan() -> None:
    assert math.isnan(hedges_g([1.0], [2.0, 3.0]))
    assert math.isnan(hedges_g([1.0, 1.0], [1.0, 1.0]))
    assert math.isnan(cliffs_delta([], [1.0]))
    assert effect_interval([1.0], [2.0, 3.0]).reason == "too few articles on a side"


def test_bootstrap_says_why_it_has_no_interval() -> None:
    assert bootstrap([], weighted_median).reason == "no articles"
    assert bootstrap([1.0, 2.0], weighted_median, clusters=["a", "a"]).reason is not None


def test_same_seed_same_interval() -> None:
    a, b = [1.0, 5.0, 2.0, 8.0], [2.0, 9.0, 4.0, 4.0]
    assert effect_interval(a, b, seed=3) == effect_interval(a, b, seed=3)


def test_fit_refuses_too_few_rows() -> None:
    with pytest.raises(ToolkitError, match="too few to fit"):
        clustered_fit([1.0, 2.0], [[1.0, 0.0], [1.0, 1.0]], None)


def test_empty_family_and_empty_sides() -> None:
    assert benjamini_hochberg([]).tolist() == []
    assert math.isnan(smallest_detectable_difference(float("nan"), 5))


def test_an_empty_mean_has_no_articles_and_no_clusters() -> None:
    assert clustered_mean([])[:2] == (0, 0)

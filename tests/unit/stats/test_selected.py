"""Intervals brought to another level, against SciPy's quantiles."""

from __future__ import annotations

import pytest
from scipy import special, stats

from toolkit.stats.differences import Level
from toolkit.stats.selected import articles_needed, widened


def test_each_side_of_an_interval_grows_by_the_ratio_of_the_quantiles() -> None:
    ratio = stats.t.ppf(0.995, 9) / stats.t.ppf(0.975, 9)
    made = widened(Level(10.0, 7.0, 15.0, 9), 0.99)
    assert (made.estimate, made.low, made.high) == pytest.approx((10.0, 10 - 3 * ratio, 10 + 5 * ratio))


def test_a_share_grows_on_the_log_odds_scale() -> None:
    ratio = stats.t.ppf(0.995, 19) / stats.t.ppf(0.975, 19)
    made = widened(Level(0.3, 0.2, 0.5, 19), 0.99, share=True)
    middle, low, high = special.logit([0.3, 0.2, 0.5])
    ends = special.expit([middle - ratio * (middle - low), middle + ratio * (high - middle)])
    assert (made.low, made.high) == pytest.approx(tuple(ends))


def test_the_bound_of_none_is_the_exact_binomial_one() -> None:
    known = stats.binomtest(0, 20).proportion_ci(0.95).high
    made = widened(Level(0.0, 0.0, known, 19), 0.99, share=True)
    assert made.high == pytest.approx(stats.binomtest(0, 20).proportion_ci(0.99).high)


def test_articles_needed_are_the_fewest_with_the_power_asked_for() -> None:
    n = articles_needed((0.5, 0.4), 0.2, p=0.01, power=0.8)

    def power(size: float) -> float:
        return float(stats.norm.sf(stats.norm.isf(0.005) - 0.2 / ((0.25 + 0.16) / size) ** 0.5))

    assert power(n) >= 0.8 > power(n - 1)

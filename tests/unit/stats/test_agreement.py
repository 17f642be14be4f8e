"""Intervals of agreement: whole articles are drawn, the ends of full agreement, the reasons."""

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from toolkit.errors import ToolkitError
from toolkit.settings import LEAST
from toolkit.stats import agreement
from toolkit.stats.agreement import agreement_coefficients, kappa_of, krippendorff_alpha, tally


def two_coders(rng, n, right=0.85):
    truth = rng.integers(0, 2, n)
    return np.where(rng.random((n, 2)) < right, truth[:, None], 1 - truth[:, None]).astype(float)


def test_the_interval_covers_alpha_of_many_items():
    """True alpha from 200,000 items; 120 studies of 60."""
    rng = np.random.default_rng(0)
    true = krippendorff_alpha(two_coders(rng, 200_000))
    held = 0
    for seed in range(120):
        found = agreement_coefficients(two_coders(rng, 60), seed=seed)["alpha"]
        held += found.low <= true <= found.high
    assert 0.89 <= held / 120 <= 1


def test_items_of_one_article_do_not_count_as_independent():
    rng = np.random.default_rng(1)
    once = two_coders(rng, 30, 0.7)
    copied = np.repeat(once, 10, axis=0)
    alone = agreement_coefficients(once)["alpha"]
    clustered = agreement_coefficients(copied, np.repeat(np.arange(30), 10))["alpha"]
    naive = agreement_coefficients(copied)["alpha"]
    assert clustered.high - clustered.low == pytest.approx(alone.high - alone.low, rel=0.1)
    assert naive.high - naive.low < 0.5 * (alone.high - alone.low)
    assert (clustered.n, clustered.clusters) == (30, 300)


def test_full_agreement_has_the_exact_bound_of_so_many_articles():
    table = np.array([[1, 1]] * 12 + [[0, 0]] * 12, dtype=float)
    found = agreement_coefficients(table)
    exact = stats.binomtest(24, 24).proportion_ci(method="exact").low
    assert found["percent"][2:5] == pytest.approx((1.0, exact, 1.0))
    assert found["alpha"].low == pytest.approx(1 - (1 - exact) / 0.5)
    assert found["ac1"].low == pytest.approx(1 - (1 - exact) / 0.5)


def test_one_value_alone_is_nothing_to_agree_on():
    found = agreement_coefficients(np.ones((12, 2)))
    assert found["percent"].estimate == 1
    assert np.isnan(found["alpha"].estimate)
    assert found["alpha"].reason == "all codes are the same: nothing to agree on"
    assert np.isnan(found["kappa"].estimate)
    assert found["ac1"].estimate == 1
    assert found["ac1"].low == pytest.approx(0.025 ** (1 / 12))


@pytest.mark.parametrize(("n", "known"), [(LEAST - 1, False), (LEAST, True)])
def test_fewest_articles_of_an_interval(n, known):
    table = np.array([[1, 1], [0, 0], [1, 0], [0, 0], [1, 1]], dtype=float)[:n]
    found = agreement_coefficients(table)["percent"]
    assert np.isfinite(found.low) == known
    assert found.reason == (None if known else "fewer than 5 articles coded twice")


def test_a_rare_value_has_no_interval_where_too_many_draws_lack_it():
    table = np.zeros((20, 2))
    table[0] = [1, 0]
    found = agreement_coefficients(table)["alpha"]
    assert found.reason == "too few codes of the rarer values for an interval"
    assert np.isnan(found.low)


def test_nothing_coded_twice():
    found = agreement_coefficients([[1, np.nan], [np.nan, 0]])
    assert {one.reason for one in found.values()} == {"nothing was coded twice"}
    assert {(one.n, one.clusters) for one in found.values()} == {(0, 0)}


def test_mistakes_are_named():
    with pytest.raises(ToolkitError, match="did you mean 'ordinal'"):
        krippendorff_alpha([[1, 1]], "ordinl")
    with pytest.raises(ToolkitError, match="two dimensions"):
        krippendorff_alpha([1, 1])


@pytest.mark.parametrize(
    ("level", "weights"), [("nominal", None), ("ordinal", "linear"), ("interval", "quadratic")]
)
def test_kappas_of_five_values_are_those_of_scikit_learn(level, weights):
    rng = np.random.default_rng(12)
    one = rng.integers(0, 5, 60)
    two = np.clip(one + rng.integers(-2, 3, 60), 0, 4)
    found = kappa_of(tally(np.column_stack([one, two])), np.ones((1, 60)), level)
    assert found[0] == pytest.approx(cohen_kappa_score(one, two, weights=weights))


def test_a_value_that_few_draws_lack_has_an_interval():
    """Three articles of twenty have it: 96 % of the draws do."""
    table = np.zeros((20, 2))
    table[:3] = [[1, 1], [1, 0], [1, 1]]
    found = agreement_coefficients(table)["alpha"]
    assert found.reason is None
    assert found.low < found.estimate < found.high


@pytest.mark.parametrize(("defined", "known"), [(899, False), (900, True)])
def test_nine_draws_in_ten_must_be_defined(monkeypatch, defined, known):
    monkeypatch.setattr(agreement, "_drawn", lambda *_: np.linspace(0.2, 0.8, defined))
    table = np.tile([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]], (4, 1))
    assert np.isfinite(agreement_coefficients(table)["alpha"].low) == known

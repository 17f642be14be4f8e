"""The interval of a share holds the true share about as often as it says, though articles differ.

A share of one in twenty whose articles differ much is the hardest case: 91 % of intervals hold it.
"""

import numpy as np
import pytest
from scipy.stats import binomtest

from toolkit.stats.spread import clustered_share, standardised_residuals


@pytest.mark.parametrize(("articles", "truth"), [(15, 0.3), (40, 0.05), (40, 0.5)])
def test_coverage_under_clustering(articles: int, truth: float) -> None:
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(400):
        whole = rng.integers(1, 12, size=articles)
        own = rng.beta(2 * truth, 2 * (1 - truth), size=articles)
        share = clustered_share(rng.binomial(whole, own), whole)
        hits += share.low <= truth <= share.high
    assert 0.90 <= hits / 400 <= 1.0


def test_independent_quotations_give_the_binomial_interval() -> None:
    part = np.array([1] * 30 + [0] * 70)
    share = clustered_share(part, np.ones(100))
    exact = binomtest(30, 100).proportion_ci()
    assert share.low == pytest.approx(exact.low, abs=0.01)
    assert share.high == pytest.approx(exact.high, abs=0.01)


def test_residuals_are_chi_square_for_two_by_two() -> None:
    table = np.array([[20.0, 30.0], [40.0, 10.0]])
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    chi_square = ((table - expected) ** 2 / expected).sum()
    assert standardised_residuals(table)[0, 0] ** 2 == pytest.approx(chi_square)

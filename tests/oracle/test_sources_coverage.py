"""The interval of a share holds the true share about as often as it says, though articles differ.

A share of one in twenty whose articles differ much is the hardest case: 92 % of intervals hold it.
"""

import numpy as np
import pytest
from scipy.stats import binomtest

from toolkit.stats.clusters import Sums, sums_of
from toolkit.stats.shares import share_of_sums, standardised_residuals


@pytest.mark.parametrize(("articles", "truth"), [(2, 0.3), (5, 0.2), (15, 0.3), (40, 0.05), (40, 0.5)])
def test_coverage_under_clustering(articles: int, truth: float) -> None:
    rng = np.random.default_rng(3)
    m = rng.integers(1, 12, size=(6000, articles))
    y = rng.binomial(m, rng.beta(2 * truth, 2 * (1 - truth), size=m.shape))
    sums = (x.sum(axis=1).astype(float) for x in (y, m, y * y, y * m, m * m))
    _, low, high = share_of_sums(Sums(np.full(len(m), articles), *sums))
    covered = np.mean((low <= truth) & (truth <= high))
    assert covered >= 0.915
    assert articles < 10 or covered <= 0.97
    if articles >= 15 and truth >= 0.3:
        assert covered == pytest.approx(0.95, abs=0.01)


def test_independent_quotations_give_the_binomial_interval() -> None:
    part = np.array([1] * 30 + [0] * 70)
    _, low, high = share_of_sums(sums_of(part, np.ones(100)))
    exact = binomtest(30, 100).proportion_ci()
    assert float(low) == pytest.approx(exact.low, abs=0.01)
    assert float(high) == pytest.approx(exact.high, abs=0.01)


def test_residuals_are_chi_square_for_two_by_two() -> None:
    table = np.array([[20.0, 30.0], [40.0, 10.0]])
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    chi_square = ((table - expected) ** 2 / expected).sum()
    assert standardised_residuals(table)[0, 0] ** 2 == pytest.approx(chi_square)

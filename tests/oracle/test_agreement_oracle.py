"""Agreement against published figures, scikit-learn, and sums written out pair by pair."""

from itertools import combinations, permutations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from toolkit.stats.agreement import agreement_coefficients, krippendorff_alpha

N = np.nan
# Krippendorff (2011), Computing Krippendorff's alpha-reliability: four observers, twelve units, gaps.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ]
).T


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_example(level, value):
    assert krippendorff_alpha(PUBLISHED, level) == pytest.approx(value, abs=5e-4)


def test_ac1_and_percent_of_the_published_example():
    """Figures of the R package irrCAC for the same table (its cac.raw4raters)."""
    found = agreement_coefficients(PUBLISHED)
    assert found["percent"].estimate == pytest.approx(0.81818, abs=1e-5)
    assert found["ac1"].estimate == pytest.approx(0.77544, abs=1e-5)


def alpha_by_pairs(table, level):
    """Observed disagreement over all pairs inside units, expected over all pairs of all pairable values."""
    units = [row[~np.isnan(row)] for row in table]
    units = [row for row in units if len(row) > 1]
    pool = np.concatenate(units)

    def distance(a, b):
        if level == "nominal":
            return float(a != b)
        if level == "interval":
            return (a - b) ** 2
        low, high = min(a, b), max(a, b)
        between = ((pool >= low) & (pool <= high)).sum() - ((pool == low).sum() + (pool == high).sum()) / 2
        return between**2 if low != high else 0.0

    observed = sum(sum(distance(a, b) for a, b in permutations(row, 2)) / (len(row) - 1) for row in units)
    expected = sum(distance(a, b) for a, b in permutations(pool, 2)) / (len(pool) - 1)
    return 1 - observed / expected


def ac1_by_hand(table, k):
    units = [row[~np.isnan(row)] for row in table]
    pairs = [np.mean([a == b for a, b in combinations(row, 2)]) for row in units if len(row) > 1]
    values = np.unique(np.concatenate(units))
    used = np.array([np.mean([(row == v).mean() for row in units if len(row)]) for v in values])
    chance = (used * (1 - used)).sum() / (k - 1)
    return (np.mean(pairs) - chance) / (1 - chance)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_random_tables_with_gaps(seed, level):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, 15)
    table = np.where(rng.random((15, 3)) < 0.7, truth[:, None], rng.integers(0, 4, (15, 3))).astype(float)
    table[rng.random((15, 3)) < 0.2] = N
    assert krippendorff_alpha(table, level) == pytest.approx(alpha_by_pairs(table, level))
    found = agreement_coefficients(table, categories=4)
    assert found["ac1"].estimate == pytest.approx(ac1_by_hand(table, 4))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("level", "weights"), [("nominal", None), ("ordinal", "linear"), ("interval", "quadratic")]
)
def test_kappa_is_that_of_scikit_learn(seed, level, weights):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, 40)
    table = np.where(rng.random((40, 3)) < 0.6, truth[:, None], rng.integers(0, 4, (40, 3))).astype(float)
    each = [
        cohen_kappa_score(table[:, a], table[:, b], weights=weights) for a, b in combinations(range(3), 2)
    ]
    found = agreement_coefficients(table, level=level)
    assert found["kappa"].estimate == pytest.approx(np.mean(each))

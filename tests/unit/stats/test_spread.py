"""Families of choices between groups: residuals beside SciPy and brute force, the maximum statistic."""

from itertools import permutations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.stats import chi2_contingency

from toolkit.stats.spread import DAMPED, residuals, spreads


def test_squared_residuals_of_two_by_two_are_pearsons_chi_square():
    table = np.array([[12.0, 5.0], [3.0, 9.0]])
    z = residuals(table, np.array([0, 0]))
    assert z[0, 0] ** 2 == pytest.approx(chi2_contingency(table, correction=False)[0])
    assert z[0, 0] == pytest.approx(-z[0, 1]) == pytest.approx(-z[1, 0])


def test_residuals_of_each_family_are_those_of_its_own_table():
    rng = np.random.default_rng(3)
    counts, family = rng.integers(1, 9, (3, 5)).astype(float), np.array([0, 0, 1, 1, 1])
    z = residuals(counts, family)
    for own in (slice(0, 2), slice(2, 5)):
        assert z[:, own] == pytest.approx(residuals(counts[:, own], np.zeros(counts[:, own].shape[1], int)))
    part = counts[:, 2:]
    expected = part.sum(1, keepdims=True) * part.sum(0) / part.sum()
    error = np.sqrt(expected * (1 - part.sum(1, keepdims=True) / part.sum()) * (1 - part.sum(0) / part.sum()))
    assert z[:, 2:] == pytest.approx((part - expected) / error)


def test_a_family_of_one_group_alone_is_not_apart():
    assert not residuals(np.array([[4.0, 6.0], [0.0, 0.0]]), np.array([0, 0])).any()


def test_p_is_that_of_all_deals_of_a_small_search():
    rng = np.random.default_rng(5)
    has, family = (rng.random((6, 5)) < 0.6).astype(float), np.array([0, 0, 1, 1, 1])
    group = np.array([0, 0, 0, 1, 1, 1])

    def widest(dealt):
        z = residuals(
            np.stack([has[np.array(dealt) == g].sum(axis=0) for g in (0, 1)]), family, damped=DAMPED
        )
        return [np.ptp(z[:, family == f], axis=1).max() for f in (0, 1)]

    best = [max(widest(dealt)) for dealt in set(permutations(group))]
    own = widest(group)
    exact = [np.mean(np.array(best) >= value * (1 - 1e-9)) for value in own]
    found = spreads(csr_matrix(has), family, group, permutations=3000)
    assert found.spread == pytest.approx(own)
    assert found.p == pytest.approx(exact, abs=0.03)


def test_clusters_change_groups_as_one():
    """Two clusters a side: any deal is as extreme in one of three, however many articles they hold."""
    has = csr_matrix(np.repeat([[1.0, 0.0], [0.0, 1.0]], 40, axis=0))
    group, clusters = np.repeat([0, 1], 40), np.repeat([0, 1, 2, 3], 20)
    alone = spreads(has, np.array([0, 0]), group, permutations=299)
    together = spreads(has, np.array([0, 0]), group, clusters=clusters, permutations=299)
    assert alone.p[0] == pytest.approx(1 / 300)
    assert together.p[0] == pytest.approx(1 / 3, abs=0.08)


def test_the_search_finds_none_in_articles_dealt_at_random():
    rng, found = np.random.default_rng(11), 0
    family = np.repeat(np.arange(20), 3)
    for seed in range(40):
        has = csr_matrix((rng.random((60, 60)) < 0.3).astype(float))
        found += bool(
            spreads(has, family, rng.integers(0, 2, 60), permutations=99, seed=seed).p.min() <= 0.05
        )
    assert found <= 6  # 2 expected; more has a chance of 1 %


def test_the_same_seed_gives_the_same_p():
    has = csr_matrix((np.random.default_rng(2).random((30, 4)) < 0.5).astype(float))
    family, group = np.array([0, 0, 1, 1]), np.arange(30) % 3
    assert (spreads(has, family, group).p == spreads(has, family, group).p).all()


def test_damping_holds_back_rare_choices_most():
    rare = residuals(np.array([[2.0, 98.0], [0.0, 900.0]]), np.array([0, 0]))[0, 0]
    counts = np.array([[40.0, 60.0], [250.0, 650.0]])
    common = residuals(counts, np.array([0, 0]))[0, 0]
    assert rare > common > 2
    damped = [
        residuals(table, np.array([0, 0]), damped=DAMPED)[0, 0]
        for table in (np.array([[2.0, 98.0], [0.0, 900.0]]), counts)
    ]
    assert damped[0] < damped[1]

"""q over several families and intervals of picked findings, beside their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from toolkit.errors import ToolkitError
from toolkit.stats.differences import Level
from toolkit.stats.families import (
    CERTAIN,
    LIKELY,
    benjamini_hochberg,
    certainty,
    hierarchical,
    interval_level,
)
from toolkit.stats.selected import articles_needed, widened


def rejected(families: list[np.ndarray], level: float) -> list[np.ndarray]:
    """Return what the two steps of Benjamini and Bogomolov reject, word for word, at one level."""
    simes = np.array([(np.sort(p) * len(p) / np.arange(1, len(p) + 1)).min() for p in families])
    order = np.sort(simes)
    passed = np.flatnonzero(order <= level * np.arange(1, len(order) + 1) / len(order))
    chosen = simes <= order[passed[-1]] if len(passed) else np.zeros(len(simes), dtype=bool)
    inner = level * chosen.sum() / len(families)
    made = []
    for p, is_chosen in zip(families, chosen, strict=True):
        ranked = np.sort(p)
        under = np.flatnonzero(ranked <= inner * np.arange(1, len(p) + 1) / len(p))
        made.append((p <= ranked[under[-1]]) & is_chosen if len(under) else np.zeros(len(p), dtype=bool))
    return made


@pytest.mark.parametrize("seed", range(12))
def test_hierarchical_q_is_the_smallest_level_that_rejects(seed: int) -> None:
    rng = np.random.default_rng(seed)
    families = [rng.beta(0.3, 1.5, rng.integers(1, 9)) for _ in range(rng.integers(1, 6))]
    found = hierarchical([benjamini_hochberg(p) for p in families])
    for level in np.linspace(0.003, 0.97, 120):
        for q, right in zip(found, rejected(families, level), strict=True):
            assert ((q <= level) == right).all(), (level, q)


def test_families_without_tests_do_not_count_and_nan_stays() -> None:
    alone = hierarchical([[0.01, np.nan]])
    beside = hierarchical([[0.01, np.nan], [np.nan], []])
    assert beside[0][0] == alone[0][0] == 0.01
    assert np.isnan(beside[0][1])
    assert np.isnan(beside[1]).all()


def test_where_nothing_differs_a_false_finding_is_as_rare_as_said() -> None:
    rng = np.random.default_rng(5)
    false = [
        min(q.min() for q in hierarchical([benjamini_hochberg(rng.random(n)) for n in (3, 40, 8, 15)]))
        < CERTAIN
        for _ in range(2000)
    ]
    assert 0.03 < np.mean(false) < 0.065


@pytest.mark.parametrize(
    ("q", "word"),
    [(CERTAIN - 1e-9, "certain"), (CERTAIN, "likely"), (LIKELY - 1e-9, "likely"), (LIKELY, "seen here")],
)
def test_one_word_for_one_level(q: float, word: str) -> None:
    assert certainty(q) == word


def test_the_level_of_picked_intervals_is_that_of_benjamini_and_yekutieli() -> None:
    assert interval_level(3, 60) == pytest.approx(1 - 0.05 * 3 / 60)
    assert interval_level(60, 60) == 0.95
    with pytest.raises(ToolkitError, match="3 of 2 findings"):
        interval_level(3, 2)


def test_picked_means_are_covered_where_plain_intervals_fail() -> None:
    """Of 200 means, 20 of them not zero, those that BH picks: 95 % intervals miss far more often than 1 in 20."""
    rng = np.random.default_rng(11)
    truth = np.r_[np.full(20, 2.5), np.zeros(180)]
    plain, adjusted = [], []
    for _ in range(300):
        seen = truth + rng.standard_normal(200)
        picked = benjamini_hochberg(2 * stats.norm.sf(abs(seen))) < CERTAIN
        if picked.any():
            reach = stats.norm.isf((1 - interval_level(int(picked.sum()), 200)) / 2)
            miss = abs(seen - truth)[picked]
            plain.append((miss > 1.96).mean())
            adjusted.append((miss > reach).mean())
    assert np.mean(adjusted) < 0.05 < 0.15 < np.mean(plain)


def test_a_share_is_widened_as_its_own_interval_would_be() -> None:
    share, error, n = 0.3, 0.05, 25
    half = error / (share * (1 - share))
    low, high = (special.expit(special.logit(share) + s * stats.t.ppf(0.975, n - 1) * half) for s in (-1, 1))
    made = widened(Level(share, low, high, n - 1), 0.999, share=True)
    reach = stats.t.ppf(0.9995, n - 1) * half
    assert made.low == pytest.approx(special.expit(special.logit(share) - reach))
    assert made.high == pytest.approx(special.expit(special.logit(share) + reach))


@pytest.mark.parametrize(("share", "end"), [(0.0, "high"), (1.0, "low")])
def test_a_share_of_none_or_all_has_the_binomial_bound(share: float, end: str) -> None:
    n, usual, wide = 18, 0.025, 0.001
    level = Level(
        share, 0.0 if share == 0 else usual ** (1 / n), 1.0 if share else 1 - usual ** (1 / n), n - 1
    )
    made = widened(level, 1 - 2 * wide, share=True)
    right = stats.beta.ppf(wide, n, 1) if share else stats.beta.isf(wide, 1, n)
    assert getattr(made, end) == pytest.approx(right)


def test_articles_needed_give_that_power() -> None:
    n = articles_needed((1.0, 1.0), 0.5, p=0.05)
    assert n == 63, "Cohen (1988), table 2.4.1, has 64 with t"
    reach = 0.5 / np.sqrt(2 / n)
    assert stats.norm.sf(1.959964 - reach) == pytest.approx(0.8, abs=0.01)

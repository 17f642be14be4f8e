"""Presence of a word in articles: Fisher's tests, by hand and of SciPy."""

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq
from scipy.sparse import csr_matrix

from toolkit.stats.presence import length_odds, presence_test, presence_tests
from toolkit.stats.sides import Side, side


def holding(with_word: list[int], n: int) -> Side:
    uses = np.array([[1 if i < held else 0 for held in with_word] for i in range(n)])
    return side(csr_matrix(uses), np.full(n, 100))


def test_fishers_tea() -> None:
    """Three of four cups right: p = .4857 (Fisher 1935; fisher.test in R); all four: .02857."""
    sides = holding([3, 4, 2], 4), holding([1, 0, 2], 4)
    assert presence_test(*sides, mid=False) == pytest.approx([0.4857143, 0.02857143, 1.0], abs=1e-7)
    # mid-p: (1 + 1)/70 halved; 2/70 + 32/70 halved; 34/70 + 36/70 halved
    assert presence_test(*sides) == pytest.approx([18 / 70, 1 / 70, 52 / 70], abs=1e-12)


def test_every_pair_of_counts_is_fishers_exact_test() -> None:
    n_a, n_b = 5, 7
    pairs = [(a, b) for a in range(n_a + 1) for b in range(n_b + 1)]
    found = presence_test(holding([a for a, _ in pairs], n_a), holding([b for _, b in pairs], n_b), mid=False)
    for (a, b), p in zip(pairs, found, strict=True):
        expected = stats.fisher_exact([[a, n_a - a], [b, n_b - b]]).pvalue
        assert p == pytest.approx(expected, abs=1e-9), (a, b)


def test_mid_p_counts_what_is_as_likely_by_half() -> None:
    n_a, n_b = 5, 7
    for a, b in [(5, 1), (3, 3), (0, 4), (2, 6)]:
        null = stats.hypergeom(n_a + n_b, n_a, a + b)
        chance = null.pmf(np.arange(0, n_a + 1))
        own = null.pmf(a)
        same = np.isclose(chance, own, rtol=1e-7)
        expected = chance[(chance < own) & ~same].sum() + chance[same].sum() / 2
        assert presence_test(holding([a], n_a), holding([b], n_b))[0] == pytest.approx(expected, abs=1e-9)


def test_mid_p_is_under_a_level_about_as_often_as_the_level_says() -> None:
    """Words of any rate in 20 and 20 articles that differ in nothing: the exact test is far more timid."""
    rng = np.random.default_rng(4)
    rates = rng.uniform(0.1, 0.9, 3000)
    held, other = rng.binomial(20, rates), rng.binomial(20, rates)
    sides = holding(held.tolist(), 20), holding(other.tolist(), 20)
    mid, exact = (np.mean(presence_test(*sides, mid=m) < 0.05) for m in (True, False))
    assert 0.03 <= mid <= 0.06
    assert exact < mid


def test_the_least_p_is_that_of_all_articles_on_one_side() -> None:
    a, b = holding([3, 0, 2, 5], 10), holding([1, 8, 0, 5], 10)
    found = presence_tests(a, b)[1]
    for place, total in enumerate((4, 8, 2, 10)):
        chance = stats.hypergeom(20, 10, total).pmf(0)
        assert found[place] == pytest.approx(chance)  # two ends, each as likely, by half
    few, many = holding([3], 10), holding([0], 120)
    assert presence_tests(few, many)[1][0] == pytest.approx(stats.hypergeom(130, 10, 3).pmf(3) / 2)


@pytest.mark.parametrize(
    ("n_a", "n_b", "held"),
    [(6_000, 90_000, (380, 5_600)), (40_000, 60_000, (1_400, 1_500)), (9_000, 9_000, (8_000, 6_900))],
)
def test_of_very_many_articles_only_likely_counts_are_looked_at(
    n_a: int, n_b: int, held: tuple[int, int]
) -> None:
    zero = np.zeros(1)
    a, b = (
        Side(n, n * 100.0, n * 1e4, zero, zero, zero, np.array([float(with_word)]), zero)
        for n, with_word in zip((n_a, n_b), held, strict=True)
    )
    total = sum(held)
    chance = stats.hypergeom(n_a + n_b, n_a, total).pmf(np.arange(max(0, total - n_b), min(total, n_a) + 1))
    own = stats.hypergeom(n_a + n_b, n_a, total).pmf(held[0])
    rarer, up_to = chance[chance < own * (1 - 1e-7)].sum(), chance[chance <= own * (1 + 1e-7)].sum()
    p, least = presence_tests(a, b)
    assert p[0] == pytest.approx((rarer + up_to) / 2, rel=1e-6)
    assert least[0] == 0  # all of them on one side is less likely than any number can say


def test_counts_that_are_never_seen_have_a_p_of_zero() -> None:
    zero = np.zeros(1)
    a = Side(50_000, 5e6, 5e8, zero, zero, zero, np.array([4_000.0]), zero)
    b = Side(50_000, 5e6, 5e8, zero, zero, zero, np.array([0.0]), zero)
    p, least = presence_tests(a, b)
    assert p[0] == least[0] == 0


def exact_odds(a: np.ndarray, b: np.ndarray, total: int) -> float:
    """Solve for the one rate that gives the number of articles, to the last digit."""

    def held(rate: float) -> tuple[float, float]:
        return float(np.mean(-np.expm1(-rate * a))), float(np.mean(-np.expm1(-rate * b)))

    rate = brentq(lambda r: len(a) * held(r)[0] + len(b) * held(r)[1] - total, 1e-9, 10)
    p, q = held(rate)
    return p / (1 - p) / (q / (1 - q))


def test_the_odds_of_length_are_those_of_the_one_rate() -> None:
    a, b = np.array([900, 700, 400, 1200]), np.array([300, 200, 500, 100, 250])
    totals = np.array([1, 3, 5, 8])
    found = length_odds(a, b, totals)
    assert found == pytest.approx([exact_odds(a, b, int(t)) for t in totals], rel=1e-3)
    assert length_odds(b, a, totals) == pytest.approx(1 / found, rel=1e-6)


def test_articles_without_words_and_sides_without_articles() -> None:
    a, b = [300, 200], [100, 400, 200]
    totals = np.array([2, 4])
    assert length_odds([*a, 0], b, totals) == pytest.approx(length_odds(a, b, totals))
    assert length_odds([0], b, totals).tolist() == [1.0, 1.0]
    assert length_odds(a, [], totals).tolist() == [1.0, 1.0]


def test_none_and_all_of_the_articles_stay_finite() -> None:
    a, b = [300, 200], [100, 400, 200]
    found = length_odds(a, b, np.array([0, 5]))
    assert found == pytest.approx(length_odds(a, b, np.array([0.5, 4.5])))
    assert np.isfinite(found).all()
    test = presence_test(holding([0, 2], 2), holding([0, 3], 3), (a, b), mid=False)
    assert test == pytest.approx([1.0, 1.0])


def test_longer_articles_that_hold_more_are_no_difference() -> None:
    a, b = holding([8], 10), holding([3], 10)
    lengths = (np.full(10, 1000), np.full(10, 200))
    plain, fair = presence_test(a, b, mid=False)[0], presence_test(a, b, lengths, mid=False)[0]
    assert plain < 0.08
    assert fair > 0.5
    odds = length_odds(*lengths, np.array([11]))[0]
    null = stats.nchypergeom_fisher(20, 10, 11, odds)
    chance = null.pmf(np.arange(1, 11))
    assert fair == pytest.approx(chance[chance <= null.pmf(8) * (1 + 1e-7)].sum(), abs=1e-6)


def test_articles_without_words_and_of_one_word_on_either_side() -> None:
    a, b, totals = [300, 200, 1], [100, 400, 200, 1], np.array([2, 4])
    found = length_odds(a, b, totals)
    assert length_odds(a, [*b, 0], totals) == pytest.approx(found)
    assert length_odds([*a, 0], b, totals) == pytest.approx(found)
    assert found[0] == pytest.approx(exact_odds(np.array(a), np.array(b), 2), rel=1e-3)
    assert found[0] != pytest.approx(length_odds(a[:2], b, totals)[0], rel=1e-2)
    assert found[0] != pytest.approx(length_odds(a, b[:3], totals)[0], rel=1e-2)

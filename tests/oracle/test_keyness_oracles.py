"""Keyness statistics against SciPy, brute force and worked examples."""

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

from toolkit.stats import sides as own
from toolkit.stats.presence import length_odds, presence_test

RNG = np.random.default_rng(7)
COUNTS_A = csr_matrix(RNG.poisson(RNG.gamma(0.3, 1.5, size=40), size=(23, 40)))
COUNTS_B = csr_matrix(RNG.poisson(RNG.gamma(0.3, 1.5, size=40), size=(31, 40)))
WORDS_A, WORDS_B = RNG.integers(200, 900, 23), RNG.integers(200, 900, 31)
A, B = own.side(COUNTS_A, WORDS_A), own.side(COUNTS_B, WORDS_B)
USED = np.flatnonzero(A.count + B.count > 0)


def _table(j: int) -> np.ndarray:
    return np.array([[A.count[j], A.words - A.count[j]], [B.count[j], B.words - B.count[j]]])


@pytest.mark.parametrize(("name", "kind"), [("g2", "log-likelihood"), ("chi2", "pearson")])
def test_g2_and_chi2_equal_scipy(name, kind):
    ours = getattr(own, name)(A, B)
    for j in USED:
        theirs = stats.chi2_contingency(_table(j), correction=False, lambda_=kind).statistic
        assert abs(ours[j]) == pytest.approx(theirs, rel=1e-9, abs=1e-9)
        assert (ours[j] >= 0) == (A.count[j] / A.words >= B.count[j] / B.words)


def test_a_word_that_is_all_there_is_has_no_difference():
    only = own.side(csr_matrix([[3], [4]]), [3, 4])
    assert own.g2(only, only).tolist() == [0.0]
    assert own.chi2(only, only).tolist() == [0.0]


def test_log_odds_z_equals_brute_force():
    prior = 0.3 * (A.count + B.count) / (A.words + B.words) + 0.01
    total = 25.0
    delta, z = own.log_odds(A, B, prior, total)
    for j in range(40):
        y_a, y_b, alpha = A.count[j], B.count[j], prior[j]
        odds_a = (y_a + alpha) / (A.words + total - y_a - alpha)
        odds_b = (y_b + alpha) / (B.words + total - y_b - alpha)
        expected = np.log(odds_a) - np.log(odds_b)
        assert delta[j] == pytest.approx(expected, abs=1e-12)
        assert z[j] == pytest.approx(expected / np.sqrt(1 / (y_a + alpha) + 1 / (y_b + alpha)), abs=1e-9)


def test_clustered_variance_equals_brute_force():
    prior = np.full(40, 0.5)
    ours = own.clustered_variance(A, prior)
    dense = COUNTS_A.toarray()
    for j in np.flatnonzero(A.count > 0):
        p = dense[:, j].sum() / WORDS_A.sum()
        squares = sum((dense[d, j] - p * WORDS_A[d]) ** 2 for d in range(23))
        expected = 23 / 22 * squares / (WORDS_A.sum() * p * (1 - p)) ** 2
        assert ours[j] == pytest.approx(max(expected, 1 / (A.count[j] + 0.5)), rel=1e-9)


def test_presence_equals_fisher_exact():
    ours = presence_test(A, B, mid=False)
    for j in range(40):
        with_a, with_b = A.articles[j], B.articles[j]
        table = [[with_a, A.n - with_a], [with_b, B.n - with_b]]
        assert ours[j] == pytest.approx(stats.fisher_exact(np.array(table, dtype=int)).pvalue, abs=1e-9)


def test_presence_with_equal_lengths_is_fisher_exact():
    same = presence_test(A, B, ([400] * 23, [400] * 31))
    assert same == pytest.approx(presence_test(A, B), abs=1e-6)


def test_presence_of_unequal_lengths_uses_the_noncentral_hypergeometric():
    lengths = (np.full(23, 900), np.full(31, 300))
    j = int(USED[np.argmax(A.articles[USED] + B.articles[USED] < 20)])
    total = int(A.articles[j] + B.articles[j])
    odds = length_odds(*lengths, np.array([total]))[0]
    null = stats.nchypergeom_fisher(A.n + B.n, A.n, total, odds)
    chance = null.pmf(np.arange(0, total + 1))
    expected = chance[chance <= null.pmf(A.articles[j]) * (1 + 1e-7)].sum()
    assert presence_test(A, B, lengths, mid=False)[j] == pytest.approx(expected, abs=1e-6)
    assert odds > 1


def test_no_word_has_no_presence():
    assert presence_test(A.only(np.array([], dtype=int)), B.only(np.array([], dtype=int))).tolist() == []


def test_gries_worked_example():
    """v = 1..5, s = .18, .2, .2, .2, .22 (Gries 2008): DP .180; DPnorm .2195."""
    counts, words = csr_matrix([[1], [2], [3], [4], [5]]), np.array([18, 20, 20, 20, 22])
    norm = own.dispersion(counts, words)[0]
    assert norm == pytest.approx(0.2195, abs=5e-5)
    assert norm * (1 - 0.18) == pytest.approx(0.180, abs=5e-4)


def test_dispersion_equals_brute_force():
    ours = own.dispersion(COUNTS_A, WORDS_A)
    share = WORDS_A / WORDS_A.sum()
    dense = COUNTS_A.toarray()
    for j in range(40):
        uses = dense[:, j].sum()
        if not uses:
            assert np.isnan(ours[j])
            continue
        dp = np.abs(dense[:, j] / uses - share).sum() / 2
        assert ours[j] == pytest.approx(dp / (1 - share.min()), abs=1e-12)


def test_rate_ratio_is_the_log2_of_the_rates():
    ratio, low, high = own.rate_ratio(A, B)
    both = (A.count > 0) & (B.count > 0)
    expected = np.log2((A.count[both] / A.words) / (B.count[both] / B.words))
    assert ratio[both] == pytest.approx(expected, abs=1e-12)
    assert (low <= ratio).all()
    assert (ratio <= high).all()


def _planted(uses_a: list[int], uses_b: list[int]) -> float:
    """Return the q-value of one word among 999 words without a difference."""
    rng = np.random.default_rng(3)
    n = len(uses_a)
    noise_a, noise_b = rng.poisson(0.2, (n, 999)), rng.poisson(0.2, (n, 999))
    a = own.side(csr_matrix(np.column_stack([uses_a, noise_a])), np.full(n, 500))
    b = own.side(csr_matrix(np.column_stack([uses_b, noise_b])), np.full(n, 500))
    prior = 100 * (a.count + b.count) / (a.words + b.words)
    p_rate = own.rate_test(a, b, prior, 100.0)
    p = own.combined(p_rate, presence_test(a, b, ([500] * n, [500] * n)), a, b)
    from toolkit.stats.families import benjamini_hochberg

    return float(benjamini_hochberg(p)[0])


def test_fifty_uses_in_one_article_are_one_choice():
    none = [0] * 150
    q = _planted([50, *none[1:]], none)
    assert np.isnan(q) or q > 0.2


def test_fifty_uses_in_one_article_and_a_few_elsewhere_are_not_found():
    q = _planted([50, 1, 1, *[0] * 147], [0] * 150)
    assert q > 0.2


def test_one_use_in_each_of_fifty_articles_is_found():
    q = _planted([1] * 50 + [0] * 100, [0] * 150)
    assert q < 1e-4

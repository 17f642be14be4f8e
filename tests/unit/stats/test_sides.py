"""Two sets of articles and one word: every statistic by hand."""

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

from toolkit.stats import sides
from toolkit.stats.sides import Side

# uses of three words in six articles of either side, and the words of the articles
USES_A = np.array([[3, 0, 1], [1, 0, 0], [2, 0, 0], [4, 1, 0], [2, 0, 0], [3, 0, 2]])
USES_B = np.array([[1, 2, 0], [0, 0, 1], [1, 3, 0], [0, 1, 0], [2, 2, 0], [0, 0, 0]])
WORDS_A, WORDS_B = np.array([400, 250, 300, 500, 350, 450]), np.array([300, 420, 380, 260, 510, 330])
PRIOR, TOTAL = np.array([0.4, 0.3, 0.2]), 12.0


def make(uses: np.ndarray, words: np.ndarray) -> Side:
    return sides.side(csr_matrix(uses), words)


A, B = make(USES_A, WORDS_A), make(USES_B, WORDS_B)


def variance_by_hand(uses: np.ndarray, words: np.ndarray, prior: float) -> float:
    k, p = len(uses), uses.sum() / words.sum()
    if not p:
        return 1 / prior
    squares = ((uses - p * words) ** 2).sum()
    return max(k / (k - 1) * squares / (words.sum() * p * (1 - p)) ** 2, 1 / (uses.sum() + prior))


def test_sums_of_a_side() -> None:
    assert (A.n, A.words, A.squared_words) == (6, 2250.0, float((WORDS_A**2).sum()))
    assert A.count.tolist() == [15, 1, 3]
    assert A.squared.tolist() == [43, 1, 5]
    assert A.crossed.tolist() == (USES_A * WORDS_A[:, None]).sum(axis=0).tolist()
    assert A.articles.tolist() == [6, 1, 2]
    assert A.top.tolist() == [4, 1, 2]


def test_an_article_without_words_and_a_side_without_articles() -> None:
    assert make(np.vstack([USES_A, [0, 0, 0]]), np.append(WORDS_A, 0)).n == 6
    empty = make(np.zeros((0, 3), dtype=int), np.array([]))
    assert (empty.n, empty.words, empty.top.tolist()) == (0, 0.0, [0, 0, 0])


def test_sides_add_up() -> None:
    both = make(np.vstack([USES_A, USES_B]), np.concatenate([WORDS_A, WORDS_B]))
    added = A + B
    for name in ("n", "words", "squared_words"):
        assert getattr(added, name) == getattr(both, name)
    for name in ("count", "squared", "crossed", "articles", "top"):
        assert getattr(added, name).tolist() == getattr(both, name).tolist()
    assert A.only(np.array([2])).count.tolist() == [3]
    assert A.only(np.array([True, False, True])).top.tolist() == [4, 2]


def test_log_odds_with_a_prior() -> None:
    delta, z = sides.log_odds(A, B, PRIOR, TOTAL)
    for j in range(3):
        up, down = A.count[j] + PRIOR[j], B.count[j] + PRIOR[j]
        expected = np.log(up / (2250 + 12 - up)) - np.log(down / (2200 + 12 - down))
        assert delta[j] == pytest.approx(expected)
        assert z[j] == pytest.approx(expected / np.sqrt(1 / up + 1 / down))


def test_the_variance_is_that_of_articles_and_never_under_that_of_words() -> None:
    found = sides.clustered_variance(A, PRIOR)
    expected = [variance_by_hand(USES_A[:, j], WORDS_A, PRIOR[j]) for j in range(3)]
    assert found == pytest.approx(expected)
    none = make(np.zeros((4, 1), dtype=int), np.full(4, 9))
    assert sides.clustered_variance(none, np.array([0.5])) == pytest.approx([2.0])
    one = make(np.array([[2]]), np.array([9]))
    assert sides.clustered_variance(one, np.array([0.5])) == pytest.approx([0.4])
    nothing = make(np.zeros((0, 1), dtype=int), np.array([]))
    assert sides.clustered_variance(nothing, np.array([0.5])) == pytest.approx([2.0])


def test_p_of_the_rate_to_six_digits() -> None:
    """t with five degrees of freedom: one less than the six articles of the smaller side."""
    found = sides.rate_test(A, B, PRIOR, TOTAL)
    for j in range(3):
        delta = sides.log_odds(A, B, PRIOR, TOTAL)[0][j]
        error = np.sqrt(
            variance_by_hand(USES_A[:, j], WORDS_A, PRIOR[j])
            + variance_by_hand(USES_B[:, j], WORDS_B, PRIOR[j])
        )
        assert found[j] == pytest.approx(2 * stats.t.sf(abs(delta) / error, 5), rel=1e-9)
    assert found == pytest.approx([0.071081, 0.121055, 0.449517], abs=5e-7)


def test_the_smaller_side_gives_the_degrees_of_freedom() -> None:
    small = make(USES_B[:4], WORDS_B[:4])
    delta = sides.log_odds(A, small, PRIOR, TOTAL)[0][0]
    error = np.sqrt(
        variance_by_hand(USES_A[:, 0], WORDS_A, 0.4) + variance_by_hand(USES_B[:4, 0], WORDS_B[:4], 0.4)
    )
    expected = 2 * stats.t.sf(abs(delta) / error, 3)
    assert sides.rate_test(A, small, PRIOR, TOTAL)[0] == pytest.approx(expected)
    assert sides.rate_test(small, A, PRIOR, TOTAL)[0] == pytest.approx(expected)


@pytest.mark.parametrize(("n", "tested"), [(1, False), (2, True)])
def test_two_articles_a_side_are_the_least(n: int, tested: bool) -> None:
    small = make(USES_A[:n], WORDS_A[:n])
    assert np.isfinite(sides.rate_test(small, B, PRIOR, TOTAL)[0]) == tested
    ratio, low, high = sides.rate_ratio(small, B)
    assert np.isfinite(ratio[0])
    assert np.isfinite(low[0]) == tested
    assert np.isfinite(high[0]) == tested


@pytest.mark.parametrize("level", [0.95, 0.8])
def test_the_ratio_of_rates_and_its_interval(level: float) -> None:
    ratio, low, high = sides.rate_ratio(A, B, level)
    j = 0  # both sides use it: nothing is added
    assert ratio[j] == pytest.approx(np.log2((15 / 2250) / (4 / 2200)))
    spread = variance_by_hand(USES_A[:, j], WORDS_A, 0) + variance_by_hand(USES_B[:, j], WORDS_B, 0)
    half = stats.t.ppf(0.5 + level / 2, 5) * np.sqrt(spread) / np.log(2)
    assert (low[j], high[j]) == pytest.approx((ratio[j] - half, ratio[j] + half))


def test_a_word_that_one_side_lacks_shares_out_one_use() -> None:
    lacking = make(np.array([[0], [0], [0]]), np.array([100, 200, 300]))
    has = make(np.array([[1], [2], [0], [1]]), np.array([100, 100, 100, 100]))
    ratio, low, high = sides.rate_ratio(has, lacking)
    up, down = 4 + 0.4, 0 + 0.6
    assert ratio[0] == pytest.approx(np.log2(up / 400) - np.log2(down / 600))
    spread = variance_by_hand(np.array([1, 2, 0, 1]), np.full(4, 100), 0.4) + 1 / 0.6
    half = stats.t.ppf(0.975, 2) * np.sqrt(spread) / np.log(2)
    assert (low[0], high[0]) == pytest.approx((ratio[0] - half, ratio[0] + half))
    back = sides.rate_ratio(lacking, has)[0]
    assert back[0] == pytest.approx(-ratio[0])


def one_word(uses: list[int], words: int = 100) -> Side:
    return make(np.array(uses)[:, None], np.full(len(uses), words))


def test_the_combined_p_is_the_harmonic_mean() -> None:
    a, b = one_word([1, 1, 1, 0]), one_word([0, 0, 0, 1])
    expected = stats.hmean([0.02, 0.3])
    assert sides.combined(np.array([0.02]), np.array([0.3]), a, b) == pytest.approx([expected])
    assert sides.combined(np.array([0.3]), np.array([0.02]), a, b) == pytest.approx([expected])
    assert sides.combined(np.array([0.7]), np.array([0.7]), a, b) == pytest.approx([0.7])
    assert sides.combined(np.array([np.nan]), np.array([0.02]), a, b) == pytest.approx(
        [stats.hmean([1, 0.02])]
    )
    assert sides.combined(np.array([0.0]), np.array([0.02]), a, b) == pytest.approx([0.0])


def test_three_articles_of_the_marked_side_are_the_least() -> None:
    p = np.array([0.01])
    other = one_word([0, 0, 0, 0])
    assert np.isnan(sides.combined(p, p, one_word([3, 3, 0, 0]), other)[0])
    assert sides.combined(p, p, one_word([1, 1, 1, 0]), other)[0] == pytest.approx(0.01)
    assert np.isnan(sides.combined(p, p, other, one_word([3, 3, 0, 0]))[0])
    assert sides.combined(p, p, other, one_word([1, 1, 1, 0]))[0] == pytest.approx(0.01)
    assert sides.combined(p, p, one_word([3, 3, 0, 0]), other, 2)[0] == pytest.approx(0.01)


def test_presence_counts_only_where_it_points_the_way_of_the_rate() -> None:
    """More uses for each word on side a, but more of b's articles hold it."""
    a, b = one_word([9, 9, 9, 0, 0, 0]), one_word([1, 1, 1, 1, 1, 0])
    p_rate, p_presence = np.array([0.4]), np.array([0.01])
    assert sides.combined(p_rate, p_presence, a, b)[0] == pytest.approx(stats.hmean([0.4, 1]))
    assert sides.combined(p_rate, p_presence, b, a)[0] == pytest.approx(stats.hmean([0.4, 1]))
    level = one_word([1, 1, 1, 1, 1, 0])  # as many articles: presence may speak
    more = one_word([2, 2, 2, 2, 2, 0])
    assert sides.combined(p_rate, p_presence, more, level)[0] == pytest.approx(stats.hmean([0.4, 0.01]))
    assert sides.combined(p_rate, p_presence, level, more)[0] == pytest.approx(stats.hmean([0.4, 0.01]))


def test_an_equal_rate_counts_as_up() -> None:
    same, held = one_word([1, 1, 1, 1]), one_word([4, 0, 0, 0])
    assert sides.combined(np.array([0.5]), np.array([0.01]), same, held)[0] == pytest.approx(
        stats.hmean([0.5, 0.01])
    )
    assert np.isnan(sides.combined(np.array([0.5]), np.array([0.01]), held, same)[0])
    assert sides.g2(same, held)[0] == 0


@pytest.mark.parametrize(("name", "kind"), [("g2", "log-likelihood"), ("chi2", "pearson")])
def test_classic_measures_have_the_sign_of_the_rate(name: str, kind: str) -> None:
    found = getattr(sides, name)(A, B)
    for j in range(3):
        table = [[A.count[j], A.words - A.count[j]], [B.count[j], B.words - B.count[j]]]
        expected = stats.chi2_contingency(table, correction=False, lambda_=kind).statistic
        assert abs(found[j]) == pytest.approx(expected)
        assert (found[j] > 0) == (A.count[j] / A.words > B.count[j] / B.words)


def test_dispersion_by_hand() -> None:
    found = sides.dispersion(csr_matrix(USES_A), WORDS_A)
    share = WORDS_A / WORDS_A.sum()
    for j in range(3):
        dp = np.abs(USES_A[:, j] / USES_A[:, j].sum() - share).sum() / 2
        assert found[j] == pytest.approx(dp / (1 - share.min()))
    unused = sides.dispersion(csr_matrix(np.array([[0, 1], [0, 2]])), np.array([5, 5]))
    assert np.isnan(unused[0])
    assert np.isnan(sides.dispersion(csr_matrix(np.array([[2]])), np.array([9]))[0])
    skipped = sides.dispersion(csr_matrix(np.vstack([USES_A, [0, 0, 0]])), np.append(WORDS_A, 0))
    assert skipped == pytest.approx(found)
    assert sides.dispersion(csr_matrix((0, 2), dtype=int), np.array([])).shape == (2,)


def test_no_presence_on_either_side_is_certain_and_doubled_p_stops_at_one() -> None:
    a, b = one_word([9, 9, 9, 0, 0, 0]), one_word([1, 1, 1, 1, 1, 0])
    assert sides.combined(np.array([np.nan]), np.array([0.01]), a, b)[0] == 1.0


def test_an_article_of_one_word_is_an_article() -> None:
    short = make(np.array([[1], [0], [2]]), np.array([1, 1, 9]))
    assert short.n == 3
    spread = sides.dispersion(csr_matrix(np.array([[1], [0], [2]])), np.array([1, 1, 9]))
    share = np.array([1, 1, 9]) / 11
    expected = np.abs(np.array([1, 0, 2]) / 3 - share).sum() / 2 / (1 - share.min())
    assert spread == pytest.approx([expected])
    two = sides.dispersion(csr_matrix(np.array([[1], [0]])), np.array([4, 6]))
    assert two == pytest.approx([0.6 / 0.6])


def test_all_groups_but_one_are_what_it_leaves_of_the_whole() -> None:
    rng = np.random.default_rng(5)
    counts, words = rng.poisson(0.5, (30, 40)), rng.integers(20, 90, 30)
    group = rng.integers(0, 5, 30)
    groups = sides.Groups([sides.side(csr_matrix(counts[group == g]), words[group == g]) for g in range(5)])
    for wanted in ([0, 1, 2, 3], [1, 2, 3, 4], [0, 1, 3, 4], [2], [0, 4], [0, 1, 2, 3, 4]):
        rows = np.isin(group, wanted)
        own, by_hand = groups.of(wanted), sides.side(csr_matrix(counts[rows]), words[rows])
        for name in vars(by_hand):
            assert np.array_equal(getattr(own, name), getattr(by_hand, name)), (wanted, name)

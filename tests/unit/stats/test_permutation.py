"""Permutations against all divisions of small sets, within strata too."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

from toolkit.stats import permutation
from toolkit.stats.permutation import (
    deals,
    mean_differences_p,
    omnibus_rates,
    omnibus_shares,
    permuted_p,
    rate_difference_p,
    rates_p,
    screened_rates_p,
)

RNG = np.random.default_rng


def divisions(groups: np.ndarray, strata: np.ndarray | None = None) -> Iterator[np.ndarray]:
    """Yield every different way to deal the groups (within strata)."""
    if strata is None:
        for order in sorted(set(itertools.permutations(groups.tolist()))):
            yield np.array(order)
        return
    own = [sorted(set(itertools.permutations(groups[strata == s].tolist()))) for s in np.unique(strata)]
    for parts in itertools.product(*own):
        out = np.empty_like(groups)
        for s, part in zip(np.unique(strata), parts, strict=True):
            out[strata == s] = part
        yield out


def share_of(
    groups: np.ndarray, statistic: Callable[[np.ndarray], float], strata: np.ndarray | None = None
) -> float:
    observed = statistic(groups)
    return float(np.mean([statistic(g) >= observed * (1 - 1e-9) for g in divisions(groups, strata)]))


def chi_square(counts: np.ndarray, groups: np.ndarray) -> float:
    table = np.array([counts[groups == g].sum(axis=0) for g in np.unique(groups)])
    return float(stats.chi2_contingency(table, correction=False).statistic)


def test_deals_keep_the_sizes_of_groups_and_of_strata() -> None:
    groups, strata = np.array([0, 0, 0, 1, 1, 2, 2, 2]), np.array([5, 5, -1, 5, -1, -1, 5, -1])
    dealt = deals(groups, 500, RNG(1), strata=strata)
    assert dealt.shape == (500, 8)
    for s in (5, -1):
        assert (np.sort(dealt[:, strata == s], axis=1) == np.sort(groups[strata == s])).all()
    free = deals(groups, 500, RNG(1))
    assert (np.sort(free, axis=1) == groups).all()
    assert free.mean(axis=0) == pytest.approx(np.full(8, groups.mean()), abs=0.15)


def test_all_deals_within_strata_are_as_likely() -> None:
    groups, strata = np.array([0, 1, 1, 0, 1]), np.array([0, 0, 0, 1, 1])
    dealt, times = np.unique(deals(groups, 12_000, RNG(2), strata=strata), axis=0, return_counts=True)
    assert len(dealt) == 6
    assert times == pytest.approx(np.full(6, 2000), rel=0.08)


def test_a_draw_equal_to_the_observed_one_is_as_extreme() -> None:
    groups = np.array([0, 0, 1, 1])
    always = permuted_p(lambda moved: np.ones((len(moved), 2)), groups, 49, RNG(1))
    assert always.tolist() == [1.0, 1.0]
    never = permuted_p(lambda moved: (len(moved) == 1) * np.ones((len(moved), 1)), groups, 49, RNG(1))
    assert never.tolist() == [1 / 50]
    rounding = permuted_p(
        lambda moved: np.full((len(moved), 1), 1 - 1e-12 * (len(moved) > 1)), groups, 49, RNG(1)
    )
    assert rounding.tolist() == [1.0]
    below = permuted_p(
        lambda moved: np.full((len(moved), 1), 1 - 1e-6 * (len(moved) > 1)), groups, 49, RNG(1)
    )
    assert below.tolist() == [1 / 50]


def test_parts_that_fit_the_memory_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, group = RNG(3).poisson(2, (12, 3)).astype(float), np.repeat([0, 1, 2], 4)
    story = np.arange(12) // 2
    whole = [omnibus_shares(counts, group, least=2, clusters=s) for s in (None, story)]
    monkeypatch.setattr(permutation, "CELLS", 40)
    assert [omnibus_shares(counts, group, least=2, clusters=s) for s in (None, story)] == whole
    monkeypatch.setattr(permutation, "CELLS", 0)
    assert omnibus_shares(counts, group, least=2) == whole[0]


def test_shares_close_to_all_divisions() -> None:
    counts = np.array(
        [[3, 0, 1], [2, 1, 0], [1, 0, 0], [0, 2, 1], [1, 3, 0], [0, 1, 2], [2, 2, 0], [0, 1, 1]]
    )
    group = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    exact = share_of(group, lambda g: chi_square(counts, g))
    drawn = omnibus_shares(counts, group, least=2, permutations=20_000)
    assert drawn == pytest.approx(exact, abs=0.01)
    three = np.array([0, 0, 0, 1, 1, 2, 2, 2])
    exact = share_of(three, lambda g: chi_square(counts, g))
    assert omnibus_shares(counts, three, least=2, permutations=20_000) == pytest.approx(exact, abs=0.01)


def test_whole_stories_close_to_all_divisions_of_them() -> None:
    counts = np.array([[3, 0], [2, 1], [1, 0], [0, 2], [1, 3], [0, 1], [2, 2], [0, 1], [1, 1], [4, 0]])
    group, story = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]), np.array([4, 4, 0, 1, 1, 1, 2, 3, 3, 5])
    rows = [[0, 1], [2], [3, 4], [5], [6], [7, 8], [9]]  # the story of both groups makes two
    joined = np.array([counts[at].sum(axis=0) for at in rows])
    exact = share_of(np.array([0, 0, 0, 1, 1, 1, 1]), lambda g: chi_square(joined, g))
    drawn = omnibus_shares(counts, group, least=2, permutations=20_000, clusters=story)
    assert drawn == pytest.approx(exact, abs=0.01)
    assert abs(drawn - omnibus_shares(counts, group, least=2, permutations=20_000)) > 0.02


def rate_statistic(uses: np.ndarray, words: np.ndarray) -> Callable[[np.ndarray], float]:
    return lambda g: float(sum(uses[g == k].sum() ** 2 / words[g == k].sum() for k in np.unique(g)))


def test_rates_close_to_all_divisions() -> None:
    uses, words = np.array([5, 3, 4, 0, 1, 0, 2, 1]), np.array([90, 110, 150, 80, 200, 60, 120, 100])
    group = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    exact = share_of(group, rate_statistic(uses, words))
    assert omnibus_rates(uses, words, group, least=2, permutations=20_000) == pytest.approx(exact, abs=0.01)
    story = np.array([0, 0, 1, 2, 2, 3, 4, 5])
    joined = [np.array([sum(x[:2]), x[2], sum(x[3:5]), *x[5:]]) for x in (uses, words)]
    exact = share_of(np.array([0, 0, 1, 1, 2, 2]), rate_statistic(*joined))
    drawn = omnibus_rates(uses, words, group, least=2, permutations=20_000, clusters=story)
    assert drawn == pytest.approx(exact, abs=0.01)


def test_many_words_at_once_dense_or_sparse() -> None:
    counts, words = RNG(5).poisson(1.5, (9, 6)).astype(float), RNG(6).integers(50, 150, 9).astype(float)
    codes = np.repeat([0, 1, 2], 3)
    dense = rates_p(counts, words, codes, 300, RNG(1))
    assert rates_p(csr_matrix(counts), words, codes, 300, RNG(1)) == pytest.approx(dense)
    for column in range(6):
        assert rates_p(counts[:, [column]], words, codes, 300, RNG(1)) == pytest.approx(dense[[column]])

        exact = share_of(codes, rate_statistic(counts[:, column], words))
        assert dense[column] == pytest.approx(exact, abs=0.09)


@pytest.mark.parametrize("groups", [2, 5])
def test_each_number_looked_at_once_a_draw_gives_the_sums_of_each_group(monkeypatch, groups) -> None:
    rng = RNG(3)
    codes, words = rng.integers(0, groups, 60), rng.integers(50, 200, 60)
    counts = csr_matrix(rng.poisson(0.4, (60, 7)))
    each = rates_p(counts, words, codes, 200, RNG(1))
    monkeypatch.setattr(permutation, "MANY", 1)
    assert rates_p(counts, words, codes, 200, RNG(1)).tolist() == each.tolist()
    moved = np.array([codes, codes[::-1]])
    for index, own in enumerate(permutation._sums_of_many(counts, groups)(moved)):
        by_hand = [counts.toarray()[groups_of == index].sum(axis=0) for groups_of in moved]
        assert own.tolist() == np.array(by_hand).tolist()


def test_the_difference_of_two_rates_close_to_all_divisions() -> None:
    uses, words = np.array([4, 2, 5, 0, 1, 0, 2]), np.array([100, 140, 90, 120, 200, 70, 130])
    target = np.array([True, True, True, False, False, False, False])

    def studentised(g: np.ndarray) -> float:
        rates, variances = [], []
        for side in (g, ~g):
            y, n, k = uses[side], words[side], side.sum()
            rate = y.sum() / n.sum()
            rates.append(rate)
            variances.append(max(k / (k - 1) * ((y - rate * n) ** 2).sum(), y.sum()) / n.sum() ** 2)
        return float(abs(rates[0] - rates[1]) / np.sqrt(sum(variances)))

    exact = share_of(target, studentised)
    assert rate_difference_p(uses, words, target, 20_000, RNG(1)) == pytest.approx(exact, abs=0.01)
    strata = np.array([0, 0, 1, 1, 0, 1, 1])
    exact = share_of(target, studentised, strata)
    drawn = rate_difference_p(uses, words, target, 20_000, RNG(1), strata=strata)
    assert drawn == pytest.approx(exact, abs=0.01)


def test_a_word_nobody_uses_has_no_difference() -> None:
    assert rate_difference_p(np.zeros(6), np.full(6, 9), np.arange(6) < 3, 99, RNG(1)) == 1.0


def test_groups_that_are_too_small_are_left_out() -> None:
    counts = RNG(7).integers(1, 4, (14, 2)).astype(float)
    group = np.array([0] * 5 + [1] * 5 + [2] * 4)
    assert omnibus_shares(counts, group) == omnibus_shares(counts[:10], group[:10])
    assert omnibus_shares(counts, group, least=4) != omnibus_shares(counts, group)
    assert np.isnan(omnibus_shares(counts[:9], group[:9]))
    uses, words = counts[:, 0], np.full(14, 50)
    assert omnibus_rates(uses, words, group) == omnibus_rates(uses[:10], words[:10], group[:10])
    assert np.isnan(omnibus_rates(uses[:9], words[:9], group[:9]))


def test_articles_without_a_group_a_choice_or_words_are_left_out() -> None:
    counts = RNG(8).integers(1, 4, (12, 2)).astype(float)
    group = np.array([0] * 6 + [1] * 6)
    more = np.vstack([counts, [[9.0, 9.0]], [[0.0, 0.0]]])
    assert omnibus_shares(more, np.append(group, [-1, 0])) == omnibus_shares(counts, group)
    uses, words = counts[:, 0], np.full(12, 50)
    longer = omnibus_rates(np.append(uses, [9, 0]), np.append(words, [50, 0]), np.append(group, [-1, 1]))
    assert longer == omnibus_rates(uses, words, group)


def test_one_choice_one_group_and_no_use_have_no_test() -> None:
    group = np.repeat([0, 1], 6)
    assert np.isnan(omnibus_shares(np.column_stack([np.ones(12), np.zeros(12)]), group))
    assert np.isnan(omnibus_shares(np.ones((12, 2)), np.zeros(12, dtype=int)))
    assert np.isnan(omnibus_rates(np.zeros(12), np.full(12, 9), group))
    assert np.isnan(omnibus_rates(np.ones(12), np.full(12, 9), np.zeros(12, dtype=int)))
    third = np.column_stack([RNG(9).integers(0, 3, (12, 2)), np.zeros(12)])
    assert omnibus_shares(third, group) == omnibus_shares(third[:, :2], group)


def test_the_seed_and_the_number_of_draws() -> None:
    counts, group = RNG(10).integers(0, 3, (16, 2)).astype(float), np.repeat([0, 1], 8)
    assert omnibus_shares(counts, group, seed=1) == omnibus_shares(counts, group)
    assert omnibus_shares(counts, group, seed=1) != omnibus_shares(counts, group, seed=2)
    p = omnibus_shares(counts, group)
    assert round(p * 1000) == pytest.approx(p * 1000)  # of 999 draws
    strong = np.column_stack([9 * (group == 0), 9 * (group == 1)])
    assert omnibus_shares(strong, group, permutations=99) == pytest.approx(1 / 100, abs=0.011)


def test_only_doubtful_words_get_all_draws() -> None:
    """Uses that rise with the group: p from clear to none; those near .05 are drawn 999 times."""
    rng = RNG(11)
    codes, words = np.repeat([0, 1, 2], 8), np.full(24, 100.0)
    lift = np.linspace(0, 2.5, 40)
    counts = rng.poisson(2 + lift[None, :] * codes[:, None]).astype(float)
    first = rates_p(counts, words, codes, 199, RNG(4))
    found = screened_rates_p(counts, words, codes, seed=4)
    doubtful = (first > 0.015) & (first < 0.12)
    assert 3 < doubtful.sum() < 37
    assert found[~doubtful].tolist() == first[~doubtful].tolist()
    assert np.round(found[doubtful] * 1000) == pytest.approx(found[doubtful] * 1000)
    few = screened_rates_p(counts, words, codes, permutations=99, seed=4)
    assert few.tolist() == rates_p(counts, words, codes, 99, RNG(4)).tolist()


def test_the_bounds_of_doubt_and_the_numbers_of_draws() -> None:
    assert (permutation.FIRST, permutation.PERMUTATIONS, permutation.DOUBT) == (199, 999, (0.015, 0.12))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_uses_that_cluster_in_articles_close_to_all_divisions(seed: int) -> None:
    """The variance is that of articles here, not that of independent uses."""
    rng = RNG(seed)
    uses, words = rng.choice([0, 0, 1, 9, 25], 8), rng.integers(60, 400, 8)
    target = np.arange(8) < 3

    def studentised(g: np.ndarray) -> float:
        rates, variances = [], []
        for side in (g, ~g):
            y, n, k = uses[side], words[side], side.sum()
            rate = y.sum() / n.sum()
            rates.append(rate)
            variances.append(max(k / (k - 1) * ((y - rate * n) ** 2).sum(), y.sum()) / n.sum() ** 2)
        return float(abs(rates[0] - rates[1]) / np.sqrt(sum(variances)))

    exact = share_of(target, studentised)
    assert rate_difference_p(uses, words, target, 20_000, RNG(1)) == pytest.approx(exact, abs=0.012)


def test_an_article_of_one_word_is_an_article() -> None:
    uses, words, group = np.array([1, 3, 2, 0, 1, 0]), np.array([1, 80, 90, 70, 60, 75]), np.repeat([0, 1], 3)
    assert np.isfinite(omnibus_rates(uses, words, group, least=3))
    assert np.isnan(omnibus_rates(uses, np.where(words == 1, 0, words), group, least=3))


def test_a_choice_made_once_counts() -> None:
    counts = np.column_stack([np.tile([1, 2], 6), np.zeros(12), np.eye(12)[3]])
    assert np.isfinite(omnibus_shares(counts[:, [0, 2]], np.repeat([0, 1], 6)))


def test_doubt_is_strictly_between_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = RNG(11)
    codes, words = np.repeat([0, 1, 2], 8), np.full(24, 100.0)
    counts = rng.poisson(2 + np.linspace(0, 2.5, 40) * codes[:, None]).astype(float)
    first = rates_p(counts, words, codes, 199, RNG(4))
    found = screened_rates_p(counts, words, codes, seed=4)
    inside = (first > 0.015) & (first < 0.12)
    assert (found[inside] != first[inside]).any()
    at = np.flatnonzero(inside)
    low, high = first[at].min(), first[at].max()
    monkeypatch.setattr(permutation, "DOUBT", (low, high))
    edges = screened_rates_p(counts, words, codes, seed=4)
    on_edge = (first == low) | (first == high)
    assert edges[on_edge].tolist() == first[on_edge].tolist()


def test_a_clear_difference_is_not_held_up_by_the_number_of_draws() -> None:
    """Two of the 184,756 divisions are as extreme: p = 1.1e-5, which 999 draws call .001."""
    counts, group = np.array([[4, 0]] * 10 + [[0, 4]] * 10), np.repeat([0, 1], 10)
    assert omnibus_shares(counts, group, permutations=999) == pytest.approx(0.001)
    assert omnibus_shares(counts, group) <= 3 / 20_000
    uses, words = np.repeat([9, 0], 10), np.full(20, 100)
    assert omnibus_rates(uses, words, group, permutations=999) == pytest.approx(0.001)
    assert omnibus_rates(uses, words, group) <= 3 / 20_000


def test_a_p_value_that_ten_draws_settle_takes_no_more() -> None:
    """Exact: 2 of the 70 divisions of eight articles are as extreme."""
    counts, group = np.array([[4, 0]] * 4 + [[0, 4]] * 4), np.repeat([0, 1], 4)
    first = omnibus_shares(counts, group, least=2, permutations=999)
    assert omnibus_shares(counts, group, least=2) == first
    assert first == pytest.approx(2 / 70, abs=0.015)


@pytest.mark.parametrize(("reached", "draws"), [(9, 19_999), (10, 999)])
def test_ten_draws_as_extreme_settle_a_p_value(reached: int, draws: int) -> None:
    seen = [0]

    def statistic(moved: np.ndarray) -> np.ndarray:
        if len(moved) == 1:
            return np.ones((1, 1))
        places = np.arange(seen[0], seen[0] + len(moved))
        seen[0] += len(moved)
        return (places < reached).astype(float)[:, None]

    groups = np.array([0, 1])
    p = permuted_p(statistic, groups, 999, np.random.default_rng(1), most=19_999)
    assert seen[0] == draws
    assert p[0] == pytest.approx((1 + reached) / (1 + draws))


def test_differences_of_means_against_all_divisions_and_scipy() -> None:
    draw = RNG(5)
    values, target = draw.gamma(0.5, size=(9, 2)), np.arange(9) < 3
    found = mean_differences_p(values, target, seed=3)

    def apart(a: np.ndarray, b: np.ndarray) -> float:
        spread = ((a - a.mean()) ** 2).sum() / len(a) ** 2 + ((b - b.mean()) ** 2).sum() / len(b) ** 2
        return abs(a.mean() - b.mean()) / spread**0.5

    for column in (0, 1):
        y = values[:, column]
        one, two = y[target], y[~target]
        every = [
            apart(y[list(chosen)], np.delete(y, list(chosen)))
            for chosen in itertools.combinations(range(9), 3)
        ]
        exact = np.mean(np.array(every) >= apart(one, two) * (1 - 1e-9))
        theirs = stats.permutation_test((one, two), apart, n_resamples=np.inf, alternative="greater").pvalue
        assert exact == pytest.approx(theirs)
        assert found[column] == pytest.approx(exact, abs=0.04)


def test_a_weight_of_two_is_not_two_articles() -> None:
    """With equal weights of any size nothing changes; a copy counted once pulls less than two articles."""
    values, target = RNG(6).gamma(0.5, size=(12, 1)), np.arange(12) < 5
    same = mean_differences_p(values, target, weights=np.full(12, 0.5))
    assert same == pytest.approx(mean_differences_p(values, target))
    assert mean_differences_p(values, target, weights=np.linspace(0.1, 1, 12)) != pytest.approx(same)


@pytest.mark.filterwarnings("error")
def test_a_side_without_articles_has_no_p() -> None:
    values = RNG(7).random((6, 2))
    for side in (np.zeros(6, dtype=bool), np.ones(6, dtype=bool)):
        assert np.isnan(mean_differences_p(values, side)).all()

"""Two sides with strata held equal, beside R's published values, plain least squares and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csc_matrix, csr_matrix

from toolkit.stats import balance as balancing
from toolkit.stats import strata
from toolkit.stats.balance import balance, difference, log_ratio
from toolkit.stats.columns import Outcomes, beside
from toolkit.stats.strata import adjusted, explained, marks, overlap

# UCBAdmissions of R: admitted and rejected men, admitted and rejected women, departments A to F
BERKELEY = np.array(
    [
        [512, 313, 89, 19],
        [353, 207, 17, 8],
        [120, 205, 202, 391],
        [138, 279, 131, 244],
        [53, 138, 94, 299],
        [22, 351, 24, 317],
    ]
)


def applicants() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One row an applicant: admitted, a man, department."""
    admitted = np.tile([1.0, 0.0, 1.0, 0.0], 6)
    man = np.tile([True, True, False, False], 6)
    dept = np.repeat(np.arange(6), 4)
    times = BERKELEY.ravel()
    return np.repeat(admitted, times), np.repeat(man, times), np.repeat(dept, times)


def test_difference_is_that_of_cochran_mantel_and_haenszel() -> None:
    y, man, dept = applicants()
    held = balance(man, np.ones(len(y)), marks(dept))
    found = difference(held, y[:, None], shares=True)
    a, b, c, d = BERKELEY.T.astype(float)
    n_1, n_2, total = a + b, c + d, BERKELEY.sum(axis=1)
    apart = (a - n_1 * (a + c) / total).sum()
    spread = (n_1 * n_2 * (a + c) * (b + d) / total**2 / (total - 1)).sum()
    # mantelhaen.test(UCBAdmissions): X-squared = 1.4269 with the continuity correction, p = 0.2323
    assert (abs(apart) - 0.5) ** 2 / spread == pytest.approx(1.4269, abs=5e-5)
    assert float(held.weights @ y) == pytest.approx(apart)
    assert found.estimate[0] == pytest.approx(apart / (n_1 * n_2 / total).sum())
    assert found.p[0] == pytest.approx(stats.chi2.sf(apart**2 / spread, 1), abs=0.005)
    crude = difference(balance(man, np.ones(len(y)), np.empty((len(y), 0))), y[:, None]).estimate[0]
    assert crude == pytest.approx(1198 / 2691 - 557 / 1835)


def test_berkeley_is_explained_by_department() -> None:
    y, man, dept = applicants()
    found = adjusted(y[:, None], np.ones(len(y)), man, {"department": dept})
    assert found.cause.tolist() == ["department"]
    assert explained(found.p, found.cause).tolist() == ["department"]
    assert found.overlap == 1.0


def small(seed: int = 3, n: int = 30) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    words = rng.integers(200, 900, n).astype(float)
    uses = rng.poisson(words[:, None] / 150, (n, 3)).astype(float)
    return uses, words, rng.random(n) < 0.5, rng.integers(0, 3, n), rng.integers(0, 2, n)


def test_rate_ratio_is_that_of_mantel_and_haenszel() -> None:
    uses, words, first, subject, _ = small()
    found = log_ratio(balance(first, words, marks(subject)), csr_matrix(uses))
    up = down = np.zeros(3)
    for s in range(3):
        a, b = first & (subject == s), ~first & (subject == s)
        both = words[a].sum() + words[b].sum()
        up = up + uses[a].sum(axis=0) * words[b].sum() / both
        down = down + uses[b].sum(axis=0) * words[a].sum() / both
    np.testing.assert_allclose(found.estimate, np.log2(up / down))
    assert (found.low < found.estimate).all()
    assert (found.estimate < found.high).all()


def test_one_stratum_gives_the_plain_log_ratio() -> None:
    uses, words, first, *_ = small()
    found = log_ratio(balance(first, words, np.empty((30, 0))), uses)
    rates = [uses[side].sum(axis=0) / words[side].sum() for side in (first, ~first)]
    np.testing.assert_allclose(found.estimate, np.log2(rates[0] / rates[1]))


def test_two_ways_of_stratifying_are_weighted_least_squares_with_hc2() -> None:
    uses, words, first, subject, time = small()
    held = balance(first, words, np.column_stack([marks(subject), marks(time)]))
    found = difference(held, uses)
    design = np.column_stack([first, np.ones(30), marks(subject), marks(time)])
    root = np.sqrt(words)[:, None]
    x, z = design * root, uses / root
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ z
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    for k in range(3):
        meat = x.T @ ((z[:, k] - x @ beta[:, k]) ** 2 / (1 - leverage) * x.T).T
        error = np.sqrt((inverse @ meat @ inverse)[0, 0])
        half = stats.t.ppf(0.975, held.df) * error
        assert found.estimate[k] == pytest.approx(beta[0, k])
        assert found.high[k] - found.estimate[k] == pytest.approx(half)


def test_pairs_of_articles_are_student_s_paired_test() -> None:
    """Strata of two articles: residuals alone would make the error a third too small."""
    rng = np.random.default_rng(1)
    y, pair = rng.normal(size=24), np.repeat(np.arange(12), 2)
    found = difference(balance(np.tile([True, False], 12), np.ones(24), marks(pair)), y[:, None])
    apart = y[::2] - y[1::2]
    error = np.sqrt(np.mean((apart - apart.mean()) ** 2) / 11)
    assert found.estimate[0] == pytest.approx(apart.mean())
    held = balance(np.tile([True, False], 12), np.ones(24), marks(pair))
    half = stats.t.ppf(0.975, held.df) * error
    assert found.high[0] - found.estimate[0] == pytest.approx(half, rel=0.06)


def test_clusters_widen_the_interval() -> None:
    rng = np.random.default_rng(5)
    story = np.repeat(np.arange(16), 5)
    y = rng.normal(size=16)[story] + 0.2 * rng.normal(size=80)
    first, ones, subject = story < 8, np.ones(80), np.tile(np.arange(2), 40)
    alone = difference(balance(first, ones, marks(subject)), y[:, None])
    within = difference(balance(first, ones, marks(subject), story), y[:, None])
    assert within.estimate[0] == pytest.approx(alone.estimate[0])
    assert within.high[0] - within.low[0] > 1.8 * (alone.high[0] - alone.low[0])


def test_a_side_without_overlap_has_nothing_to_compare() -> None:
    first, time = np.arange(40) < 20, np.repeat([0, 1], 20)
    found = adjusted(np.eye(40)[:, :1] + first[:, None], np.ones(40), first, {"time": time})
    assert found.overlap == 0.0
    assert np.isnan([found.estimate[0], found.low[0], found.p[0]]).all()
    assert found.cause.tolist() == ["no overlap"]


@pytest.mark.parametrize(("n", "fair"), [(4, False), (5, True)])
def test_interval_from_five_effective_articles(n: int, fair: bool) -> None:
    first = np.arange(40) < n
    y = np.random.default_rng(1).random((40, 1))
    found = difference(balance(first, np.ones(40), np.empty((40, 0))), y)
    assert np.isfinite(found.estimate[0])
    assert np.isfinite(found.p[0]) == fair == np.isfinite(found.low[0])


def test_one_heavy_article_does_not_count_for_many() -> None:
    """36 uses of 36 in one article of a side are one article's choice."""
    size = np.concatenate([[36.0], np.ones(5), np.full(30, 2.0)])
    held = balance(np.arange(36) < 6, size, np.empty((36, 0)))
    assert held.effective[0] == pytest.approx(41**2 / (36**2 + 5))
    assert np.isnan(difference(held, size[:, None]).p[0])


def test_shares_without_spread_have_an_interval_and_a_p() -> None:
    first = np.arange(40) < 20
    found = difference(balance(first, np.ones(40), np.empty((40, 0))), first[:, None] * 1.0, shares=True)
    assert found.estimate[0] == pytest.approx(1.0)
    assert 0.85 < found.low[0] < 0.98
    assert 1e-12 < found.p[0] < 1e-5


def test_a_word_of_one_side_has_a_finite_ratio() -> None:
    uses, words, first, subject, _ = small()
    found = log_ratio(balance(first, words, marks(subject)), uses * first[:, None])
    assert np.isfinite([*found.estimate, *found.low, *found.high]).all()
    assert (found.estimate > 3).all()
    nowhere = log_ratio(balance(first, words, marks(subject)), np.zeros((30, 1)))
    assert nowhere.p.tolist() == [1.0]


@pytest.mark.parametrize(
    ("subject", "time", "cause"), [(3.0, 0.0, "subject"), (0.0, 3.0, "time"), (2.0, 2.0, "subject and time")]
)
def test_what_accounts_for_a_difference_is_named(subject: float, time: float, cause: str) -> None:
    rng = np.random.default_rng(2)
    first = np.arange(200) < 100
    ways = {
        name: (rng.random(200) < np.where(first, 0.8, 0.2)).astype(np.intp) for name in ("subject", "time")
    }
    y = subject * ways["subject"] + time * ways["time"] + rng.normal(size=200)
    found = adjusted(y[:, None], np.ones(200), first, ways, measure="mean")
    assert explained(found.p, found.cause).tolist() == [cause]
    real = adjusted((y + 2.0 * first)[:, None], np.ones(200), first, ways, measure="mean")
    assert explained(real.p, real.cause).tolist() == [""]
    assert real.estimate[0] == pytest.approx(2.0, abs=0.5)


def test_a_difference_that_is_left_but_unsure_is_not_called_one_of_subject() -> None:
    rng = np.random.default_rng(4)
    first = np.arange(60) < 30
    subject = np.where(rng.random(60) < 0.93, first, ~first).astype(np.intp)
    y = 1.0 * first + rng.normal(size=60)
    found = adjusted(y[:, None], np.ones(60), first, {"subject": subject}, measure="mean")
    assert found.p[0] > 0.05
    assert found.estimate[0] > strata.REMOVED
    assert found.cause.tolist() == [strata.NO_OVERLAP]


def test_no_crude_difference_has_nothing_to_explain() -> None:
    y = np.random.default_rng(8).normal(size=(80, 1))
    found = adjusted(y, np.ones(80), np.arange(80) < 40, {"time": np.arange(80) % 2}, measure="mean")
    assert found.cause.tolist() == [""]


def test_length_is_held_equal_where_presence_is_tested() -> None:
    """Longer articles hold more of every word: that alone is no difference."""
    rng = np.random.default_rng(6)
    p = []
    for _ in range(200):
        first = np.arange(80) < 40
        words = np.where(first, 900.0, 300.0) * rng.uniform(0.5, 1.5, 80)
        uses = rng.poisson(words[:, None] / 600)
        p.append(
            adjusted(csr_matrix(uses), words, first, {"time": np.arange(80) % 2}, measure="log_ratio").p[0]
        )
    assert np.mean(np.array(p) < 0.05) <= 0.08


def test_p_and_interval_hold_in_simulation() -> None:
    """Rates that differ by subject, sides that have unlike subjects, no difference within them."""
    rng = np.random.default_rng(7)
    wrong, held, ratio = [], [], []
    for _ in range(400):
        first = np.arange(80) < 40
        subject = np.where(rng.random(80) < 0.75, first, ~first).astype(np.intp) + 2 * (rng.random(80) < 0.4)
        time, words = rng.integers(0, 4, 80), rng.integers(200, 900, 80).astype(float)
        rate = np.array([2.0, 8.0, 4.0, 12.0])[subject] / 1000 * rng.gamma(4, 0.25, 80)
        y = rng.poisson(words * rate * np.where(first, 1.5, 1.0))[:, None].astype(float)
        none = rng.poisson(words * rate)[:, None].astype(float)
        balanced = balance(first, words, np.column_stack([marks(subject), marks(time)]))
        wrong.append(difference(balanced, none).p[0] < 0.05)
        plain = difference(balanced, none)
        held.append(plain.low[0] <= 0 <= plain.high[0])
        found = log_ratio(balanced, y)
        ratio.append(found.low[0] <= np.log2(1.5) <= found.high[0])
    assert np.mean(wrong) == pytest.approx(0.05, abs=0.025)
    assert 0.92 <= np.mean(held) <= 0.98
    assert np.mean(ratio) >= 0.93


def test_what_strata_account_for_exactly_is_no_difference() -> None:
    """Rounding over rounding would be a large t."""
    rng = np.random.default_rng(9)
    first = np.arange(60) < 30
    subject = np.where(rng.random(60) < 0.8, first, ~first).astype(np.intp)
    found = adjusted(subject[:, None] * 3.0, np.full(60, 3.0), first, {"subject": subject})
    assert found.estimate[0] == pytest.approx(0, abs=1e-12)
    assert found.p.tolist() == [1.0]
    assert found.cause.tolist() == ["subject"]


def test_overlap_counts_the_smaller_side() -> None:
    ways = {"subject": np.array([0, 0, 1, 1, 1, 2]), "time": np.array([0, 0, 0, 1, 1, 1])}
    share, kept = overlap(ways, [True, False, True, False, False, False])
    assert share == 1.0
    assert kept.tolist() == [True, True, True, False, False, False]


def test_articles_of_size_zero_are_left_out() -> None:
    uses, words, first, subject, _ = small()
    more = np.vstack([uses, uses[:4]]), np.concatenate([words, np.zeros(4)])
    wide = adjusted(*more, np.append(first, first[:4]), {"subject": np.append(subject, subject[:4])})
    plain = adjusted(uses, words, first, {"subject": subject})
    np.testing.assert_allclose(wide.estimate, plain.estimate)


def test_one_family_of_what_is_asked() -> None:
    cause = ["time"] * 4
    assert explained([0.02, 0.03, 0.04, 0.045], cause).tolist() == [""] * 4
    assert explained([0.02, 0.3, 0.4, 0.9], cause).tolist() == ["time"] * 4


def test_numbers_are_held_equal_as_in_least_squares() -> None:
    """Floats are no strata: the coefficient of a weighted fit with them as a column, and nobody left out."""
    uses, words, first, subject, _ = small()
    length = np.log(words) + np.random.default_rng(5).normal(0, 0.1, len(words))
    found = adjusted(uses, words, first, {"subject": subject, "length": length}, measure="rate")
    design = np.column_stack([first, np.ones(len(words)), marks(subject), length])
    rates, root = uses / words[:, None], np.sqrt(words)[:, None]
    by_hand = np.linalg.lstsq(design * root, rates * root, rcond=None)[0][0]
    np.testing.assert_allclose(found.estimate, by_hand)
    assert found.overlap == overlap({"subject": subject}, first)[0]


def test_what_goes_with_length_is_explained_by_it() -> None:
    """Six in ten of the long articles are of one side, and a share that falls with the length."""
    rng = np.random.default_rng(2)
    first = np.arange(120) < 60
    length = rng.normal(np.where(first, 6.6, 6.0), 0.4)
    size = np.full(120, 4.0)
    by_length = rng.binomial(4, np.clip(0.5 - 0.5 * (length - 6.3), 0.02, 0.98))
    by_side = rng.binomial(4, np.where(first, 0.8, 0.2))
    found = adjusted(np.column_stack([by_length, by_side]) * 1.0, size, first, {"length": length})
    assert explained(found.p, found.cause).tolist() == ["length", ""]


@pytest.mark.parametrize(("few", "fair"), [(4, False), (5, True)])
def test_both_sides_need_five(few: int, fair: bool) -> None:
    first = np.arange(40) < few
    assert balance(first, np.ones(40), np.zeros((40, 1))).is_fair == fair
    assert not balance(first, np.ones(40), first[:, None] * 1.0).is_fair


def test_words_that_are_compared_some_at_a_time_have_the_same_results(monkeypatch) -> None:
    rng = np.random.default_rng(8)
    uses = csr_matrix(rng.poisson(0.6, (60, 30)))
    given = (uses, rng.integers(80, 200, 60), np.arange(60) % 2 == 0, {"time": np.arange(60) % 3})
    whole = adjusted(*given, measure="log_ratio")
    monkeypatch.setattr(strata, "_NUMBERS", 100)
    sides = strata.Sides(np.arange(60), *(None,) * 4)  # type: ignore[arg-type]
    columns = np.arange(30)
    assert len(list(strata._pieces(Outcomes([(csc_matrix(uses), columns)]), columns, sides))) > 5
    some = adjusted(*given, measure="log_ratio")
    for name in ("estimate", "low", "high", "p"):
        assert getattr(some, name) == pytest.approx(getattr(whole, name), rel=1e-9)
    assert some.cause.tolist() == whole.cause.tolist()


@pytest.mark.parametrize("measure", ["log_ratio", "share", "mean"])
def test_estimates_alone_are_those_with_intervals(measure) -> None:
    rng = np.random.default_rng(9)
    uses, words = csr_matrix(rng.poisson(0.2, (40, 9))), rng.integers(80, 200, 40).astype(float)
    side, codes = np.arange(40) % 2 == 0, np.arange(40) // 2
    for controls in (
        marks(np.arange(40) % 3),
        np.empty((40, 0)),
        side[:, None] * 1.0,
    ):  # the last: no overlap
        held = strata.Sides(np.arange(40), side, words, beside(np.ones((40, 1)), controls), codes)
        outcomes = Outcomes([(csc_matrix(uses), np.arange(9))])
        whole = strata._compared(outcomes, held, measure).estimate
        some = np.array([1, 4, 8])
        assert strata._estimates(outcomes, some, held, measure).tolist() == pytest.approx(
            whole[some].tolist(), nan_ok=True, rel=0
        )


def test_products_with_few_columns_and_with_many_are_the_same(monkeypatch) -> None:
    rng = np.random.default_rng(3)
    columns, y = csr_matrix(rng.random((50, 6))), csr_matrix(rng.poisson(0.4, (50, 8)).astype(float))
    by_hand = columns.toarray().T @ y.toarray()
    for few, rows in ((6, 65_536), (6, 7), (5, 7)):
        monkeypatch.setattr(balancing, "_FEW", few)
        monkeypatch.setattr(balancing, "_ROWS", rows)
        assert balancing._crossed(columns, y) == pytest.approx(by_hand)


@pytest.mark.parametrize("rows", [1, 7, 30, 65_536])
def test_clusters_stay_whole_where_products_are_made_some_rows_at_a_time(monkeypatch, rows: int) -> None:
    rng = np.random.default_rng(4)
    columns, factor, mark = rng.random((50, 4)), rng.normal(size=50), rng.normal(size=50)
    codes = np.unique(rng.integers(0, 20, 50), return_inverse=True)[1]
    sums = np.zeros((codes.max() + 1, 5))
    np.add.at(sums, codes, factor[:, None] * np.column_stack([columns, mark]))
    monkeypatch.setattr(balancing, "_ROWS", rows)
    made = balancing._products(csr_matrix(columns), factor, codes, mark)
    assert made == pytest.approx(sums.T @ sums)
    assert balancing._products(csr_matrix(columns), factor, codes) == pytest.approx((sums.T @ sums)[:4, :4])


@pytest.mark.parametrize("groups", [2, 25, 40])
def test_products_of_sums_of_small_and_of_large_clusters_are_those_written_out(groups: int) -> None:
    rng = np.random.default_rng(groups)
    codes = np.concatenate([np.arange(groups), rng.integers(0, groups, 40 - groups)])
    held = balance(np.arange(40) % 2 == 0, rng.uniform(1, 2, 40), marks(np.arange(40) % 5), codes)
    y, factor = rng.poisson(0.3, (40, 7)), rng.normal(size=40)
    member = (np.arange(groups)[:, None] == codes).astype(float)
    columns = held.columns.toarray() * factor[:, None]
    made = balancing._crossed_sums(held, factor, csr_matrix(member @ y))
    assert made == pytest.approx((member @ columns).T @ member @ y)


@pytest.mark.parametrize("seed", range(6))
def test_a_word_that_is_compared_nowhere_is_lacking_whatever_rounding_leaves_of_its_weight(seed: int) -> None:
    """Weights of a stratum that one side alone has are zero but for rounding: 1e-17 of a use is none."""
    rng = np.random.default_rng(seed)
    subject = np.arange(120) % 12
    first = (rng.random(120) < 0.5) & (subject < 10)
    words = rng.uniform(80, 200, 120)
    held = balance(first, words, marks(subject))
    uses = np.zeros((120, 2))
    uses[first, 0] = 1.0
    uses[subject >= 10, 0] = 3.0
    uses[subject >= 10, 1] = 3.0
    found = log_ratio(held, csr_matrix(uses))
    half = 0.5 / float(words[~first].sum())
    share = float(held.weights[first].sum()) / held.total + 0.5 / float(words[first].sum())
    assert found.estimate[0] == pytest.approx(np.log2(share / half))
    both = float(words[~first].sum()) / float(words[first].sum())
    assert found.estimate[1] == pytest.approx(np.log2(both))


@pytest.mark.parametrize("measure", ["log_ratio", "share"])
def test_outcomes_in_blocks_are_those_beside_each_other(measure) -> None:
    rng = np.random.default_rng(11)
    uses, words = csr_matrix(rng.poisson(0.2, (60, 20))), rng.integers(80, 200, 60)
    words[:6] = 0  # left out
    sides = {"size": words, "first": np.arange(60) % 2 == 0, "strata": {"time": np.arange(60) % 3}}
    each = csc_matrix(uses)
    places = [np.array([0, 3, 4]), np.array([], dtype=np.intp), np.array([2, 11])]
    blocks = Outcomes([(each[:, :8], places[0]), (each[:, 8:8], places[1]), (each[:, 8:], places[2])])
    some = adjusted(blocks, **sides, measure=measure)
    whole = adjusted(uses[:, [0, 3, 4, 10, 19]], **sides, measure=measure)
    for name in ("estimate", "low", "high", "p"):
        assert getattr(some, name) == pytest.approx(getattr(whole, name), rel=1e-9, nan_ok=True)
    assert some.cause.tolist() == whole.cause.tolist()

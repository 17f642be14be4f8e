"""The largest change over time, against a calculation by hand and against shares that do not change."""

import numpy as np
import pytest
from scipy import stats

from toolkit.stats import changes
from toolkit.stats.changes import largest_change


def drawn(seed: int, jump: float = 0.0, n: int = 80) -> tuple[np.ndarray, np.ndarray]:
    """Return skewed shares of three topics in eight periods; the first rises from the sixth period on."""
    rng = np.random.default_rng(seed)
    shares, period = rng.dirichlet([0.2] * 3, n), np.sort(rng.integers(0, 8, n))
    return shares + np.outer(period >= 5, [jump, 0, 0]), period


def found(seed: int, jump: float = 0.0, fewest: int = 10):
    shares, period = drawn(seed, jump)
    n = len(period)
    return shares, period, largest_change(shares, period, np.arange(n), np.ones(n), fewest=fewest, seed=seed)


def test_the_boundary_is_that_of_the_largest_welch_t() -> None:
    shares, period, change = found(3)
    for column, at in enumerate(change.at):
        by_hand = {}
        for start in range(1, 8):
            before, after = shares[period < start, column], shares[period >= start, column]
            if min(len(before), len(after)) >= 10:
                by_hand[start] = abs(stats.ttest_ind(after, before, equal_var=False).statistic)
        assert at == max(by_hand, key=by_hand.__getitem__)


def test_copies_and_stories_count_as_one() -> None:
    shares, period = drawn(5, n=60)
    once = largest_change(shares, period, np.arange(60), np.ones(60), fewest=5, seed=1)
    twice = largest_change(
        np.vstack([shares, shares]),
        np.tile(period, 2),
        np.tile(np.arange(60), 2),
        np.full(120, 0.5),
        fewest=5,
        seed=1,
    )
    assert (once.at == twice.at).all()
    assert once.largest == pytest.approx(twice.largest)


def test_p_is_under_a_twentieth_exactly_where_the_interval_leaves_out_none() -> None:
    change = found(4)[2]
    for value in np.concatenate(
        [change.critical() * (1 - 1e-6), change.critical() * (1 + 1e-6), change.largest[::50, 0]]
    ):
        outside = value > change.critical()
        assert ((change.p(np.full(3, value)) < 0.05) == outside).all()
    assert np.isnan(change.p([np.nan] * 3)).all()


def test_where_nothing_changes_a_change_is_rarely_found() -> None:
    """At .05 a topic: 25 series of three topics give 3.75 on average, and nine or more in one of 70 runs."""
    hits = 0
    for seed in range(25):
        shares, period, change = found(seed)
        hits += int((_p_of(shares, period, change) < 0.05).sum())
    assert hits <= 8


def test_a_clear_change_is_found_in_its_place() -> None:
    shares, period, change = found(7, jump=0.5)
    assert change.at[0] in {4, 5}  # a period has ten articles
    assert _p_of(shares, period, change)[0] < 0.01


def _p_of(shares, period, change):
    observed = [
        stats.ttest_ind(shares[period >= at, column], shares[period < at, column], equal_var=False).statistic
        for column, at in enumerate(change.at)
    ]
    return change.p(observed)


@pytest.mark.parametrize(("fewest", "known"), [(40, True), (41, False)])
def test_too_few_on_a_side_leave_it_open(fewest: int, known: bool) -> None:
    period, shares = np.repeat([0, 1], 40), np.random.default_rng(1).random((80, 2))
    change = largest_change(shares, period, np.arange(80), np.ones(80), fewest=fewest, seed=1)
    assert (change.at == (1 if known else -1)).all()
    assert np.isnan(change.p([1.0, 1.0])).all() != known
    assert np.isnan(change.critical()).all() != known


def test_one_period_has_no_change() -> None:
    change = largest_change(np.ones((30, 2)), np.zeros(30, int), np.arange(30), np.ones(30), fewest=2, seed=1)
    assert change.at.tolist() == [-1, -1]


def test_the_statistic_of_every_boundary_is_welch_t() -> None:
    """Sides of 3 and 17 as of 10 and 10: the factor n / (n - 1) is each side's own."""
    values, starts = np.random.default_rng(8).gamma(2, 1, (20, 2)), np.array([3, 10, 17])
    made = changes._studentised(values, np.ones(20), starts)
    for row, start in enumerate(starts):
        by_hand = stats.ttest_ind(values[start:], values[:start], equal_var=False).statistic
        assert made[row] == pytest.approx(by_hand)

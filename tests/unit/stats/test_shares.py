"""Shares: the interval by hand, its ends, the effective number and residuals."""

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

from toolkit.stats.clusters import Sums, sums_of
from toolkit.stats.permutation import omnibus_shares
from toolkit.stats.shares import (
    logit_interval,
    share_interval,
    share_of_sums,
    share_table,
    standardised_residuals,
)

Y, M = np.array([3, 2, 4, 1, 3, 2, 0, 1]), np.array([5, 4, 6, 3, 4, 4, 2, 3])


def by_hand(y: np.ndarray, m: np.ndarray, level: float = 0.95) -> tuple[float, float, float]:
    k, share = m.sum() ** 2 / (m**2).sum(), y.sum() / m.sum()  # Kish
    error = np.sqrt(k / (k - 1) * ((y - share * m) ** 2).sum()) / m.sum() / (share * (1 - share))
    half = stats.t.ppf(0.5 + level / 2, k - 1) * error
    middle = np.log(share / (1 - share))
    return share, 1 / (1 + np.exp(half - middle)), 1 / (1 + np.exp(-half - middle))


def test_eight_articles() -> None:
    """16 of 31 uses in 7.3 articles in effect."""
    found = [float(x) for x in share_of_sums(sums_of(Y, M))]
    assert found == pytest.approx(by_hand(Y, M), abs=1e-12)
    assert found == pytest.approx([0.516129, 0.361, 0.668], abs=2e-3)


def test_another_level() -> None:
    found = [float(x) for x in share_of_sums(sums_of(Y, M), level=0.8)]
    assert found == pytest.approx(by_hand(Y, M, 0.8))


def test_many_at_once_are_each_alone() -> None:
    rows = [sums_of(Y, M), sums_of(0 * Y, M), sums_of(M, M), sums_of(M, 2 * M), sums_of(Y[:1], M[:1])]
    rows.append(Sums(0, 0.0, 0.0, 0.0, 0.0, 0.0))
    together = share_of_sums(Sums(*np.array(rows, dtype=float).T))
    for place, sums in enumerate(rows):
        alone = share_of_sums(sums)
        for left, right in zip(together, alone, strict=True):
            assert left[place] == pytest.approx(float(right), nan_ok=True)


@pytest.mark.parametrize("k", [2, 5, 12])
def test_none_and_all_have_the_exact_bound_of_so_many_articles(k: int) -> None:
    none = [float(x) for x in share_of_sums(sums_of(np.zeros(k), np.full(k, 3)))]
    every = [float(x) for x in share_of_sums(sums_of(np.full(k, 3), np.full(k, 3)))]
    exact = stats.binomtest(0, k).proportion_ci(0.95, method="exact").high
    assert none == pytest.approx([0.0, 0.0, exact])
    assert every == pytest.approx([1.0, 1 - exact, 1.0])


def test_the_same_share_everywhere_has_the_width_of_independent_articles() -> None:
    """One of two in each of ten articles: no width of zero."""
    _, low, high = share_of_sums(sums_of(np.full(10, 1), np.full(10, 2)))
    expected = logit_interval(0.5, 0.25 / 10, 9)
    assert (float(low), float(high)) == pytest.approx(tuple(map(float, expected)))
    assert float(high - low) > 0.5


def test_nearly_the_same_share_keeps_its_own_variance() -> None:
    y, m = np.array([50, 50, 50, 51]), np.full(4, 100)
    _, low, high = share_of_sums(sums_of(y, m))
    assert (float(low), float(high)) == pytest.approx(by_hand(y, m)[1:])
    assert float(high - low) < 0.02


def test_a_single_article_has_a_share_and_no_interval() -> None:
    share, low, high = share_of_sums(sums_of([1], [4]))
    assert float(share) == 0.25
    assert np.isnan(low)
    assert np.isnan(high)
    assert np.isnan(share_of_sums(sums_of([], []))[0])
    _, low, high = share_of_sums(sums_of([0], [4]))
    assert np.isnan(low)
    assert np.isnan(high)


def test_log_odds_interval_by_hand() -> None:
    low, high = logit_interval(0.2, 0.0016, 14)
    half = stats.t.ppf(0.975, 14) * 0.04 / 0.16
    assert (float(low), float(high)) == pytest.approx(
        (special.expit(special.logit(0.2) - half), special.expit(special.logit(0.2) + half))
    )
    assert np.isnan(logit_interval(0.0, 0.1, 5)[0])
    assert np.isnan(logit_interval(1.0, 0.1, 5)[1])


def test_what_a_row_holds() -> None:
    counts = np.array([[2, 0], [0, 2], [1, 1], [2, 0], [0, 2], [2, 0], [0, 0]])
    found = share_interval(counts, 0)
    share, low, high = by_hand(np.array([2, 0, 1, 2, 0, 2]), np.array([2, 2, 2, 2, 2, 2]))
    assert {key: found[key] for key in ("n", "uses", "of", "articles", "top_article", "reason")} == {
        "n": 6,
        "uses": 7,
        "of": 12,
        "articles": 4,
        "top_article": 2,
        "reason": None,
    }
    assert (found["share"], found["low"], found["high"]) == pytest.approx((share, low, high))


def test_the_least_number_of_articles_on_each_side() -> None:
    counts = np.array([[1, 0], [0, 1], [1, 0], [0, 1]])
    few, enough = share_interval(counts, 0, least=5), share_interval(counts, 0, least=4)
    assert few["reason"] == "under 5 articles name it (4): counts and sentences only"
    assert np.isnan([few["share"], few["low"], few["high"]]).all()
    assert (few["n"], few["uses"], few["of"]) == (4, 2, 4)
    assert enough["reason"] is None
    assert enough["share"] == 0.5
    alone = share_interval(counts[:1], 0, least=1)
    assert alone["reason"] == "in effect 1.0 independent articles: no interval under 2"
    assert (alone["share"], np.isnan(alone["low"])) == (1.0, True)
    assert share_interval(counts[:0], 0)["reason"] == "not named"
    assert share_interval(np.vstack([counts, counts[:1]]), 0)["reason"] is None  # five, by default
    assert share_interval(counts, 0)["reason"] is not None


def test_uses_of_one_article_are_no_more_than_one_article() -> None:
    counts = np.array([[36, 4], [1, 0], [1, 0], [0, 1], [1, 1], [0, 1]])
    found = share_interval(counts, 0)
    assert found["share"] == pytest.approx(39 / 46)
    assert np.isnan([found["low"], found["high"], found["df"]]).all()
    assert found["reason"] == "in effect 1.3 independent articles: no interval under 5"
    assert share_interval(np.full((5, 2), 3), 0)["reason"] is None
    assert share_interval(np.full((5, 2), 3), 0)["df"] == 4


def test_articles_of_one_story_count_as_one() -> None:
    rng = np.random.default_rng(3)
    counts, story = rng.poisson(2, (24, 2)), np.repeat(np.arange(8), 3)
    joined = np.array([counts[story == s].sum(axis=0) for s in range(8)])
    found, expected = share_interval(counts, 1, clusters=story), share_interval(joined, 1)
    for name in ("share", "low", "high", "df"):
        assert found[name] == pytest.approx(expected[name])
    assert (found["n"], found["articles"]) == (int(counts.any(axis=1).sum()), int((counts[:, 1] > 0).sum()))


def test_a_table_has_each_choice_in_each_group_and_one_p() -> None:
    rng = np.random.default_rng(4)
    counts, group = rng.integers(0, 3, size=(18, 2)).astype(float), np.repeat([0, 1, -1], 6)
    table = share_table(counts, ["rebel", "militant"], (["A", "B"], group), least=4, seed=7)
    assert table[["group", "choice"]].values.tolist() == [
        ["A", "rebel"],
        ["A", "militant"],
        ["B", "rebel"],
        ["B", "militant"],
    ]
    assert table["p"].nunique() == 1
    assert table["p"].iloc[0] == omnibus_shares(counts, group, least=4, seed=7)
    expected = share_interval(counts[group == 1], 0, 4)
    assert table.loc[2, list(expected)].to_dict() == pytest.approx(expected, nan_ok=True)
    assert isinstance(table, pd.DataFrame)
    story = np.tile(np.arange(6), 3)
    kept = share_table(counts, ["rebel", "militant"], (["A", "B"], group), clusters=story, least=4, seed=7)
    assert kept["p"].iloc[0] == pytest.approx(table["p"].iloc[0], abs=0.04)  # a story in two groups: two rows
    pairs = np.repeat(np.arange(9), 2)
    kept = share_table(counts, ["rebel", "militant"], (["A", "B"], group), clusters=pairs, least=2, seed=7)
    assert kept["p"].iloc[0] == omnibus_shares(counts, group, clusters=pairs, least=2, seed=7)
    assert kept["p"].iloc[0] != omnibus_shares(counts, group, least=2, seed=7)


def test_residuals_of_a_table_by_hand_and_their_undefined_margins() -> None:
    table = np.array([[20, 30, 10], [40, 10, 0]])
    found, n = standardised_residuals(table), 110
    for i in range(2):
        for j in range(3):
            row, column = table[i].sum(), table[:, j].sum()
            expected = row * column / n
            sd = np.sqrt(expected * (1 - row / n) * (1 - column / n))
            assert found[i, j] == pytest.approx((table[i, j] - expected) / sd)
    assert np.isnan(standardised_residuals([[1, 2], [0, 0]])).all()


def test_two_articles_have_an_interval_where_one_has_none() -> None:
    two = share_interval(np.array([[2, 1], [1, 2]]), 0, least=2)
    assert two["reason"] is None
    assert np.isfinite(two["low"])


def test_a_whole_of_one_counts() -> None:
    assert float(share_of_sums(sums_of([1], [1]))[0]) == 1.0

"""Rates by hand, with the floor of the variance and the bound of no use."""

import numpy as np
import pytest
from scipy import stats

from toolkit.stats.rates import rate_interval


def by_hand(y: np.ndarray, words: np.ndarray) -> tuple[float, float, float]:
    k, rate = words.sum() ** 2 / (words**2).sum(), y.sum() / words.sum()  # Kish
    variance = k / (k - 1) * ((y - rate * words) ** 2).sum() / y.sum() ** 2
    half = stats.t.ppf(0.975, k - 1) * np.sqrt(max(variance, 1 / y.sum()))
    return rate, rate * np.exp(-half), rate * np.exp(half)


def test_uses_that_cluster_in_articles() -> None:
    y, words = np.array([9, 0, 0, 1, 0, 4]), np.array([500, 300, 400, 600, 300, 350])
    found = rate_interval(y, words)
    rate, low, high = by_hand(y, words)
    assert (found["rate"], found["low"], found["high"]) == pytest.approx((1e3 * rate, 1e3 * low, 1e3 * high))
    assert {key: found[key] for key in ("n", "uses", "words", "articles", "reason")} == {
        "n": 6,
        "uses": 14,
        "words": 2450,
        "articles": 3,
        "reason": None,
    }


def test_even_uses_have_the_variance_of_independent_ones() -> None:
    y, words = np.full(6, 2), np.full(6, 500)
    found = rate_interval(y, words, per=1.0)
    half = stats.t.ppf(0.975, 5) / np.sqrt(12)
    assert found["low"] == pytest.approx(0.004 * np.exp(-half))
    assert found["high"] == pytest.approx(0.004 * np.exp(half))


def test_no_use_has_the_exact_poisson_bound() -> None:
    found = rate_interval(np.zeros(5, dtype=int), np.full(5, 200))
    assert (found["rate"], found["low"]) == (0.0, 0.0)
    assert found["high"] == pytest.approx(stats.chi2.ppf(0.975, 2) / 2)  # of 1,000 words in all
    assert found["high"] == pytest.approx(3.688879, abs=1e-6)


def test_articles_without_words_are_left_out() -> None:
    y, words = np.array([1, 2, 0, 1, 3, 5]), np.array([100, 90, 80, 70, 60, 0])
    found = rate_interval(y, words)
    assert (found["n"], found["uses"], found["articles"]) == (5, 7, 4)


def test_the_least_number_of_articles_on_each_side() -> None:
    y, words = np.array([1, 2, 0, 1]), np.full(4, 100)
    few, enough = rate_interval(y, words), rate_interval(y, words, least=4)
    assert few["reason"] == "under 5 articles (4): counts and sentences only"
    assert np.isnan([few["rate"], few["low"], few["high"]]).all()
    assert few["uses"] == 4
    assert enough["reason"] is None
    assert enough["rate"] == 10.0
    assert rate_interval(y[:2], words[:2], least=1)["reason"] is None
    assert rate_interval(y[:1], words[:1], least=1)["reason"].startswith("under 2 articles (1)")
    assert rate_interval(y[:0], words[:0])["reason"] == "no words in scope"


def test_an_article_of_one_word_is_an_article() -> None:
    found = rate_interval(np.array([1, 0, 2, 1, 0]), np.array([1, 50, 60, 70, 80]))
    assert (found["n"], found["words"]) == (5, 261)
    assert found["reason"] == "in effect 3.9 independent articles: no interval under 5"
    assert np.isnan(found["low"])


def test_articles_of_one_story_count_as_one() -> None:
    y, words = np.array([4, 0, 1, 2, 2, 0, 3, 1]), np.array([300, 200, 250, 250, 400, 100, 250, 250])
    story = np.array([0, 0, 1, 1, 2, 2, 3, 4])
    found = rate_interval(y, words, clusters=story, least=4)
    each = [np.bincount(story, x) for x in (y, words)]
    rate, low, high = by_hand(*each)
    assert (found["rate"], found["low"], found["high"]) == pytest.approx((1e3 * rate, 1e3 * low, 1e3 * high))
    assert (found["n"], found["articles"]) == (8, 6)
    assert found["df"] == pytest.approx(2000**2 / (3 * 500**2 + 2 * 250**2) - 1)
    assert rate_interval(y, words, clusters=story)["reason"].startswith("in effect 4.5 independent")

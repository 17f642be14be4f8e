import numpy as np
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.keyness import detectable
from toolkit.analysis.keyness.detectable import power, power_line
from toolkit.analysis.keyness.find import keyness
from toolkit.corpus.corpus import Corpus
from toolkit.settings import make_settings
from toolkit.stats.families import CERTAIN, FINDING, finding_level

WORDS = {"Herald": ["Militants", "Troops", "Police"], "Post": ["Rebels", "Troops", "Police", "Villagers"]}


@pytest.mark.parametrize("n", [12, 30])
def test_more_difference_is_found_more_often(n):
    table = power(make_corpus({"Herald": n, "Post": n}, words=WORDS), draws=150, tests=2000)
    for name in ("power", "power_listed"):
        found = table[name].to_numpy()
        assert (np.diff(found) >= -0.08).all()
        assert ((found >= 0) & (found <= 1)).all()
    assert (table["power_listed"] >= table["power"] - 0.02).all()


def test_more_articles_find_more():
    small, large = (
        power(make_corpus({"Herald": n, "Post": n}, words=WORDS), draws=150).set_index("fold")["power"][5.0]
        for n in (12, 60)
    )
    assert large > small


def test_too_few_articles_are_said():
    table = power(make_corpus({"Herald": 4, "Post": 30}, words=WORDS), draws=10)
    assert table["power"].isna().all()
    assert "only counts and sentences" in power_line(table)


def test_another_sequence_of_draws_gives_about_the_same():
    corpus = make_corpus({"Herald": 12, "Post": 14}, words=WORDS)
    one = power(corpus, folds=(10,), draws=400)["power_listed"].iloc[0]
    two = power(corpus, folds=(2, 10), draws=400)["power_listed"].iloc[1]
    assert abs(one - two) < 0.1


def test_the_level_is_that_of_a_finding_of_the_report():
    """Ten of the tests at a false discovery rate of .01; a term by itself among those the study names."""
    corpus = make_corpus({"Herald": 12, "Post": 12}, words=WORDS)
    table = power(corpus, draws=5)
    tests = keyness(corpus).attrs["settings"]["tests"]
    assert table["level"].tolist() == pytest.approx([0.01 * 10 / tests] * 4)
    assert table["level_listed"].tolist() == pytest.approx([0.01 / 20] * 4)
    assert power(corpus, draws=5, tests=2000)["level"].iloc[0] == pytest.approx(5e-5)
    named = Corpus(corpus.articles, settings=make_settings({"framing": {"terms": ["rebel*", "troops"]}}))
    assert power(named, draws=5)["level_listed"].iloc[0] == pytest.approx(0.005)
    assert pytest.approx(CERTAIN / 5) == FINDING == 0.01
    assert finding_level(4, alike=10) == FINDING


def test_nothing_is_stated_under_ten_articles_a_side():
    table = power(make_corpus({"Herald": 9, "Post": 30}, words=WORDS), draws=10)
    assert (table[["power", "power_listed"]] == 0).all().all()
    assert "under 10 articles a side: nothing is stated of a word" in power_line(table)


def test_the_prior_of_a_simulated_word_is_its_rate_on_both_sides(monkeypatch):
    """As in keyness: the prior's weight times the pooled rate."""
    seen = []
    test = detectable.stats.rate_test

    def looked_at(a, b, prior, total):
        seen.append((np.array(a.count), np.array(b.count), a.words, b.words, np.array(prior), total))
        return test(a, b, prior, total)

    monkeypatch.setattr(detectable.stats, "rate_test", looked_at)
    power(make_corpus({"Herald": 12, "Post": 14}, words=WORDS), draws=5, folds=(3,))
    for a, b, words_a, words_b, prior, total in seen[1:]:
        assert prior / total == pytest.approx((a + b) / (words_a + words_b))
    assert len(seen) == 2  # the real words, for the number of tests, and the simulated one
    assert words_a != words_b


def test_five_articles_a_side_are_too_few_to_state_and_four_to_test():
    five, four = (power(make_corpus({"Herald": n, "Post": 30}, words=WORDS), draws=5) for n in (5, 4))
    assert set(five["reason"]) == {"under 10 articles a side: nothing is stated"}
    assert set(four["reason"]) == {"under 5 articles a side: no test is made"}


def test_a_search_through_all_words_finds_less_than_a_list():
    table = power(make_corpus({"Herald": 24, "Post": 24}, words=WORDS), draws=150, tests=5000, folds=(3, 5))
    assert (table["level"] < table["level_listed"]).all()
    assert (table["power"] < table["power_listed"]).all()

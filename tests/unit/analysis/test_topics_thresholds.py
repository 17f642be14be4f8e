"""Thresholds of topics: a case on each side of every one."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from topic_corpora import planted

import toolkit.analysis.topics.prevalence as prevalence
from toolkit.analysis.topics import number
from toolkit.analysis.topics.compare import compare_band, compare_topics
from toolkit.analysis.topics.engines import Rows, engine
from toolkit.analysis.topics.find import topics
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.number import band, grid, k_table, k_words, marked, suggested_k
from toolkit.analysis.topics.refit import Refits
from toolkit.analysis.topics.stability import Stability
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError


def over_k(*between: float) -> pd.DataFrame:
    """Mark the numbers 2, 3, ... by stability above chance of 1, the values given, and 11: a range of ten."""
    excess = [1.0, *between, 11.0]
    return marked(pd.DataFrame({"k": range(2, 2 + len(excess)), "excess": excess}))


def test_the_smallest_number_within_a_tenth_of_the_range_is_suggested() -> None:
    assert over_k(9.99, 10.0).query("suggested")["k"].tolist() == [4]
    assert over_k(10.0, 10.5).query("suggested")["k"].tolist() == [3]


def test_the_band_reaches_over_seven_twentieths_of_the_range() -> None:
    assert over_k(7.49, 7.5, 9.0).query("in_band")["k"].tolist() == [4, 5, 6]


def test_twenty_planted_themes_are_found_by_the_band() -> None:
    rng, letters = np.random.default_rng(20), str.maketrans("0123456789", "bcdfghjklm")
    words = [[f"{theme:02d}{at:02d}".translate(letters) for at in range(12)] for theme in range(20)]
    texts = [" ".join(rng.choice(own, 25)) for own in words for _ in range(8)]
    rows = TopicModel(2, embeddings="none").prepare(texts).rows_
    found = k_table(rows, engine("nmf"), ks=[5, 10, 15, 20, 25], seed=1, resamples=2)
    assert suggested_k(found) == 20
    assert band(found)[0] == 20


def test_under_four_hundred_articles_do_not_determine_the_number() -> None:
    words = "do not determine the number of topics"
    assert words in k_words(over_k(6.0), 399)
    assert words not in k_words(over_k(6.0), 400)


def test_a_topic_has_four_articles_and_above_fifteen_topics_eight() -> None:
    assert [grid(n)[-1] for n in (59, 60, 127, 128, 480, 5000)] == [14, 15, 15, 16, 60, 60]


def test_above_twenty_topics_half_the_parts_and_one_shuffled_corpus_do(monkeypatch: Any) -> None:
    asked: list[tuple[int, int]] = []

    def noted(rows: Rows, k: int, method: Any, seed: int, resamples: int) -> np.ndarray:
        asked.append((k, resamples))
        return np.ones(resamples)

    monkeypatch.setattr(number, "_agreement", noted)
    counts = csr_matrix(np.ones((6, 4)))
    k_table(Rows(counts, counts), engine("nmf"), ks=[20, 21], seed=1, resamples=5)
    assert asked == [(20, 5), *[(20, number.PARTS_BY_CHANCE)] * 3, (21, 3), (21, number.PARTS_BY_CHANCE)]


def test_words_of_under_three_drawn_articles_are_left_out() -> None:
    counts = csr_matrix(np.triu(np.ones((5, 5))))  # words of one article, of two, ... of five
    likeness = csr_matrix(np.hstack([counts.toarray(), np.full((5, 2), 0.5)]))
    kept = Rows(counts, likeness).without_rare(number.RARE)
    assert kept.counts.shape == (5, 3)
    assert kept.matrix.toarray()[0].tolist() == [1, 1, 1, 0.5, 0.5]


def test_words_that_are_factorised_as_counted_stay_so() -> None:
    counts = csr_matrix(np.ones((5, 5)))  # LDA: shuffling one must shuffle the other
    rows = Rows(counts, counts)
    for less in (rows.take(np.arange(3)), rows.without_rare(2)):
        assert less.matrix is less.counts


def two_topics(likeness: float) -> Any:
    """Return two topics of four terms; what tells them apart is so like what tells [1, 0, ...] from [0, 1, ...]."""
    other = np.sqrt(1 - likeness**2)
    apart = np.array([likeness, -likeness, other, -other])
    components = 1 + 0.5 * np.array([apart, -apart])
    return SimpleNamespace(components_=components, terms_=np.array(list("abcd")), labels=lambda: ["a", "b"])


@pytest.mark.parametrize(
    ("likeness", "relations"),
    [(0.301, ["persists", "persists"]), (0.299, ["vanishes", "vanishes", "new", "new"])],
)
def test_topics_are_one_subject_from_a_cosine_of_three_tenths(likeness: float, relations: list[str]) -> None:
    table = compare_topics(two_topics(1.0), two_topics(likeness))
    assert table["relation"].tolist() == relations
    assert table["likeness"].to_numpy() == pytest.approx(likeness)


class Moved:
    """A model whose articles are counted by their topics at two and at three topics."""

    def __init__(self, counts: list[list[int]]) -> None:
        self.counts, self.terms_ = np.array(counts), np.array(["a", "b", "c"])

    def refitted(self, k: int) -> Any:
        low, high = np.nonzero(self.counts)
        times = self.counts[low, high]
        own = np.repeat(low if k == len(self.counts) else high, times)
        self.shares_, self.components_ = np.eye(k)[own], np.eye(k, 3)
        return self

    def labels(self) -> list[str]:
        return list("abc")[: len(self.components_)]


@pytest.mark.parametrize(
    ("moved", "relation"),
    [
        ([16, 4, 0], "splits"),
        ([17, 3, 0], "stays"),
        ([3, 2, 0], "splits"),
        ([4, 1, 0], "stays"),
        ([1, 1, 1], "scatters"),
    ],
)
def test_a_topic_becomes_what_takes_a_fifth_of_its_articles_and_two(moved: list[int], relation: str) -> None:
    """The last two rows: a fifth that is one article, and thirds of one article each."""
    k = pd.DataFrame({"k": [2, 3], "in_band": True})
    found: Any = SimpleNamespace(k=k, model=Moved([moved, [0, 0, 30]]))
    assert compare_band(found)["relation"].tolist()[0] == relation


def test_topics_need_twelve_articles() -> None:
    frame = planted(24).articles
    assert len(topics(Corpus(frame.head(12)), k=2).topics) == 2
    with pytest.raises(InputError, match="11 articles are too few"):
        topics(Corpus(frame.head(11)), k=2)


@pytest.mark.parametrize(("articles", "said"), [(99, True), (100, False)])
def test_topics_of_fewer_than_a_hundred_articles_are_exploratory(articles: int, said: bool) -> None:
    found = topics(Corpus(planted(100).articles.head(articles)), k=2)
    assert any("exploratory" in note for note in found.notes) is said


def test_a_stable_topic_keeps_half_of_its_terms() -> None:
    """Five topics agree; in two parts they keep .45, .5, .55, .4 and 1 of their ten terms on average."""
    kept = np.array([[0.4, 0.5, 0.5, 0.4, 1.0], [0.5, 0.5, 0.6, 0.4, 1.0]])
    sure = Stability.__new__(Stability)
    for name, value in (("halves", np.full((2, 5), 0.9)), ("null", np.full(20, 0.1)), ("kept", kept)):
        object.__setattr__(sure, name, value)
    assert sure.stable.tolist() == [False, True, True, False, True]


def test_a_topic_may_be_lost_in_a_fifth_of_the_refits() -> None:
    assert Refits((), np.array([0.0, 0.2, 0.21, 1.0])).compared.tolist() == [True, True, False, False]


def _skewed(n: tuple[int, int], seed: int) -> pd.DataFrame:
    """Return the differences of two groups drawn from one population of very skewed shares."""
    draw, size = np.random.default_rng(seed), sum(n)
    shares = draw.dirichlet([0.12] * 5, size)
    again = np.stack([shares] * 3).astype(np.float32)
    sample = prevalence.Sample(shares, again, np.ones(5, bool), np.arange(size), np.ones(size))
    groups = pd.Series(["few"] * n[0] + ["many"] * n[1])
    return prevalence.differences(sample, groups, list("abcde"))


def test_ten_articles_against_a_hundred_and_twenty_give_few_false_findings() -> None:
    """By t alone .45 of such reports state a difference; meant are .05 at most (binomial, 60 reports)."""
    assert sum(_skewed((10, 120), seed)["finding"].any() for seed in range(60)) <= 7


def test_from_sixty_articles_on_t_alone_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def noted(values: np.ndarray, target: np.ndarray, **_: object) -> np.ndarray:
        asked.append(int(target.sum()))
        return np.ones(values.shape[1])

    monkeypatch.setattr(prevalence, "mean_differences_p", noted)
    assert (_skewed((59, 80), 1)["p"] == 1).all()
    assert set(asked) == {59, 80}
    asked.clear()
    assert (_skewed((60, 80), 1)["p"] < 1).all()
    assert asked == []

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.sparse import csr_matrix
from topic_corpora import planted

from toolkit.analysis.topics.alignment import cosines
from toolkit.analysis.topics.engines import Rows, engine
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.number import k_words, marked
from toolkit.analysis.topics.refit import random_halves, refit
from toolkit.analysis.topics.stability import Stability, shuffle, stability, stability_table


def made(kept, halves):
    return Stability(np.full((10, 3), kept), np.full((10, 3), halves), np.linspace(0, 0.1, 20))


def test_a_topic_is_stable_only_if_agreed_on_and_kept():
    assert made([0.8, 0.4, 0.9], [0.5, 0.5, 0.05]).stable.tolist() == [True, False, False]
    table = stability_table(made([0.8, 0.4, 0.9], [0.5, 0.5, 0.05]), ["a", "b", "c"])
    assert table["reason"].isna().tolist() == [True, False, False]
    assert table["verdict"].tolist() == ["firm", "unstable", "unstable"]
    assert "half of its terms" in table["reason"][1]
    assert "by chance" in table["reason"][2]


@pytest.mark.parametrize(
    ("z", "agreed"),
    [
        (
            [2.65, 0.0, 0.0],
            0,
        ),  # alone: .01 / 3, with 19 degrees of freedom 3.05 spreads and 1.0247 for one more
        ([3.2, 0.0, 0.0], 1),
        ([2.65, 2.65, 2.65], 3),  # together: .01, 2.54 spreads
        ([2.55, 2.55, 2.55], 0),
        ([2.9, 2.9, 0.0], 2),  # two of three: .01 * 2 / 3, 2.72 spreads
        ([2.9, 2.65, 0.0], 0),
    ],
)
def test_the_more_topics_come_back_the_less_each_of_them_needs(z, agreed):
    null = np.linspace(0, 0.1, 20)
    found = Stability(np.ones((4, 3)), np.tile(null.mean() + np.array(z) * null.std(ddof=1), (4, 1)), null)
    reach = np.sqrt(1 + 1 / 20) * null.std(ddof=1)
    p = stats.t.sf((found.halves.mean(axis=0) - null.mean()) / reach, 19)
    assert (stats.false_discovery_control(p) < 0.01).sum() == agreed
    assert found.agreed.sum() == agreed
    assert found.agreed.tolist() == (stats.false_discovery_control(p) < 0.01).tolist()
    assert found.limit in [
        pytest.approx(null.mean() + reach * stats.t.isf(0.01 * turn / 3, 19)) for turn in (1, 2, 3)
    ]


def test_a_topic_that_is_lost_in_some_parts_is_loose():
    kept = np.full((10, 3), 0.9)
    kept[0, 1] = 0.1
    table = stability_table(Stability(kept, np.full((10, 3), 0.5), np.zeros(4)), ["a", "b", "c"])
    assert table["verdict"].tolist() == ["firm", "loose", "firm"]


def test_shuffling_keeps_each_words_frequency_and_breaks_its_company():
    rng = np.random.default_rng(0)
    half = np.repeat([1.0, 0.0], 50)
    matrix = csr_matrix(np.column_stack([half, half, rng.random(100)]))
    mixed = shuffle(Rows(matrix, matrix), seed=3).matrix.toarray()
    assert (mixed.sum(axis=0).round(9) == matrix.toarray().sum(axis=0).round(9)).all()
    assert abs(np.corrcoef(mixed[:, 0], mixed[:, 1])[0, 1]) < 0.4


def test_planted_topics_are_stable_and_those_of_shuffled_words_are_not():
    model = TopicModel(4).fit(planted(60).articles["text"].tolist())
    how = engine("nmf")
    assert stability(model.rows_, model.fit_, how, seed=1, resamples=8).stable.all()
    mixed = shuffle(model.rows_, seed=99)
    fit = how.fit(mixed, 4, seed=1, weights=None, start=None)
    assert stability(mixed, fit, how, seed=1, resamples=8).stable.sum() <= 1


def test_half_of_each_groups_clusters_is_drawn_whole():
    groups = np.array([0] * 40 + [1] * 8)
    clusters = np.array([*np.repeat(np.arange(10), 4), *range(10, 18)])
    halves = random_halves(groups, clusters, seed=1)
    assert halves.shape == (60, 48)
    of_cluster = halves[:, np.unique(clusters, return_index=True)[1]]
    assert (halves == of_cluster[:, clusters]).all()
    assert (of_cluster[:, :10].sum(axis=1) == 5).all()
    assert (of_cluster[:, 10:].sum(axis=1) == 4).all()
    assert np.abs(of_cluster.mean(axis=0) - 0.5).max() < 0.3


def test_refits_of_clear_topics_are_like_them_and_unstable_ones_count_as_lost():
    model = TopicModel(4).fit(planted(60).articles["text"].tolist())
    halves = random_halves(np.arange(60) % 2, np.arange(60), seed=1)
    sure = Stability(np.ones((5, 4)), np.tile([1.0, 1.0, 1.0, 0.0], (5, 1)), np.linspace(0, 0.1, 20))
    again = refit(model.rows_, model.fit_, engine("nmf"), halves, np.ones(60), sure=sure)
    assert len(again.fits) == 60
    assert min(np.diag(cosines(fit.terms, model.components_)).min() for fit in again.fits) > 0.8
    assert again.compared.tolist() == [True, True, True, False]


def test_words_on_the_number_of_topics():
    table = marked(pd.DataFrame({"k": [2, 3, 4], "excess": [0.1, 0.5, 0.45]}))
    assert "do not determine" in k_words(table, 60)
    assert "do not determine" not in k_words(table, 1000)
    assert "no number of topics" in k_words(marked(pd.DataFrame({"k": [2, 3], "excess": [-0.1, -0.2]})), 60)

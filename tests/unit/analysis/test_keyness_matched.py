import numpy as np
import pandas as pd
import pytest
from framing_corpora import make_corpus
from scipy.sparse import csr_matrix

from toolkit.analysis.evidence import evidence
from toolkit.analysis.keyness.find import collocates, keyness
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.stats.matched import matched_tests

ACTORS = {"Herald": ["Militants"], "Post": ["Rebels"], "Times": ["Rebels", "Militants"]}


def with_stories(corpus: Corpus, n: int) -> Corpus:
    """Give the k-th article of each outlet to story k; those past n have none of their own."""
    place = corpus.articles.groupby("outlet").cumcount()
    story = place.where(place < n).map(lambda k: f"story-{k:.0f}", na_action="ignore")
    return Corpus(corpus.articles.assign(story_id=story))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return with_stories(make_corpus({"Herald": 14, "Post": 14, "Times": 14}, words=ACTORS), 10)


@pytest.mark.parametrize("contrast", ["one_vs_rest", "pairs"])
def test_every_row_opens_what_it_counted(corpus, contrast):
    table = keyness(corpus, matched="story", contrast=contrast, hidden=True)
    for _, row in table.iloc[::15].iterrows():
        for side in ("target", "reference"):
            assert len(evidence(corpus, row, side=side)) == row[f"uses_{side}"]


def test_only_shared_stories_are_counted(corpus):
    table = keyness(corpus, matched="story", contrast="pairs", hidden=True)
    assert set(table["n_target"]) == {10}
    assert table["stories"].max() <= 10
    found = table.query("target == 'Herald' and reference == 'Post' and feature == 'rebels'").iloc[0]
    assert found["q"] < 0.05
    assert found["low"] <= found["log_ratio"] <= found["high"] < 0


def test_a_topic_of_one_outlet_is_no_framing():
    """An outlet that alone reports floods does not come out as the one that prefers the word."""
    corpus = with_stories(make_corpus({"Herald": 24, "Post": 24}, words={}), 12)
    articles = corpus.articles.copy()
    own = (articles["outlet"] == "Herald") & articles["story_id"].isna()
    articles.loc[own, "text"] += [
        f"\n\nThe flood of day {i} was high. A flood rose." for i in range(own.sum())
    ]
    floods = Corpus(articles)
    assert (keyness(floods, hidden=True).set_index("feature").loc["flood", "q"]) < 0.05
    matched = keyness(floods, matched="story", hidden=True)
    assert "flood" not in set(matched["feature"])


def test_without_stories_it_says_what_is_needed():
    with pytest.raises(TableError, match="assign stories first"):
        keyness(make_corpus({"A": 5, "B": 5}), matched="story")


def test_equal_to_brute_force():
    rng = np.random.default_rng(4)
    story = np.repeat(np.arange(9), 3)
    target = np.tile([True, False, False], 9)
    words, uses = rng.integers(100, 400, 27), rng.poisson(2, (27, 1))
    found = matched_tests(csr_matrix(uses), words, target, story)
    r, q = [], []
    for s in range(9):
        a, b = (story == s) & target, (story == s) & ~target
        total = words[a].sum() + words[b].sum()
        r.append(uses[a].sum() * words[b].sum() / total)
        q.append(uses[b].sum() * words[a].sum() / total)
    r, q = np.array(r), np.array(q)
    assert found["log_ratio"][0] == pytest.approx(np.log2(r.sum() / q.sum()))
    from scipy import stats

    d = r - q
    n_a, n_b = (np.array([words[(story == s) & side].sum() for s in range(9)]) for side in (target, ~target))
    y = np.array([uses[story == s].sum() for s in range(9)])
    variance = max(9 * d.var(ddof=1), (y * n_a * n_b / (n_a + n_b) ** 2).sum())
    assert (y > 0).all()
    t = d.sum() / np.sqrt(variance)
    assert found["p"][0] == pytest.approx(2 * stats.t.sf(abs(t), ((r + q) > 0).sum() - 1))


def test_the_test_is_level_under_the_null():
    rng = np.random.default_rng(8)
    story, target = np.repeat(np.arange(15), 2), np.tile([True, False], 15)
    words = rng.integers(200, 500, 30)
    topic = np.repeat(rng.gamma(0.7, 1.5, (15, 400)), 2, axis=0)  # stories differ, sides do not
    found = matched_tests(csr_matrix(rng.poisson(topic)), words, target, story)
    p = found["p"][~np.isnan(found["p"])]
    assert np.mean(p < 0.05) < 0.075
    covered = (found["low"] <= 0) & (found["high"] >= 0)
    assert covered[~np.isnan(found["low"])].mean() > 0.9


def test_collocates_find_who_is_called_what():
    corpus = make_corpus(
        {"Herald": 20, "Post": 20}, words={"Herald": ["Innocent men"], "Post": ["Armed men"]}
    )
    table = collocates(corpus, "men", hidden=True)
    first = table.set_index("feature")
    assert first.loc["innocent", "q"] < 0.01
    assert first.loc["armed", "log_ratio"] < 0
    assert "men" not in first.index
    for _, row in table.iterrows():
        for side in ("target", "reference"):
            assert len(evidence(corpus, row, side=side)) == row[f"uses_{side}"]


def test_the_window_is_of_words_in_the_sentence():
    frame = pd.DataFrame(
        {"outlet": ["A", "B"] * 3, "text": [f"One two three men four five six {i}." for i in range(6)]}
    )
    from toolkit.tables import conform

    table = collocates(Corpus(conform(frame, "articles")), "men", window=2, hidden=True)
    assert set(table["feature"]) == {"two", "three", "four", "five"}

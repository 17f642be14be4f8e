"""Corpora that hardly hold topics: a clear error or a table with reasons, never an exception of a library."""

import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from topic_corpora import planted

from toolkit.analysis.topics import embedding
from toolkit.analysis.topics.engines import Rows, engine, nndsvda
from toolkit.analysis.topics.find import check_enough, copies_of, topics, topics_by
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.prevalence import Sample, prevalence
from toolkit.analysis.topics.refit import refit
from toolkit.analysis.topics.stability import Stability
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, ToolkitError
from toolkit.tables import conform

WORDS = ["flood", "river", "rain", "storm"]


def corpus_of(texts: list[str]) -> Corpus:
    frame = pd.DataFrame({"text": texts, "outlet": ["AB"[at % 2] for at in range(len(texts))]})
    return Corpus(conform(frame, "articles"))


@pytest.mark.parametrize("k", [None, 2])
@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["flood river rain"] * 20, "20 articles with 1 different texts .* are too few"),
        (["flood river rain", "vote poll seat"] * 10, "20 articles with 2 different texts"),
        (["flood", "vote", "court", "goal"] * 6, "24 articles with 4 different texts"),
        ([""] * 20, "20 articles with 1 different texts"),
        ([" ".join(each) for each in itertools.permutations(WORDS)], "too much alike"),
        ([letter * 5 for letter in "abcdefghijklmnop"], "nothing in common"),
    ],
)
def test_texts_that_hold_no_topics_are_an_error(k: int | None, texts: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        topics(corpus_of(texts), k=k)


def test_every_topic_could_be_found_in_half_of_the_different_texts() -> None:
    articles = planted(40).articles
    check_enough(Corpus(articles), 20)
    with pytest.raises(InputError, match=r"40 different texts .* 21 topics, .* at most 20"):
        topics(Corpus(articles), k=21)
    twice = pd.concat([articles, articles.assign(article_id="copy of " + articles["article_id"])])
    with pytest.raises(InputError, match="40 different texts"):
        topics(Corpus(twice.reset_index(drop=True)), k=21)


def test_a_headline_without_a_text_is_no_copy_of_the_others() -> None:
    frame = pd.DataFrame({"title": ["Flood", "Vote", "Vote"], "text": ["", " ", ""]})
    assert copies_of(Corpus(conform(frame, "articles"))).tolist() == [0, 1, 1]


@pytest.mark.parametrize("empty", ["published", "outlet", "story_id"])
def test_a_column_that_says_nothing_gives_reasons_and_no_warning(empty: str) -> None:
    value = {"published": pd.NaT, "outlet": None, "story_id": "one story"}[empty]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = topics(Corpus(planted(24).articles.assign(**{empty: value})), k=2, method="nmf")
        dated = topics_by(found, "outlet", adjust_for_time=True)
        months = topics_by(found, "month")
    for table in (found.prevalence, found.differences, *dated, *months):
        known = "low" if "low" in table else "share"
        assert (table[known].notna() | table["reason"].notna()).all()


def test_a_matrix_with_fewer_directions_than_topics_still_starts() -> None:
    left, right = nndsvda(csr_matrix(np.ones((3, 2))), 4)
    assert left.shape == (3, 4)
    assert right.shape == (4, 2)
    assert np.isfinite(left).all()
    assert np.isfinite(right).all()


def test_a_half_with_fewer_articles_than_topics_counts_as_lost() -> None:
    rows = Rows(*[csr_matrix(np.kron(np.eye(3), np.ones((4, 2))))] * 2)
    how = engine("nmf")
    fit = how.fit(rows, 3, seed=1, weights=None, start=None)
    sure = Stability(np.ones((2, 3)), np.ones((2, 3)), np.zeros(4))
    halves = np.array([np.arange(12) % 2 == 0, np.arange(12) < 2, np.arange(12) % 2 == 1])
    again = refit(rows, fit, how, halves, np.ones(12), sure=sure)
    assert again.lost.tolist() == pytest.approx([1 / 3] * 3)
    assert again.fits[1] is fit


@pytest.mark.parametrize(("spread", "said"), [(0.21, True), (0.22, False)])
def test_an_interval_over_nearly_everything_is_left_out_with_a_reason(spread: float, said: bool) -> None:
    """Eight articles alike: all variance is from four refits, intervals of 89 and 91 points (t with 7)."""
    shares = np.full((8, 2), 0.5)
    again = np.array([shares + np.array([way, -way]) * spread for way in (-1.5, -0.5, 0.5, 1.5)])
    sample = Sample(shares, again.astype(np.float32), np.ones(2, bool), np.arange(8), np.ones(8))
    table = prevalence(sample, pd.Series(["A"] * 8), ["a", "b"])
    assert table["low"].notna().tolist() == [said] * 2
    assert table["reason"].isna().tolist() == [said] * 2


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, None])
def test_a_seed_that_is_none_is_an_error(seed: object) -> None:
    with pytest.raises(InputError, match="random_state must be a whole number"):
        TopicModel(2, random_state=seed).fit(planted(24).articles["text"].tolist())  # type: ignore[arg-type]


def test_word_vectors_other_than_those_checked_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "weights/l2_supercat_256.safetensors"
    embedding._static.cache_clear()
    monkeypatch.setitem(embedding.STATIC_SHA256, name, "0" * 64)
    with pytest.raises(ToolkitError, match=r"wordllama are not those .* install version 0.4.0"):
        embedding.word_vectors(["flood"])
    monkeypatch.undo()
    assert embedding.word_vectors(["flood"]).shape == (1, 256)


def test_a_word_of_any_length_takes_no_more_room_than_one_of_a_hundred_letters():
    found = embedding.word_vectors(["flood" * 40_000, "flood" * 20, "flood"])
    np.testing.assert_array_equal(found[0], found[1])
    assert found[2] @ found[1] > 0
    np.testing.assert_allclose(found[2], embedding.word_vectors(["flood"])[0], rtol=1e-6)

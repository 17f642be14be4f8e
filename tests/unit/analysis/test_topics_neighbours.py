import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from toolkit.analysis.topics import neighbours
from toolkit.analysis.topics.embedding import Words, vectors, word_vectors
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.neighbours import beside, landmarks, shuffled_vectors
from toolkit.errors import InputError


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    weighted = unit(rng.random((30, 12)) * (rng.random((30, 12)) < 0.4) + 1e-12)
    weighted[weighted < 1e-6] = 0
    return csr_matrix(weighted), unit(rng.normal(size=(30, 5)))


def by_hand(weighted, meant, by_words):
    """Return likeness of all texts with each other, computed without any of the shortcuts."""
    sides = []
    for each in (weighted.toarray(), meant):
        moved = unit(each - each.mean(axis=0))
        alike = moved @ moved.T
        sides.append(alike / alike[~np.eye(30, dtype=bool)].std())
    alike = by_words * sides[0] + (1 - by_words) * sides[1]
    np.fill_diagonal(alike, 0)
    alike = np.maximum(alike, 0)
    short = 1 + (1 - by_words) ** 4
    n_near = max(5, round(neighbours.NEAREST * short * 30))
    limit = np.sort(alike, axis=1)[:, -n_near - 1, None]
    return short * (1 - by_words / 2) * unit(np.where(alike > limit, alike, 0))


def test_likeness_is_that_of_centred_cosines_on_one_scale(rows):
    weighted, meant = rows
    there = landmarks(weighted, meant)
    columns = beside(weighted, meant, there).toarray()
    assert np.allclose(columns[:, :12], weighted.toarray())
    assert np.allclose(columns[:, 12:], by_hand(weighted, meant, there.by_words), atol=1e-9)


@pytest.mark.parametrize("some", [1, 7, 30])
def test_texts_some_at_a_time_have_the_same_likeness(rows, monkeypatch, some) -> None:
    weighted, meant = rows
    there = landmarks(weighted, meant)
    monkeypatch.setattr(neighbours, "AT_ONCE", some)
    columns = beside(weighted, meant, there).toarray()
    assert np.allclose(columns[:, 12:], by_hand(weighted, meant, there.by_words), atol=1e-9)
    assert beside(weighted[:0], meant[:0], there).shape == (0, 42)


def test_words_count_the_more_the_more_terms_a_text_has(rows):
    weighted, meant = rows
    terms = np.median(np.diff(weighted.indptr))
    assert landmarks(weighted, meant).by_words == pytest.approx(terms / (terms + 50))
    long = csr_matrix(unit(np.random.default_rng(1).random((30, 200))))
    assert landmarks(long, meant).by_words == pytest.approx(0.8)
    assert landmarks(long, meant).weight == pytest.approx(0.6 * 1.0016)


@pytest.mark.parametrize(
    ("by_words", "short"), [(0.0, 2.0), (0.1, 1.6561), (0.5, 1.0625), (0.8, 1.0016), (1.0, 1.0)]
)
def test_short_texts_are_joined_to_more_and_likeness_counts_more(rows, by_words, short):
    weighted, meant = rows
    there = landmarks(weighted, meant)._replace(by_words=by_words)
    assert there.short == pytest.approx(short)
    alike = beside(weighted, meant, there).toarray()[:, 12:]
    assert (alike > 0).sum(axis=1).max() == max(5, round(0.15 * short * 30))
    lengths = np.linalg.norm(alike, axis=1)
    assert np.allclose(lengths[lengths > 0], short * (1 - by_words / 2))


def test_a_copy_tells_nothing_of_its_landmark(rows):
    weighted, meant = rows
    there = landmarks(weighted, meant)
    assert beside(weighted, meant, there).toarray()[:, 12:].diagonal().max() == 0
    alone = beside(weighted[3], meant[3:4], there).toarray()
    assert np.allclose(alone[0], beside(weighted, meant, there).toarray()[3])


def test_shuffled_vectors_keep_their_spread_and_lose_their_groups():
    rng = np.random.default_rng(2)
    groups = unit(np.repeat(rng.normal(size=(3, 8)), 40, axis=0) + rng.normal(0, 0.2, (120, 8)))
    mixed = shuffled_vectors(groups, rng)
    axes = [np.linalg.svd(each - each.mean(axis=0), compute_uv=False) for each in (groups, mixed)]
    assert np.allclose(*axes, rtol=0.35)
    same = np.kron(np.eye(3, dtype=bool), np.ones((40, 40), dtype=bool))
    apart = [(each @ each.T)[same].mean() - (each @ each.T)[~same].mean() for each in (groups, mixed)]
    assert apart[0] > 0.5
    assert abs(apart[1]) < 0.05


def test_a_texts_vector_is_the_weighted_mean_of_its_words():
    counts, idf = csr_matrix([[4, 1], [0, 0]]), np.array([1.0, 4.0])
    found = vectors("static", ["", ""], Words(counts, ["rain", "vote"], idf))
    rain, vote = word_vectors(["rain", "vote"])
    assert np.allclose(found[0], unit((2 * rain + 2 * vote)[None])[0])
    assert not found[1].any()


def test_words_of_like_meaning_have_like_vectors():
    rain, flood, vote = unit(word_vectors(["rain", "flood", "vote"]))
    assert rain @ flood > rain @ vote


def test_a_function_of_the_users_embeds_texts_and_is_checked():
    texts = ["rain flood river rain", "flood river water", "vote party poll", "party poll vote win"]
    own = {"rain": 0, "flood": 0, "vote": 1, "party": 1}
    model = TopicModel(2, embeddings=lambda texts: np.eye(2)[[own[text.split()[0]] for text in texts]])
    assert model.fit(texts).shares_.argmax(axis=1).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    assert "function of your own" in model.why_
    for wrong in (np.ones((3, 2)), np.full((4, 2), np.nan), np.ones(4)):
        with pytest.raises(InputError, match="one row of finite numbers for each of 4 texts"):
            TopicModel(2, embeddings=lambda texts, wrong=wrong: wrong).fit(texts)


def test_loading_the_vectors_leaves_the_log_of_the_program_alone():
    code = (
        "import logging; from toolkit.analysis.topics.embedding import word_vectors; word_vectors(['rain']);"
        "root = logging.getLogger(); print(root.handlers, root.level == logging.WARNING)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[] True"

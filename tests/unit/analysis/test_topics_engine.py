import numpy as np
import pytest
from scipy.sparse import csr_matrix
from topic_corpora import planted

from toolkit.analysis.topics import embedding
from toolkit.analysis.topics import model as model_module
from toolkit.analysis.topics.engines import Fit, Rows, engine
from toolkit.analysis.topics.model import TopicModel, choose_method, tf_idf
from toolkit.analysis.topics.vocabulary import VocabularyRules
from toolkit.errors import InputError, ToolkitError


@pytest.fixture(scope="module")
def corpus():
    return planted()


def purity(shares, themes):
    largest = shares.argmax(axis=1)
    return np.mean([np.max([np.mean(themes[largest == t] == x) for x in set(themes)]) for t in set(largest)])


@pytest.mark.parametrize("method", ["joint", "nmf", "lda"])
def test_planted_themes_are_found(corpus, method):
    model = TopicModel(4, method=method, random_state=3).fit(corpus.articles["text"].tolist())
    assert purity(model.shares_, corpus.articles["theme"].to_numpy()) > 0.9
    assert np.allclose(model.shares_.sum(axis=1), 1)
    assert np.allclose(model.components_.sum(axis=1), 1)


@pytest.mark.parametrize("method", ["joint", "nmf", "lda"])
def test_transform_of_the_training_texts_is_their_shares(corpus, method):
    texts = corpus.articles["text"].tolist()
    model = TopicModel(4, method=method).fit(texts)
    assert np.allclose(model.transform(texts), model.shares_, atol=1e-6)


def test_largest_topic_comes_first(corpus):
    model = TopicModel(4).fit(corpus.articles["text"].tolist())
    means = model.shares_.mean(axis=0)
    assert (np.diff(means) <= 1e-9).all()


def test_a_text_without_words_has_no_shares_and_one_of_new_words_has_by_their_meaning(corpus):
    """As many topics as themes: of three, two share what is left of the fourth."""
    model = TopicModel(4).fit(corpus.articles["text"].tolist())
    assert np.isnan(model.transform(["", "of the 12"])).all()
    assert np.isnan(
        TopicModel(3, method="nmf").fit(corpus.articles["text"].tolist()).transform(["zzz"])
    ).all()
    flood, vote = (model.transform([words]).argmax() for words in ("flood river", "vote ballot"))
    assert model.transform(["drizzle downpour inundated"]).argmax() == flood
    assert model.transform(["elections referendum"]).argmax() == vote


def test_nmf_does_not_depend_on_the_seed(corpus):
    texts = corpus.articles["text"].tolist()
    first, second = (TopicModel(4, random_state=seed).fit(texts) for seed in (1, 99))
    assert np.array_equal(first.components_, second.components_)


def test_copies_weighted_by_their_number_count_once(corpus):
    texts = corpus.articles["text"].tolist()
    rules = VocabularyRules(min_articles=1, max_share=1.0)
    once = TopicModel(4, rules=rules).fit(texts)
    copied = TopicModel(4, rules=rules).prepare(texts)
    rows = Rows(copied.rows_.counts[[*range(60), 0, 0]], copied.rows_.matrix[[*range(60), 0, 0]])
    weights = np.ones(62)
    weights[[0, 60, 61]] = 1 / 3
    copied.fit_rows(rows, sample_weight=weights)
    assert np.allclose(once.components_, copied.components_, atol=5e-3)


def test_scikit_learn_conventions(corpus):
    from sklearn.base import clone

    model = TopicModel(5, method="nmf", random_state=7)
    assert clone(model).get_params() == model.get_params()
    assert model.fit(corpus.articles["text"].tolist()) is model
    assert list(model.get_feature_names_out()) == [f"topic_{i}" for i in range(1, 6)]


def test_too_few_texts_is_an_error():
    with pytest.raises(InputError, match="ask for fewer topics"):
        TopicModel(5).fit(["rain", "sun"])


def test_one_method_serves_all_lengths_and_says_what_it_is(monkeypatch):
    assert choose_method()[0] == "joint"
    assert "static word vectors" in choose_method()[1]
    assert choose_method("lda")[0] == "lda"
    assert choose_method("auto", "none")[0] == "nmf"
    monkeypatch.setattr(model_module, "is_available", lambda name: False)
    method, why = choose_method()
    assert method == "nmf"
    assert "wordllama) are not installed" in why


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "joitn"}, "no method is called 'joitn'; choose from auto, joint"),
        ({"embeddings": "statc"}, "no embeddings are called 'statc'; choose from static, minilm"),
        ({"n_topics": 0}, "must be a whole number from 1 on, not 0"),
        ({"n_topics": -3}, "not -3"),
        ({"n_topics": 2.5}, "not 2.5"),
        ({"n_topics": True}, "not True"),
        ({"n_topics": 500}, "60 texts cannot hold 500 topics; ask for fewer"),
    ],
)
def test_odd_input_is_an_error_that_names_the_remedy(corpus, options, words):
    with pytest.raises(InputError, match=words):
        TopicModel(**options).fit(corpus.articles["text"].tolist())


def test_embeddings_that_are_not_installed_name_the_extra(corpus, monkeypatch):
    monkeypatch.setitem(embedding.PACKAGES, "minilm", ("no_such_package",))
    with pytest.raises(ToolkitError, match="no_such_package; install the extra 'embeddings'"):
        TopicModel(3, embeddings="minilm").fit(corpus.articles["text"].tolist())


def test_tf_idf_weights():
    weighted = tf_idf(csr_matrix([[1, 3, 0]]), np.array([1.0, 2.0, 5.0])).toarray()[0]
    raw = np.array([1.0, 2 * np.sqrt(3), 0])
    assert np.allclose(weighted, raw / np.linalg.norm(raw))


def test_shares_under_fixed_topics_ignore_the_other_rows():
    rng = np.random.default_rng(0)
    matrix = csr_matrix(rng.random((10, 6)))
    topics = rng.random((2, 6))
    how, fit = engine("nmf"), Fit(topics, topics)
    whole = how.shares(Rows(matrix, matrix), fit)
    alone = how.shares(Rows(matrix[3:4], matrix[3:4]), fit)
    assert np.allclose(whole[3], alone[0], atol=1e-6)

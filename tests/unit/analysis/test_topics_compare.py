import json
from copy import copy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from topic_corpora import THEMES, planted

from toolkit.analysis.topics.compare import compare_band, compare_topics
from toolkit.analysis.topics.engines import Fit
from toolkit.analysis.topics.find import topics
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.seen import stratified
from toolkit.analysis.topics.store import ldavis, load_model, save_model
from toolkit.analysis.topics.vocabulary import VocabularyRules
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError


def model(n_topics, **kwargs):
    return TopicModel(n_topics).fit(planted(60, **kwargs).articles["text"].tolist())


@pytest.fixture(scope="module")
def four():
    return model(4)


def test_topics_of_another_corpus_on_the_same_themes_persist(four):
    table = compare_topics(four, model(4, seed=9))
    assert table["relation"].tolist() == ["persists"] * 4
    assert sorted(table["other_topic"]) == [1, 2, 3, 4]


def test_a_theme_that_is_gone_vanishes_and_one_that_came_is_new(four):
    fewer = model(3, themes=tuple(THEMES)[:3])
    there = compare_topics(four, fewer)
    assert there["relation"].value_counts().to_dict() == {"persists": 3, "vanishes": 1}
    assert set(there.loc[there["relation"] == "vanishes", "label"].iloc[0].split(", ")) <= set(
        THEMES["court"].split()
    )
    back = compare_topics(fewer, four)
    assert back["relation"].value_counts().to_dict() == {"persists": 3, "new": 1}


def test_a_coarser_model_shows_splits_and_merges(four):
    coarse = copy(four)
    joined = np.array([four.components_[:2].mean(axis=0), *four.components_[2:]])
    coarse.n_topics, coarse.fit_ = 3, Fit(joined, joined)
    assert compare_topics(coarse, four)["relation"].tolist() == ["splits", "splits", "persists", "persists"]
    assert compare_topics(four, coarse)["relation"].tolist() == ["merges", "merges", "persists", "persists"]


def test_what_changes_within_the_band_is_said_in_words():
    of_both = {"flood": "weather", "match": "public", "vote": "public", "court": "public"}
    frame = planted(80).articles
    frame["text"] += [f" {of_both[theme]} {of_both[theme]}s." * 30 for theme in frame["theme"]]
    rules = VocabularyRules(max_share=0.9, phrases=False)
    found = topics(Corpus(frame), k=2, rules=rules)
    found = replace(found, k=pd.DataFrame({"k": [2, 4], "in_band": [True, True]}))
    table = compare_band(found).set_index("relation")
    assert table.index.tolist() == ["splits", "stays"]
    assert table["n"].sum() == 80
    assert len(table.loc["splits", "others"].split(" | ")) == 3
    assert " articles at 2 topics) becomes “" in table.loc["splits", "statement"]
    assert "stays together in “" in table.loc["stays", "statement"]
    assert found.model.n_topics == 2


def test_a_band_of_one_number_and_a_given_number_change_nothing():
    found = topics(planted(24), k=2)
    assert len(compare_band(found)) == 0
    assert len(compare_band(replace(found, k=pd.DataFrame({"k": [2], "in_band": [True]})))) == 0


@pytest.mark.parametrize("unit", ["article", "sentence"])
def test_other_tools_get_what_they_ask_for(unit):
    frame = planted(30).articles
    frame.loc[3, ["title", "text"]] = ""
    data = ldavis(topics(Corpus(frame), k=3, method="nmf", unit=unit).model)
    topics_, articles, terms = 3, 29, len(data["vocab"])
    assert data["topic_term_dists"].shape == (topics_, terms)
    assert data["doc_topic_dists"].shape == (articles, topics_)
    assert np.allclose(data["topic_term_dists"].sum(axis=1), 1)
    assert np.allclose(data["doc_topic_dists"].sum(axis=1), 1)
    assert data["doc_lengths"].sum() == data["term_frequency"].sum()
    assert len(data["doc_lengths"]) == articles
    assert (data["term_frequency"] > 0).all()


def test_a_loaded_model_has_no_articles_to_export(four, tmp_path):
    with pytest.raises(InputError, match="holds no articles"):
        ldavis(load_model(save_model(four, tmp_path / "model")))


def test_saved_model_transforms_as_before(four, tmp_path):
    texts = planted(20, seed=3).articles["text"].tolist()
    again = load_model(save_model(four, tmp_path / "model"))
    assert np.array_equal(again.transform(texts), four.transform(texts))
    assert again.made_with_["scikit-learn"]
    assert not [file for file in (tmp_path / "model").iterdir() if file.suffix in {".pkl", ".joblib"}]


def test_a_later_format_and_a_missing_model_are_errors(four, tmp_path):
    folder = save_model(four, tmp_path / "model")
    about = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(about | {"format": 99}))
    with pytest.raises(InputError, match="format 99"):
        load_model(folder)
    with pytest.raises(InputError, match="no topic model"):
        load_model(tmp_path / "nowhere")


def test_embeddings_of_another_version_are_refused(four, tmp_path):
    folder = save_model(four, tmp_path / "model")
    about = json.loads((folder / "model.json").read_text())
    about["versions"]["wordllama"] = "0.0.1"
    (folder / "model.json").write_text(json.dumps(about))
    with pytest.raises(InputError, match="needs wordllama"):
        load_model(folder)


def test_small_strata_are_kept_and_weights_restore_the_corpus():
    strata = pd.Series(["big"] * 5000 + ["small"] * 15 + ["middle"] * 200)
    drawn, stands_for = stratified(strata, 1000, seed=1)
    counts = strata.iloc[drawn].value_counts()
    assert counts["small"] == 15
    assert counts["middle"] == 38
    assert (np.diff(drawn) > 0).all()
    assert stands_for.sum() == pytest.approx(len(strata))
    again, _ = stratified(strata, 1000, seed=1)
    assert np.array_equal(drawn, again)

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from topic_corpora import planted

from toolkit.analysis.topics import seen as topics_sample
from toolkit.analysis.topics.articles import article_places
from toolkit.analysis.topics.find import topics, topics_by
from toolkit.analysis.topics.seen import seen
from toolkit.analysis.topics.tables import topic_coverage, topic_statements
from toolkit.analysis.topics.texts import texts_of
from toolkit.analysis.topics.vocabulary import VocabularyRules
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError
from toolkit.settings import make_settings
from toolkit.tables import conform


@pytest.fixture(scope="module")
def corpus():
    return planted(60, lean=0.2)


@pytest.fixture(scope="module")
def found(corpus):
    return topics(corpus, k=4)


def test_tables_have_a_row_where_they_should(corpus, found):
    assert found.topics["n"].sum() == len(corpus)
    assert len(found.shares) == 4 * len(corpus)
    assert found.shares.groupby("article_id")["share"].sum().round(6).eq(1).all()
    assert found.shares.groupby("article_id")["largest"].sum().eq(1).all()
    assert len(found.prevalence) == 8
    assert found.terms.groupby("topic").size().le(10).all()


def test_planted_topics_are_stable_and_estimates_stand_with_n_and_interval(found):
    assert found.topics["stable"].all()
    table = found.prevalence
    assert (table["n"] == 30).all()
    assert ((table["low"] < table["share"]) & (table["share"] < table["high"])).all()
    assert ((table["low"] > 0) & (table["high"] < 1)).all()


def test_planted_difference_is_found_in_the_right_direction(found):
    flood = found.terms.loc[found.terms["term"] == "flood", "topic"].iloc[0]
    row = found.differences.query(f"topic == {flood} and outlet == 'Post'").iloc[0]
    assert row["difference"] > 0
    assert row["finding"]
    others = found.differences.query(f"topic != {flood} and outlet == 'Post'")
    assert (others["difference"] < row["difference"]).all()


def test_two_groups_mirror_each_other(found):
    table = found.differences.set_index(["outlet", "topic"])
    post, herald = table.loc["Post"], table.loc["Herald"]
    assert np.allclose(post["difference"], -herald["difference"])
    assert np.allclose(post["q"], herald["q"])


def test_typical_articles_and_sentences_are_of_the_topic(corpus, found):
    theme = corpus.articles.set_index("article_id")["theme"]
    themes = found.articles.assign(theme=theme[found.articles["article_id"]].to_numpy())
    assert themes.groupby("topic")["theme"].nunique().eq(1).all()
    text = corpus.articles.set_index("article_id")["text"]
    for row in found.sentences.itertuples():
        assert text[row.article_id][row.start : row.end] == row.text


def test_same_call_same_tables(corpus, found):
    again = topics(corpus, k=4)
    for name in ("topics", "terms", "shares", "prevalence", "differences", "articles", "sentences"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(again, name), check_exact=True)


def test_corpus_is_left_as_it_was(corpus):
    before = corpus.articles.copy(deep=True)
    topics(corpus, k=2)
    pd.testing.assert_frame_equal(before, corpus.articles)


def test_number_of_topics_is_suggested_with_a_band():
    found = topics(planted(48, seed=5))
    assert found.k["suggested"].sum() == 1
    assert found.k.loc[found.k["suggested"], "in_band"].all()
    assert found.k.loc[found.k["in_band"], "k"].between(3, 5).any()
    assert any("do not determine the number of topics" in note for note in found.notes)


@pytest.mark.parametrize(
    ("k", "words"), [(0, "not 0"), (-3, "not -3"), (500, "cannot hold 500"), ("finer", "'fine'")]
)
def test_a_number_of_topics_that_cannot_be_is_an_error(corpus, k, words):
    with pytest.raises(InputError, match=words):
        topics(corpus, k=k)


def test_coarse_and_fine_are_the_ends_of_the_band():
    corpus = planted(48, seed=5)
    coarse, fine = (topics(corpus, k=level) for level in ("coarse", "fine"))
    inside = coarse.k.loc[coarse.k["in_band"], "k"]
    assert (coarse.model.n_topics, fine.model.n_topics) == (inside.min(), inside.max())


def test_settings_give_k_and_labels(corpus):
    settings = make_settings({"topics": {"k": 4, "labels": {"flood": "Floods"}}})
    labels = topics(replace(corpus, settings=settings)).topics["label"]
    assert len(labels) == 4
    own = make_settings({"topics": {"k": 4, "labels": {labels[0]: "My own words"}}})
    assert topics(replace(corpus, settings=own)).topics["label"][0] == "My own words"


def test_months_and_other_columns_from_the_same_model(corpus, found):
    by_month = topics_by(found, "month")
    assert by_month.shares["month"].str.fullmatch(r"\d{4}-\d{2}").all()
    adjusted = topics_by(found, "outlet", adjust_for_time=True).differences
    plain = found.differences
    assert np.abs(adjusted["difference"] - plain["difference"]).max() < 0.15
    assert not np.allclose(adjusted["difference"], plain["difference"])


def test_small_groups_get_a_reason_and_no_interval(corpus, found):
    frame = corpus.articles.assign(desk=["small"] * 3 + ["large"] * 57)
    table = topics_by(topics(Corpus(frame), k=2), "desk").shares
    small = table[table["desk"] == "small"]
    assert small["low"].isna().all()
    assert (small["reason"] == "fewer than 5 articles").all()
    assert small["share"].notna().all()


def test_articles_without_a_group_are_left_out(corpus, found):
    frame = corpus.articles.assign(desk=["a", "b", None] * 20)
    assert set(topics_by(topics(Corpus(frame), k=2), "desk").shares["n"]) == {20}


def test_an_unknown_column_is_an_error_that_names_the_nearest(found):
    with pytest.raises(TableError, match="outlet"):
        topics_by(found, "outlt")


def test_too_few_articles_is_an_error(corpus):
    with pytest.raises(InputError, match="too few"):
        topics(Corpus(corpus.articles.head(5)))


def test_noise_gives_no_stable_topics():
    rng = np.random.default_rng(4)
    words = [f"word{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(300)]
    frame = pd.DataFrame(
        {"text": [" ".join(rng.choice(words, 80)) for _ in range(60)], "outlet": ["A", "B"] * 30}
    )
    found = topics(Corpus(conform(frame, "articles")), k=5)
    assert found.topics["stable"].mean() <= 0.2
    assert not found.differences["finding"].any()
    assert found.differences.loc[found.differences["p"].isna(), "reason"].notna().all()


def test_empty_text_has_no_share_and_a_reason(corpus):
    frame = corpus.articles.copy()
    frame.loc[0, "text"] = ""
    frame.loc[0, "title"] = ""
    found = topics(Corpus(frame), k=3)
    blank = found.shares[found.shares["article_id"] == "a0"]
    assert blank["share"].isna().all()
    assert (blank["reason"] == "no word of the model").all()
    assert not blank["largest"].any()


def test_map_places_every_article_once_and_the_same_way(corpus, found):
    places = article_places(found)
    assert sorted(places["article_id"]) == sorted(corpus.articles["article_id"])
    assert places[["x", "y"]].notna().all(axis=None)
    pd.testing.assert_frame_equal(places, article_places(found))


def test_syndicated_copies_are_one_cluster_and_count_once(corpus):
    frame = corpus.articles.copy()
    frame["syndicated_id"] = pd.Series([None] * len(frame), dtype="str")
    frame.loc[:9, "syndicated_id"] = "s"
    sample = topics(Corpus(frame), k=2).found.sample
    assert len(set(sample.clusters[:10])) == 1
    assert np.allclose(sample.weights[:10], 0.1)
    kept = make_settings({"corpus": {"syndicated": "keep"}})
    assert (topics(Corpus(frame, settings=kept), k=2).found.sample.weights == 1).all()


def test_coverage_names_the_first_outlet_only_where_all_articles_are_dated(corpus, found):
    table = topic_coverage(found)
    assert table["n"].sum() == len(corpus)
    assert (table["coverage"] == "several").all()
    assert table["first_outlet"].notna().all()
    earliest = found.shares.query("largest and topic == 1")["article_id"].iloc[0]
    assert table["first"][0] == corpus.articles.set_index("article_id")["published"][earliest]
    frame = corpus.articles.copy()
    frame.loc[frame["article_id"] == earliest, "published"] = pd.NaT
    again = topic_coverage(topics(Corpus(frame), k=4))
    assert again["first_outlet"].isna().sum() == 1
    assert again["reason"].notna().sum() == 1


def test_narrators_words_alone_leave_quotations_out(corpus):
    quote = ' "Zebra giraffe lion savanna safari ranger elephant," she said.'
    frame = corpus.articles.assign(text=corpus.articles["text"] + quote)
    rules = VocabularyRules(max_share=1.0)
    every = topics(Corpus(frame), k=2, rules=rules).model.terms_
    own = topics(Corpus(frame), k=2, rules=rules, voice="narrator").model.terms_
    assert "giraffe" in every
    assert "giraffe" not in own
    assert "river" in own


def test_topics_of_sentences_share_out_articles_and_resample_them_whole(corpus):
    found = topics(corpus, k=4, method="nmf", unit="sentence")
    assert found.topics["n"].sum() == len(corpus)
    assert found.model.rows_.counts.shape[0] > 4 * len(corpus)
    assert found.model.rows_.n == len(corpus)
    assert found.shares.groupby("article_id")["share"].sum().round(6).eq(1).all()
    assert found.found.sample.again.shape[1] == len(corpus)
    assert any("found in sentences" in note for note in found.notes)


def test_a_large_corpus_is_seen_in_parts_with_the_same_shares(corpus, found, monkeypatch):
    model, texts, fits = found.model, texts_of(corpus), (found.model.fit_,)
    whole = seen(texts, len(corpus), model, fits)
    monkeypatch.setattr(topics_sample, "PART", 7)
    monkeypatch.setattr(model, "rows_", model.rows_.take(np.arange(30)))
    parts = seen(texts, len(corpus), model, fits)
    for one, other in zip(whole, parts, strict=True):
        assert np.allclose(one, other, atol=1e-6)
    assert np.allclose(whole.again[0], whole.shares, atol=1e-6)


def test_same_words_with_other_white_space_are_one_text(corpus):
    frame = corpus.articles.copy()
    frame.loc[1, "text"] = frame["text"][0].replace(" ", "\n ")
    sample = topics(Corpus(frame), k=2).found.sample
    assert sample.weights[:3].tolist() == [0.5, 0.5, 1.0]


def test_statements_keep_to_what_the_tables_support(corpus, found):
    table = topic_statements(found)
    assert table["may"].head(4).tolist() == ["firm"] * 4
    finding = found.differences[found.differences["finding"].astype(bool)]
    said = table["statement"].str.contains(" writes more about | writes less about ")
    assert said.sum() == len(finding) >= 1
    assert (table.loc[said, "may"] == "certain").all()
    small = topics(Corpus(corpus.articles.assign(outlet=["small"] * 3 + ["large"] * 57)), k=2)
    words = topic_statements(small).query("may == 'seen here'")["statement"].tolist()
    assert any(
        "Nothing can be said about small" in line and "fewer than 5 articles" in line for line in words
    )


def test_statements_name_no_unstable_topic_as_one(found):
    tables = found.topics.assign(verdict=["firm", "loose", "unstable", "firm"], reason="it comes and goes")
    unsure = found.differences.assign(finding=False)
    table = topic_statements(replace(found, topics=tables, differences=unsure))
    assert table["may"].tolist() == ["firm", "loose", "unstable", "firm", "seen here", "seen here"]
    assert table["statement"][2] == f"“{tables['label'][2]}” cannot be treated as a topic: it comes and goes."
    assert table["statement"].str.contains("is open: its 30 articles leave room").sum() == 2

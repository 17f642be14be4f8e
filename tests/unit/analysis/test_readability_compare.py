"""Outlets compared, scores explained, and the course of an article."""

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.readability.compare import agreement, compare_outlets, readability_by_outlet
from toolkit.analysis.readability.lede import lede_to_end, profile
from toolkit.analysis.readability.reasons import explain, explain_hardest
from toolkit.analysis.readability.scores import readability
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.tables import conform

EASY = "The dog ran home. It was wet. Rain fell all day. "
HARD = "The administration's implementation of comprehensive environmental legislation was postponed. "


def make(n: int = 6) -> Corpus:
    rng = np.random.default_rng(2)
    rows = []
    for outlet, hard in (("Herald", 1), ("Post", 4)):
        for i in range(n):
            pieces = [EASY] * int(rng.integers(6, 9)) + [HARD] * (hard + int(rng.integers(0, 3)))
            rows.append(
                {
                    "article_id": f"{outlet}{i}",
                    "outlet": outlet,
                    "text": "".join(rng.permutation(pieces)),
                    "story": f"s{i // 2}",
                    "desk": "city" if i % 2 else "world",
                }
            )
    return Corpus(conform(pd.DataFrame(rows), "articles"))


def test_by_outlet_counts_articles_and_clusters() -> None:
    table = readability_by_outlet(make(12), measures=["flesch_kincaid"], cluster="story", min_words=20)
    assert table[["outlet", "n", "clusters", "df"]].values.tolist() == [
        ["Herald", 12, 6, 5],
        ["Post", 12, 6, 5],
    ]
    stories = readability_by_outlet(make(12), measures=["flesch_kincaid"], min_words=20)
    pd.testing.assert_frame_equal(table, stories)  # stories are the clusters where there are any
    assert (table["low"] < table["estimate"]).all()
    assert table["estimate"].is_monotonic_increasing
    scores = readability(make(12), measures=["flesch_kincaid"]).groupby("outlet")["estimate"]
    np.testing.assert_allclose(table["estimate"], scores.mean())
    np.testing.assert_allclose(table["median"], scores.median())


def test_three_stories_have_a_mean_and_no_interval() -> None:
    table = readability_by_outlet(make(), measures=["flesch_kincaid"], min_words=20)
    assert table["estimate"].notna().all()
    assert table[["low", "high", "df", "median_low", "median_high"]].isna().all(axis=None)
    assert set(table["reason"]) == {"in effect 3.0 independent articles: no interval under 5"}
    pair = compare_outlets(make(), measures=["flesch_kincaid"], min_words=20).iloc[0]
    assert pair["estimate"] < 0
    assert np.isnan(pair["p"])
    assert pair["reason"] == "in effect 3.0 independent articles: no interval under 5"


def test_short_articles_are_left_out_and_counted() -> None:
    corpus = Corpus(conform(pd.DataFrame({"text": [EASY, EASY * 20], "outlet": ["A", "B"]}), "articles"))
    table = readability_by_outlet(corpus, measures=["flesch"]).set_index("outlet")
    assert table.loc["A", "left_out"] == 1
    assert table.loc["A", "reason"] == "no article of 150 words or more"
    assert np.isnan(table.loc["A", "estimate"])
    assert table.loc["B", "reason"] == "in effect 1.0 independent articles: no interval under 5"


def test_pairs_have_effects_and_one_family_of_q() -> None:
    table = compare_outlets(
        make(18), measures=["flesch_kincaid", "rix"], min_words=20, adjust=["n_words", "desk"]
    )
    assert len(table) == 2
    row = table.iloc[0]
    assert row["estimate"] < 0
    assert row["low"] < row["estimate"] < row["high"]
    assert row["hedges_g"] < 0
    assert -1 <= row["cliffs_delta"] < 0
    assert row["adjusted"] < 0
    assert row["detectable"] > 0
    assert (table["q"] >= table["p"]).all()
    assert pd.isna(row["note"])
    few = make(9)
    few = Corpus(few.articles.drop(columns="story"))
    assert compare_outlets(few, measures=["rix"], min_words=20)["note"].tolist() == [
        "under 10 articles on a side"
    ]


def test_under_five_articles_no_p() -> None:
    assert compare_outlets(make(4), measures=["flesch"], min_words=20)["reason"].tolist() == [
        "fewer than two stories on each side"
    ]
    alone = Corpus(make(3).articles.drop(columns="story"))
    table = compare_outlets(alone, measures=["flesch"], min_words=20)
    assert table["p"].isna().all()
    assert table["reason"].iloc[0] == "under 5 articles on a side: no interval, no p-value"


def test_one_article_a_side_has_a_reason() -> None:
    table = compare_outlets(make(1), measures=["flesch"], min_words=20)
    assert table["reason"].iloc[0] == "fewer than two articles on a side"
    assert table["estimate"].isna().all()


def test_unknown_column_is_named() -> None:
    with pytest.raises(ToolkitError, match="no column 'outlt'; did you mean 'outlet'"):
        readability_by_outlet(make(), by="outlt")


def test_agreement_is_symmetric_and_counts_harder_upward() -> None:
    table = agreement(make(), measures=["flesch", "flesch_kincaid", "rix"])
    grid = table.pivot_table("rho", "measure", "other")
    np.testing.assert_allclose(grid, grid.T)
    assert (grid.to_numpy() > 0).all()


def test_explain_opens_the_score() -> None:
    corpus = make(1)
    found = explain(corpus, "Post0")
    scores = readability(corpus, measures=["flesch_kincaid"]).set_index("article_id")["estimate"]
    assert found.estimate == pytest.approx(scores["Post0"])
    text = corpus.articles.set_index("article_id")["text"]["Post0"]
    for table in (found.sentences, found.words):
        assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == table[
            "text"
        ].tolist()
    hardest = found.sentences.sort_values("moved")["text"].iloc[-1]
    assert hardest == HARD.strip()
    assert "implementation" in found.words["text"].tolist()


def test_explain_refuses_what_is_not_there() -> None:
    with pytest.raises(ToolkitError, match="no article 'x' among the 2"):
        explain(make(1), "x")
    with pytest.raises(ToolkitError, match="no readability measure"):
        explain(make(1), "Post0", measure="reading_time")
    with pytest.raises(ToolkitError, match="no article in English has a score"):
        explain_hardest(Corpus(conform(pd.DataFrame({"text": [""]}), "articles")))


def test_profile_parts_are_whole_sentences() -> None:
    text = HARD * 4 + EASY * 4
    corpus = Corpus(
        conform(
            pd.DataFrame({"article_id": ["a", "b"], "outlet": ["A", "A"], "text": [text, EASY]}), "articles"
        )
    )
    table = profile(corpus, parts=4)
    assert table["article_id"].unique().tolist() == ["a"]
    assert table["estimate"].iloc[0] > table["estimate"].iloc[-1]
    assert table["n_words"].sum() == 4 * 9 + 4 * 11
    means = lede_to_end(corpus, parts=4)
    assert means["estimate"].sum() == pytest.approx(0)
    assert means["reason"].unique().tolist() == ["one article: no interval"]

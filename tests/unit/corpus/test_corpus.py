import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.tables import conform


@pytest.fixture
def corpus() -> Corpus:
    frame = pd.DataFrame(
        {
            "article_id": list("abcd"),
            "outlet": ["Post", "Post", "Herald", None],
            "published": ["2024-01-01", "2024-02-01", None, "2024-03-01"],
            "kind": ["article", "video", "article", "article"],
            "text": list("wxyz"),
            "n_words": [10, 20, 30, 40],
        }
    )
    return Corpus(conform(frame, "articles"))


def test_filter_leaves_the_corpus_as_it_was(corpus: Corpus) -> None:
    assert len(corpus.filter(outlet="Post")) == 2
    assert len(corpus) == 4
    assert corpus.dropped.empty


def test_filter_days_are_included_and_undated_articles_are_not(corpus: Corpus) -> None:
    kept = corpus.filter(after="2024-01-01", before="2024-02-01")
    assert kept.articles["article_id"].tolist() == ["a", "b"]
    assert kept.dropped.set_index("article_id")["reason"].to_dict() == {
        "c": "no date, or before 2024-01-01",
        "d": "no date, or after 2024-02-01",
    }


def test_filter_takes_lists_and_names_the_reason(corpus: Corpus) -> None:
    kept = corpus.filter(kind=["article"], outlet=["Post", "Herald"])
    assert kept.articles["article_id"].tolist() == ["a", "c"]
    assert kept.dropped["stage"].unique().tolist() == ["filter"]


def test_filter_by_an_unknown_column_names_the_nearest(corpus: Corpus) -> None:
    with pytest.raises(TableError, match="did you mean 'outlet'"):
        corpus.filter(outlt="Post")
    with pytest.raises(TableError, match="is not a day"):
        corpus.filter(after="soon")


def test_group_by_has_every_value_and_no_nulls(corpus: Corpus) -> None:
    groups = corpus.group_by("outlet")
    assert {name: part.articles["article_id"].tolist() for name, part in groups.items()} == {
        "Herald": ["c"],
        "Post": ["a", "b"],
    }


def test_describe_counts_articles_words_and_what_was_dropped(corpus: Corpus) -> None:
    table = corpus.filter(kind="article").describe().set_index("outlet")
    assert table.loc["Post", ["n", "words", "undated", "dropped"]].tolist() == [1, 10, 0, 1]
    assert table.loc["Herald", ["n", "undated"]].tolist() == [1, 1]


def test_where_keeps_one_reason_for_each_article(corpus: Corpus) -> None:
    reason = pd.Series(["r0", "r1", "r2", "r3"])
    kept_id = pd.Series(["k0", "k1", "k2", "k3"])
    kept = corpus.where(pd.Series([True, False, True, False]), stage="s", reason=reason, kept_id=kept_id)
    assert kept.dropped[["article_id", "reason", "kept_id"]].to_numpy().tolist() == [
        ["b", "r1", "k1"],
        ["d", "r3", "k3"],
    ]


def test_dropping_nothing_adds_no_rows(corpus: Corpus) -> None:
    everything = pd.Series([True] * 4)
    kept = corpus.where(everything, stage="s", reason=pd.Series(["r"] * 4))
    assert kept.dropped.empty

"""Shares, profiles and evidence on small tables worked by hand."""

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.sources.profile import concentration, first_voices, residuals, verb_profile
from toolkit.analysis.sources.shares import attribution, quote_evidence, quotes_behind, sources
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.tables import conform


@pytest.fixture
def said() -> pd.DataFrame:
    rows = [
        ("a", "Herald", "Asif", "official", 10, "neutral", 5, 0.1),
        ("a", "Herald", "Asif", "official", 10, "doubt", 50, 0.6),
        ("b", "Herald", None, None, 20, None, 5, 0.1),
        ("c", "Post", "Baloch", "opposition", 8, "neutral", 5, 0.2),
        ("d", "Post", "Asif", "official", 2, "doubt", 9, 0.3),
    ]
    names = [
        "article_id",
        "outlet",
        "speaker_id",
        "source_type",
        "n_words",
        "verb_class",
        "start",
        "position",
    ]
    return pd.DataFrame(rows, columns=names).assign(kind="direct")


def test_shares_are_of_all_quotations_and_words(said: pd.DataFrame) -> None:
    table = sources(said).set_index(["outlet", "value"])
    assert table.loc[("Herald", "Asif"), "share"] == pytest.approx(2 / 3)
    assert table.loc[("Herald", "Asif"), "share_words"] == pytest.approx(0.5)
    assert table.loc[("Herald", "(not known)"), "share"] == pytest.approx(1 / 3)
    assert table.groupby("outlet")["share"].sum().tolist() == pytest.approx([1, 1])


def test_evidence_is_exactly_what_was_counted(said: pd.DataFrame) -> None:
    for of in ("speaker_id", "source_type", "verb_class"):
        for _, row in sources(said, of=of).iterrows():
            assert len(quotes_behind(said, row)) == row["quotes"]


def test_top_keeps_shares_of_all(said: pd.DataFrame) -> None:
    table = sources(said, top=1)
    assert set(table["value"]) == {"Asif"}
    assert table.set_index("outlet").loc["Post", "share"] == pytest.approx(0.5)


def test_a_single_article_has_no_interval_and_says_why(said: pd.DataFrame) -> None:
    table = sources(said[said["article_id"] == "a"])
    assert np.isnan(table["low"]).all()
    assert table["reason"].notna().all()


def test_unknown_column_names_the_nearest(said: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="speaker_id"):
        sources(said, of="speaker_ids")


def test_verb_profile_of_one_speaker(said: pd.DataFrame) -> None:
    table = verb_profile(said, speaker="Asif").set_index(["outlet", "value"])
    assert table.loc[("Herald", "doubt"), "share"] == pytest.approx(0.5)
    with pytest.raises(TableError, match="Nobody"):
        verb_profile(said, speaker="Nobody")


def test_first_voices_counts_one_quotation_an_article(said: pd.DataFrame) -> None:
    table = first_voices(said)
    assert table.groupby("outlet")["quotes"].sum().tolist() == [2, 2]


def test_concentration_and_residuals(said: pd.DataFrame) -> None:
    table = concentration(said).set_index("outlet")
    assert table.loc["Herald", "voices"] == 1
    assert table.loc["Post", "voices"] == 2
    assert "(not known)" not in set(residuals(sources(said))["value"])


def test_an_interval_of_voices_holds_the_estimate_and_narrows_with_articles() -> None:
    names = ["Asif", "Baloch", "Khan", "Asif", "Zardari"]
    table = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(200)],
            "outlet": ["few"] * 20 + ["many"] * 180,
            "kind": "direct",
            "n_words": 5,
            "speaker_id": [names[i * i % 5] for i in range(200)],
        }
    )
    made = concentration(table).set_index("outlet")
    assert ((made["low"] < made["voices"]) & (made["voices"] < made["high"])).all()
    assert (
        made.loc["many", "high"] / made.loc["many", "low"] < made.loc["few", "high"] / made.loc["few", "low"]
    )


def test_quotations_without_a_speaker_are_told_from_unknown_speakers() -> None:
    table = pd.DataFrame(
        {
            "article_id": ["a", "a", "b"],
            "outlet": "Herald",
            "kind": "direct",
            "n_words": 5,
            "speaker": ["they", None, "Asif"],
            "speaker_id": [None, None, "Asif"],
            "source_type": [None, None, None],
        }
    )
    counts = sources(table, of="source_type").set_index("value")["quotes"]
    assert counts.to_dict() == {"(not known)": 2, "(no speaker found)": 1}
    assert attribution(table).loc[0, ["quotes", "nobody", "unresolved"]].tolist() == [3, 1, 1]


def test_quote_evidence_marks_the_words_in_their_paragraph() -> None:
    text = "First.\n\n“We won,” said Khawaja Asif.\n\nLast."
    corpus = Corpus(conform(pd.DataFrame({"article_id": ["a"], "outlet": "H", "text": [text]}), "articles"))
    row = quote_evidence(corpus, quotes(corpus)).iloc[0]
    assert row["text"] == "“We won,” said Khawaja Asif."
    assert row["text"][row["match_start"] : row["match_end"]] == "“We won,”"

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
    assert table["speakers"].to_dict() == {"Herald": 1, "Post": 2}
    assert table["voices"].isna().all()  # too few articles to compare
    assert table["reason"].notna().all()
    assert "(not known)" not in set(residuals(sources(said))["value"])


def test_an_interval_of_voices_holds_the_estimate_and_narrows_with_articles() -> None:
    rng = np.random.default_rng(3)
    names = [f"Speaker {n}" for n in (30 * rng.beta(0.7, 1.5, 200)).astype(int)]
    table = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(200)],
            "outlet": ["few"] * 50 + ["many"] * 150,
            "kind": "direct",
            "n_words": 5,
            "speaker_id": [names[i] for i in range(200)],
        }
    )
    made = concentration(table).set_index("outlet")
    assert (
        made["at_coverage"].eq(made["covered"].min()).all()
    )  # the poorer one sets it, neither is extrapolated
    assert made.loc["few", "voices"] == pytest.approx(made.loc["few", "speakers"])
    assert made.loc["many", "voices"] < made.loc["many", "speakers"]
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


def test_more_articles_of_one_outlet_have_as_many_voices_at_equal_coverage() -> None:
    """Ten times the articles show three times the speakers; at equal coverage the two are alike."""
    rng = np.random.default_rng(8)
    share = 1 / np.arange(1, 121) ** 0.9
    names = rng.choice(120, 660, p=share / share.sum())
    table = pd.DataFrame(
        {
            "article_id": [f"a{i // 2}" for i in range(660)],
            "outlet": ["few"] * 60 + ["many"] * 600,
            "kind": "direct",
            "n_words": 5,
            "speaker_id": [f"Speaker {n}" for n in names],
        }
    )
    made = concentration(table).set_index("outlet")
    assert made.loc["many", "speakers"] > 2 * made.loc["few", "speakers"]
    assert made.loc["few", "low"] < made.loc["many", "high"]
    assert made.loc["many", "low"] < made.loc["few", "high"]
    asked = concentration(table, coverage=0.4).set_index("outlet")
    assert (asked["at_coverage"] == 0.4).all()
    assert (asked["voices"] < made["voices"]).all() == (made["at_coverage"].iloc[0] > 0.4)
    beyond = concentration(table, coverage=0.999).set_index("outlet")
    assert np.isnan(beyond.loc["few", "voices"])
    assert "beyond" in beyond.loc["few", "reason"]
    for wrong in (0, 1, 70):
        with pytest.raises(TableError, match="share between 0 and 1"):
            concentration(table, coverage=wrong)


def _in_stories(stories: int, each: int) -> pd.DataFrame:
    """Return quotations of two outlets in stories of so many articles; every article of one speaks alike."""
    rows = [
        (
            f"{outlet}{i}",
            outlet,
            "direct",
            5 + i % 3,
            "official" if (i // each) % 2 else "witness",
            "x",
            i // each,
        )
        for outlet in ("Herald", "Post")
        for i in range(stories * each)
        for _ in range(2)
    ]
    names = ["article_id", "outlet", "kind", "n_words", "source_type", "speaker", "story_id"]
    return pd.DataFrame(rows, columns=names)


def test_articles_of_one_story_count_as_one_in_the_interval() -> None:
    said = _in_stories(8, 3)
    row = sources(said, of="source_type").iloc[0]
    joined = said.assign(article_id=said["outlet"] + said["story_id"].astype("str")).drop(columns="story_id")
    one = sources(joined, of="source_type").iloc[0]
    for name in ("share", "low", "high", "df", "share_words", "low_words", "high_words"):
        assert row[name] == pytest.approx(one[name])
    assert (row["df"], row["n"], row["articles"]) == (7, 24, 12)
    alone = sources(said.drop(columns="story_id"), of="source_type").iloc[0]
    assert alone["high"] - alone["low"] < 0.7 * (row["high"] - row["low"])


def test_four_stories_have_shares_and_no_interval() -> None:
    table = sources(_in_stories(4, 5), of="source_type")
    assert table["share"].notna().all()
    assert table[["low", "high", "low_words", "high_words", "df"]].isna().all(axis=None)
    assert set(table["reason"]) == {"in effect 4.0 independent articles: no interval under 5"}


def test_quotations_know_the_story_of_their_article() -> None:
    text = "“We will talk,” Defence Minister Khawaja Asif said."
    frame = pd.DataFrame({"text": [f"{text} Rain fell on day {day}." for day in range(3)], "outlet": "Post"})
    frame["article_id"] = list("xyz")
    frame = frame.assign(story_id=["a", "a", "b"], story_confidence=[0.9, 0.9, 0.1])
    found = quotes(Corpus(conform(frame, "articles")))
    assert [None if pd.isna(name) else name for name in found["story_id"]] == ["a", "a", None]
    assert "story_id" not in quotes(
        Corpus(conform(frame.drop(columns=["story_id", "story_confidence"]), "articles"))
    )


def test_verbs_of_a_corpus_in_which_nobody_is_quoted_are_an_empty_table():
    nobody = quotes(Corpus(conform(pd.DataFrame({"outlet": ["Post"], "text": ["Rain fell."]}), "articles")))
    assert verb_profile(nobody).empty
    with pytest.raises(TableError, match=r"no quotation with a reporting verb has type 'official'$"):
        verb_profile(nobody, source_type="official")

"""The analyst's own terms: counted as a concordance counts, tested as one family, each with its row."""

import numpy as np
import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.concordance import concordance
from toolkit.analysis.evidence import evidence
from toolkit.analysis.framing.find import framing
from toolkit.analysis.keyness import compare
from toolkit.analysis.keyness.find import keyness
from toolkit.corpus.corpus import Corpus
from toolkit.errors import SettingsError, TableError, ToolkitError
from toolkit.settings import Settings, make_settings
from toolkit.stats.families import benjamini_hochberg
from toolkit.tables import conform

WORDS = {"Herald": ["Militants", "Armed groups", "Police"], "Post": ["Rebels", "Freedom-fighters", "Police"]}
TERMS = ["rebel*", "freedom fighter*", "militant*|armed group*", "/kill(ed|ing)/", "police", "separatist*"]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return make_corpus({"Herald": 16, "Post": 14}, words=WORDS)


@pytest.fixture(scope="module")
def table(corpus) -> pd.DataFrame:
    return keyness(corpus, terms=TERMS)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_counted_as_a_concordance_counts_it(corpus, table, term):
    row = table[table["feature"] == term].iloc[0]
    found = concordance(corpus, term, voice=["headline", "narrator"])
    for side, outlet in (("target", "Herald"), ("reference", "Post")):
        own = found[found["outlet"] == outlet]
        assert row[f"uses_{side}"] == len(own)
        assert row[f"articles_{side}"] == own["article_id"].nunique()
        assert len(evidence(corpus, row, side=side)) == len(own)


def test_a_single_word_has_the_row_it_has_among_all_words(corpus):
    listed = keyness(corpus, terms=["rebels", "police"]).set_index("feature").sort_index()
    blind = keyness(corpus, hidden=True).set_index("feature").loc[listed.index]
    same = [
        "uses_target",
        "articles_reference",
        "rate_target",
        "log_ratio",
        "low",
        "high",
        "z",
        "p",
        "p_presence",
    ]
    same += ["dispersion_target", "quoted_target", "outlets", "top_article_share"]
    pd.testing.assert_frame_equal(listed[same], blind[same])
    assert (listed["q"] <= blind["q"]).all()


def test_the_terms_alone_are_the_family(table):
    assert table["q"].to_numpy() == pytest.approx(benjamini_hochberg(table["p"]), nan_ok=True)
    assert table.attrs["settings"]["tests"] == table["p"].notna().sum() == 4


def test_every_term_has_a_row_and_an_untested_one_its_reason(table):
    assert sorted(table["feature"]) == sorted(TERMS)
    row = table.set_index("feature").loc["separatist*"]
    assert row["reason"] == "not used"
    assert row[["log_ratio", "low", "high", "p", "q", "z"]].isna().all()
    rare = make_corpus({"Herald": 12, "Post": 12}, words={"Herald": ["Men"], "Post": ["Men"]})
    texts = rare.articles["text"].to_numpy().copy()
    texts[:2] = "Gunmen fled. " + texts[:2]
    few = keyness(Corpus(rare.articles.assign(text=texts)), terms=["gunmen*"])
    assert few["reason"].tolist() == [compare.FEW]
    assert few["uses_target"].tolist() == [2]


def test_rows_of_terms_are_never_hidden():
    """A term inside an outlet's own name is flagged, and shown: the analyst asked for it."""
    corpus = make_corpus(
        {"Herald": 12, "Post": 12},
        words={"Herald": ["The Herald", "Men of the Herald"], "Post": ["Mr Men", "Sons of Mr Men"]},
    )
    table = keyness(corpus, terms=["herald", "mr"])
    assert table.set_index("feature").loc["herald", "flags"] == "own_name"
    assert table.set_index("feature").loc["mr", "flags"] == "house_style"
    assert sum(table.attrs["hidden"].values()) == 0


@pytest.mark.parametrize("options", [{"about": "police|bridge"}, {"voice": "quoted"}, {"voice": "all"}])
def test_a_scope_holds_for_terms_too(corpus, options):
    table = keyness(corpus, terms=TERMS, **options)
    blind = keyness(corpus, hidden=True, **options).set_index("feature")
    row = table.set_index("feature").loc["police"]
    assert row["uses_target"] == blind.loc["police", "uses_target"]
    for _, each in table.iterrows():
        assert len(evidence(corpus, each, side="target")) == each["uses_target"]


def test_terms_of_three_groups_pass_the_gate_and_of_stories_are_matched():
    corpus = make_corpus({"A": 12, "B": 12, "C": 12}, words={"A": ["Rebels"], "B": ["Men"], "C": ["Men"]})
    table = keyness(corpus, terms=["rebel*", "men", "town"])
    assert set(table["target"]) == {"A", "B", "C"}
    assert table.loc[table["feature"] == "rebel*", "p_omnibus"].min() < 0.05
    stories = corpus.articles.assign(story_id=[f"s{i % 12}" for i in range(36)])
    matched = keyness(Corpus(stories), terms=["rebel*", "town"], matched="story")
    assert (matched["stories"] > 0).any()


@pytest.mark.parametrize(
    ("terms", "error", "says"),
    [
        ("rebels", TableError, r"terms=\['rebels'\]"),
        ([], TableError, "empty"),
        (["rebel*", "Rebel*"], TableError, "twice"),
        (["rebel*", " "], ToolkitError, "empty"),
        (["/(/"], ToolkitError, "regular expression"),
    ],
)
def test_a_list_with_a_fault_is_refused(corpus, terms, error, says):
    with pytest.raises(error, match=says):
        keyness(corpus, terms=terms)


def test_a_list_finds_what_the_search_through_every_word_misses():
    """One word of fifteen hundred, threefold: certain in a family of five, not in that of all words."""
    rng = np.random.default_rng(5)
    vocabulary = [f"{a}{b}{c}" for a in "bdfgklmnprstv" for b in "aeiou" for c in "bdfgklmnprstv"]
    weights = 1 / np.arange(8, 8 + len(vocabulary))
    rows = []
    for i in range(60):
        words = rng.choice(vocabulary, 250, p=weights / weights.sum()).tolist()
        words += ["gamma"] * (i < (26 if i % 2 else 6))  # 13 of 30, 3 of 30
        rows.append({"outlet": "Herald" if i % 2 else "Post", "text": " ".join(rng.permutation(words)) + "."})
    corpus = Corpus(conform(pd.DataFrame(rows), "articles"))
    blind = keyness(corpus, hidden=True).set_index("feature").loc["gamma"]
    listed = keyness(corpus, terms=["gamma", *vocabulary[:4]]).set_index("feature").loc["gamma"]
    assert blind["q"] > 0.05 > listed["q"]
    assert listed["p"] == pytest.approx(blind["p"])


def test_a_study_names_its_terms_and_the_section_shows_them(corpus):
    settings = make_settings({"framing": {"terms": ["rebel*", "militant*"]}})
    made = framing(Corpus(corpus.articles, settings=settings))
    assert sorted(made.terms["feature"]) == ["militant*", "rebel*"]
    assert set(made.term_sentences["words_behind"]) == {"“rebel*”, Post", "“militant*”, Herald"}
    assert framing(corpus).terms.empty
    assert Settings().framing.terms == ()
    with pytest.raises(SettingsError, match="terms"):
        make_settings({"framing": {"terms": "rebel*"}})

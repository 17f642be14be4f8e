import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.framing import agents as agency_module
from toolkit.analysis.framing.find import Framing, framing
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.report.page.evidence import show_evidence

WORDS = {"Herald": ["Militants", "Troops"], "Post": ["Rebels", "Troops"]}


def test_everything_over_a_small_corpus():
    corpus = make_corpus({"Herald": 12, "Post": 12, "Times": 3}, words=WORDS)
    found = framing(corpus)
    assert {"rebels", "militants"} & set(found.top["feature"])
    more = found.top[found.top["direction"] == "more"]
    behind = found.top_sentences["words_behind"].value_counts()
    for _, row in more.iterrows():
        assert behind[f"“{row['feature']}”, in {row['target']}"] == row["uses_target"]
    small = found.top[found.top["target"] == "Times"]
    assert small["log_ratio"].isna().all()
    assert small["uses_target"].sum() > 0
    assert found.rates["target"].nunique() == 1
    assert (found.rates["q"] < 0.05).any()
    assert found.traced == found.top.sort_values("p")["feature"].iloc[0]
    assert found.pictured == "armed groups"
    assert found.matched_line == "No stories were assigned to these articles."
    assert any("differ with certainty" in note for note in found.notes)
    assert "armed groups" in found.actors
    assert "counts and sentences" in found.power_line
    assert not found.passives.empty or not found.roles.empty or found.notes


def test_nothing_certain_is_said_and_the_names_are_traced():
    both = ["Rebels", "Militants"]
    found = framing(make_corpus({"Herald": 7, "Post": 7}, words={"Herald": both, "Post": both}))
    assert not found.top["certainty"].eq("certain").any()
    assert found.rates.empty
    assert any("none differs with certainty" in note for note in found.notes)
    assert found.traced == "a name of armed groups"
    assert set(found.traced_lines["node"].str.lower()) == {"rebels", "militants"}


def test_names_in_one_line():
    found = framing(
        make_corpus({"Herald": 7, "Post": 7}, words={"Herald": ["Rebels", "Militants", "Militants"]})
    )
    own = found.names.query("actor == 'armed groups' and voice == 'narrator'")
    assert own["outlet"].tolist() == ["Herald"]
    assert own["names"].str.fullmatch(r"militant \d+( \(.*\))?, rebel \d+( \(.*\))?").all()
    assert not found.pictured or found.pictured == "armed groups"


def test_same_corpus_same_result():
    one, two = (framing(make_corpus({"Herald": 6, "Post": 6}, words=WORDS)) for _ in range(2))
    pd.testing.assert_frame_equal(one.top, two.top)
    assert one.notes == two.notes


def test_without_a_parser_the_rest_is_measured(monkeypatch):
    def missing(*_: object, **__: object) -> None:
        raise ToolkitError("this needs spaCy: install it with pip install 'news-toolkit[nlp]'")

    monkeypatch.setattr(agency_module, "parse_paragraphs", missing)
    found = framing(make_corpus({"Herald": 6, "Post": 6}, words=WORDS))
    assert found.passives.empty
    assert any("needs spaCy" in note for note in found.notes)
    assert show_evidence(found.role_sentences, "In", by="words_behind").about["rows"] == 0
    assert len(found.top)


def test_evidence_that_was_not_made_can_be_shown_all_the_same():
    empty = Framing()
    for name in ("top_sentences", "term_sentences", "label_sentences", "role_sentences"):
        assert show_evidence(getattr(empty, name), "In", by="words_behind").about["rows"] == 0, name


@pytest.mark.parametrize("sizes", [{"Herald": 1, "Post": 1}, {"Herald": 5}, {"Herald": 2, "Post": 9}])
def test_tiny_corpora_raise_nothing(sizes):
    found = framing(make_corpus(sizes))
    assert found.notes


def test_empty_texts_raise_nothing():
    corpus = make_corpus({"Herald": 3, "Post": 3})
    assert framing(Corpus(corpus.articles.assign(text="", title=None))).notes

import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis import agency as agency_module
from toolkit.analysis.framing import framing
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError

WORDS = {"Herald": ["Militants", "Troops"], "Post": ["Rebels", "Troops"]}


def test_everything_over_a_small_corpus():
    corpus = make_corpus({"Herald": 12, "Post": 12, "Times": 3}, words=WORDS)
    found = framing(corpus)
    assert {"rebels", "militants"} & set(found.top["feature"])
    assert (
        len(found.top_sentences)
        == found.top["n_target"].where(found.top["log_ratio"] >= 0, found.top["n_reference"]).sum()
    )
    assert "armed groups" in found.actors
    assert "counts and sentences" in found.power_line
    assert not found.passives.empty or not found.roles.empty or found.notes


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
    assert len(found.top)


@pytest.mark.parametrize("sizes", [{"Herald": 1, "Post": 1}, {"Herald": 5}, {"Herald": 2, "Post": 9}])
def test_tiny_corpora_raise_nothing(sizes):
    found = framing(make_corpus(sizes))
    assert found.notes


def test_empty_texts_raise_nothing():
    corpus = make_corpus({"Herald": 3, "Post": 3})
    assert framing(Corpus(corpus.articles.assign(text="", title=None))).notes

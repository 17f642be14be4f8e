import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.tokens import forms, tokenize, tokens


def corpus_of(*texts: str) -> Corpus:
    return Corpus(conform(pd.DataFrame({"text": list(texts)}), "articles"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pakistan’s army", ["pakistan", "army"]),
        ("don’t and don't", ["don't", "and", "don't"]),
        ("It’s Modi's", ["it's", "modi"]),
        ("the U.S. and the U.K.", ["the", "u.s.", "and", "the", "u.k."]),
        ("so-called anti‑terror law", ["so-called", "anti-terror", "law"]),
        ("2,000 men; 3.5% in 2019", ["2,000", "men", "3.5", "in", "2019"]),
        ("“Azadi” — ‘freedom’", ["azadi", "freedom"]),
        ("کشمیر میں احتجاج", ["کشمیر", "میں", "احتجاج"]),
        ("", []),
    ],
)
def test_forms(text, expected):
    assert forms(text) == expected


def test_spans_are_of_the_printed_text():
    text = "Delhi’s U.S.-made drones"
    assert next(text[a:b] for a, b in tokenize(text)) == "Delhi’s"


def test_offsets_point_into_the_article():
    text = "Rain fell. “Go away now,” he said."
    table = tokens(corpus_of("Nothing.", text))
    second = table.document == 1
    words = [text[a:b] for a, b in zip(table.start[second], table.end[second], strict=True)]
    assert words == ["Rain", "fell", "Go", "away", "now", "he", "said"]


def test_a_phrase_does_not_cross_punctuation_or_voices():
    corpus = corpus_of("Armed men, armed police. Armed “police officers now” armed police.")
    table = tokens(corpus)
    assert len(table.phrase(("armed", "police"))) == 2
    assert len(table.phrase(("men", "armed"))) == 0
    assert len(table.phrase(("nobody",))) == 0


def test_empty_corpus():
    assert len(tokens(corpus_of())) == 0
    assert len(tokens(corpus_of(""))) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Covid19 rules", ["covid19", "rules"]),
        ("flight MH370", ["flight", "mh370"]),
        ("B2B and 4x4", ["b2b", "and", "4x4"]),
        ("G20 and the G7 town", ["g20", "and", "the", "g7", "town"]),
        ("5G and 10th and F-16s", ["5g", "and", "10th", "and", "f-16s"]),
        ("AT&T paid", ["at&t", "paid"]),
        ("R&D & sales", ["r&d", "sales"]),
        ("cafe\u0301 shut", ["café", "shut"]),
        ("re\u00adelec\u00adtion won", ["reelection", "won"]),
        ("coun\u200bcil met", ["council", "met"]),
    ],
)
def test_letters_with_figures_ampersands_and_unseen_characters(text: str, expected: list[str]) -> None:
    assert forms(text) == expected

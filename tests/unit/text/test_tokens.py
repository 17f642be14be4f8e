import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.tokens import forms, tokens


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
    text = "Delhi’s U.S. drones came."
    table = tokens(corpus_of(text))
    words = [text[a:b] for a, b in zip(table.start, table.end, strict=True)]
    assert words == ["Delhi’s", "U.S.", "drones", "came"]


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
    ("text", "words"),
    [
        ("The G20, the F-16s and MH370’s route", ["the", "g20", "the", "f-16s", "and", "mh370", "route"]),
        ("R&D at AT&T, the S&P 500, a Q&A", ["r&d", "at", "at&t", "the", "s&p", "500", "a", "q&a"]),
        ("black&white or Tom & Jo", ["black", "white", "or", "tom", "jo"]),
        ("won 2-1 at 10.30 on the A4, a 10-year-old", ["won", "2", "1", "at", "10.30", "on", "the", "a4", "a", "10-year-old"]),
        ("Zoe\u0308 re\u00adelected in Sa\u0303o Paulo\u200b’s coun\u200bcil", ["zoë", "reelected", "in", "são", "paulo", "council"]),
        ("3D and 4x4 and H2O2", ["3d", "and", "4x4", "and", "h2o2"]),
    ],
)  # fmt: skip
def test_figures_ampersands_and_invisible_characters_inside_words(text, words):
    assert forms(text) == words

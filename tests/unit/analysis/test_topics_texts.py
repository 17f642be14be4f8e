import numpy as np
import pandas as pd

from toolkit.analysis.topics.texts import name_pattern, texts_of
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform


def corpus_of(**columns):
    return Corpus(conform(pd.DataFrame(columns), "articles"))


def test_names_go_as_written_only_and_longest_first():
    pattern = name_pattern(["Arab News", "Arab News Pakistan"])
    assert pattern.sub("", "Arab News Pakistan and Arab News: the arab news") == " and : the arab news"
    assert name_pattern([]) is None
    assert name_pattern(["x", " "]) is None


def test_names_of_outlets_and_own_authors_are_out_of_the_texts():
    corpus = corpus_of(
        outlet=["The Herald", "Post"],
        authors=[["Jane Roe"], []],
        title=["Rain", "Sun"],
        text=["Jane Roe of The Herald writes.", "Jane Roe was quoted by The Herald."],
    )
    first, second = texts_of(corpus).of(np.arange(2))[0]
    assert "Herald" not in first + second
    assert "Jane Roe" not in first
    assert "Jane Roe" in second  # only an author's own byline is a mark of the page


def test_sentences_know_their_article_and_every_article_keeps_its_place():
    corpus = corpus_of(title=["Rain", None, "Sun"], text=["It fell. It stopped.", "", "It shone."])
    texts = texts_of(corpus, unit="sentence")
    everything, article = texts.of(np.arange(3))
    assert everything == ["Rain", "It fell.", "It stopped.", "", "Sun", "It shone."]
    assert article.tolist() == [0, 0, 0, 1, 2, 2]
    some, own = texts.of(np.array([0, 2]))
    assert some == ["Rain", "It fell.", "It stopped.", "Sun", "It shone."]
    assert own.tolist() == [0, 0, 0, 1, 1]


def test_the_narrators_sentences_hold_no_quoted_speech():
    corpus = corpus_of(title=["Rain"], text=['"The dam will hold for years," she said. It broke.'])
    texts, _ = texts_of(corpus, unit="sentence", voice="narrator").of(np.array([0]))
    assert texts == ["Rain", "she said.", "It broke."]


def test_repeated_lines_are_no_sentences():
    line = "Follow our channel for the latest news."
    corpus = corpus_of(outlet=["Post"] * 4, text=[f"Story {n} is told here. {line}" for n in "abcd"])
    texts, _ = texts_of(corpus, unit="sentence").of(np.arange(4))
    assert texts == [f"Story {n} is told here." for n in "abcd"]

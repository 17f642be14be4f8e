"""Thresholds of the readability scores: a case on each side of every one."""

import pandas as pd
import pytest

from toolkit.analysis.readability.diversity import variety
from toolkit.analysis.readability.prose import is_prose
from toolkit.analysis.readability.scores import readability
from toolkit.analysis.readability.words import COLUMNS, measure
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

SIX = "The cat sat on the mat."
FIVE = "The cat sat on it."


def flags(text: str, measure: str = "flesch") -> list[str]:
    corpus = Corpus(conform(pd.DataFrame({"text": [text]}), "articles"))
    (found,) = readability(corpus, measures=[measure])["flags"]
    return found.split(", ")


def test_a_text_is_short_under_a_hundred_and_fifty_words() -> None:
    assert "short" not in flags(" ".join([SIX] * 25))
    assert "short" in flags(" ".join([SIX] * 24 + [FIVE]))


def test_smog_is_doubted_under_thirty_sentences() -> None:
    assert flags(" ".join([SIX] * 30), "smog") == [""]
    assert flags(" ".join([SIX] * 29), "smog") == ["few_sentences"]
    assert flags(" ".join([SIX] * 29)) == [""]


@pytest.mark.parametrize(("words", "listed"), [(18, False), (19, True)])
def test_a_text_is_like_a_list_over_three_tenths(words: int, listed: bool) -> None:
    """42 words of prose beside 18 in list points, its mark counted: 18 of 60 are three tenths."""
    text = "\n".join([" ".join([SIX] * 7), "- " + " ".join(["tea"] * (words - 1))])
    assert ("list_like" in flags(text)) is listed


@pytest.mark.parametrize(("known", "doubted"), [(17, False), (16, True)])
def test_words_are_unknown_over_three_in_twenty(known: int, doubted: bool) -> None:
    text = " ".join(["the"] * known + ["blorvic", "zundrel", "quopple"]) + "."
    assert ("unknown_words" in flags(text)) is doubted


def line(words: int, end: str = "") -> str:
    return " ".join(["water"] * words) + end


def test_a_line_without_a_stop_is_prose_from_twenty_words() -> None:
    assert is_prose(line(20), 20)
    assert not is_prose(line(19), 19)


def test_a_caption_has_forty_five_words_at_most() -> None:
    assert not is_prose("Photo: " + line(44, "."), 45)
    assert is_prose("Photo: " + line(45, "."), 46)


def test_a_question_over_a_section_has_twelve_words_at_most() -> None:
    assert not is_prose(line(12, "?"), 12)
    assert is_prose(line(13, "?"), 13)


def test_variety_is_measured_from_a_hundred_words() -> None:
    texts = pd.DataFrame({"article_id": ["a", "b"], "text": [line(100, "."), line(99, ".")]})
    table = variety(Corpus(conform(texts, "articles")))
    assert table[table["reason"].isna()]["article_id"].unique().tolist() == ["a"]
    assert table[table["article_id"].eq("b")]["reason"].unique().tolist() == ["under 100 words"]


@pytest.mark.parametrize(("word", "counts"), [("also", (1, 619)), ("some", (0, 0)), ("blorvic", (1, 280))])
def test_content_words_are_rarer_than_the_commonest(word: str, counts: tuple[int, int]) -> None:
    """A Zipf value of 6.2 makes a function word ("some" has it); a word outside the table counts 2.8."""
    found = dict(zip(COLUMNS, measure(word), strict=True))
    assert (found["content"], found["zipf"]) == counts

"""Readability of articles: what is left out, undefined, flagged, and how errors are given."""

import math

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.readability.diversity import hdd, mattr, mtld, variety
from toolkit.analysis.readability.formulas import MEASURES, NOT_ENGLISH, TEXTSTAT, Measure, score
from toolkit.analysis.readability.prose import FEATURES, news_counts, prose_lines, prose_spans
from toolkit.analysis.readability.scores import (
    article_scores,
    flag_counts,
    measure_table,
    readability,
    standard_errors,
)
from toolkit.analysis.readability.words import COLUMNS, measure
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.tables import conform

PROSE = (
    "The minister said the government would review the policy before the end of the year. "
    "He gave no details. Opposition leaders called it a delay. Nobody was surprised. "
)


def corpus_of(*texts: str, **columns: list[object]) -> Corpus:
    ids = [f"a{i}" for i in range(len(texts))]
    return Corpus(conform(pd.DataFrame({"article_id": ids, "text": list(texts), **columns}), "articles"))


@pytest.mark.parametrize("text", ["", "   \n ", "A list of names and places with no stop whatever"])
def test_text_without_sentences_is_nan_with_the_reason(text: str) -> None:
    table = readability(corpus_of(text))
    assert table["estimate"].isna().all()
    assert table["reason"].notna().all()


def test_text_without_a_stop_is_not_a_huge_grade() -> None:
    long = "word " * 600
    assert readability(corpus_of(long), measures=["flesch"], counting="textstat")["estimate"].iloc[0] < -300
    table = readability(corpus_of("\n".join(["no stop in this short line"] * 60)), measures=["flesch"])
    assert table["reason"].iloc[0] == "no sentences: no line ends with a stop"


def test_headings_captions_and_lists_are_left_out() -> None:
    plain = readability(corpus_of(PROSE * 3))["estimate"]
    dressed = f"A heading here\n{PROSE * 3}\nPhoto: AFP\n• milk\n• tea\nA view of the court. — Reuters/File"
    pd.testing.assert_series_equal(readability(corpus_of(dressed))["estimate"], plain)
    kept, out, listed = prose_lines(dressed)
    assert (out, listed) == (3 + 2 + 4 + 7, 4)
    assert kept.count("\n") == 0


def test_prose_spans_are_the_counted_sentences() -> None:
    text = f"A heading here\n\n{PROSE}\nPhoto: AFP"
    pieces = [text[a:b] for a, b in prose_spans(text)]
    assert len(pieces) == news_counts([text]).documents["sentences"].iloc[0] == 4


def test_other_languages_are_not_scored() -> None:
    table = readability(corpus_of(PROSE, PROSE, language=["ur", "en"]))
    assert table.loc[table["article_id"].eq("a0"), "reason"].unique().tolist() == [
        "language not supported: ur"
    ]
    assert table.loc[table["article_id"].eq("a1"), "estimate"].notna().all()


def test_flags() -> None:
    listed = PROSE + "\n" + "\n".join(["• one two three four"] * 12)
    table = readability(corpus_of(PROSE, PROSE * 6, listed, truncated=[False, True, False]))
    flags = table[table["measure"].eq("smog")].set_index("article_id")["flags"]
    assert flags["a0"] == "short, few_sentences"
    assert flags["a1"] == "few_sentences, truncated"
    assert "list_like" in flags["a2"]
    others = table[table["measure"].eq("flesch")]["flags"]
    assert not others.str.contains("few_sentences").any()
    assert set(flag_counts(table.assign(outlet="Post"))["flag"]) >= {"short", "truncated", "list_like"}


def test_standard_error_is_that_of_resampled_sentences() -> None:
    rng = np.random.default_rng(0)
    words = ["tree", "minister", "government", "ran", "extraordinary", "the", "policy", "went"]
    sentences = [" ".join(rng.choice(words, rng.integers(4, 30))).capitalize() + "." for _ in range(60)]
    counts = news_counts([" ".join(sentences)])
    columns = {name: counts.documents[name].to_numpy(dtype=float) for name in (*FEATURES, "spache_types")}
    draws = rng.multinomial(60, np.full(60, 1 / 60), size=3000) @ counts.sentences
    drawn = {name: draws[:, place].astype(float) for place, name in enumerate(FEATURES)}
    for name in ("flesch", "flesch_kincaid", "smog", "dale_chall", "rix", "ease"):
        expected = score(name, drawn).std()
        assert standard_errors(name, counts, columns)[0] == pytest.approx(expected, rel=0.08), name


@pytest.mark.parametrize(("words", "types"), [(199, 4), (200, 4), (201, 5), (401, 9)])
def test_a_word_counts_once_in_200_words(words: int, types: int) -> None:
    """Four different content words, then the first of them again in each further stretch."""
    text = " ".join((["dam", "river", "mayor", "storm"] * words)[:words]).capitalize() + "."
    assert news_counts([text, "Rain."]).documents["content_types"].tolist() == [types, 1]


def test_a_longer_text_of_the_same_words_is_no_harder() -> None:
    rng = np.random.default_rng(3)
    words = [
        "tree",
        "minister",
        "government",
        "ran",
        "extraordinary",
        "policy",
        "went",
        "Reis",
        "Balochistan",
    ]
    sentences = [" ".join(rng.choice(words, 12)).capitalize() + "." for _ in range(50)]  # 600 words
    texts = [" ".join(sentences * times) for times in (1, 4)]
    scores = readability(corpus_of(*texts), measures=["ease"])["estimate"]
    assert scores.iloc[0] == pytest.approx(scores.iloc[1])


def test_names_make_a_text_harder_by_the_ease_score_alone() -> None:
    plain, named = "The man went to the town. He ran. " * 20, "Bajwa went to Balochistan. He ran. " * 20
    table = readability(corpus_of(plain, named), measures=["ease", "unfamiliar"])
    scores = table.pivot(index="article_id", columns="measure", values="estimate").loc[["a0", "a1"]]
    assert scores["ease"].iloc[0] > scores["ease"].iloc[1]
    assert scores["unfamiliar"].tolist() == [0, 0]


def test_one_sentence_has_no_error() -> None:
    table = readability(corpus_of("The cat sat on the mat."), measures=["flesch"])
    assert table["estimate"].iloc[0] == pytest.approx(116.145)
    assert math.isnan(table["se"].iloc[0])


def test_order_of_rows_and_texts_do_not_change_scores() -> None:
    both = readability(corpus_of(PROSE, PROSE * 2 + "It rained."))
    alone = readability(corpus_of(PROSE * 2 + "It rained."))
    found = both[both["article_id"].eq("a1")].reset_index(drop=True)
    pd.testing.assert_series_equal(found["estimate"], alone["estimate"])


def test_empty_corpus() -> None:
    for counting in ("news", "textstat"):
        table = readability(Corpus(conform(pd.DataFrame({"text": []}), "articles")), counting=counting)
        assert len(table) == 0
        assert {"estimate", "reason", "flags"} <= set(table)


def test_unknown_names_are_refused_with_the_nearest() -> None:
    with pytest.raises(ToolkitError, match="did you mean 'flesch'"):
        readability(corpus_of(PROSE), measures=["flesh"])
    with pytest.raises(ToolkitError, match="counting='textstat'"):
        readability(corpus_of(PROSE), measures=["forcast"], counting="textstat")
    with pytest.raises(ToolkitError, match="counting='nws'"):
        readability(corpus_of(PROSE), counting="nws")  # type: ignore[arg-type]


@pytest.mark.parametrize("counting", ["news", "textstat"])
def test_every_measure_has_a_value_on_prose(counting: str) -> None:
    names = [name for name in MEASURES if counting == "news" or name in TEXTSTAT]
    names = [name for name in names if name not in NOT_ENGLISH]
    table = readability(corpus_of(PROSE * 4), measures=names, counting=counting)
    assert table["measure"].tolist() == names
    assert table["estimate"].notna().all()


@pytest.mark.parametrize(
    ("one", "other"),
    [("U.S.", "US"), ("don’t", "don't"), ("“Word,”", '"word"'), ("e-mail", "e—mail"), ("P.M.", "PM")],
)
def test_typography_of_a_token_does_not_count(one: str, other: str) -> None:
    assert measure(one)[:-1] == measure(other)[:-1]


@pytest.mark.parametrize("token", ["www.dawn.com.pk", "1,600", "$1.2bn", "desk@paper.co.uk", "45%"])
def test_figures_and_addresses_are_short_words(token: str) -> None:
    row = dict(zip(COLUMNS, measure(token), strict=True))
    assert (row["words"], row["syllables"], row["long"], row["unfamiliar"]) == (1, 1, 0, 0)


@pytest.mark.parametrize("token", ["—", "...", "“", "", "•"])
def test_marks_are_no_words(token: str) -> None:
    assert not any(measure(token))


def test_article_scores_put_the_hardest_first() -> None:
    corpus = corpus_of("The cat sat. It ran.", PROSE * 3, title=["Easy", "Hard"])
    assert article_scores(corpus, readability(corpus))["title"].iloc[0] == "Hard"


def test_measure_table_names_every_measure() -> None:
    assert measure_table()["measure"].tolist() == list(MEASURES)


def test_variety_against_worked_values() -> None:
    words = ["a", "b", "c", "a", "b", "c", "d", "d"] * 20
    assert mattr(words, window=8) == pytest.approx(0.5)
    draws = np.random.default_rng(1)
    mean = np.mean([len(set(draws.choice(words, 42, replace=False))) / 42 for _ in range(400)])
    assert hdd(words) == pytest.approx(mean, abs=0.002)
    # runs of "a b c a" fall to 3/4 > .72, of "a b c a b" to 3/5: forward runs are 5 words or so
    assert 3 < mtld(words) < 7
    assert variety(corpus_of(PROSE * 6))["estimate"].notna().all()
    assert variety(corpus_of(""))["reason"].eq("under 100 words").all()


@pytest.mark.parametrize("word", ["don’t", "isn’t", "won’t", "can’t", "didn't", "it’s"])
def test_a_contraction_is_as_familiar_as_its_parts(word: str) -> None:
    assert not measure(word)[COLUMNS.index("unfamiliar")]


@pytest.mark.parametrize(
    "extra",
    ["What happens next?", "Who will pay for it all?", "کیا ہوا اور کب ہوا۔", "Что случилось вчера вечером."],
)
def test_question_headings_and_other_scripts_are_no_prose(extra: str) -> None:
    assert prose_lines(f"{extra}\nIt rained on Monday.")[0] == "It rained on Monday."
    assert prose_lines("“Who will pay?” she asked.")[0] == "“Who will pay?” she asked."


@pytest.mark.parametrize(
    ("token", "syllables"), [("state-of-the-art", 4), ("Tehreek-e-Taliban", 6), ("—", 0)]
)
def test_parts_of_a_hyphenated_word_are_counted_apart(token: str, syllables: int) -> None:
    assert measure(token)[COLUMNS.index("syllables")] == syllables


def test_a_new_measure_is_one_row_in_every_way_of_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Solomon's strain index: added to the table of measures, nothing else."""
    strain = Measure(
        "Strain index", "points", 1, "Solomon 2010", lambda c: 0.9 * c["syllables"] / c["sentences"]
    )
    more = {**MEASURES, "strain": strain}
    monkeypatch.setattr("toolkit.analysis.readability.formulas.MEASURES", more)
    monkeypatch.setattr("toolkit.analysis.readability.scores.MEASURES", more)
    text = "The cat sat on the mat. It slept."
    table = readability(corpus_of(text), measures=["strain"])
    assert table["estimate"].tolist() == [pytest.approx(0.9 * 8 / 2)]
    with pytest.raises(ToolkitError, match="no readability measure 'strain' with counting='textstat'"):
        readability(corpus_of(text), measures=["strain"], counting="textstat")

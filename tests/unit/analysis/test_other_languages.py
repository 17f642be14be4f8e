"""Articles and passages in other languages: what is made for English does not count them, and says so."""

from dataclasses import replace

import pandas as pd
import pytest

from toolkit.analysis.evidence import evidence
from toolkit.analysis.framing.hedges import hedging
from toolkit.analysis.framing.naming import labels
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.readability.compare import compare_outlets, readability_by_outlet
from toolkit.analysis.readability.lede import lede_to_end
from toolkit.analysis.readability.reasons import explain
from toolkit.analysis.readability.scores import readability
from toolkit.analysis.sources.shares import attribution, sources
from toolkit.analysis.topics.vocabulary import study_rules
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.lexicons import Entry
from toolkit.pages.fields.language import is_english_passage, is_roman_urdu, language_of
from toolkit.report.page.display import show
from toolkit.results import origin
from toolkit.tables import conform
from toolkit.text.stopwords import no_stop_words_line, stop_words_for

ENGLISH = "The minister said on Monday that the rebels may leave the town. The army did not answer him. "
GERMAN = "Der Minister sagte am Montag, dass die Terroristen die Stadt verlassen. „Wir gehen jetzt heim“, sagte er. "
URDU = "وزیر نے پیر کو کہا کہ شہر کو چھوڑ دیا جائے گا اور لوگ واپس آئیں گے۔ "
ROMAN = "Wazir ne kaha hai ke log shehar chhor kar ja rahe hain aur hukumat kuch nahi kar sakti. "


def corpus_of(*texts: str, outlet: str | list[str] = "Post", **columns: object) -> Corpus:
    frame = pd.DataFrame({"text": list(texts), "outlet": outlet, **columns})
    return Corpus(conform(frame.assign(article_id=[f"a{i}" for i in range(len(texts))]), "articles"))


TWO = {"outlet": ["Post", "Blatt", "Blatt"]}


def test_labels_of_german_articles_do_not_count_and_the_table_says_so() -> None:
    table = labels(corpus_of(ENGLISH, GERMAN, GERMAN, **TWO), voice=["narrator"])
    assert table.loc[table["outlet"] == "Blatt", "uses"].sum() == 0
    assert set(table.loc[table["outlet"] == "Blatt", "reason"]) == {"no articles in English"}
    assert table.loc[table["outlet"] == "Post", "uses"].sum() == 1
    assert "Not in English: 2 articles (de 2), which do not count here" in origin(table).note
    assert "Not in English: 2 articles (de 2)" in show(table).html


def test_a_list_of_the_users_own_counts_in_every_language() -> None:
    own = [Entry("Männer", "Terrorist", "Terrorist*"), Entry("Männer", "rebel", "rebel*")]
    table = labels(corpus_of(ENGLISH, GERMAN, GERMAN, **TWO), own, voice=["narrator"])
    assert table.loc[table["outlet"] == "Blatt", "uses"].sum() == 2
    assert origin(table).note == ""


def test_words_of_other_languages_are_no_words_of_the_rate() -> None:
    table = hedging(corpus_of(ENGLISH, f"{ENGLISH}\n{URDU}", GERMAN, outlet=["Post", "Herald", "Blatt"]))
    words = table[table["kind"] == "hedge"].set_index("outlet")["words"]
    assert words["Post"] == words["Herald"] > 0
    assert words["Blatt"] == 0
    assert set(table.loc[table["outlet"] == "Blatt", "reason"]) == {"no articles in English"}
    assert "(de 1)" in origin(table).note


def test_evidence_counts_english_alone_too() -> None:
    corpus = corpus_of(
        ENGLISH, f"{GERMAN * 3}\nMay rebels may militant terrorists.", outlet=["Post", "Blatt"]
    )
    for table in (labels(corpus, voice=["narrator"]), hedging(corpus)):
        for _, row in table.iterrows():
            assert len(evidence(corpus, row)) == row["uses"]


@pytest.mark.parametrize("language", ["de", None])
def test_german_quotations_have_no_speaker_and_the_tables_say_so(language: str | None) -> None:
    said = quotes(corpus_of(GERMAN, language=[language]))
    assert said["content"].tolist() == ["Wir gehen jetzt heim"]
    assert said["speaker"].isna().all()
    assert said["rule"].tolist() == ["language"]
    assert "1 article (de 1), which have quotations without speakers" in origin(said).note
    shares, told = sources(said), attribution(said)
    assert shares["value"].tolist() == ["(not in English)"]
    assert told[["nobody", "unresolved", "foreign"]].values.tolist() == [[0, 0, 1]]
    assert origin(shares).note == origin(told).note == origin(said).note


def test_a_german_paragraph_of_an_english_article_has_no_speaker_by_rule() -> None:
    german = "Der Minister hatte am Montag schon vor der Presse ganz anders geredet: „Wir gehen jetzt heim und schlafen“."
    said = quotes(corpus_of(f"{ENGLISH * 4}\n{german}\n“We will stay here,” Omar Reis said."))
    assert said["rule"].tolist()[0] == "language"
    assert said["speaker"].tolist()[1] == "Omar Reis"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("»Wir gehen jetzt heim«, sagte sie.", "»Wir gehen jetzt heim«"),
        ("« Nous partons demain matin », a-t-il dit.", "« Nous partons demain matin »"),
        ("«Nos vamos mañana temprano», dijo.", "«Nos vamos mañana temprano»"),
        ("„Jutro rano wyjeżdżamy stąd” – powiedział.", "„Jutro rano wyjeżdżamy stąd”"),
        ("”Vi reser i morgon bitti”, sa hon.", "”Vi reser i morgon bitti”"),
        ("«Мы уезжаем завтра утром», — сказал он.", "«Мы уезжаем завтра утром»"),
        ("'We gaan morgen vroeg weg', zei ze.", "'We gaan morgen vroeg weg'"),
        ("彼は「明日の朝に出発します」と語った。", "「明日の朝に出発します」"),
        ("وزیر نے کہا ”ہم کل صبح جائیں گے“۔", "”ہم کل صبح جائیں گے“"),
    ],
)
def test_marks_of_other_languages(text: str, found: str) -> None:
    said = quotes(corpus_of(text, language=["xx"]))
    assert [text[a:b] for a, b in zip(said["start"], said["end"], strict=True)] == [found]


def test_one_or_two_words_in_marks_are_no_quotation_in_any_language() -> None:
    assert quotes(corpus_of("Das „Haus“ und die „alte Burg“ sind zu.", language=["de"])).empty


def test_half_urdu_texts_are_graded_by_their_english_part() -> None:
    plain = readability(corpus_of(ENGLISH * 5))["estimate"]
    table = readability(corpus_of("\n".join([ENGLISH * 5, URDU * 4])))
    pd.testing.assert_series_equal(table["estimate"], plain)
    assert table["flags"].str.contains("other_language").all()
    assert not readability(corpus_of(ENGLISH * 5))["flags"].str.contains("other_language").any()
    assert set(readability(corpus_of(URDU, language=["en"]))["reason"]) == {"no sentences in English"}
    half = readability(corpus_of("\n".join([ENGLISH * 5, GERMAN * 2])))
    pd.testing.assert_series_equal(half["estimate"], plain)
    assert half["flags"].str.contains("other_language").all()


@pytest.mark.parametrize(("words", "flagged"), [(18, False), (20, True)])
def test_the_flag_begins_over_a_tenth(words: int, flagged: bool) -> None:
    text = f"{ENGLISH * 9}\n{' '.join((URDU * 2).split()[:words])}"
    table = readability(corpus_of(text))
    assert table["flags"].str.contains("other_language").all() == flagged


def test_roman_urdu_is_told_from_english() -> None:
    assert language_of(ROMAN) == language_of(ROMAN + ENGLISH[:40]) == "ur-Latn"
    assert language_of(ENGLISH) == "en"
    table = readability(corpus_of(ROMAN * 5))
    assert set(table["reason"]) == {"language not supported: ur-Latn"}


@pytest.mark.parametrize(
    "text",
    [
        "Boss ne kaha hai ke oil sector mein invest karo, prices barh rahe hain",
        "Aap ki appointment cancel kar di gayi. Koi masla nahi, reschedule karna ho to bata dein.",
        "sarkar ne kaha ki yeh faisla bilkul sahi hai aur logon ke liye accha hai",
    ],
)
def test_mixed_roman_urdu_and_hindi(text: str) -> None:
    assert is_roman_urdu(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ko Ka-kai and Ke Jo went to par 3 in main street, ne plus ultra, ho ho ho.",
        "Tehreek-e-Taliban and Jamaat-e-Islami leaders met in Peshawar; Hum TV showed it.",
        "Il ne se rend pas par hasard au bureau, et la main de ma sœur est froide.",
        "Tak jsem se ho ptal, jak to bylo, a on mi to nechtěl říct.",
    ],
)
def test_other_texts_are_no_roman_urdu(text: str) -> None:
    assert not is_roman_urdu(text)


@pytest.mark.parametrize("words", [14, 15])
def test_a_passage_is_judged_from_fifteen_words(words: int) -> None:
    text = "die regierung will nach dem treffen mit den nachbarn heute noch keine zusagen machen sagte er"
    text = " ".join(text.split()[:words])
    assert is_english_passage(text) == (words < 15)


def test_means_and_differences_are_of_one_language() -> None:
    texts = [ENGLISH * 12, ENGLISH * 13, ENGLISH * 14, GERMAN * 12]
    corpus = corpus_of(*texts, outlet=["Post", "Herald", "Post", "Herald"])
    table = readability_by_outlet(corpus, measures=["lix"]).set_index("outlet")
    assert table["n"].to_dict() == {"Herald": 1, "Post": 2}
    assert table["left_out"].to_dict() == {"Herald": 1, "Post": 0}
    assert "in one language (en); 1 in others (de 1) are left out" in origin(table.reset_index()).note
    assert all(len(evidence(corpus, row)) == row["n"] for _, row in table.reset_index().iterrows())
    assert "(de 1)" in origin(compare_outlets(corpus, measures=["lix"])).note


def test_a_german_corpus_is_compared_by_german_formulas() -> None:
    corpus = corpus_of(*[GERMAN * n for n in (10, 11, 12, 13)], outlet=["Blatt", "Bote"] * 2)
    table = readability_by_outlet(corpus, measures=["flesch", "flesch_kincaid"])
    assert table.set_index("measure").loc["flesch", "n"].tolist() == [2, 2]
    assert table.set_index("measure").loc["flesch_kincaid", "n"].tolist() == [0, 0]
    assert origin(table).note == ""


def test_what_explains_a_score_is_english() -> None:
    corpus = corpus_of(GERMAN * 4, ENGLISH * 8)
    with pytest.raises(ToolkitError, match=r"'a0' is in another language \(de\)"):
        explain(corpus, "a0")
    assert "Not in English: 1 article" in origin(lede_to_end(corpus)).note


def test_stop_words_are_those_of_the_languages_of_the_corpus() -> None:
    german, english = corpus_of(GERMAN, ENGLISH), corpus_of(ENGLISH)
    assert stop_words_for(english) is None
    words = stop_words_for(german) or ()
    assert {"weil", "dass", "because", "said"} <= set(words)
    assert not {"terroristen", "stadt", "quand"} & set(words)
    assert study_rules(german).stop_words == words
    assert study_rules(english).stop_words is None


def test_words_of_outlets_in_two_languages_are_compared_with_a_warning() -> None:
    texts = [f"{text}{n}" for n in range(3) for text in (ENGLISH, GERMAN)]
    table = keyness(corpus_of(*texts, outlet=["Post", "Blatt"] * 3))
    assert "several languages (de 3, en 3)" in origin(table).note
    assert origin(keyness(corpus_of(*[ENGLISH] * 4, outlet=["Post", "Herald"] * 2))).note == ""


@pytest.mark.parametrize(("code", "told"), [("fi", True), ("zh", True), ("de", False), ("en", False)])
def test_a_language_without_stop_words_is_named_where_words_are_compared(code, told):
    frame = pd.DataFrame(
        {"text": [f"sana {i} toinen kolmas" for i in range(12)], "outlet": ["A", "B"] * 6, "language": code}
    )
    corpus = Corpus(conform(frame, "articles"))
    assert (f"without a list of stop words: {code} 12" in (origin(keyness(corpus)).note or "")) == told
    own = replace(
        corpus.settings, lexicons=replace(corpus.settings.lexicons, topic_stopwords="topic_stopwords")
    )
    assert no_stop_words_line(replace(corpus, settings=own)) == ""

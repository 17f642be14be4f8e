"""Parts of the quotation finder: lexicons, names, pronouns, types, reported speech."""

from pathlib import Path

import pandas as pd
import pytest

from toolkit.analysis.quotes.accuracy import measured_errors, quote_error_note
from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.quotes.names import bare_name, gender_of
from toolkit.analysis.quotes.people import Names, dominant_names
from toolkit.analysis.quotes.source_types import source_types, type_of
from toolkit.analysis.quotes.verbs import CLASSES, reporting_verbs
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError
from toolkit.settings import make_settings
from toolkit.tables import conform

HEADER = "lemma,class,strength,core,pattern,source,note\n"


def table_of(text: str, **options: object) -> pd.DataFrame:
    frame = pd.DataFrame({"article_id": ["a"], "outlet": ["Herald"], "text": [text]})
    return quotes(Corpus(conform(frame, "articles")), **options)  # type: ignore[arg-type]


def test_every_verb_class_is_filled_and_forms_are_unique() -> None:
    verbs = reporting_verbs()
    assert {verb.verb_class for verb in verbs.forms.values()} == set(CLASSES)
    assert verbs.forms["said"].core
    assert verbs.forms["claims"].verb_class == "doubt"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("say,plain,strong,yes,say|said,me,\n", "line 2: class 'plain' is unknown; known: assertion"),
        (
            "say,neutral,strong,yes,say|said,me,\ntell,neutral,strong,yes,said,me,\n",
            "line 3: 'said' is in line 2 already",
        ),
        ("say,neutral\n", "line 2: no pattern"),
    ],
)
def test_a_faulty_lexicon_is_refused_with_its_line(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "verbs.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        reporting_verbs(str(path))


def test_a_users_lexicons_are_used(tmp_path: Path) -> None:
    verbs, types = tmp_path / "verbs.csv", tmp_path / "types.csv"
    verbs.write_text(HEADER + "bay,attack,strong,yes,bay|bays|bayed,me,\n", encoding="utf-8")
    types.write_text("pattern,class\nporter,business\n", encoding="utf-8")
    table = table_of("“We won,” the porter bayed.", verbs=str(verbs), sources=str(types))
    assert table.loc[0, ["lemma", "verb_class", "source_type"]].tolist() == ["bay", "attack", "business"]


def test_the_studys_settings_choose_the_path_and_the_lexicons(tmp_path: Path) -> None:
    types = tmp_path / "types.csv"
    types.write_text("pattern,class\nporter,business\n", encoding="utf-8")
    frame = pd.DataFrame({"article_id": ["a"], "text": ["“We won,” the porter said. Police said it rained."]})
    settings = make_settings({"lexicons": {"source_types": str(types)}, "quotes": {"parser": True}})
    corpus = Corpus(conform(frame, "articles"), settings=settings)
    assert quotes(corpus, parser=False)["source_type"].tolist() == ["business"]
    pytest.importorskip("spacy")
    assert quotes(corpus)["kind"].tolist() == ["direct", "indirect"]


def test_notes_give_the_rates_of_the_path_used() -> None:
    table = measured_errors(parser=True)
    assert len(table) == len(measured_errors()) + 1  # reported speech needs the parser
    spans = table.loc[0]
    note = quote_error_note("spans", "indirect", parser=True)
    assert (
        f"{spans['measure']} {100 * spans['share']:.0f} % ({spans['cases']} cases, {spans['data']})" in note
    )
    assert "reported speech" in note
    assert "reported speech" not in quote_error_note("spans", "indirect")
    with pytest.raises(TableError, match="'spans'"):
        quote_error_note("span")


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Lt. Gen. Asim Munir", "Asim Munir"),
        ("Maulvi Abdul Haq", "Abdul Haq"),
        ("Sardar Akhtar Mengal", "Akhtar Mengal"),
        ("Dr. Dilnur Reyhan", "Dilnur Reyhan"),
        ("Zia ul Haq", "Zia ul Haq"),
        ("Shahab al-Muhajir", "Shahab al-Muhajir"),
        ("Secretary of State Marco Rubio", "Marco Rubio"),
        ("the Armenian Foreign Ministry", "Armenian Foreign Ministry"),
        ("a local Baloch journalist", ""),
        ("A spokesman for China’s foreign ministry", ""),
        ("Lok Kan of the movement", "Lok Kan"),
        ("Rep. Steve King (R-Iowa)", "Steve King"),
        ("", ""),
    ],
)
def test_names_without_titles(mention: str, name: str) -> None:
    assert bare_name(mention) == name


def test_variants_of_a_name_are_one_speaker() -> None:
    text = "Defence Minister Khawaja Asif spoke. “Go,” said Asif. “Stop,” the minister said. “No,” Mr. Asif added."
    assert set(table_of(text)["speaker_id"]) == {"Khawaja Asif"}


def test_surnames_join_across_articles() -> None:
    assert dominant_names(["Khawaja Asif"] * 9 + ["Arshad Asif"]) == {"Asif": "Khawaja Asif"}
    assert "Asif" not in dominant_names(["Khawaja Asif", "Arshad Asif"])


def test_roles_join_within_an_article_only() -> None:
    assert dominant_names(["campaign’s statement"] * 9) == {}
    text = "“Go,” said a Baloch editor. “Stop,” the editor said. “No,” the minister said."
    assert table_of(text)["speaker_id"].tolist() == ["Baloch editor", "Baloch editor", "minister"]


def test_pronouns_agree_in_gender() -> None:
    text = "Amna Baloch met Imran Khan in Lahore. “It went well,” she said. “It went badly,” he said."
    assert table_of(text)["speaker_id"].tolist() == ["Amna Baloch", "Imran Khan"]


@pytest.mark.parametrize(
    "before",
    [
        "Tad Devine, an adviser to Mr. Bernie Sanders, left.",
        "Dorothy Woods, whose husband died, left. Khizr Khan was there.",
        "John Cornyn (R-Tex.) responded to Harry Reid.",
    ],
)
def test_pronouns_go_to_the_subject_not_to_who_is_mentioned_beside_it(before: str) -> None:
    pronoun = "she" if "Dorothy" in before else "he"
    name = " ".join(before.split()[:2]).rstrip(",")
    assert table_of(f"{before} “It went well,” {pronoun} said.")["speaker_id"].tolist() == [name]


def test_a_pronoun_without_anybody_stays_unresolved() -> None:
    row = table_of("“It went well,” she said.").iloc[0]
    assert pd.isna(row["speaker_id"])
    assert row["resolved_by"] == "pronoun"


def test_gender_and_names_nobody_has() -> None:
    assert gender_of("Asif", "Mrs. Asif") == "f"
    assert gender_of("Xyz Qrs") is None
    assert Names("Nobody here.").full("Asif") == "Asif"


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("police sources", "anonymous"),
        ("residents", "witness"),
        ("an army spokesman", "official"),
        ("Lt. Gen. Munir", "military"),
        ("a former Taliban commander", "military"),
        ("the foreign office", "official"),
        ("a political analyst", "expert"),
        ("a letter", "document"),
        ("zebra", None),
    ],
)
def test_source_types(phrase: str, kind: str | None) -> None:
    assert type_of(phrase, source_types()) == kind


def test_unnamed_speakers_are_flagged() -> None:
    text = "“We do not know,” said an official, speaking on condition of anonymity."
    assert bool(table_of(text).loc[0, "anonymous"])


def test_statements_tweets_and_dashes_speak() -> None:
    assert table_of("“We won,” said a statement.").loc[0, "source_type"] == "document"
    assert table_of("Rahim Baloch tweeted: “We won today.”").loc[0, "lemma"] == "tweet"
    assert table_of("“We won the long war.” — Rahim Baloch").loc[0, "speaker"] == "Rahim Baloch"


def test_the_paper_quoted_him_as_saying() -> None:
    text = "Khawaja Asif left. “I am on a visit,” the paper quoted him as saying."
    assert table_of(text).loc[0, "speaker_id"] == "Khawaja Asif"


def test_parser_adds_reported_speech() -> None:
    pytest.importorskip("spacy")
    text = "Police said that five people were killed. According to residents, the road was closed."
    table = table_of(text, parser=True)
    assert table["kind"].tolist() == ["indirect", "indirect"]
    assert table["speaker"].tolist() == ["Police", "residents"]


@pytest.mark.parametrize(
    "before", ["", "Rain fell on Monday. ", "Rain fell on Monday and went on for days. " * 3]
)
def test_the_position_of_a_quotation_is_where_it_begins(before: str) -> None:
    """Its first mark over the length of the text: 0 where the text opens with it, never 1."""
    text = before + '"The dam will hold the whole winter long," said Otto Sand.'
    (row,) = table_of(text).itertuples()
    assert row.start == len(before)
    assert row.position == pytest.approx(len(before) / len(text))

"""Transcripts without quotation marks: names before colons that are speakers, and words that are none."""

import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.segments import segments
from toolkit.text.transcripts import turns

TALK = (
    "Lena Voss spoke to Omar Reis on Monday.\n\nVOSS: Did the dam hold?\n\nREIS: It did. We left at noon."
    "\n\nVOSS: And now?\n\nOMAR REIS, mayor of Torvik: I will stay.\n\nREIS: [Laughs] I must."
)


def corpus_of(*texts: str) -> Corpus:
    return Corpus(conform(pd.DataFrame({"outlet": "Post", "text": texts}), "articles"))


def test_turns_of_a_transcript_have_their_speakers() -> None:
    table = quotes(corpus_of(TALK))
    assert table["speaker_id"].tolist() == ["Lena Voss", "Omar Reis", "Lena Voss", "Omar Reis", "Omar Reis"]
    assert table["content"].tolist()[:2] == ["Did the dam hold?", "It did. We left at noon."]
    assert set(table["rule"]) == {"transcript"}
    assert set(table["kind"]) == {"direct"}
    assert table["resolved_by"].eq("name").all()
    assert [TALK[a:b] for a, b in zip(table["speaker_start"], table["speaker_end"], strict=True)][:2] == [
        "VOSS",
        "REIS",
    ]


def test_turns_are_not_the_outlets_own_voice() -> None:
    table = segments(corpus_of(TALK))
    own = " ".join(table.loc[table["voice"] == "narrator", "text"])
    assert "spoke to Omar Reis" in own
    assert "dam" not in own
    assert "noon" not in own
    assert "".join(table["text"]).count("Did the dam hold?") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Block: What now?\nBiden: We go.\nBlock: When?\nBiden: I said it.",
        "  JUAN GONZÁLEZ: What now?\n  AMY O’NEIL: We go.\n  JUAN GONZÁLEZ: When?\n  AMY O’NEIL: Soon.",
        "- Lena Voss: We go.\n".replace("- ", "") * 2
        + "Omar Reis (Vest): I stay.\nOmar Reis (Vest): You go.",
    ],
)
def test_names_that_come_back_are_speakers(text: str) -> None:
    assert len(turns(text)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: I saw it.\nUPDATE: We saw it.\nUpdate: You saw it.",  # one label alone
        "Winner: The dam.\nLoser: The mayor.\nWinner: Rain.\nLoser: The river.",  # nobody speaks
        "VOSS: I saw it.\nREIS: We saw it.\nVOSS: You saw it.",  # one turn of the other
        "VOSS: “I saw it.”\nREIS: “We saw it.”\nVOSS: “You saw it.”\nREIS: “I go.”",  # quotations in marks
        "Q: Did you go?\nA: I did.\nQ: And now?\nA: I stay.",  # nobody's name
        "Voss said: I saw it.\nReis said: We did.\nVoss said: I saw it.\nReis said: We did.",
    ],
)
def test_words_before_colons_that_are_no_speakers(text: str) -> None:
    assert turns(text) == []


@pytest.mark.parametrize(("speechlike", "found"), [(2, 4), (1, 0)])
def test_half_of_the_turns_sound_like_speech(speechlike: int, found: int) -> None:
    said = ["We go." if i < speechlike else "The dam held." for i in range(4)]
    text = "\n".join(f"{name}: {words}" for name, words in zip(("VOSS", "REIS") * 2, said, strict=True))
    assert len(turns(text)) == found


def test_quotations_in_marks_of_other_lists_keep_their_rule() -> None:
    text = "Lena Voss, The Post: “It rained on us.”\n\nOmar Reis, Torvik News: “We left the dam.”"
    assert quotes(corpus_of(text))["rule"].tolist() == ["label", "label"]


def test_transcripts_of_american_news(shared) -> None:
    """Labels read by one reader: 16 transcripts in 3,827 articles, all of them are; one label is a headline."""
    texts = pd.read_csv(shared / "benchmarks" / "allsides_dev.csv.gz")["text"]
    found = [made for text in texts if (made := turns(text))]
    assert len(found) == 16
    assert sum(map(len, found)) == 372

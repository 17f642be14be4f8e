"""The quotes verb on small made-up articles."""

import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.tables import QUOTES, conform


def corpus_of(*texts: str | None) -> Corpus:
    frame = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(texts))],
            "outlet": "Herald",
            "text": pd.Series(list(texts), dtype="str"),
        }
    )
    return Corpus(conform(frame, "articles"))


def speakers_of(text: str) -> list[str | None]:
    table = quotes(corpus_of(text))
    return [None if pd.isna(name) else name for name in table["speaker"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” said Khawaja Asif.", ["Khawaja Asif"]),
        ("“We won,” Khawaja Asif, the defence minister, said.", ["Khawaja Asif"]),
        ("Khawaja Asif said: “We won.”", ["Khawaja Asif"]),
        ("“We won,” he said, “at last.”", ["he", "he"]),
        ("“We won,” the minister maintained. “At last.”", ["the minister", "the minister"]),
        ("According to police, the car was “packed with explosives”.", ["police"]),
        ("Khawaja Asif made this plain:\n\n“We won the war.”", ["Khawaja Asif"]),
    ],
)
def test_speakers_of_common_forms(text: str, expected: list[str | None]) -> None:
    assert speakers_of(text) == expected


def test_rows_follow_the_contract_and_spans_hold_the_content() -> None:
    corpus = corpus_of("Mr. Asif said, “We won.”", None, "Nothing here.", "‘Go,’ she said.")
    table = quotes(corpus)
    assert list(table.columns) == [column.name for column in QUOTES]
    texts = corpus.articles.set_index("article_id")["text"]
    for row in table.itertuples():
        assert row.content in texts[row.article_id][row.start : row.end]
        assert texts[row.article_id][row.speaker_start : row.speaker_end] == row.speaker
        assert texts[row.article_id][row.cue_start : row.cue_end] == row.cue


def test_no_quotations_gives_an_empty_table_with_columns() -> None:
    table = quotes(corpus_of("Nothing here."))
    assert len(table) == 0
    assert "speaker_id" in table

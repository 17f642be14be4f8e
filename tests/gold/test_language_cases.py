"""Reported cases of other tools' faults that touch language: each is right here.

Tokens and bylines are in test_table_cases.py. Cases of quotations and words in context come as text of a page: they are read as `load_corpus` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import toolkit
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.sentences import split_sentences
from toolkit.text.syllables import syllables_of

FILE = Path(__file__).parents[2].parent / "shared" / "cases" / "reports.jsonl"
Case = dict[str, Any]


def cases(family: str) -> list[Case]:
    if not FILE.exists():
        return []
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [case for line in lines if (case := json.loads(line))["id"].startswith(f"{family}-")]


def wrong(family: str, answer: Callable[[Any], object], n: int) -> list[tuple[str, Any, Any]]:
    """Return the cases of a family that are not right: their kind, what came, what is right."""
    own = cases(family)
    if not own:
        pytest.skip("the shared cases are not here")
    assert len(own) == n
    return [
        (case["kind"], got, case["right"]) for case in own if (got := answer(case["input"])) != case["right"]
    ]


def test_sentences() -> None:
    assert not wrong("sent", lambda text: [text[a:b] for a, b in split_sentences(text)], 20)


def test_syllables() -> None:
    assert not wrong("syl", syllables_of, 22)


def test_quotations_and_their_speakers() -> None:
    def answer(text: str) -> list[list[str | None]]:
        corpus = (
            read([text]) if "&quot;" in text else Corpus(conform(pd.DataFrame({"text": [text]}), "articles"))
        )
        table = toolkit.quotes(corpus)
        pairs = zip(table["content"], table["speaker_id"], strict=True)
        return [[content, None if pd.isna(name) else str(name)] for content, name in pairs]

    def small(case: list[list[str | None]]) -> list[tuple[str | None, str]]:
        return [(said, str(name).lower()) for said, name in case]

    given = wrong("quo", answer, 25)
    assert not [case for case in given if small(case[1]) != small(case[2])]


def test_words_in_context() -> None:
    own = cases("kwic")
    if not own:
        pytest.skip("the shared cases are not here")
    corpus = read([own[0]["input"]["text"]])
    assert not wrong("kwic", lambda case: len(toolkit.concordance(corpus, case["query"])), 7)


def read(texts: list[str]) -> toolkit.Corpus:
    """Return a corpus with each text above lines that make it long enough for an article of its own."""
    words = ["rain", "snow", "wind", "fog", "hail", "dew", "sleet", "frost", "heat"]
    below = [
        " ".join(f"The {words[(i + j) % 9]} of day {31 * i + j} went." for j in range(40))
        for i in range(len(texts))
    ]
    rows = [
        {"outlet": f"Post {i}", "title": f"Day {i} of {words[i % 9]}", "text": f"{text}\n\n{below[i]}"}
        for i, text in enumerate(texts)
    ]
    return toolkit.load_corpus(pd.DataFrame(rows))

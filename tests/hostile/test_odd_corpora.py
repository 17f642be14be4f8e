"""Every public function on odd corpora gives a result or one of our own errors, never a library's traceback.

All functions and all corpora: ``python tests/hostile/odd.py``. Here every quick function meets two of
the corpora, and what broke before is tried again.
"""

from __future__ import annotations

import inspect

import pytest

import toolkit

from . import odd

SLOW = (
    "topics",
    "topics_by",
    "suggest_names",
    "findings",
    "naming_contrasts",
    "compare",
    "compare measures",
    "strata_of",
    "over_time",
)
LONG = ("60 outlets, 120 articles", "long words")  # seconds each
QUICK = [call for call in odd.CALLS if call not in SLOW]


def test_every_public_function_is_tried_or_tested_elsewhere() -> None:
    public = {
        name
        for name in toolkit.__all__
        if callable(getattr(toolkit, name)) and not inspect.isclass(getattr(toolkit, name))
    }
    assert public - odd.ELSEWHERE <= set(odd.CALLS)
    assert not set(odd.CALLS) & odd.ELSEWHERE


@pytest.mark.parametrize("name", [name for name in odd.CORPORA if name not in LONG])
def test_no_traceback_of_a_library(name: str) -> None:
    place = list(odd.CORPORA).index(name)
    corpus = odd.corpus_of(name)
    told = {call: odd.outcome(call, corpus) for call in QUICK[place % 18 :: 18]}
    assert not {call: one for call, one in told.items() if one.startswith("TRACEBACK")}


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("findings", "no article"),
        ("findings", "no words"),
        ("check_sheet", "the same identifiers"),
        ("collocations", "no article"),
        ("compare measures", "no words"),
        ("compare measures", "headlines alone"),
    ],
)
def test_what_broke_before(call: str, name: str) -> None:
    assert not odd.outcome(call, odd.corpus_of(name)).startswith("TRACEBACK")


def test_sources_over_time_ask_for_identifiers_of_their_own() -> None:
    corpus = odd.corpus_of("the same identifiers")
    assert odd.outcome("over_time", corpus).startswith(
        "told: several articles of the corpus have one article_id"
    )

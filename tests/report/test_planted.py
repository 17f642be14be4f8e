"""Planted differences are stated, in the right direction; where there is none nothing is.

The full measurement, 20 corpora of each kind and real news, is ``benchmarks/bench_findings.py``.
"""

from __future__ import annotations

import pytest

from .planted import Effect, corpus, held


@pytest.mark.parametrize(
    ("effect", "section", "words"),
    [
        (
            "labels",
            "outlet-framing",
            ("Herald says “terrorist”", "Post says “rebel”", "Herald uses “the terrorists” more"),
        ),
        ("sources", "source-framing", ("Herald gives", "Post gives")),
        ("readability", "readability", ("Herald is harder to read than Post",)),
    ],
)
def test_a_planted_difference_is_stated(effect: Effect, section: str, words: tuple[str, ...]) -> None:
    found = held(corpus(effect, 101))
    mine = found.loc[found["section"] == section, "statement"]
    assert any(word in sentence for word in words for sentence in mine), found


def test_nothing_is_stated_where_nothing_differs() -> None:
    stated = [held(corpus("none", seed)) for seed in range(101, 105)]
    assert sum(map(len, stated)) == 0, stated


def test_nothing_is_stated_of_a_few_articles() -> None:
    assert held(corpus("labels", 101, n=8)).empty

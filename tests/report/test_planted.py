"""Planted differences are stated, in the right direction; where there is none nothing is.

The full measurement, 20 corpora of each kind and real news, is ``benchmarks/bench_findings.py``.
"""

from __future__ import annotations

from collections import Counter

import pytest

from toolkit.analysis.framing.naming import labels
from toolkit.report.wording.findings import findings_in
from toolkit.report.wording.numbers import times_used

from .planted import OUTLETS, Effect, corpus, held


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


@pytest.mark.parametrize(("effect", "seed"), [("none", 101), ("none", 102), ("labels", 103), ("labels", 104)])
def test_what_the_pages_say_is_what_counting_their_words_gives(effect: Effect, seed: int) -> None:
    """Where nothing differs too: a description needs no difference."""
    made = corpus(effect, seed)
    found = findings_in({"framing_labels": labels(made)})
    (said,) = found.loc[(found["tier"] == "describes") & (found["measure"] == "names"), "statement"]
    for outlet in OUTLETS:
        texts = made.articles.loc[made.articles["outlet"] == outlet, "text"]
        lines = Counter(line.strip() for text in texts for line in text.replace("\n", " ").split("."))
        (mine,) = [piece for piece in said.split(";") if outlet in piece]
        for name in ("terrorist", "rebel"):  # a line that an outlet repeats in three articles is furniture
            n = sum(uses for line, uses in lines.items() if f"{name}s " in line and uses < 3)
            assert f"“{name}” {times_used(n)}" in mine, (said, n)

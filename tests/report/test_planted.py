"""Planted differences are stated, in the right direction; where there is none nothing is.

The full measurement, 20 corpora of each kind and real news, is ``benchmarks/bench_findings.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.report.wording.findings import findings

from .planted import Effect, corpus, write_tables


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
def test_a_planted_difference_is_stated(
    tmp_path: Path, effect: Effect, section: str, words: tuple[str, ...]
) -> None:
    found = findings(write_tables(corpus(effect, 101), tmp_path))
    mine = [f.sentence for f in found if f.section == section]
    assert any(word in sentence for word in words for sentence in mine), found


def test_nothing_is_stated_where_nothing_differs(tmp_path: Path) -> None:
    stated = [findings(write_tables(corpus("none", seed), tmp_path / str(seed))) for seed in range(101, 105)]
    assert sum(map(len, stated)) == 0, stated


def test_nothing_is_stated_of_a_few_articles(tmp_path: Path) -> None:
    assert findings(write_tables(corpus("labels", 101, n=8), tmp_path)) == []

"""Every sentence of the opening says what counting gives, on random corpora; 200 of them in the benchmark."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from toolkit.report.wording.findings import findings_in
from toolkit.report.wording.gather import tables_of
from toolkit.report.wording.speaking import speaking

from .opening import corpus, faults

SEEDS = range(30)


@pytest.fixture(scope="module")
def openings() -> dict[int, pd.DataFrame]:
    """The findings of each corpus; topics, which are found in the same way everywhere, are left out."""
    return {seed: findings_in(tables_of(corpus(seed), subjects=False)) for seed in SEEDS}


def test_every_number_of_the_first_tier_is_what_counting_gives(openings: dict[int, pd.DataFrame]) -> None:
    wrong = {seed: told for seed, found in openings.items() if (told := faults(corpus(seed), found))}
    assert wrong == {}


def test_the_sentences_of_every_kind_were_tried(openings: dict[int, pd.DataFrame]) -> None:
    kinds = pd.concat(openings.values()).query("tier == 'describes'")["measure"].value_counts()
    assert kinds.drop("readability", errors="ignore").min() >= 3, kinds
    assert set(kinds.index) >= {"names", "only here", "sources", "verbs", "verbs used", "agents", "events"}


def test_a_wrong_number_is_noticed(openings: dict[int, pd.DataFrame]) -> None:
    """The check itself: any count that is changed by one is found."""
    for seed in list(SEEDS)[:8]:
        found = openings[seed]
        said = found[(found["tier"] == "describes") & found["statement"].str.contains(r"\d times")]
        changed = said.assign(
            statement=said["statement"].str.replace(r"(\d+) times", r"1\1 times", regex=True)
        )
        for place in range(len(changed)):
            assert faults(corpus(seed), changed.iloc[[place]]), changed["statement"].iloc[place]


def test_no_sentence_has_a_number_that_cannot_be(openings: dict[int, pd.DataFrame]) -> None:
    told = pd.concat(openings.values())["statement"]
    for bad in ("nan", "NaN", "0 times", "1 times", "1 articles", "0 of", "None", "inf"):
        assert not told.str.contains(rf"\b{bad}\b").any(), bad


def test_every_description_names_its_rows(openings: dict[int, pd.DataFrame]) -> None:
    for found in openings.values():
        for row in found.itertuples():
            assert json.loads(row.rows), row.statement
            assert set(row.groups.split(" | ")) <= {"Herald", "far-shore", "Post & Co", "Times"}


def test_two_quotations_are_too_few_to_be_told() -> None:
    row = {"outlet": "Post", "value": "official", "quotes": 2, "share": 1.0, "n": 1}
    assert speaking({"source_types": pd.DataFrame([row])}, {}) == []
    (said,) = speaking({"source_types": pd.DataFrame([row | {"quotes": 3}])}, {})
    assert said.statement == "Officials give 3 of Post's 3 quotations."

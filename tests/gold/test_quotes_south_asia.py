"""Floors for quotations of the saved South Asian pages, labelled by hand; see south_asia.py."""

from pathlib import Path

import pytest
import south_asia


@pytest.fixture(scope="module")
def found(shared: Path) -> list[dict[str, object]]:
    return south_asia.answers(shared, parser=True)


def test_enough_is_labelled_and_no_text_is_kept() -> None:
    rows = south_asia.labels()
    assert sum(row["label"] == "quotation" for row in rows) >= 150
    assert max(len(value) for row in rows for value in row.values()) < 90


@pytest.mark.parametrize(
    ("kind", "measure", "floor"),
    [
        ("quoted", "spans found", 0.95),
        ("quoted", "quotations, of spans given a speaker", 0.88),
        ("quoted", "speaker right when given", 0.90),
        ("quoted", "found with right speaker", 0.85),
        ("quoted", "name right, of those with a name", 0.80),
        ("quoted", "kind of source right when given", 0.75),
        ("indirect", "speaker right when given", 0.90),
        ("indirect", "kind of source right when given", 0.70),
    ],
)
def test_floors(found: list[dict[str, object]], kind: str, measure: str, floor: float) -> None:
    right, n = south_asia.score(found, kind)[measure]
    assert n >= 45
    assert right / n >= floor

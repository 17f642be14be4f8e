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
    ("kind", "measure", "name"),
    [
        ("quoted", "spans found", "spans_found"),
        ("quoted", "quotations, of spans given a speaker", "true_quotations"),
        ("quoted", "speaker right when given", "speaker_right"),
        ("quoted", "found with right speaker", "found_with_right_speaker"),
        ("quoted", "name right, of those with a name", "name_right"),
        ("quoted", "kind of source right when given", "source_right"),
        ("indirect", "speaker right when given", "reported_speaker_right"),
        ("indirect", "kind of source right when given", "reported_source_right"),
    ],
)
def test_floors(found: list[dict[str, object]], kind: str, measure: str, name: str, reaches) -> None:
    right, n = south_asia.score(found, kind)[measure]
    assert n >= 45
    reaches(f"quotes.south_asia.{name}", right / n)

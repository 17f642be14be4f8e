"""The floors themselves: the gold is the one they were measured on, and they only rise."""

from __future__ import annotations

import pytest
from gate import digest, raised, read

GOLD = read()["gold"]


@pytest.mark.parametrize("name", GOLD)
def test_the_gold_is_the_one_the_floors_were_measured_on(name: str, root, shared) -> None:
    place = (shared if GOLD[name]["in"] == "shared" else root) / GOLD[name]["path"]
    assert digest(place) == GOLD[name]["sha256"], f"{place} has changed: measure anew and say so"


def test_every_floor_names_its_gold_and_is_a_share() -> None:
    for name, entry in read()["floors"].items():
        assert entry["gold"] in GOLD, name
        assert 0 < entry["floor"] <= 1, name
        assert entry["what"], name


def test_pinning_raises_and_never_lowers() -> None:
    known = {"gold": {}, "floors": {"a": {"floor": 0.9}, "b": {"floor": 0.9}, "c": {"floor": 0.5}}}
    made = raised(known, {"a": 0.95678, "b": 0.85})
    assert {name: entry["floor"] for name, entry in made["floors"].items()} == {
        "a": 0.956,
        "b": 0.9,
        "c": 0.5,
    }

"""The floors themselves: the gold is the one they were measured on, and they only rise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gate import digest, lowered, raised, read

GOLD = read()["gold"]


@pytest.mark.parametrize("name", GOLD)
def test_the_gold_is_the_one_the_floors_were_measured_on(name: str, root, shared) -> None:
    base, path = shared if GOLD[name]["in"] == "shared" else root, GOLD[name]["path"]
    assert any(base.glob(path)), f"{path} is not in {base}"
    assert digest(base, path) == GOLD[name]["sha256"], f"{path} has changed: measure anew and say so"


def test_every_floor_names_its_gold_and_is_a_share() -> None:
    for name, entry in read()["floors"].items():
        assert entry["gold"] in GOLD, name
        assert 0 < entry["floor"] <= 1, name
        assert entry["what"], name
        assert all(why["because"] and why["from"] <= 1 for why in entry.get("lowered", [])), name


def test_every_floor_is_measured_and_every_gold_has_a_floor() -> None:
    """Names with a part that varies are looked for up to that part."""
    code = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    said = re.findall(r'"([a-z]+\.[\w.]*)[{"]', code)
    floors = read()["floors"]
    for name in floors:
        assert name in said or any(part.endswith(".") and name.startswith(part) for part in said), name
    assert {entry["gold"] for entry in floors.values()} == set(GOLD)


def test_pinning_raises_and_never_lowers() -> None:
    known = {"gold": {}, "floors": {"a": {"floor": 0.9}, "b": {"floor": 0.9}, "c": {"floor": 0.5}}}
    made = raised(known, {"a": 0.95678, "b": 0.85})
    assert {name: entry["floor"] for name, entry in made["floors"].items()} == {
        "a": 0.956,
        "b": 0.9,
        "c": 0.5,
    }


def test_a_changed_file_a_new_one_and_another_name_change_the_digest(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text("rain", encoding="utf-8")
    made = [digest(tmp_path, "gold")]
    (tmp_path / "gold" / "a.txt").write_text("sun", encoding="utf-8")
    made.append(digest(tmp_path, "gold"))
    (tmp_path / "gold" / "b.txt").write_text("", encoding="utf-8")
    made.append(digest(tmp_path, "gold"))
    (tmp_path / "gold" / "b.txt").rename(tmp_path / "gold" / "c.txt")
    made.append(digest(tmp_path, "gold"))
    assert len(set(made)) == 4


def test_lowering_takes_a_reason_that_is_kept() -> None:
    known = {"gold": {}, "floors": {"a": {"floor": 0.9}}}
    made = lowered(lowered(known, "a", 0.8, "fewer marks"), "a", 0.7, "fewer still")["floors"]["a"]
    assert made["floor"] == 0.7
    assert made["lowered"] == [
        {"from": 0.9, "because": "fewer marks"},
        {"from": 0.8, "because": "fewer still"},
    ]
    assert known["floors"]["a"] == {"floor": 0.9}


@pytest.mark.parametrize(
    ("name", "floor", "because", "message"),
    [
        ("b", 0.8, "why", "no floor 'b'"),
        ("a", 0.9, "why", "make pin"),
        ("a", 0, "why", "no lower share"),
        ("a", 0.8, " ", "reason"),
    ],
)
def test_what_is_no_lowering_is_refused(name: str, floor: float, because: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lowered({"gold": {}, "floors": {"a": {"floor": 0.9}}}, name, floor, because)

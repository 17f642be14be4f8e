"""Large arrays in files, and tables joined and met in ranges of a hash: pandas and plain sums are the oracle."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit.room
from toolkit.engine import Local, using
from toolkit.errors import OutputError
from toolkit.parts import Here
from toolkit.room import banded, bands, joined, room
from toolkit.text import boilerplate


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Count by an engine, and hold arrays of more than a hundred bytes in files of its folder."""
    monkeypatch.setattr(toolkit.room, "LARGE_WITH_ENGINE", 100)
    with Local(workers=1, work=tmp_path) as engine, using(engine):
        yield tmp_path


def in_a_file(array: np.ndarray) -> bool:
    while isinstance(array, np.ndarray):
        if isinstance(array, np.memmap):
            return True
        array = array.base
    return False


def test_a_large_array_lies_in_a_file_that_nobody_sees(here: Path) -> None:
    before = sorted(here.rglob("*"))
    small, large = room((3, 4)), room((30, 40), np.int32)
    assert not in_a_file(small)
    assert in_a_file(large)
    assert (large.shape, large.dtype) == ((30, 40), np.int32)
    large[:] = np.arange(1_200).reshape(30, 40)
    assert large.sum() == 1_199 * 600
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize(("limit", "below"), [(8 * 6, False), (8 * 6 - 1, True)])
def test_without_an_engine_only_the_largest_arrays_lie_in_a_file(
    monkeypatch: pytest.MonkeyPatch, limit: int, below: bool
) -> None:
    monkeypatch.setattr(toolkit.room, "LARGE", limit)
    array = room((2, 3))
    array[:] = 0.5
    assert in_a_file(array) is below
    assert array.sum() == 3


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="a full disk is foreseen where the system can")
def test_a_full_disk_is_said_at_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(OutputError, match="the disk is full"):
        room((300, 400))


def tables() -> list[pd.DataFrame]:
    """Return three tables of every kind of column, the second of them empty."""
    rng = np.random.default_rng(3)
    n = 100
    frame = pd.DataFrame(
        {
            "n": np.arange(n),
            "share": rng.random(n),
            "small": rng.integers(0, 9, n).astype(np.uint8),
            "yes": rng.random(n) < 0.5,
            "perhaps": pd.array([True, None] * 50, dtype="boolean"),
            "count": pd.array([1, None, 2**62, -5] * 25, dtype="Int64"),
            "score": pd.array([0.5, None] * 50, dtype="Float64"),
            "said": pd.array(["so", None] * 50, dtype="string"),
            "list": [["a"], []] * 50,
            "day": pd.date_range("2024-01-01", periods=n, tz="UTC"),
            "kind": pd.Categorical(["a", "b"] * 50),
        },
        index=np.arange(n) + 7,
    )
    frame.attrs = {"unit": "article"}
    return [frame[:41], frame[41:41], frame[41:]]


def test_joined_tables_are_those_that_pandas_puts_together(here: Path) -> None:
    made = joined(tables())
    pd.testing.assert_frame_equal(made, pd.concat(tables(), ignore_index=True))
    assert made.attrs == {"unit": "article"}
    for name in ("n", "share"):
        assert in_a_file(made[name].to_numpy()), name


def test_one_table_is_joined_as_it_is(here: Path) -> None:
    pd.testing.assert_frame_equal(joined(tables()[2:]), tables()[2].reset_index(drop=True))


def test_columns_that_count_from_the_first_of_their_table_count_from_the_first_of_all(here: Path) -> None:
    given = {"n": [0, 50, 1_000], "not there": [0, 1, 2]}
    first, _, last = (table["n"].tolist() for table in tables())
    made = joined(tables(), given)
    assert made["n"].tolist() == [*first, *(number + 1_000 for number in last)]
    assert in_a_file(made["n"].to_numpy())
    assert joined(tables()[2:], {"n": [7]})["n"].tolist() == [number + 7 for number in last]
    with using(Here()):
        pd.testing.assert_frame_equal(joined(tables(), given), made)


def test_columns_of_different_kinds_are_joined_as_pandas_does(here: Path) -> None:
    mixed = [pd.DataFrame({"n": [1] * 50}), pd.DataFrame({"n": [1.5] * 50})]
    pd.testing.assert_frame_equal(joined(mixed), pd.concat(mixed, ignore_index=True))
    late = [*tables(), tables()[0].assign(n=0.5, count=pd.array([7] * 41, dtype="Int32"))]
    pd.testing.assert_frame_equal(joined(late), pd.concat(late, ignore_index=True))
    mixed[0].attrs, mixed[1].attrs = {"unit": "article"}, {"unit": "story"}
    assert not joined(mixed).attrs


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full, on Linux")
def test_a_disk_that_is_full_while_tables_are_joined_is_said(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Path("/dev/full").open("wb"))  # noqa: SIM115
    with pytest.raises(OutputError, match="the disk is full"):
        joined(tables())


def hashed(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.sort(rng.integers(0, 2**64, n, dtype=np.uint64))


def test_bands_hold_every_row_once_and_all_of_a_key_together() -> None:
    rng = np.random.default_rng(5)
    common = hashed(rng, 40)
    keys = [np.sort(np.concatenate([hashed(rng, n), common])) for n in (1_000, 0, 37)]
    keys[0][-1] = np.uint64(2**64 - 1)
    found = list(bands(keys, rows=100))
    assert len(found) == -(-sum(map(len, keys)) // 100)
    for own, cuts in zip(keys, zip(*found, strict=True), strict=True):
        np.testing.assert_array_equal(np.concatenate([own[cut] for cut in cuts]), own)
    seen: set[int] = set()
    for cuts in found:
        together = {int(key) for own, cut in zip(keys, cuts, strict=True) for key in own[cut]}
        assert seen.isdisjoint(together)
        seen |= together


def test_banded_tables_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(6)
    common = hashed(rng, 40)
    made = [
        pd.DataFrame(
            {"key": np.sort(np.concatenate([hashed(rng, 60), common])), "n": rng.integers(1, 9, 100)}
        )
        for _ in range(5)
    ]
    whole = pd.concat(made).groupby("key")["n"].sum()
    in_ranges = pd.concat([some.groupby("key")["n"].sum() for some in banded(made, "key", rows=50)])
    pd.testing.assert_series_equal(in_ranges, whole)


def segments(part: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return 80 articles of an outlet: five lines of their own, the last like that of a player, and a repeated one."""
    words = np.array([f"word{number}" for number in range(400)])
    rows = []
    for number in range(80):
        own = [" ".join(rng.choice(words, 9)) + "." for _ in range(5)]
        own[-1] = f"JUST WATCHED {own[-1][:-1]}"
        said = [*own, "Read more of our stories on the site every day of the week."]
        rows += [(number + 80 * part, place, text) for place, text in enumerate(said)]
    table = pd.DataFrame(rows, columns=["document", "sentence", "text"]).assign(outlet="post", part="body")
    return table.assign(key=boilerplate.sentence_keys(table))


def test_repeated_lines_are_the_same_in_ranges_and_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    parts = [{"segments": segments(part, rng)} for part in range(4)]
    whole = boilerplate.repeated(parts)
    assert len(whole.sentences) == 1
    assert len(whole.phrases)
    monkeypatch.setattr(boilerplate, "NUMBERS", 50)
    monkeypatch.setattr(boilerplate, "PHRASES", 50)
    again = boilerplate.repeated(parts)
    np.testing.assert_array_equal(whole.sentences, again.sentences)
    pd.testing.assert_frame_equal(whole.phrases, again.phrases)

"""What is read in parts is what is read in one piece: rows, identifiers, notes, and their order."""

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.account import check_account
from toolkit.corpus.load import load_corpus, read_articles, sample_folder
from toolkit.corpus.store import TABLES
from toolkit.engine import Local, using
from toolkit.engine.work import make
from toolkit.errors import InputError, SettingsError
from toolkit.pages import by_parts
from toolkit.parts import Here
from toolkit.settings import make_settings


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_parts, "Here", type("Nobody", (), {}))
    monkeypatch.setattr(by_parts, "FILES", 4)
    monkeypatch.setattr(by_parts, "LARGE", 20_000)
    monkeypatch.setattr(by_parts, "ROWS", 7)


def same(source: object, monkeypatch: pytest.MonkeyPatch, settings: object = None) -> None:
    """Assert that a source is read alike in one piece and in parts."""
    with monkeypatch.context() as whole:
        whole.setattr(by_parts, "Here", Here)
        expected = read_articles(source, settings)
    cut = []
    with monkeypatch.context() as counted:
        original = by_parts.read_part
        counted.setattr(by_parts, "read_part", lambda *given: cut.append(1) or original(*given))
        found = read_articles(source, settings)
    assert len(cut) > 1
    for name in TABLES:
        one, two = getattr(found, name), getattr(expected, name)
        pd.testing.assert_frame_equal(one, two, obj=name)
        for column in one.select_dtypes("object", exclude="str"):
            assert list(map(type, one[column])) == list(map(type, two[column]))


def test_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    same(sample_folder() / "pages", monkeypatch)


def test_real_exports(monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    same(shared / "exports", monkeypatch)


def table(n: int, start: int = 0) -> pd.DataFrame:
    """Return rows of odd kinds: repeated identifiers, rows without text, columns that change their kind."""
    text = "The river rose by two metres in the night and the council closed the bridge. "
    return pd.DataFrame(
        {
            "id": [f"a{row % 9}" for row in range(start, start + n)],
            "body": [None if row % 6 == 5 else f"{row} {text * (row % 4 + 1)}" for row in range(n)],
            "paper": [["Post", "Herald"][row % 2] for row in range(n)],
            "day": [None if row < 15 else dt.date(2024, 5, row % 28 + 1) for row in range(n)],
            "pages": [None if row % 8 == 0 else row for row in range(n)],
            "late": [None if row < 20 else "x" for row in range(n)],
            "flag": [row % 3 == 0 for row in range(n)],
            "moment": pd.to_datetime("2024-05-01 10:00") + pd.to_timedelta(range(n), unit="h"),
        }
    )


def test_rows_of_a_large_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_parts, "LARGE", 1_000)
    table(40).to_parquet(tmp_path / "b.parquet", row_group_size=9)
    (tmp_path / "a.csv").write_text("id,body,pages\na1,It rained all day and the river rose.,five\n")
    table(12, start=4).to_parquet(tmp_path / "c.parquet")
    same(tmp_path, monkeypatch)
    same(tmp_path / "b.parquet", monkeypatch)
    check_account(load_corpus(tmp_path, make_settings({"corpus": {"min_words": 1}})))


def test_what_is_told_of_a_large_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_parts, "LARGE", 1_000)
    text = "It rained all day and the river rose again … [+1210 chars]"
    odd = pd.DataFrame({"text": [text] * 30, "outlet": [f"o{n}" for n in range(30)], "date": "soon"})
    odd.to_parquet(tmp_path / "odd.parquet")
    same(tmp_path / "odd.parquet", monkeypatch, make_settings({"columns": {"title": "nowhere"}}))
    odd.assign(text=None).to_parquet(tmp_path / "none.parquet")
    with pytest.raises(InputError, match=r"nothing to analyse .*none.parquet: no article found"):
        read_articles(tmp_path / "none.parquet")


def test_a_large_table_that_is_damaged_is_set_aside_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_parts, "LARGE", 1_000)
    file = tmp_path / "b.parquet"
    table(60).to_parquet(file, row_group_size=20, compression=None, write_page_checksum=True)
    body = bytearray(file.read_bytes())
    at = body.find(b"45 The river")
    body[at - 900 : at - 300] = b"\xff" * 600
    file.write_bytes(bytes(body))
    table(20).to_parquet(tmp_path / "c.parquet")
    found = read_articles(tmp_path)
    assert set(found.articles["file"]) == {"c.parquet"}
    assert found.files["file"].tolist() == ["c.parquet"]
    assert found.quarantine["file"].tolist() == ["b.parquet"]
    assert "not a valid Parquet file" in found.quarantine["reason"][0]
    same(tmp_path, monkeypatch)


def test_new_files_cost_those(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (tmp_path / f"p{number:02}.json").write_text(json.dumps([{"text": f"Rain {number}.", "title": "A"}]))
    with Local(workers=1, work=tmp_path / ".work") as here, using(here):
        monkeypatch.setattr(here, "_submit", lambda task: made.append(task) or make(task))
        made: list[object] = []
        first = read_articles(tmp_path)
        assert len(made) > 3
        made.clear()
        damaged = sorted((tmp_path / ".work" / "results").iterdir())[0]
        body = damaged.read_bytes()
        damaged.unlink()  # what is mapped stays
        damaged.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
        pd.testing.assert_frame_equal(read_articles(tmp_path).articles, first.articles)
        assert len(made) == 1, "what was damaged is made again, the rest taken over"
        assert damaged.read_bytes() == body
        made.clear()
        (tmp_path / "p07b.json").write_text(json.dumps([{"text": "Hail.", "title": "B"}]))
        again = read_articles(tmp_path)
        assert len(made) <= 2
    assert len(again) == len(first) + 1
    assert again.articles["title"].tolist().index("B") == 8


def test_processes_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(40).to_parquet(tmp_path / "b.parquet")
    monkeypatch.setattr(by_parts, "LARGE", 1_000)
    expected = read_articles(tmp_path / "b.parquet")
    with Local(workers=2, work=tmp_path / ".work") as here, using(here):
        found = read_articles(tmp_path / "b.parquet")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))


def test_a_misspelt_outlet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_parts, "LARGE", 1_000)
    table(40).to_parquet(tmp_path / "b.parquet")
    with pytest.raises(SettingsError, match="Herald"):
        read_articles(tmp_path, make_settings({"outlets": {"Herold": {"name": "The Herald"}}}))
    read_articles(tmp_path, make_settings({"outlets": {"Herald": {"name": "The Herald"}}}))

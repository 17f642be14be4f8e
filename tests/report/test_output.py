"""What is written is there whole or not at all, wherever it goes and whatever the disk says."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from toolkit import files
from toolkit.cli import main
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.export import write_articles
from toolkit.corpus.store import is_saved
from toolkit.errors import OutputError, ReportError
from toolkit.files import clear_left, swap_in, write_whole, writing
from toolkit.report.run.folder import check_free, only_run, swapped
from toolkit.tables import RISKY, conform

GONE = 2**22 + 1  # more processes than Linux can number


def article(**more: object) -> Corpus:
    return Corpus(conform(pd.DataFrame([{"title": "Rain", "text": "It rained."} | more]), "articles"))


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("there", [True, False])
def test_a_folder_takes_the_place_of_another(
    at_once: bool, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not at_once:
        monkeypatch.setattr(files, "_exchanged", lambda one, other: False)
    fresh, target = tmp_path / "place" / "new", tmp_path / "report"
    fresh.mkdir(parents=True)
    (fresh / "a").write_text("new")
    if there:
        target.mkdir()
        (target / "a").write_text("old")
    swap_in(fresh, target)
    assert (target / "a").read_text() == "new"
    left = sorted(file.read_text() for file in (tmp_path / "place").rglob("a"))
    assert left == (["old"] if there else [])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux exchanges two names in one step")
def test_two_names_are_exchanged_in_one_step(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert files._exchanged(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "b").exists()
    assert not files._exchanged(tmp_path / "a", tmp_path / "none"), "and it says where it cannot"


@pytest.mark.parametrize("code", sorted(files._REMEDIES))
def test_an_error_of_the_disk_says_how_to_mend_it(code: int, tmp_path: Path) -> None:
    target = tmp_path / "report"
    with pytest.raises(OutputError, match="cannot be written: ") as told, writing(target):
        raise OSError(code, os.strerror(code))
    assert "as it was" not in str(told.value)
    target.touch()
    with pytest.raises(OutputError, match="what was there before is as it was"), writing(target):
        raise OSError(f"[Errno {code}] Error writing bytes to file")  # as pyarrow words it


def test_a_part_that_cannot_be_written_is_told_as_the_whole(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"report cannot be"), writing(tmp_path / "report"):  # noqa: SIM117
        with writing(tmp_path / "report" / "new" / "corpus"):
            full()


def test_another_error_is_not_taken_for_the_disks(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), writing(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "no such file")


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def half_a_report(report: Path) -> None:
    with swapped(report) as new:
        (new / "half").touch()
        full()


def test_on_a_full_disk_the_old_file_and_the_old_report_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, report = tmp_path / "a.csv", tmp_path / "report"
    file.write_text("old")
    report.mkdir()
    (report / "manifest.json").write_text("{}")
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OutputError, match=r"a\.csv cannot be written: the disk is full"):
        write_articles(article(), file)
    with pytest.raises(OutputError, match="report cannot be written: the disk is full"):
        half_a_report(report)
    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(OutputError, match="saved cannot be written: the disk is full"):
        article().save(tmp_path / "saved")
    assert file.read_text() == "old"
    assert sorted(place.name for place in tmp_path.rglob("*")) == ["a.csv", "manifest.json", "report"]


def test_what_killed_runs_left_is_cleared_and_what_others_write_is_not(tmp_path: Path) -> None:
    (tmp_path / f".a.csv.{GONE}.part").touch()
    mine = tmp_path / f".a.csv.{os.getpid()}.part"
    other = tmp_path / ".a.csv.notes.part"
    (tmp_path / f"k-{GONE}-x").mkdir()
    (tmp_path / f"k-{os.getpid()}-x").mkdir()
    for file in (mine, other):
        file.touch()
    clear_left(tmp_path, ".a.csv.", ".part")
    clear_left(tmp_path, "k-")
    names = {mine.name, other.name, f"k-{os.getpid()}-x"}
    assert {place.name for place in tmp_path.iterdir()} == names
    write_whole(tmp_path / "a.csv", "x")
    assert {place.name for place in tmp_path.iterdir()} == names - {mine.name} | {"a.csv"}


def test_a_saved_corpus_clears_what_killed_runs_left(tmp_path: Path) -> None:
    (tmp_path / f".saved-{GONE}-ab" / "new").mkdir(parents=True)
    assert is_saved(article().save(tmp_path / "saved"))
    assert [place.name for place in tmp_path.iterdir()] == ["saved"]


def test_a_link_to_a_report_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "disk" / "report", tmp_path / "report"
    real.mkdir(parents=True)
    link.symlink_to(real)
    with only_run(link), swapped(link) as fresh:
        (fresh / "manifest.json").touch()
    assert link.is_symlink()
    assert (real / "manifest.json").exists()
    assert not list(tmp_path.glob(".*"))


def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    monkeypatch.chdir(tmp_path)
    return Path(), "the folder you are in"


def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name == "disk")
    return tmp_path / "disk", "is a mount point"


@pytest.mark.parametrize("place", [here, mounted])
def test_a_folder_that_cannot_be_replaced_is_refused_before_anything_runs(
    place: Callable[[Path, pytest.MonkeyPatch], tuple[Path, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target, told = place(tmp_path, monkeypatch)
    with pytest.raises(ReportError, match=told):
        check_free(target)


@pytest.mark.parametrize("mark", RISKY)
def test_no_csv_of_articles_holds_a_formula(mark: str, tmp_path: Path) -> None:
    corpus = article(title=f"{mark}1+1", authors=[f"{mark}A", "B"], **{f"{mark}x": f"{mark}2"})
    data = write_articles(corpus, tmp_path / "a.csv").read_text(encoding="utf-8")
    table = pd.read_csv(tmp_path / "a.csv", dtype=str)
    cells = [*table.columns, *table.iloc[0].dropna()]
    assert not any(cell.startswith(RISKY) for cell in cells), data
    exact = pd.read_parquet(write_articles(corpus, tmp_path / "a.parquet"))
    assert exact["title"].tolist() == [f"{mark}1+1"]


def test_the_terminal_gets_no_orders_from_a_name_or_a_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "red\x1b[31m.txt").write_bytes(b"\x00" * 9)
    (tmp_path / "a.csv").write_text('text,"out\x1blet"\n"' + "It rained on the hills. " * 9 + '",Po\x9bst\n')
    assert main(["articles", str(tmp_path), "-o", str(tmp_path.parent / "out.csv")]) == 0
    told = "".join(capsys.readouterr())
    assert "red\\x1b[31m.txt" in told
    assert not set(told) & set(map(chr, [*range(10), *range(11, 32), *range(127, 160)]))


def test_a_terminal_that_lacks_letters_gets_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "北京.txt").write_bytes(b"\x00" * 9)
    command = [sys.executable, "-m", "toolkit", "articles", str(tmp_path), "-o", str(tmp_path / "a.csv")]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "\\u5317\\u4eac.txt" in done.stderr
    assert "Traceback" not in done.stderr

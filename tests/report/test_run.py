"""A run: same bytes twice, swapped in whole, unchanged sections taken over, and a deadline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from toolkit.errors import ReportError, SettingsError
from toolkit.report.run.execute import Executed, execute
from toolkit.report.run.folder import only_run, swapped
from toolkit.report.run.manifest import files_in, read_manifest
from toolkit.report.run.run import run_report
from toolkit.versions import PACKAGE, code_version, data_files

from .conftest import ENDLESS, WAITS, Clock, notebook, trap_corpus


def hashes(folder: Path) -> dict[str, str]:
    return {name: value for name, value in files_in(folder).items() if name != "run.json"}


def test_the_folder_holds_what_the_manifest_says(report: Path) -> None:
    manifest = read_manifest(report)
    outputs = manifest["outputs"]
    assert outputs == {k: v for k, v in hashes(report).items() if k != "manifest.json"}
    for name in ["report.html", "tables/articles.csv", "tables/articles.parquet", "tables/tables.xlsx"]:
        assert name in outputs
    for name in ["figures/words.svg", "figures/words.png", "notebooks/01_words.ipynb"]:
        assert name in outputs
    assert manifest["versions"]["pandas"] == pd.__version__
    assert str(report.parent) not in (report / "manifest.json").read_text(encoding="utf-8")


def test_the_word_lists_are_data_and_not_what_python_compiles_beside_them() -> None:
    found = data_files()
    assert {"lexicons/hedges.csv", "pages/themes/general.toml"} <= set(found)
    compiled = PACKAGE / "lexicons" / "__pycache__"
    compiled.mkdir(exist_ok=True)
    extra = compiled / "never_imported.cpython-399.pyc"
    extra.write_bytes(b"made by an import between two runs")
    try:
        assert data_files() == found
    finally:
        extra.unlink()
    assert not [name for name in found if name.endswith((".py", ".pyc"))]


def test_nobody_can_change_the_versions_of_the_next_report() -> None:
    first = code_version()
    first["code"] = "changed"
    assert code_version()["code"] != "changed"


def test_no_file_but_the_facts_of_the_run_names_the_machine(report: Path) -> None:
    for file in report.rglob("*"):
        if file.suffix in {".html", ".ipynb", ".json", ".csv"} and file.name != "run.json":
            words = file.read_text(encoding="utf-8")
            assert str(Path.home()) not in words, file.name
            assert "/tmp/" not in words, file.name


def test_two_runs_make_the_same_bytes_and_a_third_takes_sections_over(
    report: Path, notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "again"
    with pytest.raises(ReportError):
        run_report(trap_corpus(), second, sections=["words", "broken", "plain"], notebooks=notebooks)
    assert hashes(second) == hashes(report)
    kept = hashes(second)
    ran: list[str] = []

    def noted(notebook: Path, *arguments: Any, **options: Any) -> Executed:
        ran.append(notebook.stem)
        return execute(notebook, *arguments, **options)

    monkeypatch.setattr("toolkit.report.run.build.execute", noted)
    with pytest.raises(ReportError):
        run_report(trap_corpus(), second, sections=["words", "broken", "plain"], notebooks=notebooks)
    assert hashes(second) == kept
    assert ran == ["02_broken"], "the failed section is run again, the others are not"


def test_a_folder_that_is_no_report_is_never_touched(tmp_path: Path, notebooks: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(ReportError, match="something other than a report"):
        run_report(trap_corpus(), mine, sections=["plain"], notebooks=notebooks)
    assert (mine / "thesis.txt").read_text() == "years of work"


def test_an_interrupted_run_leaves_the_old_report(tmp_path: Path) -> None:
    target = tmp_path / "report"
    with swapped(target) as fresh:
        (fresh / "manifest.json").write_text("{}")
        (fresh / "old.txt").write_text("old")
    with pytest.raises(KeyboardInterrupt):
        _stopped_half_way(target)
    assert [file.name for file in sorted(target.iterdir())] == ["manifest.json", "old.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["report"]


def _stopped_half_way(target: Path) -> None:
    with swapped(target) as fresh:
        (fresh / "new.txt").write_text("half")
        raise KeyboardInterrupt


def test_a_second_run_on_the_same_folder_says_so(tmp_path: Path) -> None:
    place = tmp_path / "report"
    with only_run(place), pytest.raises(ReportError, match="another run is writing"), only_run(place):
        pass
    with only_run(place):
        pass


def test_an_unknown_section_is_refused_before_anything_runs(tmp_path: Path, notebooks: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean 'words'"):
        run_report(trap_corpus(), tmp_path / "r", sections=["wrods"], notebooks=notebooks)
    assert not (tmp_path / "r").exists()


def test_if_every_section_fails_there_is_no_report(tmp_path: Path, notebooks: Path) -> None:
    with pytest.raises(ReportError, match="no section could be made"):
        run_report(trap_corpus(), tmp_path / "r", sections=["broken"], notebooks=notebooks)
    assert list(tmp_path.iterdir()) == []


def test_the_deadline_ends_a_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = notebook("slow", "Slow", *ENDLESS)
    slow["cells"] = [cell for cell in slow["cells"] if cell["id"] != "slow-03"]  # type: ignore[attr-defined]
    file = tmp_path / "01_slow.ipynb"
    file.write_text(json.dumps(slow))
    clock = Clock((tmp_path / WAITS).exists)
    monkeypatch.setattr("toolkit.report.run.execute.time", clock)
    parameters, deadline = {"corpus_path": None, "out": None}, clock.monotonic() + 3600
    done = execute(file, parameters, folder=tmp_path, deadline=deadline)
    assert done.failure == "the time for the whole run was over"
    late = execute(file, parameters, folder=tmp_path, deadline=deadline)
    assert late.failure == "the time for the whole run was over before it began"

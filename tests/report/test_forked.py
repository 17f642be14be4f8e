"""Kernels that are forked from one process: the bytes of kernels that start by themselves, each its own end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from toolkit.errors import ReportError
from toolkit.report.run.execute import FIXED, execute
from toolkit.report.run.forked import Forked, Seed, can_fork
from toolkit.report.run.run import SectionError, run_report

from .conftest import notebook, trap_corpus

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux")
SHOWN = "import os\nprint(os.getpid() == os.getsid(0), os.environ['PYTHONHASHSEED'], 'left' in globals())\nleft = 1"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of two notebooks: one whose kernel ends in the middle, and one that shows where it runs."""
    folder = tmp_path_factory.mktemp("others")
    ends = notebook("ends", "Ends", "import os\nos._exit(3)")
    for name, made in {"01_ends": ends, "02_shown": notebook("shown", "Shown", SHOWN)}.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(made), encoding="utf-8")
    return folder


def test_a_section_by_itself_has_the_bytes_it_has_among_others(
    report: Path, notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was forked for one section")

    monkeypatch.setattr(Seed, "fork", none)
    run_report(trap_corpus(), tmp_path / "alone", sections=["words"], notebooks=notebooks)
    for name in ["notebooks/01_words.ipynb", "tables/articles.parquet", "tables/sentences.parquet"]:
        assert (tmp_path / "alone" / name).read_bytes() == (report / name).read_bytes(), name


def test_a_kernel_that_ends_takes_no_other_with_it(
    others: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise RuntimeError('a file in the folder one is in was run')")
    monkeypatch.chdir(tmp_path)
    forked: list[Forked] = []
    fork = Seed.fork
    monkeypatch.setattr(Seed, "fork", lambda *given: forked.append(fork(*given)) or forked[-1])
    with pytest.raises(SectionError) as caught:
        run_report(trap_corpus(), tmp_path / "out", sections=["ends", "shown"], notebooks=others)
    assert list(caught.value.failures) == ["Ends"]
    assert "ended unexpectedly" in caught.value.failures["Ends"]
    assert "True 0 False" in (tmp_path / "out" / "notebooks" / "02_shown.ipynb").read_text(encoding="utf-8")
    assert len(forked) == 2
    assert {one.poll() for one in forked} == {0}, "no kernel outlives its report"


def test_without_the_process_to_fork_a_kernel_starts_by_itself(
    others: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    trap_corpus().save(tmp_path / "corpus")
    place = tmp_path / "notebooks"
    place.mkdir()
    with Seed(tmp_path / "nowhere", {**os.environ, **FIXED}, count=False) as seed:
        made = execute(others / "02_shown.ipynb", {"corpus_path": "../corpus"}, folder=place, seed=seed)
        assert made.failure is None
        with pytest.raises(ReportError, match="ended unexpectedly"):
            seed.fork("kernel.json", str(place), {})
    assert "nowhere" in capfd.readouterr().err, "why it ended is told"

"""What goes wrong around a run: places that cannot be written, runs that are killed, odd names, no home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd
import pytest

from toolkit.cli import main
from toolkit.errors import ReportError
from toolkit.report.run.folder import MANIFEST, only_run, swapped
from toolkit.report.run.manifest import files_in
from toolkit.report.run.run import SectionError, run_report

from .conftest import ENDLESS, WAITS, Clock, notebook, trap_corpus
from .test_verify_and_diff import story

CEILING = 180  # seconds for what takes two or three: over it something hangs, on the slowest machine too
CODE = """import signal, sys
from pathlib import Path
from toolkit import cli
from toolkit.report.run import run
pages, out, notebooks, section, inherited = sys.argv[1:]
signal.signal(signal.SIGINT, signal.Handlers(int(inherited)))
run.notebooks_folder = lambda: Path(notebooks)
sys.exit(cli.main(["report", pages, "-o", out, "--section", section, "--fresh"]))"""
RUN = [sys.executable, "-c", CODE]


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notebooks: one quick, one that shows a sentence and never ends, one that asks for its home."""
    folder = tmp_path_factory.mktemp("sections")
    slow = notebook("slow", "Slow", 'text("before the wait")', *ENDLESS)
    quick = 'show(articles[["outlet", "title"]], "Titles", name="titles", out=out)'
    draws = (
        "from toolkit.figures.style import new_figure, styled\nfig, ax = new_figure()\nfig.savefig('a.svg')"
    )
    made = {
        "01_quick": notebook("quick", "Quick", quick),
        "02_slow": slow,
        "03_draws": notebook("draws", "Draws", draws, 'text("drawn")'),
    }
    for name, content in made.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(content))
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "my pages – 北京 'n' más"
    folder.mkdir()
    rows = [{"outlet": "Le Pôst", "title": f"Title {i}", "text": story(i)} for i in range(3)]
    (folder / "articles 2.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


@contextmanager
def endless_run(
    pages: Path,
    out: Path,
    sections: Path,
    inherited: signal.Handlers = signal.SIG_DFL,
    until: str = WAITS,
) -> Iterator[subprocess.Popen[str]]:
    """Give the command, run on the notebook that never ends, once it waits there; kill it at the end.

    `until` names another file or folder among the notebooks whose coming is waited for.
    """
    command = [*RUN, str(pages), str(out), str(sections), "slow", str(int(inherited))]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        wait_for(lambda: run.poll() is not None or waits(out, until))
        assert run.poll() is None, run.communicate()[1]
        yield run
    finally:
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate(timeout=CEILING)


def waits(out: Path, until: str = WAITS) -> bool:
    return any((place / "new" / "notebooks" / until).exists() for place in unfinished(out))


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + CEILING
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def unfinished(out: Path) -> list[Path]:
    return list(out.parent.glob(f".{out.name}-unfinished-*"))


def test_a_killed_run_leaves_the_old_report_and_the_next_clears_up(
    pages: Path, sections: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report"
    run_report(pages, out, sections=["quick"], notebooks=sections)
    old = files_in(out)
    with endless_run(pages, out, sections) as killed:
        with pytest.raises(ReportError, match="another run is writing"):
            run_report(pages, out, sections=["quick"], notebooks=sections)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait(CEILING)
    assert files_in(out) == old
    assert unfinished(out)
    run_report(pages, out, sections=["quick"], notebooks=sections)
    assert unfinished(out) == []
    assert {k: v for k, v in files_in(out).items() if k != "run.json"} == {
        k: v for k, v in old.items() if k != "run.json"
    }


@pytest.mark.parametrize("inherited", [signal.SIG_DFL, signal.SIG_IGN])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_and_its_kernels(
    pages: Path, sections: Path, tmp_path: Path, number: signal.Signals, inherited: signal.Handlers
) -> None:
    """Also where the command was started in the background by a shell that has SIGINT ignored there."""
    out = tmp_path / "report"
    with endless_run(pages, out, sections, inherited) as run:
        os.kill(run.pid, number)
        told = run.communicate(timeout=CEILING)[1]  # the cell never ends: without the signal this fails
    assert run.returncode == 128 + number
    assert told.endswith("toolkit: stopped; nothing was written\n")
    assert not out.exists()
    assert unfinished(out) == []


def test_a_signal_while_the_kernel_starts_leaves_nothing_either(
    pages: Path, sections: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report"
    with endless_run(pages, out, sections, until=".") as run:
        os.kill(run.pid, signal.SIGINT)
        told = run.communicate(timeout=CEILING)[1]
        assert run.returncode == 128 + signal.SIGINT
        assert told.endswith("toolkit: stopped; nothing was written\n")
    assert unfinished(out) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied here")
def test_a_killed_run_holds_no_folder_through_a_child_that_lives_on(tmp_path: Path) -> None:
    """Files are read in a child, which may not notice at once that its run was killed."""
    ends, until = os.pipe()
    if (run := os.fork()) == 0:
        with only_run(tmp_path / "report"):
            if os.fork() == 0:
                os.close(until)
                os.read(ends, 1)  # until the test is over
                os._exit(0)
            os.kill(os.getpid(), signal.SIGKILL)
    try:
        os.waitpid(run, 0)
        with only_run(tmp_path / "report"):
            pass
    finally:
        os.close(until)
        os.close(ends)


def test_a_report_moved_aside_by_a_killed_run_is_put_back(tmp_path: Path) -> None:
    out = tmp_path / "report"
    aside = tmp_path / ".report-unfinished-x" / "old"
    aside.mkdir(parents=True)
    (aside / MANIFEST).write_text("{}")
    with pytest.raises(KeyboardInterrupt), only_run(out), swapped(out):
        raise KeyboardInterrupt
    assert (out / MANIFEST).read_text() == "{}"


def test_the_deadline_keeps_what_was_shown_and_says_so(
    sections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    monkeypatch.setattr("toolkit.report.run.build.KERNELS", 1)  # the quick section ends first
    monkeypatch.setattr("toolkit.report.run.execute.time", Clock(lambda: waits(out)))
    with pytest.raises(SectionError) as caught:
        run_report(trap_corpus(), out, sections=["quick", "slow"], notebooks=sections)
    assert caught.value.failures == {"Slow": "the time for the whole run was over"}
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "before the wait" in page
    assert "This section stopped here: the time for the whole run was over." in page
    assert 'id="table-titles"' in page


def test_a_section_that_fails_ends_the_command_with_one(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name, source in {"01_fine": 'text("fine")', "02_fails": "1 / 0"}.items():
        made = notebook(name[3:], name[3:].title(), source)
        (folder / f"{name}.ipynb").write_text(json.dumps(made))
    monkeypatch.setattr("toolkit.report.run.run.notebooks_folder", lambda: folder)
    out = tmp_path / "report"
    asked = ["report", str(pages), "-o", str(out), "--section", "fine", "--section", "fails"]
    assert main(asked) == 1
    assert "Fails: ZeroDivisionError: division by zero" in capsys.readouterr().err
    assert (out / "report.html").is_file()


@pytest.mark.parametrize("where", ["{pages}", "{pages}/report", "{pages}/../{name}/a/b"])
def test_no_report_among_its_own_pages(pages: Path, where: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_in(pages)
    assert main(["report", str(pages), "-o", where.format(pages=pages, name=pages.name)]) == 1
    assert "among the pages" in capsys.readouterr().err
    assert files_in(pages) == before


def test_a_file_in_the_place_of_the_report_stays(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report"
    file.write_text("mine")
    assert main(["report", str(pages), "-o", str(file)]) == 1
    assert "is a file" in capsys.readouterr().err
    assert main(["report", str(pages), "-o", str(file / "below")]) == 1
    assert "nothing can be written" in capsys.readouterr().err
    assert file.read_text() == "mine"


def test_a_place_that_cannot_be_written_is_named(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(pages), "-o", "/proc/reports/report"]) == 1
    assert "nothing can be written to /proc/reports" in capsys.readouterr().err


def test_without_a_home_and_with_odd_names_a_report_is_made(
    pages: Path, sections: Path, tmp_path: Path
) -> None:
    """Neither the kernel nor matplotlib needs to write to the user's home."""
    out = tmp_path / "mon rapport – 北京" / "report"
    bare = {
        name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ
    }
    command = [*RUN, str(pages), str(out), str(sections), "draws", str(int(signal.SIG_DFL))]
    done = subprocess.run(
        command,
        env={**bare, "HOME": "/proc/nowhere"},
        capture_output=True,
        text=True,
        timeout=CEILING,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "drawn" in (out / "report.html").read_text(encoding="utf-8")


def test_csv_alone(pages: Path, sections: Path, tmp_path: Path) -> None:
    whole, alone = tmp_path / "whole", tmp_path / "alone"
    run_report(pages, whole, sections=["quick"], notebooks=sections)
    made = run_report(pages, alone, sections=["quick"], notebooks=sections, csv_only=True)
    assert made == alone / "tables"
    names = {file.relative_to(alone).as_posix() for file in alone.rglob("*") if file.is_file()}
    assert {name for name in names if not name.endswith(".csv")} == {MANIFEST, "run.json"}
    for file in (whole / "tables").glob("*.csv"):
        assert (alone / "tables" / file.name).read_bytes() == file.read_bytes()
    assert len(pd.read_csv(alone / "tables" / "titles.csv")) == 3

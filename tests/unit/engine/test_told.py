"""The engine that a command names reaches the notebooks of its report, and memory decides how many processes."""

import json

import nbformat
import pytest

from toolkit import parts
from toolkit.cli import make_parser
from toolkit.engine import Local, Spark, told, using
from toolkit.errors import ToolkitError
from toolkit.report.run.execute import execute

SHOWN = "from toolkit.parts import engine\nprint(type(engine()).__name__, getattr(engine(), 'workers', 0))"


@pytest.fixture
def notebook(tmp_path):
    """Return a notebook that prints the engine of its process."""
    cells = [nbformat.v4.new_code_cell("out = None"), nbformat.v4.new_code_cell(SHOWN)]
    cells[0].metadata["tags"] = ["parameters"]
    file = tmp_path / "shown.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
    return file


def printed(notebook, folder, environment):
    place = folder / "report" / "notebooks"
    place.mkdir(parents=True)
    made = execute(notebook, {"out": ".."}, folder=place, told=environment)
    assert made.failure is None
    return made.notebook.cells[1].outputs[0].text.strip()


def test_a_notebook_has_the_engine_of_the_run(notebook, tmp_path):
    with Local(workers=3, work=tmp_path / "work") as here:
        assert printed(notebook, tmp_path, here.told()) == "Local 3"


def test_without_an_engine_a_notebook_has_none(notebook, tmp_path):
    assert printed(notebook, tmp_path, parts.engine().told()) == "Here 0"


def test_what_is_told_opens_the_same(tmp_path, monkeypatch):
    with Local(workers=2, work=tmp_path / "work") as here:
        monkeypatch.setenv(parts.TOLD, here.told()[parts.TOLD])
        monkeypatch.setattr(parts, "_USUAL", [parts.Here()])
        told.use_told()
        opened = parts.engine()
        assert opened is not here
        assert opened.told() == here.told()
    cluster = Spark(None, work=tmp_path / "shared")  # a session of one's own has no address
    assert json.loads(cluster.told()[parts.TOLD]) == {"address": "", "work": str(tmp_path / "shared")}


def test_a_block_goes_before_the_usual_engine(monkeypatch, tmp_path):
    monkeypatch.setattr(parts, "_USUAL", [parts.Here()])
    with Local(workers=1) as usual, Local(workers=1) as block:
        parts.use(usual)
        with using(block):
            assert parts.engine() is block
        assert parts.engine() is usual


@pytest.mark.parametrize(
    ("memory", "most", "fit"),
    [("1050MB", 8, 1), ("1499 MB", 8, 1), ("1500MB", 8, 2), ("4GB", 2, 2), ("4 GiB", 99, 7)],
)
def test_memory_decides_the_number_of_processes(memory, most, fit):
    assert told.workers_within(memory, most) == fit


@pytest.mark.parametrize("memory", ["two", "2", "2KB", "-2GB", "1049MB"])
def test_a_size_that_cannot_be_used_is_refused(memory):
    with pytest.raises(ToolkitError, match=f"--memory {memory}|memory {memory} is"):
        told.workers_within(memory)


def test_the_command_names_an_engine():
    parsed = make_parser().parse_args(["report", "--workers", "2", "--memory", "2GB", "--work", "w"])
    assert (parsed.workers, parsed.memory, parsed.work.name, parsed.engine) == (2, "2GB", "w", None)

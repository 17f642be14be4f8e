"""The common frame of the notebooks: what every one of them keeps to."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
LIVE = "live"  # tag of the last two cells, which a report leaves out
REPORTED = [path for path in NOTEBOOKS if not path.name.startswith(("00", "07"))]
CLOSING = ["## How it was measured", "## What this cannot say"]
BANNED = re.compile(r"\bHTML\(|\.style\b|\bMarkdown\(|to_html|datetime\.now|time\.time|\bplt\b|pyplot")


def load(path: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return made


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code_of(path: Path) -> list[str]:
    return [source(cell) for cell in load(path)["cells"] if cell["cell_type"] == "code"]


def named(path: Path) -> str:
    return path.stem


def test_the_notebooks_are_there() -> None:
    names = [path.stem for path in NOTEBOOKS]
    assert names == [
        "00_tour",
        "01_corpus",
        "02_topics",
        "03_outlet_framing",
        "04_source_framing",
        "05_readability",
        "06_frames",
        "07_your_question",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_stored_without_outputs_with_fixed_ids(path: Path) -> None:
    cells = load(path)["cells"]
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    stem = ids[0].removesuffix("-01")
    assert all(re.fullmatch(rf"{stem}-\d\d", name) for name in ids), ids
    assert ids == sorted(ids), "ids are in the order of the cells"
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_written_in_one_way(path: Path) -> None:
    made = load(path)
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    again = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    assert path.read_text(encoding="utf-8") == again


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_title_parameters_then_the_corpus(path: Path) -> None:
    first, parameters, loads = load(path)["cells"][:3]
    title, _, question = source(first).partition("\n\n")
    assert re.fullmatch(r"# \S.*", title)
    assert question.strip(), "the title cell says in a sentence what the notebook answers"
    assert parameters["metadata"]["tags"] == ["parameters"]
    names = [line.partition(" = ")[0] for line in source(parameters).splitlines()]
    assert names == ["corpus_path", "out"]
    assert "corpus = load_corpus(corpus_path)" in source(loads)


@pytest.mark.parametrize("path", REPORTED, ids=named)
def test_ends_with_method_and_limits(path: Path) -> None:
    last = [source(cell) for cell in load(path)["cells"][-4:-2]]
    assert [text.partition("\n")[0] for text in last] == CLOSING
    for text in last:
        assert len(text.split()) > 30, f"to be written: {text[:60]}"


@pytest.mark.parametrize("path", NOTEBOOKS[:-1], ids=named)
def test_the_last_cell_is_there_to_be_changed(path: Path) -> None:
    *others, words, code = load(path)["cells"]
    assert [cell["metadata"]["tags"] for cell in (words, code)] == [[LIVE], [LIVE]]
    assert source(words).startswith("## Change this\n\n")
    assert code["cell_type"] == "code"
    assert not any(LIVE in cell["metadata"].get("tags", []) for cell in others)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_calls_are_plain(path: Path) -> None:
    """No cell chooses between a result and a sentence, and none says which columns are shown."""
    for text in code_of(path):
        for node in ast.walk(ast.parse(text)):
            assert not isinstance(node, ast.IfExp | ast.If), text
            if isinstance(node, ast.Call):
                assert "columns" not in {keyword.arg for keyword in node.keywords}, text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_code_is_thin_and_safe(path: Path) -> None:
    for text in code_of(path):
        assert len(text.splitlines()) <= 10, text
        assert not BANNED.search(text), text
        assert path not in REPORTED or "print(" not in text, "show it with show, evidence or text"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] == "toolkit", text
            assert not isinstance(node, ast.Import | ast.FunctionDef | ast.ClassDef), text


@pytest.mark.parametrize("path", REPORTED, ids=named)
def test_every_table_has_a_name_and_a_place(path: Path) -> None:
    names = []
    for text in code_of(path)[:-1]:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"show", "show_evidence"}:
                words = {keyword.arg: keyword.value for keyword in node.keywords}
                assert {"name", "out"} <= set(words), ast.unparse(node)
                assert isinstance(words["name"], ast.Constant), ast.unparse(node)
                names.append(words["name"].value)
                assert 1 <= len(node.args) <= 2, ast.unparse(node)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_headings_are_second_and_third_level(path: Path) -> None:
    cells = [source(cell) for cell in load(path)["cells"] if cell["cell_type"] == "markdown"]
    levels = [len(m) for text in cells for m in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
    assert levels[0] == 1
    assert set(levels[1:]) <= {2, 3}
    assert levels[1:2] in ([], [2])

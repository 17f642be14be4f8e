"""Notebooks look at no settings but those they say they read: what is taken over from an earlier run is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from toolkit.corpus import load
from toolkit.corpus.load import load_corpus
from toolkit.report.run.cache import OWN
from toolkit.report.run.execute import LIVE, read_notebook


class Unread:
    """Settings that a notebook does not name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"[{object.__getattribute__(self, '_name')}] {name} was read")


@pytest.mark.parametrize("name", ["01_corpus", "05_readability"])  # the others read what is costly to make
def test_a_notebook_reads_the_settings_it_names(
    name: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = read_notebook(root / "notebooks" / f"{name}.ipynb")
    corpus = load_corpus()
    unread = {own: Unread(own) for own in OWN - set(notebook.metadata["toolkit"]["reads"])}
    assert "framing" in unread
    closed = replace(corpus, settings=replace(corpus.settings, **unread))  # type: ignore[arg-type]
    corpus.save(tmp_path / "corpus")
    monkeypatch.setitem(load._LENT, (tmp_path / "corpus").resolve(), closed)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and LIVE not in cell.metadata.get("tags", []):
            exec(compile(cell.source, name, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names["corpus_path"] = str(tmp_path / "corpus")

"""A small corpus full of traps, small notebooks, and one report made of them for all tests here."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.report.run.run import SectionError, run_report
from toolkit.settings import Settings
from toolkit.tables import conform

PROBE = '"><img src=x onerror=alert(1)><script>alert(2)</script> $5 million, $3 million {{7*7}} नमस्ते 北京'
FORMULA = "=1+1"
BODY = "The river rose by two metres in the night, officials said. People left their houses. " * 6
LOAD = """from toolkit.corpus.load import read_saved
from toolkit.report.page.display import show, text
from toolkit.report.page.evidence import show_evidence
corpus = read_saved(corpus_path)
articles = corpus.articles"""
DRAW = """from toolkit.figures.figure import Figure
from toolkit.figures.style import new_figure, styled
@styled
def draw(table):
    fig, ax = new_figure(7.2, 2)
    ax.plot(table["n_words"], range(len(table)), "o")
    ax.set_title(table["title"].iloc[0])
    first = table["title"].iloc[0]
    return Figure(fig, alt=first, caption=first, data=table[["title"]], name="words")
draw(articles)"""

WAITS = "waits"  # the file by which a notebook says that it has come to its endless cell
ENDLESS = (f"open({WAITS!r}, 'w').close()", "import threading\nthreading.Event().wait()")  # two cells


class Clock:
    """The clock of a run whose time is over once something has happened, however fast the machine is."""

    def __init__(self, over: Callable[[], bool]) -> None:
        self._over = over

    def monotonic(self) -> float:
        """Return now, or a moment after every deadline."""
        return time.monotonic() + 1e9 * self._over()


def code(cell: str, source: str, tags: list[str] | None = None) -> dict[str, object]:
    """Return a code cell."""
    metadata = {"tags": tags} if tags else {}
    return {"cell_type": "code", "execution_count": None, "id": cell, "metadata": metadata, "outputs": []} | {
        "source": source
    }


def notebook(key: str, title: str, *cells: str) -> dict[str, object]:
    """Return a notebook of the common frame with these code cells."""
    frame = [
        {"cell_type": "markdown", "id": f"{key}-01", "metadata": {}, "source": f"# {title}\n\nA question."},
        code(f"{key}-02", "corpus_path = None\nout = None", ["parameters"]),
        code(f"{key}-03", LOAD),
        {"cell_type": "markdown", "id": f"{key}-04", "metadata": {}, "source": "## A part\n\n<b>raw</b>"},
    ]
    body = [code(f"{key}-{number:02}", source) for number, source in enumerate(cells, 5)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": frame + body, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def write_notebooks(folder: Path) -> Path:
    """Write the notebooks of these tests: one that shows everything, one that fails half-way."""
    everything = notebook(
        "words",
        "Words",
        'show(articles[["title", "outlet", "published", "n_words"]], articles["title"].iloc[0],'
        ' name="articles", out=out)',
        'show_evidence(articles, "Sentences of", by="outlet", name="sentences", out=out)',
        'text("{a} and {b}", a=articles["title"].iloc[0], b=articles["outlet"].iloc[0])',
        DRAW,
        "print(articles['title'].iloc[0])\nimport sys\nprint('noise', file=sys.stderr)\narticles.style",
        "object()",
    )
    broken = notebook("broken", "Broken", 'text("before the fault")', 'raise ValueError("no <i>words</i>")')
    plain = notebook("plain", "Plain", 'text("seed {s}", s=corpus.settings.seed)')
    plain["metadata"]["toolkit"] = {"reads": []}  # type: ignore[index]
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in {"01_words": everything, "02_broken": broken, "03_plain": plain}.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(made), encoding="utf-8")
    return folder


def trap_corpus() -> Corpus:
    """Return twelve articles whose every text field tries to run."""
    rows = [
        {
            "article_id": f"a{i:02}",
            "outlet": f"Herald{PROBE}" if i % 2 else "Post",
            "title": f"{FORMULA * (i == 5)}{PROBE} {i}",
            "authors": [PROBE],
            "published": f"2024-01-{1 + i:02}" if i else None,
            "text": f"{PROBE}\n\n{BODY}",
            "language": "en",
            "n_words": 90 + i,
            "file": f"{PROBE}.txt",
        }
        for i in range(12)
    ]
    bad = pd.DataFrame({"file": [f"bad{PROBE}"], "reason": [f"binary{PROBE}"], "sha256": ["0"]})
    corpus = Corpus(
        conform(pd.DataFrame(rows), "articles"),
        quarantine=conform(bad, "quarantine"),
        settings=Settings(title=f"Study {PROBE}"),
    )
    return corpus.where(corpus.articles["article_id"] != "a03", stage="filter", reason=f"why {PROBE}")


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_notebooks(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory, notebooks: Path) -> Path:
    """Folder of a report over the trap corpus, one of whose three sections fails."""
    out = tmp_path_factory.mktemp("made") / "report"
    with pytest.raises(SectionError) as caught:
        run_report(trap_corpus(), out, sections=["words", "broken", "plain"], notebooks=notebooks)
    assert caught.value.path == out / "report.html"
    assert list(caught.value.failures) == ["Broken"]
    return out


@pytest.fixture(scope="session")
def page(report: Path) -> str:
    """The report's HTML."""
    return (report / "report.html").read_text(encoding="utf-8")

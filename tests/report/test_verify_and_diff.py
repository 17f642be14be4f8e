"""verify and diff: changed bytes are named, changed numbers are told in words."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ReportError
from toolkit.report.init import study_text, write_study
from toolkit.report.run.diff import compare_tables, diff
from toolkit.report.run.run import run_report
from toolkit.report.run.verify import verify
from toolkit.settings import Settings, load_settings
from toolkit.tables import conform

from .conftest import PROBE, trap_corpus

WORDS = [
    "council",
    "river",
    "bridge",
    "vote",
    "market",
    "road",
    "school",
    "winter",
    "train",
    "harbour",
    "doctor",
    "field",
    "letter",
    "plan",
]


def story(number: int) -> str:
    """Return a text of its own, so that none is set aside as a copy."""
    draw = random.Random(number)
    sentences = [f"On Monday the {' '.join(draw.sample(WORDS, 6))} came." for _ in range(12)]
    return " ".join(sentences)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of six articles, as a folder."""
    folder = tmp_path_factory.mktemp("pages")
    rows = [
        {"outlet": "Post" if i % 2 else "Herald", "title": f"Title {i}", "text": story(i)} for i in range(6)
    ]
    (folder / "articles.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return folder


def test_verify_passes_then_names_the_input_that_changed(
    pages: Path, notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.report.run.run.notebooks_folder", lambda: notebooks)
    out = tmp_path / "report"
    run_report(pages, out, settings=Settings(), sections=["plain"])
    assert verify(out) == []
    moved = tmp_path / "moved"
    shutil.copytree(pages, moved)
    file = moved / "articles.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Monday", b"Munday", 1))
    assert verify(out, moved) == ["the input articles.jsonl has changed"]
    (out / "tables" / "outlets_read.csv").write_text("outlet,n\nPost,99\n")
    assert verify(out) == ["the report's file tables/outlets_read.csv has changed"]


def test_verify_asks_for_the_pages_it_does_not_know(report: Path) -> None:
    with pytest.raises(ReportError, match="name their place"):
        verify(report)


def test_diff_tells_articles_settings_and_numbers(report: Path, notebooks: Path, tmp_path: Path) -> None:
    fewer = trap_corpus()
    fewer = fewer.where(fewer.articles["article_id"] != "a05", stage="filter", reason="why not")
    fewer = Corpus(fewer.articles, settings=Settings(seed=7))
    new = tmp_path / "new"
    run_report(fewer, new, sections=["words", "plain"], notebooks=notebooks)
    changes = diff(report, new)
    said = "\n".join(changes["change"])
    assert "1 article of" in said
    assert "no longer there" in said
    assert "seed was 1, now it is 7" in said
    assert "articles: 1 row is gone" in said
    assert "broken was ValueError" in said
    assert list(dict.fromkeys(changes["what"])) == ["articles", "settings", "sections", "numbers"]
    assert len(diff(report, report)) == 0


def test_tables_are_compared_by_what_names_their_rows() -> None:
    old = pd.DataFrame({"outlet": ["A", "B", "A"], "feature": ["x", "x", "y"], "share": [0.1, 0.2, None]})
    new = old.iloc[[2, 0, 1]].assign(share=[None, 0.1, 0.25])
    assert compare_tables(old, new) == ["1 of 3 values of share changed; B, x: 0.2 to 0.25"]
    assert compare_tables(old, old.assign(share=old["share"] * (1 + 1e-9))) == []
    assert compare_tables(old, old.assign(extra=1)) == ["column extra is new"]
    assert compare_tables(old.head(0), old.head(0)) == []
    assert compare_tables(old.head(0), old.head(1)) == ["1 row is new (A)"]


def test_a_written_study_is_read_back_and_never_overwritten(pages: Path, tmp_path: Path) -> None:
    file = write_study(pages, tmp_path / "study.toml")
    settings = load_settings(file)
    assert sorted(settings.outlets) == ["Herald", "Post"]
    assert "3 articles" in file.read_text(encoding="utf-8")
    with pytest.raises(ReportError, match="exists"):
        write_study(pages, file)


def test_names_with_quotes_and_markup_stay_names_in_toml(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"text": ["a"], "outlet": [f'{PROBE}\n[corpus]\nmin_words = 1 😀 "'], "language": "en"}
    )
    file = tmp_path / "study.toml"
    file.write_text(study_text(Corpus(conform(frame, "articles"))), encoding="utf-8")
    assert list(load_settings(file).outlets) == [frame["outlet"][0]]


def test_a_studys_word_list_is_in_the_manifest_and_verify_names_it(
    pages: Path, notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.report.run.run.notebooks_folder", lambda: notebooks)
    made = []
    for name in ("here", "there"):
        folder = tmp_path / name / "pages"
        shutil.copytree(pages, folder)
        (folder / "mine.csv").write_text("pattern,class\nseem,mine\n", encoding="utf-8")
        (folder / "study.toml").write_text('[lexicons]\nhedges = "mine.csv"\n', encoding="utf-8")
        made.append(tmp_path / f"{name}-report")
        run_report(folder, made[-1], sections=["plain"])
    first, second = ((folder / "manifest.json").read_bytes() for folder in made)
    assert first == second  # the place of the study changes nothing
    manifest = json.loads(first)
    digest = hashlib.sha256(b"pattern,class\nseem,mine\n").hexdigest()
    assert manifest["study_files"] == {"[lexicons] hedges: mine.csv": digest}
    assert manifest["settings"]["lexicons"]["hedges"] == "mine.csv"
    page = (made[0] / "report.html").read_text(encoding="utf-8")
    assert "own files: mine.csv (<code>[lexicons] hedges</code>)." in page
    assert verify(made[0]) == []
    (tmp_path / "there" / "pages" / "mine.csv").write_text("pattern,class\nmight,mine\n", encoding="utf-8")
    assert verify(made[1]) == [
        "the input mine.csv has changed",
        "the study's file [lexicons] hedges: mine.csv has changed",
    ]
    run_report(tmp_path / "there" / "pages", made[1], sections=["plain"])
    changed = diff(*made)
    assert "[lexicons] hedges: mine.csv" in set(changed["item"])

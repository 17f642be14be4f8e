"""A report for each group: which groups, their folders, the index, and that all of it can be made again."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pandas as pd
import pytest

from toolkit.cli import main
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ReportError, SettingsError
from toolkit.report.run.diff import diff
from toolkit.report.run.each import run_each
from toolkit.report.run.groups import groups
from toolkit.report.run.manifest import files_in
from toolkit.report.run.run import SectionError
from toolkit.report.run.verify import verify
from toolkit.settings import Settings
from toolkit.tables import conform

from .conftest import PROBE, code, notebook, trap_corpus
from .planted import corpus as planted


def story(number: int) -> str:
    """Return a text that shares no words with the others."""
    draw = random.Random(number)
    return " ".join("".join(draw.choices("abdeiklmnorstu", k=6)) for _ in range(70)) + "."


def small(outlets: list[str | None], stories: list[str] | None = None) -> Corpus:
    frame = pd.DataFrame({"outlet": outlets, "title": [f"Title {i}" for i in range(len(outlets))]})
    frame["article_id"] = [f"a{i}" for i in range(len(outlets))]
    frame["text"] = [story(i) for i in range(len(outlets))]
    frame["file"] = [f"{i}.txt" for i in range(len(outlets))]
    if stories:
        frame["story_id"] = stories
    blocks = pd.DataFrame({"file": frame["file"], "start": 0, "end": 3, "label": "body", "text": "abc"})
    return Corpus(conform(frame, "articles"), blocks=conform(blocks, "blocks"))


def test_outlets_are_groups_with_their_own_pages_and_what_was_left_out_of_them() -> None:
    corpus = small(["B"] * 6 + ["A"] * 5 + [None])
    corpus = corpus.where(~corpus.articles["article_id"].isin(["a0", "a6"]), stage="filter", reason="why")
    a, b = groups(corpus, "outlet")
    assert (a.name, len(a.corpus), a.reason) == ("A", 4, "4 articles; at least 5 are needed")
    assert (b.name, len(b.corpus), b.reason) == ("B", 5, "")
    assert b.corpus.dropped["article_id"].tolist() == ["a0"]
    assert sorted(b.corpus.blocks["file"]) == [f"{i}.txt" for i in range(6)]
    assert groups(corpus, "outlet", least=4)[0].reason == ""


def test_a_story_needs_two_outlets() -> None:
    corpus = small(["A", "B", "A", "A", "A"], ["s1", "s1", "s2", "s2", "s2"])
    found = groups(corpus, "story", least=2)
    assert [len(group.corpus) for group in found] == [2, 3], "the story reported by most outlets first"
    assert [group.reason for group in found] == ["", "reported by 1 outlet; at least 2 are needed"]


def test_topics_share_out_the_articles() -> None:
    corpus = planted("topics", 1, n=20)
    found = groups(corpus, "topic")
    ids = [name for group in found for name in group.corpus.articles["article_id"]]
    assert sorted(ids) == sorted(corpus.articles["article_id"])
    assert [len(group.corpus) for group in found] == sorted(map(len, (g.corpus for g in found)), reverse=True)
    assert all(group.name for group in found)


def test_folders_are_plain_and_differ() -> None:
    names = ["Ärger & Co", "rger co", "北京", "日本", "../../etc", "corpus", "x" * 300]
    slugs = [group.slug for group in groups(small(list(names)), "outlet")]
    assert len(set(slugs)) == len(slugs)
    assert "corpus" not in slugs
    assert all(
        slug and len(slug) < 60 and not set(slug) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
        for slug in slugs
    )


def test_an_unknown_grouping_is_refused() -> None:
    with pytest.raises(SettingsError, match="did you mean 'outlet'"):
        groups(small(["A"]), "outlt")


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notebooks of two sections: one shows a table, one needs more articles than one of the groups has."""
    folder = tmp_path_factory.mktemp("sections")
    table = 'show(articles.groupby("outlet").size().reset_index(name="n"), "Sizes", name="sizes", out=out)'
    made = {
        "01_sizes": notebook("sizes", "Sizes", table),
        "02_many": notebook("many", "Many", 'text("many")'),
    }
    made["02_many"]["metadata"]["toolkit"] = {"least": 16}  # type: ignore[index]
    for name, content in made.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(content))
    return folder


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of two outlets that are large enough and one that is not, in a folder with an odd name."""
    folder = tmp_path_factory.mktemp("each") / "Página s’ 北京"
    folder.mkdir()
    sizes = {f"Herald {PROBE}": 9, "Post": 5, "Tiny": 1}
    rows = [{"outlet": name, "title": f"{name} {i}"} for name, n in sizes.items() for i in range(n)]
    rows = [{**row, "text": story(place)} for place, row in enumerate(rows)]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, pages: Path, sections: Path) -> Path:
    out = tmp_path_factory.mktemp("made") / "reports"
    path = run_each(pages, out, by="outlet", sections=["sizes", "many"], notebooks=sections)
    assert path == out / "index.html"
    return out


def test_each_group_has_its_report_and_the_index_leads_to_it(made: Path) -> None:
    index = (made / "index.html").read_text(encoding="utf-8")
    folders = sorted(file.parent.name for file in made.glob("*/report.html"))
    assert len(folders) == 2
    assert all(f'href="{folder}/report.html"' in index for folder in folders)
    assert "1 article; at least 5 are needed" in index
    assert "<script>" not in index
    page = (made / "post" / "report.html").read_text(encoding="utf-8")
    assert "<h1>Post beside the others</h1>" in page
    assert "one outlet of several" in page
    assert "taken together, “the rest” (10 articles)" in page
    assert 'href="../index.html"' in page
    assert pd.read_parquet(made / "post" / "tables" / "sizes.parquet")["n"].tolist() == [5, 10]


def test_a_section_that_needs_more_articles_says_so_and_is_no_failure(made: Path) -> None:
    page = (made / "post" / "report.html").read_text(encoding="utf-8")
    assert "Not made: it needs at least 16 articles, and there are 15." in page
    assert "Not all of this report" not in page
    assert not (made / "post" / "notebooks" / "02_many.ipynb").exists()


def test_all_of_it_is_verified_made_again_and_taken_over(
    made: Path, pages: Path, sections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.report.run.run.notebooks_folder", lambda: sections)
    assert verify(made) == []
    assert len(diff(made, made)) == 0
    with pytest.raises(ReportError, match="one of several reports"):
        verify(made / "post")
    before = {name: value for name, value in files_in(made).items() if not name.endswith("run.json")}
    run_each(pages, made, by="outlet", sections=["sizes", "many"])
    after = {name: value for name, value in files_in(made).items() if not name.endswith("run.json")}
    assert after == before
    spent = json.loads((made / "post" / "run.json").read_text(encoding="utf-8"))["seconds"]
    assert spent["sizes"] < 0.5, "taken over from the earlier run"
    other = tmp_path / "other"
    run_each(pages, other, by="outlet", least=6, sections=["sizes"])
    with pytest.raises(ReportError, match="not alike"):
        diff(made, other)


def test_what_fails_in_one_group_is_named_and_the_others_stand(tmp_path: Path) -> None:
    fails = notebook("fails", "Fails", 'assert not corpus.settings.title.startswith("B ")')
    fails["cells"].append(code("fails-06", 'text("fine")'))  # type: ignore[attr-defined]
    (tmp_path / "01_fails.ipynb").write_text(json.dumps(fails))
    corpus = small(["A"] * 5 + ["B"] * 5)
    with pytest.raises(SectionError) as caught:
        run_each(corpus, tmp_path / "out", by="outlet", sections=["fails"], notebooks=tmp_path)
    assert list(caught.value.failures) == ["B"]
    assert (tmp_path / "out" / "a" / "report.html").is_file()
    assert not (tmp_path / "out" / "b").exists()
    assert "AssertionError" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_where_every_group_is_too_small_nothing_is_written(tmp_path: Path, sections: Path) -> None:
    with pytest.raises(ReportError, match="no outlet is large enough"):
        run_each(
            trap_corpus(), tmp_path / "out", by="outlet", least=99, notebooks=sections, sections=["sizes"]
        )
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_passes_it_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def made(pages: Path, out: Path, **options: object) -> Path:
        seen.update(options)
        return out

    monkeypatch.setattr("toolkit.report.run.each.run_each", made)
    (tmp_path / "a.txt").write_text("x")
    asked = [
        "report",
        str(tmp_path),
        "-o",
        "out",
        "--each",
        "story",
        "--least",
        "3",
        "--deadline",
        "2",
        "--fresh",
    ]
    assert main(asked) == 0
    assert (seen["by"], seen["least"], seen["deadline"], seen["reuse"]) == ("story", 3, 120.0, False)
    assert seen["settings"] == Settings()
    assert main([*asked, "--csv"]) == 2

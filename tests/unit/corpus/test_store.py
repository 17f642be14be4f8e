import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus import store
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import find_study, load_corpus, read_saved
from toolkit.corpus.store import is_saved
from toolkit.errors import InputError
from toolkit.report.run.build import read
from toolkit.report.run.run import study_of
from toolkit.settings import PagesSettings, make_settings
from toolkit.tables import conform


@pytest.fixture
def corpus() -> Corpus:
    frame = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "text": ["Sun.\n\n„Łódź“ and <b>rain</b>.", "Rain."],
            "authors": [["A. One", "B. Two"], []],
            "published": ["2024-06-03", None],
            "truncated": [False, True],
            "desk": ["city", None],
        }
    )
    settings = make_settings(
        {"outlets": {"post": {"name": "Post"}}, "corpus": {"kinds": ["article", "video"]}}
    )
    settings = replace(settings, pages=PagesSettings(captured=dt.datetime(2024, 6, 3, 12, 30)))
    return Corpus(conform(frame, "articles"), settings=settings)


def test_what_is_read_is_what_was_saved(corpus: Corpus, tmp_path: Path) -> None:
    again = read_saved(corpus.save(tmp_path / "study"))
    pd.testing.assert_frame_equal(again.articles, corpus.articles)
    pd.testing.assert_frame_equal(again.dropped, corpus.dropped)
    assert again.settings == corpus.settings


def test_other_settings_replace_the_saved_ones_in_the_analyses(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    wanted = make_settings(
        {
            "seed": 7,
            "topics": {"k": 9},
            "corpus": {"syndicated": "drop", "min_words": 900},
            "outlets": {"post": {"name": "Another"}},
        }
    )
    loaded = load_corpus(folder, wanted)
    assert (loaded.settings.seed, loaded.settings.topics.k) == (7, 9)
    assert loaded.settings.corpus.syndicated == "drop"
    pd.testing.assert_frame_equal(loaded.articles, corpus.articles)
    assert loaded.settings.pages == corpus.settings.pages, "articles are not read anew"
    assert loaded.settings.outlets == corpus.settings.outlets
    assert loaded.settings.corpus.kinds == corpus.settings.corpus.kinds
    assert loaded.settings.corpus.min_words == corpus.settings.corpus.min_words


def test_without_other_settings_the_saved_ones_hold_everywhere(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    assert load_corpus(folder).settings == corpus.settings
    assert find_study(folder)[1] == corpus.settings
    assert study_of(folder) == corpus.settings


def test_a_report_of_a_saved_corpus_takes_what_can_be_taken(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    found = read(folder, make_settings({"seed": 7, "corpus": {"min_words": 900}}), tmp_path, {})
    assert found.corpus.settings.seed == 7
    assert found.corpus.settings.corpus.min_words == corpus.settings.corpus.min_words
    assert len(found.corpus) == len(corpus)


def test_saving_again_replaces_the_whole_folder(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    (folder / "left-over.txt").write_text("old")
    corpus.filter(article_id="a").save(folder)
    assert len(read_saved(folder)) == 1
    assert not (folder / "left-over.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_a_folder_of_something_else_is_not_touched(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="something other than a saved corpus"):
        corpus.save(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_failed_save_leaves_the_old_corpus(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    mixed = replace(corpus, articles=corpus.articles.assign(odd=pd.Series([1, "x"], dtype="object")))
    with pytest.raises(InputError, match="one kind of value"):
        mixed.save(folder)
    assert len(read_saved(folder)) == 2


def test_a_changed_file_is_noticed(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    corpus.filter(article_id="a").articles.to_parquet(folder / "articles.parquet", index=False)
    with pytest.raises(InputError, match="hash differs"):
        read_saved(folder)


def test_a_missing_file_is_named(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    (folder / "dropped.parquet").unlink()
    with pytest.raises(InputError, match=r"lacks dropped\.parquet"):
        read_saved(folder)


def test_a_newer_format_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.save(tmp_path / "study")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"version": 99}))
    with pytest.raises(InputError, match="version 99"):
        read_saved(folder)


def test_another_programs_manifest_is_not_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "web app"}')
    assert not is_saved(tmp_path)
    with pytest.raises(InputError, match="not a saved corpus"):
        read_saved(tmp_path)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setattr(store, "PER_FILE", 3)
    frame = pd.DataFrame({"article_id": list("abcdefg"), "text": [f"Rain {n}." for n in range(7)]})
    desks = [None, None, None, "city", None, None, "sports"]  # the first file has no value of this column
    return Corpus(conform(frame.assign(desk=desks, authors=[[]] * 6 + [["A. One"]]), "articles"))


def test_a_large_table_lies_in_several_files(many: Corpus, tmp_path: Path) -> None:
    folder = many.save(tmp_path / "study")
    names = sorted(file.name for file in folder.glob("articles*"))
    assert names == ["articles-2.parquet", "articles-3.parquet", "articles.parquet"]
    assert json.loads((folder / "manifest.json").read_text())["version"] == 2
    pd.testing.assert_frame_equal(read_saved(folder).articles, many.articles)
    pd.testing.assert_frame_equal(
        store.saved_table(folder, "articles"), many.articles, check_dtype=False, check_index_type=False
    )
    (folder / "articles-3.parquet").unlink()
    with pytest.raises(InputError, match=r"lacks articles-3\.parquet"):
        read_saved(folder)


def test_a_corpus_with_more_articles_costs_those(many: Corpus, tmp_path: Path) -> None:
    folder = replace(many, articles=many.articles[:6].copy()).save(tmp_path / "study")
    first = {file.name: file.stat().st_ino for file in folder.glob("articles*")}
    damaged = folder / "articles-2.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    many.save(folder)
    pd.testing.assert_frame_equal(read_saved(folder).articles, many.articles)
    again = {file.name: file.stat().st_ino for file in folder.glob("articles*")}
    assert again["articles.parquet"] == first["articles.parquet"], "taken over"
    assert again["articles-2.parquet"] != first["articles-2.parquet"], "written anew: it was damaged"
    assert len(again) == 3
    alone = many.save(tmp_path / "alone")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        file.name: file.read_bytes() for file in alone.iterdir()
    }


def test_a_saved_file_of_many_is_noticed_when_changed(many: Corpus, tmp_path: Path) -> None:
    folder = many.save(tmp_path / "study")
    (folder / "articles-2.parquet").write_bytes((folder / "articles.parquet").read_bytes())
    with pytest.raises(InputError, match=r"articles-2\.parquet is not the file"):
        read_saved(folder)

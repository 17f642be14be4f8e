"""Articles of real pages against their annotation; floors that cannot drop in silence."""

import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from toolkit.corpus.export import write_articles
from toolkit.corpus.load import load_corpus, read_articles
from toolkit.settings import make_settings


@pytest.fixture(scope="module")
def found(shared):
    return read_articles(shared / "pages")


@pytest.fixture(scope="module")
def score(shared, found, tmp_path_factory):
    file = write_articles(found, tmp_path_factory.mktemp("gold") / "articles.jsonl")
    gold = shared / "gold" / "articles.jsonl"
    command = [sys.executable, str(shared / "tools" / "score_articles.py"), str(gold), str(file)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_articles(score, reaches):
    reaches("pages.articles_f1", float(re.search(r"F1 ([\d.]+)", score)[1]))


@pytest.mark.parametrize("field", ["title", "author", "date", "dateline", "credit"])
def test_fields(score, field, reaches):
    right, given, invented = map(
        int, re.search(rf"{field}\s+right (\d+) of (\d+), invented (\d+)", score).groups()
    )
    assert given > 0
    reaches(f"pages.{field}", right / given)
    assert invented == 0, score


def test_outlets_are_named_from_their_folders(found):
    assert sorted(found.articles["outlet"].unique()) == ["arab-news", "imran-y-choudhry", "south-asia-press"]


def test_kinds(found):
    assert found.articles["kind"].value_counts().to_dict() == {"article": 30, "video": 10}


@pytest.fixture(scope="module")
def plain(shared):
    return load_corpus(shared / "pages", make_settings({}))


def equal_but_for_outlets(one, other):
    for table, columns in {
        "articles": ["title", "kind", "n_words"],
        "dropped": ["title", "start", "reason"],
    }.items():
        pd.testing.assert_frame_equal(
            *(
                getattr(corpus, table)[columns].sort_values(columns, ignore_index=True)
                for corpus in (one, other)
            )
        )


def test_the_name_given_to_an_outlet_changes_none_of_its_articles(shared, plain):
    folders = sorted(path.name for path in (shared / "pages").iterdir() if path.is_dir())
    renamed = {folder: {"name": f"Outlet {number}"} for number, folder in enumerate(folders)}
    named = load_corpus(shared / "pages", make_settings({"outlets": renamed}))
    equal_but_for_outlets(plain, named)
    assert sorted(named.articles["outlet"].unique()) == ["Outlet 0", "Outlet 1", "Outlet 2"]


def test_folders_of_other_names_change_none_of_their_articles(shared, plain, tmp_path):
    """Which short items are blurbs of videos is told by the page alone."""
    for number, folder in enumerate(path for path in sorted((shared / "pages").iterdir()) if path.is_dir()):
        shutil.copytree(folder, tmp_path / f"saved-{number}")
    equal_but_for_outlets(plain, load_corpus(tmp_path, make_settings({})))

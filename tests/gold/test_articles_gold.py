"""Articles of real pages against their annotation; floors that cannot drop in silence."""

import re
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


def test_the_name_given_to_an_outlet_changes_none_of_its_articles(shared):
    """What a site's short items are is known by its folder, whatever the study calls the outlet."""
    folders = sorted(path.name for path in (shared / "pages").iterdir() if path.is_dir())
    renamed = {folder: {"name": f"Outlet {number}"} for number, folder in enumerate(folders)}
    plain = load_corpus(shared / "pages", make_settings({}))
    named = load_corpus(shared / "pages", make_settings({"outlets": renamed}))
    tables = {
        "articles": ["file", "title", "kind", "n_words"],
        "dropped": ["file", "title", "start", "reason"],
    }
    for table, columns in tables.items():
        pd.testing.assert_frame_equal(
            *(
                getattr(corpus, table)[columns].sort_values(columns, ignore_index=True)
                for corpus in (plain, named)
            )
        )
    assert sorted(named.articles["outlet"].unique()) == ["Outlet 0", "Outlet 1", "Outlet 2"]

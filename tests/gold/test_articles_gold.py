"""Articles of real pages against their annotation; floors that cannot drop in silence."""

import re
import subprocess
import sys

import pytest

from toolkit.corpus.export import write_articles
from toolkit.corpus.load import read_articles

FLOORS = {"articles": 0.97, "title": 0.97, "author": 0.95, "date": 0.95, "dateline": 0.95, "credit": 0.9}


@pytest.fixture(scope="module")
def found(shared):
    return read_articles(shared / "pages")


@pytest.fixture(scope="module")
def score(shared, found, tmp_path_factory):
    file = write_articles(found, tmp_path_factory.mktemp("gold") / "articles.jsonl")
    gold = shared / "gold" / "articles.jsonl"
    command = [sys.executable, str(shared / "tools" / "score_articles.py"), str(gold), str(file)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_articles(score):
    assert float(re.search(r"F1 ([\d.]+)", score)[1]) >= FLOORS["articles"], score


@pytest.mark.parametrize("field", ["title", "author", "date", "dateline", "credit"])
def test_fields(score, field):
    right, given, invented = map(
        int, re.search(rf"{field}\s+right (\d+) of (\d+), invented (\d+)", score).groups()
    )
    assert given > 0
    assert right / given >= FLOORS[field], score
    assert invented == 0, score


def test_outlets_are_named_from_their_folders(found):
    assert sorted(found.articles["outlet"].unique()) == ["arab-news", "imran-y-choudhry", "south-asia-press"]


def test_kinds(found):
    assert found.articles["kind"].value_counts().to_dict() == {"article": 30, "video": 10}

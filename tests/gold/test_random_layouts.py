"""Random layouts filled with real articles: where each article stands is known by construction.

The reader learnt from layouts drawn with other seeds (`training/fit.py`).
"""

import sys

import pandas as pd
import pytest

from toolkit.pages.read.files import Page
from toolkit.pages.text.articles import split_page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

PAGES = 80


@pytest.fixture(scope="module")
def pages(root, shared):
    sys.path.insert(0, str(root / "training"))
    try:
        import layouts
    finally:
        sys.path.remove(str(root / "training"))
    articles = pd.read_csv(shared / "benchmarks" / "allsides_dev.csv.gz")
    whole = (articles["text"].str.split().str.len() > 150) & articles["title"].str.split().str.len().between(
        4, 20
    )
    return [layouts.make_page(seed, articles[whole]) for seed in range(500_000, 500_000 + PAGES)]


@pytest.fixture(scope="module")
def found(pages):
    furniture = load_furniture()
    return [
        split_page(Page("page.txt", page.outlet, page.text, "utf-8", ""), furniture, PagesSettings())
        for page in pages
    ]


def share(one, two):
    both = min(one[1], two[1]) - max(one[0], two[0])
    return max(0, both) / (max(one[1], two[1]) - min(one[0], two[0]))


def test_articles_are_found(pages, found, reaches):
    hits = sum(
        any(share(item.body, (row["body_start"], row["body_end"])) >= 0.8 for row in read.articles)
        for page, read in zip(pages, found, strict=True)
        for item in page.items
    )
    there = sum(len(page.items) for page in pages)
    told = sum(len(read.articles) for read in found)
    assert there > 250
    reaches("layouts.random_f1", 2 * hits / (there + told))


def test_nothing_is_lost(pages, found):
    for page, read in zip(pages, found, strict=True):
        assert "".join(page.text[block["start"] : block["end"]] for block in read.blocks) == page.text


def test_confidence_tells_right_from_wrong(pages, found, reaches):
    rows = [
        (
            row["confidence"],
            any(share(item.body, (row["body_start"], row["body_end"])) >= 0.8 for item in page.items),
        )
        for page, read in zip(pages, found, strict=True)
        for row in read.articles
    ]
    sure = [right for confidence, right in rows if confidence >= 0.95]
    doubtful = [right for confidence, right in rows if confidence < 0.8]
    assert len(sure) > 100
    reaches("layouts.random_sure_right", sum(sure) / len(sure))
    assert sum(doubtful) / max(len(doubtful), 1) <= sum(sure) / len(sure) - 0.05

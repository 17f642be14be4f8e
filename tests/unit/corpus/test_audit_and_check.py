import json

import pandas as pd
import pytest

from toolkit.corpus.audit import audit, doubtful
from toolkit.corpus.check import check
from toolkit.corpus.load import load_corpus, read_articles
from toolkit.errors import InputError
from toolkit.report.live import labelled_page

BODY = "The river rose on Monday, the ministry said, and the old dam above the valley held. " * 8
PAGE = f"Home Blog\n\nRiver floods valley again\n\nBy Jo Day\n\n{BODY}\n\nContinue Reading\n\n<script>alert(1)</script>\n"


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "herald").mkdir()
    (tmp_path / "herald" / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_every_character_of_a_file_is_accounted_for(pages):
    (row,) = audit(load_corpus(pages)).to_dict("records")
    assert row["n_characters"] == len(PAGE)
    assert row["share_text"] + row["share_fields"] + row["share_furniture"] + row[
        "share_blank"
    ] == pytest.approx(1)
    assert row["share_text"] == pytest.approx(len(BODY.strip()) / len(PAGE))
    assert (row["n_articles"], row["n_analysed"], row["without_date"], row["without_title"]) == (1, 1, 1, 0)


def test_tables_have_no_shares(tmp_path):
    (tmp_path / "feed.csv").write_text(f'outlet,text\nPost,"{BODY}"', encoding="utf-8")
    (row,) = audit(load_corpus(tmp_path)).to_dict("records")
    assert pd.isna(row["share_text"])
    assert row["n_articles"] == 1


def test_doubtful_boundaries_come_least_certain_first(root):
    table = doubtful(load_corpus(root / "tests" / "gold" / "layouts6" / "pages"))
    assert len(table) > 0
    assert table["confidence"].is_monotonic_increasing
    assert (table["confidence"] < 0.8).all()


def gold(pages, **fields):
    corpus = read_articles(pages)
    row = corpus.articles.iloc[0]
    line = {"file": "page.txt", "title": "River floods valley again", "author": "Jo Day", "kind": "article"}
    line |= {"body_start": int(row["body_start"]), "body_end": int(row["body_end"])} | fields
    (pages / "gold.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return check(corpus.articles, pages / "gold.jsonl").set_index("what")


def test_a_perfect_reading(pages):
    table = gold(pages)
    assert table.loc["articles", ["right", "given", "invented", "f1"]].tolist() == [1, 1, 0, 1.0]
    assert table.loc["title", "recall"] == 1
    assert table.loc["date", "given"] == 0
    assert pd.isna(table.loc["date", "recall"])


@pytest.mark.parametrize(
    ("fields", "what", "expected"),
    [
        ({"title": "Another"}, "title", [0, 1, 0]),
        ({"title": "Another", "title_alt": ["river  FLOODS valley again"]}, "title", [1, 1, 0]),
        ({"author": None}, "author", [0, 0, 1]),
        ({"author": "By Jo Day"}, "author", [1, 1, 0]),
        ({"body_end": 200}, "articles", [0, 1, 1]),
        ({"date": "2024-03-04"}, "date", [0, 1, 0]),
    ],
)
def test_what_differs_is_counted(pages, fields, what, expected):
    assert gold(pages, **fields).loc[what, ["right", "given", "invented"]].tolist() == expected


def test_the_same_counts_as_the_shared_scorer(shared):
    table = check(read_articles(shared / "pages").articles, shared / "gold" / "articles.jsonl").set_index(
        "what"
    )
    assert table["given"].to_dict() == {
        "articles": 40,
        "title": 40,
        "author": 14,
        "date": 7,
        "dateline": 15,
        "credit": 4,
    }


@pytest.mark.parametrize("content", ["{broken", "[1]", '{"title": "no file"}'])
def test_a_broken_gold_file_is_named(pages, content):
    (pages / "bad.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is not a gold file"):
        check(read_articles(pages).articles, pages / "bad.jsonl")


def test_a_labelled_page_shows_every_line_and_runs_nothing(pages):
    html = labelled_page(load_corpus(pages), "herald/page.txt").html
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "Continue Reading" in html
    assert "River floods valley again" in html


def test_an_unknown_page_is_refused(pages):
    with pytest.raises(InputError, match=r"did you mean .herald/page\.txt."):
        labelled_page(load_corpus(pages), "herald/pages.txt")

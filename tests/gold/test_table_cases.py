"""Tables, characters, dates and bylines as people reported them in other projects, and what is right."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from toolkit.pages.read.records import read_records
from toolkit.settings import Settings

CASES = Path(__file__).parents[3] / "shared" / "cases"
FILE = CASES / "reports.jsonl"
pytestmark = pytest.mark.usefixtures("shared")
FOUND = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()] if FILE.is_file() else []


def as_told(row, right):
    return {key: str(row[key]) if key == "published" and row[key] else row[key] for key in right}


def of(kind):
    return pytest.mark.parametrize(
        "case", [case for case in FOUND if case["id"].startswith(f"{kind}-")], ids=lambda case: case["id"]
    )


@of("tab")
def test_tables(case):
    file = CASES / case["input"]
    rows = read_records(
        file.read_bytes(), name=f"a{file.suffix}", outlet="Post", settings=Settings()
    ).articles
    assert [as_told(row, right) for row, right in zip(rows, case["right"], strict=True)] == case["right"]


@of("tok")
def test_tokens(case):
    from toolkit.text.tokens import forms

    assert forms(case["input"]) == case["right"]


@of("kwic")
def test_characters_in_searches(case):
    import toolkit

    corpus = toolkit.read_articles([{"title": "T", "outlet": "Post", "text": case["input"]["text"]}])
    assert len(toolkit.concordance(corpus, case["input"]["query"])) == case["right"]


SAVED = dt.datetime(2024, 3, 31, 9)  # the moment that the cases count back from


@of("date")
def test_dates(case):
    from toolkit.pages.read.dates import stated_date

    day = stated_date(case["input"], captured=SAVED if "captured" in case["call"] else None).day
    assert (str(day) if day else None) == case["right"]


@of("by")
def test_bylines(case):
    from toolkit.pages.read.values import names_in

    assert names_in(case["input"]) == case["right"]


@of("html")
def test_pages(case, tmp_path):
    import toolkit

    (tmp_path / "post").mkdir()
    shutil.copy(CASES / case["input"], tmp_path / "post")
    right = case["right"] if isinstance(case["right"], list) else [case["right"]]
    rows = toolkit.read_articles(tmp_path).articles
    assert len(rows) == len(right)
    for told, expected in zip(rows.to_dict("records"), right, strict=True):
        for key, value in expected.items():
            assert as_printed(key, told[key]) == value


def as_printed(key, value):
    """Return a cell as the cases write it: a day as text, authors as a list."""
    if key == "authors":
        return list(value)
    return None if pd.isna(value) else str(value)[:10] if key == "published" else value

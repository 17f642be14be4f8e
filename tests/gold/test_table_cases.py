"""Tables as people reported them in other projects: each case and what is right."""

import json
from pathlib import Path

import pytest

from toolkit.pages.read.records import read_records
from toolkit.settings import Settings

CASES = Path(__file__).parents[3] / "shared" / "cases"
FILE = CASES / "reports.jsonl"
pytestmark = pytest.mark.usefixtures("shared")
FOUND = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()] if FILE.is_file() else []


def as_told(row, right):
    return {key: str(row[key]) if key == "published" and row[key] else row[key] for key in right}


@pytest.mark.parametrize(
    "case", [case for case in FOUND if case["id"].startswith("tab-")], ids=lambda case: case["id"]
)
def test_tables(case):
    file = CASES / case["input"]
    rows = read_records(
        file.read_bytes(), name=f"a{file.suffix}", outlet="Post", settings=Settings()
    ).articles
    assert [as_told(row, right) for row, right in zip(rows, case["right"], strict=True)] == case["right"]


@pytest.mark.parametrize(
    "case", [case for case in FOUND if case["id"].startswith("tok-")], ids=lambda case: case["id"]
)
def test_tokens(case):
    from toolkit.text.tokens import forms

    assert forms(case["input"]) == case["right"]

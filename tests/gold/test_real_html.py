"""Articles, fields and kinds of 90 real HTML pages of 49 sites, scored by the scorer beside them."""

import importlib.util
import json
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from toolkit.pages.html.articles import decode_html, split_html
from toolkit.pages.read.files import Page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "score_html_pages", shared / "tools" / "score_html_pages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gold(shared: Path) -> Rows:
    rows: Rows = defaultdict(list)
    with (shared / "real_pages" / "gold_html.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            rows[row["file"]].append(row)
    return rows


@pytest.fixture(scope="module")
def read(shared: Path, gold: Rows) -> Rows:
    furniture, rows = load_furniture(), {}
    for path in sorted((shared / "real_pages" / "html").rglob("*.html")):
        text, encoding = decode_html(path.read_bytes())
        page = Page(path.name, path.parent.name, text, encoding, "")
        found = split_html(page, furniture, PagesSettings())
        assert "".join(text[block["start"] : block["end"]] for block in found.blocks) == text, path.name
        rows[path.name] = found.articles
    assert len(rows) == 90, "the pages are not those the floors were measured on"
    assert set(gold) <= set(rows)
    return rows


@pytest.fixture(scope="module")
def counts(scorer: ModuleType, gold: Rows, read: Rows) -> Counter[str]:
    """Count what was found: articles, full articles, fields, kinds, and those with a confidence of 0.9."""
    n: Counter[str] = Counter()
    for name, wanted in gold.items():
        pairs, _ = scorer.match(wanted, read[name])
        matched = {j: i for i, j in pairs.items()}
        for j, row in enumerate(read[name]):
            right = j in matched and scorer.title(wanted[matched[j]]["title"]) == scorer.title(row["title"])
            n.update(
                read=1,
                right=right,
                sure=row["confidence"] >= 0.9,
                sure_right=right and row["confidence"] >= 0.9,
            )
        for i, item in enumerate(wanted):
            full = item["kind"] == "article"
            n.update(gold=1, full=full, full_found=full and i in pairs)
            if i in pairs:
                row = read[name][pairs[i]]
                given = scorer.names(row["authors"]) == scorer.names(item["authors"])
                day = str(row["published"] or "") in [item["date"], *item.get("date_alt", [])]
                n.update(authors=bool(item["authors"]), authors_right=bool(item["authors"]) and given)
                n.update(dates=bool(item["date"]), dates_right=bool(item["date"]) and day)
                n.update(matched=1, kinds_right=row["kind"] == item["kind"])
    return n


def test_articles(counts: Counter[str]) -> None:
    f1 = 2 * counts["right"] / (counts["read"] + counts["gold"])
    assert f1 >= 0.955, f"article F1 {f1:.3f}"
    assert counts["full_found"] >= 0.90 * counts["full"], (
        f"{counts['full_found']} of {counts['full']} full articles"
    )


def test_fields_and_kinds(counts: Counter[str]) -> None:
    assert counts["authors_right"] >= 0.94 * counts["authors"], (
        f"{counts['authors_right']} of {counts['authors']}"
    )
    assert counts["dates_right"] >= 0.93 * counts["dates"], f"{counts['dates_right']} of {counts['dates']}"
    assert counts["kinds_right"] >= 0.90 * counts["matched"], (
        f"{counts['kinds_right']} of {counts['matched']}"
    )


def test_of_the_sure_nine_in_ten_are_right(counts: Counter[str]) -> None:
    assert counts["sure"] > 300
    assert counts["sure_right"] >= 0.9 * counts["sure"], f"{counts['sure_right']} of {counts['sure']}"

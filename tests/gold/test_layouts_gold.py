"""Invented site layouts, written by people who had not read the reader's rules.

On first contact sets 1 to 5 scored an article F1 of 0.89, 0.89, 0.91, 0.88 and 0.93 with weights learnt from random
layouts alone, and set 6 one of 0.89 with weights learnt from those and the other sets (points set by hand had reached
0.70, 0.75, 0.70, 0.80, 0.91 and 0.83, each after the lessons of those before). The shipped weights have learnt from all
six, so these are floors and no unseen test.
"""

import json

import pytest

from toolkit.corpus.load import read_articles


@pytest.fixture(scope="module", params=[f"layouts{number}" for number in ("", 2, 3, 4, 5, 6)])
def folder(request, root):
    return root / "tests" / "gold" / request.param


@pytest.fixture(scope="module")
def gold(folder):
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def found(folder):
    articles = read_articles(folder / "pages").articles
    return articles.assign(file=articles["file"].str.rpartition("/")[2])


def overlap(gold, row):
    low, high = max(gold["body_start_char"], row.body_start), min(gold["body_end_char"], row.body_end)
    return max(0, high - low) / (
        max(gold["body_end_char"], row.body_end) - min(gold["body_start_char"], row.body_start)
    )


def matched(gold, found):
    """Return pairs of a gold article of a text page and the article found in its place."""
    pairs = []
    for item in gold:
        if item["file"].endswith(".txt") and item["body_start_char"] is not None:
            rows = [
                row for row in found[found["file"] == item["file"]].itertuples() if overlap(item, row) >= 0.8
            ]
            pairs.append((item, rows[0] if rows else None))
    return pairs


def test_articles(gold, found, reaches):
    pairs = matched(gold, found)
    hits = sum(row is not None for _, row in pairs)
    predicted = int(found["file"].str.endswith(".txt").sum())
    missed = [item["title"] for item, row in pairs if row is None]
    reaches("layouts.f1", 2 * hits / (len(pairs) + predicted), missed)


@pytest.mark.parametrize("field", ["title", "dateline"])
def test_fields(gold, found, field, reaches):
    given = [(item, row) for item, row in matched(gold, found) if row is not None and item[field]]
    right = sum(getattr(row, field) in [item[field], *item.get(f"{field}_alt", [])] for item, row in given)
    reaches(f"layouts.{field}", right / len(given))


def test_dates(gold, found, folder, reaches):
    """Dates without a year stay unresolved: a bulletin's year in its masthead, a channel's days."""
    given = [(item, row) for item, row in matched(gold, found) if row is not None and item["date"]]
    wrong = [
        item["title"]
        for item, row in given
        if str(row.published)[:10]
        not in (item["date"], *("NaT" if alt is None else alt for alt in item.get("date_alt", [])))
    ]
    name = {"layouts5": "layouts.date_set_5", "layouts6": "layouts.date_set_6"}.get(
        folder.name, "layouts.date"
    )
    reaches(name, 1 - len(wrong) / len(given), wrong)


def test_html_pages(gold, found):
    """Every article is found in order, and nothing that is neither an article nor a card."""
    for file in sorted({item["file"] for item in gold if item["file"].endswith(".html")}):
        there = [item for item in gold if item["file"] == file]
        told = found.loc[found["file"] == file, "title"].tolist()
        assert set(told) <= {item["title"] for item in there}
        articles = [item["title"] for item in there if item["kind"] == "article"]
        assert [title for title in told if title in articles] == articles

"""Builds the sample's pages and their truth from ``source/``; run it after any change there.

usage: python data/sample/build.py [FOLDER]   (default: the folder this file is in)
"""

import csv
import json
import shutil
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sample_builder import measures, pages, truth, web
from sample_builder.source import Article, read_articles

HERE = Path(__file__).resolve().parent
FAMILIES = pages.FAMILIES | web.FAMILIES


def main(target: Path) -> None:
    """Render the pages and write the truth."""
    layout = tomllib.loads((HERE / "source" / "layout.toml").read_text("utf-8"))
    articles = read_articles(HERE / "source", layout["outlets"])
    made = [FAMILIES[spec["family"]](spec, articles) for spec in layout["page"]]
    used = {placed.article.id for page in made for placed in page.placed}
    if unused := set(articles) - used:
        raise truth.PlantError(f"articles on no page: {sorted(unused)}")
    for folder in ("pages", "truth"):
        shutil.rmtree(target / folder, ignore_errors=True)
    for page in made:
        truth.check_page(page)
        write(target / "pages" / page.file, page.text)
    write_occurrences(target / "truth", made)
    write_measures(target / "truth", list(articles.values()), layout)


def write_occurrences(folder: Path, made: list[pages.Page]) -> None:
    """Write the truth of each place where an article stands."""
    placed = [(one, page) for page in made for one in page.placed]
    first = truth.originals([one for one, _ in placed])
    rows = [truth.article_row(one, page, first[one.article.id]) for one, page in placed]
    json_lines(folder / "articles.jsonl", rows)
    json_lines(folder / "duplicates.jsonl", truth.duplicate_rows([one for one, _ in placed]))
    for name, scare in (("quotes", False), ("scare_quotes", True)):
        found = (row for one, page in placed for row in truth.quote_rows(one, page, scare=scare))
        json_lines(folder / f"{name}.jsonl", found)
    for column, source in (("event", "topics"), ("story", "stories")):
        table(folder / f"{source}.csv", (occurrence(one, column) for one, _ in placed))


def occurrence(one: pages.Placed, column: str) -> dict[str, Any]:
    """One line of topics.csv or stories.csv."""
    return {
        "file": truth.name_of(one.file),
        "index": one.index,
        "source_id": one.article.id,
        "outlet": one.article.outlet,
        "kind": one.article.kind,
        column: one.article.meta[column],
    }


def write_measures(folder: Path, articles: list[Article], layout: Mapping[str, Any]) -> None:
    """Write what was counted over the distinct articles."""
    proper = [article for article in articles if article.kind == "article"]
    planted = tomllib.loads((HERE / "source" / "labels.toml").read_text("utf-8"))
    rows = list(measures.label_rows(proper, planted["label"]))
    names = {slug: outlet["name"] for slug, outlet in layout["outlets"].items()}
    measures.check_labels(rows, planted["plant"], names)
    table(folder / "labels.csv", rows)
    table(folder / "readability.csv", measures.readability_rows(proper))


def write(path: Path, text: str) -> None:
    """Write UTF-8 with line feeds, on any system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def json_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as JSON lines."""
    write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def table(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as CSV."""
    listed = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, listed[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE)

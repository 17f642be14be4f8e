"""The table format x sample: what each real export states and what was read of it.

Run: python benchmarks/table_exports.py ../shared/exports
"""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.pages.exports.document import word_counts
from toolkit.pages.reader import read_source

HEAD = "| file | format | stated | read | outlets | authors | dates | lengths stated | within a tenth |"


def within(row: dict) -> bool:
    few, many = word_counts(row["text"], row["standfirst"], row["title"])
    return 0.9 * few <= row["stated_words"] <= 1.1 * many


def main() -> None:
    print(HEAD)
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    root = Path(sys.argv[1])
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and path.name != "json"):
        for path in sorted(folder.iterdir()):
            reading = read_source(path)
            rows = reading.articles
            stated = [row for row in rows if row.get("stated_words")]
            file = reading.files[0]
            print(
                f"| {path.name} | {file['format']} | {file['n_stated'] or '–'} | {len(rows)} "
                f"| {len({row['outlet'] for row in rows})} | {sum(bool(row['authors']) for row in rows)} "
                f"| {sum(row['published'] is not None for row in rows)} | {len(stated) or '–'} "
                f"| {sum(map(within, stated)) if stated else '–'} |"
            )


if __name__ == "__main__":
    main()

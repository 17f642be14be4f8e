"""What is read of the sample's pages and of the gold pages is what was read before, page by page.

The floors of `tests/gold` say how good the reading is; they do not see one page that changes. Here each page has a
digest of its articles and blocks in `pinned_pages.json`. Who changes the reader and means it looks at the pages that
are named, measures `tests/gold`, and writes the digests anew: ``python tests/unit/pages/test_pinned_pages.py``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from toolkit.pages.reader import read_source

ROOT = Path(__file__).resolve().parents[3]
KEPT = Path(__file__).with_name("pinned_pages.json")
FIELDS = (
    "title",
    "authors",
    "published",
    "date_kind",
    "date_raw",
    "dateline",
    "credit",
    "kind",
    "standfirst",
    "language",
)
PLACES = ("n_words", "truncated", "start", "end", "body_start", "body_end", "text")  # fmt: skip


def digests() -> dict[str, str]:
    """Return a digest of what is read of each page."""
    told: dict[str, list[str]] = {}
    for folder in [
        ROOT / "data" / "sample" / "pages",
        *sorted((ROOT / "tests" / "gold").glob("layouts*/pages")),
    ]:
        reading = read_source(folder)
        name = folder.relative_to(ROOT).as_posix()
        for table, columns in (
            ("articles", (*FIELDS, *PLACES)),
            ("blocks", ("label", "start", "end")),
            ("quarantine", ("reason",)),
        ):
            frame = reading.table(table)
            for row in frame[["file", *columns]].itertuples(index=False):
                values = [
                    str(list(value) if isinstance(value, list | np.ndarray) else value) for value in row[1:]
                ]
                told.setdefault(f"{name}/{row[0]}", []).append(f"{table} {values}")
    return {
        file: hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12] for file, rows in sorted(told.items())
    }


def test_every_page_is_read_as_before() -> None:
    kept, now = json.loads(KEPT.read_text(encoding="utf-8")), digests()
    assert sorted(kept) == sorted(now)
    assert [file for file in kept if kept[file] != now[file]] == []


if __name__ == "__main__":
    KEPT.write_text(json.dumps(digests(), indent=0) + "\n", encoding="utf-8")

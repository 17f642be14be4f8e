"""Quotations of the saved South Asian pages, labelled by hand: spans, speakers, identity, kind of source."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from toolkit.analysis.quotes import quotes
from toolkit.analysis.quotes_names import person_key
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

LABELS = Path(__file__).parent / "south_asian_quotes.csv"


def articles(shared: Path) -> Iterator[tuple[str, int, str]]:
    """Yield file, offset of the body, and body of each labelled article."""
    for line in (shared / "gold" / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("duplicate_of") is None and row["kind"] != "video_stub":
            path = next((shared / "pages").glob(f"*/{row['file']}"))
            page = path.read_bytes().decode("utf-8")
            yield row["file"], row["body_start_char"], page[row["body_start_char"] : row["body_end_char"]]


@pytest.fixture(scope="module")
def found(shared: Path) -> pd.DataFrame:
    rows = [
        {"article_id": f"{file}@{start}", "outlet": "x", "text": text}
        for file, start, text in articles(shared)
    ]
    table = quotes(Corpus(conform(pd.DataFrame(rows), "articles")), parser=True)
    offset = table["article_id"].str.split("@").str[1].astype(int)
    file = table["article_id"].str.split("@").str[0]
    moved = {name: table[name] + offset for name in ("start", "end", "speaker_start", "speaker_end")}
    return table.assign(file=file, **moved)


def labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def match(row: dict[str, str], table: pd.DataFrame) -> pd.Series | None:
    here = table[(table["file"] == row["file"]) & (table["start"] < int(row["end"]))]
    here = here[here["end"] > int(row["start"])]
    kind = here["kind"].eq("indirect") == (row["kind"] == "indirect")
    return here[kind].iloc[0] if kind.any() else None


def test_enough_is_labelled_and_no_text_is_kept() -> None:
    rows = labels()
    assert sum(row["label"] == "quotation" for row in rows) >= 150
    assert max(len(value) for row in rows for value in row.values()) < 90


def test_floors_on_south_asian_pages(found: pd.DataFrame) -> None:
    quotations = [row for row in labels() if row["label"] == "quotation"]
    pairs = [(row, hit) for row in quotations if (hit := match(row, found)) is not None]
    assert len(pairs) / len(quotations) >= 0.95
    given = [(row, hit) for row, hit in pairs if pd.notna(hit["speaker_start"])]
    right = [
        hit["speaker_start"] < int(row["speaker_end"]) and hit["speaker_end"] > int(row["speaker_start"])
        for row, hit in given
    ]
    assert sum(right) / len(given) >= 0.90
    named = [
        (row, hit) for row, hit in pairs if row["speaker_id"][:1].isupper() and pd.notna(hit["speaker_id"])
    ]
    same = [person_key(row["speaker_id"]) == person_key(str(hit["speaker_id"])) for row, hit in named]
    assert sum(same) / len(named) >= 0.80
    typed = [(row, hit) for row, hit in pairs if row["source_type"] and pd.notna(hit["source_type"])]
    kinds = [row["source_type"] == hit["source_type"] for row, hit in typed]
    assert sum(kinds) / len(typed) >= 0.70


def test_scare_quotes_and_titles_are_mostly_left_out(found: pd.DataFrame) -> None:
    others = [row for row in labels() if row["label"] == "other" and row["kind"] == "quoted"]
    spoken = [hit for row in others if (hit := match(row, found)) is not None and pd.notna(hit["speaker"])]
    assert len(spoken) <= len(others) / 3

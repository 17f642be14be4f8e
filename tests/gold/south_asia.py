"""The hand-labelled quotations of the saved South Asian pages: the articles, the labels, and a score of answers.

An answer is a mapping with `file`, `start`, `end` (in the page), `speaker_start`, `speaker_end`, `quoted`, and for
what the toolkit alone gives `speaker_id`, `source_type`, `anonymous`; None or NaN where there is none.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.quotes.names import person_key
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

LABELS = Path(__file__).parent / "south_asian_quotes.csv"
Answer = Mapping[str, Any]
Pair = tuple[dict[str, str], Answer]


def labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def articles(shared: Path) -> Iterator[tuple[str, int, str]]:
    """Yield file, offset of the body, and body of each labelled article."""
    for line in (shared / "gold" / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("duplicate_of") is None and row["kind"] != "video_stub":
            path = next((shared / "pages").glob(f"*/{row['file']}"))
            page = path.read_bytes().decode("utf-8")
            yield row["file"], row["body_start_char"], page[row["body_start_char"] : row["body_end_char"]]


def answers(shared: Path, *, parser: bool) -> list[dict[str, Any]]:
    """Return what the toolkit finds in the articles."""
    rows = [
        {"article_id": f"{file}@{start}", "outlet": "x", "text": text}
        for file, start, text in articles(shared)
    ]
    table = quotes(Corpus(conform(pd.DataFrame(rows), "articles")), parser=parser)
    offset = table["article_id"].str.split("@").str[1].astype(int)
    file = table["article_id"].str.split("@").str[0]
    moved = {name: table[name] + offset for name in ("start", "end", "speaker_start", "speaker_end")}
    made = table.assign(file=file, quoted=table["kind"] != "indirect", **moved)
    return made.to_dict("records")


def matched(rows: Sequence[dict[str, str]], found: Sequence[Answer]) -> list[Pair]:
    """Return the labels with the answer that overlaps each by half or more of both together."""
    by_file: dict[str, list[Answer]] = {}
    for answer in found:
        by_file.setdefault(answer["file"], []).append(answer)
    pairs = []
    for row in rows:
        here = [a for a in by_file.get(row["file"], []) if a["quoted"] == (row["kind"] == "quoted")]
        best = max(here, key=lambda answer: _iou(row, answer), default=None)
        if best is not None and _iou(row, best) >= 0.5:
            pairs.append((row, best))
    return pairs


def _iou(row: dict[str, str], answer: Answer) -> float:
    start, end = int(row["start"]), int(row["end"])
    shared = min(end, answer["end"]) - max(start, answer["start"])
    return max(0, shared) / (end - start + answer["end"] - answer["start"] - shared)


def given(value: object) -> bool:
    return value is not None and not pd.isna(value)  # type: ignore[call-overload]


def score(found: Sequence[Answer], kind: str = "quoted") -> dict[str, tuple[int, int]]:
    """Return right answers and cases of each measure, over labels of one kind (quoted | indirect)."""
    rows = [row for row in labels() if row["label"] == "quotation" and row["kind"] == kind]
    others = [row for row in labels() if row["label"] == "other" and row["kind"] == kind]
    pairs = matched(rows, found)
    answered = [(row, answer) for row, answer in pairs if given(answer["speaker_start"])]
    right = sum(_same_speaker(row, answer) for row, answer in answered)
    wrongly = [answer for _, answer in matched(others, found) if given(answer["speaker_start"])]
    made = {
        "spans found": (len(pairs), len(rows)),
        "quotations, of spans given a speaker": (len(answered), len(answered) + len(wrongly)),
        "speaker right when given": (right, len(answered)),
        "found with right speaker": (right, len(rows)),
    }
    return made | (_labelled(pairs) if found and "source_type" in found[0] else {})


def _same_speaker(row: dict[str, str], answer: Answer) -> bool:
    if not row["speaker_end"]:
        return False
    before_end = bool(answer["speaker_start"] < int(row["speaker_end"]))
    return before_end and bool(answer["speaker_end"] > int(row["speaker_start"]))


def _labelled(pairs: list[Pair]) -> dict[str, tuple[int, int]]:
    """Return the measures of what only the toolkit gives: identity, kind of source, unnamed sources."""
    named = [(row, a) for row, a in pairs if row["speaker_id"][:1].isupper() and given(a["speaker_id"])]
    same = sum(person_key(row["speaker_id"]) == person_key(a["speaker_id"]) for row, a in named)
    kinds = [(row, a) for row, a in pairs if row["source_type"]]
    typed = [(row, a) for row, a in kinds if given(a["source_type"])]
    kind_right = sum(row["source_type"] == a["source_type"] for row, a in typed)
    unnamed = [(row, a) for row, a in pairs if row["anonymous"] == "1"]
    flagged = [(row, a) for row, a in pairs if a["anonymous"]]
    return {
        "name right, of those with a name": (same, len(named)),
        "kind of source right when given": (kind_right, len(typed)),
        "kind of source given and right": (kind_right, len(kinds)),
        "unnamed sources found": (sum(bool(a["anonymous"]) for _, a in unnamed), len(unnamed)),
        "called unnamed rightly": (sum(row["anonymous"] == "1" for row, _ in flagged), len(flagged)),
    }

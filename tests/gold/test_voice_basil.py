"""Voice on BASIL: our in-quote flag beside the human flag of spans of bias."""

import json

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.segments import segments


@pytest.fixture(scope="module")
def flags(shared) -> pd.DataFrame:
    """Return for each annotated span the human flag and ours."""
    folder, rows, spans = shared / "benchmarks" / "basil", [], []
    for file in sorted((folder / "articles").rglob("*.json")):
        article = json.loads(file.read_text(encoding="utf-8"))
        note = next((folder / "annotations").rglob(f"{file.stem}_ann.json"), None)
        assert note is not None, f"no annotations for {file.name}"
        paragraphs, places, at, number = [], {}, 0, 0
        for paragraph in article["body-paragraphs"]:
            start = at
            for sentence in paragraph:
                places[f"p{number}"] = start
                start += len(sentence) + 1
                number += 1
            text = " ".join(paragraph)
            paragraphs.append(text)
            at += len(text) + 2
        rows.append({"article_id": file.stem, "text": "\n\n".join(paragraphs)})
        for span in json.loads(note.read_text(encoding="utf-8"))["phrase-level-annotations"]:
            if span["id"] in places:
                low = places[span["id"]] + span["start"]
                spans.append((file.stem, low, low + len(span["txt"]), span["quote"] == "yes"))
    corpus = Corpus(conform(pd.DataFrame(rows), "articles"))
    table = segments(corpus)
    table = table[table["voice"].isin(["direct_quote", "scare_quote"])]
    quoted = {key: part[["start", "end"]].to_numpy(dtype=int) for key, part in table.groupby("article_id")}
    out = []
    for key, low, high, human in spans:
        marks = quoted.get(key, np.empty((0, 2), dtype=int))
        inside = np.clip(np.minimum(marks[:, 1], high) - np.maximum(marks[:, 0], low), 0, None).sum()
        out.append((human, inside >= 0.5 * (high - low)))
    return pd.DataFrame(out, columns=["human", "ours"])


def test_agreement_with_the_human_flag(flags, reaches):
    assert len(flags) >= 800, "the gold data has changed"
    agreement = float((flags["human"] == flags["ours"]).mean())
    reaches("voice.agreement", agreement)

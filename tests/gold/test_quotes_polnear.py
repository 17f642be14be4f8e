"""Floors for quotations on PolNeAR's development articles, scored by the shared scorer; 12 of them parsed."""

import csv
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.quotes.names import person_key
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform


def corpus_of(folder: Path, names: list[str] | None = None) -> Corpus:
    files = sorted(path for path in folder.glob("*") if names is None or path.name in names)
    texts = [path.read_bytes().decode("utf-8") for path in files]
    ids = [path.name for path in files]
    return Corpus(conform(pd.DataFrame({"article_id": ids, "outlet": "x", "text": texts}), "articles"))


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_quotes", shared / "tools" / "score_quotes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload, arg-type]


def predictions(table: pd.DataFrame, path: Path) -> None:
    places = ("start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end")
    with path.open("w", encoding="utf-8") as out:
        for row in table.to_dict("records"):
            record = {"file": row["article_id"], "quoted": row["kind"] != "indirect"}
            out.write(json.dumps(record | {name: whole(row[name]) for name in places}) + "\n")


def scores(shared: Path, table: pd.DataFrame, path: Path, capsys: pytest.CaptureFixture[str]) -> list[float]:
    predictions(table, path)
    scorer(shared).main(str(shared / "benchmarks" / "polnear" / "dev"), str(path))
    lines = capsys.readouterr().out.splitlines()[:3]
    return [float(number) for line in lines for number in re.findall(r"\d\.\d{3}", line)]


def test_fast_path_on_all_dev_articles(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], reaches
) -> None:
    corpus = corpus_of(shared / "benchmarks" / "polnear" / "dev" / "text")
    assert len(corpus) == 84
    measured = scores(shared, quotes(corpus), tmp_path / "p.jsonl", capsys)
    span_f1, speaker_f1, speaker_right, found_right = measured[2], measured[6], measured[7], measured[8]
    reaches("quotes.spans_f1", span_f1)
    reaches("quotes.speakers_f1", speaker_f1)
    reaches("quotes.speaker_right_where_given", speaker_right)
    reaches("quotes.found_with_right_speaker", found_right)


def test_parser_finds_reported_speech_and_more_speakers(shared: Path, reaches) -> None:
    pytest.importorskip("spacy")
    folder = shared / "benchmarks" / "polnear" / "dev" / "text"
    names = [path.name for path in sorted(folder.glob("*"))][::7]
    corpus = corpus_of(folder, names)
    fast, parsed = quotes(corpus), quotes(corpus, parser=True)
    marked = parsed[parsed["kind"] != "indirect"]
    assert marked["speaker"].isna().sum() <= fast["speaker"].isna().sum()
    assert (parsed["kind"] == "indirect").sum() >= 5 * len(corpus)
    reaches("quotes.reported_with_parser", _reported_right(shared, parsed))


def _reported_right(shared: Path, table: pd.DataFrame) -> float:
    """Share of labelled reported speech ("said") that is found with the right speaker."""
    tool = scorer(shared)
    root = shared / "benchmarks" / "polnear" / "dev"
    total = right = 0
    for name, part in table.groupby("article_id"):
        stem = str(name).removesuffix(".txt")
        text = (root / "text" / str(name)).read_bytes().decode("utf-8")
        marks = tool.mask(tool.quote_spans(text), len(text))
        rows = part[part["speaker_start"].notna()].to_dict("records")
        annotations = sorted((root / "attributions").glob(f"{stem}*.ann"))
        for gold in tool.attributions(str(annotations[0])):
            cue = " ".join(text[a:b] for a, b in gold["cue"]).lower()
            size = sum(b - a for a, b in gold["content"])
            quoted = sum(sum(marks[a:b]) for a, b in gold["content"])
            if "said" not in cue.split() or not size or quoted >= 0.05 * size:
                continue
            total += 1
            right += any(_covers(row, gold, size, tool) for row in rows)
    assert total >= 25
    return right / total


def _covers(
    row: dict[str, object], gold: dict[str, list[tuple[int, int]]], size: int, tool: ModuleType
) -> bool:
    span = (whole(row["start"]), whole(row["end"]))
    speaker = (whole(row["speaker_start"]), whole(row["speaker_end"]))
    covered = sum(tool.overlap(span, content) for content in gold["content"])
    return covered >= 0.5 * size and any(tool.overlap(speaker, source) for source in gold["source"])


def test_pronouns_are_joined_to_the_right_person(shared: Path, reaches) -> None:
    with (Path(__file__).parent / "polnear_pronouns.csv").open(encoding="utf-8") as file:
        gold = {(row["file"], int(row["start"])): row["name"] for row in csv.DictReader(file)}
    assert len(gold) >= 100
    folder = shared / "benchmarks" / "polnear" / "train" / "text"
    table = quotes(corpus_of(folder, sorted({name for name, _ in gold})))
    resolved = table[table["speaker_id"].notna()].drop_duplicates(["article_id", "speaker_start"])
    given = {
        (row.article_id, int(row.speaker_start)): str(row.speaker_id)
        for row in resolved.itertuples()
        if pd.notna(row.speaker_start)
    }
    judged = [(gold[key], given[key]) for key in gold if key in given]
    right = sum(
        name != "" and person_key(name).split()[-1] == person_key(who).split()[-1] for name, who in judged
    )
    assert len(judged) >= 100
    reaches("quotes.pronouns_polnear", right / len(judged))

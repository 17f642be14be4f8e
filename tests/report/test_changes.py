"""`diff` in sentences: what an editor asks first, told from two folders of tables."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit.cli import main
from toolkit.report.run.changes import MOST, changes
from toolkit.report.run.manifest import FORMAT, VERSION


def finding(tier: str, measure: str, groups: str, statement: str, **key: object) -> dict[str, str]:
    rows = json.dumps([["framing_words", key]])
    return {"tier": tier, "measure": measure, "groups": groups, "statement": statement, "rows": rows}


def report(
    folder: Path,
    articles: list[tuple[str, str]],
    topics: list[str],
    found: list[dict[str, str]],
    seed: int = 1,
) -> Path:
    """Write what `diff` reads of a report."""
    (folder / "tables").mkdir(parents=True)
    (folder / "corpus").mkdir()
    frame = pd.DataFrame(articles, columns=["outlet", "title"])
    frame.assign(article_id=frame["title"]).to_parquet(folder / "corpus" / "articles.parquet")
    for name, table in {"topics": pd.DataFrame({"label": topics}), "findings": pd.DataFrame(found)}.items():
        table.to_parquet(folder / "tables" / f"{name}.parquet")
        table.to_csv(folder / "tables" / f"{name}.csv", index=False)
    empty = {name: {} for name in ("inputs", "study_files", "lexicons", "versions")}
    made = {"format": FORMAT, "version": VERSION, "sections": [], "settings": {"seed": seed}} | empty
    (folder / "manifest.json").write_text(json.dumps(made))
    return folder


ARTICLES = [("Post", "A"), ("Herald", "B"), ("Herald", "C")]
RAIN = finding("holds", "words", "Post | (others)", "Post writes “rain” more: 9 times.", feature="rain", n=3)
MORE_RAIN = {
    **RAIN,
    "statement": "Post writes “rain” more: 12 times.",
    "rows": RAIN["rows"].replace("3", "4"),
}
SNOW = finding("holds", "words", "Post | (others)", "Post writes “snow” more.", feature="snow", n=3)
READS = finding("describes", "readability", "Post", "Grade: Post 9.0.")
READS_NOW = {**READS, "statement": "Grade: Post 9.4."}


def test_the_most_important_comes_first_and_a_finding_with_other_numbers_is_none(tmp_path: Path) -> None:
    old = report(tmp_path / "old", ARTICLES, ["rain, river", "vote"], [RAIN, READS])
    new = report(
        tmp_path / "new", [*ARTICLES, ("Post", "D")], ["rain, river", "vote", "smog"],
        [MORE_RAIN, SNOW, READS_NOW], seed=2,
    )  # fmt: skip
    said, every = changes(old, new)
    assert said[:5] == [
        "4 articles instead of 3: 1 is new (Post, “D”).",
        "Now certain: Post writes “snow” more.",
        "3 topics instead of 2; 2 are known from before.",
        "The pages now say: Grade: Post 9.4.",
        "The settings differ: seed was 1, now it is 2.",
    ]
    assert said[-1].startswith(f"{len(every)} changes in all")
    back, _ = changes(new, old)
    assert back[:2] == [
        "3 articles instead of 4: 1 is gone (Post, “D”).",
        "No longer certain: Post writes “snow” more.",
    ]


def test_ten_sentences_at_most_and_none_where_nothing_changed(tmp_path: Path) -> None:
    many = [
        finding("holds", "words", f"Post{i} | x", f"Post{i} writes “rain” more.", feature="rain")
        for i in range(9)
    ]
    told = [finding("describes", f"measure {i}", "Post", f"Sentence {i}.") for i in range(9)]
    old = report(tmp_path / "old", ARTICLES, ["rain"], many)
    new = report(
        tmp_path / "new", [("Times", t) for _, t in ARTICLES] + [("Sun", "E")], ["vote", "rain"], told, 9
    )
    said, _ = changes(old, new)
    assert len(said) <= MOST
    assert "No longer certain, seven more." in said
    assert said[-1].startswith("29 changes") or "changes in all" in said[-1]
    assert any(sentence.startswith("The settings differ") for sentence in said), (
        "causes are never crowded out"
    )
    assert changes(old, old)[0] == []


def test_the_command_prints_sentences_and_lists_all_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = report(tmp_path / "old", ARTICLES, ["rain"], [RAIN])
    new = report(tmp_path / "new", [*ARTICLES, ("Post", "=D")], ["rain"], [RAIN])
    monkeypatch.chdir(tmp_path)
    assert main(["diff", str(old), str(new)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "4 articles instead of 3: 1 is new (Post, “=D”)."
    assert "diff.csv" in err
    listed = pd.read_csv("diff.csv")
    assert listed["what"].tolist() == ["articles"]
    assert main(["diff", str(old), str(old), "-o", "other.csv"]) == 0
    assert capsys.readouterr().out == "nothing changed\n"
    assert not Path("other.csv").exists()

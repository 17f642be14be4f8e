"""`diff` in sentences: what an editor asks first, told from two folders of tables."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit.cli import main
from toolkit.pages.record import article_id
from toolkit.report.run.changes import MOST, changes
from toolkit.report.run.manifest import FORMAT, VERSION
from toolkit.report.run.matched import LEAST_SHARED, matched


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
    ids = [article_id(outlet, title, TEXTS[title]) for outlet, title in articles]
    frame = frame.assign(article_id=ids, text=frame["title"].map(TEXTS))
    frame.to_parquet(folder / "corpus" / "articles.parquet")
    for name, table in {"topics": pd.DataFrame({"label": topics}), "findings": pd.DataFrame(found)}.items():
        table.to_parquet(folder / "tables" / f"{name}.parquet")
        table.to_csv(folder / "tables" / f"{name}.csv", index=False)
    empty = {name: {} for name in ("inputs", "study_files", "lexicons", "versions")}
    made = {"format": FORMAT, "version": VERSION, "sections": [], "settings": {"seed": seed}} | empty
    (folder / "manifest.json").write_text(json.dumps(made))
    return folder


TEXTS = {title: f"It rained on day {title} in the valley." for title in ("A", "B", "C", "D", "=D", "E")}
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


def test_articles_of_a_renamed_outlet_are_the_same_and_so_are_its_findings(tmp_path: Path) -> None:
    named = {**RAIN, "groups": "The Post | (others)", "statement": "The Post writes “rain” more: 9 times."}
    told = {**READS, "groups": "The Post", "statement": "Grade: The Post 9.0."}
    old = report(tmp_path / "old", ARTICLES, ["rain"], [RAIN, READS])
    new = report(tmp_path / "new", [("The Post", "A"), *ARTICLES[1:]], ["rain"], [named, told])
    said, every = changes(old, new)
    assert said[:2] == [
        "The articles are the same: 3.",
        "The outlet Post is now called The Post (1 article).",
    ]
    assert not [sentence for sentence in said if "ertain" in sentence or "pages now say" in sentence]
    assert every.loc[every["what"] == "articles", "item"].tolist() == ["The Post"]


def test_outlets_that_became_one_have_moved_articles_and_no_new_name(tmp_path: Path) -> None:
    old = report(tmp_path / "old", ARTICLES, ["rain"], [RAIN])
    new = report(tmp_path / "new", [("Herald", title) for _, title in ARTICLES], ["rain"], [RAIN])
    assert changes(old, new)[0][:2] == [
        "The articles are the same: 3.",
        "1 article of Post is now Herald's.",
    ]
    apart = report(tmp_path / "apart", [*ARTICLES[:2], ("Times", "C")], ["rain"], [RAIN])
    assert changes(old, apart)[0][1] == "1 article of Herald is now Times's."


def frame(**columns: list[str | None]) -> pd.DataFrame:
    ids = {"article_id": [str(n) for n in range(len(columns["text"]))]}
    return pd.DataFrame(ids | {"outlet": "Post", "title": "Rain"} | columns)


def test_an_article_whose_text_or_headline_changed_is_the_same_article() -> None:
    old = frame(title=["Rain", "Snow"], text=["one two three four", "a b c"])
    new = frame(title=["Rain", "Sleet"], text=["one two three five", "a b c"], article_id=["x", "y"])
    same = matched(old, new)
    assert same.fresh.empty
    assert same.gone.empty
    assert list(same.changes()) == [
        ("Post", "1 article of Post has another headline"),
        ("Post", "1 article of Post has another text"),
    ]
    assert same.identifiers == {"0": "x", "1": "y"}


@pytest.mark.parametrize(("text", "fresh"), [("a b c d", 0), ("a b x y", 0), ("a x y z", 1)])
def test_a_column_of_the_same_headline_is_another_article_where_few_words_are_shared(
    text: str, fresh: int
) -> None:
    assert LEAST_SHARED == 0.5
    assert len(matched(frame(text=["a b c d"]), frame(text=[text], article_id=["x"])).fresh) == fresh


def test_copies_are_matched_one_with_one_and_missing_fields_with_each_other() -> None:
    twice = frame(text=["a b", "a b", ""], title=[None, None, None])
    thrice = frame(text=["a b", "a b", "a b"], title=[None, None, None], article_id=["x", "y", "z"])
    same = matched(twice, thrice)
    assert (len(same.both), len(same.fresh), len(same.gone)) == (2, 1, 1)
    assert same.both["article_id_new"].tolist() == ["x", "y"]
    own = matched(twice, twice.assign(outlet=["Post", "Post", "Sun"]))
    assert own.moved.values.tolist() == [["Post", "Sun", 1]]
    assert own.renamed == {}, "the others are still called Post"

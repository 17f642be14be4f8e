"""`load_corpus` of what is in memory, of several paths, and the table that tells what was read."""

import datetime as dt

import pandas as pd
import pytest

import toolkit
from toolkit.corpus.load import load_corpus, read_articles
from toolkit.corpus.reading import reading, reading_lines
from toolkit.errors import InputError, SettingsError
from toolkit.settings import OutletSettings, Settings

TEXT = "The river rose by two metres in the night and the council closed the lower bridge before dawn. "
ROWS = [
    {"headline": "Dam", "body": TEXT * 5, "paper": "Post", "date": "2031-01-09", "desk": "city"},
    {
        "headline": "Second",
        "body": (TEXT + "It rained for nine days in the upper valley. ") * 5,
        "paper": "Herald",
        "date": None,
        "desk": 5,
    },
    {"headline": "Empty", "body": None, "paper": "Post", "date": "soon", "desk": None},
]


@pytest.mark.parametrize("make", [pd.DataFrame, list, iter, lambda rows: (row for row in rows)])
def test_frames_lists_and_iterators(make):
    corpus = load_corpus(make(ROWS))
    assert corpus.articles[["title", "outlet", "language"]].values.tolist() == [
        ["Dam", "Post", "en"],
        ["Second", "Herald", "en"],
    ]
    assert corpus.articles["n_words"].tolist() == [90, 135]
    assert corpus.articles["article_id"].is_unique
    assert corpus.dropped["reason"].tolist() == ["row 3 has no text"]
    assert corpus.articles["desk"].tolist() == ["city", "5"]


def test_a_frame_goes_there_and_back_with_its_ids():
    corpus = load_corpus(ROWS)
    again = load_corpus(corpus.to_frame())
    assert again.articles["article_id"].tolist() == corpus.articles["article_id"].tolist()
    assert again.articles["text"].tolist() == corpus.articles["text"].tolist()
    frame = corpus.to_frame()
    frame["title"] = "changed"
    assert corpus.articles["title"].tolist() == ["Dam", "Second"]


def test_ids_of_ones_own_are_kept_and_made_unique():
    rows = [{"text": TEXT * 5, "article_id": "a"}, {"text": f"{TEXT * 5} More.", "article_id": "a"}]
    assert read_articles(rows).articles["article_id"].tolist() == ["a", "a-2"]


def test_types_of_pandas_are_understood():
    frame = pd.DataFrame(
        {
            "text": [TEXT, TEXT + "x"],
            "date": pd.to_datetime(["2031-01-09", None]),
            "authors": [["Ann Lee"], pd.NA],
            "views": [5, pd.NA],
        }
    )
    corpus = read_articles(frame)
    assert corpus.articles["published"].iloc[0].date() == dt.date(2031, 1, 9)
    assert corpus.articles["authors"].tolist() == [["Ann Lee"], []]
    assert corpus.articles["published"].isna().tolist() == [False, True]


def test_mapped_columns_of_a_frame():
    corpus = read_articles(pd.DataFrame({"wording": [TEXT]}), Settings(columns={"text": "wording"}))
    assert corpus.articles["text"].tolist() == [TEXT.strip()]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (5, "takes a folder, a file, several of them, a DataFrame or rows .mappings.; this is of type int"),
        ({"text": "a"}, "this is a mapping; put it in a list"),
        ([1, 2], "row 1: it is of type int, not a mapping"),
        ([], "the list of rows has no rows"),
        (pd.DataFrame({"a": [1]}), "DataFrame has no column 'text'"),
        (["nowhere.csv"], "there is no file or folder nowhere.csv"),
        (pd.DataFrame({"text": [None]}), "nothing to analyse in the DataFrame"),
    ],
)
def test_wrong_arguments_are_told_what_is_taken(source, reason):
    with pytest.raises(InputError, match=reason):
        load_corpus(source)


def test_several_paths(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        pd.DataFrame([{"title": name, "paper": name, "text": TEXT + name}]).to_csv(
            tmp_path / name / "a.csv", index=False
        )
    corpus = read_articles([tmp_path / "one", str(tmp_path / "two" / "a.csv")])
    assert corpus.articles["outlet"].tolist() == ["one", "two"]
    assert corpus.files["file"].tolist() == ["one/a.csv", "a.csv"]


def test_columns_of_mixed_kinds_of_two_files_become_text(tmp_path):
    (tmp_path / "a.csv").write_text(f"text,views\n{TEXT},5\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(f'{{"text": "{TEXT}x", "views": 5}}\n', encoding="utf-8")
    corpus = read_articles(tmp_path)
    assert corpus.articles["views"].tolist() == ["5", "5"]
    corpus.save(tmp_path / "saved")


def test_settings_beside_a_file_are_used(tmp_path):
    (tmp_path / "a.csv").write_text(f"text\n{TEXT}\n", encoding="utf-8")
    (tmp_path / "study.toml").write_text('title = "Mine"\n', encoding="utf-8")
    assert read_articles(tmp_path / "a.csv").settings.title == "Mine"


def test_an_outlet_that_no_page_has_is_refused_with_the_nearest(tmp_path):
    (tmp_path / "a.csv").write_text(f"text,outlet\n{TEXT},The Herald\n", encoding="utf-8")
    wrong = Settings(outlets={"The Hreald": OutletSettings(country="NO")})
    with pytest.raises(SettingsError, match=r"\[outlets.The Hreald\].*did you mean 'The Herald'"):
        read_articles(tmp_path, wrong)
    right = Settings(outlets={"The Herald": OutletSettings(country="NO")})
    assert read_articles(tmp_path, right).articles["country"].tolist() == ["NO"]


def test_what_was_read_is_told(tmp_path):
    (tmp_path / "a.csv").write_text(
        f"text,outlet,date\n{TEXT},Post,2031-01-09\n{TEXT}x,Herald,soon\n,Post,\n", encoding="utf-8"
    )
    (tmp_path / "b.pdf").write_bytes(b"%PDF broken")
    corpus = read_articles(tmp_path)
    table = toolkit.reading(corpus)
    row = table.iloc[0]
    assert row[["format", "files", "n", "outlets", "outlets_from", "dated", "signed", "languages", "aside"]].tolist() == [
        ".csv", 1, 2, 2, "column outlet", 1, 0, "en 2", 1]  # fmt: skip
    assert table.iloc[1]["format"] == "not read"
    lines = reading_lines(corpus)
    assert (
        lines[0]
        == ".csv: 2 articles in 1 file; 2 outlets (from: column outlet); dates 1 of 2, authors 0; language en 2; 1 set aside"
    )
    assert lines[1] == "not read: 1 file"
    assert "not a valid PDF" in lines[2]


def test_the_table_of_a_saved_corpus_is_the_same(tmp_path):
    corpus = load_corpus(ROWS)
    corpus.save(tmp_path / "saved")
    pd.testing.assert_frame_equal(reading(load_corpus(tmp_path / "saved")), reading(corpus))

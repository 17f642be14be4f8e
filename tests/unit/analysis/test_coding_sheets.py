"""Coding sheets: how they are drawn, what coders see, what is read back, and what is refused."""

import openpyxl
import pandas as pd
import pytest
from coding_corpora import BOOK, book, corpus_of, fill

from toolkit import coding_sheet, read_coding
from toolkit.analysis.coding.codings import read_sheet
from toolkit.analysis.coding.draw import dealt, drawn, evenly, shared_out
from toolkit.analysis.coding.sheets import marked
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError
from toolkit.lexicons.codebook import parse_codebook
from toolkit.tables import conform


@pytest.fixture(scope="module")
def made():
    return corpus_of()


def test_every_stratum_gets_as_many_and_no_more_than_it_has():
    assert shared_out({"a": 100, "b": 100, "c": 3}, 43) == {"a": 20, "b": 20, "c": 3}
    assert shared_out({"a": 5, "b": 5}, 50) == {"a": 5, "b": 5}
    assert shared_out({"a": 100, "b": 100}, 32, {"a": 3, "b": 1}) == {"a": 24, "b": 8}
    with pytest.raises(TableError, match="3 items are too few for 2 strata; draw 4 or more"):
        shared_out({"a": 9, "b": 9}, 3)


def test_the_probability_is_how_often_a_unit_is_drawn():
    strata = pd.Series(["a"] * 30 + ["b"] * 6)
    times = pd.Series(0.0, index=range(36))
    for seed in range(800):
        places, probability = drawn(strata, 10, seed)
        times[places] += 1
    assert probability[:30].tolist() == [5 / 30] * 30
    assert probability[30:].tolist() == [5 / 6] * 6
    assert (times / 800 - probability).abs().max() < 0.06


def test_shared_items_are_spread_and_the_others_dealt_out():
    shared = evenly(3, 9).tolist()
    assert [i for i, own in enumerate(shared) if own] == [0, 3, 6]
    who = dealt(shared, ["a", "b"])
    assert who[0] == who[3] == ("a", "b")
    assert [one for one in who if len(one) == 1] == [("a",), ("b",)] * 3


def test_a_sheet_has_all_units_and_the_same_seed_draws_the_same(made):
    corpus, _ = made
    sheet = coding_sheet(corpus, book(), 40, overlap=10)
    assert len(sheet) == 40
    assert len(sheet.frame) == 240
    assert sheet.items["group"].value_counts().to_dict() == {"Herald": 20, "Post": 20}
    assert sheet.items["probability"].unique().tolist() == [20 / 120]
    assert sheet.items["shared"].sum() == 10
    pd.testing.assert_frame_equal(sheet.frame, coding_sheet(corpus, book(), 40, overlap=10).frame)
    other = coding_sheet(corpus, book(), 40, seed=7)
    assert set(other.items["article_id"]) != set(sheet.items["article_id"])


def test_likely_articles_are_drawn_more_often_with_their_probability(made):
    corpus, truth = made
    sheet = coding_sheet(corpus, book(), 40, likely="quarrel")
    strata = sheet.frame.groupby("stratum")["probability"].agg(["size", "first"])
    assert len(strata) == 4
    assert (strata["size"] * strata["first"]).round(9).tolist() == [10] * 4
    plain = coding_sheet(corpus, book(), 40)
    assert truth[sheet.items["article_id"]].mean() > truth[plain.items["article_id"]].mean()
    score = pd.Series(range(240), index=corpus.articles["article_id"], dtype=float)
    assert len(coding_sheet(corpus, book(), 40, likely=score).frame["stratum"].unique()) == 4
    with pytest.raises(TableError, match="no frame 'quarel' with patterns; did you mean 'quarrel'"):
        coding_sheet(corpus, book(), 40, likely="quarel")
    with pytest.raises(TableError, match="likely has no number for 239 articles"):
        coding_sheet(corpus, book(), 40, likely=score[:1])


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_written_and_read_back(made, tmp_path, form):
    corpus, _ = made
    sheet = coding_sheet(corpus, book(), 20, overlap=4)
    folder = sheet.save(tmp_path / "codes", ["anna", "ben"], form)
    extra = ["questions.csv"] if form == "csv" else []
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        ["codebook.toml", "frame.csv", "sheet.json", f"anna.{form}", f"ben.{form}", *extra]
    )
    again = read_sheet(folder)
    pd.testing.assert_frame_equal(
        again.frame[["unit_id", "probability", "shared"]], sheet.frame[["unit_id", "probability", "shared"]]
    )
    assert again.codebook == sheet.codebook
    if form == "xlsx":
        book_ = openpyxl.load_workbook(folder / "anna.xlsx")
        page = book_["items"]
        column = [cell.value for cell in page[1]].index("quarrel.there") + 1
        for row in range(2, page.max_row + 1):
            page.cell(row, column).value = "Y" if row % 2 else 0
        book_.save(folder / "anna.xlsx")
    else:
        fill(folder / "anna.csv", lambda row: {"quarrel.there": "no", "remark": "-1 = doubt"})
    found = read_coding(folder)
    own = found.codes[found.codes["variable"] == "quarrel.there"]
    assert len(own) == 12  # four shared, eight of her own
    assert set(own["coder"]) == {"anna"}
    assert own["probability"].unique().tolist() == [10 / 120]
    assert set(own["code"]) == ({"yes", "no"} if form == "xlsx" else {"no"})
    frames = found.codes[found.codes["variable"] == "quarrel"]
    assert set(frames["code"]) == ({"1", "0"} if form == "xlsx" else {"0"})
    assert found.remarks["remark"].tolist() == ([] if form == "xlsx" else ["-1 = doubt"] * 12)
    assert found.coders == ["anna"]


def test_beside_csv_files_the_questions_have_their_answers(made, tmp_path):
    sheet = coding_sheet(made[0], book(), 6)
    folder = sheet.save(tmp_path / "codes", ["anna"], "csv")
    asked = pd.read_csv(folder / "questions.csv")
    assert asked["column"].tolist() == list(sheet.codebook.questions)
    assert dict(zip(asked["column"], asked["answers"], strict=True))["quarrel.there"] == "no, yes"
    with pytest.raises(InputError, match="cannot be the name of a coder's file"):
        sheet.save(tmp_path / "other", ["questions"], "csv")


def test_texts_cannot_become_formulas_and_long_ones_are_cut(tmp_path):
    texts = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2", "x" * 40_000, 'a\nb, "c"; d\x01']
    frame = pd.DataFrame({"outlet": "Post", "title": texts, "text": texts, "article_id": list("abcdef")})
    sheet = coding_sheet(Corpus(conform(frame, "articles")), book(), 6)
    for form in ("xlsx", "csv"):
        sheet.save(tmp_path / form, ["anna"], form)
        assert len(read_coding(tmp_path / form).sheet.items) == 6
    page = openpyxl.load_workbook(tmp_path / "xlsx" / "anna.xlsx")["items"]
    cells = [cell for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "'=1+1" in {cell.value for cell in cells}
    assert max(len(cell.value) for cell in cells) <= 32_767
    lines = (tmp_path / "csv" / "anna.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in lines
    assert "'@SUM" in lines
    assert (tmp_path / "csv" / "anna.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_outlet_is_hidden_on_request(made, tmp_path):
    corpus, _ = made
    sheet = coding_sheet(corpus, book(), 10, hide_outlet=True)
    sheet.save(tmp_path / "codes", ["anna"], "csv")
    text = (tmp_path / "codes" / "anna.csv").read_text(encoding="utf-8-sig")
    assert "Herald" not in text
    assert "Post" not in text
    assert "[outlet] reports day" in text
    assert set(read_sheet(tmp_path / "codes").items["outlet"]) == {"Herald", "Post"}


def test_codes_are_never_written_over(made, tmp_path):
    sheet = coding_sheet(made[0], book(), 10)
    sheet.save(tmp_path / "codes", ["anna"])
    with pytest.raises(InputError, match=r"anna\.xlsx is there already"):
        sheet.save(tmp_path / "codes", ["anna"])
    for wrong in ("../x", "frame", "a/b", ""):
        with pytest.raises(InputError, match="cannot be the name of a coder's file"):
            sheet.save(tmp_path / "other", [wrong])
    with pytest.raises(InputError, match="two coders have one name"):
        sheet.save(tmp_path / "other", ["Anna", "anna"])


def test_each_fault_of_a_coders_file_has_its_row(made, tmp_path):
    coding_sheet(made[0], book(), 6).save(tmp_path / "codes", ["anna"], "csv")
    file = tmp_path / "codes" / "anna.csv"
    table = pd.read_csv(file, dtype=str)
    table.loc[0, "quarrel.there"] = "perhaps"
    table.loc[1, "item_id"] = "i99"
    table.loc[3, "item_id"] = table.loc[2, "item_id"]
    table.loc[4, "item_id"] = None
    table.to_csv(file, index=False)
    with pytest.raises(InputError) as error:
        read_coding(tmp_path / "codes")
    assert str(error.value).splitlines() == [
        "anna.csv has 4 faults:",
        "  row 2: quarrel.there: 'perhaps' is no answer; known: no, yes",
        "  row 3: item 'i99' is not on this sheet; is the file of another sheet?",
        "  row 5: item 'i3' is in row 4 already",
        "  row 6: no item_id",
    ]
    table.rename(columns={"quarrel.there": "quarrel.their"}).to_csv(file, index=False)
    with pytest.raises(InputError, match=r"no column 'quarrel\.there'; did you mean 'quarrel\.their'"):
        read_coding(tmp_path / "codes")


def test_what_spreadsheets_do_to_a_csv_file_is_understood(made, tmp_path):
    coding_sheet(made[0], book(), 6).save(tmp_path / "codes", ["anna"], "csv")
    file = tmp_path / "codes" / "anna.csv"
    table = pd.read_csv(file, dtype=str).assign(**{"quarrel.there": "YES", "remark": "né"})
    file.write_bytes(table.to_csv(index=False, sep=";").encode("cp1252", errors="replace"))
    found = read_coding(tmp_path / "codes")
    assert set(found.codes["code"]) == {"yes", "1"}
    assert set(found.remarks["remark"]) == {"né"}
    file.write_bytes(b"")
    with pytest.raises(InputError, match=r"anna\.csv is empty"):
        read_coding(tmp_path / "codes")
    (tmp_path / "codes" / "ben.xlsx").write_bytes(b"PK no")
    file.unlink()
    with pytest.raises(InputError, match=r"ben\.xlsx is not a valid XLSX file"):
        read_coding(tmp_path / "codes")


def test_folders_that_are_none_are_told_apart(made, tmp_path):
    with pytest.raises(InputError, match=r"has no sheet\.json"):
        read_coding(tmp_path)
    coding_sheet(made[0], book(), 6).save(tmp_path / "codes", ["anna"], "csv")
    (tmp_path / "codes" / "anna.xlsx").write_bytes(b"")
    with pytest.raises(InputError, match="two files of codes of anna"):
        read_coding(tmp_path / "codes")
    (tmp_path / "codes" / "sheet.json").write_text("{}")
    with pytest.raises(InputError, match="is not of format"):
        read_coding(tmp_path / "codes")


def test_sentences_are_units_too(tmp_path):
    corpus = Corpus(
        conform(
            pd.DataFrame(
                {"outlet": "Post", "text": ["It rained on Monday. The rebels fled."], "article_id": "a"}
            ),
            "articles",
        )
    )
    sheet = coding_sheet(corpus, parse_codebook('unit = "sentence"\n' + BOOK), 2)
    assert sorted(sheet.items["text"]) == [
        "It rained on Monday. [[The rebels fled.]]",
        "[[It rained on Monday.]] The rebels fled.",
    ]
    assert sheet.of == "sentences"


def test_a_passage_is_cut_around_what_is_coded():
    assert marked("abcdefghij", 4, 6, around=2) == "… cd[[ef]]gh …"


def test_a_workbook_that_could_not_be_read_back_is_not_written(made, tmp_path, monkeypatch):
    monkeypatch.setattr("toolkit.analysis.coding.files.find_spec", lambda name: None)
    sheet = coding_sheet(made[0], book(), 6)
    with pytest.raises(InputError, match=r"needs the package openpyxl .*; or use CSV"):
        sheet.save(tmp_path / "codes", ["anna"])
    assert not (tmp_path / "codes").exists()
    sheet.save(tmp_path / "codes", ["anna"], "csv")


def test_answers_are_offered_in_a_list_unless_they_hold_commas(tmp_path):
    text = BOOK + '[[frames.questions]]\nname = "how"\ntext = "How?"\nanswers = ["a, b", "c"]\n'
    sheet = coding_sheet(corpus_of(8)[0], parse_codebook(text), 4)
    page = openpyxl.load_workbook(sheet.save(tmp_path / "codes", ["anna"]) / "anna.xlsx")["items"]
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in page.data_validations.dataValidation}
    header = [cell.value for cell in page[1]]
    there, how = (
        openpyxl.utils.get_column_letter(header.index(f"quarrel.{n}") + 1) for n in ("there", "how")
    )
    assert rules[f"{there}2:{there}5"] == ("list", '"no,yes"')
    assert f"{how}2:{how}5" not in rules or rules[f"{how}2:{how}5"][0] != "list"

"""Coding key by key: the next open question, keys, going back, and a file that is always up to date."""

import pandas as pd
import pytest
from coding_corpora import BOOK, book, corpus_of

from toolkit import code_items, coding_sheet, read_coding
from toolkit.analysis.coding.desk import Desk
from toolkit.errors import InputError
from toolkit.lexicons.codebook import parse_codebook
from toolkit.report.coder import page_of

SECOND = """
[[frames.questions]]
name = "tone"
text = "How warm is it?"
answers = ["cold", "cool", "warm"]
[[frames.questions]]
name = "who"
text = "Who with whom?"
answers = []
"""


@pytest.fixture
def folder(tmp_path):
    return coding_sheet(corpus_of(20)[0], book(), 12).save(tmp_path / "codes", ["anna"], "csv")


def test_ten_items_by_keys_and_nothing_is_lost(folder):
    desk = Desk(folder, "anna")
    for number in range(10):
        assert desk.press("y" if number % 3 else "N")
        again = Desk(folder, "anna")  # as after a crash
        assert (again.done, again.at) == (number + 1, number + 1)
    codes = read_coding(folder).codes.query("variable == 'quarrel.there'")
    assert codes.sort_values("place")["code"].tolist() == ["no", "yes", "yes"] * 3 + ["no"]


def test_back_skip_and_change(folder):
    desk = Desk(folder, "anna")
    desk.press("y")
    desk.press("+")
    assert desk.at == 2
    desk.press("-")
    desk.press("-")
    assert desk.asked.row == 0
    desk.press("2")
    desk.press("1")
    assert read_coding(folder).codes.query("variable == 'quarrel.there'")["code"].tolist() == ["yes", "no"]
    assert not desk.press("q")
    assert desk.done == 2


def test_numbers_letters_and_words(tmp_path):
    many = parse_codebook(BOOK + SECOND)
    place = coding_sheet(corpus_of(8)[0], many, 4).save(tmp_path / "codes", ["anna"], "csv")
    desk = Desk(place, "anna")
    assert desk.keys() == {"n": "no", "y": "yes", "1": "no", "2": "yes"}
    desk.press("y")
    assert desk.keys() == {"w": "warm", "1": "cold", "2": "cool", "3": "warm"}
    assert not desk.press("c")
    desk.press("2")
    assert desk.keys() == {}
    with pytest.raises(InputError, match="'' is no answer"):
        desk.answer(" ")
    desk.answer("=A1+B1")
    desk.remark("see page 2")
    own = read_coding(place)
    assert own.codes.set_index("variable")["code"].to_dict() | {"quarrel": "1"} == {
        "quarrel.there": "yes",
        "quarrel.tone": "cool",
        "quarrel.who": "=A1+B1",
        "quarrel": "1",
    }
    assert own.remarks["remark"].tolist() == ["see page 2"]


def test_after_the_last_question(folder):
    desk = Desk(folder, "anna")
    for _ in range(12):
        desk.press("n")
    assert desk.asked is None
    assert "Nothing is left" in page_of(desk)
    with pytest.raises(InputError, match="every question was asked"):
        desk.answer("no")
    desk.press("-")
    desk.press("y")
    assert read_coding(folder).codes.query("variable == 'quarrel.there'")["code"].tolist()[-1] == "yes"


def test_who_is_not_there(folder, tmp_path):
    with pytest.raises(InputError, match="no file of codes of 'ana'; did you mean 'anna'"):
        Desk(folder, "ana")
    coding_sheet(corpus_of(8)[0], book(), 4).save(tmp_path / "x", ["ben"])
    with pytest.raises(InputError, match="form='csv'"):
        Desk(tmp_path / "x", "ben")


def test_the_widget_takes_keys_words_and_remarks(folder):
    view = code_items(folder, "anna")
    shown, keys, words, note = view.children
    keys.value = "y"
    keys.value = "yx"  # no key
    assert "1 of 12" in shown.value
    words.value = "perhaps"
    assert "is no answer" in shown.value
    note.value = "odd"
    words.value = "no"
    found = read_coding(folder)
    assert found.codes.query("variable == 'quarrel.there'")["code"].tolist() == ["yes", "no"]
    assert found.remarks["item_id"].tolist() == [found.sheet.items["item_id"][1]]


def test_texts_are_escaped(tmp_path):
    from toolkit.corpus.corpus import Corpus
    from toolkit.tables import conform

    frame = pd.DataFrame(
        {"outlet": "Post", "title": "<b>x", "text": "<script>alert(1)</script>", "article_id": ["a", "b"]}
    )
    place = coding_sheet(Corpus(conform(frame, "articles")), book(), 2).save(
        tmp_path / "codes", ["anna"], "csv"
    )
    page = page_of(Desk(place, "anna"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page

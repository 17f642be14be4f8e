"""The one place that makes an article row."""

import ast
import datetime as dt

import pytest

from toolkit.pages.fields.dates import FoundDate
from toolkit.pages.record import Found, article_id, article_row, count_words
from toolkit.tables import ARTICLES

TEXT = "The river rose again on Monday, and the ministry said that the dam would hold."


def test_a_row_has_the_columns_of_the_contract_in_their_order():
    assert list(article_row(Found("a.txt", "Post", TEXT))) == [column.name for column in ARTICLES]


def test_what_the_source_says_beats_what_the_text_opens_with():
    text = f"GENEVA (Reuters) - {TEXT}"
    own = article_row(Found("a.txt", "Post", text))
    said = article_row(Found("a.txt", "Post", text, dateline="Bern", credit="AFP", language="fr"))
    assert (own["dateline"], own["credit"], own["credit_kind"], own["language"]) == (
        "GENEVA",
        "Reuters",
        "explicit",
        "en",
    )
    assert (said["dateline"], said["credit"], said["language"]) == ("Bern", "AFP", "fr")


def test_an_agency_named_in_passing_is_inferred_and_captions_count():
    told = article_row(Found("a.txt", "Post", f"{TEXT} It would hold, he told Reuters."))
    shown = article_row(Found("a.txt", "Post", TEXT, captions=["The dam (AFP)"]))
    none = article_row(Found("a.txt", "Post", TEXT))
    assert (told["credit"], told["credit_kind"]) == ("Reuters", "inferred")
    assert (shown["credit"], shown["credit_kind"]) == ("AFP", "inferred")
    assert (none["credit"], none["credit_kind"]) == (None, None)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (None, (None, None, None)),
        (FoundDate(dt.date(2031, 3, 4), "updated", "Updated 4 March"), (dt.date(2031, 3, 4), "updated")),
        (FoundDate(None, "relative", "2 hours ago"), (None, "relative")),
        (FoundDate(None, "published", "soon"), (None, None)),
    ],
)
def test_the_kind_of_a_date_needs_a_day_or_is_relative(date, expected):
    row = article_row(Found("a.txt", "Post", TEXT, date=date))
    assert (row["published"], row["date_kind"]) == expected[:2]
    assert row["date_raw"] == (date.raw if date else None)


@pytest.mark.parametrize(
    ("text", "n"), [("", 0), ("a  b\nc", 3), ("水位上升。", 4), ("So-called — text", 3), ("GDP は増加", 4)]
)
def test_words_are_counted_by_blanks_or_characters(text, n):
    assert count_words(text) == n


def test_an_identifier_depends_on_outlet_title_and_text():
    made = {
        article_id(*parts) for parts in [("a", "b", "c"), ("a", None, "bc"), ("ab", "", "c"), ("a", "bc", "")]
    }
    assert len(made) == 4


def test_no_other_module_makes_a_row(root):
    for path in (root / "toolkit" / "pages").rglob("*.py"):
        keys = {
            key.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Dict)
            for key in node.keys
            if isinstance(key, ast.Constant)
        }
        assert path.name == "record.py" or not {"article_id", "outlet", "text", "n_words"} <= keys, path

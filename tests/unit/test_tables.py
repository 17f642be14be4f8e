import pandas as pd
import pytest

from toolkit.errors import TableError, nearest
from toolkit.tables import CONTRACTS, DTYPES, conform, contract, empty


@pytest.mark.parametrize("name", list(CONTRACTS))
def test_empty_tables_have_the_contracts_columns_and_types(name):
    table = empty(name)
    assert list(table.columns) == [column.name for column in contract(name)]
    assert [str(kind) for kind in table.dtypes] == [DTYPES[column.kind] for column in contract(name)]
    assert conform(table, name).equals(table)


def test_missing_is_null_and_extra_is_kept():
    table = conform(pd.DataFrame({"desk": ["city"], "text": ["It rained."]}, index=[7]), "articles")
    assert table["title"].isna().all()
    assert table["authors"].tolist() == [[]]
    assert table["desk"].tolist() == ["city"]
    assert table.index.tolist() == [0]


def test_the_input_is_left_alone():
    frame = pd.DataFrame({"text": ["a"]})
    conform(frame, "articles")
    assert list(frame.columns) == ["text"]


def test_names_joined_or_listed():
    table = conform(pd.DataFrame({"text": ["a", "b", "c"], "authors": ["Jo; Al", ["Mo"], None]}), "articles")
    assert table["authors"].tolist() == [["Jo", "Al"], ["Mo"], []]


def test_a_required_column_is_asked_for():
    with pytest.raises(TableError, match=r"no column 'text' \(found: title\)"):
        conform(pd.DataFrame({"title": ["a"]}), "articles")


def test_a_wrong_kind_is_named():
    with pytest.raises(TableError, match="column 'n_words' of the articles table is not of kind int"):
        conform(pd.DataFrame({"text": ["a"], "n_words": ["many"]}), "articles")


def test_an_unknown_table():
    with pytest.raises(TableError, match="did you mean 'articles'"):
        contract("article")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("framing", "did you mean 'outlet_framing' or 'source_framing'?"),
        ("outlet", "did you mean 'outlet_framing'?"),
        ("frame", "did you mean 'frames'?"),
        ("tpics", "did you mean 'topics'?"),
        ("", "known: frames, outlet_framing, source_framing, topics"),
    ],
)
def test_a_name_that_is_part_of_several_names_all_of_them(name: str, said: str) -> None:
    assert nearest(name, ["topics", "outlet_framing", "source_framing", "frames"]) == said

"""Rows held column by column behave as a list of rows would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.pages.rows import Rows

row = st.dictionaries(st.sampled_from("abcd"), st.integers(), max_size=4)


def filled(rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{name: row.get(name) for name in names} for row in rows]


@given(st.lists(row, max_size=8))
def test_a_list_of_rows(rows):
    made = Rows(rows)
    assert list(made) == made[:] == filled(rows)
    assert len(made) == len(rows)
    for name in "abcd":
        assert list(made.values(name)) == [row.get(name) for row in rows]


@given(st.lists(row, max_size=5), st.lists(row, max_size=5), row)
def test_one_list_behind_another(first, second, last):
    made = Rows(first)
    made.extend(Rows(second))
    made.append(last)
    assert list(made) == filled([*first, *second, last])


@given(st.lists(row, min_size=1, max_size=8), st.integers(0, 8))
def test_cut(rows, size):
    made = Rows(rows)
    made.cut(size)
    assert [{k: v for k, v in row.items() if v is not None} for row in made] == rows[:size]


def test_places_outside():
    made = Rows([{"a": 1}, {"a": 2}])
    assert (made[-1], made[0]) == ({"a": 2}, {"a": 1})
    with pytest.raises(IndexError):
        made[2]


def test_no_column_of_a_list_that_was_cut_to_nothing_is_left():
    made = Rows([{"ghost": 1}])
    made.cut(0)
    made.append({"a": 1})
    assert list(made) == [{"a": 1}]


@given(st.lists(row, max_size=8), st.integers(1, 4))
def test_parts(rows, size):
    made = list(Rows(rows).parts(size))
    assert [len(part) for part in made] == [
        len(rows[at : at + size]) for at in range(0, max(len(rows), 1), size)
    ]
    assert [row for part in made for row in part] == filled(rows)

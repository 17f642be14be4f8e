import pandas as pd

from toolkit.report.page.selection import evenly


def table() -> pd.DataFrame:
    counts = {("army", "A"): [90, 80, 70, 60], ("army", "B"): [2, 0], ("mob", "A"): [5], ("mob", "B"): [1, 3]}
    rows = [(actor, outlet, n) for (actor, outlet), uses in counts.items() for n in uses]
    return pd.DataFrame(rows, columns=["actor", "outlet", "n"])


def first(rows: int) -> list[list[object]]:
    return evenly(table(), ["actor", "outlet"], of="n", rows=rows).head(rows).to_numpy().tolist()


def test_every_group_has_its_largest_row_before_any_has_two() -> None:
    assert first(4) == [["army", "A", 90], ["army", "B", 2], ["mob", "A", 5], ["mob", "B", 3]]


def test_where_room_ends_it_ends_for_all_outlets_alike() -> None:
    assert first(2) == [["army", "A", 90], ["army", "B", 2]]


def test_rows_of_nothing_are_never_chosen_and_no_row_is_lost() -> None:
    made = evenly(table(), ["actor", "outlet"], of="n", rows=50)
    assert made["n"].tolist()[-1] == 0
    assert sorted(made.index) == list(table().index)


def test_an_empty_table_stays_empty() -> None:
    assert evenly(table().head(0), ["actor", "outlet"], of="n", rows=5).empty

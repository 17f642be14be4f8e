from collections.abc import Iterator

import pandas as pd
import pytest

from toolkit.report.page.selection import ROOM, evenly, shown_first
from toolkit.results import make
from toolkit.roster import remember


@pytest.fixture(autouse=True)
def nothing_loaded() -> Iterator[None]:
    remember([])
    yield
    remember([])


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


def coverage_of(groups: int, months: int = 6) -> pd.DataFrame:
    """Return a table whose outlets are larger, the later they come by name."""
    rows = [
        {"group": f"P{k:02}", "month": f"2024-0{m + 1}", "n": k + 1}
        for k in range(groups)
        for m in range(months)
    ]
    return make("coverage", rows)


def test_up_to_twelve_outlets_are_shown_in_the_order_they_come() -> None:
    for groups, first, note in (
        (12, "P00", ""),
        (13, "P05", "Of 13 outlets, 4 with the most articles are shown."),
    ):
        shown, said = shown_first(coverage_of(groups), 20)
        assert shown["outlet"].iloc[0] == first
        assert len(shown) == 20
        assert said == note


def test_a_table_that_fits_is_shown_whole() -> None:
    assert len(shown_first(coverage_of(13, 1), 13)[0]) == 13
    assert shown_first(coverage_of(13, 1), 12)[0]["outlet"].tolist() == [f"P{k:02}" for k in range(1, 13)]


def test_many_outlets_have_room_for_eight_rows_of_eight_whatever_is_asked_for() -> None:
    shown, _ = shown_first(coverage_of(86, 9), 500)
    assert len(shown) == ROOM
    assert shown["outlet"].min() == "P78"
    assert len(shown_first(coverage_of(12, 9), 500)[0]) == 108


def test_pairs_are_of_the_largest_outlets_and_articles_are_left_in_their_order() -> None:
    pairs = [(a, b) for a in range(20) for b in range(a + 1, 20)]
    table = pd.DataFrame({"a": [f"P{a:02}" for a, _ in pairs], "b": [f"P{b:02}" for _, b in pairs]})
    table = table.assign(n_a=[a + 2 for a, _ in pairs], n_b=[b + 2 for _, b in pairs])
    table.attrs = coverage_of(1).attrs
    shown, said = shown_first(table, 28)
    assert set(shown["a"]) | set(shown["b"]) == {f"P{k}" for k in range(12, 20)}
    assert said == "Of 20 outlets, 8 with the most articles are shown."
    articles = coverage_of(20).assign(article_id=range(120))
    articles.attrs = table.attrs
    assert shown_first(articles, 10)[0]["article_id"].tolist() == list(range(10))


def test_an_even_choice_of_many_outlets_is_of_the_largest() -> None:
    for groups, at_first in ((12, "P00"), (13, "P05")):
        chosen = evenly(coverage_of(groups), ["month", "outlet"], of="n", rows=8)
        assert chosen["outlet"].iloc[0] == at_first
        assert len(chosen) == 6 * groups

"""Periods: months joined until they hold enough articles."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.corpus.periods import PERIOD_SIZE, periods


def days(*counts: tuple[str, int]) -> pd.Series:
    return pd.Series(pd.to_datetime([f"{month}-15" for month, n in counts for _ in range(n)]))


@pytest.mark.parametrize(("n", "spans"), [(PERIOD_SIZE, 2), (PERIOD_SIZE - 1, 1)])
def test_a_month_stands_alone_from_ten_articles(n: int, spans: int) -> None:
    codes, found = periods(days(("2024-01", n), ("2024-02", PERIOD_SIZE)))
    assert len(found) == spans
    assert codes[-1] == spans - 1


def test_thin_months_are_joined_in_order_and_the_last_joins_the_one_before() -> None:
    codes, found = periods(days(("2023-11", 4), ("2024-01", 6), ("2024-02", 12), ("2024-05", 3)))
    assert found == ("2023-11 to 2024-01", "2024-02 to 2024-05")
    assert codes.tolist() == [0] * 10 + [1] * 15


def test_order_of_the_articles_changes_nothing() -> None:
    made = days(("2024-01", 11), ("2024-02", 12), ("2024-03", 5)).sample(frac=1, random_state=3)
    codes, found = periods(made)
    again, same = periods(made.sort_index())
    assert found == same
    assert codes[made.index.argsort()].tolist() == again.tolist()


def test_undated_articles_are_apart() -> None:
    made = pd.concat([days(("2024-01", 12)), pd.Series([pd.NaT] * 3)], ignore_index=True)
    codes, found = periods(made)
    assert codes[-3:].tolist() == [-1] * 3
    assert found == ("2024-01",)
    assert periods(pd.Series([pd.NaT] * 2))[1] == ()


def test_fewer_articles_than_a_period_are_one() -> None:
    assert periods(days(("2024-01", 2), ("2024-06", 2)))[1] == ("2024-01 to 2024-06",)

"""Periods: months joined until they hold enough articles."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.analysis.question.rates import term_rates
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.periods import MOST_EMPTY, PERIOD_SIZE, calendar, periods
from toolkit.tables import conform


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


@pytest.mark.parametrize(
    ("over", "last", "names", "left_out"),
    [
        ("month", "2034-02-01", MOST_EMPTY + 2, ()),
        ("month", "2034-03-01", 2, ("121 months from 2024-02 to 2034-02",)),
        ("quarter", "9999-12-31", 2, ("31,902 quarters from 2024-Q2 to 9999-Q3",)),
        ("year", "2145-01-01", MOST_EMPTY + 2, ()),
        ("year", "2146-01-01", 2, ("121 years from 2025 to 2145",)),
        ("week", "2026-05-04", MOST_EMPTY + 2, ()),
        ("week", "2026-05-11", 2, ("121 weeks from 2024-W03 to 2026-W19",)),
    ],
)
def test_long_gaps_are_left_out_and_named(
    over: str, last: str, names: int, left_out: tuple[str, ...]
) -> None:
    found = calendar(pd.Series(["2024-01-10", last]).astype("datetime64[s]"), over)
    assert len(found.names) == len(found.begins) == names
    assert found.left_out == left_out
    assert found.period.tolist() == [0, names - 1]
    assert calendar(
        pd.Series(["2024-01-10", last, None, "2024-01-11"]).astype("datetime64[s]"), over
    ).period.tolist() == [0, names - 1, -1, 0]


def test_a_misdated_article_does_not_make_a_table_of_centuries() -> None:
    dated = ["0001-01-01", "9999-12-31", "2024-05-01", "2024-07-01"]
    frame = pd.DataFrame(
        {"text": [f"Rain fell {at} times." for at in range(4)], "published": dated, "outlet": "Post"}
    )
    table = term_rates(Corpus(conform(frame, "articles")), "rain")
    assert table["period"].tolist() == ["0001-01", "2024-05", "2024-06", "2024-07", "9999-12"]
    assert table["n"].tolist() == [1, 1, 0, 1, 1]
    assert table.attrs["not_drawn"].startswith(
        "without a row are 24,279 months from 0001-02 to 2024-04 and 95,704 months from 2024-08 to 9999-11"
    )

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.report.page.words import MISSING, cells
from toolkit.results import column


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0.5, -0.25], ["0.500", "−0.250"]),
        ([1234.5, 2.0], ["1,234", "2"]),
        ([12.34, 1.2], ["12.3", "1.2"]),
        ([3.0, float("nan")], ["3", MISSING]),
        ([-0.0001, 0.9], ["0.000", "0.900"]),
    ],
)
def test_numbers_of_a_column_share_their_decimals(values: list[float], shown: list[str]) -> None:
    assert cells(pd.Series(values)) == shown


def test_probabilities_are_never_shown_as_nothing() -> None:
    assert cells(pd.Series([1e-9, 0.0123], name="q")) == ["< 0.001", "0.012"]


def test_missing_values_of_every_kind_are_a_dash() -> None:
    for values in (
        pd.Series([None], dtype="str"),
        pd.Series([pd.NA], dtype="Int64"),
        pd.Series([pd.NaT]),
        pd.Series([[]]),
    ):
        assert cells(values) == [MISSING]


def test_small_shares_keep_a_place() -> None:
    assert cells(pd.Series([0.0004]), percent=True) == ["0.04 %"]
    assert cells(pd.Series([-0.126]), percent=True) == ["−12.6 %"]


@given(st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=1, max_size=20))
def test_rounding_keeps_the_order(values: list[float]) -> None:
    shown = [float(text.replace(",", "").replace("−", "-")) for text in cells(pd.Series(sorted(values)))]
    assert all(before <= after for before, after in pairwise(shown))
    largest = max(map(abs, values))
    assert all(
        math.isclose(a, b, abs_tol=max(0.0006, largest / 150))
        for a, b in zip(shown, sorted(values), strict=True)
    )


def test_headings_are_words() -> None:
    assert column("published").heading == "Date"
    assert column("reporting_verb").heading == "Reporting verb"

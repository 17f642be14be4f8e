"""Values as a reader wants them: rounded numbers, ISO dates, codes in words.

Only what is shown is rounded; the files beside the report keep the numbers.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from toolkit.results import code_names

MISSING = "–"
PROBABILITIES = frozenset({"p", "q", "p_value"})
CODES = frozenset({"measure", "flag", "flags", "kind", "voice", "value", "relation", "stage", "direction"})


def cells(values: pd.Series, *, percent: bool = False, unit: str = "%") -> list[str]:
    """Return a column's values as text for reading; a missing value is an en dash.

    Numbers of one column share their decimals: three significant places of the largest, at most three
    decimals. Shares are shown in per cent when asked.

    Parameters
    ----------
    values : Series
        The column.
    percent : bool
        Show 0.125 as 12.5 %.
    unit : str
        What is behind the hundredths.

    Examples
    --------
    >>> cells(pd.Series([0.12345, 12.5, None]))
    ['0.1', '12.5', '–']
    >>> cells(pd.Series([0.125, 1.0]), percent=True)
    ['12.5 %', '100.0 %']
    >>> cells(pd.Series([1234, 7])), cells(pd.to_datetime(pd.Series(["2024-03-01 10:00"])))
    (['1,234', '7'], ['2024-03-01'])
    """
    write = _writer(values, percent=percent, unit=unit)
    return [MISSING if _is_missing(value) else write(value) for value in values]


def _writer(values: pd.Series, *, percent: bool, unit: str) -> Any:
    """Return the function that writes one present value of a column."""
    if pd.api.types.is_bool_dtype(values):
        return lambda value: "yes" if value else "no"
    if pd.api.types.is_datetime64_any_dtype(values):
        return lambda value: value.strftime("%Y-%m-%d")
    if percent:
        decimals = 1 if _largest(values) >= 0.01 else 2
        return lambda value: _signed(f"{value * 100:.{decimals}f} {unit}")
    if values.name in PROBABILITIES:
        return lambda value: "< 0.001" if value < 0.001 else f"{value:.3f}"
    if pd.api.types.is_numeric_dtype(values):
        places = 0 if pd.api.types.is_integer_dtype(values) else _decimals(values)
        return lambda value: _signed(f"{value:,.{places}f}")
    return named if values.name in CODES else _plain


def named(value: object) -> str:
    """Return a code in words.

    Examples
    --------
    >>> named("few_sentences"), named("dale_chall")
    ('few sentences', 'New Dale-Chall')
    """
    return code_names().get(str(value), "") or _plain(value).replace("_", " ")


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or MISSING
    return str(value)


def _is_missing(value: object) -> bool:
    return not isinstance(value, list | tuple) and bool(pd.isna(value))  # type: ignore[call-overload]


def _largest(values: pd.Series) -> float:
    sizes = [abs(float(v)) for v in values if not _is_missing(v) and math.isfinite(float(v))]
    return max(sizes, default=0.0)


def _decimals(values: pd.Series) -> int:
    """Return decimals that give the largest value of a column three significant places.

    Whole numbers stored as floats (counts with gaps) get none.
    """
    if all(float(v).is_integer() for v in values if not _is_missing(v) and math.isfinite(float(v))):
        return 0
    largest = _largest(values)
    return 3 if largest == 0 else min(3, max(0, 2 - math.floor(math.log10(largest))))


def _signed(text: str) -> str:
    """Return a number with a true minus sign; minus nothing is nothing."""
    return text.removeprefix("-") if not text.strip("-0.,% ") else text.replace("-", "\u2212", 1)

"""How often the rules and the results are right on labelled news, as it is printed beside results."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd

from toolkit.errors import TableError, nearest
from toolkit.results import make

# Share right on PolNeAR's 840 training articles: quotations of three words and more, and reported clauses,
# whose source is labelled. docs/methods/quotes.md describes the rules. Assumed, for under five cases:
# dash, signed (0.95), after_unlisted, before_quoted (0.9). transcript: the labels of 379 turns in 17
# transcripts of AllSides and PolNeAR, found in 6,976 articles.
CONFIDENCE: Mapping[str, float] = MappingProxyType(
    {
        "after_according": 0.94,
        "after_apposition": 1.0,
        "after_inverted": 0.98,
        "after_left": 0.98,
        "after_participle": 0.91,
        "after_shared": 1.0,
        "after_unlisted": 0.9,
        "before_according": 0.88,
        "before_apposition": 0.96,
        "before_left": 0.93,
        "before_participle": 0.85,
        "before_quoted": 0.9,
        "before_relative": 0.59,
        "before_shared": 0.92,
        "block": 0.91,
        "colon": 0.88,
        "continued": 0.98,
        "dash": 0.95,
        "floating": 0.86,
        "label": 0.97,
        "later_in_sentence": 0.89,
        "reported": 0.9,
        "same_paragraph": 0.79,
        "signed": 0.95,
        "split": 0.73,
        "subject_before": 0.74,
        "syntax": 0.86,
        "syntax_subject": 0.74,
        "transcript": 0.99,
        "unclosed": 0.92,
    }
)


@lru_cache(maxsize=1)
def _rates() -> dict[str, dict[str, Any]]:
    file = files("toolkit") / "lexicons" / "quote_rates.toml"
    return {rate["name"]: rate for rate in tomllib.loads(file.read_text(encoding="utf-8"))["rate"]}


def measured_errors(*, parser: bool = False) -> pd.DataFrame:
    """Return how often quotations and speakers were right on labelled news, to be shown beside results.

    Parameters
    ----------
    parser : bool
        The rates measured with the parser instead of those without.

    Returns
    -------
    DataFrame
        One row a rate: ``measure``, ``share`` (higher is better, but for a difference), ``cases``
        (labelled), ``data`` (whose labels). From ``toolkit/lexicons/quote_rates.toml``.

    Examples
    --------
    >>> measured_errors().columns.tolist()
    ['measure', 'share', 'cases', 'data']
    """
    path = "parser" if parser else "fast"
    rows = [(r["says"], r[path], r["n"], r["data"]) for r in _rates().values() if path in r]
    return make("quote_errors", pd.DataFrame(rows, columns=["measure", "share", "cases", "data"]))


def quote_error_note(*names: str, parser: bool = False) -> str:
    """Return the measured rates that matter to a table as one line to print under it.

    Parameters
    ----------
    *names : str
        Names of rates in ``toolkit/lexicons/quote_rates.toml``; those not measured on this path are left out.
    parser : bool
        Whether the table was made with the parser.

    Raises
    ------
    TableError
        If there is no such rate.

    Examples
    --------
    >>> quote_error_note("speaker")
    'On labelled news, without the parser: speaker right where one is given ...'
    """
    path, known = ("parser" if parser else "fast"), _rates()
    for name in names:
        if name not in known:
            raise TableError(f"there is no measured rate '{name}'; {nearest(name, known)}")
    told = [_told(known[name], path) for name in names if path in known[name]]
    return f"On labelled news, {'with' if parser else 'without'} the parser: {'; '.join(told)}."


def _told(rate: dict[str, Any], path: str) -> str:
    points = rate.get("unit") == "points"
    value = f"{100 * rate[path]:.1f} points" if points else f"{100 * rate[path]:.0f} %"
    cases = "articles" if points else "cases"
    return f"{rate['says']} {value} ({rate['n']} {cases}, {rate['data']})"

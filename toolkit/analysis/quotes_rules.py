"""How often each rule names the right speaker: measured, and printed as `confidence`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

# Share right on PolNeAR's 840 training articles: quotations of three words and more, and reported clauses,
# whose source is labelled. docs/methods/quotes.md describes the rules; too rare there: dash (0.95 assumed).
CONFIDENCE: Mapping[str, float] = MappingProxyType(
    {
        "after_according": 0.94,
        "after_apposition": 1.0,
        "after_inverted": 0.98,
        "after_left": 0.98,
        "after_participle": 0.92,
        "before_according": 0.88,
        "before_apposition": 0.95,
        "before_left": 0.93,
        "before_participle": 0.84,
        "before_relative": 0.59,
        "block": 0.96,
        "continued": 0.98,
        "dash": 0.95,
        "floating": 0.85,
        "label": 1.0,
        "later_in_sentence": 0.89,
        "reported": 0.9,
        "same_paragraph": 0.81,
        "split": 0.42,
        "subject_before": 0.77,
        "syntax": 0.86,
        "syntax_subject": 0.74,
        "unclosed": 0.91,
    }
)

_MEASURED = (
    ("quotations found (F1)", 0.97, 541, "PolNeAR dev"),
    ("speaker right, where one is given", 0.96, 541, "PolNeAR dev, with parser"),
    ("quotation found with the right speaker", 0.88, 541, "PolNeAR dev, with parser"),
    ("reported speech found with the right speaker", 0.77, 620, "PolNeAR dev, verbs of saying, with parser"),
    ("reported clause holds reported words", 0.94, 1076, "PolNeAR dev, with parser"),
)


def measured_errors() -> pd.DataFrame:
    """Return how often quotations and speakers were right on labelled news, to be shown beside results.

    Higher is better; ``n`` is the number of labelled cases.

    Examples
    --------
    >>> measured_errors().columns.tolist()
    ['measure', 'share', 'n', 'data']
    """
    return pd.DataFrame(_MEASURED, columns=["measure", "share", "n", "data"])

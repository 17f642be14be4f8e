"""How often each rule names the right speaker: measured, and printed as `confidence`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Share right on PolNeAR's 840 training articles: quotations of three words and more, and reported clauses,
# whose source is labelled. docs/methods/quotes.md describes the rules; too rare there: dash (0.95 assumed).
CONFIDENCE: Mapping[str, float] = MappingProxyType(
    {
        "dash": 0.95,
    }
)

"""A question of one's own: how often, near what, compared how, and when."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "term_rates": "rates",
        "collocations": "near",
        "compare": "beside",
        "COMPARABLE": "counted",
        "over_time": "course",
    },
)

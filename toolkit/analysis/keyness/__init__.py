"""Words that one side uses more often than the other, by article and story."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "top_terms": "top",
        "content_words": "top",
        "exact": "permutation",
        "power": "detectable",
        "power_line": "detectable",
    },
)

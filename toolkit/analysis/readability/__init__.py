"""How hard the articles are to read, and why."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "article_scores": "scores",
        "flag_counts": "scores",
        "measure_table": "scores",
        "agreement": "compare",
        "readability_by_outlet": "compare",
        "explain_hardest": "reasons",
        "lede_to_end": "lede",
        "variety": "diversity",
    },
)

"""What a report shows: tables, figures, evidence, templates."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "evenly": "selection",
    },
)

"""Boxes in a live notebook that ask a question of one's own, with the plain call above each result."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "ask": "boxes",
        "browse_context": "context",
        "tick_names": "names",
    },
)

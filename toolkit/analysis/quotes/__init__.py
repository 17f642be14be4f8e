"""Quotations with their speakers, reporting verbs and kinds of source."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "measured_errors": "accuracy",
        "quote_error_note": "accuracy",
    },
)

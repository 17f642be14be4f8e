"""Names, hedges, agency and voices: how each outlet puts it."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "Framing": "find",
        "read_labels": "naming",
        "about_actor": "naming",
        "names_used": "naming",
        "lexicon_report": "naming",
    },
)

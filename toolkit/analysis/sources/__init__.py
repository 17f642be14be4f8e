"""Who gets to speak: shares of speakers and kinds of sources, verbs, concentration."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "attribution": "shares",
        "quotes_behind": "shares",
        "quote_evidence": "shares",
        "concentration": "profile",
        "first_voices": "profile",
        "residuals": "profile",
    },
)

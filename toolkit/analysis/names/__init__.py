"""Names for any subject: other words that occur in the same contexts, for the user to choose from."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "choices_used": "contrasts",
        "countries": "country_shares",
        "country_mentions": "country_shares",
        "looked_at": "halves",
        "entity_mentions": "entity_lists",
        "named_entities": "entity_lists",
        "naming_contrasts": "contrasts",
        "suggest_names": "suggest",
        "write_labels": "rows",
    },
)

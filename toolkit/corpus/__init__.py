"""The articles under study: loading, duplicates, stories."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "doubtful": "audit",
        "left_out": "coverage",
        "file_overlap": "coverage",
        "story_coverage": "coverage",
        "same_story_pairs": "stories",
        "assign_stories": "stories",
        "who_copies": "syndication",
        "resolve_syndication": "syndication",
        "shared_passages": "shared",
    },
)

"""What the articles are about: topics, their prevalence, and how far both can be trusted."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "TopicModel": "model",
        "Topics": "results",
        "VocabularyRules": "vocabulary",
        "compare_topics": "compare",
        "compare_band": "compare",
        "topic_changes": "over_time",
        "topic_coverage": "tables",
        "topic_statements": "tables",
        "article_places": "articles",
        "save_model": "store",
        "load_model": "store",
    },
)

"""From a result table to a figure with words."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "Figure": "figure",
        "coverage_figure": "corpus",
        "story_figure": "corpus",
        "frame_figure": "coding",
        "effect_forest": "framing",
        "rate_against_rate": "framing_counts",
        "xray": "framing_counts",
        "hedging_rates": "framing_shares",
        "label_shares": "framing_shares",
        "country_shares": "framing_shares",
        "role_bars": "framing_shares",
        "lede_profile": "readability",
        "measure_agreement": "readability",
        "outlet_readability": "readability",
        "score_by_length": "readability",
        "source_shares": "sources",
        "speaker_heatmap": "sources",
        "verb_shares": "sources",
        "name_bars": "opening",
        "article_map": "topic_model",
        "number_of_topics": "topic_model",
        "topic_terms": "topic_model",
        "topic_shares": "topics",
        "over_time_figure": "over_time",
        "comparison_figure": "question",
        "collocation_figure": "question",
        "rates_figure": "question",
    },
)

"""Media analysis of saved news pages: topics, outlet and source framing, readability.

The public names are loaded on first use, so that ``import toolkit`` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Each public name and the module it comes from ("module:other name" where it is called differently there).
_PUBLIC = {
    # the corpus
    "Corpus": "toolkit.corpus.corpus",
    "load_corpus": "toolkit.corpus.load",
    "read_articles": "toolkit.corpus.load",
    "audit": "toolkit.corpus.audit",
    "doubtful": "toolkit.corpus.audit",
    "check": "toolkit.corpus.check",
    "duplicates": "toolkit.corpus.duplicates",
    "syndication": "toolkit.corpus.syndication",
    "who_copies": "toolkit.corpus.syndication",
    "resolve_syndication": "toolkit.corpus.syndication",
    "stories": "toolkit.corpus.stories",
    "same_story_pairs": "toolkit.corpus.stories",
    "coverage": "toolkit.corpus.coverage",
    "left_out": "toolkit.corpus.coverage",
    "file_overlap": "toolkit.corpus.coverage",
    "story_coverage": "toolkit.corpus.coverage",
    "shared_passages": "toolkit.corpus.shared",
    # settings
    "Settings": "toolkit.settings",
    "load_settings": "toolkit.settings",
    # text
    "split_sentences": "toolkit.text.sentences",
    "segments": "toolkit.text.segments",
    "tokens": "toolkit.text.tokens",
    "dfm": "toolkit.text.dfm",
    # analysis
    "topics": "toolkit.analysis.topics",
    "topics_by": "toolkit.analysis.topics",
    "compare_topics": "toolkit.analysis.topics_compare",
    "compare_band": "toolkit.analysis.topics_compare",
    "TopicModel": "toolkit.analysis.topics_model",
    "save_model": "toolkit.analysis.topics_store",
    "load_model": "toolkit.analysis.topics_store",
    "ldavis": "toolkit.analysis.topics_store",
    "keyness": "toolkit.analysis.keyness",
    "top_terms": "toolkit.analysis.keyness_top",
    "collocates": "toolkit.analysis.keyness",
    "exact": "toolkit.analysis.keyness_permutation",
    "power": "toolkit.analysis.keyness_power",
    "power_line": "toolkit.analysis.keyness_power",
    "about_actor": "toolkit.analysis.labels",
    "lexicon_report": "toolkit.analysis.labels",
    "labels": "toolkit.analysis.labels",
    "concordance": "toolkit.analysis.concordance",
    "evidence_of": "toolkit.analysis.concordance",
    "hedging": "toolkit.analysis.hedging",
    "agency": "toolkit.analysis.agency",
    "passives": "toolkit.analysis.agency",
    "voice_shares": "toolkit.analysis.voices",
    "quotes": "toolkit.analysis.quotes",
    "sources": "toolkit.analysis.sources",
    "quotes_behind": "toolkit.analysis.sources",
    "readability": "toolkit.analysis.readability",
    "framing": "toolkit.analysis.framing",
    "evenly": "toolkit.analysis.selection",
    "measured_errors": "toolkit.analysis.quotes_rules",
    "quote_error_note": "toolkit.analysis.quotes_rules",
    "article_scores": "toolkit.analysis.readability",
    "flag_counts": "toolkit.analysis.readability",
    "measure_table": "toolkit.analysis.readability",
    "agreement": "toolkit.analysis.readability_compare",
    "compare_outlets": "toolkit.analysis.readability_compare",
    "readability_by_outlet": "toolkit.analysis.readability_compare",
    "explain_hardest": "toolkit.analysis.readability_explain",
    "lede_to_end": "toolkit.analysis.readability_profile",
    "quote_evidence": "toolkit.analysis.sources",
    "attribution": "toolkit.analysis.sources",
    "concentration": "toolkit.analysis.sources_profile",
    "first_voices": "toolkit.analysis.sources_profile",
    "residuals": "toolkit.analysis.sources_profile",
    "verb_profile": "toolkit.analysis.sources_profile",
    "topic_coverage": "toolkit.analysis.topics_tables",
    "topic_statements": "toolkit.analysis.topics_tables",
    "article_places": "toolkit.analysis.topics_articles",
    "explain": "toolkit.analysis.readability_explain",
    "variety": "toolkit.analysis.readability_types",
    # figures
    "coverage_figure": "toolkit.figures.corpus",
    "story_figure": "toolkit.figures.corpus",
    "effect_forest": "toolkit.figures.framing",
    "rate_against_rate": "toolkit.figures.framing_counts",
    "xray": "toolkit.figures.framing_counts",
    "hedging_rates": "toolkit.figures.framing_shares",
    "label_shares": "toolkit.figures.framing_shares",
    "role_bars": "toolkit.figures.framing_shares",
    "lede_profile": "toolkit.figures.readability",
    "measure_agreement": "toolkit.figures.readability",
    "outlet_readability": "toolkit.figures.readability",
    "score_by_length": "toolkit.figures.readability",
    "source_shares": "toolkit.figures.sources",
    "speaker_heatmap": "toolkit.figures.sources",
    "verb_slopes": "toolkit.figures.sources",
    "article_map": "toolkit.figures.topic_model",
    "number_of_topics": "toolkit.figures.topic_model",
    "topic_terms": "toolkit.figures.topic_model",
    "topic_shares": "toolkit.figures.topics",
    "topics_over_time": "toolkit.figures.topics",
    # report
    "show": "toolkit.report.display",
    "evidence": "toolkit.report.evidence",
    "prose": "toolkit.report.display:text",
    "ALL": "toolkit.report.explore",
    "browse": "toolkit.report.explore",
    "labelled_page": "toolkit.report.explore",
    "live": "toolkit.report.explore",
    "open_article": "toolkit.report.explore",
    "words_in_context": "toolkit.report.explore",
    "highlight": "toolkit.report.highlight",
    "run_report": "toolkit.report.run",
    "run_each": "toolkit.report.each",
}

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'toolkit' has no attribute '{name}'")
    module, _, other = _PUBLIC[name].partition(":")
    return getattr(import_module(module), other or name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])

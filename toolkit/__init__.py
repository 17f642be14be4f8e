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
    "reading": "toolkit.corpus.reading",
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
    "topics": "toolkit.analysis.topics.find",
    "topics_by": "toolkit.analysis.topics.find",
    "compare_topics": "toolkit.analysis.topics.compare",
    "compare_band": "toolkit.analysis.topics.compare",
    "TopicModel": "toolkit.analysis.topics.model",
    "save_model": "toolkit.analysis.topics.store",
    "load_model": "toolkit.analysis.topics.store",
    "ldavis": "toolkit.analysis.topics.store",
    "keyness": "toolkit.analysis.keyness.find",
    "top_terms": "toolkit.analysis.keyness.top",
    "collocates": "toolkit.analysis.keyness.find",
    "exact": "toolkit.analysis.keyness.permutation",
    "power": "toolkit.analysis.keyness.detectable",
    "power_line": "toolkit.analysis.keyness.detectable",
    "about_actor": "toolkit.analysis.framing.naming",
    "lexicon_report": "toolkit.analysis.framing.naming",
    "labels": "toolkit.analysis.framing.naming",
    "concordance": "toolkit.analysis.concordance",
    "evidence_of": "toolkit.analysis.concordance",
    "hedging": "toolkit.analysis.framing.hedges",
    "agency": "toolkit.analysis.framing.agents",
    "passives": "toolkit.analysis.framing.agents",
    "voice_shares": "toolkit.analysis.framing.voices",
    "quotes": "toolkit.analysis.quotes.find",
    "sources": "toolkit.analysis.sources.shares",
    "quotes_behind": "toolkit.analysis.sources.shares",
    "readability": "toolkit.analysis.readability.scores",
    "framing": "toolkit.analysis.framing.find",
    "evenly": "toolkit.report.page.selection",
    "measured_errors": "toolkit.analysis.quotes.accuracy",
    "quote_error_note": "toolkit.analysis.quotes.accuracy",
    "article_scores": "toolkit.analysis.readability.scores",
    "flag_counts": "toolkit.analysis.readability.scores",
    "measure_table": "toolkit.analysis.readability.scores",
    "agreement": "toolkit.analysis.readability.compare",
    "compare_outlets": "toolkit.analysis.readability.compare",
    "readability_by_outlet": "toolkit.analysis.readability.compare",
    "explain_hardest": "toolkit.analysis.readability.reasons",
    "lede_to_end": "toolkit.analysis.readability.lede",
    "quote_evidence": "toolkit.analysis.sources.shares",
    "attribution": "toolkit.analysis.sources.shares",
    "concentration": "toolkit.analysis.sources.profile",
    "first_voices": "toolkit.analysis.sources.profile",
    "residuals": "toolkit.analysis.sources.profile",
    "verb_profile": "toolkit.analysis.sources.profile",
    "topic_coverage": "toolkit.analysis.topics.tables",
    "topic_statements": "toolkit.analysis.topics.tables",
    "article_places": "toolkit.analysis.topics.articles",
    "explain": "toolkit.analysis.readability.reasons",
    "variety": "toolkit.analysis.readability.diversity",
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
    "show": "toolkit.report.page.display",
    "evidence": "toolkit.report.page.evidence",
    "prose": "toolkit.report.page.display:text",
    "ALL": "toolkit.report.live",
    "browse": "toolkit.report.live",
    "labelled_page": "toolkit.report.live",
    "live": "toolkit.report.live",
    "open_article": "toolkit.report.live",
    "words_in_context": "toolkit.report.live",
    "highlight": "toolkit.report.page.highlight",
    "run_report": "toolkit.report.run.run",
    "run_each": "toolkit.report.run.each",
}

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'toolkit' has no attribute '{name}'")
    module, _, other = _PUBLIC[name].partition(":")
    return getattr(import_module(module), other or name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])

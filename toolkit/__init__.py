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
    "TopicModel": "toolkit.analysis.topics_model",
    "keyness": "toolkit.analysis.keyness",
    "top_terms": "toolkit.analysis.keyness_top",
    "power_line": "toolkit.analysis.keyness_power",
    "labels": "toolkit.analysis.labels",
    "concordance": "toolkit.analysis.concordance",
    "evidence_of": "toolkit.analysis.concordance",
    "hedging": "toolkit.analysis.hedging",
    "agency": "toolkit.analysis.agency",
    "voice_shares": "toolkit.analysis.voices",
    "quotes": "toolkit.analysis.quotes",
    "sources": "toolkit.analysis.sources",
    "quotes_behind": "toolkit.analysis.sources",
    "readability": "toolkit.analysis.readability",
    # report
    "show": "toolkit.report.display",
    "evidence": "toolkit.report.display",
    "prose": "toolkit.report.display:text",
    "run_report": "toolkit.report.run",
}

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'toolkit' has no attribute '{name}'")
    module, _, other = _PUBLIC[name].partition(":")
    return getattr(import_module(module), other or name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])

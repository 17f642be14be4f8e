"""Media analysis of saved news pages: topics, outlet and source framing, readability.

The verbs most people need are here; the rest are in their packages: `toolkit.corpus`,
`toolkit.analysis.topics`, `keyness`, `framing`, `quotes`, `sources`, `readability`, `toolkit.figures`,
`toolkit.report`.
"""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        # the corpus
        "Corpus": "corpus.corpus",
        "Settings": "settings",
        "load_settings": "settings",
        "load_corpus": "corpus.load",
        "read_articles": "corpus.load",
        "reading": "corpus.reading",
        "read_lexicon": "lexicons",
        "audit": "corpus.audit",
        "check": "corpus.check",
        "coverage": "corpus.coverage",
        "duplicates": "corpus.duplicates",
        "syndication": "corpus.syndication",
        "stories": "corpus.stories",
        "affairs": "corpus.affairs",
        # text
        "split_sentences": "text.sentences",
        "segments": "text.segments",
        "tokens": "text.tokens",
        "dfm": "text.dfm",
        "concordance": "analysis.concordance",
        # analysis
        "topics": "analysis.topics.find",
        "topics_by": "analysis.topics.find",
        "framing": "analysis.framing.find",
        "keyness": "analysis.keyness.find",
        "collocates": "analysis.keyness.find",
        "strata_of": "analysis.strata",
        "labels": "analysis.framing.naming",
        "suggest_names": "analysis.names.suggest",
        "hedging": "analysis.framing.hedges",
        "agency": "analysis.framing.agents",
        "passives": "analysis.framing.agents",
        "voice_shares": "analysis.framing.voices",
        "quotes": "analysis.quotes.find",
        "sources": "analysis.sources.shares",
        "verb_profile": "analysis.sources.profile",
        "readability": "analysis.readability.scores",
        "compare_outlets": "analysis.readability.compare",
        "explain": "analysis.readability.reasons",
        "evidence": "analysis.evidence",
        "read_codebook": "lexicons.codebook",
        "coding_sheet": "analysis.coding.sheets",
        "check_sheet": "analysis.coding.checks",
        "read_coding": "analysis.coding.codings",
        "coder_agreement": "analysis.coding.agree",
        "frame_shares": "analysis.coding.correct",
        "corrected": "analysis.coding.correct",
        # to look at
        "show": "report.page.display",
        "prose": "report.page.display:text",
        "show_evidence": "report.page.evidence",
        "highlight": "report.page.highlight",
        "ALL": "report.live",
        "browse": "report.live",
        "open_article": "report.live",
        "words_in_context": "report.live",
        "labelled_page": "report.live",
        "live": "report.live",
        "code_items": "report.coder",
        # reports
        "findings": "report.wording.findings",
        "run_report": "report.run.run",
        "run_each": "report.run.each",
        "__version__": "_version",
    },
)

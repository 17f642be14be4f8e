"""The result tables that findings are made from, computed from a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError, ToolkitError

Made = Iterator[tuple[str, pd.DataFrame]]


def tables_of(corpus: Corpus, *, subjects: bool = True) -> dict[str, pd.DataFrame]:
    """Return the tables of a report that findings are made from, by the names they have in its folder.

    A section that the corpus is too small for is left out, as in a report. `subjects` asks for topics, which
    take longest.
    """
    sections = (_framing, _sources, _stories, _readability)
    made: dict[str, pd.DataFrame] = {}
    for section in (*((_topics,) if subjects else ()), *sections):
        made |= _made(section, corpus)
    return made


def _made(section: Callable[[Corpus], Made], corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Return the tables of a section; those before the one that needs more articles, where one does."""
    made: dict[str, pd.DataFrame] = {}
    try:
        for name, table in section(corpus):
            made[name] = table
    except (InputError, TableError, ToolkitError):
        return made
    return made


def _topics(corpus: Corpus) -> Made:
    from toolkit.analysis.topics.find import topics  # noqa: PLC0415 - scikit-learn takes seconds to load

    found = topics(corpus)
    yield from {
        "topics": found.topics,
        "article_topics": found.shares,
        "topic_differences": found.differences,
    }.items()


def _framing(corpus: Corpus) -> Made:
    from toolkit.analysis.framing.agents import passives  # noqa: PLC0415 - with the families, not before
    from toolkit.analysis.framing.find import EACH, own_terms  # noqa: PLC0415
    from toolkit.analysis.framing.naming import labels  # noqa: PLC0415
    from toolkit.analysis.keyness.find import keyness  # noqa: PLC0415
    from toolkit.analysis.keyness.top import top_terms  # noqa: PLC0415

    by = corpus.settings.framing.by
    yield "framing_labels", labels(corpus, by=by)
    yield "framing_words", top_terms(keyness(corpus, by=by), n=EACH)
    yield "framing_terms", own_terms(corpus, by)
    yield "framing_passives", passives(corpus, by=by)


def _sources(corpus: Corpus) -> Made:
    from toolkit.analysis.quotes.find import quotes  # noqa: PLC0415
    from toolkit.analysis.sources.profile import verb_profile  # noqa: PLC0415
    from toolkit.analysis.sources.shares import sources  # noqa: PLC0415
    from toolkit.analysis.strata import strata_of  # noqa: PLC0415

    said, strata = quotes(corpus), strata_of(corpus)
    yield "source_types", sources(said, of="source_type", strata=strata)
    yield "verb_classes", verb_profile(said, strata=strata)
    yield "reporting_verbs", verb_profile(said, of="lemma")


def _stories(corpus: Corpus) -> Made:
    from toolkit.corpus.stories import stories  # noqa: PLC0415

    told = stories(corpus)
    yield "corpus_stories", told[told["n_outlets"] > 1]
    yield "corpus_stories_only_here", told[told["coverage"] == "only"]


def _readability(corpus: Corpus) -> Made:
    from toolkit.analysis.readability.compare import compare_outlets, readability_by_outlet  # noqa: PLC0415

    yield "readability_outlets", readability_by_outlet(corpus)
    yield "readability_pairs", compare_outlets(corpus, measures=["flesch_kincaid", "dale_chall"])

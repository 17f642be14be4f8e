"""Stop words of a corpus: the study's own, else those of the languages its articles are in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import word_set
from toolkit.text.languages import languages, numbered


def stop_words_for(corpus: Corpus) -> tuple[str, ...] | None:
    """Return the words that say nothing of a corpus's subjects, or None where the toolkit's English ones do.

    A study's own ``topic_stopwords`` are taken as they are. Else the English words are joined by those of
    every other language the articles are in, as far as there is a list (`other_stop_words`).

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> def corpus_in(code):
    ...     return Corpus(conform(pd.DataFrame({"text": ["a"], "language": [code]}), "articles"))
    >>> stop_words_for(corpus_in("en")) is None, "weil" in stop_words_for(corpus_in("de"))
    (True, True)
    """
    own = corpus.settings.lexicons.topic_stopwords
    if own is not None:
        return tuple(sorted(word_set(own, "topic_stopwords")))
    spoken = {str(code)[:2].lower() for code in languages(corpus).dropna().unique()}
    known = [other_stop_words()[code] for code in sorted(spoken) if code in other_stop_words()]
    return tuple(sorted(word_set("topic_stopwords").union(*known))) if known else None


def no_stop_words_line(corpus: Corpus) -> str:
    """Return which languages of the articles have no stop words, and what to do; empty where all have some.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": "Sataa.", "language": ["fi", "fi", "en"]})
    >>> no_stop_words_line(Corpus(conform(frame, "articles")))[:58]
    'Articles in languages without a list of stop words: fi 2. '
    """
    if corpus.settings.lexicons.topic_stopwords is not None:
        return ""
    spoken = languages(corpus).dropna().str[:2].str.lower()
    counts = spoken[~spoken.isin(["en", *other_stop_words()])].value_counts()
    if counts.empty:
        return ""
    return (
        f"Articles in languages without a list of stop words: {numbered(counts)}. Words that say nothing may "
        "be among those found; a list of your own is topic_stopwords under [lexicons]."
    )


@lru_cache(maxsize=1)
def other_stop_words() -> Mapping[str, frozenset[str]]:
    """Return the stop words of each language other than English that has a list, by ISO 639-1 code.

    Examples
    --------
    >>> sorted(other_stop_words())
    ['de', 'es', 'fr', 'hu', 'it', 'nl', 'pl', 'pt', 'ru']
    """
    text = (files("toolkit") / "lexicons" / "stopwords_languages.toml").read_text(encoding="utf-8")
    return MappingProxyType({code: frozenset(words.split()) for code, words in tomllib.loads(text).items()})

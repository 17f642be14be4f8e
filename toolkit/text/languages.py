"""The language of each article and passage, for measures that are made for one language alone."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.corpus.corpus import Corpus
from toolkit.pages.fields.language import is_english, is_english_passage, language_of
from toolkit.text.segments import segmented

NO_ENGLISH = "no articles in English"
OTHER_LANGUAGE = "language"  # the rule of quotations whose speakers are not sought
_OPENING = 400  # characters that tell the language
_DIFFERENT = 8  # words; with fewer different ones the model guesses
_KNOWN: WeakKeyDictionary[Corpus, pd.Series] = WeakKeyDictionary()
_SEGMENTS: WeakKeyDictionary[Corpus, NDArray[np.bool_]] = WeakKeyDictionary()


def languages(corpus: Corpus) -> pd.Series:
    """Return the language of each article: what the corpus says, else what the text tells.

    Null where the corpus does not say and the text is too short to tell.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "Der Minister sagte am Montag, dass die Regierung mit den Gewerkschaften reden wird."
    >>> languages(Corpus(conform(pd.DataFrame({"text": [text, "Rain."]}), "articles"))).tolist()
    ['de', nan]
    """
    if corpus not in _KNOWN:
        said, texts = corpus.articles["language"], corpus.articles["text"]
        told = [
            language if isinstance(language, str) else _told(text)
            for language, text in zip(said, texts, strict=True)
        ]
        _KNOWN[corpus] = pd.Series(told, index=said.index, dtype="str")
    return _KNOWN[corpus]


def _told(text: object) -> str | None:
    """Return the language a text tells; of a few words said again and again it tells nothing."""
    if not isinstance(text, str):
        return None
    opening = text[:_OPENING]
    if opening.isascii() and len(set(opening.lower().split())) < _DIFFERENT:
        return None
    return language_of(opening)


def in_english(corpus: Corpus) -> NDArray[np.bool_]:
    """Tell which articles are in English, those whose language nobody can tell among them."""
    return np.array([is_english(language) for language in languages(corpus)], dtype=bool)


def english_segments(corpus: Corpus) -> NDArray[np.bool_]:
    """Tell which segments of a corpus are English: passages in another language are left out, too.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "The minister spoke. وزیر نے پیر کو کہا۔ He left."
    >>> english_segments(Corpus(conform(pd.DataFrame({"text": [text]}), "articles"))).tolist()
    [True, False, True]
    """
    if corpus not in _SEGMENTS:
        cut = segmented(corpus)
        own = in_english(corpus)[cut.document]
        passages = [
            english and is_english_passage(text) for english, text in zip(own, cut.table["text"], strict=True)
        ]
        _SEGMENTS[corpus] = np.array(passages, dtype=bool)
    return _SEGMENTS[corpus]


def other_languages_line(corpus: Corpus, what: str, *, so: str = "do not count here") -> str:
    """Return how many articles are in other languages and what comes of it; empty where none is.

    Parameters
    ----------
    corpus : Corpus
    what : str
        What is made for English, as the subject of the sentence: ``"the names of actors are"``.
    so : str
        What the articles do for that reason, in the plural.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": "Regen.", "language": ["de", "de", "en"]})
    >>> other_languages_line(Corpus(conform(frame, "articles")), "the names are")
    'Not in English: 2 articles (de 2), which do not count here, as the names are made for English.'
    """
    counts = languages(corpus)[~in_english(corpus)].value_counts()
    if counts.empty:
        return ""
    articles = "article" if counts.sum() == 1 else "articles"
    many = f"{int(counts.sum()):,} {articles} ({numbered(counts)})"
    return f"Not in English: {many}, which {so}, as {what} made for English."


def several_languages_line(corpus: Corpus) -> str:
    """Return what languages the articles are in, where there are several and words are compared.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": "Regen.", "language": ["de", "de", "en"]})
    >>> several_languages_line(Corpus(conform(frame, "articles")))[:56]
    'The articles are in several languages (de 2, en 1): a wo'
    """
    counts = languages(corpus).fillna("en").value_counts()
    if len(counts) < 2:
        return ""
    return (
        f"The articles are in several languages ({numbered(counts)}): a word that differs may be a language "
        "that differs. Compare outlets of one language: corpus.filter(language=...)."
    )


def numbered(counts: pd.Series) -> str:
    """Return numbers by language, most first.

    Examples
    --------
    >>> numbered(pd.Series({"en": 1, "de": 2}))
    'de 2, en 1'
    """
    ordered = sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
    return ", ".join(f"{name} {n}" for name, n in ordered)


def groups_without_english(corpus: Corpus, by: str) -> frozenset[str]:
    """Return the groups whose articles are all in other languages, by name as text."""
    values = corpus.column(by).astype("str")
    english = in_english(corpus)
    return frozenset(values.dropna().unique()) - frozenset(values[english].dropna().unique())


def main_language(corpus: Corpus) -> str:
    """Return the language most articles are in; English counts those whose language nobody can tell.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": "Regen.", "language": ["de", "de", "en"]})
    >>> main_language(Corpus(conform(frame, "articles")))
    'de'
    """
    counts = languages(corpus).fillna("en").value_counts()
    return str(min(counts.index, key=lambda code: (-counts[code], code))) if len(counts) else "en"


def of_main_language(corpus: Corpus) -> NDArray[np.bool_]:
    """Tell which articles are in the language most are in."""
    return languages(corpus).fillna("en").eq(main_language(corpus)).to_numpy(dtype=bool)

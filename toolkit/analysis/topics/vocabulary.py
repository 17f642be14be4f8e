"""Which words a topic model sees: the vocabulary rules, and texts counted by them.

The rules are few and stated: words of three letters or more, lower case, no numbers, no function or
reporting words (the study's ``topic_stopwords``), no names of outlets and bylines, and phrases of two
words that mostly occur together. How rare or common a word may be is set by document frequency.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import InputError
from toolkit.lexicons import word_set
from toolkit.settings import Settings

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# A word (with inner apostrophe or hyphen) or any other mark, which ends a phrase.
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]|\d")
_CONTRACTED = re.compile(r"'(?:d|ll|m|re|ve)$|n't$")  # they'd, who've, mightn't
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
# Articles a word must occur in, from so many articles on. Three at 200: with five, half of 200 headlines
# (AllSides) hold one term or none, and agreement with their labels falls from .55 to .52.
_LEAST = ((1000, 5), (200, 3), (0, 2))


@dataclass(frozen=True)
class VocabularyRules:
    """Rules for the words of a topic model.

    Attributes
    ----------
    min_articles : int or None
        Articles a word must occur in; None means 2 below 200 articles, 3 below 1,000 and 5 from there on.
    max_share : float
        Largest share of the articles a word may occur in.
    min_letters : int
        Length of the shortest word.
    phrases : bool
        Whether two words that mostly occur together ("prime minister") also count as one term.
    cohesion : float
        Least share of the rarer word's articles in which the two occur together.
    stop_words : tuple of str or None
        Words that never count, in lower case; None means the toolkit's ``topic_stopwords``.
    """

    min_articles: int | None = None
    max_share: float = 0.5
    min_letters: int = 3
    phrases: bool = True
    cohesion: float = 0.5
    stop_words: tuple[str, ...] | None = None

    def least(self, n_articles: int) -> int:
        """Return the articles a word must occur in, in a corpus of a given size.

        Examples
        --------
        >>> [VocabularyRules().least(n) for n in (199, 200, 999, 1000)]
        [2, 3, 3, 5]
        """
        if self.min_articles is not None:
            return self.min_articles
        return next(least for articles, least in _LEAST if n_articles >= articles)


def stop_words() -> frozenset[str]:
    """Return the toolkit's words that never enter a topic model (function, reporting and page words).

    Examples
    --------
    >>> "said" in stop_words(), "election" in stop_words()
    (True, False)
    """
    return word_set("topic_stopwords")


def study_rules(settings: Settings, rules: VocabularyRules | None = None) -> VocabularyRules:
    """Return rules with the stop words of a study, where the rules name none themselves."""
    rules, own = rules or VocabularyRules(), settings.lexicons.topic_stopwords
    if own is None or rules.stop_words is not None:
        return rules
    return replace(rules, stop_words=tuple(sorted(word_set(own, "topic_stopwords"))))


def words_of(text: str, min_letters: int = 3, stops: Collection[str] | None = None) -> list[str | None]:
    """Return the words of a text that may enter a model, with None where a run of words is broken.

    Examples
    --------
    >>> words_of("The minister's tax-cut plan, he said, costs 3 billion.")
    [None, 'minister', 'tax-cut', 'plan', None, None, None, None, 'costs', None, None, None]
    """
    stops = stop_words() if stops is None else stops
    words: list[str | None] = []
    for token in _TOKEN.findall(text):
        word = _POSSESSIVE.sub("", token.lower().replace("’", "'"))
        counts = len(word) >= min_letters and word not in stops and not _CONTRACTED.search(word)
        words.append(word if counts else None)
    return words


def terms_of(
    text: str, min_letters: int = 3, phrases: bool = True, stops: Collection[str] | None = None
) -> list[str]:
    """Return the terms of a text: its words and, if wanted, each pair of adjacent words.

    Examples
    --------
    >>> terms_of("Climate change costs us.")
    ['climate', 'change', 'costs', 'climate change', 'change costs']
    """
    words = words_of(text, min_letters, stops)
    found = [word for word in words if word is not None]
    if phrases:
        pairs = pairwise(words)
        found += [f"{a} {b}" for a, b in pairs if a is not None and b is not None and a != b]
    return found


def count_terms(texts: Sequence[str], rules: VocabularyRules) -> tuple[csr_matrix, np.ndarray]:
    """Count the terms of texts and choose the vocabulary by the rules.

    Parameters
    ----------
    texts : sequence of str
        One text an article.
    rules : VocabularyRules
        How words are chosen.

    Returns
    -------
    tuple
        Counts (articles x terms) and the terms, in alphabetical order.

    Raises
    ------
    InputError
        If no word survives the rules.

    Examples
    --------
    >>> counts, terms = count_terms(["flood rain", "flood sun", "rain sun"], VocabularyRules(max_share=0.9))
    >>> list(terms), counts.shape
    (['flood', 'rain', 'sun'], (3, 3))
    """
    counts, names = count_all(texts, rules)
    kept = chosen(counts, names, rules)
    return counts[:, kept].tocsr(), names[kept]


def count_all(texts: Sequence[str], rules: VocabularyRules) -> tuple[csr_matrix, np.ndarray]:
    """Count every word and phrase of texts; names are in alphabetical order, a phrase holds a space.

    Examples
    --------
    >>> counts, names = count_all(["flood rain", "rain"], VocabularyRules())
    >>> list(names), counts.toarray().tolist()
    (['flood', 'flood rain', 'rain'], [[1, 1, 1], [0, 0, 1]])
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    analyze = _analyzer(rules)
    if not any(analyze(text) for text in texts):  # stops at the first text with a word
        return csr_matrix(np.zeros((len(texts), 0), dtype=np.int32)), np.array([], dtype=object)
    vectorizer = CountVectorizer(analyzer=analyze, dtype=np.int32)
    return vectorizer.fit_transform(texts).tocsr(), vectorizer.get_feature_names_out()


def chosen(counts: csr_matrix, names: np.ndarray, rules: VocabularyRules) -> np.ndarray:
    """Return which of the counted words and phrases are terms by the rules.

    Raises
    ------
    InputError
        If no word survives.
    """
    n = counts.shape[0]
    least = rules.least(n)
    frequency = np.bincount(counts.indices, minlength=len(names))
    keep = (frequency >= least) & (frequency <= most(rules, n))
    often = np.flatnonzero(frequency >= least)
    keep[often] &= _cohesive(names[often], frequency[often], rules.cohesion)
    if not keep.any():
        raise _no_words(n, least)
    return keep


def most(rules: VocabularyRules, n: int) -> int:
    """Return the articles a term may occur in, at most, in a corpus of n."""
    return max(rules.least(n), int(np.floor(rules.max_share * n)))


def count_known(texts: Sequence[str], terms: Sequence[str], rules: VocabularyRules) -> csr_matrix:
    """Count known terms in texts: the same columns as the model that chose them.

    Examples
    --------
    >>> count_known(["rain and more rain"], ["flood", "rain"], VocabularyRules()).toarray().tolist()
    [[0, 2]]
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    vectorizer = CountVectorizer(analyzer=_analyzer(rules), vocabulary=list(terms), dtype=np.int32)
    counts: csr_matrix = vectorizer.transform(texts).tocsr()
    return counts


def _analyzer(rules: VocabularyRules) -> Any:
    stops = stop_words() if rules.stop_words is None else frozenset(rules.stop_words)
    return lambda text: terms_of(text, rules.min_letters, rules.phrases, stops)


def _cohesive(terms: np.ndarray, frequency: np.ndarray, least: float) -> np.ndarray:
    """Return which terms stay: every word, and phrases that make up most of their rarer word's articles."""
    of_word = dict(zip(terms, frequency, strict=True))
    keep = np.ones(len(terms), dtype=bool)
    for index, term in enumerate(terms):
        first, gap, second = term.partition(" ")
        if gap:
            rarer = min(of_word.get(first, 0), of_word.get(second, 0))
            keep[index] = rarer > 0 and frequency[index] >= least * rarer
    return keep


def _no_words(n_texts: int, least: int) -> InputError:
    return InputError(
        f"no word of the {n_texts} texts occurs in at least {least} of them and in no more than the "
        "allowed share, so nothing tells texts apart: they are too much alike or have nothing in common; "
        "lower min_articles, raise max_share, or give longer or more texts"
    )

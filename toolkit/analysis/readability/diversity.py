"""The variety of an article's words and sentences: a property of its own, which says nothing about ease."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import comb

import numpy as np
import pandas as pd

from toolkit.analysis.readability.prose import news_counts, prose_lines
from toolkit.analysis.readability.words import word_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import make
from toolkit.text.syllables import fold

SHORTEST = 100  # words under which none of the measures is stable
_SAMPLE, _WINDOW, _FACTOR = 42, 50, 0.72


@copies_settled
def variety(corpus: Corpus) -> pd.DataFrame:
    """Return the variety of words and of sentence lengths, one row an article and measure.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``article_id, outlet, measure, estimate, n_words, reason`` with the measures ``mtld`` (McCarthy
        & Jarvis 2010), ``hdd`` (2007), ``mattr`` (Covington & McFall 2010, window of 50) and
        ``sentence_spread`` (standard deviation of sentence length, words). Higher is more varied. NaN
        under 100 words.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Too short."]}), "articles"))
    >>> variety(corpus)["reason"].unique().tolist()
    ['under 100 words']
    """
    rows = []
    for article in corpus.articles.itertuples(index=False):
        text = article.text if isinstance(article.text, str) else ""
        words = words_of(text)
        enough = len(words) >= SHORTEST
        values = {
            "mtld": mtld(words) if enough else np.nan,
            "hdd": hdd(words) if enough else np.nan,
            "mattr": mattr(words) if enough else np.nan,
            "sentence_spread": _spread(text) if enough else np.nan,
        }
        reason = None if enough else f"under {SHORTEST} words"
        for name, value in values.items():
            rows.append((article.article_id, article.outlet, name, value, len(words), reason))
    columns = ["article_id", "outlet", "measure", "estimate", "n_words", "reason"]
    return make("variety", pd.DataFrame(rows, columns=columns))


def words_of(text: str) -> list[str]:
    """Return the prose words of a text in lower case, without marks.

    Examples
    --------
    >>> words_of("The U.S. envoy left.")
    ['the', 'us', 'envoy', 'left']
    """
    return [word for token in prose_lines(text, english=False)[0].split() if (word := fold(word_of(token)))]


def mtld(words: Sequence[str]) -> float:
    """Return the mean length of runs whose type-token ratio stays above .72, forward and backward.

    Examples
    --------
    >>> round(mtld(["a", "b", "a", "b", "a", "b"]), 1)
    3.0
    """
    return (_run_length(words) + _run_length(words[::-1])) / 2


def hdd(words: Sequence[str]) -> float:
    """Return the expected type-token ratio of 42 words drawn without replacement (0 to 1).

    Examples
    --------
    >>> hdd(["a"] * 50)
    0.023...
    """
    n = len(words)
    total = comb(n, _SAMPLE)
    return sum(1 - comb(n - count, _SAMPLE) / total for count in Counter(words).values()) / _SAMPLE


def mattr(words: Sequence[str], window: int = _WINDOW) -> float:
    """Return the mean type-token ratio of all windows of 50 words.

    Examples
    --------
    >>> mattr(["a", "b", "a"], window=2)
    1.0
    """
    counts = Counter(words[:window])
    ratios = [len(counts)]
    for old, new in zip(words, words[window:], strict=False):
        counts[new] += 1
        counts[old] -= 1
        if not counts[old]:
            del counts[old]
        ratios.append(len(counts))
    return sum(ratios) / len(ratios) / min(window, len(words))


def _run_length(words: Sequence[str]) -> float:
    """Return words per run that falls to the ratio, the unfinished last run counted in part."""
    factors, length, types = 0.0, 0, set[str]()
    for word in words:
        length += 1
        types.add(word)
        if len(types) / length <= _FACTOR:
            factors, length, types = factors + 1, 0, set()
    if length:
        factors += (1 - len(types) / length) / (1 - _FACTOR)
    return len(words) / factors if factors else float(len(words))


def _spread(text: str) -> float:
    lengths = news_counts([text]).sentences[:, 1]
    return float(np.std(lengths, ddof=1)) if len(lengths) > 1 else float("nan")

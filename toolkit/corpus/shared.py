"""The passages two articles share, with their places, for a reader who wants to see what was copied."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.passages import overlap
from toolkit.corpus.shingles import read_words, spans_of_runs, word_spans
from toolkit.errors import TableError
from toolkit.results import make

COLUMNS = ("article_id", "outlet", "start", "end", "n_words", "text")


def shared_passages(corpus: Corpus, article_a: str, article_b: str) -> pd.DataFrame:
    """Return the passages of each of two articles that occur in the other.

    Parameters
    ----------
    corpus : Corpus
    article_a, article_b : str
        Their ``article_id``.

    Returns
    -------
    DataFrame
        One row a passage, those of the first article before those of the second: ``article_id``,
        ``outlet``, ``start`` and ``end`` in the article's text, ``n_words`` and ``text``. The words of
        an article's passages, over its words, are its ``share`` in `toolkit.corpus.duplicates`.

    Raises
    ------
    TableError
        If the corpus has no such article.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = ["In the night the river rose by two metres.", "The river rose by two metres, he said."]
    >>> corpus = Corpus(conform(pd.DataFrame({"article_id": ["a", "b"], "text": texts}), "articles"))
    >>> shared_passages(corpus, "a", "b")["text"].tolist()
    ['the river rose by two metres', 'The river rose by two metres']
    """
    found = [_article(corpus, name) for name in (article_a, article_b)]
    texts = [str(text) for _, text in found]
    words = read_words(texts)
    both = overlap(words[0], words[1])
    rows = [
        (name, outlet, start, end, size, text[start:end])
        for name, (outlet, _), text, shared in zip(
            (article_a, article_b), found, texts, (both.words_a, both.words_b), strict=True
        )
        for start, end, size in spans_of_runs(word_spans(text), shared)
    ]
    return make("shared_passages", pd.DataFrame(rows, columns=list(COLUMNS)))


def _article(corpus: Corpus, name: str) -> tuple[object, object]:
    rows = corpus.articles[corpus.articles["article_id"] == name]
    if rows.empty:
        raise TableError(f"the corpus has no article '{name}'; take an article_id of its articles table")
    return rows["outlet"].iloc[0], rows["text"].fillna("").iloc[0]

"""What an analysis counts of texts that several outlets carry: the one place where the setting is honoured.

A corpus keeps every copy, linked to its original; which of them count is decided when an analysis begins, so
that a copy still counts where its original was filtered away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.syndication import LINKS, resolve_syndication
from toolkit.errors import TableError

Analysis = TypeVar("Analysis", bound=Callable[..., Any])

_COUNTED: WeakKeyDictionary[Corpus, Corpus] = WeakKeyDictionary()  # one object, so that its segments are kept


def copies_settled(analysis: Analysis) -> Analysis:
    """Let an analysis take its corpus as ``[corpus] syndicated`` says: the decorator of every analysis.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> corpus = load_corpus()
    >>> len(corpus), copies_settled(len)(corpus)
    (56, 54)
    """

    @wraps(analysis)
    def settled(corpus: Corpus, *args: Any, **kwargs: Any) -> Any:
        check_corpus(corpus, analysis)
        return analysis(counted_articles(corpus), *args, **kwargs)

    return cast(Analysis, settled)


def check_corpus(given: object, analysis: Callable[..., Any]) -> None:
    """Refuse a first argument that is not a corpus, and say how to make one.

    Examples
    --------
    >>> check_corpus([], len)
    Traceback (most recent call last):
    toolkit.errors.TableError: len() takes a Corpus, not a list; load_corpus(...) makes one
    """
    if not isinstance(given, Corpus):
        what = type(given).__name__
        raise TableError(f"{analysis.__name__}() takes a Corpus, not a {what}; load_corpus(...) makes one")


def counted_articles(corpus: Corpus) -> Corpus:
    """Return the articles that count, by the corpus's settings; a corpus without links as it is."""
    if LINKS[0] not in corpus.articles:
        return corpus
    if corpus not in _COUNTED:
        made = resolve_syndication(corpus)
        if made is corpus:
            return corpus
        _COUNTED[corpus] = made
    return _COUNTED[corpus]

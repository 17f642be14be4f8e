"""Document-feature matrix: sparse counts with the names of their documents and features."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.text.segments import segments
from toolkit.text.tokens import tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

VOICES = ("headline", "narrator", "direct_quote", "scare_quote")
VOICE_GROUPS = {
    "narrator": ("headline", "narrator"),
    "quoted": ("direct_quote", "scare_quote"),
    "all": VOICES,
}


@dataclass(frozen=True, eq=False)
class Dfm:
    """Counts of features in documents.

    Attributes
    ----------
    counts : csr_matrix
        One row a document, one column a feature.
    documents : Index
        Identifiers of the articles, in the corpus's order.
    features : Index of str
        Words, and pairs of words joined by a space, in alphabetical order by length in words.
    totals : ndarray of int
        Words of each document in the scope that was counted.
    singles : int
        How many of the features are single words; they come first.
    """

    counts: csr_matrix
    documents: pd.Index
    features: pd.Index
    totals: np.ndarray
    singles: int

    @property
    def shape(self) -> tuple[int, int]:
        """Number of documents and of features."""
        return len(self.documents), len(self.features)

    def articles(self) -> np.ndarray:
        """Return the number of documents that hold each feature."""
        return np.asarray(self.counts.astype(bool).sum(axis=0)).ravel()


def voices(voice: str | Iterable[str]) -> tuple[str, ...]:
    """Return the voices a word stands for: ``narrator`` is the outlet's own, headlines included.

    Parameters
    ----------
    voice : str or iterable of str
        ``"narrator"``, ``"quoted"``, ``"all"``, one voice, or several exact voices.

    Raises
    ------
    TableError
        If a voice is unknown.

    Examples
    --------
    >>> voices("narrator"), voices(["narrator"])
    (('headline', 'narrator'), ('narrator',))
    """
    if isinstance(voice, str) and voice in VOICE_GROUPS:
        return VOICE_GROUPS[voice]
    named = (voice,) if isinstance(voice, str) else tuple(voice)
    for name in named:
        if name not in VOICES:
            raise TableError(f"there is no voice '{name}'; {nearest(name, (*VOICES, *VOICE_GROUPS))}")
    return named


def in_scope(corpus: Corpus, *, voice: str | Iterable[str] = "all", boilerplate: bool = False) -> np.ndarray:
    """Tell which segments of a corpus are counted: by voice, and without repeated lines."""
    table = segments(corpus)
    keep = table["voice"].isin(voices(voice)).to_numpy()
    return keep if boilerplate else keep & ~table["boilerplate"].to_numpy()


def dfm(
    corpus: Corpus,
    *,
    voice: str | Iterable[str] = "all",
    ngrams: int = 1,
    min_articles: int = 1,
    chosen: np.ndarray | None = None,
) -> Dfm:
    """Count the words of each article.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    voice : str or iterable of str
        Whose words: see `voices`.
    ngrams : int
        1 for words, 2 for words and pairs of neighbouring words. A pair never crosses a mark of
        punctuation or a change of voice.
    min_articles : int
        Features in fewer articles are left out.
    chosen : ndarray of bool, optional
        Mask over the tokens of the corpus (`toolkit.text.tokens.tokens`), in place of `voice`.

    Returns
    -------
    Dfm

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Armed men, armed men.", "Men."]}), "articles"))
    >>> counts = dfm(corpus, ngrams=2)
    >>> dict(zip(counts.features, counts.counts.toarray().T.tolist()))
    {'armed': [2, 0], 'men': [2, 1], 'armed men': [2, 0]}
    """
    table = tokens(corpus)
    mask = in_scope(corpus, voice=voice)[table.segment] if chosen is None else chosen
    at = np.flatnonzero(mask)
    totals = np.bincount(table.document[at], minlength=len(corpus))
    counts, codes = _count(table.document[at], table.word[at], len(corpus), min_articles)
    names, singles = table.vocabulary[codes], len(codes)
    if ngrams > 1:
        pairs = table.pairs
        second = at[mask[at - 1] & (pairs.code[at] >= 0)]
        double, twos = _count(table.document[second], pairs.code[second], len(corpus), min_articles)
        words = table.vocabulary
        names = np.concatenate([names, words[pairs.first[twos]] + " " + words[pairs.second[twos]]])
        counts = _beside(counts, double)
    documents = cast(pd.Index, pd.Index(corpus.articles["article_id"]))
    return Dfm(counts, documents, cast(pd.Index, pd.Index(names, dtype="str")), totals, singles)


def _count(
    document: np.ndarray, code: np.ndarray, n_documents: int, least: int
) -> tuple[csr_matrix, np.ndarray]:
    """Return documents by codes, and the codes that are in enough documents, in order."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - SciPy is slow to load

    frequent = np.bincount(code) >= least  # a code of fewer uses is in fewer documents
    codes, column = np.flatnonzero(frequent), np.cumsum(frequent) - 1
    kept = np.flatnonzero(frequent[code])
    places = document[kept], column[code[kept]]
    shape = (n_documents, len(codes))
    counts = coo_matrix((np.ones(len(kept), dtype=np.int32), places), shape=shape).tocsr()
    enough = np.flatnonzero(np.bincount(counts.indices, minlength=len(codes)) >= least)
    return counts[:, enough], codes[enough]


def _beside(left: csr_matrix, right: csr_matrix) -> csr_matrix:
    from scipy.sparse import hstack  # noqa: PLC0415

    return cast("csr_matrix", hstack([left, right], format="csr"))

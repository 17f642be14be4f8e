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
from toolkit.text.tokens import Tokens, adjacent, tokens

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
    """

    counts: csr_matrix
    documents: pd.Index
    features: pd.Index
    totals: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Number of documents and of features."""
        return len(self.documents), len(self.features)

    def articles(self) -> np.ndarray:
        """Return the number of documents that hold each feature."""
        return np.asarray(self.counts.astype(bool).sum(axis=0)).ravel()

    def only(self, keep: np.ndarray) -> Dfm:
        """Return the counts of some of the features.

        Parameters
        ----------
        keep : ndarray
            Mask or positions of features.
        """
        return Dfm(self.counts[:, keep], self.documents, self.features[keep], self.totals)


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
    parts = [_single(corpus, table, at, min_articles)]
    if ngrams > 1:
        parts.append(_pairs(corpus, table, at[mask[at - 1]], min_articles))
    return Dfm(_stack([counts for counts, _ in parts]), _documents(corpus), _names(parts), totals)


def _single(corpus: Corpus, table: Tokens, at: np.ndarray, least: int) -> tuple[csr_matrix, np.ndarray]:
    counts, codes = _count(table.document[at], table.word[at].astype(np.int64), len(corpus), least)
    return counts, table.vocabulary[codes]


def _pairs(corpus: Corpus, table: Tokens, at: np.ndarray, least: int) -> tuple[csr_matrix, np.ndarray]:
    second = at[adjacent(table, at)] if len(at) else at
    base = np.int64(len(table.vocabulary))
    joined = table.word[second - 1].astype(np.int64) * base + table.word[second]
    counts, codes = _count(table.document[second], joined, len(corpus), least)
    words = table.vocabulary
    return counts, words[codes // base] + " " + words[codes % base]


def _count(
    document: np.ndarray, code: np.ndarray, n_documents: int, least: int
) -> tuple[csr_matrix, np.ndarray]:
    """Return documents by codes, and the codes that stand in enough documents, in order."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - SciPy is slow to load

    codes, column = np.unique(code, return_inverse=True)
    shape = (n_documents, len(codes))
    ones = np.ones(len(document), dtype=np.int32)
    counts = coo_matrix((ones, (document, column)), shape=shape).tocsr()
    enough = np.flatnonzero(np.bincount(counts.indices, minlength=len(codes)) >= least)
    return counts[:, enough], codes[enough]


def _stack(parts: list[csr_matrix]) -> csr_matrix:
    from scipy.sparse import hstack  # noqa: PLC0415

    return cast("csr_matrix", hstack(parts, format="csr"))


def _names(parts: list[tuple[csr_matrix, np.ndarray]]) -> pd.Index:
    return cast(pd.Index, pd.Index(np.concatenate([names for _, names in parts]), dtype="str"))


def _documents(corpus: Corpus) -> pd.Index:
    return cast(pd.Index, pd.Index(corpus.articles["article_id"]))

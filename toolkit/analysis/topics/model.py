"""`TopicModel`: topics of a collection of texts, with the conventions of scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from toolkit.analysis.topics.embedding import Embeddings, Words, check, is_available, vectors
from toolkit.analysis.topics.engines import Fit, Method, Rows, engine
from toolkit.analysis.topics.naming import labels, shown
from toolkit.analysis.topics.neighbours import beside, landmarks
from toolkit.analysis.topics.vocabulary import VocabularyRules, chosen, count_all, most
from toolkit.analysis.topics.written import usual_forms
from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Articles = NDArray[np.intp]

PART = 5000  # texts counted at a time
LARGEST_SEED = 2**32 - 1
METHODS = ("auto", "joint", "nmf", "lda")


class TopicModel(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Find topics in texts.

    The default factorises weighted words together with the likeness of each text to landmark texts, by words
    and by static word vectors ("joint"). One method serves headlines and long articles: the more terms the
    texts have, the more their words count. It does not depend on a seed.

    Parameters
    ----------
    n_topics : int
        Number of topics.
    method : {"auto", "joint", "nmf", "lda"}
        How topics are found: "joint"; "nmf", the same without likeness; "lda", latent Dirichlet allocation.
        "auto" is "joint", or "nmf" where the embeddings are not installed; `why_` says what was done.
    embeddings : {"static", "minilm", "none"} or callable
        What likeness in meaning is taken from: static word vectors; the sentence encoder all-MiniLM-L6-v2
        (extra "embeddings"; better, and a hundred times slower); nothing; or a function from a list of texts
        to an array (texts x dimensions), such as ``SentenceTransformer(...).encode``.
    rules : VocabularyRules, optional
        Which words count.
    random_state : int
        Seed for LDA; the other methods draw no numbers.

    Attributes
    ----------
    components_ : array (topics x terms)
        Weight of each term in each topic; rows sum to 1. The largest topic comes first.
    terms_ : array of str
    idf_ : array
    landmarks_ : Landmarks or None
        Texts that others are compared with.
    method_, why_ : str

    Examples
    --------
    >>> texts = ["rain flood river rain", "flood river water", "vote party poll", "party poll vote win"]
    >>> model = TopicModel(2, method="nmf", rules=VocabularyRules(phrases=False)).fit(texts)
    >>> sorted(model.transform(["river flood"]).round(2)[0].tolist())
    [0.0, 1.0]
    """

    def __init__(
        self,
        n_topics: int = 8,
        *,
        method: Literal["auto", "joint", "nmf", "lda"] = "auto",
        embeddings: Embeddings = "static",
        rules: VocabularyRules | None = None,
        random_state: int = 1,
    ) -> None:
        self.n_topics = n_topics
        self.method = method
        self.embeddings = embeddings
        self.rules = rules
        self.random_state = random_state
        self._written: tuple[Fit, Mapping[str, str]] | None = None

    def fit(self, X: Sequence[str], y: object = None, sample_weight: Array | None = None) -> TopicModel:  # noqa: N803
        """Find the topics of texts.

        Parameters
        ----------
        X : sequence of str
            Texts.
        y : ignored
        sample_weight : array, optional
            Weight of each text: 1/m for each of m copies of one text.

        Raises
        ------
        InputError
            If there are fewer texts than topics, no word survives the rules, or the seed is none.
        """
        self.prepare(X)
        return self.fit_rows(self.rows_, sample_weight=sample_weight)

    def prepare(
        self,
        X: Sequence[str],  # noqa: N803
        article: Articles | None = None,
        *,
        without: Callable[[csr_matrix, NDArray[Any]], NDArray[np.bool_]] | None = None,
    ) -> TopicModel:
        """Choose method and vocabulary from texts and keep them counted as `rows_`, without topics yet.

        `article` is the article each text is from (`toolkit.analysis.topics.engines.Rows`); `without` tells
        from counts (texts x names) and names which words and phrases are not looked at.
        """
        check_number(self.n_topics, len(X))
        check_seed(self.random_state)
        self.texts_ = X
        self.rules_ = self.rules or VocabularyRules()
        self.method_, self.why_ = choose_method(self.method, self.embeddings)
        counts, names = count_all(X, self.rules_)
        if without is not None:
            left = np.flatnonzero(~without(counts, names))
            counts, names = counts[:, left], names[left]
        kept = chosen(counts, names, self.rules_)
        frequency = np.bincount(counts.indices, minlength=len(names))
        self.terms_, self.n_texts_ = names[kept], len(X)
        self.common_ = names[frequency > most(self.rules_, len(X))]
        self.idf_ = _idf(frequency[kept], len(X))
        weighted = self._weighted(counts[:, kept])
        meant = self._vectors(X, counts, names)
        self.landmarks_ = None if meant is None else landmarks(weighted, meant)
        self.rows_ = self._rows(counts[:, kept], weighted, meant, article)
        return self

    def count(self, X: Sequence[str], article: Articles | None = None) -> Rows:  # noqa: N803
        """Return texts counted by this model's vocabulary."""
        counted, names = count_all(X, self.rules_)
        counts = _on_terms(counted, names, self.terms_)
        return self._rows(counts, self._weighted(counts), self._vectors(X, counted, names), article)

    def fit_rows(self, rows: Rows, *, sample_weight: Array | None = None) -> TopicModel:
        """Find the topics of texts already counted by this model's vocabulary; weights are by article."""
        weights = None if sample_weight is None else rows.spread(sample_weight)
        found = engine(self.method_).fit(
            rows, self.n_topics, seed=self.random_state, weights=weights, start=None
        )
        shares = rows.mean(engine(self.method_).shares(rows, found))
        order = np.argsort(-np.nan_to_num(np.nanmean(shares, axis=0)).round(9), kind="stable")
        self.fit_ = Fit(found.terms[order], found.state[order])
        self.shares_, self.weights_ = shares[:, order], sample_weight
        return self

    def refitted(self, n_topics: int) -> TopicModel:
        """Find another number of topics in the same texts, with the same vocabulary and weights."""
        self.n_topics = n_topics
        return self.fit_rows(self.rows_, sample_weight=self.weights_)

    @property
    def components_(self) -> Array:
        """Weight of each term in each topic."""
        check_is_fitted(self, "fit_")
        return self.fit_.terms

    @property
    def written_(self) -> Mapping[str, str]:
        """How the articles write the terms that can be listed for a topic, from the term in lower case."""
        check_is_fitted(self, "fit_")
        if self._written is None or self._written[0] is not self.fit_:
            listed = shown(self.fit_.terms, list(self.terms_))
            forms = usual_forms(listed, self.rows_.counts, list(self.terms_), self.texts_)
            self._written = self.fit_, forms
        return self._written[1]

    def labels(self, own: Mapping[str, str] | None = None) -> list[str]:
        """Return a label for each topic: its most distinctive terms as written, or the user's own words."""
        return labels(self.components_, list(self.terms_), own, written=self.written_)

    def transform(self, X: Sequence[str]) -> Array:  # noqa: N803
        """Return the share of each topic in each text; rows sum to 1, NaN without a known word."""
        check_is_fitted(self, "fit_")
        parts = [X[start : start + PART] for start in range(0, max(1, len(X)), PART)]
        return np.vstack([engine(self.method_).shares(self.count(part), self.fit_) for part in parts])

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Return the names of the columns of `transform`: topic_1, topic_2, ..."""
        check_is_fitted(self, "fit_")
        return np.asarray([f"topic_{number}" for number in range(1, self.n_topics + 1)], dtype=object)

    def _weighted(self, counts: csr_matrix) -> csr_matrix:
        return counts if self.method_ == "lda" else tf_idf(counts, self.idf_)

    def _vectors(self, texts: Sequence[str], counts: csr_matrix, names: NDArray[Any]) -> Array | None:
        """Return the embedding of each text; static ones are made of its words, rare ones included."""
        if self.method_ != "joint":
            return None
        single = np.array([" " not in name for name in names], dtype=bool) & ~np.isin(names, self.common_)
        idf = np.full(len(names), float(_idf(np.array(1), self.n_texts_)))
        at = pd.Index(self.terms_).get_indexer(names)
        idf[at >= 0] = self.idf_[at[at >= 0]]
        return vectors(self.embeddings, texts, Words(counts[:, single], names[single].tolist(), idf[single]))

    def _rows(
        self, counts: csr_matrix, weighted: csr_matrix, meant: Array | None, article: Articles | None
    ) -> Rows:
        if meant is None or self.landmarks_ is None:
            return Rows(counts, weighted, article)
        return Rows(counts, beside(weighted, meant, self.landmarks_), article, meant)


def check_number(k: object, n_texts: int) -> None:
    """Raise an error if a number of topics cannot be found in n texts.

    Examples
    --------
    >>> check_number(0, 40)
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: the number of topics must be a whole number from 1 on, not 0
    """
    if isinstance(k, bool) or not isinstance(k, Integral) or int(k) < 1:
        raise InputError(f"the number of topics must be a whole number from 1 on, not {k!r}")
    if n_texts < int(k):
        raise InputError(f"{n_texts} texts cannot hold {k} topics; ask for fewer topics")


def check_seed(seed: object) -> None:
    """Raise an error if a seed is none.

    Examples
    --------
    >>> check_seed(-1)
    Traceback (most recent call last):
        ...
    toolkit.errors.InputError: random_state must be a whole number from 0 to 4294967295, not -1
    """
    if isinstance(seed, bool) or not isinstance(seed, Integral) or not 0 <= int(seed) <= LARGEST_SEED:
        raise InputError(f"random_state must be a whole number from 0 to {LARGEST_SEED}, not {seed!r}")


def _idf(frequency: NDArray[Any], n: int) -> Array:
    return np.asarray(np.log((1 + n) / (1 + frequency)) + 1)


def _on_terms(counts: csr_matrix, names: NDArray[Any], terms: NDArray[Any]) -> csr_matrix:
    """Return counts with the columns of the model's terms, zero where no text has a term."""
    at = pd.Index(terms).get_indexer(names)
    there = np.flatnonzero(at >= 0)
    picked = csr_matrix(counts[:, there]).tocoo()
    shape = counts.shape[0], len(terms)
    return csr_matrix((picked.data, (picked.row, at[there][picked.col])), shape=shape, dtype=counts.dtype)


def tf_idf(counts: csr_matrix, idf: Array) -> csr_matrix:
    """Return dampened tf-idf, each row of length 1: square root of the count x idf.

    The root does a little better than 1 + ln on labelled news (by .027 on 200 articles).

    Examples
    --------
    >>> tf_idf(csr_matrix([[1, 0], [0, 2]]), np.ones(2)).toarray().tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    weighted = csr_matrix(counts, dtype=float, copy=True)
    weighted.data = np.sqrt(weighted.data) * idf[weighted.indices]
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted.data /= np.repeat(norms, np.diff(weighted.indptr))
    return weighted


def choose_method(wanted: str = "auto", embeddings: Embeddings = "static") -> tuple[Method, str]:
    """Return the method, and what it is, in words.

    Raises
    ------
    InputError
        If there is no such method or no such embeddings.
    ToolkitError
        If the embeddings asked for are not installed.

    Examples
    --------
    >>> choose_method("nmf")
    ('nmf', 'factorisation of weighted words, as asked')
    """
    if wanted not in METHODS:
        raise InputError(f"no method is called {wanted!r}; choose from {', '.join(METHODS)}")
    if wanted in {"nmf", "lda"}:
        what = {"nmf": "factorisation of weighted words", "lda": "latent Dirichlet allocation"}[wanted]
        return cast("Method", wanted), f"{what}, as asked"
    if embeddings == "none":
        return "nmf", "factorisation of weighted words, without embeddings, as asked"
    if wanted == "auto" and embeddings == "static" and not is_available("static"):
        return "nmf", (
            "factorisation of weighted words alone, which is weak on short texts and small corpora: the word "
            "vectors (package wordllama) are not installed"
        )
    if not callable(embeddings):
        check(embeddings)
    named = {"static": "static word vectors", "minilm": "the encoder all-MiniLM-L6-v2"}
    source = "a function of your own" if callable(embeddings) else named[embeddings]
    return "joint", f"factorisation of weighted words and of likeness in meaning, from {source}"

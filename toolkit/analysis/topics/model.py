"""`TopicModel`: topics of a collection of texts, with the conventions of scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from toolkit.analysis.topics.embedding import embed, is_available
from toolkit.analysis.topics.engines import Fit, Method, Rows, engine
from toolkit.analysis.topics.vocabulary import VocabularyRules, count_known, count_terms
from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Articles = NDArray[np.intp]

PART = 5000  # texts counted at a time
SHORT_TEXT = 60  # words: the median below which NMF fails and clusters of embeddings do not


class TopicModel(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Find topics in texts.

    The default is NMF on sublinear tf-idf, which on labelled news ties models that need a neural network,
    and does not depend on a seed. Texts with a median below 60 words are clustered by static embeddings
    instead, where the package for it is installed; `method_` and `why_` say what was chosen.

    Parameters
    ----------
    n_topics : int
        Number of topics.
    method : {"auto", "nmf", "static", "lda"}
        How topics are found; "auto" chooses by the length of the texts.
    rules : VocabularyRules, optional
        Which words count.
    random_state : int
        Seed for the methods that draw numbers (static, LDA).

    Attributes
    ----------
    components_ : array (topics x terms)
        Weight of each term in each topic; rows sum to 1. The largest topic comes first.
    terms_ : array of str
    idf_ : array
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
        method: Literal["auto", "nmf", "static", "lda"] = "auto",
        rules: VocabularyRules | None = None,
        random_state: int = 1,
    ) -> None:
        self.n_topics = n_topics
        self.method = method
        self.rules = rules
        self.random_state = random_state

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
            If there are fewer texts than topics, or no word survives the rules.
        """
        self.prepare(X)
        return self.fit_rows(self.rows_, sample_weight=sample_weight)

    def prepare(self, X: Sequence[str], article: Articles | None = None) -> TopicModel:  # noqa: N803
        """Choose method and vocabulary from texts and keep them counted as `rows_`, without topics yet.

        `article` is the article each text is from (`toolkit.analysis.topics.engines.Rows`).
        """
        if len(X) < self.n_topics:
            raise InputError(f"{len(X)} texts cannot hold {self.n_topics} topics; ask for fewer topics")
        self.rules_ = self.rules or VocabularyRules()
        self.method_, self.why_ = choose_method(X, self.method)
        counts, self.terms_ = count_terms(X, self.rules_)
        frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
        self.idf_ = np.log((1 + len(X)) / (1 + frequency)) + 1
        self.rows_ = self._rows(X, counts, article)
        return self

    def count(self, X: Sequence[str], article: Articles | None = None) -> Rows:  # noqa: N803
        """Return texts counted by this model's vocabulary."""
        return self._rows(X, count_known(X, list(self.terms_), self.rules_), article)

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

    def transform(self, X: Sequence[str]) -> Array:  # noqa: N803
        """Return the share of each topic in each text; rows sum to 1, NaN without a known word."""
        check_is_fitted(self, "fit_")
        parts = [X[start : start + PART] for start in range(0, max(1, len(X)), PART)]
        return np.vstack([engine(self.method_).shares(self.count(part), self.fit_) for part in parts])

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Return the names of the columns of `transform`: topic_1, topic_2, ..."""
        check_is_fitted(self, "fit_")
        return np.asarray([f"topic_{number}" for number in range(1, self.n_topics + 1)], dtype=object)

    def _rows(self, texts: Sequence[str], counts: csr_matrix, article: Articles | None) -> Rows:
        if self.method_ == "static":
            return Rows(counts, embed(texts), article)
        if self.method_ == "lda":
            return Rows(counts, counts, article)
        return Rows(counts, tf_idf(counts, self.idf_), article)


def tf_idf(counts: csr_matrix, idf: Array) -> csr_matrix:
    """Return sublinear tf-idf, each row of length 1: (1 + ln count) x idf.

    Examples
    --------
    >>> tf_idf(csr_matrix([[1, 0], [0, 2]]), np.ones(2)).toarray().tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    weighted = csr_matrix(counts, dtype=float, copy=True)
    weighted.data = (1 + np.log(weighted.data)) * idf[weighted.indices]
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted.data /= np.repeat(norms, np.diff(weighted.indptr))
    return weighted


def choose_method(texts: Sequence[str], wanted: str = "auto") -> tuple[Method, str]:
    """Return the method for texts of their length, and why, in words.

    Examples
    --------
    >>> choose_method(["word " * 300])
    ('nmf', 'NMF on tf-idf: the texts have a median of 300 words')
    """
    if wanted != "auto":
        return cast("Method", wanted), f"{wanted}: as asked"
    median = float(np.median([len(text.split()) for text in texts]))
    if median >= SHORT_TEXT:
        return "nmf", f"NMF on tf-idf: the texts have a median of {median:.0f} words"
    if is_available():
        return "static", (f"clusters of static embeddings: the texts are short (median {median:.0f} words)")
    return "nmf", (
        f"NMF on tf-idf, which is weak on texts this short (median {median:.0f} words, under {SHORT_TEXT}); "
        "install the extra 'short' (wordllama) for clusters of static embeddings"
    )

"""Like with like: subject, period and length of each article, and comparisons that hold them equal.

One place gives every comparison its strata, so that a difference of words, sources or readability is called
one of framing only where it is left within the same subject and time, among articles of like length.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.analysis.topics.naming import labels as topic_names
from toolkit.analysis.topics.texts import texts_of
from toolkit.analysis.topics.vocabulary import study_rules
from toolkit.corpus.clusters import clusters_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.periods import UNDATED, periods
from toolkit.errors import InputError
from toolkit.lexicons import lexicon_of
from toolkit.pages.record import count_words
from toolkit.patterns import pattern
from toolkit.stats.strata import COLUMNS, adjusted, explained

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Codes = NDArray[np.intp]

SUBJECT_SIZE, SUBJECTS = 16, 12  # articles a subject is meant to have; most subjects
SAMPLE = 8000  # articles that subjects are found in, evenly spaced; as for topics
SMALLEST = 5  # articles of a subject; those of a smaller one go to their next best
STYLE, STYLE_ELSEWHERE = (
    0.6,
    0.05,
)  # share of an outlet's articles, and of all others, with a word of its style
UNKNOWN = -2
COMPARED = {"subject": ("subject", "topic", "story_id"), "time": ("month", "year", "period", "published")}

_NOTHING = {**dict.fromkeys(COLUMNS[:-1], np.nan), "cause": ""}
_KNOWN: WeakKeyDictionary[Corpus, Strata] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Strata:
    """Subject and period of each article.

    Attributes
    ----------
    articles : Index of str
        Identifiers, in the corpus's order.
    subject, time : ndarray of int
        Codes of either, -1 for an article without a date.
    length : ndarray of float
        Logarithm of the number of words.
    subjects : tuple of str
        Heaviest words of each subject.
    periods : tuple of str
        Months of each period, such as ``2024-01`` or ``2024-01 to 2024-03``.
    """

    articles: pd.Index
    subject: Codes
    time: Codes
    length: NDArray[np.float64]
    subjects: tuple[str, ...]
    periods: tuple[str, ...]

    def codes(self, by: str) -> Mapping[str, NDArray[Any]]:
        """Return codes, of the length numbers, by the name of what is held equal in a comparison by a column.

        What the column itself compares is not held equal: no time by ``"month"``, no subject by ``"topic"``.
        """
        ways = {"subject": self.subject, "time": self.time, "length": self.length}
        return {name: codes for name, codes in ways.items() if by not in COMPARED.get(name, ())}

    def of(self, article_ids: pd.Series | pd.Index, by: str) -> Mapping[str, NDArray[Any]]:
        """Return `codes` of some articles; those that are not known are in a stratum of their own.

        They are taken to have the mean length.
        """
        first = np.flatnonzero(~self.articles.duplicated())
        at = self.articles[first].get_indexer(pd.Index(article_ids))
        return {
            name: np.where(at >= 0, codes[first][at], _unknown(codes)).astype(codes.dtype)
            for name, codes in self.codes(by).items()
        }

    @property
    def line(self) -> str:
        """What is held equal, in words."""
        subjects = "; ".join(f"“{name}”" for name in self.subjects)
        undated = int((self.time == UNDATED).sum())
        about = f"{len(self.subjects)} subjects ({subjects})" if len(self.subjects) > 1 else "one subject"
        when = f"{len(self.periods)} periods" if len(self.periods) > 1 else "one period"
        apart = f", {undated:,} undated articles apart" if undated and self.periods else ""
        return f"Compared like with like: {about}, {when}{apart} and articles of like length."


def _unknown(codes: NDArray[Any]) -> float:
    """Return what an article has that is not known: a code of its own, or the mean length."""
    return float(codes.mean()) if codes.dtype.kind == "f" and len(codes) else UNKNOWN


def lengths(articles: pd.DataFrame) -> NDArray[np.float64]:
    """Return the logarithm of each article's number of words, counted where a table does not say it.

    Examples
    --------
    >>> lengths(pd.DataFrame({"text": ["a b", "a b c"], "n_words": [4, None]})).round(2).tolist()
    [1.39, 1.1]
    """
    known = np.full(len(articles), np.nan)
    if "n_words" in articles:
        known = articles["n_words"].to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    missing = np.flatnonzero(np.isnan(known))
    texts = articles["text"].iloc[missing]
    known[missing] = [count_words(text) if isinstance(text, str) else 0 for text in texts]
    return np.asarray(np.log(np.maximum(known, 1.0)), dtype=np.float64)


@copies_settled
def strata_of(corpus: Corpus) -> Strata:
    """Return the subject, the period and the length of each article.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Strata

    Notes
    -----
    Subjects are those of a topic model with one for every 16 articles, 12 at most, each article given to its
    largest topic; subjects of fewer than 5 articles are given up. Lines that an outlet repeats, names of
    actors that the study compares (`actor_labels`) and words of house style (in 60 % of an outlet's articles,
    and in no more than 5 % of the others) do not count, so that wording is not taken for subject.
    Periods are months; neighbouring months are joined until each period has 10 articles. Neither looks at the
    groups that are compared, and neither draws a random number.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> themes = ["flood river rain water dam", "party vote poll seat campaign"]
    >>> frame = pd.DataFrame({"text": [f"{t} {'a' * (i + 3)}" for i in range(20) for t in themes]})
    >>> strata = strata_of(Corpus(conform(frame.assign(outlet="Post", published="2024-05-02"), "articles")))
    >>> len(strata.subjects), strata.periods
    (2, ('2024-05',))
    """
    if corpus not in _KNOWN:
        subject, names = _subjects(corpus)
        time, spans = periods(corpus.articles["published"])
        articles = pd.Index(corpus.articles["article_id"])
        _KNOWN[corpus] = Strata(articles, subject, time, lengths(corpus.articles), names, spans)
    return _KNOWN[corpus]


def number_of_subjects(n: int) -> int:
    """Return how many subjects are looked for in n articles.

    Examples
    --------
    >>> [number_of_subjects(n) for n in (31, 32, 80, 650)]
    [1, 2, 5, 12]
    """
    return max(1, min(n // SUBJECT_SIZE, SUBJECTS))


def _subjects(corpus: Corpus) -> tuple[Codes, tuple[str, ...]]:
    """Return the subject of each article, and the words of each subject."""
    alone = np.zeros(len(corpus), dtype=np.intp), ("all",)
    k = number_of_subjects(len(corpus))
    if k < 2:
        return alone
    from toolkit.analysis.topics.model import TopicModel  # noqa: PLC0415 - scikit-learn takes a second to load
    from toolkit.analysis.topics.seen import shares_of  # noqa: PLC0415

    texts, n = texts_of(corpus, repeated=False), len(corpus)
    drawn = np.unique(np.linspace(0, n - 1, min(n, SAMPLE)).astype(np.intp))
    model = TopicModel(k, rules=study_rules(corpus), random_state=corpus.settings.seed)
    try:
        model.prepare(texts.of(drawn)[0], without=_wording(corpus, drawn))
    except InputError:  # no word is in two articles
        return alone
    model.fit_rows(model.rows_)
    shares = model.shares_ if len(drawn) == n else shares_of(texts, n, model)
    subject, kept = largest(np.nan_to_num(shares))
    names = topic_names(model.components_, list(model.terms_))
    return subject, tuple(names[topic] for topic in kept)


def _wording(corpus: Corpus, drawn: Codes) -> Callable[[csr_matrix, NDArray[Any]], NDArray[np.bool_]]:
    """Return what tells words of framing and house style, which must not be taken for a subject."""
    named = [pattern(entry.pattern) for entry in lexicon_of(corpus.settings, "actor_labels")]
    outlets = pd.factorize(corpus.articles["outlet"].iloc[drawn])[0]

    def without(counts: csr_matrix, names: NDArray[Any]) -> NDArray[np.bool_]:
        held = np.flatnonzero(np.bincount(counts.indices, minlength=len(names)) > 1)
        out = is_house_style(counts, outlets)
        out[held] |= np.array([any(one.search(name) for one in named) for name in names[held]], dtype=bool)
        return out

    return without


def is_house_style(counts: csr_matrix, outlets: Codes) -> NDArray[np.bool_]:
    """Tell which words most articles of one outlet have, and hardly any of the others.

    Parameters
    ----------
    counts : csr_matrix
        Articles by words.
    outlets : ndarray of int
        Outlet of each article; -1 for none.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> counts = csr_matrix(np.repeat([[1, 1, 0], [0, 1, 1]], 5, axis=0))
    >>> is_house_style(counts, np.repeat([0, 1], 5)).tolist()
    [True, False, True]
    """
    from scipy.sparse import csr_matrix as matrix  # noqa: PLC0415 - SciPy is slow to load

    sizes = np.bincount(outlets[outlets >= 0], minlength=1)
    at = np.flatnonzero(outlets >= 0)
    members = matrix((np.ones(len(at)), (outlets[at], at)), shape=(len(sizes), counts.shape[0]))
    held = np.asarray((members @ (counts > 0)).todense(), dtype=np.float64)
    out = np.zeros(counts.shape[1], dtype=bool)
    for own, size in enumerate(sizes):
        others = sizes.sum() - size
        if size >= SMALLEST and others:
            elsewhere = held.sum(axis=0) - held[own]
            out |= (held[own] >= STYLE * size) & (elsewhere <= STYLE_ELSEWHERE * others)
    return out


def largest(shares: np.ndarray, smallest: int = SMALLEST) -> tuple[Codes, tuple[int, ...]]:
    """Return the largest topic of each article, given that each must have some articles.

    Parameters
    ----------
    shares : ndarray
        Articles by topics.
    smallest : int
        Fewest articles of a topic; the smallest topic under it is given up first.

    Returns
    -------
    (ndarray of int, tuple of int)
        Codes from 0, and the topics they stand for.

    Examples
    --------
    >>> largest(np.array([[0.6, 0.3, 0.1], [0.5, 0.4, 0.1], [0.0, 0.4, 0.6]]), smallest=2)
    (array([0, 0, 0]), (0,))
    """
    kept = list(range(shares.shape[1]))
    while True:
        own = shares[:, kept].argmax(axis=1)
        sizes = np.bincount(own, minlength=len(kept))
        if len(kept) == 1 or sizes.min() >= smallest:
            return own.astype(np.intp), tuple(kept)
        kept.pop(int(sizes.argmin()))


def beside_others(
    strata: Mapping[str, NDArray[Any]],
    among: tuple[list[str], np.ndarray],
    y: Any,
    size: np.ndarray,
    *,
    clusters: np.ndarray | None = None,
    measure: str = "share",
) -> pd.DataFrame:
    """Compare each group with all others, strata held equal: one row a group and outcome, in that order.

    Parameters
    ----------
    strata : mapping of str to ndarray
        From `Strata.codes` or `Strata.of`.
    among : list of str and ndarray of int
        Groups, and the position of each article's group; -1 for none.
    y, size, measure
        As in `toolkit.stats.strata.adjusted`.
    clusters : ndarray, optional
        Cluster of each article: see `toolkit.corpus.clusters.clusters_of`.

    Returns
    -------
    DataFrame
        The columns of `COLUMNS`, with ``cause`` in place of ``explained_by``: see `told`.
    """
    names, group = among
    if len(names) < 2:
        return pd.DataFrame(_NOTHING, index=range(y.shape[1] * len(names)))
    member = np.flatnonzero(group >= 0)
    own = {name: codes[member] for name, codes in strata.items()}
    shown = None if clusters is None else clusters[member]
    parts = [
        sides_adjusted(own, group[member] == g, y[member], size[member], clusters=shown, measure=measure)
        for g in range(len(names))
    ]
    return pd.concat(parts, ignore_index=True)


def shares_adjusted(
    corpus: Corpus, by: str, among: tuple[list[str], np.ndarray], counts: np.ndarray
) -> pd.DataFrame:
    """Return `beside_others` for counts of choices (articles by choices): shares of an article's choices."""
    codes = clusters_of(corpus, by)
    return beside_others(strata_of(corpus).codes(by), among, counts, counts.sum(axis=1), clusters=codes)


def sides_adjusted(
    strata: Mapping[str, NDArray[Any]],
    first: np.ndarray,
    y: Any,
    size: np.ndarray,
    *,
    clusters: np.ndarray | None = None,
    controls: Mapping[str, np.ndarray] | None = None,
    measure: str = "share",
) -> pd.DataFrame:
    """Compare two sides, strata held equal: one row an outcome, with ``cause`` as in `beside_others`."""
    found = adjusted(y, size, first, strata, controls=controls, clusters=clusters, measure=measure)
    return pd.DataFrame(
        {
            "adjusted": found.estimate,
            "adjusted_low": found.low,
            "adjusted_high": found.high,
            "adjusted_p": found.p,
            "overlap": found.overlap,
            "cause": found.cause,
        }
    )


def told(table: pd.DataFrame, among: pd.Series | None = None) -> pd.DataFrame:
    """Return a table with ``explained_by``: what accounts for each difference, empty where it holds.

    Parameters
    ----------
    table : DataFrame
        With ``adjusted_p`` and ``cause``.
    among : Series of bool, optional
        Rows whose difference is asked about; by default those with a crude p under .05. They are one family.

    Examples
    --------
    >>> told(pd.DataFrame({"adjusted_p": [0.001, 0.4], "cause": ["time", "time"]}))["explained_by"].tolist()
    ['', 'time']
    """
    p, cause = table["adjusted_p"].to_numpy(dtype=np.float64), table["cause"].to_numpy(dtype=object)
    if among is not None:
        cause = np.where(among.to_numpy(dtype=bool) | np.isnan(p), cause, "")
    if "reason" in table:  # nothing was compared at first sight either
        cause = np.where(table["reason"].notna(), "", cause)
    said = explained(np.where(cause != "", p, np.nan), cause)
    return table.drop(columns="cause").assign(explained_by=said)

"""How alike two reports are: their words, and the days between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from toolkit.corpus.shingles import Rows
from toolkit.corpus.stock import own_words
from toolkit.corpus.story_terms import Terms, read_plain_words, read_terms

Floats = NDArray[np.float64]

FAR_DAYS = 30  # days after which two dated reports are of two events
TERMS_WEIGH = 0.9  # of the terms in the likeness of two reports; the rest is the plain words of the opening
OPENING = 150  # words of an article that tell which turn of an affair it reports
FAINT = 0.02  # added to a cosine before its logarithm is taken
SOON = 4.0  # days in which what days say for one event falls to a third
CHANCE = {
    "start": 2.37,
    "opening": 1.41,
    "whole": 2.46,
    "soon": 3.88,
    "undated": 2.54,
}  # log-odds; see methods


@dataclass(frozen=True)
class Evidence:
    """What similarity between reports is computed from: their words, and days (NaN where unknown)."""

    terms: Terms
    opening: sparse.csr_array
    whole: sparse.csr_array
    days: Floats

    @classmethod
    def of(
        cls,
        titles: Sequence[str],
        texts: Sequence[str],
        days: NDArray[np.datetime64],
        outlets: Sequence[object],
    ) -> Evidence:
        """Gather the evidence; outlets tell whose stock phrases are taken out and nothing else."""
        numbers = days.astype("datetime64[D]").astype(np.float64)
        numbers[np.isnat(days)] = np.nan
        kept = own_words(texts, outlets)
        opening, whole = read_plain_words(titles, kept, [OPENING, None])
        return cls(read_terms(titles, kept), opening, whole, numbers)

    def merged(self, shares: sparse.csr_array) -> Evidence:
        """Return the evidence of groups of articles, undated, from the share of each article in each group.

        The likeness of two groups is then the mean of those of their articles.
        """
        words = [sparse.csr_array(shares @ part) for part in (self.terms.matrix, self.opening, self.whole)]
        terms = Terms(words[0], self.terms.spellings)
        return Evidence(terms, words[1], words[2], np.full(shares.shape[0], np.nan))

    def likeness(self, rows: Rows, columns: Rows) -> Floats:
        """Return how alike some articles are to others in what they name, 0 to 1, whatever their days."""
        terms, opening = (_cosine(words, rows, columns) for words in (self.terms.matrix, self.opening))
        mixed: Floats = TERMS_WEIGH * terms + (1 - TERMS_WEIGH) * opening
        return mixed

    def similarity(self, rows: Rows, columns: Rows) -> Floats:
        """Return how alike some articles are to others, 0 to 1, in what they name and in their days."""
        return self.likeness(rows, columns) * nearness(self.apart(rows, columns))

    def chance(self, rows: Rows, columns: Rows) -> Floats:
        """Return how likely it is that articles of one running affair report the same turn of it, 0 to 1.

        A logistic regression on the cosines of the openings and of the whole texts and on the days between
        the two, fitted to labelled pairs of live weeks (``docs/methods/corpus.md``).
        """
        apart = self.apart(rows, columns)
        soon = np.where(np.isnan(apart), CHANCE["undated"], CHANCE["soon"] * np.exp(-apart / SOON))
        odds = CHANCE["start"] + soon
        for name, words in (("opening", self.opening), ("whole", self.whole)):
            odds = odds + CHANCE[name] * np.log(_cosine(words, rows, columns) + FAINT)
        chance: Floats = np.where(apart >= FAR_DAYS, 0.0, expit(odds))
        return chance

    def apart(self, rows: Rows, columns: Rows) -> Floats:
        """Return the days between some articles and others; NaN where one has no date."""
        apart: Floats = np.abs(self.days[rows][:, None] - self.days[columns][None, :])
        return apart

    def tying_terms(self, place: Rows, count: int) -> list[str]:
        """Return the terms that add most to the similarity of some articles, most first."""
        part = self.terms.matrix[place]
        total = np.asarray(part.sum(axis=0)).ravel()
        squares = np.asarray(part.multiply(part).sum(axis=0)).ravel()
        shared = total**2 - squares
        best = np.argsort(-shared, kind="stable")
        spelled = [str(self.terms.spellings[term]) for term in best[: 3 * count] if shared[term] > 1e-9]
        return _without_parts(spelled)[:count]


def nearness(apart: Floats) -> Floats:
    """Return what days apart leave of a similarity, 0 to 1; where one is missing they say nothing.

    Examples
    --------
    >>> nearness(np.array([0.0, 15.0, 45.0, np.nan])).tolist()
    [1.0, 0.5, 0.0, 1.0]
    """
    return np.where(np.isnan(apart), 1.0, np.clip(1 - np.abs(apart) / FAR_DAYS, 0, 1))


def _cosine(words: sparse.csr_array, rows: Rows, columns: Rows) -> Floats:
    cosine: Floats = np.clip((words[rows] @ words[columns].T).toarray(), 0.0, 1.0)
    return cosine


def _without_parts(terms: list[str]) -> list[str]:
    """Drop words that a pair of words already shows."""
    pairs = {word for term in terms if " " in term for word in term.split()}
    return [term for term in terms if " " in term or term not in pairs]

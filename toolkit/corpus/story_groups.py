"""How alike two reports are as reports of one event, and the groups this makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from toolkit.corpus.shingles import Rows
from toolkit.corpus.story_terms import Terms, read_terms

Floats = NDArray[np.float64]

TIED = 0.035  # least mean similarity of the articles of one story
NEAR_DAYS = 3  # days between two reports of one event that do not count against it
FAR_DAYS = 14  # days after which two dated reports are of two events
UNDATED = 0.5  # what similarity is worth where a date is missing
SAME_OUTLET = 0.7  # and where both articles are of one outlet
LARGEST = 2000  # articles clustered at once; a larger heap is first cut at a higher similarity
TOO_ALIKE = 0.8  # a heap that holds together at this is one story however large
BLOCK = 256


@dataclass(frozen=True)
class Evidence:
    """What similarity between reports is computed from: terms, days (NaN where unknown), outlets."""

    terms: Terms
    days: Floats
    outlets: Rows

    @classmethod
    def of(
        cls,
        titles: Sequence[str],
        texts: Sequence[str],
        days: NDArray[np.datetime64],
        outlets: Sequence[object],
    ) -> Evidence:
        """Gather the evidence; articles without an outlet are of no common one."""
        numbers = days.astype("datetime64[D]").astype(np.float64)
        numbers[np.isnat(days)] = np.nan
        known: dict[object, int] = {}
        codes = [
            -1 - row if outlet is None else known.setdefault(outlet, len(known))
            for row, outlet in enumerate(outlets)
        ]
        return cls(read_terms(titles, texts), numbers, np.array(codes, dtype=np.int64))

    def similarity(self, rows: Rows, columns: Rows) -> Floats:
        """Return how alike some articles are to others, 0 to 1: cosine of terms, days, outlets."""
        cosine = (self.terms.matrix[rows] @ self.terms.matrix[columns].T).toarray()
        apart = np.abs(self.days[rows][:, None] - self.days[columns][None, :])
        near = np.clip(1 - (apart - NEAR_DAYS) / (FAR_DAYS - NEAR_DAYS), 0, 1)
        same = self.outlets[rows][:, None] == self.outlets[columns][None, :]
        alike: Floats = cosine * np.where(np.isnan(apart), UNDATED, near) * np.where(same, SAME_OUTLET, 1.0)
        return np.clip(alike, 0.0, 1.0)

    def mean_similarity(self, place: Rows) -> float:
        """Return the mean similarity of the pairs of some articles; NaN for fewer than two."""
        if len(place) < 2:
            return float("nan")
        alike = self.similarity(place, place)
        return float(alike[np.triu_indices(len(place), 1)].mean())

    def tying_terms(self, place: Rows, count: int) -> list[str]:
        """Return the terms that add most to the similarity of some articles, most first."""
        part = self.terms.matrix[place]
        total = np.asarray(part.sum(axis=0)).ravel()
        squares = np.asarray(part.multiply(part).sum(axis=0)).ravel()
        shared = total**2 - squares
        best = np.argsort(-shared, kind="stable")
        spelled = [str(self.terms.spellings[term]) for term in best[: 3 * count] if shared[term] > 1e-9]
        return _without_parts(spelled)[:count]


def group_articles(evidence: Evidence, *, tied: float = TIED) -> Rows:
    """Group reports of one event by average linkage; return a label for each article.

    A pair of groups is joined only while the mean similarity of their articles stays at `tied` or
    more, so two chains of follow-ups do not run into one (Sokal and Michener 1958). Groups are
    numbered in the order of their first articles.
    """
    rows = np.arange(len(evidence.days))
    labels = np.arange(len(rows))
    if len(rows) > 1:
        for number, group in enumerate(_groups(evidence, rows, tied)):
            labels[group] = number
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order: Rows = np.argsort(np.argsort(first))[inverse]
    return order


def _groups(evidence: Evidence, rows: Rows, tied: float) -> Iterator[Rows]:
    """Yield the groups: average linkage within each set of articles that pairs connect at all."""
    edges = list(_edges(evidence, rows, tied))
    start = np.concatenate([one for one, _ in edges])
    end = np.concatenate([two for _, two in edges])
    shape = (len(rows), len(rows))
    graph = sparse.coo_array((np.ones(len(start)), (start, end)), shape=shape)
    _, parts = connected_components(graph, directed=False)
    for members in _split(parts):
        part = rows[members]
        if len(part) > LARGEST and tied < TOO_ALIKE:
            yield from _groups(evidence, part, tied * 1.25)
        elif len(part) == 1 or len(part) > LARGEST:
            yield part
        else:
            distance = 1 - evidence.similarity(part, part)
            np.fill_diagonal(distance, 0)
            tree = linkage(squareform(distance, checks=False), "average")
            yield from (part[found] for found in _split(fcluster(tree, 1 - tied, "distance")))


def _split(labels: NDArray[np.int32]) -> list[Rows]:
    """Return the places of each label."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)


def _edges(evidence: Evidence, rows: Rows, tied: float) -> Iterator[tuple[Rows, Rows]]:
    """Yield the pairs that are alike enough, as places in `rows`; dated ones meet near days only."""
    order = np.argsort(evidence.days[rows], kind="stable")
    days = evidence.days[rows][order]
    dated = int((~np.isnan(days)).sum())
    for start in range(0, len(rows), BLOCK):
        stop = min(start + BLOCK, len(rows))
        last = dated if stop > dated else int(np.searchsorted(days[:dated], days[stop - 1] + FAR_DAYS))
        columns = np.concatenate(
            [np.arange(start, max(last, start)), np.arange(max(dated, start), len(rows))]
        )
        alike = evidence.similarity(rows[order[start:stop]], rows[order[columns]])
        one, two = np.nonzero(alike >= tied)
        keep = one + start < columns[two]
        yield order[one[keep] + start], order[columns[two[keep]]]


def _without_parts(terms: list[str]) -> list[str]:
    """Drop words that a pair of words already shows."""
    pairs = {word for term in terms if " " in term for word in term.split()}
    return [term for term in terms if " " in term or term not in pairs]

"""How alike two reports are as reports of one event, and the groups this makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from toolkit.corpus.shingles import Rows
from toolkit.corpus.stock import without_stock
from toolkit.corpus.story_terms import Terms, read_terms

Floats = NDArray[np.float64]

TIED = 0.0625  # least quadratic mean of the similarities of the articles of one story
FAR_DAYS = 30  # days after which two dated reports are of two events; up to then they count ever less
SAME_OUTLET = 0.7  # what similarity is worth where both articles are of one outlet
LARGEST = 1000  # articles clustered at once; a larger heap is first cut at a higher similarity
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
        return cls(
            read_terms(titles, without_stock(texts, outlets)), numbers, np.array(codes, dtype=np.int64)
        )

    def alike(self, rows: Rows, columns: Rows) -> Floats:
        """Return how alike some articles are to others in their words, 0 to 1, whatever their days."""
        cosine = (self.terms.matrix[rows] @ self.terms.matrix[columns].T).toarray()
        same = self.outlets[rows][:, None] == self.outlets[columns][None, :]
        alike: Floats = np.clip(cosine * np.where(same, SAME_OUTLET, 1.0), 0.0, 1.0)
        return alike

    def similarity(self, rows: Rows, columns: Rows) -> Floats:
        """Return how alike some articles are to others, 0 to 1, in words and days."""
        apart = self.days[rows][:, None] - self.days[columns][None, :]
        return self.alike(rows, columns) * _nearness(apart)

    def mean_similarity(self, place: Rows) -> float:
        """Return the quadratic mean of the similarities of some articles; NaN for fewer than two."""
        if len(place) < 2:
            return float("nan")
        alike = self.similarity(place, place)
        return float(np.sqrt((alike[np.triu_indices(len(place), 1)] ** 2).mean()))

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

    Two groups are joined while the quadratic mean of the similarities of their articles is `tied` or
    more: all pairs count, so two chains of follow-ups do not run into one (Sokal and Michener 1958), and
    clear ties count more than faint ones. Groups are numbered in the order of their first articles.
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
            joined = _joined(evidence.alike(part, part) ** 2, evidence.days[part], tied**2)
            yield from (part[found] for found in _split(joined))


def _joined(alike: Floats, days: Floats, tied: float) -> Rows:
    """Join the two most alike groups until no two are alike enough; return a label for each article.

    The days of a group are those of its dated articles: an undated report takes them over with the group
    it joins, and does not tie reports of events weeks apart.
    """
    labels, size = np.arange(len(days)), np.ones(len(days))
    dated, total = (~np.isnan(days)).astype(np.float64), np.nan_to_num(days)
    near = alike * _nearness(days[:, None] - days[None, :]) ** 2
    np.fill_diagonal(near, -1)
    while True:
        one, two = divmod(int(near.argmax()), len(days))
        if near[one, two] < tied:
            return labels
        labels[labels == two] = one
        alike[one] = alike[:, one] = np.average(alike[[one, two]], axis=0, weights=size[[one, two]])
        for count in (size, dated, total):
            count[one] += count[two]
        with np.errstate(invalid="ignore"):  # a group without a date has none: 0 / 0
            middle = total / dated
        row = np.where(near[one] < 0, -1, alike[one] * _nearness(middle - middle[one]) ** 2)
        row[two] = near[two] = near[:, two] = -1
        near[one] = near[:, one] = row


def _nearness(apart: Floats) -> Floats:
    """Return what days apart leave of a similarity, 0 to 1; where one is missing they say nothing."""
    return np.where(np.isnan(apart), 1.0, np.clip(1 - np.abs(apart) / FAR_DAYS, 0, 1))


def _split(labels: NDArray[np.integer]) -> list[Rows]:
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

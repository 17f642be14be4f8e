"""The groups that the likeness of reports makes: heaps, stories in them, affairs of several stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from toolkit.corpus.shingles import Rows
from toolkit.corpus.story_evidence import FAR_DAYS, Evidence, Floats, nearness

TIED = 0.06  # least quadratic mean of the similarities of the articles of one heap
TURN = 0.28  # least geometric mean of the chances that the articles of one story report the same turn
AFFAIR = 8  # articles; a heap of so many is a running affair even where nothing else is near it
LONE = 0.25  # least chance of two reports that stand by themselves, where days say nothing
NEAREST = 10  # articles outside a group that it is held against
AFFAIR_TIED = 0.045  # least mean likeness of the articles of two stories of one affair, whatever their days
APART = 2.1  # times as alike as the nearest outside: an event that stands by itself
LARGEST = 1000  # articles clustered at once; a larger heap is first cut at a higher similarity
TOO_ALIKE = 0.8  # a heap that holds together at this is one story however large
BLOCK = 256
_NEVER = 1e-4  # added to a chance before its logarithm is taken

Measure = Callable[[Rows, Rows], Floats]
Join = Callable[[Rows, float], Rows]


def group_articles(evidence: Evidence) -> Rows:
    """Group reports of one event; return the story of each article.

    Reports that name the same things within days of each other are heaped by average linkage (Sokal and
    Michener 1958). A heap that stands by itself is a story, unless two events of one kind stand in it. The
    others, and those of eight articles or more, belong to a running affair, where the same names are
    everywhere: there only reports that are likely to be of the same turn are one story. The mean of the
    logarithms of their chances counts, so that a pair that cannot be of one turn parts a group. Stories are
    numbered in the order of their first articles.
    """
    rows = np.arange(len(evidence.days))
    heaps = _labelled(rows, _groups(evidence.similarity, evidence.days, rows, TIED, _heap_join(evidence)))
    sizes = np.bincount(heaps, minlength=1)
    small = np.flatnonzero((sizes > 1) & (sizes < AFFAIR))
    small = small[separation(evidence, heaps, small) >= APART]
    settled = np.isin(heaps, small[[_is_one(evidence, rows[heaps == heap]) for heap in small]])
    stories = np.where(settled, heaps, -1)
    rest = rows[~settled]
    for turn in _groups(evidence.chance, evidence.days, rest, TURN, _turn_join(evidence)):
        stories[turn] = len(rows) + turn.min()
    _, first, inverse = np.unique(stories, return_index=True, return_inverse=True)
    order: Rows = np.argsort(np.argsort(first))[inverse]
    return order


def _is_one(evidence: Evidence, heap: Rows) -> bool:
    """Tell whether a heap that stands by itself is one story.

    Two reports without days are tied by one cosine alone, and need a chance that is not small. Two groups
    of reports, each likely to be of one turn and not of the other's, are two events of one kind.
    """
    if len(heap) > 2:
        turns = np.unique(_turn_join(evidence)(heap, TURN), return_counts=True)[1]
        return bool((turns > 1).sum() < 2)
    return not np.isnan(evidence.days[heap]).any() or bool(evidence.chance(heap, heap)[0, 1] >= LONE)


def group_affairs(evidence: Evidence, stories: Rows) -> Rows:
    """Group stories that name the same things, whatever their days; return the affair of each article.

    Average linkage over stories, on the mean likeness of their articles: a trial joins the arrest it follows
    from months before, and two events of one kind, whose names differ, stay apart. An article of no story
    (-1) has no affair (-1).
    """
    known = np.flatnonzero(stories >= 0)
    sizes = np.bincount(stories[known], minlength=1)
    shares = sparse.csr_array(
        (1 / sizes[stories[known]], (stories[known], known)), shape=(len(sizes), len(stories))
    )
    merged = evidence.merged(shares)
    found = np.full(len(sizes) + 1, -1)  # the last is that of no story
    groups = _groups(merged.likeness, merged.days, np.flatnonzero(sizes), AFFAIR_TIED, _affair_join(merged))
    for number, group in enumerate(groups):
        found[group] = number
    affairs: Rows = found[stories]
    return affairs


def separation(evidence: Evidence, labels: Rows, groups: Rows) -> Floats:
    """Return how many times as alike the articles of some groups are to each other as to the nearest others.

    The quadratic mean of the similarities within a group over the mean of those to the ten nearest articles
    outside it; infinite where there is none, NaN for a group of one.
    """
    found = np.full(len(labels) + 1, np.nan)
    for batch in _batches(labels, groups, evidence.days):
        place = batch[np.argsort(labels[batch], kind="stable")]
        near = _near_days(evidence.days, place)
        squares = evidence.similarity(place, near) ** 2
        squares[np.arange(len(place)), np.searchsorted(near, place)] = 0.0
        names, start, size = np.unique(labels[place], return_index=True, return_counts=True)
        means = np.add.reduceat(squares, start, axis=0) / size[:, None]
        own = labels[None, near] == names[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):  # a group of one; a group with nothing near it
            inside = np.sqrt((means * own).sum(axis=1) / (size - 1))
            outside = _nearest(np.where(own, 0.0, means)) / min(NEAREST, len(labels))
            found[names] = inside / outside
    return found[groups]


def _batches(labels: Rows, groups: Rows, days: Floats) -> Iterator[Rows]:
    """Yield the places of the articles of some groups, whole groups together and some hundreds at a time.

    Groups come by their first days, those with an undated article last: a batch then meets few days.
    """
    known = np.flatnonzero(np.isin(labels, groups))
    first = np.full(int(labels.max(initial=0)) + 1, np.inf)
    np.fmin.at(first, labels[known], days[known])
    first[labels[known[np.isnan(days[known])]]] = np.inf
    order = known[np.lexsort((labels[known], first[labels[known]]))]
    opens = np.flatnonzero(np.diff(labels[order], prepend=-1))
    batch = np.searchsorted(
        opens[np.unique(opens // BLOCK, return_index=True)[1]], np.arange(len(order)), "right"
    )
    yield from np.split(order, np.flatnonzero(np.diff(batch)) + 1) if len(order) else []


def _near_days(days: Floats, place: Rows) -> Rows:
    """Return the articles, in their order, that days do not keep apart from all of some."""
    own = days[place]
    if np.isnan(own).any():
        return np.arange(len(days))
    return np.flatnonzero(~((days <= own.min() - FAR_DAYS) | (days >= own.max() + FAR_DAYS)))


def _nearest(squares: Floats) -> Floats:
    """Return the sum of the similarities to the nearest."""
    count = min(NEAREST, squares.shape[1])
    nearest: Floats = np.sqrt(np.partition(squares, squares.shape[1] - count, axis=1)[:, -count:]).sum(axis=1)
    return nearest


def mean_similarity(evidence: Evidence, place: Rows) -> float:
    """Return the quadratic mean of the similarities of some articles; NaN for fewer than two."""
    if len(place) < 2:
        return float("nan")
    alike = evidence.similarity(place, place)
    return float(np.sqrt((alike[np.triu_indices(len(place), 1)] ** 2).mean()))


def _labelled(rows: Rows, groups: Iterator[Rows]) -> Rows:
    labels = rows.copy()
    for number, group in enumerate(groups):
        labels[group] = number
    return labels


def _heap_join(evidence: Evidence) -> Join:
    return lambda part, tied: _heaped(evidence.likeness(part, part) ** 2, evidence.days[part], tied**2)


def _turn_join(evidence: Evidence) -> Join:
    return lambda part, tied: _averaged(-np.log(evidence.chance(part, part) + _NEVER), -np.log(tied + _NEVER))


def _affair_join(evidence: Evidence) -> Join:
    return lambda part, tied: _averaged(1 - evidence.likeness(part, part), 1 - tied)


def _groups(measure: Measure, days: Floats, rows: Rows, tied: float, join: Join) -> Iterator[Rows]:
    """Yield the groups: joined within each set of articles that pairs connect at all."""
    edges = list(_edges(measure, days, rows, tied))
    start, end = (np.concatenate([rows[:0], *(edge[side] for edge in edges)]) for side in (0, 1))
    shape = (len(rows), len(rows))
    graph = sparse.coo_array((np.ones(len(start)), (start, end)), shape=shape)
    parts = connected_components(graph, directed=False)[1] if len(rows) else rows
    for members in _split(parts):
        part = rows[members]
        if len(part) > LARGEST and tied < TOO_ALIKE:
            yield from _groups(measure, days, part, tied * 1.25, join)
        elif len(part) == 1 or len(part) > LARGEST:
            yield part
        else:
            yield from (part[found] for found in _split(join(part, tied)))


def _averaged(distance: Floats, most: float) -> Rows:
    """Join by average linkage of distances; return a label for each article."""
    distance = (distance + distance.T) / 2
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), "average")
    return fcluster(tree, most, "distance").astype(np.int64)


def _heaped(alike: Floats, days: Floats, tied: float) -> Rows:
    """Join the two most alike groups until no two are alike enough; return a label for each article.

    The days of a group are those of its dated articles: an undated report takes them over with the group
    it joins, and does not tie reports of events weeks apart.
    """
    labels, size = np.arange(len(days)), np.ones(len(days))
    dated, total = (~np.isnan(days)).astype(np.float64), np.nan_to_num(days)
    near = alike * nearness(days[:, None] - days[None, :]) ** 2
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
        row = np.where(near[one] < 0, -1, alike[one] * nearness(middle - middle[one]) ** 2)
        row[two] = near[two] = near[:, two] = -1
        near[one] = near[:, one] = row


def _split(labels: NDArray[np.integer]) -> list[Rows]:
    """Return the places of each label."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []


def _edges(measure: Measure, days: Floats, rows: Rows, tied: float) -> Iterator[tuple[Rows, Rows]]:
    """Yield the pairs that are alike enough, as places in `rows`; dated ones meet near days only."""
    order = np.argsort(days[rows], kind="stable")
    days = days[rows][order]
    dated = int((~np.isnan(days)).sum())
    for start in range(0, len(rows), BLOCK):
        stop = min(start + BLOCK, len(rows))
        last = dated if stop > dated else int(np.searchsorted(days[:dated], days[stop - 1] + FAR_DAYS))
        columns = np.concatenate(
            [np.arange(start, max(last, start)), np.arange(max(dated, start), len(rows))]
        )
        alike = measure(rows[order[start:stop]], rows[order[columns]])
        one, two = np.nonzero(alike >= tied)
        keep = one + start < columns[two]
        yield order[one[keep] + start], order[columns[two[keep]]]

"""Words that articles share whatever they report: signatures, stock phrases, notes and buttons of a site.

They would tie articles by who printed them, not by what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.corpus.shingles import SIZE, Ids, Rows, read_words, shingles, spans_of_runs, word_spans

MOST = 0.5  # of an article's words; where more is shared, the articles are versions of one report
RELATED = 0.08  # least cosine of two texts, without what they share, that bears out a passage in common
PAIRS = 4096  # of texts, whose words are held beside each other at once

Marks = list[NDArray[np.bool_]]


def own_words(texts: Sequence[str], outlets: Sequence[object]) -> list[str]:
    """Return texts without notes (`without_notes`) and then without stock (`without_stock`).

    Examples
    --------
    >>> by = "By the Post's own staff"
    >>> texts = [f"The river rose in the night. {by}", f"Pay rose for all the men. {by}"]
    >>> own_words(texts, ["Post", "Post"])[0].strip()
    'The river rose in the night.'
    """
    words = _words(texts)
    marks = _notes(words)
    kept = [own[~mark] for own, mark in zip(words, marks, strict=True)]
    for mark, stock in zip(marks, _stock(kept, outlets), strict=True):
        mark[np.flatnonzero(~mark)[stock]] = True
    return _cut(texts, marks)


def without_stock(texts: Sequence[str], outlets: Sequence[object]) -> list[str]:
    """Return texts without the runs of five words or more that occur in two articles of one outlet.

    A run that is taken out leaves a line break. An article that shares more than half of its words with
    others of its outlet is a version of them and stays whole; so does one without an outlet.

    Examples
    --------
    >>> texts = ["The river rose in the night. By the Post's own staff", "Pay rose. By the Post's own staff"]
    >>> without_stock(texts, ["Post", "Post"])[0].strip()
    'The river rose in the night.'
    """
    return _cut(texts, _stock(_words(texts), outlets))


def without_notes(texts: Sequence[str]) -> list[str]:
    """Return texts without the runs of five words or more that stand only in texts of other matters.

    A cookie notice, share buttons, an agency's sign-off stand in reports that have nothing else in common,
    whoever prints them and wherever on the page. A quotation stands in reports that are alike without it
    too, and stays. So do versions of one report, which share half of the shorter one's runs.

    Examples
    --------
    >>> note = "Subscribe to our free letter"
    >>> texts = [f"The river rose in the night. {note}", f"Pay rose for all the men. {note}"]
    >>> without_notes(texts)[0].strip()
    'The river rose in the night.'
    """
    return _cut(texts, _notes(_words(texts)))


def _words(texts: Sequence[str]) -> list[Ids]:
    words = read_words(texts)
    return [words[row] for row in range(len(words))]


def _stock(words: list[Ids], outlets: Sequence[object]) -> Marks:
    rows_of: dict[object, list[int]] = {}
    for row, outlet in enumerate(outlets):
        if outlet is not None:
            rows_of.setdefault(outlet, []).append(row)
    marks = [np.zeros(len(own), dtype=np.bool_) for own in words]
    for rows in rows_of.values():
        runs = [shingles(words[row]) for row in rows]
        values, holders = np.unique(np.concatenate([np.unique(own) for own in runs]), return_counts=True)
        for row, own in zip(rows, runs, strict=True):
            marks[row] = _unless_most(_marked(own, len(words[row]), values[holders > 1]))
    return marks


def _notes(words: list[Ids]) -> Marks:
    runs = [shingles(own) for own in words]
    held = _held_by_two(runs)
    every = np.unique(held.run)
    each = list(zip(runs, [len(own) for own in words], strict=True))
    both, of, common = np.unique(held.one * len(runs) + held.two, return_inverse=True, return_counts=True)
    one, two = np.divmod(both, max(len(runs), 1))
    versions = common >= MOST * np.minimum(held.sizes[one], held.sizes[two])
    rest = [own[~_marked(run, size, every)] for own, (run, size) in zip(words, each, strict=True)]
    related = versions.copy()
    related[~versions] = _alike(rest, one[~versions], two[~versions]) >= RELATED
    notes = np.setdiff1d(every, held.run[related[of]])
    return [_unless_most(_marked(run, size, notes)) for run, size in each]


def _alike(words: list[Ids], one: Rows, two: Rows) -> NDArray[np.float64]:
    """Return the cosines of pairs of texts, weighed as `story_terms.read_plain` does, words as spelled."""
    sizes = [len(own) for own in words]
    row = np.repeat(np.arange(len(words)), sizes)
    _, word = np.unique(np.concatenate([np.empty(0, np.uint64), *words]), return_inverse=True)
    shape = (len(words), int(word.max(initial=0)) + 1)
    counts = sparse.coo_array((np.ones(len(word)), (row, word)), shape=shape).tocsr()
    spread = np.bincount(counts.indices, minlength=shape[1])
    counts.data = (1 + np.log(counts.data)) * np.log((1 + len(words)) / (1 + spread))[counts.indices]
    length = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    found = np.zeros(len(one))
    for start in range(0, len(one), PAIRS):
        part = slice(start, start + PAIRS)
        product = counts[one[part]].multiply(counts[two[part]])
        found[part] = np.asarray(product.sum(axis=1)).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):  # a text of which nothing is left is like none
        cosines: NDArray[np.float64] = np.nan_to_num(found / (length[one] * length[two]))
    return cosines


class _Held(NamedTuple):
    """Runs of words that two texts hold, neighbours in the list of its holders; and the runs of each text."""

    run: Ids
    one: Rows
    two: Rows
    sizes: Rows


def _held_by_two(runs: list[Ids]) -> _Held:
    own = [np.unique(run) for run in runs]
    sizes = np.array([len(run) for run in own], dtype=np.int64)
    held = np.concatenate([np.empty(0, np.uint64), *own])
    order = np.argsort(held, kind="stable")
    again = np.flatnonzero(held[order][1:] == held[order][:-1])
    holders = np.repeat(np.arange(len(own)), sizes)[order]
    return _Held(held[order][again], holders[again], holders[again + 1], sizes)


def _marked(own: Ids, size: int, runs: Ids) -> NDArray[np.bool_]:
    """Mark the words of a text that stand in one of some runs, which are in order; `own` are the text's."""
    mark = np.zeros(size, dtype=np.bool_)
    if size >= SIZE and len(runs):
        at = np.flatnonzero(runs[np.minimum(np.searchsorted(runs, own), len(runs) - 1)] == own)
        mark[(at[:, None] + np.arange(SIZE)).ravel()] = True
    return mark


def _unless_most(shared: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark what is shared, unless it is most of the text: then it is a version of another."""
    return shared if shared.any() and shared.mean() <= MOST else np.zeros_like(shared)


def _cut(texts: Sequence[str], marks: Marks) -> list[str]:
    return [_parts(text, mark) if mark.any() else text for text, mark in zip(texts, marks, strict=True)]


def _parts(text: str, shared: NDArray[np.bool_]) -> str:
    parts, done = [], 0
    for start, end, _ in spans_of_runs(word_spans(text), shared):
        parts.append(text[done:start])
        done = end
    return "\n".join([*parts, text[done:]])

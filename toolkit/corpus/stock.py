"""Words that articles share whatever they report: signatures, stock phrases, notes and buttons of a site.

They would tie articles by who printed them, not by what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.corpus.shingles import SIZE, Ids, Rows, read_words, shingles, spans_of_runs, word_spans
from toolkit.corpus.story_terms import read_plain

MOST = 0.5  # of an article's words; where more is shared, the articles are versions of one report
RELATED = 0.08  # least cosine of two texts, without what they share, that bears out a passage in common


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
    words = read_words(texts)
    rows_of: dict[object, list[int]] = {}
    for row, outlet in enumerate(outlets):
        if outlet is not None:
            rows_of.setdefault(outlet, []).append(row)
    out = list(texts)
    for rows in rows_of.values():
        runs = [shingles(words[row]) for row in rows]
        values, holders = np.unique(np.concatenate([np.unique(own) for own in runs]), return_counts=True)
        for row, own in zip(rows, runs, strict=True):
            out[row] = _without(texts[row], _marked(own, len(words[row]), values[holders > 1]))
    return out


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
    words = read_words(texts)
    runs = [shingles(words[row]) for row in range(len(words))]
    held = _held_by_two(runs)
    every = np.unique(held.run)
    each = list(zip(texts, runs, words.lengths.tolist(), strict=True))
    plain = read_plain([""] * len(texts), [_cut(text, _marked(own, size, every)) for text, own, size in each])
    both, of, common = np.unique(held.one * len(runs) + held.two, return_inverse=True, return_counts=True)
    pairs = np.stack(np.divmod(both, max(len(runs), 1)), axis=1)
    alike = np.asarray(plain[pairs[:, 0]].multiply(plain[pairs[:, 1]]).sum(axis=1)).ravel()
    versions = common >= MOST * np.minimum(held.sizes[pairs[:, 0]], held.sizes[pairs[:, 1]])
    borne_out = np.unique(held.run[((alike >= RELATED) | versions)[of]])
    notes = np.setdiff1d(every, borne_out)
    return [_without(text, _marked(own, size, notes)) for text, own, size in each]


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
    mark = np.zeros(max(size, 1), dtype=np.bool_)
    if size >= SIZE and len(runs):
        at = np.flatnonzero(runs[np.minimum(np.searchsorted(runs, own), len(runs) - 1)] == own)
        mark[(at[:, None] + np.arange(SIZE)).ravel()] = True
    return mark


def _without(text: str, shared: NDArray[np.bool_]) -> str:
    """Cut what is shared, unless it is most of the text: then it is a version of another."""
    return _cut(text, shared) if 0 < shared.mean() <= MOST else text


def _cut(text: str, shared: NDArray[np.bool_]) -> str:
    if not shared.any():
        return text
    parts, done = [], 0
    for start, end, _ in spans_of_runs(word_spans(text), shared):
        parts.append(text[done:start])
        done = end
    return "\n".join([*parts, text[done:]])

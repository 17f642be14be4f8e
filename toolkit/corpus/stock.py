"""Words that articles of one outlet share whatever they report: signatures, stock phrases, notes of the site.

They would tie articles by who printed them, not by what happened.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from toolkit.corpus.shingles import SIZE, Words, read_words, shingles, spans_of_runs, word_spans

MOST = 0.5  # of an article's words; where more is shared, the articles are versions of one report


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
        for row, shared in zip(rows, _shared(words, rows), strict=True):
            if 0 < shared.mean() <= MOST:
                out[row] = _cut(texts[row], shared)
    return out


def _shared(words: Words, rows: list[int]) -> list[NDArray[np.bool_]]:
    """Mark, in each of an outlet's articles, the words of the runs that another of them holds too."""
    runs = [shingles(words[row]) for row in rows]
    values, holders = np.unique(np.concatenate([np.unique(own) for own in runs]), return_counts=True)
    common = values[holders > 1]
    marks = []
    for row, own in zip(rows, runs, strict=True):
        mark = np.zeros(max(int(words.lengths[row]), 1), dtype=np.bool_)
        if words.lengths[row] >= SIZE:
            at = np.flatnonzero(np.isin(own, common))
            mark[(at[:, None] + np.arange(SIZE)).ravel()] = True
        marks.append(mark)
    return marks


def _cut(text: str, shared: NDArray[np.bool_]) -> str:
    parts, done = [], 0
    for start, end, _ in spans_of_runs(word_spans(text), shared):
        parts.append(text[done:start])
        done = end
    return "\n".join([*parts, text[done:]])

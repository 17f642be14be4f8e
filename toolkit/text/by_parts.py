"""What is counted in one article at a time, counted in a corpus of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.forms import form
from toolkit.parts import Tables, ranges, run_tables
from toolkit.progress import track
from toolkit.room import joined
from toolkit.settings import Settings
from toolkit.text.segments import Segmented, remember_segments, segmented

Count = Callable[..., pd.DataFrame]

KEPT = (
    12  # counts that are kept for each corpus: tables of one notebook, and what opens them, ask for the same
)
_KNOWN: WeakKeyDictionary[Corpus, dict[str, pd.DataFrame]] = WeakKeyDictionary()


def by_parts(corpus: Corpus, count: Count, *given: object) -> pd.DataFrame:
    """Return what a function counts in the articles of a corpus, some at a time.

    A corpus of a part or less is counted as it is, in this process, whatever the engine. The last few counts
    of a corpus are kept, for they are asked for again.

    Parameters
    ----------
    corpus : Corpus
    count : callable
        From a corpus, and what is `given`, to a table: a function at the top level of a module that looks at
        each article by itself, with its segments. Its columns `document` and `segment`, where it has them,
        are rows of the corpus it gets, and rows of the whole in what is returned.

    Returns
    -------
    DataFrame
        The same as of ``count(corpus, *given)``.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Rain.", "Sun."]}), "articles"))
    >>> def words(part):
    ...     return pd.DataFrame({"document": range(len(part)), "text": part.articles["text"]})
    >>> by_parts(corpus, words)["document"].tolist()
    [0, 1]
    """
    known, key = _KNOWN.setdefault(corpus, {}), form((count, given))
    made = known.pop(key) if key in known else _counted(corpus, count, given)
    known[key] = made  # the last one asked for is the last to go
    if len(known) > KEPT:
        known.pop(next(iter(known)))
    return made.copy(deep=False)


def _counted(corpus: Corpus, count: Count, given: tuple[object, ...]) -> pd.DataFrame:
    if len(ranges(len(corpus))) == 1:
        return count(corpus, *given)
    cuts = _cuts(corpus)
    firsts = {name: [cut[place] for cut in cuts] for name, place in (("document", 0), ("segment", 2))}
    return joined(
        (table for _, table in in_parts(corpus, count, *given)), firsts
    )  # parts count from their first


def in_parts(corpus: Corpus, count: Callable[..., Any], *given: object) -> Iterator[tuple[int, Any]]:
    """Yield the first article of each part, and what a function counts in the part.

    Parameters
    ----------
    count : callable
        As in `by_parts`, but it may return several tables by name.
    """
    if len(ranges(len(corpus))) == 1:
        yield 0, count(corpus, *given)
        return
    cuts = _cuts(corpus)
    found = run_tables(on_part, _parts(corpus, cuts), count, corpus.settings, *given)
    for (first, *_), made, _ in zip(cuts, found, track(cuts, count.__name__), strict=True):
        yield first, made


def _cuts(corpus: Corpus) -> list[tuple[int, int, int, int]]:
    """Return where each part begins and ends, in articles and in segments."""
    document = segmented(corpus).document
    first = [int(np.searchsorted(document, low)) for low, _ in ranges(len(corpus))]
    last = [*first[1:], len(document)]
    return [(*own, a, b) for own, a, b in zip(ranges(len(corpus)), first, last, strict=True)]


def _parts(corpus: Corpus, cuts: list[tuple[int, int, int, int]]) -> Iterator[Tables]:
    """Yield the articles and the segments of each part; what of them is text is not copied."""
    cut = segmented(corpus)
    for low, high, first, last in cuts:
        own = cut.table.iloc[first:last].reset_index(drop=True)
        yield {
            "articles": corpus.articles.iloc[low:high].reset_index(drop=True),
            "segments": own.assign(document=cut.document[first:last] - low),
        }


def on_part(part: Tables, count: Callable[..., Any], settings: Settings, *given: object) -> Any:
    """Return what a function counts in a part: the step that engines run."""
    table = part["segments"]
    corpus = Corpus(part["articles"], settings=settings)
    document = table["document"].to_numpy(dtype=np.int32)
    remember_segments(corpus, Segmented(table.drop(columns="document"), document))
    return count(corpus, *given)

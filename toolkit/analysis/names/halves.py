"""Two halves of the articles, cut by story: names are looked for in one and tested on the other."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from toolkit.analysis.keyness.stories import STORY_COLUMNS, story_codes
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import Entry

IN_ALL, IN_HALF = "contrasts", "contrasts in half the articles"  # how a row of labels was found: `found_in`
HELD_OUT = "held_out"
DESCRIBED = "found by looking at differences in these articles: described, not tested"


def looked_at(corpus: Corpus) -> npt.NDArray[np.bool_]:
    """Tell which articles are of the half that may be searched; the others are held out.

    All articles of a story are of one half. Which one, follows from the identifiers and the seed of the
    settings alone, so that an article stays where it is when others are added.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> half = looked_at(load_corpus())
    >>> len(half), bool(half.any() and not half.all())
    (56, True)
    """
    articles = corpus.articles
    names = articles["article_id"].astype("str").fillna(articles["text"].astype("str")).to_numpy(dtype=object)
    column = next((name for name in STORY_COLUMNS if name in articles), None)
    if column is not None:
        told = story_codes(corpus) >= 0
        names = np.where(told, articles[column].astype("str").to_numpy(dtype=object), names)
    seed = corpus.settings.seed
    return np.array([sha256(f"{seed} {name}".encode()).digest()[0] % 2 == 0 for name in names], dtype=bool)


def held_out(corpus: Corpus, group: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the group of each article that is held out, -1 for those of the half that may be searched."""
    return np.where(looked_at(corpus), -1, group)


def found_by(entries: Iterable[Entry]) -> str:
    """Return how the names of an actor were found, where that forbids a test on all articles; else nothing.

    Examples
    --------
    >>> found_by([Entry("men", "rebel", "rebel*"), Entry("men", "alien", "alien", more={"found_in": IN_ALL})])
    'contrasts'
    """
    found = {entry.more.get("found_in", "") for entry in entries}
    return next((name for name in (IN_ALL, IN_HALF) if name in found), "")

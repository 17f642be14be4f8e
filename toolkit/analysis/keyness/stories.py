"""Like with like: outlets compared within the stories they both report, never across."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import SURE
from toolkit.errors import TableError

STORY_COLUMNS = ("story_id", "story")
CONFIDENCE = "story_confidence"


def story_codes(corpus: Corpus) -> np.ndarray:
    """Return a number for the story of each article, -1 for none and for a story that is doubtful.

    Stories of one's own are taken as they are; of those that were found, the ones with a confidence of one
    half or more.

    Raises
    ------
    TableError
        If the articles have no column ``story_id`` or ``story``.
    """
    for name in STORY_COLUMNS:
        if name in corpus.articles:
            codes = np.asarray(pd.factorize(corpus.articles[name])[0])
            return np.where(_doubtful(corpus), -1, codes) if name == STORY_COLUMNS[0] else codes
    raise TableError(
        "matched='story' needs a column 'story_id': assign stories first with "
        "toolkit.corpus.stories.assign_stories(corpus), or bring a column 'story' of your own"
    )


def _doubtful(corpus: Corpus) -> np.ndarray:
    """Tell which articles belong to a story that several articles only perhaps report."""
    if CONFIDENCE not in corpus.articles:
        return np.zeros(len(corpus), dtype=bool)
    return np.asarray(corpus.articles[CONFIDENCE] < SURE, dtype=bool)


def in_shared_stories(story: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Tell which articles of either side belong to a story that both sides report.

    Parameters
    ----------
    story : ndarray of int
        Story of each article.
    a, b : ndarray of bool
        Articles of either side.

    Examples
    --------
    >>> story = np.array([0, 0, 1, -1])
    >>> herald, post = np.array([True, False, True, True]), np.array([False, True, False, False])
    >>> in_shared_stories(story, herald, post).tolist()
    [True, True, False, False]
    """
    both = np.intersect1d(story[a], story[b])
    return np.asarray((a | b) & (story >= 0) & np.isin(story, both))

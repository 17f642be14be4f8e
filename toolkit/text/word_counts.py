"""How many words there are, without keeping the words themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.text.by_parts import by_parts
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens


def segment_words(corpus: Corpus) -> np.ndarray:
    """Return the number of words of each segment.

    Returns
    -------
    ndarray of int
        Over the rows of `segments(corpus)`.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["It rained. Then it stopped."]}), "articles"))
    >>> segment_words(corpus).tolist()
    [2, 3]
    """
    return by_parts(corpus, _counted)["words"].to_numpy()


def words_in(corpus: Corpus, chosen: np.ndarray) -> np.ndarray:
    """Return the words of each article in some of its segments.

    Parameters
    ----------
    chosen : ndarray of bool
        Over the rows of `segments(corpus)`.

    Returns
    -------
    ndarray of int
        Over the articles.
    """
    document = segmented(corpus).document
    counts = np.bincount(document[chosen], segment_words(corpus)[chosen], minlength=len(corpus))
    return counts.astype(np.int64)


def _counted(corpus: Corpus) -> pd.DataFrame:
    return pd.DataFrame(
        {"words": np.bincount(tokens(corpus).segment, minlength=len(segmented(corpus).table))}
    )

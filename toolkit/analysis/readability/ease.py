"""A trained ease score: six counts weighted so that they order the levels of OneStopEnglish.

The weights are in ``toolkit/lexicons/ease_score.csv`` (CC BY-SA 4.0), fitted by
``data/build/ease_score.py``; `VALIDITY` says how well the score does on stories it was not fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from toolkit.lexicons import number_table

Floats = npt.NDArray[np.float64]
FEATURE_NAMES = (
    *("log_sentence_length", "unfamiliar", "not_spache", "word_frequency", "pronouns", "nominalisations"),
)


def ease_features(c: Mapping[str, Floats]) -> Floats:
    """Return the six features of each text, one row a text.

    Log of mean sentence length; shares of words outside Dale and Chall's and outside Spache's list, names
    among them, as readers stumble over names they do not know; mean Zipf value of content words, each
    counted once in 200 words; shares of pronouns and of nominalisations.
    """
    words, names = c["words"], c["names"]
    return np.column_stack(
        [
            np.log(words / c["sentences"]),
            (c["unfamiliar"] + names) / words,
            (c["spache_unfamiliar"] + names) / words,
            c["zipf_types"] / c["content_types"] / 100,
            c["pronouns"] / words,
            c["nominal"] / words,
        ]
    )


def ease(c: Mapping[str, Floats]) -> Floats:
    """Return the ease score: higher is easier, 50 the mean of the fitted texts, 10 their spread."""
    weights = number_table("ease_score.csv")
    slopes = np.array([weights[name] for name in FEATURE_NAMES])
    return np.asarray(weights["intercept"] + ease_features(c) @ slopes, dtype=np.float64)

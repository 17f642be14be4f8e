"""Scores of the textstat package, called as it is, its defects included, and never over the network.

textstat takes syllables from NLTK's copy of the CMU dictionary and would download it. Here it reads the
first pronunciations of the shipped dictionary instead, which gives the same counts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from toolkit.progress import track
from toolkit.text.syllables import syllable_table


def _unfamiliar(textstat: Any, text: str) -> float:
    words = textstat.lexicon_count(text)
    return 100 * textstat.difficult_words(text, syllable_threshold=0) / words if words else 0.0


def _wiener(variant: int) -> Callable[[Any, str], float]:
    return lambda textstat, text: float(textstat.wiener_sachtextformel(text, variant))


# This toolkit's name of a measure -> textstat's function, or how it is made of several.
TEXTSTAT: Mapping[str, str | Callable[[Any, str], float]] = MappingProxyType(
    {
        "flesch": "flesch_reading_ease",
        "flesch_kincaid": "flesch_kincaid_grade",
        "smog": "smog_index",
        "dale_chall": "dale_chall_readability_score_v2",
        "rix": "rix",
        "sentence_length": "words_per_sentence",
        "unfamiliar": _unfamiliar,
        "ari": "automated_readability_index",
        "coleman_liau": "coleman_liau_index",
        "fog": "gunning_fog",
        "linsear": "linsear_write_formula",
        "lix": "lix",
        "dale_chall_1948": "dale_chall_readability_score",
        "spache": "spache_readability",
        "eflaw": "mcalpine_eflaw",
        **{f"wiener_{variant}": _wiener(variant) for variant in (1, 2, 3, 4)},
        "reading_time": "reading_time",
        "gulpease": "gulpease_index",
        "szigriszt_pazos": "szigriszt_pazos",
        "gutierrez_polini": "gutierrez_polini",
        "crawford": "crawford",
        "text_standard": lambda textstat, text: float(textstat.text_standard(text, float_output=True)),
    }
)


def textstat_scores(texts: Sequence[str], names: Sequence[str], language: str = "en_US") -> pd.DataFrame:
    """Return textstat's scores of each text, with its numbers of words and sentences.

    Parameters
    ----------
    texts : sequence of str
        Texts of one language, as they are.
    names : sequence of str
        Keys of `TEXTSTAT`.
    language : str
        The package's setting: which formula of Flesch's it takes, and whose hyphenation.

    Returns
    -------
    DataFrame
        One row a text: ``n_words, n_sentences`` and a column for each name. A text without words scores
        what textstat says, mostly 0.0.

    Examples
    --------
    >>> textstat_scores(["The cat sat on the mat."], ["flesch"]).round(2).values.tolist()
    [[6.0, 1.0, 116.15]]
    """
    from textstat.textstat import textstatistics  # noqa: PLC0415 - loads NLTK, for this mode alone

    textstat = textstatistics()  # not the package's own, whose language and rounding a user may have set
    textstat.set_lang(language)
    calls = [textstat.lexicon_count, textstat.sentence_count, *(_call(textstat, name) for name in names)]
    with textstat_offline():
        rows = [[call(text) for call in calls] for text in track(texts, "scoring with textstat")]
    return pd.DataFrame(rows, columns=["n_words", "n_sentences", *names], dtype="float64")


def _call(textstat: Any, name: str) -> Callable[[str], float]:
    """Return the function from a text to a measure."""
    found = TEXTSTAT[name]
    if isinstance(found, str):
        function: Callable[[str], float] = getattr(textstat, found)
        return function
    return lambda text: found(textstat, text)


@contextmanager
def textstat_offline() -> Iterator[None]:
    """Let the textstat package work without a download: inside, its dictionary is the shipped one.

    Examples
    --------
    >>> import textstat
    >>> with textstat_offline():
    ...     round(textstat.flesch_reading_ease("The cat sat on the mat."), 2)
    116.15
    """
    from textstat.backend.counts import _count_syllables as module  # noqa: PLC0415 - as above

    before = module.get_cmudict
    module.get_cmudict = lambda lang: _phones() if lang.partition("_")[0] == "en" else None
    _forget()
    try:
        yield
    finally:
        module.get_cmudict = before
        _forget()


@lru_cache(maxsize=1)
def _phones() -> dict[str, list[list[str]]]:
    """Return the dictionary in NLTK's form: pronunciations with as many vowels as the word has syllables."""
    table = syllable_table()
    by_number = {n: [["AH0"] * n] for n in set(table.values())}
    return {word: by_number[n] for word, n in table.items()}


def _forget() -> None:
    """Empty textstat's caches, which would carry scores from one dictionary to the other."""
    for name, module in list(sys.modules.items()):
        if name.startswith("textstat.backend"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()

"""Why a marked word may say nothing about framing: page furniture, house style, names, one article."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.text.tokens import forms, tokens
from toolkit.text.wordlists import word_table

HIDING = ("boilerplate", "house_style", "own_name", "one_article")
HALF = 0.5
AS_STRONG = 0.8  # share of a word's log ratio found off the subject that makes it a matter of style

_CONTRACTION = r"(?:n't|'(?:s|re|ll|ve|m|d))"
_ASIDE = re.compile(
    r"\s*\(.*?\)|\s+-\s+(?:News|Opinion|Editorial|Online)\b.*|\.(?:com|org|net|pk|in|co\.uk)\Z"
)


def names_of(corpus: Corpus, group: np.ndarray) -> set[tuple[int, tuple[str, ...]]]:
    """Return the names each group prints about itself: outlets, bylines, credits, as word forms."""
    articles = corpus.articles
    found: set[tuple[int, tuple[str, ...]]] = set()
    for index, outlet, authors, credit in zip(
        group, articles["outlet"], articles["authors"], articles["credit"], strict=True
    ):
        for name in (outlet, credit):
            if isinstance(name, str):
                plain = _ASIDE.sub("", name)
                found.add((int(index), tuple(forms(plain))))
                found.add((int(index), tuple(forms(re.sub(r"(?i)\Athe\s+", "", plain)))))
        found.update((int(index), words) for name in authors if len(words := tuple(forms(name))) > 1)
    return {(index, words) for index, words in found if index >= 0 and words}


def own_names(corpus: Corpus, group: np.ndarray) -> np.ndarray:
    """Tell which tokens stand in a name that the group of their article prints about itself."""
    table = tokens(corpus)
    named = np.zeros(len(table), dtype=bool)
    belongs = group[table.document]
    by_name: dict[tuple[str, ...], set[int]] = {}
    for index, words in names_of(corpus, group):
        by_name.setdefault(words, set()).add(index)
    for words, owners in by_name.items():
        at = table.phrase(words)
        at = at[np.isin(belongs[at], list(owners))]
        for step in range(len(words)):
            named[at + step] = True
    return named


def is_style(features: pd.Index) -> np.ndarray:
    """Tell which features are titles, contractions, abbreviations and the like (house_style.csv).

    Examples
    --------
    >>> is_style(pd.Index(["mr", "mr trump", "don't", "militants"])).tolist()
    [True, True, True, False]
    """
    words = "|".join(map(re.escape, word_table("house_style.csv", "pattern", "class")))
    style = rf"(?:^| )(?:{words})(?: |$)|{_CONTRACTION}(?: |$)"
    return features.astype("str").str.contains(style).astype(bool)


def shares(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part / whole, NaN where the whole is empty."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def same_off_subject(here: np.ndarray, off: np.ndarray, uses_off: np.ndarray) -> np.ndarray:
    """Tell which words mark the same side about as strongly where the subject is not mentioned.

    Parameters
    ----------
    here, off : ndarray
        Log ratios in the sentences about the subject and in all others.
    uses_off : ndarray
        Uses in the others, both sides.
    """
    same = np.sign(here) == np.sign(off)
    return np.asarray(same & (np.abs(off) >= AS_STRONG * np.abs(here)) & (uses_off >= 10), dtype=bool)


def joined(flags: dict[str, np.ndarray]) -> np.ndarray:
    """Return for each feature the names of its flags, separated by a space.

    Examples
    --------
    >>> joined({"own_name": np.array([True, False]), "small_n": np.array([True, True])}).tolist()
    ['own_name small_n', 'small_n']
    """
    columns = list(flags)
    code = np.sum([on.astype(np.int64) << place for place, on in enumerate(flags.values())], axis=0)
    named = [
        " ".join(name for place, name in enumerate(columns) if value >> place & 1)
        for value in range(1 << len(columns))
    ]
    return np.asarray(np.array(named, dtype=object)[code])


def side_values(values: np.ndarray, wanted: list[int]) -> np.ndarray:
    """Return the sum over some groups of a table of groups by features."""
    return np.asarray(values[wanted].sum(axis=0))


def hidden(flags: pd.Series) -> pd.Series:
    """Tell which rows are hidden by default."""
    return flags.astype("str").str.contains("|".join(HIDING)).astype("bool")

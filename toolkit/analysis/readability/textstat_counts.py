"""Counts and scores equal to textstat 0.7.13 with the same dictionary, its defects included.

textstat counts every word anew for every score; here each token is counted once. `textstat_offline`
makes the package itself work without a download, with the shipped dictionary.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd

from toolkit.analysis.readability.tokens import TokenTable
from toolkit.text.syllables import syllable_table

COLUMNS = (
    *("words", "chars", "letters", "syllables", "mono", "easy", "poly"),
    *("hard0", "hard2", "hard3", "long", "mini"),
)
_WORDS, _EASY_AND_POLY = COLUMNS.index("words"), slice(5, 7)
_APOSTROPHE = re.compile(r"\'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s\']")
_PUNCTUATION_ALL = re.compile(r"[^\w\s]")
_PIECES = re.compile(r"\b[^.!?]+[.!?]*")
_THREE_WORDS = re.compile(r"\W*\w\S*\s\W*\w\S*\s\W*\w")  # three tokens with a letter or figure
_GRADES = ("flesch_kincaid", "smog", "coleman_liau", "ari", "dale_chall_1948", "linsear", "fog")
_EASE_GRADES = ((90, [5]), (80, [6]), (70, [7]), (60, [8, 9]), (50, [10]), (40, [11]), (30, [12]))


def textstat_counts(texts: Sequence[str]) -> pd.DataFrame:
    """Return textstat's counts of each text, one row a text.

    Parameters
    ----------
    texts : sequence of str
        English texts, as they are.

    Returns
    -------
    DataFrame
        Words, characters, letters, syllables, words of one and of three or more syllables, difficult
        words at the three thresholds textstat uses, long and short words, sentences, and the same of
        the sample that its Linsear score takes.

    Examples
    --------
    >>> textstat_counts(["The cat sat on the mat."])[["words", "syllables", "sentences"]].values.tolist()
    [[6, 6, 1]]
    """
    table = _token_table()
    table.renew()
    ids: list[int] = []
    sizes, sentences, samples = [], [], []
    for text in texts:
        tokens = text.split()
        found = table.ids(tokens)
        ids += found
        sizes.append(len(found))
        sentences.append(count_sentences(text))
        samples.append((tokens, found))
    sums = table.sums_of(np.asarray(ids, dtype=np.intp), np.asarray(sizes, dtype=np.intp))
    counts = pd.DataFrame(sums, columns=list(COLUMNS)).assign(tokens=sizes, sentences=sentences)
    rows = table.rows()
    linsear = [_linsear(tokens, found, rows) for tokens, found in samples]
    return counts.assign(linsear=np.asarray(linsear, dtype=np.float64))


def count_sentences(text: str) -> int:
    """Return textstat's number of sentences: runs up to a stop, those of one or two words left out."""
    if not text:
        return 0
    pieces = _PIECES.findall(text)
    return max(1, sum(1 for piece in pieces if _THREE_WORDS.match(piece)))


def textstat_scores(counts: pd.DataFrame) -> pd.DataFrame:
    """Return textstat's scores from `textstat_counts`, one column a measure under this toolkit's name.

    Texts without words score 0.0, as in textstat.
    """
    usable = counts["words"] > 0
    frame = pd.DataFrame(_scores(counts.where(usable, 1))).where(usable, 0.0)
    ease = ["flesch", "flesch_kincaid"]
    frame[ease] = frame[ease].where(counts["syllables"] > 0, 0.0)
    frame["coleman_liau"] = frame["coleman_liau"].where(counts["letters"] > 0, 0.0)
    frame["smog"] = frame["smog"].mask(~usable & (counts["sentences"] > 0), 3.1291)
    return frame.assign(linsear=counts["linsear"], reading_time=14.69 * counts["chars"] / 1000)


def _scores(c: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """Return textstat's formulas on columns, coefficients as in its source."""
    words, asl = c["words"], c["words"] / c["sentences"]
    syllables, letters = c["syllables"] / words, c["letters"] / words * 100
    hard, hard_any = 100 * c["hard2"] / words, 100 * c["hard0"] / words
    ms, iw, es = 100 * c["poly"] / words, 100 * c["long"] / words, 100 * c["mono"] / words
    raw = 0.1579 * hard + 0.0496 * asl
    raw_any = 0.1579 * hard_any + 0.0496 * asl
    return {
        "flesch": 206.835 - 1.015 * asl - 84.6 * syllables,
        "flesch_kincaid": 0.39 * asl + 11.8 * syllables - 15.59,
        "smog": 1.043 * (30 * (c["poly"] / c["sentences"])) ** 0.5 + 3.1291,
        "dale_chall": raw.mask(raw > 0.05, raw + 3.6365),
        "rix": c["long"] / c["sentences"],
        "ari": 4.71 * (c["chars"] / c["tokens"]) + 0.5 * asl - 21.43,
        "coleman_liau": 0.058 * letters - 0.296 * (c["sentences"] / words * 100) - 15.8,
        "fog": 0.4 * (asl + 100 * c["hard3"] / words),
        "lix": asl + iw,
        "dale_chall_1948": raw_any.mask(hard_any > 5, raw_any + 3.6365),
        "spache": 0.141 * asl + 0.086 * hard + 0.839,
        "eflaw": (words + c["mini"]) / c["sentences"],
        "wiener_1": 0.1935 * ms + 0.1672 * asl + 0.1297 * iw - 0.0327 * es - 0.875,
        "wiener_2": 0.2007 * ms + 0.1682 * asl + 0.1373 * iw - 2.779,
        "wiener_3": 0.2963 * ms + 0.1905 * asl - 1.1144,
        "wiener_4": 0.2744 * ms + 0.2656 * asl - 1.693,
        "sentence_length": asl,
        "unfamiliar": hard_any,
    }


def text_standard(scores: pd.DataFrame) -> pd.Series[float]:
    """Return textstat's `text_standard`, the commonest of its rounded grades, 1 to 18.

    It is here for comparison alone: it orders texts worse than its own parts do.
    """
    rows = scores[[*_GRADES, "flesch"]].itertuples(index=False)
    grades = [_standard(dict(zip([*_GRADES, "flesch"], row, strict=True))) for row in rows]
    return pd.Series(np.asarray(grades, dtype=np.float64))


def _standard(row: Mapping[str, Any]) -> float:
    """Return the commonest grade of one text, the first of equals, in textstat's order."""
    grades: list[float] = []
    for place, name in enumerate(_GRADES):
        score = row[name]
        grades += [floor(score), ceil(score), round(score)]
        if place == 0:
            ease = row["flesch"]
            bands = (found for least, found in _EASE_GRADES if ease < 100 and ease >= least)
            grades += next(bands, [13])
    return float(max(1, min(Counter(grades).most_common(1)[0][0], 18)))


@lru_cache(maxsize=1)
def _token_table() -> TokenTable:
    """Return the memo of tokens counted as textstat counts them."""
    return TokenTable(_measure(_easy_words(), _syllables()), COLUMNS)


def _measure(easy_words: frozenset[str], syllables: Callable[[str], int]) -> Callable[[str], tuple[int, ...]]:
    """Return the function from a token without white space to its counts."""

    def measure(token: str) -> tuple[int, ...]:
        word, bare = token, len(token)
        if not token.isalpha():
            word = _PUNCTUATION.sub("", _APOSTROPHE.sub("", token) if "'" in token else token)
            bare = len(_PUNCTUATION_ALL.sub("", token)) if "'" in word else len(word)
        if not word:
            return (0, len(token), bare, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        lower = word.lower()
        n = syllables(lower)
        hard = lower not in easy_words
        poly = n >= 3
        lengths = (bare > 6, 0 < bare <= 3)
        difficult = (hard, hard and n >= 2, hard and poly)
        return (1, len(token), bare, n, n == 1, 0 < n < 3, poly, *difficult, *lengths)

    return measure


def _syllables() -> Callable[[str], int]:
    """Return textstat's count of syllables: first pronunciation, otherwise places to hyphenate."""
    from pyphen import Pyphen  # type: ignore[import-untyped]  # noqa: PLC0415 - for this mode alone

    known, hyphens = syllable_table(), Pyphen(lang="en_US")

    def count(word: str) -> int:
        found = known.get(word)
        return len(hyphens.positions(word)) + 1 if found is None else found

    return count


def _easy_words() -> frozenset[str]:
    """Return the word list inside the installed textstat, without importing it."""
    text = (files("textstat") / "resources" / "en" / "easy_words.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines())


def _linsear(tokens: list[str], ids: list[int], rows: np.ndarray) -> float:
    """Return textstat's Linsear score of the first 100 words."""
    end = min(len(tokens), 100)
    if len(tokens) > 100:
        missing = 100 - int(rows[ids[:end], _WORDS].sum())
        while missing and end < len(tokens):  # tokens without a letter or figure do not count
            missing -= int(rows[ids[end], _WORDS])
            end += 1
    sentences = count_sentences(" ".join(tokens[:end]))
    if not sentences:
        return 0.0
    easy, poly = rows[ids[:end], _EASY_AND_POLY].sum(axis=0).tolist()
    number = float(easy + 3 * poly) / sentences
    return (number - 2 if number <= 20 else number) / 2


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
    from textstat.backend.counts import _count_syllables as module  # noqa: PLC0415 - heavy, here alone

    before = module.get_cmudict
    phones = {word: [["AH0"] * n] for word, n in syllable_table().items()}
    module.get_cmudict = lambda lang: phones if lang.partition("_")[0] == "en" else None
    _forget()
    try:
        yield
    finally:
        module.get_cmudict = before
        _forget()


def _forget() -> None:
    """Empty textstat's caches, which would carry scores from one dictionary to the other."""
    for name, module in list(sys.modules.items()):
        if name.startswith("textstat.backend"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()

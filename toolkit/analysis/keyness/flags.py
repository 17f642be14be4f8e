"""Why a marked word may say nothing about framing: page furniture, house style, names, one article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from toolkit.analysis.keyness.counts import ByOutlet, Contrast, Counted
from toolkit.lexicons import word_classes
from toolkit.stats.sides import Side

HIDING = ("boilerplate", "house_style", "own_name", "one_article", "one_outlet")
HALF = 0.5
AS_STRONG = 0.8  # share of a word's log ratio found off the subject that makes it a matter of style

_CONTRACTION = r"(?:n't|'(?:s|re|ll|ve|m|d))"


def is_style(features: pd.Index, style: Iterable[str] | None = None) -> np.ndarray:
    """Tell which features are titles, contractions, abbreviations and the like.

    Parameters
    ----------
    features : Index of str
        Words and phrases in lower case.
    style : iterable of str, optional
        Words of house style; the toolkit's ``house_style`` by default.

    Examples
    --------
    >>> is_style(pd.Index(["mr", "mr trump", "don't", "militants"])).tolist()
    [True, True, True, False]
    """
    words = "|".join(map(re.escape, word_classes("house_style") if style is None else style))
    marks = rf"(?:^| )(?:{words})(?: |$)|{_CONTRACTION}(?: |$)"
    return features.astype("str").str.contains(marks).astype(bool)


@dataclass(frozen=True, eq=False)
class Extra:
    """Groups by features: uses in quotation marks, in any voice, in repeated lines, in names, elsewhere."""

    quoted: np.ndarray
    everything: np.ndarray
    furniture: np.ndarray
    named: np.ndarray
    off: np.ndarray | None
    off_words: np.ndarray | None
    style: np.ndarray


def extra_counts(counted: Counted, style: Iterable[str]) -> Extra:
    """Count what the flags and the share in quotation marks need."""
    off = counted.off_words
    member = np.flatnonzero(counted.group >= 0)
    by_group = partial(np.bincount, counted.group[member], minlength=len(counted.names))
    return Extra(
        quoted=counted.uses_beside("quoted"),
        everything=counted.uses_beside("other") + np.array([side.count for side in counted.sides.each]),
        furniture=counted.uses_beside("repeated"),
        named=counted.uses_beside("named"),
        off=None if off is None else counted.uses_beside("off"),
        off_words=None if off is None else by_group(weights=off[member]),
        style=is_style(counted.dfm.features, style),
    )


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


def side_values(values: np.ndarray, wanted: list[int], features: np.ndarray) -> np.ndarray:
    """Return the sum over some groups, and for some features, of a table of groups by features."""
    return np.asarray(values[:, features][wanted].sum(axis=0))


def hidden(flags: pd.Series) -> pd.Series:
    """Tell which rows are hidden by default."""
    return flags.astype("str").str.contains("|".join(HIDING)).astype("bool")


def flags_of(
    contrast: Contrast, extra: Extra, table: pd.DataFrame, keep: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the flags that concern the side a word marks."""
    up = table["log_ratio"].to_numpy() >= 0
    uses = np.where(up, table["uses_target"], table["uses_reference"])

    def marked(values: np.ndarray) -> np.ndarray:
        """Return a count on the side each word marks."""
        here, there = (side_values(values, groups, keep) for groups in contrast)
        return np.asarray(np.where(up, here, there))

    furniture = marked(extra.furniture)
    return {
        "boilerplate": furniture >= HALF * (uses + furniture),
        "house_style": extra.style[keep] | _off_subject(contrast, extra, table, keep),
        "own_name": marked(extra.named) >= HALF * np.maximum(uses, 1),
        "one_article": table["top_article_share"].to_numpy() > HALF,
    }


def one_outlet(a: Side, b: Side, outlets: tuple[ByOutlet, ByOutlet]) -> np.ndarray:
    """Tell which words mark a group by one of its outlets alone: without it, over half of the log ratio goes.

    Parameters
    ----------
    a, b : Side
        Target and reference.
    outlets : tuple of ByOutlet
        Of the target and of the reference.

    Returns
    -------
    ndarray of bool
        False throughout where every group of the marked side is one outlet.
    """
    up = a.count * b.words >= b.count * a.words
    return np.asarray(np.where(up, _rests_on_one(a, b, outlets[0]), _rests_on_one(b, a, outlets[1])))


def _rests_on_one(here: Side, there: Side, outlets: ByOutlet) -> np.ndarray:
    if not outlets.several:
        return np.zeros(len(here.count), dtype=bool)
    least = 1 / max(here.words + there.words, 1.0)  # one use, shared out in proportion to the words
    with np.errstate(divide="ignore", invalid="ignore"):
        other = np.log2(there.count / there.words + least)
        whole = np.log2(here.count / here.words + least) - other
        rest = here.words - outlets.top_words
        without = np.log2((here.count - outlets.top) / np.where(rest > 0, rest, np.nan) + least) - other
    return np.asarray(np.nan_to_num(without, nan=-np.inf) < HALF * whole)


def _off_subject(contrast: Contrast, extra: Extra, table: pd.DataFrame, keep: np.ndarray) -> np.ndarray:
    """Tell which words mark the same side where the subject is not mentioned."""
    if extra.off is None or extra.off_words is None:
        return np.zeros(len(keep), dtype=bool)
    a, b = (side_values(extra.off, groups, keep) for groups in contrast)
    words_a, words_b = (float(extra.off_words[groups].sum()) for groups in contrast)
    if not words_a or not words_b:
        return np.zeros(len(keep), dtype=bool)
    least = 1 / (words_a + words_b)  # one use, shared out in proportion to the words
    off = np.log2(a / words_a + least) - np.log2(b / words_b + least)
    return same_off_subject(table["log_ratio"].to_numpy(), off, a + b)

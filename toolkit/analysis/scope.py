"""What an analysis counts: whose words, in which sentences, compared by what.

A result table carries its scope, so that the sentences behind a row can be found again from the row and
the corpus alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.corpus.agency import agency_copy
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.patterns import contains, pattern
from toolkit.results import scope_of as scope_of_row
from toolkit.text.dfm import VOICE_GROUPS, in_scope, voices
from toolkit.text.languages import (
    NO_ENGLISH,
    english_segments,
    groups_without_english,
    other_languages_line,
)
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens
from toolkit.text.word_index import word_index

Unit = Literal["sentence", "article"]
Found = dict[tuple[str, str], np.ndarray]

KEPT = 2  # patterns whose places are kept for each corpus: a comparison asks for one with several voices
_FOUND: WeakKeyDictionary[Corpus, Found] = WeakKeyDictionary()


@dataclass(frozen=True)
class Scope:
    """What is counted.

    Attributes
    ----------
    by : str
        Column of the articles whose values are compared.
    voice : tuple of str
        Exact voices: see `toolkit.text.dfm.voices`.
    about : str or None
        Pattern a sentence (or article) must match.
    unit : str
        ``sentence`` or ``article``: what `about` restricts.
    boilerplate : bool
        Whether repeated lines are counted.
    given : mapping or None
        What else the analysis needs to find its occurrences again, such as its patterns.
    window : int or None
        Only words so near to a mention of `about`, in its sentence.
    matched : str or None
        ``story``: only stories that both sides report.
    english : bool
        Whether only passages in English are counted: for word lists and rules made for English.
    """

    by: str = "outlet"
    voice: tuple[str, ...] = ("headline", "narrator")
    about: str | None = None
    unit: Unit = "sentence"
    boilerplate: bool = False
    given: Mapping[str, Any] | None = None
    window: int | None = None
    matched: str | None = None
    english: bool = False

    def noted(self) -> dict[str, object]:
        """Return the scope as plain values, for `toolkit.results.make`; what was not asked for is left out.

        Examples
        --------
        >>> Scope(about="army").noted()
        {'by': 'outlet', 'voice': ('headline', 'narrator'), 'about': 'army', 'unit': 'sentence'}
        """
        return {name: value for name, value in asdict(self).items() if value not in (None, False)}

    def with_voice(self, voice: str | Iterable[str]) -> Scope:
        """Return the same scope for other voices."""
        return replace(self, voice=voices(voice))

    @classmethod
    def of(cls, row: pd.Series | pd.DataFrame) -> Scope:
        """Return the scope of a result table, or of one of its rows.

        Raises
        ------
        TableError
            If the row is not of a table that an analysis returned.
        """
        scope = scope_of_row(row)
        return cls(**{**scope, "voice": tuple(scope["voice"])})


def scope_of(
    *,
    by: str = "outlet",
    voice: str | Iterable[str] = "narrator",
    about: str | None = None,
    unit: Unit = "sentence",
) -> Scope:
    """Return a checked scope; `voice` may be a group of voices such as ``"narrator"``."""
    if about is not None:
        pattern(about)
    if unit not in ("sentence", "article"):
        raise TableError(f"unit is {unit!r}; use 'sentence' or 'article'")
    return Scope(by, voices(voice), about, unit)


def selected(corpus: Corpus, scope: Scope) -> np.ndarray:
    """Tell which segments of a corpus a scope counts.

    Of an outlet's own words those of agency copy (`toolkit.corpus.agency`) are left out, unless agencies are
    what is compared (``by="credit"``).

    Returns
    -------
    ndarray of bool
        Over the rows of `segments(corpus)`.
    """
    keep = in_scope(corpus, voice=scope.voice, boilerplate=scope.boilerplate)
    if scope.by != "credit" and set(scope.voice) <= set(VOICE_GROUPS["narrator"]):
        keep = keep & ~agency_copy(corpus)[segmented(corpus).document]
    if scope.english:
        keep = keep & english_segments(corpus)
    return keep if scope.about is None else keep & mentions(corpus, scope.about, scope.unit)


def selected_tokens(corpus: Corpus, scope: Scope) -> np.ndarray:
    """Tell which tokens of a corpus a scope counts: those of its segments, or those near a mention."""
    table = tokens(corpus)
    keep = selected(corpus, scope)[table.segment]
    if scope.window is None or scope.about is None:
        return np.asarray(keep)
    named = named_tokens(corpus, scope.about)
    cut = segmented(corpus)
    place = pd.MultiIndex.from_arrays([cut.document, cut.table["sentence"].to_numpy()])
    sentence = pd.factorize(place)[0][table.segment]
    near = np.zeros(len(table), dtype=bool)
    at = np.flatnonzero(named)
    for step in range(-scope.window, scope.window + 1):
        other = at + step
        inside = (other >= 0) & (other < len(table))
        other, home = other[inside], at[inside]
        near[other[sentence[other] == sentence[home]]] = True
    return np.asarray(keep & near & ~named)


def _known(corpus: Corpus, what: str, about: str, find: Callable[[], np.ndarray]) -> np.ndarray:
    """Return what was found of a pattern, found once as long as few others are asked for."""
    known, key = _FOUND.setdefault(corpus, {}), (what, about)
    if key not in known:
        if len(known) >= KEPT:
            known.pop(next(iter(known)))
        known[key] = find()
        known[key].flags.writeable = False
    return known[key]


def named_tokens(corpus: Corpus, about: str) -> np.ndarray:
    """Tell which tokens belong to a match of a pattern."""
    return _known(corpus, "tokens", about, lambda: _named_tokens(corpus, about))


def _named_tokens(corpus: Corpus, about: str) -> np.ndarray:
    table, cut = tokens(corpus), segmented(corpus)
    made, named = pattern(about), np.zeros(len(table), dtype=bool)
    first = np.searchsorted(table.segment, np.arange(len(cut.table) + 1))
    starts = cut.table["start"].to_numpy(dtype=np.int64)
    texts = cut.table["text"].to_numpy(dtype=object)
    for row in word_index(corpus).rows([about]):
        for match in made.finditer(texts[row]):
            span = slice(first[row], first[row + 1])
            low, high = starts[row] + match.start(), starts[row] + match.end()
            named[span] |= (table.end[span] > low) & (table.start[span] < high)
    return named


def mentions(corpus: Corpus, about: str, unit: Unit = "sentence") -> np.ndarray:
    """Tell which segments belong to a sentence (or an article) that matches a pattern, in any voice."""
    return _known(corpus, unit, about, lambda: _mentions(corpus, about, unit))


def _mentions(corpus: Corpus, about: str, unit: Unit) -> np.ndarray:
    cut = segmented(corpus)
    possible = word_index(corpus).rows([about])
    hit = np.zeros(len(cut.table), dtype=bool)
    hit[possible] = contains(cut.table["text"].iloc[possible], pattern(about))
    if unit == "article":
        return np.isin(cut.document, cut.document[hit])
    place = pd.MultiIndex.from_arrays([cut.document, cut.table["sentence"].to_numpy()])
    codes = pd.factorize(place)[0]
    return np.isin(codes, codes[hit])


def groups(corpus: Corpus, by: str) -> pd.Series:
    """Return the group of each article as text, null where it has none.

    Raises
    ------
    TableError
        If there is no such column, or fewer than two groups.
    """
    values = corpus.column(by).astype("str")
    if values.nunique() < 2:
        found = ", ".join(map(str, values.dropna().unique())) or "none"
        raise TableError(
            f"comparing by '{by}' needs two or more groups (found: {found}); choose another column with by="
        )
    return values


def grouping(corpus: Corpus, by: str) -> tuple[list[str], np.ndarray]:
    """Return the groups in alphabetical order, and the position of each article's group; -1 for none."""
    values = groups(corpus, by)
    names = sorted(values.dropna().unique())
    return names, np.asarray(pd.Categorical(values, categories=names).codes, dtype=np.int64)


def with_reasons(table: pd.DataFrame, corpus: Corpus, scope: Scope) -> pd.DataFrame:
    """Return a table whose rows of groups without an English article say so, where only English counts."""
    if not scope.english:
        return table
    lost = table["group"].isin(groups_without_english(corpus, scope.by))
    return table.assign(reason=table["reason"].mask(lost, NO_ENGLISH))


def language_note(corpus: Corpus, scope: Scope, what: str) -> str:
    """Return what is to be said of articles in other languages, where only English counts."""
    return other_languages_line(corpus, what) if scope.english else ""

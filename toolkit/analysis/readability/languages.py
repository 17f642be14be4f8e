"""Readability of texts in other languages than English: counts of words, and formulas that are data.

Formulas, abbreviations and the letters of syllables are in ``toolkit/lexicons/readability_languages.toml``,
each formula with its source. Scores of different languages are on different scales and are never compared.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.analysis.readability.prose import prose_lines
from toolkit.analysis.readability.tokens import Counts, TokenTable, sums_by
from toolkit.text.sentences import Span, split_sentences

Floats = npt.NDArray[np.float64]
COLUMNS = ("words", "syllables", "letters", "long", "mono", "poly", "poly4")
FEATURES = ("sentences", *COLUMNS)
_LONG = 6  # letters; longer words are long (Björnsson 1968)
_APART = re.compile(r"[\s‐‑‒–—―/…-]+")
_EDGES = re.compile(r"^\W+|(?<=\w)\W+$")
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.\Z")
_LAST = re.compile(r"([\w.]+)\.\Z")
_TERMS: Mapping[str, Callable[[Mapping[str, Floats]], Floats]] = {
    "sentence_length": lambda c: c["words"] / c["sentences"],
    "syllables": lambda c: c["syllables"] / c["words"],
    "letters": lambda c: 100 * c["letters"] / c["words"],
    "sentences": lambda c: 100 * c["sentences"] / c["words"],
    "long": lambda c: 100 * c["long"] / c["words"],
    "poly": lambda c: 100 * c["poly"] / c["words"],
    "poly4": lambda c: 100 * c["poly4"] / c["words"],
    "mono": lambda c: 100 * c["mono"] / c["words"],
    "rix": lambda c: c["long"] / c["sentences"],
}


@dataclass(frozen=True)
class Formula:
    """A linear formula of one language.

    Attributes
    ----------
    constant : float
    terms : mapping of str to float
        Coefficients of what ``readability_languages.toml`` names.
    source : str
        Who published it; empty for measures of any language.
    textstat : bool
        Whether textstat has the same formula for the language.
    """

    constant: float
    terms: Mapping[str, float]
    source: str = ""
    textstat: bool = True

    def of(self, counts: Mapping[str, Floats]) -> Floats:
        """Return the score of each row of counts; NaN where it divides by nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            values = self.constant + sum(weight * _TERMS[name](counts) for name, weight in self.terms.items())
        return np.where(np.isfinite(values), values, np.nan)


@dataclass(frozen=True)
class Language:
    """How a language is counted, and its formulas by the names of measures."""

    code: str
    nuclei: re.Pattern[str]
    silent: re.Pattern[str]
    closing: Mapping[int, str]
    abbreviations: frozenset[str]
    ordinals: bool
    formulas: Mapping[str, Formula]

    def syllables(self, word: str) -> int:
        """Return the syllables of a word in lower case: its vowels, those sounded together as one."""
        return max(1, len(self.nuclei.findall(self.silent.sub("", word))))

    def sentences(self, text: str) -> list[Span]:
        """Return the sentences of a text as spans: as in English, with the language's own abbreviations."""
        spans: list[Span] = []
        joins = False
        for start, end in split_sentences(text.translate(self.closing)):
            if joins and "\n" not in text[spans[-1][1] : start]:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
            joins = self._goes_on(text[max(start, end - 20) : end])
        return spans

    def _goes_on(self, tail: str) -> bool:
        """Tell whether what looks like a sentence's end is an abbreviation or an ordinal."""
        if self.ordinals and _ORDINAL.search(tail):
            return True
        last = _LAST.search(tail)
        return last is not None and last[1].lower() in self.abbreviations


@lru_cache(maxsize=1)
def known_languages() -> Mapping[str, Language]:
    """Return the languages other than English whose readability is measured, by their ISO 639-1 code.

    Examples
    --------
    >>> german = known_languages()["de"]
    >>> german.syllables("bäuerin"), german.formulas["flesch"].source
    (3, 'Amstad 1978')
    >>> text = "Am 3. Mai kam Dr. Reis. „Es regnet.“ Er ging."
    >>> [text[a:b] for a, b in german.sentences(text)]
    ['Am 3. Mai kam Dr. Reis.', '„Es regnet.“', 'Er ging.']
    """
    data = tomllib.loads((files("toolkit") / "lexicons" / "readability_languages.toml").read_text("utf-8"))
    anywhere = data.pop("all")
    return {code: _language(code, own, anywhere) for code, own in data.items()}


def _language(code: str, own: Mapping[str, Any], anywhere: Mapping[str, Any]) -> Language:
    formulas = {key: value for key, value in {**own, **anywhere}.items() if isinstance(value, dict)}
    return Language(
        code,
        re.compile(own["nuclei"]),
        re.compile(own["silent"] or r"(?!)"),
        {ord(mark): "”" for mark in own["closing"]},
        frozenset(own["abbreviations"]),
        own["ordinals"],
        {name: _formula(dict(row)) for name, row in formulas.items()},
    )


def _formula(row: dict[str, Any]) -> Formula:
    source, textstat, constant = row.pop("source", ""), row.pop("textstat", True), row.pop("constant", 0.0)
    return Formula(constant, row, source, textstat)


def languages_of(measure: str) -> tuple[str, ...]:
    """Return the languages other than English that have a measure.

    Examples
    --------
    >>> languages_of("gulpease"), languages_of("smog")
    (('it',), ())
    """
    return tuple(code for code, language in known_languages().items() if measure in language.formulas)


@dataclass(frozen=True)
class LanguageCounts:
    """Counts of texts in one language: `documents` and `sentences` by `FEATURES`, `sizes` of each text.

    ``left_out`` is the words of headings, captions and list points, ``listed`` those of list points.
    """

    documents: Mapping[str, Floats]
    sentences: Counts
    sizes: npt.NDArray[np.intp]
    left_out: Counts
    listed: Counts


def count_language(texts: Sequence[str], code: str) -> LanguageCounts:
    """Count the prose of texts in a language.

    Examples
    --------
    >>> counts = count_language(["Der Minister spricht. Es regnet heute."], "de")
    >>> {name: int(values[0]) for name, values in counts.documents.items() if name != "poly4"}
    {'sentences': 2, 'words': 6, 'syllables': 10, 'letters': 31, 'long': 2, 'mono': 3, 'poly': 1}
    """
    language = known_languages()[code]
    table = _table(code)
    rows, sizes, aside = [], [], []
    for text in texts:
        prose, left_out, listed = prose_lines(text, english=False)
        counted = table.sums([_APART.split(prose[a:b]) for a, b in language.sentences(prose)])
        counted = counted[counted[:, 0] > 0]
        rows.append(np.hstack([np.ones((len(counted), 1), dtype=np.int64), counted]))
        sizes.append(len(counted))
        aside.append((left_out, listed))
    sentences = np.concatenate(rows) if rows else np.zeros((0, len(FEATURES)), dtype=np.int64)
    lengths = np.asarray(sizes, dtype=np.intp)
    sums = sums_by(sentences, lengths).astype(np.float64)
    others = np.asarray(aside, dtype=np.int64).reshape(-1, 2)
    documents = {name: sums[:, place] for place, name in enumerate(FEATURES)}
    return LanguageCounts(documents, sentences, lengths, others[:, 0], others[:, 1])


@lru_cache(maxsize=16)
def _table(code: str) -> TokenTable:
    language = known_languages()[code]
    return TokenTable(lambda token: _measured(token, language), COLUMNS)


def _measured(token: str, language: Language) -> tuple[int, ...]:
    """Return the counts of one token, in the order of `COLUMNS`; figures are words of one syllable."""
    word = _EDGES.sub("", token).lower()
    letters = sum(map(str.isalnum, word))
    if not letters:
        return (0,) * len(COLUMNS)
    n = 1 if any(map(str.isdigit, word)) else language.syllables(word)
    return 1, n, letters, letters > _LONG, n == 1, n >= 3, n >= 4

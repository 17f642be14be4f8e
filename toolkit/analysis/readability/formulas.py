"""Every measure as a formula on columns of counts, with its source and which way is harder.

Coefficients are those published, also where popular packages have others (Coleman-Liau's .0588, the
constant of Dale & Chall 1948 at every share of unfamiliar words).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from toolkit.analysis.readability.by_textstat import TEXTSTAT
from toolkit.analysis.readability.ease import ease
from toolkit.errors import ToolkitError, nearest

Floats = npt.NDArray[np.float64]
Columns = Mapping[str, Floats]


@dataclass(frozen=True)
class Measure:
    """A measure: its name in figures, unit, direction, source and formula on columns of counts.

    ``harder`` is +1 where a higher value is harder to read, -1 where it is easier, 0 for measures that
    are no readability scores.
    """

    label: str
    unit: str
    harder: int
    source: str
    formula: Callable[[Columns], Floats]


def _asl(c: Columns) -> Floats:
    return c["words"] / c["sentences"]


def _percent(c: Columns, name: str) -> Floats:
    return 100 * c[name] / c["words"]


def _linsear(c: Columns) -> Floats:
    points = (c["words"] + 2 * c["poly"]) / c["sentences"]
    return np.where(points > 20, points, points - 2) / 2


def _not_english(c: Columns) -> Floats:
    """Return no score: the formula is for another language (`toolkit.analysis.readability.languages`)."""
    return np.full(len(c["words"]), np.nan)


def _fog(c: Columns) -> Floats:
    return 0.4 * (_asl(c) + _percent(c, "complex"))


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "flesch": Measure(
            "Flesch reading ease",
            "points, mostly 0 to 100",
            -1,
            "Flesch 1948",
            lambda c: 206.835 - 1.015 * _asl(c) - 84.6 * c["syllables"] / c["words"],
        ),
        "flesch_kincaid": Measure(
            "Flesch-Kincaid",
            "US school grade",
            1,
            "Kincaid et al. 1975",
            lambda c: 0.39 * _asl(c) + 11.8 * c["syllables"] / c["words"] - 15.59,
        ),
        "smog": Measure(
            "SMOG",
            "US school grade",
            1,
            "McLaughlin 1969",
            lambda c: 1.0430 * np.sqrt(30 * c["poly"] / c["sentences"]) + 3.1291,
        ),
        "dale_chall": Measure(
            "New Dale-Chall",
            "expected cloze score",
            -1,
            "Chall & Dale 1995",
            lambda c: 64 - 0.95 * _percent(c, "unfamiliar") - 0.69 * _asl(c),
        ),
        "rix": Measure(
            "RIX", "long words a sentence", 1, "Anderson 1983", lambda c: c["long"] / c["sentences"]
        ),
        "sentence_length": Measure("Sentence length", "words", 1, "mean words a sentence", _asl),
        "unfamiliar": Measure(
            "Unfamiliar words",
            "% of words",
            1,
            "Dale & Chall's list, regular forms familiar",
            lambda c: _percent(c, "unfamiliar"),
        ),
        "ease": Measure(
            "Trained ease score",
            "points, 50 the mean of OneStopEnglish",
            -1,
            "fitted on OneStopEnglish (CC BY-SA 4.0): docs/methods/readability.md",
            ease,
        ),
        "ari": Measure(
            "ARI",
            "US school grade",
            1,
            "Smith & Senter 1967",
            lambda c: 4.71 * c["chars"] / c["words"] + 0.5 * _asl(c) - 21.43,
        ),
        "coleman_liau": Measure(
            "Coleman-Liau",
            "US school grade",
            1,
            "Coleman & Liau 1975",
            lambda c: 0.0588 * _percent(c, "letters") - 0.296 * _percent(c, "sentences") - 15.8,
        ),
        "fog": Measure("Fog", "US school grade", 1, "Gunning 1952", _fog),
        "linsear": Measure("Linsear Write", "US school grade", 1, "O'Hayre 1966", _linsear),
        "lix": Measure("LIX", "points", 1, "Björnsson 1968", lambda c: _asl(c) + _percent(c, "long")),
        "dale_chall_1948": Measure(
            "Dale-Chall 1948",
            "points",
            1,
            "Dale & Chall 1948",
            lambda c: 0.1579 * _percent(c, "unfamiliar") + 0.0496 * _asl(c) + 3.6365,
        ),
        "spache": Measure(
            "Spache",
            "US school grade",
            1,
            "Spache 1974",
            lambda c: 0.121 * _asl(c) + 0.082 * _percent(c, "spache_types") + 0.659,
        ),
        "forcast": Measure(
            "FORCAST", "US school grade", 1, "Caylor et al. 1973", lambda c: 20 - 0.15 * _percent(c, "mono")
        ),
        "eflaw": Measure(
            "McAlpine EFLAW",
            "points",
            1,
            "McAlpine 2006",
            lambda c: (c["words"] + c["mini"]) / c["sentences"],
        ),
        "wiener_1": Measure(
            "Wiener Sachtextformel 1",
            "school grade (made for German)",
            1,
            "Bamberger & Vanecek 1984",
            lambda c: (
                0.1935 * _percent(c, "poly")
                + 0.1672 * _asl(c)
                + 0.1297 * _percent(c, "long")
                - 0.0327 * _percent(c, "mono")
                - 0.875
            ),
        ),
        "wiener_2": Measure(
            "Wiener Sachtextformel 2",
            "school grade (made for German)",
            1,
            "Bamberger & Vanecek 1984",
            lambda c: 0.2007 * _percent(c, "poly") + 0.1682 * _asl(c) + 0.1373 * _percent(c, "long") - 2.779,
        ),
        "wiener_3": Measure(
            "Wiener Sachtextformel 3",
            "school grade (made for German)",
            1,
            "Bamberger & Vanecek 1984",
            lambda c: 0.2963 * _percent(c, "poly") + 0.1905 * _asl(c) - 1.1144,
        ),
        "wiener_4": Measure(
            "Wiener Sachtextformel 4",
            "school grade (made for German)",
            1,
            "Bamberger & Vanecek 1984",
            lambda c: 0.2744 * _percent(c, "poly") + 0.2656 * _asl(c) - 1.693,
        ),
        "gulpease": Measure(
            "Gulpease", "points, 0 to 100", -1, "Lucisano & Piemontese 1988, for Italian", _not_english
        ),
        "szigriszt_pazos": Measure(
            "Szigriszt Pazos",
            "points, mostly 0 to 100",
            -1,
            "Szigriszt Pazos 1993, for Spanish",
            _not_english,
        ),
        "gutierrez_polini": Measure(
            "Gutiérrez de Polini", "points", -1, "Gutiérrez de Polini 1972, for Spanish", _not_english
        ),
        "crawford": Measure("Crawford", "years of school", 1, "Crawford 1989, for Spanish", _not_english),
        "pisarek": Measure("Pisarek", "years of school", 1, "Pisarek 1969, for Polish", _not_english),
        "reading_time": Measure(
            "Reading time",
            "seconds",
            0,
            "Demberg & Keller 2008: 14.69 ms a character",
            lambda c: 14.69 * c["chars"] / 1000,
        ),
        "nominalisations": Measure(
            "Nominalisations",
            "% of words",
            0,
            "words in -tion, -ment, -ness, -ity, -ance, -ism",
            lambda c: _percent(c, "nominal"),
        ),
        "word_frequency": Measure(
            "Word frequency",
            "mean Zipf value of content words",
            0,
            "wordfreq (Speer 2022)",
            lambda c: c["zipf"] / c["content"] / 100,
        ),
    }
)


NOT_ENGLISH = frozenset(name for name, made in MEASURES.items() if made.formula is _not_english)


def score(name: str, columns: Columns) -> Floats:
    """Return a measure of each row of counts; NaN where the formula divides by nothing.

    Parameters
    ----------
    name : str
        A key of `MEASURES`.
    columns : mapping of str to array
        Counts the formula needs, one value a text.

    Raises
    ------
    ToolkitError
        If there is no such measure.

    Examples
    --------
    >>> counts = {"letters": np.array([639.0]), "words": np.array([119.0]), "sentences": np.array([5.0])}
    >>> score("coleman_liau", counts).round(2).tolist()
    [14.53]
    """
    checked([name])
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.asarray(MEASURES[name].formula(columns), dtype=np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def checked(measures: Iterable[str], *, counting: str = "news") -> tuple[str, ...]:
    """Return the names of measures, or say which are known in a way of counting.

    Raises
    ------
    ToolkitError
        If a name is not known there.
    """
    known = {*TEXTSTAT} if counting == "textstat" else {*MEASURES}
    names = tuple(measures)
    for name in names:
        if name not in known:
            raise ToolkitError(
                f"there is no readability measure '{name}' with counting='{counting}'; {nearest(name, known)}"
            )
    return names

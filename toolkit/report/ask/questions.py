"""The questions that have boxes: which boxes, which call they make, and which figure goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from toolkit.analysis.framing.naming import about_actor, by_actor, entries_of
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.question.beside import HELD, compare
from toolkit.analysis.question.counted import COMPARABLE
from toolkit.analysis.question.course import KINDS, over_time
from toolkit.analysis.question.near import collocations
from toolkit.analysis.question.rates import term_rates
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.periods import calendar
from toolkit.corpus.syndication import LINKS
from toolkit.figures.figure import Figure
from toolkit.figures.over_time import over_time_figure
from toolkit.figures.question import collocation_figure, comparison_figure, rates_figure
from toolkit.report.ask.call import Call
from toolkit.report.live import ALL
from toolkit.tables import CONTRACTS

ANY, NONE, OWN = "any time", "no actor: the word", "words of your own"
TOGETHER, NO_TIME, FITTING = "all together", "no time", "what fits"
ALIKE = "subject, time and length"
Choices = Mapping[str, str]
FEW = 12  # different values of a column by which it makes sense to compare
_KNOWN = frozenset(
    (*(column.name for column in CONTRACTS["articles"]), *LINKS, "url", "story_id", "affair_id")
)


@dataclass(frozen=True)
class Question:
    """A question with boxes.

    Attributes
    ----------
    title : str
        What it answers.
    boxes : tuple of str
        Names of the boxes, as in `boxes_of`.
    call : callable
        From corpus and choices to the call.
    figure : str
        The figure's call around the table's.
    draw : callable
        From the table and the corpus to the figure.
    together : bool
        Whether all articles together are an answer too.
    """

    title: str
    boxes: tuple[str, ...]
    call: Callable[[Corpus, Choices], Call]
    figure: str
    draw: Callable[[pd.DataFrame, Corpus], Figure]
    together: bool = True

    def boxes_of(self, corpus: Corpus, word: str) -> dict[str, str | list[str]]:
        """Return its boxes in order, with what they hold."""
        known = boxes_of(corpus, word)
        if not self.together:
            known["by"] = [name for name in known["by"] if name != TOGETHER] or ["outlet"]
        return {name: known[name] for name in self.boxes}


def boxes_of(corpus: Corpus, word: str) -> dict[str, str | list[str]]:
    """Return every box there is: a text with its first words, or a list to choose from.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> boxes_of(load_corpus(), "govern*")["by"]
    ['outlet', 'group', 'country', 'credit', 'all together']
    """
    articles = corpus.articles
    columns = [name for name in ("outlet", "group", "country", "credit", "language") if name in articles]
    columns += [str(name) for name in articles.columns if _is_group(articles[name]) and name not in columns]
    several = [name for name in columns if 1 < articles[name].nunique() <= FEW]
    months = list(calendar(articles["published"]).names)
    actors = list(by_actor(entries_of(corpus, None)))
    return {
        "word": word,
        "actor": [NONE, *actors],
        "outlet": [ALL, *sorted(articles["outlet"].dropna().astype("str").unique())],
        "first": [ANY, *months],
        "last": [ANY, *months],
        "by": [*several, TOGETHER],
        "over": ["month", "week", "quarter", "year", NO_TIME],
        "voice": ["narrator", "quoted", "all"],
        "measure": [OWN, *COMPARABLE],
        "adjust": [ALIKE, "subject", "time", "length", "nothing"],
        "what": list(KINDS),
        "period": [FITTING, "month", "week", "quarter", "year"],
    }


def _is_group(values: pd.Series) -> bool:
    """Tell whether a column is one of the user's own that can be compared by."""
    own = str(values.name) not in _KNOWN
    return own and values.dtype != object and not pd.api.types.is_numeric_dtype(values)


def chosen(choices: Choices) -> dict[str, Any]:
    """Return what `Corpus.filter` is asked for by the boxes of outlet and time.

    Examples
    --------
    >>> chosen({"outlet": "Post", "first": "2024-05", "last": "2024-06"})
    {'outlet': 'Post', 'after': '2024-05-01', 'before': '2024-06-30'}
    """
    out: dict[str, Any] = {}
    if choices.get("outlet", ALL) != ALL:
        out["outlet"] = choices["outlet"]
    if choices.get("first", ANY) != ANY:
        out["after"] = f"{choices['first']}-01"
    if choices.get("last", ANY) != ANY:
        out["before"] = f"{pd.Period(choices['last']).end_time:%Y-%m-%d}"
    return out


def terms(choices: Choices) -> list[str]:
    """Return the terms of a box: several are parted by commas."""
    return [part.strip() for part in choices["word"].split(",") if part.strip()]


def _by(choices: Choices) -> str | None:
    return None if choices["by"] == TOGETHER else choices["by"]


def _word(corpus: Corpus, choices: Choices) -> str:
    """Return the word asked for, or the pattern of all names of an actor."""
    actor = choices.get("actor", NONE)
    return choices["word"].strip() if actor == NONE else about_actor(corpus, actor)


def _rates(corpus: Corpus, choices: Choices) -> Call:
    over = None if choices["over"] == NO_TIME else choices["over"]
    options = {"by": _by(choices), "over": over, "voice": choices["voice"]}
    return Call("term_rates", term_rates, (terms(choices),), options, chosen(choices))


def _keyness(corpus: Corpus, choices: Choices) -> Call:
    options = {"by": choices["by"], "voice": choices["voice"], "terms": terms(choices)}
    return Call("keyness", keyness, (), options, chosen(choices))


def _near(corpus: Corpus, choices: Choices) -> Call:
    options = {"voice": choices["voice"]}
    return Call("collocations", collocations, (_word(corpus, choices),), options, chosen(choices))


def _compared(corpus: Corpus, choices: Choices) -> Call:
    measure = terms(choices) if choices["measure"] == OWN else choices["measure"]
    adjust = {ALIKE: HELD, "nothing": ()}.get(choices["adjust"], (choices["adjust"],))
    return Call("compare", compare, (measure,), {"by": choices["by"], "adjust": adjust}, chosen(choices))


def _course(corpus: Corpus, choices: Choices) -> Call:
    options: dict[str, Any] = {"by": _by(choices)}
    if choices["period"] != FITTING:
        options["over"] = choices["period"]
    if choices["what"] == "names" and choices["actor"] != NONE:
        options["actor"] = choices["actor"]
    return Call("over_time", over_time, (choices["what"],), options, chosen(choices))


def _draw_rates(table: pd.DataFrame, corpus: Corpus) -> Figure:
    return over_time_figure(table, corpus.settings.events) if "period" in table else rates_figure(table)


def _draw_terms(table: pd.DataFrame, corpus: Corpus) -> Figure:
    from toolkit.figures.framing import effect_forest  # noqa: PLC0415 - draws keyness alone

    return effect_forest(table)


_WHEN = ("outlet", "first", "last")
QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "rates": Question(
            "How often is it written?",
            ("word", "by", "over", "voice", *_WHEN),
            _rates,
            "over_time_figure({call}, corpus.settings.events)",
            _draw_rates,
        ),
        "terms": Question(
            "Who uses these words more?",
            ("word", "by", "voice", *_WHEN),
            _keyness,
            "effect_forest({call})",
            _draw_terms,
            together=False,
        ),
        "near": Question(
            "What is near it?",
            ("word", "actor", "voice", *_WHEN),
            _near,
            "collocation_figure({call})",
            lambda table, _: collocation_figure(table),
        ),
        "compare": Question(
            "Do they differ, like with like?",
            ("measure", "word", "by", "adjust", "first", "last"),
            _compared,
            "comparison_figure({call})",
            lambda table, _: comparison_figure(table),
            together=False,
        ),
        "over time": Question(
            "How does it change?",
            ("what", "actor", "by", "period", *_WHEN),
            _course,
            "over_time_figure({call}, corpus.settings.events)",
            lambda table, corpus: over_time_figure(table, corpus.settings.events),
        ),
    }
)

"""What each measure counts in each article, for comparisons and for courses over time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd

from toolkit.analysis.framing.hedges import kinds_of
from toolkit.analysis.framing.naming import by_actor, entries_of, uses
from toolkit.analysis.keyness.listed import checked_terms
from toolkit.analysis.names.halves import DESCRIBED, HELD_OUT, IN_ALL, IN_HALF, found_by, looked_at
from toolkit.analysis.question.rates import in_scope, uses_of
from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.readability.formulas import MEASURES as READING
from toolkit.analysis.readability.scores import SHORT, readability
from toolkit.analysis.scope import scope_of
from toolkit.analysis.sources.shares import SPOKEN, TABLES, spoken
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError, nearest
from toolkit.lexicons import lexicon_of

Kind = Literal["share", "rate", "mean"]


@dataclass(frozen=True, eq=False)
class Counted:
    """One whole and its parts, article by article.

    Attributes
    ----------
    name : str
        What it is of: an actor, a measure.
    kind : str
        ``share`` (uses of a choice among all), ``rate`` (uses per 1,000 words) or ``mean`` (a score).
    values : tuple of str
        The parts.
    y : ndarray, shape (articles, values)
        Uses of each, or scores.
    size : ndarray, shape (articles,)
        All choices, all words, or 1 for an article with a score; 0 leaves it out.
    rows : tuple of mapping
        How the table that counts such things names each value, so that its sentences can be opened.
    table : str
        The kind of that table.
    scope : mapping
        Its scope.
    untested : str
        Why there is no interval and no test, where the values were found by looking at these articles.
    """

    name: str
    kind: Kind
    values: tuple[str, ...]
    y: np.ndarray
    size: np.ndarray
    rows: tuple[Mapping[str, object], ...]
    table: str
    scope: Mapping[str, object]
    untested: str = ""


def counted(corpus: Corpus, measure: str | Iterable[str], by: str | None) -> tuple[Counted, ...]:
    """Return what a measure counts: see `toolkit.compare` for the measures.

    Raises
    ------
    TableError
        If there is no such measure, with the nearest one.
    """
    if not isinstance(measure, str):
        return (_terms(corpus, checked_terms(measure), by),)
    if measure in READING:
        return (_reading(corpus, measure, by),)
    if measure not in _COUNTS:
        known = nearest(measure, COMPARABLE)
        raise TableError(f"there is no measure '{measure}'; {known}. For words of your own: [{measure!r}]")
    return _COUNTS[measure](corpus, by)


def _terms(corpus: Corpus, terms: tuple[str, ...], by: str | None) -> Counted:
    scope = replace(scope_of(), given={"by": by, "over": None})
    inside, words = in_scope(corpus, scope)
    y = np.column_stack([uses_of(corpus, term, inside) for term in terms])
    rows = tuple({"term": term} for term in terms)
    return Counted("words", "rate", terms, y, words, rows, "term_rates", scope.noted())


def _names(corpus: Corpus, by: str | None) -> tuple[Counted, ...]:
    each, made = by_actor(entries_of(corpus, None)), []
    scope = scope_of(by=by or "outlet")
    for actor, hits in uses(corpus, scope, each).items():
        own = each[actor]
        values = tuple(dict.fromkeys(entry.label for entry in own))
        place = np.array([values.index(entry.label) for entry in own], dtype=np.intp)
        y = np.zeros((len(corpus), len(values)))
        np.add.at(y, (hits["document"].to_numpy(), place[hits["entry"].to_numpy()]), 1)
        how = found_by(own)
        if how == IN_HALF:  # searched in the other half: counted in this one alone
            y[looked_at(corpus)] = 0
        used = np.flatnonzero(y.sum(axis=0))
        values = tuple(values[at] for at in used)
        rows = tuple({"actor": actor, "label": value, "voice": "narrator"} for value in values)
        given: dict[str, Any] = {actor: [[entry.label, entry.pattern] for entry in own]}
        given[HELD_OUT] = [actor] if how == IN_HALF else []
        noted, why = replace(scope, given=given).noted(), DESCRIBED if how == IN_ALL else ""
        made.append(Counted(actor, "share", values, y[:, used], y.sum(axis=1), rows, "labels", noted, why))
    return tuple(one for one in made if one.values)


def _hedges(corpus: Corpus, by: str | None) -> tuple[Counted, ...]:
    lexicon = lexicon_of(corpus.settings, "hedges")
    given = {"entries": [[entry.label, entry.pattern] for entry in lexicon]}
    scope = replace(scope_of(by=by or "outlet"), given=given)
    found = kinds_of(corpus, scope, lexicon)
    words = in_scope(corpus, scope)[1]
    y = np.column_stack([np.bincount(part["document"], minlength=len(corpus)) for part in found.values()])
    y = y * (words > 0)[:, None]
    rows = tuple({"kind": kind} for kind in found)
    return (Counted("hedges", "rate", tuple(found), y, words, rows, "hedging", scope.noted()),)


def quoted(of: str) -> Callable[[Corpus, str | None], tuple[Counted, ...]]:
    """Return what counts quotations by kind of source, or by the verb that reports them."""
    verbs = of == "verb_class"
    kinds = (*SPOKEN, "indirect") if verbs else SPOKEN

    def count(corpus: Corpus, by: str | None) -> tuple[Counted, ...]:
        place = pd.Index(corpus.articles["article_id"])
        if not place.is_unique:
            why = "several articles of the corpus have one article_id; load_corpus(frame) gives each its own"
            raise InputError(why)
        said = quotes(corpus)
        told = spoken(said[said[of].notna()] if verbs else said, kinds, ("outlet", of))
        known = told["value"].value_counts()
        values = tuple(sorted(known.index, key=lambda value: (-known[value], value)))
        y = np.zeros((len(corpus), len(values)))
        np.add.at(y, (place.get_indexer(told["article_id"]), pd.Index(values).get_indexer(told["value"])), 1)
        rows = tuple({"value": value, "of": of} for value in values)
        table = "verbs" if verbs else TABLES[of]
        scope = {"by": by or "outlet", "of": of, "kinds": list(kinds)}
        name = "verbs" if verbs else "sources"
        return (Counted(name, "share", values, y, y.sum(axis=1), rows, table, scope),)

    return count


def _reading(corpus: Corpus, measure: str, by: str | None) -> Counted:
    scores = readability(corpus, measures=[measure])
    used = scores["n_words"].ge(SHORT) & scores["estimate"].notna()
    size = used.to_numpy(dtype=np.float64)
    y = np.where(used, scores["estimate"].to_numpy(dtype=np.float64), 0.0)[:, None]
    scope = {"min_words": SHORT, "counting": None}
    rows = ({"measure": measure},)
    return Counted(measure, "mean", (measure,), y, size, rows, "readability_groups", scope)


_COUNTS: Mapping[str, Callable[[Corpus, str | None], tuple[Counted, ...]]] = MappingProxyType(
    {
        "names": _names,
        "sources": quoted("source_type"),
        "verbs": quoted("verb_class"),
        "hedges": _hedges,
    }
)
COMPARABLE = (*_COUNTS, *READING)


def note_of(one: Counted, place: int, by: str) -> dict[str, Any]:
    """Return what opens a value again: the kind, scope and marks of its row in the table that counts it."""
    return {"kind": one.table, "by": by, "scope": json.dumps(one.scope), "row": dict(one.rows[place])}

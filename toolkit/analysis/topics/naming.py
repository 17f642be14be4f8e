"""Terms that tell a topic from the others, and labels made of them or taken from headlines by rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.topics.vocabulary import terms_of, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LABEL_TERMS, LISTED = 3, 10  # terms in a label, and of a topic
SHORTEST, LONGEST = 2, 5  # words of a short label
Written = Mapping[str, str]  # from a term to how the articles write it
_PIECE = re.compile(r"[^,;:.!?()\[\]“”\"–—|/]+")  # a run of words without a break
_QUOTED = re.compile(r"(?<!\w)['‘]|['’](?!\w)")


class Listed(NamedTuple):
    """A term of a topic: its column, and how it is written."""

    column: int
    form: str


def distinctive(topics: Array) -> Array:
    """Return how distinctive each term is for each topic: its weight times its share of the term.

    A term counts where it is heavy and not heavy in other topics too (the idea of FREX, Bischof & Airoldi
    2012, as a product instead of a mean of ranks). Rows are topics; higher is more distinctive.

    Examples
    --------
    >>> distinctive(np.array([[0.5, 0.5], [1.0, 0.0]])).round(2).tolist()
    [[0.17, 0.5], [0.67, 0.0]]
    """
    weight = topics / np.maximum(topics.sum(axis=1, keepdims=True), 1e-300)
    of_term = weight.sum(axis=0)
    score: Array = weight * weight / np.where(of_term > 0, of_term, 1.0)
    return score


def term_table(
    topics: Array, terms: Sequence[str], n: int = LISTED, *, written: Written | None = None
) -> pd.DataFrame:
    """Return the n most distinctive terms of each topic, without repeating a phrase's words.

    Columns are `topic, rank, term, weight, distinctiveness`; `weight` is the term's share of the topic.

    Examples
    --------
    >>> term_table(np.array([[0.6, 0.4], [0.0, 1.0]]), ["flood", "vote"], 1)["term"].tolist()
    ['flood', 'vote']
    """
    scores, rows = distinctive(topics), []
    for topic, score in enumerate(scores):
        for rank, (index, form) in enumerate(_without_repeats(score, terms, n, written or {}), start=1):
            rows.append((topic + 1, rank, form, topics[topic, index], score[index]))
    return pd.DataFrame(rows, columns=["topic", "rank", "term", "weight", "distinctiveness"])


def shown(topics: Array, terms: Sequence[str], n: int = LISTED) -> list[str]:
    """Return the terms that can be listed for a topic, before it is known how they are written."""
    best = (np.argsort(-score, kind="stable")[: _tried(n)] for score in distinctive(topics))
    return sorted({str(terms[index]) for columns in best for index in columns})


def labels(
    topics: Array,
    terms: Sequence[str],
    own: Mapping[str, str] | None = None,
    n: int = LABEL_TERMS,
    *,
    written: Written | None = None,
) -> list[str]:
    """Return a label for each topic: its most distinctive terms, or the user's own words.

    Parameters
    ----------
    topics : array (topics x terms)
        Term weights.
    terms : sequence of str
        The terms.
    own : mapping, optional
        The user's labels; a key is a topic's label by rules, or any one term of it, whatever its capitals.
    n : int
        Terms in a label.
    written : mapping, optional
        How the articles write the terms (`toolkit.analysis.topics.written.usual_forms`).

    Examples
    --------
    >>> labels(np.eye(2), ["flood", "vote"], {"vote": "Elections"}, n=1)
    ['flood', 'Elections']
    """
    made, given = [], {key.casefold(): label for key, label in (own or {}).items()}
    for score in distinctive(topics):
        chosen = _without_repeats(score, terms, LISTED, written or {})[:n]
        rule = ", ".join(form for _, form in chosen)
        keys = [rule, *(form for _, form in chosen), *(str(terms[index]) for index, _ in chosen)]
        made.append(next((given[key.casefold()] for key in keys if key.casefold() in given), rule))
    return [label if made.count(label) == 1 else f"{label} ({at})" for at, label in enumerate(made, start=1)]


def short_label(headlines: Sequence[str], weight: Mapping[str, float]) -> str | None:
    """Return the run of two to five words of the headlines that holds most of what is distinctive.

    A run has no comma or stop within it, begins and ends with a distinctive word, and scores the summed
    distinctiveness of its terms, times the root of the number of headlines that hold them all in any order,
    for the fourth root of its length. None where no headline has one.

    Parameters
    ----------
    headlines : sequence of str
        Headlines of a topic's articles.
    weight : mapping
        Distinctiveness of the topic's terms, in lower case.

    Examples
    --------
    >>> heads = ["Strike at Port Calder ends", "Dock workers: a strike at Port Calder", "Rain"]
    >>> short_label(heads, {"strike": 0.3, "port calder": 0.4, "port": 0.1, "calder": 0.2, "rain": 0.1})
    'strike at Port Calder'
    """
    held = [set(terms_of(each)) for each in headlines]
    single = {word for term in weight for word in term.split()}
    best: tuple[float, int, str] | None = None
    for run in dict.fromkeys(run for each in headlines for run in _runs(each, single)):
        terms = set(terms_of(run))
        value = sum(weight.get(term, 0.0) for term in sorted(terms))
        often = sum(terms <= other for other in held)
        score = round(value * often**0.5 / len(run.split()) ** 0.25, 12)
        small = sum(letter.islower() for letter in run)  # of one run, the form that does not begin a headline
        if score > 0 and (best is None or (score, small) > best[:2]):
            best = score, small, run
    return best[2] if best else None


def _runs(headline: str, single: Collection[str]) -> list[str]:
    """Return the runs of words of a headline that begin and end with one of some words."""
    found = []
    for piece in _PIECE.findall(_QUOTED.sub(" | ", headline)):
        words = piece.split()
        counts = [any(each in single for each in words_of(word)) for word in words]
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(words) - size + 1):
                if counts[start] and counts[start + size - 1]:
                    found.append(" ".join(words[start : start + size]))
    return found


def _tried(n: int) -> int:
    return 4 * n + 4


def _without_repeats(score: Array, terms: Sequence[str], n: int, written: Written) -> list[Listed]:
    """Return the n best terms; a phrase and its words count as one term, the heavier standing for both.

    A phrase that is nearly as distinctive as its word takes the word's place, being the clearer of the two.
    """
    chosen: list[Listed] = []
    for index in np.argsort(-score, kind="stable")[: _tried(n)]:
        if score[index] <= 0:
            break
        term = str(terms[index])
        each = Listed(int(index), written.get(term, term))
        words = _words(each.form)
        if not words:  # a title alone
            continue
        same = [at for at, other in enumerate(chosen) if words & _words(other.form)]
        if not same and len(chosen) < n:
            chosen.append(each)
        elif same and len(words) >= 2 and _clearer(each, chosen[same[0]], score):
            chosen[same[0]] = each
            chosen = [other for at, other in enumerate(chosen) if at not in same[1:]]
    return chosen


def _words(form: str) -> set[str]:
    return set(form.casefold().split())


def _clearer(phrase: Listed, other: Listed, score: Array) -> bool:
    """Return whether a phrase should stand for a single word already chosen."""
    return " " not in other.form and bool(score[phrase.column] >= 0.5 * score[other.column])

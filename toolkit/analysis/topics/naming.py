"""Terms that tell a topic from the others, and a label made of them by rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LABEL_TERMS, LISTED = 3, 10  # terms in a label, and of a topic


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


def term_table(topics: Array, terms: Sequence[str], n: int = LISTED) -> pd.DataFrame:
    """Return the n most distinctive terms of each topic, without repeating a phrase's words.

    Columns are `topic, rank, term, weight, distinctiveness`; `weight` is the term's share of the topic.

    Examples
    --------
    >>> term_table(np.array([[0.6, 0.4], [0.0, 1.0]]), ["flood", "vote"], 1)["term"].tolist()
    ['flood', 'vote']
    """
    scores, rows = distinctive(topics), []
    for topic, score in enumerate(scores):
        for rank, index in enumerate(_without_repeats(score, terms, n), start=1):
            rows.append((topic + 1, rank, str(terms[index]), topics[topic, index], score[index]))
    return pd.DataFrame(rows, columns=["topic", "rank", "term", "weight", "distinctiveness"])


def labels(
    topics: Array,
    terms: Sequence[str],
    own: Mapping[str, str] | None = None,
    n: int = LABEL_TERMS,
    printed: Mapping[str, str] | None = None,
) -> list[str]:
    """Return a label for each topic: its most distinctive terms, or the user's own words.

    Parameters
    ----------
    topics : array (topics x terms)
        Term weights.
    terms : sequence of str
        The terms.
    own : mapping, optional
        The user's labels; a key is a topic's label by rules, or any one term of it.
    n : int
        Terms in a label.
    printed : mapping, optional
        How the articles print terms (`toolkit.text.casing.usual_case`).

    Examples
    --------
    >>> labels(np.eye(2), ["flood", "vote"], {"vote": "Elections"}, n=1)
    ['flood', 'Elections']
    """
    made = []
    for score in distinctive(topics):
        chosen = [str(terms[index]) for index in _without_repeats(score, terms, LISTED)[:n]]
        made.append(_own_label(chosen, own or {}, printed or {}))
    return [label if made.count(label) == 1 else f"{label} ({at})" for at, label in enumerate(made, start=1)]


def _own_label(chosen: list[str], own: Mapping[str, str], printed: Mapping[str, str]) -> str:
    rule = ", ".join(chosen)
    for key in (rule, *chosen):
        if key in own:
            return own[key]
    return ", ".join(printed.get(term, term) for term in chosen)


def _without_repeats(score: Array, terms: Sequence[str], n: int) -> list[int]:
    """Return the n best columns; a phrase and its words count as one term, the heavier standing for both.

    A phrase that is nearly as distinctive as its word takes the word's place, being the clearer of the two.
    """
    chosen: list[int] = []
    for index in np.argsort(-score, kind="stable")[: 4 * n + 4]:
        if score[index] <= 0:
            break
        words = set(str(terms[index]).split())
        same = [at for at, other in enumerate(chosen) if words & set(str(terms[other]).split())]
        if not same and len(chosen) < n:
            chosen.append(int(index))
        elif same and len(words) == 2 and _clearer(int(index), chosen[same[0]], score, terms):
            chosen[same[0]] = int(index)
            chosen = [other for at, other in enumerate(chosen) if at not in same[1:]]
    return chosen


def _clearer(phrase: int, other: int, score: Array, terms: Sequence[str]) -> bool:
    """Return whether a phrase should stand for a single word already chosen."""
    return " " not in str(terms[other]) and bool(score[phrase] >= 0.5 * score[other])

"""The user's comparison of two models: which topics persist, split, merge, vanish or are new."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.analysis.topics.alignment import contrasts, cosines, match
from toolkit.results import make

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.analysis.topics.model import TopicModel
    from toolkit.analysis.topics.results import Topics

    Array = NDArray[np.float64]

ALIKE = 0.3  # cosine of contrasts; topics of different subjects lie below 0.1
FLOWS = 0.2  # share of a topic's articles that another must take to count as what it becomes


def compare_topics(first: TopicModel, second: TopicModel, *, alike: float = ALIKE) -> pd.DataFrame:
    """Match the topics of two models, of another seed, month, outlet or number of topics.

    Parameters
    ----------
    first, second : TopicModel
        Fitted models; their vocabularies may differ.
    alike : float
        Cosine of the topics' contrasts (0 to 1) from which two topics count as one subject.

    Returns
    -------
    DataFrame
        Columns `topic, label, relation, other_topic, other_label, likeness, shared_terms`, one row for each
        pair that is alike and one for each topic without a pair. `relation` is *persists*, *splits* (one
        topic of the first is like several of the second), *merges*, *vanishes* or *new*.

    Examples
    --------
    >>> from toolkit.analysis.topics.model import TopicModel
    >>> texts = ["rain flood river", "flood river water rain", "vote party poll", "party poll vote seat"] * 5
    >>> model = TopicModel(2, method="nmf").fit(texts)
    >>> compare_topics(model, model)["relation"].tolist()
    ['persists', 'persists']
    """
    one, other, terms = _on_shared_terms(first, second)
    likeness = cosines(contrasts(one), contrasts(other))
    linked = likeness >= alike
    partner = match(contrasts(one), contrasts(other))[0]
    names = first.labels(), second.labels()
    rows: list[tuple[Any, ...]] = []
    for topic in range(len(one)):
        found = np.flatnonzero(linked[topic])
        for at in found:
            relation = _relation(linked, topic, int(at), int(partner[topic]))
            rows.append((topic + 1, names[0][topic], relation, at + 1, names[1][at], likeness[topic, at]))
        if not len(found):
            rows.append((topic + 1, names[0][topic], "vanishes", None, None, likeness[topic].max()))
    for at in np.flatnonzero(~linked.any(axis=0)):
        rows.append((None, None, "new", at + 1, names[1][at], likeness[:, at].max()))
    columns = ["topic", "label", "relation", "other_topic", "other_label", "likeness"]
    table = pd.DataFrame(rows, columns=columns)
    pairs = zip(table["topic"], table["other_topic"], strict=True)
    table["shared_terms"] = [
        _shared(one[int(a) - 1], other[int(b) - 1], terms) if pd.notna(a) and pd.notna(b) else ""
        for a, b in pairs
    ]
    return make("compared_topics", table)


def compare_band(found: Topics) -> pd.DataFrame:
    """Say what becomes of each topic between the smallest and the largest number of topics in the band.

    Articles are followed from their largest topic at the one number to that at the other; a topic becomes
    those that take a fifth or more of its articles, and at least two.

    Parameters
    ----------
    found : Topics
        What `toolkit.analysis.topics.find.topics` returned.

    Returns
    -------
    DataFrame
        One row a topic at the smaller number, and one a topic at the larger that none becomes: `topic, label,
        n` (articles), `relation` (*stays*, *splits*, *scatters* or *new*), `others` (what it becomes, joined
        by " | ") and `statement` (the same as a sentence). Empty where k was given or the band has one.
    """
    inside = found.k.loc[found.k["in_band"], "k"] if len(found.k) else pd.Series([0])
    low, high = int(inside.min()), int(inside.max())
    rows: list[tuple[Any, ...]] = []
    if low < high:
        moved, before, after = _moved(found.model, low, high)
        rows = [(at + 1, before[at], *_change(moved[at], before[at], after, low)) for at in range(low)]
        taken = {name for row in rows for name in row[4].split(" | ")}
        for at in (at for at, name in enumerate(after) if name not in taken):
            n = int(moved[:, at].sum())
            words = f"“{after[at]}” ({n} articles) is new at {high} topics, taken from several."
            rows.append((None, after[at], n, "new", "", words))
    columns = ["topic", "label", "n", "relation", "others", "statement"]
    return make("topic_band", pd.DataFrame(rows, columns=columns))


def _moved(model: TopicModel, low: int, high: int) -> tuple[NDArray[np.int_], list[str], list[str]]:
    """Return how many articles move from each topic of a smaller number to each of a larger, with labels."""
    pair = [copy(model).refitted(k) for k in (low, high)]
    known = ~np.isnan(pair[0].shares_).any(axis=1)
    moved = np.zeros((low, high), dtype=int)
    np.add.at(moved, tuple(each.shares_[known].argmax(axis=1) for each in pair), 1)
    before, after = (each.labels() for each in pair)
    return moved, before, after


def _change(moved: NDArray[np.int_], label: str, names: list[str], low: int) -> tuple[int, str, str, str]:
    """Return n, relation, others and words of one topic, from the topics its articles move to."""
    n = int(moved.sum())
    goes = [at for at in np.argsort(-moved, kind="stable") if moved[at] >= max(2, FLOWS * n)]
    listed = [f"“{names[at]}” ({moved[at]})" for at in goes]
    at = f"“{label}” ({n} articles at {low} topics)"
    others = " | ".join(names[to] for to in goes)
    if not goes:
        return n, "scatters", "", f"{at} scatters over many."
    if len(goes) == 1:
        return n, "stays", others, f"{at} stays together in {listed[0]}."
    return n, "splits", others, f"{at} becomes {', '.join(listed[:-1])} and {listed[-1]}."


def _relation(linked: NDArray[np.bool_], topic: int, at: int, partner: int) -> str:
    if linked[topic].sum() > 1:
        return "splits"
    if linked[:, at].sum() > 1:
        return "merges"
    return "persists" if at == partner else "alike"


def _on_shared_terms(first: TopicModel, second: TopicModel) -> tuple[Array, Array, NDArray[np.str_]]:
    """Return the topics of both models on the terms both know."""
    terms, one, other = np.intersect1d(
        first.terms_.astype(str), second.terms_.astype(str), return_indices=True
    )
    return first.components_[:, one], second.components_[:, other], terms


def _shared(one: Array, other: Array, terms: NDArray[np.str_]) -> str:
    """Return the terms that weigh most in both topics."""
    both = np.minimum(one, other)
    return ", ".join(terms[at] for at in np.argsort(-both, kind="stable")[:5] if both[at] > 0)

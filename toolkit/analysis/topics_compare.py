"""Two topic models side by side: which topics persist, split, merge, vanish or are new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.analysis.topics_align import contrasts, cosines, match
from toolkit.analysis.topics_labels import labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.analysis.topics_model import TopicModel

    Array = NDArray[np.float64]

ALIKE = 0.3  # cosine of contrasts; topics of different subjects lie below 0.1


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
    >>> from toolkit.analysis.topics_model import TopicModel
    >>> texts = ["rain flood river", "flood river water rain", "vote party poll", "party poll vote seat"] * 5
    >>> model = TopicModel(2, method="nmf").fit(texts)
    >>> compare_topics(model, model)["relation"].tolist()
    ['persists', 'persists']
    """
    one, other, terms = _on_shared_terms(first, second)
    likeness = cosines(contrasts(one), contrasts(other))
    linked = likeness >= alike
    partner = match(contrasts(one), contrasts(other))[0]
    names = labels(first.components_, list(first.terms_)), labels(second.components_, list(second.terms_))
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
    return table.astype({"topic": "Int64", "other_topic": "Int64", "label": "str", "other_label": "str"})


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

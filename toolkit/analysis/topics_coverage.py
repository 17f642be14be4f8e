"""Who covers a topic, who was first, and which topics one outlet has to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from toolkit.analysis.topics import Topics


def topic_coverage(found: Topics) -> pd.DataFrame:
    """Return, for each topic, the outlets that have articles on it and the first of them.

    An article covers the topic that is its largest.

    Parameters
    ----------
    found : Topics
        What `toolkit.analysis.topics.topics` returned.

    Returns
    -------
    DataFrame
        Columns `topic, label, n, n_outlets, outlets, coverage, first, first_outlet, n_dated, reason`.
        `coverage` is *alone*, *several* or *none*; `first` the earliest day of publication and
        `first_outlet` who published on it (several are joined by " | "), null where fewer than all
        articles of the topic are dated, for the first may be among the others.
    """
    dates = found.found.corpus.articles.set_index("article_id")["published"]
    own = found.shares[found.shares["largest"]]
    own = own.assign(published=own["article_id"].map(dates[~dates.index.duplicated()]))
    rows = []
    for row in found.topics[["topic", "label"]].to_dict("records"):
        covered = _covered(own[own["topic"] == row["topic"]])
        rows.append({"topic": row["topic"], "label": row["label"], **covered})
    return pd.DataFrame(rows)


def _covered(part: pd.DataFrame) -> dict[str, Any]:
    outlets = sorted(part["outlet"].dropna().unique())
    dated = int(part["published"].notna().sum())
    sure = dated == len(part) and dated > 0
    first = part["published"].min() if sure else pd.NaT
    firsts = sorted(part.loc[part["published"] == first, "outlet"].dropna().unique()) if sure else []
    return {
        "n": len(part),
        "n_outlets": len(outlets),
        "outlets": " | ".join(outlets),
        "coverage": ("none", "alone", "several")[min(len(outlets), 2)],
        "first": first,
        "first_outlet": " | ".join(firsts) or None,
        "n_dated": dated,
        "reason": None if sure else f"{len(part) - dated} of {len(part)} articles have no date",
    }

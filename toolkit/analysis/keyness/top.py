"""A short list out of a keyness table."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from toolkit.lexicons import word_set
from toolkit.results import expect
from toolkit.stats.families import CERTAIN, certainty


def top_terms(table: pd.DataFrame, *, n: int = 8, common: bool = False) -> pd.DataFrame:
    """Return the most certain words of each target, in both directions, each word once.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.keyness.find.keyness`.
    n : int
        Words of each target and direction. Where a direction has none with q under 0.05, its few strongest
        words by log-odds z (half of `n`) are returned: to look at, not to report.
    common : bool
        Whether words such as "because" and "very" may be in the list: the study's ``topic_stopwords``.

    Returns
    -------
    DataFrame
        Rows of the table with `direction` (``more`` | ``less``) and `certainty` (*certain*, *likely* or *seen
        here*: `toolkit.stats.families.certainty`), by target, direction and p. A pair of words is left out
        where one of its words is already listed, and the reverse.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": "Post", "reference": "(others)", "feature": ["rebels", "the rebels"],
    ...     "rate_target": [8.0, 7.0], "rate_reference": 2.0, "log_ratio": [2.0, 1.9], "p": [1e-6, 1e-5],
    ...     "q": [1e-4, 1e-3], "z": [5.0, 4.0]})
    >>> top_terms(rows)[["feature", "direction", "certainty"]].values.tolist()
    [['rebels', 'more', 'certain']]
    """
    expect(table, ["feature", "log_ratio", "q"], "keyness(corpus)")
    stops = _stop_words(table)
    rows = table if common else content_words(table)
    by_rate = rows["rate_target"] - rows["rate_reference"]  # where there is no log ratio
    up = rows["log_ratio"].fillna(by_rate) >= 0
    told = rows["explained_by"] if "explained_by" in rows else [""] * len(rows)
    words = [certainty(q, why) for q, why in zip(rows["q"], told, strict=True)]
    rows = rows.assign(direction=up.map({True: "more", False: "less"}), certainty=words)
    rows = rows.assign(order=-rows["z"].abs()).sort_values(["p", "order"], kind="stable", na_position="last")
    parts = [
        _distinct(part[part["q"] < CERTAIN], n, stops)
        if part["q"].lt(CERTAIN).any()
        else _distinct(part.sort_values("order", kind="stable"), n // 2, stops)
        for _, part in rows.groupby(["target", "reference", "direction"], sort=False)
    ]
    chosen = pd.concat(parts) if parts else rows
    chosen = chosen.assign(down=chosen["direction"] == "less")
    chosen = chosen.sort_values(["target", "reference", "down", "p", "order"], kind="stable")
    return chosen.drop(columns=["order", "down"]).reset_index(drop=True)


def content_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a keyness table whose feature is more than common words such as "because"."""
    stops = _stop_words(table)
    return table[~table["feature"].map(lambda feature: _is_common(feature, stops)).astype("bool")]


def _stop_words(table: pd.DataFrame) -> Collection[str]:
    """Return the stop words of the study a keyness table was made for, else the toolkit's."""
    own = table.attrs.get("stop_words")
    return word_set("topic_stopwords") if own is None else frozenset(own)


def _is_common(feature: str, stops: Collection[str]) -> bool:
    return all(word in stops or len(word) < 2 or word.isdigit() for word in feature.split(" "))


def _distinct(rows: pd.DataFrame, n: int, stops: Collection[str]) -> pd.DataFrame:
    """Return the first rows that share no word but common ones with a row before."""
    seen: set[str] = set()
    kept: list[int] = []
    for place, feature in enumerate(rows["feature"]):
        words = {word for word in feature.split(" ") if not _is_common(word, stops)} or {feature}
        if len(kept) < n and not words & seen:
            kept.append(place)
            seen |= words
    return rows.iloc[kept]

"""A short list out of a keyness table, and its rows in plain words."""

from __future__ import annotations

import math

import pandas as pd

from toolkit.text.wordlists import word_table

CERTAIN = 0.05


def top_terms(table: pd.DataFrame, *, n: int = 8, q: float = CERTAIN, common: bool = False) -> pd.DataFrame:
    """Return the most certain words of each target, in both directions, each word once.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.keyness.keyness`.
    n : int
        Words of each target and direction.
    q : float
        Words are `certain` below this false discovery rate. Where a direction has none, its strongest
        words by log-odds z are returned with `certain` false: to look at, not to report.
    common : bool
        Whether words such as "because" and "very" may stand in the list.

    Returns
    -------
    DataFrame
        Rows of the table with `direction` (``more`` | ``less``) and `certain`, by target, direction
        and p. A pair of words is left out where one of its words is already listed, and the reverse.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": "Post", "reference": "(others)", "feature": ["rebels", "the rebels"],
    ...     "log_ratio": [2.0, 1.9], "p": [1e-6, 1e-5], "q": [1e-4, 1e-3], "z": [5.0, 4.0]})
    >>> top_terms(rows)[["feature", "direction", "certain"]].values.tolist()
    [['rebels', 'more', True]]
    """
    rows = table if common else table[~table["feature"].map(_is_common).astype("bool")]
    rows = rows.assign(
        direction=(rows["log_ratio"] >= 0).map({True: "more", False: "less"}), certain=rows["q"] < q
    )
    rows = rows.assign(order=-rows["z"].abs()).sort_values(["p", "order"], kind="stable", na_position="last")
    parts = [
        _distinct(part[part["certain"]] if part["certain"].any() else part.sort_values("order"), n)
        for _, part in rows.groupby(["target", "reference", "direction"], sort=False)
    ]
    chosen = pd.concat(parts) if parts else rows
    chosen = chosen.assign(down=chosen["direction"] == "less")
    chosen = chosen.sort_values(["target", "reference", "down", "p", "order"], kind="stable")
    return chosen.drop(columns=["order", "down"]).reset_index(drop=True)


def _is_common(feature: str) -> bool:
    words = word_table("topic_stopwords.csv", "word", "kind")
    return all(word in words or len(word) < 2 or word.isdigit() for word in feature.split(" "))


def _distinct(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the first rows that share no word but common ones with a row before."""
    seen: set[str] = set()
    kept: list[int] = []
    for place, feature in enumerate(rows["feature"]):
        words = {word for word in feature.split(" ") if not _is_common(word)} or {feature}
        if len(kept) < n and not words & seen:
            kept.append(place)
            seen |= words
    return rows.iloc[kept]


def in_words(row: pd.Series) -> str:
    """Say what a row of a keyness table found, with its counts and its interval.

    Examples
    --------
    >>> row = pd.Series({"target": "Post", "reference": "(others)", "feature": "rebels", "log_ratio": 2.0,
    ...     "low": 1.0, "high": 3.0, "n_target": 40, "n_reference": 10, "articles_target": 9,
    ...     "size_target": 12, "articles_reference": 6, "size_reference": 30})
    >>> in_words(row)
    'Post uses “rebels” 4.0 times as often as the others (95 % interval 2.0 to 8.0): 40 uses in 9 of
    12 articles, beside 10 uses in 6 of 30.'
    """
    other = "the others" if row["reference"] == "(others)" else str(row["reference"])
    ratio = _times(float(row["log_ratio"]), other)
    interval = ""
    if not math.isnan(row["low"]):
        ends = sorted(2 ** (abs(row["log_ratio"]) + sign * _half(row)) for sign in (-1, 1))
        interval = f" (95 % interval {ends[0]:.1f} to {ends[1]:.1f})"
    if not row["n_target"] or not row["n_reference"]:
        return (
            f"{row['target']} {'never uses' if not row['n_target'] else 'uses'} “{row['feature']}”"
            + _counts(row)
        )
    return f"{row['target']} uses “{row['feature']}” {ratio}{interval}" + _counts(row)


def _half(row: pd.Series) -> float:
    return float(row["high"] - row["low"]) / 2


def _times(log_ratio: float, other: str) -> str:
    if log_ratio >= 0:
        return f"{2**log_ratio:.1f} times as often as {other}"
    return f"{2**-log_ratio:.1f} times less often than {other}"


def _counts(row: pd.Series) -> str:
    return (
        f": {row['n_target']} uses in {row['articles_target']} of {row['size_target']} articles, "
        f"beside {row['n_reference']} uses in {row['articles_reference']} of {row['size_reference']}."
    )

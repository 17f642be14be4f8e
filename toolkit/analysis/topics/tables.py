"""The tables of a fitted topic model: topics, terms, shares of articles, who covers what."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.analysis.topics.alignment import contrasts, cosines
from toolkit.analysis.topics.naming import term_table
from toolkit.analysis.topics.stability import Stability, stability_table
from toolkit.parts import Tables, ranges, run
from toolkit.results import group_column, make, origin
from toolkit.room import joined
from toolkit.stats.families import WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.analysis.topics.model import TopicModel
    from toolkit.analysis.topics.results import Topics

    Array = NDArray[np.float64]


def topic_table(
    components: Array, shares: Array, sure: Stability, labels: list[str], short: Sequence[str | None]
) -> pd.DataFrame:
    """Return one row a topic: its articles, share, stability, and the topic it is most like.

    Columns are those of `stability_table` with `short_label` (from the headlines of its articles), `n`
    (articles whose largest topic it is), `share` (mean over all articles), `nearest` and `likeness` (cosine
    of the two topics, without the words all share).
    """
    table = stability_table(sure, labels)
    largest = largest_topic(shares)
    table.insert(2, "short_label", pd.Series(short, dtype="str"))
    table.insert(3, "n", np.bincount(largest[largest >= 0], minlength=len(labels)))
    table.insert(4, "share", np.nanmean(shares, axis=0))
    if len(labels) < 2:
        return table.assign(nearest=pd.Series([None], dtype="str"), likeness=np.nan)
    alike = cosines(contrasts(components), contrasts(components))
    np.fill_diagonal(alike, -2)
    return table.assign(nearest=[labels[at] for at in alike.argmax(axis=1)], likeness=alike.max(axis=1))


def terms_table(model: TopicModel, labels: list[str], n: int = 10) -> pd.DataFrame:
    """Return the n most distinctive terms of each topic, as they are written, with the topic's label."""
    table = term_table(model.components_, list(model.terms_), n, written=model.written_)
    table.insert(1, "label", [labels[topic - 1] for topic in table["topic"]])
    return table


def share_table(articles: pd.DataFrame, shares: Array, labels: list[str]) -> pd.DataFrame:
    """Return one row an article and topic: `article_id, outlet, topic, label, share, largest, reason`."""
    own = articles[["article_id", "outlet"]]
    parts = (
        {"articles": own.iloc[low:high].reset_index(drop=True), "shares": pd.DataFrame(shares[low:high])}
        for low, high in ranges(len(own))
    )
    return joined(run(_shares_of_part, parts, tuple(labels)))


def _shares_of_part(part: Tables, labels: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of some articles."""
    articles, shares = part["articles"], part["shares"].to_numpy()
    n, k = shares.shape
    row, topic = np.repeat(np.arange(n), k), np.tile(np.arange(k), n)
    table = pd.DataFrame(
        {
            "article_id": articles["article_id"].take(row).array,
            "outlet": articles["outlet"].take(row).array,
            "topic": topic + 1,
            "label": pd.Series(labels, dtype="str").take(topic).array,
            "share": shares.ravel(),
            "largest": (largest_topic(shares)[:, None] == np.arange(k)).ravel(),
        }
    )
    why = pd.Series("no word of the model", table.index, dtype="str")
    return table.assign(reason=why.where(table["share"].isna()))


def largest_topic(shares: Array) -> NDArray[np.intp]:
    """Return the largest topic of each article, counted from 0; -1 for an article without shares.

    Examples
    --------
    >>> largest_topic(np.array([[0.2, 0.8], [np.nan, np.nan]])).tolist()
    [1, -1]
    """
    unknown = np.isnan(shares).any(axis=1)
    return np.where(unknown, -1, np.nan_to_num(shares).argmax(axis=1))


def topic_coverage(found: Topics) -> pd.DataFrame:
    """Return, for each topic, the outlets that have articles on it and the first of them.

    An article covers the topic that is its largest.

    Parameters
    ----------
    found : Topics
        What `toolkit.analysis.topics.find.topics` returned.

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
    known = origin(found.topics)
    return make("topic_coverage", rows, scope=known.scope if known else None)


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


def topic_statements(found: Topics) -> pd.DataFrame:
    """Say in sentences what may be said of the topics and of the groups, and what may not.

    Parameters
    ----------
    found : Topics
        What `toolkit.analysis.topics.find.topics` returned.

    Returns
    -------
    DataFrame
        Columns `may` and `statement`: one row a topic (how stable it is: *firm*, *loose*, *unstable*), a
        finding (*certain*), and a group of which too little is known (*seen here*).
    """
    n = len(found.found.corpus)
    rows = [_of_topic(row, n) for row in found.topics.to_dict("records")]
    table, by = found.differences, group_column(found.differences)
    for row in table[table["finding"].astype(bool)].to_dict("records"):
        more = "more" if row["difference"] > 0 else "less"
        ends = sorted(abs(100 * row[name]) for name in ("low", "high"))
        words = (
            f"{row[by]} writes {more} about “{row['label']}” than {_rest(table[by], row[by])} in these "
            "articles: "
            f"{abs(100 * row['difference']):.0f} points of share ({_reach(*ends)})."
        )
        rows.append((WORDS[0], words))
    others = {group: _rest(table[by], group) for group in table[by].unique()}
    rows += [_of_group(str(group), part, others[group]) for group, part in table.groupby(by, sort=True)]
    return make("topic_statements", pd.DataFrame(rows, columns=["may", "statement"]))


def _rest(groups: pd.Series, group: object) -> str:
    """Return whom a group is compared with: the one other by its name.

    Examples
    --------
    >>> _rest(pd.Series(["Herald", "Post"]), "Post"), _rest(pd.Series(["Herald", "Post", "Times"]), "Post")
    ('Herald', 'the others')
    """
    rest = sorted({str(name) for name in groups} - {str(group)})
    return rest[0] if len(rest) == 1 else "the others"


def _reach(low: float, high: float) -> str:
    """Return the ends of an interval with decimals that tell them apart and from none.

    Examples
    --------
    >>> _reach(0.4, 20.3), _reach(5.2, 20.3)
    ('0.4 to 20.3', '5 to 20')
    """
    shown = [f"{end:.0f}" for end in (low, high)]
    return " to ".join(shown if shown[0] != "0" and shown[0] != shown[1] else [f"{low:.1f}", f"{high:.1f}"])


def _of_topic(row: dict[Hashable, Any], n: int) -> tuple[str, str]:
    if row["verdict"] == "unstable":
        return row["verdict"], f"“{row['label']}” cannot be treated as a topic: {row['reason']}."
    kept = f"{10 * row['stability']:.0f} of its ten heaviest words stay when one article in five is left out"
    words = f"{row['n']} of {n} articles are mostly about “{row['label']}”; {kept}"
    if row["verdict"] == "loose":
        return row["verdict"], f"{words}, but in some draws fewer than half: a direction, not a category."
    return row["verdict"], f"{words}."


def _of_group(group: str, part: pd.DataFrame, others: str) -> tuple[str, str]:
    n, known = int(part["n"].iloc[0]), part[part["low"].notna()]
    if known.empty:
        why = f"{part['reason'].iloc[-1]} ({n} here)"
        return WORDS[2], f"Nothing can be said about {group} compared with {others}: {why}."
    unsure = known[~known["finding"].astype(bool)]
    if unsure.empty:
        return WORDS[0], f"Every topic that can be compared tells {group} from {others}."
    reach = 100 * float(np.maximum(-unsure["low"], unsure["high"]).max())
    about = " and ".join(f"“{label}”" for label in unsure["label"])
    about = about if len(unsure) <= 2 else f"{len(unsure)} topics"
    return WORDS[2], (
        f"Whether {group} writes more or less than {others} about {about} is open: its {n} articles leave "
        f"room for a difference of up to {reach:.0f} points."
    )

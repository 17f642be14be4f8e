"""What a corpus covers: articles by outlet and month, what was left out, files that overlap, stories."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import SURE, stories
from toolkit.results import make


def coverage(corpus: Corpus, by: str = "outlet") -> pd.DataFrame:
    """Count articles by group and month.

    Parameters
    ----------
    corpus : Corpus
    by : str
        A column of the articles.

    Returns
    -------
    DataFrame
        The column, ``month`` (as 2024-06; null for articles without a date) and ``n`` articles.

    Raises
    ------
    TableError
        If there is no such column.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"outlet": "Post", "published": ["2024-06-03", None], "text": "Sun."})
    >>> coverage(Corpus(conform(frame, "articles")))[["month", "n"]].values.tolist()
    [['2024-06', 1], [nan, 1]]
    """
    counts = pd.DataFrame({"group": corpus.column(by), "month": month_of(corpus)})
    table = counts.value_counts(dropna=False, sort=False).rename("n").reset_index()
    return make("coverage", table.sort_values(["group", "month"]), by=by)


def month_of(corpus: Corpus) -> pd.Series:
    """Return the month of publication of each article, as 2024-06; null where there is no date."""
    return pd.Series(corpus.articles["published"].dt.strftime("%Y-%m"), dtype="str")


def left_out(corpus: Corpus) -> pd.DataFrame:
    """Count the articles that are not analysed, by outlet, step and reason.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Sun.", "Rain."]}), "articles"))
    >>> left_out(corpus.filter(text="Sun."))[["stage", "reason", "n"]].values.tolist()
    [['filter', 'text is not Sun.', 1]]
    """
    reason = corpus.dropped["reason"].str.replace(r" \(.*\)$", "", regex=True)
    counts = corpus.dropped.assign(reason=reason)[["outlet", "stage", "reason"]].value_counts(dropna=False)
    order = ["outlet", "stage", "n", "reason"]
    table = counts.rename("n").reset_index()
    return make("left_out", table.sort_values(order, ascending=[True, True, False, True]))


def file_overlap(corpus: Corpus) -> pd.DataFrame:
    """List pairs of files of one outlet that hold the same articles.

    Parameters
    ----------
    corpus : Corpus
        A prepared corpus: its repeats are in `dropped`.

    Returns
    -------
    DataFrame
        ``file_a`` (most of the copies kept occur in it), ``file_b``, ``shared`` articles, ``n_a`` and
        ``n_b`` articles of either file, and ``share_b``, the part of the second file that is in the first.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> file_overlap(Corpus(conform(pd.DataFrame({"text": ["Sun."]}), "articles"))).shape
    (0, 6)
    """
    repeats = corpus.dropped["stage"] == "duplicates"
    named = ["article_id", "file"]
    standing = pd.concat([corpus.articles[named], corpus.dropped.loc[~repeats, named]])
    files = pd.concat([corpus.articles["file"], corpus.dropped["file"]]).value_counts()
    place = standing.dropna().drop_duplicates("article_id").set_index("article_id")["file"]
    pairs = pd.DataFrame(
        {
            "file_a": corpus.dropped.loc[repeats, "kept_id"].map(place),
            "file_b": corpus.dropped.loc[repeats, "file"],
        }
    )
    pairs = pairs[pairs["file_a"] != pairs["file_b"]].dropna()
    table = pairs.value_counts().rename("shared").reset_index()
    either = ["\n".join(sorted(pair)) for pair in zip(table["file_a"], table["file_b"], strict=True)]
    table["shared"] = table["shared"].groupby(either).transform("sum")
    table = table[~pd.Series(either, index=table.index, dtype="str").duplicated()].copy()
    for side in ("a", "b"):
        table[f"n_{side}"] = table[f"file_{side}"].map(files).astype("int64")
    table = table.assign(share_b=table["shared"] / table["n_b"])
    table = table.sort_values(["shared", "file_a", "file_b"], ascending=[False, True, True])
    return make("file_overlap", table)


def story_coverage(corpus: Corpus) -> pd.DataFrame:
    """Count, for each outlet, the stories it reports alone, with several others, and with all.

    Returns
    -------
    DataFrame
        ``outlet``, ``stories`` it reports, of them ``only_here``, ``unsure`` (in other outlets too, with
        a confidence under 0.5), ``several`` (some outlets, not all) and ``all`` (every outlet of the
        corpus).

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"outlet": ["Post", "Herald"], "text": ["Sun.", "Rain."]})
    >>> story_coverage(Corpus(conform(frame, "articles"))).values.tolist()
    [['Herald', 1, 1, 0, 0, 0], ['Post', 1, 1, 0, 0, 0]]
    """
    found = stories(corpus)
    guessed = (found["coverage"] != "only") & (found["confidence"] < SURE)
    told = found.assign(coverage=found["coverage"].mask(guessed, "unsure")).explode("outlets")
    counts = pd.crosstab(told["outlets"], told["coverage"])
    kinds = {"only": "only_here", "unsure": "unsure", "several": "several", "all": "all"}
    table = counts.reindex(columns=list(kinds), fill_value=0).rename(columns=kinds)
    table.insert(0, "stories", table.sum(axis=1))
    return make("story_coverage", table.rename_axis(index="outlet", columns=None).reset_index())

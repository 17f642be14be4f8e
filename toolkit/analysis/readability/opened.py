"""What opens the counts of the tables about readability: the articles behind a row."""

from __future__ import annotations

import pandas as pd

from toolkit.analysis.readability.lede import profile
from toolkit.analysis.readability.scores import readability
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.opened import named
from toolkit.results import group_column, opens, scope_of
from toolkit.text.languages import of_main_language


@opens("readability_groups", "readability_pairs")
@copies_settled
def open_groups(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles whose scores a mean or a difference was made of."""
    scope = scope_of(row)
    scores = readability(corpus, measures=[str(row["measure"])], counting=scope.get("counting"))
    used = scores["n_words"].ge(scope["min_words"]) & scores["estimate"].notna() & of_main_language(corpus)
    by = group_column(row)
    ends = {"target": ["a"], "reference": ["b"], "both": ["a", "b"]}[side]
    wanted = [str(row[by])] if by in row else [str(row[end]) for end in ends]
    own = corpus.articles.loc[corpus.column(by).astype("str").isin(wanted), "article_id"]
    return named(corpus, scores.loc[used & scores["article_id"].isin(own), "article_id"])


@opens("readability_flags")
@copies_settled
def open_flag(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles that carry a flag."""
    scores = readability(corpus)
    flagged = scores["flags"].str.contains(str(row["flag"])) & scores["outlet"].eq(row["outlet"])
    return named(corpus, scores.loc[flagged, "article_id"])


@opens("agreement")
@copies_settled
def open_agreement(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles that have a score in every measure compared."""
    scores = readability(corpus)
    scores = scores[of_main_language(corpus).repeat(len(scores) // max(len(corpus), 1))]
    wide = scores.pivot_table("estimate", "article_id", "measure", sort=False, dropna=False)
    scored = wide.dropna(axis=1, how="all").dropna()
    return named(corpus, scored.index.tolist())


@opens("lede")
@copies_settled
def open_parts(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles long enough to be cut into parts."""
    table = profile(corpus, **scope_of(row))
    mine = table["outlet"].eq(row["outlet"]) & table["part"].eq(row["part"]) & table["estimate"].notna()
    return named(corpus, table.loc[mine, "article_id"])

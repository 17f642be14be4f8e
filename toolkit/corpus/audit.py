"""The audit of what was read: what each file held, what was kept, what is missing or doubtful."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.results import make

DOUBTFUL = 0.8  # confidence below which a boundary is worth a look
NAMED = 3  # files whose names a sentence gives; `audit` has them all
FIELDS = {"without_title": "title", "without_author": "authors", "without_date": "published"}


def audit(corpus: Corpus) -> pd.DataFrame:
    """Return one row a file: what of it was kept, what was furniture, and what is missing.

    Articles dropped since they were read are counted too, as far as the corpus still knows them.

    Returns
    -------
    DataFrame
        ``file``, ``outlet``, ``n_articles`` found, ``n_analysed`` of them, ``n_characters`` of the
        decoded file, the shares of it that are running text (``share_text``), other labelled lines
        (``share_fields``: titles, dates, captions ...), ``share_furniture`` and ``share_blank``;
        ``without_title``, ``without_author``, ``without_date``, ``cut`` (analysed articles that break off),
        ``notes`` (what is odd about the file, such as that no article was found in it) and ``doubtful``
        (analysed articles whose boundaries have a confidence under 0.8). Shares are null for tables.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> list(audit(load_corpus()).columns)[-1]
    'doubtful'
    """
    shares = _shares(corpus.blocks)
    files = corpus.files[["file", "outlet", "n_articles", "notes"]]
    rows = files.merge(shares, on="file", how="left")
    articles = corpus.articles
    counted = {"n_analysed": articles.groupby("file").size()}
    missing = articles["title"].isna(), articles["authors"].map(len) == 0, articles["published"].isna()
    for name, mask in zip(FIELDS, missing, strict=True):
        counted[name] = articles[mask].groupby("file").size()
    counted["cut"] = articles[_is_cut(articles)].groupby("file").size()
    counted["doubtful"] = articles[articles["confidence"] < DOUBTFUL].groupby("file").size()
    for name, counts in counted.items():
        rows[name] = rows["file"].map(counts).fillna(0).astype("Int64")
    return make("audit", rows)


def remarks(corpus: Corpus) -> list[str]:
    """Return what is odd about the pages that were read, in sentences: none found, cut, hidden, garbled.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> remarks(load_corpus())
    []
    """
    files, articles = corpus.files, corpus.articles
    noted, names = files["notes"].fillna(""), files["file"]
    told = [
        (names[noted.str.contains("no article found", regex=False)], "in {} no article was found"),
        (articles["file"][_is_cut(articles)], "in {} an article breaks off"),
        (names[noted.str.contains("hidden text", regex=False)], "in {} hidden text was left out"),
        (names[noted.str.contains("garbled", regex=False)], "in {} characters are garbled"),
    ]
    return [sentence.format(_named(found.unique().tolist())) for found, sentence in told if len(found)]


def _named(files: Sequence[str]) -> str:
    """Return how many files there are, with the names of the first."""
    shown = ", ".join(files[:NAMED]) + (" ..." if len(files) > NAMED else "")
    return f"{len(files):,} file{'s' if len(files) > 1 else ''} ({shown})"


def _is_cut(articles: pd.DataFrame) -> pd.Series:
    return articles["truncated"].astype("boolean").fillna(False).astype(bool)


def doubtful(corpus: Corpus) -> pd.DataFrame:
    """Return the articles whose boundaries are worth a look, least certain first.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``file``, ``start``, ``confidence``.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> list(doubtful(load_corpus()).columns)[-1]
    'confidence'
    """
    columns = ["article_id", "outlet", "title", "file", "start", "confidence"]
    found = corpus.articles[corpus.articles["confidence"] < DOUBTFUL]
    return make("doubtful", found.sort_values(["confidence", "file", "start"])[columns])


def _shares(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of each file's characters by kind of label."""
    kinds = blocks["label"].map({"furniture": "furniture", "blank": "blank"}).fillna("fields")
    kinds = kinds.mask(blocks["text_start"].notna(), "text")
    sizes = (blocks["end"] - blocks["start"]).astype("int64")
    table = sizes.groupby([blocks["file"], kinds]).sum().unstack(fill_value=0)
    total = table.sum(axis=1)
    made = pd.DataFrame({"n_characters": total.astype("Int64")})
    for kind in ("text", "fields", "furniture", "blank"):
        made[f"share_{kind}"] = table.get(kind, 0) / total
    return made.rename_axis("file").reset_index()

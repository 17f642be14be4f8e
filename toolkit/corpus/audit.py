"""The audit of what was read: what each file held, what was kept, what is missing or doubtful."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.results import make

DOUBTFUL = 0.8  # confidence below which a boundary is worth a look
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
        ``without_title``, ``without_author``, ``without_date`` (analysed articles) and ``doubtful``
        (analysed articles whose boundaries have a confidence under 0.8). Shares are null for tables.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> list(audit(load_corpus()).columns)[-1]
    'doubtful'
    """
    shares = _shares(corpus.blocks)
    rows = corpus.files[["file", "outlet", "n_articles"]].merge(shares, on="file", how="left")
    articles = corpus.articles
    counted = {"n_analysed": articles.groupby("file").size()}
    missing = articles["title"].isna(), articles["authors"].map(len) == 0, articles["published"].isna()
    for name, mask in zip(FIELDS, missing, strict=True):
        counted[name] = articles[mask].groupby("file").size()
    counted["doubtful"] = articles[articles["confidence"] < DOUBTFUL].groupby("file").size()
    for name, counts in counted.items():
        rows[name] = rows["file"].map(counts).fillna(0).astype("Int64")
    return make("audit", rows)


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

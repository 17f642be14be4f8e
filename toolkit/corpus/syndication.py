"""The same text in several outlets: which articles belong together, and where the text likely comes from.

Copies across outlets are facts about the outlets, so both rows stay. They are linked, and every analysis
says how it takes them: once, each, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.duplicates import clusters, completeness, pairs_of
from toolkit.corpus.origins import Origin, likely_origin, members_of
from toolkit.errors import SettingsError, nearest
from toolkit.results import expect, make
from toolkit.settings import Syndicated

COPIED = 0.7  # least share of an article's words that occur in another outlet's for it to be a copy

COLUMNS = (
    "article_id",
    "outlet",
    "title",
    "published",
    "original_id",
    "original_outlet",
    "source",
    "relation",
    "share",
    "certainty",
    "reason",
)
TOLD = ("article_id", "outlet", "title", "published")
ORIGINS = (*TOLD, "credit", "credit_kind", "text")
LINKS = ("syndicated_id", "syndicated_from", "syndicated_reason")


def syndication(corpus: Corpus, pairs: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find texts that several outlets carry, and name the likely original of each.

    Parameters
    ----------
    corpus : Corpus
    pairs : DataFrame, optional
        What `toolkit.corpus.duplicates.pairs_of` returned for this corpus, if it is at hand.

    Returns
    -------
    DataFrame
        One row an article whose text another outlet carries too, originals included. ``original_id``
        and ``original_outlet``: the article that stands for the text. ``source``: the outlet, agency
        or site it likely comes from, null where nothing tells. ``share``: share of the article's words
        that occur in the fullest article of the group, 1 for that one. ``certainty``: *stated* (a
        credit line says so), *inferred* (agency wording, or the earliest date), *unknown* (the fullest
        text stands for the others). ``reason``: the same in words.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "The river rose by two metres in the night and the only bridge was closed to traffic."
    >>> frame = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", "Herald"], "text": text})
    >>> found = syndication(Corpus(conform(frame.assign(credit=["Herald", None]), "articles")))
    >>> found[["outlet", "original_outlet", "certainty", "reason"]].values.tolist()[0]
    ['Post', 'Herald', 'stated', 'Post credits Herald']
    """
    articles = corpus.articles
    found = pairs_of(corpus) if pairs is None else pairs
    shares = found[["share_a", "share_b"]].max(axis=1)
    joined = clusters(articles, found[~found["same_outlet"] & (shares >= COPIED)])
    carried = np.unique(joined[["row", "kept_row"]].to_numpy(dtype=np.int64))
    some = articles[[name for name in ORIGINS if name in articles]].iloc[carried].reset_index(drop=True)
    members, told = members_of(some), some[[*TOLD]].to_dict("records")
    groups: dict[int, list[tuple[int, str, float]]] = {}
    for row, kept, name, share in joined.itertuples(index=False, name=None):
        groups.setdefault(kept, [(kept, "copy", 1.0)]).append((row, name, share))
    rows: list[dict[str, object]] = []
    for _, group in sorted(groups.items()):
        places = np.searchsorted(carried, [row for row, _, _ in group]).tolist()
        known = [(place, name, share) for place, (_, name, share) in zip(places, group, strict=True)]
        rows += _described(told, known, likely_origin([members[place] for place in places]))
    return make("syndication", pd.DataFrame(rows, columns=list(COLUMNS)))


def link_syndicated(corpus: Corpus, pairs: pd.DataFrame | None = None) -> Corpus:
    """Return the corpus with its articles linked to the likely originals of their texts.

    Adds ``syndicated_id`` (the article that stands for the text, on the original too; null for a text
    that one outlet alone carries), ``syndicated_from`` (outlet, agency or site) and
    ``syndicated_reason``.
    """
    found = syndication(corpus, pairs).drop_duplicates("article_id").set_index("article_id")
    ids = corpus.articles["article_id"]
    values = (found["original_id"], found["source"], found["reason"])
    columns = {name: ids.map(value).astype("str") for name, value in zip(LINKS, values, strict=True)}
    return replace(corpus, articles=corpus.articles.assign(**columns))


def resolve_syndication(corpus: Corpus, syndicated: Syndicated | None = None) -> Corpus:
    """Return the articles an analysis counts, given how it takes texts that several outlets carry.

    Parameters
    ----------
    corpus : Corpus
    syndicated : {"count_once", "keep", "drop"}, optional
        *count_once*: of each such text the likely original, or the fullest of the copies at hand;
        *keep*: every copy, as its outlet's choice; *drop*: none, but for an original that is its
        outlet's own. The settings decide where it is left out.

    Returns
    -------
    Corpus
        Its settings say what was chosen, so that the analyses take it as it is.

    Raises
    ------
    SettingsError
        If it is something else.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "The river rose by two metres in the night and the only bridge was closed to traffic."
    >>> frame = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", "Herald"], "text": text})
    >>> corpus = link_syndicated(Corpus(conform(frame.assign(credit=["Herald", None]), "articles")))
    >>> resolve_syndication(corpus).articles["outlet"].tolist(), len(resolve_syndication(corpus, "keep"))
    (['Herald'], 2)
    """
    how = corpus.settings.corpus.syndicated if syndicated is None else syndicated
    if how not in ("count_once", "keep", "drop"):
        raise SettingsError(f"syndicated is {how!r}; {nearest(how, ('count_once', 'keep', 'drop'))}")
    if how != corpus.settings.corpus.syndicated:
        chosen = replace(corpus.settings.corpus, syndicated=how)
        corpus = replace(corpus, settings=replace(corpus.settings, corpus=chosen))
    if how == "keep":
        return corpus
    linked = corpus if LINKS[0] in corpus.articles else link_syndicated(corpus)
    articles = linked.articles
    group = articles["syndicated_id"]
    original = group == articles["article_id"]
    if how == "drop":
        own = group.isna() | (original & (articles["syndicated_from"] == articles["outlet"]))
        reason = "carried by several outlets: " + articles["syndicated_reason"].fillna("source unknown")
        return linked if own.all() else linked.where(own, stage="syndication", reason=reason)
    if not group.dropna().duplicated().any():
        return linked
    stands = _standing(articles, group, original)
    reason = "counted once: " + articles["syndicated_reason"].fillna("same text in several outlets")
    kept = group.map(articles["article_id"][stands & group.notna()].set_axis(group[stands & group.notna()]))
    return linked.where(stands, stage="syndication", reason=reason, kept_id=kept)


def _standing(articles: pd.DataFrame, group: pd.Series, original: pd.Series) -> pd.Series:
    """Mark the article that stands for each group: its original, or the fullest where that is gone."""
    order = articles.index[completeness(articles)]
    ranked = pd.DataFrame({"group": group, "later": ~original}).loc[order]
    ranked = ranked.dropna(subset="group").sort_values("later", kind="stable")
    firsts = ranked.drop_duplicates("group").index
    return group.isna() | pd.Series(articles.index.isin(firsts), index=articles.index)


def _described(
    articles: Sequence[Mapping[Any, Any]], known: list[tuple[int, str, float]], origin: Origin
) -> list[dict[str, object]]:
    """Return the rows of one group."""
    original = articles[origin.row]
    shared = {
        "original_id": original["article_id"],
        "original_outlet": original["outlet"],
        "source": origin.source,
        "certainty": origin.certainty,
        "reason": origin.reason,
    }
    return [
        {
            **articles[row],
            **shared,
            "relation": "original" if row == origin.row else name,
            "share": share,
        }
        for row, name, share in known
    ]


def who_copies(found: pd.DataFrame) -> pd.DataFrame:
    """Count who carries whose texts.

    Parameters
    ----------
    found : DataFrame
        What `syndication` returned.

    Returns
    -------
    DataFrame
        ``source`` (outlet, agency or site; null where unknown), ``outlet`` that carries it, ``n``
        articles, ``stated`` of them by a credit line, and ``share``, the mean share of shared words.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> who_copies(syndication(Corpus(conform(pd.DataFrame({"text": []}), "articles")))).shape
    (0, 5)
    """
    expect(found, COLUMNS, "syndication(corpus)")
    copies = carriers(found)
    groups = copies.assign(stated=copies["certainty"] == "stated").groupby(["source", "outlet"], dropna=False)
    table = groups.agg(n=("article_id", "size"), stated=("stated", "sum"), share=("share", "mean"))
    table = table.reset_index().sort_values(["n", "source", "outlet"], ascending=[False, True, True])
    return make("who_copies", table)


def carriers(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `syndication` whose outlet did not write the text."""
    copies = found[(found["outlet"] != found["source"].fillna("")) & (found["relation"] != "original")]
    agency = found[(found["relation"] == "original") & found["source"].notna()]
    return pd.concat([copies, agency[agency["outlet"] != agency["source"]]])

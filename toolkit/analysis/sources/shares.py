"""Who gets to speak in each outlet: shares of quotations and of quoted words, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.analysis.strata import Strata, beside_others, told
from toolkit.corpus.clusters import clusters_in
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.results import expect, group_column, make, origin
from toolkit.settings import LEAST
from toolkit.stats.clusters import Sums, too_few
from toolkit.stats.shares import share_of_sums
from toolkit.text.languages import OTHER_LANGUAGE

UNKNOWN, NOBODY, FOREIGN = "(not known)", "(no speaker found)", "(not in English)"
# Not known: a speaker of no known kind, a "they" that stands for nobody named.
UNTOLD = (UNKNOWN, NOBODY, FOREIGN)
SPOKEN = ("direct", "mixed")
TABLES = {"speaker_id": "speakers", "source_type": "source_types"}  # kinds of tables, by what is counted
_FEW_VALUES = 40  # up to so many values every group has a row for each, also where it is zero


def sources(
    quotes: pd.DataFrame,
    *,
    by: str = "outlet",
    of: str = "speaker_id",
    top: int | None = None,
    kinds: Sequence[str] = SPOKEN,
    least: int | None = None,
    strata: Strata | None = None,
) -> pd.DataFrame:
    """Return the share of quotations and of quoted words by speaker, by type of source, or by verb.

    Parameters
    ----------
    quotes : DataFrame
        From `toolkit.analysis.quotes.find.quotes`; further columns may be joined for `by`.
    by : str
        Column of the groups that are compared.
    of : str
        Column that is counted: ``speaker_id``, ``source_type``, ``anonymous``, ``verb_class``, ``lemma``.
        Quotations without a value count as ``(no speaker found)``, as ``(not known)`` where there is a
        speaker, as ``(not in English)`` where speakers are not sought, so that shares are of all quotations.
    top : int, optional
        Keep the values with most quotations over all groups; shares stay those of all quotations.
    kinds : sequence of str
        Kinds of quotations that are counted.
    least : int, optional
        Fewer articles with quotations have no interval; by default ``[comparison] min_articles`` of the
        corpus the quotations are from.
    strata : Strata, optional
        From `toolkit.analysis.strata.strata_of`: adds `adjusted`, the share of quotations less that of all
        other groups with subject, time and length held equal, with its interval, and `explained_by`.

    Returns
    -------
    DataFrame
        One row a group and value: ``quotes``, ``words`` (counts), ``articles`` (with that value), ``n``
        (articles with any quotation in the group), ``share``, ``low``, ``high`` (of quotations),
        ``share_words``, ``low_words``, ``high_words`` and ``reason`` where an interval is undefined.
        Higher is more room. Intervals of 95 % (`toolkit.stats.shares.share_of_sums`), clustered by story
        where the quotations have a ``story_id``, else by article, and by outlet where a group holds several.

    Raises
    ------
    TableError
        If there is no such column.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a", "b"], "outlet": "Herald", "kind": "direct",
    ...     "speaker_id": ["Asif", "Asif", "police"], "n_words": [9, 3, 8]})
    >>> sources(table)[["value", "quotes", "n", "share", "share_words"]].round(2).values.tolist()
    [['Asif', 2, 2, 0.67, 0.6], ['police', 1, 2, 0.33, 0.4]]
    """
    counted = spoken(quotes, kinds, (by, of))
    known = counted["value"].value_counts()
    kept = set(known.index[:top]) if top else set(known.index)
    counted = counted.assign(cluster=_clusters(counted))
    whole = _cells(counted, ["group", "cluster"])
    cells = _cells(counted, ["group", "cluster", "value"])
    cells = cells.merge(whole, on=["group", "cluster"], suffixes=("", "_all"))
    by_group = {str(group): part for group, part in whole.groupby("group")}
    shown = cells[cells["value"].isin(kept)]
    parts = {(str(keys[0]), str(keys[1])): part for keys, part in shown.groupby(["group", "value"])}
    if len(kept) <= _FEW_VALUES:  # an outlet that never quotes somebody gets its row, with an upper bound
        absent = {(group, str(value)): cells.head(0) for group in by_group for value in kept}
        parts = absent | parts
    table = _shares(parts, by_group, fewest(quotes, least)).assign(of=of)
    if strata is not None and len(table):
        held = _held_equal(counted, counted[counted["value"].isin(kept)], strata, by)
        table = table.merge(held, on=["group", "value"], how="left")
        table = told(table.assign(cause=table["cause"].fillna("")))
    ordered = table.sort_values(["group", "quotes", "value"], ascending=[True, False, True])
    scope = {"by": by, "of": of, "kinds": list(kinds)}
    return make(TABLES.get(of, "sources"), ordered, by=by, scope=scope, note=noted(quotes))


def _clusters(counted: pd.DataFrame) -> np.ndarray:
    """Return the cluster of each quotation: its article or story, or its outlet where a group has several."""
    articles = counted.drop_duplicates(["group", "article_id"])
    codes = pd.Series(clusters_in(articles, articles["group"]), index=_keys(articles))
    return codes.reindex(_keys(counted)).to_numpy()


def _keys(table: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[["group", "article_id"]])


def _cells(counted: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return quotations (`size`), their words (`sum`) and articles by some keys."""
    named = {"size": ("n_words", "size"), "sum": ("n_words", "sum"), "articles": ("article_id", "nunique")}
    return counted.groupby(keys, sort=False).agg(**named).reset_index()


_COLUMNS = (
    *("group", "value", "quotes", "words", "articles", "n", "share", "low", "high", "df"),
    *("share_words", "low_words", "high_words", "reason"),
)


def spoken(quotes: pd.DataFrame, kinds: Sequence[str], columns: tuple[str, str]) -> pd.DataFrame:
    """Return the quotations of the given kinds, with the columns ``group`` and ``value``.

    Raises
    ------
    TableError
        If a column is missing.
    """
    expect(quotes, [], "quotes(corpus)")
    for name in ("article_id", "kind", "n_words", *columns):
        if name not in quotes:
            raise TableError(f"the quotes have no column '{name}'; {nearest(name, map(str, quotes.columns))}")
    chosen = quotes[quotes["kind"].isin(list(kinds))]
    value = chosen[columns[1]].astype("object").where(chosen[columns[1]].notna(), UNKNOWN).map(str)
    if "speaker" in chosen:
        value = value.mask((value == UNKNOWN) & chosen["speaker"].isna(), NOBODY)
    if "rule" in chosen:
        value = value.mask(chosen["rule"].eq(OTHER_LANGUAGE).fillna(False).astype("bool"), FOREIGN)
    return chosen.assign(group=chosen[columns[0]].map(str), value=value)


def noted(quotes: pd.DataFrame) -> str:
    """Return what quotations say of themselves: how many articles are in another language."""
    known = origin(quotes)
    return known.note if known else ""


def fewest(quotes: pd.DataFrame, least: int | None = None) -> int:
    """Return the fewest articles of an interval: as asked for, or as set where the quotations were found."""
    return int(quotes.attrs.get("min_articles", LEAST)) if least is None else least


def _shares(
    parts: dict[tuple[str, str], pd.DataFrame], by_group: dict[str, pd.DataFrame], least: int
) -> pd.DataFrame:
    """Return a row for each group and value; `by_group` has all articles of each group."""
    made: dict[str, object] = {
        "group": [group for group, _ in parts],
        "value": [value for _, value in parts],
        "quotes": [int(part["size"].sum()) for part in parts.values()],
        "words": [int(part["sum"].sum()) for part in parts.values()],
        "articles": [int(part["articles"].sum()) for part in parts.values()],
    }
    for name, suffix in (("size", ""), ("sum", "_words")):
        each = [_sums(part, by_group[group], name) for (group, _), part in parts.items()]
        sums = Sums(*np.array(each, dtype=np.float64).reshape(-1, len(Sums._fields)).T)
        share, low, high = share_of_sums(sums)
        why = f"fewer than {least} articles with quotations"
        reasons = [
            why if n < least else too_few(effective, least)
            for n, effective in zip(sums.n, sums.effective, strict=True)
        ]
        few = np.array([reason is not None for reason in reasons], dtype=bool)
        made |= {f"share{suffix}": share, f"low{suffix}": np.where(few, np.nan, low)}
        made |= {f"high{suffix}": np.where(few, np.nan, high)}
        if name == "size":
            df = np.where(few, np.nan, sums.effective - 1)
            made |= {"n": sums.n.astype("int64"), "df": df, "reason": reasons}
    return pd.DataFrame(made, columns=list(_COLUMNS))


def _held_equal(counted: pd.DataFrame, shown: pd.DataFrame, strata: Strata, by: str) -> pd.DataFrame:
    """Return what is left of the differences in shares of quotations, like with like."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

    keys = ["group", "article_id"]
    articles = counted.groupby(keys, sort=True).agg(all=("n_words", "size"), cluster=("cluster", "first"))
    articles = articles.reset_index()
    values = sorted(shown["value"].unique())
    row = _keys(articles).get_indexer(_keys(shown))
    column = pd.Index(values).get_indexer(shown["value"])
    shape = (len(articles), len(values))
    uses = csr_matrix((np.ones(len(shown)), (row, column)), shape=shape)
    group, names = pd.factorize(articles["group"], sort=True)
    held = beside_others(
        strata.of(articles["article_id"], by),
        (list(names), group),
        uses,
        articles["all"].to_numpy(dtype=np.float64),
        clusters=articles["cluster"].to_numpy(),
    )
    return held.assign(group=np.repeat(names, len(values)), value=np.tile(values, len(names)))


def _sums(part: pd.DataFrame, whole: pd.DataFrame, name: str) -> Sums:
    """Return the sums of a value's part of each cluster's quotations (or quoted words), and of the whole."""
    y, m = part[name].to_numpy(dtype=float), part[f"{name}_all"].to_numpy(dtype=float)
    everything = whole[name].to_numpy(dtype=float)
    sums = y.sum(), everything.sum(), (y**2).sum(), (y * m).sum(), (everything**2).sum()
    return Sums(int(whole.loc[everything > 0, "articles"].sum()), *map(float, sums))


def attribution(quotes: pd.DataFrame, *, by: str = "outlet", kinds: Sequence[str] = SPOKEN) -> pd.DataFrame:
    """Return how many quotations of each group have no speaker, or one who is not known by name or role.

    Returns
    -------
    DataFrame
        One row a group: ``n`` articles with a quotation, ``quotes``, ``nobody`` (no speaker found),
        ``unresolved`` (a "he" or "they" that could not be joined to anybody), ``foreign`` (in a text that is
        not in English, where speakers are not sought), and ``share``: that of all three in the quotations;
        lower is better.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": "a", "outlet": "Herald", "kind": "direct", "n_words": 5,
    ...     "speaker": ["Asif", "he", None, None], "speaker_id": ["Asif", None, None, None]})
    >>> attribution(table).values.tolist()
    [['Herald', 1, 4, 2, 1, 0, 0.75]]
    """
    told = spoken(quotes, kinds, (by, "speaker_id"))
    marks = {"nobody": NOBODY, "unresolved": UNKNOWN, "foreign": FOREIGN}
    told = told.assign(**{name: told["value"] == value for name, value in marks.items()})
    made = told.groupby("group").agg(
        n=("article_id", "nunique"),
        quotes=("value", "size"),
        nobody=("nobody", "sum"),
        unresolved=("unresolved", "sum"),
        foreign=("foreign", "sum"),
    )
    made["share"] = made[list(marks)].sum(axis=1) / made["quotes"]
    scope = {"by": by, "kinds": list(kinds)}
    return make("attribution", made.reset_index(), by=by, scope=scope, note=noted(quotes))


def quotes_behind(quotes: pd.DataFrame, row: pd.Series, *, kinds: Sequence[str] = SPOKEN) -> pd.DataFrame:
    """Return exactly the quotations that a row of `sources` counts.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "outlet": "Herald", "kind": "direct",
    ...     "speaker_id": ["Asif", None], "n_words": [9, 8]})
    >>> [len(quotes_behind(table, row)) for _, row in sources(table).iterrows()]
    [1, 1]
    """
    by = group_column(row)
    counted = spoken(quotes, kinds, (by, str(row["of"])))
    chosen = counted[(counted["group"] == row[by]) & (counted["value"] == row["value"])]
    behind: pd.DataFrame = chosen.drop(columns=["group", "value"]).reset_index(drop=True)
    return behind


def quote_evidence(corpus: Corpus, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return the passage around each quotation, one row a quotation, with the quotation's place in it.

    Parameters
    ----------
    corpus : Corpus
        The articles the quotations were found in.
    quotes : DataFrame
        Rows of `toolkit.analysis.quotes.find.quotes`, for example from `quotes_behind`.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``published``, ``title``, ``speaker``, ``kind``, ``text`` (the paragraph),
        ``match_start`` and ``match_end`` in it, and ``start`` of the passage in the article's text.
    """
    articles = corpus.articles.set_index("article_id")
    rows = []
    for quote in quotes.itertuples(index=False):
        article = articles.loc[str(quote.article_id)]
        text, at, end = str(article["text"]), int(str(quote.start)), int(str(quote.end))
        first = text.rfind("\n", 0, at) + 1
        stop = text.find("\n", end)
        passage = text[first : stop if stop >= 0 else len(text)]
        row: dict[str, object] = {
            "article_id": quote.article_id,
            "speaker": quote.speaker,
            "kind": quote.kind,
        }
        row |= {"text": passage, **{name: article[name] for name in ("outlet", "published", "title")}}
        rows.append({**row, "match_start": at - first, "match_end": end - first, "start": first})
    columns = ["article_id", "outlet", "published", "title", "speaker", "kind", "text"]
    return make("quoted", pd.DataFrame(rows, columns=[*columns, "match_start", "match_end", "start"]))

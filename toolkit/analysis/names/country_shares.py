"""Which countries and peoples the articles name: shares of articles by outlet, month or topic."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import lines
from toolkit.analysis.names.contexts import Ints
from toolkit.analysis.names.country_names import named_countries
from toolkit.analysis.scope import Scope, scope_of, selected
from toolkit.analysis.strata import strata_of
from toolkit.analysis.topics.find import topics
from toolkit.corpus.clusters import clusters_among
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import read_lexicon
from toolkit.results import group_column, make, opens
from toolkit.stats.shares import share_interval
from toolkit.text.segments import segmented

_KNOWN: WeakKeyDictionary[Corpus, pd.DataFrame] = WeakKeyDictionary()


def country_mentions(corpus: Corpus) -> pd.DataFrame:
    """Return every mention of a country or its people; computed once for each corpus.

    Returns
    -------
    DataFrame
        `segment`, `start` and `end` (characters of the article's text, of its title in headlines),
        `document`, `code`, and `inside`: whether it is part of the name of an organisation, law, sea or city.
    """
    if corpus not in _KNOWN:
        cut = segmented(corpus)
        starts = cut.table["start"].to_numpy(dtype=np.int64)
        whole = corpus.articles["text"].astype("str").fillna("").to_numpy(dtype=object)
        rows = [
            (row, starts[row] + found.start, starts[row] + found.end, document, found.code, found.inside)
            for row, (text, document) in enumerate(zip(cut.table["text"], cut.document, strict=True))
            for found in named_countries(text, whole[document])
        ]
        columns = ["segment", "start", "end", "document", "code", "inside"]
        kinds = dict.fromkeys(columns[:4], "int64") | {"code": "str", "inside": "bool"}
        _KNOWN[corpus] = pd.DataFrame(rows, columns=columns).astype(kinds)
    return _KNOWN[corpus]


@copies_settled
def countries(
    corpus: Corpus, by: str = "outlet", *, voice: str | Iterable[str] = "all", n: int | None = None
) -> pd.DataFrame:
    """Return which countries the articles of each group name, and which one they name first.

    A country is named by its name or by that of its people ("Pakistan", "Pakistani"). Names inside other
    names ("Pakistan Army", "Indian Ocean") are counted apart. Cities are not counted, nor capitals that
    mean a government.

    Parameters
    ----------
    corpus : Corpus
        The articles; copies count as the settings say, and repeated lines and datelines are left out.
    by : str
        Column whose values are told apart. Where the articles have no such column, ``"month"`` is the month
        of publication, ``"topic"`` the largest topic of each article in `toolkit.topics`, and ``"subject"``
        the subject of `toolkit.strata_of`.
    voice : str or iterable of str
        Whose words are counted.
    n : int, optional
        Countries at most, those of most articles.

    Returns
    -------
    DataFrame
        One row a country and group, the country of most articles first: `country` and its ISO `code`, `uses`,
        `inside` (uses inside other names, not among `uses`), `articles` that name it of the `n` of the group,
        `share` of them with `low` and `high`, and the same for articles in which it is the first one named:
        `first_articles`, `first_share`, `first_low`, `first_high`. Under five articles there are counts only.

    Notes
    -----
    Shares of articles with 95 % intervals, clustered by story (by outlet, where groups are made of several):
    see `toolkit.stats.shares.share_interval`. The list of names is
    derived from newsmap (Watanabe 2018). A country's share says what is written about, not how.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = ["Iraqi troops left Syria.", "Syria and Iraq met."]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": "Post", "text": texts}), "articles"))
    >>> countries(corpus)[["country", "uses", "articles", "first_articles"]].values.tolist()
    [['Iraq', 2, 2, 1], ['Syria', 2, 2, 1]]
    """
    names, group = groups_of(corpus, by)
    scope = scope_of(by=by, voice=voice)
    found = _counted(corpus, scope)
    found = found[group[found["document"]] >= 0]
    plain = found[~found["inside"]]
    order = plain.groupby("code")["document"].nunique().sort_values(ascending=False, kind="stable")
    codes = order.index[:n].tolist()
    if not codes:
        return make("countries", [], by=by, scope=scope.noted())
    has, first = (_table(rows, codes, len(corpus)) for rows in (plain, _first(plain)))
    uses, inside = (_uses(rows, codes, group, len(names)) for rows in (plain, found[found["inside"]]))
    called, together = _called(), _stories(corpus, names, group)
    least = corpus.settings.comparison.min_articles
    rows = [
        {"country": called[code], "code": code, "group": name}
        | {"uses": int(uses[place, at]), "inside": int(inside[place, at])}
        | _shares(has[own, at], first[own, at], together[own], least)
        for at, code in enumerate(codes)
        for place, name in enumerate(names)
        for own in [np.flatnonzero(group == place)]
    ]
    return make("countries", rows, by=by, scope=scope.noted())


def groups_of(corpus: Corpus, by: str) -> tuple[list[str], Ints]:
    """Return the groups in alphabetical order, one being enough, and that of each article."""
    if by in corpus.articles or by not in _MADE:
        values = corpus.column(by).astype("str")
    else:
        values = _MADE[by](corpus)
    names = sorted(values.dropna().unique())
    return names, np.asarray(pd.Categorical(values, categories=names).codes, dtype=np.int64)


def _months(corpus: Corpus) -> pd.Series:
    return pd.Series(corpus.articles["published"].dt.strftime("%Y-%m"), dtype="str")


def _subjects(corpus: Corpus) -> pd.Series:
    known = strata_of(corpus)
    return pd.Series([known.subjects[code] for code in known.subject], dtype="str")


def _topics(corpus: Corpus) -> pd.Series:
    """Return the largest topic of each article, by its label; found once for each corpus."""
    if corpus not in _TOPICS:
        shares = topics(corpus).shares
        largest = shares[shares["largest"]].drop_duplicates("article_id").set_index("article_id")["label"]
        _TOPICS[corpus] = corpus.articles["article_id"].map(largest).astype("str")
    return _TOPICS[corpus]


_TOPICS: WeakKeyDictionary[Corpus, pd.Series] = WeakKeyDictionary()
_MADE = {"month": _months, "subject": _subjects, "topic": _topics}


def _counted(corpus: Corpus, scope: Scope) -> pd.DataFrame:
    mentions = country_mentions(corpus)
    return mentions[selected(corpus, scope)[mentions["segment"]]]


def _first(plain: pd.DataFrame) -> pd.DataFrame:
    """Return the first mention of each article: in the headline, else in the text."""
    return plain.sort_values(["document", "segment", "start"], kind="stable").drop_duplicates("document")


def _table(rows: pd.DataFrame, codes: list[str], articles: int) -> np.ndarray:
    made = np.zeros((articles, len(codes)))
    kept = rows[rows["code"].isin(codes)]
    made[kept["document"], pd.Categorical(kept["code"], categories=codes).codes] = 1
    return made


def _uses(rows: pd.DataFrame, codes: list[str], group: Ints, groups: int) -> np.ndarray:
    made = np.zeros((groups, len(codes)), dtype=np.int64)
    kept = rows[rows["code"].isin(codes)]
    np.add.at(made, (group[kept["document"]], pd.Categorical(kept["code"], categories=codes).codes), 1)
    return made


def _called() -> dict[str, str]:
    return {entry.more["code"]: entry.label for entry in read_lexicon("countries", columns=["code"])}


def _stories(corpus: Corpus, names: list[str], group: Ints) -> Ints:
    """Return the cluster of each article, as `clusters_of` does for a column."""
    values = pd.Series([names[code] if code >= 0 else None for code in group], corpus.articles.index)
    return clusters_among(corpus, values).astype(np.int64)


def _shares(has: np.ndarray, first: np.ndarray, together: Ints, least: int) -> dict[str, object]:
    n = len(has)
    found: dict[str, object] = {"articles": int(has.sum()), "n": n, "first_articles": int(first.sum())}
    if n < least:
        return found | {"reason": f"under {least} articles ({n}): counts and sentences only"} | _NONE
    for name, y in (("", has), ("first_", first)):
        share = share_interval(np.column_stack([y, 1 - y]), 0, least, clusters=together)
        found |= {f"{name}{key}": share[key] for key in ("share", "low", "high")}
        found |= {"reason": share["reason"]}
    return found


_NONE = dict.fromkeys(("share", "low", "high", "first_share", "first_low", "first_high"), float("nan"))


@opens("countries")
@copies_settled
def open_countries(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences with the `uses` of a row of `countries`."""
    scope = Scope.of(row)
    names, group = groups_of(corpus, scope.by)
    found = _counted(corpus, scope)
    found = found[(found["code"] == row["code"]) & ~found["inside"]]
    own = found[group[found["document"]] == names.index(str(row[group_column(row)]))]
    return lines(corpus, own)

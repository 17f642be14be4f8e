"""How speakers are reported: verbs by outlet, who speaks first, and how few voices are heard."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.analysis.sources.shares import SPOKEN, UNTOLD, fewest, sources, spoken
from toolkit.analysis.strata import Strata
from toolkit.errors import TableError
from toolkit.results import expect, make, origin
from toolkit.stats.shares import effective_number_interval, standardised_residuals


def verb_profile(
    quotes: pd.DataFrame,
    *,
    speaker: str | None = None,
    source_type: str | None = None,
    by: str = "outlet",
    of: str = "verb_class",
    kinds: Sequence[str] = (*SPOKEN, "indirect"),
    strata: Strata | None = None,
) -> pd.DataFrame:
    """Return how often each verb class (or verb) reports a speaker or a type of source, by outlet.

    Parameters
    ----------
    quotes : DataFrame
        From `toolkit.analysis.quotes.find.quotes`.
    speaker, source_type : str, optional
        Only this `speaker_id`, or this type. Without either, everybody.
    by : str
        Column of the groups.
    of : str
        ``verb_class`` or ``lemma``.
    kinds : sequence of str
        Kinds of quotations that are counted.
    strata : Strata, optional
        As in `sources`.

    Returns
    -------
    DataFrame
        As `sources`, of quotations with a reporting verb: shares of *stated*
        against *claimed*. Families too rare to compare show in their intervals.

    Raises
    ------
    TableError
        If nobody of that name or type is quoted.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Herald", "Post"], "kind": "direct",
    ...     "speaker_id": "Asif", "verb_class": ["neutral", "doubt"], "n_words": 5})
    >>> verb_profile(table, speaker="Asif")[["outlet", "value", "share"]].values.tolist()
    [['Herald', 'neutral', 1.0], ['Herald', 'doubt', 0.0], ['Post', 'doubt', 1.0], ['Post', 'neutral', 0.0]]
    """
    expect(quotes, [of], "quotes(corpus)")
    chosen = quotes[quotes[of].notna()]
    for column, value in (("speaker_id", speaker), ("source_type", source_type)):
        if value is not None:
            chosen = chosen[chosen[column] == value]
    if chosen.empty:
        raise TableError(f"no quotation with a reporting verb has speaker {speaker!r}, type {source_type!r}")
    table = sources(chosen, by=by, of=of, kinds=kinds, least=fewest(quotes), strata=strata)
    scope = {"by": by, "of": of, "kinds": list(kinds), "speaker": speaker, "source_type": source_type}
    return make("verbs", table, by=by, scope=scope)


def first_voices(
    quotes: pd.DataFrame, *, by: str = "outlet", of: str = "source_type", strata: Strata | None = None
) -> pd.DataFrame:
    """Return who speaks first: the share of articles whose first quotation is of each type or speaker.

    `strata` is as in `sources`.

    Returns
    -------
    DataFrame
        As `sources`, counting one quotation an article, with ``position``, the
        mean place of all quotations of that value (0 is the start of the text, 1 its end).

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a"], "outlet": "Herald", "kind": "direct", "n_words": 5,
    ...     "start": [90, 10], "position": [0.9, 0.1], "source_type": ["official", "witness"]})
    >>> first_voices(table)[["value", "quotes", "share"]].values.tolist()
    [['witness', 1, 1.0]]
    """
    expect(quotes, ["kind"], "quotes(corpus)")
    said = quotes[quotes["kind"].isin(SPOKEN)].sort_values(["article_id", "start"])
    table = sources(said.drop_duplicates("article_id"), by=by, of=of, least=fewest(quotes), strata=strata)
    where = spoken(said, SPOKEN, (by, of)).groupby(["group", "value"])["position"].mean().rename("position")
    table = table.merge(where.reset_index().rename(columns={"group": by}), on=[by, "value"], how="left")
    return make("first_voices", table, by=by, scope={"by": by, "of": of, "kinds": list(SPOKEN)})


def concentration(quotes: pd.DataFrame, *, by: str = "outlet") -> pd.DataFrame:
    """Return how few speakers fill each group's quotations, with intervals that leave out articles in turn.

    Returns
    -------
    DataFrame
        One row a group: ``n`` (articles), ``quotes`` with a known speaker, ``top_share`` (of the most
        quoted speaker), ``voices`` (the number of equally quoted speakers that would be as
        concentrated; higher is more varied) with ``low`` and ``high``, and ``reason``.

    Notes
    -----
    The interval is a jackknife over articles on the log scale (Efron & Stein 1981). Few articles show few
    of an outlet's speakers, so that `voices` grows with their number: compare groups of similar size.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "outlet": "Herald", "kind": "direct", "n_words": 5,
    ...     "speaker_id": ["Asif", "Baloch"]})
    >>> concentration(table)[["outlet", "n", "quotes", "voices"]].values.tolist()
    [['Herald', 2, 2, 2.0]]
    """
    known = spoken(quotes, SPOKEN, (by, "speaker_id"))
    known = known[~known["value"].isin(UNTOLD)]
    least = fewest(quotes)
    rows = [{"group": group, **_voices(part, least)} for group, part in known.groupby("group")]
    return make("concentration", rows, by=by, scope={"by": by, "kinds": list(SPOKEN)})


def _voices(part: pd.DataFrame, least: int) -> dict[str, object]:
    """Return one group's concentration."""
    counts = pd.crosstab(part["article_id"], part["value"]).to_numpy(dtype=float)
    totals, found = counts.sum(axis=0), effective_number_interval(counts, least=least)
    return {
        "n": found.n,
        "quotes": int(totals.sum()),
        "top_share": totals.max() / totals.sum(),
        "voices": found.estimate,
        "low": found.low,
        "high": found.high,
        "reason": found.reason,
    }


def residuals(table: pd.DataFrame, *, by: str = "outlet", top: int = 12) -> pd.DataFrame:
    """Return how far each group's number of quotations of a speaker is from the number expected.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.sources.shares.sources`, all values.
    by : str
        Its column of groups.
    top : int
        Values with most quotations over all groups that are kept; unknown speakers are left out.

    Returns
    -------
    DataFrame
        One row a group and value: ``quotes``, ``residual`` (standardised; above 2 or below -2 stands
        out, were quotations independent) and ``articles``.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["A", "B"], "value": ["x", "y"], "quotes": [10, 10], "articles": 5})
    >>> residuals(table)["residual"].round(1).tolist()
    [4.5, -4.5, -4.5, 4.5]
    """
    expect(table, [by, "value", "quotes", "articles"], "sources(quotes)")
    wide = table.pivot_table(index=by, columns="value", values="quotes", aggfunc="sum", fill_value=0)
    articles = table.pivot_table(index=by, columns="value", values="articles", aggfunc="sum", fill_value=0)
    values = pd.DataFrame(standardised_residuals(wide.to_numpy()), index=wide.index, columns=wide.columns)
    order = wide.drop(columns=list(UNTOLD), errors="ignore").sum().sort_values(ascending=False, kind="stable")
    rows = [
        {
            "group": group,
            "value": value,
            "quotes": int(wide.loc[group, value]),
            "residual": values.loc[group, value],
            "articles": int(articles.loc[group, value]),
        }
        for group in wide.index
        for value in order.index[:top]
    ]
    known = origin(table)
    return make("residuals", rows, by=by, scope=known.scope if known else None)

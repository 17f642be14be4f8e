"""How speakers are reported: verbs by outlet, who speaks first, and how few voices are heard."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.analysis.sources.shares import SPOKEN, UNTOLD, fewest, noted, sources, spoken
from toolkit.analysis.strata import Strata
from toolkit.errors import TableError
from toolkit.results import expect, make, origin
from toolkit.stats.coverage import Incidence, classes_at_coverage, coverage_at, incidence
from toolkit.stats.shares import standardised_residuals


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
        If nobody of that name or type is quoted. Where nobody is quoted at all, the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Herald", "Post"], "kind": "direct",
    ...     "speaker_id": "Asif", "verb_class": ["neutral", "doubt"], "n_words": 5})
    >>> verb_profile(table, speaker="Asif")[["outlet", "value", "share"]].values.tolist()
    [['Herald', 'neutral', 1.0], ['Herald', 'doubt', 0.0], ['Post', 'doubt', 1.0], ['Post', 'neutral', 0.0]]
    """
    expect(quotes, [of], "quotes(corpus)")
    chosen = quotes[quotes[of].notna()]
    asked = []
    for column, name, value in (("speaker_id", "speaker", speaker), ("source_type", "type", source_type)):
        if value is not None:
            chosen = chosen[chosen[column] == value]
            asked.append(f"{name} {value!r}")
    if chosen.empty and asked:
        raise TableError(f"no quotation with a reporting verb has {' and '.join(asked)}")
    table = sources(chosen, by=by, of=of, kinds=kinds, least=fewest(quotes), strata=strata)
    scope = {"by": by, "of": of, "kinds": list(kinds), "speaker": speaker, "source_type": source_type}
    return make("verbs", table, by=by, scope=scope, note=noted(quotes))


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
    scope = {"by": by, "of": of, "kinds": list(SPOKEN)}
    return make("first_voices", table, by=by, scope=scope, note=noted(quotes))


def concentration(
    quotes: pd.DataFrame, *, by: str = "outlet", coverage: float | None = None, seed: int = 1
) -> pd.DataFrame:
    """Return how many speakers fill each group's quotations, all groups at the same coverage.

    Parameters
    ----------
    quotes : DataFrame
        From `toolkit.analysis.quotes.find.quotes`.
    by : str
        Column of the groups.
    coverage : float, optional
        Share of all mentions of speakers that those counted account for. By default that of the group whose
        articles show least, so that every other group is brought down to it and none is extrapolated.
    seed : int
        Of the samples drawn for the intervals.

    Returns
    -------
    DataFrame
        One row a group: ``n`` (articles), ``quotes`` with a known speaker, ``speakers`` (different ones that
        were seen), ``covered`` (share of all mentions they account for), ``at_coverage`` (the same for all
        groups), ``voices`` (speakers who account for that much; higher is more varied) with ``low`` and
        ``high``, ``top_share`` (of the most quoted speaker), and ``reason``.

    Raises
    ------
    TableError
        If `coverage` is not between 0 and 1.

    Notes
    -----
    More articles show more speakers, so numbers of speakers compare at equal coverage only (Chao & Jost
    2012): see `toolkit.stats.coverage`. Groups of fewer than ``[comparison] min_articles`` articles set no
    coverage for the others.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": [f"{i % 9}" for i in range(36)], "outlet": "Herald", "n_words": 5,
    ...     "kind": "direct", "speaker_id": [f"S{i % 7}" for i in range(36)]})
    >>> concentration(table)[["outlet", "n", "quotes", "speakers", "covered", "voices"]].values.tolist()
    [['Herald', 9, 36, 7, 1.0, 7.0]]
    """
    if coverage is not None and not 0 < coverage < 1:
        raise TableError(f"coverage is {coverage!r}; give a share between 0 and 1, such as 0.7")
    known = spoken(quotes, SPOKEN, (by, "speaker_id"))
    known = known[~known["value"].isin(UNTOLD)]
    least = max(fewest(quotes), 2)
    parts = {
        str(group): pd.crosstab(part["article_id"], part["value"]) for group, part in known.groupby("group")
    }
    samples = {group: incidence(part.to_numpy()) for group, part in parts.items()}
    level = _level(samples, least) if coverage is None else coverage
    rows = [
        {"group": group, **_voices(parts[group], samples[group], level, least, seed)} for group in samples
    ]
    scope = {"by": by, "kinds": list(SPOKEN)}
    return make("concentration", rows, by=by, scope=scope, note=noted(quotes))


def _level(samples: dict[str, Incidence], least: int) -> float:
    """Return the smallest coverage of the groups that are large enough to compare."""
    seen = [coverage_at(one, one.units) for one in samples.values() if one.units >= least]
    return min(seen, default=float("nan"))


def _voices(part: pd.DataFrame, sample: Incidence, level: float, least: int, seed: int) -> dict[str, object]:
    """Return one group's row at a coverage."""
    totals, seen = part.sum(axis=0), coverage_at(sample, sample.units)
    found = classes_at_coverage(sample, min(level, 1.0), seed=seed, least=least)
    few = sample.units < least
    return {
        "n": sample.units,
        "quotes": int(totals.sum()),
        "speakers": len(totals),
        "covered": seen,
        "at_coverage": level,
        "voices": float("nan") if few else found.estimate,
        "low": found.low,
        "high": found.high,
        "top_share": totals.max() / totals.sum(),
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
        One row a group and value: ``quotes``, ``residual`` (in standard deviations of independent
        quotations, which those of one article are not: no test) and ``articles``.

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
    scope, note = (known.scope, known.note) if known else (None, "")
    return make("residuals", rows, by=by, scope=scope, note=note)

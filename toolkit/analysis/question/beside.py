"""Any measure compared between groups in one call: as it is, and like with like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from toolkit.analysis.question.cells import clusters_for
from toolkit.analysis.question.counted import Counted, counted, note_of
from toolkit.analysis.scope import grouping
from toolkit.analysis.strata import sides_adjusted, strata_of, told
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.results import group_column, make, opener, opens, scope_of
from toolkit.stats.clusters import clustered_mean, effective_number, too_few
from toolkit.stats.families import CERTAIN, benjamini_hochberg
from toolkit.stats.permutation import omnibus_rates, omnibus_shares
from toolkit.stats.rates import rate_interval
from toolkit.stats.shares import share_interval
from toolkit.tables import KEY

PER = 1000.0  # words a rate is given for
HELD = ("subject", "time", "length")
_CRUDE = {"adjusted": "crude", "adjusted_low": "crude_low", "adjusted_high": "crude_high", "adjusted_p": "p"}
_ADJUSTED = ("adjusted", "adjusted_low", "adjusted_high", "adjusted_p", "overlap")


@copies_settled
def compare(
    corpus: Corpus,
    measure: str | Iterable[str],
    *,
    by: str = "outlet",
    adjust: Sequence[str] = HELD,
) -> pd.DataFrame:
    """Compare each group with all the others in a measure, as it is and like with like.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    measure : str or iterable of str
        A list of words and patterns of one's own (``["flood*", "dam|dams"]``: uses per 1,000 words), or a
        name in `toolkit.analysis.question.COMPARABLE`: ``"names"`` (shares of the names for the same people,
        in the outlet's own voice), ``"sources"`` and ``"verbs"`` (shares of quotations), ``"hedges"`` (uses
        per 1,000 words), and the measures of readability (``"flesch_kincaid"``: the mean of articles of 150
        words or more).
    by : str
        Column of the articles whose values are compared.
    adjust : sequence of {"subject", "time", "length"}
        What the adjusted difference holds equal; an empty one leaves it out.

    Returns
    -------
    DataFrame
        One row a value and group: `estimate` with `low` and `high`; `crude`, the estimate less that of all
        other groups, with its interval, `p` and `q` (one Benjamini-Hochberg family a call); `adjusted`, the
        same among articles of one subject, time and length, with its interval, `overlap` and
        `explained_by`, what accounts for a difference that is not left; `p_omnibus`, of any difference
        between the groups (all values of an actor, or of quotations, together), by permutation of whole
        stories, which holds for few articles too. `count` of `whole` is what the estimate is of, `n` the
        articles behind it. Positive: more than the others. Shares are 0 to 1. Intervals are 95 %, clustered
        by story, or by outlet where a group holds several. `reason` says why a number is missing.

    Raises
    ------
    TableError
        If there is no such measure, column or thing to hold equal, or there are fewer than two groups.

    Notes
    -----
    Each number is that of the measure's own table: `toolkit.stats.shares.share_interval`,
    `toolkit.stats.rates.rate_interval`, `toolkit.stats.clusters.clustered_mean`, and for both differences
    `toolkit.stats.strata.adjusted`. Under ``[comparison] min_articles`` (5) articles a side there are counts
    only. `toolkit.evidence` opens what a row counted.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = [f"{'Floods rose' if i % 2 else 'People left'} in village {i}." for i in range(24)]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))
    >>> compare(corpus, ["flood*"])[["value", "outlet", "estimate", "crude"]].round(1).values.tolist()
    [['flood*', 'Herald', 200.0, 200.0], ['flood*', 'Post', 0.0, -200.0]]
    """
    held = _checked(adjust)
    among = grouping(corpus, by)
    strata = strata_of(corpus).codes(by) if held else {}
    strata = {name: codes for name, codes in strata.items() if name in held}
    parts, notes, whole = [], {}, counted(corpus, measure, by)
    for one in (one for one in whole if one.values):
        notes[one.name] = {value: note_of(one, at, by) for at, value in enumerate(one.values)}
        parts.append(_rows(corpus, one, by, among, strata))
    scope = {"by": by, "notes": notes}
    if not parts:
        return make("comparison", [], by=by, scope=scope)
    table = pd.concat(parts, ignore_index=True)
    silent = table["crude_low"].isna() & table["reason"].isna()
    table["reason"] = table["reason"].astype(object).mask(silent, "too few articles can be compared")
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=np.float64))
    table = (
        told(table, table["q"] < CERTAIN) if strata else table.assign(explained_by="").drop(columns="cause")
    )
    return make("comparison", table, by=by, scope=scope, estimate_is=whole[0].kind)


def _checked(adjust: Sequence[str]) -> tuple[str, ...]:
    for name in [adjust] if isinstance(adjust, str) else adjust:
        if name not in HELD:
            raise TableError(f"'{name}' cannot be held equal; {nearest(str(name), HELD)}")
    return (adjust,) if isinstance(adjust, str) else tuple(adjust)


def level_of(one: Counted, at: np.ndarray, place: int, clusters: np.ndarray, least: int) -> dict[str, object]:
    """Return the estimate of one value over some articles: its share, rate or mean with the interval.

    Returns
    -------
    dict
        `estimate`, `low`, `high`, `count`, `whole`, `n` and `reason`.
    """
    size, codes = one.size[at], clusters[at]
    if one.kind == "mean":
        mean = clustered_mean(one.y[at[size > 0], place], codes[size > 0])
        effective = effective_number(np.ones(mean.n), codes[size > 0]) if mean.n else 0.0
        few = too_few(effective, least) if mean.n else mean.reason
        low, high = (np.nan, np.nan) if few else (mean.low, mean.high)
        found: dict[str, object] = {"low": low, "high": high, "n": mean.n, "reason": few}
        return found | {"estimate": mean.estimate, "count": mean.n, "whole": mean.n}
    if one.kind == "rate":
        found = rate_interval(one.y[at, place], size, per=PER, least=least, clusters=codes)
        whole = found["words"]
    else:
        others = size - one.y[at, place]
        found = share_interval(np.column_stack([one.y[at, place], others]), 0, least, clusters=codes)
        whole = found["of"]
    shown = {name: found[name] for name in ("low", "high", "n", "reason")}
    if one.untested:
        shown |= {"low": np.nan, "high": np.nan, "reason": one.untested}
    estimate = found["share" if one.kind == "share" else "rate"]
    return shown | {"estimate": estimate, "count": found["uses"], "whole": whole}


def _rows(
    corpus: Corpus,
    one: Counted,
    by: str,
    among: tuple[list[str], np.ndarray],
    strata: Mapping[str, np.ndarray],
) -> pd.DataFrame:
    """Return the rows of one whole: values by groups."""
    names, group = among
    least, clusters = corpus.settings.comparison.min_articles, clusters_for(corpus, by)
    parts = []
    for code, name in enumerate(names):
        rows = [
            {"measure": one.name, "value": value, "group": name}
            | level_of(one, np.flatnonzero(group == code), place, clusters, least)
            for place, value in enumerate(one.values)
        ]
        parts.append(
            pd.concat(
                [pd.DataFrame(rows), _differences(corpus, one, (group, code), strata, clusters)], axis=1
            )
        )
    table = pd.concat(parts, ignore_index=True)
    table["p_omnibus"] = (
        np.nan if one.untested else table["value"].map(_omnibus(corpus, one, group, clusters))
    )
    order = [one.values.index(value) for value in table["value"]]
    return table.iloc[np.argsort(order, kind="stable")]


def _omnibus(corpus: Corpus, one: Counted, group: np.ndarray, clusters: np.ndarray) -> dict[str, float]:
    """Return the p of any difference between the groups for each value: that of the measure's own table."""
    least, seed = corpus.settings.comparison.min_articles, corpus.settings.seed
    if one.kind == "share":
        return dict.fromkeys(
            one.values, omnibus_shares(one.y, group, clusters=clusters, least=least, seed=seed)
        )
    if one.kind == "mean":
        return dict.fromkeys(one.values, float("nan"))
    return {
        value: omnibus_rates(one.y[:, at], one.size, group, clusters=clusters, least=least, seed=seed)
        for at, value in enumerate(one.values)
    }


def _differences(
    corpus: Corpus,
    one: Counted,
    side: tuple[np.ndarray, int],
    strata: Mapping[str, np.ndarray],
    clusters: np.ndarray,
) -> pd.DataFrame:
    """Return the differences of one group to all the others, as they are and with strata held equal."""
    group, code = side
    member = np.flatnonzero((group >= 0) & (one.size > 0))
    first, least = group[member] == code, corpus.settings.comparison.min_articles
    columns = [*_CRUDE.values(), *_ADJUSTED, "cause"]
    fewest = int(min(first.sum(), (~first).sum()))
    if not len(member):
        return pd.DataFrame({**dict.fromkeys(columns, np.nan), "cause": ""}, index=range(len(one.values)))
    y, size = one.y[member] * (PER if one.kind == "rate" else 1.0), one.size[member]
    shown = clusters[member]
    own = {name: codes[member] for name, codes in strata.items()}
    crude = sides_adjusted({}, first, y, size, clusters=shown, measure=one.kind).rename(columns=_CRUDE)
    found = crude[list(_CRUDE.values())]
    if own:
        held = sides_adjusted(own, first, y, size, clusters=shown, measure=one.kind)
    else:
        held = pd.DataFrame({**dict.fromkeys(_ADJUSTED, np.nan), "cause": ""}, index=found.index)
    found = pd.concat([found, held], axis=1)
    if one.untested:
        found[[name for name in columns if name not in ("crude", "cause")]] = np.nan
        found["cause"] = ""
    if fewest < least:
        found[[name for name in columns if name not in ("crude", "adjusted", "overlap", "cause")]] = np.nan
    return found[columns]


@opens("comparison")
@copies_settled
def open_comparison(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return what the table behind a row of `compare` counted, of its group, the others, or both."""
    by, scope = group_column(row), scope_of(row)
    note = scope["notes"][str(row["measure"])][str(row["value"])]
    names = grouping(corpus, scope["by"])[0]
    own = str(row[by])
    wanted = {"target": [own], "reference": [name for name in names if name != own], "both": names}[side]
    parts = []
    for name in wanted:
        behind = pd.Series({**note["row"], note["by"]: name}, dtype="object")
        behind.attrs = {KEY: {key: note[key] for key in ("kind", "by", "scope")}}
        parts.append(opener(note["kind"])(corpus, behind, "target"))
    return pd.concat(parts, ignore_index=True)

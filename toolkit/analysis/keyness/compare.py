"""The comparisons of a keyness call: one table for each pair of sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.keyness.counts import OTHERS, Contrast, Counted
from toolkit.analysis.keyness.flags import (
    Extra,
    extra_counts,
    flags_of,
    joined,
    one_outlet,
    shares,
    side_values,
)
from toolkit.analysis.keyness.permutation import omnibus
from toolkit.analysis.keyness.stories import in_shared_stories
from toolkit.analysis.strata import sides_adjusted
from toolkit.lexicons import word_classes
from toolkit.parts import rest
from toolkit.room import Spool, give_back
from toolkit.settings import ComparisonSettings, Settings
from toolkit.stats import sides as stats
from toolkit.stats.clusters import too_few
from toolkit.stats.families import benjamini_hochberg
from toolkit.stats.matched import matched_tests
from toolkit.stats.presence import presence_tests
from toolkit.stats.sides import LEAST_ARTICLES, Side

PRIOR_SHARE = 0.1  # a0, in pseudo-words for each word type
LEVEL = 0.05  # of the test over all groups
ATTAINABLE = 0.01  # a word is tested where all its articles on one side would give a p-value under this
FEW = f"in under {LEAST_ARTICLES} articles, or stories, of the side that uses it more: not tested"
RARE = "in too few articles to differ with certainty: not tested"
LARGE = 1_000_000  # words times comparisons, beyond which words that hardly differ have no row: most do
LISTED = 0.05  # p from which they hardly differ


@dataclass(frozen=True, eq=False)
class Prior:
    """Pseudo-counts of the features, in proportion to their use in all articles of the comparison."""

    each: np.ndarray
    total: float


@dataclass(frozen=True, eq=False)
class Contrasted:
    """The tables of all comparisons, the prior they share, and what is known of rows that were left out.

    `others` are the p-values of words that hardly differ, in ascending order: they belong to the family.
    """

    tables: list[pd.DataFrame]
    prior: float
    untested: int
    others: np.ndarray


class _Rows(NamedTuple):
    """Rows of one comparison in a block, their words' columns, and how many without a test have no row."""

    table: pd.DataFrame
    keep: np.ndarray
    untested: int


@dataclass(frozen=True, eq=False)
class Terms:
    """What every comparison of a call shares: smallest numbers, house style, strata, clusters.

    `whole` tells whether words that are not tested, or hardly differ, have a row; `others` takes the p-values
    of those that have none.
    """

    smallest: ComparisonSettings
    style: frozenset[str]
    strata: Mapping[str, np.ndarray] | None
    clusters: np.ndarray
    whole: bool
    others: Spool


def contrasted(
    blocks: Sequence[Counted],
    settings: Settings,
    *,
    pairs: bool,
    story: np.ndarray | None = None,
    strata: Mapping[str, np.ndarray] | None = None,
    clusters: np.ndarray | None = None,
) -> Contrasted:
    """Compare every group with the others, or with each other one; within stories where they are given.

    With `strata` (`toolkit.analysis.strata.Strata.codes`) each comparison is also made with them held equal,
    and the variance summed within `clusters`. The features are in one block or in several.
    """
    rest()
    style = word_classes(settings.lexicons.house_style or "house_style", "house_style")
    one = blocks[0]
    own = one.story if clusters is None else clusters
    compared = contrasts(len(one.names), pairs=pairs)
    possible = len(compared) * sum(len(counted.dfm.features) for counted in blocks)
    whole = one.listed or story is not None or possible <= LARGE
    terms = Terms(settings.comparison, frozenset(style), strata, own, whole, Spool(np.dtype(np.float64)))
    # of a copy of each block, so that the sums of its groups go when it is done
    found = [_contrasted(replace(counted), compared, terms, story) for counted in blocks]
    give_back()
    tables = [
        _held_equal(some, blocks, contrast, terms)
        for contrast, some in zip(compared, zip(*found, strict=True), strict=True)
    ]
    others = terms.others.whole()
    others.sort()
    if len(one.names) > 2:
        _gate(tables, others, blocks, settings.seed, story)
    untested = sum(rows.untested for some in found for rows in some)
    return Contrasted(tables, prior_total(one), untested, others)


def _contrasted(
    counted: Counted, compared: list[Contrast], terms: Terms, story: np.ndarray | None
) -> list[_Rows]:
    """Return the rows of each comparison."""
    if story is not None:
        tables = [_within_stories(counted, contrast, terms, story) for contrast in compared]
        return [_Rows(table, np.arange(0), 0) for table in tables]
    extra, prior = extra_counts(counted, terms.style), prior_of(counted)
    made = [_compare(counted, contrast, terms, extra, prior) for contrast in compared]
    return [rows._replace(table=_testable(rows.table)) for rows in made]


def _within_stories(counted: Counted, contrast: Contrast, terms: Terms, story: np.ndarray) -> pd.DataFrame:
    """Return the rows of one comparison in the stories both sides report, tested story by story."""
    sides = [np.isin(counted.group, groups) for groups in contrast]
    shared = counted.within(in_shared_stories(story, *sides) & (counted.dfm.totals > 0))
    least = terms.smallest.min_articles
    table = _compare(shared, contrast, terms, extra_counts(shared, terms.style), prior_of(shared)).table.drop(
        columns="least_p"
    )
    rows = np.flatnonzero(shared.group >= 0)
    columns = shared.dfm.features.get_indexer(pd.Index(table["feature"]))
    counts, words = shared.dfm.counts[rows][:, columns], shared.dfm.totals[rows]
    found = matched_tests(counts, words, sides[0][rows], story[rows], least)
    table["stories"] = found["stories"].astype("int64")
    table["low"], table["high"] = found["low"], found["high"]
    up, tested = found["log_ratio"] >= 0, ~np.isnan(found["p"])
    table["log_ratio"] = np.where(tested, found["log_ratio"], np.nan)
    held = np.where(up, table["articles_target"], table["articles_reference"]) >= LEAST_ARTICLES
    table["p_rate"], table["p_presence"] = found["p"], np.nan
    table["p"] = np.where(held, found["p"], np.nan)
    table["df"] = np.where(tested, found["stories"] - 1, np.nan)
    few = pd.Series(f"in under {least} stories that both report", index=table.index)
    table["reason"] = table["reason"].fillna(few.where(~tested))
    return table


def contrasts(n: int, *, pairs: bool) -> list[Contrast]:
    """Return the positions of target and reference of each comparison of n groups.

    Examples
    --------
    >>> contrasts(3, pairs=False)
    [([0], [1, 2]), ([1], [0, 2]), ([2], [0, 1])]
    >>> contrasts(2, pairs=False)
    [([0], [1])]
    """
    if pairs or n == 2:
        return [([a], [b]) for a in range(n) for b in range(n) if a < b]
    return [([a], [b for b in range(n) if b != a]) for a in range(n)]


def prior_of(counted: Counted) -> Prior:
    """Return the informative prior: a0 is a tenth of the number of different words."""
    everything, total = counted.sides.of(range(len(counted.names))), prior_total(counted)
    return Prior(total * everything.count / max(everything.words, 1.0), total)


def prior_total(counted: Counted) -> float:
    """Return the pseudo-words of the prior."""
    return PRIOR_SHARE * float(counted.types)


def _compare(counted: Counted, contrast: Contrast, terms: Terms, extra: Extra, prior: Prior) -> _Rows:
    """Return the rows of one comparison: features in three or more articles of the side they mark."""
    target, reference = contrast
    least, few = terms.smallest.min_articles, terms.smallest.few_articles
    a, b = counted.sides.of(target), counted.sides.of(reference)
    units = counted.units(target), counted.units(reference)
    reason = _reason((a, b), (units[0][0], units[1][0]), least)
    up = a.count * b.words >= b.count * a.words
    held = np.where(up, a.articles, b.articles)
    keep = np.flatnonzero(held >= (LEAST_ARTICLES if not counted.listed else 0))
    tests = _tests((a, b), units, Prior(prior.each[keep], prior.total), keep, reason)
    untested = 0
    if not terms.whole and reason is None:
        is_rare = _is_rare(tests["least_p"], (a.articles + b.articles)[keep], a.n + b.n)
        p = np.where(is_rare, np.nan, tests["p"])
        terms.others.add(p[p >= LISTED])
        untested, listed = int(np.isnan(p).sum()), np.flatnonzero(p < LISTED)
        keep, tests = keep[listed], {name: values[listed] for name, values in tests.items()}
    outlets = counted.outlets(target, keep), counted.outlets(reference, keep)
    a, b, up, held = a.only(keep), b.only(keep), up[keep], held[keep]
    table = pd.DataFrame(
        {
            "target": counted.names[target[0]],
            "reference": counted.names[reference[0]] if len(reference) == 1 else OTHERS,
            "feature": counted.dfm.features[keep],
            **_counts(a, b),
            **tests,
            "dispersion_target": counted.spread(target, keep),
            "dispersion_reference": counted.spread(reference, keep),
            "quoted_target": _ratio(extra.quoted, extra.everything, target, keep),
            "quoted_reference": _ratio(extra.quoted, extra.everything, reference, keep),
            "outlets": np.where(up, outlets[0].used, outlets[1].used),
            "top_article_share": shares(np.where(up, a.top, b.top), np.where(up, a.count, b.count)),
        }
    )
    flags = flags_of(contrast, extra, table, keep) | {"one_outlet": one_outlet(a, b, outlets)}
    table["flags"] = joined(flags | {"small_n": np.full(len(table), min(a.n, b.n) < few)})
    table.loc[held == 0, ["log_ratio", "low", "high", "log_odds", "z"]] = np.nan
    if min(a.n, b.n) < least:
        table["log_ratio"] = np.nan
    table = table.assign(reason=pd.Series(reason, index=table.index, dtype="str"))
    return _Rows(table, keep, untested)


def _held_equal(
    some: Sequence[_Rows], blocks: Sequence[Counted], contrast: Contrast, terms: Terms
) -> pd.DataFrame:
    """Return the rows of all blocks, with what is left of each difference with strata held equal."""
    from toolkit.stats.columns import Outcomes  # noqa: PLC0415 - SciPy is slow to load

    table = pd.concat([rows.table for rows in some], ignore_index=True)
    if terms.strata is None:
        return table
    one = blocks[0]
    inside = np.isin(one.group, [*contrast[0], *contrast[1]])
    found = sides_adjusted(
        terms.strata,
        np.isin(one.group, contrast[0]),
        Outcomes([(counted.by_feature, rows.keep) for rows, counted in zip(some, blocks, strict=True)]),
        np.where(inside, one.dfm.totals, 0),
        clusters=terms.clusters,
        measure="log_ratio",
    )
    give_back()  # what was held for this comparison alone
    return pd.concat([table, found], axis=1)


def _testable(table: pd.DataFrame) -> pd.DataFrame:
    """Take rare words that no division of their articles could tell apart out of the family, with the reason.

    How many articles of both sides hold a word says nothing of the side, so the choice bends no p-value.
    """
    held = table[["articles_target", "articles_reference"]].sum(axis=1)
    rare = _is_rare(table["least_p"], held, table["n_target"] + table["n_reference"])
    why = [("not used", held == 0), (FEW, table["p"].isna()), (RARE, rare)]
    for reason, here in why:
        table["reason"] = table["reason"].where(table["reason"].notna() | ~here, reason)
    table.loc[rare, "p"] = np.nan
    return table.drop(columns="least_p")


def _is_rare(least_p: Any, held: Any, n: Any) -> Any:
    return (least_p >= ATTAINABLE) & (2 * held <= n)


def _counts(a: Side, b: Side) -> dict[str, object]:
    return {
        "uses_target": a.count.astype("int64"),
        "uses_reference": b.count.astype("int64"),
        "rate_target": shares(1e4 * a.count, np.array(a.words)),
        "rate_reference": shares(1e4 * b.count, np.array(b.words)),
        "articles_target": a.articles.astype("int64"),
        "articles_reference": b.articles.astype("int64"),
        "n_target": a.n,
        "n_reference": b.n,
    }


def _reason(sides: tuple[Side, Side], units: tuple[Side, Side], least: int) -> str | None:
    """Return why no test is made of any word, if so: too few articles, or too few independent ones."""
    a, b = (one.n for one in sides)
    if min(a, b) < least:
        return f"under {least} articles a side ({a} and {b}): counts and sentences only"
    return too_few(min(float(unit.sums.effective) for unit in units), least)


def _tests(
    sides: tuple[Side, Side],
    units: tuple[tuple[Side, np.ndarray], tuple[Side, np.ndarray]],
    prior: Prior,
    keep: np.ndarray,
    reason: str | None,
) -> dict[str, np.ndarray]:
    """Return effects and p-values, stories counting as one; without interval and p-values for a reason."""
    (one, words_a), (two, words_b) = units
    a, b = one.only(keep), two.only(keep)
    delta, z = stats.log_odds(sides[0].only(keep), sides[1].only(keep), prior.each, prior.total)
    ratio, low, high = stats.rate_ratio(a, b)
    p_rate = stats.rate_test(a, b, prior.each, prior.total)
    p_presence, least_p = presence_tests(a, b, (words_a, words_b))
    p = stats.combined(p_rate, p_presence, a, b)
    df = np.full(len(keep), min(a.n, b.n) - 1.0)
    honest = {"low": low, "high": high, "df": df, "p_rate": p_rate, "p_presence": p_presence, "p": p}
    if reason:
        honest = {name: np.full_like(values, np.nan) for name, values in honest.items()}
    classic = {"g2": stats.g2(a, b), "chi2": stats.chi2(a, b)}
    return {"log_ratio": ratio, "log_odds": delta, "z": z, "least_p": least_p, **honest, **classic}


def _ratio(part: np.ndarray, whole: np.ndarray, wanted: list[int], keep: np.ndarray) -> np.ndarray:
    return shares(side_values(part, wanted, keep), side_values(whole, wanted, keep))


def _gate(
    tables: list[pd.DataFrame],
    others: np.ndarray,
    blocks: Sequence[Counted],
    seed: int,
    story: np.ndarray | None = None,
) -> None:
    """Test candidates over all groups at once; a word that fails is not called different anywhere.

    Candidates are the words that the comparisons alone would call different: the others need no gate.
    """
    p = pd.concat([table.set_index("feature")["p"] for table in tables])
    q = benjamini_hochberg(p, others)
    named = pd.Index(p.index[np.nan_to_num(q, nan=1.0) <= LEVEL].unique())
    columns = [np.flatnonzero(counted.dfm.features.isin(named)) for counted in blocks]
    found = omnibus(blocks, columns, seed=seed, strata=story)
    over_all = pd.Series(
        found,
        [name for counted, own in zip(blocks, columns, strict=True) for name in counted.dfm.features[own]],
    )
    for table in tables:
        table["p_omnibus"] = table["feature"].map(over_all).to_numpy(dtype=np.float64)
        fails = (table["p_omnibus"] > LEVEL).to_numpy()
        table.loc[fails, "p"] = np.fmax(table.loc[fails, "p"], table.loc[fails, "p_omnibus"])

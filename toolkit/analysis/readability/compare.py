"""Outlets compared: means with clustered intervals, differences with effect sizes, agreement of measures.

The article is the unit; `cluster` names the articles that share a story, an author or a wire text. Short
articles and those without a score are left out and counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from toolkit.analysis.readability.formulas import MEASURES, Floats
from toolkit.analysis.readability.scores import SHORT, Counting, readability
from toolkit.analysis.strata import beside_others, sides_adjusted, strata_of, told
from toolkit.corpus.clusters import clusters_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import make
from toolkit.settings import ComparisonSettings
from toolkit.stats.clusters import cluster_codes, clustered_mean, effective_number, too_few
from toolkit.stats.differences import clustered_difference, smallest_detectable_difference
from toolkit.stats.effects import bootstrap, effect_intervals, weighted_median
from toolkit.stats.families import benjamini_hochberg, finding_level
from toolkit.stats.strata import COLUMNS, marks
from toolkit.text.languages import languages, main_language, of_main_language


@copies_settled
def readability_by_outlet(
    corpus: Corpus,
    *,
    measures: Sequence[str] | None = None,
    by: str = "outlet",
    cluster: str | None = None,
    min_words: int = SHORT,
    counting: Counting | None = None,
) -> pd.DataFrame:
    """Return each outlet's mean and median of each measure, with intervals over articles.

    Parameters
    ----------
    corpus : Corpus
    measures : sequence of str, optional
        As in `toolkit.readability`.
    by : str
        Column of the articles that names the groups.
    cluster : str, optional
        Column of the articles that names the cluster: an author, a desk. By default stories, where there are
        any, and outlets where a group holds several (`toolkit.corpus.clusters.clusters_of`).
    min_words : int
        Shorter articles are left out: under 150 words a score's error exceeds what it tells.
    counting : {"news", "textstat"}, optional

    Returns
    -------
    DataFrame
        ``<by>, measure, n, clusters, estimate, low, high, df, median, median_low, median_high,
        left_out, reason``; means with CR2 variance and t, medians with the cluster bootstrap. `adjusted` is
        the mean less that of all other groups with subject, time and length held equal, with its interval and
        what explains a difference that is not left (`toolkit.analysis.strata`).

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = ["The cat sat. It slept.", "The dog ran far. It hid."]
    >>> corpus = Corpus(conform(pd.DataFrame({"text": texts, "outlet": "Post"}), "articles"))
    >>> table = readability_by_outlet(corpus, measures=["sentence_length"], min_words=1)
    >>> table[["outlet", "n", "estimate"]].values.tolist()
    [['Post', 2, 2.75]]
    """
    table = _scored(corpus, measures, by, cluster, counting)
    rows = []
    for (group, name), part in table.groupby([by, "measure"], sort=True):
        used = part[part["n_words"].ge(min_words) & part["estimate"].notna()]
        values, clusters = used["estimate"].to_numpy(), used["cluster"]
        mean = clustered_mean(values, clusters)
        middle = bootstrap(values, weighted_median, clusters=clusters)
        left_out, effective = len(part) - len(used), effective_number(np.ones(len(used)), clusters)
        none = f"no article of {min_words} words or more" if left_out else "no articles"
        reason = too_few(effective, corpus.settings.comparison.min_articles) if mean.n else none
        bounds = np.full(5, np.nan) if reason else (mean.low, mean.high, effective - 1, *middle[3:5])
        rows.append((group, name, *mean[:3], *bounds[:3], middle.estimate, *bounds[3:], left_out, reason))
    columns = ["group", "measure", "n", "clusters", "estimate", "low", "high", "df"]
    columns += ["median", "median_low", "median_high", "left_out", "reason"]
    scope = {"min_words": min_words, "counting": counting}
    made = pd.DataFrame(rows, columns=columns)
    held = _held_equal(corpus, table[table["n_words"].ge(min_words)], by)
    made = told(made.merge(held, on=["group", "measure"], how="left"))
    ordered = _in_order(made, table)
    return make("readability_groups", ordered, by=by, scope=scope, note=_language_note(corpus))


@copies_settled
def compare_outlets(
    corpus: Corpus,
    *,
    measures: Sequence[str] | None = None,
    by: str = "outlet",
    cluster: str | None = None,
    adjust: Sequence[str] = ("n_words",),
    min_words: int = SHORT,
) -> pd.DataFrame:
    """Return the difference of each pair of outlets in each measure.

    Parameters
    ----------
    corpus : Corpus
    measures, by, cluster, min_words
        As in `readability_by_outlet`.
    adjust : sequence of str
        What the adjusted difference holds equal beside subject and time: ``"n_words"`` (log length) and
        columns of the articles (desk, kind), as categories.

    Returns
    -------
    DataFrame
        ``a, b, measure, n_a, n_b, clusters, estimate`` (mean of a minus mean of b), ``low, high, df,
        adjusted, adjusted_low, adjusted_high, adjusted_p, overlap, explained_by, hedges_g, g_low, g_high,
        cliffs_delta, delta_low, delta_high, detectable`` (smallest true difference stated with power .8),
        ``p, q, note, reason``.
        p-values are from t with the variance of CR2 and Satterthwaite's degrees of freedom
        (`toolkit.stats.clusters.clustered_fit`); no interval and no p-value under ``[comparison]
        min_articles`` (5) a side, and where they tell as much as fewer than five independent ones; a note
        under ``few_articles`` (10); q-values are of one Benjamini-Hochberg family, all rows of the call.

    Notes
    -----
    A cluster with articles on both sides counts once in the difference's variance.
    """
    table = _scored(corpus, measures, by, cluster, None)
    table = table[table["n_words"].ge(min_words) & table["estimate"].notna()]
    extra = [name for name in adjust if name != "n_words"]
    if extra:
        own = corpus.articles.assign(**{name: corpus.column(name) for name in extra})
        table = table.merge(own[["article_id", *extra]], on="article_id", how="left")
    groups = sorted(corpus.column(by).dropna().unique())
    level = finding_level(math.comb(len(groups), 2))
    held = strata_of(corpus).codes(by), list(adjust)
    rows = [
        row | {"measure": name}
        for name, part in table.groupby("measure", sort=False)
        for row in _pairs(part, groups, by, held, corpus.settings.comparison, level)
    ]
    frame = told(pd.DataFrame(rows, columns=_PAIR_COLUMNS))
    frame = frame.assign(q=benjamini_hochberg(frame["p"].to_numpy(dtype=np.float64)))
    scope, note = {"min_words": min_words, "counting": None}, _language_note(corpus)
    return make("readability_pairs", frame, by=by, scope=scope, note=note)


@copies_settled
def agreement(corpus: Corpus, *, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Return Spearman's rank correlation of each pair of measures over articles, harder counted upward.

    Returns
    -------
    DataFrame
        ``measure, other, n, rho``; NaN under 3 articles.
    """
    scores = readability(corpus, measures=measures)
    scores = scores[of_main_language(corpus).repeat(len(scores) // max(len(corpus), 1))]
    wide = scores.pivot_table("estimate", "article_id", "measure", sort=False, dropna=False)
    if main_language(corpus) != "en":
        wide = wide.dropna(axis=1, how="all")  # measures that are not made for the language
    names = [name for name in wide if MEASURES[str(name)].harder]
    ranked = (wide[names] * [MEASURES[str(name)].harder for name in names]).dropna().rank()
    k = len(names)
    rho = ranked.corr().to_numpy() if len(ranked) >= 3 else np.full((k, k), np.nan)
    rows = [(names[i], names[j], len(ranked), float(rho[i, j])) for i in range(k) for j in range(k)]
    return make("agreement", pd.DataFrame(rows, columns=["measure", "other", "n", "rho"]))


_PAIR_COLUMNS = [
    *("a", "b", "measure", "n_a", "n_b", "clusters", "estimate", "low", "high", "df"),
    *(*COLUMNS[:-1], "cause", "hedges_g", "g_low", "g_high"),
    *("cliffs_delta", "delta_low", "delta_high", "detectable", "p", "q", "note", "reason"),
]


def _held_equal(corpus: Corpus, table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return what is left of each group's difference to the others, like with like."""
    strata, parts = strata_of(corpus), []
    for name, part in table[table["estimate"].notna() & table[by].notna()].groupby("measure", sort=False):
        group, names = pd.factorize(part[by], sort=True)
        held = beside_others(
            {name: codes[part["place"]] for name, codes in strata.codes(by).items()},
            (list(names), group),
            part[["estimate"]].to_numpy(dtype=np.float64),
            np.ones(len(part)),
            clusters=part["cluster"].to_numpy(),
            measure="mean",
        )
        parts.append(held.assign(group=names, measure=name))
    columns = ["group", "measure", *COLUMNS[:-1], "cause"]
    return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)


def _scored(
    corpus: Corpus, measures: Sequence[str] | None, by: str, cluster: str | None, counting: Counting | None
) -> pd.DataFrame:
    """Return the scores of articles with their group, cluster and place in the corpus."""
    groups = corpus.column(by)
    table = readability(corpus, measures=measures, counting=counting)
    each = len(table) // max(len(corpus), 1)
    other = ~of_main_language(corpus).repeat(each)
    table = table.assign(estimate=table["estimate"].mask(other), se=table["se"].mask(other))
    table[by] = groups.loc[groups.index.repeat(each)].to_numpy()
    codes = cluster_codes(corpus.column(cluster), len(corpus)) if cluster else clusters_of(corpus, by)
    return table.assign(cluster=np.repeat(codes, each), place=np.repeat(np.arange(len(corpus)), each))


def _language_note(corpus: Corpus) -> str:
    """Return how many articles are not compared, being in another language than most; empty for none."""
    lost = languages(corpus)[~of_main_language(corpus)].fillna("en").value_counts()
    if lost.empty:
        return ""
    listed = ", ".join(
        f"{code} {n}" for code, n in sorted(lost.items(), key=lambda one: (-one[1], str(one[0])))
    )
    return (
        f"Compared are articles in one language ({main_language(corpus)}); {int(lost.sum()):,} in others "
        f"({listed}) are left out, as scores of different languages are on different scales."
    )


def _in_order(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the order in which the measures were asked for."""
    places = {name: place for place, name in enumerate(table["measure"].unique())}
    return rows.sort_values("measure", key=lambda names: names.map(places), kind="stable", ignore_index=True)


def _pairs(
    part: pd.DataFrame,
    groups: list[str],
    by: str,
    held: tuple[Mapping[str, np.ndarray], list[str]],
    smallest: ComparisonSettings,
    level: float,
) -> Iterator[dict[str, object]]:
    """Yield a row a pair of groups; `level` is the p a finding needs."""
    rows = {group: np.flatnonzero(part[by].eq(group)) for group in groups}
    y, clusters = part["estimate"].to_numpy(dtype=np.float64), part["cluster"].to_numpy()
    for a, b in combinations(groups, 2):
        at, side = np.concatenate([rows[a], rows[b]]), np.repeat([1.0, 0.0], [len(rows[a]), len(rows[b])])
        row: dict[str, object] = {"a": a, "b": b, "n_a": len(rows[a]), "n_b": len(rows[b])}
        row |= _pair(y[at], side, clusters[at], smallest, level)
        if row["reason"] is None:
            row |= _adjusted(part.iloc[at], side == 1, *held)
        yield row


def _pair(
    y: Floats, side: Floats, clusters: np.ndarray, smallest: ComparisonSettings, level: float
) -> dict[str, object]:
    """Return the difference of two groups in one measure, as it is."""
    first, groups = side == 1, len(np.unique(clusters))
    fewest = int(min(first.sum(), (~first).sum()))
    row: dict[str, object] = {"clusters": groups, "p": np.nan, "note": None, "reason": None, "cause": ""}
    if fewest < 2 or groups < 3:
        what = "articles on a side" if fewest < 2 else "stories on each side"
        return row | {"reason": f"fewer than two {what}"}
    if fewest < smallest.min_articles:
        few = f"under {smallest.min_articles} articles on a side: no interval, no p-value"
        return row | {"estimate": float(y[first].mean() - y[~first].mean()), "reason": few}
    found = clustered_difference(y, side, clusters)
    if few_in_effect := too_few(found.effective, smallest.min_articles):
        return row | {"estimate": found.estimate, "reason": few_in_effect}
    row |= {"estimate": found.estimate, "low": found.low, "high": found.high, "df": found.df, "p": found.p}
    row |= {"detectable": smallest_detectable_difference(found.error, found.df, alpha=level)}
    effects = effect_intervals(y[first], y[~first], clusters=clusters, draws=1000)
    for kind, low, high in (("hedges_g", "g_low", "g_high"), ("cliffs_delta", "delta_low", "delta_high")):
        row |= {kind: effects[kind].estimate, low: effects[kind].low, high: effects[kind].high}
    note = f"under {smallest.few_articles} articles on a side" if fewest < smallest.few_articles else None
    return row | {"note": note}


def _adjusted(
    both: pd.DataFrame, first: np.ndarray, strata: Mapping[str, np.ndarray], adjust: list[str]
) -> dict[str, object]:
    """Return the difference with subject, time, length and categories held equal."""
    controls = {}
    for name in (name for name in adjust if name != "n_words"):
        values = both[name].astype("object").where(both[name].notna(), "none").astype("str")
        controls[name] = marks(values.to_numpy())
    held = sides_adjusted(
        {k: v[both["place"]] for k, v in strata.items() if k != "length" or "n_words" in adjust},
        first,
        both[["estimate"]].to_numpy(dtype=np.float64),
        np.ones(len(both)),
        clusters=both["cluster"].to_numpy(),
        controls=controls,
        measure="mean",
    )
    return {str(name): value for name, value in held.iloc[0].items()}

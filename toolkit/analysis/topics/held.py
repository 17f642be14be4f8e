"""Differences in topics with the time of publication held equal: what is left of them within periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.topics.prevalence import LEVEL, Estimate, Sample, estimate_of
from toolkit.stats.balance import balance
from toolkit.stats.clusters import quantile_t, two_sided_p
from toolkit.stats.columns import beside
from toolkit.stats.strata import COLUMNS, NO_OVERLAP, REMOVED, explained, in_both, sparse_marks

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Codes = NDArray[np.intp]
    Mask = NDArray[np.bool_]


def with_time_held(
    table: pd.DataFrame, sample: Sample, groups: pd.Series, time: Codes | None
) -> pd.DataFrame:
    """Add to `prevalence.differences` what is left of them among articles of the same period.

    Parameters
    ----------
    table : DataFrame
        From `toolkit.analysis.topics.prevalence.differences`.
    sample : Sample
    groups : Series
        The group of each article.
    time : ndarray of int or None
        Period of each article (`toolkit.corpus.periods.periods`); None where periods are what is compared.

    Returns
    -------
    DataFrame
        With `adjusted`, `adjusted_low`, `adjusted_high`, `adjusted_p`, `overlap` (share of the smaller side
        in periods that both sides have) and `explained_by`: ``time``, ``no overlap``, or empty where the
        difference holds or there is none.
    """
    if table.empty or time is None:
        return table.assign(**dict.fromkeys(COLUMNS[:-1], np.nan), explained_by="")
    known = np.asarray(groups.notna())
    parts = [_held(sample, np.asarray(groups == name), known, time) for name in table["group"].unique()]
    held = pd.concat(parts, ignore_index=True)
    made = pd.concat([table.reset_index(drop=True), held], axis=1)
    undone = made["p"].isna()  # a topic that is not found again, or too few articles: its reason says so
    made.loc[undone, list(COLUMNS[:-2])] = np.nan
    left = made["adjusted"] / made["difference"]
    cause = np.where(made["adjusted_p"].notna() & (left < REMOVED), "time", NO_OVERLAP)
    cause = np.where(made["p"].lt(1 - LEVEL) | (made["adjusted_p"].isna() & ~undone), cause, "")
    return made.assign(explained_by=explained(np.where(cause != "", made["adjusted_p"], np.nan), cause))


def _held(sample: Sample, inside: Mask, known: Mask, time: Codes) -> pd.DataFrame:
    """Return the columns of one group, one row a topic."""
    known = known & ~np.isnan(sample.shares).any(axis=1)
    at = np.flatnonzero(known)
    both = np.zeros(len(known), dtype=bool)
    both[at] = in_both(time[at], inside[at])
    smaller = inside & known if (inside & known).sum() * 2 <= known.sum() else ~inside & known
    periods = np.where(both, time, time[both].min()) if both.any() else np.zeros(len(known))
    columns = inside.astype(float)[:, None], np.ones((len(known), 1)), sparse_marks(periods)
    design = beside(*columns)
    estimate = _estimate(sample, both, inside, design)
    error = np.sqrt(estimate.variance)
    reach = quantile_t((1 + LEVEL) / 2, estimate.freedom) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p = two_sided_p(estimate.value / error, estimate.freedom)
    return pd.DataFrame(
        {
            "adjusted": estimate.value,
            "adjusted_low": estimate.value - reach,
            "adjusted_high": estimate.value + reach,
            "adjusted_p": p,
            "overlap": float(both[smaller].mean()) if smaller.any() else 0.0,
        }
    )


def _estimate(sample: Sample, both: Mask, inside: Mask, design: csr_matrix) -> Estimate:
    """Return the difference within periods; undefined where too few articles can be compared."""
    blank = np.full(sample.shares.shape[1], np.nan)
    if not both.any() or inside[both].all() or not inside[both].any():
        return Estimate(blank, blank, blank, np.nan)
    fair = balance(inside[both], sample.weights[both], design[both][:, 2:], sample.clusters[both]).is_fair
    return estimate_of(sample, both, design) if fair else Estimate(blank, blank, blank, np.nan)

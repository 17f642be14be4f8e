"""How many classes there are, at equal coverage: rarefaction and extrapolation of units that hold them.

Units are articles and classes the speakers they quote, but anything counted by presence will do. Few articles
show few of an outlet's speakers, so numbers of speakers compare only at an equal *coverage*: the share of all
mentions that belongs to the speakers seen (Chao & Jost 2012; Chao et al. 2014; formulas for incidences).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from toolkit.stats.clusters import Estimate, Floats, quantile_t

DRAWS = 200
STEPS = 40  # halvings of the search for a number of units
FURTHEST = 2.0  # extrapolated to twice the units at most (Chao & Jost 2012)
REPEATED = 5  # classes in two units or more that an interval needs where most occur in one only


@dataclass(frozen=True, eq=False)
class Incidence:
    """In how many units each class occurs.

    Attributes
    ----------
    counts : ndarray
        Units that hold each class, above zero.
    units : int
        Number of units.
    """

    counts: Floats
    units: int

    @property
    def total(self) -> float:
        """Occurrences of all classes."""
        return float(self.counts.sum())

    @property
    def once(self) -> int:
        """Classes in one unit only."""
        return int((self.counts == 1).sum())

    @property
    def unseen(self) -> float:
        """Lower bound of the number of classes that were not seen (Chao 1987; Chao2)."""
        once, twice = self.once, int((self.counts == 2).sum())
        pairs = once**2 / (2 * twice) if twice else once * (once - 1) / 2
        return (self.units - 1) / self.units * pairs

    @property
    def _left(self) -> float:
        """Share of the classes' uncovered part that one more unit leaves uncovered."""
        once, unseen = self.once, self.unseen
        return unseen * self.units / (unseen * self.units + once) if once else 0.0


def incidence(held: npt.ArrayLike) -> Incidence:
    """Return the incidences of a table of units by classes; units without any class are left out.

    Examples
    --------
    >>> incidence([[2, 0], [1, 1], [0, 0]]).counts.tolist(), incidence([[2, 0], [1, 1]]).units
    ([2.0, 1.0], 2)
    """
    table = np.asarray(held, dtype=np.float64) > 0
    counts = table.sum(axis=0).astype(np.float64)
    return Incidence(counts[counts > 0], int(table.any(axis=1).sum()))


def coverage_at(sample: Incidence, units: float) -> float:
    """Return the expected coverage of so many units: 0 nothing, 1 everybody who would speak.

    Parameters
    ----------
    sample : Incidence
    units : float
        Fewer or more than were seen; between whole numbers the formula is continued (Chao & Jost 2012).

    Examples
    --------
    >>> girdled = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, *[2] * 4, *[1] * 12]  # spiders of Ellison et al. (2010)
    >>> round(coverage_at(Incidence(np.array(girdled, dtype=float), 168), 168), 4)
    0.9289
    """
    n, last = sample.units, sample.units - 1
    if not sample.total:
        return 0.0
    if units > last:
        whole = 1 - sample.once / sample.total * sample._left
        if units <= n:
            return float(np.interp(units, [last, n], [1 - sample.once / sample.total, whole]))
        return float(1 - sample.once / sample.total * sample._left ** (units - n + 1))
    missed = _missed(last - (sample.counts - 1), last, units)
    return float(1 - sample.counts @ missed / sample.total)


def classes_at(sample: Incidence, units: float) -> float:
    """Return the expected number of classes in so many units, fewer or more than were seen."""
    n, seen = sample.units, len(sample.counts)
    if units <= n:
        return float(seen - _missed(n - sample.counts, n, units).sum())
    unseen = sample.unseen
    if not unseen:
        return float(seen)
    return float(seen + unseen * (1 - (1 - sample.once / (n * unseen + sample.once)) ** (units - n)))


def _missed(without: Floats, n: int, units: float) -> Floats:
    """Return the chance that `units` of `n` are all among those without a class."""
    rest = without - units + 1
    with np.errstate(invalid="ignore"):
        logs = special.gammaln(without + 1) + special.gammaln(n - units + 1) - special.gammaln(n + 1)
        return np.where(rest > 0, np.exp(logs - special.gammaln(np.maximum(rest, 1e-12))), 0.0)


def units_at(sample: Incidence, coverage: float) -> float:
    """Return how many units reach a coverage, at most twice those that were seen."""
    low, high = 0.0, FURTHEST * sample.units
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if coverage_at(sample, middle) < coverage else (low, middle)
    return (low + high) / 2


def furthest_coverage(sample: Incidence) -> float:
    """Return the coverage of twice the units that were seen."""
    return coverage_at(sample, FURTHEST * sample.units)


def classes_at_coverage(
    sample: Incidence, coverage: float, *, draws: int = DRAWS, seed: int = 1, least: int = 2
) -> Estimate:
    """Return the number of classes at a coverage, with a 95 % interval.

    Parameters
    ----------
    sample : Incidence
    coverage : float
        Share of all occurrences that belongs to the classes counted; the same for all that is compared.
    draws : int
        Samples drawn for the interval.
    least : int
        Fewer units have no interval.

    Returns
    -------
    Estimate
        NaN with a reason beyond the coverage of twice the units; no interval with few units, or with fewer
        than `REPEATED` classes in two units where more occur in one only.

    Notes
    -----
    The interval is on the log scale, from samples of the assemblage that the sample speaks for (Chao et al.
    2014, appendix G), with t of as many degrees of freedom as there are repeated classes less one: what is
    unseen is told by those alone. See docs/validity.md for its coverage.

    Examples
    --------
    >>> held = np.random.default_rng(1).random((40, 30)) < 0.1
    >>> found = classes_at_coverage(incidence(held), 0.8)
    >>> found.n, round(found.estimate, 1), found.low < 24 < found.high
    (35, 23.5, True)
    """
    estimate = classes_at(sample, units_at(sample, coverage))
    nan = float("nan")
    repeated = int((sample.counts > 1).sum())
    reason = _reason(sample, coverage, repeated, least)
    if reason:
        return Estimate(sample.units, sample.units, nan if "beyond" in reason else estimate, nan, nan, reason)
    rng = np.random.default_rng(seed)
    made = [classes_at(drawn, units_at(drawn, coverage)) for drawn in _drawn(sample, draws, rng)]
    reach = float(np.exp(quantile_t(0.975, max(repeated - 1, 1)) * np.std(np.log(made), ddof=1)))
    return Estimate(sample.units, sample.units, estimate, estimate / reach, estimate * reach, None)


def _reason(sample: Incidence, coverage: float, repeated: int, least: int) -> str | None:
    """Return why there is no interval."""
    if sample.units < least:
        return f"fewer than {least} articles with quotations"
    if coverage > furthest_coverage(sample):
        return f"{coverage:.0%} is beyond what twice as many articles would show"
    if repeated < REPEATED and sample.once > repeated:
        return f"fewer than {REPEATED} speakers are quoted twice: too few to tell of others"
    return None


def _drawn(sample: Incidence, draws: int, rng: np.random.Generator) -> list[Incidence]:
    """Return samples of as many units from the assemblage this one speaks for (Chao et al. 2014, app. G)."""
    n, share = sample.units, sample.counts / sample.units
    lacking = sample.total / n * (1 - coverage_at(sample, n))
    weight = share * (1 - share) ** n
    shrunk = share * (1 - (lacking / weight.sum() if weight.sum() > 0 else 0.0) * (1 - share) ** n)
    unseen = int(np.ceil(sample.unseen))
    chance = np.concatenate([shrunk, np.full(unseen, lacking / max(unseen, 1))])
    counts = rng.binomial(n, np.clip(chance, 0.0, 1.0), (draws, len(chance))).astype(np.float64)
    return [Incidence(row[row > 0], n) for row in counts if row.any()]

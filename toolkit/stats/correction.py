"""Shares corrected by a coded sample: what a machine counted of all units, and people coded of some.

Two estimators share one form. Of each stratum the mean of the codes is moved by the difference between the
machine's mean over all units and over the coded ones, times a factor: 1 takes the machine at its word
(design-based supervised learning; Egami, Hinck, Stewart & Wei 2023), the factor that gives the least variance
is prediction-powered inference with power tuning (PPI++; Angelopoulos, Duchi & Zrnic 2023), and 0 leaves the
codes alone. However poor the machine, the estimate has no bias: only its width depends on the machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from toolkit.errors import ToolkitError, nearest
from toolkit.stats.clusters import Floats, Ints, cluster_codes, quantile_t
from toolkit.stats.differences import mover

Method = Literal["ppi", "design", "codes"]
Target = Literal["articles", "outlet"]
METHODS, TARGETS = get_args(Method), get_args(Target)
FEWEST_CODES = 10  # coded units under which no share is given: 0 of 9 still allows 34 %
FEW_ERRORS = 10.0  # errors behind a variance under which it is widened (bench_correction)
TIED = 1e-12  # a variance under this is rounding
FEW_POSITIVES = 10  # codes of the rarer value under which the normal approximation fails (bench_correction)
NAN = float("nan")


class Corrected(NamedTuple):
    """A corrected share with its 95 % interval.

    Attributes
    ----------
    share, low, high : float
    raw : float
        What the machine alone says.
    coded, positives : int
        Coded units, and those among them with the rarer value.
    effective : float
        Units of a simple random sample of codes that would be as precise.
    factor : float
        How far the machine was trusted: 0 not at all, 1 at its word.
    method : str
        The estimator used: ``ppi``, ``design``, ``codes`` (also where positives are few), or empty.
    reason : str or None
        Why there is no share.
    """

    share: float
    low: float
    high: float
    raw: float
    coded: int
    positives: int
    effective: float
    factor: float
    method: str
    reason: str | None


@dataclass(frozen=True)
class Units:
    """All units of one group: what the machine says of each, what people say of some.

    Attributes
    ----------
    truth : ndarray, shape (N,)
        The code, 0 to 1 (between, where coders differ); NaN where it was not coded.
    machine : ndarray, shape (N,)
        The machine's value, 0 to 1.
    stratum : ndarray of int, shape (N,)
        Within a stratum every unit had the same chance to be coded.
    whole, whole_machine : ndarray, shape (N,)
        Whether the unit belongs to what the share is of, by code and by machine: 1 throughout for a share of
        all units.
    cluster : ndarray of int, shape (N,)
        Story or article.
    """

    truth: Floats
    machine: Floats
    stratum: Ints
    whole: Floats
    whole_machine: Floats
    cluster: Ints

    @property
    def coded(self) -> npt.NDArray[np.bool_]:
        """Which units were coded."""
        return np.asarray(~np.isnan(self.truth))


def units_of(
    truth: npt.ArrayLike,
    machine: npt.ArrayLike,
    strata: npt.ArrayLike | None = None,
    *,
    whole: npt.ArrayLike | None = None,
    whole_machine: npt.ArrayLike | None = None,
    clusters: npt.ArrayLike | None = None,
) -> Units:
    """Return checked units.

    Raises
    ------
    ToolkitError
        If lengths differ, a value lies outside 0 to 1, or the machine has no value for a unit.
    """
    y, f = np.asarray(truth, dtype=np.float64), np.asarray(machine, dtype=np.float64)
    n = len(f)
    one = np.ones(n)
    d = one if whole is None else np.asarray(whole, dtype=np.float64)
    m = one if whole_machine is None else np.asarray(whole_machine, dtype=np.float64)
    stratum = np.zeros(n, dtype=np.intp) if strata is None else cluster_codes(strata, n)
    if not len(y) == len(d) == len(m) == n:
        raise ToolkitError(f"{len(y)} codes for {n} units; give one for each, NaN where it was not coded")
    if np.isnan(f).any():
        raise ToolkitError(f"the machine has no value for {int(np.isnan(f).sum())} units; leave them out")
    if any(np.any((part < 0) | (part > 1)) for part in (y[~np.isnan(y)], f)):
        raise ToolkitError("codes and the machine's values must lie between 0 and 1")
    return Units(y, f, stratum, np.where(np.isnan(y), np.nan, d), m, cluster_codes(clusters, n))


class _Stratum(NamedTuple):
    weight: float
    coded: Ints
    rest: Ints

    @property
    def size(self) -> int:
        return len(self.coded) + len(self.rest)


def corrected_share(units: Units, *, method: Method = "ppi", target: Target = "articles") -> Corrected:
    """Return the share of the units that people would code as a yes, from codes of a sample of them.

    Parameters
    ----------
    units : Units
        From `units_of`.
    method : {"ppi", "design", "codes"}
        How far the machine is trusted: as far as pays, at its word, or not at all.
    target : {"articles", "outlet"}
        What the interval is of: these very units (the more of them are coded, the narrower, down to nothing),
        or the output they are a sample of, clustered by story.

    Returns
    -------
    Corrected
        NaN with a reason under `FEWEST_CODES` codes, or where a stratum has no code.

    Notes
    -----
    Stratified difference estimator of a ratio, linearised; variance within strata with finite-population
    correction, or by cluster over coded and other units. The interval is Wilson's on the effective number of
    codes, with Student's t and the degrees of freedom that the number of errors allows. Under `FEW_POSITIVES`
    codes of the rarer value the machine's errors are too few to be known: with "ppi" the codes stand alone,
    with "design" the interval is at least as wide as theirs.

    Examples
    --------
    >>> truth = np.array([1, 0] * 20 + [np.nan] * 160)
    >>> machine = np.array([1, 0] * 20 + [1, 1, 0, 0] * 40)
    >>> found = corrected_share(units_of(truth, machine))
    >>> round(found.share, 2), found.coded, found.positives, found.method
    (0.5, 40, 20, 'ppi')
    """
    _check(method, METHODS, "method")
    _check(target, TARGETS, "target")
    strata = list(_strata(units))
    coded = units.coded
    yes = float((units.truth[coded] >= 0.5).sum())
    rare = int(min(yes, (units.whole[coded] >= 0.5).sum() - yes))
    raw = float(units.machine.sum() / units.whole_machine.sum()) if units.whole_machine.sum() > 0 else NAN
    blank = Corrected(NAN, NAN, NAN, raw, int(coded.sum()), rare, NAN, NAN, "", None)
    if reason := _refusal(units, strata):
        return blank._replace(reason=reason)
    few = rare < FEW_POSITIVES
    method = "codes" if few and method == "ppi" else method
    share, factor = _share(units, strata, method)
    share = min(max(share, 0.0), 1.0)
    variance = _variance(units, strata, share, factor, target)
    effective = _effective(share, variance, strata, target)
    if few and factor > 0:
        effective = min(effective, _drawn(strata, target))
    df = _freedom(units, strata, share, 0.0 if few and len(strata) == 1 else factor)
    low, high = wilson_interval(share, effective, df)
    used = "codes" if factor == 0 else method
    return blank._replace(share=share, low=low, high=high, effective=effective, factor=factor, method=used)


def _check(value: str, known: tuple[str, ...], what: str) -> None:
    if value not in known:
        raise ToolkitError(f"{what} is {value!r}; {nearest(value, known)}")


def _strata(units: Units) -> Iterator[_Stratum]:
    for code in np.unique(units.stratum):
        own = np.flatnonzero(units.stratum == code)
        known = units.coded[own]
        yield _Stratum(len(own) / len(units.stratum), own[known], own[~known])


def _refusal(units: Units, strata: list[_Stratum]) -> str | None:
    coded = int(units.coded.sum())
    if coded < FEWEST_CODES and coded < len(units.truth):
        return f"fewer than {FEWEST_CODES} coded ({coded})"
    if any(not len(stratum.coded) for stratum in strata):
        return "a stratum of the sample has no code"
    if not np.nansum(units.whole) > 0:
        return "no coded item belongs to the whole"
    return None


def _means(units: Units, strata: list[_Stratum], factor: float) -> tuple[float, float]:
    """Return the corrected means of part and whole."""
    part = whole = 0.0
    for weight, coded, rest in strata:
        own = np.concatenate([coded, rest])
        moved = factor * (units.machine[own].mean() - units.machine[coded].mean())
        moved_whole = factor * (units.whole_machine[own].mean() - units.whole_machine[coded].mean())
        part += weight * float(units.truth[coded].mean() + moved)
        whole += weight * float(units.whole[coded].mean() + moved_whole)
    return part, whole


def _share(units: Units, strata: list[_Stratum], method: str) -> tuple[float, float]:
    """Return the share and how far the machine is trusted for it."""
    part, whole = _means(units, strata, 0.0)
    if method == "codes":
        return part / whole, 0.0
    factor = 1.0 if method == "design" else _tuned(units, strata, part / whole)
    part, whole = _means(units, strata, factor)
    return part / whole, factor


def _linear(units: Units, share: float) -> tuple[Floats, Floats]:
    """Return what each unit adds to the share, by its code and by the machine."""
    return units.truth - share * units.whole, units.machine - share * units.whole_machine


def _tuned(units: Units, strata: list[_Stratum], share: float) -> float:
    """Return the factor of least variance: PPI++, its lambda times ``1 + coded / rest``.

    As in the authors' package the covariance divides by n, and the result is kept between nothing and
    their full weight.
    """
    code, machine = _linear(units, share)
    top = bottom = 0.0
    for weight, coded, rest in strata:
        own = np.concatenate([coded, rest])
        if len(own) < 2:
            continue
        lever = weight**2 * len(rest) / len(own) / len(coded)
        e, g = code[coded], machine[coded]
        top += lever * float(((e - e.mean()) * (g - g.mean())).mean())
        bottom += lever * float(machine[own].var(ddof=1))
    most = max((stratum.size / max(len(stratum.rest), 1) for stratum in strata), default=1.0)
    return min(max(top / bottom, 0.0), most) if bottom > 0 else 0.0


def _variance(units: Units, strata: list[_Stratum], share: float, factor: float, target: str) -> float:
    """Return the variance of a share."""
    whole = _means(units, strata, factor)[1]
    seen, widened = _design(units, strata, share, factor)
    if target == "articles":
        return widened / whole**2
    return (_clustered(units, strata, share, factor) + widened - seen) / whole**2


def _design(units: Units, strata: list[_Stratum], share: float, factor: float) -> tuple[float, float]:
    """Return the variance of a part over samples as its residuals show it, and widened where errors are few.

    A handful of errors (of the machine, or rare codes in one of several strata) says too little of their
    number: as often as not the variance that they show is too small. It is taken as if there were one more;
    where there is none, as that of one in two more codes.
    """
    code, machine = _linear(units, share)
    seen = widened = 0.0
    for weight, coded, rest in strata:
        error = code[coded] - factor * machine[coded]
        n, spread = len(coded), float(error.var(ddof=1)) if len(coded) > 1 else 0.0
        part = weight**2 * len(rest) / (n + len(rest)) / n
        seen += part * spread
        few = _errors(error) if factor > 0 else math.inf
        few = min(few, _rare(units.truth[coded])) if len(strata) > 1 else few
        more = 1 + 1 / max(few, 1.0) if few < FEW_ERRORS else 1.0
        widened += part * (spread * more if spread > TIED else (n + 1) / (n + 2) ** 2)
    return seen, widened


def _errors(residuals: Floats) -> float:
    """Return the number of equal errors that would give the residuals their spread: squares over fourths."""
    squares = (residuals - residuals.mean()) ** 2
    return float(squares.sum() ** 2 / (squares**2).sum()) if squares.any() else 0.0


def _freedom(units: Units, strata: list[_Stratum], share: float, factor: float) -> float:
    """Return the degrees of freedom of the variance: clusters less strata, fewer where few errors make it up.

    A variance made of m errors among many codes is known as badly as one of 2 m normal values:
    Satterthwaite's degrees of freedom from the residuals' fourth moment, 2 / (kurtosis - 1) for each code.
    Wilson's interval allows for that by itself where it is no narrower than that of a plain sample of codes.
    """
    most = float(max(1, len(np.unique(units.cluster[units.coded])) - len(strata)))
    if factor == 0 and len(strata) == 1:
        return most
    code, machine = _linear(units, share)
    parts = []
    for weight, coded, _ in strata:
        error = code[coded] - factor * machine[coded]
        parts.append(weight / len(coded) * (error - error.mean()))
    squares = np.concatenate(parts) ** 2
    excess = float((squares**2).sum() / squares.sum() ** 2) - 1 / len(squares) if squares.any() else 0.0
    return min(most, max(2 / excess, 1.0)) if excess > 0 else most


def _rare(truth: Floats) -> int:
    yes = int((truth >= 0.5).sum())
    return min(yes, len(truth) - yes)


def _clustered(units: Units, strata: list[_Stratum], share: float, factor: float) -> float:
    """Return the variance of the part over clusters: coded and other units of a story go together.

    With one stratum and no clusters it is PPI++'s: var(code - l machine) / n + l^2 var(machine) / N.
    """
    code, machine = _linear(units, share)
    n = len(machine)
    add = np.zeros(n)
    for weight, coded, rest in strata:
        own = np.concatenate([coded, rest])
        lam = factor * len(rest) / len(own)
        error = code[coded] - lam * machine[coded]
        level = error.mean() + (lam * machine[rest].mean() if len(rest) else 0.0)
        add[coded] = weight / len(coded) * (error - error.mean())
        if len(rest):
            add[rest] = weight / len(rest) * lam * (machine[rest] - machine[rest].mean())
        add[own] += level / n
    sums = np.bincount(units.cluster, weights=add)
    groups = len(np.unique(units.cluster))
    return float((sums**2).sum() * groups / max(groups - 1, 1))


def _effective(share: float, variance: float, strata: list[_Stratum], target: str) -> float:
    """Return how many codes of a simple random sample would give this variance."""
    if variance <= 0:
        return math.inf
    return share * (1 - share) / variance if 0 < share < 1 else _drawn(strata, target)


def _drawn(strata: list[_Stratum], target: str) -> float:
    """Return how many codes of a simple random sample the codes are worth, whatever they say (Kish 1965)."""
    left = [len(s.rest) / s.size if target == "articles" else 1.0 for s in strata]
    weights = sum(s.weight**2 * part / len(s.coded) for s, part in zip(strata, left, strict=True))
    return float(1 / weights) if weights > 0 else math.inf


def wilson_interval(
    share: float, n: float, df: float = math.inf, *, level: float = 0.95
) -> tuple[float, float]:
    """Return Wilson's interval of a share for an effective number of units, with t for few of them.

    Examples
    --------
    >>> [round(x, 3) for x in wilson_interval(0.5, 100)]
    [0.404, 0.596]
    >>> [round(x, 3) for x in wilson_interval(0.0, 20)]
    [0.0, 0.161]
    """
    if math.isinf(n):
        return share, share
    t = float(quantile_t(0.5 + level / 2, df if math.isfinite(df) else 1e9))
    middle = (share + t * t / (2 * n)) / (1 + t * t / n)
    half = t / (1 + t * t / n) * math.sqrt(share * (1 - share) / n + t * t / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def difference_of_shares(one: Corrected, two: Corrected) -> tuple[float, float, float]:
    """Return the first share less the second, with an interval made of theirs by `mover`.

    Groups whose samples were drawn apart; stories they share make the interval a little too wide.

    Examples
    --------
    >>> a = Corrected(0.5, 0.4, 0.6, 0.5, 99, 49, 99.0, 1.0, "ppi", None)
    >>> [round(x, 3) for x in difference_of_shares(a, a._replace(share=0.3, low=0.2, high=0.4))]
    [0.2, 0.059, 0.341]
    """
    return mover((one.share, one.low, one.high), (two.share, two.low, two.high))


def naive_share(units: Units) -> tuple[float, float, float]:
    """Return what the machine alone says with the Wilson interval of all units, as if it never erred."""
    n = float(units.whole_machine.sum())
    share = float(units.machine.sum() / n) if n > 0 else NAN
    return (share, *wilson_interval(share, n)) if n > 0 else (NAN, NAN, NAN)

"""Numbers of classes at equal coverage: published values of the spider data, and brute force."""

import math
import statistics
from itertools import combinations

import numpy as np
import pytest
import scipy.stats

from toolkit.stats.coverage import (
    REPEATED,
    Incidence,
    _drawn,
    classes_at,
    classes_at_coverage,
    coverage_at,
    furthest_coverage,
    incidence,
    units_at,
)

# spiders of two treatments (Ellison et al. 2010), as in the R package iNEXT; each animal is a unit
GIRDLED = Incidence(np.array([46, 22, 17, 15, 15, 9, 8, 6, 6, 4, *[2] * 4, *[1] * 12], dtype=float), 168)
LOGGED = Incidence(
    np.array(
        [88, 22, 16, 15, 13, 10, 8, 8, 7, 7, 7, 5, *[4] * 3, *[3] * 4, *[2] * 4, *[1] * 14], dtype=float
    ),
    252,
)


@pytest.mark.parametrize(
    ("sample", "seen", "covered", "all_"), [(GIRDLED, 26, 0.9289, 43.893), (LOGGED, 37, 0.9446, 61.403)]
)
def test_the_spiders_as_published(sample, seen, covered, all_):
    """iNEXT's DataInfo (n, S.obs, SC) and ChaoRichness (estimator)."""
    assert sample.total == sample.units
    assert len(sample.counts) == seen
    assert coverage_at(sample, sample.units) == pytest.approx(covered, abs=5e-5)
    assert seen + sample.unseen == pytest.approx(all_, abs=5e-4)


def brute(table: np.ndarray, units: int) -> tuple[float, float]:
    """Classes seen in, and occurrences covered by, every choice of so many units."""
    n = len(table)
    chosen = [list(rows) for rows in combinations(range(n), units)]
    seen = [table[rows].any(axis=0).sum() for rows in chosen]
    covered = []
    for rows in chosen:
        others = [row for row in range(n) if row not in rows]
        held = table[rows].any(axis=0)
        covered.append(np.mean([table[row][held].sum() for row in others]) / (table.sum() / n))
    return float(np.mean(seen)), float(np.mean(covered))


@pytest.mark.parametrize("units", [1, 2, 4, 6])
def test_rarefaction_equals_every_choice_of_units(units):
    table = np.random.default_rng(3).random((8, 12)) < 0.3
    classes, covered = brute(table, units)
    sample = incidence(table)
    assert classes_at(sample, units) == pytest.approx(classes)
    assert coverage_at(sample, units) == pytest.approx(covered)


def test_the_ends_and_the_way_between():
    sample = incidence(np.random.default_rng(4).random((9, 14)) < 0.25)
    assert classes_at(sample, 9) == pytest.approx(len(sample.counts))
    assert (classes_at(sample, 0), coverage_at(sample, 0)) == pytest.approx((0, 0), abs=1e-9)
    places = np.linspace(0.01, 18, 400)
    for curve in (classes_at, coverage_at):
        values = np.array([curve(sample, t) for t in places])
        assert (np.diff(values) >= -1e-12).all()
        assert np.diff(values).max() < 0.4  # no jump where rarefaction ends and extrapolation begins
    for share in (0.2, 0.5, 0.7):
        assert coverage_at(sample, units_at(sample, share)) == pytest.approx(share, abs=1e-6)


def test_extrapolation_by_hand():
    """Three classes once, two twice in five units: unseen 4/5 3^2/4 = 1.8, part left 9/12."""
    sample = Incidence(np.array([1, 1, 1, 2, 2, 4], dtype=float), 5)
    assert sample.unseen == pytest.approx(1.8)
    assert coverage_at(sample, 5) == pytest.approx(1 - 3 / 11 * 9 / 12)
    assert coverage_at(sample, 7) == pytest.approx(1 - 3 / 11 * (9 / 12) ** 3)
    assert classes_at(sample, 7) == pytest.approx(6 + 1.8 * (1 - (1 - 3 / (5 * 1.8 + 3)) ** 2))
    none_twice = Incidence(np.array([1, 1, 1, 4], dtype=float), 5)
    assert none_twice.unseen == pytest.approx(4 / 5 * 3 * 2 / 2)


def test_nobody_and_everybody():
    nobody = incidence(np.zeros((3, 2)))
    assert (nobody.units, coverage_at(nobody, 3)) == (0, 0.0)
    all_ = incidence(np.ones((6, 6)))
    assert coverage_at(all_, 6) == 1.0
    found = classes_at_coverage(all_, 1.0)
    assert (found.estimate, found.low, found.high) == pytest.approx((6, 6, 6))


def test_why_there_is_no_interval():
    held = np.random.default_rng(2).random((12, 40)) < 0.08
    sample = incidence(held)
    beyond = classes_at_coverage(sample, furthest_coverage(sample) + 0.01)
    assert np.isnan(beyond.estimate)
    assert "beyond" in str(beyond.reason)
    assert classes_at_coverage(sample, 0.2, least=13).reason == "fewer than 13 articles with quotations"
    for repeated, known in ((REPEATED - 1, False), (REPEATED, True)):
        few = Incidence(np.array([2.0] * repeated + [1.0] * 8), 12)
        made = classes_at_coverage(few, coverage_at(few, 12))
        assert np.isfinite(made.estimate)
        assert np.isfinite(made.low) == known
    assert REPEATED == 5


def true_number(chance: np.ndarray, coverage: float) -> float:
    """Classes expected in so many units that the coverage of an assemblage is reached."""
    low, high = 0.0, 1e5
    for _ in range(80):
        middle = (low + high) / 2
        left = (chance * (1 - chance) ** middle).sum() / chance.sum()
        low, high = (middle, high) if 1 - left < coverage else (low, middle)
    return float((1 - (1 - chance) ** low).sum())


@pytest.mark.parametrize("units", [40, 80])
def test_the_interval_covers(units):
    """Two hundred speakers, Zipf .8, two an article: the jackknife of the effective number covered 0 to .7."""
    share = 1 / np.arange(1, 201) ** 0.8
    chance = 1 - (1 - share / share.sum()) ** 2
    rng, hits = np.random.default_rng(6), []
    for run in range(40):
        sample = incidence(rng.random((units, 200)) < chance)
        level = coverage_at(sample, units)
        found = classes_at_coverage(sample, level, draws=50, seed=run)
        hits.append(found.low <= true_number(chance, level) <= found.high)
    assert np.mean(hits) >= 0.85


def test_seeds_make_the_same_interval():
    assert classes_at_coverage(GIRDLED, 0.8) == classes_at_coverage(GIRDLED, 0.8)
    assert classes_at_coverage(GIRDLED, 0.8) != classes_at_coverage(GIRDLED, 0.8, seed=2)


def test_the_assemblage_drawn_from_is_that_of_the_paper():
    """Chao et al. (2014), appendix G: seen chances lowered by what is lacking, which the unseen share equally."""
    n, counts = 25, np.array([12, 9, 5, 3, 3, 2, 2, 1, 1, 1, 1, 1], dtype=float)
    sample = Incidence(counts, n)
    lacking = counts.sum() / n * (1 - coverage_at(sample, n))
    tau = lacking / sum(c / n * (1 - c / n) ** n for c in counts)
    chance = [c / n * (1 - tau * (1 - c / n) ** n) for c in counts]
    unseen = math.ceil((n - 1) / n * 5**2 / (2 * 2))
    assert sum(chance) + lacking == pytest.approx(counts.sum() / n)
    chance += [lacking / unseen] * unseen
    drawn = _drawn(sample, 20_000, np.random.default_rng(5))
    assert {one.units for one in drawn} == {n}
    assert np.mean([one.total for one in drawn]) == pytest.approx(counts.sum(), rel=0.005)
    assert np.mean([len(one.counts) for one in drawn]) == pytest.approx(
        sum(1 - (1 - p) ** n for p in chance), rel=0.005
    )
    once = sum(n * p * (1 - p) ** (n - 1) for p in chance)
    assert np.mean([one.once for one in drawn]) == pytest.approx(once, rel=0.01)
    assert min(one.counts.min() for one in drawn) == 1


def test_the_interval_is_t_times_the_spread_of_the_logarithms():
    sample = Incidence(np.array([12, 9, 5, 3, 3, 2, 2, 1, 1, 1, 1, 1], dtype=float), 25)
    found = classes_at_coverage(sample, 0.9, draws=60, seed=3)
    drawn = _drawn(sample, 60, np.random.default_rng(3))
    logs = [math.log(classes_at(one, units_at(one, 0.9))) for one in drawn]
    reach = math.exp(scipy.stats.t.ppf(0.975, 7 - 1) * statistics.stdev(logs))
    assert found.estimate == pytest.approx(classes_at(sample, units_at(sample, 0.9)))
    assert (found.low, found.high) == pytest.approx((found.estimate / reach, found.estimate * reach))
    other = classes_at_coverage(sample, 0.9, draws=60, seed=4)
    assert other.low != found.low


@pytest.mark.parametrize(("units", "named"), [(4, True), (5, False)])
def test_fewer_units_than_asked_have_no_interval(units, named):
    made = classes_at_coverage(Incidence(np.array([3.0, 2, 2, 2, 2, 2]), units), 0.5, least=5)
    assert (made.reason == "fewer than 5 articles with quotations") == named

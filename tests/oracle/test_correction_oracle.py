"""Corrected shares against ppi-python, against the formulas written out, and against every possible sample."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from toolkit.stats.correction import corrected_share, difference_of_shares, units_of, wilson_interval

# ppi_mean_pointestimate and ppi_mean_ci(alpha=.05) of ppi-python 0.2.3 on the data of `made`.
PACKAGE = {
    0: (0.25246250000000003, 0.18615631742491506, 0.318768682575085),
    1: (0.30627187499999997, 0.24258213871715123, 0.3699616112828487),
    2: (0.3124096207955878, 0.24447583780071205, 0.3803434037904636),
}
N_CODED = 80


def made(seed):
    rng = np.random.default_rng(seed)
    y = (rng.random(400) < 0.3) * 1.0
    f = np.round(np.clip(y * 0.5 + rng.random(400) * 0.5, 0, 1), 3)
    return y, f


def transcribed(y, f, rest):
    """PPI++ for a mean, formula by formula from the paper (Angelopoulos, Duchi & Zrnic 2023, section 6)."""
    n, m = len(y), len(rest)
    covariance = sum((a - y.mean()) * (b - f.mean()) for a, b in zip(y, f, strict=True)) / n
    both = np.concatenate([f, rest])
    lam = covariance / ((1 + n / m) * (((both - both.mean()) ** 2).sum() / (n + m - 1)))
    lam = min(max(lam, 0), 1)
    estimate = lam * rest.mean() + (y - lam * f).mean()
    variance = lam**2 * rest.var() / m + (y - lam * f).var() / n
    return estimate, variance


@pytest.mark.parametrize("seed", PACKAGE)
def test_prediction_powered_inference_is_that_of_the_package(seed):
    y, f = made(seed)
    estimate, variance = transcribed(y[:N_CODED], f[:N_CODED], f[N_CODED:])
    half = stats.norm.ppf(0.975) * np.sqrt(variance)
    assert (estimate, estimate - half, estimate + half) == pytest.approx(PACKAGE[seed], abs=1e-12)
    truth = np.where(np.arange(400) < N_CODED, y, np.nan)
    found = corrected_share(units_of(truth, f), target="outlet")
    assert found.share == pytest.approx(PACKAGE[seed][0], abs=1e-12)
    ours = found.share * (1 - found.share) / found.effective
    assert ours * 399 / 400 == pytest.approx(variance, rel=1e-9)  # ours divides by clusters less one


def test_design_based_is_the_mean_of_the_pseudo_outcomes():
    """Egami et al. (2023): f + (coded / probability) (code - f), averaged over all units; two strata."""
    rng = np.random.default_rng(3)
    y, stratum = (rng.random(300) < 0.4) * 1.0, np.repeat([0, 1], [100, 200])
    f = np.clip(y * 0.4 + rng.random(300) * 0.6, 0, 1)
    coded = np.concatenate([rng.choice(100, 40, replace=False), 100 + rng.choice(200, 30, replace=False)])
    probability = np.where(stratum == 0, 40 / 100, 30 / 200)
    is_coded = np.isin(np.arange(300), coded)
    pseudo = f + is_coded / probability * (y - f)
    found = corrected_share(units_of(np.where(is_coded, y, np.nan), f, stratum), method="design")
    assert found.share == pytest.approx(pseudo.mean())
    inner = [(len(f[stratum == h]) / 300) ** 2 for h in (0, 1)]
    parts = [np.var((y - f)[is_coded & (stratum == h)], ddof=1) for h in (0, 1)]
    variance = sum(
        w * (1 - m / k) * v / m for w, v, m, k in zip(inner, parts, (40, 30), (100, 200), strict=True)
    )
    assert found.share * (1 - found.share) / found.effective == pytest.approx(variance)


@pytest.mark.parametrize("method", ["codes", "design"])
def test_over_every_possible_sample_there_is_no_bias_and_the_variance_is_right(method):
    """A population of 24 from which all but two are coded, in all 276 ways."""
    rng = np.random.default_rng(4)
    y = np.array([1, 0] * 12, dtype=float)
    f = np.clip(y * 0.3 + rng.random(24) * 0.5, 0, 1)
    shares, variances = [], []
    for left in combinations(range(24), 2):
        truth = y.copy()
        truth[list(left)] = np.nan
        found = corrected_share(units_of(truth, f), method=method)
        shares.append(found.share)
        variances.append(found.share * (1 - found.share) / found.effective)
    assert np.mean(shares) == pytest.approx(y.mean(), abs=1e-12)
    assert np.mean(variances) == pytest.approx(np.var(shares), rel=1e-9)


def test_a_ratio_is_that_of_every_unit_once_all_are_coded():
    rng = np.random.default_rng(5)
    whole = (rng.random(60) < 0.8) * 1.0
    y = whole * (rng.random(60) < 0.5)
    found = corrected_share(units_of(y, y * 0.5, whole=whole))
    assert found.share == pytest.approx(y.sum() / whole.sum())
    assert (found.low, found.high) == (found.share, found.share)


def test_the_variance_of_a_ratio_over_many_samples():
    rng = np.random.default_rng(6)
    whole = (rng.random(500) < 0.7) * 1.0
    y = whole * (rng.random(500) < 0.4)
    f = np.where(rng.random(500) < 0.8, y, 1 - y)
    shares, variances = [], []
    for _ in range(1500):
        truth = np.full(500, np.nan)
        chosen = rng.choice(500, 150, replace=False)
        truth[chosen] = y[chosen]
        found = corrected_share(units_of(truth, f, whole=whole), method="design")
        shares.append(found.share)
        variances.append(found.share * (1 - found.share) / found.effective)
    assert np.mean(shares) == pytest.approx(y.sum() / whole.sum(), abs=0.004)
    assert np.mean(variances) == pytest.approx(np.var(shares), rel=0.12)


@pytest.mark.parametrize(("k", "n"), [(0, 12), (3, 20), (40, 90), (9, 9)])
def test_wilson(k, n):
    exact = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert wilson_interval(k / n, n) == pytest.approx((exact.low, exact.high), abs=1e-6)


@pytest.mark.parametrize(
    ("one", "two", "published"),
    [  # Newcombe (1998), Statistics in Medicine 17, table II, method 10
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_differences_are_newcombes(one, two, published):
    sides = []
    for k, n in (one, two):
        truth = np.repeat([1.0, 0.0], [k, n - k])
        found = corrected_share(units_of(truth, truth))
        low, high = wilson_interval(k / n, n)
        sides.append(found._replace(share=k / n, low=low, high=high))
    assert difference_of_shares(*sides)[1:] == pytest.approx(published, abs=1e-4)


def drawn(seed=8, n=500, coded=140):
    """Two strata of different size and rate, a machine that errs."""
    rng = np.random.default_rng(seed)
    stratum = np.repeat([0, 1], [150, n - 150])
    y = (rng.random(n) < np.where(stratum == 0, 0.6, 0.25)) * 1.0
    f = np.where(rng.random(n) < 0.8, y, 1 - y) * 0.9
    truth = np.full(n, np.nan)
    for h, m in ((0, coded // 2), (1, coded - coded // 2)):
        chosen = rng.choice(np.flatnonzero(stratum == h), m, replace=False)
        truth[chosen] = y[chosen]
    return y, f, truth, stratum


def test_the_machine_s_whole_counts_in_a_ratio():
    """Part and whole are each moved by the machine; written out for one stratum."""
    rng = np.random.default_rng(9)
    d = (rng.random(400) < 0.7) * 1.0
    y = d * (rng.random(400) < 0.5)
    g = np.where(rng.random(400) < 0.85, d, 1 - d)
    f = g * np.where(rng.random(400) < 0.85, y, 1 - y)
    chosen = rng.choice(400, 120, replace=False)
    truth = np.full(400, np.nan)
    truth[chosen] = y[chosen]
    part = y[chosen].mean() + f.mean() - f[chosen].mean()
    whole = d[chosen].mean() + g.mean() - g[chosen].mean()
    found = corrected_share(units_of(truth, f, whole=d, whole_machine=g), method="design")
    assert found.share == pytest.approx(part / whole)
    assert found.raw == pytest.approx(f.sum() / g.sum())


def test_the_factor_weighs_the_strata_as_the_variance_does():
    y, f, truth, stratum = drawn()
    top = bottom = 0.0
    for h in (0, 1):
        own, known = stratum == h, (stratum == h) & ~np.isnan(truth)
        n, m = own.sum(), known.sum()
        lever = (n / len(y)) ** 2 * (1 - m / n) / m
        top += lever * np.cov(truth[known], f[known], bias=True)[0, 1]
        bottom += lever * f[own].var(ddof=1)
    found = corrected_share(units_of(truth, f, stratum))
    assert found.factor == pytest.approx(top / bottom)
    shares = [
        n * (truth[k].mean() + found.factor * (f[o].mean() - f[k].mean()))
        for o, k, n in (
            (stratum == h, (stratum == h) & ~np.isnan(truth), (stratum == h).mean()) for h in (0, 1)
        )
    ]
    assert found.share == pytest.approx(sum(shares))


def test_between_strata_there_is_variance_too_where_the_outlet_is_meant():
    """Every article coded, each stratum of one kind: what is left is the binomial variance of the articles."""
    stratum = np.repeat([0, 1], [60, 140])
    y = (stratum == 0) * 1.0
    found = corrected_share(units_of(y, y, stratum), target="outlet")
    assert found.effective == pytest.approx(199)


def test_degrees_of_freedom_follow_the_kurtosis_of_the_errors():
    y = np.tile([1.0, 0.0], 300)
    f = y.copy()
    f[:15] = 1 - f[:15]
    truth = np.where(np.arange(600) < 150, y, np.nan)
    found = corrected_share(units_of(truth, f), method="design")
    errors = (y - f)[:150]
    df = 2 * 150 / (stats.kurtosis(errors, fisher=False) - 1)
    assert df < 100
    assert (found.low, found.high) == pytest.approx(wilson_interval(found.share, found.effective, df))

"""Association of words: SciPy, arithmetic, the variance written out, and the jackknife."""

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

from toolkit.stats.association import association


def test_association_by_scipy_and_by_hand():
    rng = np.random.default_rng(5)
    n, r = rng.integers(80, 200, 40), rng.integers(5, 25, 40)
    far = rng.poisson(1.5, (40, 6))
    near = rng.poisson([0.05, 0.2, 0.5, 1, 0.1, 0.3], (40, 6))
    found = association(csr_matrix(near), csr_matrix(near + far), r, n, nodes=60)
    for at in range(6):
        o, c, size, all_words = near[:, at].sum(), (near + far)[:, at].sum(), r.sum(), n.sum()
        cells = [[o, c - o], [size - o, all_words - size - c + o]]
        g2 = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert abs(found.g2[at]) == pytest.approx(g2)
        assert np.sign(found.g2[at]) == np.sign(o / c - size / all_words)
        assert found.pmi[at] == pytest.approx(np.log2(o * all_words / (c * size)))
        assert found.log_dice[at] == pytest.approx(14 + np.log2(2 * o / (60 + c)))


def test_the_interval_of_association_is_near_the_jackknife():
    """Delete-one-article variance of the same statistic, made without the linearisation."""
    rng = np.random.default_rng(8)
    k = 60
    n, r = rng.integers(150, 400, k), rng.integers(10, 40, k)
    rate = rng.gamma(0.8, 1 / 0.8, k)
    near, far = rng.poisson(1.2 * rate)[:, None], rng.poisson(4 * rate)[:, None]

    def pmi(keep):
        o, c = near[keep].sum(), (near + far)[keep].sum()
        return np.log2(o * n[keep].sum() / (c * r[keep].sum()))

    each = np.array([pmi(np.arange(k) != at) for at in range(k)])
    error = np.sqrt((k - 1) / k * ((each - each.mean()) ** 2).sum())
    found = association(csr_matrix(near), csr_matrix(near + far), r, n, nodes=90)
    half = float(found.high[0] - found.low[0]) / 2
    assert half / stats.t.ppf(0.975, k - 1) == pytest.approx(error, rel=0.12)


def test_the_interval_of_association_is_its_linearisation_written_out():
    """Each cluster's part in log(o N / (c R)), squared and summed, times u / (u - 1); t of the windows' clusters."""
    rng = np.random.default_rng(9)
    n, r = rng.integers(80, 200, 30).astype(float), rng.integers(5, 25, 30).astype(float)
    n[-2:] = r[-2:] = 0  # two articles without a word in scope
    r[:3] = 0  # and three without the word asked for
    near, far = rng.poisson(1.0, (30, 1)) * (r > 0)[:, None], rng.poisson(2.0, (30, 1)) * (n > 0)[:, None]
    found = association(csr_matrix(near), csr_matrix(near + far), r, n, nodes=60)
    o, every = near[:, 0], (near + far)[:, 0]
    parts = o / o.sum() - every / every.sum() - r / r.sum() + n / n.sum()
    variance = 28 / 27 * (parts**2).sum()
    half = stats.t.ppf(0.975, 25 - 1) * np.sqrt(max(variance, 1 / o.sum() - 1 / every.sum())) / np.log(2)
    assert (found.high[0] - found.low[0]) / 2 == pytest.approx(half)

"""A hand-made corpus of two outlets with six articles each: every number of a row, without the toolkit.

Counts are read off the sentences below; the arithmetic is Python's and SciPy's.
"""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.optimize import brentq

from toolkit.analysis.keyness.find import keyness
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

# uses of "rebels" and of other words in each article; every other word is used once in the corpus
HERALD = [(0, 11), (1, 19), (0, 15), (2, 22), (0, 9), (1, 13)]
POST = [(2, 12), (3, 20), (1, 10), (2, 16), (4, 25), (2, 11)]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    rows, serial = [], 0
    for outlet, articles in (("Herald", HERALD), ("Post", POST)):
        for number, (uses, others) in enumerate(articles):
            fill = [f"w{_letters(serial + k)}" for k in range(others)]
            serial += others
            text = " ".join(fill[:1] + ["rebels"] * uses + fill[1:]).capitalize() + "."
            rows.append({"article_id": f"{outlet}{number}", "outlet": outlet, "text": text})
    return Corpus(conform(pd.DataFrame(rows), "articles"))


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03d}")


@pytest.fixture(scope="module")
def row(corpus: Corpus) -> pd.Series:
    table = keyness(corpus, hidden=True)
    return table.set_index("feature").loc["rebels"]


def _side(articles: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([y for y, _ in articles]), np.array([y + other for y, other in articles])


def _variance(y: np.ndarray, n: np.ndarray, prior: float) -> float:
    k, p = len(y), y.sum() / n.sum()
    return max(k / (k - 1) * ((y - p * n) ** 2).sum() / (n.sum() * p * (1 - p)) ** 2, 1 / (y.sum() + prior))


def test_counts(row: pd.Series) -> None:
    assert (row["uses_target"], row["uses_reference"]) == (4, 14)
    assert (row["articles_target"], row["articles_reference"]) == (3, 6)
    assert (row["n_target"], row["n_reference"]) == (6, 6)
    assert (row["target"], row["reference"]) == ("Herald", "Post")
    assert row["rate_target"] == pytest.approx(1e4 * 4 / 93)
    assert row["rate_reference"] == pytest.approx(1e4 * 14 / 108)
    assert row["top_article_share"] == pytest.approx(4 / 14)
    assert row["outlets"] == 1


def test_ratio_and_interval(row: pd.Series) -> None:
    (y_a, n_a), (y_b, n_b) = _side(HERALD), _side(POST)
    ratio = math.log2((4 / 93) / (14 / 108))
    half = stats.t.ppf(0.975, 5) * math.sqrt(_variance(y_a, n_a, 0) + _variance(y_b, n_b, 0)) / math.log(2)
    assert row["log_ratio"] == pytest.approx(ratio)
    assert (row["low"], row["high"]) == pytest.approx((ratio - half, ratio + half))
    assert (row["low"], row["high"]) == pytest.approx((-3.694185, 0.510933), abs=5e-7)


def _p_rate() -> float:
    """Log odds with a tenth of a pseudo-word a word type over their error, t with five degrees."""
    (y_a, n_a), (y_b, n_b) = _side(HERALD), _side(POST)
    total = 0.1 * 1  # "rebels" is the only single word in three articles or more
    prior = total * 18 / 201
    up, down = 4 + prior, 14 + prior
    delta = math.log(up / (93 + total - up)) - math.log(down / (108 + total - down))
    error = math.sqrt(_variance(y_a, n_a, prior) + _variance(y_b, n_b, prior))
    return float(2 * stats.t.sf(abs(delta) / error, 5))


def _p_presence() -> float:
    """Three of six and six of six articles hold it; longer articles would hold more of every word."""
    n_a, n_b = _side(HERALD)[1], _side(POST)[1]

    def held(rate: float, n: np.ndarray) -> float:
        return float(np.mean(-np.expm1(-rate * n)))

    rate = brentq(lambda r: 6 * held(r, n_a) + 6 * held(r, n_b) - 9, 1e-9, 9)
    a, b = held(rate, n_a), held(rate, n_b)
    null = stats.nchypergeom_fisher(12, 6, 9, a / (1 - a) / (b / (1 - b)))
    chance = null.pmf(np.arange(3, 7))
    same = np.isclose(chance, chance[0], rtol=1e-7)
    return float(chance[(chance < chance[0]) & ~same].sum() + chance[same].sum() / 2)


def test_p_of_rate_and_presence(row: pd.Series) -> None:
    assert row["p_rate"] == pytest.approx(_p_rate(), rel=1e-9)
    assert row["p_presence"] == pytest.approx(_p_presence(), abs=2e-5)


def test_p_to_six_digits(row: pd.Series) -> None:
    """The harmonic mean: neither the smaller p nor another number of degrees passes here."""
    assert row["p"] == pytest.approx(stats.hmean([row["p_rate"], row["p_presence"]]), rel=1e-12)
    assert row["p"] == pytest.approx(0.103938, abs=5e-7)
    assert row["q"] == pytest.approx(row["p"])  # "rebels rebels" stands in too few articles to be tested


def test_log_odds_z_and_the_classic_measures(row: pd.Series) -> None:
    prior = 0.1 * 18 / 201
    up, down = 4 + prior, 14 + prior
    delta = math.log(up / (93.1 - up)) - math.log(down / (108.1 - down))
    assert row["log_odds"] == pytest.approx(delta)
    assert row["z"] == pytest.approx(delta / math.sqrt(1 / up + 1 / down))
    table = [[4, 89], [14, 94]]
    for name, kind in (("g2", "log-likelihood"), ("chi2", "pearson")):
        expected = stats.chi2_contingency(table, correction=False, lambda_=kind).statistic
        assert row[name] == pytest.approx(-expected)


def test_dispersion(row: pd.Series) -> None:
    for side, articles in (("target", HERALD), ("reference", POST)):
        y, n = _side(articles)
        share = n / n.sum()
        dp = np.abs(y / y.sum() - share).sum() / 2
        assert row[f"dispersion_{side}"] == pytest.approx(dp / (1 - share.min()))

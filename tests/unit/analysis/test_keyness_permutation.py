import itertools

import numpy as np
import pytest
from framing_corpora import make_corpus
from scipy.sparse import csc_matrix

from toolkit.analysis.keyness import permutation
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.keyness.permutation import exact
from toolkit.analysis.keyness.top import top_terms
from toolkit.errors import TableError
from toolkit.stats.columns import Outcomes
from toolkit.stats.permutation import rate_difference_p

RNG = np.random.default_rng


def brute_force(uses: np.ndarray, words: np.ndarray, target: np.ndarray) -> float:
    """Return the share of all divisions at least as extreme."""

    def statistic(chosen: np.ndarray) -> float:
        parts = []
        for side in (chosen, ~chosen):
            y, n = uses[side], words[side]
            rate = y.sum() / n.sum()
            k = side.sum()
            parts.append((rate, max(k / (k - 1) * ((y - rate * n) ** 2).sum(), y.sum()) / n.sum() ** 2))
        error = np.sqrt(parts[0][1] + parts[1][1])
        return abs(parts[0][0] - parts[1][0]) / error if error else 0.0

    observed = statistic(target)
    found = []
    for places in itertools.combinations(range(len(uses)), int(target.sum())):
        chosen = np.zeros(len(uses), dtype=bool)
        chosen[list(places)] = True
        found.append(statistic(chosen) >= observed * (1 - 1e-9))
    return float(np.mean(found))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_close_to_all_permutations(seed):
    rng = RNG(seed)
    uses, words = rng.poisson(2, 11), rng.integers(100, 400, 11)
    target = np.arange(11) < 5
    drawn = rate_difference_p(uses, words, target, 9_999, RNG(0))
    assert drawn == pytest.approx(brute_force(uses, words, target), abs=0.02)


def test_level_under_the_null():
    rng = RNG(5)
    p = [
        rate_difference_p(
            rng.poisson(rng.gamma(0.5, 3, 20)), rng.integers(200, 600, 20), np.arange(20) < 8, 199, RNG(k)
        )
        for k in range(200)
    ]
    assert np.mean(np.array(p) <= 0.05) < 0.09


def test_rows_of_a_table():
    corpus = make_corpus({"A": 14, "B": 14}, words={"A": ["Militants"], "B": ["Rebels"]})
    top = top_terms(keyness(corpus), n=2)
    checked = exact(corpus, top, permutations=999)
    assert checked.loc[checked["certainty"] == "certain", "p_exact"].max() <= 0.01
    assert list(checked.columns) == [*top.columns, "p_exact"]


def test_rows_of_no_known_table_are_refused():
    corpus = make_corpus({"A": 6, "B": 6})
    table = keyness(corpus)
    table.attrs.clear()
    with pytest.raises(TableError, match="as it was returned"):
        exact(corpus, table)


@pytest.mark.parametrize("some", [1, 4, 65_536])
def test_uses_are_brought_together_some_articles_at_a_time(
    some: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(5)
    uses, rows = rng.poisson(0.7, (30, 9)), np.sort(rng.choice(30, 24, replace=False))
    place = np.unique(rng.integers(0, 10, 24), return_inverse=True)[1]
    of = Outcomes([(csc_matrix(uses[:, :5]), np.array([0, 3])), (csc_matrix(uses[:, 5:]), np.array([1, 3]))])
    monkeypatch.setattr(permutation, "ROWS", some)
    wanted = np.zeros((place.max() + 1, 4), dtype=int)
    np.add.at(wanted, place, uses[rows][:, [0, 3, 6, 8]])
    made = permutation._counts(of, rows, place)
    assert made.toarray().tolist() == wanted.tolist()
    alone = permutation._counts(of, rows, np.arange(24))
    assert alone.toarray().tolist() == uses[rows][:, [0, 3, 6, 8]].tolist()

"""Mantel-Haenszel within stories, by hand."""

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

from toolkit.stats.matched import matched_tests

STORY = np.array([0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
TARGET = np.array([1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0], dtype=bool)
WORDS = np.array([200, 300, 150, 250, 220, 400, 180, 310, 270, 120, 500, 260, 240])
USES = np.array([3, 1, 2, 0, 1, 4, 1, 1, 2, 0, 1, 2, 0])


def by_hand(uses: np.ndarray) -> dict[str, float]:
    r, q, floor = [], [], []
    for s in np.unique(STORY):
        a, b = (s == STORY) & TARGET, (s == STORY) & ~TARGET
        n_a, n_b = WORDS[a].sum(), WORDS[b].sum()
        r.append(uses[a].sum() * n_b / (n_a + n_b))
        q.append(uses[b].sum() * n_a / (n_a + n_b))
        floor.append(uses[s == STORY].sum() * n_a * n_b / (n_a + n_b) ** 2)
    told = np.array([x + y > 0 for x, y in zip(r, q, strict=True)])
    r, q = np.array(r)[told], np.array(q)[told]
    k, d = len(r), r - q
    extra = 0.5 if not r.sum() or not q.sum() else 0.0
    up, down = r.sum() + extra, q.sum() + extra
    ratio = up / down
    t = d.sum() / np.sqrt(max(k * d.var(ddof=1), sum(floor)))
    variance = max(k / (k - 1) * ((r - ratio * q) ** 2).sum() / up**2, 1 / up + 1 / down)
    half = stats.t.ppf(0.975, k - 1) * np.sqrt(variance) / np.log(2)
    p = 2 * stats.t.sf(abs(t), k - 1)
    return {
        "log_ratio": np.log2(ratio),
        "low": np.log2(ratio) - half,
        "high": np.log2(ratio) + half,
        "p": p,
        "stories": k,
    }


@pytest.mark.parametrize("uses", [USES, USES * TARGET, USES * ~TARGET, 9 * USES])
def test_by_hand(uses: np.ndarray) -> None:
    found = matched_tests(csr_matrix(uses[:, None]), WORDS, TARGET, STORY, least=2)
    expected = by_hand(uses)
    for name, value in expected.items():
        assert found[name][0] == pytest.approx(value), name


def test_many_words_at_once_are_each_alone() -> None:
    table = np.column_stack([USES, USES[::-1], USES * TARGET])
    together = matched_tests(csr_matrix(table), WORDS, TARGET, STORY, least=2)
    for column in range(3):
        alone = matched_tests(csr_matrix(table[:, [column]]), WORDS, TARGET, STORY, least=2)
        for name, values in together.items():
            assert values[column] == pytest.approx(alone[name][0], nan_ok=True)


def test_the_least_number_of_stories_on_each_side() -> None:
    four = np.where(STORY < 4, USES, 0)
    few = matched_tests(csr_matrix(four[:, None]), WORDS, TARGET, STORY)
    assert few["stories"][0] == 4
    assert np.isnan([few["p"][0], few["low"][0], few["high"][0]]).all()
    assert np.isfinite(few["log_ratio"][0])
    enough = matched_tests(csr_matrix(np.where(STORY < 5, USES, 0)[:, None]), WORDS, TARGET, STORY)
    assert enough["stories"][0] == 5
    assert np.isfinite([enough["p"][0], enough["low"][0], enough["high"][0]]).all()


def test_a_side_without_words_in_a_story_adds_nothing() -> None:
    found = matched_tests(
        csr_matrix(np.zeros((2, 1), dtype=int)), np.array([0, 0]), np.array([True, False]), np.array([0, 0])
    )
    assert found["stories"].tolist() == [0]

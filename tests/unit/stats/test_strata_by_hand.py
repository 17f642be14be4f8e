"""Differences within strata beside hat matrices and sums written out, with clusters and unlike sizes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

from toolkit.stats import strata
from toolkit.stats.balance import balance, difference, log_ratio
from toolkit.stats.strata import adjusted, marks, overlap

N = 48


def material(seed: int = 4) -> tuple[np.ndarray, ...]:
    """Uses of three words, choices, sizes, sides, subjects and stories of 48 articles."""
    rng = np.random.default_rng(seed)
    words = rng.integers(200, 900, N).astype(float)
    story = rng.integers(0, 30, N)
    mood = rng.gamma(3, 1 / 3, 30)[story]
    uses = rng.poisson((words * mood)[:, None] / [100, 200, 900]).astype(float)
    return uses, words, rng.random(N) < 0.6, rng.integers(0, 3, N), story


def fitted(y: np.ndarray, size: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Residuals of a weighted fit, each over the root of one less its leverage (MacKinnon & White 1985)."""
    x, z = columns * np.sqrt(size)[:, None], y / np.sqrt(size)
    hat = x @ np.linalg.pinv(x)
    return (z - hat @ z) / np.sqrt(1 - np.diag(hat)), hat


def summed(scores: np.ndarray, story: np.ndarray | None) -> float:
    if story is None:
        return float(sum(x * x for x in scores))
    groups = sorted(set(story))
    total = sum(sum(scores[story == g]) ** 2 for g in groups)
    return float(total * len(groups) / (len(groups) - 1))


def weights(size: np.ndarray, first: np.ndarray, controls: np.ndarray) -> np.ndarray:
    """What is left of the mark of the first side when the controls are held equal."""
    beta = np.linalg.lstsq(controls * np.sqrt(size)[:, None], first * np.sqrt(size), rcond=None)[0]
    return np.asarray(first - controls @ beta)


def kish(held: np.ndarray, story: np.ndarray | None) -> float:
    groups = np.arange(len(held)) if story is None else story
    sums = [held[groups == g].sum() for g in set(groups)]
    return float(sum(sums) ** 2 / sum(s * s for s in sums))


def welch(first: np.ndarray, held: np.ndarray, story: np.ndarray | None) -> tuple[float, list[float]]:
    n = [kish(held[side], None if story is None else story[side]) for side in (first, ~first)]
    return (1 / n[0] + 1 / n[1]) ** 2 / sum(1 / k**2 / (k - 1) for k in n), n


@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("shares", [False, True])
def test_difference_of_rates(clustered: bool, shares: bool) -> None:
    uses, words, first, subject, story = material()
    stories = story if clustered else None
    if shares:
        uses, words = np.minimum(uses, 10), np.full(N, 10.0) + subject
    controls = np.column_stack([np.ones(N), marks(subject)])
    found = difference(balance(first, words, marks(subject), stories), uses, shares=shares)
    w = weights(words, first, controls)
    total = float((w * w * words).sum())
    df, n = welch(first, np.abs(w) * words, stories)
    for k in range(3):
        y = uses[:, k]
        up, down = (w * first) @ y, -(w * ~first) @ y
        assert found.estimate[k] == pytest.approx((up - down) / total)
        null = summed(w * np.sqrt(words) * fitted(y, words, controls)[0], stories)
        assert found.p[k] == pytest.approx(2 * stats.t.sf(abs(up - down) / np.sqrt(null), df))
        full = summed(w * np.sqrt(words) * fitted(y, words, np.column_stack([controls, first]))[0], stories)
        variance = full / total**2
        if shares:
            p = [(x / total * m + 0.5) / (m + 1) for x, m in zip((up, down), n, strict=True)]
            variance = max(variance, sum(q * (1 - q) / (m + 1) for q, m in zip(p, n, strict=True)))
        half = stats.t.ppf(0.975, df) * np.sqrt(variance)
        assert (found.low[k], found.high[k]) == pytest.approx(
            (found.estimate[k] - half, found.estimate[k] + half)
        )


@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("lacking", [False, True])
def test_ratio_of_rates(clustered: bool, lacking: bool) -> None:
    uses, words, first, subject, story = material()
    stories = story if clustered else None
    if lacking:
        uses = uses * first[:, None]
    controls = np.column_stack([np.ones(N), marks(subject)])
    found = log_ratio(balance(first, words, marks(subject), stories), uses)
    w = weights(words, first, controls)
    total = float((w * w * words).sum())
    df, _ = welch(first, np.abs(w) * words, stories)
    for k in range(3):
        y, logs, variance, least = uses[:, k], [], 0.0, 0.0
        for side in (first, ~first):
            use = total / words[side].sum()  # what one use of the side weighs
            up = abs((w * side) @ y) + (0.5 * use if lacking else 0)
            alone = sum((w * side) ** 2 * y) + (0.5 * use**2 if lacking else 0)
            apart = summed(w * side * (y - words * up / total), stories)
            variance += max(apart, alone) / up**2
            least += alone - (0.5 * use**2 if lacking else 0)
            logs.append(np.log2(up))
        assert found.estimate[k] == pytest.approx(logs[0] - logs[1])
        half = stats.t.ppf(0.975, df) * np.sqrt(variance) / np.log(2)
        assert found.high[k] - found.low[k] == pytest.approx(2 * half)
        null = summed(w * np.sqrt(words) * fitted(y, words, controls)[0], stories)
        t = (w @ y) / np.sqrt(max(null, least))
        assert found.p[k] == pytest.approx(2 * stats.t.sf(abs(t), df))


def test_words_are_tested_twice_and_the_smaller_p_is_doubled() -> None:
    uses, words, first, subject, _ = material(5)
    uses = np.column_stack([uses, uses[:, 2] * first, np.minimum(uses[:, 1], 1)])
    found = adjusted(uses, words, first, {"subject": subject}, measure="log_ratio")
    rate = log_ratio(balance(first, words, marks(subject)), uses)
    long = np.column_stack([marks(subject), np.log(words)])
    held_by = difference(balance(first, np.ones(N), long), (uses > 0) * 1.0)
    used_twice = 0
    for k in range(uses.shape[1]):
        agree = np.sign(rate.estimate[k]) == np.sign(held_by.estimate[k])
        least = min(rate.p[k], held_by.p[k]) if agree else rate.p[k]
        used_twice += least == held_by.p[k]
        assert found.p[k] == pytest.approx(min(1, 2 * least))
    assert used_twice


def test_interval_only_from_five_stories_of_equal_weight() -> None:
    """Ten articles of a side in four stories are four; in five, five."""
    y = np.random.default_rng(2).random((40, 1))
    for stories, fair in ((4, False), (5, True)):
        story = np.where(np.arange(40) < 20, np.arange(40) % stories, np.arange(40))
        held = balance(np.arange(40) < 20, np.ones(40), np.empty((40, 0)), story)
        assert held.effective[0] == pytest.approx(stories)
        assert held.is_fair == fair
        assert np.isfinite(difference(held, y).p[0]) == fair


def test_outcomes_in_sparse_columns_are_the_same() -> None:
    uses, words, first, subject, story = material()
    held = balance(first, words, marks(subject), story)
    for compare in (difference, log_ratio):
        for dense, sparse in zip(compare(held, uses), compare(held, csr_matrix(uses)), strict=True):
            np.testing.assert_array_equal(dense, sparse)


def test_equal_sides_share_the_first_sides_overlap() -> None:
    share, _ = overlap({"time": np.array([1, 2, 1, 1])}, [True, True, False, False])
    assert share == 0.5
    assert overlap({}, [])[0] == 0.0


def caused(crude: strata.Found, found: strata.Found) -> np.ndarray:
    asked = strata._asked(crude, found)
    return strata._cause(crude, found, asked, {"subject": found.estimate[asked]})


@pytest.mark.parametrize(("left", "named"), [(0.45, "subject"), (0.55, strata.NO_OVERLAP)])
def test_half_of_a_difference_must_go_for_the_subject_to_account_for_it(left: float, named: str) -> None:
    crude = strata.Found(*(np.array([x]) for x in (1.0, 0.5, 1.5, 0.001)))
    found = strata.Found(*(np.array([x]) for x in (left, -0.2, 1.2, 0.2)))
    assert caused(crude, found).tolist() == [named]


@pytest.mark.parametrize(("p", "named"), [(0.049, "subject"), (0.051, "")])
def test_only_a_crude_difference_needs_a_cause(p: float, named: str) -> None:
    crude = strata.Found(*(np.array([x]) for x in (1.0, 0.5, 1.5, p)))
    found = strata.Found(*(np.array([x]) for x in (0.1, -0.2, 1.2, 0.2)))
    assert caused(crude, found).tolist() == [named]

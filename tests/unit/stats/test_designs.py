"""Thin copies of benchmarks/bench_inference.py: intervals cover, few stories give no false findings."""

import importlib.util
import warnings
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy import stats

from toolkit.stats.permutation import mean_differences_p

FILE = Path(__file__).resolve().parents[3] / "benchmarks" / "bench_inference.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    known = importlib.util.spec_from_file_location("bench_inference", FILE)
    assert known
    assert known.loader
    module = importlib.util.module_from_spec(known)
    with warnings.catch_warnings():
        known.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("difference of scores, 5 and 200", 400),
        ("difference of scores, 6 and 40 stories of 4", 300),
        ("mean score, 20 stories of 4", 300),
        ("share .5, 20 stories of 4", 300),
        ("difference of shares .5 - .25, 20 stories of 4", 200),
        ("rate 4 in 1,000 words, 20 stories of 4", 300),
        ("topic share, 20 stories of 4", 40),
    ],
)
def test_intervals_cover(bench: ModuleType, name: str, runs: int) -> None:
    """The nominal .95, less and more three standard errors of so many draws."""
    found = bench.covered(bench.COVERAGE[name], runs)
    assert found["no interval"] < 0.05
    reach = 3 * (0.95 * 0.05 / runs) ** 0.5
    assert 0.94 - reach <= found["covers"] <= 0.97 + reach


def test_five_stories_of_eight_give_no_more_false_labels_than_forty_articles(bench: ModuleType) -> None:
    """Articles as units state a difference of labels in half of such reports (nominal 5 %)."""
    assert bench.false_labels((5, 8), 12, clustered=False) > 0.25
    assert bench.false_labels((5, 8), 12, clustered=True) <= 1 / 12


@pytest.mark.parametrize("adjusted", [False, True])
def test_whole_stories_are_dealt_and_time_is_held(adjusted: bool) -> None:
    """Two sides alike, stories of four and, where it is adjusted for, a trend that one side has more of."""
    rng, found = np.random.default_rng(3), []
    for _ in range(150):
        story, side = np.arange(80) // 4, np.arange(80) < 40
        day = rng.normal(np.where(side, 1.0, 0.0) if adjusted else 0.0, 1.0)
        values = rng.gamma(0.5, 1.0, 20)[story] + rng.gamma(0.5, 1.0, 80) + (day if adjusted else 0)
        controls = day[:, None] if adjusted else None
        found.append(mean_differences_p(values[:, None], side, clusters=story, controls=controls)[0])
    rejected = sum(p < 0.05 for p in found)
    assert stats.binom.cdf(rejected, 150, 0.05) < 0.999
    assert rejected > 0

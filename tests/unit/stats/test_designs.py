"""Thin copies of benchmarks/bench_inference.py: intervals cover, few stories give no false findings."""

import importlib.util
import warnings
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from toolkit.analysis.strata import beside_others, told
from toolkit.report.wording.findings import findings_in
from toolkit.stats.families import with_q
from toolkit.stats.permutation import mean_differences_p
from toolkit.stats.shares import share_table

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


def uses_of(rng: np.random.Generator, articles: int, uses: int, share: float) -> np.ndarray:
    """Return articles by two labels: so many uses in all, spread at random, so many of them the first."""
    size = 1 + rng.multinomial(uses - articles, np.full(articles, 1 / articles))
    first = np.zeros(articles, dtype=int)
    chosen = rng.permutation(np.repeat(np.arange(articles), size))[: round(share * uses)]
    np.add.at(first, chosen, 1)
    return np.column_stack([first, size - first])


def test_a_clear_difference_of_labels_is_found_among_fifteen_tests(bench: ModuleType) -> None:
    """93.5 % of 245 uses in 85 articles against 28.4 % of 236 in 70: 999 draws cannot go under q = .01."""
    rng, parts = np.random.default_rng(7), []
    for actor in range(15):
        shares = (0.935, 0.284) if actor == 0 else (0.5, 0.5)
        counts = np.vstack([uses_of(rng, *one) for one in zip((85, 70), (245, 236), shares, strict=True)])
        among = list(bench.OUTLETS), np.repeat([0, 1], [85, 70])
        table = share_table(counts, ["illegal", "undocumented"], among)
        held = beside_others({}, among, counts, counts.sum(axis=1))
        parts.append(pd.concat([table, held], axis=1).assign(actor=f"actor {actor}", voice="narrator"))
    table = told(with_q(pd.concat(parts, ignore_index=True), ["actor", "voice"]))
    made = bench.full("labels", table.rename(columns={"choice": "label", "of": "uses_actor"}), "outlet")
    found = findings_in({"framing_labels": made}).query("tier == 'holds'")
    assert found["measure"].tolist() == ["names"], found
    assert found["certainty"].tolist() == ["certain"]
    assert found["statement"].str.contains("illegal|undocumented").all()

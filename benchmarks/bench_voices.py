"""How many voices: how often the interval holds the true number, and whether more articles mean more voices.

    python benchmarks/bench_voices.py [--runs 200]

Invented assemblages of speakers (number, Zipf exponent, quotations an article), at 10 to 160 articles. Truth:
the speakers who account for the same coverage in the assemblage. `known`: share of runs with an interval;
`covers`: of those, the share that holds the truth. Beside it, what was used before, the jackknife of the
effective number of speakers. Last, one assemblage read in 10 and in 40 articles, at the coverage of the
smaller: how often the two intervals are apart.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from scipy import stats

from toolkit.stats.coverage import classes_at_coverage, coverage_at, incidence

ASSEMBLAGES = ((200, 0.8, 2), (60, 1.2, 5), (400, 1.0, 4), (30, 0.5, 3))


def true_number(chance: np.ndarray, coverage: float) -> float:
    """Return the speakers expected in as many articles as reach a coverage."""
    low, high = 0.0, 1e5
    for _ in range(60):
        middle = (low + high) / 2
        left = (chance * (1 - chance) ** middle).sum() / chance.sum()
        low, high = (middle, high) if 1 - left < coverage else (low, middle)
    return float((1 - (1 - chance) ** low).sum())


def jackknife_covers(counts: np.ndarray, share: np.ndarray) -> bool:
    """Tell whether the jackknife interval of 1 / sum of squared shares holds the assemblage's own."""

    def effective(total: np.ndarray) -> float:
        return float(total.sum() ** 2 / (total**2).sum())

    n, total = len(counts), counts.sum(axis=0)
    logs = np.log([effective(total - row) for row in counts])
    half = stats.t.ppf(0.975, n - 1) * np.sqrt((n - 1) * logs.var())
    return bool(abs(np.log(effective(total)) - np.log(1 / (share**2).sum())) <= half)


def drawn(share: np.ndarray, articles: int, each: int, rng: np.random.Generator) -> np.ndarray:
    """Return articles by speakers: quotations."""
    return rng.multinomial(each, share, articles).astype(np.float64)


def coverage_table(runs: int) -> pd.DataFrame:
    rng, rows = np.random.default_rng(1), []
    for speakers, zipf, each in ASSEMBLAGES:
        share = 1 / np.arange(1, speakers + 1) ** zipf
        share /= share.sum()
        chance = 1 - (1 - share) ** each
        for articles in (10, 20, 40, 80, 160):
            for run in range(runs):
                counts = drawn(share, articles, each, rng)
                sample = incidence(counts)
                level = coverage_at(sample, articles)
                found = classes_at_coverage(sample, level, seed=run, draws=100)
                truth = true_number(chance, level)
                known = np.isfinite(found.low)
                rows.append(
                    {
                        "speakers": f"{speakers}, Zipf {zipf}, {each} an article",
                        "articles": articles,
                        "covered": level,
                        "voices": found.estimate,
                        "true": truth,
                        "known": known,
                        "covers": float(found.low <= truth <= found.high) if known else np.nan,
                        "high / low": found.high / found.low,
                        "jackknife covers": jackknife_covers(counts, share),
                    }
                )
    return pd.DataFrame(rows).groupby(["speakers", "articles"], sort=False).mean()


def apart(runs: int) -> float:
    """Return how often the intervals of 20 and of 80 articles of one assemblage do not meet."""
    rng, found = np.random.default_rng(2), []
    share = 1 / np.arange(1, 201) ** 0.8
    for run in range(runs):
        small, large = (incidence(drawn(share / share.sum(), n, 2, rng)) for n in (20, 80))
        level = coverage_at(small, 20)
        a, b = (classes_at_coverage(one, level, seed=run, draws=100) for one in (small, large))
        if np.isfinite([a.low, b.low]).all():
            found.append(a.high < b.low or b.high < a.low)
    return float(np.mean(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    given = parser.parse_args()
    print(coverage_table(given.runs).round(2).to_string())
    print(f"20 and 80 articles of one assemblage, intervals apart: {apart(given.runs):.3f}")


if __name__ == "__main__":
    main()

"""The tests of keyness: how often p falls under a level where nothing differs, and where something does.

    python benchmarks/bench_presence.py [articles.csv.gz] [--splits 100] [--draws 2000]

First table: random halves of one outlet, narrator's voice, words and pairs; among the words in three or more
articles of the side they mark, the share with p under .01 and .001, by test: of the rate, of the presence
(exact, mid-p) and the two together; and the words called different at a false discovery rate of .05 in a
split. Second: words drawn as `power` draws them, three and five times as often on one side; the share found
with p < .05, < .001 and < .00005, which is about what a table of two thousand words asks of a finding.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from toolkit.corpus.corpus import Corpus
from toolkit.stats import sides as stats
from toolkit.stats.families import benjamini_hochberg
from toolkit.stats.presence import least_presence_p, presence_test
from toolkit.tables import conform
from toolkit.text.dfm import dfm

SHARED = Path(__file__).resolve().parents[2] / "shared"
OUTLETS = ("CNN (Web News)", "Fox News", "Washington Times")
ATTAINABLE = 0.01
LEVELS = (0.01, 0.001)


def tests_of(
    a: stats.Side, b: stats.Side, lengths: tuple[np.ndarray, np.ndarray], prior: np.ndarray, total: float
) -> dict[str, np.ndarray]:
    """Return the p-values of each test and of their combination, with the exact test and with mid-p."""
    rate = stats.rate_test(a, b, prior, total)
    exact, mid = (presence_test(a, b, lengths, mid=mid) for mid in (False, True))
    mean = stats.combined(rate, mid, a, b)
    tested = ~np.isnan(mean)
    up = a.count * b.words >= b.count * a.words
    same = up == (a.articles * b.n >= b.articles * a.n)
    before = np.minimum(1.0, 2 * np.fmin(rate, np.where(same, exact, 1.0)))
    each = {
        "rate": rate,
        "presence, exact": exact,
        "presence, mid-p": mid,
        "both, as before": before,
        "both": mean,
    }
    made = {name: p[tested] for name, p in each.items()}
    could = ((least_presence_p(a, b, lengths) < ATTAINABLE) | (2 * (a.articles + b.articles) > a.n + b.n))[
        tested
    ]
    return made | {"both, words that could differ": made["both"][could]}


def null_rates(articles: pd.DataFrame, splits: int) -> pd.DataFrame:
    """Return how often p is under each level on random halves, and the false words of a split."""
    rng, rows = np.random.default_rng(1), []
    for outlet in OUTLETS:
        counts = dfm(
            Corpus(conform(articles[articles["outlet"] == outlet], "articles")), voice="narrator", ngrams=2
        )
        for side in (10, 20, 40, 150):
            for _ in range(splits):
                order = rng.permutation(counts.shape[0])[: 2 * side]
                halves = order[: len(order) // 2], order[len(order) // 2 :]
                one, two = (stats.side(counts.counts[at], counts.totals[at]) for at in halves)
                keep = np.flatnonzero((one + two).articles >= 3)
                one, two = one.only(keep), two.only(keep)
                total = 0.1 * float((~counts.features[keep].str.contains(" ")).sum())
                prior = total * (one.count + two.count) / (one.words + two.words)
                lengths = counts.totals[halves[0]], counts.totals[halves[1]]
                for name, p in tests_of(one, two, lengths, prior, total).items():
                    under = {f"p < {level}": np.mean(p < level) for level in LEVELS}
                    false = int((benjamini_hochberg(p) < 0.05).sum())
                    rows.append({"a side": side, "test": name, "words": len(p), "false": false} | under)
    table = pd.DataFrame(rows)
    made = table.groupby(["a side", "test"], sort=False)[["words", *(f"p < {x}" for x in LEVELS), "false"]]
    return made.mean().assign(
        any_false=table.groupby(["a side", "test"])["false"].apply(lambda x: (x > 0).mean())
    )


def power_rates(draws: int) -> pd.DataFrame:
    """Return how often a difference is found: articles of 300 to 1,500 words, 2 uses in 10,000, size .3."""
    rng, rows = np.random.default_rng(2), []
    for side in (15, 25, 40, 100):
        lengths = tuple(rng.integers(300, 1500, side) for _ in range(2))
        for fold in (3, 5):
            made = []
            for words, rate in zip(lengths, (2e-4 * fold, 2e-4), strict=True):
                mean = np.outer(words, np.full(draws, rate))
                made.append(stats.side(csr_matrix(rng.negative_binomial(0.3, 0.3 / (0.3 + mean))), words))
            a, b = made
            total = 150.0
            prior = total * (a.count + b.count) / (a.words + b.words)
            for name, p in tests_of(a, b, (lengths[0], lengths[1]), prior, total).items():
                found = {f"p < {level}": np.sum(p < level) / draws for level in (0.05, 0.001, 5e-5)}
                rows.append({"a side": side, "fold": fold, "test": name} | found)
    return pd.DataFrame(rows).set_index(["a side", "fold", "test"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", default=SHARED / "benchmarks" / "allsides_dev.csv.gz")
    parser.add_argument("--splits", type=int, default=100)
    parser.add_argument("--draws", type=int, default=2000)
    given = parser.parse_args()
    print(null_rates(pd.read_csv(given.source), given.splits).round(5).to_string(), end="\n\n")
    print(power_rates(given.draws).round(3).to_string())


if __name__ == "__main__":
    main()

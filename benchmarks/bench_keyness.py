"""Keyness: false alarms on random halves of one outlet, and the time of 10,000 articles.

    python benchmarks/bench_keyness.py [articles.csv.gz] [--articles 10000] [--skip-null]

First table: mean number of words called different at a false discovery rate of 5 % between random halves
of one outlet (20 splits), by our test, by plain G2 and by the z of log-odds with informative prior; and
where one half keeps two sentences in five, by our test and by the same test with plain Fisher. Second:
processor seconds of counting and of the statistics, ratio of our statistics to G2 and log-odds alone,
and peak memory. Articles beyond those given are made from them with one word of each sentence changed.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm

from toolkit.analysis.keyness.compare import contrasted
from toolkit.analysis.keyness.counts import count
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.scope import scope_of
from toolkit.corpus.corpus import Corpus
from toolkit.stats import sides as stats
from toolkit.stats.families import benjamini_hochberg
from toolkit.stats.presence import presence_test
from toolkit.tables import conform
from toolkit.text.dfm import Dfm, dfm, in_scope
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens

SHARED = Path(__file__).resolve().parents[2] / "shared"
OUTLETS = ("CNN (Web News)", "Fox News", "Washington Times")


def false_words(counts: Dfm, a: np.ndarray, b: np.ndarray) -> dict[str, int]:
    """Return how many words each procedure calls different between two sets of articles."""
    one, two = (stats.side(counts.counts[rows], counts.totals[rows]) for rows in (a, b))
    keep = np.flatnonzero((one + two).articles >= 3)
    one, two = one.only(keep), two.only(keep)
    total = 0.1 * float((~counts.features[keep].str.contains(" ")).sum())
    prior = total * (one.count + two.count) / (one.words + two.words)
    p_rate = stats.rate_test(one, two, prior, total)
    lengths = counts.totals[a], counts.totals[b]
    tests = {
        "ours": stats.combined(p_rate, presence_test(one, two, lengths), one, two),
        "ours, plain Fisher": stats.combined(p_rate, presence_test(one, two), one, two),
        "G2": chi2.sf(np.abs(stats.g2(one, two)), 1),
        "log-odds z": 2 * norm.sf(np.abs(stats.log_odds(one, two, prior, total)[1])),
    }
    found = {name: int((benjamini_hochberg(p) < 0.05).sum()) for name, p in tests.items()}
    return found | {"words tested": len(keep)}


def null_table(articles: pd.DataFrame, splits: int = 20) -> pd.DataFrame:
    """Return the mean number of false words by outlet and design."""
    rng, rows = np.random.default_rng(1), []
    for outlet in OUTLETS:
        corpus = Corpus(conform(articles[articles["outlet"] == outlet], "articles"))
        counts = dfm(corpus, voice="narrator", ngrams=2)
        for side in (10, 20, 150):
            for _ in range(splits):
                order = rng.permutation(len(corpus))[: 2 * side]
                half = len(order) // 2
                rows.append(
                    {"outlet": outlet, "design": f"{side} a side"}
                    | false_words(counts, order[:half], order[half:])
                )
        for _ in range(splits // 4):
            order = rng.permutation(len(corpus))[:300]
            cut, half = segmented(corpus), len(order) // 2
            thin = np.isin(cut.document, order[half:]) & (rng.random(len(cut.document)) > 0.4)
            chosen = (in_scope(corpus, voice="narrator") & ~thin)[tokens(corpus).segment]
            thinned = dfm(corpus, ngrams=2, chosen=chosen)
            rows.append(
                {"outlet": outlet, "design": "150, one half cut"}
                | false_words(thinned, order[:half], order[half:])
            )
    return pd.DataFrame(rows).groupby(["design", "outlet"], sort=False).mean().round(2)


def enlarge(articles: pd.DataFrame, size: int, seed: int = 1) -> pd.DataFrame:
    """Return so many articles, those beyond the given ones with one word of each sentence changed."""
    rng = random.Random(seed)
    words = sorted({word for text in articles["text"].head(300) for word in text.split()})
    rows = articles.to_dict("records")[:size]
    while len(rows) < size:
        row = dict(rng.choice(rows[: len(articles)]))
        parts = re.split(r"(?<=[.!?]) +", row["text"])
        row["text"] = " ".join(f"{part[:-1]} {rng.choice(words)}{part[-1:]}" for part in parts)
        row["article_id"] = f"{row['article_id']}-{len(rows)}"
        rows.append(row)
    return pd.DataFrame(rows)


def time_of(articles: pd.DataFrame, size: int) -> dict[str, float]:
    """Return processor seconds of counting and of the statistics, three leanings compared."""
    corpus = Corpus(conform(enlarge(articles, size), "articles"))
    scope = scope_of(by="outlet_leaning")
    marks = [time.process_time()]
    segmented(corpus)
    marks.append(time.process_time())
    tokens(corpus)
    marks.append(time.process_time())
    counted = count(corpus, scope)
    marks.append(time.process_time())
    contrasted([counted], corpus.settings, pairs=False)
    marks.append(time.process_time())
    for a in range(3):
        one, two = counted.sides.of([a]), counted.sides.of([b for b in range(3) if b != a])
        stats.g2(one, two)
        stats.log_odds(one, two, one.count + 0.1, 100.0)
    marks.append(time.process_time())
    table = keyness(corpus, by="outlet_leaning", hidden=True)
    steps = np.diff(marks)
    return {
        "articles": size,
        "words (million)": len(tokens(corpus)) / 1e6,
        "features": len(counted.dfm.features),
        "rows": len(table),
        "segments (s)": steps[0],
        "words (s)": steps[1],
        "counting (s)": steps[2],
        "statistics (s)": steps[3],
        "G2 and log-odds alone (s)": steps[4],
        "peak memory (GB)": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", default=SHARED / "benchmarks" / "allsides_dev.csv.gz")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--skip-null", action="store_true")
    given = parser.parse_args()
    articles = pd.read_csv(given.source)
    if not given.skip_null:
        print(null_table(articles).to_string(), end="\n\n")
    for name, value in time_of(articles, given.articles).items():
        print(f"{name:28s} {value:12.2f}")


if __name__ == "__main__":
    main()

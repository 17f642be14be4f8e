"""Do the intervals of topic shares hold the truth, and is nothing found where nothing is?

    python benchmarks/bench_topic_intervals.py coverage|null [NUMBER [FIRST]]

`coverage`: NUMBER draws of 60 and of 200 BBC articles of two made-up outlets with another mix of categories;
the truth is the shares of all 2,125 articles under topics found in all of them. Nominal 95 %. Three ways:
the toolkit's; topics fixed, least squares with articles as drawn; and stm's method of composition (Roberts,
Stewart & Airoldi 2016): topics fixed, each article's shares drawn anew from its uncertainty (here by drawing
its words anew), least squares on each draw, results pooled. Errors are standard errors over draws. Draws are
without replacement, so that a right interval covers 95.3 % at 60 articles and 96.0 % at 200.
`null`: one outlet split in two at random, NUMBER times, 60 and 200 articles, k = 5: splits with a finding.
Without a word: five draws of both.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from bench_topics import bbc  # noqa: E402
from scipy import stats  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402

from toolkit.analysis.topics.alignment import match  # noqa: E402
from toolkit.analysis.topics.engines import Rows, engine  # noqa: E402
from toolkit.analysis.topics.find import topics as find  # noqa: E402
from toolkit.analysis.topics.model import TopicModel, tf_idf  # noqa: E402
from toolkit.analysis.topics.prevalence import Sample, differences, prevalence  # noqa: E402
from toolkit.analysis.topics.refit import random_halves, refit  # noqa: E402
from toolkit.analysis.topics.stability import Stability  # noqa: E402
from toolkit.corpus.corpus import Corpus  # noqa: E402
from toolkit.tables import conform  # noqa: E402

K = 5
MIX = {"business": 0.7, "entertainment": 0.5, "politics": 0.35, "sport": 0.55, "tech": 0.4}
NMF = engine("nmf")


def planted(rng, size):
    """Return the rows of articles of two outlets, and which of all articles could be the first's."""
    in_a = np.random.default_rng(0).random(len(bbc())) < bbc()["category"].map(MIX).to_numpy()
    return np.concatenate(
        [rng.choice(np.flatnonzero(m), size // 2, replace=False) for m in (in_a, ~in_a)]
    ), in_a


def truth_of(model, whole, in_a):
    """Return difference and first share in the population, for the topics of a draw."""
    _, mine, theirs = np.intersect1d(model.terms_.astype(str), whole.terms_.astype(str), return_indices=True)
    partner, _ = match(model.components_[:, mine], whole.components_[:, theirs])
    means = whole.shares_[in_a].mean(0)[partner], whole.shares_[~in_a].mean(0)[partner]
    return np.concatenate([means[0] - means[1], means[0]])


def composition(model, first, rng, turns=25):
    """Return the standard error with topics fixed and shares drawn by drawing each article's words anew."""
    counts, drawn = model.rows_.counts, []
    for _ in range(turns):
        again = counts.copy().astype(int)
        for row in range(again.shape[0]):
            part = slice(again.indptr[row], again.indptr[row + 1])
            words = again.data[part]
            again.data[part] = rng.multinomial(words.sum(), words / words.sum())
        again.eliminate_zeros()
        drawn.append(NMF.shares(Rows(again, tf_idf(csr_matrix(again), model.idf_)), model.fit_))
    turned = [least_squares(shares, first) for shares in drawn]
    spread = np.var([estimate for estimate, _ in turned], axis=0, ddof=1) * (1 + 1 / turns)
    return np.sqrt(np.mean([variance for _, variance in turned], axis=0) + spread)


def least_squares(shares, first):
    sides = shares[first], shares[~first]
    freedom = len(shares) - 2
    pooled = sum(((side - side.mean(0)) ** 2).sum(0) for side in sides) / freedom
    inverse = 1 / first.sum() + 1 / (~first).sum()
    return (
        np.concatenate([sides[0].mean(0) - sides[1].mean(0), sides[0].mean(0)]),
        np.concatenate([pooled * inverse, pooled / first.sum()]),
    )


def one(whole, size, seed):
    rng = np.random.default_rng([size, seed])
    rows, in_a = planted(rng, size)
    model = TopicModel(K).fit(bbc()["text"].iloc[rows].tolist())
    first, lone = np.arange(size) < size // 2, np.arange(size)
    halves = random_halves(first.astype(int), lone, seed=seed)
    sure = Stability(np.ones((2, K)), np.ones((2, K)), np.zeros(4))  # every topic is compared
    fits = refit(model.rows_, model.fit_, NMF, halves, np.ones(size), sure=sure).fits
    again = np.array([NMF.shares(model.rows_, fit) for fit in fits])
    sample = Sample(model.shares_, again, np.ones(K, dtype=bool), lone, np.ones(size))
    groups = pd.Series(np.where(first, "A", "B"))
    change = differences(sample, groups, ["-"] * K).iloc[:K]
    level = prevalence(sample, groups, ["-"] * K).iloc[:K]
    ends = pd.concat([change, level])[["low", "high"]].to_numpy().T
    reach = stats.t.ppf(0.975, size - 2)
    value, variance = least_squares(model.shares_, first)
    error, truth = composition(model, first, rng), truth_of(model, whole, in_a)
    found = {
        "toolkit": ends,
        "topics fixed": (value - reach * np.sqrt(variance), value + reach * np.sqrt(variance)),
        "composition, topics fixed": (value - reach * error, value + reach * error),
    }
    return {
        name: np.array([(low <= truth) & (truth <= high), high - low, np.abs(value - truth)])
        for name, (low, high) in found.items()
    }


def coverage(number=200, start=0):
    whole = TopicModel(K).fit(bbc()["text"].tolist())
    for size in (60, 200):
        draws = [one(whole, size, seed) for seed in range(start, start + number)]
        rows = []
        for of, part in (("difference", slice(0, K)), ("share", slice(K, 2 * K))):
            for name in draws[0]:
                # topics of a draw hang together: a draw counts as one in the Monte Carlo error
                by_draw = np.array([draw[name][:, part].mean(axis=1) for draw in draws])
                covered, width, error = by_draw.mean(axis=0)
                mc = by_draw[:, 0].std(ddof=1) / np.sqrt(number)
                rows.append(
                    {"of": of, "way": name, "covered": covered, "+-": mc, "width": width, "mean error": error}
                )
        print(f"{number} draws of {size} articles, {K} topics each", flush=True)
        print(pd.DataFrame(rows).round(3).to_string(index=False), flush=True)


def null(number=20, start=0):
    for size in (60, 200):
        found = 0
        for draw in range(start, start + number):
            part = bbc().sample(size, random_state=100 + draw)[["text"]].reset_index(drop=True)
            outlets = np.random.default_rng(draw).permutation(["A", "B"] * (size // 2))
            table = find(Corpus(conform(part.assign(outlet=outlets), "articles")), k=K).differences
            found += bool(table["finding"].any())
        print(
            f"one outlet split in two, {size} articles: a finding in {found} of {number} splits", flush=True
        )


if __name__ == "__main__":
    runs = {f.__name__: f for f in (coverage, null)}
    if len(sys.argv) < 2:
        coverage(5)
        null(5)
    elif sys.argv[1] in runs:
        runs[sys.argv[1]](*map(int, sys.argv[2:4]))
    else:
        sys.exit(__doc__)

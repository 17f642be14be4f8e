"""Do the intervals that `topics` prints hold the truth, and is a difference found where there is none?

    python benchmarks/bench_topic_coverage.py shares bbc|allsides NUMBER [FIRST]
    python benchmarks/bench_topic_coverage.py null bbc|allsides NUMBER [FIRST]

`shares`: NUMBER draws each of 60, 200 and 400 articles and of 12 against 120, of two made-up outlets with another
mix of subjects, with 5, 8 and 12 topics; topics are compared or withheld by the toolkit's own rule. The truth
is the shares of all articles under the topics found in all of them, matched with those of the draw by
their contrasts. A draw counts as one. Draws are without replacement, so that a right interval covers a little
more than 95 %. `null`: 10 and 120 articles of one outlet: draws with any finding. AllSides texts end after 400
words. One JSON line a draw, so that a run cut short is a result; `table FILE ...` sums them up.
`bench_topic_intervals.py` compares ways to make the intervals. Without a word: one draw of `null bbc`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import labelled_texts  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from toolkit.analysis.topics.alignment import contrasts, cosines, match  # noqa: E402
from toolkit.analysis.topics.engines import engine  # noqa: E402
from toolkit.analysis.topics.model import TopicModel  # noqa: E402
from toolkit.analysis.topics.prevalence import Sample, differences, prevalence  # noqa: E402
from toolkit.analysis.topics.refit import REFITS, random_halves, refit  # noqa: E402
from toolkit.analysis.topics.stability import Stability, stability  # noqa: E402

SIDES = ((30, 30), (12, 120), (100, 100), (200, 200))
TOPICS = (5, 8, 12)
FIRST_OUTLET = (0.7, 0.5, 0.35, 0.55, 0.4)  # chance that an article of each subject is the first outlet's
WORDS = 400  # of an AllSides article


@lru_cache(maxsize=1)
def population(name):
    frame = getattr(labelled_texts, name)()
    texts = frame["text"] if name == "bbc" else frame["text"].map(lambda text: " ".join(text.split()[:WORDS]))
    chance = frame["category"].map(dict(zip(sorted(frame["category"].unique()), FIRST_OUTLET, strict=True)))
    return texts.tolist(), np.random.default_rng(0).random(len(frame)) < chance.to_numpy()


@lru_cache(maxsize=3)
def whole(name, k):
    return TopicModel(k).fit(population(name)[0])


def tables(texts, first, k, seed, thin=None):
    """Return the model, prevalence and differences as `topics` makes them; or `thin` refits of all topics."""
    model, how, lone = TopicModel(k).fit(texts), engine("joint"), np.arange(len(texts))
    all_of_them = Stability(np.ones((2, k)), np.ones((2, k)), np.zeros(4))
    sure = all_of_them if thin else stability(model.rows_, model.fit_, how, seed=seed)
    halves = random_halves(first.astype(int), lone, seed=seed, refits=thin or REFITS)
    again = refit(model.rows_, model.fit_, how, halves, np.ones(len(texts)), sure=sure)
    shares = np.array([how.shares(model.rows_, fit) for fit in again.fits])
    sample = Sample(model.shares_, shares, again.compared, lone, np.ones(len(texts)))
    groups, names = pd.Series(np.where(first, "A", "B")), ["-"] * k
    return model, prevalence(sample, groups, names), differences(sample, groups, names).iloc[:k]


def truth(model, name, k):
    """Return the shares in both outlets and the likeness to the topic of all articles, for each topic."""
    known, in_first = whole(name, k), population(name)[1]
    _, mine, theirs = np.intersect1d(model.terms_.astype(str), known.terms_.astype(str), return_indices=True)
    sides = contrasts(model.components_[:, mine]), contrasts(known.components_[:, theirs])
    partner, _ = match(*sides)
    alike = cosines(*sides)[np.arange(k), partner]
    return [np.nanmean(known.shares_[side], axis=0)[partner] for side in (in_first, ~in_first)], alike


def one(name, sides, k, seed):
    texts, in_first = population(name)
    rng = np.random.default_rng([*sides, k, seed])
    at = [
        rng.choice(np.flatnonzero(s), n, replace=False)
        for s, n in zip((in_first, ~in_first), sides, strict=True)
    ]
    first = np.arange(sum(sides)) < sides[0]
    model, levels, apart = tables([texts[i] for i in np.concatenate(at)], first, k, seed)
    (ours, theirs), alike = truth(model, name, k)
    row = {}
    for of, table, true in (
        ("share", levels, np.concatenate([ours, theirs])),
        ("difference", apart, ours - theirs),
    ):
        told = table["low"].notna().to_numpy()
        held = ((table["low"] <= true) & (true <= table["high"])).to_numpy()
        again = np.tile(alike, len(table) // k) >= 0.3
        row |= {
            f"{of}s": len(table),
            f"{of}s told": int(told.sum()),
            f"{of}s held": int(held[told].sum()),
            f"{of}s told, matched": int((told & again).sum()),
            f"{of}s held, matched": int(held[told & again].sum()),
            f"{of} width": float((table["high"] - table["low"]).mean()),
        }
    return row


def shares(name, number, start=0):
    for seed in range(start, start + number):
        for k in TOPICS:
            for sides in SIDES:
                begun = time.process_time()
                row = {"corpus": name, "sides": "+".join(map(str, sides)), "k": k, "seed": seed}
                row |= one(name, sides, k, seed) | {"seconds": round(time.process_time() - begun, 1)}
                print(json.dumps(row), flush=True)


def null(name, number, start=0):
    """Draw 10 and 120 articles of one outlet, find 5 and 8 topics, and say whether any differs.

    Every topic is compared, unstable ones too, with 15 refits: that finds more than the toolkit would.
    """
    texts, _ = population(name)
    for seed in range(start, start + number):
        for k in TOPICS[:2]:
            rng = np.random.default_rng([130, k, seed])
            part = [texts[i] for i in rng.choice(len(texts), 130, replace=False)]
            apart = tables(part, np.arange(130) < 10, k, seed, thin=15)[2]
            row = {
                "corpus": name,
                "sides": "10+120",
                "k": k,
                "seed": seed,
                "any finding": bool(apart["finding"].any()),
            }
            print(json.dumps(row | {"least p": float(apart["p"].min())}), flush=True)


def table(*files):
    """Sum up the lines of several runs: shares of all intervals, with standard errors over draws."""
    rows = pd.DataFrame([json.loads(line) for file in files for line in Path(file).read_text().splitlines()])
    of_null = rows[rows["sides"] == "10+120"]
    if len(of_null):
        print(of_null.groupby(["corpus", "k"])["any finding"].agg(["sum", "size"]).to_string())
    found = []
    for (corpus, sides, k), own in rows[rows["sides"] != "10+120"].groupby(["corpus", "sides", "k"]):
        row = {"corpus": corpus, "articles": sides, "topics": k, "draws": len(own)}
        for of in ("share", "difference"):
            told, held = own[f"{of}s told"], own[f"{of}s held"]
            covered = held.sum() / told.sum() if told.sum() else np.nan
            spread = np.sqrt(((held - covered * told) ** 2).sum()) / max(1, told.sum())
            row |= {of: covered, f"{of} +-": spread, f"{of} withheld": 1 - told.sum() / own[f"{of}s"].sum()}
            row |= {
                f"{of}, matched": own[f"{of}s held, matched"].sum()
                / max(1, own[f"{of}s told, matched"].sum())
            }
            row |= {f"{of} width": own[f"{of} width"].mean()}
        found.append(row)
    if found:
        print(pd.DataFrame(found).round(3).to_string(index=False))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["shares" | "null" as run, ("bbc" | "allsides") as name, number, *first]:
            {"shares": shares, "null": null}[run](name, int(number), *map(int, first))
        case []:
            null("bbc", 1)
        case ["table", *files] if files:
            table(*files)
        case _:
            sys.exit(__doc__)

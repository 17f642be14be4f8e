"""Time and memory of all tables of topics on large corpora, and how both grow.

    python benchmarks/bench_topic_scale.py [ARTICLES ...]

By default 2,000 articles; 10,000 and 100,000 were measured for the docs. An article is made by drawing 18
sentences of one BBC category anew; four outlets of very different size, a thousand days. CPU seconds on one
thread; memory of a process of its own: before (corpus loaded), and the peak.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from bench_topics import bbc  # noqa: E402
from sklearn.metrics import normalized_mutual_info_score  # noqa: E402

from toolkit.analysis.topics.find import topics  # noqa: E402
from toolkit.corpus.corpus import Corpus  # noqa: E402
from toolkit.tables import conform  # noqa: E402


def made(size):
    rng, names = np.random.default_rng(0), sorted(bbc()["category"].unique())
    pools = [[s for t in bbc()["text"][bbc()["category"] == name] for s in t.split(". ")] for name in names]
    chosen = rng.integers(0, len(names), size)
    frame = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(size)],
            "text": [". ".join(pools[c][i] for i in rng.integers(0, len(pools[c]), 18)) for c in chosen],
            "outlet": rng.choice(["A", "B", "C", "D"], size, p=[0.6, 0.3, 0.09, 0.01]),
            "published": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1000, size), unit="D"),
        }
    )
    return Corpus(conform(frame, "articles")), chosen


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size):
    corpus, chosen = made(size)
    start, held = time.process_time(), peak()
    found = topics(corpus, k=5)
    own = found.shares[found.shares["largest"]]["topic"].to_numpy()
    return {
        "articles": size,
        "CPU seconds": round(time.process_time() - start, 1),
        "MB before": round(held),
        "peak MB": round(peak()),
        "NMI with the category drawn": round(float(normalized_mutual_info_score(chosen, own)), 3),
    }


if __name__ == "__main__":
    for number in list(map(int, sys.argv[1:])) or [2000]:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(json.dumps(pool.apply(measure, (number,))), flush=True)

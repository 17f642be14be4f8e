"""Time and memory of stories on large corpora, and how both grow.

    python benchmarks/bench_story_scale.py [ARTICLES ...]

By default 2,000 articles; 10,000 and 100,000 were measured for the docs. Articles are made of sentences of the
AllSides development articles, one word in four drawn anew, so that no two are copies. Half of them stand
alone, the others report an event in two to eight outlets within three days: each takes half of its sentences
from the ten of the event. One in ten has no date. A thousand days, so 100 articles a day where there are
100,000. CPU seconds on one thread; memory of a process of its own: before (corpus loaded), and the peak; and the
F1 of pairs of the stories found.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from toolkit.corpus.corpus import Corpus  # noqa: E402
from toolkit.corpus.stories import assign_stories  # noqa: E402
from toolkit.tables import conform  # noqa: E402

SOURCE = ROOT.parent / "shared" / "benchmarks" / "allsides_dev.csv.gz"
SENTENCES, OF_EVENT = 18, 10
DAYS = 1000


def made(size):
    """Return a corpus and the event of each article."""
    rng = np.random.default_rng(0)
    pool = [s for text in pd.read_csv(SOURCE)["text"].dropna() for s in re.split(r"(?<=[.!?])\s+", text)]
    pool = [sentence.split() for sentence in pool if len(sentence.split()) > 6]
    words = sorted({word for sentence in pool for word in sentence})

    def fresh(count):
        for number in rng.integers(0, len(pool), count):
            drawn = rng.integers(0, len(words), len(pool[number]) // 4 + 1)
            spoilt = [words[drawn[at // 4]] if at % 4 == 0 else word for at, word in enumerate(pool[number])]
            yield " ".join(spoilt)

    rows: list[tuple[object, ...]] = []
    event = 0
    while len(rows) < size:
        reports = 1 if rng.random() < 0.8 else int(rng.integers(2, 9))
        shared, day = list(fresh(OF_EVENT)), int(rng.integers(0, DAYS))
        for _ in range(reports):
            own = [shared[at] for at in rng.permutation(OF_EVENT)[: SENTENCES // 2]]
            texts = [*own, *fresh(SENTENCES - len(own))]
            rng.shuffle(texts)
            dated = day + int(rng.integers(0, 3)) if rng.random() < 0.9 else None
            rows.append((" ".join(texts[0].split()[:8]), " ".join(texts), rng.integers(0, 40), dated, event))
        event += 1
    frame = pd.DataFrame(rows[:size], columns=["title", "text", "outlet", "day", "event"])
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(frame["day"], unit="D")
    frame = frame.assign(article_id=[f"a{row}" for row in range(size)], published=days)
    frame["outlet"] = "Outlet " + frame["outlet"].astype("str")
    return Corpus(conform(frame.drop(columns=["day", "event"]), "articles")), frame["event"].to_numpy()


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pairs(labels):
    sizes = pd.Series(labels).value_counts()
    return int((sizes * (sizes - 1) // 2).sum())


def measure(size):
    corpus, events = made(size)
    start, held = time.process_time(), peak()
    found = assign_stories(corpus).articles["story_id"].to_numpy()
    seconds = time.process_time() - start
    both = pairs([f"{event} {story}" for event, story in zip(events, found, strict=True)])
    return {
        "articles": size,
        "CPU seconds": round(seconds, 1),
        "MB before": round(held),
        "peak MB": round(peak()),
        "F1 of pairs": round(2 * both / (pairs(events) + pairs(found)), 3),
    }


if __name__ == "__main__":
    for number in list(map(int, sys.argv[1:])) or [2000]:
        with multiprocessing.get_context("spawn").Pool(1) as process:
            print(json.dumps(process.apply(measure, (number,))), flush=True)

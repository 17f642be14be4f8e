"""Topics beside other topic models, on labelled news: BBC, and AllSides articles of five subjects.

    python benchmarks/bench_topics.py models|short|subsets|draws|k [NUMBER]

`models`: all BBC articles, k = 5, 10, 20. `short`: the same cut to 40 words, k = 5, and draws of 200 of
these. `subsets`: draws of 40 and 200 articles, k = 5. `draws`: draws of 40 and of 200 of both corpora, of
AllSides headlines and of the first 40 words of BBC. `k`: the band of the number of topics in such draws.
Without a word: three draws of 40 articles.

NMI with the five categories; NPMI of ten terms over the articles of the whole, uncut corpus; diversity: share
of different terms among all top tens; "seeds" and "parts": matched top-ten overlap (Jaccard) with other seeds
and with random four fifths of the articles; "partition": adjusted Rand index of all articles' topics with
those of the fifths left in. CPU seconds on one thread (embedding apart), peak memory of a process of its own.
Peers (`topic_models.py`) that are not installed are named and left out. The data are
read from ../shared/benchmarks. Intervals: `bench_topic_intervals.py`; size: `bench_topic_scale.py`.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import time
import warnings
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn.metrics import adjusted_rand_score as ari  # noqa: E402
from sklearn.metrics import normalized_mutual_info_score as nmi  # noqa: E402
from topic_models import MODELS, embed_once, present  # noqa: E402

from toolkit.analysis.topics.alignment import match, top_terms  # noqa: E402
from toolkit.analysis.topics.engines import engine  # noqa: E402
from toolkit.analysis.topics.model import TopicModel  # noqa: E402
from toolkit.analysis.topics.number import band, grid, k_table, suggested_k  # noqa: E402
from toolkit.analysis.topics.vocabulary import VocabularyRules, count_all, count_terms  # noqa: E402

PLAIN = VocabularyRules(phrases=False)


@lru_cache(maxsize=1)
def bbc() -> pd.DataFrame:
    frame = pd.read_csv(ROOT.parent / "shared" / "benchmarks" / "bbc_news.csv.gz")
    return frame.drop_duplicates("text").reset_index(drop=True)


@lru_cache(maxsize=1)
def allsides():
    frame = pd.read_csv(ROOT.parent / "shared" / "benchmarks" / "allsides_dev.csv.gz").drop_duplicates("text")
    frame = frame[frame["title"].notna()].drop_duplicates("title").reset_index(drop=True)
    return frame.assign(text=frame["title"] + "\n\n" + frame["text"], category=frame["topic"])


def beginnings(texts, words):
    return [" ".join(text.split()[:words]) if words else text for text in texts]


@lru_cache(maxsize=2)
def occurrences(corpus):
    counts, names = count_all(corpus()["text"], PLAIN)
    return (counts > 0).astype(float).tocsc(), {name: at for at, name in enumerate(names)}


def coherence(topics, words, n=10, corpus=bbc):
    """NPMI of each topic's top terms over the articles of the whole corpus."""
    tops = top_terms(topics, n)
    known = sorted({words[at] for at in tops.ravel()})
    whole, column = occurrences(corpus)
    there = whole[:, [column[word] for word in known]]
    joint = (there.T @ there).toarray() / there.shape[0]
    scores = []
    for row in tops:
        at = [known.index(words[column]) for column in row]
        for i, j in ((i, j) for i in at for j in at if j < i):
            p = joint[i, j]
            scores.append(-1 if p == 0 else np.log(p / joint[i, i] / joint[j, j]) / -np.log(p))
    return float(np.mean(scores))


def overlap(first, second, n=10):
    partner, _ = match(first, second)
    found = partner >= 0
    pairs = zip(top_terms(first, n)[found], top_terms(second, n)[partner[found]], strict=True)
    return float(np.mean([len(set(a) & set(b)) / len(set(a) | set(b)) for a, b in pairs]))


def measure(name, texts, labels, k, seeds, parts, corpus=bbc):
    model, (counts, words) = MODELS[name][0], count_terms(texts, PLAIN)
    start = time.process_time()
    embed_once(name, texts)
    embedded = time.process_time()
    topics, shares = model(texts, counts, words, k, 1)
    seconds = time.process_time() - embedded
    tops, rng, again, some, same = top_terms(topics, 10), np.random.default_rng(0), [], [], []
    for seed in range(2, 2 + seeds):
        again.append(overlap(topics, model(texts, counts, words, k, seed)[0]))
    for _ in range(parts):
        at = np.sort(rng.choice(len(texts), int(0.8 * len(texts)), replace=False))
        part, own = model([texts[i] for i in at], counts[at], words, k, 1)
        some.append(overlap(topics, part))
        same.append(ari(shares[at].argmax(1), own.argmax(1)))
    return {
        "topics": len(topics),
        "NMI": nmi(labels, shares.argmax(1)),
        "NPMI": coherence(topics, words, corpus=corpus),
        "diversity": len(np.unique(tops)) / tops.size,
        "seeds": np.mean(again) if again else np.nan,
        "parts": np.mean(some) if some else np.nan,
        "partition": np.mean(same) if same else np.nan,
        "seconds": seconds,
        "embedding": embedded - start,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def by_k(name, texts, labels, ks, seeds, parts):
    rows = []
    for k in ks:
        rows.append({"k": k, "model": name} | measure(name, texts, labels, k, seeds, parts))
        print(
            "...",
            {key: round(v, 3) if isinstance(v, float) else v for key, v in rows[-1].items()},
            flush=True,
        )
    return rows


def alone(*args):
    """Measure in a process of its own, so that memory is the model's own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(by_k, args)


def chosen(*without):
    names, lines = present()
    print("\n".join(lines), flush=True)
    return [name for name in names if name not in without]


def table(rows):
    print(pd.DataFrame(rows).round(3).to_string(index=False), flush=True)


def models(number=3, cut=None, ks=(5, 10, 20)):
    texts, labels = beginnings(bbc()["text"], cut), bbc()["category"].tolist()
    rows = []
    for name in chosen():
        rows += alone(name, texts, labels, ks, number - 1, number)
    table(sorted(rows, key=lambda row: row["k"]))


def short(number=3):
    models(number, cut=40, ks=(5,))
    draws(10 if number > 2 else number, 200, cut=40)


def draws(number=20, size=40, cut=None, corpus=bbc, column="text"):
    """Means over draws; stability is measured on the first five."""
    rows = []
    for name in chosen():
        for draw in range(number):
            part = corpus().sample(size, random_state=draw)
            again = (2, 3) if draw < 5 else (0, 0)
            found = measure(name, beginnings(part[column], cut), part["category"], 5, *again, corpus)
            rows.append({"model": name} | found)
    by_model = pd.DataFrame(rows).drop(columns="MB").groupby("model", sort=False)
    error = by_model["NMI"].sem().rename("NMI se")
    what = f"{number} draws of {size} articles of {corpus.__name__}, {column}"
    print(what + (f", first {cut} words" if cut else ""))
    table(by_model.mean().join(error).reset_index())


def subsets(number=20):
    draws(number, 40)
    draws(number, 200)


def several(number=20):
    """Long, middle and short texts of both corpora, 40 and 200 of each."""
    for size, times in ((40, number), (200, max(1, number // 2))):
        draws(times, size)
        draws(times, size, corpus=allsides)
        draws(times, size, corpus=allsides, column="title")
        draws(times, size, cut=40)


def k(number=20, sizes=(40, 200)):
    for size in sizes:
        rows = []
        for draw in range(number):
            model = TopicModel(5).prepare(bbc().sample(size, random_state=draw)["text"].tolist())
            before = time.process_time()
            found = k_table(model.rows_, engine("nmf"), ks=grid(size), seed=1)
            low, high = band(found)
            rows.append((suggested_k(found), low <= 5 <= high, high - low + 1, time.process_time() - before))
        best = np.array([row[0] for row in rows])
        print(
            f"{number} draws of {size} articles, grid 2 to {grid(size)[-1]}: suggested {best.tolist()}, "
            f"exact {np.mean(best == 5):.2f}, within one {np.mean(abs(best - 5) <= 1):.2f}, "
            f"band holds 5 in {sum(row[1] for row in rows)}, "
            f"width {np.mean([row[2] for row in rows]):.1f}, "
            f"{np.mean([row[3] for row in rows]):.1f} CPU s",
            flush=True,
        )


if __name__ == "__main__":
    runs = {f.__name__: f for f in (models, short, subsets, k)} | {"draws": several}
    if len(sys.argv) < 2:
        draws(3)
    elif sys.argv[1] in runs:
        runs[sys.argv[1]](*map(int, sys.argv[2:3]))
    else:
        sys.exit(__doc__)

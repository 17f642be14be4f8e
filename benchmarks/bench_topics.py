"""Topics beside other topic models, on labelled texts (`labelled_texts.py`).

    python benchmarks/bench_topics.py models|short|k [NUMBER]
    python benchmarks/bench_topics.py planted|shuffled
    python benchmarks/bench_topics.py draws SETTING NUMBER [FIRST [MODEL ...]]
    python benchmarks/bench_topics.py table FILE ...

`models`: all BBC articles, k = 5, 10, 20. `short`: the same cut to 40 words, k = 5. `k`: the band of the number
of topics in draws. `planted`: the band on made-up texts of 20 and of 40 disjoint themes. `shuffled`: topics
called stable in BBC articles whose words fall on random articles. `draws`: NUMBER draws of one of the `SETTINGS` below, all models or those named; one JSON
line a draw and model, which `table` sums up, with paired differences from the toolkit. Without a word: three
draws of 40 articles.

NMI with the five categories; NPMI of ten terms over the articles of the whole, uncut corpus; diversity: share
of different terms among all top tens; "seeds", "parts" and "halves": matched top-ten overlap (Jaccard) with
other seeds, with random four fifths of the articles and between two halves; "partition": adjusted Rand index of
all articles' topics with those of the fifths left in. CPU seconds on one thread (embedding apart), peak memory
of a process of its own. Peers (`topic_models.py`) that are not installed are named and left out.
Intervals: `bench_topic_coverage.py`; size: `bench_topic_scale.py`.
"""

from __future__ import annotations

import json
import logging
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
from labelled_texts import allsides, bbc, newsgroups  # noqa: E402
from sklearn.metrics import adjusted_rand_score as ari  # noqa: E402
from sklearn.metrics import normalized_mutual_info_score as nmi  # noqa: E402
from topic_models import MODELS, embed_once, present  # noqa: E402

from toolkit.analysis.topics.alignment import match, top_terms  # noqa: E402
from toolkit.analysis.topics.engines import engine  # noqa: E402
from toolkit.analysis.topics.model import TopicModel  # noqa: E402
from toolkit.analysis.topics.number import band, grid, k_table, suggested_k  # noqa: E402
from toolkit.analysis.topics.stability import shuffle, stability  # noqa: E402
from toolkit.analysis.topics.vocabulary import VocabularyRules, count_all, count_terms  # noqa: E402

PLAIN = VocabularyRules(phrases=False)


# corpus, articles a draw, column, words of each text (0: all); draws are from a pool of so many articles
SETTINGS = {
    "bbc-40": (bbc, 40, "text", 0),
    "bbc-200": (bbc, 200, "text", 0),
    "bbc-40-words": (bbc, 200, "text", 40),
    "bbc-10-words": (bbc, 200, "text", 10),
    "allsides-40": (allsides, 40, "text", 0),
    "allsides-200": (allsides, 200, "text", 0),
    "headlines-40": (allsides, 40, "title", 0),
    "headlines-200": (allsides, 200, "title", 0),
    "posts-40": (newsgroups, 40, "text", 0),
    "posts-200": (newsgroups, 200, "text", 0),
}
POOL = 1000
LETTERS = str.maketrans("0123456789", "bcdfghjklm")  # numbers of made-up words as letters


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


def measure(name, texts, labels, k, seeds, parts, corpus=bbc, halves=0):
    model, (counts, words), texts = MODELS[name][0], count_terms(texts, PLAIN), list(texts)
    start = time.process_time()
    embed_once(name, texts)
    embedded = time.process_time()
    topics, shares = model(texts, counts, words, k, 1)
    seconds = time.process_time() - embedded
    tops, rng, again, some, same = top_terms(topics, 10), np.random.default_rng(0), [], [], []
    apart: list[float] = []
    for seed in range(2, 2 + seeds):
        again.append(overlap(topics, model(texts, counts, words, k, seed)[0]))

    def found_in(at):
        return model([texts[i] for i in at], counts[at], words, k, 1)

    for _ in range(parts):
        at = np.sort(rng.choice(len(texts), int(0.8 * len(texts)), replace=False))
        part, own = found_in(at)
        some.append(overlap(topics, part))
        same.append(ari(shares[at].argmax(1), own.argmax(1)))
    for _ in range(halves):
        order = rng.permutation(len(texts))
        pair = [np.sort(half) for half in np.array_split(order, 2)]
        apart.append(overlap(found_in(pair[0])[0], found_in(pair[1])[0]))
    return {
        "topics": len(topics),
        "NMI": nmi(labels, shares.argmax(1)),
        "NPMI": coherence(topics, words, corpus=corpus),
        "diversity": len(np.unique(tops)) / tops.size,
        "seeds": np.mean(again) if again else np.nan,
        "parts": np.mean(some) if some else np.nan,
        "halves": np.mean(apart) if apart else np.nan,
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


def draws(setting, number=20, start=0, *names):
    """Print one line a draw and model; other seeds on the first five draws, halves on the first ten."""
    corpus, size, column, cut = SETTINGS[setting]
    pool = corpus().sample(min(POOL, len(corpus())), random_state=0)
    for name in names or chosen():
        for draw in range(start, start + number):
            part = pool.sample(size, random_state=draw)
            texts, turns = beginnings(part[column], cut), (int(draw < 5), 2)
            found = measure(name, texts, part["category"], 5, *turns, corpus, int(draw < 10))
            print(json.dumps({"setting": setting, "model": name, "draw": draw} | found), flush=True)


def sums(*files):
    """Print means over draws, and the differences of the toolkit and each peer on the same draws."""
    rows = pd.DataFrame(
        [json.loads(x) for f in files for x in Path(f).read_text().splitlines() if x[0] == "{"]
    )
    for setting, mine in rows.groupby("setting", sort=False):
        own = mine.drop_duplicates(["model", "draw"], keep="last").set_index("draw")
        us, lines = own[own["model"] == "toolkit"], []
        for model, its in own.groupby("model", sort=False):
            line = {"model": model, "draws": len(its)} | its.drop(
                columns=["setting", "model"]
            ).mean().to_dict()
            for what in ("NMI", "partition"):
                gap = (us[what] - its[what]).dropna()
                line |= {f"{what} se": its[what].sem(), f"ours - its {what}": gap.mean(), "+-": gap.sem()}
                line[f"+- {what}"] = line.pop("+-")
            lines.append(line)
        print(setting)
        table(lines)


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


def planted(parts=2):
    """Find the band on 12 texts of 70 words of each of 20 and of 40 themes that share no word."""
    for themes in (20, 40):
        rng = np.random.default_rng(themes)
        words = [[f"{theme:02d}{at:02d}".translate(LETTERS) for at in range(30)] for theme in range(themes)]
        texts = [" ".join(rng.choice(own, 70)) for own in words for _ in range(12)]
        rows = TopicModel(2, rules=PLAIN, embeddings="none").prepare(texts).rows_
        ks = sorted({*grid(len(texts))[::3], themes})
        found = k_table(rows, engine("nmf"), ks=ks, seed=1, resamples=parts)
        held = found[found["in_band"]]
        print(
            f"{themes} themes, numbers tried {ks}: suggested {suggested_k(found)}, band {band(found)}, "
            f"least above chance in the band {held['excess'].min():.2f}",
            flush=True,
        )


def shuffled(number=10):
    """Count topics called stable in articles of BBC news in which every word falls on random articles."""
    for size in (40, 200):
        stable = 0
        for draw in range(number):
            model = TopicModel(5).prepare(bbc().sample(size, random_state=draw)["text"].tolist())
            rows = shuffle(model.rows_, 1000 + draw)
            fit = engine("joint").fit(rows, 5, seed=1, weights=None, start=None)
            stable += int(stability(rows, fit, engine("joint"), seed=1).stable.sum())
        print(
            f"{number} shuffled corpora of {size} articles: {stable} of {5 * number} topics stable",
            flush=True,
        )


if __name__ == "__main__":
    logging.disable(logging.INFO)
    match sys.argv[1:]:
        case []:
            draws("bbc-40", 3)
        case ["models" | "short" | "k" as run, *number]:
            {"models": models, "short": short, "k": k}[run](*map(int, number[:1]))
        case ["planted"]:
            planted()
        case ["shuffled"]:
            shuffled()
        case ["draws", setting, number] if setting in SETTINGS:
            draws(setting, int(number))
        case ["draws", setting, number, start, *names] if setting in SETTINGS:
            draws(setting, int(number), int(start), *names)
        case ["table", *files] if files:
            sums(*files)
        case _:
            sys.exit(__doc__)

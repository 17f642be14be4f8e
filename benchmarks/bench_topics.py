"""Topics beside scikit-learn LDA, tomotopy, gensim and LSA with k-means, on labelled BBC news.

    python benchmarks/bench_topics.py models|forty|short|k|coverage|null|scale [NUMBER]

Peers that are not installed are left out with a line saying so; install them into an environment of their own
(`pip install tomotopy gensim wordllama`), never into the project's. Seconds are CPU
seconds on one thread. The data are read from ../shared/benchmarks.
"""

# ruff: noqa: PLC0415 - peers are loaded where they are run
from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
import time
import warnings
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn.metrics import normalized_mutual_info_score as nmi  # noqa: E402

from toolkit.analysis.topics_align import match, top_terms  # noqa: E402
from toolkit.analysis.topics_engine import engine  # noqa: E402
from toolkit.analysis.topics_k import band, grid, k_table, suggested_k  # noqa: E402
from toolkit.analysis.topics_model import TopicModel  # noqa: E402
from toolkit.analysis.topics_prevalence import Sample, differences, prevalence  # noqa: E402
from toolkit.analysis.topics_refit import Refits, refit  # noqa: E402
from toolkit.analysis.topics_stability import stability  # noqa: E402
from toolkit.analysis.topics_vocabulary import VocabularyRules, count_terms, terms_of  # noqa: E402

PLAIN = VocabularyRules(phrases=False)


def bbc() -> pd.DataFrame:
    frame = pd.read_csv(ROOT.parent / "shared" / "benchmarks" / "bbc_news.csv.gz")
    return frame.drop_duplicates("text").reset_index(drop=True)


# Each model: (texts, counts, words, k, seed) -> topics x words, articles x topics


def ours(texts, counts, words, k, seed, method="nmf"):
    model = TopicModel(k, method=method, random_state=seed).fit(texts)
    at = {word: column for column, word in enumerate(model.terms_)}
    topics = np.zeros((k, len(words)))
    known = [(i, at[word]) for i, word in enumerate(words) if word in at]
    topics[:, [i for i, _ in known]] = model.components_[:, [j for _, j in known]]
    return topics, np.nan_to_num(model.shares_)


def ours_static(texts, counts, words, k, seed):
    return ours(texts, counts, words, k, seed, "static")


def sklearn_lda(texts, counts, words, k, seed):
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(k, max_iter=10, learning_method="batch", random_state=seed).fit(counts)
    return model.components_, model.transform(counts)


def lsa_kmeans(texts, counts, words, k, seed):
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    matrix = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    space = normalize(
        TruncatedSVD(min(100, len(words) - 1, len(texts) - 1), random_state=seed).fit_transform(matrix)
    )
    labels = KMeans(k, n_init=10, random_state=seed).fit_predict(space)
    member = np.eye(k)[labels]
    totals = member.T @ counts
    return totals / totals.sum(1, keepdims=True) * np.log1p(totals.sum() / k / totals.sum(0).clip(1)), member


def tomotopy_lda(texts, counts, words, k, seed):
    import tomotopy

    model = tomotopy.LDAModel(k=k, seed=seed, alpha=0.1, eta=0.01)
    known = set(words)
    for text in texts:
        model.add_doc([w for w in terms_of(text, phrases=False) if w in known] or ["-"])
    model.train(500, workers=1)
    at = {word: i for i, word in enumerate(model.used_vocabs)}
    topics = np.array([model.get_topic_word_dist(t) for t in range(k)])
    spread = np.zeros((k, len(words)))
    columns = [(i, at[word]) for i, word in enumerate(words) if word in at]
    spread[:, [i for i, _ in columns]] = topics[:, [j for _, j in columns]]
    return spread, np.array([doc.get_topic_dist() for doc in model.docs])


def gensim_lda(texts, counts, words, k, seed):
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    corpus = Sparse2Corpus(counts, documents_columns=False)
    names = dict(enumerate(words))
    model = LdaModel(corpus, num_topics=k, id2word=names, passes=6, random_state=seed)
    shares = np.zeros((len(texts), k))
    for row, found in enumerate(model.get_document_topics(corpus, minimum_probability=0)):
        for topic, share in found:
            shares[row, topic] = share
    return model.get_topics(), shares


MODELS = {
    "toolkit": (ours, None),
    "toolkit, static embeddings": (ours_static, "wordllama"),
    "LSA + k-means": (lsa_kmeans, None),
    "tomotopy LDA": (tomotopy_lda, "tomotopy"),
    "scikit-learn LDA": (sklearn_lda, None),
    "gensim LDA": (gensim_lda, "gensim"),
}


def coherence(counts, topics, n=10):
    there, scores = (counts > 0).astype(float), []
    for row in top_terms(topics, n):
        joint = (there[:, row].T @ there[:, row]).toarray() / there.shape[0]
        alone = np.diag(joint)
        for i in range(n):
            for j in range(i):
                p = joint[i, j]
                scores.append(-1 if p == 0 else np.log(p / alone[i] / alone[j]) / -np.log(p))
    return float(np.mean(scores))


def overlap(first, second, n=10):
    partner, _ = match(first, second)
    pairs = zip(top_terms(first, n), top_terms(second[partner], n), strict=True)
    return float(np.mean([len(set(a) & set(b)) / len(set(a) | set(b)) for a, b in pairs]))


def measure(name, texts, labels, k, rules, seeds, parts):
    """Return the figures of one model, in a process of its own so that memory is its own."""
    model = MODELS[name][0]
    counts, words = count_terms(texts, rules)
    before = time.process_time()
    topics, shares = model(texts, counts, words, k, 1)
    seconds = time.process_time() - before
    tops = top_terms(topics, 10)
    again = [model(texts, counts, words, k, seed)[0] for seed in range(2, 2 + seeds)]
    rng, some = np.random.default_rng(0), []
    for _ in range(parts):
        at = np.sort(rng.choice(len(texts), int(0.8 * len(texts)), replace=False))
        some.append(model([texts[i] for i in at], counts[at], words, k, 1)[0])
    return {
        "NMI": nmi(labels, shares.argmax(1)),
        "NPMI": coherence(counts, topics),
        "diversity": len(np.unique(tops)) / tops.size,
        "seeds": np.mean([overlap(topics, other) for other in again]) if again else np.nan,
        "parts": np.mean([overlap(topics, other) for other in some]) if some else np.nan,
        "seconds": seconds,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def alone(*args):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, args)


def present():
    for name, (_, package) in MODELS.items():
        if package and not find_spec(package):
            print(f"(left out: {name}, {package} is not installed)")
            continue
        yield name


def table(rows):
    print(pd.DataFrame(rows).round(3).to_string(index=False), flush=True)


def models(number=3, cut=None):
    frame = bbc()
    texts = frame["text"].tolist()
    if cut:
        texts = [" ".join(text.split()[:cut]) for text in texts]
    for k in (5,) if cut else (5, 10, 20):
        rows = []
        for name in present():
            if name == "toolkit, static embeddings" and not cut:
                continue
            rows.append(
                {"k": k, "model": name} | alone(name, texts, frame["category"], k, PLAIN, number - 1, number)
            )
        table(rows)


def short(number=3):
    models(number, cut=40)
    forty(10, size=200, cut=40)


def forty(number=20, size=40, cut=None):
    frame, rows = bbc(), []
    for name in present():
        if name == "toolkit, static embeddings" and not cut:
            continue
        for draw in range(number):
            part = frame.sample(size, random_state=draw)
            texts = [" ".join(text.split()[:cut]) if cut else text for text in part["text"]]
            found = measure(
                name, texts, part["category"], 5, PLAIN, 2 if draw < 5 else 0, 3 if draw < 5 else 0
            )
            rows.append({"model": name} | found)
    means = pd.DataFrame(rows).groupby("model", sort=False).mean().drop(columns="MB").reset_index()
    print(f"{number} draws of {size} articles" + (f", first {cut} words" if cut else ""))
    table(means)


def k(number=20):
    for size, draws in ((40, number), (200, max(3, number // 3))):
        rows = []
        for draw in range(draws):
            model = TopicModel(5).prepare(bbc().sample(size, random_state=draw)["text"].tolist())
            before = time.process_time()
            found = k_table(model.rows_, engine("nmf"), ks=grid(size), seed=1)
            low, high = band(found)
            rows.append((suggested_k(found), low <= 5 <= high, high - low + 1, time.process_time() - before))
        chosen = np.array([row[0] for row in rows])
        print(
            f"{draws} draws of {size} articles, grid 2 to {grid(size)[-1]}: suggested {chosen.tolist()}, "
            f"exact {np.mean(chosen == 5):.2f}, within one {np.mean(abs(chosen - 5) <= 1):.2f}, "
            f"band holds 5 in {np.mean([row[1] for row in rows]):.2f}, "
            f"width {np.mean([row[2] for row in rows]):.1f}, "
            f"{np.mean([row[3] for row in rows]):.1f} CPU s",
            flush=True,
        )


def _planted(rng, frame, size):
    """Return articles of two made-up outlets with another mix of categories, and the population's truth."""
    mix = {"business": 0.7, "entertainment": 0.5, "politics": 0.35, "sport": 0.55, "tech": 0.4}
    leaning = frame["category"].map(mix)
    in_a = np.random.default_rng(0).random(len(frame)) < leaning
    at = [rng.choice(np.flatnonzero(mask), size // 2, replace=False) for mask in (in_a, ~in_a)]
    return frame.iloc[np.concatenate(at)], in_a


def coverage(number=40):
    frame, topics = bbc(), 5
    whole = TopicModel(topics).fit(frame["text"].tolist())
    at = {word: column for column, word in enumerate(whole.terms_)}
    for size in (60, 200):
        rng, rows = np.random.default_rng(1), []
        for turn in range(number):
            part, in_a = _planted(rng, frame, size)
            model = TopicModel(topics).fit(part["text"].tolist())
            known = np.zeros_like(model.components_)
            for column, word in enumerate(model.terms_):
                known[:, column] = whole.components_[:, at[word]] if word in at else 0
            partner, _ = match(model.components_, known)
            truth = (whole.shares_[in_a].mean(0) - whole.shares_[~in_a].mean(0))[partner]
            share = whole.shares_[in_a].mean(0)[partner]
            groups, lone = pd.Series(["A"] * (size // 2) + ["B"] * (size // 2)), np.arange(size)
            sure = stability(model.rows_, model.fit_, engine("nmf"), seed=turn, resamples=10)
            codes = (groups == "B").to_numpy(dtype=int)
            again = refit(model.rows_, model.fit_, engine("nmf"), (codes, lone), sure=sure, seed=turn)
            fixed = np.repeat(model.shares_[None], 2, 0)
            for name, refits in (("refitted", again), ("fixed", Refits(fixed, np.zeros(topics)))):
                sample = Sample(model.shares_, Refits(refits.shares, np.zeros(topics)), lone, np.ones(size))
                change = differences(sample, groups, ["-"] * topics).iloc[:topics]
                level = prevalence(sample, groups, ["-"] * topics).iloc[:topics]
                for topic in range(topics):
                    d, s = change.iloc[topic], level.iloc[topic]
                    rows.append(
                        (
                            name,
                            d.low <= truth[topic] <= d.high,
                            d.high - d.low,
                            abs(d.difference - truth[topic]),
                            s.low <= share[topic] <= s.high,
                            s.high - s.low,
                        )
                    )
        names = ["topics", "difference covered", "width", "mean error", "share covered", "share width"]
        print(f"{number} draws of {size} articles, 5 topics each, nominal 95 %")
        table(pd.DataFrame(rows, columns=names).groupby("topics").mean().reset_index())


def null(number=20):
    from toolkit.analysis.topics import topics as find
    from toolkit.corpus.corpus import Corpus
    from toolkit.tables import conform

    for size in (60, 200):
        found = 0
        for draw in range(number):
            part = bbc().sample(size, random_state=100 + draw)[["text"]].reset_index(drop=True)
            outlets = np.random.default_rng(draw).permutation(["A", "B"] * (size // 2))
            table_ = find(Corpus(conform(part.assign(outlet=outlets), "articles")), k=5).differences
            found += bool(table_["finding"].any())
        print(
            f"one outlet split in two, {size} articles, k = 5: a finding in {found} of {number} splits",
            flush=True,
        )


def scale(number=100_000):
    """Made by drawing sentences of one category's articles anew; 10,000, then the number asked for."""
    for size in (10_000, number):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(json.dumps(pool.apply(_scale, (size,))), flush=True)


def _scale(size):
    from toolkit.analysis.topics import topics as find
    from toolkit.corpus.corpus import Corpus
    from toolkit.tables import conform

    frame, rng = bbc(), np.random.default_rng(0)
    pools = {
        name: [s for text in part["text"] for s in text.split(". ")]
        for name, part in frame.groupby("category")
    }
    names = list(pools)
    chosen = rng.integers(0, len(names), size)
    texts = [". ".join(pools[names[c]][i] for i in rng.integers(0, len(pools[names[c]]), 18)) for c in chosen]
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1000, size), unit="D")
    outlets = rng.choice(["A", "B", "C", "D"], size, p=[0.6, 0.3, 0.09, 0.01])
    made = pd.DataFrame({"text": texts, "outlet": outlets, "published": days})
    corpus = Corpus(conform(made.assign(article_id=[f"a{i}" for i in range(size)]), "articles"))
    start, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = find(corpus, k=5)
    own = found.shares[found.shares["largest"]]["topic"].to_numpy()
    return {
        "articles": size,
        "CPU seconds": round(time.process_time() - start, 1),
        "MB before": round(held),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "NMI with the category drawn": round(float(nmi(chosen, own)), 3),
    }


if __name__ == "__main__":
    runs = {f.__name__: f for f in (models, short, forty, k, coverage, null, scale)}
    if len(sys.argv) < 2 or sys.argv[1] not in runs:
        sys.exit(__doc__)
    runs[sys.argv[1]](*map(int, sys.argv[2:3]))

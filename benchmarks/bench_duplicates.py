"""Duplicates of many articles: ours against datasketch's MinHash LSH in the same run.

    python benchmarks/bench_duplicates.py ../shared/benchmarks/bbc_news.csv.gz 10000 100000

Articles are made by sampling and perturbing: four in five are sentences of the given articles, shuffled
together so that none repeats another; one in five is an earlier one with a tenth of its words changed, or
its first 60 %. Printed for each size: processor seconds and their ratio, peak memory of the step, and the
share of the planted pairs each finds. datasketch (``pip install datasketch``) is needed here only.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.duplicates import duplicates
from toolkit.tables import conform

SENTENCES = 16  # of an article: about 330 words
THRESHOLD = 0.5


def make(source: Path, size: int, seed: int = 1) -> tuple[list[str], dict[int, int]]:
    """Return texts and, for each planted repeat, the text it was made from."""
    rng = random.Random(seed)
    texts = pd.read_csv(source)["text"]
    pool = [sentence for text in texts for sentence in re.split(r"(?<=[.!?]) +", text)]
    vocabulary = sorted({word for sentence in pool for word in sentence.split()})
    made: list[str] = []
    origin: dict[int, int] = {}
    while len(made) < size:
        if len(made) % 5 == 4:
            whole = rng.randrange(len(made))
            origin[len(made)] = whole
            made.append(_perturbed(made[whole].split(), vocabulary, rng))
        else:  # each sentence with two words of another, so that sentences drawn twice are not shared text
            made.append(" ".join(_varied(rng.choice(pool), vocabulary, rng) for _ in range(SENTENCES)))
    return made, origin


def _varied(sentence: str, vocabulary: list[str], rng: random.Random) -> str:
    words = sentence.split()
    return " ".join(word if place % 4 else rng.choice(vocabulary) for place, word in enumerate(words))


def _perturbed(words: list[str], vocabulary: list[str], rng: random.Random) -> str:
    if rng.random() < 0.5:
        return " ".join(words[: len(words) * 6 // 10])
    return " ".join(word if rng.random() > 0.1 else rng.choice(vocabulary) for word in words)


def ours(texts: list[str]) -> set[tuple[int, int]]:
    """Return the pairs `duplicates` finds."""
    frame = conform(pd.DataFrame({"text": texts}), "articles")
    found = duplicates(Corpus(frame), threshold=THRESHOLD)[["row_a", "row_b"]]
    return {(min(pair), max(pair)) for pair in found.itertuples(index=False, name=None)}


def datasketch(texts: list[str]) -> set[tuple[int, int]]:
    """Return the pairs of MinHash LSH: 128 permutations, five-word shingles, Jaccard 0.5, unverified."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - its time is not ours

    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=128)
    pairs = set()
    for row, text in enumerate(texts):
        words = re.findall(r"\w+", text.lower())
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)])
        pairs |= {(other, row) for other in lsh.query(sketch)}
        lsh.insert(row, sketch)
    return pairs


def run(method: str, source: Path, size: int) -> None:
    """Measure one method in this process and print what it took."""
    texts, origin = make(source, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    pairs = {"ours": ours, "datasketch": datasketch}[method](texts)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    found = sum((whole, part) in pairs for part, whole in origin.items()) / len(origin)
    print(f"{method} {size} {seconds:.1f} {peak / 1024:.0f} {found:.3f} {len(pairs)}")


def main() -> None:
    """Run each method at each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--method", choices=["ours", "datasketch"])
    given = parser.parse_args()
    if given.method:
        run(given.method, given.source, given.sizes[0])
        return
    print("method      articles  CPU s  peak MB  planted pairs found  pairs")
    for size in given.sizes:
        seconds = {}
        for method in ("ours", "datasketch"):
            command = [sys.executable, __file__, str(given.source), str(size), "--method", method]
            line = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            seconds[method] = float(line[2])
            print(f"{method:10} {size:9}  {line[2]:>5}  {line[3]:>7}  {line[4]:>19}  {line[5]:>5}")
        print(f"ratio of CPU, datasketch to ours: {seconds['datasketch'] / max(seconds['ours'], 0.1):.1f}")


if __name__ == "__main__":
    main()

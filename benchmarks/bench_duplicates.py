"""Duplicates of many articles: ours against datasketch's MinHash LSH and LSH Ensemble in the same run.

    python benchmarks/bench_duplicates.py [10000 100000] [--source articles.csv.gz]

Articles are made by sampling and perturbing: four in five are sentences of the given articles, shuffled
together so that none repeats another; one in five shares a known part, 0.8 or 0.7, of an earlier one's
five-word shingles: its first part, a part followed by other text, or all of it with words changed here and
there. With ``--event`` all articles report one event instead, as when a wire's report goes round: versions of
one wire report that is reworked twelve times, whole, cut and edited a little, each with the note of one of 75
sites, beside nine in ten reports of the outlets' own that print three to eight of its sentences. Printed for
each size: processor seconds, peak memory of the step, the share of the planted pairs that
each finds at 0.8 and at 0.7, and all pairs it names; at the end, by what power of the size the seconds grow.
Ours measures every pair it names; datasketch's are candidates. datasketch (``pip install datasketch``) is
needed here only.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.duplicates import duplicates
from toolkit.tables import conform

SENTENCES = 16  # of an article: about 330 words
KEPT = (0.8, 0.7)
SIZE = 5  # words in a shingle
VERSIONS, REWORKED = 12, 1 / 6  # of the wire's report, and the sentences that are new in each
SITES = 75
SOURCE = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "bbc_news.csv.gz"
OWN = 0.9  # articles that are reports of their own
EDITED = 0.01  # words
Pairs = set[tuple[int, int]]


def make(source: Path, size: int, seed: int = 1) -> tuple[list[str], dict[int, tuple[int, float]]]:
    """Return texts and, for each planted repeat, the text it was made from and the part it shares."""
    rng = random.Random(seed)
    texts = pd.read_csv(source)["text"]
    pool = [sentence for text in texts for sentence in re.split(r"(?<=[.!?]) +", text)]
    vocabulary = sorted({word for sentence in pool for word in sentence.split()})
    made: list[str] = []
    origin: dict[int, tuple[int, float]] = {}
    while len(made) < size:
        fresh = [word for _ in range(SENTENCES) for word in _varied(rng.choice(pool), vocabulary, rng)]
        if len(made) % 5 == 4:
            whole, kept = rng.randrange(len(made)), KEPT[len(made) // 5 % 2]
            origin[len(made)] = whole, kept
            fresh = _repeated(made[whole].split(), fresh, kept, vocabulary, rng)
        made.append(" ".join(fresh))
    return made, origin


def _varied(sentence: str, vocabulary: list[str], rng: random.Random) -> Iterator[str]:
    """Change one word in four, so that sentences drawn twice are not shared text."""
    for place, word in enumerate(sentence.split()):
        yield word if place % 4 else rng.choice(vocabulary)


def _repeated(
    whole: list[str], fresh: list[str], kept: float, vocabulary: list[str], rng: random.Random
) -> list[str]:
    part = whole[: round(len(whole) * kept)]
    kind = rng.randrange(3)
    if kind == 0:
        return part
    if kind == 1:
        return part + fresh[: len(whole) - len(part)]
    rate = 1 - kept ** (1 / SIZE)  # a changed word spoils five shingles
    return [word if rng.random() > rate else rng.choice(vocabulary) for word in whole]


def event(source: Path, size: int, seed: int = 1) -> list[str]:
    """Return the texts of many outlets on one event; see above."""
    rng = random.Random(seed)
    pool = [sentence for text in pd.read_csv(source)["text"] for sentence in re.split(r"(?<=[.!?]) +", text)]
    vocabulary = sorted({word for sentence in pool for word in sentence.split()})
    drawn = [" ".join(_varied(rng.choice(pool), vocabulary, rng)) for _ in range(24 * size + 400)]
    fresh = iter(drawn)
    wire = [[next(fresh) for _ in range(36)]]
    while len(wire) < VERSIONS:
        kept = [next(fresh) if rng.random() < REWORKED else sentence for sentence in wire[-1]]
        wire.append([next(fresh), *kept])
    notes = [" ".join(next(fresh) for _ in range(2)) for _ in range(SITES)]
    return [
        f"{_printed(rng.choice(wire), fresh, vocabulary, rng)}\n{notes[row % SITES]}" for row in range(size)
    ]


def _printed(wire: list[str], fresh: Iterator[str], vocabulary: list[str], rng: random.Random) -> str:
    """Return one outlet's article: a report of its own with sentences of the wire, or the wire's, cut or whole."""
    kind = rng.random()
    if kind < OWN:
        sentences = [next(fresh) for _ in range(rng.randrange(10, 24))]
        for sentence in rng.sample(wire, rng.randrange(3, 9)):
            sentences.insert(rng.randrange(len(sentences)), sentence)
    else:
        sentences = wire[: int(len(wire) * rng.uniform(0.3, 1.0))] if kind < (1 + OWN) / 2 else wire
    words = " ".join(sentences).split()
    return " ".join(word if rng.random() > EDITED else rng.choice(vocabulary) for word in words)


def ours(texts: list[str]) -> Pairs:
    """Return the pairs `duplicates` finds, each measured."""
    frame = conform(pd.DataFrame({"text": texts}), "articles")
    found = duplicates(Corpus(frame))[["row_a", "row_b"]]
    return {(min(pair), max(pair)) for pair in found.itertuples(index=False, name=None)}


def lsh(texts: list[str], threshold: float) -> Pairs:
    """Return the candidates of MinHash LSH, which estimates resemblance (Jaccard)."""
    from datasketch import MinHashLSH  # noqa: PLC0415 - its time is not ours

    index = MinHashLSH(threshold=threshold, num_perm=128)
    pairs = set()
    for row, (_, sketch) in enumerate(_sketches(texts)):
        pairs |= {(other, row) for other in index.query(sketch)}
        index.insert(row, sketch)
    return pairs


def ensemble(texts: list[str]) -> Pairs:
    """Return the candidates of LSH Ensemble (Zhu et al. 2016), which estimates containment."""
    from datasketch import MinHashLSHEnsemble  # noqa: PLC0415 - its time is not ours

    sketches = list(_sketches(texts))
    index = MinHashLSHEnsemble(threshold=0.7, num_perm=128, num_part=8)
    index.index((row, sketch, size) for row, (size, sketch) in enumerate(sketches))
    found = (
        (row, other) for row, (size, sketch) in enumerate(sketches) for other in index.query(sketch, size)
    )
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


def _sketches(texts: list[str]) -> Iterator[tuple[int, object]]:
    from datasketch import MinHash  # noqa: PLC0415 - its time is not ours

    for text in texts:
        words = re.findall(r"\w+", text.lower())
        sketch = MinHash(num_perm=128)
        shingles = {" ".join(words[i : i + SIZE]).encode() for i in range(len(words) - SIZE + 1)}
        sketch.update_batch(list(shingles))
        yield len(shingles), sketch


METHODS: dict[str, Callable[[list[str]], Pairs]] = {
    "ours": ours,
    "LSH 0.5": lambda texts: lsh(texts, 0.5),
    "LSH 0.3": lambda texts: lsh(texts, 0.3),
    "LSH Ensemble": ensemble,
}


def run(method: str, source: Path, size: int, *, one_event: bool) -> None:
    """Measure one method in this process and print what it took."""
    texts, origin = (event(source, size), {}) if one_event else make(source, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    pairs = METHODS[method](texts)
    seconds = time.process_time() - start
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    found = [
        sum((whole, row) in pairs for row, (whole, part) in origin.items() if part == kept)
        / sum(part == kept for _, part in origin.values())
        if origin
        else math.nan
        for kept in KEPT
    ]
    print(seconds, peak, *found, len(pairs))


def main() -> None:
    """Run each method at each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--event", action="store_true", help="all articles report one event")
    parser.add_argument("--alone", action="store_true", help="one method and size, in this process")
    given = parser.parse_args()
    if given.alone:
        run(given.methods[0], given.source, given.sizes[0], one_event=given.event)
        return
    print("method        articles  CPU s  peak MB  found at 0.8  found at 0.7   pairs")
    seconds: dict[tuple[str, int], float] = {}
    for size in given.sizes:
        for method in given.methods:
            command = [sys.executable, __file__, str(size), "--source", str(given.source), "--alone"]
            command += ["--methods", method, *(["--event"] if given.event else [])]
            line = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            cpu, peak, *found, pairs = map(float, line)
            seconds[method, size] = cpu
            shares = "".join(f"{share:14.3f}" for share in found)
            print(f"{method:12}{size:10}{cpu:7.1f}{peak:9.0f}{shares}{pairs:8.0f}", flush=True)
    low, high = min(given.sizes), max(given.sizes)
    for method in given.methods if low < high else ():
        power = math.log(seconds[method, high] / seconds[method, low]) / math.log(high / low)
        print(f"{method}: seconds grow as articles to the power of {power:.2f}")


if __name__ == "__main__":
    main()

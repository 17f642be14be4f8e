"""A million rows as CSV and Parquet: time and memory of reading articles, beside pandas and DuckDB.

pandas and DuckDB only load the cells; the toolkit also cleans texts, reads dates, authors, datelines,
agencies and languages, gives ids and accounts for each row. The ratio, of the time that processors were
busy, tells what that costs a row; "seconds" is what a user waits, on this machine, with what else runs on it.

Run: python benchmarks/bench_tables.py [rows]
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

WORDS = [
    *("the", "river", "rose", "by", "two", "metres", "in", "night", "and", "council", "closed", "bridge"),
    *(
        "before",
        "dawn",
        "farmers",
        "moved",
        "their",
        "cattle",
        "to",
        "hill",
        "ministry",
        "said",
        "that",
        "dam",
    ),
    *("would", "hold", "minister", "told", "reporters", "residents", "had", "not", "been", "asked"),
]
READERS = ("pandas", "duckdb", "toolkit")


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def written(folder: Path, rows: int) -> None:
    draw = random.Random(1)
    texts = [" ".join(draw.choices(WORDS, k=60)).capitalize() + "." for _ in range(5_000)]
    frame = pd.DataFrame(
        {
            "title": [f"Headline number {n}" for n in range(rows)],
            "outlet": [f"Outlet {n % 40}" for n in range(rows)],
            "date": [f"2031-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(rows)],
            "author": [f"Nadia Karim {n % 900}" if n % 3 else None for n in range(rows)],
            "text": [f"{texts[n % 5_000]} Number {n}." for n in range(rows)],
        }
    )
    frame.to_csv(folder / "rows.csv", index=False)
    frame.to_parquet(folder / "rows.parquet")


def read(reader: str, file: str) -> int:
    if reader == "pandas":
        return len(pd.read_csv(file) if file.endswith("csv") else pd.read_parquet(file))
    if reader == "duckdb":
        import duckdb  # noqa: PLC0415 - the memory of one reader is measured without the others

        return len(duckdb.sql(f"select * from '{file}'").df())
    from toolkit.pages.reader import read_source  # noqa: PLC0415

    return len(read_source(file).table("articles"))


def busy_seconds() -> float:
    """Return the processor seconds of this process and of those it started: the toolkit reads files in one."""
    used = [resource.getrusage(who) for who in WHO]
    return sum(one.ru_utime + one.ru_stime for one in used)


def one(reader: str, file: str) -> None:
    began, before = time.perf_counter(), busy_seconds()
    rows = read(reader, file)
    spent, busy = time.perf_counter() - began, busy_seconds() - before
    memory = max(resource.getrusage(who).ru_maxrss for who in WHO) / 1024
    print(f"{rows} {spent:.1f} {busy:.1f} {memory:.0f}")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder), rows)
        print(f"{rows:,} rows of 60 words")
        print(
            f"{'file':8} {'reader':8} {'rows':>9} {'seconds':>8} {'busy':>6} {'MB':>6} {'times pandas':>13}"
        )
        for file in ("rows.csv", "rows.parquet"):
            base = 0.0
            for reader in READERS:
                command = [sys.executable, __file__, "--one", reader, str(Path(folder) / file)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                n, seconds, busy, memory = done.stdout.split()
                base = base or float(busy)
                ratio = float(busy) / max(base, 0.1)
                print(
                    f"{file[5:]:8} {reader:8} {int(n):9,} {seconds:>8} {busy:>6} {memory:>6} {ratio:13.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:4])
    else:
        main()

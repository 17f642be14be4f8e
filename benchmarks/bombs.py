"""Files made to exhaust a reader: what becomes of each, its seconds of the processor and its memory.

python benchmarks/bombs.py
"""

from __future__ import annotations

import gzip
import os
import resource
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from toolkit.errors import InputError
from toolkit.pages.reader import read_source


def zip_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as file,
    ):
        for _ in range(300):
            file.write(b"\0" * 2**20)


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", 1) as file:
        for _ in range(1_000):
            file.write(b"\0" * 2**20)


BOMBS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "1 GB of nothing in gzip": ("a.txt.gz", gzip_bomb),
    "300 MB of nothing in zip": ("a.zip", zip_bomb),
    "200 MB of rows in 45 KB of Parquet": ("a.parquet", lambda p: pd.DataFrame({"text": ["x" * 1_000] * 200_000}).to_parquet(p, row_group_size=20_000)),
    "one line of 50 MB": ("a.txt", lambda p: p.write_text("word " * 10_000_000)),
    "300,000 lines of one letter": ("a.txt", lambda p: p.write_text("x\n" * 300_000)),
    "5 million short lines": ("a.txt", lambda p: p.write_text("x y\n" * 5_000_000)),
    "a cell of 50 MB": ("a.csv", lambda p: p.write_text("title,text\nA," + "word " * 10_000_000)),
    "a table of 200,000 columns": ("a.csv", lambda p: p.write_text(",".join(f"c{n}" for n in range(200_000)) + "\n1\n")),
    "18 MB of HTML in one line": ("a.html", lambda p: p.write_text("<p>" + "word " * 3_600_000)),
    "a million tags": ("a.html", lambda p: p.write_text("<p>x" * 1_000_000)),
    "100,000 nested elements": ("a.html", lambda p: p.write_text("<div>" * 100_000 + "x")),
    "100,000 nested lists": ("a.json", lambda p: p.write_text("[" * 100_000)),
    "half a million remarks never closed": ("a.html", lambda p: p.write_text("<!--" * 500_000)),
}  # fmt: skip


def one(name: str, make: Callable[[Path], object]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / name)
        try:
            found = read_source(folder)
            told = f"read: {len(found.articles)} articles"
        except InputError as error:
            told = str(error).partition("(")[2][:110]
    return told


def main() -> None:
    for what, (name, make) in BOMBS.items():
        read_end, write_end = os.pipe()
        if (child := os.fork()) == 0:
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            told = one(name, make)
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            os.write(
                write_end,
                f"{used.ru_utime + used.ru_stime - before:.1f} s, {used.ru_maxrss // 1024:,} MB: {told}".encode(),
            )
            os._exit(0)
        os.waitpid(child, 0)
        print(f"{what}: {os.read(read_end, 1000).decode()}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""Time and own memory of reading, preparing and saving very many short articles, with processes.

    python benchmarks/large_corpus.py 1000000 million.parquet
    python benchmarks/bench_ingest.py million.parquet [--workers 2] [--work folder] [--way here]

Each step is printed as it ends. CPU seconds and memory are those of `bench_scale.py`: of this process and its
workers, and the largest sum of what is their own (`RssAnon`), with pages of mapped files (`RssFile`) beside it.
Stories are left out at every size, as they are of more than 50,000 articles. A saved corpus may take the place of
the table: it is opened, its stories and copies forgotten, and prepared anew.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench_scale import Peak, cpu

from toolkit.corpus import stories
from toolkit.corpus.account import check_account
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import read_articles, read_saved
from toolkit.corpus.prepare import prepare
from toolkit.corpus.store import is_saved
from toolkit.corpus.syndication import LINKS
from toolkit.engine import Local, using

FORGOTTEN = (*LINKS, "story_id", "affair_id")


def timed(name: str, step: Callable[[], Any], count: int = 0) -> Any:
    """Take a step and print what it cost."""
    before, began = cpu(), time.perf_counter()
    with Peak() as peak:
        made = step()
    spent = cpu() - before
    count = count or len(made)
    print(
        f"{count:>9,} {name:>8} {spent:>8.1f} CPU s {time.perf_counter() - began:>8.1f} wall s "
        f"{count / spent:>8,.0f} articles/CPU s {peak.own:>7,.0f} MB own {peak.mapped:>7,.0f} MB mapped",
        flush=True,
    )
    return made


def opened(place: Path, here: Local | None) -> Corpus:
    """Return a saved corpus as if it had just been read."""
    corpus = here.open(place) if here else read_saved(place)
    return replace(corpus, articles=corpus.articles.drop(columns=[*FORGOTTEN], errors="ignore"))


def main() -> None:
    """Read, prepare and save what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--way", choices=["processes", "here"], default="processes")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    stories.MOST = 0
    work = given.work or Path(tempfile.mkdtemp(prefix="bench-ingest-"))
    here = Local(workers=given.workers, work=work / "work") if given.way == "processes" else None
    with using(here) if here else nullcontext():
        saved = is_saved(given.source)
        read = timed(
            "open" if saved else "read",
            lambda: opened(given.source, here) if saved else read_articles(given.source),
        )
        ready = timed("prepare", lambda: prepare(read), len(read))
        if not saved:
            check_account(ready)
        timed("save", lambda: ready.save(work / "saved"), len(ready))
    if here:
        here.close()
    if not given.work:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()

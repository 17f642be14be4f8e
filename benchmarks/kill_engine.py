"""Kill an engine's run at random points, go on, and compare with a run that was left alone.

    python benchmarks/kill_engine.py [--times 20] [--articles 2000]

The corpus is that of `bench_scale.py`, in parts of 100 articles, on two processes. Each time the run and its
processes are killed (SIGKILL) at a random moment and started again in the same work folder; every result that is
there must be sound, none may be made again, and after the last start the results are compared, file by file, with
those of a run of its own. Topics, which are not counted in parts, are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_scale import STEPS, made

from toolkit import parts
from toolkit.engine import Local, bundles, using


def count(place: Path, work: Path) -> None:
    """Count a saved corpus by processes."""
    parts.PART = 100
    with Local(workers=2, work=work) as here, using(here):
        corpus = here.open(place)
        for name, step in STEPS.items():
            if name != "topics":
                step(corpus)


def results(work: Path) -> dict[str, str]:
    """Return name and digest of every result."""
    files = (work / "results").glob("*.arrow")
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def moments(work: Path) -> dict[str, int]:
    """Return name and time of every result."""
    return {file.name: file.stat().st_mtime_ns for file in (work / "results").glob("*.arrow")}


def start(place: Path, work: Path) -> subprocess.Popen[bytes]:
    """Start a run in a group of its own."""
    command = [sys.executable, __file__, "--run", str(place), str(work)]
    return subprocess.Popen(command, start_new_session=True)


def main() -> None:
    """Kill, go on, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--run", nargs=2, type=Path)
    given = parser.parse_args()
    if given.run:
        count(*given.run)
        return
    folder = Path(tempfile.mkdtemp(prefix="kill-engine-"))
    place = made(given.articles, folder)
    began = time.perf_counter()
    if start(place, folder / "alone").wait():
        raise SystemExit("the run that was left alone failed")
    whole = time.perf_counter() - began
    rng, killed, torn = random.Random(5), 0, 0
    known: dict[str, int] = {}
    for _ in range(given.times):
        run = start(place, folder / "killed")
        time.sleep(rng.uniform(whole / 10, whole / 3))
        if run.poll() is None:
            killed += 1
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        time.sleep(0.3)
        torn += sum(
            not bundles.is_sound(file)
            for file in (folder / "killed").rglob("*.arrow")
            if file.parent.name != "tables"
        )
        known = moments(folder / "killed") | known
        print(f"killed {killed}, torn {torn}, results {len(results(folder / 'killed'))}", flush=True)
    if start(place, folder / "killed").wait():
        raise SystemExit("the last run failed")
    again = sum(moments(folder / "killed")[name] != moment for name, moment in known.items())
    one, two = results(folder / "alone"), results(folder / "killed")
    print(
        f"{killed} kills, {torn} torn files, {len(one)} results, same: {one == two}, made again: {again}; a run alone takes {whole:.0f} s"
    )


if __name__ == "__main__":
    main()

"""Kill the output commands at random moments and look at what is left; fill a small disk under them.

    python benchmarks/kill_test.py [--kills 200] [--seed 1]

After each kill -9 the output must be the old one or the new one, whole: every file as its manifest says.
All the time somebody looks at the report's folder, who must never find it missing. After the last run of a
kind nothing may be left beside the output or in the temporary folder. Most reports run without kernels,
so that the moments fall on the writing and not on the waiting; one in ten has real ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import nbformat

from toolkit.cli import main as command
from toolkit.corpus.load import load_corpus
from toolkit.report.run import build, run
from toolkit.report.run.execute import Executed, read_notebook
from toolkit.report.run.manifest import outputs_in

SHOWN = 'show(articles[["outlet", "title"]], "T", name="t", out=out)'
QUICK = f"from toolkit.report.page.display import show\n{SHOWN}"
SHARES = {"report": 0.4, "each": 0.2, "articles": 0.3, "init": 0.1}


def pages(folder: Path, version: int) -> Path:
    """Write the pages of a version: three outlets, six articles each."""
    folder.mkdir(parents=True)
    draw = random.Random(version)
    rows = [
        {"outlet": outlet, "title": f"Day {n}", "text": " ".join(f"word{draw.randrange(9999)}" for _ in range(99))}
        for outlet in ("Post", "Herald", "Mail")
        for n in range(6)
    ]  # fmt: skip
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def notebooks(folder: Path) -> Path:
    folder.mkdir()
    frame = ["corpus_path = None\nout = None", "from toolkit.corpus.load import read_saved", QUICK]
    frame[1] += "\narticles = read_saved(corpus_path).articles"
    cells = [nbformat.v4.new_markdown_cell("# Quick\n\nA question."), *map(nbformat.v4.new_code_cell, frame)]
    cells[1].metadata["tags"] = ["parameters"]
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "01_quick.ipynb")
    return folder


def without_kernels(path: Path, parameters: object, *, folder: Path, **_: object) -> Executed:
    """Stand in for running a notebook: write its table and return it as it is."""
    out = folder.parent / "tables"
    out.mkdir(exist_ok=True)
    load_corpus(folder.parent / "corpus").articles[["outlet", "title"]].to_parquet(out / "t.parquet")
    return Executed(read_notebook(path), None, "")


def arguments(kind: str, place: Path, version: int) -> list[str]:
    given = str(place / f"pages{version}")
    if kind == "articles":
        return ["articles", given, "-o", str(place / "articles.csv")]
    if kind == "init":
        return ["init", given, "-o", str(place / "study.toml")]
    more = ["--each", "outlet"] if kind == "each" else []
    return ["report", given, "-o", str(place / kind), "--section", "quick", "--fresh", *more]


def start(kind: str, place: Path, version: int, *, kernels: bool) -> int:
    """Run a command in a fork of this process, which has everything loaded."""
    if (child := os.fork()) == 0:
        os.setsid()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        run.notebooks_folder = lambda: place / "notebooks"
        if not kernels:
            build.execute = without_kernels
        os._exit(command(arguments(kind, place, version)))
    return child


def state(kind: str, place: Path, whole: dict[str, set[str]]) -> str:
    """Return whether what a command has left is whole."""
    if kind in ("report", "each"):
        manifest = json.loads((place / kind / "manifest.json").read_text())
        same = outputs_in(place / kind) == manifest["outputs"]
        return "whole" if same and manifest["inputs"] else "MIXED"
    file = place / ("articles.csv" if kind == "articles" else "study.toml")
    if not file.exists():
        return "whole" if kind == "init" else "MISSING"
    return "whole" if hashlib.sha256(file.read_bytes()).hexdigest() in whole[kind] else "MIXED"


class Watch(threading.Thread):
    """Looks for a path all the time, and counts how often it is there and how often not."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path, self.seen, self.over = path, Counter(), False

    def run(self) -> None:
        while not self.over:
            self.seen[self.path.exists()] += 1
            time.sleep(0.0005)


def kill_one(kind: str, place: Path, draw: random.Random, longest: float, *, kernels: bool) -> int:
    """Start a command and kill it; return the exit code of one that ended before by itself, else 0."""
    if kind == "init":
        (place / "study.toml").unlink(missing_ok=True)
    child = start(kind, place, draw.choice((1, 2)), kernels=kernels)
    time.sleep(draw.uniform(0, longest))
    os.killpg(child, signal.SIGKILL) if kernels else os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0


def kills(kind: str, n: int, place: Path, draw: random.Random) -> tuple[Counter[str], Watch]:
    """Kill a command so many times; return how often what was left was whole, and who watched."""
    whole: dict[str, set[str]] = {kind: set()}
    longest = 0.0
    for version in (1, 2, 1):
        (place / "study.toml").unlink(missing_ok=True)
        began = time.monotonic()
        assert os.waitpid(start(kind, place, version, kernels=False), 0)[1] == 0
        longest = time.monotonic() - began
        for name in ("articles.csv", "study.toml"):
            if (place / name).exists():
                whole[kind].add(hashlib.sha256((place / name).read_bytes()).hexdigest())
    found: Counter[str] = Counter()
    watch = Watch(place / {"articles": "articles.csv", "init": "pages1"}.get(kind, kind))
    watch.start()
    for number in range(n):
        kernels = kind == "report" and number % 10 == 0
        code = kill_one(kind, place, draw, longest * (1.1 if not kernels else 4), kernels=kernels)
        found["FAILED" if code else state(kind, place, whole)] += (
            1  # no run may suffer from one killed before
        )
    watch.over = True
    watch.join()
    (place / "study.toml").unlink(missing_ok=True)
    assert os.waitpid(start(kind, place, 1, kernels=False), 0)[1] == 0
    return found, watch


def full_disk(place: Path) -> None:
    """Mount a disk of some megabytes and fill it while each command writes over what is there."""
    small = place / "small"
    small.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(small)], check=False, capture_output=True
    )
    if made.returncode:
        print("no disk could be mounted (it needs root): the full disk was not tried")
        return
    try:
        for name in ("pages1", "pages2", "notebooks"):
            shutil.copytree(place / name, small / name)
        for kind in ("report", "each", "articles"):
            assert os.waitpid(start(kind, small, 1, kernels=False), 0)[1] == 0, kind
        before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
        (small / "filler").write_bytes(b"\0" * (shutil.disk_usage(small).free - 20_000))
        for kind in ("report", "each", "articles", "init"):
            env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            code = (
                "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); import kill_test as k\n"
                "k.run.notebooks_folder = lambda: Path(sys.argv[2]); k.build.execute = k.without_kernels\n"
                "sys.exit(k.command(sys.argv[3:]))"
            )
            told = [sys.executable, "-c", code, str(Path(__file__).parent), str(small / "notebooks")]
            done = subprocess.run(
                [*told, *arguments(kind, small, 2)], env=env, capture_output=True, text=True, check=False
            )
            last = done.stderr.strip().splitlines()[-1:]
            trace = "Traceback" in done.stderr
            same = all(path.exists() and path.read_bytes() == data for path, data in before.items())
            left = sorted(path.name for path in small.iterdir() if path.name.startswith("."))
            print(
                f"full disk, {kind}: code {done.returncode}, traceback {trace}, old as it was {same}, left {left}; {last}"
            )
    finally:
        subprocess.run(["umount", str(small)], check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    draw = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        place, temporary = Path(folder) / "place", Path(folder) / "tmp"
        place.mkdir()
        temporary.mkdir()
        tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
        for version in (1, 2):
            pages(place / f"pages{version}", version)
        notebooks(place / "notebooks")
        total: Counter[str] = Counter()
        for kind, share in SHARES.items():
            found, watch = kills(kind, round(given.kills * share), place, draw)
            total += found
            print(
                f"{kind}: {dict(found)}; looked at {sum(watch.seen.values()):,} times, missing {watch.seen[False]}",
                flush=True,
            )
        beside = sorted(path.name for path in place.iterdir() if path.name.startswith("."))
        print(
            f"left beside the outputs: {beside}; in the temporary folder: {sorted(path.name for path in temporary.iterdir())}"
        )
        print(f"{total['whole']} of {sum(total.values())} kills left the old output or the new one, whole")
        full_disk(place)


if __name__ == "__main__":
    main()

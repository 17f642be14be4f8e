"""A coverage-guided run of one target with atheris (libFuzzer), by the processor's time; what it finds is kept.

    python tests/fuzz/fuzz.py text --seconds 1800 --keep found

atheris is not among the toolkit's packages: ``pip install atheris`` (CPython 3.11 to 3.13, Linux). An input that
breaks a promise ends the run and lies in the folder ``--keep``; put what is wrong with it into a test of the reader.
With ``--corpus`` the inputs that opened new paths are kept, and a later run goes on from them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20_000  # bytes of an input
MEMORY = 12_000  # MB; atheris itself keeps some 35 KB of each input, which is 6 GB after half an hour of text
TOLD = 500  # inputs from one line of progress to the next


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=1800, help="of the processor")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("found"), help="folder of inputs that fail")
    parser.add_argument("--corpus", type=Path, help="folder of inputs to begin with and to add to")
    given = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["toolkit"]):
        from targets import run, seeds

    given.keep.mkdir(parents=True, exist_ok=True)
    folder = given.corpus or Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(given.target)):
        (folder / f"seed-{number:02}").write_bytes(data)
    began, done = time.process_time(), 0

    def one(data: bytes) -> None:
        nonlocal done
        run(given.target, data)
        done += 1
        spent = time.process_time() - began
        if done % TOLD == 0 or spent > given.seconds:
            print(f"{given.target}: {done:,} inputs in {spent / 60:.1f} minutes of the processor", flush=True)
        if spent > given.seconds:
            os._exit(0)

    limits = [f"-max_len={LONGEST}", "-timeout=600", f"-rss_limit_mb={MEMORY}"]
    told = [f"-seed={given.seed}", f"-artifact_prefix={given.keep}/", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *limits, *told, str(folder)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    main()

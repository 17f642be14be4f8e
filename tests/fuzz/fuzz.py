"""A coverage-guided run of one target with atheris (libFuzzer), by the clock; what it finds is kept.

    python tests/fuzz/fuzz.py text --seconds 1800 --keep found

atheris is not among the toolkit's packages: ``pip install atheris`` (CPython 3.11 to 3.13, Linux). An input that
breaks a promise ends the run and lies in the folder ``--keep``; put it into ``tests/fuzz/found/TARGET`` and
``tests/fuzz/test_found.py`` gives it to the target in every test run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20_000  # bytes of an input


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=1800)
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
    limits = [f"-max_total_time={given.seconds}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=4096"]
    told = [f"-seed={given.seed}", f"-artifact_prefix={given.keep}/", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *limits, *told, str(folder)], lambda data: run(given.target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    main()

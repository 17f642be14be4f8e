"""Openings of random corpora: sentences with a number counting does not give (``bench_opening.py 200``)."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.report.wording.findings import findings_in
from toolkit.report.wording.gather import tables_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "report"))

from opening import corpus, faults


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    sentences, wrong = 0, []
    for seed in range(n):
        made = corpus(seed)
        found = findings_in(tables_of(made, subjects=False))
        sentences += len(found)
        wrong += [f"{seed}: {fault}" for fault in faults(made, found)]
    print(f"{n} corpora, {sentences} sentences, {len(wrong)} wrong")
    print("\n".join(wrong))


if __name__ == "__main__":
    main()

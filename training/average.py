"""Average the weights of several fits: average.py OUT FIT [FIT ...]; a fit named twice counts twice.

The scores of a field are linear in its weights, so their mean is the field that votes with all of them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from toolkit.pages.text.sequence import STATES

LEAST = 0.1  # weights below this are left out
NEVER = -1.0  # what a step loses that one of the fits has never seen


def average(tables: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
    """Return the rows of the mean of some tables of weights, each with its heading."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    for table in tables:
        for template, code, *weights in table[1:]:
            found.setdefault((template, code), []).append(weights)
    rows = [list(tables[0][0])]
    for (template, code), several in found.items():
        mean = [_mean([row[i] for row in several], len(tables), template) for i in range(len(STATES))]
        if template.startswith("step from ") or any(abs(float(value or 0)) >= LEAST for value in mean):
            rows.append([template, code, *mean])
    return rows


def _mean(values: Sequence[str], count: int, template: str) -> str:
    """Return the mean of one weight; a feature a fit has not is 0, a step none has seen stays empty."""
    told = [float(value) for value in values if value]
    if template.startswith("step from "):
        return f"{sum(told) / len(told) + (NEVER if len(told) < count else 0):.3f}" if told else ""
    mean = sum(told) / count
    return f"{mean:.2f}" if abs(mean) >= LEAST / 2 else ""


def main(out: Path, fits: Sequence[Path]) -> None:
    """Write the mean of the first and of the second fields."""
    for name in ("first.csv", "second.csv"):
        tables = [list(csv.reader((fit / name).read_text(encoding="utf-8").splitlines())) for fit in fits]
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(average(tables))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])

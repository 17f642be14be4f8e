"""Floors of quality, in one file that only rises: ``floors.json``.

Each gold test measures a figure and says ``reaches("name", figure)``. The floor is in the file, beside a digest
of the gold it was measured on: changed gold is a failure, not another figure. ``make gate`` measures and checks
all of them; ``make pin`` raises every floor to what was measured and refuses to lower one. To lower one takes a
reason, which stays in the file:

    python tests/gold/gate.py lower quotes.spans_f1 0.95 --because "marks of headlines no longer count"
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")
PLACES = 3  # a floor is what was measured, rounded down to a thousandth


def read() -> dict[str, Any]:
    return json.loads(FLOORS.read_text(encoding="utf-8"))


def write(floors: dict[str, Any]) -> None:
    FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def digest(base: Path, pattern: str) -> str:
    """Return a hash of the files and folders of a name: of all their files with their names."""
    made = hashlib.sha256()
    for path in sorted(base.glob(pattern)):
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            made.update(file.relative_to(path).as_posix().encode())
            made.update(hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()


def raised(known: dict[str, Any], measured: dict[str, float]) -> dict[str, Any]:
    """Return the floors with those raised that were surpassed; none is lowered."""
    floors = {
        name: {**entry, "floor": max(entry["floor"], down(measured.get(name, entry["floor"])))}
        for name, entry in known["floors"].items()
    }
    return {**known, "floors": floors}


def lowered(known: dict[str, Any], name: str, floor: float, because: str) -> dict[str, Any]:
    """Return the floors with one lowered, and why.

    Raises
    ------
    ValueError
        If there is no such floor, if it would not be lowered, or if no reason is given.
    """
    if name not in known["floors"]:
        raise ValueError(f"no floor '{name}'; there are {', '.join(known['floors'])}")
    entry = known["floors"][name]
    if not 0 < floor < entry["floor"]:
        raise ValueError(f"{floor} is no lower share than {entry['floor']}; floors are raised with: make pin")
    if not because.strip():
        raise ValueError("a floor is lowered for a reason; give it with --because")
    why = [*entry.get("lowered", []), {"from": entry["floor"], "because": because.strip()}]
    return {**known, "floors": {**known["floors"], name: {**entry, "floor": floor, "lowered": why}}}


def down(value: float) -> float:
    return math.floor(value * 10**PLACES) / 10**PLACES


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Lower a floor of quality, with a reason.")
    lower = parser.add_subparsers(dest="command", required=True).add_parser("lower")
    lower.add_argument("name")
    lower.add_argument("floor", type=float)
    lower.add_argument("--because", required=True, help="why; it is kept in floors.json")
    given = parser.parse_args(words)
    try:
        write(lowered(read(), given.name, given.floor, given.because))
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()

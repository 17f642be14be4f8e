"""Floors of quality, in one file that only rises: ``floors.json``.

Each gold test measures a figure and says ``reaches("name", figure)``. The floor is in the file, beside a digest
of the gold it was measured on: changed gold is a failure, not another figure. ``make gate`` measures and checks
all of them; ``make pin`` raises every floor to what was measured and refuses to lower one. To lower a floor by
hand is possible, and then the entry needs a "lowered" with the reason, which a reviewer sees.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")
PLACES = 3  # a floor is what was measured, rounded down to a thousandth


def read() -> dict[str, Any]:
    return json.loads(FLOORS.read_text(encoding="utf-8"))


def digest(path: Path) -> str:
    """Return a hash of a file, or of all files of a folder with their names."""
    made = hashlib.sha256()
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


def down(value: float) -> float:
    return math.floor(value * 10**PLACES) / 10**PLACES

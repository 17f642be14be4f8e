"""The columns that the reader's weights were learnt from are those it sees today.

The weights of `toolkit.pages.text.line_states` mean something only for the columns they were learnt from: a level
that is counted in another way still reads, and reads worse, on pages nobody looks at. `learnt_columns.json` holds a
digest of each column over the pages of `tests/gold`, some 6,800 lines. Who changes a column learns the weights
anew (`training/README.md`) and then writes the digests: ``python tests/unit/pages/test_learnt_columns.py``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from toolkit.pages.read.files import read_page
from toolkit.pages.text.features import View
from toolkit.pages.text.line_states import WEIGHTS, Reading, page_columns
from toolkit.pages.text.lines import Line, read_lines
from toolkit.pages.text.sequence import STATES
from toolkit.pages.themes import load_furniture

KEPT = Path(__file__).with_name("learnt_columns.json")
GOLD = Path(__file__).parents[2] / "gold"


def pages() -> Iterator[list[Line]]:
    furniture = load_furniture()
    for path in sorted(GOLD.glob("layouts*/pages/*/*.txt")):
        page = read_page(path.read_bytes(), file=path.name, outlet="post")
        yield list(read_lines(page.text, furniture))


def reading(view: View) -> Reading:
    """A first reading that is sure of some lines and not of others, in sixty-fourths: sums of it are exact."""
    at = np.arange(len(view))
    drawn = (at * 37 + view.words * 11 + view.kind * 5) % 64
    state = (drawn + view.kind) % len(STATES)
    chance = np.full((len(view), len(STATES)), 1 / 64)
    chance[at, state] = 1 - 6 / 64
    chance[at, (state + 1) % len(STATES)] += drawn / 64
    return Reading(state, chance)


def digests() -> dict[str, str]:
    made: dict[str, hashlib._Hash] = {}
    for lines in pages():
        if lines:
            view = View(lines)
            for name, column in {**view.columns, **page_columns(view, reading(view))}.items():
                made.setdefault(name, hashlib.sha256()).update(column.astype("<i8").tobytes())
    told = {name: one.hexdigest()[:16] for name, one in sorted(made.items())}
    return told | {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in WEIGHTS.glob("*.csv")
    }


def test_each_column_is_the_one_the_weights_were_learnt_from() -> None:
    kept, now = json.loads(KEPT.read_text(encoding="utf-8")), digests()
    assert sorted(kept) == sorted(now)
    assert [name for name in kept if kept[name] != now[name]] == []


if __name__ == "__main__":
    KEPT.write_text(json.dumps(digests(), indent=1, sort_keys=True) + "\n", encoding="utf-8")

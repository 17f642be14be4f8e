"""What is read of real files, as they are and worn, is what was read before, file by file.

Where `test_pinned_pages` holds the pages of the repository, this holds exports, tables, saved pages and texts of the
shared folder, each column of what is read, and the same files as programs and hands wear them: lines lost, wrapped
or indented, classes and metadata gone, cells empty. `pinned_readings.json` has a digest a file. Who changes the
reader and means it looks at the files that are named, measures `tests/gold`, and writes the digests anew:
``python tests/unit/pages/test_pinned_readings.py``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from readings import GROUPS, OWN, digests

KEPT = Path(__file__).with_name("pinned_readings.json")


@pytest.mark.parametrize("group", GROUPS)
def test_every_file_is_read_as_before(group: str, request: pytest.FixtureRequest) -> None:
    if group not in OWN:
        request.getfixturevalue("shared")
    kept, now = json.loads(KEPT.read_text(encoding="utf-8"))[group], digests(group)
    assert sorted(kept) == sorted(now)
    assert [name for name in kept if kept[name] != now[name]] == []


if __name__ == "__main__":
    KEPT.write_text(json.dumps({name: digests(name) for name in GROUPS}, indent=0) + "\n", encoding="utf-8")

"""The folder in which an engine keeps parts and results, and the one function that makes a result.

Both engines call `make`, here in a process and there on a machine of a cluster; a file is there whole or not
at all, so a run that was stopped goes on where it was, by either.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.parquet as pq

from toolkit.corpus.store import ROWS
from toolkit.engine import bundles
from toolkit.engine.keys import key_of
from toolkit.parts import Step, Tables
from toolkit.room import give_back

RESULT = "result"


class Task(NamedTuple):
    """A step to be run on a part: where the part lies, and where the result goes."""

    part: Path
    result: Path
    step: Step
    given: tuple[object, ...]


class Work:
    """A folder of parts and results.

    Parameters
    ----------
    folder : Path
        It may hold those of earlier runs, which are taken over.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("parts", "results", "tables"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def mapped(self, file: Path, sha256: str) -> pd.DataFrame:
        """Return the table of a Parquet file; its text stays on disk, in a copy that can be mapped.

        A copy is named by the digest of the file, and ends in one of its own, so that one that was damaged is
        made again.
        """
        copy = self.folder / "tables" / f"{sha256[:40]}.arrow"
        if not bundles.is_sound(copy):
            source = pq.ParquetFile(file, page_checksum_verification=True)
            bundles.write_batches(RESULT, source.schema_arrow, source.iter_batches(ROWS), copy)
        return bundles.mapped(copy)[RESULT]

    def task(self, step: Step, part: Tables, given: tuple[object, ...]) -> Task:
        """Return what is to be done for a part, which is written down first where it is not yet there."""
        body = bundles.to_bytes(part)
        file = self.folder / "parts" / f"{hashlib.sha256(body).hexdigest()[:40]}.arrow"
        if not bundles.is_sound(file):
            bundles.write(part, file)
        result = self.folder / "results" / f"{step.__name__}-{key_of(body, step, given)}.arrow"
        return Task(file, result, step, given)


def done(task: Task) -> bool:
    """Tell whether a task's result is there, from this run or another."""
    return bundles.is_sound(task.result)


def make(task: Task) -> None:
    """Run a step on its part and write the result."""
    made = task.step(bundles.read(task.part), *task.given)
    bundles.write({RESULT: made} if isinstance(made, pd.DataFrame) else made, task.result)
    del made
    give_back()


def result(task: Task) -> Any:
    """Return the result of a task that is done: a table, or several by name."""
    tables = bundles.read(task.result)
    return tables[RESULT] if list(tables) == [RESULT] else tables

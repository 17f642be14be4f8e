"""Steps on a Spark cluster: the same function on the same files, on other machines."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.engine.work import Task, Work, done, make, result
from toolkit.errors import ToolkitError
from toolkit.parts import TOLD, Step, Tables

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

MISSING = "Spark is not installed; add it with: pip install 'news-toolkit[spark]' (it needs Java 17 or later)"


class Spark:
    """Steps on a Spark cluster.

    Spark deals out the parts and starts them again where a machine fails; parts and results are files, as of
    `toolkit.engine.local.Local`, so that either engine goes on where the other stopped.

    Parameters
    ----------
    session : SparkSession
        A session of one's own, on any cluster or through Spark Connect; `at` starts one.
    work : str or Path
        A folder that this machine and those of the cluster see under the same path: a mounted volume of the
        service, or any folder where Spark runs on this machine.

    Notes
    -----
    The toolkit must be installed in the Python of the cluster's machines, in the same version.
    """

    def __init__(self, session: SparkSession, *, work: str | Path) -> None:
        self.session, self._address = session, ""
        self._work = Work(Path(work))
        self.folder: Path | None = self._work.folder

    @classmethod
    def at(cls, address: str, *, work: str | Path) -> Spark:
        """Return an engine with a session of its own.

        Parameters
        ----------
        address : str
            ``local[2]``, ``spark://host:7077``, ``yarn``, or ``sc://host:15002`` for Spark Connect; empty for
            the session there is, or what Spark is set up for.
        work : str or Path
            As for the class.

        Raises
        ------
        ToolkitError
            If Spark is not installed.
        """
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, and slow to load
        except ImportError as error:
            raise ToolkitError(MISSING) from error
        builder = SparkSession.builder.appName("news-toolkit")
        if address.startswith("sc://"):
            builder = builder.remote(address)
        elif address:
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # or workers may take another Python
            builder = builder.master(address).config("spark.ui.enabled", "false")
        if address.startswith("local"):
            builder = builder.config("spark.driver.host", "127.0.0.1")
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
        made = cls(builder.getOrCreate(), work=work)
        made._address = address
        return made

    def close(self) -> None:
        """End the session."""
        self.session.stop()

    def rest(self) -> None:
        """Do nothing: what waits, waits on the cluster."""

    def __enter__(self) -> Spark:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def told(self) -> dict[str, str]:
        """Return what another process needs in its environment to open a session of its own."""
        folder = str(self._work.folder.resolve())
        return {TOLD: json.dumps({"address": self._address, "work": folder})}

    def map(self, step: Step, parts: Iterable[Tables], *given: object) -> Iterator[Any]:
        """Yield what a step makes of each part, in their order, once all are done.

        Raises
        ------
        ToolkitError
            If the cluster's machines do not see the work folder.
        """
        tasks = [self._work.task(step, part, given) for part in parts]
        missing = [task for task in tasks if not done(task)]
        if missing:
            self._run(missing)
        for task in missing:
            if not done(task):
                raise ToolkitError(
                    f"the cluster wrote no {task.result}; its machines must see this folder under this path"
                )
        yield from map(result, tasks)

    def _run(self, tasks: list[Task]) -> None:
        """Do each task in a partition of its own."""

        def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for number in batch.column("id").to_pylist():
                    make(tasks[number])
                yield batch

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, which these steps do not meet
            numbers = self.session.range(0, len(tasks), 1, numPartitions=len(tasks))
            numbers.mapInArrow(work, "id long").collect()

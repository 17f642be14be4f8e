"""Steps in processes of this machine."""

from __future__ import annotations

import json
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.store import read_tables, saved_settings
from toolkit.engine.work import Task, Work, done, make, result
from toolkit.errors import ToolkitError
from toolkit.files import clear_left
from toolkit.parts import TOLD, Step, Tables, using
from toolkit.room import give_back

AHEAD = 2  # parts that wait for each process
RENEWED = (
    50  # parts each process works on before a new one takes its place: what it remembers grows with them
)
LEFT = "toolkit-work-"  # temporary folders; what killed runs left is removed


class Local:
    """Steps in processes of this machine, with parts and results in a folder.

    What lies in the folder is mapped into memory and not read into it, so that memory is that of a few parts,
    however many articles there are.

    Parameters
    ----------
    workers : int, optional
        Processes; as many as there are processors by default.
    work : str or Path, optional
        The folder. Results of an earlier run in it are taken over, so a run that was stopped goes on where it
        was. By default a temporary one, which goes with the engine.

    Raises
    ------
    ToolkitError
        If `workers` is under one.

    Examples
    --------
    >>> from toolkit import load_corpus
    >>> from toolkit.parts import using
    >>> from toolkit.text.segments import segments
    >>> with Local(workers=2) as here, using(here):
    ...     len(segments(load_corpus()))  # so few that they stay in this process
    1406
    """

    def __init__(self, *, workers: int | None = None, work: str | Path | None = None) -> None:
        if workers is not None and workers < 1:
            raise ToolkitError(f"workers is {workers}; give 1 or more")
        self.workers = workers or processors()
        if not work:
            clear_left(Path(tempfile.gettempdir()), LEFT)
        self._place = None if work else tempfile.TemporaryDirectory(prefix=f"{LEFT}{os.getpid()}-")
        self._work = Work(Path(work) if work else Path(self._place.name))  # type: ignore[union-attr]
        self.folder: Path | None = self._work.folder
        self._pool: ProcessPoolExecutor | None = None
        self._given = 0  # parts given to the processes there are

    def __enter__(self) -> Local:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; a temporary folder goes too."""
        self._end(cancel_futures=True)
        if self._place is not None:
            self._place.cleanup()

    def rest(self) -> None:
        """End the processes when they have done what they were given; new ones begin when there is more.

        Waiting, they would keep 150 MB each.
        """
        self._end(cancel_futures=False)

    def told(self) -> dict[str, str]:
        """Return what another process needs in its environment to work in the same folder."""
        folder = str(self._work.folder.resolve())
        return {TOLD: json.dumps({"address": "local", "workers": self.workers, "work": folder})}

    def open(self, folder: str | Path) -> Corpus:
        """Return a saved corpus whose text stays on disk, mapped into memory from the work folder.

        Parameters
        ----------
        folder : str or Path
            A corpus saved with `Corpus.save`.

        Raises
        ------
        InputError
            If the folder is not a saved corpus, is of a newer version, or a file was changed or is missing.
        """
        with using(self):
            corpus = Corpus(**read_tables(folder, self._work.mapped), settings=saved_settings(folder))
        give_back()
        return corpus

    def map(self, step: Step, parts: Iterable[Tables], *given: object) -> Iterator[Any]:
        """Yield what a step makes of each part, in their order; a few parts are worked on at once.

        Raises
        ------
        ToolkitError
            If a process was ended from outside, most often for lack of memory.
        """
        waiting: deque[tuple[Task, Future[None] | None]] = deque()
        for part in parts:
            task = self._work.task(step, part, given)
            waiting.append((task, None if done(task) else self._submit(task)))
            if len(waiting) > AHEAD * self.workers:
                yield self._finished(*waiting.popleft())
        while waiting:
            yield self._finished(*waiting.popleft())

    def _submit(self, task: Task) -> Future[None]:
        if self._given == RENEWED * self.workers:
            self.rest()  # what was given is done first: old and new together would take twice the memory
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.workers, mp_context=get_context("spawn"), initializer=_end_with_parent
            )
        self._given += 1
        with self._ended():
            return self._pool.submit(make, task)

    @contextmanager
    def _ended(self) -> Iterator[None]:
        """Say what it means that a process ended; others take their place when there is more to do."""
        try:
            yield
        except BrokenProcessPool as error:
            self.rest()
            raise ToolkitError(
                "a process was ended from outside, most often for lack of memory: fewer workers need less, "
                "and what is done in the work folder is taken over; where none began, a script must start "
                "its work under if __name__ == '__main__':"
            ) from error

    def _end(self, *, cancel_futures: bool) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=cancel_futures)
        self._pool, self._given = None, 0

    def _finished(self, task: Task, future: Future[None] | None) -> Any:
        if future is not None:
            with self._ended():
                future.result()
        give_back()
        return result(task)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux: a container or a job may have fewer than the machine
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _end_with_parent() -> None:
    """Let a process end when the one that started it was killed: it would wait for work without end."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()

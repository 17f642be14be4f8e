"""Work on untrusted files in a process of its own, which the kernel ends where one takes too much.

Parsers are large, and some loops and allocations of theirs no check of ours can reach. So each file is
read in a child of this process: the kernel counts its seconds of the processor and its memory, and what
it ends is one file, not the run. Python can do so by ``fork`` on Linux; elsewhere files are read in this
process, under all other limits.
"""

from __future__ import annotations

import faulthandler
import math
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from toolkit.pages.read.limits import MEGABYTE
from toolkit.settings import LimitsSettings

PART = 10 * MEGABYTE  # of a file: each adds as many seconds again
PATIENCE = 20  # times the seconds of the processor that an answer may take by the clock: a disk may be slow
CAN_FORK = sys.platform.startswith("linux") and hasattr(os, "fork")


class At(NamedTuple):
    """A place in the work: the number of the entry, and of the file in it (-1 while it is being opened)."""

    entry: int
    file: int


@dataclass(frozen=True)
class Begun:
    """Work on a file begins: its place, name and size in bytes."""

    at: At
    name: str
    size: int = 0


@dataclass(frozen=True)
class Killed:
    """Work on a file that was ended, and why."""

    begun: Begun
    reason: str


Work = Callable[[At], Iterator[Any]]  # from a place on: `Begun` before each file, then what came of it


def allowed(size: int, limits: LimitsSettings) -> int:
    """Return the seconds of the processor that a file of a size may take.

    Examples
    --------
    >>> limits = LimitsSettings(seconds=60)
    >>> allowed(50_000, limits), allowed(100 * MEGABYTE, limits)
    (60, 660)
    """
    return limits.seconds * (1 + size // PART)


def killable(work: Work, limits: LimitsSettings) -> Iterator[Any]:
    """Yield what work yields, done in a process of its own; `Killed` takes the place of a file that ended it.

    Parameters
    ----------
    work : callable
        Given a place, it yields what comes of the files from there on. It runs in a copy of this process.
    limits : LimitsSettings
        ``seconds`` and ``memory_mb``.
    """
    start = At(0, -1)
    while True:
        begun, ended = Begun(start, ""), False
        process, answers = _started(work, start, limits)
        try:
            while answers.poll(PATIENCE * allowed(begun.size, limits)):
                item = answers.recv()
                if item is None:
                    ended = True
                    return
                begun = item if isinstance(item, Begun) else begun
                yield item
            reason = "the process that read it gave no answer any more"
        except (EOFError, ConnectionResetError):
            ended, reason = True, ""
        finally:
            answers.close()
            status = _end(process, by_itself=ended)
        yield Killed(begun, reason or _reason(status, begun.size, limits))
        start = At(begun.at.entry, begun.at.file + 1) if begun.at.file >= 0 else At(begun.at.entry + 1, -1)


def _started(work: Work, start: At, limits: LimitsSettings) -> tuple[int, Connection]:
    """Start the process; return its number and where its answers come from."""
    receiver, sender = Pipe(duplex=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child uses none of theirs
        process = os.fork()
    if process == 0:
        receiver.close()
        _child(work, start, sender, limits)
    sender.close()
    return process, receiver


def _child(work: Work, start: At, sender: Connection, limits: LimitsSettings) -> None:
    """Do the work and end, whatever happens, without anything that the parent does at its end."""
    code = 1
    try:
        faulthandler.disable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends this process
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _bound_memory(limits)
        _allow(allowed(0, limits))
        for item in work(start):
            if isinstance(item, Begun):
                _allow(allowed(item.size, limits))
            sender.send(item)
        sender.send(None)
        code = 0
    finally:  # nothing may leave a fork, no exception either: the parent sees that no answer came
        os._exit(code)


def _bound_memory(limits: LimitsSettings) -> None:
    """Allow the process so much memory more than it has, and no dump of it."""
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm") as file:  # noqa: PTH123 - a file of the kernel
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = mapped + limits.memory_mb * MEGABYTE
    resource.setrlimit(
        resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
    )


def _allow(seconds: int) -> None:
    """Allow so many seconds of the processor from now on."""
    import resource  # noqa: PLC0415

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = math.ceil(time.process_time()) + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard)
    )


def _end(process: int, *, by_itself: bool) -> int:
    """Wait for a process that ends by itself, or end it; return how it ended."""
    if not by_itself:
        os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _reason(status: int, size: int, limits: LimitsSettings) -> str:
    """Return why a process ended: by a signal, told as a negative number, or by a fault of ours."""
    if status == -signal.SIGXCPU:
        most = allowed(size, limits)
        return f"reading it takes more than {most:,} seconds of the processor ([limits] seconds)"
    if status == -signal.SIGKILL:
        return "the process that read it was killed, most often because the machine ran out of memory"
    if status < 0:
        return f"the library that reads it crashed ({signal.Signals(-status).name})"
    return "the process that read it ended unexpectedly, most often for lack of memory"

"""How far a long step has come, and about how long it still takes.

Written to a stream the caller names (the command line gives stderr); silent where none is given, so
that no output of a report depends on the clock.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TextIO, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """What a long step tells: `done` of `total` parts, and the part that begins now."""

    def __call__(self, done: int, total: int, label: str) -> None:
        """Tell that `done` of `total` parts are finished and `label` begins."""


def silent(done: int, total: int, label: str) -> None:
    """Tell nobody.

    Examples
    --------
    >>> silent(1, 2, "topics")
    """


class Lines:
    """Progress as lines: ``2/5 topics, about 40 s left``.

    Parameters
    ----------
    stream : text stream, optional
        Where to write; stderr by default.

    Examples
    --------
    >>> tell = Lines(sys.stdout)
    >>> tell(0, 2, "reading the pages")
    1/2 reading the pages
    >>> tell(2, 2, "done")
    done
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._began = time.monotonic()

    def __call__(self, done: int, total: int, label: str) -> None:
        """Write one line."""
        line = label if done >= total else f"{done + 1}/{total} {label}{self._left(done, total)}"
        self._stream.write(line + "\n")
        self._stream.flush()

    def _left(self, done: int, total: int) -> str:
        spent = time.monotonic() - self._began
        return f", about {max(1, round(spent / done * (total - done)))} s left" if done and spent > 1 else ""


def track(items: Iterable[T], label: str, *, stream: TextIO | None = None) -> Iterator[T]:
    """Yield items and rewrite one line with how far they have come, at most twice a second.

    For live notebooks and the command line; interrupting it (Ctrl-C, the stop button) ends the step.

    Parameters
    ----------
    items : iterable
        What is worked through.
    label : str
        Name of the step.
    stream : text stream, optional
        Where to write; nothing is written by default.

    Examples
    --------
    >>> list(track([1, 2], "topics"))
    [1, 2]
    """
    total = f"/{len(items)}" if isinstance(items, Sized) else ""
    told = 0.0
    for number, item in enumerate(items, 1):
        yield item
        if stream is not None and time.monotonic() - told >= 0.5:
            told = time.monotonic()
            stream.write(f"\r{label} {number}{total}")
            stream.flush()
    if stream is not None and told:
        stream.write("\r" + " " * (len(label) + 24) + "\r")
        stream.flush()

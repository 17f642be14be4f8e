"""How far a long step has come, and about how long it still takes.

The command line gets lines on stderr, a live notebook a bar; reports run silently, so that none of their
output depends on the clock.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TextIO, TypeVar

T = TypeVar("T")
QUIET = "TOOLKIT_QUIET"  # set in the environment of notebooks that run for a report
WAIT = 0.5  # seconds; a shorter step shows no bar


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


def track(items: Sequence[T], label: str) -> Iterator[T]:
    """Yield items; in a live notebook a bar shows how far they have come and goes when they are done.

    Nothing is shown elsewhere, so that no output of a report depends on the clock. Interrupting the
    kernel ends the step.

    Parameters
    ----------
    items : sequence
        What is worked through.
    label : str
        Name of the step.

    Examples
    --------
    >>> list(track([1, 2], "topics"))
    [1, 2]
    """
    if not is_live():
        yield from items
        return
    bar, began = None, time.monotonic()
    try:
        for done, item in enumerate(items):
            if bar is None and time.monotonic() - began > WAIT:
                bar = _bar(label, len(items))
            if bar is not None:
                bar.value = done
            yield item
    finally:
        if bar is not None:
            bar.close()


def is_live() -> bool:
    """Say whether somebody watches: a notebook in a browser, not one that runs for a report.

    Examples
    --------
    >>> is_live()
    False
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel") and QUIET not in os.environ


def _bar(label: str, total: int) -> Any:
    from IPython.display import display  # noqa: PLC0415

    try:
        from ipywidgets import IntProgress  # noqa: PLC0415 - only in live notebooks
    except ImportError:  # nothing to watch; the step goes on
        return None

    bar = IntProgress(max=total, description=label, style={"description_width": "initial"})
    display(bar)  # type: ignore[no-untyped-call]
    return bar

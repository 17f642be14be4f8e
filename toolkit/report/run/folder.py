"""The output folder: one run at a time, and swapped in whole."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from toolkit.errors import ReportError
from toolkit.files import swap_in, writing

MANIFEST = "manifest.json"
FACTS = "run.json"  # where and how long: not part of what is reproduced


def check_free(target: Path) -> None:
    """Refuse to replace a folder that is not a report.

    Raises
    ------
    ReportError
        If the folder exists, is not empty and holds no report, or cannot be replaced.
    """
    if Path.cwd().is_relative_to(target.resolve()):
        raise ReportError(f"{target} is the folder you are in; choose a folder in it with -o")
    if target.is_mount():
        raise ReportError(f"{target} is a mount point and cannot be replaced; choose a folder in it with -o")
    if target.is_dir() and not (target / MANIFEST).is_file() and any(target.iterdir()):
        raise ReportError(f"{target} holds something other than a report; choose a new folder with -o")
    if target.exists() and not target.is_dir():
        raise ReportError(f"{target} is a file; choose a folder for the report with -o")


def check_place(source: object, target: Path) -> None:
    """Refuse to write a report among its own pages, where the next run would read it as one of them.

    Raises
    ------
    ReportError
        If the folder is that of the pages or is in it.
    """
    if isinstance(source, str | Path) and target.resolve().is_relative_to(Path(source).resolve()):
        raise ReportError(f"{target} is among the pages of {source}; choose a folder elsewhere with -o")


@contextmanager
def swapped(target: Path) -> Iterator[Path]:
    """Give a new folder beside `target` that takes its place when the block ends well.

    Whoever looks at `target` sees the old report or the new one, never a half; where the block fails,
    the old report stays. What a killed run has left is cleared away first: call it inside `only_run`.

    Raises
    ------
    OutputError
        If the disk does not take it.
    """
    target = target.resolve()  # a link stays one: what it leads to is replaced
    check_free(target)
    unfinished = f".{target.name}-unfinished-"
    with writing(target):
        _clear(target, unfinished)
        yield from _fresh(target, unfinished)


def _fresh(target: Path, unfinished: str) -> Iterator[Path]:
    """Yield a new folder and put it in the place of the target when control comes back."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=unfinished) as place:
        fresh = Path(place) / "new"
        fresh.mkdir()
        yield fresh
        swap_in(fresh, target)


def _clear(target: Path, unfinished: str) -> None:
    """Remove what killed runs have left; a report one of them had just moved aside is put back."""
    for place in sorted(target.parent.glob(f"{glob.escape(unfinished)}*")):
        if (place / "old").is_dir() and not target.exists():
            (place / "old").rename(target)
        shutil.rmtree(place)


_HELD: set[IO[str]] = set()  # locks of this process


def _let_go() -> None:
    """Close in a new child the locks of its parent: it would hold them after the parent was killed."""
    while _HELD:
        _HELD.pop().close()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_let_go)


@contextmanager
def only_run(target: Path) -> Iterator[None]:
    """Hold a folder for one run; the lock goes with the process, however it ends.

    Raises
    ------
    ReportError
        If another run is writing to the folder, or nothing can be written there.
    """
    target = target.resolve()
    try:
        check_free(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = (target.parent / f".{target.name}.lock").open("w")
    except OSError as error:
        told = f"nothing can be written to {target.parent} ({error.strerror}); choose another folder with -o"
        raise ReportError(told) from error
    with lock as handle, _locked(handle, target):
        yield


@contextmanager
def _locked(handle: IO[str], target: Path) -> Iterator[None]:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where two runs at once are not noticed
    except ImportError:
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        told = f"another run is writing to {target}; wait for it or choose another folder with -o"
        raise ReportError(told) from None
    _HELD.add(handle)
    try:
        yield
    finally:
        _HELD.discard(handle)
        Path(handle.name).unlink(missing_ok=True)


def copy_files(files: Iterator[Path] | list[Path], source: Path, target: Path) -> None:
    """Copy files of one folder to the same places in another."""
    for file in files:
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)

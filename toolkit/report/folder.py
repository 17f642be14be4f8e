"""The output folder: one run at a time, and swapped in whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.errors import ReportError

MANIFEST = "manifest.json"
FACTS = "run.json"  # where and how long: not part of what is reproduced


def check_free(target: Path) -> None:
    """Refuse to replace a folder that is not a report.

    Raises
    ------
    ReportError
        If the folder exists, is not empty and holds no report.
    """
    if target.is_dir() and not (target / MANIFEST).is_file() and any(target.iterdir()):
        raise ReportError(f"{target} holds something other than a report; choose a new folder with -o")
    if target.exists() and not target.is_dir():
        raise ReportError(f"{target} is a file; choose a folder for the report with -o")


@contextmanager
def swapped(target: Path) -> Iterator[Path]:
    """Give a new folder beside `target` that takes its place when the block ends well.

    Whoever looks at `target` sees the old report or the new one, never a half; where the block fails,
    the old report stays.
    """
    check_free(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as place:
        fresh = Path(place) / "new"
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(Path(place) / "old")
        fresh.rename(target)


@contextmanager
def only_run(target: Path) -> Iterator[None]:
    """Hold a folder for one run; the lock goes with the process, however it ends.

    Raises
    ------
    ReportError
        If another run is writing to the folder.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where two runs at once are not noticed
    except ImportError:
        yield
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.parent / f".{target.name}.lock"
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReportError(
                f"another run is writing to {target}; wait for it or choose another folder"
            ) from None
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def copy_files(files: Iterator[Path] | list[Path], source: Path, target: Path) -> None:
    """Copy files of one folder to the same places in another."""
    for file in files:
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)

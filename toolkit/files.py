"""Files and folders that are there whole or not at all, and what to say where the disk does not take them."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from toolkit.errors import OutputError

_EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h
_HERE = -100  # AT_FDCWD of fcntl.h: paths are seen from the working folder
# What the system's commonest refusals mean for someone who waits for a result.
_REMEDIES = {
    errno.ENOSPC: "the disk is full; make room",
    errno.EDQUOT: "your quota of the disk is used up; make room",
    errno.EROFS: "the disk is read-only; choose another place with -o",
    errno.EACCES: "there is no permission to write there; choose another place with -o",
    errno.EPERM: "it is not allowed to write there; choose another place with -o",
    errno.EBUSY: "it is in use, a mount point perhaps; choose another place with -o",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one with -o",
    errno.EFBIG: "a file may not be that large there; choose another place with -o",
}


class Hashing:
    """A sink that keeps the digest of what is written, and passes it on to a file where there is one."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self.file, self.made, self.closed = file, hashlib.sha256(), False

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self.made.update(data)
        return len(data) if self.file is None else self.file.write(data)

    def flush(self) -> None:
        """Flush the file, if there is one: Arrow asks for it."""
        if self.file is not None:
            self.file.flush()


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn an error of the disk while something is written into one that says what and how to mend it.

    Raises
    ------
    OutputError
        In place of an `OSError` with one of the codes that mean that the disk did not take it.
    """
    try:
        yield
    except (OSError, OutputError) as wrapped:  # a part of what is written, or a file of it, or the whole
        error = wrapped.__cause__ if isinstance(wrapped, OutputError) else wrapped
        if not isinstance(error, OSError):
            raise
        code = error.errno or next((n for n in _REMEDIES if f"[Errno {n}]" in str(error)), 0)
        if code not in _REMEDIES:
            raise
        kept = "; what was there before is as it was" if target.exists() else ""
        raise OutputError(f"{target} cannot be written: {_REMEDIES[code]}{kept}") from error


def write_whole(file: Path, data: str | bytes) -> None:
    """Write a file so that it is there whole or not at all.

    What a killed run has left beside it is cleared away.

    Raises
    ------
    OutputError
        If the disk does not take it; the file is as it was then.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    with writing(file):
        clear_left(file.parent, f".{file.name}.", ".part")
        try:
            with part.open("wb") as stream:
                stream.write(data if isinstance(data, bytes) else data.encode("utf-8"))
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def clear_left(folder: Path, before: str, behind: str = "") -> None:
    """Remove what processes that have ended left: names with their number between a beginning and an end."""
    with suppress(OSError):
        for place in sorted(folder.iterdir()):
            owner = place.name.removeprefix(before).removesuffix(behind).partition("-")[0]
            named = place.name.startswith(before) and place.name.endswith(behind)
            if named and owner.isdecimal() and not _is_running(int(owner)):
                shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # another user's
        return True
    return True


def swap_in(fresh: Path, target: Path) -> None:
    """Put a folder in the place of another, which lies in the place of the first afterwards.

    Where the system can exchange two names in one step (Linux), one of the two is at `target` at every
    instant; elsewhere there is none for a moment between two renames.
    """
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        aside = fresh.with_name("old")
        target.rename(aside)
        fresh.rename(target)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False where the system or the disk cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # not on Linux
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)

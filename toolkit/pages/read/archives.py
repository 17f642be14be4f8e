"""Files of a folder and members of archives, in the order of their names, read in memory."""

from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.errors import InputError
from toolkit.pages.read.documents import ARCHIVE_FAULTS
from toolkit.pages.read.files import shown
from toolkit.pages.read.records import host_of
from toolkit.progress import track

LARGEST = 512 * 1024 * 1024  # bytes of one file after unpacking; more is refused, not read
_SETTINGS = ("study.toml", ".theme.toml")
_HEAD = 4096  # bytes in which a saved page names its address
_SAVED = re.compile(
    rb"Page saved with SingleFile\s+url:\s*(\S+)|^Snapshot-Content-Location:\s*(\S+)"
    rb"|saved from url=\(\d+\)(\S+)",
    re.I | re.M,
)
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")


@dataclass(frozen=True)
class Input:
    """A file to read: its name relative to the folder, its folder, its bytes or the reason why not."""

    name: str
    outlet: str
    data: bytes | InputError
    at_root: bool = False


def saved_address(data: bytes) -> str | None:
    r"""Return the address that a page saved by SingleFile or a browser names, or None.

    Examples
    --------
    >>> saved_address(b"<!-- Page saved with SingleFile\n url: https://herald.example/a -->")
    'https://herald.example/a'
    """
    found = _SAVED.search(data[:_HEAD])
    return next(group for group in found.groups() if group).decode("utf-8", "replace") if found else None


def hosts_by_folder(roots: Sequence[Path]) -> dict[str, set[str]]:
    """Return the hosts that the saved pages of each folder name; a look at the first bytes of each."""
    hosts: dict[str, set[str]] = defaultdict(set)
    for path, name, outlet in _paths(roots):
        if path.suffix.lower() in _PAGES and "/" in name and path.is_file():
            with path.open("rb") as stream:
                address = saved_address(stream.read(_HEAD))
            host = host_of(address) if address else None
            if host:
                hosts[outlet].add(host)
    return hosts


def files_of(roots: Sequence[Path], own: Set[Path] = frozenset()) -> Iterator[Input]:
    """Yield every file of folders, archives' members included, and what is there but is no file to read.

    Hidden files, settings, and the study's own files (themes, word lists) are left out.
    """
    found = [it for it in _paths(roots) if not own or it[0].resolve() not in own]
    others = [(reason, it) for it in found if (reason := _not_a_file(it[0]))]
    paths = [it for it in found if it[0].is_file()]
    names = {name for _, name, _ in paths}
    for path, name, outlet in track(paths, "reading the pages"):
        data = _bytes(path)
        if path.suffix.lower() in (".zip", ".wacz") and isinstance(data, bytes):
            yield from members(data, name, outlet)
        else:
            inner = name.removesuffix(".gz")
            yield Input(name if inner in names else inner, outlet, data, "/" not in name)
    yield from (Input(name, outlet, InputError(reason)) for reason, (_, name, outlet) in others)


def _not_a_file(path: Path) -> str | None:
    """Return why something in a folder is not read, or None for a file or an open folder."""
    if path.is_file():
        return None
    if path.is_dir():
        if path.is_symlink():
            return "a link to a folder is not followed; name that folder itself"
        return None if os.access(path, os.R_OK | os.X_OK) else "the folder cannot be opened (no permission)"
    return "the link leads nowhere" if path.is_symlink() else "not a file (a pipe, a socket or a device)"


def _paths(roots: Sequence[Path]) -> Iterator[tuple[Path, str, str]]:
    """Yield path, name and outlet of all that folders hold, folders too."""
    for root in roots:
        paths = sorted(root.rglob("*")) if root.is_dir() else [root]
        base = root if root.is_dir() else root.parent
        above = f"{root.name}/" if len(roots) > 1 and root.is_dir() else ""
        for path in paths:
            inner = shown(path.relative_to(base).as_posix())
            if path.name.startswith(".") or "/." in inner or path.name.endswith(_SETTINGS):
                continue
            outlet = PurePosixPath(inner).parts[0] if "/" in inner else base.resolve().name
            yield path, f"{above}{inner}", outlet


def _too_large() -> InputError:
    return InputError(f"unpacked, the file is larger than {LARGEST // 2**20} MB")


def _bytes(path: Path) -> bytes | InputError:
    """Return a file's bytes, unpacked; or the reason why not."""
    try:
        if path.stat().st_size > LARGEST:
            return InputError(f"the file is larger than {LARGEST // 2**20} MB; split it")
        data = path.read_bytes()
    except OSError as error:
        return InputError(f"the file cannot be read: {error}")
    return _unpacked(data) if path.suffix.lower() == ".gz" else data


def _unpacked(data: bytes) -> bytes | InputError:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            found = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        return InputError(f"the file cannot be read: {error}")
    return found if len(found) <= LARGEST else _too_large()


def members(data: bytes, name: str, outlet: str) -> Iterator[Input]:
    """Yield the members of a zip archive; its folders are outlets where it lies in none itself.

    Of a web archive in a zip (WACZ) only the archived pages are read, not its lists of pages.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except ARCHIVE_FAULTS as error:
        yield Input(name, outlet, InputError(f"the archive cannot be read: {error}"))
        return
    found = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    crawl = "datapackage.json" in archive.namelist() and any(m.filename.startswith("archive/") for m in found)
    for member in found:
        parts = PurePosixPath(member.filename).parts
        skipped = crawl and not (parts[0] == "archive" and ".warc" in member.filename.lower())
        if not parts or skipped or parts[-1].startswith(".") or "__MACOSX" in parts:
            continue
        own = parts[0] if len(parts) > 1 and "/" not in name and not crawl else outlet
        content = _member(archive, member)
        if member.filename.lower().endswith(".gz") and isinstance(content, bytes):
            content = _unpacked(content)
        yield Input(f"{name}/{member.filename}".removesuffix(".gz"), own, content, len(parts) == 1)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | InputError:
    if member.file_size > LARGEST:
        return _too_large()
    try:
        with archive.open(member) as stream:
            return stream.read(LARGEST)
    except ARCHIVE_FAULTS as error:
        return InputError(f"the archive's member cannot be read: {error}")

"""Files of a folder and members of archives, in the order of their names, read in memory."""

from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from toolkit.errors import InputError, shown
from toolkit.pages.read.documents import ARCHIVE_FAULTS
from toolkit.pages.read.limits import LIMITS, MEGABYTE, check_count, check_expansion, room, too_large
from toolkit.pages.read.records import host_of
from toolkit.settings import LimitsSettings

_CHUNK = 2**20
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
    """A file to read: its name in the folder, its folder, and what gives its bytes or raises why not.

    ``size`` is that of the packed file, which says how long reading it may take.
    """

    name: str
    outlet: str
    load: Callable[[], bytes]
    at_root: bool = False
    size: int = 0
    part: tuple[Path, tuple[int, int]] | None = None


@dataclass(frozen=True)
class Entry:
    """Something in a folder: its path, its name there, its outlet, and why it is not read if it is not.

    Of a large table ``rows`` are those to be read: the first, and one past the last.
    """

    path: Path
    name: str
    outlet: str
    fault: str | None = None
    rows: tuple[int, int] | None = None


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


def entries_of(roots: Sequence[Path], own: Set[Path] = frozenset()) -> list[Entry]:
    """Return the files of folders in the order of their names, then what is there but is no file to read.

    Hidden files, settings, and the study's own files (themes, word lists) are left out.
    """
    found = [it for it in _paths(roots) if not own or it[0].resolve() not in own]
    others = [Entry(*it, reason) for it in found if (reason := _not_a_file(it[0]))]
    files = [it for it in found if it[0].is_file()]
    names = {name for _, name, _ in files}
    made = []
    for path, name, outlet in files:
        inner = name.removesuffix(".gz")
        made.append(Entry(path, name if inner in names else inner, outlet))
    return made + others


def inputs_of(entry: Entry, limits: LimitsSettings = LIMITS) -> Iterator[Input]:
    """Yield the file of an entry, or the members of an archive; nothing is unpacked before it is asked for.

    Raises
    ------
    InputError
        If the entry is no file, or an archive that cannot be opened.
    """
    if entry.fault:
        raise InputError(entry.fault)
    if entry.path.suffix.lower() in (".zip", ".wacz"):
        yield from members(_bytes(entry.path, limits), entry.name, entry.outlet, limits)
    else:
        size = entry.path.stat().st_size
        part = None if entry.rows is None else (entry.path, entry.rows)
        load = partial(_bytes, entry.path, limits)
        yield Input(entry.name, entry.outlet, load, "/" not in entry.name, size, part)


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
            if "/." in f"/{inner}" or path.name.endswith(_SETTINGS):
                continue
            outlet = PurePosixPath(inner).parts[0] if "/" in inner else base.resolve().name
            yield path, f"{above}{inner}", outlet


def _bytes(path: Path, limits: LimitsSettings) -> bytes:
    """Return a file's bytes, unpacked."""
    try:
        size = path.stat().st_size
        if size > limits.file_mb * MEGABYTE:
            raise InputError(f"the file is larger than {limits.file_mb:,} MB ([limits] file_mb); split it")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror or error}") from error
    return _unpacked(data, limits) if path.suffix.lower() == ".gz" else data


def _unpacked(data: bytes, limits: LimitsSettings) -> bytes:
    """Return the content of a gzip file; one that unpacks without end is given up where it is too large."""
    most, size, parts = room(len(data), limits), 0, []
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                if size > most:
                    raise too_large(most)
                parts.append(part)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"the file cannot be read: {error}") from error
    return b"".join(parts)


def members(data: bytes, name: str, outlet: str, limits: LimitsSettings = LIMITS) -> Iterator[Input]:
    """Yield the members of a zip archive; its folders are outlets where it lies in none itself.

    Of a web archive in a zip (WACZ) only the archived pages are read, not its lists of pages.

    Raises
    ------
    InputError
        If it cannot be opened, or holds more files or more bytes than an archive may.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except ARCHIVE_FAULTS as error:
        raise InputError(f"the archive cannot be read: {error}") from error
    found = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    _check_archive(found, len(data), limits)
    crawl = "datapackage.json" in archive.namelist() and any(m.filename.startswith("archive/") for m in found)
    for member in found:
        parts = PurePosixPath(member.filename).parts
        skipped = crawl and not (parts[0] == "archive" and ".warc" in member.filename.lower())
        if not parts or skipped or parts[-1].startswith(".") or "__MACOSX" in parts:
            continue
        own = shown(parts[0]) if len(parts) > 1 and "/" not in name and not crawl else outlet
        inner = shown(f"{name}/{member.filename}".removesuffix(".gz"))
        load = partial(_member, archive, member, limits)
        yield Input(inner, own, load, len(parts) == 1, member.compress_size)


def _check_archive(found: Sequence[zipfile.ZipInfo], packed: int, limits: LimitsSettings) -> None:
    """Refuse an archive that holds more than one may, by what it says of itself; no member can give more."""
    check_count(len(found), "files", "members", limits)
    check_expansion(sum(member.file_size for member in found), packed, "its files", limits)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: LimitsSettings) -> bytes:
    most = room(member.compress_size, limits)
    if member.file_size > most:
        raise too_large(most)
    try:
        data = archive.read(member)
    except ARCHIVE_FAULTS as error:
        raise InputError(f"the archive's member cannot be read: {error}") from error
    return _unpacked(data, limits) if member.filename.lower().endswith(".gz") else data

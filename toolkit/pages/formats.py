"""A folder of saved files to articles: text, HTML, CSV, JSON, Parquet, each also in .gz and .zip.

A file that cannot be read is quarantined with its reason and the rest goes on. Files are read in the
order of their names; archives are read in memory and never unpacked to disk.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from toolkit.errors import InputError, ToolkitError
from toolkit.pages.read.files import Page, garbled, read_page
from toolkit.pages.read.records import read_records
from toolkit.pages.read.warc import pages_of
from toolkit.pages.text.articles import split_page
from toolkit.pages.themes import Furniture, load_furniture
from toolkit.progress import track
from toolkit.settings import OutletSettings, Settings, files_of
from toolkit.tables import conform

TEXT = (".txt", ".text", ".md")
HTML = (".html", ".htm", ".xhtml")
MHTML = (".mhtml", ".mht")
RECORDS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet")
WARC = ".warc"
READABLE = (*TEXT, *HTML, *MHTML, *RECORDS, WARC)
NOTHING = "no article found"
FEW = 3  # garbled characters that a page may have by chance
LARGEST = 512 * 1024 * 1024  # bytes of one file after unpacking; more is refused, not read
_SETTINGS = ("study.toml", ".theme.toml")


@dataclass
class Reading:
    """What was read from a folder: rows of articles, blocks, dropped rows, pages and unreadable files."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the kinds of rows as a table in its contract."""
        return conform(pd.DataFrame(getattr(self, name)), name)


def read_source(source: str | Path, settings: Settings | None = None) -> Reading:
    """Read every file of a folder, or one file.

    Parameters
    ----------
    source : str or Path
        A folder (its sub-folders are the outlets), a file or an archive.
    settings : Settings, optional
        Column map, outlets, date order, moment of saving, themes.

    Returns
    -------
    Reading
        Rows in the order of the files' names.

    Raises
    ------
    InputError
        If there is no such file or folder, or nothing in it can be read.
    """
    settings = settings or Settings()
    root = Path(source)
    if not root.exists():
        raise InputError(f"there is no file or folder {root}")
    themes: list[str | Path] = [
        *settings.pages.themes,
        *(sorted(root.glob("*.theme.toml")) if root.is_dir() else []),
    ]
    reader = _Reader(settings, load_furniture(themes))
    for name, outlet, data in _files(root, settings):
        reader.add(name, outlet, data)
    reader.finish(root)
    return reader.reading


class _Reader:
    """Adds one file after the other to a reading."""

    def __init__(self, settings: Settings, furniture: Furniture) -> None:
        self.settings, self.furniture = settings, furniture
        self.reading = Reading()
        self._seen: dict[str, int] = {}

    def add(self, name: str, outlet: str, data: bytes | InputError) -> None:
        """Read one file; put it in quarantine where that is not possible."""
        sha256 = hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else None
        before = len(self.reading.articles)
        try:
            if isinstance(data, InputError):
                raise data
            suffix = _suffix(name)
            if suffix == WARC:
                for address, host, content in pages_of(data):
                    self.add(f"{name}/{address}.html", host or outlet, content)
                return
            encoding, notes = self._read(name, suffix, outlet, data)
        except ToolkitError as error:
            self.reading.quarantine.append({"file": name, "reason": str(error), "sha256": sha256})
            return
        found = len(self.reading.articles) - before
        row = {"file": name, "outlet": outlet, "format": suffix, "encoding": encoding, "sha256": sha256}
        self.reading.files.append({**row, "n_bytes": len(data), "n_articles": found, "notes": notes})

    def finish(self, root: Path) -> None:
        """Refuse a source in which nothing could be read, naming the first reasons."""
        if self.reading.articles:
            return
        reasons = [f"{row['file']}: {row['reason']}" for row in self.reading.quarantine[:5]]
        reasons += [f"{row['file']}: no article found" for row in self.reading.files[:5]]
        told = "; ".join(reasons) or f"no file ends in {', '.join(READABLE)}"
        raise InputError(f"nothing to analyse in {root} ({told})")

    def _read(self, name: str, suffix: str, outlet: str, data: bytes) -> tuple[str, str | None]:
        """Read a page or a table; return its encoding and what is odd about it."""
        if suffix in RECORDS:
            return self._read_records(name, outlet, data), None
        known = self._known(outlet)
        order = known.date_order
        if suffix in TEXT:
            page = read_page(data, file=name, outlet=known.name or outlet)
            found = split_page(page, self.furniture, self.settings.pages, order=order)
        else:
            from toolkit.pages.html.articles import decode_html, split_html  # noqa: PLC0415 - heavy, for HTML alone
            from toolkit.pages.read.mhtml import unpack_mhtml  # noqa: PLC0415

            text, encoding = decode_html(unpack_mhtml(data) if suffix in MHTML else data)
            page = Page(name, known.name or outlet, text, encoding, hashlib.sha256(data).hexdigest())
            found = split_html(page, self.furniture, self.settings.pages, order=order)
        renamed = {row["article_id"]: self._accept(row, known) for row in found.articles}
        for block in found.blocks:
            block["article_id"] = renamed.get(block["article_id"])
            shown = suffix in TEXT or block["label"] not in ("furniture", "blank")
            block["text"] = page.text[block["start"] : block["end"]] if shown else None
        self.reading.blocks += found.blocks
        return page.encoding, _odd(page.text, len(found.articles), found.notes)

    def _read_records(self, name: str, outlet: str, data: bytes) -> str:
        records = read_records(data, name=name, outlet=outlet, settings=self.settings)
        for row in records.articles:
            self._accept(row, self._known(row["outlet"]))
        self.reading.dropped += records.dropped
        self.reading.quarantine += records.quarantine
        return records.encoding

    def _known(self, outlet: str) -> OutletSettings:
        """Return what the settings know of an outlet, by its folder's name or its own."""
        outlets = self.settings.outlets
        named = (known for known in outlets.values() if known.name == outlet)
        return outlets.get(outlet) or next(named, OutletSettings())

    def _accept(self, row: dict[str, Any], known: OutletSettings) -> str:
        """Add an article's row and return its identifier, made unique where a page repeats an article."""
        row = {key: value for key, value in row.items() if not key.startswith("_")}
        row["outlet"] = known.name or row["outlet"]
        row.update({key: getattr(known, key) for key in ("country", "group") if getattr(known, key)})
        row["language"] = known.language or row.get("language")
        own = str(row["article_id"])
        self._seen[own] = self._seen.get(own, 0) + 1
        row["article_id"] = own if self._seen[own] == 1 else f"{own}-{self._seen[own]}"
        self.reading.articles.append(row)
        return str(row["article_id"])


def _odd(text: str, n_articles: int, told: tuple[str, ...] = ()) -> str | None:
    """Return what a reader should know of a page that was read."""
    places = garbled(text)
    notes = [f"{places} garbled characters (UTF-8 read as Windows-1252)"] if places >= FEW else []
    return "; ".join([*notes, *told, *([] if n_articles else [NOTHING])]) or None


def _suffix(name: str) -> str:
    """Return the ending that tells a file's format; raise where it is none the toolkit reads."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in READABLE:
        raise InputError(
            f"not a format the toolkit reads ({suffix or 'no ending'}); it reads {', '.join(READABLE)}"
        )
    return suffix


def _files(root: Path, settings: Settings) -> Iterator[tuple[str, str, bytes | InputError]]:
    """Yield name, outlet and bytes of every file, archives' members included; not the study's own files."""
    own = {Path(name).resolve() for name in files_of(settings).values()}
    paths = sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else [root]
    base = root if root.is_dir() else root.parent
    for path in track(paths, "reading the pages"):
        name = path.relative_to(base).as_posix()
        if path.name.startswith(".") or "/." in name or path.name.endswith(_SETTINGS):
            continue
        if own and path.resolve() in own:
            continue
        outlet = PurePosixPath(name).parts[0] if "/" in name else base.resolve().name
        if path.suffix.lower() == ".zip":
            yield from _members(path, name, outlet)
        else:
            yield name.removesuffix(".gz"), outlet, _bytes(path)


def _bytes(path: Path) -> bytes | InputError:
    """Return a file's bytes, unpacked; or the reason why not."""
    try:
        if path.stat().st_size > LARGEST:
            return InputError(f"the file is larger than {LARGEST // 2**20} MB; split it")
        if path.suffix.lower() != ".gz":
            return path.read_bytes()
        with gzip.open(path) as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        return InputError(f"the file cannot be read: {error}")
    return (
        data
        if len(data) <= LARGEST
        else InputError(f"unpacked, the file is larger than {LARGEST // 2**20} MB")
    )


def _members(path: Path, name: str, outlet: str) -> Iterator[tuple[str, str, bytes | InputError]]:
    """Yield the members of a zip archive; its folders are outlets where it lies in none itself."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    except (OSError, zipfile.BadZipFile) as error:
        yield name, outlet, InputError(f"the archive cannot be read: {error}")
        return
    for member in sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename):
        parts = PurePosixPath(member.filename).parts
        if parts[-1].startswith(".") or "__MACOSX" in parts:
            continue
        own = parts[0] if len(parts) > 1 and "/" not in name else outlet
        yield f"{name}/{member.filename}", own, _member(archive, member)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | InputError:
    if member.file_size > LARGEST:
        return InputError(f"unpacked, the file is larger than {LARGEST // 2**20} MB")
    try:
        with archive.open(member) as stream:
            return stream.read(LARGEST)
    except (RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        return InputError(f"the archive's member cannot be read: {error}")

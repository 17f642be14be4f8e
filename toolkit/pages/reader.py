"""Files to articles: pages, exports of databases, tables, feeds, documents, mails, web archives.

A file that cannot be read is quarantined with its reason and the rest goes on. Files are read in the
order of their names; archives are read in memory and never unpacked to disk.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.errors import InputError, SettingsError, ToolkitError, nearest, shown, unexpected
from toolkit.pages.exports.document import export_rows
from toolkit.pages.exports.feeds import feed_table
from toolkit.pages.exports.recognise import read_export
from toolkit.pages.formats import (
    EPUB,
    FEEDS,
    HTML,
    MAIL,
    MHTML,
    RECORDS,
    WARC,
    decoded,
    export_inside,
    suffix_of,
)
from toolkit.pages.killable import CAN_FORK, At, Begun, Killed, killable
from toolkit.pages.read.archives import Entry, Input, entries_of, hosts_by_folder, inputs_of, saved_address
from toolkit.pages.read.documents import epub_pages
from toolkit.pages.read.files import Page, garbled
from toolkit.pages.read.limits import check_lines
from toolkit.pages.read.mail import mail_table, messages
from toolkit.pages.read.records import (
    SAMPLE,
    Records,
    check_columns,
    host_of,
    read_records,
    read_rows,
)
from toolkit.pages.read.tables import Table, parquet_part
from toolkit.pages.read.warc import pages_of
from toolkit.pages.rows import Rows
from toolkit.pages.text.articles import PageArticles, split_page
from toolkit.pages.themes import Furniture, load_furniture
from toolkit.progress import track
from toolkit.settings import OutletSettings, Settings
from toolkit.settings import files_of as named_files
from toolkit.tables import conform

NO_FILE = (
    "it holds no file of a kind that can be read: pages as .txt, .html or .mhtml; exports as .csv, .xlsx, "
    ".json, .parquet, .docx, .rtf, .pdf or .ris; feeds, mail and web archives"
)
NOTHING = "no article found"
_PAGES = {  # a small page for each reader, by which it loads what it needs
    ".txt": "Rain again\n\nBy Jo Day\n\nIt rained all day, the ministry said, and the river rose again.\n",
    ".html": "<h1>Rain again</h1><p>It rained all day, the ministry said, and the river rose again.</p>",
    ".csv": "title,text\nRain again,It rained all day.\n",
}
PART = 5_000  # articles of a table that go from one process to the other at a time
FEW = 3  # garbled characters that a page may have by chance
_FACTIVA = re.compile(rb"<(?:PPSResponse|ppsArticleResponse|ppsarticleResultSet)\b", re.I)


class Lengths(NamedTuple):
    """How many rows of each kind there are at a moment of reading."""

    articles: int
    blocks: int
    dropped: int
    quarantine: int
    files: int


@dataclass
class Reading:
    """What was read from a folder: rows of articles, blocks, dropped rows, pages and unreadable files."""

    articles: Rows = field(default_factory=Rows)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    def lengths(self) -> Lengths:
        """Return how many rows of each kind there are now."""
        return Lengths(*(len(getattr(self, name)) for name in Lengths._fields))

    def add(self, other: Reading) -> None:
        """Add the rows of another reading, which may not be used any more."""
        self.articles.extend(other.articles)
        for name in Lengths._fields[1:]:
            getattr(self, name).extend(getattr(other, name))

    def cut(self, to: Lengths) -> None:
        """Take back what was added since a moment."""
        self.articles.cut(to.articles)
        for name, length in zip(Lengths._fields[1:], to[1:], strict=True):
            del getattr(self, name)[length:]

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the kinds of rows as a table in its contract."""
        rows = getattr(self, name)
        columns = (rows if isinstance(rows, Rows) else Rows(rows)).columns
        frame = pd.DataFrame(columns)
        return conform(one_kind(frame) if name == "articles" else frame, name)


def one_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose columns hold values of one kind: text where files disagree (5 and "5")."""
    made = frame.copy()
    for name in frame.columns.drop("authors", errors="ignore"):
        if frame[name].dtype == object and frame[name].dropna().map(type).nunique() > 1:
            made[name] = frame[name].map(str, na_action="ignore")
    return made


@dataclass(frozen=True)
class _File:
    """A file being read: its name, format, outlet, bytes, and where its outlet's name comes from."""

    name: str
    suffix: str
    outlet: str
    data: bytes
    address: str | None = None
    outlets_from: str = "folder"


@dataclass(frozen=True)
class _Done:
    """What the table of files says of a file that was read."""

    encoding: str
    notes: Sequence[str] = ()
    family: str | None = None
    stated: int | None = None
    outlets_from: str = "folder"


class _Step(NamedTuple):
    """What was read of one file of an entry, or a part of it; `whole` where it is the last part.

    ``given`` are the articles' identifiers before they were made unique, ``named`` the outlets met.
    """

    entry: int
    reading: Reading
    given: Sequence[str] = ()
    named: frozenset[str] = frozenset()
    whole: bool = False


def read_source(source: str | Path | Sequence[str | Path], settings: Settings | None = None) -> Reading:
    """Read every file of a folder, one file, or several of them.

    Parameters
    ----------
    source : str or Path, or a sequence of them
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
    SettingsError
        If the settings name an outlet that no page of a folder has.
    """
    settings = settings or Settings()
    there = Place.of(source, settings)
    reader = FileReader(settings, load_furniture(there.themes), there.hosts)
    reader.add_all(there.entries)
    reader.finish(there.told)
    if there.folder:
        refuse_unknown(settings, reader.met())
    return reader.reading


@dataclass(frozen=True)
class Place:
    """What is to be read: files, themes of their furniture, and the hosts that the pages of folders name."""

    entries: Sequence[Entry]
    themes: Sequence[str | Path]
    hosts: Mapping[str, set[str]]
    told: str
    folder: bool

    @classmethod
    def of(cls, source: str | Path | Sequence[str | Path], settings: Settings) -> Place:
        """Look for the files of a source.

        Raises
        ------
        InputError
            If there is no such file or folder.
        """
        roots = [Path(source)] if isinstance(source, str | Path) else [Path(path) for path in source]
        for root in roots:
            if not root.exists():
                raise InputError(f"there is no file or folder {root}")
        beside = [path for root in roots if root.is_dir() for path in sorted(root.glob("*.theme.toml"))]
        own = frozenset(Path(name).resolve() for name in named_files(settings).values())
        return cls(
            entries_of(roots, own),
            [*settings.pages.themes, *beside],
            hosts_by_folder(roots),
            ", ".join(map(str, roots)),
            any(root.is_dir() for root in roots),
        )


def read_memory(
    table: Table, settings: Settings | None = None, *, name: str = "table", outlet: str = "unnamed"
) -> Reading:
    """Read rows given in memory, as a table in a file would be.

    Parameters
    ----------
    table : Table
        Rows with their places.
    settings : Settings, optional
    name : str
        Name of the table in messages and in the column ``file``.
    outlet : str
        Outlet of rows that name none.

    Raises
    ------
    InputError
        If there are no rows, or none has a text.
    """
    reader = FileReader(settings or Settings(), load_furniture([]), {})
    rows = iter(table.rows)
    first = next(rows, None)
    if first is None and not table.aside:
        raise InputError(f"the {name} has no rows")
    table.rows = rows if first is None else chain([first], rows)
    done = reader.accept_records(read_rows(table, name=name, outlet=outlet, settings=reader.settings))
    reader.note(_File(name, "rows", outlet, b""), done, Lengths(0, 0, 0, 0, 0))
    reader.finish(f"the {name}")
    return reader.reading


class FileReader:
    """Adds one file after the other to a reading."""

    def __init__(self, settings: Settings, furniture: Furniture, hosts: Mapping[str, set[str]]) -> None:
        check_columns(settings)
        self.settings, self.furniture, self.hosts = settings, furniture, hosts
        self.reading = Reading()
        self._seen: dict[str, int] = {}
        self.given: list[str] = []  # the articles' identifiers before they were made unique
        self.named: set[str] = set()  # outlets that were met
        self._parts: list[Reading] = []  # of a file that another process is reading

    def add_all(self, entries: Sequence[Entry]) -> None:
        """Read the files of a folder, in a process of its own where there can be one."""
        if not CAN_FORK:
            for entry in track(entries, "reading the pages"):
                for found in self._inputs(entry):
                    self.add(found)
            return
        for kind in {_kind(entry.path) for entry in entries}:
            _load(kind)
        steps = killable(partial(self._steps, entries), self.settings.limits)
        step = next(steps, None)
        for number, entry in enumerate(track(entries, "reading the pages")):
            while step is not None and _entry_of(step) <= number:
                self._take(step, entry)
                step = next(steps, None)

    def _inputs(self, entry: Entry) -> Iterator[Input]:
        """Yield the files of an entry; put one that cannot be opened in quarantine."""
        found = None
        try:
            for found in inputs_of(entry, self.settings.limits):
                yield found
            if found is None:
                self._set_aside(entry.name, "the archive holds no file to read")
        except ToolkitError as error:
            self._set_aside(entry.name, str(error))
        except Exception as error:  # noqa: BLE001 - as for a file
            self._set_aside(entry.name, unexpected(error))

    def _steps(self, entries: Sequence[Entry], start: At) -> Iterator[Begun | _Step]:
        """Yield what is read from a place on, file by file, and forget it: this is another process."""
        self.reading, self.given = Reading(), []
        for number, entry in islice(enumerate(entries), start.entry, None):
            first = max(start.file, 0) if number == start.entry else 0
            yield Begun(At(number, -1), entry.name)
            for file, found in islice(enumerate(self._inputs(entry)), first, None):
                yield Begun(At(number, file), found.name, found.size)
                self.add(found)
                yield from self._hand_over(number)
            yield from self._hand_over(number)

    def _hand_over(self, number: int) -> Iterator[_Step]:
        """Yield what was read since the last time, large tables in parts."""
        given, self.reading = self.reading, Reading()
        rows = list(given.articles.parts(PART))
        for part in rows[:-1]:
            yield _Step(number, Reading(articles=part))
        given.articles = rows[-1]
        yield _Step(number, given, tuple(self.given), frozenset(self.named), whole=True)
        self.given.clear()
        self.named.clear()

    def _take(self, step: Begun | _Step | Killed, entry: Entry) -> None:
        """Add what another process has read; of a file that ended it, the reason alone."""
        if isinstance(step, Killed):
            self._parts.clear()
            self._set_aside(step.begun.name or entry.name, step.reason)
        elif isinstance(step, _Step):
            self._parts.append(step.reading)
            if step.whole:
                for part in self._parts:
                    self.reading.add(part)
                self._parts.clear()
            self.named |= step.named
            self.given += step.given
            for own in step.given:
                self._seen[own] = self._seen.get(own, 0) + 1

    def add(self, found: Input, *, suffix: str | None = None, address: str | None = None) -> None:
        """Read one file; put it in quarantine where that is not possible."""
        self.named.add(found.outlet)
        data: bytes | None = None
        try:
            if found.part is not None:
                self._add_part(found, *found.part)
                return
            data = found.load()
            self._add(found, data, suffix or suffix_of(found.name, data), address)
        except ToolkitError as error:
            self._set_aside(found.name, str(error), data)
        except MemoryError:
            most = self.settings.limits.memory_mb
            told = f"reading it takes more memory than there is, or than {most:,} MB ([limits] memory_mb)"
            self._set_aside(found.name, told, data)
        except Exception as error:  # noqa: BLE001 - one file must not end the run; what went wrong is reported
            self._set_aside(found.name, unexpected(error), data)

    def _add(self, found: Input, data: bytes, suffix: str, address: str | None) -> None:
        """Read a file or what is packed in it, each part by itself."""
        name, outlet, limits = found.name, found.outlet, self.settings.limits
        if suffix == WARC:
            self._add_archive(name, outlet, data)
        elif suffix == EPUB:
            chapters = 0
            for chapter, content in epub_pages(data, limits):
                self.add(_inner(f"{name}/{chapter}", outlet, content), suffix=".html")
                chapters += 1
            if not chapters:
                raise InputError("the e-book has no chapters")
        elif suffix in MAIL and (inner := export_inside(data, limits)) is not None:
            self.add(_inner(f"{name}/message.html", outlet, inner), suffix=".html")
        else:
            file, before = self._file(found, data, suffix, address), self.reading.lengths()
            try:
                self.note(file, self._read(file), before)
            except BaseException:  # no half of a file stays
                self._cut(before)
                raise

    def _add_part(self, found: Input, path: Path, rows: tuple[int, int]) -> None:
        """Read some rows of a large table; what is told of the whole is put together by whoever asked."""
        table = parquet_part(path, rows, SAMPLE, self.settings.limits)
        read = read_rows(
            table, name=found.name, outlet=found.outlet, settings=self.settings, encoding="parquet"
        )
        before = self.reading.lengths()
        done = self.accept_records(read)
        done = replace(done, notes=[json.dumps(read.named)])
        self.note(_File(found.name, ".parquet", found.outlet, b""), done, before)

    def _cut(self, before: Lengths) -> None:
        """Take back what was read since a moment, identifiers too."""
        more = len(self.reading.articles) - before.articles
        for own in self.given[len(self.given) - more :] if more else ():
            self._seen[own] -= 1
        del self.given[len(self.given) - more :]
        self.reading.cut(before)

    def _set_aside(self, name: str, reason: str, data: bytes | None = None) -> None:
        """Put a file in quarantine."""
        sha256 = None if data is None else hashlib.sha256(data).hexdigest()
        self.reading.quarantine.append({"file": name, "reason": reason, "sha256": sha256})

    def _add_archive(self, name: str, outlet: str, data: bytes) -> None:
        """Read the pages of a web archive; each carries its address."""
        pages = 0
        for address, host, content in pages_of(data, self.settings.limits):
            self.add(_inner(f"{name}/{address}", host or outlet, content), suffix=".html", address=address)
            pages += 1
        if not pages:
            raise InputError("the web archive holds no page")

    def _file(self, found: Input, data: bytes, suffix: str, address: str | None) -> _File:
        """Return a file with its outlet: that of its address where it has no folder of one outlet."""
        name, outlet = found.name, found.outlet
        if address is not None:
            return _File(name, suffix, outlet, data, address, "address")
        said = saved_address(data) if suffix in (*HTML, *MHTML) else None
        host = host_of(said) if said else None
        mixed = found.at_root or len(self.hosts.get(outlet, ())) > 1
        if host and mixed and outlet not in self.settings.outlets:
            return _File(name, suffix, host, data, said, "address")
        return _File(name, suffix, outlet, data, said)

    def note(self, file: _File, done: _Done, before: Lengths) -> None:
        """Add a file to the table of files that were read, with what was read since a moment before."""
        now, start = self.reading.lengths(), before.articles
        rows = self.reading.articles
        notes = [*done.notes] if len(rows) > start else [*done.notes, NOTHING]
        spoken = Counter(filter(None, rows.values("language", start)))
        self.reading.files.append(
            {
                "file": file.name,
                "outlet": file.outlet,
                "format": f"{done.family} ({file.suffix})" if done.family else file.suffix,
                "encoding": done.encoding,
                "sha256": hashlib.sha256(file.data).hexdigest(),
                "n_bytes": len(file.data),
                "n_articles": len(rows) - start,
                "n_stated": done.stated,
                "n_dated": sum(day is not None for day in rows.values("published", start)),
                "n_signed": sum(map(bool, rows.values("authors", start))),
                "n_aside": now.dropped + now.quarantine - before.dropped - before.quarantine,
                "languages": ", ".join(f"{code} {n}" for code, n in spoken.most_common()) or None,
                "outlets_from": done.outlets_from,
                "notes": "; ".join(notes) or None,
            }
        )

    def finish(self, source: str) -> None:
        """Refuse a source in which nothing could be read."""
        if not self.reading.articles:
            refuse_empty(source, self.reading.quarantine, self.reading.files)

    def met(self) -> set[str]:
        """Return the outlets that were met."""
        outlets = {row["outlet"] for row in self.reading.files}
        return self.named | outlets | set(self.reading.articles.values("outlet"))

    def _read(self, file: _File) -> _Done:
        """Read one file; return what the table of files says of it."""
        if file.suffix in RECORDS:
            return self.accept_records(
                read_records(file.data, name=file.name, outlet=file.outlet, settings=self.settings)
            )
        if file.suffix in FEEDS and not _FACTIVA.search(file.data[:5000]):
            return self._rows(file, feed_table(file.data), "feed")
        if file.suffix in MAIL:
            return self._rows(file, mail_table(list(messages(file.data, self.settings.limits))), "mail")
        return self._read_page(file)

    def _rows(self, file: _File, table: Table, encoding: str) -> _Done:
        done = self.accept_records(
            read_rows(table, name=file.name, outlet=file.outlet, settings=self.settings, encoding=encoding)
        )
        return _Done(
            done.encoding,
            done.notes,
            outlets_from=f"title of the {encoding}" if encoding == "feed" else "sender",
        )

    def _read_page(self, file: _File) -> _Done:
        """Read a page, or the export of a database, which is never read as a page."""
        markup = file.suffix in (*HTML, *MHTML, *FEEDS)
        limits = self.settings.limits
        text, encoding = decoded(file.data, file.suffix, limits)
        known = self._known(file.outlet)
        page = Page(
            file.name, known.name or file.outlet, text, encoding, hashlib.sha256(file.data).hexdigest()
        )
        order = known.date_order or self.settings.pages.date_order
        export = read_export(text, markup=markup)
        if export is not None:
            rows = export_rows(export, page, self.settings.pages, order)
            self._accept_page(file, page, PageArticles(rows.articles, rows.blocks), shown=not markup)
            self.reading.dropped += rows.dropped
            return _Done(encoding, rows.notes, export.family, export.stated, f"field of {export.family}")
        if not text.strip():
            raise InputError("the file has no text")
        if markup:
            from toolkit.pages.html.articles import split_html  # noqa: PLC0415 - heavy, for HTML alone

            found = split_html(
                page, self.furniture, self.settings.pages, order=known.date_order, limits=limits
            )
        else:
            check_lines(text, limits)
            found = split_page(page, self.furniture, self.settings.pages, order=known.date_order)
        self._accept_page(file, page, found, shown=not markup)
        return _Done(
            encoding, [*_odd(text), *found.notes, *_cut(found.articles)], outlets_from=file.outlets_from
        )

    def _accept_page(self, file: _File, page: Page, found: PageArticles, *, shown: bool) -> None:
        """Add the articles and the blocks of a page."""
        renamed: dict[str, str] = {}
        texts: dict[str, list[str]] = {}
        for row in found.articles:
            if file.address and not row.get("url"):
                row["url"] = file.address
            own = str(row["article_id"])
            renamed[own] = self._accept(row, self._known(row["outlet"]))
            texts[renamed[own]] = row["text"].split("\n\n")
        _place(found.blocks, renamed, texts)
        for block in found.blocks:
            told = shown or block["label"] not in ("furniture", "blank")
            block["text"] = page.text[block["start"] : block["end"]] if told else None
        self.reading.blocks += found.blocks

    def accept_records(self, records: Records) -> _Done:
        """Add the articles of a table and the rows it set aside."""
        self._accept_table(records.articles)
        self.reading.dropped += records.dropped
        self.reading.quarantine += records.quarantine
        return _Done(records.encoding, records.notes, outlets_from=records.outlets_from)

    def _accept_table(self, rows: Rows) -> None:
        """Add the articles of a table, column by column."""
        if not rows:
            return
        columns = rows.columns = {name: said for name, said in rows.columns.items() if name[:1] != "_"}
        outlets = columns["outlet"]
        known = {outlet: self._known(outlet) for outlet in dict.fromkeys(outlets)}
        self.named.update(known)
        columns["language"] = [
            known[outlet].language or said for outlet, said in zip(outlets, columns["language"], strict=True)
        ]
        for key in ("country", "group"):
            named = {outlet: getattr(one, key) for outlet, one in known.items() if getattr(one, key)}
            if named:
                given = rows.values(key)
                columns[key] = [named.get(outlet, said) for outlet, said in zip(outlets, given, strict=True)]
        columns["outlet"] = [known[outlet].name or outlet for outlet in outlets]
        columns["article_id"] = [self._unique(own) for own in columns["article_id"]]
        self.reading.articles.extend(rows)

    def _known(self, outlet: str) -> OutletSettings:
        """Return what the settings know of an outlet, by its folder's name or its own."""
        outlets = self.settings.outlets
        named = (known for known in outlets.values() if known.name == outlet)
        return outlets.get(outlet) or next(named, OutletSettings())

    def _accept(self, row: dict[str, Any], known: OutletSettings) -> str:
        """Add an article's row and return its identifier, made unique where a page repeats an article."""
        row = {key: value for key, value in row.items() if not key.startswith("_")}
        self.named.add(row["outlet"])
        row["outlet"] = known.name or row["outlet"]
        row.update({key: getattr(known, key) for key in ("country", "group") if getattr(known, key)})
        row["language"] = known.language or row.get("language")
        row["article_id"] = made = self._unique(str(row["article_id"]))
        self.reading.articles.append(row)
        return made

    def _unique(self, own: str) -> str:
        """Return an identifier, with a number where it was given before."""
        self._seen[own] = times = self._seen.get(own, 0) + 1
        self.given.append(own)
        return own if times == 1 else f"{own}-{times}"


def refuse_unknown(settings: Settings, met: Set[str]) -> None:
    """Refuse settings for an outlet that no page has: most likely its name is misspelt.

    Raises
    ------
    SettingsError
        With the nearest name.
    """
    for name, known in settings.outlets.items():
        if name not in met and known.name not in met:
            raise SettingsError(
                f"[outlets.{name}] in the settings: no page has this outlet; {nearest(name, met)}"
            )


def refuse_empty(
    source: str, set_aside: Sequence[Mapping[Any, Any]], files: Sequence[Mapping[Any, Any]]
) -> None:
    """Say that nothing could be read in a source, naming the first reasons.

    Raises
    ------
    InputError
        Always.
    """
    reasons = [f"{row['file']}: {row['reason']}" for row in set_aside[:5]]
    reasons += [f"{row['file']}: {row['notes'] or NOTHING}" for row in files[:5]]
    raise InputError(f"nothing to analyse in {source} ({'; '.join(reasons) or NO_FILE})")


def _kind(path: Path) -> str:
    """Return which of the great readers reads a file: of text, HTML or tables."""
    suffix = path.with_suffix("").suffix if path.suffix.lower() == ".gz" else path.suffix
    if suffix.lower() in (*RECORDS, *FEEDS):
        return ".csv"
    return ".html" if suffix.lower() in (*HTML, *MHTML, EPUB, WARC) else ".txt"


@cache
def _load(kind: str) -> None:
    """Load what a reader needs, models and all, once: each process that reads files has it then."""
    reader = FileReader(Settings(), load_furniture([]), {})
    reader.add(Input(f"page{kind}", "", _PAGES[kind].encode))


def _entry_of(step: Begun | _Step | Killed) -> int:
    """Return the number of the entry that a step belongs to."""
    begun = step.begun if isinstance(step, Killed) else step
    return begun.entry if isinstance(begun, _Step) else begun.at.entry


def _inner(name: str, outlet: str, data: bytes) -> Input:
    """Return a file that was packed in another."""
    return Input(shown(name), shown(outlet), lambda: data)


def _place(
    blocks: Sequence[dict[str, Any]], renamed: Mapping[str, str], texts: Mapping[str, list[str]]
) -> None:
    """Set where each block of running text begins in its article's text, which is in its normal form."""
    done: dict[str, tuple[int, int]] = {}
    for block in blocks:
        owner = renamed.get(block["article_id"])
        block["article_id"] = owner
        if owner is None or block["text_start"] is None:
            continue
        number, at = done.get(owner, (0, 0))
        parts = texts[owner]
        if number < len(parts):
            block["text_start"] = at
            done[owner] = (number + 1, at + len(parts[number]) + 2)


def _cut(articles: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return how many articles of a page break off."""
    cut = sum(bool(row.get("truncated")) for row in articles)
    told = f"{cut} article{'s' if cut > 1 else ''} cut short"
    return [f"{told} (save the page again, in whole, if there is more of it)"] if cut else []


def _odd(text: str) -> list[str]:
    """Return what a reader should know of a page that was read."""
    places = garbled(text)
    return [f"{places} garbled characters (UTF-8 read as Windows-1252)"] if places >= FEW else []

"""Tables of a corpus kept on disk: Parquet files and a manifest, no pickle.

The folder is written beside its place and then moved there, so that a run that is stopped half-way
leaves either the old corpus or the new one. A table has one file for every so many rows; of a corpus that
takes the place of another, the files of rows that are the same are taken over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from toolkit.errors import InputError
from toolkit.files import Hashing, clear_left, swap_in, writing
from toolkit.room import joined
from toolkit.settings import Settings, as_dict, files_of, make_settings, with_files
from toolkit.tables import conform

MANIFEST = "manifest.json"
FORMAT = "news-toolkit corpus"
VERSION = 2  # with tables in several files; what needs one file each is written as version 1
ROWS = 5_000  # of a table written, and read, at once
PER_FILE = 20_000  # rows; some 10 to 50 MB of news
STUDY = "study"  # folder of the files the settings name: word lists, themes
TABLES = ("articles", "dropped", "blocks", "quarantine", "files")


def save_tables(tables: Mapping[str, pd.DataFrame], settings: Settings, folder: str | Path) -> Path:
    """Save the tables of a corpus as Parquet files, with a manifest and the study's own lists and themes.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Every table in `TABLES`.
    settings : Settings
        The study's settings.
    folder : str or Path
        A new folder, an empty one, or a saved corpus, which is replaced as a whole.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        If the folder holds something else, or a column cannot be stored.
    OutputError
        If the disk does not take it; what was there before is as it was then.

    Examples
    --------
    >>> from toolkit.tables import empty
    >>> tables = {name: empty(name) for name in TABLES}
    >>> with tempfile.TemporaryDirectory() as place:
    ...     sorted(read_tables(save_tables(tables, Settings(), Path(place) / "study")))
    ['articles', 'blocks', 'dropped', 'files', 'quarantine']
    """
    target = Path(folder).resolve()
    _check_free(target)
    with writing(target):
        return _saved(tables, settings, target)


def _saved(tables: Mapping[str, pd.DataFrame], settings: Settings, target: Path) -> Path:
    """Write the files of a corpus into a new folder and put it in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    clear_left(target.parent, f".{target.name}-")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-{os.getpid()}-") as place:
        fresh = Path(place) / "new"
        fresh.mkdir()
        before = _kept(target)
        written = {name: list(_write(tables[name], fresh, name, before)) for name in TABLES}
        several = any(len(parts) > 1 for parts in written.values())
        manifest = {
            "format": FORMAT,
            "version": VERSION if several else 1,
            "tables": written if several else {name: parts[0] for name, parts in written.items()},
            "settings": _plain(as_dict(_with_files(settings, fresh))),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
        (fresh / MANIFEST).write_text(text + "\n", encoding="utf-8")
        swap_in(fresh, target)
    return target


def is_saved(folder: str | Path) -> bool:
    """Say whether a folder is a corpus written by `save_tables`.

    Examples
    --------
    >>> is_saved("no such folder")
    False
    """
    return (Path(folder) / MANIFEST).is_file() and _manifest(Path(folder)).get("format") == FORMAT


def read_tables(
    folder: str | Path, reader: Callable[[Path, str], pd.DataFrame] | None = None
) -> dict[str, pd.DataFrame]:
    """Read the tables written by `save_tables`, by name.

    Parameters
    ----------
    folder : str or Path
    reader : callable, optional
        What reads one Parquet file, given with its SHA-256, once this was compared.

    Raises
    ------
    InputError
        If the folder is not a saved corpus, is of a newer version, or a file was changed or is missing.
    """
    place = Path(folder)
    if not is_saved(place):
        raise InputError(f"{place} is not a saved corpus: it has no {MANIFEST} of '{FORMAT}'")
    manifest = _manifest(place)
    if manifest.get("version") not in (1, VERSION):
        raise InputError(
            f"{place} was saved in version {manifest.get('version')} of the format, this toolkit reads "
            f"those up to {VERSION}; save it again from its pages"
        )
    listed = manifest.get("tables", {})
    return {name: _read(place, name, _parts_of(listed.get(name)), reader) for name in TABLES}


def saved_table(folder: str | Path, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame | None:
    """Return one table of a saved corpus, or columns of it, as it is there, unchecked; None for none.

    Examples
    --------
    >>> saved_table("no such folder", "articles") is None
    True
    """
    files = list(takewhile(Path.is_file, (Path(folder) / _file_name(name, number) for number in count())))
    read = [pd.read_parquet(file, columns=None if columns is None else [*columns]) for file in files]
    return pd.concat(read, ignore_index=True) if read else None


def saved_settings(folder: str | Path, wanted: Settings | None = None) -> Settings:
    """Return the settings that hold for a saved corpus.

    Those saved with it or, where others are wanted, these as far as they can still have an effect: what
    decided which articles there are (``[pages]``, ``[limits]``, ``[outlets]``, ``[columns]``, and ``kinds``
    and ``min_words`` under ``[corpus]``) stays as saved, since the articles that were set aside are gone.

    Raises
    ------
    InputError
        If the folder's manifest cannot be read.
    SettingsError
        If its settings cannot be used.
    """
    manifest = Path(folder) / MANIFEST
    saved = make_settings(_manifest(Path(folder)).get("settings", {}), where=f"{manifest}: settings")
    saved = with_files(saved, lambda name: str(Path(folder) / STUDY / Path(name).name))
    if wanted is None:
        return saved
    articles = replace(saved.corpus, syndicated=wanted.corpus.syndicated)
    kept = {name: getattr(saved, name) for name in ("pages", "limits", "outlets", "columns")}
    return replace(wanted, corpus=articles, **kept)


def _with_files(settings: Settings, folder: Path) -> Settings:
    """Copy the study's own files into the folder of a saved corpus; return settings that name the copies."""
    kept: dict[str, str] = {}
    for number, name in enumerate(dict.fromkeys(files_of(settings).values())):
        plain = Path(name).name
        kept[name] = plain if plain not in kept.values() else f"{number}-{plain}"
        (folder / STUDY).mkdir(exist_ok=True)
        try:
            shutil.copyfile(name, folder / STUDY / kept[name])
        except OSError as error:
            raise InputError(f"{name}, which the settings name, cannot be read: {error.strerror}") from error
    return with_files(settings, kept.__getitem__)


def _check_free(target: Path) -> None:
    """Refuse to replace anything but a saved corpus."""
    if target.is_dir() and (is_saved(target) or not any(target.iterdir())):
        return
    if target.exists():
        raise InputError(f"{target} holds something other than a saved corpus; choose a new folder")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{folder / MANIFEST} cannot be read: {error}; save the corpus again") from error
    return data if isinstance(data, dict) else {}


def _write(
    table: pd.DataFrame, folder: Path, name: str, before: Mapping[str, tuple[Path, str]]
) -> Iterator[dict[str, Any]]:
    """Write one table; yield what the manifest says of each of its files."""
    try:
        starts = range(0, max(len(table), 1), PER_FILE)
        schema = _schema(table) if len(starts) > 1 else None
        for number, start in enumerate(starts):
            file, part = folder / _file_name(name, number), table.iloc[start : start + PER_FILE]
            told: dict[str, Any] = {"file": file.name, "rows": len(part)}
            content = None if schema is None else _content(part, schema)
            if content is None or not _taken_over(file, *before.get(content, (None, ""))):
                part.to_parquet(
                    file, index=False, row_group_size=ROWS, write_page_checksum=True, schema=schema
                )
            told["sha256"] = _digest(file)
            yield told if content is None else {**told, "content": content}
    except (ValueError, TypeError, NotImplementedError) as error:
        raise InputError(
            f"the {name} table cannot be stored: {error}; give each extra column one kind of value"
        ) from error


def _schema(table: pd.DataFrame) -> pa.Schema:
    """Return the types of a table's columns; lists hold text, though all of them may be empty."""
    schema = pa.Schema.from_pandas(table, preserve_index=False)
    for number, field in enumerate(schema):
        if pa.types.is_list(field.type) and pa.types.is_null(field.type.value_type):
            schema = schema.set(number, field.with_type(pa.list_(pa.string())))
    return pa.Table.from_pandas(table.iloc[:0], schema=schema.remove_metadata(), preserve_index=False).schema


def _content(part: pd.DataFrame, schema: pa.Schema) -> str:
    """Return the digest of some rows, whatever file they lie in."""
    sink = Hashing()
    made = pa.Table.from_pandas(part, schema=schema, preserve_index=False)
    with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), schema) as stream:
        stream.write_table(made.combine_chunks(), max_chunksize=ROWS)
    return sink.made.hexdigest()


def _kept(target: Path) -> dict[str, tuple[Path, str]]:
    """Return the files of the corpus that is replaced, with their digests, by what is in them."""
    if not target.is_dir() or not is_saved(target):
        return {}
    return {
        part["content"]: (target / _file_name(name, number), part["sha256"])
        for name, listed in _manifest(target).get("tables", {}).items()
        for number, part in enumerate(_parts_of(listed))
        if name in TABLES and isinstance(part.get("content"), str) and isinstance(part.get("sha256"), str)
    }


def _taken_over(file: Path, before: Path | None, sha256: str) -> bool:
    """Take over a file of the corpus that is replaced, if it is there and as it was written."""
    if before is None or not before.is_file() or _digest(before) != sha256:
        return False
    try:
        os.link(before, file)
    except OSError:  # a disk without links
        shutil.copyfile(before, file)
    return True


def _file_name(name: str, number: int) -> str:
    """Return the name of one file of a table: ours, not the manifest's."""
    return f"{name}.parquet" if number == 0 else f"{name}-{number + 1}.parquet"


def _parts_of(listed: Any) -> list[Mapping[str, Any]]:
    """Return what a manifest says of each file of a table; of one file alone where it is of version 1."""
    parts = [listed] if isinstance(listed, Mapping) else listed if isinstance(listed, list) else []
    return [part for part in parts if isinstance(part, Mapping)]


def _read(
    folder: Path,
    name: str,
    listed: list[Mapping[str, Any]],
    reader: Callable[[Path, str], pd.DataFrame] | None,
) -> pd.DataFrame:
    """Read one table and check each of its files against the manifest."""
    read = []
    for number, part in enumerate(listed or [{}]):
        file = folder / _file_name(name, number)
        if not listed or not file.is_file():
            raise InputError(f"the saved corpus {folder} lacks {file.name}; save it again")
        sha256 = _digest(file)
        if sha256 != part.get("sha256"):
            raise InputError(
                f"{file} is not the file that was saved (its hash differs); save the corpus again"
            )
        read.append(conform(pd.read_parquet(file) if reader is None else reader(file, sha256), name))
    return joined(read)


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _plain(value: Any) -> Any:
    """Return settings as JSON values, without the keys that are not set."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.datetime) else value

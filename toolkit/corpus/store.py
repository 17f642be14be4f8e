"""Tables of a corpus kept on disk: one Parquet file a table and a manifest, no pickle.

The folder is written beside its place and then moved there, so that a run that is stopped half-way
leaves either the old corpus or the new one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.files import clear_left, swap_in, writing
from toolkit.settings import Settings, as_dict, files_of, make_settings, with_files
from toolkit.tables import conform

MANIFEST = "manifest.json"
FORMAT = "news-toolkit corpus"
VERSION = 1
ROWS = 5_000  # of a table written, and read, at once
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
        written = {name: _write(tables[name], fresh, name) for name in TABLES}
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "tables": written,
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
    folder: str | Path, reader: Callable[[Path], pd.DataFrame] = pd.read_parquet
) -> dict[str, pd.DataFrame]:
    """Read the tables written by `save_tables`, by name.

    Parameters
    ----------
    folder : str or Path
    reader : callable, optional
        What reads one Parquet file, once its digest was compared.

    Raises
    ------
    InputError
        If the folder is not a saved corpus, is of a newer version, or a file was changed or is missing.
    """
    place = Path(folder)
    if not is_saved(place):
        raise InputError(f"{place} is not a saved corpus: it has no {MANIFEST} of '{FORMAT}'")
    manifest = _manifest(place)
    if manifest.get("version") != VERSION:
        raise InputError(
            f"{place} was saved in version {manifest.get('version')} of the format, this toolkit reads "
            f"{VERSION}; save it again from its pages"
        )
    listed = manifest.get("tables", {})
    return {name: _read(place, name, listed.get(name), reader) for name in TABLES}


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


def _write(table: pd.DataFrame, folder: Path, name: str) -> dict[str, Any]:
    """Write one table; return what the manifest says of it."""
    file = folder / f"{name}.parquet"
    try:
        table.to_parquet(file, index=False, row_group_size=ROWS, write_page_checksum=True)
    except (ValueError, TypeError, NotImplementedError) as error:
        raise InputError(
            f"the {name} table cannot be stored: {error}; give each extra column one kind of value"
        ) from error
    return {"file": file.name, "rows": len(table), "sha256": _digest(file)}


def _read(
    folder: Path, name: str, listed: Mapping[str, Any] | None, reader: Callable[[Path], pd.DataFrame]
) -> pd.DataFrame:
    """Read one table and check it against the manifest; the file's name is ours, not the manifest's."""
    file = folder / f"{name}.parquet"
    if listed is None or not file.is_file():
        raise InputError(f"the saved corpus {folder} lacks {file.name}; save it again")
    if _digest(file) != listed.get("sha256"):
        raise InputError(f"{file} is not the file that was saved (its hash differs); save the corpus again")
    return conform(reader(file), name)


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

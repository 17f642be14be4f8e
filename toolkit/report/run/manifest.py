"""`manifest.json`: what went into a report and what came out, by hash.

It holds no time and no place, so that two runs of the same study write the same manifest.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from toolkit.errors import ReportError, shown
from toolkit.report.run.folder import FACTS, MANIFEST
from toolkit.settings import Settings, as_dict, files_of, with_files
from toolkit.versions import code_version, data_files, digest

FORMAT, VERSION = "news-toolkit report", 1


def files_in(folder: Path) -> dict[str, str]:
    """Return path and hash of every file of a folder (or of one file), hidden ones left out, by path.

    A file that may not be opened has ``unreadable`` in the place of its hash: it was not read either.
    """
    if folder.is_file():
        return {shown(folder.name): digest(folder)}
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    named = {shown(file.relative_to(folder).as_posix()): file for file in found}
    return {
        name: _digest_or_word(file)
        for name, file in named.items()
        if not any(part.startswith(".") for part in name.split("/"))
    }


def _digest_or_word(file: Path) -> str:
    try:
        return digest(file)
    except OSError:
        return "unreadable"


def study_files(settings: Settings) -> dict[str, str]:
    """Return place in the settings, name and hash of the user's files: themes and word lists.

    Raises
    ------
    ReportError
        If one of them is not there.
    """
    found = {}
    for setting, name in files_of(settings).items():
        if not Path(name).is_file():
            raise ReportError(f"{setting} names a file that is not there: {name}")
        found[f"{setting}: {Path(name).name}"] = digest(Path(name))
    return found


def places_of(settings: Settings) -> dict[str, str]:
    """Return where the user's files are, by their place in the settings, for the facts of a run."""
    return {setting: str(Path(name).resolve()) for setting, name in files_of(settings).items()}


def plain_settings(settings: Settings) -> dict[str, Any]:
    """Return settings as JSON values; of the user's files their names without the place."""

    def plain(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, tuple | list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value

    made: dict[str, Any] = plain(as_dict(with_files(settings, lambda name: Path(name).name)))
    return made


def outputs_in(folder: Path) -> dict[str, str]:
    """Return path and hash of what a run makes anew: not its manifest, not the facts of a run."""
    found = files_in(folder)
    return {name: value for name, value in found.items() if name != MANIFEST and Path(name).name != FACTS}


def make_manifest(
    folder: Path, *, inputs: Mapping[str, str], settings: Settings, sections: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the manifest of a report whose other files are written.

    Parameters
    ----------
    folder : Path
        The report's folder; every file in it is an output.
    inputs : mapping
        File to hash of the pages or tables that were read.
    settings : Settings
    sections : iterable of mapping
        For each section its ``name``, cache ``key`` and ``failure``.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "inputs": dict(inputs),
        "settings": plain_settings(settings),
        "study_files": study_files(settings),
        "lexicons": data_files(),
        "versions": code_version(),
        "sections": [dict(section) for section in sections],
        "outputs": outputs_in(folder),
    }


def write_json(data: object, path: Path) -> None:
    """Write a value as JSON with its keys in order."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a report.

    Raises
    ------
    ReportError
        If the folder is not a report of this version.
    """
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReportError(f"{folder} is not a report: its {MANIFEST} cannot be read ({error})") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("version") != VERSION:
        raise ReportError(f"{folder / MANIFEST} is not of format '{FORMAT}' {VERSION}; make the report anew")
    return data

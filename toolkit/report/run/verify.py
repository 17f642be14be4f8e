"""`verify`: whether a report is what its manifest says, and whether the same study makes it again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import ReportError
from toolkit.progress import Progress, silent
from toolkit.report.run.diff import compare_tables
from toolkit.report.run.each import run_each
from toolkit.report.run.folder import FACTS
from toolkit.report.run.manifest import files_in, outputs_in, read_manifest, study_files
from toolkit.report.run.run import SectionError, run_report
from toolkit.settings import Settings, files_of, make_settings, with_files
from toolkit.versions import code_version, data_files

TOLERANCE = 1e-6  # numbers may differ by this much between processors


def verify(report: str | Path, source: str | Path | None = None, *, progress: Progress = silent) -> list[str]:
    """Compare a report with its manifest and its inputs, then make it again and compare the results.

    Parameters
    ----------
    report : str or Path
        The report's folder.
    source : str or Path, optional
        The pages it was made from; by default where they were when it was made.
    progress : callable, optional
        Told of each step.

    Returns
    -------
    list of str
        What does not agree, a sentence each, the files named. Empty where everything agrees.

    Raises
    ------
    ReportError
        If the folder is not a report, or its pages cannot be found.
    """
    folder = Path(report)
    manifest = read_manifest(folder)
    pages = Path(source) if source else _source(folder)
    found = _changed(manifest["outputs"], outputs_in(folder), "the report's file")
    found += _changed(manifest["inputs"], files_in(pages), "the input")
    found += _changed(manifest["lexicons"], data_files(), "the word list")
    settings = _settings(folder, manifest)
    found += _changed(manifest["study_files"], study_files(settings), "the study's file")
    found += _versions(manifest["versions"])
    return found or _again(folder, manifest, settings, pages, progress)


def _facts(folder: Path) -> dict[str, Any]:
    """Return what the run that made the report noted of itself; nothing where that cannot be read."""
    try:
        facts: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _settings(folder: Path, manifest: Mapping[str, Any]) -> Settings:
    """Return the report's settings, with the user's files where they were when it was made."""
    settings = make_settings(manifest["settings"], where=str(folder))
    places = _facts(folder).get("study_files", {})
    found = {name: places.get(setting, name) for setting, name in files_of(settings).items()}
    return with_files(settings, found.__getitem__)


def _source(folder: Path) -> Path:
    """Return the place of the pages as the run that made the report noted it."""
    facts = _facts(folder)
    if "source" not in facts:
        raise ReportError(f"{folder / FACTS} does not say where the pages are; name them")
    source = facts["source"]
    if facts.get("part_of"):
        raise ReportError(f"{folder} is one of several reports; verify them all: {folder.resolve().parent}")
    if not source or not Path(source).exists():
        raise ReportError(f"the pages of {folder} are not at '{source}' any more; name their place")
    return Path(source)


def _changed(then: Mapping[str, str], now: Mapping[str, str], what: str) -> list[str]:
    """Return a sentence for each file that is gone, new or different."""
    gone = [f"{what} {name} is gone" for name in sorted(then.keys() - now.keys())]
    new = [f"{what} {name} is new" for name in sorted(now.keys() - then.keys())]
    both = sorted(then.keys() & now.keys())
    return gone + new + [f"{what} {name} has changed" for name in both if then[name] != now[name]]


def _versions(then: Mapping[str, str]) -> list[str]:
    now = code_version()
    differ = [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
    return [
        "the toolkit's own code has changed"
        if name == "code"
        else f"{name} was {then.get(name, 'not there')}, now it is {now.get(name, 'not there')}"
        for name in differ
    ]


def _again(
    folder: Path, manifest: Mapping[str, Any], settings: Settings, pages: Path, progress: Progress
) -> list[str]:
    """Make the report once more and return what came out differently."""
    each = manifest.get("each", {})
    options: dict[str, Any] = {
        "settings": settings,
        "sections": [entry["name"] for entry in manifest["sections"]],
        "progress": progress,
    }
    with tempfile.TemporaryDirectory(prefix="toolkit-verify-") as place:
        fresh = Path(place) / "report"
        with suppress(SectionError):  # a section that failed then fails now; else its files show it
            if each:
                run_each(pages, fresh, **each, **options)
            else:
                run_report(pages, fresh, csv_only=manifest.get("csv_only", False), **options)
        made = outputs_in(fresh)
        differ = [name for name, value in manifest["outputs"].items() if made.get(name) != value]
        return [said for name in differ for said in _difference(folder / name, fresh / name, name)]


def _difference(old: Path, new: Path, name: str) -> list[str]:
    """Return in words how a file came out differently; rounding of numbers does not count."""
    if not new.is_file():
        return [f"{name} was not made again"]
    if old.suffix == ".parquet":
        changes = compare_tables(pd.read_parquet(old), pd.read_parquet(new), tolerance=TOLERANCE)
        return [f"{name}: {change}" for change in changes]
    return [f"{name} came out differently"]

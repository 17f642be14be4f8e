"""What an earlier run on the same folder can lend: sections whose inputs have not changed.

The report folder is its own cache. A section is taken over when its notebook, the corpus, the settings
it reads, the user's files, the versions and the toolkit's code are the same, and its files are unchanged.
A notebook may name the settings it reads in its metadata (``"toolkit": {"reads": ["topics"]}``); without
that, every setting counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import read_saved
from toolkit.errors import InputError, ReportError
from toolkit.report.run.execute import Executed, read_notebook
from toolkit.report.run.folder import MANIFEST, copy_files
from toolkit.report.run.manifest import plain_settings, read_manifest, study_files
from toolkit.settings import Settings
from toolkit.versions import code_version, data_files, digest, digest_of

READING = ("pages", "limits", "corpus", "outlets", "columns")  # settings that change which articles there are
WORDING = ("title", "report")  # settings that change no number
OWN = frozenset(
    {"topics", "framing", "quotes", "readability", "coding"}
)  # settings that only some sections read


def corpus_key(inputs: Mapping[str, str], settings: Settings) -> str:
    """Return a hash of everything a corpus depends on."""
    chosen = {name: plain_settings(settings)[name] for name in READING}
    return digest_of([dict(inputs), chosen, study_files(settings), code_version(), data_files()])


def section_key(notebook: Path, corpus: str, settings: Settings) -> str:
    """Return a hash of everything a section depends on; `corpus` is the corpus' key."""
    reads = read_notebook(notebook).metadata.get("toolkit", {}).get("reads")
    skipped = set(WORDING) | (OWN - set(reads) if reads is not None else set())
    chosen = {name: value for name, value in plain_settings(settings).items() if name not in skipped}
    return digest_of([digest(notebook), corpus, chosen, study_files(settings), code_version(), data_files()])


def previous(folder: Path) -> dict[str, Any]:
    """Return the manifest of an earlier run, or nothing where there is none that can be used."""
    if not (folder / MANIFEST).is_file():
        return {}
    try:
        return read_manifest(folder)
    except ReportError:
        return {}


def lend_corpus(folder: Path, manifest: Mapping[str, Any], key: str, settings: Settings) -> Corpus | None:
    """Return the corpus of an earlier run if it is the one that would be read now."""
    if not key or manifest.get("corpus_key") != key:
        return None
    try:
        return replace(read_saved(folder / "corpus"), settings=settings)
    except InputError:
        return None


def has_section(manifest: Mapping[str, Any], key: str) -> bool:
    """Return whether an earlier run made the section with this key, as far as its manifest says."""
    return any(entry.get("key") == key and not entry.get("failure") for entry in manifest.get("sections", []))


def lend_section(folder: Path, manifest: Mapping[str, Any], key: str, fresh: Path) -> Executed | None:
    """Copy a section's files from an earlier run to the new one, if they are those it would make."""
    found = [entry for entry in manifest.get("sections", []) if entry.get("key") == key]
    if not found or found[0].get("failure"):
        return None
    files = _unchanged(folder, found[0].get("files", []), manifest.get("outputs", {}))
    if not files:
        return None
    copy_files(files, folder, fresh)
    notebook = next(file for file in files if file.suffix == ".ipynb")
    return Executed(read_notebook(notebook), failure=None, log="")


def _unchanged(folder: Path, names: Sequence[str], outputs: Mapping[str, str]) -> list[Path]:
    """Return the files if every one is as the manifest says, else none."""
    files = [folder / name for name in names]
    same = all(
        file.is_file() and digest(file) == outputs.get(name) for name, file in zip(names, files, strict=True)
    )
    return files if same and any(file.suffix == ".ipynb" for file in files) else []

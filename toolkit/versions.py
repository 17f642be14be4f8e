"""What computes, by version and hash: Python, the packages, and our own code."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = [
    "jinja2",
    "lxml",
    "matplotlib",
    "mistune",
    "nbclient",
    "nbformat",
    "numpy",
    "pandas",
    "py3langid",
    "pyarrow",
    "scikit-learn",
    "scipy",
    "spacy",
    "textstat",
    "trafilatura",
    "wordllama",
    "xlsxwriter",
]
PACKAGE = Path(__file__).resolve().parent


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest_of(value: object) -> str:
    """Return the SHA-256 of a plain value written as JSON.

    Examples
    --------
    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def code_version() -> dict[str, str]:
    """Return versions of everything that computes: Python, the packages, and a hash of our own code.

    They are looked at once a process: what computes is what was loaded, not what a file says later.
    """
    return dict(_versions())


@lru_cache(maxsize=1)
def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version(), "code": digest_of(_code())}
    for package in ["news-toolkit", *PACKAGES]:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions


def _code() -> dict[str, str]:
    """Return the hashes of our own files: modules, templates, word lists, themes."""
    return _hashes(PACKAGE, skipped={"_shipped", "__pycache__"})


def data_files() -> dict[str, str]:
    """Return path and hash of the word lists, codebooks and themes that come with the toolkit."""
    found: dict[str, str] = {}
    for folder in ("lexicons", "pages/themes"):
        found |= _hashes(PACKAGE / folder, skipped={"__pycache__"})
    return {name: value for name, value in found.items() if not name.endswith(".py")}


def _hashes(folder: Path, *, skipped: set[str]) -> dict[str, str]:
    """Return path in the package and hash of a folder's files, without those Python compiles on import."""
    files = (file for file in folder.rglob("*") if file.is_file() and not skipped & set(file.parts))
    return {file.relative_to(PACKAGE).as_posix(): digest(file) for file in sorted(files)}

"""The version of the installed package."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("news-toolkit")
    except PackageNotFoundError:  # used from a folder that was never installed
        return "0+unknown"


__version__ = _installed()

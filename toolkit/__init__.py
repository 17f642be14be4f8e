"""Media analysis of saved news pages: topics, outlet and source framing, readability.

The public names are loaded on first use, so that ``import toolkit`` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "Corpus": "toolkit.corpus.corpus",
    "load_corpus": "toolkit.corpus.load",
    "read_articles": "toolkit.corpus.load",
    "Settings": "toolkit.settings",
    "load_settings": "toolkit.settings",
}

__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'toolkit' has no attribute '{name}'")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])

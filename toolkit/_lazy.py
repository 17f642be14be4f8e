"""Public names that are loaded on first use, so that importing a package is instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from toolkit.errors import nearest


def lazily(
    package: str, names: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return ``__getattr__``, ``__dir__`` and ``__all__`` of a package.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    names : mapping of str to str
        Each public name and the module it comes from, relative to the package ("corpus.load"); written
        "module:other" where it has another name there.

    Examples
    --------
    >>> load, names, _ = lazily("toolkit.figures", {"Figure": "figure"})
    >>> names(), load("Figure").__name__
    (['Figure'], 'Figure')
    """

    def load(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module '{package}' has no attribute '{name}'; {nearest(name, names)}")
        module, _, other = names[name].partition(":")
        return getattr(import_module(f"{package}.{module}"), other or name)

    public = sorted(name for name in names if not name.startswith("_"))

    def listed() -> list[str]:
        return public

    return load, listed, public

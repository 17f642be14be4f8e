"""The outlets of the study at hand: what gives each of them one colour and marker in every figure.

A figure is drawn from one table, and not every table has every outlet. `toolkit.load_corpus` notes the
outlets here, so that an outlet looks the same in all figures of a session; the last corpus loaded counts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

_OUTLETS: list[str] = []


def remember(names: Iterable[Hashable]) -> None:
    """Note the outlets of a study, in place of those noted before.

    Examples
    --------
    >>> remember(["Post", "Herald"])
    >>> known(["Post"])
    ['Herald', 'Post']
    """
    _OUTLETS[:] = sorted({str(name) for name in names})


def known(names: Iterable[Hashable]) -> list[str]:
    """Return the outlets that were noted, or, where one of these names is not among them, these alone.

    Examples
    --------
    >>> remember([])
    >>> known(["Post", "Herald", "Post"])
    ['Herald', 'Post']
    """
    asked = {str(name) for name in names}
    return list(_OUTLETS) if asked <= set(_OUTLETS) else sorted(asked)

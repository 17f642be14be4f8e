"""Names of stored results: made of everything they depend on, so that equal work is done once.

A result is named by the bytes of its part, the step, what else the step was given, and the code. A run that
was stopped, or an engine of another kind, finds what is done by its name, and what is new costs its own part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache

from toolkit.forms import form
from toolkit.versions import code_version, digest_of


def key_of(part: bytes, step: Callable[..., object], given: tuple[object, ...]) -> str:
    """Return the name of a result.

    Parameters
    ----------
    part : bytes
        The part's bundle.
    step : callable
        A function at the top level of a module.
    given : tuple
        Further arguments: plain values, dataclasses, tables and functions.

    Raises
    ------
    TypeError
        If an argument has no fixed form, or the step is not at the top level of a module.

    Examples
    --------
    >>> key_of(b"a", key_of, (1,)) == key_of(b"a", key_of, (1,)), len(key_of(b"a", key_of, ()))
    (True, 40)
    """
    made = hashlib.sha256(part)
    for value in (_code(), step, given):
        made.update(b"\0" + form(value).encode())
    return made.hexdigest()[:40]


@lru_cache(maxsize=1)
def _code() -> str:
    return digest_of(code_version())

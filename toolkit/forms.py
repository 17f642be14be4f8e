"""Values as text that is the same for equal values in every run: what results are kept under."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence, Set
from functools import singledispatch
from types import NoneType

import numpy as np
import pandas as pd


@singledispatch
def form(value: object) -> str:
    """Return a value as text that is the same for equal values in every run.

    Raises
    ------
    TypeError
        If it has no such form.

    Examples
    --------
    >>> form({"b": (1, None), "a": frozenset("yx")})
    "{'a': {'x', 'y'}, 'b': [int 1, NoneType None]}"
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return f"{type(value).__qualname__} {form(fields)}"
    name, module = getattr(value, "__qualname__", "<none>"), getattr(value, "__module__", None)
    if not callable(value) or module is None or "<" in name:
        raise TypeError(f"{value!r} has no form that is the same in every run")
    return f"{module}.{name}"


@form.register(bool | int | float | dt.date | NoneType)
def _plain(value: object) -> str:
    return f"{type(value).__name__} {value!r}"


@form.register(str | bytes)
def _text(value: str | bytes) -> str:
    return repr(value)


@form.register(Mapping)
def _mapping(value: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{form(k)}: {form(v)}" for k, v in sorted(value.items())) + "}"


@form.register(Set)
def _set(value: Set[object]) -> str:
    return "{" + ", ".join(sorted(map(form, value))) + "}"


@form.register(tuple | list)
def _sequence(value: Sequence[object]) -> str:
    return "[" + ", ".join(map(form, value)) + "]"


@form.register(pd.DataFrame)
def _table(value: pd.DataFrame) -> str:
    rows = pd.util.hash_pandas_object(value, index=False).to_numpy()
    return f"table {list(value.columns)} {hashlib.sha256(rows.tobytes()).hexdigest()}"


@form.register(np.ndarray)
def _array(value: np.ndarray) -> str:
    return f"array {value.dtype} {value.shape} {hashlib.sha256(value.tobytes()).hexdigest()}"

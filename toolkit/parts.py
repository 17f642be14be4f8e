"""Work on some rows at a time: the one seam between an analysis and the machine it runs on.

A step is a function at the top level of a module, from the tables of a part to one table. It is the same
function on a whole table in memory, part by part in other processes, and on a cluster, so that no rule is
written twice. What several parts count is added up with `summed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Tables = Mapping[str, pd.DataFrame]
Step = Callable[..., Any]  # to a table, or to several by name

TOLD = "TOOLKIT_ENGINE"  # names the engine in the environment of a report's notebooks
PART = 2_000  # articles worked on at once: 30 MB of news with their sentences


class Engine(Protocol):
    """What runs a step on many parts.

    Attributes
    ----------
    folder : Path or None
        Where it keeps what is too large for memory; None where it keeps everything in memory.
    """

    folder: Path | None

    def map(self, step: Step, parts: Iterable[Tables], *given: object) -> Iterator[Any]:
        """Yield ``step(part, *given)`` for each part, in the order of the parts."""

    def rest(self) -> None:
        """Let go of what waits for parts, since long work of this process follows."""

    def told(self) -> dict[str, str]:
        """Return what another process needs in its environment to use the same engine."""


class Here:
    """One part after the other, in this process: the default.

    Examples
    --------
    >>> def doubled(part):
    ...     return part["numbers"] * 2
    >>> parts = [{"numbers": pd.DataFrame({"n": [1, 2]})}, {"numbers": pd.DataFrame({"n": [3]})}]
    >>> [table["n"].tolist() for table in Here().map(doubled, parts)]
    [[2, 4], [6]]
    """

    folder: Path | None = None

    def map(self, step: Step, parts: Iterable[Tables], *given: object) -> Iterator[Any]:
        """Yield what a step makes of each part."""
        return (step(part, *given) for part in parts)

    def rest(self) -> None:
        """Do nothing: nothing waits."""

    def told(self) -> dict[str, str]:
        """Return nothing: another process does without an engine too."""
        return {}


_ENGINE: ContextVar[Engine | None] = ContextVar("engine", default=None)
_USUAL: list[Engine] = [Here()]


def engine() -> Engine:
    """Return the engine that runs steps at present."""
    return _ENGINE.get() or _USUAL[0]


def use(chosen: Engine) -> None:
    """Run steps by an engine from here on, in all of this process; `using` does so for a block.

    Examples
    --------
    >>> use(Here())
    """
    _USUAL[0] = chosen


@contextmanager
def using(chosen: Engine) -> Iterator[Engine]:
    """Run steps by an engine, for as long as the block lasts."""
    before = _ENGINE.set(chosen)
    try:
        yield chosen
    finally:
        _ENGINE.reset(before)


def rest() -> None:
    """Let the engine's processes end, since long work of this process follows: waiting, they keep memory.

    Examples
    --------
    >>> rest()
    """
    engine().rest()


def run(step: Step, parts: Iterable[Tables], *given: object) -> Iterator[pd.DataFrame]:
    """Yield the table a step makes of each part, by the engine; a single part is worked on here, as it is."""
    return _run(step, parts, given)


def run_tables(step: Step, parts: Iterable[Tables], *given: object) -> Iterator[Tables]:
    """Yield the tables a step makes of each part, as `run` does for steps that make one."""
    return _run(step, parts, given)


def _run(step: Step, parts: Iterable[Tables], given: tuple[object, ...]) -> Iterator[Any]:
    some = iter(parts)
    first = list(islice(some, 2))
    chosen = Here() if len(first) < 2 else engine()
    return chosen.map(step, chain(first, some), *given)


def ranges(n: int) -> list[tuple[int, int]]:
    """Return where the parts of n rows begin and end; one empty part for none.

    Examples
    --------
    >>> ranges(3), ranges(4_500)
    ([(0, 3)], [(0, 2000), (2000, 4000), (4000, 4500)])
    """
    return [(low, min(low + PART, n)) for low in range(0, max(n, 1), PART)]


def chosen(texts: pd.Series, rows: NDArray[np.int64]) -> pd.Series:
    """Return some of many texts, in parts: an engine that keeps files keeps them on disk.

    Parameters
    ----------
    texts : Series of str
    rows : array of int
        Which of them, in ascending order.

    Examples
    --------
    >>> chosen(pd.Series(["Rain.", "Sun.", "Hail."], name="text"), np.array([0, 2])).tolist()
    ['Rain.', 'Hail.']
    """
    if len(rows) == len(texts):
        return texts
    cuts = ranges(len(texts))
    opens = np.searchsorted(rows, [low for low, _ in cuts]).tolist()
    parts = (
        {
            "texts": pd.DataFrame({"text": texts.iloc[low:high].reset_index(drop=True)}),
            "rows": pd.DataFrame({"row": rows[first:last] - low}),
        }
        for (low, high), first, last in zip(cuts, opens, [*opens[1:], len(rows)], strict=True)
    )
    found = pd.concat([table["text"] for table in run(_some, parts)], ignore_index=True)
    return pd.Series(found, name=texts.name)


def _some(part: Tables) -> pd.DataFrame:
    return part["texts"].iloc[part["rows"]["row"]].reset_index(drop=True)


def summed(tables: Iterable[pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    """Add up the numbers of tables by some keys; only sums and a few tables are held in memory.

    Parameters
    ----------
    tables : iterable of DataFrame
        Key columns and numbers.
    keys : sequence of str

    Returns
    -------
    DataFrame
        One row a key, in their order.

    Examples
    --------
    >>> tables = [pd.DataFrame({"word": ["a", "b"], "n": [1, 2]}), pd.DataFrame({"word": ["b"], "n": [5]})]
    >>> summed(tables, ["word"]).values.tolist()
    [['a', 1], ['b', 7]]
    """
    total: pd.DataFrame | None = None
    waiting: list[pd.DataFrame] = []
    for table in tables:
        waiting.append(table)
        if total is None or sum(map(len, waiting)) >= len(total):  # so that few sums are made
            total, waiting = _summed([total, *waiting], keys), []
    if total is None:
        raise ValueError("there are no tables to add up")
    return _summed([total, *waiting], keys) if waiting else total


def _summed(tables: Iterable[pd.DataFrame | None], keys: Sequence[str]) -> pd.DataFrame:
    both = pd.concat([table for table in tables if table is not None], ignore_index=True)
    return both.groupby(list(keys), sort=True, dropna=False).sum().reset_index()

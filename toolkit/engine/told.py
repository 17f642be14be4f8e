"""The engine that a command names, and the one that a report hands on to its notebooks."""

from __future__ import annotations

import json
import os
import re

from toolkit.engine.local import Local, processors
from toolkit.engine.spark import Spark
from toolkit.errors import ToolkitError
from toolkit.parts import TOLD, use

LOCAL = "local"
# Megabytes that a notebook and each of its workers take, with articles of 700 words: docs/scale.md
OWN, EACH = 600, 450
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([MG])(?:i?B)?\s*", re.IGNORECASE)


def opened(address: str = LOCAL, *, workers: int | None = None, work: str = "") -> Local | Spark:
    """Return an engine by its address.

    Parameters
    ----------
    address : str
        ``local``, or a Spark master as of `toolkit.engine.spark.Spark.at`.
    workers : int, optional
        Processes of ``local``; as many as there are processors by default.
    work : str
        The folder of parts and results; of ``local`` a temporary one by default.

    Raises
    ------
    ToolkitError
        If there is no folder for Spark, Spark is not installed, or there are under one worker.

    Examples
    --------
    >>> opened("spark://host:7077")
    Traceback (most recent call last):
    toolkit.errors.ToolkitError: Spark needs a folder that all its machines see; name one with --work
    """
    if address == LOCAL:
        return Local(workers=workers, work=work or None)
    if not work:
        raise ToolkitError("Spark needs a folder that all its machines see; name one with --work")
    return Spark.at(address, work=work)


def use_told() -> None:
    """Run steps of this process by the engine that its environment names, if it does.

    Examples
    --------
    >>> use_told()  # nothing is named here
    """
    if TOLD in os.environ:
        use(opened(**json.loads(os.environ[TOLD])))


def workers_within(memory: str, wanted: int | None = None) -> int:
    """Return how many processes fit into some memory.

    Parameters
    ----------
    memory : str
        ``2GB`` or ``900 MB``.
    wanted : int, optional
        Most processes; as many as there are processors by default.

    Raises
    ------
    ToolkitError
        If it is no size, or too little for one process.

    Examples
    --------
    >>> workers_within("2GB", 8), workers_within("64 GB", 8)
    (3, 8)
    >>> workers_within("500MB")
    Traceback (most recent call last):
    toolkit.errors.ToolkitError: a run takes about 1,050 MB with one worker; --memory 500MB is less
    """
    size = _SIZE.fullmatch(memory)
    if not size:
        raise ToolkitError(f"--memory {memory} is not a size; write it as 2GB or 900MB")
    megabytes = float(size[1]) * (1024 if size[2].upper() == "G" else 1)
    fit = int((megabytes - OWN) // EACH)
    if fit < 1:
        raise ToolkitError(f"a run takes about {OWN + EACH:,} MB with one worker; --memory {memory} is less")
    return min(fit, wanted or processors())

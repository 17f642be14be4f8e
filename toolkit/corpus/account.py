"""What went in and what became of it: analysed, dropped, or set aside, and nothing else."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError

READ = "read"  # the stage of rows that were dropped while they were read: they have no text


def of_files(quarantine: pd.DataFrame, files: pd.DataFrame) -> pd.Series:
    """Return for each row of a quarantine whether it is a whole file, not a row of one that was read.

    Examples
    --------
    >>> rows = pd.DataFrame({"file": ["a.csv, row 3", "b.txt"]})
    >>> of_files(rows, pd.DataFrame({"file": ["a.csv"]})).tolist()
    [False, True]
    """
    known = set(files["file"])
    return quarantine["file"].map(lambda name: str(name).rpartition(", ")[0] not in known).astype("bool")


def account(corpus: Corpus) -> dict[str, Any]:
    """Return the numbers of a corpus: what was found, and what became of it.

    Returns
    -------
    dict
        ``files_found``, ``files_read``, ``files_set_aside``; ``found``: articles, rows and documents in the
        files that were read; ``analysed``; ``dropped``, a number for each step; ``set_aside``: rows and
        documents that could not be read. Where `balances` holds, the last three add up to ``found``.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> told = account(load_corpus([{"title": "A", "text": "Rain. " * 60}, {"title": "B", "text": ""}]))
    >>> told["found"], told["analysed"], told["dropped"], told["set_aside"]
    (2, 1, {'read': 1}, 0)
    """
    whole = of_files(corpus.quarantine, corpus.files)
    steps = corpus.dropped["stage"].fillna("").value_counts()
    return {
        "files_found": len(corpus.files) + int(whole.sum()),
        "files_read": len(corpus.files),
        "files_set_aside": int(whole.sum()),
        "found": int(corpus.files["n_articles"].sum() + corpus.files["n_aside"].sum()),
        "analysed": len(corpus),
        "dropped": {str(stage): int(steps[stage]) for stage in sorted(steps.index)},
        "set_aside": int((~whole).sum()),
    }


def balances(told: dict[str, Any]) -> bool:
    """Return whether what was found is what was analysed, dropped and set aside.

    Examples
    --------
    >>> balances({"found": 3, "analysed": 1, "dropped": {"filter": 1}, "set_aside": 1})
    True
    """
    return bool(told["found"] == told["analysed"] + sum(told["dropped"].values()) + told["set_aside"])


def check_account(corpus: Corpus) -> Corpus:
    """Return a corpus that was just read, if nothing of it was lost on the way.

    Raises
    ------
    ToolkitError
        If the numbers do not add up: a fault of the toolkit.
    """
    told = account(corpus)
    if not balances(told):
        parts = [told["analysed"], sum(told["dropped"].values()), told["set_aside"]]
        raise ToolkitError(
            f"{told['found']:,} articles and rows were found, but {parts[0]:,} are analysed, {parts[1]:,} "
            f"dropped and {parts[2]:,} set aside; this is a fault of the toolkit: please report it"
        )
    return corpus

"""What was read, in a short table: by format, with what a reader should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus.account import of_files
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import read_saved
from toolkit.corpus.store import is_saved
from toolkit.errors import shown
from toolkit.results import make

_TOLD = 3  # files and names told; the others are counted
_LANGUAGES = 3


def reading(corpus: Corpus) -> pd.DataFrame:
    """Return what was read, one row a format, and what does not add up.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``format``; ``files``; ``stated`` documents the files say they hold (null where none says); ``n``
        articles read, repeats and blurbs included; ``outlets`` and ``outlets_from``, where their names are
        from; ``dated`` and ``signed`` of the articles; ``languages``; ``aside`` rows or documents that
        could not be read or have no text; ``notes``, what a reader should look at. Files that could not
        be read at all make a last row.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> reading(load_corpus())[["format", "files", "outlets_from"]].values.tolist()[:2]
    [['.csv', 1, 'column publisher'], ['.html', 2, 'folder']]
    """
    rows = [_row(str(kind), part, corpus) for kind, part in corpus.files.groupby("format", sort=True)]
    lost = list(corpus.quarantine[of_files(corpus.quarantine, corpus.files)].itertuples())
    if lost:
        none = dict.fromkeys(("n", "outlets", "dated", "signed"), 0)
        told = _some(_reason(str(row.file), str(row.reason)) for row in lost)
        rows.append({"format": "not read", "files": len(lost), **none, "aside": len(lost), "notes": told})
    return make("reading", rows)


def _row(kind: str, files: pd.DataFrame, corpus: Corpus) -> dict[str, object]:
    """Return the row of one format."""
    mine = set(files["file"])
    outlets = {
        name
        for table in (corpus.articles, corpus.dropped)
        for name, file in zip(table["outlet"], table["file"], strict=True)
        if file in mine and pd.notna(name)
    }
    noted = files[files["notes"].notna()]
    named = [f"{file}: {note}" for file, note in zip(noted["file"], noted["notes"], strict=True)]
    notes = named if len(files) > 1 else noted["notes"].tolist()
    return {
        "format": kind,
        "files": len(files),
        "stated": files["n_stated"].sum() if files["n_stated"].notna().any() else None,
        "n": files["n_articles"].sum(),
        "outlets": len(outlets),
        "outlets_from": _some(files["outlets_from"].dropna().unique(), ", ") or None,
        "dated": files["n_dated"].sum(),
        "signed": files["n_signed"].sum(),
        "languages": _languages(files["languages"].dropna()),
        "aside": files["n_aside"].sum(),
        "notes": _some(notes) or None,
    }


def _reason(file: str, reason: str) -> str:
    return reason if reason.startswith(file) else f"{file}: {reason}"


def _languages(told: Iterable[str]) -> str | None:
    """Return the most frequent languages of files that each say "en 40, de 2"."""
    counts: dict[str, int] = {}
    for entry in ", ".join(told).split(", "):
        code, _, number = entry.partition(" ")
        if number.isdigit():
            counts[code] = counts.get(code, 0) + int(number)
    most = sorted(counts, key=lambda code: (-counts[code], code))
    more = [f"{len(most) - _LANGUAGES} more"] if len(most) > _LANGUAGES else []
    return ", ".join([f"{code} {counts[code]:,}" for code in most[:_LANGUAGES]] + more) or None


def _some(told: Iterable[str], joint: str = "; ") -> str:
    """Return the first of some notes or names and how many more there are."""
    every = list(told)
    more = [f"and {len(every) - _TOLD:,} more"] if len(every) > _TOLD else []
    return joint.join(every[:_TOLD] + more)


def reading_lines(corpus: Corpus) -> Sequence[str]:
    """Return what was read as lines for a terminal: a line a format, and its notes below.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> reading_lines(load_corpus())[0].split(";")[0]
    '.csv: 7 articles in 1 file'
    """
    lines: list[str] = []
    for row in reading(corpus).to_dict("records"):
        if pd.isna(row["outlets_from"]):
            lines.append(f"{row['format']}: {_number(row['files'], 'file')}")
        else:
            lines.append("; ".join(_told(row)))
        lines += [f"  look at: {row['notes']}"] if pd.notna(row["notes"]) else []
    return list(map(shown, lines))


def _told(row: Mapping[Any, Any]) -> Iterator[str]:
    """Yield what a line says of one format."""
    stated = f" of {row['stated']:,} stated" if pd.notna(row["stated"]) else ""
    yield f"{row['format']}: {_number(row['n'], 'article')}{stated} in {_number(row['files'], 'file')}"
    yield f"{_number(row['outlets'], 'outlet')} (from: {row['outlets_from']})"
    yield f"dates {row['dated']:,} of {row['n']:,}, authors {row['signed']:,}"
    yield f"language {'not known' if pd.isna(row['languages']) else row['languages']}"
    if row["aside"]:
        yield f"{row['aside']:,} set aside"


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def saved_lines(folder: Path) -> Sequence[str]:
    """Return what was read for a saved corpus, as lines; none where the folder holds no corpus."""
    return reading_lines(read_saved(folder)) if is_saved(folder) else []

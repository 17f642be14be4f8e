"""Names that a user ticked, written as rows of the user's own file of labels."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from toolkit.analysis.names.halves import IN_ALL, IN_HALF
from toolkit.errors import InputError, TableError, nearest
from toolkit.files import write_whole
from toolkit.lexicons import read_lexicon
from toolkit.results import expect, origin

COLUMNS = ("actor", "pattern", "class", "note", "source", "found_in")


def write_labels(table: pd.DataFrame, file: str | Path, *, actor: str, names: Sequence[str]) -> Path:
    """Write ticked names into a file of labels, which `toolkit.labels` counts.

    The file is made if there is none. Rows already in it stay as they are. `found_in` says how
    a row was found, and never who wrote it or when. Names that were found by looking at differences are not
    tested on the articles they were found in: see `toolkit.labels`.

    Parameters
    ----------
    table : DataFrame
        From `suggest_names` or `naming_contrasts`.
    file : str or Path
        A CSV file; name it as ``actor_labels`` under ``[lexicons]`` in ``study.toml``.
    actor : str
        Whom or what the names are of: the user decides that it is one and the same.
    names : sequence of str
        Labels of the table.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    TableError
        If a name is not in the table.
    InputError
        If the file is there and is not a file of labels.
    """
    expect(table, ["label", "pattern"], "suggest_names(corpus, word) or naming_contrasts(corpus)")
    patterns = dict(zip(table["label"], table["pattern"], strict=True))
    for name in names:
        if name not in patterns:
            raise TableError(f"the table has no name '{name}'; {nearest(name, patterns)}")
    if not actor.strip():
        raise TableError("say whom or what the names are of: actor='immigrants'")
    path, found = Path(file), _found_in(table)
    header, text, own = _file(path)
    added = [
        {"actor": actor, "pattern": patterns[name], "class": name, "found_in": found}
        for name in names
        if (actor, name) not in own
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n", restval="")
    if not text:
        writer.writeheader()
    writer.writerows({key: value for key, value in row.items() if key in header} for row in added)
    whole = text + out.getvalue()
    with TemporaryDirectory() as place:  # rows that cannot be read as labels must not reach the user's file
        draft = Path(place) / path.name
        draft.write_text(whole, encoding="utf-8", newline="\n")
        read_lexicon(draft, "actor_labels")
    write_whole(path, whole)
    return path


def _found_in(table: pd.DataFrame) -> str:
    """Return what is written of how the names of a table were found."""
    known = origin(table)
    if known is None or known.kind not in ("suggestions", "contrasts"):
        return ""
    if known.kind == "suggestions":
        return known.kind
    half = ((known.scope or {}).get("given") or {}).get("half")
    return IN_HALF if half else IN_ALL


def _file(path: Path) -> tuple[list[str], str, set[tuple[str, str]]]:
    """Return the columns of a file of labels, its text, and the rows it has."""
    if not path.exists():
        return list(COLUMNS), "", set()
    own = {(entry.group, entry.label) for entry in read_lexicon(path, "actor_labels")}
    text = path.read_text(encoding="utf-8-sig")
    head = next(line for line in text.splitlines() if line.strip() and not line.lstrip('"').startswith("#"))
    if max(",;\t", key=head.count) != ",":
        raise InputError(f"{path.name} separates its cells otherwise; save it with commas to add rows")
    header = [cell.strip().lower() for cell in next(csv.reader([head]))]
    if "found_in" not in header:
        raise InputError(
            f"{path.name} has no column 'found_in'; add it, so that it is seen how a name was found"
        )
    return header, text if text.endswith("\n") else f"{text}\n", own

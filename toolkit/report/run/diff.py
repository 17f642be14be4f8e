"""`diff`: what changed between two reports, in words: articles, settings, versions and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus.store import saved_table
from toolkit.errors import ReportError
from toolkit.report.run.manifest import read_manifest
from toolkit.report.run.matched import FIELDS, Matched, matched
from toolkit.report.wording.numbers import number

TOP = 3  # changed numbers told of each table
OUTLETS = frozenset(
    {"outlet", "outlet_a", "outlet_b", "original_outlet", "a", "b", "target", "source", "group"}
)


def diff(old: str | Path, new: str | Path) -> pd.DataFrame:
    """Return what changed from one report to another.

    Parameters
    ----------
    old, new : str or Path
        Folders of reports.

    Returns
    -------
    DataFrame
        ``what`` (inputs | articles | settings | versions | sections | numbers | reports), ``item``,
        ``change`` (a sentence); what may explain the rest comes first. No rows where nothing changed.

    Raises
    ------
    ReportError
        If a folder is not a report, or one holds a report for each group and the other does not.
    """
    before, after = read_manifest(Path(old)), read_manifest(Path(new))
    if before.get("each") != after.get("each"):
        raise ReportError(f"{old} and {new} are not alike: one of them was made with other groups (--each)")
    same = articles_of(Path(old), Path(new))
    rows = [
        *_mapping("inputs", before["inputs"], after["inputs"], hashes=True),
        *_articles(same),
        *_mapping("settings", _flat(before["settings"]), _flat(after["settings"])),
        *_mapping("settings", before["study_files"], after["study_files"], hashes=True),
        *_mapping("versions", before["lexicons"], after["lexicons"], hashes=True),
        *_versions(before["versions"], after["versions"]),
        *_mapping("sections", _states(before), _states(after)),
        *_numbers(Path(old), Path(new), same),
        *_each(Path(old), Path(new)),
    ]
    return pd.DataFrame(rows, columns=["what", "item", "change"], dtype="str")


def compare_tables(old: pd.DataFrame, new: pd.DataFrame, *, tolerance: float = 1e-6) -> list[str]:
    """Return in words how a table changed: columns, rows, and the numbers that moved most.

    Rows are matched by their text columns where these name each row, else by position.

    Examples
    --------
    >>> old = pd.DataFrame({"outlet": ["Post", "Herald"], "n": [3, 4]})
    >>> new = pd.DataFrame({"outlet": ["Post", "Times"], "n": [5, 4]})
    >>> compare_tables(old, new)
    ['1 row is new (Times)', '1 row is gone (Herald)', '1 of 1 values of n changed; Post: 3 to 5']
    """
    said = []
    if list(old.columns) != list(new.columns):
        added = [c for c in new.columns if c not in old.columns]
        lost = [c for c in old.columns if c not in new.columns]
        said += [f"column {c} is new" for c in added] + [f"column {c} is gone" for c in lost]
    shared = [str(c) for c in old.columns if c in new.columns]
    keys = [c for c in shared if _is_text(old[c]) and _is_text(new[c])]
    first, second = _keyed(old, keys), _keyed(new, keys)
    if not (first.index.is_unique and second.index.is_unique):
        first, second = old, new
    said += _rows(second.index.difference(first.index, sort=False), "new")
    said += _rows(first.index.difference(second.index, sort=False), "gone")
    both = first.index.intersection(second.index, sort=False)
    for column in shared:
        if column not in first.columns or column not in second.columns:
            continue
        said += _values(column, first.loc[both, column], second.loc[both, column], tolerance)
    return said


def _is_text(values: pd.Series) -> bool:
    return bool(pd.api.types.is_string_dtype(values.dtype)) and values.dtype != object


def _keyed(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return a table indexed by the shortest run of its text columns that names each row."""
    for count in range(1, len(keys) + 1) if len(table) else ():
        index = table[keys[:count]].fillna("").agg(", ".join, axis=1)
        if index.is_unique:
            return table.set_index(pd.Index(index, name="row"))
    return table


def _rows(index: pd.Index, word: str) -> list[str]:
    if not len(index):
        return []
    names = ", ".join(str(name)[:60] for name in index[:TOP]) + (", ..." if len(index) > TOP else "")
    return [f"{len(index)} row{'s are' if len(index) > 1 else ' is'} {word} ({names})"]


def _values(column: str, old: pd.Series, new: pd.Series, tolerance: float) -> list[str]:
    """Return a sentence on the values of one column that changed, the largest changes named."""
    moved = _moved(old, new, tolerance)
    if not moved.any():
        return []
    changed = old.index[moved.to_numpy()]
    if pd.api.types.is_numeric_dtype(old) and pd.api.types.is_numeric_dtype(new):
        size = (new[changed].astype("float64") - old[changed].astype("float64")).abs().fillna(float("inf"))
        changed = size.sort_values(ascending=False, kind="stable").index
    named = "; ".join(f"{str(i)[:60]}: {_short(old[i])} to {_short(new[i])}" for i in changed[:TOP])
    return [f"{len(changed)} of {len(old)} values of {column} changed; {named}"]


def _moved(old: pd.Series, new: pd.Series, tolerance: float) -> pd.Series:
    """Return which values differ, by more than rounding where they are numbers."""
    blank = old.isna() & new.isna()
    if pd.api.types.is_numeric_dtype(old) and pd.api.types.is_numeric_dtype(new):
        first, second = old.astype("float64"), new.astype("float64")
        close = (first - second).abs() <= tolerance * (1 + second.abs())
        return ~(close | blank | (first == second))
    return ~((old.astype("object").map(str) == new.astype("object").map(str)) | blank)


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _mapping(
    what: str, old: Mapping[str, Any], new: Mapping[str, Any], *, hashes: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each key that is gone, new or different."""
    for key in sorted({*old, *new}):
        if key not in new:
            yield what, key, f"{key} is gone" if hashes else f"{key} was {old[key]}, now it is not set"
        elif key not in old:
            yield what, key, f"{key} is new" if hashes else f"{key} was not set, now it is {new[key]}"
        elif old[key] != new[key]:
            yield what, key, f"{key} has changed" if hashes else f"{key} was {old[key]}, now it is {new[key]}"


def _versions(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for what, key, change in _mapping("versions", old, new):
        yield what, key, "the toolkit's own code has changed" if key == "code" else change


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested settings as dotted keys."""
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        flat.update(
            _flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
        )
    return {key: value for key, value in flat.items() if value not in (None, "")}


def _states(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {entry["name"]: entry["failure"] or "complete" for entry in manifest["sections"]}


def articles_of(old: Path, new: Path) -> Matched | None:
    """Return which articles of two reports are the same; None where one has tables alone."""
    before, after = (saved_table(folder / "corpus", "articles", FIELDS) for folder in (old, new))
    return None if before is None or after is None else matched(before, after)


def _articles(same: Matched | None) -> Iterator[tuple[str, str, str]]:
    """Yield how the articles under study changed, outlet by outlet."""
    if same is None:
        return
    for outlet, change in same.changes():
        yield "articles", outlet, change
    for word, lost in (("new", same.fresh), ("no longer there", same.gone)):
        for name, part in lost.groupby("outlet"):
            first = part["title"].iloc[0] or "without a title"
            are = "is" if len(part) == 1 else "are"
            told = f"{number(len(part), 'article')} of {name} {are} {word}, for example “{first}”"
            yield "articles", str(name), told


def _numbers(old: Path, new: Path, same: Matched | None) -> Iterator[tuple[str, str, str]]:
    names = {f.stem for folder in (old, new) for f in (folder / "tables").glob("*.csv")}
    for name in sorted(names):
        files = [folder / "tables" / f"{name}.csv" for folder in (old, new)]
        if not all(file.is_file() for file in files):
            yield "numbers", name, f"table {name} is {'gone' if files[0].is_file() else 'new'}"
            continue
        before, after = map(_table, files)
        for change in compare_tables(before if same is None else _as_now(before, same), after):
            yield "numbers", name, f"{name}: {change}"


def _as_now(table: pd.DataFrame, same: Matched) -> pd.DataFrame:
    """Return an earlier table with the outlets and articles under the names that they have now.

    A row is then compared with the same outlet's row, and counts as new only where the outlet is.
    """
    outlets, identifiers = same.renamed, same.identifiers
    cells = {
        column: table[column].replace(outlets if column in OUTLETS else identifiers)
        for column in table.columns
        if _is_text(table[column]) and (outlets if column in OUTLETS else identifiers)
    }
    return table.assign(**cells)


def _table(file: Path) -> pd.DataFrame:
    """Return a table from its Parquet file, or from its CSV where that is all there is."""
    whole = file.with_suffix(".parquet")
    return pd.read_parquet(whole) if whole.is_file() else pd.read_csv(file)


def _each(old: Path, new: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what changed in the reports of single groups, where there are such."""
    groups = [{file.parent.name for file in folder.glob("*/report.html")} for folder in (old, new)]
    for name in sorted(groups[0] ^ groups[1]):
        yield "reports", name, f"the report {name} is {'gone' if name in groups[0] else 'new'}"
    for name in sorted(groups[0] & groups[1]):
        for row in diff(old / name, new / name).itertuples():
            if row.what in {"articles", "sections", "numbers"}:
                yield str(row.what), f"{name}, {row.item}", f"{name}: {row.change}"

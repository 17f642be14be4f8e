"""Reading in parts: some files, or some rows of a large table, at a time, by whatever engine there is.

A part is named by the bytes of its files, so that new files in a folder cost those. What was read is put
together as if it had been read in one piece: the same rows, identifiers and notes, in the same order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.pages.read.archives import Entry
from toolkit.pages.read.records import Counted, odd_rows
from toolkit.pages.reader import NOTHING, FileReader, Place, one_kind, refuse_empty, refuse_unknown
from toolkit.pages.themes import Furniture, load_furniture
from toolkit.parts import Here, Tables, engine, run_tables
from toolkit.progress import track
from toolkit.settings import Settings
from toolkit.tables import ARTICLES, conform, empty
from toolkit.versions import digest

TABLES = ("articles", "blocks", "dropped", "quarantine", "files")
ROWS = 20_000  # of a Parquet file that are read at a time; some 100 MB as rows of Python
FILES = 32  # files of a part, about: a part ends where a file's name says so, and new files move no others
MOST_FILES = 256
LARGE = 10 * 2**20  # bytes; a file of so many is a part by itself
_OWN = frozenset(column.name for column in ARTICLES)
_PLAIN = (str, int, float, bool)
_COUNTS = ("n_articles", "n_dated", "n_signed", "n_aside")


def read_in_parts(
    source: str | Path | Sequence[str | Path], settings: Settings
) -> dict[str, pd.DataFrame] | None:
    """Read files in parts, where there is an engine that does so and more than one part.

    Parameters
    ----------
    source : str or Path, or a sequence of them
    settings : Settings

    Returns
    -------
    dict of str to DataFrame, or None
        The tables of `toolkit.pages.reader.Reading`, by name.

    Raises
    ------
    InputError, SettingsError
        As `toolkit.pages.reader.read_source`.
    """
    if isinstance(engine(), Here):
        return None
    there = Place.of(source, settings)
    parts = [pd.DataFrame(part) for part in _cut(there.entries)]
    if len(parts) < 2:
        return None
    themes = tuple((str(path), digest(Path(path))) for path in there.themes)
    hosts = {outlet: sorted(found) for outlet, found in there.hosts.items() if len(found) > 1}
    found = run_tables(read_part, ({"entries": part} for part in parts), settings, themes, hosts)
    steps = track(parts, "reading the files")
    read = [{name: one[name] for name in one} for _, one in zip(steps, found, strict=False)]
    tables = _joined(read, pd.concat(parts))
    if tables["articles"].empty:
        rows = (tables[name].to_dict("records") for name in ("quarantine", "files"))
        refuse_empty(there.told, *rows)
    if there.folder:
        met = {name for one in read for name in one["named"]["outlet"]}
        refuse_unknown(settings, met)
    return tables


def _cut(entries: Sequence[Entry]) -> Iterator[list[dict[str, object]]]:
    """Yield the files of each part; large ones are parts by themselves, large Parquet files several."""
    part: list[dict[str, object]] = []
    for entry in entries:
        told = _told(entry)
        if told["size"] >= LARGE:
            if part:
                yield part
            yield from ([told | rows] for rows in _rows(entry))
            part = []
            continue
        part.append(told)
        if len(part) >= MOST_FILES or _ends(entry.name):
            yield part
            part = []
    if part:
        yield part


def _told(entry: Entry) -> dict[str, Any]:
    file = entry.path if entry.fault is None and entry.path.is_file() else None
    try:
        size, sha256 = (file.stat().st_size, digest(file)) if file else (0, "")
    except OSError:  # it cannot be read, which the reader will say
        size, sha256 = 0, ""
    return {
        "path": str(entry.path),
        "name": entry.name,
        "outlet": entry.outlet,
        "fault": entry.fault,
        "size": size,
        "sha256": sha256,
        "first": -1,
        "last": -1,
    }


def _ends(name: str) -> bool:
    """Return whether a part ends behind a file: one name in so many says so."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little") % FILES == 0


def _rows(entry: Entry) -> Iterator[dict[str, int]]:
    """Yield the ranges of rows of a Parquet file; the whole of any other, and of what cannot be opened."""
    count = 0
    if entry.path.suffix.lower() == ".parquet":
        try:
            count = pq.ParquetFile(entry.path, memory_map=True).metadata.num_rows
        except (pa.ArrowException, OSError, ValueError):
            count = 0  # the reader will say what is wrong with it
    if count <= ROWS:
        yield {}
        return
    for first in range(0, count, ROWS):
        yield {"first": first, "last": min(first + ROWS, count)}


def read_part(
    part: Tables, settings: Settings, themes: tuple[tuple[str, str], ...], hosts: dict[str, list[str]]
) -> Tables:
    """Return what is read of the files of a part, and what is needed to put parts together.

    Parameters
    ----------
    part : mapping
        ``entries``: path, name, outlet, fault, size, digest, and the first and last row of each file.
    settings : Settings
    themes : tuple of pairs
        Files of page furniture with their digests.
    hosts : dict
        The hosts that the pages of a folder name, where there are several.

    Returns
    -------
    mapping
        The tables of a `toolkit.pages.reader.Reading`; ``given``, the articles' own identifiers; ``named``,
        the outlets met; ``extra``, how the columns that are not the toolkit's are kept.
    """
    entries = []
    for row in part["entries"].to_dict("records"):
        rows = None if row["first"] < 0 else (int(row["first"]), int(row["last"]))
        fault = None if pd.isna(row["fault"]) else str(row["fault"])
        entries.append(Entry(Path(row["path"]), row["name"], row["outlet"], fault, rows))
    reader = FileReader(settings, _furniture(themes), {name: set(found) for name, found in hosts.items()})
    reader.add_all(entries)
    named = pd.DataFrame({"outlet": pd.Series(sorted(reader.met()), dtype="str")})
    extra, kinds = {}, {}
    columns = reader.reading.articles.columns
    for name in [name for name in columns if name not in _OWN]:
        kinds[name], extra[name] = _kept(columns.pop(name))
    lengths = reader.reading.lengths()._asdict()
    tables = {name: reader.reading.table(name) if lengths[name] else empty(name) for name in TABLES}
    tables["articles"] = tables["articles"].assign(**extra)
    kept = {"name": pd.Series(list(kinds), dtype="str"), "kind": pd.Series(list(kinds.values()), dtype="str")}
    return {
        **tables,
        "given": pd.DataFrame({"own": pd.Series(reader.given, dtype="str")}),
        "named": named,
        "extra": pd.DataFrame(kept),
    }


@lru_cache(maxsize=4)
def _furniture(themes: tuple[tuple[str, str], ...]) -> Furniture:
    return load_furniture([path for path, _ in themes])


def _kept(values: list[Any]) -> tuple[str, pd.Series]:
    """Return a column of a part as it is kept: text as it is, other plain values as JSON, of their kinds."""
    types = {type(value) for value in values if value is not None}
    if types <= {str}:
        return "text" if types else "none", pd.Series(values, dtype="str")
    if types <= set(_PLAIN):
        return "json", pd.Series([None if v is None else json.dumps(v) for v in values], dtype="str")
    return "other", one_kind(pd.DataFrame({"x": values}))["x"]


def _joined(read: list[dict[str, pd.DataFrame]], entries: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Put the tables of parts together."""
    cut = entries[entries["first"] >= 0].drop_duplicates("name")
    _forget_broken(read, dict(zip(cut["name"], cut["sha256"], strict=True)))
    extra = list(dict.fromkeys(name for one in read for name in one["extra"]["name"]))
    kept = {name: _whole(read, name) for name in extra}
    renamed = _identifiers(read)
    tables = {}
    for name in TABLES:
        parts = [one[name].drop(columns=extra, errors="ignore") for one in read]
        tables[name] = pd.concat(parts, ignore_index=True)
    tables["articles"] = tables["articles"].assign(article_id=renamed)
    tables["files"] = _files(tables, cut)
    for name, values in kept.items():
        tables["articles"][name] = values
    return {name: conform(table, name) for name, table in tables.items()}


def _forget_broken(read: list[dict[str, pd.DataFrame]], cut: dict[str, str]) -> None:
    """Leave out all rows of a large table of which a part could not be read, as if it had been read whole.

    `cut` are the large tables with their digests.
    """
    broken: set[str] = set()
    for one in read:
        lost = one["quarantine"]
        lost = lost[~lost["file"].isin(broken)]
        broken |= set(cut) & set(lost["file"])
        own = lost["sha256"].where(~lost["file"].isin(cut), lost["file"].map(cut).astype("str"))
        one["quarantine"] = lost.assign(sha256=own)
    for one in read if broken else ():
        gone = one["articles"]["file"].isin(broken).to_numpy()
        one["given"] = one["given"][~gone]
        inside = one["quarantine"]["file"].str.startswith(tuple(f"{name}, " for name in broken))
        one["quarantine"] = one["quarantine"][~inside.to_numpy(dtype=bool)]
        for name in ("articles", "dropped", "files"):
            one[name] = one[name][~one[name]["file"].isin(broken).to_numpy()]


def _identifiers(read: list[dict[str, pd.DataFrame]]) -> pd.Series:
    """Return the articles' identifiers, with a number where one was given before, and rename blocks."""
    own = pd.concat([one["given"]["own"] for one in read], ignore_index=True)
    times = own.groupby(own).cumcount()
    made = own.where(times == 0, own + "-" + (times + 1).astype("str"))
    start = 0
    for one in read:
        mine = one["articles"]["article_id"]
        new = made.iloc[start : start + len(mine)].set_axis(mine.index)
        start += len(mine)
        changed = mine != new
        if changed.any() and len(one["blocks"]):
            names = dict(zip(mine[changed], new[changed], strict=True))
            ids = one["blocks"]["article_id"]
            one["blocks"] = one["blocks"].assign(article_id=ids.map(names).fillna(ids))
    return made


def _whole(read: list[dict[str, pd.DataFrame]], name: str) -> pd.Series:
    """Return a column that is not the toolkit's, of the kind it has when all is read in one piece."""
    kinds = [dict(zip(one["extra"]["name"], one["extra"]["kind"], strict=True)).get(name) for one in read]
    if {"text"} <= set(kinds) <= {"text", "none", None}:
        blank = (pd.Series([None] * len(one["articles"]), dtype="str") for one in read)
        parts = [one["articles"].get(name, none) for one, none in zip(read, blank, strict=True)]
        return pd.concat(parts, ignore_index=True)
    values: list[Any] = []
    for one, kind in zip(read, kinds, strict=True):
        said = one["articles"][name].tolist() if kind else [None] * len(one["articles"])
        said = [None if pd.isna(value) else value for value in said]
        values += [None if v is None else json.loads(v) for v in said] if kind == "json" else said
    return one_kind(pd.DataFrame({name: values}))[name]


def _files(tables: dict[str, pd.DataFrame], cut: pd.DataFrame) -> pd.DataFrame:
    """Return the table of files with one row for each that was read in parts."""
    files = tables["files"]
    known = cut.set_index("name")
    several = files["file"].isin(known.index)
    made = {
        str(name): _file(tables, str(name), parts, known.loc[[str(name)]].iloc[0])
        for name, parts in files[several].groupby("file", sort=False)
    }
    first = files[~several | ~files["file"].duplicated()].to_dict("records")
    return pd.DataFrame([row | made.get(row["file"], {}) for row in first], columns=files.columns)


def _file(
    tables: dict[str, pd.DataFrame], name: str, parts: pd.DataFrame, known: pd.Series
) -> dict[str, object]:
    """Return what the table of files says of one that was read in parts."""
    articles = tables["articles"]
    rows = articles[["outlet", "published", "truncated"]][(articles["file"] == name).to_numpy()]
    aside = tables["quarantine"]["file"].str.startswith(f"{name}, ")
    dated, cut = int(rows["published"].notna().sum()), int(rows["truncated"].sum())
    counted = Counted(len(rows), rows["outlet"].nunique(), dated, cut, int(aside.sum()))
    named, _ = json.JSONDecoder().raw_decode(parts["notes"].iloc[0])
    notes = [*odd_rows(counted, named), *([] if len(rows) else [NOTHING])]
    from_column = parts["outlets_from"][parts["outlets_from"] != "folder"]
    return {
        **{count: parts[count].sum() for count in _COUNTS},
        "sha256": known["sha256"],
        "n_bytes": known["size"],
        "languages": _languages(parts["languages"].dropna()),
        "outlets_from": from_column.iloc[-1] if len(from_column) else "folder",
        "notes": "; ".join(notes) or None,
    }


def _languages(told: pd.Series) -> str | None:
    """Add up languages with their numbers, as the table of files has them: en 40, de 2."""
    spoken: Counter[str] = Counter()
    for entry in told:
        for one in entry.split(", "):
            code, _, number = one.rpartition(" ")
            spoken[code] += int(number)
    return ", ".join(f"{code} {n}" for code, n in spoken.most_common()) or None

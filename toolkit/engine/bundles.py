"""Tables of one part in one file: Arrow streams that are read where they lie, with a digest at the end.

Arrow and not Parquet, since a file that is mapped into memory costs none: the system reads a page of it when
it is looked at and lets it go when memory is short.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from toolkit.errors import InputError
from toolkit.files import Hashing, clear_left, write_whole, writing

_DIGEST = 32  # bytes of SHA-256


def to_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return the bytes of a bundle: the names of its tables, the tables, and the digest of both.

    Parameters
    ----------
    tables : mapping of str to DataFrame

    Examples
    --------
    >>> tables = {"articles": pd.DataFrame({"text": ["Rain."]})}
    >>> to_bytes(tables) == to_bytes(tables)
    True
    """
    sink = pa.BufferOutputStream()
    sink.write(_head(list(tables)))
    for table in tables.values():
        made = pa.Table.from_pandas(table, preserve_index=False)
        with pa.ipc.new_stream(sink, made.schema) as stream:
            stream.write_table(made.combine_chunks())
    body = bytes(sink.getvalue())
    return body + hashlib.sha256(body).digest()


def _head(names: list[str]) -> bytes:
    told = json.dumps(names).encode()
    return len(told).to_bytes(8, "little") + told


def write(tables: Mapping[str, pd.DataFrame], file: Path) -> None:
    """Write a bundle, whole or not at all."""
    write_whole(file, to_bytes(tables))


def write_batches(name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch], file: Path) -> None:
    """Write a bundle of one table as its rows come, so that it is never whole in memory.

    Parameters
    ----------
    name : str
        Name of the table.
    schema : pyarrow.Schema
    batches : iterable of pyarrow.RecordBatch
    file : Path

    Raises
    ------
    OutputError
        If the disk does not take it.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    with writing(file):
        clear_left(file.parent, f".{file.name}.", ".part")
        try:
            with part.open("wb") as stream:
                sink = Hashing(stream)
                sink.write(_head([name]))
                with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), schema) as table:
                    for batch in batches:
                        table.write_batch(batch)
                stream.write(sink.made.digest())
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def read(file: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a bundle; their text stays on disk.

    Raises
    ------
    InputError
        If the file is not what was written.
    """
    if not is_sound(file):
        raise InputError(f"{file} is damaged: its digest differs; delete it and run again")
    return mapped(file)


def mapped(file: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a bundle whose digest was compared."""
    with pa.memory_map(str(file)) as source:
        names = json.loads(source.read(int.from_bytes(source.read(8), "little")))
        return {name: pa.ipc.open_stream(source).read_all().to_pandas(split_blocks=True) for name in names}


def is_sound(file: Path) -> bool:
    """Tell whether a bundle is there and its bytes are those that were written."""
    if not file.is_file() or file.stat().st_size <= _DIGEST:
        return False
    with pa.memory_map(str(file)) as source:
        whole = source.read_buffer()
        body, kept = whole.slice(0, whole.size - _DIGEST), whole.slice(whole.size - _DIGEST)
        return bool(hashlib.sha256(body).digest() == kept.to_pybytes())

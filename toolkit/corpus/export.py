"""Files written whole or not at all, and articles as one: Parquet, JSON lines or CSV by its ending."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError

ENDINGS = (".parquet", ".jsonl", ".csv")


def write_articles(corpus: Corpus, path: str | Path) -> Path:
    """Write the articles of a corpus to a file, whole or not at all.

    Parameters
    ----------
    corpus : Corpus
    path : str or Path
        Ends in .parquet, .jsonl or .csv. Names of authors are a list in the first two and joined by
        "; " in a CSV; dates are written as YYYY-MM-DD.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the ending is another one, or the folder does not exist.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Rain."]}), "articles"))
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_articles(corpus, Path(folder) / "articles.csv").name
    'articles.csv'
    """
    file = Path(path)
    if file.suffix not in ENDINGS:
        raise InputError(f"{file} must end in {', '.join(ENDINGS)}")
    if not file.parent.is_dir():
        raise InputError(f"there is no folder {file.parent}; make it first")
    write_whole(file, _bytes(corpus.articles, file.suffix))
    return file


def write_whole(file: Path, data: str | bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    part.replace(file)


def _bytes(articles: pd.DataFrame, ending: str) -> bytes:
    if ending == ".parquet":
        made: bytes = articles.to_parquet(index=False)
        return made
    table = articles.assign(published=articles["published"].dt.strftime("%Y-%m-%d"))
    if ending == ".csv":
        table = table.assign(authors=table["authors"].map("; ".join))
        return table.to_csv(index=False, lineterminator="\n").encode()
    return (table.to_json(orient="records", lines=True, force_ascii=False) or "").encode()

"""Articles as a file, whole or not at all: Parquet, JSON lines or CSV by its ending."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandas.api.types import is_numeric_dtype

from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError
from toolkit.files import write_whole
from toolkit.tables import neutral

ENDINGS = (".parquet", ".jsonl", ".csv")


def write_articles(corpus: Corpus, path: str | Path) -> Path:
    """Write the articles of a corpus to a file, whole or not at all.

    Parameters
    ----------
    corpus : Corpus
    path : str or Path
        Ends in .parquet, .jsonl or .csv. Names of authors are a list in the first two and joined by
        "; " in a CSV; dates are written as YYYY-MM-DD. A CSV is for spreadsheets: text that one would run
        as a formula is preceded by an apostrophe there. The other two hold the exact text.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the ending is another one, or the folder does not exist.
    OutputError
        If the disk does not take it; an earlier file is as it was then.

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


def _bytes(articles: pd.DataFrame, ending: str) -> bytes:
    if ending == ".parquet":
        made: bytes = articles.to_parquet(index=False)
        return made
    table = articles.assign(published=articles["published"].dt.strftime("%Y-%m-%d"))
    if ending == ".csv":
        table = table.assign(authors=table["authors"].map("; ".join))
        table = table.apply(lambda values: values if is_numeric_dtype(values) else values.map(neutral))
        table.columns = pd.Index([neutral(str(name)) for name in table.columns])
        return str(table.to_csv(index=False, lineterminator="\n")).encode()
    return (table.to_json(orient="records", lines=True, force_ascii=False) or "").encode()

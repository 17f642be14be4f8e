"""`load_corpus`: saved pages, tables or a saved corpus to the articles under study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import toolkit
from toolkit.corpus.account import check_account
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.prepare import prepare
from toolkit.corpus.store import is_saved, read_tables, saved_settings
from toolkit.errors import InputError
from toolkit.pages.by_parts import read_in_parts
from toolkit.pages.read.records import frame_table
from toolkit.pages.read.values import is_missing
from toolkit.pages.reader import read_memory, read_source
from toolkit.roster import remember
from toolkit.settings import Settings, load_settings

Source = str | Path | pd.DataFrame | Iterable[object] | None

_LENT: dict[Path, Corpus] = {}  # saved corpora that this process has read, or the one it was forked from


def sample_folder() -> Path:
    """Return the folder of the bundled sample: the checkout's, or the one an installed toolkit carries.

    Raises
    ------
    InputError
        If there is none.
    """
    package = Path(toolkit.__file__).parent
    for folder in (package / "_shipped" / "sample", package.parent / "data" / "sample"):
        if folder.is_dir():
            return folder
    raise InputError("the bundled sample is missing; install the toolkit anew")


def read_articles(source: Source = None, settings: Settings | None = None) -> Corpus:
    """Read every article of a source, repeats and blurbs included.

    Parameters
    ----------
    source : str, Path, DataFrame or iterable, optional
        A folder of saved pages or exports (sub-folders are the outlets), a file, an archive, a list of
        those; a DataFrame, or rows as mappings (a list or an iterator); the bundled sample by default.
    settings : Settings, optional
        The study's settings; those of ``study.toml`` in the folder where there is one.

    Returns
    -------
    Corpus
        All articles as read, the labelled blocks of their pages, and the files that could not be read.

    Raises
    ------
    InputError
        If there is no such folder, nothing in it can be read, or it is none of these.

    Examples
    --------
    >>> rows = [{"headline": "Rain", "body": "It rained.", "paper": "Post"}]
    >>> read_articles(rows).articles[["title", "outlet", "n_words"]].values.tolist()
    [['Rain', 'Post', 2]]
    """
    paths, rows = _told(source)
    if rows is not None:
        settings = settings or Settings()
        found = read_memory(frame_table(rows), settings, name=_name_of(source))
    else:
        root: Path | Sequence[Path] = paths[0] if len(paths) == 1 else paths
        if settings is None:
            settings = _settings_beside(source, paths)
        tables = read_in_parts(root, settings)
        if tables is not None:
            return Corpus(**tables, settings=settings)
        found = read_source(root, settings)
    names = ("articles", "dropped", "blocks", "quarantine", "files")
    return Corpus(**{name: found.table(name) for name in names}, settings=settings)


def _told(source: Source) -> tuple[list[Path], Iterable[object] | None]:
    """Return the paths of a source, or its rows.

    Raises
    ------
    InputError
        If it is neither.
    """
    if source is None or isinstance(source, str | Path):
        return [_pages(source)], None
    if isinstance(source, pd.DataFrame):
        return [], _rows_of(source)
    if isinstance(source, Mapping) or not isinstance(source, Iterable):
        told = (
            "a mapping; put it in a list"
            if isinstance(source, Mapping)
            else f"of type {type(source).__name__}"
        )
        takes = "a folder, a file, several of them, a DataFrame or rows (mappings)"
        raise InputError(f"load_corpus() takes {takes}; this is {told}")
    items = list(source)
    paths = [Path(item) for item in items if isinstance(item, str | Path)]
    return (paths, None) if paths and len(paths) == len(items) else ([], items)


def _name_of(source: object) -> str:
    return "DataFrame" if isinstance(source, pd.DataFrame) else "list of rows"


def _rows_of(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a frame; of columns with one name the first that is not empty counts."""
    names = [str(name) for name in frame.columns]
    for values in frame.itertuples(index=False, name=None):
        row: dict[str, Any] = {}
        for name, value in zip(names, values, strict=True):
            if is_missing(row.get(name)):
                row[name] = value
        yield row


def _settings_beside(source: Source, paths: Sequence[Path]) -> Settings:
    """Return the settings of the first folder with a ``study.toml``, else the defaults."""
    if len(paths) == 1:
        return find_study(
            source if isinstance(source, str | Path) else None if source is None else paths[0], None
        )[1]
    beside = next((path / "study.toml" for path in paths if (path / "study.toml").is_file()), None)
    return load_settings(beside) if beside else Settings()


def load_corpus(source: Source = None, settings: Settings | None = None) -> Corpus:
    """Return the articles under study: read, with repeats, blurbs and short items set aside.

    What is set aside is in `Corpus.dropped` with the step and the reason; `toolkit.reading` tells what was
    read from where.

    Parameters
    ----------
    source : str, Path, DataFrame or iterable, optional
        A folder of saved pages or exports, a file, an archive, or a corpus saved with `Corpus.save`;
        several paths in a list; a DataFrame; rows as mappings, in a list or from an iterator. The bundled
        sample by default. Ids, numbers of words and languages are filled in; columns are recognised by
        their names, or mapped by ``settings.columns``.
    settings : Settings, optional
        The study's settings; those of ``study.toml`` in the folder where there is one. A saved corpus
        has its own; others replace them in the analyses, but articles are not read or chosen anew
        (`toolkit.corpus.store.saved_settings`).

    Returns
    -------
    Corpus

    Raises
    ------
    InputError
        If there is no such folder, nothing in it can be read, or the argument is none of these.

    Examples
    --------
    >>> corpus = load_corpus()
    >>> sorted(corpus.articles["outlet"].unique())
    ['TNB Online', 'The Ashru Notebook', 'The Far Shore', 'The Meridian Daily']
    >>> load_corpus(5)
    Traceback (most recent call last):
    toolkit.errors.InputError: load_corpus() takes a folder, a file, several of them, ...
    """
    if isinstance(source, str | Path) and is_saved(Path(source)):
        lent = _LENT.get(Path(source).resolve()) if settings is None else None
        if lent is None:
            lent = replace(read_saved(source), settings=saved_settings(source, settings))
        corpus = lent
    else:
        corpus = check_account(prepare(read_articles(source, settings)))
    remember(corpus.articles["outlet"].dropna())
    return corpus


def read_saved(folder: str | Path) -> Corpus:
    """Read a corpus saved with `Corpus.save`.

    Raises
    ------
    InputError
        If the folder is not a saved corpus, is of a newer version, or a file was changed or is missing.
    """
    return Corpus(**read_tables(folder), settings=saved_settings(folder))


def lend(folder: Path) -> Corpus:
    """Read a saved corpus that `load_corpus` then takes from memory, in this process and in its forks.

    Raises
    ------
    InputError
        As of `read_saved`.
    """
    return _LENT.setdefault(folder.resolve(), read_saved(folder))


def find_study(source: str | Path | None = None, study: str | Path | None = None) -> tuple[Path, Settings]:
    """Return the folder of the pages and the settings that go with it.

    Parameters
    ----------
    source : str or Path, optional
        The pages; the bundled sample by default.
    study : str or Path, optional
        A settings file; ``study.toml`` in the folder of the pages, or beside the file, by default, where
        there is one, else what a saved corpus was saved with.

    Raises
    ------
    SettingsError
        If the settings file cannot be used.
    """
    pages = _pages(source)
    folder = sample_folder() if source is None else pages if pages.is_dir() else pages.parent
    beside = folder / "study.toml"
    if study is None and not beside.is_file():
        return pages, saved_settings(pages) if is_saved(pages) else Settings()
    return pages, load_settings(study or beside)


def _pages(source: str | Path | None) -> Path:
    return sample_folder() / "pages" if source is None else Path(source)

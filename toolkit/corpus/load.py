"""`load_corpus`: saved pages, tables or a saved corpus to the articles under study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import toolkit
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.prepare import prepare
from toolkit.corpus.store import is_saved, read_tables, saved_settings
from toolkit.errors import InputError
from toolkit.pages.formats import read_source
from toolkit.settings import Settings, load_settings


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


def read_articles(source: str | Path | None = None, settings: Settings | None = None) -> Corpus:
    """Read every article of a folder or file, repeats and blurbs included.

    Parameters
    ----------
    source : str or Path, optional
        A folder of saved pages (sub-folders are the outlets), a file, an archive; the bundled sample
        by default.
    settings : Settings, optional
        The study's settings; those of ``study.toml`` in the folder where there is one.

    Returns
    -------
    Corpus
        All articles as read, the labelled blocks of their pages, and the files that could not be read.

    Raises
    ------
    InputError
        If there is no such folder or nothing in it can be read.
    """
    root, settings = find_study(source, None) if settings is None else (_pages(source), settings)
    found = read_source(root, settings)
    names = ("articles", "dropped", "blocks", "quarantine", "files")
    return Corpus(**{name: found.table(name) for name in names}, settings=settings)


def load_corpus(source: str | Path | None = None, settings: Settings | None = None) -> Corpus:
    """Return the articles under study: read, with repeats, blurbs and short items set aside.

    What is set aside stands in `Corpus.dropped` with the step and the reason.

    Parameters
    ----------
    source : str or Path, optional
        A folder of saved pages, a file, an archive, or a corpus saved with `Corpus.save`; the bundled
        sample by default.
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
        If there is no such folder or nothing in it can be read.

    Examples
    --------
    >>> corpus = load_corpus()
    >>> sorted(corpus.articles["outlet"].unique())
    ['TNB Online', 'The Ashru Notebook', 'The Far Shore', 'The Meridian Daily']
    """
    if source is not None and is_saved(Path(source)):
        return replace(read_saved(source), settings=saved_settings(source, settings))
    return prepare(read_articles(source, settings))


def read_saved(folder: str | Path) -> Corpus:
    """Read a corpus saved with `Corpus.save`.

    Raises
    ------
    InputError
        If the folder is not a saved corpus, is of a newer version, or a file was changed or is missing.
    """
    return Corpus(**read_tables(folder), settings=saved_settings(folder))


def find_study(source: str | Path | None = None, study: str | Path | None = None) -> tuple[Path, Settings]:
    """Return the folder of the pages and the settings that go with it.

    Parameters
    ----------
    source : str or Path, optional
        The pages; the bundled sample by default.
    study : str or Path, optional
        A settings file; ``study.toml`` in the folder of the pages by default, where there is one, else
        what a saved corpus was saved with.

    Raises
    ------
    SettingsError
        If the settings file cannot be used.
    """
    pages = _pages(source)
    beside = (sample_folder() if source is None else pages) / "study.toml"
    if study is None and not beside.is_file():
        return pages, saved_settings(pages) if is_saved(pages) else Settings()
    return pages, load_settings(study or beside)


def _pages(source: str | Path | None) -> Path:
    return sample_folder() / "pages" if source is None else Path(source)

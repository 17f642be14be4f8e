"""From pages and settings to a report folder, swapped in whole."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import toolkit
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.store import is_saved, saved_settings
from toolkit.errors import ReportError, SettingsError, nearest
from toolkit.lexicons import check_lexicons
from toolkit.progress import Progress, silent
from toolkit.report.page.own import own_words
from toolkit.report.run import cache
from toolkit.report.run.build import PAGE, Build, read
from toolkit.report.run.folder import check_place, only_run, swapped
from toolkit.settings import Settings, load_settings, sections_of

DEADLINE = 3600.0


class SectionError(ReportError):
    """The report was made, but a section of it failed.

    Attributes
    ----------
    path : Path
        The report.
    failures : mapping
        Section to the reason, in words.
    """

    def __init__(self, path: Path, failures: Mapping[str, str]) -> None:
        self.path, self.failures = path, dict(failures)
        told = "; ".join(f"{section}: {reason}" for section, reason in self.failures.items())
        super().__init__(f"{path} was made, but not all of it: {told}")


def notebooks_folder() -> Path:
    """Return the folder of the notebooks: the checkout's, or the one an installed toolkit carries.

    Raises
    ------
    ReportError
        If there is none.
    """
    package = Path(toolkit.__file__).parent
    for folder in (package / "_shipped" / "notebooks", package.parent / "notebooks"):
        if folder.is_dir():
            return folder
    raise ReportError("the toolkit's notebooks are missing; install the toolkit anew")


def find_sections(names: Sequence[str], notebooks: str | Path | None = None) -> dict[str, Path]:
    """Return the notebook of each section, in the order asked for; the toolkit's own by default.

    Raises
    ------
    SettingsError
        If there is no such section.
    """
    folder = Path(notebooks) if notebooks else notebooks_folder()
    known = {file.stem.partition("_")[2]: file for file in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
    for name in ("tour", "your_question"):  # they have boxes, and are no sections
        known.pop(name, None)
    for name in names:
        if name not in known:
            raise SettingsError(f"there is no section '{name}'; {nearest(name, known)}")
    if not names:
        raise SettingsError(f"the report has no sections; {nearest('', known)}")
    return {name: known[name] for name in names}


def run_report(  # noqa: PLR0913 - the options of one run, all by keyword
    source: str | Path | Corpus,
    out: str | Path,
    *,
    settings: Settings | None = None,
    sections: Sequence[str] | None = None,
    deadline: float = DEADLINE,
    progress: Progress = silent,
    reuse: bool = True,
    csv_only: bool = False,
    notebooks: str | Path | None = None,
) -> Path:
    """Make a report: one HTML file, with its tables, figures, notebooks and a manifest beside it.

    Parameters
    ----------
    source : str, Path or Corpus
        Folder or file of pages or tables; a saved corpus; or a corpus.
    out : str or Path
        Folder of the report. It is replaced as a whole when the run ends well; a folder that is not a
        report is never touched.
    settings : Settings, optional
        The study; by default the corpus' own, or those of ``study.toml`` among the pages.
    sections : sequence of str, optional
        Sections to run, by the notebooks' names; those of the settings by default.
    deadline : float
        Seconds for the whole run.
    progress : callable, optional
        Told of each step; silent by default.
    reuse : bool
        Take over the sections of the report in `out` that would come out the same.
    csv_only : bool
        Write the tables as CSV and the manifest, and nothing else.
    notebooks : str or Path, optional
        Folder of other notebooks to run.

    Returns
    -------
    Path
        The report's HTML file; with `csv_only` the folder of the tables.

    Raises
    ------
    SettingsError
        If a section is not known; nothing has run then.
    ReportError
        If the folder is not free, or every section failed.
    SectionError
        If the report was made but a section of it failed; its ``path`` is the report.
    InputError
        If the pages or one of the study's word lists cannot be used.
    """
    settings, target = settings or study_of(source), Path(out)
    check_lexicons(settings)
    plan = find_sections(sections or sections_of(settings), notebooks)
    own_words(settings, plan)  # a fault in them is told before anything runs
    stop = time.monotonic() + deadline
    check_place(source, target)
    with only_run(target), swapped(target) as fresh:
        earlier = cache.previous(target) if reuse else {}
        progress(0, len(plan) + 2, "reading the pages")
        found = read(source, settings, target, earlier)
        build = Build(found, fresh, target, earlier, stop, csv_only=csv_only)
        built = build.run(plan, progress)
    made = target / ("tables" if csv_only else PAGE)
    progress(len(plan) + 2, len(plan) + 2, f"the report is {made}")
    if built.failures:
        raise SectionError(made, built.failures)
    return made


def study_of(source: str | Path | Corpus) -> Settings:
    """Return the settings that come with a source."""
    if isinstance(source, Corpus):
        return source.settings
    study = Path(source) / "study.toml"
    if study.is_file():
        return load_settings(study)
    return saved_settings(source) if is_saved(source) else Settings()

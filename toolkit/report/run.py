"""From pages and settings to a report folder: read once, run the notebooks, gather, write, swap in."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

import toolkit
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.store import save_corpus
from toolkit.errors import ReportError, SettingsError, TableError, nearest
from toolkit.progress import Progress, silent
from toolkit.report import cache
from toolkit.report.collect import Section, collect, pictures
from toolkit.report.execute import execute
from toolkit.report.export import write_csv, write_workbook
from toolkit.report.findings import Finding, findings
from toolkit.report.folder import FACTS, MANIFEST, only_run, swapped
from toolkit.report.manifest import digest_of, files_in, make_manifest, write_json
from toolkit.report.render import render
from toolkit.settings import Settings, load_settings

DEADLINE = 3600.0
KERNELS = 2  # notebooks that run at once
PAGE = "report.html"


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


def find_sections(names: Sequence[str], folder: Path) -> dict[str, Path]:
    """Return the notebook of each section, in the order asked for.

    Raises
    ------
    SettingsError
        If there is no such section.
    """
    known = {file.stem.partition("_")[2]: file for file in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
    known.pop("tour", None)
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
    notebooks : str or Path, optional
        Folder of other notebooks to run.

    Returns
    -------
    Path
        The report's HTML file.

    Raises
    ------
    SettingsError
        If a section is not known; nothing has run then.
    ReportError
        If the folder is not free, or every section failed.
    SectionError
        If the report was made but a section of it failed; its ``path`` is the report.
    InputError
        If the pages cannot be read.
    """
    settings, target = settings or _study(source), Path(out)
    folder = Path(notebooks) if notebooks else notebooks_folder()
    plan = find_sections(sections or settings.report.sections, folder)
    stop = time.monotonic() + deadline
    with only_run(target), swapped(target) as fresh:
        run = _Run(fresh, target, cache.previous(target) if reuse else {}, settings, stop)
        progress(0, len(plan) + 2, "reading the pages")
        run.read(source)
        made = run.sections(plan, progress)
        progress(len(plan) + 1, len(plan) + 2, "writing the report")
        if all(section.failure for section in made):
            told = "; ".join(f"{section.title}: {section.failure}" for section in made)
            raise ReportError(f"no section could be made: {told}")
        failures = run.write(made)
    progress(len(plan) + 2, len(plan) + 2, f"the report is {target / PAGE}")
    if failures:
        raise SectionError(target / PAGE, failures)
    return target / PAGE


def _study(source: str | Path | Corpus) -> Settings:
    """Return the settings that come with a source."""
    if isinstance(source, Corpus):
        return source.settings
    study = Path(source) / "study.toml"
    return load_settings(study) if study.is_file() else Settings()


class _Run:
    """One run: the new folder, the earlier report it may borrow from, and what has been made so far."""

    def __init__(
        self, fresh: Path, target: Path, earlier: Mapping[str, Any], settings: Settings, stop: float
    ) -> None:
        self.fresh, self.target, self.earlier, self.stop = fresh, target, earlier, stop
        self.settings = settings
        self.inputs: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.log: dict[str, str] = {}
        self.seconds: dict[str, float] = {}
        self.source = ""

    def read(self, source: str | Path | Corpus) -> None:
        """Read the corpus, or take it over from the earlier report, and save it."""
        began = time.monotonic()
        if isinstance(source, Corpus):
            self.corpus, self.key = replace(source, settings=self.settings), ""
        else:
            from toolkit.corpus.load import load_corpus  # noqa: PLC0415 - loads an HTML parser

            self.source = str(Path(source).resolve())
            self.inputs = files_in(Path(source))
            self.key = cache.corpus_key(self.inputs, self.settings)
            lent = cache.lend_corpus(self.target, self.earlier, self.key, self.settings)
            self.corpus = lent or load_corpus(source, self.settings)
        save_corpus(self.corpus, self.fresh / "corpus")
        self.seconds["corpus"] = time.monotonic() - began

    def sections(self, plan: Mapping[str, Path], progress: Progress) -> list[Section]:
        """Run the notebooks, two at a time where there are two processors; return them in order."""
        (self.fresh / "notebooks").mkdir()
        running: list[str] = []
        finished: list[str] = []

        def one(name: str) -> Section:
            running.append(name.replace("_", " "))
            progress(1 + len(finished), len(plan) + 2, " and ".join(running))
            section = self.section(name, plan[name])
            running.remove(name.replace("_", " "))
            finished.append(name)
            return section

        with ThreadPoolExecutor(max_workers=min(KERNELS, os.cpu_count() or 1)) as pool:
            return list(pool.map(one, plan))

    def section(self, name: str, notebook: Path) -> Section:
        """Run one notebook in the report's folder, or take its result over from the earlier report."""
        began = time.monotonic()
        place = self.fresh / "notebooks"
        key = cache.section_key(notebook, self.key or _content(self.fresh), self.settings)
        done = cache.lend_section(self.target, self.earlier, key, self.fresh)
        if done is None:
            parameters = {"corpus_path": "../corpus", "out": ".."}
            done = execute(notebook, parameters, folder=place, deadline=self.stop)
            nbformat.write(done.notebook, place / notebook.name)  # type: ignore[no-untyped-call]
        section = collect(name.replace("_", "-"), done, file=f"notebooks/{notebook.name}")
        self.keys[section.key] = key
        self.log[name] = done.log
        self.seconds[name] = time.monotonic() - began
        return section

    def write(self, sections: list[Section]) -> dict[str, str]:
        """Write figures, tables, the page, the manifest, and the facts of this run; return what failed."""
        folder = self.fresh
        (folder / "figures").mkdir(exist_ok=True)
        (folder / "tables").mkdir(exist_ok=True)
        for picture in pictures(sections):
            (folder / "figures" / f"{picture.name}.svg").write_bytes(picture.svg)
            (folder / "figures" / f"{picture.name}.png").write_bytes(picture.png)
        failures = {section.title: section.failure for section in sections if section.failure}
        found: list[Finding] = []
        try:
            found = findings(folder / "tables")
        except TableError as error:  # a section's table is not as the rules know it: the rest still stands
            failures["What stands out"] = str(error)
        page = render(self.corpus, sections, found, folder, failures=failures)
        (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")
        write_csv(folder / "tables")
        write_workbook(folder / "tables")
        about = [self._about(section) for section in sections]
        manifest = make_manifest(folder, inputs=self.inputs, settings=self.settings, sections=about)
        write_json({**manifest, "corpus_key": self.key}, folder / MANIFEST)
        seconds = {name: round(value, 1) for name, value in self.seconds.items()}
        log = {name: text for name, text in self.log.items() if text}
        write_json({"source": self.source, "seconds": seconds, "log": log}, folder / FACTS)
        return failures

    def _about(self, section: Section) -> dict[str, Any]:
        """Return what the manifest says of a section, with the files another run can take over."""
        tables = [f"tables/{name}.parquet" for name in sorted({str(t.name) for t in section.tables})]
        files = [section.file, *(file for file in tables if (self.fresh / file).is_file())]
        key = self.keys[section.key]
        return {"name": section.key, "key": key, "failure": section.failure, "files": files}


def _content(folder: Path) -> str:
    """Return a hash of a saved corpus' tables, for a corpus that was not read from files."""
    tables = files_in(folder / "corpus")
    return digest_of({name: value for name, value in tables.items() if name != MANIFEST})

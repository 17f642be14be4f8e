"""From pages and settings to a report folder: read once, run the notebooks, gather, write, swap in."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

import toolkit
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.store import save_corpus
from toolkit.errors import ReportError, SettingsError, nearest
from toolkit.progress import Progress, silent
from toolkit.report.collect import Section, collect, pictures
from toolkit.report.execute import execute
from toolkit.report.export import write_csv
from toolkit.report.folder import MANIFEST, only_run, swapped
from toolkit.report.manifest import files_in, make_manifest, write_json
from toolkit.report.render import render
from toolkit.settings import Settings

DEADLINE = 3600.0
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


def run_report(
    source: str | Path | Corpus,
    out: str | Path,
    *,
    settings: Settings | None = None,
    sections: Sequence[str] | None = None,
    deadline: float = DEADLINE,
    progress: Progress = silent,
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
        The study.
    sections : sequence of str, optional
        Sections to run, by the notebooks' names; those of the settings by default.
    deadline : float
        Seconds for the whole run.
    progress : callable, optional
        Told of each step; silent by default.
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
    settings, target = settings or Settings(), Path(out)
    folder = Path(notebooks) if notebooks else notebooks_folder()
    plan = find_sections(sections or settings.report.sections, folder)
    stop = time.monotonic() + deadline
    with only_run(target), swapped(target) as fresh:
        progress(0, len(plan) + 2, "reading the pages")
        corpus, inputs = _read(source, settings)
        save_corpus(corpus, fresh / "corpus")
        made = []
        for number, (name, notebook) in enumerate(plan.items(), 1):
            progress(number, len(plan) + 2, name.replace("_", " "))
            made.append(_section(name, notebook, fresh, stop))
        progress(len(plan) + 1, len(plan) + 2, "writing the report")
        failures = {section.title: section.failure for section in made if section.failure}
        if len(failures) == len(made):
            raise ReportError(
                "no section could be made: " + "; ".join(f"{k}: {v}" for k, v in failures.items())
            )
        _write(fresh, corpus, made, inputs)
    progress(len(plan) + 2, len(plan) + 2, f"the report is {target / PAGE}")
    if failures:
        raise SectionError(target / PAGE, failures)
    return target / PAGE


def _read(source: str | Path | Corpus, settings: Settings) -> tuple[Corpus, dict[str, str]]:
    """Return the corpus and the hashes of what it was read from."""
    if isinstance(source, Corpus):
        return source, {}
    from toolkit.corpus.load import load_corpus  # noqa: PLC0415 - reading pages loads an HTML parser

    corpus: Corpus = load_corpus(source, settings)
    return corpus, files_in(Path(source))


def _section(name: str, notebook: Path, fresh: Path, stop: float) -> Section:
    """Run one notebook in the report's folder and keep it there."""
    place = fresh / "notebooks"
    place.mkdir(exist_ok=True)
    done = execute(notebook, {"corpus_path": "../corpus", "out": ".."}, folder=place, deadline=stop)
    nbformat.write(done.notebook, place / notebook.name)  # type: ignore[no-untyped-call]
    return collect(name.replace("_", "-"), done, file=f"notebooks/{notebook.name}")


def _write(fresh: Path, corpus: Corpus, sections: list[Section], inputs: dict[str, str]) -> None:
    """Write figures, tables, the page and the manifest."""
    (fresh / "figures").mkdir(exist_ok=True)
    (fresh / "tables").mkdir(exist_ok=True)
    for picture in pictures(sections):
        (fresh / "figures" / f"{picture.name}.svg").write_bytes(picture.svg)
        (fresh / "figures" / f"{picture.name}.png").write_bytes(picture.png)
    page = render(corpus, sections, [], fresh)
    write_csv(fresh / "tables")
    (fresh / PAGE).write_text(page, encoding="utf-8", newline="\n")
    about: list[dict[str, Any]] = [{"name": s.key, "failure": s.failure} for s in sections]
    manifest = make_manifest(fresh, inputs=inputs, settings=corpus.settings, sections=about)
    write_json(manifest, fresh / MANIFEST)

"""One report into one folder: read the corpus, run the notebooks, gather, write."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

import nbformat

from toolkit.corpus.account import account
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.store import is_saved, saved_settings
from toolkit.errors import InputError, ReportError, TableError
from toolkit.figures.opening import name_bars
from toolkit.parts import engine
from toolkit.progress import Progress
from toolkit.report.page.export import write_csv, write_workbook
from toolkit.report.page.own import own_words
from toolkit.report.page.sections import Section
from toolkit.report.page.view import write_whole
from toolkit.report.run import cache
from toolkit.report.run.collect import collect, pictures, too_small
from toolkit.report.run.execute import FIXED, execute, read_notebook
from toolkit.report.run.folder import FACTS, MANIFEST
from toolkit.report.run.forked import Seed, can_fork
from toolkit.report.run.manifest import files_in, make_manifest, places_of, write_json
from toolkit.report.run.render import OPENING, render
from toolkit.report.wording.findings import read_tables
from toolkit.report.wording.front import Front, front, unread
from toolkit.report.wording.printed import with_printed_outlets
from toolkit.settings import Settings
from toolkit.versions import digest_of

KERNELS = 2  # notebooks that run at once
SHARED = 3  # of so many sections of a report at least two cut sentences and compare like with like
PAGE = "report.html"


@dataclass(frozen=True)
class Source:
    """The articles of a report and where they came from; `key` is a hash of what they depend on, or empty."""

    corpus: Corpus
    key: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True)
class Built:
    """What a report states, and what of it could not be made and why."""

    front: Front
    failures: Mapping[str, str]


def read(source: str | Path | Corpus, settings: Settings, lender: Path, earlier: Mapping[str, Any]) -> Source:
    """Read the corpus, or take it over from an earlier report.

    Parameters
    ----------
    source : str, Path or Corpus
        Pages, tables, or a corpus.
    settings : Settings
    lender : Path
        Folder of the earlier report.
    earlier : mapping
        Its manifest; empty where nothing is to be taken over.

    Raises
    ------
    InputError
        If the pages cannot be read, the settings leave no article of them, or articles share an identifier.
    """
    if isinstance(source, Corpus):
        if not source.articles["article_id"].is_unique:
            raise InputError(
                "several articles of the corpus have one article_id; load_corpus(frame) gives each its own"
            )
        return Source(with_printed_outlets(replace(source, settings=settings)))
    from toolkit.corpus.load import load_corpus  # noqa: PLC0415 - loads an HTML parser
    from toolkit.corpus.prepare import nothing_left  # noqa: PLC0415

    place, inputs = Path(source), files_in(Path(source))
    settings = saved_settings(place, settings) if is_saved(place) else settings
    key = cache.corpus_key(inputs, settings)
    corpus = cache.lend_corpus(lender, earlier, key, settings) or load_corpus(place, settings)
    if not len(corpus):
        raise InputError(nothing_left(corpus))
    return Source(with_printed_outlets(corpus), key, inputs, str(place.resolve()))


@dataclass
class Build:
    """One report in the making: its folder, the report it may borrow from, and what was made so far.

    Attributes
    ----------
    source : Source
    fresh : Path
        The empty folder it is written to.
    lender : Path
        Folder of an earlier report.
    earlier : mapping
        The earlier report's manifest; empty where nothing is to be taken over.
    stop : float
        Moment of `time.monotonic` at which the run ends.
    part_of : str
        Where this is one of several reports: which it is, in words.
    csv_only : bool
        Leave the tables as CSV and the manifest, nothing else.
    """

    source: Source
    fresh: Path
    lender: Path
    earlier: Mapping[str, Any]
    stop: float
    part_of: str = ""
    csv_only: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _log: dict[str, str] = field(default_factory=dict)
    _stopped: Event = field(default_factory=Event)
    _seed: Seed | None = None
    _engine: Mapping[str, str] = field(default_factory=lambda: engine().told())

    def run(self, plan: Mapping[str, Path], progress: Progress) -> Built:
        """Run the notebooks of a plan (section to notebook) and write the report.

        Raises
        ------
        ReportError
            If every section failed.
        """
        self.source.corpus.save(self.fresh / "corpus")
        made = self._sections(plan, progress)
        progress(len(plan) + 1, len(plan) + 2, "writing the report")
        if all(section.failure for section in made):
            told = "; ".join(f"{section.title}: {section.failure}" for section in made)
            raise ReportError(f"no section could be made: {told}")
        return self._write(dict(zip(plan, made, strict=True)))

    def _sections(self, plan: Mapping[str, Path], progress: Progress) -> list[Section]:
        """Run the notebooks, two at a time where there are two processors; return them in order.

        With an engine they run one after the other, each with all of its processes.
        """
        (self.fresh / "notebooks").mkdir()
        running: list[str] = []
        finished: list[str] = []

        def one(name: str) -> Section:
            running.append(name.replace("_", " "))
            progress(1 + len(finished), len(plan) + 2, " and ".join(running))
            section = self._section(name, plan[name])
            running.remove(name.replace("_", " "))
            finished.append(name)
            return section

        workers = 1 if self._engine else min(KERNELS, os.cpu_count() or 1)
        with self._seeded(plan), ThreadPoolExecutor(max_workers=workers) as pool:
            try:
                return list(pool.map(one, plan))
            except BaseException:  # an interrupt too: the notebooks that run now end at once
                self._stopped.set()
                raise

    @contextmanager
    def _seeded(self, plan: Mapping[str, Path]) -> Iterator[None]:
        """Fork the kernels of several notebooks from one process, which loads once what each would load."""
        due = [name for name, file in plan.items() if not cache.has_section(self.earlier, self._key(file))]
        if self._engine or len(due) < 2 or not can_fork():
            yield
            return
        environment = {**os.environ, **FIXED}
        with Seed(self.fresh / "corpus", environment, count=len(due) >= SHARED) as self._seed:
            yield

    def _section(self, name: str, notebook: Path) -> Section:
        """Run one notebook in the report's folder, or take its result over from the earlier report."""
        began, key, file = time.monotonic(), name.replace("_", "-"), f"notebooks/{notebook.name}"
        stored = read_notebook(notebook)
        least, articles = int(stored.metadata.get("toolkit", {}).get("least", 1)), self.source.corpus.articles
        if articles["text"].nunique() < least and least > 1:
            return too_small(key, stored, least=least, texts=articles["text"])
        self._keys[name] = self._key(notebook)
        done = cache.lend_section(self.lender, self.earlier, self._keys[name], self.fresh)
        if done is None:
            place, parameters = self.fresh / "notebooks", {"corpus_path": "../corpus", "out": ".."}
            done = execute(
                notebook,
                parameters,
                folder=place,
                deadline=self.stop,
                stopped=self._stopped,
                told=self._engine,
                seed=self._seed,
            )
            nbformat.write(done.notebook, place / notebook.name)  # type: ignore[no-untyped-call]
        self._log[name] = done.log
        self.seconds[name] = time.monotonic() - began
        return collect(key, done, file=file)

    def _key(self, notebook: Path) -> str:
        return cache.section_key(notebook, self.source.key or self._content(), self._settings)

    @property
    def _settings(self) -> Settings:
        return self.source.corpus.settings

    def _content(self) -> str:
        """Return a hash of the saved corpus' tables, for a corpus that was not read from files."""
        tables = files_in(self.fresh / "corpus")
        return digest_of({name: value for name, value in tables.items() if name != MANIFEST})

    def _write(self, sections: Mapping[str, Section]) -> Built:
        """Write figures, tables, the page, the manifest, and the facts of this run."""
        tables = self.fresh / "tables"
        tables.mkdir(exist_ok=True)
        failures = {section.title: section.failure for section in sections.values() if section.failure}
        first = unread(self.source.corpus)
        try:
            first, found = front(self.source.corpus, read_tables(tables))
            write_whole(found, "findings", self.fresh)
        except TableError as error:  # a section's table is not as the rules know it: the rest still stands
            failures[OPENING] = str(error)
        self._write_page(list(sections.values()), first, failures)
        write_csv(tables)
        if self.csv_only:
            self._leave_csv()
        else:
            write_workbook(tables)
        self._write_manifest(sections)
        return Built(first, failures)

    def _write_page(self, sections: list[Section], first: Front, failures: Mapping[str, str]) -> None:
        folder = self.fresh / "figures"
        folder.mkdir()
        for picture in pictures(sections):
            (folder / f"{picture.name}.svg").write_bytes(picture.svg)
            (folder / f"{picture.name}.png").write_bytes(picture.png)
        if first.bars:
            drawn = name_bars(first.bars.table(), title=f"{first.bars.title}.", caption=first.bars.caption)
            drawn.save(folder / "opening.svg")
            drawn.save(folder / "opening.png")
        page = render(
            self.source.corpus,
            sections,
            first,
            self.fresh,
            failures=failures,
            own=own_words(self._settings, [section.key for section in sections]),
            part_of=self.part_of,
        )
        (self.fresh / PAGE).write_text(page, encoding="utf-8", newline="\n")

    def _leave_csv(self) -> None:
        for name in ("corpus", "figures", "notebooks"):
            shutil.rmtree(self.fresh / name)
        for file in [self.fresh / PAGE, *(self.fresh / "tables").glob("*.parquet")]:
            file.unlink()

    def _write_manifest(self, sections: Mapping[str, Section]) -> None:
        made = make_manifest(
            self.fresh,
            inputs=self.source.inputs,
            settings=self._settings,
            sections=[self._about(name, section) for name, section in sections.items()],
        )
        made |= {
            "corpus_key": self.source.key,
            "csv_only": self.csv_only,
            "account": self._account(),
        }
        write_json(made, self.fresh / MANIFEST)
        log = {name: text for name, text in self._log.items() if text}
        seconds = {name: round(value, 1) for name, value in self.seconds.items()}
        facts = {"source": self.source.place, "part_of": self.part_of, "seconds": seconds, "log": log}
        facts |= {"study_files": places_of(self._settings)}
        write_json(facts, self.fresh / FACTS)

    def _account(self) -> dict[str, Any]:
        """Return what became of everything that was found; of a group, its articles alone."""
        corpus = self.source.corpus
        return {"analysed": len(corpus)} if self.part_of else account(corpus)

    def _about(self, name: str, section: Section) -> dict[str, Any]:
        """Return what the manifest says of a section, with the files another run can take over."""
        tables = [f"tables/{table}.parquet" for table in sorted({str(t.name) for t in section.tables})]
        files = [file for file in [section.file, *tables] if file and (self.fresh / file).is_file()]
        key = self._keys.get(name, "")
        return {"name": name, "key": key, "failure": section.failure, "files": files}

"""One report for each outlet, topic or story of a corpus, and a page that leads to them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus.account import account
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ReportError
from toolkit.lexicons import check_lexicons
from toolkit.progress import Progress, silent
from toolkit.report.page.display import show
from toolkit.report.page.own import own_words
from toolkit.report.page.view import TEMPLATES, environment
from toolkit.report.run import cache
from toolkit.report.run.build import PAGE, Build, Built, Source, read
from toolkit.report.run.folder import FACTS, MANIFEST, check_place, only_run, swapped
from toolkit.report.run.groups import Group, groups
from toolkit.report.run.manifest import make_manifest, places_of, write_json
from toolkit.report.run.run import DEADLINE, SectionError, find_sections, study_of
from toolkit.report.wording.beside import beside, part_words
from toolkit.report.wording.front import Front
from toolkit.report.wording.opening import lead
from toolkit.settings import Settings

INDEX = "index.html"
TOLD = 2  # findings of each report that its entry in the index tells
PLURALS = {"outlet": "outlets", "topic": "topics", "story": "stories"}


@dataclass(frozen=True)
class Entry:
    """A group and what came of its report; `failure` where there is none."""

    group: Group
    built: Built
    failure: str = ""


def run_each(  # noqa: PLR0913 - the options of one run, all by keyword
    source: str | Path | Corpus,
    out: str | Path,
    *,
    by: str,
    least: int | None = None,
    settings: Settings | None = None,
    sections: Sequence[str] | None = None,
    deadline: float = DEADLINE,
    progress: Progress = silent,
    reuse: bool = True,
    notebooks: str | Path | None = None,
) -> Path:
    """Make a report for each outlet, topic or story, each in a folder of its own, and an index of them.

    Parameters
    ----------
    source : str, Path or Corpus
        As for `toolkit.report.run.run.run_report`, as are the options that are not named here.
    out : str or Path
        Folder of the index; it is replaced as a whole.
    by : {"outlet", "topic", "story"}
        What gets a report each; see `toolkit.report.run.groups.groups`.
    least : int, optional
        Fewest articles of a group (default: ``[comparison] min_articles``); smaller ones are listed in
        the index with the reason.
    settings, sections, deadline, progress, reuse, notebooks
        The deadline is that of all reports together.

    Returns
    -------
    Path
        The index.

    Raises
    ------
    SettingsError
        If `by` or a section is not known.
    ReportError
        If the folder is not free, every group is too small, or no report could be made.
    SectionError
        If the reports were made but a section of one of them failed.
    InputError
        If the pages cannot be read.
    """
    settings, target = settings or study_of(source), Path(out)
    check_lexicons(settings)
    least = settings.comparison.min_articles if least is None else least
    plan = find_sections(sections or settings.report.sections, notebooks)
    own_words(settings, plan)  # a fault in them is told before anything runs
    stop = time.monotonic() + deadline
    check_place(source, target)
    with only_run(target), swapped(target) as fresh:
        progress(0, 2, "reading the pages")
        earlier = cache.previous(target) if reuse else {}
        found = read(source, settings, target, earlier)
        found.corpus.save(fresh / "corpus")
        progress(1, 2, f"finding the {PLURALS.get(by, by)}")
        every = groups(found.corpus, by, least=least)
        large = _large(every, by)
        maker = _Maker(
            plan, fresh, target, stop, progress, reuse=reuse, by=by, total=len(large), whole=found.corpus
        )
        entries = [maker.entry(place, group) for place, group in enumerate(large)]
        failures = _failures(entries)
        if all(entry.failure for entry in entries):
            raise ReportError("; ".join(f"{name}: {why}" for name, why in failures.items()))
        small = [group for group in every if group.reason]
        _write(fresh, found, _index(found.corpus, entries, small, by), plan, {"by": by, "least": least})
    progress(1, 1, f"the reports are listed in {target / INDEX}")
    if failures:
        raise SectionError(target / INDEX, failures)
    return target / INDEX


def _large(every: Sequence[Group], by: str) -> list[Group]:
    """Return the groups that get a report, or say why none does."""
    large = [group for group in every if not group.reason]
    if not large:
        reasons = "; ".join(f"{group.name}: {group.reason}" for group in every[:3])
        more = f"; and {len(every) - 3} more" if len(every) > 3 else ""
        raise ReportError(f"no {by} is large enough for a report of its own ({reasons}{more}); see --least")
    return large


@dataclass(frozen=True)
class _Maker:
    """What all reports of one run share."""

    plan: Mapping[str, Path]
    fresh: Path
    target: Path
    stop: float
    progress: Progress
    reuse: bool
    by: str
    total: int
    whole: Corpus

    def entry(self, place: int, group: Group) -> Entry:
        """Make the report of one group."""
        steps = len(self.plan) + 2

        def tell(done: int, total: int, label: str) -> None:
            self.progress(place * steps + done, self.total * steps, f"{group.name}: {label}")

        folder, lender = self.fresh / group.slug, self.target / group.slug
        folder.mkdir()
        shown = beside(self.whole, group.name) if self.by == "outlet" else group.corpus
        titled = replace(shown.settings, title=_title(group, self.by, outlets=self.whole))
        source = Source(replace(shown, settings=titled))
        part = part_words(self.whole, group.name, group.corpus.articles, self.by)
        earlier = cache.previous(lender) if self.reuse else {}
        try:
            built = Build(source, folder, lender, earlier, self.stop, part_of=part).run(self.plan, tell)
        except ReportError as error:  # the other groups still get theirs
            shutil.rmtree(folder)
            return Entry(group, Built(Front(group.name), {}), str(error))
        return Entry(group, built)


def _title(group: Group, by: str, *, outlets: Corpus) -> str:
    """Return the title of a group's report: what it is about, after the study's own title."""
    own = group.corpus.settings.title
    several = by == "outlet" and outlets.articles["outlet"].nunique() > 1
    about = f"{group.name} beside the others" if several else group.name
    return about if own == Settings().title else f"{own}: {about}"


def _failures(entries: Sequence[Entry]) -> dict[str, str]:
    """Return what failed, by group and section; a report that is missing counts as one failure."""
    failures = {entry.group.name: entry.failure for entry in entries if entry.failure}
    for entry in entries:
        for section, why in entry.built.failures.items():
            failures[f"{entry.group.name}, {section}"] = why
    return failures


def _write(fresh: Path, found: Source, page: str, plan: Mapping[str, Path], each: Mapping[str, Any]) -> None:
    """Write the index, the manifest of everything, and the facts of this run."""
    (fresh / INDEX).write_text(page, encoding="utf-8", newline="\n")
    settings, sections = found.corpus.settings, [{"name": name, "failure": None} for name in plan]
    made = make_manifest(fresh, inputs=found.inputs, settings=settings, sections=sections)
    made |= {"corpus_key": found.key, "each": dict(each), "account": account(found.corpus)}
    write_json(made, fresh / MANIFEST)
    write_json({"source": found.place, "study_files": places_of(settings)}, fresh / FACTS)


def _index(corpus: Corpus, entries: Sequence[Entry], small: Sequence[Group], by: str) -> str:
    """Return the index as HTML: the reports with what each says first, and the groups left out."""
    left = [(group, group.reason) for group in small]
    left += [(entry.group, entry.failure) for entry in entries if entry.failure]
    rows = [(group.name, len(group.corpus), why) for group, why in left]
    table = pd.DataFrame(rows, columns=["name", "n", "reason"])
    grouped = sum(table["n"]) + sum(len(entry.group.corpus) for entry in entries if not entry.failure)
    return (
        environment()
        .get_template("index.html.j2")
        .render(
            title=corpus.settings.title,
            style=(TEMPLATES / "style.css").read_text(encoding="utf-8"),
            lead=lead(corpus),
            by=by,
            page=PAGE,
            entries=[_told(entry) for entry in entries if not entry.failure],
            left=show(
                table,
                f"{PLURALS[by].capitalize()} without a report of their own",
                columns={"name": by.capitalize(), "n": "", "reason": ""},
                rows=200,
            ),
            alone=len(corpus) - grouped,
        )
    )


def _told(entry: Entry) -> dict[str, Any]:
    """Return what the index says of one report."""
    built = entry.built
    return {
        "name": entry.group.name,
        "folder": entry.group.slug,
        "lead": lead(entry.group.corpus),
        "findings": [told.sentence for told in built.front.first[:TOLD]],
        "more": max(0, len(built.front.first) - TOLD),
        "failures": list(built.failures),
    }

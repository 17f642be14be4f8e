"""The page: one HTML file with everything in it, no request, no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from toolkit.corpus.corpus import Corpus
from toolkit.report.page.export import as_csv
from toolkit.report.page.own import Own
from toolkit.report.page.sections import Part, Picture, Section
from toolkit.report.page.shape import FOLDS, shape
from toolkit.report.page.view import TEMPLATES, environment
from toolkit.report.wording.answers import answers, left_out, limits
from toolkit.report.wording.front import Front
from toolkit.report.wording.glossary import TERMS
from toolkit.report.wording.numbers import number
from toolkit.report.wording.opening import account, lead
from toolkit.report.wording.printed import outlet_names
from toolkit.report.wording.terms import Linker, anchor
from toolkit.results import origin
from toolkit.settings import files_of
from toolkit.versions import code_version

OPENING = "What these pages say"  # what a failure of the opening is listed under
EMBED_EACH, EMBED_ALL = 60_000, 300_000  # bytes of CSV kept inside the page; larger files are linked

STORIES = "corpus_stories"  # the table of the section on the corpus
FINDINGS = Part(Markup(), "table", "findings", "Findings")


def render(
    corpus: Corpus,
    sections: Sequence[Section],
    front: Front,
    folder: Path,
    *,
    failures: Mapping[str, str],
    own: Own,
    part_of: str = "",
) -> str:
    """Return the report's HTML.

    Parameters
    ----------
    corpus : Corpus
    sections : sequence of Section
    front : Front
        What the first screen says.
    failures : mapping
        What could not be made, and why.
    own : Own
        The researcher's own words.
    folder : Path
        The report's folder, for the tables that can be downloaded from the page.
    part_of : str
        Where this is one of several reports: which it is.
    """
    opening = account(corpus, folder)
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            title=front.title,
            style=(TEMPLATES / "style.css").read_text(encoding="utf-8"),
            lead=f"{lead(corpus, outlet_names(corpus))} {left_out(corpus, reasoned=False)}",
            answers=answers(corpus, front, told_in(folder)),
            own=own,
            shapes=[shape(section) for section in sections],
            folds=FOLDS,
            counted=number,
            link=Linker(),
            anchor=anchor,
            opening=OPENING,
            account=opening,
            front=front,
            anchors=anchors(sections),
            limits=limits(corpus, front),
            downloads=downloads([*opening, FINDINGS, *(part for s in sections for part in s.tables)], folder),
            pictures={picture.name: _picture_link(picture) for s in sections for picture in s.pictures},
            terms=TERMS,
            versions=code_version(),
            files={place: Path(name).name for place, name in files_of(corpus.settings).items()},
            failures=failures,
            part_of=part_of,
        )
    )


def told_in(folder: Path) -> pd.DataFrame | None:
    """Return the report's table of stories in several outlets, so that they are not found again."""
    file = folder / "tables" / f"{STORIES}.parquet"
    table = pd.read_parquet(file) if file.is_file() else pd.DataFrame()
    known = origin(table)
    return table if known and known.kind == "stories" else None


def anchors(sections: Sequence[Section]) -> dict[str, str]:
    """Return the place on the page of each table that is shown there."""
    shown = [part.name for section in sections for part in section.tables if part.kind == "table"]
    return {str(name): f"table-{name}" for name in shown}


def downloads(parts: Sequence[Part], folder: Path) -> dict[str, dict[str, Any]]:
    """Return a link for each table: the CSV itself where it is small, else the file beside the page.

    The smallest are embedded first, so that what is left out of the page is a few large tables.
    """
    names = sorted({part.name for part in parts if part.name})
    found = {n: folder / "tables" / f"{n}.parquet" for n in names}
    links: dict[str, dict[str, Any]] = {}
    room = EMBED_ALL
    for name, file in sorted(found.items(), key=lambda item: (_size(item[1]), item[0])):
        if not file.is_file():
            continue
        table = pd.read_parquet(file)
        text = as_csv(table) if _size(file) < 4 * EMBED_EACH else ""
        inside = 0 < len(text.encode()) <= min(EMBED_EACH, room)
        room -= len(text.encode()) if inside else 0
        links[name] = {"rows": len(table), "href": _data(text) if inside else f"tables/{name}.csv"}
    return links


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _data(text: str) -> str:
    return "data:text/csv;charset=utf-8;base64," + b64encode(text.encode()).decode("ascii")


def _picture_link(picture: Picture) -> str | None:
    """Return the numbers of a figure as a link, where they are few."""
    return _data(picture.csv) if picture.csv and len(picture.csv) <= EMBED_EACH // 3 else None

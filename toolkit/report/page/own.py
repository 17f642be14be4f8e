"""The researcher's own words in a report: question, author, licence, and notes from a Markdown file.

The file is named as ``notes`` under ``[report]`` in ``study.toml``::

    # A title, where study.toml gives none
    The lines below the title on the page.

    ## Before topics
    A note before the section on topics.

    ## After topics
    A note after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from toolkit.errors import SettingsError, nearest
from toolkit.report.page.prose import as_html
from toolkit.settings import Settings

HEADING = re.compile(r"^(##?)[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
PLACES = ("before", "after")


@dataclass(frozen=True)
class Own:
    """What the researcher says in the report; `before` and `after` have notes by section."""

    title: str = ""
    question: str = ""
    author: str = ""
    licence: str = ""
    citation: str = ""
    opening: Markup | str = ""
    before: Mapping[str, Markup] = field(default_factory=dict)
    after: Mapping[str, Markup] = field(default_factory=dict)


def own_words(settings: Settings, sections: Iterable[str]) -> Own:
    """Return the researcher's words for a report of these sections.

    Parameters
    ----------
    settings : Settings
        Its ``[report]`` table, and the file of notes that it names.
    sections : iterable of str
        Names of the report's sections.

    Raises
    ------
    SettingsError
        If the notes cannot be read, or name a section that the report does not have.
    """
    about = settings.report
    notes = _notes(Path(about.notes), [name.replace("_", "-") for name in sections]) if about.notes else {}
    return Own(
        title=str(notes.get(("title", ""), "")),
        question=about.question,
        author=about.author,
        licence=about.licence,
        citation=about.citation,
        opening=as_html(notes.get(("opening", ""), "")),
        before={key: as_html(text) for (place, key), text in notes.items() if place == "before"},
        after={key: as_html(text) for (place, key), text in notes.items() if place == "after"},
    )


def _notes(file: Path, sections: list[str]) -> dict[tuple[str, str], str]:
    """Return the pieces of a file of notes by their place and section."""
    try:
        source = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"[report] notes: {file.name} cannot be read as UTF-8 text ({error})") from None
    marks = list(HEADING.finditer(source))
    ends = [mark.start() for mark in marks[1:]] + [len(source)]
    found = {("opening", ""): source[: marks[0].start()].strip() if marks else source.strip()}
    for mark, end in zip(marks, ends, strict=True):
        text = source[mark.end() : end].strip()
        if mark[1] == "#":
            found |= {("title", ""): mark[2], ("opening", ""): f"{found['opening', '']}\n\n{text}".strip()}
        else:
            found[_place(mark[2], sections, file.name)] = text
    return found


def _place(heading: str, sections: list[str], file: str) -> tuple[str, str]:
    """Return the place and the section that a heading of the notes names."""
    place, _, name = heading.lower().partition(" ")
    key = re.sub(r"[\s_]+", "-", name.strip())
    if place not in PLACES:
        told = f"'{heading}' is no place in a report; write '## Before ...' or '## After ...' and a section"
        raise SettingsError(f"[report] notes: {file}: {told}")
    if key not in sections:
        told = f"'{heading}' names a section that is not in the report; {nearest(key, sections)}"
        raise SettingsError(f"[report] notes: {file}: {told}")
    return place, key

"""What a report is made of: sections, their parts, and their figures."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Picture:
    """A figure of a section: its file name, its words, and its bytes."""

    name: str
    alt: str
    caption: str
    svg: bytes
    png: bytes
    csv: str | None


@dataclass(frozen=True)
class Part:
    """A piece of a section: HTML that is safe to show, and what it is.

    Attributes
    ----------
    html : Markup
    kind : str
        ``heading`` (of a part of the section), ``lead`` (the sentence that opens a part), ``prose``,
        ``figure``, ``table``, ``evidence``, ``text``, ``note``, ``page``, ``article`` or ``plain``.
    name : str or None
        Name of its file; of a heading, its anchor.
    caption : str
        What it holds; of a heading, its words.
    rows : int or None
        Rows of a table, where it is one.
    """

    html: Markup
    kind: str = "prose"
    name: str | None = None
    caption: str = ""
    rows: int | None = None


@dataclass(frozen=True)
class Section:
    """A section of the report, in the order of its notebook; `picture` names the figure shown first."""

    key: str
    title: str
    parts: tuple[Part, ...]
    pictures: tuple[Picture, ...] = ()
    failure: str | None = None
    file: str = ""
    picture: str = ""

    @property
    def tables(self) -> list[Part]:
        """The section's tables that have a file."""
        return [part for part in self.parts if part.kind in {"table", "evidence"} and part.name]

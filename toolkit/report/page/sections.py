"""What a report is made of: sections, their parts, and their figures."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

CLOSING = ("How it was measured", "What this cannot say")


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
    """A piece of a section: HTML that is safe to show, and what it is."""

    html: Markup
    kind: str = "prose"
    name: str | None = None
    caption: str = ""


@dataclass(frozen=True)
class Section:
    """A section of the report, in the order of its notebook."""

    key: str
    title: str
    parts: tuple[Part, ...]
    headings: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...] = ()
    failure: str | None = None
    file: str = ""

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The headings worth a place in the table of contents: not those that every section has."""
        return [(anchor, words) for anchor, words in self.headings if words not in CLOSING]

    @property
    def tables(self) -> list[Part]:
        """The section's tables that have a file."""
        return [part for part in self.parts if part.kind in {"table", "evidence"} and part.name]

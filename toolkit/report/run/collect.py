"""From executed notebooks to the sections of a report: prose, views, figures, and what failed.

Only HTML made by the toolkit's own displays is kept as HTML (their output carries a ``toolkit`` mark);
the text of every other output is shown as text. Nothing else from a notebook reaches the page.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import nbformat
import pandas as pd
from markupsafe import Markup, escape

from toolkit.report.page.display import text
from toolkit.report.page.prose import as_html, first_sentence
from toolkit.report.page.sections import Part, Picture, Section
from toolkit.report.page.view import live_style
from toolkit.report.run.execute import Executed

HEADING = re.compile(r"\s*##? [^\n]*(?:\n|\Z)")
SVG = re.compile(r'src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"')


@dataclass
class _Prose:
    """Markdown of our own notebooks as HTML: headings one level down, with anchors; no raw HTML."""

    key: str
    title: str = ""
    anchors: set[str] = field(default_factory=set)

    def parts(self, source: str) -> list[Part]:
        """Return a Markdown cell as parts: the heading of a part, its first sentence, and what follows."""
        head, rest = _headed(source)
        title = head.removeprefix("#").removeprefix("#").strip()
        if not head:
            return self._rest(rest)
        plain = re.sub(r"<[^>]+>", "", str(self._html(title)))
        if not head.startswith("##"):
            self.title = self.title or unescape(plain).strip()
            return self._opened(rest)
        anchor = self._anchor(plain)
        return [Part(Markup(), "heading", anchor, unescape(plain).strip()), *self._opened(rest)]

    def _opened(self, source: str) -> list[Part]:
        first, rest = first_sentence(source)
        lead = [Part(self._html(first), "lead")] if first else []
        return [*lead, *self._rest(rest)]

    def _rest(self, source: str) -> list[Part]:
        return [Part(self._html(source))] if source.strip() else []

    def _html(self, source: str) -> Markup:
        return as_html(source, anchor=self._anchor)

    def _anchor(self, text: str) -> str:
        base = f"{self.key}-{re.sub(r'[^a-z0-9]+', '-', text.lower()).strip('-')}"
        free = next(a for a in [base, *(f"{base}-{i}" for i in range(2, 99))] if a not in self.anchors)
        self.anchors.add(free)
        return free


def _headed(source: str) -> tuple[str, str]:
    """Return the heading of level one or two that opens a Markdown cell, and the rest."""
    found = HEADING.match(source)
    return (found[0].strip(), source[found.end() :]) if found else ("", source)


def collect(key: str, executed: Executed, *, file: str = "") -> Section:
    """Return the section an executed notebook makes.

    Parameters
    ----------
    key : str
        Short name, the section's anchor.
    executed : Executed
    file : str
        Name of the notebook's file, which the section links to.
    """
    prose, parts, pictures = _Prose(key), list[Part](), list[Picture]()
    for cell in executed.notebook.cells:
        if cell.cell_type == "markdown":
            parts.extend(prose.parts(cell.source))
        for output in cell.get("outputs", []):
            part, picture = _output(output, f"{key}-{len(pictures) + 1}")
            parts.extend([part] if part else [])
            pictures.extend([picture] if picture else [])
    return Section(
        key=key,
        title=prose.title or key,
        parts=tuple(parts),
        pictures=tuple(pictures),
        failure=executed.failure,
        file=file,
        picture=str(executed.notebook.metadata.get("toolkit", {}).get("picture", "")),
    )


def too_small(key: str, notebook: nbformat.NotebookNode, *, least: int, texts: pd.Series) -> Section:
    """Return a section that says why it was not made: its question, and the articles it would need.

    Copies count once, so a corpus of many articles can be too small.
    """
    n, copies = texts.nunique(), bool(texts.dropna().duplicated().any())
    prose = _Prose(key)
    question = prose.parts(notebook.cells[0].source)
    words = f"Not made: it needs at least {least} articles, and there {'is 1' if n == 1 else f'are {n}'}"
    words += " (copies count once)." if copies else "."
    note = Part(text(words).html_safe(), "text")
    return Section(key=key, title=prose.title or key, parts=(*question, note))


def _output(output: nbformat.NotebookNode, name: str) -> tuple[Part | None, Picture | None]:
    """Return what an output shows; `name` names a figure that has no name of its own."""
    if output.output_type == "error":
        return None, None
    if output.output_type == "stream":
        return _plain(output.text), None
    about = output.metadata.get("toolkit")
    if about is None or "text/html" not in output.data:
        return _plain(output.data.get("text/plain", "")), None
    shown = output.data["text/html"].removeprefix(live_style())
    html = Markup(shown)  # noqa: S704 - made by our own autoescaped templates
    kind, named = str(about.get("kind", "")), about.get("name")
    if kind != "figure":
        return Part(html, kind, named, str(about.get("caption", "")), about.get("rows")), None
    picture = _picture(output.data, about, str(named or name))
    return Part(html, kind, picture.name, picture.caption), picture


def _plain(text: str) -> Part | None:
    if not text.strip():
        return None
    return Part(Markup('<pre tabindex="0">{}</pre>').format(escape(text.rstrip())), "plain")


def _picture(data: Mapping[str, str], about: Mapping[str, Any], name: str) -> Picture:
    found = SVG.search(data["text/html"])
    return Picture(
        name=re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-") or "figure",
        alt=str(about.get("alt", "")),
        caption=str(about.get("caption", "")),
        svg=b64decode(found.group(1)) if found else b"",
        png=b64decode(data.get("image/png", "")),
        csv=about.get("csv"),
    )


def pictures(sections: Iterable[Section]) -> list[Picture]:
    """Return the figures of all sections in order."""
    return [picture for section in sections for picture in section.pictures]

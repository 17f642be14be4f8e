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

import mistune
import nbformat
from markupsafe import Markup, escape

from toolkit.report.page.display import text
from toolkit.report.page.sections import Part, Picture, Section
from toolkit.report.page.view import live_style
from toolkit.report.run.execute import Executed

SVG = re.compile(r'src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"')


@dataclass
class _Prose:
    """Markdown of our own notebooks as HTML: headings one level down, with anchors; no raw HTML."""

    key: str
    title: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)

    def render(self, source: str) -> Markup:
        outer = self

        class Renderer(mistune.HTMLRenderer):
            def heading(self, text: str, level: int, **attrs: Any) -> str:
                return outer.heading(text, level)

        markdown = mistune.create_markdown(escape=True, renderer=Renderer(escape=True), plugins=["table"])
        return Markup(markdown(source))  # noqa: S704 - mistune has escaped it

    def heading(self, text: str, level: int) -> str:
        plain = re.sub(r"<[^>]+>", "", text)
        if level == 1:
            self.title = self.title or unescape(plain)
            return f'<h2 id="{self.key}">{text}</h2>\n'
        anchor = self._anchor(plain)
        if level == 2:
            self.headings.append((anchor, unescape(plain)))
        return f'<h{level + 1} id="{anchor}">{text}</h{level + 1}>\n'

    def _anchor(self, text: str) -> str:
        base = f"{self.key}-{re.sub(r'[^a-z0-9]+', '-', text.lower()).strip('-')}"
        taken = {anchor for anchor, _ in self.headings}
        return next(a for a in [base, *(f"{base}-{i}" for i in range(2, 99))] if a not in taken)


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
            parts.append(Part(prose.render(cell.source)))
        for output in cell.get("outputs", []):
            part, picture = _output(output, f"{key}-{len(pictures) + 1}")
            parts.extend([part] if part else [])
            pictures.extend([picture] if picture else [])
    return Section(
        key=key,
        title=prose.title or key,
        parts=tuple(parts),
        headings=tuple(prose.headings),
        pictures=tuple(pictures),
        failure=executed.failure,
        file=file,
    )


def too_small(key: str, notebook: nbformat.NotebookNode, *, least: int, n: int) -> Section:
    """Return a section that says why it was not made: its question, and the articles it would need."""
    prose = _Prose(key)
    question = Part(prose.render(notebook.cells[0].source))
    words = f"Not made: it needs at least {least} articles, and there {'is 1' if n == 1 else f'are {n}'}."
    note = Part(text(words, kind="note").html_safe())
    return Section(key=key, title=prose.title or key, parts=(question, note), headings=(), file="")


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
        return Part(html, kind, named, str(about.get("caption", ""))), None
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

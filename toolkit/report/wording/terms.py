"""Jargon linked to the glossary: the first use of a term in each part of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from toolkit.report.wording.glossary import FORMS

TAG = re.compile(r"(<[^>]+>)")
APART = re.compile(r"<(/?)(a|code|pre|h\d|summary|q|cite|table|figure|nav)\b")  # where nothing is linked


def anchor(term: str) -> str:
    """Return the place of a term in the glossary.

    Examples
    --------
    >>> anchor("Interval (95 %)"), anchor("q")
    ('term-interval', 'term-q')
    """
    return "term-" + re.sub(r"[^a-z]+", "-", term.partition(" (")[0].lower()).strip("-")


@dataclass
class Linker:
    """Links terms to the glossary, each once in a part of the page.

    Examples
    --------
    >>> link = Linker({"Topic": r"topics?"})
    >>> str(link(Markup("<p>Topics and <a>topic</a>, topics</p>"), "here"))
    '<p><a class="term" href="#term-topic">Topics</a> and <a>topic</a>, topics</p>'
    >>> str(link("a topic < b", "there"))
    'a <a class="term" href="#term-topic">topic</a> &lt; b'
    """

    forms: Mapping[str, str] = field(default_factory=lambda: FORMS)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self, html: Markup | str, part: str) -> Markup:
        """Return HTML, or text that is escaped first, with the terms not yet met in this part linked."""
        depth, pieces = 0, list[str]()
        for piece in TAG.split(str(escape(html))):
            if piece.startswith("<"):
                found = APART.match(piece)
                depth += (-1 if found[1] else 1) if found else 0
            pieces.append(piece if piece.startswith("<") or depth else self._linked(piece, part))
        return Markup("".join(pieces))  # noqa: S704 - what came in is safe, and a link of our own was added

    def _linked(self, text: str, part: str) -> str:
        for term, form in self.forms.items():
            if (term, part) in self._seen:
                continue
            made, count = re.subn(
                rf"(?<![\w#-])(?:{form})(?![\w-])(?![^<]*</a>)",
                lambda found: f'<a class="term" href="#{anchor(term)}">{found[0]}</a>',  # noqa: B023
                text,
                count=1,
                flags=re.IGNORECASE,
            )
            if count:
                self._seen.add((term, part))
                text = made
        return text

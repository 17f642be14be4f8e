"""Markdown to HTML that is safe in the page: no raw HTML, no image, no request."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import mistune
from markupsafe import Markup

SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z*\"“])|\n\s*\n|(?<=:)\s*\n")  # where the first one ends


def as_html(source: str, *, anchor: Callable[[str], str] | None = None) -> Markup:
    """Return Markdown as HTML; headings go one level down, and get an anchor where one is made.

    Examples
    --------
    >>> str(as_html("**Rain** <b>fell</b> ![map](http://a.b/c.png)")).strip()
    '<p><strong>Rain</strong> &lt;b&gt;fell&lt;/b&gt; map</p>'
    """

    class Renderer(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attrs: Any) -> str:
            deep, named = min(level + 1, 6), anchor(re.sub(r"<[^>]+>", "", text)) if anchor else ""
            return f'<h{deep} id="{named}">{text}</h{deep}>\n' if named else f"<h{deep}>{text}</h{deep}>\n"

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return mistune.escape(text)  # nothing is asked for from elsewhere: its words take its place

    markdown = mistune.create_markdown(escape=True, renderer=Renderer(escape=True), plugins=["table"])
    return Markup(markdown(source))  # noqa: S704 - mistune has escaped it


def first_sentence(source: str) -> tuple[str, str]:
    r"""Return the first sentence of Markdown prose, and what follows it.

    Examples
    --------
    >>> first_sentence("What `i.e.` is. *Read* it.\n\nMore.")
    ('What `i.e.` is.', '*Read* it.\n\nMore.')
    >>> first_sentence("- a list")
    ('', '- a list')
    """
    text = source.strip()
    if not re.match(r"[\w\"“*`(]", text) or text.startswith("* "):
        return "", text
    end = SENTENCE.search(text)
    return (text[: end.start()], text[end.end() :]) if end else (text, "")

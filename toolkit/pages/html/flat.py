"""HTML pages without headings: their paragraphs are read as a text page is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from toolkit.pages.html.lines import HEADINGS, Line
from toolkit.pages.html.metadata import Metadata, fold, same_title
from toolkit.pages.html.prose import is_prose
from toolkit.pages.read.files import Page
from toolkit.pages.text.articles import split_page
from toolkit.pages.themes import Furniture
from toolkit.settings import PagesSettings

_RUNNING = ("body", "subhead")
LEAST_ARTICLES = 2
SIGNED = 0.6  # share of the articles with a byline, a date or a dateline; with less the cut is a guess
LESS_SURE = 0.8  # of the confidence of a text page: the lines are those of a tree
LEAST_PROSE = 4  # paragraphs; of fewer no two articles are made


def is_flat(lines: Sequence[Line], data: Metadata) -> bool:
    """Return whether a page has prose, but no headings that could start its articles."""
    headings = [line for line in lines if line.tag in HEADINGS[:4] and fold(line.text) not in data.outlets]
    prose = sum(is_prose(line) for line in lines)
    own = any(same_title(line.text, data.document_title) for line in headings)
    return prose >= LEAST_PROSE and len(headings) <= 1 and not own and not data.is_article()


def read_flat(
    page: Page, lines: Sequence[Line], furniture: Furniture, settings: PagesSettings
) -> list[dict[str, Any]]:
    """Return the articles of a page whose headlines are plain paragraphs; none where that is not sure.

    Parameters
    ----------
    page : Page
        The page; its text is HTML.
    lines : sequence of Line
        Its printed paragraphs.
    furniture : Furniture
        Lines that are page furniture.
    settings : PagesSettings
        Moment of saving and order of day and month.

    Returns
    -------
    list of dict
        Rows of the articles table, with spans in the HTML source and the labels of the lines.
    """
    shown = [line for line in lines if line.start >= 0]
    text = "\n\n".join(line.text for line in shown)
    found = split_page(replace(page, text=text), furniture, settings, order=settings.date_order)
    signed = sum(bool(row["authors"] or row["date_raw"] or row["dateline"]) for row in found.articles)
    if len(found.articles) < LEAST_ARTICLES or signed < SIGNED * len(found.articles):
        return []
    starts: dict[int, Line] = {}
    at = 0
    for line in shown:
        starts[at] = line
        at += len(line.text) + 2
    for row in found.articles:
        blocks = [b for b in found.blocks if b["article_id"] == row["article_id"] and b["start"] in starts]
        blocks = [b for b in blocks if row["start"] <= b["start"] < row["end"]]
        row["_labels"] = {starts[b["start"]].number: b["label"] for b in blocks}
        row.pop("_blocks", None)
        _respan(
            row,
            [starts[b["start"]] for b in blocks],
            [starts[b["start"]] for b in blocks if b["label"] in _RUNNING],
        )
    return found.articles


def _respan(row: dict[str, Any], own: Sequence[Line], running: Sequence[Line]) -> None:
    """Set the spans of an article to those of its lines in the source."""
    row["start"], row["end"] = (own[0].start, own[-1].end) if own else (None, None)
    row["body_start"], row["body_end"] = (running[0].start, running[-1].end) if running else (None, None)
    row["confidence"] = round(LESS_SURE * row["confidence"], 2)

"""One text page to its articles: labelled blocks, exact spans and the fields of each article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from toolkit.pages.fields.bylines import is_person, is_role, read_byline, split_names
from toolkit.pages.fields.datelines import is_place, read_credit
from toolkit.pages.fields.dates import FoundDate, find_date, read_date
from toolkit.pages.read.files import Page
from toolkit.pages.record import Found, article_row, plain
from toolkit.pages.text.blocks import Block, Parts, fill_blanks, label_lines
from toolkit.pages.text.lines import read_lines
from toolkit.pages.text.split import find_articles
from toolkit.pages.themes import Furniture
from toolkit.settings import PagesSettings

_VIDEO = re.compile(
    r"\b(?:videos?|watch|we (?:also )?(?:discuss|look at|talk|speak)|online talk|episode|podcast|webinar"
    r"|live ?stream)\b",
    re.I,
)
_TALK = re.compile(r"\btalks?\b|\binterview\b|\bwatch\b|\bvideo\b|\bpodcast\b|\bepisode\b", re.I)
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")
_DECORATION = re.compile(r"^(?:[*=~]+|#+ )\s*|\s*(?:[*=~]+| #+)$")  # "* HALL REOPENS *", "## Hall reopens"
_HANDLE = re.compile(r"[a-z][\w-]+")  # an account, not a name
_LONGEST_BLURB = 150  # words; longer texts are articles whatever they announce
_LONGEST_TEASER = 120
_LONGEST_CARD = 40


@dataclass(frozen=True)
class PageArticles:
    """What a page holds: the rows of its articles and of its blocks, and what a reader should know of it."""

    articles: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    notes: tuple[str, ...] = ()


def split_page(
    page: Page, furniture: Furniture, settings: PagesSettings, *, order: str | None = None
) -> PageArticles:
    """Return the articles of a text page and its labelled blocks.

    Parameters
    ----------
    page : Page
        A page read by `toolkit.pages.read.files.read_page`.
    furniture : Furniture
        Lines that are page furniture.
    settings : PagesSettings
        Moment of saving and order of day and month.
    order : {'day', 'month'}, optional
        What 03/04/2024 means for this outlet; the settings' order by default.

    Returns
    -------
    PageArticles
        Rows shaped like `toolkit.tables.ARTICLES` and `toolkit.tables.BLOCKS`; the blocks join to the
        page's text exactly.
    """
    lines = read_lines(page.text, furniture)
    labelled, parts = _with_text(*label_lines(lines, find_articles(lines)))
    reader = _Reader(page, order or settings.date_order, settings)
    rows = [reader.row(part) for part in parts]
    mark_blurbs(rows)
    _mark_truncated(rows, page.text)
    return PageArticles(
        rows, [_block_row(page, block, rows) for block in fill_blanks(labelled, len(page.text))]
    )


def _with_text(blocks: list[Block], parts: list[Parts]) -> tuple[list[Block], list[Parts]]:
    """Return blocks and articles without those that have no running text, which are furniture."""
    kept = [i for i, part in enumerate(parts) if any(b.label in ("body", "subhead") for b in part.blocks)]
    if len(kept) == len(parts):
        return blocks, parts
    numbers = {old: new for new, old in enumerate(kept)}
    for block in blocks:
        if block.article is not None and block.article not in numbers:
            block.label = "furniture"
        block.article = None if block.article is None else numbers.get(block.article)
    return blocks, [parts[i] for i in kept]


class _Reader:
    """Reads the fields of the articles of one page."""

    def __init__(self, page: Page, order: str, settings: PagesSettings) -> None:
        self.page, self.order, self.settings = page, order, settings

    def row(self, parts: Parts) -> dict[str, Any]:
        """Return one article as a row of the articles table."""
        page = self.page.text
        printed = dict.fromkeys(plain(line) for line in parts.texts(page, "title"))
        title = _DECORATION.sub("", " ".join(printed)).strip() or None
        running = [block for block in parts.blocks if block.label in ("body", "subhead")]
        text = "\n\n".join(plain(page[block.start : block.end]) for block in running)
        bylines = list(self._bylines(parts))
        found = Found(
            self.page.file,
            self.page.outlet,
            text,
            title=title,
            authors=self._authors(bylines),
            date=self._date(parts, bylines),
            dateline=self._dateline(parts),
            credit=self._credit(parts, bylines),
            captions=parts.texts(page, "caption"),
            standfirst="\n".join(plain(line) for line in parts.texts(page, "standfirst")) or None,
            spans=_spans(parts, running),
            confidence=parts.confidence,
        )
        return {**article_row(found), "_places": _places(running)}

    def _bylines(self, parts: Parts) -> Iterator[tuple[str, FoundDate | None]]:
        """Yield the words of each byline and the date beside them."""
        for line in parts.texts(self.page.text, "byline"):
            dated = find_date(line, order=self.order, captured=self.settings.captured)
            yield (dated[1], dated[0]) if dated else (line, None)

    @staticmethod
    def _authors(bylines: Sequence[tuple[str, FoundDate | None]]) -> list[str]:
        named: list[str] = []
        bare: list[str] = []
        for words, date in bylines:
            found = read_byline(words)
            if found:
                named += found
            elif _is_bare_name(words, dated=date is not None):
                bare += split_names(words)
        return list(dict.fromkeys(map(plain, named + bare)))

    def _date(self, parts: Parts, bylines: Sequence[tuple[str, FoundDate | None]]) -> FoundDate | None:
        found: list[FoundDate] = []
        for line in parts.texts(self.page.text, "date"):
            date = read_date(line, order=self.order, captured=self.settings.captured)
            if date:
                found.append(date)
        found += [date for _, date in bylines if date]
        return min(found, key=lambda date: (date.day is None, date.kind != "published"), default=None)

    def _dateline(self, parts: Parts) -> str | None:
        lines = parts.texts(self.page.text, "dateline")
        return plain(lines[-1]) if lines else None

    def _credit(self, parts: Parts, bylines: Sequence[tuple[str, FoundDate | None]]) -> str | None:
        lines = parts.texts(self.page.text, "credit") + [words for words, date in bylines if date]
        named = [found for line in lines if (found := read_credit(line))]
        return plain(named[-1]) if named else None


def _is_bare_name(words: str, *, dated: bool) -> bool:
    """Return whether a byline without "By" is a name; beside a date a section is as likely."""
    if dated and not (is_person(words, capitals=True) or _HANDLE.fullmatch(words)):
        return False
    other = is_role(words) or is_place(words) or read_credit(words) is not None
    return not other and len(words.split()) <= 5 and not words.lower().startswith("posted")


def _spans(parts: Parts, running: Sequence[Block]) -> dict[str, int | None]:
    """Return where an article and its running text begin and end in the page."""
    return {
        "start": parts.blocks[0].start,
        "end": max(block.end for block in parts.blocks),
        "body_start": running[0].start if running else None,
        "body_end": running[-1].end if running else None,
    }


def _places(running: Sequence[Block]) -> dict[int, int]:
    """Return where each block of running text begins in the text, by where it begins in the page."""
    sizes = accumulate((block.end - block.start + 2 for block in running), initial=0)
    return {block.start: at for block, at in zip(running, sizes, strict=False)}


def mark_blurbs(rows: list[dict[str, Any]]) -> None:
    """Tell blurbs of videos and teasers from articles; short items between two blurbs are blurbs too."""
    for row in rows:
        if row["n_words"] <= _LONGEST_TEASER and _CUT.search(row["text"]):
            row["kind"] = "teaser"
        elif row["n_words"] <= _LONGEST_BLURB and not row["dateline"]:
            announces = (
                _VIDEO.search(row["text"]) or row["text"].endswith(":") or _TALK.search(row["title"] or "")
            )
            row["kind"] = "video" if announces else "article"
    for i, row in enumerate(rows):
        near = [rows[j]["kind"] for j in (i - 1, i + 1) if 0 <= j < len(rows)]
        bare = "\n" not in row["text"] and not (row["authors"] or row["date_raw"] or row["dateline"])
        if row["kind"] == "article" and bare and row["n_words"] <= 80 and set(near) == {"video"}:
            row["kind"] = "video"
    for row in rows:
        if row["kind"] == "article" and _is_card(row):
            row["kind"] = "teaser"


def _is_card(row: dict[str, Any]) -> bool:
    """Return whether an item is one or two sentences under a headline: a card that points to an article."""
    return (
        row["n_words"] <= _LONGEST_CARD
        and "\n" not in row["text"]
        and bool(row["title"])
        and not row["dateline"]
    )


def _mark_truncated(rows: list[dict[str, Any]], text: str) -> None:
    """Mark the last article of a page that stops in mid-sentence at the page's very end."""
    if rows and rows[-1]["body_end"] == len(text.rstrip()):
        tail = rows[-1]["text"].rstrip()
        rows[-1]["truncated"] = bool(tail) and tail[-1].isalnum() and len(tail.rsplit("\n", 1)[-1]) > 80


def _block_row(page: Page, block: Block, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return one block as a row; the place of running text in its article's text included."""
    row = rows[block.article] if block.article is not None else None
    return {
        "file": page.file,
        "start": block.start,
        "end": block.end,
        "label": block.label,
        "article_id": row["article_id"] if row is not None else None,
        "text_start": row["_places"].get(block.start) if row is not None else None,
    }

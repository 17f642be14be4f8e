"""One text page to its articles: labelled blocks, exact spans and the fields of each article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from toolkit.pages.fields.bylines import is_person, is_role, names_beside, read_byline, split_names
from toolkit.pages.fields.datelines import is_place, read_credit
from toolkit.pages.fields.dates import FoundDate, find_date, read_date
from toolkit.pages.fields.words import MORE_WORDS
from toolkit.pages.read.files import Page
from toolkit.pages.record import Found, article_row, breaks_off, plain
from toolkit.pages.text.blocks import Block, Parts, fill_blanks, label_lines
from toolkit.pages.text.lines import read_lines
from toolkit.pages.text.split import find_articles
from toolkit.pages.themes import Furniture
from toolkit.settings import PagesSettings

# A video is said to be there; that a text mentions videos, or ends in a colon, makes it none.
_VIDEO = re.compile(
    r"\b(?:watch|listen to) (?:our|the|this|it|here)\b|\bvideo (?:analysis|interview|report)\b"
    r"|\b(?:in|our|latest|full|this) (?:\w+ )?(?:video|episode|podcast|webinar|live ?stream)\b",
    re.I,
)
_VIDEO_TITLE = re.compile(r"^\W*(?:watch|videos?|podcast|webinar|live ?stream)\s*[:|–—-]", re.I)
# A short item that says it is a recorded talk: who speaks, who leads it, what channel it is on.
_TALK = re.compile(
    r"(?:^|[.:!?…] )we (?:also )?(?:discuss(?:ed)?|speak|spoke|talk(?:ed)?) \w"
    r"|\b(?:this time|today|here) we (?:discuss|speak|talk)\b"
    r"|\bour talk\b|\b(?:an|our) online (?:talk|discussion)\b"
    r"|(?:^|[.:!?…] )(?:guests?|host|moderators?|speakers?): |\bmoderated by\b"
    r"|\bsubscribe to (?:the|our) channel\b",
    re.I | re.M,
)
_TALK_TITLE = re.compile(r"\b(?:Talk(?::| with\b|$)|a talk with\b)")
_MORE = re.compile(
    rf"\W*(?:{'|'.join(map(re.escape, sorted(MORE_WORDS, key=len, reverse=True)))})(?![^\W\d_])", re.I
)
_DECORATION = re.compile(
    r"^(?:[*=~]+|#+ |[•●▪■◆►‣∙·–—-] |[+o] (?=\S))\s*|\s*(?:[*=~]+| #+)$"
)  # "* HALL REOPENS *", "## Hall reopens"
_LONGEST_POINTER = 100  # characters
_LONGEST_BLURB = 150  # words; longer texts are articles whatever they announce
_LONGEST_ALIKE = 80  # words of a bare item that is a blurb because those beside it are
_SEVERAL = 2  # blurbs that make a page one of blurbs: a bare item among them may be as long as they
# Measured on 636 items of 49 sites: these lengths tell .87 of teasers and articles apart (before: .76).
_LONGEST_TEASER = 200  # words of an item that breaks off
_LONGEST_POINTED, _MOST_PARAGRAPHS = 120, 4  # of one with a link to the whole text behind it
_LONGEST_CARD, _LONGEST_LISTED, _LIST = 40, 60, 3  # of one paragraph alone; among three items or more


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


@dataclass(frozen=True)
class _Imprint:
    """A line with a byline or a date: where it is, its words without the date, and the date."""

    zone: int
    words: str
    date: FoundDate | None


def _names_of(imprint: _Imprint) -> tuple[list[str], list[str]]:
    """Return the names a line calls its authors, and those that are only there."""
    dated = imprint.date is not None
    told = read_byline(imprint.words) or names_beside(imprint.words, bare=dated)
    bare = not told and _is_bare_name(imprint.words, dated=dated)
    return told, split_names(imprint.words) if bare else []


def _first_date(line: str, order: str, captured: dt.datetime | None) -> FoundDate | None:
    """Return the date a line holds among other things."""
    found = find_date(line, order=order, captured=captured)
    return found[0] if found else None


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
        imprints = self._imprints(parts)
        found = Found(
            self.page.file,
            self.page.outlet,
            text,
            title=title,
            authors=self._authors(imprints),
            date=self._date(imprints),
            dateline=self._dateline(parts),
            credit=self._credit(parts, imprints),
            captions=parts.texts(page, "caption"),
            standfirst="\n".join(plain(line) for line in parts.texts(page, "standfirst")) or None,
            spans=_spans(parts, running),
            confidence=parts.confidence,
        )
        pointed = bool(running) and _leads_on(page[running[-1].end :][:200])
        return {**article_row(found), "_places": _places(running), "_pointed": pointed}

    def _imprints(self, parts: Parts) -> list[_Imprint]:
        """Return the lines with a byline or a date: those of the head, then above it, then behind."""
        title = next((block.start for block in parts.blocks if block.label == "title"), None)
        body = next((block.start for block in parts.blocks if block.label == "body"), 0)
        found = []
        for block in parts.blocks:
            if block.label in ("byline", "date"):
                zone = 2 if block.start > body else 1 if title is not None and block.start < title else 0
                found.append(self._imprint(self.page.text[block.start : block.end], zone, block.label))
        return sorted(found, key=lambda imprint: imprint.zone)

    def _imprint(self, line: str, zone: int, label: str) -> _Imprint:
        order, captured = self.order, self.settings.captured
        if label == "date":
            return _Imprint(
                zone,
                "",
                read_date(line, order=order, captured=captured) or _first_date(line, order, captured),
            )
        dated = find_date(line, order=order, captured=captured)
        return _Imprint(zone, dated[1], dated[0]) if dated else _Imprint(zone, line, None)

    @staticmethod
    def _authors(imprints: Sequence[_Imprint]) -> list[str]:
        """Return the names of the first zone that has any: head, above the headline, behind the text."""
        for zone in range(3):
            named: list[str] = []
            bare: list[str] = []
            for it in imprints:
                if it.zone == zone and it.words:
                    told, untold = _names_of(it)
                    named += told
                    bare += untold
            if named or bare:
                return list(dict.fromkeys(map(plain, named + bare)))
        return []

    @staticmethod
    def _date(imprints: Sequence[_Imprint]) -> FoundDate | None:
        """Return the date of the first zone that has one; in a zone, one that is no update comes first."""
        found = [(it.zone, it.date) for it in imprints if it.date]
        best = min(found, key=lambda it: (it[1].day is None, it[0], it[1].kind != "published"), default=None)
        return best[1] if best else None

    def _dateline(self, parts: Parts) -> str | None:
        lines = parts.texts(self.page.text, "dateline")
        return plain(lines[-1]) if lines else None

    def _credit(self, parts: Parts, imprints: Sequence[_Imprint]) -> str | None:
        lines = parts.texts(self.page.text, "credit") + [it.words for it in imprints if it.date]
        named = [found for line in lines if (found := read_credit(line))]
        return plain(named[-1]) if named else None


def _is_bare_name(words: str, *, dated: bool) -> bool:
    """Return whether a byline without "By" is a name; beside a date a section is as likely."""
    if dated and not is_person(words, capitals=True):
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


def _leads_on(behind: str) -> bool:
    """Return whether the line behind a text leads on to the whole of it."""
    line = behind.strip().partition("\n")[0]
    return len(line) <= _LONGEST_POINTER and bool(_MORE.match(line))


def _places(running: Sequence[Block]) -> dict[int, int]:
    """Return where each block of running text begins in the text, by where it begins in the page."""
    sizes = accumulate((block.end - block.start + 2 for block in running), initial=0)
    return {block.start: at for block, at in zip(running, sizes, strict=False)}


def mark_blurbs(rows: list[dict[str, Any]]) -> None:
    """Tell blurbs of videos and teasers from articles; short items among blurbs are blurbs too."""
    for row in rows:
        if _is_cut(row):
            row["kind"] = "teaser"
        elif row["n_words"] <= _LONGEST_BLURB and not row["dateline"] and _announces(row):
            row["kind"] = "video"
    several = sum(row["kind"] == "video" for row in rows) >= _SEVERAL
    for i, row in enumerate(rows):
        near = [rows[j]["kind"] for j in (i - 1, i + 1) if 0 <= j < len(rows)]
        longest = _LONGEST_BLURB if several else _LONGEST_ALIKE
        if (
            row["kind"] == "article"
            and _is_bare(row)
            and row["n_words"] <= longest
            and set(near) == {"video"}
        ):
            row["kind"] = "video"
    for row in rows:
        if row["kind"] == "article" and _is_card(row, len(rows)):
            row["kind"] = "teaser"


def _is_bare(row: Mapping[str, Any]) -> bool:
    """Return whether an item is one paragraph without byline, date and dateline."""
    return "\n" not in row["text"] and not (row["authors"] or row["date_raw"] or row["dateline"])


def _announces(row: Mapping[str, Any]) -> bool:
    """Return whether a short item says that there is a video or, without byline and date, a recorded talk."""
    title = row["title"] or ""
    if _VIDEO.search(row["text"]) or _VIDEO_TITLE.match(title):
        return True
    signed = row["authors"] or row["date_raw"]
    return not signed and bool(_TALK.search(row["text"]) or _TALK_TITLE.search(title))


def _is_cut(row: Mapping[str, Any]) -> bool:
    """Return whether an item breaks off, or a link behind it leads on to the whole text."""
    if row["n_words"] <= _LONGEST_TEASER and breaks_off(row["text"]):
        return True
    paragraphs = row["text"].count("\n\n") + 1
    return bool(row.get("_pointed")) and paragraphs <= _MOST_PARAGRAPHS and row["n_words"] <= _LONGEST_POINTED


def _is_card(row: Mapping[str, Any], items: int) -> bool:
    """Return whether an item is one or two sentences under a headline: a card that points to an article."""
    return (
        row["n_words"] <= (_LONGEST_CARD if items < _LIST else _LONGEST_LISTED)
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

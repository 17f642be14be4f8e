"""Renders text pages in three families and keeps the exact place of everything it writes."""

import re
from dataclasses import dataclass, field
from typing import Any

from sample_builder.source import Article, Piece, plain


@dataclass
class Placed:
    """Where an article stands in a page; offsets are None where the page is not plain text."""

    article: Article
    file: str
    index: int
    printed: dict[str, Any]
    start: int | None = None
    end: int | None = None
    body_start: int | None = None
    body_end: int | None = None
    pieces: list[tuple[Piece, int]] = field(default_factory=list)
    truncated: bool = False


class Page:
    """A text page that grows line by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.text = ""
        self.placed: list[Placed] = []

    def add(self, *lines: str) -> None:
        """Write lines, each with its line end."""
        self.text += "".join(f"{line}\n" for line in lines)

    def begin(self, article: Article, **printed: Any) -> Placed:
        """Open an article where the page now ends."""
        made = Placed(article, self.file, len(self.placed), printed, start=len(self.text))
        self.placed.append(made)
        return made

    def prose(self, placed: Placed, piece: Piece, lead: str = "") -> None:
        """Write a paragraph or sub-head of the running text."""
        start = len(self.text)
        placed.body_start = start if placed.body_start is None else placed.body_start
        self.add(lead + piece.text)
        placed.body_end = len(self.text) - 1
        placed.pieces.append((piece, start + len(lead)))

    def close(self, placed: Placed) -> None:
        """End an article at the last character that was written."""
        placed.end = len(self.text.rstrip("\n \u00a0"))


def blog(spec: dict[str, Any], articles: dict[str, Article]) -> Page:
    """Index page of a blog: "Home Blog Page N", then one article after the other."""
    page = Page(spec["file"])
    page.add(spec["first"], "")
    for item in spec["items"]:
        article = articles[item["id"]]
        meta = article.meta
        placed = page.begin(article, author=meta.get("author"), date=None, dateline=meta.get("place"))
        page.add(article.title, *[""] * item["gap"])
        if "standfirst" in meta:
            page.add(plain(meta["standfirst"], "double"), "")
        if "printed_date" in meta:
            placed.printed["date"] = meta["date"]
            page.add(meta["printed_date"], "")
        if "author" in meta:
            page.add(f"By {meta['author']}", *([meta["place"]] if "place" in meta else []), "")
        blog_body(page, placed)
        page.close(placed)
        page.add(*[""] * (item["sep"] - 1))
        if "truncate" in item:
            cut_off(page, placed, item["truncate"])
    page.text = page.text.rstrip("\n") + ("" if page.placed[-1].truncated else "\n")
    return page


def blog_body(page: Page, placed: Placed) -> None:
    """Paragraphs with a blank line between them, captions and links among them."""
    for piece in placed.article.pieces:
        if piece.kind == "gap":
            page.add("")
        elif piece.kind in ("p", "h"):
            page.prose(placed, piece)
            page.add("")
        else:
            page.add(piece.text, "")


def cut_off(page: Page, placed: Placed, paragraphs: int) -> None:
    """Stop the page in the middle of a word of the paragraph after that many."""
    piece, start = placed.pieces[paragraphs]
    word = re.compile(r"\b\w{7,}").search(piece.text, len(piece.text) // 3)
    if word is None:
        raise ValueError(f"no long word to cut in: {piece.text}")
    stop = start + word.start() + 4
    page.text = page.text[:stop]
    placed.pieces = placed.pieces[: paragraphs + 1]
    placed.end = placed.body_end = stop
    placed.truncated = True


def portal(spec: dict[str, Any], articles: dict[str, Article]) -> Page:
    """News portal: title, "Short Url / Updated / Follow", title again, bullets, paragraphs line by line."""
    page = Page(spec["file"])
    for item in spec["items"]:
        article = articles[item["id"]]
        meta = article.meta
        day = meta.get("updated_on", meta["date"])
        updated = meta.get("updated", f"{day.day} {day:%B %Y}")
        printed = None if "updated" in meta else day
        placed = page.begin(article, author=None, date=printed, dateline=article.text.split(":")[0])
        style = meta.get("typography", "double")
        page.add(article.title, "")
        if "caption" in meta:
            page.add(plain(meta["caption"], style), "Short Url")
        page.add(f"Updated {updated}", "Follow", "", article.title, "")
        page.add(*(f"  • {plain(bullet, style)}" for bullet in meta["bullets"]), "")
        for piece in article.pieces:
            head = piece.kind == "h"
            page.add(*([""] if head else []))
            page.prose(placed, piece)
            page.add(*([""] if head else []))
        if "endnote" in meta:
            page.add(meta["endnote"])
        page.close(placed)
        page.text += item["sep"]
    return page


def theme(spec: dict[str, Any], articles: dict[str, Article]) -> Page:
    """Theme page: section, title, "Published / on / By", text, "Continue Reading", "Trending" at the end."""
    page = Page(spec["file"])
    page.add("Connect with us", "")
    for item in spec["items"]:
        article = articles[item["id"]]
        meta = article.meta
        page.add(meta["section"], "")
        runin = meta.get("runin")
        placed = page.begin(article, author=meta.get("author"), date=None, dateline=runin and runin[0])
        page.add(article.title, "", "Published", "", "on", "")
        if meta.get("print_date"):
            placed.printed["date"] = meta["date"]
            page.add(f"{meta['date']:%B} {meta['date'].day}, {meta['date'].year}", "")
        if item.get("by", True):
            page.add("By", "", *([] if runin else [meta["author"], ""]))
        elif not runin:
            placed.printed["author"] = None
        theme_body(page, placed)
        page.close(placed)
        page.add("Continue Reading", "")
    page.add("Trending")
    return page


def theme_body(page: Page, placed: Placed) -> None:
    """Paragraphs by single lines after a run-in byline, else with a blank line between them."""
    meta = placed.article.meta
    runin = meta.get("runin")
    for number, piece in enumerate(placed.article.pieces):
        lead = f"{runin[0]} ({runin[1]}) :- {runin[2]} analysis : " if runin and not number else ""
        page.prose(placed, piece, lead)
        page.add(*([] if runin else [""]))
    page.add(*([""] if runin else []))
    if "endnote" in meta:
        page.add(meta["endnote"], "")


FAMILIES = {"blog": blog, "portal": portal, "theme": theme}

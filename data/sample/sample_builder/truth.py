"""Writes down what was planted in the pages, and checks every entry against the rendered text."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from sample_builder.pages import Page, Placed
from sample_builder.source import Quote

DOCTOR = re.compile(r"^(Prof\.|Dr|Mr|Ms)\s+")
Row = dict[str, Any]


class PlantError(ValueError):
    """Something the truth claims is not in the rendered text."""


def name_of(file: str) -> str:
    """Name of a file without its folder, as the gold of real pages has it."""
    return PurePosixPath(file).name


def originals(placed: list[Placed]) -> dict[str, Placed]:
    """First complete occurrence of each source article."""
    first: dict[str, Placed] = {}
    for one in sorted(placed, key=lambda one: one.truncated):
        first.setdefault(one.article.id, one)
    return first


def pointer(one: Placed) -> str:
    """Return the name by which `duplicate_of` points at an occurrence."""
    return f"{name_of(one.file)}#{one.index}"


def article_row(one: Placed, page: Page, original: Placed) -> Row:
    """One line of articles.jsonl."""
    article, text = one.article, page.text
    cut = slice(one.start, one.end) if one.start is not None else slice(0, 0)
    body = text[one.body_start : one.body_end] if one.start is not None else article.text
    date = one.printed["date"]
    author = one.printed["author"]
    if runin := article.meta.get("runin"):
        author = article.meta["author"]
        if author.split()[-1].lower() not in runin[2].lower():
            raise PlantError(f"{article.id}: the run-in byline does not name {author}")
    row: Row = {
        "file": name_of(one.file),
        "index": one.index,
        "title": article.title,
        "author": author,
        "date": str(date) if date else None,
        "dateline": one.printed["dateline"],
        "credit": article.meta.get("credit"),
        "kind": article.kind,
        "start_char": one.start,
        "end_char": one.end,
        "first_40": text[cut][:40] or None,
        "last_40": text[cut][-40:] or None,
        "duplicate_of": None if one is original else pointer(original),
        "body_start_char": one.body_start,
        "body_end_char": one.body_end,
        "body_first_40": body[:40],
        "body_last_40": body[-40:],
        "outlet": article.outlet,
        "path": one.file,
        "source_id": article.id,
        "truncated": one.truncated,
    }
    if author and (bare := DOCTOR.sub("", author)) != author:
        row["author_alt"] = [bare]
    if " AND " in (author or ""):
        row["author_alt"] = [author.split(" AND ")[-1]]
    return row


def duplicate_rows(placed: list[Placed]) -> Iterator[Row]:
    """Pairs of occurrences: the one that repeats and the one it repeats."""
    first = originals(placed)
    for one in placed:
        meta, original = one.article.meta, first[one.article.id]
        if one is not original:
            yield pair(one, original, "excerpt" if one.truncated else "copy")
        elif "version_of" in meta:
            yield pair(one, first[meta["version_of"]], "version")
        elif "derived_from" in meta:
            yield pair(one, first[meta["derived_from"]], "syndicated")


def pair(one: Placed, original: Placed, relation: str) -> Row:
    """One line of duplicates.jsonl."""
    return {
        "file": name_of(one.file),
        "index": one.index,
        "outlet": one.article.outlet,
        "relation": relation,
        "original_file": name_of(original.file),
        "original_index": original.index,
        "original_outlet": original.article.outlet,
        "credit": one.article.meta.get("credit"),
        "source_id": one.article.id,
        "original_source_id": original.article.id,
    }


def quote_rows(one: Placed, page: Page, *, scare: bool) -> Iterator[Row]:
    """Quotations of one occurrence; offsets only in plain text pages."""
    for piece, start in one.pieces:
        for quote in piece.quotes:
            inside = start < 0 or start + quote.end <= len(page.text)
            if quote.scare is scare and inside:
                yield quote_row(one, page, quote, piece.text, start)


def quote_row(one: Placed, page: Page, quote: Quote, text: str, start: int) -> Row:
    """One line of quotes.jsonl, checked against the page."""
    words = text[quote.start : quote.end]
    if start >= 0 and page.text[start + quote.start : start + quote.end] != words:
        raise PlantError(f"{page.file}: quotation not where it should be: {words}")
    row: Row = {
        "file": name_of(one.file),
        "index": one.index,
        "outlet": one.article.outlet,
        "source_id": one.article.id,
        "text": words,
        "start_char": start + quote.start if start >= 0 else None,
        "end_char": start + quote.end if start >= 0 else None,
    }
    if not quote.scare:
        row |= {
            "speaker": quote.speaker,
            "speaker_name": quote.name,
            "verb": quote.verb,
            "source_type": quote.source_type,
            "carried": quote.carried,
        }
    return row


def check_page(page: Page) -> None:
    """Raise unless every offset of the page slices back to what the truth says."""
    for one in page.placed:
        if one.start is None:
            continue
        if not page.text[one.start :].startswith(one.article.title):
            raise PlantError(f"{page.file}: no title at {one.start}: {one.article.title}")
        for piece, start in one.pieces:
            shown = piece.text if not one.truncated else piece.text[: len(page.text) - start]
            if page.text[start : start + len(shown)] != shown:
                raise PlantError(f"{page.file}: paragraph not at {start}: {shown[:60]}")

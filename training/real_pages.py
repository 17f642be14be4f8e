"""Labelled real pages: the texts to learn from, the texts to score, and the sites they are of.

The pages are other people's and stay outside the repository; only weights learnt from them are shipped.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layouts import Item

REACH, LONGEST = 300, 120  # characters within which an item's date or name stands, and of its line
_OWNER = re.compile(r"[a-z0-9]+")


@dataclass
class RealPage:
    """A labelled page: its name, who owns the site, how it was rendered, its text and its items."""

    name: str
    site: str
    renderer: str
    text: str
    items: list[Item]
    gold: list[dict[str, Any]] = field(default_factory=list)


def owner(site: str) -> str:
    """Return who owns a site, as `owner+name` or `owner-name` says: sites of one owner are alike.

    Examples
    --------
    >>> owner("grippo+www.one"), owner("grippo-www-two"), owner("scrapinghub-autopager-50-html")
    ('grippo', 'grippo', 'autopager50')
    """
    words = _OWNER.findall(site.lower())
    return "".join(words[1:3]) if words[0] == "scrapinghub" else words[0]


def read_training(path: Path) -> list[RealPage]:
    """Return the pages to learn from (`train.jsonl.gz`)."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        RealPage(
            row["path"], owner(row["site"]), row["renderer"], row["text"], _items(row["text"], row["items"])
        )
        for row in rows
    ]


def _items(text: str, rows: Sequence[dict[str, Any]]) -> list[Item]:
    """Return the items of a page; an item reaches to its printed date and names above and behind it."""
    items = [
        Item(
            text[row["title_start"] : row["title_end"]] if row["title_start"] is not None else None,
            (row["title_start"], row["title_end"]) if row["title_start"] is not None else None,
            (row["body_start"], row["body_end"]),
            row["body_start"] if row["title_start"] is None else min(row["title_start"], row["body_start"]),
            row["body_end"],
        )
        for row in rows
    ]
    for i, (item, row) in enumerate(zip(items, rows, strict=True)):
        above = items[i - 1].body[1] if i else max(0, item.start - 400)
        behind = items[i + 1].start if i + 1 < len(items) else min(len(text), item.end + 400)
        for phrase in filter(None, [row["date_text"], *row["authors"]]):
            _reach(item, text, phrase, above, behind)
    return items


def _reach(item: Item, text: str, phrase: str, above: int, behind: int) -> None:
    """Let an item reach to a phrase that is printed for it, unless it stands between headline and text."""
    top = item.title_span[1] if item.title_span else item.body[0]
    if phrase in text[top : item.body[0]]:
        return
    at = text.rfind(phrase, max(above, item.start - REACH), item.start)
    if at >= 0 and _short(text[at : item.start]):
        item.start = at
        return
    at = text.find(phrase, item.body[1], min(behind, item.body[1] + REACH))
    if at >= 0 and _short(text[item.body[1] : at] + text[at:].partition("\n")[0]):
        item.end = max(item.end, at + len(phrase))


def _short(text: str) -> bool:
    """Return whether a stretch of a page holds nothing but short lines, as a head or a foot does."""
    return all(len(line.strip()) < LONGEST for line in text.split("\n"))


def read_gold(folder: Path, gold: Path) -> list[RealPage]:
    """Return the pages to score, from a folder of sites and its gold (`gold_text.jsonl`)."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    by_file: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_file.setdefault(row["file"], []).append(row)
    pages = []
    for path in sorted(folder.rglob("*.txt")):
        own = sorted(by_file.get(path.name, []), key=lambda row: row["body_start_char"])
        text = path.read_bytes().decode("utf-8-sig")
        items = [_gold_item(row, text) for row in own]
        for i, (item, row) in enumerate(zip(items, own, strict=True)):
            above = items[i - 1].body[1] if i else max(0, item.start - 400)
            behind = items[i + 1].start if i + 1 < len(items) else min(len(text), item.end + 400)
            for phrase in filter(None, [row.get("date_raw"), row["author"]]):
                _reach(item, text, phrase, above, behind)
        site = own[0]["outlet"] if own else path.parent.name
        pages.append(RealPage(path.name, owner(site), own[0]["renderer"] if own else "", text, items, own))
    return pages


def _gold_item(row: dict[str, Any], text: str) -> Item:
    title, start, body = row["title"], row["start_char"], row["body_start_char"]
    at = text.find(title, start, body) if title else -1
    span = (at, at + len(title)) if at >= 0 else None
    return Item(title, span, (body, row["body_end_char"]), start, row["end_char"])


def folds(sites: Iterable[str], count: int) -> dict[str, int]:
    """Return the fold of each site; sites are dealt out in the order of their names' hashes."""
    order = sorted(set(sites), key=lambda site: hashlib.sha256(site.encode()).hexdigest())
    return {site: i % count for i, site in enumerate(order)}

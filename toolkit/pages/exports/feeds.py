"""RSS, RDF and Atom feeds, and WordPress exports (WXR), as rows of a table; XML of other kinds is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.read.cells import cell_line
from toolkit.pages.read.tables import Table
from toolkit.pages.record import count_words

_ITEMS = ("item", "entry")
_FULL = ("encoded", "content", "body", "fulltext")
_SHORT = ("description", "summary", "subtitle")
_DATES = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
_NAMES = ("creator", "author", "name", "managingeditor")
_SUMMARY = 120  # words; a longer description is taken for the text
_KINDS = {
    "urlset": "a sitemap lists addresses and holds no texts; save the pages it names and read those",
    "sitemapindex": "a sitemap lists addresses and holds no texts; save the pages it names and read those",
    "opml": "a list of feeds holds no texts; save the feeds it names and read those",
}
_MAIL = re.compile(r"^\S+@\S+\s*\((?P<name>[^)]+)\)$|^\S+@\S+$")


def feed_table(data: bytes) -> Table:
    """Return the items of a feed or of a WordPress export as rows.

    The text is the full content where the feed has one; items that have a summary only are teasers. Of a
    WordPress export the published posts are read; pages, drafts and attachments are set aside.

    Parameters
    ----------
    data : bytes

    Raises
    ------
    InputError
        If it is no feed; a sitemap and a list of feeds are refused with the reason.
    """
    root = _parsed(data)
    kind = _local(root.tag)
    if kind not in ("rss", "rdf", "feed", "channel"):
        known = _KINDS.get(kind, f"XML of a kind that is not read (<{kind}>)")
        raise InputError(f"{known}; of XML, feeds (RSS, Atom), WordPress exports and Factiva's are read")
    channel = next((node for node in root.iter() if _local(node.tag) == "channel"), root)
    feed = {"outlet": _child(channel, ("title",)), "language": _child(channel, ("language",)) or _lang(root)}
    rows, aside = [], []
    for number, item in enumerate((node for node in root.iter() if _local(node.tag) in _ITEMS), 1):
        reason = _aside(item)
        if reason:
            aside.append((f"item {number}", reason))
        else:
            rows.append((f"item {number}", {**feed, **_row(item)}))
    summaries = sum(row.get("kind") == "teaser" for _, row in rows)
    if not rows and not aside:
        raise InputError("the feed has no items")
    note = f"{summaries:,} of {len(rows):,} items hold a summary, not the text"
    return Table(rows, aside, [note] if summaries else [])


def _parsed(data: bytes) -> Any:
    from lxml import etree  # noqa: PLC0415 - heavy

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"not valid XML: {error}") from error
    if root is None:
        raise InputError("not valid XML: it has no element")
    return root


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _lang(node: Any) -> str | None:
    found: str | None = node.get("{http://www.w3.org/XML/1998/namespace}lang")
    return found


def _content(node: Any) -> str:
    """Return what an element says: its text, or the markup of XHTML inside it."""
    from lxml import etree  # noqa: PLC0415

    if len(node) and node.get("type") == "xhtml":
        return str(etree.tostring(node, encoding="unicode", method="html"))
    return "".join(node.itertext())


def _child(node: Any, names: tuple[str, ...]) -> str | None:
    """Return the first child, by the order of names, that says something."""
    for name in names:
        for child in node:
            if _local(child.tag) == name:
                said = _content(child).strip()
                if said:
                    return said
    return None


def _aside(item: Any) -> str | None:
    """Return why an item of a WordPress export is none of its articles."""
    kind = _child(item, ("post_type",))
    status = _child(item, ("status",))
    if kind is not None and kind != "post":
        return f"it is of the kind {kind!r}, not a post"
    return f"its status is {status!r}, not published" if status not in (None, "publish") else None


def _row(item: Any) -> dict[str, Any]:
    full, short = _child(item, _FULL), _child(item, _SHORT)
    line = cell_line(short) or ""
    summary = full is None and count_words(line) < _SUMMARY
    return {
        "title": _child(item, ("title",)),
        "text": full or short,
        "standfirst": short if full else None,
        "published": _child(item, _DATES),
        "authors": list(dict.fromkeys(_authors(item))),
        "url": _link(item),
        "kind": "teaser" if summary else "article",
        **({"language": said} if (said := _lang(item)) else {}),
    }


def _authors(item: Any) -> Iterator[str]:
    for child in item:
        if _local(child.tag) in _NAMES:
            said = _child(child, ("name",)) or _content(child).strip()
            found = _MAIL.match(said)
            name = said if found is None else found["name"]
            if name:
                yield name


def _link(item: Any) -> str | None:
    for child in item:
        if _local(child.tag) == "link":
            found: str | None = child.get("href") if child.get("rel", "alternate") == "alternate" else None
            if found or (child.text or "").strip():
                return found or child.text.strip()
    return _child(item, ("guid",)) if (_child(item, ("guid",)) or "").startswith("http") else None

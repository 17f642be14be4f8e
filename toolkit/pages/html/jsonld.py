"""What the JSON-LD of a page says about its articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

_TYPES = ("article", "blogposting", "liveblogposting", "report", "review")
_LARGEST = 2_000_000  # characters of one script


@dataclass(frozen=True)
class Said:
    """What one object of JSON-LD says about an article; empty where it says nothing."""

    kind: str
    headline: str
    authors: tuple[str, ...]
    organisations: tuple[str, ...]
    published: str
    modified: str
    description: str
    body: str
    language: str


def read_jsonld(root: Any) -> list[Said]:
    """Return what the JSON-LD scripts in a part of a page say about articles, in order.

    Examples
    --------
    >>> from toolkit.pages.html.lines import parse
    >>> said = '{"@type":"NewsArticle","author":{"name":"Jo Day"}}'
    >>> read_jsonld(parse(f'<script type="application/ld+json">{said}</script>'))[0].authors
    ('Jo Day',)
    """
    objects = [found for script in root.iter("script") for found in _objects(script)]
    named = {str(it["@id"]): it for it in objects if "@id" in it and len(it) > 2}
    return [_said(it, named) for it in objects if _kind(it)]


def _objects(script: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object of a script of JSON-LD, lists and graphs opened."""
    text = script.text or ""
    if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json" or len(
        text
    ) > _LARGEST:
        return
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[")
    try:
        found = json.loads(text.removesuffix("//]]>").strip().rstrip(";"), strict=False)
    except (json.JSONDecodeError, RecursionError):
        return  # a page's own mistake: its other metadata has to do
    queue: list[tuple[Any, int]] = [(found, 0)]
    while queue:
        it, depth = queue.pop(0)
        if isinstance(it, list):
            queue += [(each, depth + 1) for each in it[:200] if depth < 6]
        elif isinstance(it, dict):
            yield it
            inner = (
                it.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
            )
            queue += [(each, depth + 1) for each in inner if isinstance(each, (dict, list)) and depth < 6]


def _kind(it: Mapping[str, Any]) -> str:
    """Return the type of an object that is an article or a video, else nothing."""
    types = it.get("@type")
    for name in types if isinstance(types, list) else [types]:
        if isinstance(name, str) and (name.lower().endswith(_TYPES) or name == "VideoObject"):
            return name
    return ""


def _said(it: Mapping[str, Any], named: Mapping[str, Any]) -> Said:
    people, organisations = _names(it.get("author") or it.get("creator"), named)
    return Said(
        kind=_kind(it),
        headline=_text(it.get("headline") or it.get("name")),
        authors=tuple(people),
        organisations=(*organisations, *_names(it.get("publisher"), named)[1]),
        published=_text(it.get("datePublished") or it.get("uploadDate")),
        modified=_text(it.get("dateModified")),
        description=_text(it.get("description")),
        body=_raw(it.get("articleBody")),
        language=_text(it.get("inLanguage")),
    )


def _names(value: Any, named: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the persons and the organisations of an author or publisher in any of its shapes."""
    people: list[str] = []
    organisations: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        it = named.get(str(each.get("@id")), each) if isinstance(each, dict) and "name" not in each else each
        name = it.get("name") if isinstance(it, dict) else it
        found = [_text(one) for one in (name if isinstance(name, list) else [name])]
        organisation = isinstance(it, dict) and "Organization" in str(it.get("@type"))
        (organisations if organisation else people).extend(one for one in found if one)
    return people, organisations


def _raw(value: Any) -> str:
    return unescape(unescape(value)) if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """Return a value as one line of text, entities resolved; nothing where it is no text."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(_raw(value).split())

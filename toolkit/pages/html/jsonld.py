"""What the JSON-LD of a page says about its articles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from toolkit.pages.read.jsons import loads

_TYPES = ("article", "blogposting", "liveblogposting", "report", "review")
_LARGEST = 2_000_000  # characters of one script
_DEEPEST = 6  # lists and objects in each other
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
_TRAILING = re.compile(r",\s*([}\]])")
# For scripts with quotation marks inside strings, such as "headline": "The "big" dam".
_FIELD = re.compile(r'"(datePublished|dateModified|inLanguage)"\s*:\s*"([^"\\]{4,40})"')
_PERSON = re.compile(r'"author"\s*:\s*\[?\s*\{[^{}]*"name"\s*:\s*"([^"\\]{2,80})"')
_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting|Report|Review)"')


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
    address: str = ""
    listed: bool = False  # named in a list of articles: another page's


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
    named = {str(it["@id"]): it for it, _ in objects if "@id" in it and len(it) > 2}
    return [_said(it, named, listed) for it, listed in objects if _kind(it)]


def _objects(script: Any) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield every object of a script of JSON-LD, lists and graphs opened, and whether a list names it."""
    text = script.text or ""
    if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json" or len(
        text
    ) > _LARGEST:
        return
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[")
    queue: list[tuple[Any, int, bool]] = [(_loads(text.removesuffix("//]]>").strip().rstrip(";")), 0, False)]
    while queue:
        it, depth, listed = queue.pop(0)
        if isinstance(it, list):
            queue += [(each, depth + 1, listed) for each in it[:200] if depth < _DEEPEST]
        elif isinstance(it, dict):
            yield it, listed
            for key in _INNER:
                inner = it.get(key)
                if isinstance(inner, (dict, list)) and depth < _DEEPEST:
                    queue.append((inner, depth + 1, listed or key == "itemListElement"))


def _loads(text: str) -> Any:
    """Return what a script says; where it is no JSON, what can be told of an article all the same."""
    for attempt in (text, _TRAILING.sub(r"\1", text)):
        try:
            return loads(attempt, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    found: dict[str, Any] = dict(_FIELD.findall(text))
    if len(_ARTICLE.findall(text)) != 1:
        return None  # several objects: which of them says what cannot be told
    author = _PERSON.search(text)
    return {**found, "@type": "Article", "author": {"name": author[1]} if author else None}


def _kind(it: Mapping[str, Any]) -> str:
    """Return the type of an object that is an article or a video, else nothing."""
    types = it.get("@type")
    for name in types if isinstance(types, list) else [types]:
        if isinstance(name, str) and (name.lower().endswith(_TYPES) or name == "VideoObject"):
            return name
    return ""


def _said(it: Mapping[str, Any], named: Mapping[str, Any], listed: bool) -> Said:
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
        address=_address(it.get("mainEntityOfPage")) or _address(it.get("url")),
        listed=listed,
    )


def _address(value: Any) -> str:
    """Return the address in a value that is one, or an object with one."""
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""


def _names(value: Any, named: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the persons and the organisations of an author or publisher in any of its shapes."""
    people: list[str] = []
    organisations: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        it = named.get(str(each.get("@id")), each) if isinstance(each, dict) and "name" not in each else each
        name = (it.get("name") or _full_name(it)) if isinstance(it, dict) else it
        found = [_text(one) for one in (name if isinstance(name, list) else [name])]
        organisation = isinstance(it, dict) and "Organization" in str(it.get("@type"))
        (organisations if organisation else people).extend(one for one in found if one)
    return people, organisations


def _full_name(it: Mapping[str, Any]) -> str:
    """Return a person's given and family names, where there is no name."""
    return " ".join(filter(None, (_text(it.get("givenName")), _text(it.get("familyName")))))


def _raw(value: Any) -> str:
    return unescape(unescape(value)) if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """Return a value as one line of text, entities resolved; nothing where it is no text."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(_raw(value).split())

"""What an HTML page says about itself to machines: JSON-LD, OpenGraph, meta names, language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from toolkit.pages.html.jsonld import Said, read_jsonld

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")


class Metadata:
    """The metadata of a page, to be asked for a part of it."""

    def __init__(self, tree: Any, outlet: str) -> None:
        self.said = read_jsonld(tree)
        self.meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = " ".join((element.get("content") or "").split())
            if name and content:
                self.meta.setdefault(name.lower(), []).append(content)
        title = next(tree.iter("title"), None)
        self.document_title = " ".join("".join(title.itertext()).split()) if title is not None else ""
        self.language = (
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        ).strip()
        self.outlets = self._outlets(tree, outlet)

    def first(self, *names: str) -> str:
        """Return the first value of the first of several meta names that is given."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    def named(self, names: Iterable[str], alike: re.Pattern[str] | None = None) -> list[str]:
        """Return the values of several meta names in order, then those of names that look alike."""
        known = [name for name in names if name in self.meta]
        others = [name for name in self.meta if alike and alike.search(name) and name not in known]
        return [value for name in [*known, *others] for value in self.meta[name]]

    def article(self) -> Said | None:
        """Return what JSON-LD says of the page's article: the object whose headline is the page's title."""
        articles = [said for said in self.said if said.kind != "VideoObject" and said.headline]
        best = (said for said in articles if same_title(said.headline, self.first("og:title")))
        return next(best, articles[0] if articles else None)

    def is_article(self) -> bool:
        """Return whether the page says that it is one article."""
        return self.first("og:type").lower() == "article" or self.article() is not None

    def _outlets(self, tree: Any, outlet: str) -> frozenset[str]:
        """Return the names of who publishes the page, to be kept out of titles and authors."""
        found = [
            outlet,
            self.first("og:site_name"),
            self.first("application-name"),
            self.first("dc.publisher"),
        ]
        found += [name for said in self.said for name in said.organisations]
        address = self.first("og:url") or next(
            (it.get("href") or "" for it in tree.iter("link") if it.get("rel") == "canonical"), ""
        )
        host = urlsplit(address).hostname if address.startswith("http") else ""
        found += [host or "", (host or "").removeprefix("www.").split(".")[0]]
        return frozenset(fold(name) for name in found if fold(name))


def fold(text: str) -> str:
    """Return a name or title for comparison: letters and digits alone, lower case, no leading article.

    Examples
    --------
    >>> fold("The Guardian")
    'guardian'
    """
    return "".join(_WORD.findall(text.lower())).removeprefix("the")


def same_title(one: str, other: str) -> bool:
    """Return whether two titles have most of their words in common."""
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return (
        bool(a and b) and len(a & b) >= 0.6 * min(len(a), len(b)) and len(a & b) >= 0.3 * max(len(a), len(b))
    )


def strip_site(title: str, outlets: Iterable[str]) -> str:
    """Return a title without the name of the site before or behind it.

    Examples
    --------
    >>> strip_site("Rain in May | World | The Post", {"post"})
    'Rain in May'
    """
    known = set(outlets)
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    for i in (-1, 0):
        if fold(parts[i]) in known:
            rest = title[: title.rfind(parts[-1])] if i else title[title.find(parts[0]) + len(parts[0]) :]
            rest = rest.strip(" |–—·•»:-")
            head, bar, tail = rest.rpartition(" | ")
            return head.strip() if bar and len(tail.split()) <= 3 else rest
    head, bar, tail = title.partition(" | ")
    return head.strip() if bar and len(head.split()) >= 3 * len(tail.split()) / 2 else title

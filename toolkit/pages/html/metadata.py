"""What an HTML page says about itself to machines: JSON-LD, OpenGraph, meta names, language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from toolkit.pages.html.jsonld import Said, read_jsonld

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
_BEFORE = re.compile(r"^([^:]{2,40}):\s+(?=\S)")
_WORD = re.compile(r"\w+")
SHARED, SHARED_OF_LONG = 0.6, 0.3  # share of words two titles have in common, of the shorter and the longer
LEAST_TITLE = 4  # letters; a shorter title may be in any other by chance


class Metadata:
    """The metadata of a page, to be asked for a part of it."""

    def __init__(self, tree: Any, outlet: str) -> None:
        self.said = read_jsonld(tree)
        self.meta: dict[str, list[str]] = {}
        self.props: list[Any] = []  # meta elements that belong to an item on the page
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or ""
            if not name and element.get("itemprop"):
                if element.getparent().tag != "head":
                    self.props.append(element)
                    continue
                name = element.get("itemprop")
            content = " ".join((element.get("content") or "").split())
            if name and content:
                self.meta.setdefault(name.lower(), []).append(content)
        title = next(tree.iter("title"), None)
        self.document_title = " ".join("".join(title.itertext()).split()) if title is not None else ""
        self.language = (
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        ).strip()
        canonical = (it.get("href") or "" for it in tree.iter("link") if it.get("rel") == "canonical")
        self.address = (self.first("og:url") or next(canonical, "")).rstrip("/")
        self.outlets = self._outlets(outlet)

    def first(self, *names: str) -> str:
        """Return the first value of the first of several meta names that is given."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    def named(self, names: Iterable[str], alike: re.Pattern[str] | None = None) -> list[str]:
        """Return the values of several meta names in order, then those of names that look alike."""
        known = [name for name in names if name in self.meta]
        others = [name for name in self.meta if alike and alike.search(name) and name not in known]
        return [value for name in [*known, *others] for value in self.meta[name]]

    def article(self, title: str | None = None) -> Said | None:
        """Return what JSON-LD says of the page's article: the object whose headline is the page's title.

        Parameters
        ----------
        title : str, optional
            The headline the page prints; what the page calls itself counts as well.
        """
        own = [given for given in (title, self.first("og:title"), self.document_title) if given]
        said = self._articles()
        named = (it for it in said if it.headline and any(_is_of(it.headline, given) for given in own))
        placed = (it for it in said if self.address and it.address.rstrip("/") == self.address)
        nameless = (it for it in said if len(said) == 1 and (not it.headline or not own))
        return next(named, None) or next(placed, None) or next(nameless, None)

    def is_article(self) -> bool:
        """Return whether the page says that it is one article."""
        return self.first("og:type").lower() == "article" or any(it.headline for it in self._articles())

    def _articles(self) -> list[Said]:
        return [said for said in self.said if said.kind != "VideoObject" and not said.listed]

    def _outlets(self, outlet: str) -> frozenset[str]:
        """Return the names of who publishes the page, to be kept out of titles and authors."""
        found = [
            outlet,
            self.first("og:site_name"),
            self.first("application-name"),
            self.first("dc.publisher"),
        ]
        found += [name for said in self.said for name in said.organisations]
        host = _host(self.address)
        found += [host or "", (host or "").removeprefix("www.").split(".")[0]]
        return frozenset(fold(name) for name in found if fold(name))


def _is_of(headline: str, title: str) -> bool:
    """Return whether a headline is a page's title, or its first words."""
    return same_title(headline, title) or title.lower().startswith(headline.lower())


def _host(address: str) -> str:
    """Return the host of an address; nothing for what is no address."""
    try:
        return (urlsplit(address).hostname or "") if address.startswith("http") else ""
    except ValueError:
        return ""  # "http://[": a page's own mistake


def fold(text: str) -> str:
    """Return a name or title for comparison: letters and digits alone, lower case, no leading article.

    Examples
    --------
    >>> fold("The Guardian")
    'guardian'
    """
    return "".join(_WORD.findall(text.lower())).removeprefix("the")


def same_title(one: str, other: str) -> bool:
    """Return whether two titles have most of their words in common, or one holds the other."""
    short, long = sorted((fold(one), fold(other)), key=len)
    if len(short) >= LEAST_TITLE and short in long and 2 * len(short) >= len(long):
        return True
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    few, many = sorted((len(a), len(b)))
    return few > 0 and len(a & b) >= SHARED * few and len(a & b) >= SHARED_OF_LONG * many


def strip_site(title: str, outlets: Iterable[str]) -> str:
    """Return a title without the name of the site before or behind it.

    Examples
    --------
    >>> strip_site("Rain in May | World | The Post", {"post"})
    'Rain in May'
    """
    known = set(outlets)
    before = _BEFORE.match(title)
    if before and fold(before[1]) in known:
        return title[before.end() :]
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

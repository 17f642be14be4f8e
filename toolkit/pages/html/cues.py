"""What the names, roles and places of elements say: which parts of a page are not its articles' text."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DATA: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PAIRS = frozenset((first, second) for first, second in map(str.split, _DATA["furniture_pairs"]))


def words(key: str) -> frozenset[str]:
    """Return one list of words of ``html_cues.toml``."""
    return frozenset(_DATA[key])


def ordered(key: str) -> tuple[str, ...]:
    """Return one list of ``html_cues.toml`` in its order."""
    return tuple(_DATA[key])


_FURNITURE, _CAPTION, _ARTICLE = words("furniture"), words("caption"), words("article")
# Names of what is written by others than the article's author, however much of the page it fills.
OTHERS = words("others")
_LOCKED, _POPUP = words("locked"), words("popup")
_TAGS = frozenset(["aside", "nav", "footer", "form", "button", "dialog", "menu"])
WHOLE = frozenset(["html", "body", "main"])  # the page itself, whatever it is called
_ROLES = frozenset(
    ["complementary", "navigation", "contentinfo", "banner", "search", "dialog", "menu", "alert"]
)
_ARTICLE = frozenset(["hentry", "post", "story", "article", "entry", "newsitem", "teaser", "card", "item"])
_TYPES = re.compile(r"schema\.org/(?:\w*Article|BlogPosting|Report|Review)\b", re.I)
_UNSEEN = re.compile(r"\b(?:visually-?hidden|sr-only|screen-?reader(?:-text)?|offscreen|a11y-hidden)\b", re.I)
# How a page files an item: "tag-sports" on an item does not make it a list of tags.
_FILED = ("tag-", "category-", "type-", "status-", "format-", "post-tag-", "cat-")
_CONTAINERS = frozenset(["div", "section", "main", "article", "td", "li", "figure"])


@lru_cache(maxsize=20_000)
def _named(names: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return the words of class names and the pairs of words that follow each other in one name."""
    found: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for name in names.split()[:40]:
        if name.startswith(_FILED):
            continue
        parts = [part.lower() for part in _WORD.findall(name[:80])]
        found.update(parts)
        pairs.update(pairwise(parts))
        found.add(name.lower())
    return frozenset(found), frozenset(pairs)


def names(element: Any) -> str:
    """Return what an element is called by its page: classes, id and test labels."""
    get = element.get
    return " ".join(filter(None, (get("class"), get("id"), get("data-component"), get("data-testid"))))


def furniture_names(element: Any) -> frozenset[str]:
    """Return the words by which an element calls itself something that is no part of an article's text.

    Examples
    --------
    >>> from toolkit.pages.html.lines import parse
    >>> sorted(furniture_names(parse("<div class='newsletter-signUp read-more'>x</div>").find(".//div")))
    ['newsletter', 'read more', 'sign up']
    """
    found, pairs = _named(names(element))
    if found & _LOCKED and _is_unshown(element) and not found & _POPUP:
        return frozenset()
    return found & _FURNITURE | {" ".join(pair) for pair in pairs & _PAIRS}


def is_furniture(element: Any, but: frozenset[str] = frozenset()) -> bool:
    """Return whether an element is no part of an article's text by its tag, role or names.

    Names in ``but`` say nothing: most of the text of this page is in elements of that name.
    """
    return element.tag not in WHOLE and (is_apart(element) or not furniture_names(element) <= but)


def is_apart(element: Any) -> bool:
    """Return whether an element is no part of an article's text by its tag or role, or is hidden."""
    if element.tag in WHOLE:
        return False
    return element.tag in _TAGS or element.get("role") in _ROLES or is_hidden(element)


def is_hidden(element: Any) -> bool:
    """Return whether a browser does not show an element, and it is not an article's own text behind a wall.

    Examples
    --------
    >>> from toolkit.pages.html.lines import parse
    >>> page = "<div style='display: none'>x</div><div class='subscriber-only' style='display:none'>y</div>"
    >>> [is_hidden(element) for element in parse(page).iter("div")][-2:]
    [True, False]
    """
    return _is_unshown(element) and not _is_locked(element)


def _is_unshown(element: Any) -> bool:
    style = element.get("style")
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None


def _is_locked(element: Any) -> bool:
    """Return whether an element says that it holds the text that subscribers see."""
    found = _named(names(element))[0]
    return bool(found & _LOCKED) and not found & _POPUP


def is_unseen(element: Any) -> bool:
    """Return whether an inline element holds words for screen readers alone, such as 'opens new tab'."""
    if element.tag not in ("span", "i", "b", "em"):
        return False
    style = (element.get("style") or "").replace(" ", "").lower()
    return "clip:rect(" in style or _UNSEEN.search(element.get("class") or "") is not None


def is_caption(element: Any) -> bool:
    """Return whether an element holds the caption or credit of a picture."""
    if element.tag == "figure":
        return element.find(".//table") is None
    if element.tag in ("figcaption", "caption", "amp-img", "picture", "video"):
        return True
    return bool(_named(names(element))[0] & _CAPTION)


def has_word(element: Any, wanted: frozenset[str]) -> bool:
    """Return whether one of the words is in the names an element goes by."""
    return bool(_named(names(element))[0] & wanted)


def is_article(element: Any) -> bool:
    """Return whether an element says that it is an article: by tag, role, microdata or class."""
    if (
        element.tag == "article"
        or element.get("role") == "article"
        or _TYPES.search(element.get("itemtype") or "")
    ):
        return True
    if element.tag not in _CONTAINERS:
        return False
    return any(name.lower() in _ARTICLE for name in (element.get("class") or "").split())

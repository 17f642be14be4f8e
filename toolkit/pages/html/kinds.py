"""Articles, teasers and videos told apart by their markup: where their links lead and what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.pages.fields.dates import read_date
from toolkit.pages.html.lines import Line, count_words
from toolkit.pages.record import breaks_off

_MORE = re.compile(
    r"^\W*(?:read|continue|keep|full|more|weiter|mehr|lire|suite|seguir|leer|continua|leggi|ler|lees|czytaj"
    r"|читать|devamı|selengkapnya|baca|続き|閱讀|阅读|और पढ़ें|المزيد|اقرأ|مزید)",
    re.I,
)
_PERMALINK = re.compile(r"permalink|permanent|comment|share|#|^\W*\d*\W*$", re.I)
_PLAYER = re.compile(
    r"youtu\.?be|vimeo|dailymotion|brightcove|jwplayer|rumble\.com|/embed/|player|video", re.I
)
CARD = 40  # words; a text of one paragraph and no more may be a card that points to an article
TEASER = 400  # words; no excerpt is longer
EXCERPT = 3  # paragraphs; a longer text is whole, whatever link is behind it
# Words; longer texts with a player (8 on real pages, of 59 to 135 words) were all articles.
BLURB = 50
LINK = 8  # words of a link that leads on


@dataclass
class Signs:
    """What the markup of an item says of its kind."""

    more: bool  # a link behind the headline leads where the headline's leads
    video: bool


def read_signs(title: Line | None, lines: Sequence[Line]) -> Signs:
    """Return the signs of an item's kind.

    Parameters
    ----------
    title : Line or None
        Its headline.
    lines : sequence of Line
        All its lines.
    """
    target = next((link.get("href") for link in _links([title])), None) if title else None
    behind = [line for line in lines if title is None or line.number > title.number]
    own = set(_links([title])) if title else set()
    more = any(_leads_on(link, target) for link in _links(behind) if link not in own)
    return Signs(more, any(_is_player(element) for element in _elements(lines)))


def _links(lines: Iterable[Line]) -> Iterator[Any]:
    """Yield the links in and around lines, each once."""
    seen: set[Any] = set()
    for line in lines:
        around = [element for element in line.path[:3] if element.tag == "a"]
        for link in (*around, *line.element.iter("a")):
            if link not in seen and link.get("href"):
                seen.add(link)
                yield link


def _leads_on(link: Any, target: str | None) -> bool:
    """Return whether a link behind the headline leads to the rest of the article."""
    words = " ".join("".join(link.itertext()).split())
    if not words or count_words(words) > LINK or _PERMALINK.search(words) or read_date(words):
        return False
    if target is None:
        return bool(_MORE.match(words))
    address, _, place = link.get("href").partition("#")
    timed = any(element.tag == "time" for element in link.iter())
    return address == target.partition("#")[0] and (not place or place.startswith("more")) and not timed


def _elements(lines: Sequence[Line]) -> Iterator[Any]:
    """Yield the elements that lines are in, up to the one that holds them all, and what is in those."""
    if lines:
        shared = set(lines[0].path).intersection(*(line.path for line in lines))
        holder = next((element for element in lines[0].path if element in shared), None)
        if holder is not None:
            yield from holder.iter("video", "iframe", "amp-youtube", "amp-video", "embed", "object")


def _is_player(element: Any) -> bool:
    if element.tag != "iframe":
        return True
    return bool(_PLAYER.search(element.get("src") or element.get("data-src") or ""))


def settle(rows: Sequence[dict[str, Any]], signs: Sequence[Signs]) -> None:
    """Set the kind of each item of a page from its signs and those of its neighbours.

    A short text of one paragraph is a card where most items of the page are; between full articles it is
    a short article.
    """
    excerpts = [_is_excerpt(row, sign) for row, sign in zip(rows, signs, strict=True)]
    cards = [row["n_words"] <= CARD and "\n" not in row["text"] and bool(row["title"]) for row in rows]
    list_of_cards = not any(excerpts) and sum(cards) > len(rows) / 2
    for row, sign, excerpt, card in zip(rows, signs, excerpts, cards, strict=True):
        if excerpt or (card and list_of_cards and not row["dateline"]):
            row["kind"] = "teaser"
        else:
            row["kind"] = "video" if sign.video and row["n_words"] <= BLURB else "article"


def _is_excerpt(row: dict[str, Any], sign: Signs) -> bool:
    cut = row["n_words"] <= TEASER and breaks_off(row["text"])
    return cut or (sign.more and row["n_words"] <= TEASER and row["text"].count("\n\n") < EXCERPT)

"""Random layouts of saved news pages, filled with real articles, and where each article stands in them.

A page is drawn in three steps: a `Template` (which parts an article of this site has, in which order, how
they are set, what stands between them), articles from a table of real ones, and their printing. Nothing of
the reader is used here, so that what it learns from these pages can fail on others.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

PHRASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
_MONTHS = PHRASES["months"]
_DAYS = PHRASES["days"]
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z“\"])")
FEEDS = 0.35  # share of pages that are feeds of posts
_LEAST = 40  # words of an article
# Lines within the articles that their own sites put there: captions, players, adverts.
_STRANGE = re.compile(
    r"photo|getty|images?\b|caption|©|copyright|playback|^CLOSE|advertisement|newsletter|click", re.I
)


@dataclass
class Item:
    """Where an article stands in its page: title, body, and all that is its own."""

    title: str | None
    title_span: tuple[int, int] | None
    body: tuple[int, int]
    start: int
    end: int


@dataclass
class Template:
    """What one site's articles look like; every choice is drawn once a page."""

    style: str
    para_gap: int
    title_gap: int
    head_gap: int
    order: str
    byline: str
    joined: str
    date: int
    wrap: str
    odds: dict[str, float]
    share: Sequence[str]
    caption: str
    dateline: str
    closer: Sequence[str]
    bio: str
    credit: str
    after: str
    pointer: str
    related: str | None
    minutes: str
    inside: str
    glued: str
    standfirst: str = "sentence"
    body_gap: int = 1
    loose: float = 0.0  # share of gaps in which a picture or a box left blank lines
    width: int = 0
    length: str = "mid"


@dataclass
class Page:
    """A page in print: its text so far and the articles in it."""

    rng: Random
    outlet: str
    template: Template
    titles: Sequence[str]
    parts: list[str] = field(default_factory=list)
    at: int = 0
    items: list[Item] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is printed so far."""
        return "".join(self.parts) + "\n"

    def put(self, text: str, gap: int) -> tuple[int, int]:
        """Print a line after a number of blank lines and return where it stands."""
        if self.template.width:
            text = textwrap.fill(text, self.template.width, break_long_words=False, break_on_hyphens=False)
        if self.template.loose and self.rng.random() < self.template.loose:
            gap += self.rng.choice([1, 1, 2, 3])
        lead = "\n" * (gap + 1) if self.parts else ""
        self.parts.append(lead + text)
        start = self.at + len(lead)
        self.at = start + len(text)
        return start, self.at

    def fill(self, phrase: str, **known: str) -> str:
        """Return a phrase with its places, names and dates filled in."""
        return re.sub(r"\{(\w+)\}", lambda match: known.get(match[1]) or self._word(match[1]), phrase)

    def _word(self, key: str) -> str:
        rng = self.rng
        made: dict[str, Callable[[], str]] = {
            "name": lambda: person(rng),
            "handle": lambda: person(rng).replace(" ", ""),
            "outlet": lambda: self.outlet,
            "title": lambda: rng.choice(self.titles),
            "number": lambda: str(rng.randint(1, 90)),
            "date": lambda: dates(rng, self.template.date),
        }
        return made[key]() if key in made else str(rng.choice(PHRASES[key]))

    def pointer(self) -> list[str]:
        """Return lines that point to other articles."""
        if self.template.pointer:
            return self.template.pointer.split("\n")
        return [self.rng.choice(PHRASES["lines"]["lists"]), *["{title}"] * self.rng.randint(1, 4)]

    def print_lines(self, phrases: Sequence[str], gaps: Sequence[int], **known: str) -> None:
        """Print some phrases, each after one of the gaps given."""
        for phrase in phrases:
            self.put(self.fill(phrase, **known), self.rng.choice(gaps))


def person(rng: Random) -> str:
    """Return an invented name."""
    return f"{rng.choice(PHRASES['first_names'])} {rng.choice(PHRASES['last_names'])}"


def dates(rng: Random, form: int) -> str:
    """Return a date in one of the common forms."""
    year, month, day = rng.randint(2012, 2024), rng.randint(1, 12), rng.randint(13, 28)
    name, week = _MONTHS[month - 1], _DAYS[(year + month + day) % 7]
    forms = [
        f"{name} {day}, {year}",
        f"{day} {name} {year}",
        f"{name[:3]} {day}, {year}",
        f"{day} {name[:3]} {year}",
        f"{year}-{month:02d}-{day:02d}",
        f"{week}, {name} {day}, {year}",
        f"{day}/{month:02d}/{year}",
        f"{name[:3].upper()} {day}, {year}",
        f"{week[:3]} {day} {name[:3]} {year}",
        f"{day}-{month:02d}-{year}",
        f"{name} {day}th, {year}",
        f"{rng.randint(2, 11)} hours ago",
        f"{rng.randint(2, 20)} days ago",
    ]
    return forms[form % len(forms)]


def set_title(title: str, style: str) -> str:
    """Return a headline in capitals, with capitals or as a sentence."""
    words = title.split()
    if style == "capitals":
        return title.upper()
    if style == "short":
        return " ".join(words[: 3 + len(title) % 4]).rstrip(",;:-–")
    if style == "title":
        return " ".join(word if len(word) <= 3 else word[:1].upper() + word[1:] for word in words)
    if style == "sentence":
        kept = (w if i == 0 or not w[1:].islower() or i % 3 == 0 else w.lower() for i, w in enumerate(words))
        return " ".join(kept)
    return title + "." if style == "stopped" and title[-1].isalnum() else title


def draw_template(rng: Random, family: str) -> Template:
    """Return a template of a family: any, bare, bulletin, single or index."""
    rare = lambda p, *odds: rng.choice(odds) if rng.random() < p else 0.0  # noqa: E731
    para_gap = rng.choice([0, 1, 1, 1, 1, 2])
    lines = PHRASES["lines"]
    template = Template(
        style=rng.choice(["asis", "asis", "asis", "short", "title", "capitals", "sentence", "stopped"]),
        para_gap=para_gap,
        title_gap=para_gap + rng.choice([0, 0, 0, 1, 1, 2]),
        head_gap=rng.choice([para_gap, para_gap, 0, para_gap + 1]),
        body_gap=para_gap + rng.choice([0, 0, 0, 1]),
        loose=rare(0.3, 0.02, 0.06),
        standfirst=rng.choice(["sentence", "sentence", "bare", "marked"]),
        order=rng.choice(PHRASES["orders"]),
        byline=rng.choice(PHRASES["bylines"]),
        joined=rng.choice(PHRASES["joined"]),
        date=rng.randrange(13),
        wrap=rng.choice(PHRASES["date_wraps"]),
        odds={
            "byline": rng.choice([1, 1, 0.7]), "date": rng.choice([1, 1, 1, 0.8]),
            "caption": rare(0.4, 0.3, 0.6, 1.0), "dateline": rare(0.4, 0.6, 0.9, 1.0),
            "bio": rare(0.22, 0.4, 1.0), "credit": rare(0.25, 0.3, 1.0), "advert": rare(0.3, 0.2, 0.5),
            "pointer": rare(0.3, 0.15, 0.4), "pull": rare(0.2, 0.2), "subhead": rare(0.35, 0.12, 0.3),
            "list": rare(0.2, 0.1, 0.2), "photo": rare(0.25, 0.1, 0.2), "twice": rare(0.1, 0.6, 1.0),
            "standfirst": rng.choice([1, 1, 0.7]), "stub": rare(0.25, 0.15, 0.3, 0.5),
            "untitled": rare(0.12, 0.1, 0.2), "note": rare(0.15, 0.3), "glued": rare(0.05, 0.8),
            "channel": rare(0.04, 1.0), "mark": rare(0.4, 0.5, 1.0), "role": rare(0.2, 0.5, 1.0),
            "extra": rare(0.1, 0.5, 1.0), "table": rare(0.06, 0.1, 0.3), "contents": rare(0.05, 1.0),
            "nothing": rare(0.05, 1.0),
        },
        share=rng.choice(lines["share"]) if rng.random() < 0.35 else (),
        caption=rng.choice(lines["captions"]),
        dateline=rng.choice(PHRASES["datelines"]),
        closer=rng.choice(lines["closers"]) if rng.random() < 0.5 else (),
        bio=rng.choice(lines["bios"]),
        credit=rng.choice(lines["credits"]),
        after=rng.choice(["b", "d", "bd", "j"]) if rng.random() < 0.2 else "",
        pointer=rng.choice(lines["pointers"]) if rng.random() < 0.7 else "",
        related=rng.choice(lines["lists"]) if rng.random() < 0.2 else None,
        minutes=rng.choice(PHRASES["minutes"]),
        inside=rng.choice(PHRASES["inside"]),
        glued=rng.choice(PHRASES["glued"]),
        length=rng.choice(["brief", "short", "mid", "mid", "long"]),
    )  # fmt: skip
    _bend(template, rng, family)
    return template


def _bend(template: Template, rng: Random, family: str) -> None:
    """Change a template to what is typical of a family."""
    rare = lambda p, *odds: rng.choice(odds) if rng.random() < p else 0.0  # noqa: E731
    if family == "bare":  # text of a page that was cleaned already: titles, paragraphs, little else
        template.para_gap = template.title_gap = template.head_gap = template.body_gap = 1
        template.head_gap += rng.choice([0, 0, 1])
        template.body_gap += rng.choice([0, 0, 1])
        template.loose = rng.choice([0.0, 0.02, 0.06, 0.15])
        template.style = rng.choice(["asis", "sentence", "asis", "title", "short"])
        template.order = rng.choice(["t", "t", "t", "tb", "tb", "tbd", "td", "ts", "tdb"])
        template.share, template.closer, template.related, template.after = (), (), None, ""
        template.odds.update(stub=rng.choice([0, 0.2, 0.4, 0.6]), untitled=rng.choice([0, 0, 0.1]),
                             byline=rng.choice([1, 0.6, 0.4]), advert=0.0, pull=0.0)  # fmt: skip
    elif family == "bulletin":
        template.order = rng.choice(["t", "t", "dt", "td", "tb"])
        template.odds.update(dateline=1.0, stub=0.0, caption=0.0)
        template.style = rng.choice(["capitals", "asis", "sentence"])
        template.length = rng.choice(["short", "short", "mid"])
        template.width = rng.choice([0, 70, 76, 80])
        template.para_gap = max(template.para_gap, 1) if template.width else template.para_gap
        template.head_gap = max(template.head_gap, 1) if template.width else template.head_gap
        template.title_gap = max(template.title_gap, template.para_gap)
    elif family == "plain":  # one text without a headline, as copied from a page
        template.order = rng.choice(["t", "t", "b", "d", "bd"])
        template.odds.update(untitled=1.0, stub=0.0, twice=0.0)
    elif family == "feed":  # posts in one frame: the same lines before each headline and behind each text
        template.order = rng.choice(PHRASES["feed_orders"])
        template.closer = rng.choice(PHRASES["feed_closers"]) if rng.random() < 0.8 else ()
        template.length = rng.choice(["brief", "short", "short", "mid"])
        template.share, template.related, template.after = (), None, ""
        template.odds.update(stub=rng.choice([0, 0, 0.5, 1.0]), byline=1, date=1, dateline=0.0, advert=0.0,
                             contents=rng.choice([0, 0, 1.0]), table=rare(0.15, 0.2, 0.5))  # fmt: skip
        template.loose = 0.0
    elif family == "index":
        template.odds.update(stub=rng.choice([0.6, 0.9, 1.0]))
        template.length = "short"


def make_page(seed: int, articles: pd.DataFrame) -> Page:
    """Return a page drawn with a seed.

    Parameters
    ----------
    seed : int
        The same seed and articles give the same page.
    articles : DataFrame
        Columns ``outlet``, ``topic``, ``title`` and ``text`` (paragraphs parted by line breaks).
    """
    rng = Random(seed)
    family = rng.choice(["any", "any", "any", "any", "bare", "bare", "bulletin", "single", "index"])
    family = "plain" if rng.random() < 0.02 else "feed" if rng.random() < FEEDS else family
    pool = articles[articles["topic"] == rng.choice(sorted(articles["topic"].unique()))]
    own = pool[pool["outlet"] == rng.choice(sorted(pool["outlet"].unique()))]
    pool = own if len(own) >= 24 and rng.random() < 0.5 else pool
    count = 1 if family in ("single", "plain") else rng.choice([2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10])
    rows = pool.sample(min(len(pool), count + 14), random_state=seed)
    template = draw_template(rng, family)
    outlet = rng.choice(PHRASES["outlets"]).replace("{place}", rng.choice(PHRASES["place"]))
    titles = [set_title(title.strip(), template.style) for title in rows["title"]]
    page = Page(rng, outlet, template, titles[count:])
    if family not in ("bare", "plain") or rng.random() < 0.2:
        _print_top(page, titles)
    _print_contents(page, titles[:count])
    stubs = rng.randint(2, 4) if rng.random() < 0.1 else 0  # what opens the page: teasers
    for number, (title, text) in enumerate(zip(titles[:count], rows["text"], strict=False)):
        _print_article(page, title, text, stub=number < stubs or rng.random() < template.odds["stub"])
    if rng.random() < (0.4 if family == "single" else 0.08):
        _print_cards(page, titles[count:], list(rows["text"])[count:])
    if family not in ("bare", "plain") or rng.random() < 0.2:
        _print_bottom(page, titles)
    if rng.random() < 0.05 and page.items and page.items[-1].end == page.at:
        _cut(page)
    return page


def _cut(page: Page) -> None:
    """Cut the page within the last words of its last article."""
    size = page.rng.randint(5, 30)
    page.parts[-1] = page.parts[-1][:-size].rstrip()
    page.at = sum(map(len, page.parts))
    last = page.items[-1]
    last.end = page.at
    last.body = (last.body[0], min(last.body[1], page.at))


def _print_top(page: Page, titles: Sequence[str]) -> None:
    """Print what stands above the first article: name, menu, cookie line, list of headlines."""
    rng, lines, gap = page.rng, PHRASES["lines"], page.template.head_gap
    kind = rng.choice(["", "", "name", "name", "menu", "row", "headlines"])
    if not kind:
        return
    page.print_lines(rng.choice(lines["tops"]), [gap])
    if kind in ("menu", "headlines"):
        page.print_lines(
            rng.sample(PHRASES["section"], rng.randint(4, 12)), [0] if rng.random() < 0.7 else [gap]
        )
    if kind == "row":
        page.put(rng.choice([" | ", "  ", " · ", " "]).join(rng.sample(PHRASES["section"], 7)), gap)
    if kind == "headlines":
        page.print_lines([rng.choice(lines["lists"]), *rng.sample(titles, min(4, len(titles)))], [gap])
    if rng.random() < 0.3:
        page.put(page.fill(rng.choice(lines["archives"])), gap)


def _print_contents(page: Page, titles: Sequence[str]) -> None:
    """Print the headlines of the page's own articles, once or twice, as a list of contents does."""
    rng, gap = page.rng, page.template.head_gap
    if rng.random() < page.template.odds["contents"]:
        for _ in range(rng.choice([1, 1, 2])):
            page.print_lines([rng.choice(PHRASES["section"]), "Contents", *titles], [rng.choice([0, gap])])


def _print_cards(page: Page, titles: Sequence[str], texts: Sequence[str]) -> None:
    """Print cards of other articles, set otherwise than the articles above: a headline and a blurb each."""
    rng, lines, gap = page.rng, PHRASES["lines"], page.template.head_gap
    page.put(page.fill(rng.choice(lines["lists"])), page.template.title_gap)
    order = rng.choice(["tb", "ktb", "tdb", "dtb", "tbd", "tba", "tbad", "katb"])
    for title, text in list(zip(titles, texts, strict=False))[: rng.randint(2, 5)]:
        blurb = _stub(_paragraphs(text, rng, "short")[0], rng)
        if not blurb:
            continue
        known = {"k": rng.choice(PHRASES["section"]), "d": dates(rng, page.template.date), "t": title,
                 "a": rng.choice([person(rng), f"By {person(rng)}"]), "b": blurb[0]}  # fmt: skip
        spans = [
            page.put(known[letter], page.template.title_gap if n == 0 else gap)
            for n, letter in enumerate(order)
        ]
        at = dict(zip(order, spans, strict=True))
        own = [at[letter] for letter in order if letter != "k"]
        page.items.append(Item(title, at["t"], at["b"], own[0][0], own[-1][1]))


def _print_bottom(page: Page, titles: Sequence[str]) -> None:
    """Print what stands below the last article: comments, lists of headlines, the site's foot."""
    rng, lines, template = page.rng, PHRASES["lines"], page.template
    if rng.random() < 0.15:
        page.print_lines(rng.choice(lines["comments"]), [template.head_gap])
        for _ in range(rng.randint(0, 5)):
            page.print_lines(rng.choice(lines["comment"]), [template.head_gap])
        page.print_lines(rng.choice(lines["reply"]), [template.head_gap])
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        page.put(rng.choice(lines["lists"]), template.title_gap)
        page.print_lines(rng.sample(titles, min(5, len(titles))), [template.head_gap])
    if rng.random() < template.odds["nothing"]:
        phrase = rng.choice(PHRASES["nothing"])
        for _ in range(rng.randint(1, 6)):
            page.print_lines(["{section}", "No Results Found", phrase], [template.head_gap])
    if rng.random() < 0.5:
        for block in rng.sample(lines["foots"], rng.randint(1, 4)):
            page.print_lines(block, [template.head_gap])


def _paragraphs(text: str, rng: Random, length: str) -> tuple[list[str], list[str]]:
    """Return an article's first paragraphs and those left out."""
    bounds = {"brief": (2, 5), "short": (1, 4), "mid": (4, 12), "long": (10, 40)}[length]
    every = [part.strip() for part in re.split(r"\n+", text) if part.strip()]
    every = [part for part in every if len(part.split()) > 60 or not _STRANGE.search(part)]
    if length == "brief":
        every = [sentence for part in every for sentence in _SENTENCE.split(part)]
    kept = every[: rng.randint(*bounds)]
    while kept and (len(kept[-1].split()) < 5 or kept[-1][-1] not in '.!?”"’'):
        kept.pop()
    while kept and len(kept[0].split()) < 12:
        kept.pop(0)
    return kept, every[len(kept) + 1 :]


def _print_article(page: Page, title: str, text: str, *, stub: bool) -> None:
    """Print one article of the page: head, text, what follows it."""
    rng, odds = page.rng, page.template.odds
    kept, left = _paragraphs(text, rng, page.template.length)
    if stub:
        kept = _stub(kept, rng)
    if sum(len(part.split()) for part in kept) < (10 if stub else _LEAST):
        return
    untitled = rng.random() < odds["untitled"]
    author = person(rng)
    head = _head(page, author, left, bare=stub and rng.random() < 0.5)
    if rng.random() < odds["channel"]:
        page.put(page.outlet, page.template.title_gap)
    if stub and rng.random() < odds["mark"]:
        page.put(page.fill(rng.choice(PHRASES["lines"]["marks"])), page.template.title_gap)
    start, title_span = _print_head(page, head, None if untitled else title)
    body = _print_body(page, kept, author, glued="b" in page.template.order and rng.random() < odds["glued"])
    end = body[1] if stub and rng.random() < 0.7 else _print_end(page, head, author)
    first = body[0] if start is None else start
    page.items.append(Item(None if untitled else title, title_span, body, first, end))
    _print_between(page, title)


def _stub(kept: Sequence[str], rng: Random) -> list[str]:
    """Return the blurb of a teaser or video."""
    if not kept:
        return []
    blurb = " ".join(_SENTENCE.split(" ".join(kept[:2]))[: rng.randint(1, 3)])
    blurb = " ".join(blurb.split()[: rng.randint(14, 70)])
    if rng.random() < 0.3:
        blurb = rng.choice(PHRASES["announces"]).replace("{name}", person(rng)) + blurb[0].lower() + blurb[1:]
    return [
        rng.choice(
            [
                blurb,
                blurb.rstrip(".,"),
                blurb.rstrip(".,") + ":",
                blurb.rstrip(".,") + "…",
                blurb.rstrip(".,") + " […]",
            ]
        )
    ]


def _head(page: Page, author: str, left: Sequence[str], *, bare: bool) -> dict[str, str | None]:
    """Return what may stand in an article's head, by the letter of the template's order."""
    rng, template = page.rng, page.template
    date = dates(rng, template.date)
    known = {"author": author, "AUTHOR": author.upper(), "day": date}
    summary = _summary(left, template.standfirst)
    byline = page.fill(template.byline, **known)
    parts: dict[str, tuple[str | None, float]] = {
        "b": (byline, template.odds["byline"]),
        "d": (page.fill(template.wrap, **known), template.odds["date"]),
        "j": (
            page.fill(
                template.joined, byline=byline if "{author}" in template.byline else f"By {author}", **known
            ),
            1,
        ),
        "k": (rng.choice(PHRASES["section"]), 0.9),
        "a": ("\n".join(page.fill(part) for part in rng.sample(PHRASES["asides"], rng.randint(1, 5))), 1),
        "s": (summary, template.odds["standfirst"]),
        "r": (page.fill(template.minutes), 1),
        "i": (page.fill(template.inside), 1),
        "g": (page.fill(template.glued, **known), 1),
    }
    return {
        key: text if rng.random() < chance and not bare else None for key, (text, chance) in parts.items()
    }


def _summary(left: Sequence[str], kind: str) -> str | None:
    """Return a standfirst out of the paragraphs left out: a sentence, or lines without a full stop."""
    sentences = [part for part in _SENTENCE.split(" ".join(left[:6])) if 6 <= len(part.split()) <= 30]
    if not sentences:
        return None
    if kind == "sentence":
        return sentences[0]
    mark = "• " if kind == "marked" else ""
    return "\n".join(mark + part.rstrip(".") for part in sentences[:4])


def _print_head(
    page: Page, head: dict[str, str | None], title: str | None
) -> tuple[int | None, tuple[int, int] | None]:
    """Print an article's head and return where its own part and its title stand."""
    rng, template = page.rng, page.template
    start, span, gap = None, None, template.title_gap
    for letter in template.order:
        text = title if letter == "t" else head.get(letter)
        if text is None:
            continue
        for line in text.split("\n"):
            place = page.put(line, gap if page.parts else 0)
            gap = template.head_gap
        span = place if letter == "t" else span
        _print_aside(page, letter)
        start = place[0] if start is None and letter not in "ka" else start
    page.print_lines(template.share, [template.head_gap])
    if title and rng.random() < template.odds["twice"]:
        page.put(page.fill(template.caption), template.head_gap)
        page.put(title, template.head_gap)
    elif rng.random() < template.odds["caption"]:
        page.put(page.fill(template.caption), template.head_gap)
    return start, span


def _print_aside(page: Page, letter: str) -> None:
    """Print what may stand behind a part of the head: the author's role, sections."""
    rng, template = page.rng, page.template
    if letter in "bj" and rng.random() < template.odds["role"]:
        page.print_lines([rng.choice(PHRASES["roles"])], [template.head_gap])
    elif letter in "td" and rng.random() < template.odds["extra"]:
        page.print_lines(["{section}"] * rng.randint(1, 2), [template.head_gap])


def _print_body(page: Page, kept: list[str], author: str, *, glued: bool) -> tuple[int, int]:
    """Print an article's paragraphs with what stands between them; return where the text stands."""
    rng, template = page.rng, page.template
    if rng.random() < template.odds["dateline"]:
        kept[0] = page.fill(template.dateline, PLACE=rng.choice(PHRASES["place"]).upper()) + kept[0]
    lead = f"By {author}" + rng.choice(["", "  "]) if glued and kept[0][0].isupper() else ""
    first = page.put(lead + kept[0], template.body_gap)
    last = first
    for before, paragraph in pairwise(kept):
        _print_inner(page, before, paragraph)
        last = page.put(paragraph, template.para_gap)
    return first[0] + len(lead), last[1]


def _print_inner(page: Page, before: str, paragraph: str) -> None:
    """Print what may stand between two paragraphs: sub-head, advert, pointer, list, picture, pull quote."""
    rng, template, lines = page.rng, page.template, PHRASES["lines"]
    for kind in ("subhead", "advert", "pointer", "pull", "list", "photo", "table"):
        if rng.random() >= template.odds[kind]:
            continue
        words = [word for word in re.findall(r"\w+", paragraph) if len(word) > 3]
        inner = {
            "subhead": [rng.choice(PHRASES["subheads"])],
            "advert": [rng.choice(lines["adverts"])],
            "pointer": page.pointer(),
            "pull": ["“" + " ".join(before.split()[: rng.randint(8, 18)]).rstrip(".,") + ".”"],
            "list": [rng.choice(["- ", "• ", "* ", "1. "]) + part for part in _SENTENCE.split(before)[:3]],
            "photo": [rng.choice(lines["captions"])],
            "table": _results(rng),
        }[kind]  # fmt: skip
        plain = " ".join(words[rng.randint(0, 3) :][: rng.randint(1, 6)]).capitalize() or "Background"
        page.print_lines([part.replace("{plain}", plain) for part in inner], [template.para_gap])
        return


def _results(rng: Random) -> list[str]:
    """Return the cells of a table of results, a line each: names, scores, numbers."""
    rows = (
        ("{name}", "{number}-{number}", "{name}"),
        ("{place}", "{number}", "{place}", "{number}"),
        ("{number}", "{name}", "{number}"),
        ("{place} {number}, {place} {number}",),
    )
    cells = rng.choice(rows)
    return [rng.choice(["{place} {number}", "{section}"]), *list(cells) * rng.randint(2, 14)]


def _print_end(page: Page, head: dict[str, str | None], author: str) -> int:
    """Print what ends an article and is its own: note on the author, credit, byline and date after it."""
    rng, template = page.rng, page.template
    end = page.at
    for kind, phrase in (("bio", template.bio), ("credit", template.credit)):
        if rng.random() < template.odds[kind]:
            end = page.put(page.fill(phrase, author=author), template.para_gap)[1]
    for letter in template.after:
        if head.get(letter):
            end = page.put(str(head[letter]), template.para_gap)[1]
    return end


def _print_between(page: Page, title: str) -> None:
    """Print what stands between two articles and belongs to neither."""
    rng, template, lines = page.rng, page.template, PHRASES["lines"]
    page.print_lines(template.closer, [template.para_gap, template.head_gap], headline=title)
    if rng.random() < template.odds["note"]:
        page.put(page.fill(rng.choice(lines["notes"])), template.para_gap)
    if template.related:
        page.put(template.related, template.para_gap)
        page.print_lines(
            rng.sample(page.titles, min(3, len(page.titles))), [rng.choice([0, template.para_gap])]
        )

"""Reads the articles' source files (README.md explains the marks) and sets them in type."""

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

MARKS = {
    "double": ("“", "”", "‘", "’"),
    "single": ("‘", "’", "“", "”"),
    "straight": ('"', '"', "'", "'"),
}
SPAN = re.compile(r"\{(\*?)([^{}]*)(\}?)")
KINDS = {"p", "h", "caption", "readmore", "gap"}


@dataclass(frozen=True)
class Quote:
    """Words inside quotation marks: start and end in the paragraph, without the marks."""

    start: int
    end: int
    scare: bool
    speaker: str = ""
    name: str = ""
    verb: str = ""
    source_type: str = ""
    carried: bool = False


@dataclass(frozen=True)
class Piece:
    """One line of an article as printed: p (prose), h (sub-head), caption, readmore or gap."""

    kind: str
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Article:
    """One article, set in the type of its outlet."""

    id: str
    slug: str
    outlet: str
    title: str
    meta: dict[str, Any]
    pieces: tuple[Piece, ...]
    kind: str = "article"

    @property
    def prose(self) -> list[Piece]:
        """Paragraphs and sub-heads, in order."""
        return [piece for piece in self.pieces if piece.kind in ("p", "h")]

    @property
    def text(self) -> str:
        """Running text as the toolkit's contract has it."""
        return "\n\n".join(piece.text for piece in self.prose)

    @property
    def words(self) -> int:
        """Words of the running text."""
        return len(re.findall(r"\w+(?:[’'\-]\w+)*", self.text))


def plain(text: str, style: str) -> str:
    """Set apostrophes, dashes and no-break spaces."""
    text = text.replace("~", "\u00a0").replace(" -- ", " – ").replace("---", "—").replace("--", "–")
    return text if style == "straight" else text.replace("'", "’")


def set_paragraph(raw: str, notes: list[list[str]], style: str, *, outside: bool) -> Piece:
    """Set one paragraph and give every quotation in it to its speaker."""
    opening, closing, inner_open, inner_close = MARKS[style]
    out, quotes, last = "", [], 0
    for match in SPAN.finditer(raw):
        out += plain(raw[last : match.start()], style)
        body = plain(match[2], style).replace("[[", inner_open).replace("]]", inner_close)
        comma = "," if outside and body.endswith(",") else ""
        body = body.removesuffix(comma)
        start = len(out) + len(opening)
        quotes.append(Quote(start, start + len(body), scare=bool(match[1])))
        out += opening + body + (closing if match[3] else "") + comma
        last = match.end()
    out += plain(raw[last:], style)
    return Piece("p", out, attribute(quotes, notes, out, style))


def attribute(quotes: list[Quote], notes: list[list[str]], text: str, style: str) -> tuple[Quote, ...]:
    """Join quotations and notes in order; the last note speaks for all that are left."""
    direct = [i for i, quote in enumerate(quotes) if not quote.scare]
    if bool(direct) != bool(notes):
        raise ValueError(f"quotations and speaker notes do not agree in: {text}")
    for number, index in enumerate(direct):
        speaker, name, verb, kind = (plain(cell, style) for cell in notes[min(number, len(notes) - 1)])
        carried, speaker = speaker.startswith("@@"), speaker.lstrip("@ ")
        for cell in (speaker, verb) * (not carried):
            if cell.lower() not in text.lower():
                raise ValueError(f"{cell!r} is not in: {text}")
        quotes[index] = replace(
            quotes[index], speaker=speaker, name=name, verb=verb, source_type=kind, carried=carried
        )
    return tuple(quotes)


def read_pieces(body: str, style: str, *, outside: bool) -> tuple[Piece, ...]:
    """Set the body of one article."""
    pieces: list[Piece] = []
    pending: list[str] = []
    notes: list[list[str]] = []

    def flush() -> None:
        if pending:
            pieces.append(set_paragraph(pending.pop(), list(notes), style, outside=outside))
            notes.clear()

    for line in filter(None, (line.rstrip("\n") for line in body.split("\n"))):
        if line.startswith("@"):
            notes.append([cell.strip() for cell in line.split("|")])
            continue
        flush()
        mark = re.match(r"(##|%\w+) ?(.*)", line)
        if mark:
            kind = "h" if mark[1] == "##" else mark[1][1:]
            pieces.append(Piece(kind, plain(mark[2], style)))
        elif re.fullmatch(r"'[A-Z ]+'", line):
            pieces.append(Piece("h", line))
        else:
            pending.append(line)
    flush()
    if unknown := {piece.kind for piece in pieces} - KINDS:
        raise ValueError(f"unknown marks in the source: {unknown}")
    return tuple(pieces)


def derive(body: str, meta: dict[str, Any], bodies: dict[str, str]) -> str:
    """Return the text an outlet took from another, cut and lightly edited."""
    if "derived_from" not in meta:
        return body
    kept, paragraphs = [], 0
    for line in bodies[meta["derived_from"]].split("\n"):
        paragraphs += bool(line) and not line.startswith(("@", "%"))
        if paragraphs <= meta["take"]:
            kept.append(line)
    text = "\n".join(kept)
    for old, new in meta.get("replace", []):
        if text.count(old) != 1:
            raise ValueError(f"{meta['id']}: {old!r} stands {text.count(old)} times in the original")
        text = text.replace(old, new)
    return text


def read_articles(folder: Path, outlets: dict[str, dict[str, str]]) -> dict[str, Article]:
    """Read every article of every outlet."""
    raw: dict[str, tuple[str, dict[str, Any], str]] = {}
    for slug in outlets:
        parts = re.split(r"^\+\+\+$\n?", (folder / f"{slug}.md").read_text("utf-8"), flags=re.M)[1:]
        for head, body in zip(parts[::2], parts[1::2], strict=True):
            meta = tomllib.loads(head)
            raw[meta["id"]] = (slug, meta, body)
    bodies = {key: body for key, (_, _, body) in raw.items()}
    made = {}
    for key, (slug, meta, body) in raw.items():
        style = meta.get("typography", outlets[slug]["quotes"])
        pieces = read_pieces(derive(body, meta, bodies), style, outside=meta.get("comma_outside", False))
        title, kind = plain(meta["title"], style), meta.get("kind", "article")
        made[key] = Article(key, slug, outlets[slug]["name"], title, meta, pieces, kind)
    return made

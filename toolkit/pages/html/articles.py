"""HTML pages to articles: split in the tree, then each part read for its text and its fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.fields.datelines import read_credit
from toolkit.pages.fields.language import language_of
from toolkit.pages.html.body import Body, find_body
from toolkit.pages.html.flat import is_flat, read_flat
from toolkit.pages.html.head import Head, page_head, part_head
from toolkit.pages.html.kinds import Signs, read_signs, settle
from toolkit.pages.html.lines import TOO_DEEP, Line, parse, read_lines
from toolkit.pages.html.metadata import Metadata
from toolkit.pages.html.parts import Part, find_parts
from toolkit.pages.html.prose import Prose, is_prose
from toolkit.pages.html.source import Source, decode_html
from toolkit.pages.html.walls import HIDDEN, hidden_words, is_cut
from toolkit.pages.read.files import Page
from toolkit.pages.read.limits import LIMITS
from toolkit.pages.record import Found, article_row
from toolkit.pages.text.articles import PageArticles, mark_blurbs
from toolkit.pages.themes import Furniture
from toolkit.settings import LimitsSettings, PagesSettings

__all__ = ["decode_html", "split_html"]

_LEAST_WORDS = 20
# A line of so many words that is in so many parts, or half of them, is the page's and not an article's.
REPEATED_WORDS, REPEATED_PARTS = (3, 40), 3
SHORT = 300  # letters; of a shorter text the page knows the language better than the model
AGREED, TOLD = 0.9, 0.7  # confidence of a single article, with and without metadata that say it is one
DOUBTED = 0.2  # less where the second extractor was asked
PART, SIGN = 0.6, 0.1  # confidence of a part of a page, and what each sign adds
SUREST = 0.95  # of real articles with this confidence more are right, but never all


def split_html(
    page: Page,
    furniture: Furniture,
    settings: PagesSettings,
    *,
    order: str | None = None,
    limits: LimitsSettings = LIMITS,
) -> PageArticles:
    """Return the articles of an HTML page and its labelled blocks.

    A page with several articles is split in its tree first, and only what is inside a part counts
    for it. Blocks lie over the source: markup is furniture, and the blocks join to the source exactly.
    Nothing is fetched.

    Parameters
    ----------
    page : Page
        A page whose text is HTML, as decoded by `decode_html`.
    furniture : Furniture
        Lines that are page furniture.
    settings : PagesSettings
        Moment of saving and order of day and month.
    order : {'day', 'month'}, optional
        What 03/04/2024 means for this outlet; the settings' order by default.
    limits : LimitsSettings, optional

    Returns
    -------
    PageArticles
        Rows shaped like `toolkit.tables.ARTICLES` and `toolkit.tables.BLOCKS`.

    Raises
    ------
    InputError
        If the page is too large, has too many tags or too deep ones, or no element at all.
    """
    source = Source(page.text, limits)
    tree = parse(page.text)
    lines = read_lines(tree, source)
    if max((len(line.path) for line in lines), default=0) > limits.nesting:
        raise InputError(TOO_DEEP)
    data = Metadata(tree, page.outlet)
    month = (order or settings.date_order) == "month"
    chosen = replace(settings, date_order="month" if month else "day")
    reader = _Reader(page, furniture, chosen, data)
    rows = reader.rows(tree, lines)
    kept_back = sum(row.pop("_hidden", 0) for row in rows)
    notes = (f"{kept_back} words of hidden text left out",) if kept_back >= HIDDEN else ()
    return PageArticles(rows, list(_blocks(page, lines, rows)), notes)


class _Reader:
    """Reads the articles of one page."""

    def __init__(self, page: Page, furniture: Furniture, settings: PagesSettings, data: Metadata) -> None:
        self.page, self.furniture, self.data = page, furniture, data
        self.settings = settings

    def rows(self, tree: Any, lines: Sequence[Line]) -> list[dict[str, Any]]:
        """Return the articles of the page."""
        page = Prose(lines)
        parts = find_parts(page, self.data)
        counts = Counter(line.text for line in lines if line.words in range(*REPEATED_WORDS))
        repeated = frozenset(text for text, n in counts.items() if n >= max(REPEATED_PARTS, len(parts) // 2))
        flat = not parts and is_flat(lines, self.data)
        found = read_flat(self.page, lines, self.furniture, self.settings) if flat else []
        if found:
            mark_blurbs(found)
            return found
        read = [self.part(part, repeated) for part in parts] or [self.whole(tree, page)]
        rows = [row for row in read if row is not None]
        settle(rows, [row.pop("_signs") for row in rows])
        return rows

    def whole(self, tree: Any, page: Prose) -> dict[str, Any] | None:
        """Return the one article of a page, or None where the page has none."""
        lines = page.lines
        body = find_body(tree.find("body"), page, self.furniture)
        if body is None or sum(lines[i].words for i in body.running) < _LEAST_WORDS:
            return None
        head = page_head(self.data, page, body.running, self.settings)
        agreed = head.title is not None and self.data.is_article()
        signs = read_signs(None, [lines[i] for i in body.running])
        signs.more = False  # it is the page a "read more" would lead to
        row = self._row(lines, head, body, signs, (AGREED if agreed else TOLD) - DOUBTED * (not body.sure))
        return {**row, "truncated": is_cut(body, lines), "_hidden": hidden_words(body, lines)}

    def part(self, part: Part, repeated: frozenset[str] = frozenset()) -> dict[str, Any] | None:
        """Return the article or card of one part of a page."""
        body = find_body(part.root, Prose(part.lines), self.furniture, repeated) if part.full else None
        card = body is None
        if body is None:
            running = {
                line.number: "body" for line in part.lines if is_prose(line) and line is not part.title
            }
            body = Body(running, part.root, False)
        if not body.running:
            return None
        head = part_head(self.data, part.lines, part.title, body.running, self.settings)
        lines = {line.number: line for line in part.lines}
        confidence = PART + SIGN * (part.signs + (part.root is not None) - card)
        row = self._row(lines, head, body, read_signs(part.title, part.lines), confidence)
        return {**row, "_hidden": hidden_words(body, part.lines) if part.root is not None else 0}

    def _row(self, lines: Any, head: Head, body: Body, signs: Signs, confidence: float) -> dict[str, Any]:
        """Return an article as a row of the articles table, with the labels of its lines."""
        labels = {**{n: label for n, label in head.labels.items() if n not in body.labels}, **body.labels}
        texts = {
            label: [lines[n].text for n in sorted(labels) if labels[n] == label]
            for label in set(labels.values())
        }
        text = "\n\n".join(lines[n].text for n in body.running)
        named = [found for line in texts.get("credit", ()) if (found := read_credit(line))]
        made = Found(
            self.page.file,
            self.page.outlet,
            text,
            title=head.title,
            authors=head.authors,
            date=head.date,
            credit=named[-1] if named else None,
            captions=texts.get("caption", ()),
            standfirst=head.standfirst,
            language=_language(text, head.language),
            spans=_spans(lines, labels, body),
            confidence=round(min(confidence, SUREST), 2),
            entities=False,
        )
        return {**article_row(made), "_labels": labels, "_signs": signs}


def _language(text: str, said: str | None) -> str | None:
    """Return a text's language: what the page says, unless the text plainly is in another."""
    told = (said or "").split("-")[0].split("_")[0].lower() or None
    read = language_of(text)
    if read is None or (told == read) or (told and len(text) < SHORT):
        return told if told is None or len(told) == 2 else read
    return read


def _spans(lines: Any, labels: dict[int, str], body: Body) -> dict[str, int | None]:
    """Return where an article and its text begin and end in the source; null where that is not known."""
    placed = [lines[n] for n in labels if lines[n].start >= 0]
    running = [lines[n] for n in body.running if lines[n].start >= 0]
    return {
        "start": min((line.start for line in placed), default=None),
        "end": max((line.end for line in placed), default=None),
        "body_start": min((line.start for line in running), default=None),
        "body_end": max((line.end for line in running), default=None),
    }


def _blocks(page: Page, lines: Sequence[Line], rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a page: its labelled lines, and the markup between them as furniture."""
    owners = {n: (label, row) for row in rows for n, label in row["_labels"].items()}
    at = 0
    offsets: dict[int, int] = {}
    for line in lines:
        label, row = owners.get(line.number, (None, None))
        running = label in ("body", "subhead")
        place = offsets.get(id(row), 0) if running else None
        if place is not None:
            offsets[id(row)] = place + len(line.text) + 2
        if label is None or row is None or line.start < at:
            continue
        if line.start > at:
            yield _between(page, at, line.start)
        owner = row["article_id"]
        yield _block(page, line.start, line.end, label, owner, place)
        at = line.end
    if at < len(page.text):
        yield _between(page, at, len(page.text))


def _between(page: Page, start: int, end: int) -> dict[str, Any]:
    label = "furniture" if page.text[start:end].strip() else "blank"
    return _block(page, start, end, label, None, None)


def _block(
    page: Page, start: int, end: int, label: str, owner: str | None, place: int | None
) -> dict[str, Any]:
    row = {"file": page.file, "start": start, "end": end, "label": label}
    return {**row, "article_id": owner, "text_start": place}

"""What each fuzzing target does with an input, and what must hold of any input at all.

An input is refused with one of our own errors or read whole: nothing crashes, no character or row is lost,
nothing that cannot be stored comes out, and no input takes `SLOWEST` seconds of the processor.
"""

from __future__ import annotations

import json
import re
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, SettingsError
from toolkit.pages.fields.dates import read_date
from toolkit.pages.html.articles import decode_html, split_html
from toolkit.pages.read.dates import stated_date
from toolkit.pages.read.files import Page, decode
from toolkit.pages.read.records import read_records
from toolkit.pages.text.articles import PageArticles, split_page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings, Settings, make_settings
from toolkit.tables import conform

ROOT = Path(__file__).resolve().parents[2]
SLOWEST = 5.0  # seconds of the processor for one input
HALF = re.compile("[\ud800-\udfff]")
furniture = cache(load_furniture)


def storable(value: object) -> None:
    """Every text of a row can be written as UTF-8."""
    assert not (isinstance(value, str) and HALF.search(value)), "half of a character came out"


def whole(page: Page, found: PageArticles) -> None:
    """The blocks of a page join to it, and the spans of its articles lie in it."""
    assert "".join(page.text[block["start"] : block["end"]] for block in found.blocks) == page.text
    for row in found.articles:
        for value in row.values():
            storable(value)
        places = [row[key] for key in ("start", "end", "body_start", "body_end") if row.get(key) is not None]
        assert all(0 <= place <= len(page.text) for place in places)


def text(data: bytes) -> None:
    with suppress(InputError):
        said, encoding = decode(data)
        page = Page("page.txt", "post", said, encoding, "")
        whole(page, split_page(page, furniture(), PagesSettings()))


def html(data: bytes) -> None:
    with suppress(InputError):
        said, encoding = decode_html(data)
        page = Page("page.html", "post", said, encoding, "")
        whole(page, split_html(page, furniture(), PagesSettings()))


def table(data: bytes, name: str) -> None:
    with suppress(InputError):
        made = read_records(data, name=name, outlet="post", settings=Settings())
        for row in [*made.articles, *made.dropped, *made.quarantine]:
            for value in row.values():
                storable(value)
        assert made.articles or made.dropped or made.quarantine or made.notes


def csv(data: bytes) -> None:
    table(data, "rows.csv")


def json_(data: bytes) -> None:
    table(data, "rows.json")
    table(data, "rows.jsonl")


def tables(data: bytes) -> None:
    """CSV or JSON, by the first letter."""
    (json_ if data[:1] in (b"{", b"[") else csv)(data)


def dates(data: bytes) -> None:
    said = data.decode("utf-8", "replace")
    for order in ("day", "month"):
        stated_date(said, order=order)
        read_date(said, order=order)  # type: ignore[arg-type]


def quotations(data: bytes) -> None:
    said = data.decode("utf-8", "replace")
    frame = pd.DataFrame({"article_id": ["a"], "outlet": ["post"], "text": [said], "language": ["en"]})
    for row in quotes(Corpus(conform(frame, "articles"))).itertuples():
        assert 0 <= row.start < row.end <= len(said)
        assert str(row.content).strip() in said


def settings(data: bytes) -> None:
    try:
        given = tomllib.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    with suppress(SettingsError):
        make_settings(given)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "text": text,
    "html": html,
    "tables": tables,
    "csv": csv,
    "json": json_,
    "dates": dates,
    "quotes": quotations,
    "settings": settings,
}


def run(target: str, data: bytes) -> None:
    """Give one input to a target; it fails where the input breaks a promise or takes too long."""
    began = time.process_time()
    TARGETS[target](data)
    spent = time.process_time() - began
    assert spent < SLOWEST, f"{len(data):,} bytes took {spent:.1f} s"


def seeds(target: str) -> Iterator[bytes]:
    """Yield inputs to begin with: the sample's pages and small ones that hold a format's usual parts."""
    sample = ROOT / "data" / "sample" / "pages"
    ending = {"text": "*.txt", "html": "*.html", "quotes": "*.txt"}.get(target)
    yield from (
        (file.read_bytes()[:20_000] for file in sorted(sample.rglob(ending)) if ending) if ending else ()
    )
    yield from map(str.encode, SMALL.get(target, ()))


_ROW: dict[str, Any] = {
    "title": "Rain", "text": "It rained. " * 9, "published": "2024-03-05", "authors": ["Jo Day"], "n": 5,
}  # fmt: skip
SMALL: Mapping[str, tuple[str, ...]] = {
    "text": (
        "Rain again\n\nBy Jo Day\n\n4 March 2024\n\nPARIS (AP) — “It rained,” she said.\n\nRead more\n",
        "“”‘’\u00a0\u200f\u202e\ufeff یہ دریا کی کہانی ہے۔ 北京 नमस्ते\x0c\x85\u2028\u2029",
    ),
    "html": (
        "<html><head><meta charset=utf-8><title>Rain</title><meta property='og:url' content='http://a/'>"
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rain"}</script></head>'
        "<body><article><h1>Rain</h1><p>By Jo Day</p><time>2024-03-04</time><p>It rained.</p></article>",
        "<div><p><a href=x>b</a><table><tr><td>c<!-- d --><script>e</script><style>f</style>&amp;&#x41;&bad",
    ),
    "csv": ('title,text,published\nRain,"It ""rained"".",2024-03-05\n', "sep=;\na;text\n1;b\n"),
    "json": (json.dumps([_ROW]), json.dumps({"articles": [_ROW, 5]}), json.dumps(_ROW) + "\n{bad\n[1]"),
    "dates": (
        "4 March 2024", "2024-03-04T05:06:07+02:00", "Tue, 05 Mar 2024 15:45:00 GMT", "03/04/2024", "1709650000",
        "Updated 3:45 PM EST, Tue March 5, 2024", "5 mars 2024", "2 hours ago", "15-Jan-24", "2024年3月5日",
    ),
    "quotes": (
        "“It rained,” she said. ‘No,’ said Mr Day, “not here.”", "He told Reuters that \"it\" 'rained'. According to A",
    ),
    "settings": (
        'title = "a"\nseed = 1\n[corpus]\nmin_words = 5\nkinds = ["article"]\n[outlets.a]\nname = "b"\n',
        '[pages]\ncaptured = 2024-05-02T09:00:00\n[topics]\nk = 5\n[topics.labels]\na = "b"\n[lexicons]\n',
    ),
}  # fmt: skip
SMALL = {**SMALL, "tables": (*SMALL["csv"], *SMALL["json"])}

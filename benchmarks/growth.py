"""How time grows with the length of a text: every reader and analysis on every piece, doubled, as an exponent.

    python benchmarks/growth.py [--size 8000] [--lead "By A and B, "] [--tail y] [reader ...]

The exponent is the slope of log time over log length from a quarter of the largest size to that size, from an
eighth where that took over a second; 1 is linear. Times are of the processor, less that of an empty text; under `LEAST` seconds they say nothing of growth, so
sizes are doubled until they are over, or the text has `MOST` characters. An exponent over `ALLOWED` at such a time is
often a cache that was left or a table that was made larger: it is decided at greater lengths, doubled until the
time is over `LONG` seconds, or the text has `LONGEST` characters. A length that is refused ends the doubling. Times up to `SURE` are the
better of two; no text is read twice, since some answers are kept. Analyses get the text as one article of thirteen.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.pages.fields.bylines import split_names
from toolkit.pages.fields.dates import read_date
from toolkit.pages.fields.language import language_of
from toolkit.pages.html.articles import split_html
from toolkit.pages.read.cells import cell_text
from toolkit.pages.read.dates import stated_date
from toolkit.pages.read.files import Page
from toolkit.pages.read.records import read_records
from toolkit.pages.read.unwrap import unwrap
from toolkit.pages.read.values import names_in
from toolkit.pages.text.articles import split_page
from toolkit.pages.themes import load_furniture
from toolkit.patterns import pattern
from toolkit.settings import PagesSettings, Settings, make_settings
from toolkit.tables import conform
from toolkit.text.segments import segments
from toolkit.text.sentences import split_sentences

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hostile"))
import odd

LEAST, MOST, ALLOWED = 0.3, 1_000_000, 1.1
LONG, LONGEST = 5.0, 5_000_000
SURE = 0.6  # seconds that are not measured twice
PIECES = [
    " ", "\n", "a", "a.", "a. ", "A. B. ", '"', "'", "“", "”", "“a” ", '"a" said B. ', "(", "[", "<", "<!--", "<a ", "<p>", "</p>", "&amp;", "&",
    "1", "1/2/2024 ", "2024-", "4 March ", "and ", ", ", ";", "by ", "By A B\n", "@", "http://", "-", "—", "\u00a0", "\u200f", "é", "北", "😀",
    "{", '{"a":', "[[", "\\", '"",', "a,b\n", "Home\n", "Read more\n", "\t", "\r", "“a\n\n", "Mr. ", "U.S. ", "...", "x said y. ", "* ", "•\n",
    "a\n", "A\n\n", "Rain In Town\n", "RAIN\n", "4 March 2024\n", "By Jo Day\n", "PARIS (AP) — ", "<div>", "<div><p>a</p></div>", "<li>a",
    "<td>", "<h2>A</h2>", "<a href=x>b</a> ", "said ", "he said. ", "“a,” said Jo Day. ", "“a,” the mayor said. ", "According to A, ", "A B, ", "word ", "Jo Day, ",
]  # fmt: skip


def corpus(text: str) -> Corpus:
    frame = pd.DataFrame({"article_id": ["a"], "outlet": ["post"], "text": [text], "language": ["en"]})
    return Corpus(conform(frame, "articles"))


def lines(text: str) -> None:
    furniture = load_furniture()
    for line in text.split("\n"):
        furniture.place(line)


def among(text: str) -> Corpus:
    """Return a corpus of the text and of twelve ordinary articles, of three outlets."""
    rows = odd.rows(13, 3)
    rows[0]["text"] = text
    return Corpus(conform(pd.DataFrame(rows), "articles"))


def page(text: str) -> Page:
    return Page("page", "post", text, "utf-8", "")


def records(text: str, name: str) -> object:
    return read_records(text.encode(), name=name, outlet="post", settings=Settings())


WILD = pattern("govern*|*ment|free* trade*")
OWN = pattern(r"/(?:\w+ ){0,3}\w+(?:ed|s)\b|[“\"][^”\"]{0,80}[”\"]|^By .+$/")
# Analyses that read the texts; the others read their tables, or show what these return.
ANALYSES = [
    "syndication", "duplicates", "tokens", "dfm", "concordance", "topics", "framing", "keyness", "collocates", "collocations", "term_rates", "compare", "labels",
    "suggest_names", "naming_contrasts", "countries", "named_entities", "hedging", "agency", "passives", "voice_shares", "sources", "verb_profile", "readability",
    "explain", "words_in_context", "check_sheet", "reading", "audit",
]  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "text": lambda text: split_page(page(text), load_furniture(), PagesSettings()),
    "html": lambda text: split_html(page(f"<html><body><p>{text}"), load_furniture(), PagesSettings()),
    "csv": lambda text: records(f"title,text\n{text}", "rows.csv"),
    "json": lambda text: records(text, "rows.json"),
    "json lines": lambda text: records(text, "rows.jsonl"),
    "names": split_names,
    "dates": read_date,
    "cells": cell_text,
    "sentences": split_sentences,
    "segments": lambda text: segments(corpus(text)),
    "quotes": lambda text: quotes(corpus(text)),
    "themes": lines,
    "patterns": WILD.findall,
    "user's patterns": lambda text: [*OWN.finditer(text)],
    "language": language_of,
    "unwrapping": unwrap,
    "header lines": stated_date,
    "authors' cells": names_in,
    **{name: lambda text, name=name: odd.CALLS[name](among(text)) for name in ANALYSES},
    "settings": lambda text: make_settings({"title": text}),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """Return the processor's seconds for one text; of one that is refused, no number."""
    best = math.inf
    for more in ("", " "):
        began = time.process_time()
        try:
            read(text + more)
        except ToolkitError:
            return math.nan
        best = min(best, time.process_time() - began)
        if best > SURE:
            break
    return best


def growth(
    read: Callable[[str], object], piece: str, size: int, lead: str = "", tail: str = ""
) -> tuple[float | None, int, float, bool]:
    """Return the exponent (None where even the largest text took no time), the size, its seconds, whether it was decided at length."""
    empty = seconds(read, " ")
    base = 0.0 if math.isnan(empty) else empty
    took: list[float] = []

    def slope() -> float | None:
        back = 3 if took[-1:] > [LONG / 4] and len(took) > 3 else 2
        told = len(took) > back and took[-1] >= LEAST and took[-1 - back] > 0
        return math.log2(took[-1] / took[-1 - back]) / back if told else None

    def double(most: int, enough: float) -> None:
        nonlocal size
        while size <= most and (len(took) < 3 or took[-1] < enough):
            spent = seconds(read, lead + piece * (size // len(piece)) + tail)
            if math.isnan(spent):
                return
            took.append(spent - base)
            size *= 2

    double(MOST, LEAST)
    first = slope()
    longer = first is not None and first > ALLOWED
    if longer:
        double(LONGEST, LONG)
    return slope(), size // 2, took[-1] if took else 0.0, longer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*", default=list(READERS))
    parser.add_argument("--size", type=int, default=8_000, help="characters to begin with")
    parser.add_argument("--lead", default="", help="what stands before the pieces")
    parser.add_argument("--tail", default="", help="and what behind them")
    given = parser.parse_args()
    gc.freeze()  # what was imported is not looked through again and again
    over = measured = 0
    for name in given.readers:
        told = []
        for piece in PIECES:
            slope, size, took, longer = growth(READERS[name], piece, given.size, given.lead, given.tail)
            measured += 1
            if slope is not None:
                told.append(
                    (
                        slope,
                        f"{piece!r} {slope:.2f} ({took:.2f} s for {size:,}{', decided at length' * longer})",
                    )
                )
        told.sort(reverse=True)
        over += sum(slope > ALLOWED for slope, _ in told)
        print(
            f"{name}: {len(PIECES)} patterns, {len(told)} over {LEAST} s; largest exponents: "
            f"{'; '.join(text for _, text in told[:4]) or 'none'}",
            flush=True,
        )
    print(f"{measured} measured; {over} exponents over {ALLOWED}")


if __name__ == "__main__":
    main()

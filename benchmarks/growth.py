"""How time grows with the length of a text: every reader and analysis on every piece, doubled, as an exponent.

    python benchmarks/growth.py [--size 8000] [reader ...]

The exponent is the slope of log time over log length from a quarter of the largest size to that size; 1 is
linear. A time under `LEAST` seconds is mostly start-up and says nothing of growth, so sizes are doubled until it
is over, or the text has `MOST` characters. Times are of the processor, the better of two up to a second; no text is read twice,
since some answers are kept. Analyses get the text as one article of thirteen.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.pages.fields.bylines import split_names
from toolkit.pages.fields.dates import read_date
from toolkit.pages.fields.language import language_of
from toolkit.pages.read.cells import cell_text
from toolkit.pages.read.dates import stated_date
from toolkit.pages.read.unwrap import unwrap
from toolkit.pages.read.values import names_in
from toolkit.pages.themes import load_furniture
from toolkit.patterns import pattern
from toolkit.settings import make_settings
from toolkit.tables import conform
from toolkit.text.segments import segments
from toolkit.text.sentences import split_sentences

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hostile"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fuzz"))
import odd
import targets

LEAST, MOST, ALLOWED = 0.3, 1_000_000, 1.1
SURE = 1.0  # seconds that are not measured twice
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


WILD = pattern("govern*|*ment|free* trade*")
OWN = pattern(r"/(?:\w+ ){0,3}\w+(?:ed|s)\b|[“\"][^”\"]{0,80}[”\"]|^By .+$/")
# Analyses that read the texts; the others read their tables, or show what these return.
ANALYSES = [
    "syndication", "duplicates", "tokens", "dfm", "concordance", "topics", "framing", "keyness", "collocates", "collocations", "term_rates", "compare", "labels",
    "suggest_names", "naming_contrasts", "countries", "named_entities", "hedging", "agency", "passives", "voice_shares", "sources", "verb_profile", "readability",
    "explain", "words_in_context", "check_sheet", "reading", "audit",
]  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "text": lambda text: targets.text(text.encode()),
    "html": lambda text: targets.html(f"<html><body><p>{text}".encode()),
    "csv": lambda text: targets.csv(f"title,text\n{text}".encode()),
    "json": lambda text: targets.json_(text.encode()),
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
    best = math.inf
    for more in ("", " "):
        began = time.process_time()
        with suppress(ToolkitError):
            read(text + more)
        best = min(best, time.process_time() - began)
        if best > SURE:
            break
    return best


def growth(read: Callable[[str], object], piece: str, size: int) -> tuple[float | None, int, float]:
    """Return the exponent (None where even the largest text took no time), the size and its seconds."""
    took = [seconds(read, piece * (size // len(piece)))]
    while (took[-1] < LEAST or len(took) < 3) and size < MOST and took[-1] < 5:
        size *= 2
        took.append(seconds(read, piece * (size // len(piece))))
    told = took[-1] >= LEAST and len(took) >= 3 and took[-3] > 0
    return (math.log2(took[-1] / took[-3]) / 2 if told else None), size, took[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*", default=list(READERS))
    parser.add_argument("--size", type=int, default=8_000, help="characters to begin with")
    given = parser.parse_args()
    over = measured = 0
    for name in given.readers:
        worst: list[tuple[float, str, int, float]] = []
        for piece in PIECES:
            slope, size, took = growth(READERS[name], piece, given.size)
            measured += 1
            if slope is not None:
                worst.append((slope, piece, size, took))
        worst.sort(reverse=True)
        over += sum(slope > ALLOWED for slope, *_ in worst)
        told = "; ".join(
            f"{piece!r} {slope:.2f} ({took:.2f} s for {size:,})" for slope, piece, size, took in worst[:4]
        )
        print(
            f"{name}: {len(PIECES)} patterns, {len(worst)} over {LEAST} s; largest exponents: {told or 'none'}",
            flush=True,
        )
    print(f"{measured} measured; {over} exponents over {ALLOWED}")


if __name__ == "__main__":
    main()

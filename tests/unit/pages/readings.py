"""Files for `test_pinned_readings`: real ones as they are, and worn as hands and programs wear them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from toolkit.pages.read.archives import Input
from toolkit.pages.reader import FileReader
from toolkit.pages.themes import load_furniture
from toolkit.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
LARGEST = 400_000  # bytes of a file that is read whole
Wear = Callable[[str], str]


def without_blanks(text: str) -> str:
    """Drop every blank line, as some programs do that turn a page into text."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def wrapped(text: str) -> str:
    """Break each line at 72 characters, as mail programs do."""
    return "\n".join(textwrap.fill(line, 72) if line.strip() else line for line in text.split("\n"))


def gaps(text: str) -> str:
    """Lose every seventh line."""
    return "".join(line for at, line in enumerate(text.splitlines(keepends=True)) if at % 7 != 5)


def cut(text: str) -> str:
    """Lose what follows the first three fifths."""
    return text[: len(text) * 3 // 5]


def later(text: str) -> str:
    """Lose the first fifth."""
    return text[len(text) // 5 :]


def indented(text: str) -> str:
    """Indent every line, each third one more, with a bullet on some."""
    return "\n".join(
        ("    " if at % 3 else "  ") + ("• " if at % 11 == 4 else "") + line
        for at, line in enumerate(text.split("\n"))
    )


def loud(text: str) -> str:
    """Print every fifth line in capitals."""
    return "\n".join(line.upper() if at % 5 == 2 else line for at, line in enumerate(text.split("\n")))


def short(text: str) -> str:
    """Keep the first nine words of each line."""
    return "\n".join(" ".join(line.split()[:9]) for line in text.split("\n"))


def unnamed(page: str) -> str:
    """Take the classes and identifiers away from a page's elements."""
    return re.sub(r"\s(?:class|id|itemprop|rel|role)=(?:\"[^\"]*\"|'[^']*')", "", page)


def unstated(page: str) -> str:
    """Take away what a page says of itself: its metadata and linked data."""
    return re.sub(r"(?is)<meta\b[^>]*>|<script\b.*?</script>|<title\b.*?</title>", "", page)


def divided(page: str) -> str:
    """Make divisions of all paragraphs, sections and headings."""
    return re.sub(r"(?i)<(/?)(?:p|article|section|main|h[1-6])\b", r"<\1div", page)


def unended(page: str) -> str:
    """Forget to close paragraphs and items, and lose every ninth division."""
    seen = iter(range(10**9))
    page = re.sub(r"(?i)</(?:p|li)>", "", page)
    return re.sub(r"(?i)<div\b[^>]*>", lambda hit: "" if next(seen) % 9 == 4 else hit[0], page)


def thin(page: str) -> str:
    """Keep two paragraphs of three."""
    seen = iter(range(10**9))
    return re.sub(r"(?is)<p\b.*?</p>", lambda hit: "" if next(seen) % 3 == 1 else hit[0], page)


def rows(table: str) -> list[list[str]]:
    csv.field_size_limit(10**9)
    return list(csv.reader(io.StringIO(table)))


def written(made: list[list[str]], separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(made)
    return out.getvalue()


def semicolons(table: str) -> str:
    """Separate cells as spreadsheets in much of Europe do, under a line of remarks."""
    return "Export of the archive\n\n" + written(rows(table), ";")


def tabs(table: str) -> str:
    """Separate cells by tabs."""
    return written(rows(table), "\t")


def holes(table: str) -> str:
    """Empty every fifth cell, end every seventh row early and add a cell to every eleventh."""
    made = [
        ["" if at and (at + n) % 5 == 2 else cell for n, cell in enumerate(row)]
        for at, row in enumerate(rows(table))
    ]
    for at in range(1, len(made)):
        if at % 7 == 3:
            del made[at][-1:]
        if at % 11 == 5:
            made[at].append("one more")
    return written(made, ",")


def renamed(table: str) -> str:
    """Give the columns names in capitals with blanks and a number."""
    made = rows(table)
    made[:1] = [[f" {name.upper().replace('_', ' ')} " for name in made[0]]] if made else []
    return written(made, ",")


def as_json(table: str) -> str:
    """Write the rows as a list of objects, under a key."""
    head, *body = rows(table) or [[]]
    return json.dumps({"total": len(body), "items": [dict(zip(head, row, strict=False)) for row in body]})


def by_column(table: str) -> str:
    """Write the rows as an object of columns, as data frames are written."""
    head, *body = rows(table) or [[]]
    columns = {
        name: {str(n): (row + [""] * len(head))[at] for n, row in enumerate(body)}
        for at, name in enumerate(head)
    }
    return json.dumps(columns)


TEXTS: tuple[Wear, ...] = (without_blanks, wrapped, gaps, cut, later, indented, loud, short)
PAGES: tuple[Wear, ...] = (unnamed, unstated, divided, unended, thin, cut)
TABLES: tuple[tuple[Wear, str], ...] = (
    (semicolons, ".csv"), (tabs, ".tsv"), (holes, ".csv"), (renamed, ".csv"), (as_json, ".json"), (by_column, ".json"), (cut, ".csv"), (gaps, ".csv"),
)  # fmt: skip


def whole(folder: str, pattern: str = "*", part: int = 0, of: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a shared folder, unpacked, or some of them."""
    for path in sorted((SHARED / folder).rglob(pattern))[part::of]:
        if path.is_file() and path.name[0] != "." and path.stat().st_size <= LARGEST:
            data = path.read_bytes()
            yield (
                path.relative_to(SHARED).as_posix(),
                gzip.decompress(data) if path.name.endswith(".html.gz") else data,
            )


def worn(
    files: Iterator[tuple[str, bytes]], wears: tuple[Wear, ...], *, each: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield files worn in every way or, without ``each``, in one way after the other."""
    for at, (name, data) in enumerate(files):
        text = data.decode("utf-8", "replace")
        for wear in wears if each else (wears[at % len(wears)],):
            yield f"{wear.__name__}/{name}", wear(text).encode()


def committed(pattern: str) -> Iterator[tuple[str, bytes]]:
    """Yield pages of the sample and of the gold layouts."""
    for folder in ("data/sample/pages", "tests/gold"):
        for path in sorted((ROOT / folder).rglob(pattern)):
            if "pages" in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_bytes()


def worn_tables() -> Iterator[tuple[str, bytes]]:
    for name, data in [*whole("exports/json", "*.csv"), *whole("cases/inputs", "*.csv")]:
        for wear, suffix in TABLES:
            yield f"{wear.__name__}/{name}{suffix}", wear(data.decode("utf-8", "replace")).encode()


EXPORTS = ("europresse_html", "factiva_html", "factiva_xml", "lexisnexis_html", "nexis_html", "nexis_txt", "feeds", "wxr")  # fmt: skip


def exports() -> Iterator[tuple[str, bytes]]:
    for name in EXPORTS:
        yield from whole(f"exports/{name}")


GROUPS: Mapping[str, Callable[[], Iterator[tuple[str, bytes]]]] = {
    "exports": lambda: whole("exports"),
    "cases": lambda: whole("cases/inputs"),
    "worn exports": lambda: worn(exports(), (cut, gaps, later, short), each=True),
    "worn tables": worn_tables,
    "real pages": lambda: whole("real_pages/html", "*.html", 0, 2),
    "articles": lambda: whole("benchmarks/article_html", "*.html.gz", 0, 10),
    "worn articles": lambda: worn(whole("benchmarks/article_html", "*.html.gz", 5, 10), PAGES, each=False),
    "worn real pages": lambda: worn(whole("real_pages/html", "*.html", 1, 2), PAGES, each=False),
    "worn sample": lambda: worn(committed("*.txt"), TEXTS, each=False),
    "worn sample pages": lambda: worn(committed("*.html"), PAGES, each=True),
    "real texts": lambda: whole("real_pages/text", "*.txt", 0, 2),
}
OWN = ("worn sample", "worn sample pages")  # groups of files of the repository


def reading(name: str, data: bytes) -> dict[str, Any]:
    """Return everything that is read of one file."""
    reader = FileReader(Settings(), load_furniture([]), {})
    reader.add(Input(name.removesuffix(".gz") if ".html" in name else name, "post", lambda: data))
    found = reader.reading
    found.articles.columns.pop("confidence", None)  # a number of many sums
    return {
        "articles": found.articles.columns,
        "blocks": [list(block.values()) for block in found.blocks],
        "dropped": found.dropped,
        "quarantine": found.quarantine,
        "files": found.files,
    }


def digests(group: str) -> dict[str, str]:
    """Return a digest of what is read of each file of a group."""
    return {
        name: hashlib.sha256(json.dumps(reading(name, data), default=str).encode()).hexdigest()[:10]
        for name, data in GROUPS[group]()
    }

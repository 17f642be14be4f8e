"""Files for `test_pinned_readings`: real ones as they are, and worn as hands and programs wear them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

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


def altered(name: str, pieces: list[str], some: range) -> Iterator[tuple[str, bytes]]:
    """Yield a file without some of its pieces in turn, with some of them twice, and some in another order."""
    for at in some:
        above, own, below = pieces[:at], pieces[at : at + 1], pieces[at + 1 :]
        other = [*own, *own, *below] if at % 2 else [*below[:1], *own, *below[1:]]
        for rest in (below, other):
            yield name, "".join([*above, *rest]).encode()


def pieces_of(name: str, data: bytes) -> list[str]:
    """Return the lines of a text, or the elements of markup, with what follows each."""
    if name.endswith((".html", ".xml")):
        return re.split(r"(?i)(?<=>)(?=\s*<[a-z])", data.decode("utf-8", "replace"))
    return data.decode("utf-8", "replace").splitlines(keepends=True)


# Of exports: the pieces that are altered, and how many there are of the file.
ALTERED: Mapping[str, tuple[range, int]] = {
    "exports/europresse_html/europresse_test1.html": (range(5, 40, 2), 122),
    "exports/factiva_html/factiva_test.html": (range(20, 40), 118),
    "exports/factiva_xml/factiva_test.xml": (range(9, 60, 2), 178),
    "exports/lexisnexis_html/lexisnexis_test_en.html": (range(4, 40), 999),
    "exports/lexisnexis_html/lexisnexis_test_copyright_error.html": (range(4, 40), 999),
    "exports/nexis_txt/sample.TXT": (range(0, 60, 2), 130),
    "exports/feeds/rss2sample.xml": (range(36), 99),
    "exports/feeds/category-feed.xml": (range(19), 99),
}


def altered_exports() -> Iterator[tuple[str, bytes]]:
    """Yield exports with a line or element at a time gone, twice, or in another place."""
    for name, (some, length) in ALTERED.items():
        pieces = pieces_of(name, (SHARED / name).read_bytes())[:length]
        yield from altered(name, pieces, some)


def altered_pages() -> Iterator[tuple[str, bytes]]:
    """Yield short pages of the repository in the same ways."""
    layouts = "tests/gold/layouts/pages/harrow-point-courier/harrow-courier_front.txt"
    for name in (layouts, "data/sample/pages/meridian-daily/editor-arrested.html"):
        pieces = pieces_of(name, (ROOT / name).read_bytes())
        yield from altered(name, pieces, range(len(pieces)))


def invented_exports() -> Iterator[tuple[str, bytes]]:
    """Yield the invented exports of `tests/unit/pages/exports` in the same ways."""
    sys.path.insert(0, str(Path(__file__).with_name("exports")))
    fields, factiva, nexis, europresse = map(
        import_module, ("test_fields", "test_factiva", "test_nexis", "test_europresse")
    )
    rule = f"{'_' * 60}\n\n"
    html = nexis.HTML.format(documents="".join(nexis.DOCUMENT.format(n=n, body=nexis.BODY) for n in (1, 2)))
    made = {
        "nexis.txt": nexis.old(1, 2, extra="\nGRAPHIC: A wall.\n\nCopyright 2031 a board\n") + nexis.old(2, 2, title="Second"),
        "nexis uni.txt": "\n".join([*nexis.COVER_UNI, *nexis.uni(), *nexis.uni("Second", "Other Paper")]),
        "nexis.html": html,
        "factiva placed.txt": factiva.PLACED,
        "factiva coded.txt": "\n\n".join(f"{code}{'   ' if code else ''}{value}" for code, value in factiva.CODED * 2),
        "factiva.html": factiva.page(factiva.placed() + factiva.placed(words="26 words", number="Article")),
        "proquest.txt": f"{rule}Report Information from ProQuest\n\n{rule}" + fields.proquest(1, fields.BODY) + fields.proquest(2, f"{fields.BODY}\n\nNo."),
        "proquest.html": f"<html><body>{fields.proquest_html('251')}{fields.proquest_html('252')}</body></html>",
        "labelled.txt": f"Document 1 of 2\n\n{rule}{fields.LABELLED}\n==========\n\n{fields.LABELLED.replace('9 Jan', '8 May')}",
        "older.html": f"<html><body>{europresse.older()}{europresse.older('')}</body></html>",
        "newer.html": f"<html><body>{europresse.newer()}{europresse.newer('')}</body></html>",
        "a.ris": f"TY  - NEWS\nT1  - Ferries stop\nAU  - Karim, Nadia\nAU  - Reis, Omar\nPY  - 2031/03/05\nT2  - The Meridian Post\nSP  - 4\nKW  - Dams\nKW  - Walls\n"
        f"UR  - https://post.example/1\nLA  - en\nN2  - {fields.BODY}\n{fields.BODY}\nER  - \n\nTY  - NEWS\nTI  - Second\nDA  - 2031/03/06\nJO  - Other\nAB  - {fields.BODY}\nER  - \n",
    }  # fmt: skip
    for name, text in made.items():
        pieces = pieces_of(name, text.encode())
        yield name, text.encode()
        yield from altered(name, pieces, range(min(len(pieces), 64)))


def words(number: int, seed: int = 0) -> str:
    """Return a sentence of so many words."""
    known = "the river rose in night and council closed lower bridge before dawn while farmers moved their cattle to high hill".split()  # noqa: SIM905
    made = " ".join(known[(at * 7 + seed) % len(known)] for at in range(number))
    return made[:1].upper() + made[1:] + "." * (number > 0)


LENGTHS = (*range(26), *range(26, 60, 3), *range(60, 160, 10))


def graded_texts() -> Iterator[tuple[str, bytes]]:
    """Yield pages of text that have one thing more at each step: words of a text, of a headline, blank lines, articles."""
    top, other = (
        "Home\nNews\nSport\n\n",
        f"\n\nDam at Torvik gives way\n\nBy Jo Day\n\n4 March 2024\n\n{words(70)}\n\n{words(40, 3)}\n",
    )
    for n in LENGTHS:
        yield "words", f"{top}Rain closes the bridge\n\nBy Ann Lee\n\n{words(n)}{other}".encode()
        yield (
            "cut",
            f"{top}Rain closes the bridge\n5 March 2024\n{words(n).rstrip('.')}...\n\nRead more{other}".encode(),
        )
        yield "lines of words", f"{words(30)}\n\n{words(n, 2)}\n\n{words(30, 4)}\n".encode()
    for n in range(24):
        yield (
            "headline",
            f"{top}{words(n, 5).rstrip('.')}\n\nBy Ann Lee, 5 March 2024\n\n{words(60)}{other}".encode(),
        )
        yield (
            "places",
            f"{top}Rain closes the bridge\n\n{words(n, 5).upper()[:-1]}: {words(60)}\n\n{words(n)} (Reuters){other}".encode(),
        )
    for n in range(9):
        yield (
            "blanks",
            (
                f"{top}Rain closes the bridge"
                + "\n" * n
                + "By Ann Lee"
                + "\n" * (n // 2 + 1)
                + words(60)
                + "\n" * (9 - n)
                + words(50, 2)
                + other
            ).encode(),
        )
        yield (
            "articles",
            (
                top + "".join(f"Story {words(4, at)[:-1]}\n{words(18, at)}\nRead more\n\n" for at in range(n))
            ).encode(),
        )
        yield (
            "repeats",
            (
                top
                + "".join(
                    f"{words(6, at)[:-1]}\n\nBy Ann Lee\n\n{words(50, at)}\n\nShare this\n\n"
                    for at in range(n)
                )
            ).encode(),
        )


def graded_pages() -> Iterator[tuple[str, bytes]]:
    """Yield pages of HTML in the same way: words, links, cards, depth, and what states title, author and date."""
    page = "<html><head><title>Rain closes the bridge | The Post</title></head><body><nav><a href=/>Home</a></nav>{}<footer>About us</footer></body></html>"
    for n in LENGTHS:
        yield (
            "words",
            page.format(f"<article><h1>Rain closes the bridge</h1><p>{words(n)}</p></article>").encode(),
        )
        yield (
            "second",
            page.format(
                f"<h1>Rain closes the bridge</h1><p>{words(60)}</p><p>{words(n, 2)}</p><div><p>{words(n // 2, 3)}</p></div>"
            ).encode(),
        )
    for n in range(16):
        linked = "".join(
            f"<a href=/{at}>{word}</a> " if at < n else f"{word} "
            for at, word in enumerate(words(16).split())
        )
        yield (
            "links",
            page.format(f"<h1>Rain</h1><p>{words(60)}</p><p>{linked}</p><p>{words(30, 2)}</p>").encode(),
        )
        cards = "".join(
            f"<div class=card><h3><a href=/{at}>{words(5, at)}</a></h3><p>{words(n + 4, at)}</p></div>"
            for at in range(n)
        )
        yield "cards", page.format(f"<main>{cards}</main>").encode()
        yield (
            "cards below",
            page.format(
                f"<article><h1>Rain</h1><p>{words(80)}</p></article><section>{cards}</section>"
            ).encode(),
        )
        yield (
            "headline",
            page.format(
                f"<article><h1>{words(2 * n, 3)}</h1><p class=byline>By Ann Lee</p><p>{words(60)}</p></article>"
            ).encode(),
        )
        items = "".join(f"<li>{words(3, at)}</li>" for at in range(n))
        yield (
            "list",
            page.format(f"<h1>Rain</h1><p>{words(60)}</p><ul>{items}</ul><p>{words(20, 2)}</p>").encode(),
        )
    for n in range(8):
        deep = "<div>" * n + f"<p>{words(60)}</p>" + "</div>" * n
        yield (
            "depth",
            page.format(
                f"<div itemprop=headline>{'<div>' * n}<span>Rain falls</span>{'</div>' * n}</div><div class=author>Ann Lee</div>{deep}"
            ).encode(),
        )
    stated = (
        '<meta property="og:title" content="Rain at night">', '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rain in it","author":{"name":"Jo Day"},"datePublished":"2024-03-04"}</script>',
        "<h1>Rain, said the page</h1>", '<meta name="author" content="Ann Lee">', '<time datetime="2024-03-05">5 March</time>', '<p class="byline">By Omar Reis</p>', '<h2 itemprop="headline">Rain again</h2>',
    )  # fmt: skip
    for chosen in range(2 ** len(stated)):
        made = "".join(part for at, part in enumerate(stated) if chosen >> at & 1)
        yield (
            "stated",
            f"<html><head><title>Rain - The Post</title></head><body>{made}<p>{words(60)}</p><p>{words(40, 2)}</p></body></html>".encode(),
        )


def graded_tables() -> Iterator[tuple[str, bytes]]:
    """Yield tables in the same way: words of a cell, columns with and without names, quotation marks that do not match."""
    for n in (*range(12), 20, 40, 80, 200, 300):
        yield (
            "words.csv",
            f"id,headline,body,more\n1,Rain,{words(n)},x\n2,Sun,{words(9)},{words(n)}\n".encode(),
        )
        yield (
            "lost.csv",
            (
                "title,text\n"
                + '1,"open '
                + "".join(f"Rain {at},{words(9, at)}\n" for at in range(n))
                + 'Sun,"end\n'
            ).encode(),
        )
        yield (
            "list.json",
            json.dumps(
                {
                    "meta": {"n": n},
                    "rows": [{"title": "Rain", "text": words(at + 1)} for at in range(n % 9)],
                    "tags": ["x"] * n,
                }
            ).encode(),
        )
    names = (
        "title",
        "headline",
        "text",
        "body",
        "published",
        "date",
        "author",
        "byline",
        "url",
        "source",
        "outlet",
        "language",
    )
    values = (
        "Rain",
        "Sun",
        words(30),
        words(25, 2),
        "2024-03-04",
        "5 March 2024",
        "Ann Lee",
        "By Jo Day",
        "https://post.example/1",
        "Reuters",
        "The Post",
        "German",
    )
    for chosen in range(1, 2 ** len(names), 37):
        used = [at for at in range(len(names)) if chosen >> at & 1]
        yield (
            "columns.csv",
            f"{','.join(names[at] for at in used)}\n{','.join(values[at] for at in used)}\n".encode(),
        )


def xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def zipped(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def packed() -> Iterator[tuple[str, bytes]]:
    """Yield pages of the repository as documents, mails, an e-book, web archives and workbooks."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    odt = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    for name, data in list(committed("*.txt"))[::9]:
        text = data.decode("utf-8", "replace")
        lines = [xml(line) for line in text.split("\n")]
        halves = [(xml(line[:9]), xml(line[9:])) for line in text.split("\n")]
        runs = "".join(
            f"<w:p><w:r><w:t>{one}</w:t></w:r><w:r><w:t>{two}</w:t><w:tab/></w:r></w:p>"
            for one, two in halves
        )
        yield (
            f"{name}.docx",
            zipped({"word/document.xml": f"<w:document {word}><w:body>{runs}</w:body></w:document>"}),
        )
        spans = "".join(
            f'<text:p>{one}<text:span>{two}</text:span><text:s text:c="2"/></text:p>' for one, two in halves
        )
        yield (
            f"{name}.odt",
            zipped(
                {
                    "content.xml": f"<office:document-content {odt}><office:body><office:text>{spans}</office:text></office:body></office:document-content>"
                }
            ),
        )
        said = "".join(
            char if char < "\x80" and char not in "{}\\" else f"\\u{ord(char) - 65536 * (ord(char) > 32767)}?"
            for char in text
            if ord(char) < 65536
        )
        yield f"{name}.rtf", ("{\\rtf1\\ansi " + said.replace("\n", "\\par ") + "}").encode()
        yield f"{name}.utf16.txt", text.encode("utf-16")
        yield f"{name}.cp1252.txt", text.encode("cp1252", "replace")
        yield f"{name}.twice.txt", text.encode().decode("latin-1").encode()
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["Date"] = (
            lines[0][:60].strip() or "News",
            "Jo Day <jo@post.example>",
            "Mon, 04 Mar 2024 10:00:00 +0500",
        )
        mail.set_content(text)
        yield f"{name}.eml", mail.as_bytes()
        mail.add_alternative("".join(f"<p>{line}</p>" for line in lines), subtype="html")
        mail.set_boundary("=part")
        yield f"{name}.both.eml", mail.as_bytes()
        yield (
            f"{name}.mbox",
            b"From jo Mon\n"
            + mail.as_bytes()
            + b"\n\nFrom jo Tue\n"
            + mail.as_bytes().replace(b"Jo Day", b"Ann Lee"),
        )
    for name, data in list(committed("*.html"))[::3]:
        page, short = data.decode(), Path(name).name
        mail = EmailMessage()
        mail["Subject"], mail["Snapshot-Content-Location"] = short, f"https://post.example/{short}"
        mail.set_content(page, subtype="html")
        mail.add_related(b"p {}", "text", "css")
        mail.set_boundary("=part")
        yield f"{name}.mhtml", mail.as_bytes()
        package = '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
        container = '<container><rootfiles><rootfile full-path="o/c.opf"/></rootfiles></container>'
        yield (
            f"{name}.epub",
            zipped({"META-INF/container.xml": container, "o/c.opf": package, "o/a.xhtml": page}),
        )
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.post.example/{short}\r\nWARC-Date: 2024-03-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        yield f"{name}.warc", head.encode() + answer + b"\r\n\r\n"
    for name, data in list(whole("cases/inputs", "*.csv"))[::4]:
        frame, buffer = (
            pd.read_csv(io.BytesIO(data), dtype=str, on_bad_lines="skip", engine="python"),
            io.BytesIO(),
        )
        frame.to_parquet(buffer)
        yield f"{name}.parquet", buffer.getvalue()
        buffer = io.BytesIO()
        frame.to_excel(buffer, index=False)
        yield f"{name}.xlsx", buffer.getvalue()


EXPORTS = ("europresse_html", "factiva_html", "factiva_xml", "lexisnexis_html", "nexis_html", "nexis_txt", "feeds", "wxr")  # fmt: skip


def exports() -> Iterator[tuple[str, bytes]]:
    for name in EXPORTS:
        yield from whole(f"exports/{name}")


GROUPS: Mapping[str, Callable[[], Iterator[tuple[str, bytes]]]] = {
    "exports": lambda: whole("exports"),
    "cases": lambda: whole("cases/inputs"),
    "worn exports": lambda: worn(exports(), (cut, gaps, later, short), each=True),
    "worn tables": worn_tables,
    "real pages": lambda: whole("real_pages/html", "*.html", 0, 3),
    "articles": lambda: whole("benchmarks/article_html", "*.html.gz", 0, 10),
    "worn real pages": lambda: worn(whole("real_pages/html", "*.html", 1, 3), PAGES, each=False),
    "worn sample": lambda: worn(committed("*.txt"), TEXTS, each=False),
    "worn sample pages": lambda: worn(committed("*.html"), PAGES, each=True),
    "real texts": lambda: whole("real_pages/text", "*.txt", 0, 3),
    "altered exports": altered_exports,
    "invented exports": invented_exports,
    "altered pages": altered_pages,
    "packed": packed,
    "graded texts": lambda: ((f"{name}.txt", data) for name, data in graded_texts()),
    "graded pages": lambda: ((f"{name}.html", data) for name, data in graded_pages()),
    "graded tables": graded_tables,
}
OWN = (
    "worn sample",
    "worn sample pages",
    "altered pages",
    "invented exports",
)  # groups of files of the repository


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
        "quarantine": [(row["file"], row["reason"]) for row in found.quarantine],
        "files": [{**row, "sha256": None, "n_bytes": None} for row in found.files],
    }


def digests(group: str) -> dict[str, str]:
    """Return a digest of what is read of each file of a group, in all its forms."""
    made: dict[str, hashlib._Hash] = {}
    for name, data in GROUPS[group]():
        told = json.dumps(reading(name, data), default=str)
        made.setdefault(name, hashlib.sha256()).update(told.encode())
    return {name: one.hexdigest()[:10] for name, one in made.items()}

"""Each limit of ``[limits]`` from both sides: a file at it is read, one past it is set aside and named."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from toolkit import load_corpus
from toolkit.corpus.account import account, balances, check_account
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.pages import killable
from toolkit.pages.read.files import Page
from toolkit.pages.text.articles import split_page
from toolkit.pages.themes import load_furniture
from toolkit.settings import LimitsSettings, PagesSettings, make_settings
from toolkit.tables import conform

from .test_one_bad_file import GOOD, STORY, html, parquet, row, rows

ON_LINUX = pytest.mark.skipif(
    not killable.CAN_FORK, reason="files are read in a process of their own on Linux"
)
MEGABYTE = 2**20


def noise(size: int) -> bytes:
    """A remark in HTML that hardly shrinks."""
    return b"<!--" + os.urandom(size // 2).hex().encode() + b"-->"


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return held.getvalue()


def table(columns: int, lines: int) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["text", *(f"c{n}" for n in range(1, columns))])
    writer.writerows([row(n)["text"], *[""] * (columns - 1)] for n in range(lines))
    return held.getvalue().encode()


def docx(paragraphs: int) -> bytes:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p>" * paragraphs
    return zipped(word__document_xml=f"<w:document {word}><w:body>{body}</w:body></w:document>".encode())


def epub(parts: int) -> bytes:
    container = b'<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    package = b'<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    more = {f"x{n}_css": b"" for n in range(parts - 3)}
    return zipped(META__container=b"") if parts < 3 else _epub(container, package, more)


def _epub(container: bytes, package: bytes, more: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in {"META-INF/container.xml": container, "c.opf": package, "a.xhtml": html()}.items():
            archive.writestr(name, data)
        for name, data in more.items():
            archive.writestr(name, data)
    return held.getvalue()


def pdf(pages: int) -> bytes:
    import pypdf

    held = io.BytesIO()
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(held)
    return held.getvalue()


def workbook(columns: int, lines: int, cell: str = "x") -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["text", *(f"c{n}" for n in range(1, columns))])
    for n in range(lines):
        book.active.append([row(n)["text"], *[f"{cell}{n}"] * (columns - 1)])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def mails(n: int) -> bytes:
    one = f"From x Tue\nFrom: A B <a@post.example>\nSubject: Rain {{}}\nDate: Tue, 5 Mar 2024 10:00:00 +0100\n\n{STORY}\n\n"
    return "".join(one.format(k) for k in range(n)).encode()


def warc(body: bytes) -> bytes:
    packed = gzip.compress(body)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + packed
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://post.example/a\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    return head % len(answer) + answer + b"\r\n\r\n"


def nested(depth: int) -> bytes:
    return b"<html><body>" + b"<div>" * (depth - 4) + f"<article><p>{STORY}</p><p>{STORY}</p>".encode()


BIG = html(body=STORY) + b"<!--" + b" " * 65 * MEGABYTE + b"-->"
# What is limited, the file at the limit and the one past it, and words of the reason.
CASES: dict[str, tuple[str, dict[str, int], Callable[[], bytes], Callable[[], bytes], str]] = {
    "bytes": ("x.html", {"file_mb": 1}, lambda: html() + noise(900_000), lambda: html() + noise(1_200_000), "larger than 1 MB"),
    "gzip": ("x.txt.gz", {"file_mb": 1}, lambda: gzip.compress(GOOD.encode()), lambda: gzip.compress(GOOD.encode() + b"\n" * MEGABYTE), "unpacked, the file is larger than 1 MB"),
    "expansion of gzip": ("x.html.gz", {"expansion": 10}, lambda: gzip.compress(html()), lambda: gzip.compress(BIG), "unpacked, the file is larger than 64 MB"),
    "expansion of zip": ("x.zip", {"expansion": 10}, lambda: zipped(a_html=html()), lambda: zipped(a_html=BIG), "times the file's size"),
    "a member of a zip": ("x.zip", {"file_mb": 1}, lambda: zipped(a_html=html()), lambda: zipped(a_html=html() + b" " * MEGABYTE), "larger than 1 MB"),
    "files of a zip": ("x.zip", {"members": 2}, lambda: zipped(a_html=html(), b_css=b""), lambda: zipped(a_html=html(), b_css=b"", c_css=b""), "3 files; up to 2 are read"),
    "expansion of DOCX": ("x.docx", {"file_mb": 1}, lambda: docx(3), lambda: docx(2_000), "larger than 1 MB"),
    "parts of EPUB": ("x.epub", {"members": 5}, lambda: epub(5), lambda: epub(6), "6 parts; up to 5 are read"),
    "expansion of XLSX": ("x.xlsx", {"file_mb": 1}, lambda: workbook(2, 3), lambda: workbook(2, 40, "x" * 32_000), "larger than 1 MB"),
    "columns of XLSX": ("x.xlsx", {"columns": 3}, lambda: workbook(3, 3), lambda: workbook(4, 3), "4 columns; up to 3 are read"),
    "rows of XLSX": ("x.xlsx", {"rows": 4}, lambda: workbook(3, 3), lambda: workbook(3, 4), "5 rows; up to 4 are read"),
    "expansion of WARC": ("x.warc", {"file_mb": 1}, lambda: warc(html()), lambda: warc(html() + b" " * MEGABYTE), "larger than 1 MB"),
    "messages": ("x.mbox", {"members": 2}, lambda: mails(2), lambda: mails(3), "3 messages; up to 2 are read"),
    "columns of CSV": ("x.csv", {"columns": 3}, lambda: table(3, 2), lambda: table(4, 2), "4 columns; up to 3 are read"),
    "rows of CSV": ("x.csv", {"rows": 3}, lambda: table(2, 3), lambda: table(2, 4), "4 rows; up to 3 are read"),
    "rows of JSON": ("x.json", {"rows": 3}, lambda: json.dumps([row(n) for n in range(3)]).encode(), lambda: json.dumps([row(n) for n in range(4)]).encode(), "4 rows; up to 3 are read"),
    "rows of JSON lines": ("x.jsonl", {"rows": 3}, lambda: rows(*map(row, range(3))), lambda: rows(*map(row, range(4))), "4 rows; up to 3 are read"),
    "rows of Parquet": ("x.parquet", {"rows": 3}, lambda: parquet(pd.DataFrame([row(n) for n in range(3)])), lambda: parquet(pd.DataFrame([row(n) for n in range(4)])), "4 rows; up to 3 are read"),
    "columns of Parquet": ("x.parquet", {"columns": 3}, lambda: parquet(pd.DataFrame([row(1)])), lambda: parquet(pd.DataFrame([row(1, desk="city")])), "4 columns; up to 3 are read"),
    "a cell of CSV": ("x.csv", {"cell": 1_000}, lambda: table(2, 1), lambda: b"text\n" + b"word " * 201, "more than 1,000 characters"),
    "a cell of JSON lines": ("x.jsonl", {"cell": 1_000}, lambda: rows(row(1)), lambda: rows(row(1, text="word " * 201)), "1,005 characters; up to 1,000 are read"),
    "nesting of JSON": ("x.json", {"nesting": 10}, lambda: json.dumps([row(1, x=json.loads("[" * 8 + "]" * 8))]).encode(), lambda: json.dumps([row(1, x=json.loads("[" * 9 + "]" * 9))]).encode(), "too deeply"),
    "nesting of JSON lines": ("x.jsonl", {"nesting": 10}, lambda: rows(row(1, x=json.loads("[" * 9 + "]" * 9))), lambda: rows(row(1, x=json.loads("[" * 10 + "]" * 10))), "too deeply"),
    "nesting of HTML": ("x.html", {"nesting": 100}, lambda: nested(95), lambda: nested(110), "too deeply"),
    "size of HTML": ("x.html", {"html_mb": 1}, lambda: html() + noise(900_000), lambda: html() + noise(1_100_000), "pages up to 1 MB are read"),
    "tags": ("x.html", {"tags": 1_000}, lambda: html() + b"<br>" * 980, lambda: html() + b"<br>" * 1_000, "tags; up to 1,000 are read"),
    "a line": ("x.txt", {"line": 1_000}, GOOD.encode, lambda: GOOD.encode() + b"\n\n" + b"word " * 201, "1,005 characters; up to 1,000 are read"),
    "lines": ("x.txt", {"lines": 1_000}, lambda: GOOD.encode() + b"\n" * 900, lambda: GOOD.encode() + b"\n" * 1_000, "lines; up to 1,000 are read"),
    "pages of PDF": ("x.pdf", {"pdf_pages": 2}, lambda: pdf(2), lambda: pdf(3), "3 pages; up to 2 are read"),
}  # fmt: skip


def read(folder: Path, name: str, data: bytes, **limits: int) -> Corpus:
    (folder / "good.txt").write_text(GOOD.replace("Council", "Parliament"))
    (folder / name).write_bytes(data)
    return load_corpus(folder, make_settings({"limits": limits}))


@pytest.mark.parametrize("case", CASES)
def test_a_limit_has_two_sides(case: str, tmp_path: Path) -> None:
    name, limits, within, past, reason = CASES[case]
    inside, outside = tmp_path / "within", tmp_path / "past"
    inside.mkdir()
    outside.mkdir()
    assert not reading_of(inside, name, within(), limits).str.contains(r"\[limits\]").any()
    told = reading_of(outside, name, past(), limits)
    assert told.str.contains(reason, regex=False).any(), told.tolist()


def reading_of(folder: Path, name: str, data: bytes, limits: dict[str, int]) -> pd.Series:
    """Return why files and rows were set aside; the good page beside them is read all the same."""
    corpus = read(folder, name, data, **limits)
    assert (corpus.files["file"] == "good.txt").any()
    assert balances(account(corpus))
    return corpus.quarantine["reason"].astype(str)


def stuck(*_: Any, **__: Any) -> None:
    while True:
        pass


def greedy(*_: Any, **__: Any) -> bytes:
    return bytes(2 * 2**30)


def crashing(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leaving(*_: Any, **__: Any) -> None:
    os._exit(3)


@ON_LINUX
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (stuck, "takes more than 1 seconds of the processor"),
        (greedy, r"more memory than there is, or than 512 MB \(\[limits\] memory_mb\)"),
        (crashing, r"crashed \(SIGSEGV\)"),
        (leaving, "ended unexpectedly"),
    ],
)
def test_a_file_that_takes_too_much_is_ended_and_the_rest_is_read(
    fault: Callable[..., Any], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def maybe(page: Page, *arguments: Any, **options: Any) -> Any:
        return (fault if page.text.startswith("BAD") else split_page)(page, *arguments, **options)

    split_page(
        Page("x.txt", "post", GOOD, "utf-8", ""), load_furniture(), PagesSettings()
    )  # models: once, here
    monkeypatch.setattr("toolkit.pages.reader.split_page", maybe)
    monkeypatch.setattr(killable, "PATIENCE", 600)  # on a busy machine seconds of the processor take minutes
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(GOOD.replace("Council", f"Council {number}"))
    bad = ["0b.txt"] * (fault is not stuck) + ["1b.zip/b.txt"]  # what is stuck takes two seconds each time
    if fault is not stuck:
        (tmp_path / "0b.txt").write_text(f"BAD {GOOD}")
    with zipfile.ZipFile(tmp_path / "1b.zip", "w") as archive:
        for name, text in {"a.txt": f"New {GOOD}", "b.txt": f"BAD {GOOD}", "c.txt": f"Old {GOOD}"}.items():
            archive.writestr(name, text)
    corpus = load_corpus(tmp_path, make_settings({"limits": {"seconds": 1, "memory_mb": 512}}))
    names = ["0.txt", "1.txt", "1b.zip/a.txt", "1b.zip/c.txt", "2.txt"]
    assert corpus.files["file"].tolist() == names
    assert corpus.quarantine["file"].tolist() == bad
    assert corpus.quarantine["reason"].str.contains(reason).all(), corpus.quarantine["reason"].tolist()
    ids = pd.concat([corpus.articles["article_id"], corpus.dropped["article_id"]])
    assert ids.is_unique
    assert len(ids) == len(names)


@ON_LINUX
def test_an_archive_that_ends_the_process_while_it_is_opened_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.pages.read.archives.members", crashing)
    (tmp_path / "a.zip").write_bytes(b"PK")
    (tmp_path / "b.txt").write_text(GOOD)
    corpus = load_corpus(tmp_path)
    assert corpus.quarantine["file"].tolist() == ["a.zip"]
    assert len(corpus) == 1


@pytest.mark.parametrize("fork", [False, pytest.param(True, marks=ON_LINUX)])
def test_the_articles_are_the_same_read_here_or_in_another_process(
    fork: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.pages.reader.CAN_FORK", fork)
    monkeypatch.setattr("toolkit.pages.reader.PART", 2)  # a table goes over in three parts
    (tmp_path / "a.jsonl").write_bytes(rows(*map(row, range(5)), "[1]", row(0)))
    (tmp_path / "b.jsonl").write_bytes(rows(row(0), row(9)))  # identifiers that were given before
    (tmp_path / "c.html").write_bytes(html())
    corpus = load_corpus(tmp_path)
    ids = pd.concat([corpus.articles["article_id"], corpus.dropped["article_id"]])
    assert len(ids) == 9
    assert ids.is_unique
    assert len(corpus.quarantine) == 1
    assert account(corpus) == {
        "files_found": 3, "files_read": 3, "files_set_aside": 0, "found": 10, "analysed": 7,
        "dropped": {"duplicates": 2}, "set_aside": 1,
    }  # fmt: skip


def test_a_row_that_is_lost_on_the_way_is_noticed() -> None:
    corpus = load_corpus([row(1), row(2)])
    lost = Corpus(conform(corpus.articles.head(1), "articles"), files=corpus.files)
    with pytest.raises(ToolkitError, match="2 articles and rows were found, but 1 are analysed, 0 dropped"):
        check_account(lost)


@pytest.mark.parametrize("name", ["x.zip", "x.wacz", "x.warc", "x.epub"])
def test_an_archive_without_a_page_is_named(name: str, tmp_path: Path) -> None:
    book = _epub(
        b'<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>', b"<package/>", {}
    )
    data = {"x.warc": b"", "x.epub": book}.get(name, zipped())
    corpus = read(tmp_path, name, data)
    assert corpus.quarantine["file"].tolist() == [name]
    assert corpus.quarantine["reason"].str.contains("holds no|no chapters").all()


def test_seconds_grow_with_a_file() -> None:
    limits = LimitsSettings(seconds=7)
    assert [killable.allowed(size, limits) for size in (0, killable.PART - 1, killable.PART)] == [7, 7, 14]

"""One bad file never ends a run, and nothing of it is lost without a word: each beside a good page."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from toolkit import load_corpus
from toolkit.errors import InputError, SettingsError
from toolkit.pages.fields.bylines import split_names
from toolkit.pages.read.files import Page
from toolkit.pages.text.articles import split_page
from toolkit.report.run.run import run_report
from toolkit.settings import make_settings

PARAGRAPH = (
    "The council met on Monday to talk about the bridge over the river, which has been closed since the flood. "
    "Engineers told the members that the work would take until the spring and cost more than was planned. "
)
GOOD = "Council meets on the bridge\n\nBy Nadia Karim\n\n3 March 2024\n\n" + "\n\n".join([PARAGRAPH] * 4)
STORY = " ".join([PARAGRAPH] * 3)


def html(head: str = "", body: str = STORY) -> bytes:
    return f"<html><head><title>Rain in the hills</title>{head}</head><body><article><h1>Rain in the hills</h1><p>{body}</p><p>{PARAGRAPH * 2}</p></article></body></html>".encode()


def rows(*values: object) -> bytes:
    return "\n".join(v if isinstance(v, str) else json.dumps(v) for v in values).encode()


def row(number: int = 0, **more: object) -> dict[str, object]:
    words = " ".join(f"{word}{number}" for word in STORY.split())  # no text is a copy of another
    return {"title": f"Story {number}", "text": f"{words}.", "outlet": "Post"} | more


def parquet(frame: pd.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.to_parquet(held)
    return held.getvalue()


DIGITS = "9" * 5000
# What one file holds, and how many of its articles are expected to be read.
BAD: dict[str, tuple[str, bytes, int]] = {
    "an address with an open bracket": ("x.html", html("<meta property='og:url' content='http://[bad/'>"), 1),
    "a canonical address cut short": ("x.html", html("<link rel='canonical' href='http://[::1'>"), 1),
    "an integer of 5,000 figures in JSON-LD": (
        "x.html",
        html(
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rain in the hills","n":'
            + DIGITS
            + "}</script>"
        ),
        1,
    ),
    "a charset that is no text encoding": ("x.html", html("<meta charset='base64'>") + b"<!-- \xe9 -->", 1),
    "a cut emoji in JSON-LD": (
        "x.html",
        html(
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rain in the hills \\ud83d","author":"A \\ud83d B"}</script>'
        ),
        1,
    ),
    "null as JSON": ("state.json", b"null", 0),
    "a number as JSON": ("state.json", b"5", 0),
    "true as JSON": ("state.json", b"true", 0),
    "an empty list": ("state.json", b"[]", 0),
    "a row with an integer of 5,000 figures": (
        "x.jsonl",
        rows(row(1), json.dumps(row(2))[:-1] + ', "views": ' + DIGITS + "}"),
        2,
    ),
    "cut emojis in a row": (
        "x.jsonl",
        b'{"title": "A \\ud83d", "text": "'
        + STORY.encode()
        + b' \\ud83d", "tag": "\\ud83d", "outlet": "P\\ud83d"}',
        1,
    ),
    "an integer past 64 bits": ("x.jsonl", rows(row(1, views=10**30)), 1),
    "lines that are no objects": ("x.jsonl", rows(row(1), [1], '"s"', "null", row(2)), 2),
    "items of a list that are no objects": (
        "x.json",
        json.dumps([row(1), [1], "s", None, row(2)]).encode(),
        2,
    ),
    "one article as an object with a list in it": (
        "x.json",
        json.dumps({"title": "T", "authors": ["A B"], "text": STORY}).encode(),
        1,
    ),
    "a list of facts before the list of articles": (
        "x.json",
        json.dumps({"meta": [{"a": 1}], "articles": [row(1), row(2)]}).encode(),
        2,
    ),
    "mixed kinds in an extra column": (
        "x.jsonl",
        rows(row(1, views=5), row(2, views="many"), row(3, paywall=True), row(4, paywall="no")),
        4,
    ),
    "U+2028 in a line": (
        "x.jsonl",
        json.dumps(row(1, note="a\u2028b\u0085c"), ensure_ascii=False).encode(),
        1,
    ),
    "a time out of range": (
        "x.parquet",
        parquet(pd.DataFrame({"text": [STORY], "published": [pd.Timestamp("1700-01-01")]})),
        1,
    ),
    "texts as lists": ("x.parquet", parquet(pd.DataFrame({"text": [[STORY]]})), 1),
    "texts as bytes": ("x.parquet", parquet(pd.DataFrame({"text": [STORY.encode()]})), 1),
    "a flipped bit in a Parquet file": (
        "x.parquet",
        parquet(pd.DataFrame({"text": ["é" + STORY]})).replace("é".encode(), b"\xc3\xff"),
        0,
    ),
    "a damaged web archive": (
        "a.warc",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + os.urandom(0) + b"\x00\x01random" * 50,
        0,
    ),
    "a web archive of noise": ("a.warc", bytes(range(256)) * 20, 0),
    "a web archive with a broken address": (
        "a.warc",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://[bad/\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
        % (len(html()) + 44)
        + b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        + html()
        + b"\r\n\r\n",
        1,
    ),
    "two columns named text": ("x.csv", f'outlet,text,text\nPost,"{STORY}",other\n'.encode(), 1),
    "a broken gzip": ("x.txt.gz", gzip.compress(GOOD.encode())[:-20], 0),
    "a broken zip": ("x.zip", b"PK\x03\x04" + b"\x00" * 40, 0),
    "a PDF of noise": ("x.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 30, 0),
    "a Word file of noise": ("x.docx", b"PK\x03\x04word/document.xml" + b"\x00" * 90, 0),
    "an EPUB of noise": ("x.epub", b"PK\x03\x04mimetypeapplication/epub+zip" + b"\x00" * 90, 0),
    "a mail of noise": ("x.eml", bytes(range(256)) * 20, 0),
    "a workbook of noise": ("x.xlsx", b"PK\x03\x04xl/workbook.xml" + b"\x00" * 90, 0),
    "a feed cut short": ("x.rss", b"<rss><channel><item><title>A", 0),
    "RTF named text": ("x.txt", b"{\\rtf1\\ansi Article " + STORY.encode() + b"}", 1),
    "an empty file": ("x.html", b"", 0),
    "bytes of every kind": ("x.txt", bytes(range(32, 256)) * 40, 0),
    "JSON with deep nesting": ("x.json", b"[" * 100_000, 0),
    "an HTML page with deep nesting": ("x.html", b"<div>" * 100_000 + b"x", 0),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_set_aside_with_its_reason_and_the_rest_goes_on(case: str, tmp_path: Path) -> None:
    name, data, articles = BAD[case]
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "page.txt").write_text(GOOD)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / name).write_bytes(data)
    corpus = load_corpus(tmp_path)
    files = corpus.articles["file"].astype(str)
    assert (files == "good/page.txt").sum() == 1, "the good page is read"
    assert files.str.startswith("bad/").sum() == articles
    told = [str(f) for t in (corpus.quarantine, corpus.files, corpus.dropped) for f in t["file"]]
    assert any(name.startswith("bad/") for name in told), "the bad file is named"
    assert not corpus.quarantine["reason"].str.contains("fault of the toolkit").any()
    corpus.save(tmp_path / "saved")


def test_a_fault_of_ours_in_one_file_is_reported_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(page: Page, *arguments: object, **options: object) -> object:
        if page.file == "bad.txt":
            raise KeyError("suggested")
        return split_page(page, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("toolkit.pages.reader.split_page", broken)
    (tmp_path / "bad.txt").write_text(GOOD)
    (tmp_path / "good.txt").write_text(GOOD)
    corpus = load_corpus(tmp_path)
    assert len(corpus) == 1
    reason = corpus.quarantine.set_index("file")["reason"]["bad.txt"]
    assert "KeyError: 'suggested'" in reason
    assert "reader.py line" in reason
    assert corpus.quarantine["sha256"].notna().all()


def test_a_small_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.pages.read.limits.SMALL", 2 * 2**20)  # 64 MB of it would take long to make
    (tmp_path / "page.txt").write_text(GOOD)
    alike = pd.DataFrame({"text": ["x" * 1_000] * 8_000})
    alike.to_parquet(tmp_path / "bomb.parquet", row_group_size=2_000)
    assert (tmp_path / "bomb.parquet").stat().st_size < 25_000
    corpus = load_corpus(tmp_path)
    assert len(corpus) == 1
    assert "times the file's size" in corpus.quarantine["reason"].iloc[0]


@pytest.mark.parametrize(("columns", "read"), [(5_000, True), (5_001, False)])
def test_a_table_has_at_most_so_many_columns(columns: int, read: bool, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(GOOD)
    names = ["text", *(f"c{number}" for number in range(1, columns))]
    (tmp_path / "wide.csv").write_text(",".join(names) + f'\n"{row(1)["text"]}"' + "," * (columns - 1) + "\n")
    corpus = load_corpus(tmp_path)
    assert (len(corpus) == 2) == read
    assert corpus.quarantine["reason"].str.contains("5,001 columns").any() != read


def test_two_columns_of_one_name_are_reported(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f'outlet,text,text\nPost,"{STORY}",other\n')
    assert "several columns are named text" in load_corpus(tmp_path).files["notes"].iloc[0]


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(GOOD)
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    (tmp_path / "linked").symlink_to(elsewhere)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "never.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = load_corpus(tmp_path).quarantine.set_index("file")["reason"]
    assert "link to a folder" in reasons["linked"]
    assert "leads nowhere" in reasons["gone.txt"]
    assert "not a file" in reasons["pipe.txt"]


def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_text(GOOD)
    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(
        "toolkit.pages.read.archives.os.access", lambda path, mode: path.name != "closed"
    )  # root may open every folder
    reasons = load_corpus(tmp_path).quarantine.set_index("file")["reason"]
    assert "no permission" in reasons["closed"]


def test_odd_bytes_in_the_name_of_a_file_are_written_out(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(GOOD)
    for name in (b"caf\xe9.txt", b"red\x1b[31m.txt", b"two\nlines.txt"):
        (tmp_path / os.fsdecode(name)).write_text(GOOD + name.hex())
    corpus = load_corpus(tmp_path)
    named = set(corpus.articles["file"]) | set(corpus.dropped["file"])
    assert {"caf\\xe9.txt", "red\\x1b[31m.txt", "two\\nlines.txt"} <= named
    corpus.save(tmp_path / "saved")


def test_a_page_and_the_same_name_packed_are_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(GOOD.replace("Council", "Court").encode()))
    assert set(load_corpus(tmp_path).files["file"]) == {"a.txt", "a.txt.gz"}


@pytest.mark.parametrize("letters", [" ", "\n", "a.", ", ", "and ", "x@", "(", "Von "])
def test_names_are_split_in_linear_time(letters: str) -> None:
    """With work that grows as the square of the text, or faster, this would run for hours."""
    assert len(split_names(letters * 50_000)) < 50_001


def test_settings_under_which_nothing_is_left_are_named(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(GOOD)
    for corpus in ({"kinds": ["artcle"]}, {"min_words": 1_000}):
        with pytest.raises(InputError, match="the article that was read is not left: "):
            run_report(tmp_path, tmp_path.parent / "out", settings=make_settings({"corpus": corpus}))


def test_columns_of_the_settings_are_checked(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(rows(row(1)))
    with pytest.raises(SettingsError, match=r"names 'txt'; did you mean 'text'"):
        load_corpus(tmp_path, make_settings({"columns": {"txt": "x"}}))
    notes = load_corpus(tmp_path, make_settings({"columns": {"text": "nocolumn"}})).files["notes"].iloc[0]
    assert "it has no column 'nocolumn', which [columns] text names" in notes

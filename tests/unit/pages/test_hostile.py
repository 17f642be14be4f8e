"""Damaged files of every format: what cannot be read is set aside with a reason, and the rest goes on."""

import io
import random
import zipfile

import pandas as pd
import pytest
from test_documents import ODT, WORD, two_columns, written, zipped

from toolkit.errors import InputError
from toolkit.pages.reader import read_source

BODY = (
    "The ferry company cancelled all crossings on Tuesday because of ice, and passengers slept in the hall. "
    * 3
)
PAGE = f"<html><body><article><h1>Ferries stop</h1><p>By Ane Lund</p><p>{BODY}</p><p>{BODY}</p></article></body></html>"
MAIL = f"From: Ane Lund <a@post.example>\nSubject: =?utf-8?q?F=C3=A4hre?=\nDate: Tue, 5 Mar 2024 10:00:00 +0100\n\n{BODY}\n"
RULES = "=" * 40


def workbook():
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Headline", "Date", "Text"])
    book.active.append(["Ferries stop", "2024-03-05", BODY])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parquet():
    buffer = io.BytesIO()
    pd.DataFrame({"title": ["Ferries stop"], "text": [BODY], "authors": [["Ane Lund"]]}).to_parquet(buffer)
    return buffer.getvalue()


def web_archive():
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    for address in ("https://post.example/", "https://post.example/a/"):
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(PAGE.encode()), http_headers=headers
            )
        )
    return buffer.getvalue()


@pytest.fixture(scope="module")
def whole():
    """Return a good file of every format."""
    paragraph = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"
    container = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    package = '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    return {
        "a.docx": zipped(
            word__document_xml=f"<w:document {WORD}><w:body>{paragraph * 2}</w:body></w:document>"
        ),
        "a.odt": zipped(
            content_xml=f'<office:document-content {ODT}><office:body><office:text><text:p>{BODY}<text:s text:c="3"/>x</text:p></office:text></office:body></office:document-content>'
        ),
        "a.epub": zipped(**{"META-INF__container_xml": container, "c_opf": package, "a_xhtml": PAGE}),
        "a.rtf": b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 A;}} \\u8220?Hi\\u8221?\\par "
        + BODY.encode()
        + b"}",
        "a.pdf": written([two_columns("The Post")] * 3),
        "a.xlsx": workbook(),
        "a.parquet": parquet(),
        "a.warc": web_archive(),
        "a.wacz": zipped(datapackage_json="{}", archive__data_warc=web_archive()),
        "a.eml": MAIL.encode(),
        "a.mbox": f"From a Tue\n{MAIL}\nFrom b Tue\n{MAIL}".encode(),
        "a.html": PAGE.encode(),
        "a.mhtml": f"Snapshot-Content-Location: https://post.example/a\nContent-Type: text/html\n\n{PAGE}".encode(),
        "a.xml": f"<rss><channel><title>Post</title><item><title>A</title><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>{BODY}</description></item></channel></rss>".encode(),
        "a.ris": f"TY  - NEWS\nT1  - Ferries stop\nPY  - 2024/03/05\nN2  - {BODY}\nER  - \n".encode(),
        "a.txt": f"HEADLINE: Ferries stop\nPUBLICATION: Post\nDATE: 5 March 2024\nTEXT:\n{BODY}\n{RULES}\n".encode(),
        "a.csv": f'title,date,authors,text\nA,2024-03-05,"[\'A\']","{BODY}"\nB,,,{RULES}\n'.encode(),
        "a.json": f'{{"articles": [{{"title": "A", "source": {{"name": "P"}}, "body": "{BODY}"}}]}}'.encode(),
        "a.jsonl": f'{{"title": "A", "date": 1704103200000, "body": "{BODY}"}}\n'.encode(),
    }


def read(folder, name, data):
    """Return what was set aside of a file; reading it must not fail in any other way."""
    (folder / name).write_bytes(data)
    try:
        reading = read_source(folder / name)
    except InputError as error:
        return str(error)
    for table in ("articles", "blocks", "dropped", "quarantine", "files"):
        reading.table(table)
    return "; ".join(row["reason"] for row in reading.quarantine)


SCRAPS = (b"<", b'"', b"\x00", b"\xff\xfe", b"&#x110000;", b"{", b"]", b"\\", b"9" * 30, b"-1", b"\r\n\r\n", b"=?utf-8?q?=FF?=")  # fmt: skip


def damaged(data, draw):
    """Return data with a few bytes changed, cut, repeated, moved or put in."""
    made = bytearray(data)
    for _ in range(draw.choice((1, 1, 3, 10))):
        at, more = draw.randrange(len(made) or 1), draw.choice((1, 20, 300))
        kind = draw.randrange(5)
        if kind == 0:
            made[at : at + 1] = bytes([draw.randrange(256)])
        elif kind == 1:
            del made[at : at + more]
        elif kind == 2:
            made[at:at] = made[at : at + more]
        elif kind == 3:
            made[at:at] = draw.choice(SCRAPS)
        elif draw.random() < 0.2:
            del made[at:]
    return bytes(made)


def damaged_inside(data, draw):
    """Return an archive with one of its members damaged."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        chosen = draw.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), draw) if name == chosen else old.read(name))
    return buffer.getvalue()


def test_good_files_are_read(tmp_path, whole):
    for name, data in whole.items():
        assert read(tmp_path, name, data) == "", name


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(8))
def test_no_reader_fails_on_a_damaged_file(tmp_path, whole, seed):
    draw = random.Random(seed)
    for name, data in whole.items():
        inside = data.startswith(b"PK") and seed % 2
        told = read(tmp_path, name, (damaged_inside if inside else damaged)(data, draw))
        assert "fault of the toolkit" not in told, (name, told)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a.docx", b"PK\x01\x02", b"PK\x01\x03"),
        ("a.docx", b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00", b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x02\x00"),
        ("a.epub", b"c.opf", b"d.opf"),
        ("a.odt", b'text:c="3"', b'text:c="x"'),
        ("a.warc", b"WARC-Target-URI: https://post.example/a/\r\n", b""),
        ("a.warc", b"https://post.example/a/", b"https://[post.example/a/"),
        ("a.eml", b"=?utf-8?q?F=C3=A4hre?=", b"=?x-none?b?!!!?="),
        ("a.eml", b"a@post.example", b"@[@"),
        ("a.eml", b"Mar 2024", b"Mar 99999999999"),
        ("a.jsonl", b"1704103200000", b"9" * 400),
        ("a.jsonl", b"1704103200000", b"[" * 5000),
        ("a.jsonl", b"1704103200000", b"-Infinity"),
        ("a.html", b"<article>", b"<div>" * 20_000),
        ("a.rtf", b"\\u8220?Hi", b'{\\field{\\*\\fldinst{HYPERLINK "x" ' * 3000),
        ("a.xml", b"<rss>", b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss>&b;'),
    ],
)  # fmt: skip
def test_kinds_of_damage(tmp_path, whole, name, old, new):
    assert old in whole[name]
    told = read(tmp_path, name, whole[name].replace(old, new))
    assert "fault of the toolkit" not in told


def test_a_library_that_fails_costs_one_file(tmp_path, monkeypatch):
    from toolkit.pages import reader

    def fails(*_args, **_more):
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr(reader, "read_records", fails)
    (tmp_path / "a.csv").write_text("title,text\nA,It rained.\n")
    (tmp_path / "b.html").write_text(PAGE)
    reading = read_source(tmp_path)
    assert [row["title"] for row in reading.articles] == ["Ferries stop"]
    reason = reading.quarantine[0]["reason"]
    assert len(reading.quarantine) == 1
    assert "ZeroDivisionError: by chance, reader.py line" in reason

import gzip
import io
import json
import zipfile

import pytest

from toolkit.errors import InputError
from toolkit.pages.reader import read_source
from toolkit.settings import LimitsSettings, OutletSettings, PagesSettings, Settings

PAGE = (
    "River floods valley again\n\nBy Jo Day\n\n" + "The river rose again on Monday, the ministry said. " * 8
)
MORE = "Farmers along the river moved their cattle to higher ground before the water came. " * 3


@pytest.fixture
def folder(tmp_path):
    for outlet in ("herald", "post"):
        (tmp_path / outlet).mkdir()
        (tmp_path / outlet / "page.txt").write_text(PAGE.replace("Monday", outlet), encoding="utf-8")
    return tmp_path


def test_folders_are_outlets_and_files_are_listed(folder):
    reading = read_source(folder)
    assert reading.table("articles")["outlet"].tolist() == ["herald", "post"]
    assert reading.table("files")["file"].tolist() == ["herald/page.txt", "post/page.txt"]
    assert reading.table("files")["n_articles"].tolist() == [1, 1]


def test_the_folder_of_one_outlet_names_it(folder):
    assert read_source(folder / "herald").table("articles")["outlet"].tolist() == ["herald"]
    assert read_source(folder / "herald" / "page.txt").table("articles")["outlet"].tolist() == ["herald"]


def test_outlets_are_named_and_grouped_by_the_settings(folder):
    settings = Settings(
        outlets={"herald": OutletSettings(name="The Herald", group="in exile", language="en")}
    )
    articles = read_source(folder, settings).table("articles")
    assert articles["outlet"].tolist() == ["The Herald", "post"]
    assert articles["group"].fillna("-").tolist() == ["in exile", "-"]


def test_bad_files_are_set_aside_and_the_rest_goes_on(folder):
    (folder / "post" / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "post" / "empty.txt").write_bytes(b"")
    (folder / "post" / "scan.pdf").write_bytes(b"%PDF-1.7")
    (folder / "post" / "wrong.txt").write_bytes(b"\xff\xfea\x00b")
    (folder / "post" / "broken.txt.gz").write_bytes(b"not gzip")
    (folder / "post" / "broken.zip").write_bytes(b"not zip")
    reading = read_source(folder)
    assert len(reading.articles) == 2
    reasons = reading.table("quarantine").set_index("file")["reason"].to_dict()
    assert set(reasons) == {
        f"post/{n}" for n in ("binary.txt", "empty.txt", "scan.pdf", "wrong.txt", "broken.txt", "broken.zip")
    }
    assert "empty" in reasons["post/empty.txt"]
    assert "not a valid PDF" in reasons["post/scan.pdf"]


def test_packed_files_are_read(tmp_path):
    (tmp_path / "herald").mkdir()
    (tmp_path / "herald" / "a.txt.gz").write_bytes(gzip.compress(PAGE.encode()))
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("post/b.txt", PAGE.replace("Monday", "Tuesday"))
        archive.writestr("__MACOSX/post/._b.txt", "x")
    articles = read_source(tmp_path).table("articles")
    assert articles[["outlet", "file"]].values.tolist() == [
        ["herald", "herald/a.txt"],
        ["post", "pages.zip/post/b.txt"],
    ]


def test_hidden_files_settings_and_themes_are_not_pages(folder):
    (folder / ".DS_Store").write_bytes(b"\x00")
    (folder / "study.toml").write_text("", encoding="utf-8")
    (folder / "mine.theme.toml").write_text('end = ["Swipe up"]', encoding="utf-8")
    assert read_source(folder).quarantine == []


def test_a_theme_beside_the_pages_is_used(folder):
    (folder / "post" / "page.txt").write_text(
        f"{PAGE}\n\nHand picked for our dear members\n\n{MORE}\n", encoding="utf-8"
    )
    assert "Hand picked" in read_source(folder).table("articles")["text"].iloc[1]
    (folder / "mine.theme.toml").write_text('end = ["Hand picked for *"]', encoding="utf-8")
    assert "Hand picked" not in read_source(folder).table("articles")["text"].iloc[1]


def test_a_repeated_article_gets_an_identifier_of_its_own(folder):
    (folder / "herald" / "page2.txt").write_text(PAGE.replace("Monday", "herald"), encoding="utf-8")
    ids = read_source(folder).table("articles")["article_id"]
    assert ids.is_unique
    assert ids.iloc[1] == ids.iloc[0] + "-2"
    blocks = read_source(folder).table("blocks")
    assert set(blocks["article_id"].dropna()) == set(ids)


def test_tables_lie_beside_pages(folder):
    (folder / "feed.jsonl").write_text(
        json.dumps({"outlet": "Wire", "text": "It rained. " * 9}), encoding="utf-8"
    )
    assert "Wire" in set(read_source(folder).table("articles")["outlet"])


@pytest.mark.parametrize(("name", "data"), [("a.txt", b""), ("a.bin", b"x"), ("a.txt", b"Home\n\nMenu\n")])
def test_a_folder_with_nothing_to_read_is_an_error(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=f"nothing to analyse in .*{name}"):
        read_source(tmp_path)


def test_no_such_folder(tmp_path):
    with pytest.raises(InputError, match="no file or folder"):
        read_source(tmp_path / "gone")


def test_encrypted_and_oversized_members_are_set_aside(folder):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", "a" * 1_200_000)
    (folder / "bomb.zip").write_bytes(buffer.getvalue())
    limits = LimitsSettings(file_mb=1)
    reasons = read_source(folder, Settings(limits=limits)).table("quarantine").set_index("file")["reason"]
    assert "larger than" in reasons["bomb.zip/bomb.txt"]


def test_dates_follow_the_order_of_the_outlet(folder):
    text = PAGE.replace("By Jo Day", "03/04/2024")
    (folder / "herald" / "page.txt").write_text(text, encoding="utf-8")
    settings = Settings(outlets={"herald": OutletSettings(date_order="month")}, pages=PagesSettings())
    assert str(read_source(folder, settings).table("articles")["published"].iloc[0].date()) == "2024-03-04"


def test_pages_of_a_web_archive(tmp_path):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    html = (
        f"<html><body><article><h1>River floods valley again</h1><p>{PAGE[50:]}</p></article></body></html>"
    )
    with (tmp_path / "crawl.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
        for path in ("a", "b/"):
            content = io.BytesIO(html.replace("Monday", path).encode())
            address = f"https://www.herald.example/{path}"
            writer.write_record(
                writer.create_warc_record(address, "response", payload=content, http_headers=headers)
            )
    (tmp_path / "broken.warc").write_bytes(b"nothing of the kind")
    reading = read_source(tmp_path)
    articles = reading.table("articles")
    assert articles["outlet"].tolist() == ["herald.example"] * 2
    assert articles["file"].tolist() == [
        f"crawl.warc/https://www.herald.example/{path}" for path in ("a", "b/")
    ]
    assert "not a valid web archive" in reading.table("quarantine")["reason"].iloc[0]


def test_garbled_pages_are_mended_whole_or_reported(folder):
    text = PAGE + "\n\n" + "It wasn’t the dam’s fault, she said; “it’s the café’s”. " * 3
    twice = text.encode().decode("cp1252", errors="replace")
    assert "�" in twice
    twice = "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode()
    )
    (folder / "herald" / "page.txt").write_text(twice, encoding="utf-8")
    (folder / "post" / "page.txt").write_text(
        f"{PAGE}\n\nIt isnâ€™t, it wasnâ€™t, it wonâ€™t be “so”.\n\n{MORE}", encoding="utf-8"
    )
    files = read_source(folder).table("files").set_index("file")
    articles = read_source(folder).table("articles")
    assert files.loc["herald/page.txt", "encoding"] == "utf-8, encoded twice"
    assert "the café’s”" in articles["text"].iloc[0]
    assert "3 garbled characters" in files.loc["post/page.txt", "notes"]
    assert "isnâ€™t" in articles["text"].iloc[1]


def test_a_page_without_an_article_is_noted(folder):
    (folder / "post" / "menu.txt").write_text("Home\n\nMenu\n\nContact", encoding="utf-8")
    files = read_source(folder).table("files").set_index("file")
    assert files.loc["post/menu.txt", "notes"] == "no article found"


def test_a_hidden_folder_is_left_out_wherever_it_lies(folder):
    for place in (".cache", "herald/.cache"):
        (folder / place).mkdir()
        (folder / place / "page.txt").write_text(PAGE, encoding="utf-8")
    assert read_source(folder).table("files")["file"].tolist() == ["herald/page.txt", "post/page.txt"]

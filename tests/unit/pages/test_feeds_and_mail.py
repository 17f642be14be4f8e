"""Feeds, WordPress exports, newsletters, web archives and saved pages with their address."""

import gzip
import io
import zipfile
from email.message import EmailMessage

import pytest

from toolkit.errors import InputError
from toolkit.pages.reader import read_source
from toolkit.settings import OutletSettings, Settings

BODY = "The river rose by two metres in the night and the council closed the lower bridge before dawn. " * 6
SHORT = "The river rose by two metres."


def read(tmp_path, data, name, settings=None):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_source(path, settings)


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Meridian Post</title><language>en-us</language>
<item><title>Dam &amp; wall</title><link>https://post.example/a</link><dc:creator>Nadia Karim</dc:creator>
 <pubDate>Tue, 10 Jun 2031 04:00:00 GMT</pubDate><description>{SHORT}</description>
 <content:encoded><![CDATA[<p>{BODY}</p><p>He said &quot;no&quot;.</p>]]></content:encoded></item>
<item><title>Second</title><description>{SHORT}</description><pubDate>Wed, 11 Jun 2031 04:00:00 +0200</pubDate></item>
<item><title>Third</title></item></channel></rss>"""


def test_rss(tmp_path):
    reading = read(tmp_path, RSS, "feed.xml")
    first, second = reading.articles
    assert (first["title"], first["outlet"], first["authors"], first["url"]) == (
        "Dam & wall", "The Meridian Post", ["Nadia Karim"], "https://post.example/a")  # fmt: skip
    assert first["text"].endswith('He said "no".')
    assert (str(first["published"]), first["language"], first["kind"]) == ("2031-06-10", "en", "article")
    assert (str(second["published"]), second["kind"]) == ("2031-06-11", "teaser")
    assert reading.dropped[0]["reason"] == "item 3 has no text"
    assert "2 of 3 items hold a summary" in reading.files[0]["notes"]


def test_atom(tmp_path):
    text = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Die Post</title>
    <entry><title type="html">Damm &amp;amp; Mauer</title><link rel="alternate" href="https://post.example/a"/>
    <author><name>Nadia Karim</name></author><updated>2031-06-10T10:00:00.123Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p><p>Ende.</p></div></content></entry></feed>"""
    (row,) = read(tmp_path, text, "feed.atom").articles
    assert (row["title"], row["outlet"], row["authors"]) == ("Damm & Mauer", "Die Post", ["Nadia Karim"])
    assert (str(row["published"]), row["url"], row["language"]) == (
        "2031-06-10",
        "https://post.example/a",
        "de",
    )
    assert row["text"].split("\n\n")[1] == "Ende."


def test_a_wordpress_export_reads_published_posts_alone(tmp_path):
    def item(kind, status):
        return (
            f"<item><title>{kind}</title><dc:creator>jo</dc:creator><content:encoded><![CDATA[{BODY}]]></content:encoded>"
            f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status><pubDate>Tue, 18 Jan 2031 08:06:21 +0000</pubDate></item>"
        )

    text = (
        '<rss xmlns:content="c" xmlns:dc="d" xmlns:wp="http://wordpress.org/export/1.1/"><channel><title>Blog</title>'
        f"<wp:wxr_version>1.1</wp:wxr_version>{item('post', 'publish')}{item('page', 'publish')}{item('post', 'draft')}</channel></rss>"
    )
    reading = read(tmp_path, text, "export.xml")
    assert [row["outlet"] for row in reading.articles] == ["Blog"]
    reasons = [row["reason"] for row in reading.quarantine]
    assert reasons == ["it is of the kind 'page', not a post", "its status is 'draft', not published"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<urlset><url><loc>https://a.example</loc></url></urlset>", "a sitemap lists addresses"),
        ("<sitemapindex/>", "a sitemap lists addresses"),
        ("<opml><body/></opml>", "a list of feeds"),
        ("<note><to>Jo</to></note>", "XML of a kind that is not read .<note>"),
        ("no xml", "not valid XML"),
        ("<rss><channel><title>Empty</title></channel></rss>", "the feed has no items"),
    ],
)
def test_other_xml_is_refused_with_a_reason(tmp_path, data, reason):
    with pytest.raises(InputError, match=reason):
        read(tmp_path, data, "a.xml")


def test_entities_of_a_feed_do_not_grow(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    with pytest.raises(InputError, match="no article found"):
        read(tmp_path, bomb, "a.xml")


def mail(**headers):
    message = EmailMessage()
    for name, value in {
        "From": "The Post <news@post.example>",
        "Date": "Tue, 10 Jun 2031 04:00:00 +0000",
        **headers,
    }.items():
        message[name] = value
    return message


def test_a_newsletter(tmp_path):
    message = mail(Subject="Dam at Torvik")
    message.set_content(f"View this email in your browser\n\n{BODY}\n\nUnsubscribe here\n")
    message.add_alternative(f"<p>{BODY}</p>", subtype="html")
    (row,) = read(tmp_path, message.as_bytes(), "a.eml").articles
    assert (row["title"], row["outlet"], str(row["published"])) == ("Dam at Torvik", "The Post", "2031-06-10")
    assert row["text"] == BODY.strip()


def test_a_newsletter_in_html_alone_and_a_box_of_mails(tmp_path):
    message = mail(Subject="=?utf-8?q?Caf=C3=A9?=")
    message.set_content(f"<style>p {{}}</style><p>{BODY}</p><p>Mehr &amp; mehr.</p>", subtype="html")
    box = b"".join(b"From x Tue Jun 10 04:00:00 2031\n" + message.as_bytes() + b"\n\n" for _ in range(3))
    reading = read(tmp_path, box, "a.mbox")
    assert [row["title"] for row in reading.articles] == ["Café"] * 3
    assert reading.articles[0]["text"] == f"{BODY.strip()}\n\nMehr & mehr."
    assert len({row["article_id"] for row in reading.articles}) == 3


@pytest.mark.parametrize(("words", "kept"), [(39, False), (40, True)])
def test_a_plain_part_of_a_newsletter_that_only_points_to_the_other_is_left(tmp_path, words, kept):
    plain = " ".join(["rain"] * (words - 1) + ["fell."])
    message = mail(Subject="Dam at Torvik")
    message.set_content(plain)
    message.add_alternative(f"<p>{BODY}</p>", subtype="html")
    made = read(tmp_path, message.as_bytes(), "a.eml")
    (row,) = made.articles or made.dropped
    assert row["text"].split("\n")[0] == (plain if kept else BODY.strip())


def test_a_file_that_is_no_mail(tmp_path):
    with pytest.raises(InputError, match="no message"):
        read(tmp_path, "only a line", "a.eml")


def page(text=BODY, address="https://www.post.example/a"):
    return (
        f"<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: {address} \n saved date: x\n-->"
        f"<body><article><h1>Dam at Torvik gives way</h1><p>{text}</p><p>{text}</p></article></body></html>"
    )


def test_the_address_of_a_saved_page_names_the_outlet_where_no_folder_does(tmp_path):
    row = read(tmp_path, page(), "a.html").articles[0]
    assert (row["outlet"], row["url"]) == ("post.example", "https://www.post.example/a")


def test_a_folder_names_the_outlet_of_pages_of_one_host_and_hosts_part_a_mixed_one(tmp_path):
    read(tmp_path, page(), "herald/a.html")
    assert [row["outlet"] for row in read_source(tmp_path).articles] == ["herald"]
    (tmp_path / "herald" / "b.html").write_text(
        page(BODY + "More. ", "https://other.example/b"), encoding="utf-8"
    )
    reading = read_source(tmp_path)
    assert [row["outlet"] for row in reading.articles] == ["post.example", "other.example"]
    assert {row["outlets_from"] for row in reading.files} == {"address"}
    known = Settings(outlets={"herald": OutletSettings(name="The Herald")})
    assert [row["outlet"] for row in read_source(tmp_path, known).articles] == ["The Herald"] * 2


def test_mhtml_carries_its_address(tmp_path):
    head = "From: <Saved by Blink>\nSnapshot-Content-Location: https://www.post.example/a\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    assert read(tmp_path, head + page(address="x"), "a.mhtml").articles[0]["outlet"] == "post.example"


def warc(addresses):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
    for address in addresses:
        content = io.BytesIO(page(BODY + address, address).encode())
        writer.write_record(
            writer.create_warc_record(address, "response", payload=content, http_headers=headers)
        )
    return stream.getvalue()


@pytest.mark.parametrize("name", ["crawl.wacz", "crawl.zip"])
def test_a_web_archive_in_a_zip(tmp_path, name):
    addresses = ["https://post.example/", "https://post.example/b/?c=1"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"text": "a list of pages"}\n')
        archive.writestr("archive/data.warc.gz", warc(addresses))
    reading = read(tmp_path, buffer.getvalue(), name)
    assert [row["url"] for row in reading.articles] == addresses
    assert {row["outlet"] for row in reading.articles} == {"post.example"}
    assert [row["file"] for row in reading.files] == [
        f"{name}/archive/data.warc/{address}" for address in addresses
    ]


def test_a_packed_file_inside_a_zip_is_unpacked(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "herald/a.txt.gz", gzip.compress(f"Dam at Torvik gives way\n\nBy Jo Day\n\n{BODY}".encode())
        )
    assert read(tmp_path, buffer.getvalue(), "pages.zip").articles[0]["outlet"] == "herald"


def test_the_first_folder_inside_a_zip_names_the_outlet_and_a_file_does_not(tmp_path):
    saved = f"Dam at Torvik gives way\n\nBy Jo Day\n\n{BODY}"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("herald/2031/a.txt", "b.txt"):
            archive.writestr(name, saved)
    outlets = {row["file"]: row["outlet"] for row in read(tmp_path, buffer.getvalue(), "pages.zip").articles}
    assert outlets.pop("pages.zip/herald/2031/a.txt") == "herald"
    assert set(outlets) == {"pages.zip/b.txt"}
    assert "b.txt" not in outlets.values()

"""Exports that nobody wrote for this test: documents stated and read, outlets, authors, dates, lengths.

The true numbers were counted in the files' own marks (their DOCUMENTS, BYLINE, WC and the like), by other
means than the readers'. Documents of R packages' tests have bodies that were shortened by their authors, so
that no length can be compared there; those packages' own expected values are checked instead.
"""

import re
from pathlib import Path

import pytest

from toolkit.pages.exports.document import word_counts
from toolkit.pages.read.documents import document_text
from toolkit.pages.reader import read_source

EXPORTS = Path(__file__).parents[3] / "shared" / "exports"
pytestmark = pytest.mark.usefixtures("shared")
LEAST = 0.98


def source(name):
    return (EXPORTS / name).read_text(encoding="utf-8", errors="replace")


def counted(name, *patterns):
    return [len(re.findall(pattern, source(name))) for pattern in patterns]


def within(row, share=0.1):
    """Return whether the stated length lies between the counts of a text, give or take a tenth."""
    few, many = word_counts(row["text"], row["standfirst"], row["title"])
    return (1 - share) * few <= row["stated_words"] <= (1 + share) * many


# file, documents, documents with an author line, outlets, whether bodies are whole
TRUTH = {
    "nexis_html/guardian_1986-01-01_0001.html": (262, 230, {"The Guardian (London)"}, True),
    "nexis_html/spiegel_2012-02-01_0001.html": (49, 33, {"Spiegel Online", "Der Spiegel"}, True),
    "nexis_txt/sample.TXT": (10, 9, None, True),
    "nexis_docx/nyt1.docx": (50, 41, {"The New York Times", "The New York Times Blogs"}, True),
    "nexis_docx/sample.DOCX": (10, 10, {"The Guardian(London)"}, False),
    "factiva_html/german-ui.html": (
        100, 62, {"Der Tagesspiegel Online", "bild.de", "WELT online", "Spiegel Online", "ZEIT online"}, True),
    "factiva_html/nyt_1_1993-01-03.html": (27, 21, {"The New York Times"}, True),
    "factiva_html/factiva_test.html": (2, 0, {"Test newspaper", "Ouest France"}, False),
    "factiva_xml/factiva_test.xml": (3, 0, {"My Newspaper"}, False),
    "factiva_xml/reut21578-factiva.xml": (19, 0, {"Reuters-21578"}, False),
    "europresse_html/europresse_test1.html": (3, 2, {"l'Humanité", "Mag", "Magazine 1"}, False),
    "europresse_html/europresse_test2.html": (4, 3, {"Newspaper"}, False),
    "lexisnexis_html/lexisnexis_test_en.html": (2, 1, {"Some Newspaper"}, False),
    "lexisnexis_html/lexisnexis_test_fr.html": (3, 1, {"My newpaper"}, False),
    "lexisnexis_html/lexisnexis_test_copyright_error.html": (1, 0, {"The Daily Planet"}, False),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUTH)
def test_documents_outlets_authors_dates_and_lengths(name):
    documents, signed, outlets, whole = TRUTH[name]
    rows = read_source(EXPORTS / name).articles
    assert len(rows) == documents
    assert abs(sum(bool(row["authors"]) for row in rows) - signed) <= (1 - LEAST) * documents
    assert outlets is None or {row["outlet"] for row in rows} == outlets
    assert sum(row["published"] is not None for row in rows) >= LEAST * documents
    if whole:
        stated = [row for row in rows if row["stated_words"]]
        assert len(stated) >= LEAST * documents
        off = [row["title"] for row in stated if not within(row)]
        # One of Der Spiegel's states 1,673 words and has 1,566 in the file, labels and captions included.
        assert len(off) <= max(1, (1 - LEAST) * len(stated)), off


def test_the_true_numbers_are_those_of_the_files_own_marks():
    guardian, spiegel = "nexis_html/guardian_1986-01-01_0001.html", "nexis_html/spiegel_2012-02-01_0001.html"
    assert counted(guardian, r"\d+ of 262 DOCUMENTS", ">BYLINE: ") == [262, 230]
    assert counted(spiegel, r"\d+ of 49 DOCUMENTS", ">AUTOR: ") == [49, 33]
    assert counted("factiva_html/german-ui.html", 'id="article-', 'class="author"') == [100, 62]
    assert counted("factiva_html/nyt_1_1993-01-03.html", 'id="article-', 'class="author"') == [27, 21]
    assert counted("nexis_txt/sample.TXT", r"\d+ of \d+ DOCUMENTS", "BYLINE: ") == [10, 9]
    assert counted("factiva_xml/reut21578-factiva.xml", "<article>") == [19]
    text = document_text((EXPORTS / "nexis_docx/nyt1.docx").read_bytes(), ".docx")
    assert len(re.findall(r"^\s*End of Document", text, re.M)) == 50
    assert len(re.findall(r"^\s*Byline:", text, re.M)) == 41


def test_no_cover_page_counter_or_label_becomes_a_title_or_a_text():
    for name in TRUTH:
        for row in read_source(EXPORTS / name).articles:
            said = f"{row['title']}\n{row['text']}"
            assert not re.search(
                r"\d+ of \d+ DOCUMENTS|^(?:LOAD-DATE|SPRACHE|LONGUEUR|LÄNGE|LENGTH): ", said, re.M
            ), name
            assert not re.search(
                r"Download Request|Time Of Request|certificat est émis|End of Document", said
            ), name
            assert not any(re.match(r"(?:By|Document|Dokument)\b", author) for author in row["authors"]), name


def test_values_that_the_r_packages_expect():
    """tm.plugin.factiva, .lexisnexis and .europresse: fields and numbers of paragraphs in their tests."""
    first, second, third = read_source(EXPORTS / "factiva_xml/factiva_test.xml").articles
    assert [len(row["text"].split("\n\n")) for row in (first, second, third)] == [2, 2, 2]
    assert (first["title"], str(first["published"]), first["stated_words"]) == (
        "TEST - first test article",
        "2012-01-09",
        942,
    )
    assert (second["language"], first["language"]) == ("fr", "en")
    html = read_source(EXPORTS / "factiva_html/factiva_test.html").articles
    assert [len(row["text"].split("\n\n")) for row in html] == [4, 2]
    assert [row["stated_words"] for row in html] == [295, 65]
    assert [str(row["published"]) for row in html] == ["2011-12-29"] * 2
    english = read_source(EXPORTS / "lexisnexis_html/lexisnexis_test_en.html").articles
    assert [row["title"] for row in english] == ["Heading One", "First part; Second part"]
    assert [str(row["published"]) for row in english] == ["1991-12-19", "1993-01-28"]
    french = read_source(EXPORTS / "lexisnexis_html/lexisnexis_test_fr.html").articles
    assert (french[0]["section"], french[0]["page"]) == ("INTERNATIONAL", "35")
    failed = read_source(EXPORTS / "lexisnexis_html/lexisnexis_test_copyright_error.html")
    assert len(failed.articles) == 1
    assert "could not display it" in failed.dropped[0]["reason"]
    newer = read_source(EXPORTS / "europresse_html/europresse_test2.html").articles
    assert [row["authors"] for row in newer] == [["Author"], ["Ariane Chemin"], [], ["Author"]]
    assert [row["text"] for row in newer] == [
        "Some text: a mark.",
        "Some text.",
        "A paragraph.",
        "Text.\n\nText.",
    ]
    assert [row["page"] for row in newer] == ["16", "12", "MDE6", "32"]


def test_values_that_lexisnexistools_expects():
    """Its tests of methods and the vignette: outlets in order, a search, the count of documents."""
    rows = read_source(EXPORTS / "nexis_txt/sample.TXT").articles
    outlets = [row["outlet"] for row in rows]
    assert [name for name in outlets if name != "Guardian"] == [
        "Guardian.com",
        "The Sun (England)",
        *["The Times (London)"] * 3,
        "MAIL ON SUNDAY (London)",
        "Sunday Mirror",
        "DAILY MAIL (London)",
    ]
    assert outlets.count("Guardian") == 2
    assert [n for n, row in enumerate(rows, 1) if "statistical computing" in row["text"]] == [9]
    assert len(read_source(EXPORTS / "nexis_docx/sample.DOCX").articles) == 10


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        ("nexis_html/guardian_1986-01-01_0001.html", 262),
        ("nexis_html/spiegel_2012-02-01_0001.html", 49),
        ("factiva_html/german-ui.html", 100),
        ("nexis_docx/nyt1.docx", 50),
    ],
)
def test_values_that_newspapers_expects(name, documents):
    """Its tests: the number of documents, and that each has a headline and a text."""
    rows = read_source(EXPORTS / name).articles
    assert len(rows) == documents
    assert all(row["title"] and row["text"] for row in rows)


@pytest.mark.parametrize(
    ("line", "section", "page"),
    [
        ("Section 5; Part 2; Page 16; National Desk", "Section 5; Part 2; National Desk", "16"),
        ("COMPANIES THE AMERICAS; Pg. 28", "COMPANIES THE AMERICAS", "28"),
        ("IMMOBILIEN; S.20; Heft 6/2007", "IMMOBILIEN; Heft 6/2007", "20"),
    ],
)
def test_sections_and_pages_that_tm_plugin_lexisnexis_expects(tmp_path, line, section, page):
    body = "It rained in the valley for nine days, and the river rose. " * 5
    text = f"1 of 1 DOCUMENTS\n\nThe Post\n\nJanuary 9, 2031 Thursday\n\nA headline\n\nSECTION: {line}\n\nLENGTH: 60 words\n\n{body}\n\nLANGUAGE: ENGLISH\n"
    (tmp_path / "a.txt").write_text(text)
    (row,) = read_source(tmp_path / "a.txt").articles
    assert (row["section"], row["page"]) == (section, page)


JSON = {
    "allthenews": ("New York Times", "2016-12-31", ["Ann Lee"]),
    "date_col_conflict": (None, "2024-05-01", []),
    "eventregistry": ("X", "2024-05-01", ["Ann Lee"]),
    "fundus": ("The Herald", "2024-05-01", ["Ann Lee"]),
    "guardian": ("theguardian.com", "2020-01-06", ["Jim Waterson"]),
    "lexis_csv": ("Guardian.com", "2010-01-11", ["Andrew Sparrow"]),
    "mediacloud_topic": ("New York Times", "2018-01-02", []),
    "nela": ("cnn", "2020-01-02", ["Ann Lee"]),
    "newsapi": ("CNBC", "2022-09-28", ["Jesse Pound"]),
    "newsplease": ("herald.com", "2024-05-01", ["Ann Lee"]),
    "newsplease_list": ("herald.com", "2024-05-01", ["Ann Lee"]),
    "newsplease_list2": ("herald.com", "2024-05-01", ["Ann Lee"]),
    "nyt_api": ("The New York Times", "2024-05-01", ["Ann Lee"]),
    "quanteda_csv": ("Herald", "2024-05-01", []),
    "trafilatura_json": ("The Herald", "2024-05-01", ["Ann Lee", "Bob Roe"]),
}


@pytest.mark.parametrize("name", JSON)
def test_tables_of_other_tools(name):
    outlet, day, authors = JSON[name]
    row = read_source(EXPORTS / "json" / name).articles[0]
    assert row["outlet"].removeprefix("www.") == (outlet or name)
    assert (str(row["published"]), row["authors"], row["language"]) == (day, authors, "en")
    assert row["text"].startswith(("The minister said on Tuesday", "Stock futures were lower"))


def test_feeds_blogs_and_web_archives():
    feeds = read_source(EXPORTS / "feeds")
    assert [row["n_articles"] + row["n_aside"] for row in feeds.files] == [1, 1, 10, 1, 4, 29]
    assert all(row["n_dated"] == row["n_articles"] for row in feeds.files)
    blog = read_source(EXPORTS / "wxr")
    items = len(re.findall("<item>", source("wxr/export.xml")))
    assert len(blog.articles) + len(blog.dropped) + len(blog.quarantine) == items
    pages = read_source(EXPORTS / "warc")
    assert {row["outlet"] for row in pages.articles} == {"iana.org", "example.com"}

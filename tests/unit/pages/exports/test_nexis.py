"""Nexis and Nexis Uni: invented documents in every layout and container."""

import datetime as dt
import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from toolkit.errors import InputError
from toolkit.pages.exports.nexis import read_nexis
from toolkit.pages.read.paragraphs import from_text
from toolkit.pages.reader import read_source

BODY = (
    "The river rose by two metres in the night and the council closed the lower bridge before dawn. "
    "Farmers moved their cattle to the hill and waited there for news of the dam."
)
COVER = """
Download Request: Selected Items: 1-2
Time Of Request: Friday, March 20, 2031  16:51:31

Send To:
TORVIK COLLEGE
LIBRARY STREET

Terms: (river and dam)
Source: All News
"""


def wrapped(text, width=78):
    lines, line = [], ""
    for word in text.split():
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def old(
    number,
    total,
    *,
    title="Dam at Torvik gives way",
    outlet="The Meridian Post",
    extra="",
    counter=None,
    date=None,
):
    head = counter or f"{number} of {total} DOCUMENTS"
    return f"""
                               {head}


                             {outlet}

                      {date or f"January {number}, 2031 Friday"}

{title}

BYLINE: By NADIA KARIM and Omar Reis

SECTION: NEWS; Pg. 35

LENGTH: 66 words

{wrapped(BODY)}

{wrapped(BODY)}
{extra}
LOAD-DATE: January 9, 2031

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                   Copyright 2031 The Meridian Post Ltd
                          All Rights Reserved
"""


def read(tmp_path, text, name="nexis.txt"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_source(tmp_path / name)


def test_text_with_a_cover_page(tmp_path):
    reading = read(tmp_path, COVER + old(1, 2) + old(2, 2, title="Second"))
    articles = reading.table("articles")
    assert articles["title"].tolist() == ["Dam at Torvik gives way", "Second"]
    assert articles["outlet"].tolist() == ["The Meridian Post"] * 2
    assert articles["authors"].tolist() == [["NADIA KARIM", "Omar Reis"]] * 2
    assert [day.date() for day in articles["published"]] == [dt.date(2031, 1, 1), dt.date(2031, 1, 2)]
    assert articles["text"].tolist() == [f"{BODY}\n\n{BODY}"] * 2
    assert articles["language"].tolist() == ["en"] * 2
    assert articles[["section", "page", "stated_words"]].values.tolist() == [["NEWS", "35", 66]] * 2
    files = reading.table("files").iloc[0]
    assert (files["format"], files["n_stated"], files["n_articles"]) == ("Nexis (.txt)", 2, 2)


def test_blocks_join_to_the_file_and_point_at_the_text(tmp_path):
    text = COVER + old(1, 1)
    reading = read(tmp_path, text)
    blocks, (article,) = reading.table("blocks"), reading.articles
    assert "".join(text[start:end] for start, end in zip(blocks["start"], blocks["end"], strict=True)) == text
    body = blocks[blocks["label"] == "body"]
    for row in body.itertuples():
        said = " ".join(text[row.start : row.end].split())
        assert article["text"][row.text_start : row.text_start + len(said)] == said
    assert set(blocks["label"]) >= {"title", "byline", "date", "body", "furniture"}


@pytest.mark.parametrize(
    ("counter", "date", "day"),
    [
        ("Dokument 1 von 1", "27. Februar 2031 Montag 9:50 PM GMT+1", dt.date(2031, 2, 27)),
        ("Document 1 de 1", "12 avril 2031 samedi", dt.date(2031, 4, 12)),
        ("1 of 1 DOCUMENT", "December 19, 2031, Friday, Late Edition - Final", dt.date(2031, 12, 19)),
        ("1 van 1 DOCUMENTEN", "31 augustus 2031 zondag", dt.date(2031, 8, 31)),
    ],
)
def test_counters_and_dates_of_several_languages(tmp_path, counter, date, day):
    (row,) = read(tmp_path, old(1, 1, counter=counter, date=date)).articles
    assert (row["published"], row["title"]) == (day, "Dam at Torvik gives way")


def test_labels_of_other_languages():
    text = (
        old(1, 1)
        .replace("BYLINE: By", "AUTOR:")
        .replace("SECTION", "RUBRIK")
        .replace("LENGTH: 66 words", "LÄNGE: 1.066 Wörter")
    )
    (document,) = read_nexis(
        from_text(text.replace("LANGUAGE: ENGLISH", "SPRACHE: GERMAN; DEUTSCH"))
    ).documents
    assert document.fields["length"] == "1.066 Wörter"
    assert document.fields["section"] == "NEWS"
    assert document.fields["language"] == "GERMAN; DEUTSCH"


def test_the_layout_with_the_headline_as_a_label_and_the_copyright_above(tmp_path):
    text = f"""
                       1 of 1 DOCUMENTS

            Copyright 2001 The Meridian Post Company
                       The Meridian Post

         January 5, 2001, Friday, Late Edition - Final

SECTION: Section A; Page 1; Column 6; National Desk

LENGTH: 66 words

HEADLINE: Dam at Torvik gives way

BYLINE:  By NADIA KARIM

DATELINE: TORVIK, Jan. 4

BODY:
{wrapped(BODY)}

{wrapped(BODY)}

GRAPHIC: Photo: The dam.
"""
    (row,) = read(tmp_path, text).articles
    assert (row["outlet"], row["title"], row["dateline"]) == (
        "The Meridian Post",
        "Dam at Torvik gives way",
        "TORVIK, Jan. 4",
    )
    assert (row["edition"], row["page"]) == ("Late Edition - Final", "1")
    assert row["text"] == f"{BODY}\n\n{BODY}"


def test_a_document_without_a_headline_and_one_that_cannot_be_shown(tmp_path):
    bare = old(1, 2, title="").replace("\n\nBYLINE: By NADIA KARIM and Omar Reis", "")
    failed = "\n  2 of 2 DOCUMENTS\n\nWe are sorry but there is an error in this document and it is not possible to display it.\n"
    reading = read(tmp_path, bare + failed)
    assert [row["title"] for row in reading.articles] == [None]
    assert reading.dropped[0]["reason"] == "document 2: the database says that it could not display it"


def test_a_part_of_a_search_and_a_wrong_length_are_reported(tmp_path):
    text = old(101, 250) + old(102, 250).replace("66 words", "1,062 words")
    notes = read(tmp_path, text.replace("January 10", "January 1")).files[0]["notes"]
    assert "the file holds documents 101 to 102 of 250" in notes
    assert "1 of 2 texts are not as long as stated (document 2: 1,062 words stated, 66 read)" in notes


def test_a_gap_between_the_counters_is_reported_with_both_numbers(tmp_path):
    file = read(tmp_path, old(1, 3) + old(3, 3)).files[0]
    assert (file["n_stated"], file["n_articles"]) == (3, 2)
    assert "the file states 3 documents; 2 were found" in file["notes"]


def test_words_of_the_text_that_look_like_labels_stay_text(tmp_path):
    extra = "\nSPIEGEL: Is it over?\n\nReis: It is not over yet.\n"
    (row,) = read(tmp_path, old(1, 1, extra=extra)).articles
    assert row["text"].endswith("SPIEGEL: Is it over?\n\nReis: It is not over yet.")


HTML = """<HTML><HEAD><META TOPIC="null" DOCUMENTS="2"/></HEAD><BODY>
<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c12">Download Request: Selected Items: 1-2<BR>Terms: dam</SPAN></P></DIV>
{documents}</BODY></HTML>"""
DOCUMENT = """<A NAME="DOC_ID_1_0"></A><!-- Hide XML section from browser
<DOC NUMBER={n}>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{n} of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">The Meridian Post</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">January</SPAN><SPAN CLASS="c2"> {n}, 2031 Friday<BR>City Edition</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">Dam at Torvik;<BR>gives way</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">BYLINE: </SPAN><SPAN CLASS="c2">Karim, Nadia; Reis, Omar</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LENGTH: </SPAN><SPAN CLASS="c2">66 words</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c9"><SPAN CLASS="c2">{body}</SPAN></P>
<UL><LI><P>{body}</P></LI></UL></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LANGUAGE: </SPAN><SPAN CLASS="c2">ENGLISH</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c2">MATP</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL></DOC> -->"""


def test_html(tmp_path):
    text = HTML.format(
        documents="".join(DOCUMENT.format(n=n, body=BODY.replace("dam", "d&auml;m")) for n in (1, 2))
    )
    reading = read(tmp_path, text, "nexis.html")
    articles = reading.table("articles")
    body = BODY.replace("dam", "däm")
    assert articles["text"].tolist() == [f"{body}\n\n{body}"] * 2
    assert articles["title"].tolist() == ["Dam at Torvik; gives way"] * 2
    assert articles["edition"].tolist() == ["City Edition"] * 2
    assert articles["authors"].tolist() == [["Nadia Karim", "Omar Reis"]] * 2
    blocks = reading.table("blocks")
    assert "".join(text[a:b] for a, b in zip(blocks["start"], blocks["end"], strict=True)) == text


def uni(title="Dam at Torvik gives way", outlet="The Meridian Post", body=(BODY, BODY), more=()):
    return [
        title, outlet, "January 10, 2031 Wednesday 10:36 EST", "Copyright 2031 The Meridian Post Ltd", "Section: NEWS; Pg. 4",
        "Length: 66 words", "Byline: Nadia Karim in Torvik", "Highlight: A wall broke.", "Body", "", *body, *more, "Classification",
        "Language: ENGLISH", "Subject: Dams (90%)", "Load-Date: January 12, 2031", "End of Document",
    ]  # fmt: skip


def docx(paragraphs):
    cells = "".join(
        f"<w:p><w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document xmlns:w='{space}'><w:body>{cells}</w:body></w:document>"
        )
    return buffer.getvalue()


def rtf(paragraphs):
    def said(text):
        return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)

    return ("{\\rtf1\\ansi\\ansicpg1252 " + "\\par ".join(map(said, paragraphs)) + "}").encode()


COVER_UNI = [
    "User Name: Someone", "Date and Time: Wednesday, December 19, 2018 7:11:00 PM JST", "Job Number: 1", "Documents (2)",
    "1. Dam at Torvik gives way", "Client/Matter: -None-", "Narrowed by: ", "Content Type", "News",
    "Timeline: Jan 01, 2031 to Dec 31, 2031", "2. Second", "Client/Matter: -None-",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "make"), [("a.docx", docx), ("a.rtf", rtf), ("a.txt", lambda p: "\n\n".join(p).encode())]
)
def test_the_newer_layout_in_every_container(tmp_path, name, make):
    reading = read(tmp_path, make([*COVER_UNI, *uni(), *uni("Second", "Other Paper")]), name)
    articles = reading.table("articles")
    assert articles["title"].tolist() == ["Dam at Torvik gives way", "Second"]
    assert articles["outlet"].tolist() == ["The Meridian Post", "Other Paper"]
    assert articles["authors"].tolist() == [["Nadia Karim"]] * 2
    assert [day.date() for day in articles["published"]] == [dt.date(2031, 1, 10)] * 2
    assert articles["text"].tolist() == [f"{BODY}\n\n{BODY}"] * 2
    assert articles["standfirst"].tolist() == ["A wall broke."] * 2
    assert articles["subjects"].tolist() == ["Dams (90%)"] * 2
    assert reading.files[0]["n_stated"] == 2


def test_headlines_of_two_lines_blogs_and_missing_dates(tmp_path):
    two = ["INTERNATIONAL;", *uni()]
    blog = uni("On dams")
    blog.insert(2, "(Green)")
    undated = [line for line in uni("Third") if not line.startswith("January 10")]
    articles = read(tmp_path, docx([*two, *blog, *undated]), "a.docx").table("articles")
    assert articles["title"].tolist() == ["INTERNATIONAL; Dam at Torvik gives way", "On dams", "Third"]
    assert articles["outlet"].tolist() == ["The Meridian Post"] * 3
    assert articles["published"].isna().tolist() == [False, False, True]


def test_a_file_with_the_marks_but_no_document_is_set_aside_and_never_a_page(tmp_path):
    text = HTML.format(documents="<!-- <DOC NUMBER=1> --><p>LANGUAGE: ENGLISH</p>")
    with pytest.raises(InputError, match="nothing to analyse"):
        read(tmp_path, text, "nexis.html")


def test_a_page_that_mentions_documents_stays_a_page(tmp_path):
    page = f"River floods valley\n\nBy Jo Day\n\n{BODY} She had read 1 of 10 documents.\n\n{BODY}\n"
    reading = read(tmp_path, page, "page.txt")
    assert reading.files[0]["format"] == ".txt"
    assert "1 of 10 documents" in reading.articles[0]["text"]


def test_the_newer_layout_without_a_line_above_the_text(tmp_path):
    lines = [line for line in uni() if line not in ("Body", "")]
    (row,) = read(tmp_path, docx(lines), "a.docx").articles
    assert (row["title"], row["outlet"], row["authors"]) == (
        "Dam at Torvik gives way",
        "The Meridian Post",
        ["Nadia Karim"],
    )
    assert row["text"] == f"{BODY}\n\n{BODY}"


def test_line_ends_of_windows(tmp_path):
    text = (COVER + old(1, 2) + old(2, 2)).replace("\n", "\r\n")
    assert [row["text"] for row in read(tmp_path, text).articles] == [f"{BODY}\n\n{BODY}"] * 2

"""Factiva: invented documents in HTML of several interface languages, RTF, text and XML."""

import datetime as dt

import pytest

from toolkit.errors import InputError
from toolkit.pages.reader import read_source

BODY = (
    "The river rose by two metres in the night and the council closed the lower bridge before dawn. "
    "Farmers moved their cattle to the hill."
)
NUMBER = "MERPST0020310109e71900001"


def read(tmp_path, text, name):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_source(tmp_path / name)


def page(articles):
    return (
        "<html><head><title>Factiva</title></head><body><div id='navcontainer' class='fcpNavContainer'><h1>Dow Jones Factiva</h1>"
        f"</div><div id='contentLeft'>{articles}</div><div id='pageFooter'>© 2031 Factiva, Inc.</div></body></html>"
    )


def placed(
    words="52 words", date="9 January 2031", language="English", number="Document", author="By NADIA KARIM"
):
    return (
        "<div class='article'><div class='article enArticle'><p></p><div>Foreign Desk; 1</div>"
        f"<div id='hd'><span class='enHeadline'>Dam at Torvik gives way</span></div><div class='author'>{author}</div>"
        f"<div>{words}</div><div>{date}</div><div>15:32</div><div>The Meridian Post</div><div>MERPST</div>"
        f"<div>Late Edition</div><div>4</div><div>{language}</div><div>(c) 2031 The Meridian Post Ltd.</div>"
        f"<p class='articleParagraph enarticleParagraph'>{BODY} <b>dam</b>[http://post.example/a]</p><p>{BODY}</p>"
        f"<p>Meridian Post Limited</p><p>{number} {NUMBER}</p></div></div>"
    )


@pytest.mark.parametrize(
    ("words", "date", "language", "number", "code"),
    [
        ("52 words", "9 January 2031", "English", "Document", "en"),
        ("52 Wörter", "9 Januar 2031", "Englisch", "Dokument", "en"),
        ("52 W\ufffdrter", "9 Januar 2031", "Deutsch", "Dokument", "de"),
        ("52 mots", "9 janvier 2031", "Français", "Document", "fr"),
        ("52 palabras", "9 enero 2031", "Español", "Documento", "es"),
        ("52 parole", "9 gennaio 2031", "Italiano", "Documento", "it"),
        ("52 字", "2031 年 1 月 9 日", "英文", "文件", "en"),
    ],
)
def test_html_in_the_languages_of_the_interface(tmp_path, words, date, language, number, code):
    reading = read(tmp_path, page(placed(words, date, language, number) * 2), "factiva.html")
    assert len(reading.articles) == 2
    row = reading.articles[0]
    assert row["published"] == dt.date(2031, 1, 9)
    assert (row["title"], row["outlet"], row["language"]) == (
        "Dam at Torvik gives way",
        "The Meridian Post",
        code,
    )
    assert (row["authors"], row["section"], row["page"]) == (["NADIA KARIM"], "Foreign Desk; 1", "4")
    assert (row["edition"], row["stated_words"], row["document_id"]) == ("Late Edition", 52, NUMBER)
    assert row["text"] == f"{BODY} dam\n\n{BODY}"


def test_html_with_codes(tmp_path):
    def line(code, value):
        return f"<tr><td class='index'><b>{code}</b>&nbsp;</td><td>{value}</td></tr>"

    fields = {"SE": "News", "HD": "<b>Dam at Torvik</b>", "BY": "Par Nadia Karim", "WC": "26 mots", "PD": "9 janvier 2031",
              "SN": "Le Post", "SC": "POST", "LA": "Français", "LP": f"<p>{BODY}</p>", "TD": f"<p>{BODY}</p><p>IN Torvik.</p>",
              "NS": "gvote : Elections | gpol : Politics", "AN": f"Document {NUMBER}"}  # fmt: skip
    text = page(
        f"<div class='article frArticle'><table>{''.join(line(*item) for item in fields.items())}</table></div>"
    )
    (row,) = read(tmp_path, text, "factiva.html").articles
    assert (row["title"], row["outlet"], row["authors"], row["language"]) == (
        "Dam at Torvik",
        "Le Post",
        ["Nadia Karim"],
        "fr",
    )
    assert row["text"] == f"{BODY}\n\n{BODY}\n\nIN Torvik."
    assert (row["section"], row["subjects"], row["document_id"]) == (
        "News",
        "gvote : Elections | gpol : Politics",
        NUMBER,
    )


PLACED = f"""Factiva RTF Display Format

Foreign Desk

Dam at Torvik gives way

By Nadia Karim

52 words

9 January 2031

15:32

The Meridian Post

MERPST

Late Edition

4

English

(c) 2031 The Meridian Post Ltd.

{BODY}

{BODY} He said: “No.”

Meridian Post Limited

Document {NUMBER}

A second headline that stands alone

26 words

10 January 2031

Other Paper

OTHER

English

Copyright 2031. All rights reserved.

{BODY}

Document OTHER00020310110e71a00002
"""


@pytest.mark.parametrize("name", ["factiva.txt", "factiva.rtf"])
def test_text_and_rtf_without_codes(tmp_path, name):
    lines = [line for line in PLACED.split("\n") if line]
    made = (
        PLACED
        if name.endswith("txt")
        else "{\\rtf1\\ansi " + "\\par ".join(lines).replace("“", "\\'93").replace("”", "\\'94") + "}"
    )
    first, second = read(tmp_path, made, name).articles
    assert (first["title"], first["authors"], first["outlet"]) == (
        "Dam at Torvik gives way",
        ["Nadia Karim"],
        "The Meridian Post",
    )
    assert (first["section"], first["page"], first["edition"]) == ("Foreign Desk", "4", "Late Edition")
    assert first["text"] == f"{BODY}\n\n{BODY} He said: “No.”"
    assert (second["title"], second["authors"], second["outlet"]) == (
        "A second headline that stands alone",
        [],
        "Other Paper",
    )
    assert second["text"] == BODY
    assert second["published"] == dt.date(2031, 1, 10)


CODED = [("SE", "News"), ("HD", "Dam at Torvik gives way"), ("BY", "By Nadia Karim"), ("WC", "52 words"), ("PD", "9 January 2031"),
         ("SN", "The Meridian Post"), ("SC", "MERPST"), ("PG", "4"), ("LA", "English"), ("CY", "(c) 2031"), ("LP", BODY), ("TD", BODY),
         ("", "IN THE evening it rained."), ("NS", "gcat : General News"), ("PUB", "Meridian Post Limited"), ("AN", f"Document {NUMBER}")]  # fmt: skip


@pytest.mark.parametrize("gap", ["   ", "\t", " | ", "\n"])
def test_text_with_codes(tmp_path, gap):
    text = "\n\n".join(f"{code}{gap if code else ''}{value}" for code, value in CODED * 2)
    first, second = read(tmp_path, text, "factiva.txt").articles
    assert first["text"] == second["text"] == f"{BODY}\n\n{BODY}\n\nIN THE evening it rained."
    assert (first["title"], first["authors"], first["page"]) == (
        "Dam at Torvik gives way",
        ["Nadia Karim"],
        "4",
    )
    assert (first["outlet"], first["published"], first["language"]) == (
        "The Meridian Post",
        dt.date(2031, 1, 9),
        "en",
    )


def test_xml(tmp_path):
    article = f"""<article><accessionNo>{NUMBER}</accessionNo><baseLanguage>EN</baseLanguage>
      <headline><paragraph display="Proportional"><hlt>Dam</hlt> at Torvik</paragraph></headline>
      <byline>By Nadia Karim</byline><leadParagraph><paragraph>{BODY}</paragraph></leadParagraph>
      <publicationDate><date>2031-01-09</date></publicationDate><sourceName>The Meridian Post</sourceName>
      <newsSubject code="gpol"><name>Politics</name></newsSubject><newsSubject code="g"><name>News</name></newsSubject>
      <tailParagraphs><paragraph>{BODY} &amp; more</paragraph></tailParagraphs><wordCount>54</wordCount></article>"""
    text = f'<?xml version="1.0"?><PPSResponse><ppsarticleResultSet count="3">{article * 2}</ppsarticleResultSet></PPSResponse>'
    reading = read(tmp_path, text, "factiva.xml")
    row = reading.articles[0]
    assert (row["title"], row["outlet"], row["authors"]) == (
        "Dam at Torvik",
        "The Meridian Post",
        ["Nadia Karim"],
    )
    assert row["text"] == f"{BODY}\n\n{BODY} & more"
    assert row["subjects"] == "Politics | News"
    assert "the file states 3 documents; 2 were found" in reading.files[0]["notes"]


def test_the_marks_without_a_document_are_set_aside(tmp_path):
    with pytest.raises(InputError, match="bears the marks of Factiva"):
        read(tmp_path, page("<p class='articleParagraph'>It rained.</p>"), "factiva.html")

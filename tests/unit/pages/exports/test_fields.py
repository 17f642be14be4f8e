"""ProQuest, files of labelled fields, and RIS: invented documents."""

import datetime as dt
from email.message import EmailMessage

import pytest

from toolkit.pages.reader import read_source

BODY = (
    "The river rose by two metres in the night and the council closed the lower bridge before dawn. "
    "Farmers moved their cattle to the hill."
)
RULE = "_" * 60


def read(tmp_path, text, name="export.txt"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_source(tmp_path / name)


def proquest(number, text):
    return f"""Document {number} of 2

Dam at Torvik gives way

Author: Karim, Nadia; Reis, Omar

Publication info: The Meridian Post ; Torvik [Torvik]08 May 2030: A.2.

ProQuest document link

Abstract: A wall broke.

Links: Check for full text

Full text: {text}

Subject: Dams; Floods

Location: Torvik

Publication title: The Meridian Post; Torvik

Pages: A.2

Publication date: May 8, 2030

Section: News

Language of publication: English

ProQuest document ID: 25143997{number}

Document URL: https://search.example/docview/25143997{number}

Copyright: (c) 2030

Database: Some Newsstream

{RULE}

"""


def test_proquest_text(tmp_path):
    head = f"{RULE}\n\nReport Information from ProQuest\n\n{RULE}\n\n"
    reading = read(
        tmp_path, head + proquest(1, f"{BODY}\n\nMr Reis said: it is over.") + proquest(2, "Not available.")
    )
    (row,) = reading.articles
    assert (row["title"], row["outlet"], row["authors"]) == (
        "Dam at Torvik gives way",
        "The Meridian Post",
        ["Nadia Karim", "Omar Reis"],
    )
    assert row["text"] == f"{BODY}\n\nMr Reis said: it is over."
    assert (row["published"], row["section"], row["page"]) == (dt.date(2030, 5, 8), "News", "A.2")
    assert (row["subjects"], row["document_id"], row["language"]) == ("Dams; Floods", "251439971", "en")
    assert reading.dropped[0]["reason"] == "document 2: only an abstract, no full text"
    assert reading.files[0]["n_stated"] == 2


def proquest_html(number):
    def line(label, value):
        return f"<p><strong>{label}: </strong>{value}</p>"

    return (
        f"<div><a name='DocID_MSTAR_{number}'></a><p></p><p style='font-weight:bold'>Dam at Torvik gives way</p>"
        + line("Author", "Karim, Nadia")
        + line("Publication info", "The Meridian Post ; Torvik [Torvik]08 May 2030: A.2.")
        + f"<p><strong>Full text: </strong><text wordcount='52'><title></title><p>{BODY}</p> <p>{BODY}</p></text></p>"
        + line("Subject", "Dams &amp; walls")
        + line("Publication title", "The Meridian Post; Torvik")
        + line("Publication date", "May 8, 2030")
        + line("ProQuest document ID", number)
        + "</div>"
    )


@pytest.mark.parametrize("kind", ["html", "mail"])
def test_proquest_html_also_as_a_mail(tmp_path, kind):
    html = f"<html><body>{proquest_html('251')}{proquest_html('252')}</body></html>"
    if kind == "mail":
        message = EmailMessage()
        message["From"], message["Subject"] = "noreply@search.example", "Your research"
        message.set_content("See the HTML part.")
        message.add_alternative(html, subtype="html")
        reading = read(tmp_path, message.as_bytes(), "export.eml")
    else:
        reading = read(tmp_path, html, "export.html")
    first, second = reading.articles
    assert first["text"] == second["text"] == f"{BODY}\n\n{BODY}"
    assert (first["title"], first["outlet"], first["authors"]) == (
        "Dam at Torvik gives way",
        "The Meridian Post",
        ["Nadia Karim"],
    )
    assert (second["document_id"], second["stated_words"], second["subjects"]) == ("252", 52, "Dams & walls")


LABELLED = f"""HEADLINE: Dam at Torvik gives way
BYLINE: Nadia Karim
PUBLICATION: The Meridian Post
DATE: 9 January 2031
TEXT:
{BODY}

{BODY}
"""


@pytest.mark.parametrize("between", ["", "\n==========\n\n", "\n--------------------\n"])
def test_labelled_fields(tmp_path, between):
    second = f"HEADLINE: Second\nPUBLICATION: Other Paper\nDATE: 2031-01-10\n\n{BODY}\n"
    reading = read(tmp_path, LABELLED + between + second)
    articles = reading.table("articles")
    assert articles["title"].tolist() == ["Dam at Torvik gives way", "Second"]
    assert articles["outlet"].tolist() == ["The Meridian Post", "Other Paper"]
    assert articles["text"].tolist() == [f"{BODY}\n\n{BODY}", BODY]
    assert [str(day.date()) for day in articles["published"]] == ["2031-01-09", "2031-01-10"]


@pytest.mark.parametrize(
    "labels",
    [
        ("TITEL", "ZEITUNG", "DATUM", "TEXT"),
        ("Title", "Source", "Publication date", "Full text"),
        ("HD", "SN", "PD", "TD"),
    ],
)
def test_labels_are_data(tmp_path, labels):
    title, outlet, date, text = labels
    (row,) = read(tmp_path, f"{title}: Dam\n{outlet}: Post\n{date}: 9.1.2031\n{text}: {BODY}\n").articles
    assert (row["title"], row["outlet"], str(row["published"]), row["text"]) == (
        "Dam",
        "Post",
        "2031-01-09",
        BODY,
    )


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_the_first_paragraph_in_a_field_of_its_own_is_part_of_the_text(tmp_path, gap):
    head = "HD: Dam at Torvik gives way\nSN: The Meridian Post\nPD: 9 January 2031\n"
    (whole,) = read(tmp_path, f"{head}LP:{gap}It rained.\nTD:{gap}{BODY}\n\nIt ended.\nCY: 2031\n").articles
    assert whole["text"] == f"It rained.\n\n{BODY}\n\nIt ended."
    (alone,) = read(tmp_path, f"{head}LP:{gap}{BODY}\n\nIt ended.\nCY: 2031\n").articles
    assert alone["text"] == f"{BODY}\n\nIt ended."


def test_a_page_with_a_source_line_is_no_file_of_fields(tmp_path):
    page = f"River floods valley\n\nBy Jo Day\n\nSource: Reuters\n\nDate: 9 January 2031\n\n{BODY}\n\n{BODY}\n\n{BODY}\n"
    assert read(tmp_path, page).files[0]["format"] == ".txt"


def test_ris(tmp_path):
    text = f"""TY  - NEWS
T1  - Dam at Torvik gives way
AU  - Karim, Nadia
AU  - Reis, Omar
JF  - The Meridian Post
DA  - 2030/05/08/
KW  - Dams
KW  - Floods
N1  - Full text: {BODY}
AB  - A wall broke.
ER  -

TY  - NEWS
TI  - Second
T2  - Other Paper
PY  - 2030
ER  -
"""
    reading = read(tmp_path, text, "export.ris")
    (row,) = reading.articles
    assert (row["title"], row["outlet"], row["authors"]) == (
        "Dam at Torvik gives way",
        "The Meridian Post",
        ["Nadia Karim", "Omar Reis"],
    )
    assert (str(row["published"]), row["subjects"]) == ("2030-05-08", "Dams; Floods")
    assert row["text"] == BODY
    assert reading.dropped[0]["reason"] == "document 2: the document has no text"

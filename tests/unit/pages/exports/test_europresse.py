"""Europresse: invented documents in its older and its newer HTML."""

import datetime as dt

import pytest

from toolkit.pages.reader import read_source

BODY = "La rivière a monté de deux mètres dans la nuit et la commune a fermé le pont avant l'aube."


def read(tmp_path, text):
    (tmp_path / "europresse.html").write_text(text, encoding="utf-8")
    return read_source(tmp_path / "europresse.html")


def older(author="Nadia Karim<br>", subtitle=""):
    return (
        "<table><tr><td><table id='tbHeaderImages'><tr><td><img src='x'></td></tr></table>"
        "<span class='DocPublicationName'>Le Post, no. 5968</span><br><span class='DocHeader'>Politique, </span>"
        f"<span class='DocHeader'>jeudi </span><span class='DocHeader'>4 octobre 2031</span><span class='DocHeader'>, p. 03</span><br><br>"
        f"{subtitle}<span class='TitreArticleVisu'>Le barrage <span style='color:red'>cède</span></span><br><br>{author}<p></p>"
        f"{BODY}<p></p>{BODY}<p></p><b><i>© 2031 Le Post. Tous droits réservés.</i></b><p></p>"
        "Numéro de document : news·20311004·PO·2040056000<br><br><table><tr><td>Ce certificat est émis à <b>University</b></td></tr>"
        "</table></td></tr></table>"
    )


def newer(author="<p class='sm-margin-bottomNews'>Nadia Karim</p>"):
    return (
        "<article><header><div class='rdp__DocPublicationName'><span class='DocPublicationName'>Le Post</span></div>"
        "<div><span class='DocHeader'>Société, mardi 14 mars 2031, p. 16</span></div>"
        "<div class='titreArticle'><p class='sm-margin-TopNews titreArticleVisu rdp__articletitle'>Le barrage cède</p>"
        f"<p class='sm-margin-TopNews rdp__subtitle'>Un mur brisé.</p></div>{author}</header>"
        f"<section><div class='DocText clearfix'><div class='docOcurrContainer'><p>{BODY}</p><p>{BODY}</p></div></div></section>"
        "<aside><p>Illustration(s) :</p><p>Le barrage.</p></aside><footer><small>© 2031 Le Post. Tous droits réservés.</small>"
        "<div class='publiC-lblNodoc'>news·20310314·PO·0q1503</div><span>Ce certificat est émis à X</span></footer></article>"
    )


@pytest.mark.parametrize(
    ("make", "day", "section", "page"),
    [(older, dt.date(2031, 10, 4), "Politique", "03"), (newer, dt.date(2031, 3, 14), "Société", "16")],
)
def test_documents(tmp_path, make, day, section, page):
    reading = read(tmp_path, f"<html><body>{make()}{make()}</body></html>")
    assert len(reading.articles) == 2
    row = reading.articles[1]
    assert (row["outlet"], row["title"], row["authors"]) == ("Le Post", "Le barrage cède", ["Nadia Karim"])
    assert (row["published"], row["section"], row["page"]) == (day, section, page)
    assert row["text"] == f"{BODY}\n\n{BODY}"
    assert row["document_id"].startswith("news·2031")
    assert reading.files[0]["format"] == "Europresse (.html)"


def test_without_an_author_the_text_begins_at_once(tmp_path):
    rows = read(tmp_path, f"<html><body>{older(author='')}{newer(author='')}</body></html>").articles
    assert [row["authors"] for row in rows] == [[], []]
    assert [row["text"] for row in rows] == [f"{BODY}\n\n{BODY}"] * 2


def test_lines_above_the_headline_and_below_it_are_no_text(tmp_path):
    rows = read(tmp_path, f"<html><body>{older(subtitle='Un drame<br>')}{newer()}</body></html>").articles
    assert rows[0]["standfirst"] == "Un drame"
    assert rows[1]["standfirst"] == "Un mur brisé."

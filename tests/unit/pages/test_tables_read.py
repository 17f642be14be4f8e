"""Rows of tables: bad rows set aside one by one, headers found, shapes of other tools' JSON, cells understood."""

import json

import pandas as pd
import pytest

from toolkit.errors import InputError
from toolkit.pages.read.cells import cell_extra, cell_line, cell_text
from toolkit.pages.read.dates import has_date, stated_date
from toolkit.pages.read.records import read_records
from toolkit.pages.read.unwrap import unwrap, wrap_width
from toolkit.pages.read.values import is_nothing, language_code, names_in, number_in
from toolkit.settings import Settings

BODY = "The river rose by two metres in the night and the council closed the lower bridge before dawn."


def read(data, name="a.csv", settings=None):
    data = data if isinstance(data, bytes) else data.encode()
    return read_records(data, name=name, outlet="Post", settings=settings or Settings())


def titles(records):
    return [row["title"] for row in records.articles]


@pytest.mark.parametrize(
    ("text", "good", "reason"),
    [
        ("title,text\nA,x.\nB,y, and z.\nC,w.\n", ["A", "C"], "it has 3 cells, the header has 2"),
        ('title,text\nA,x.\nB,"open\nC,w.\n', ["A", "C"], "its quotation marks do not match"),
        ('title,text\nA,x.\nB,"He" said.\nC,w.\n', ["A", "C"], "its quotation marks do not match"),
        ("title,text\nA,x.\ntitle,text\nC,w.\n", ["A", "C"], "the header again"),
    ],
)
def test_a_bad_row_is_set_aside_and_the_rest_is_read(text, good, reason):
    records = read(text)
    assert titles(records) == good
    assert [row["reason"][: len(reason)] for row in records.quarantine] == [reason]
    assert records.quarantine[0]["file"] == "a.csv, row 3"


def test_two_stray_quotation_marks_far_apart_do_not_swallow_the_rows_between():
    rows = [f"t{n},Post,Text number {n}." for n in range(40)]
    rows[5], rows[30] = 't5,Post,"Peace he said.', 't30,Post,No end to war"'
    records = read("title,paper,text\n" + "\n".join(rows))
    assert len(records.articles) == 39
    assert records.quarantine[0]["reason"] == "a quotation mark in it is closed only 25 lines on"


@pytest.mark.parametrize(("between", "aside"), [(4, 0), (5, 1)])
def test_how_many_lines_inside_a_cell_count_as_swallowed_rows(between, aside):
    rows = ['a,Post,"Peace.', *(f"t{n},Post,Text." for n in range(between)), 'z,Post,No end"', "y,Post,End."]
    records = read("title,paper,text\n" + "\n".join(rows))
    assert len(records.quarantine) == aside
    assert len(records.articles) == (between + 2 if aside else 2)


def test_a_cell_of_many_lines_is_one_cell():
    text = "\n".join(f"Line {n}, with a comma and more words than a row has." for n in range(12))
    records = read(f'title,paper,text\nA,Post,"{text}"\nB,Post,End.')
    assert titles(records) == ["A", "B"]
    assert records.articles[0]["text"].count("\n\n") == 11


@pytest.mark.parametrize(
    "above",
    [
        "sep=;\n",
        "\ufeffsep=;\n",
        "# export of 3 January\n",
        "My search\n2031-01-03\n\n",
        "Query;dam\nResults;2\n",
    ],
)
def test_lines_above_the_header(above):
    records = read(f"{above}title;text\nA;x.\nB;y.\n")
    assert titles(records) == ["A", "B"]


def test_cells_missing_at_the_end_and_separators_at_the_end():
    assert titles(read("title;text;page\nA;x.\nB;y.;4\n")) == ["A", "B"]
    assert titles(read("title;text\nA;x.;\nB;y.;;\n")) == ["A", "B"]


def test_a_column_named_twice_and_line_ends_of_every_kind():
    assert [row["text"] for row in read("text,text\n,x.\ny.,\n").articles] == ["x.", "y."]
    assert (
        titles(read("title,text\r\nA,x.\r\nB,y.\r\n"))
        == titles(read("title,text\rA,x.\rB,y.\r"))
        == ["A", "B"]
    )


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_line_separators_inside_texts(mark):
    line = json.dumps({"title": "A", "text": f"It rained.{mark}Then sun."}, ensure_ascii=False)
    (row,) = read(line, "a.jsonl").articles
    assert row["text"] == "It rained.\n\nThen sun."
    assert titles(read(f'title,text\nA,"It rained.{mark}Sun."\nB,y.')) == ["A", "B"]


ROW = {"title": "Dam", "text": BODY, "date": "2031-01-09", "source": {"id": None, "name": "Post"}}


@pytest.mark.parametrize(
    "data",
    [
        [ROW],
        ROW,
        {"status": "ok", "articles": [ROW]},
        {"meta": [{"page": 1}, {"page": 2}, {"page": 3}], "articles": [ROW]},
        {"response": {"results": [ROW], "tags": [{"title": "x"}]}},
        {"a1": ROW, "a2": {"title": "B"}},
        {
            "title": {"0": "Dam"},
            "text": {"0": BODY},
            "date": {"0": "2031-01-09"},
            "source": {"0": {"name": "Post"}},
        },
        [[1, 2], {"data": [ROW]}][1],
    ],
)
def test_json_of_every_shape(data):
    row = read(json.dumps(data), "a.json").articles[0]
    assert (row["title"], row["text"], row["outlet"], str(row["published"])) == (
        "Dam",
        BODY,
        "Post",
        "2031-01-09",
    )


def test_objects_one_after_the_other_and_lines_that_are_none():
    assert titles(read(f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n", "a.json")) == ["Dam", "Dam"]
    records = read(f"{json.dumps(ROW)}\n[1]\n5\n{json.dumps(ROW)}\n", "a.jsonl")
    assert (len(records.articles), [row["reason"] for row in records.quarantine]) == (
        2,
        ["it is not an object"] * 2,
    )


@pytest.mark.parametrize(
    "row",
    [
        {"webTitle": "Dam", "fields": {"bodyText": BODY}, "webPublicationDate": "2031-01-09T18:39:25Z", "webUrl": "https://post.example/x"},
        {"headline": {"main": "Dam"}, "lead_paragraph": BODY, "pub_date": "2031-01-09T10:00:00+0000", "source": "post.example"},
        {"title": "Dam", "maintext": BODY, "text": None, "date_publish": "2031-01-09 10:00:00", "source_domain": "www.post.example"},
        {"title": "Dam", "text": BODY, "date": "2031-01-09", "source": "https://post.example/a", "hostname": "post.example"},
        {"title": "Dam", "body": {"summary": ["x"], "sections": [{"headline": [], "paragraphs": [BODY]}]},
         "publishing_date": "2031-01-09 10:00:00+00:00", "publisher": "post.example"},
        {"title": {"rendered": "Dam"}, "content": {"rendered": f"<p>{BODY}</p>"}, "date": "2031-01-09T10:00:00", "link": "https://post.example/a"},
        {"title": "Dam", "body": BODY, "date": "2031-01-09", "dateTime": "2031-01-09T10:00:00Z", "source": {"uri": "post.example"}},
        {"title": "Dam", "content": BODY, "published": "Thu, 09 Jan 2031 10:00:00 +0000", "source": "post.example"},
        {"title": "Dam", "content": BODY, "published": True, "date": "20310109", "source": "post.example"},
    ],
)  # fmt: skip
def test_the_shapes_of_other_tools(row):
    (made,) = read(json.dumps([row]), "a.json").articles
    assert (made["title"], made["text"], str(made["published"])) == ("Dam", BODY, "2031-01-09")
    assert made["outlet"].removeprefix("www.") == "post.example"


@pytest.mark.parametrize(
    "header",
    [
        "Titel;Zeitung;Datum;Autor;Sprache;Volltext",
        "Titre;Périodique;Date de publication;Auteurs;Langue;Texte",
        "Título;Fuente;Fecha;Autores;Idioma;Texto",
        "Titolo;Testata;Date;Autore;Lingua;Testo",
    ],
)
def test_headers_of_other_languages(header):
    data = f"{header}\nDam;Post;2031-01-09;Ann Lee;de;It rained.\n".encode()
    (row,) = read_records(data, name="a.csv", outlet="folder", settings=Settings()).articles
    assert (row["title"], row["outlet"], row["authors"], row["text"]) == (
        "Dam",
        "Post",
        ["Ann Lee"],
        "It rained.",
    )
    assert (str(row["published"]), row["language"]) == ("2031-01-09", "de")


def test_an_address_is_never_an_outlet_and_an_outlet_for_each_row_is_noted():
    rows = "\n".join(f"T{n},https://post.example/{n},Text {n}." for n in range(12))
    records = read(f"title,source,text\n{rows}")
    assert {row["outlet"] for row in records.articles} == {"post.example"}
    many = "\n".join(f"T{n},Outlet {n},Text {n}." for n in range(12))
    assert (
        "as many outlets as rows: is the column 'source' the outlet?"
        in read(f"title,source,text\n{many}").notes
    )


def test_a_date_column_without_dates_and_stubs_are_noted():
    records = read("title,date,text\nA,soon,x.\nB,later,It rained… [+1210 chars]\n")
    assert "no date could be read from the column 'date'" in records.notes
    assert "1 of 2 texts are cut off by the service they come from" in records.notes
    assert [row["truncated"] for row in records.articles] == [False, True]
    assert records.articles[1]["text"] == "It rained"


def test_a_file_of_links_only_says_so():
    with pytest.raises(InputError, match="if it holds links only, save the pages"):
        read("title,url\nA,https://post.example/a\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<p>It rained.</p><p>Then &quot;sun&quot; &amp; wind.</p>", 'It rained.\n\nThen "sun" & wind.'),
        ("One<br>two<br/>three <a href='x'>link</a>", "One\n\ntwo\n\nthree link"),
        ("<div>a < b</div><script>x()</script>", "a < b"),
        ("3 < 5 and 7 > 2", "3 < 5 and 7 > 2"),
        (["One.", "Two."], "One.\n\nTwo."),
        ("nan", ""),
        (None, ""),
        (float("nan"), ""),
        ("One\r\nTwo\rThree", "One\n\nTwo\n\nThree"),
    ],
)
def test_the_text_of_a_cell(value, text):
    assert cell_text(value)[0] == text


def test_hard_wrapped_texts_are_joined():
    lines = ["The river rose by two metres in the night and the council closed the", "lower bridge before dawn.", "",
             "Farmers moved their cattle to the hill and waited there for news of the", "dam, as they had done before."]  # fmt: skip
    assert unwrap("\n".join(lines)) == f"{lines[0]} {lines[1]}\n\n{lines[3]} {lines[4]}"
    assert cell_text("\n".join(lines))[0].count("\n\n") == 1


@pytest.mark.parametrize(
    ("lines", "width"),
    [
        (["a" * 70, "b" * 20], 70),
        (["a" * 101, "b" * 20], None),
        (["a" * 39, "b" * 20], None),
        (["a" * 40, "b" * 20], 40),
        (["Short one.", "a" * 60, "Short two.", "b" * 60, "Short."], None),
        ([], None),
    ],
)
def test_when_lines_count_as_broken(lines, width):
    assert wrap_width(lines) == width


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Nadia Karim and Omar Reis", ["Nadia Karim", "Omar Reis"]),
        ("Karim, Nadia", ["Nadia Karim"]),
        ("Olivarez-Giles, Nathan", ["Nathan Olivarez-Giles"]),
        ("Garcia Marquez, Gabriel; Reis, Omar", ["Gabriel Garcia Marquez", "Omar Reis"]),
        ("AFP", ["AFP"]),
        ("Text by Nadia Karim", ["Nadia Karim"]),
        ("Reported by: Nadia Karim and Omar Reis", ["Nadia Karim", "Omar Reis"]),
        ("Von Nadia Karim", ["Nadia Karim"]),
        ("Par Léa de Reis", ["Léa de Reis"]),
        ("Von Reis", ["Von Reis"]),
        ("Von der Reis, Ursula", ["Ursula Von der Reis"]),
        ("Di Reis, Luigi", ["Luigi Di Reis"]),
        ("Nadia Karim, Omar Reis", ["Nadia Karim", "Omar Reis"]),
        ("NADIA KARIM; Nadia Karim reported from Torvik, and Omar Reis from Oslo.", ["NADIA KARIM"]),
        ("Mattha Busby (now), Andrew Sparrow (earlier)", ["Mattha Busby", "Andrew Sparrow"]),
        ('["A Karim", "B Reis"]', ["A Karim", "B Reis"]),
        ("[]", []),
        ([{"name": "Ann Lee", "uri": "x"}, "Bob Roe"], ["Ann Lee", "Bob Roe"]),
        ("N/A", []),
        (None, []),
        ("Ann Lee;Ann Lee", ["Ann Lee"]),
    ],
)
def test_names(value, names):
    assert names_in(value) == names


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2031-01-09T10:00:00.123Z", "2031-01-09"),
        ("2031-01-09 10:00:00+00:00", "2031-01-09"),
        ("Thu, 09 Jan 2031 10:00:00 +0000", "2031-01-09"),
        ("20310109T103000Z", "2031-01-09"),
        ("20310109", "2031-01-09"),
        ("09-Jan-31", "2031-01-09"),
        ("9 Jan 99", "1999-01-09"),
        ("1926000000", "2031-01-12"),
        ("1926000000000", "2031-01-12"),
        (1926000000, "2031-01-12"),
        ("November 9, 2015 Monday", "2015-11-09"),
        ("Published 3:45 PM EST, Tue March 5, 2024", "2024-03-05"),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "2012-02-27"),
        ("9 de enero de 2031", "2031-01-09"),
        ("9 stycznia 2031", "2031-01-09"),
        ("09/01/2031", "2031-01-09"),
        (pd.Timestamp("2031-01-09 23:00", tz="UTC"), "2031-01-09"),
        ("31 February 2031", None),
        ("2031", None),
        ("sometime", None),
    ],
)
def test_dates(value, day):
    found = stated_date(value)
    assert (str(found.day) if found.day else None) == day


@pytest.mark.parametrize("value", [None, "", True, False, float("nan"), pd.NaT, pd.NA])
def test_cells_that_hold_no_date(value):
    assert stated_date(value) is None


def test_small_readers():
    assert [is_nothing(text) for text in ("nan", "NULL", "n/a", "Nan Goldin", "")] == [
        True,
        True,
        True,
        False,
        True,
    ]
    assert [language_code(text) for text in ("GERMAN; DEUTSCH", "eng", "pt-BR", "Englisch", "xx", None)] == [
        "de", "en", "pt", "en", None, None]  # fmt: skip
    assert [number_in(text) for text in ("1,285 words", "1 285 mots", "none")] == [1285, 1285, None]
    assert has_date("Friday, 9 January 2031, City Edition")
    assert not has_date("Page 9 of 2031")
    assert cell_line(" a\u00a0b ") == "a b"
    assert cell_extra({"a": 1}) == '{"a": 1}'


@pytest.mark.parametrize(
    "text", ["A" * 200_000, "1" * 200_000, "1 jan " * 40_000, "and " * 50_000, "['" + "a','" * 50_000]
)
def test_long_cells_are_no_names_numbers_or_dates(text):
    from toolkit.pages.exports.recognise import read_export

    assert stated_date(text).day is None
    assert not has_date(text)
    assert len("".join(names_in(text))) <= 1000
    assert number_in(text) in (None, 1)
    assert read_export(text, markup=False) is read_export(text, markup=True) is None

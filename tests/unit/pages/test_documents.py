"""Documents: DOCX, ODT, RTF, EPUB, PDF, XLSX; the heavy ones name the package that is missing."""

import builtins
import io
import zipfile

import pytest

from toolkit.errors import InputError
from toolkit.pages.read.documents import document_text, rtf_text
from toolkit.pages.read.pdf import Line, paragraphs_of, pdf_text
from toolkit.pages.reader import read_source

BODY = "The river rose by two metres in the night and the council closed the lower bridge before dawn. " * 5
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return buffer.getvalue()


def test_docx_leaves_out_deleted_text_and_instructions_and_keeps_breaks():
    xml = f"""<w:document {WORD}><w:body><w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:t>Dam</w:t></w:r><w:r><w:tab/><w:t>gives</w:t>
    <w:br/><w:t>way</w:t></w:r><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>
    <w:ins><w:r><w:t> now</w:t></w:r></w:ins><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>
    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"""
    assert document_text(zipped(word__document_xml=xml), ".docx") == "Dam\tgives\nway now\n\ncell"


def test_odt():
    xml = f"""<office:document-content {ODT}><office:body><office:text><text:h>Dam</text:h><text:p>It <text:span>rained</text:span>
 <text:s text:c="2"/>long.<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note><text:line-break/>End.</text:p>
    </office:text></office:body></office:document-content>"""
    text = document_text(zipped(content_xml=xml), ".odt")
    assert [" ".join(part.split()) for part in text.split("\n\n")][:2] == ["Dam", "It rained long. End."]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 Caf\'e9\par \b Rain\b0  fell}", "Café\n\nRain fell"),
        (rb"{\rtf1\ansi \u8220?No\u8221?\par{\*\generator X;}{\pict 0099}x}", "“No”\n\nx"),
        ("{\\rtf1\\ansi\\ansicpg1252 “Café”}".encode("cp1252"), "“Café”"),
        ("{\\rtf1\\ansi\\ansicpg1251 Дождь \\u8212?}".encode("cp1251", "replace"), "Дождь —"),
        ("{\\rtf1\\ansi “Café”}".encode(), "“Café”"),
        (b"{\\rtf1\\ansi\\ansicpg99999 Caf\xe9 \x81}", "Café \N{REPLACEMENT CHARACTER}"),
        (
            rb'{\rtf1 It {\field{\*\fldinst{HYPERLINK "http://x.example"}}{\fldrslt {rained}}} all day.}',
            "It rained all day.",
        ),
        (rb"{\rtf1\ansi\ansicpg1251 \'c4\'ee\'e6\'e4\'fc}", "Дождь"),
    ],
)
def test_rtf(data, text):
    assert rtf_text(data) == text


def test_a_document_is_read_as_a_page_of_text(tmp_path):
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for text in ["Dam at Torvik gives way", "By Nadia Karim", BODY, BODY]
    )
    xml = f"<w:document {WORD}><w:body>{paragraphs}</w:body></w:document>"
    (tmp_path / "a.docx").write_bytes(zipped(word__document_xml=xml))
    (row,) = read_source(tmp_path / "a.docx").articles
    assert (row["title"], row["authors"]) == ("Dam at Torvik gives way", ["Nadia Karim"])
    assert row["text"].startswith("The river rose")


def test_rtf_under_another_name_is_told_by_its_first_bytes(tmp_path):
    text = "\\par ".join(["Dam at Torvik gives way", "By Nadia Karim", BODY, BODY])
    (tmp_path / "a.txt").write_bytes(b"{\\rtf1\\ansi " + text.encode() + b"}")
    reading = read_source(tmp_path / "a.txt")
    assert reading.files[0]["format"] == ".rtf"
    assert reading.articles[0]["title"] == "Dam at Torvik gives way"


def test_epub(tmp_path):
    chapter = f"<html><body><article><h1>Dam at Torvik gives way</h1><p>{BODY}</p><p>{BODY}</p></article></body></html>"
    package = """<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>
    <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="i" href="i.png" media-type="image/png"/></manifest>
    <spine><itemref idref="a"/><itemref idref="b"/><itemref idref="i"/></spine></package>"""
    container = '<container><rootfiles><rootfile full-path="o/c.opf"/></rootfiles></container>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("o/c.opf", package)
        archive.writestr("o/a.xhtml", chapter)
        archive.writestr("o/b.xhtml", chapter.replace("Torvik", "Oslo"))
    (tmp_path / "a.epub").write_bytes(buffer.getvalue())
    reading = read_source(tmp_path / "a.epub")
    assert [row["title"] for row in reading.articles] == ["Dam at Torvik gives way", "Dam at Oslo gives way"]
    assert [row["file"] for row in reading.files] == ["a.epub/o/a.xhtml", "a.epub/o/b.xhtml"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"no zip", "the document is damaged"),
        ("a.docx", zipped(content_xml="<a/>"), "has no part word/document.xml"),
        ("a.docx", zipped(word__document_xml="<a"), "the document is damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0rest", "protected by a password or of the old .doc format"),
        ("a.doc", b"\xd0\xcf\x11\xe0rest", "save it as .docx"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", "save it as .xlsx or .csv"),
        ("a.epub", zipped(a_txt="x"), "has no part META-INF/container.xml"),
        ("a.pdf", b"%PDF-1.7 broken", "not a valid PDF"),
        ("a.xlsx", b"no zip", "not a valid XLSX file"),
    ],
)
def test_damaged_documents_are_refused_with_a_reason(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=reason):
        read_source(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data", "package"), [("a.pdf", b"%PDF-1.4", "pypdf"), ("a.xlsx", b"PK", "openpyxl")]
)
def test_a_missing_package_is_named_with_the_command(tmp_path, monkeypatch, name, data, package):
    real = builtins.__import__

    def fake(wanted, *args, **kwargs):
        if wanted.split(".")[0] == package:
            raise ImportError(wanted)
        return real(wanted, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", fake)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(
        InputError, match=rf"need the package {package}: pip install 'news-toolkit\[documents\]'"
    ):
        read_source(tmp_path / name)


def test_xlsx_reads_the_sheet_with_the_header_and_its_dates(tmp_path):
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    sheet = book.create_sheet("articles")
    sheet.append(["Export of January"])
    sheet.append(["Headline", "Paper", "Date", "Text"])
    sheet.append(["Dam", "Post", dt.datetime(2031, 1, 9), "It rained."])
    sheet.append([None, None, None, None])
    sheet.append(["Second", "Post", "10 January 2031", "<p>Sun.</p>"])
    book.save(tmp_path / "a.xlsx")
    reading = read_source(tmp_path / "a.xlsx")
    assert [(row["title"], str(row["published"]), row["text"]) for row in reading.articles] == [
        ("Dam", "2031-01-09", "It rained."), ("Second", "2031-01-10", "Sun.")]  # fmt: skip
    assert "read from the sheet 'articles'" in reading.files[0]["notes"]


def written(pages):
    """Return a PDF of pages, each a list of (x, y, size, text), in Helvetica."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        None,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        said = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET"
            for x, y, size, text in page
        )
        objects.append(f"<< /Length {len(said)} >>\nstream\n{said}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode()


LEFT = ["The river rose by two metres in the night and", "the council closed the lower bridge before the", "dawn. Farmers moved their cattle to the high-",
        "lands and waited there for news of the dam, as", "they had done in the years before the wall was", "built."]  # fmt: skip
RIGHT = ["A second paragraph stands here and is longer", "than one line, so that it must be joined, and it", "goes on to the end of this column, where the",
         "page ends and the text goes on on the next", "page of the document without a break in the", "middle"]  # fmt: skip


def two_columns(head):
    page = [(250, 770, 9, head)]
    page += [(50, 700 - 14 * i, 10, line) for i, line in enumerate(LEFT)]
    page += [(320, 700 - 14 * i, 10, line) for i, line in enumerate(RIGHT)]
    return page


def test_pdf_columns_divided_words_and_running_heads():
    pages = [two_columns(f"The Meridian Post, page {n}") for n in (1, 2, 3)]
    for n, page in enumerate(pages[1:], 2):
        page[1:] = [(x, y, size, f"{text} {'abcdef'[n]}") for x, y, size, text in page[1:]]
    text = pdf_text(written(pages))
    assert "Meridian Post" not in text
    paragraphs = text.split("\n\n")
    assert paragraphs[0].startswith("The river rose by two metres in the night and the council closed")
    assert "moved their cattle to the highlands and waited" in paragraphs[0]
    assert paragraphs[0].endswith("before the wall was built.")
    assert paragraphs[1].startswith("A second paragraph stands here and is longer than one line")


def page(number, *texts, head=""):
    lines = [Line(0, 100, 800, 10, head)] if head else []
    lines += [Line(0, 200, 700 - 12 * n, 10, text) for n, text in enumerate(texts)]
    return [*lines, Line(90, 100, 20, 10, str(number))]


@pytest.mark.parametrize("number", ["{}", "- {} -", "Page {} of 30", "Seite {}", "{}/30"])
def test_page_numbers_are_no_text(number):
    pages = [page(number.format(n), "Some words that are here.", f"Line {n}.", "Last.") for n in (1, 2)]
    assert not any("1" in said and "Line" not in said for said in paragraphs_of(pages))
    alone = paragraphs_of(pages[:1])
    assert alone[-1] == number.format(1)  # of one page: it may be anything


def test_a_number_inside_a_page_is_text():
    pages = [
        page(n, "First words.", "Second words.", "1984", "Third words.", "Fourth words.") for n in (1, 2)
    ]
    assert sum("1984" in said for said in paragraphs_of(pages)) == 2


@pytest.mark.parametrize(("times", "left"), [(2, 2), (3, 0)])
def test_how_often_a_line_at_the_edge_is_a_running_head(times, left):
    heads = [f"Chapter {n}: The river" for n in range(times)] + [""] * (20 - times)
    pages = [
        page(n, f"Words of {'abcdefghijklmnopqrstuvwxyz'[n]}.", "More.", head=head)
        for n, head in enumerate(heads)
    ]
    assert sum("Chapter" in said for said in paragraphs_of(pages)) == left


def test_pdf_without_text_and_with_a_password():
    import pypdf

    with pytest.raises(InputError, match="recognise its text"):
        pdf_text(written([[]]))
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(written([[(50, 700, 10, "Secret")]])))
    writer.encrypt("word", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(InputError, match="protected by a password"):
        pdf_text(buffer.getvalue())


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("It rained for nine hun-", "dred days.", "It rained for nine hundred days."),
        ("It rained for the well-", "Known reasons.", "It rained for the well-Known reasons."),
        ("It rained for nine days", "in the valley.", "It rained for nine days in the valley."),
    ],
)
def test_words_at_the_end_of_a_line(first, second, joined):
    lines = [Line(0, 200, 100, 10, first), Line(0, 150, 88, 10, second)]
    assert paragraphs_of([lines]) == [joined]


def test_a_wide_gap_and_larger_letters_part_paragraphs():
    rows = [Line(0, 150, 130, 20, "Headline over the text"), Line(0, 200, 100, 10, "One line that is full of words"),
            Line(0, 200, 88, 10, "and goes on here to the end"), Line(0, 200, 76, 10, "and here it ends now at last."), Line(0, 200, 50, 10, "Another paragraph begins here.")]  # fmt: skip
    assert paragraphs_of([rows])[0] == "Headline over the text"
    assert paragraphs_of([rows])[-1] == "Another paragraph begins here."
    assert len(paragraphs_of([rows])) == 3

"""A report as a Word file and as PDF: what the page says, in order, the same bytes each time."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.errors import InputError, ReportError
from toolkit.report.paper import export_report
from toolkit.report.paper.document import Heading, Paragraph, Picture, Table, document

PAGE = """<main id="main"><header><h1>Rain &amp; snow</h1><p class="lead">Nine articles. <a class="goto" href="#x">Go</a></p>
<p class="to-contents"><a href="#c">Contents</a></p></header>
<section><h2>Said</h2><figure class="bars"><figcaption><b>Who says what</b></figcaption><div>drawn</div></figure>
<ul class="findings"><li><p class="finding"><b>Names.</b> Post says “rain”. <a class="certainty" href="#t">certain</a></p>
<details><summary>The passages</summary><ul><li><q>It <mark>rained</mark>.</q> <cite>Post</cite></li></ul></details></li></ul>
<div id="figure-map" class="anchor"><figure class="tk-figure"><picture><img alt="A map." src="data:,"></picture>
<figcaption>Where.</figcaption></figure></div>
<details class="line"><summary><h3>More</h3> <span class="inside">table</span></summary><div>
<table><caption>Sizes</caption><thead><tr><th>Outlet</th><th class="num">n</th></tr></thead>
<tbody><tr><th><span>Post</span></th><td class="num"><span>3</span></td></tr></tbody></table></div></details></section>
<section aria-labelledby="appendix"><h2>Appendix</h2><details class="line"><summary><h3>Methods</h3></summary>
<p>Counted.</p></details></section></main>"""


def test_the_page_is_read_in_order_without_what_is_folded() -> None:
    assert document(PAGE) == [
        Heading(0, "Rain & snow"),
        Paragraph((("Nine articles. ", False),)),
        Heading(1, "Said"),
        Picture("opening", "Who says what", "Who says what"),
        Paragraph((("Names.", True), (" Post says “rain”. ", False), ("(certain)", False)), "bullet"),
        Picture("map", "A map.", "Where."),
        Heading(1, "Appendix"),
        Heading(2, "Methods"),
        Paragraph((("Counted.", False),)),
    ]


def test_the_whole_has_tables_and_sentences_too() -> None:
    items = document(PAGE, whole=True)
    assert Table("Sizes", ("Outlet", "n"), (("Post", "3"),), (False, True)) in items
    quote = next(item for item in items if isinstance(item, Paragraph) and item.kind == "quote")
    assert quote.words == "It rained. (Post)"


def test_another_page_is_refused() -> None:
    with pytest.raises(ReportError, match="no main part"):
        document("<p>Hello</p>")


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_the_same_report_gives_the_same_bytes(report: Path, tmp_path: Path, ending: str) -> None:
    made = [export_report(report, tmp_path / f"{name}{ending}", whole=True).read_bytes() for name in "ab"]
    assert made[0] == made[1]


def test_a_word_file_says_what_the_page_says(report: Path, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    file = export_report(report, tmp_path / "a.docx", whole=True)
    made = docx.Document(BytesIO(file.read_bytes()))
    items = document((report / "report.html").read_text(encoding="utf-8"), whole=True)
    words = [p.text for p in made.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert words == [item.words for item in items if isinstance(item, Heading)]
    tables = [item for item in items if isinstance(item, Table)]
    assert [[c.text for c in t.rows[-1].cells] for t in made.tables] == [list(t.rows[-1]) for t in tables]
    assert len(made.inline_shapes) == sum(isinstance(item, Picture) for item in items) > 0


def test_a_pdf_names_the_characters_its_font_lacks(report: Path, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(BytesIO(export_report(report, tmp_path / "a.pdf").read_bytes()))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "What these pages say" in text
    assert re.search(r"font of this file lacks \d+ of the characters used: .*U\+5317", text, re.DOTALL)


def test_what_cannot_be_written_is_refused(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"\.docx or \.pdf"):
        export_report(report, tmp_path / "a.odt")
    with pytest.raises(InputError, match="no folder"):
        export_report(report, tmp_path / "no" / "a.pdf")
    with pytest.raises(ReportError, match="not a report"):
        export_report(tmp_path, tmp_path / "a.pdf")
    monkeypatch.setattr("toolkit.report.paper.make.find_spec", lambda name: None)
    assert main(["export", str(report), "-o", str(tmp_path / "a.pdf")]) == 2
    assert list(tmp_path.iterdir()) == []

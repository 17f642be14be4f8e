"""The page: safe, whole, and readable without script or network."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from markupsafe import Markup

from toolkit.report.wording.glossary import TERMS
from toolkit.report.wording.terms import Linker

from .conftest import FORMULA

VOID = {"meta", "img", "br", "hr", "input", "link", "source"}


class Outline(HTMLParser):
    """Tags, attributes and headings of a page; notes tags that do not close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        """Return the attributes of every tag of these names."""
        return [attrs for tag, attrs in self.tags if tag in names]


def test_nothing_runs(page: str) -> None:
    outline = Outline(page)
    assert not outline.all("script", "iframe", "object", "embed", "form", "link", "base")
    assert [t for t in outline.tags if any(name.startswith("on") for name in t[1])] == []
    assert all((a.get("src") or "").startswith("data:image/svg+xml;base64,") for a in outline.all("img"))
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page, "the probe must be shown as text"
    assert not any((a.get("href") or "").lower().startswith("javascript") for a in outline.all("a"))


def test_strict_policy_and_no_request(page: str) -> None:
    outline = Outline(page)
    policy = next(a["content"] for a in outline.all("meta") if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "script" not in policy
    assert "url(" not in page
    assert "@import" not in page
    assert "MathJax" not in page


def test_tags_are_balanced_and_ids_are_single(page: str) -> None:
    outline = Outline(page)
    assert outline.faults == []
    assert outline.open == []
    ids = [a["id"] for _, a in outline.tags if a.get("id")]
    assert sorted(ids) == sorted(set(ids))
    wanted = {h[1:] for a in outline.all("a") if (h := a.get("href") or "").startswith("#")}
    assert wanted <= set(ids), f"links to nowhere: {wanted - set(ids)}"


def test_headings_are_in_order(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(page).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_figures_have_words_and_tables_scroll_by_themselves(page: str) -> None:
    outline = Outline(page)
    assert [a for a in outline.all("img") if not (a.get("alt") or "").strip()] == []
    regions = [a for a in outline.all("div") if "tk-scroll" in (a.get("class") or "")]
    assert len(regions) == len(outline.all("table")) > 3, "one for each"
    assert all(a.get("tabindex") == "0" and a.get("aria-label") for a in regions)


def test_raw_html_of_markdown_and_foreign_outputs_is_text(page: str) -> None:
    assert "<b>raw</b>" not in page
    assert "&lt;b&gt;raw" in page
    assert "style.Styler&gt;" in page, "an output not made by our displays is shown as text"
    assert " at 0x" not in page, "memory addresses differ from run to run"
    assert "noise" not in page


def test_money_is_not_mathematics_and_scripts_of_the_world_stay(page: str) -> None:
    assert "$5 million, $3 million" in page
    assert "नमस्ते 北京" in page
    assert "{{7*7}}" in page


def test_a_failed_section_says_so_and_keeps_what_it_showed(page: str) -> None:
    assert "before the fault" in page
    assert "ValueError: no &lt;i&gt;words&lt;/i&gt;" in page
    assert "Not all of this report could be made: Broken." in page
    assert "seed 1" in page, "the section after the failed one is there"


def test_the_opening_accounts_for_the_corpus(page: str) -> None:
    assert "11 articles from 2 outlets" in page
    assert "(1 without a date)" in page
    assert "Files that could not be read" in page
    assert "Articles left out" in page
    assert "What cannot be concluded" in page


def test_jargon_leads_to_the_glossary_and_nothing_is_linked_in_a_link_or_a_heading(page: str) -> None:
    outline = Outline(page)
    places = {a["id"] for a in outline.all("dt") if a.get("id")}
    assert len(places) == len(TERMS)
    linked = [a["href"] for a in outline.all("a") if a.get("class") == "term"]
    assert {href[1:] for href in linked} <= places
    link = Linker({"Topic": "topics?"})
    html = Markup('<h3>Topics</h3><p title="topic">A <a href="#x">topic</a> &amp; two topics, topic.</p>')
    assert str(link(html, "one")) == (
        '<h3>Topics</h3><p title="topic">A <a href="#x">topic</a> &amp; two '
        '<a class="term" href="#term-topic">topics</a>, topic.</p>'
    )
    assert (
        str(link("<b>topic</b>", "two")) == '&lt;b&gt;<a class="term" href="#term-topic">topic</a>&lt;/b&gt;'
    )
    assert str(link("subtopic topic-like", "three")) == "subtopic topic-like"


def cells_of(data: bytes, name: str) -> list[str]:
    """Return the cells of a CSV file or a workbook that hold text."""
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert not any(b"<f>" in book.read(part) for part in book.namelist())
            return [
                "".join(cell.itertext())
                for part in book.namelist()
                if "worksheets" in part
                for cell in ElementTree.fromstring(book.read(part)).iter()
                if cell.tag.endswith("}c") and cell.get("t") == "inlineStr"
            ]
    return [cell for row in csv.reader(io.StringIO(data.decode())) for cell in row]


def test_no_table_that_the_page_links_or_the_report_ships_holds_a_formula(report: Path, page: str) -> None:
    shipped = {str(f.relative_to(report)): f.read_bytes() for f in report.rglob("*") if f.is_file()}
    linked = [href for tag in Outline(page).all("a") if (href := tag.get("href"))]
    data = {href: b64decode(href.partition(",")[2]) for href in linked if href.startswith("data:text/csv")}
    beside = {href for href in linked if not href.startswith(("#", "data:", "http"))}
    assert beside <= set(shipped)
    tables = data | {name: body for name, body in shipped.items() if name.endswith((".csv", ".xlsx"))}
    assert data
    assert {Path(name).suffix for name in tables if not name.startswith("data:")} == {".csv", ".xlsx"}
    seen = 0
    for name, body in tables.items():
        for cell in cells_of(body, name):
            seen += cell.startswith(f"'{FORMULA}")
            number = re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell)
            assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), (name, cell)
    assert seen >= 3, "the formula among the titles is in a linked CSV, in a file and in the workbook"
